/* A record list for tests: so many records of a kind, named by their number, each with the attribute n. */
#ifndef TENKEN_TESTS_FIXTURE_LIST_H
#define TENKEN_TESTS_FIXTURE_LIST_H

#include "tenken/model/parts.h"

struct fixture_list {
	const char *kind;
	int count;
	int noise;    /* of every so many a row that cannot be read is said; 0: none */
};

/* Gives the subject that list, which must live as long. */
void fixture_list_add(struct subject *subject, const struct fixture_list *list);

#endif
