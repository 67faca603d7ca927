/* result: the algebra, enumerated. */
#include "unit.h"

#include "tenken/model/verdict.h"

#define EACH(a) for (enum result a = RESULT_PASS; a <= RESULT_ERROR; a++)

static void
laws(enum result (*op)(enum result, enum result))
{
	EACH(a) {
		CU_ASSERT_EQUAL(op(a, a), a);
		CU_ASSERT_EQUAL(op(a, RESULT_NOT_APPLICABLE), a);
		EACH(b) {
			CU_ASSERT_EQUAL(op(a, b), op(b, a));
			EACH(c)
				CU_ASSERT_EQUAL(op(a, op(b, c)), op(op(a, b), c));
		}
	}
}

static void
both_are_commutative_and_associative(void)
{
	laws(result_and);
	laws(result_or);
}

/* What an audit must never do: let missing evidence pass. */
static void
unknown_never_passes(void)
{
	EACH(a) {
		CU_ASSERT_NOT_EQUAL(result_and(a, RESULT_UNKNOWN), RESULT_PASS);
		CU_ASSERT_NOT_EQUAL(result_and(a, RESULT_ERROR), RESULT_PASS);
		CU_ASSERT_EQUAL(result_and(a, RESULT_FAIL), RESULT_FAIL);
		CU_ASSERT_EQUAL(result_or(a, RESULT_PASS), RESULT_PASS);
	}
	CU_ASSERT_EQUAL(result_and(RESULT_PASS, RESULT_UNKNOWN), RESULT_UNKNOWN);
	CU_ASSERT_EQUAL(result_or(RESULT_FAIL, RESULT_UNKNOWN), RESULT_UNKNOWN);
}

static void
names_round_trip(void)
{
	enum result result = RESULT_PASS;

	EACH(a)
		CU_ASSERT(result_parse(result_name(a), &result) == 0 && result == a);
	CU_ASSERT_EQUAL(result_parse("passed", &result), -1);
}

static const struct unit_test tests[] = {
	{ "both are commutative and associative", both_are_commutative_and_associative },
	{ "unknown never passes", unknown_never_passes },
	{ "names round trip", names_round_trip },
	{ 0 },
};

const struct unit_suite suite_model_result = { "model/result", tests };
