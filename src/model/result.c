/* The algebra of results: each operation is an order in which the present results are looked for, so it is
 * commutative and associative by construction. */
#include "tenken/model/verdict.h"

#include <string.h>

static const char *const names[] = {
	[RESULT_PASS] = "pass",
	[RESULT_FAIL] = "fail",
	[RESULT_UNKNOWN] = "unknown",
	[RESULT_NOT_APPLICABLE] = "not-applicable",
	[RESULT_ERROR] = "error",
};

const char *
result_name(enum result result)
{
	return names[result];
}

int
result_parse(const char *name, enum result *ret)
{
	for (int i = RESULT_PASS; i <= RESULT_ERROR; i++)
		if (strcmp(names[i], name) == 0) {
			*ret = (enum result)i;
			return 0;
		}
	return -1;
}

static enum result
first_present(const enum result order[], enum result a, enum result b)
{
	for (int i = 0; i < 4; i++)
		if (a == order[i] || b == order[i])
			return order[i];
	return order[4];
}

enum result
result_and(enum result a, enum result b)
{
	static const enum result order[] = { RESULT_FAIL, RESULT_ERROR, RESULT_UNKNOWN, RESULT_PASS, RESULT_NOT_APPLICABLE };

	return first_present(order, a, b);
}

enum result
result_or(enum result a, enum result b)
{
	static const enum result order[] = { RESULT_PASS, RESULT_ERROR, RESULT_UNKNOWN, RESULT_FAIL, RESULT_NOT_APPLICABLE };

	return first_present(order, a, b);
}
