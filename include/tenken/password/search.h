/* Trying passwords on all accounts of a run, and finding those that are shared. Nothing found is ever kept as text: an account gets the class of
 * its weakness and the number of a group. */
#ifndef TENKEN_PASSWORD_SEARCH_H
#define TENKEN_PASSWORD_SEARCH_H

#include "tenken/base/run.h"
#include "tenken/model/secret.h"
#include "tenken/password/breach.h"
#include "tenken/password/candidate.h"
#include "tenken/password/hash.h"

/* What is known of one secret when the search ends. */
struct password_finding {
	const struct secret *secret;
	enum hash_status status;
	const char *scheme;         /* `yescrypt`; "" for none */
	bool is_weak;               /* a password that was tried gives it, or it can be read by anybody */
	const char *weakness;       /* class: `empty`, `user-name`, `season`, `reversible`, ...; "" for none */
	size_t tried;               /* passwords tried on it */
	bool is_complete;           /* all that were to be tried on it were; false where time ran out, or where nothing can be tried */
	uint64_t breached;          /* at least so often in the list of breached passwords (breach_bucket); 0: not in it, or not looked for */
	size_t group;               /* those with the same number have the same password; 0: with no other */
};

struct password_settings {
	const struct candidate_rules *rules;
	struct str_list context, wordlist;   /* the auditor's words */
	const struct breach *breached;       /* a list of breached passwords, or NULL */
	int year;
	size_t most_slow, most_fast;         /* candidates an account, for schemes that take longer or less than SEARCH_SLOW_MICROSECONDS a try */
	double seconds;                      /* in which the search ends; 0: it ends when it has ended */
	unsigned threads;
	/* Called now and then by one thread with the share that is done and the seconds that are left by estimate; NULL: nobody wants to know. */
	void (*progress)(void *context, double done, double seconds_left);
	void *progress_context;
};

#define SEARCH_SLOW_MICROSECONDS 50

struct password_results {
	VEC(struct password_finding) list;   /* by subject, account and form */
	size_t groups;
	size_t tries;                        /* computations that were made */
	double seconds;
};

/* `words` are those of the secret with the same number in the list (candidate.h). Secrets that cannot be read are reported with their place.
 * Results and their texts are on the run's arena; nothing secret is in them. */
void passwords_search(struct run *run, const struct secrets *secrets, const struct candidate_words *words,
    const struct password_settings *settings, struct password_results *ret);

#endif
