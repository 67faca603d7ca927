/* Rule files from strings and small subjects, for the suites of the room check. */
#ifndef TENKEN_TESTS_FIXTURE_CHECK_H
#define TENKEN_TESTS_FIXTURE_CHECK_H

#include "check/evaluate.h"
#include "unit.h"

/* Compiles `body` as the content of a schema, from line 3 on, with the prefixes e (evidence), re (regular expressions)
 * and d (dates), under the name `t.sch`. NULL when it was refused. */
struct schema *fixture_schema(struct run *run, const char *body);

/* The same with a whole rule in one pattern `p` judging e:log. */
struct schema *fixture_rule(struct run *run, const char *context, const char *assertions);

/* Asserts that `body` is refused with exactly one diagnostic, of that id and line. */
#define FIXTURE_REFUSED(body, id, line) CU_ASSERT_TRUE_FATAL(fixture_refused((body), (id), (line), __FILE__, __LINE__))
int fixture_refused(const char *body, enum diag_id id, unsigned line, const char *file, int at);

/* A host `h1` collected on 2026-11-20, without records. */
struct subject *fixture_subject(struct run *run);

/* A record read at h1!/f:<its number>; then names and values in turn, NULL at the end. */
struct record *fixture_record(struct subject *subject, const char *kind, const char *name, ...);

/* The verdicts of all patterns of the schema: `pattern/record=result:reason` joined by blanks. */
const char *fixture_judge(struct run *run, struct schema *schema, const struct subject *subject, struct verdicts *ret);

#endif
