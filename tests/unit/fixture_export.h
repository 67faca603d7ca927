/* An export mapping written in a test, and files read by it. */
#ifndef TENKEN_TESTS_FIXTURE_EXPORT_H
#define TENKEN_TESTS_FIXTURE_EXPORT_H

#include "evidence/cloud/export.h"
#include "unit.h"

/* The mappings of the run: the export with these parts (its root is added), and one that pages by `next` and `total`. NULL when
 * it is refused. */
const struct mappings *fixture_mappings(struct run *run, const char *parts);

/* The subject with the records of a file read by the parser. */
struct subject *fixture_export_subject(struct run *run, const struct mappings *mappings, const char *name, struct str bytes);

/* The same, added to a subject of kind tenant. */
void fixture_export_into(struct run *run, const struct mappings *mappings, const char *name, struct str bytes, struct subject *subject);

/* The same as text: each record on a line with its own name and line and its attributes, the export's last. */
const char *fixture_export_read(struct run *run, const struct mappings *mappings, const char *name, const char *bytes);

#endif
