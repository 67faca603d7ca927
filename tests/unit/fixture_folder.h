/* A folder of a test's own, with the files it asks for. */
#ifndef TENKEN_TESTS_FIXTURE_FOLDER_H
#define TENKEN_TESTS_FIXTURE_FOLDER_H

#include "tenken/base/run.h"

/* An empty folder below TMPDIR. */
const char *fixture_folder(struct run *run);

/* Writes `text` to `name` in the folder, whose parents are made; gives the path. */
const char *fixture_file(struct run *run, const char *folder, const char *name, const char *text);

/* Removes the folder with all that is in it. */
void fixture_folder_remove(struct run *run, const char *folder);

#endif
