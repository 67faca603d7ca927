/* Runs every unit suite, prints each failure, closes with one line of counts. */
#include <CUnit/Basic.h>
#include <stdlib.h>

#include "unit.h"

#define SUITE(name) extern const struct unit_suite suite_##name;
#include "suites.h"
#undef SUITE

static const struct unit_suite *const suites[] = {
#define SUITE(name) &suite_##name,
#include "suites.h"
#undef SUITE
	NULL
};

struct run *
unit_run(void)
{
	struct arena *arena = arena_new();
	struct run *run = arena_alloc(arena, sizeof *run);

	run->arena = arena;
	run->diags.arena = arena;
	run->as_of = day_of(2026, 11, 25);
	run->datadir = getenv("TENKEN_DATADIR");
	return run;
}

void
unit_run_free(struct run *run)
{
	arena_free(run->arena);
}

int
unit_has_diag(const struct run *run, enum diag_id id, size_t count)
{
	size_t found = 0;

	for (size_t i = 0; i < run->diags.list.len; i++)
		found += run->diags.list.items[i].id == id;
	return found == count;
}

int
unit_equal(const char *actual, const char *expected, const char *file, int line)
{
	if (actual == expected || (actual && expected && strcmp(actual, expected) == 0))
		return 1;
	fprintf(stderr, "%s:%d: got `%s', expected `%s'\n", file, line, actual ? actual : "(null)",
	    expected ? expected : "(null)");
	return 0;
}

int
main(void)
{
	if (CU_initialize_registry() != CUE_SUCCESS)
		return 1;
	for (size_t i = 0; suites[i]; i++) {
		CU_pSuite suite = CU_add_suite(suites[i]->name, NULL, NULL);
		for (const struct unit_test *test = suites[i]->tests; test->name; test++)
			CU_add_test(suite, test->name, test->run);
	}
	CU_basic_set_mode(CU_BRM_SILENT);
	CU_basic_run_tests();
	CU_basic_show_failures(CU_get_failure_list());
	unsigned failed = CU_get_number_of_tests_failed();
	printf("\n%u passed, %u failed\n", CU_get_number_of_tests_run() - failed, failed);
	CU_cleanup_registry();
	return failed != 0;
}
