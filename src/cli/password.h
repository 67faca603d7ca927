/* Trying passwords, as `tenken password` and `tenken audit --authorisation` do it. */
#ifndef TENKEN_CLI_PASSWORD_H
#define TENKEN_CLI_PASSWORD_H

#include "cli/command.h"
#include "tenken/password/authorisation.h"
#include "tenken/password/search.h"

/* What came of it. Nothing secret is in it. */
struct password_run {
	struct authorisation authorisation;
	struct password_results results;
	struct map by_account;             /* struct password_finding_list by `subject`, LF, `account` */
	size_t subjects_left_out;          /* whose secrets were not looked at, being out of scope */
	size_t most_slow, most_fast;       /* passwords an account */
	bool is_locked;                    /* all memory with secrets was kept from swap */
};

/* Reads all sources for their secrets and tries passwords on those that the authorisation covers. -1: reported; then nothing was tried. */
int password_run(struct run *run, const struct options *options, const struct input_list *inputs, const struct mappings *mappings,
    bool is_terminal, struct password_run *ret);

/* Puts what was found on the account records of a subject (docs/evidence.md). Safe in any thread. */
void password_mark(const struct password_run *passwords, struct subject *subject);

#endif
