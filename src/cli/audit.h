/* The way from the inputs to results, as `tenken audit` and `tenken password` go it. */
#ifndef TENKEN_CLI_AUDIT_H
#define TENKEN_CLI_AUDIT_H

#include "cli/password.h"
#include "tenken/model/results.h"

enum audit_kind {
	AUDIT_ALL,
	AUDIT_PASSWORDS,   /* only what the checks of passwords say; nothing is rated */
};

struct audit_results {
	struct results results;
	struct password_run passwords;   /* where the options name an authorisation */
};

/* Reads, judges and rates. An exit status: EXIT_CONFORMING, or what the reported diagnostics are worth. What fails before anything is read leaves
 * nothing in `out`. */
int audit_inputs(struct run *run, const struct options *options, const struct input_list *inputs, const char *out, enum audit_kind kind,
    struct audit_results *ret);

#endif
