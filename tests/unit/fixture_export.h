/* An export mapping written in a test, and files read by it. */
#ifndef TENKEN_TESTS_FIXTURE_EXPORT_H
#define TENKEN_TESTS_FIXTURE_EXPORT_H

#include "evidence/cloud/export.h"
#include "unit.h"

/* The mappings of the run: the export with these parts (its root is added), and one that pages by `next` and `total`. NULL when
 * it is refused. */
const struct mappings *fixture_mappings(struct run *run, const char *parts);

/* The records of a file read by the parser as the evidence document writes them, each on a line, without the place. */
const char *fixture_export_read(struct run *run, const struct mappings *mappings, const char *name, const char *bytes);

#endif
