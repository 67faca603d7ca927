/* One suite a source file: tests/unit/test_<room>_<file>.c defines `const struct unit_suite suite_<room>_<file>`,
 * and a line in suites.h makes it run. */
#ifndef TENKEN_TESTS_UNIT_H
#define TENKEN_TESTS_UNIT_H

#include <CUnit/CUnit.h>

#include "tenken/base/run.h"

struct unit_test {
	const char *name;
	void (*run)(void);
};

struct unit_suite {
	const char *name;
	const struct unit_test *tests;  /* ends with a NULL name */
};

/* A run with an empty arena, no diagnostics and as-of 2026-11-25. */
struct run *unit_run(void);

/* Frees it. */
void unit_run_free(struct run *run);

/* Whether the run has exactly `count` diagnostics of that id. */
int unit_has_diag(const struct run *run, enum diag_id id, size_t count);

/* strcmp that takes NULL. */
#define UNIT_EQUAL(actual, expected) CU_ASSERT_TRUE_FATAL(unit_equal((actual), (expected), __FILE__, __LINE__))
int unit_equal(const char *actual, const char *expected, const char *file, int line);

#endif
