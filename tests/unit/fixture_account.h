/* A bundle of files from strings, and what a parser of it works on. */
#ifndef TENKEN_TESTS_FIXTURE_ACCOUNT_H
#define TENKEN_TESTS_FIXTURE_ACCOUNT_H

#include "unit.h"

#include "tenken/evidence/evidence.h"

/* Pairs of name and content, NULL-ended and sorted by name; the host is `host1`, on the run's arena. */
const struct parse *fixture_parse(struct run *run, const char *const *files);

#endif
