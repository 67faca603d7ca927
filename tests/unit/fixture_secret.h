/* Secrets from text, and what becomes of them. */
#ifndef TENKEN_TESTS_FIXTURE_SECRET_H
#define TENKEN_TESTS_FIXTURE_SECRET_H

#include "tenken/password/hash.h"

struct fixture_secret {
	const char *text;
	enum hash_status status;
	const char *scheme, *password;   /* of those that can be tried or read back */
};

/* Each row by itself: a hash that can be tried is given by its password and by no other, not even by none; what can be read back is the
 * password. Then cut short and with a changed end: neither may be tried with the right password and fit. Ends with an empty row. */
void fixture_secrets_check(enum secret_form form, const char *account, const struct fixture_secret *rows);

/* What a try of a text is said to cost, in microseconds: between these; too costly where `most` is 0. */
struct fixture_cost {
	const char *text;
	uint64_t least, most;
};

/* Each row by itself; ends with an empty row. */
void fixture_costs_check(enum secret_form form, const struct fixture_cost *rows);

#endif
