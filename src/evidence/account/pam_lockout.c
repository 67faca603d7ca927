/* Locking out after failed logins, and password history: pam_faillock(8), faillock.conf(5), pam_tally2(8), pam_pwhistory(8).
 *
 * Decision rule (docs/evidence.md, lockout): active is true when pam_faillock is asked before the password (preauth) in a way that
 * refuses, and is told of failures (authfail); false when no such module stands in a stack that was read whole, or deny is 0;
 * unknown when a rule before it may skip it, or when only one of the two is there. */
#include "evidence/account/pam_lockout.h"

#include "evidence/account/pam_stack.h"
#include "tenken/base/limits.h"
#include "tenken/syntax/lines.h"

/* -1: not known. */
struct lockout {
	int active;
	int64_t attempts, unlock, history;
	struct span at;
};

/* A setting of a file under etc/security, `name = number`. */
static bool
setting(const struct parse *parse, const char *name, const char *key, int64_t *ret)
{
	struct file *file = bundle_file(parse, name);
	bool is_set = false;

	if (!file || file->link)
		return false;
	file->is_used = true;
	for (struct lines lines = lines_of(file->bytes); lines_next(&lines) && lines.line <= LIMIT_LINES;) {
		struct str rest = lines.text, word = str_token(&rest, " \t=");
		if (str_is(word, key))
			is_set = str_int(str_token(&rest, " \t=#"), ret);
	}
	return is_set;
}

/* deny and unlock_time: the module's own arguments before the file, and the program's defaults only where the file was seen. */
static void
read_limits(const struct parse *parse, const struct pam_rule *rule, struct lockout *lockout)
{
	bool has_file = bundle_file(parse, "etc/security/faillock.conf") != NULL;

	if (!pam_rule_number(rule, "deny", &lockout->attempts) && !setting(parse, "etc/security/faillock.conf", "deny", &lockout->attempts))
		lockout->attempts = has_file ? 3 : -1;
	if (!pam_rule_number(rule, "unlock_time", &lockout->unlock) &&
	    !setting(parse, "etc/security/faillock.conf", "unlock_time", &lockout->unlock))
		lockout->unlock = has_file ? 600 : -1;
	if (lockout->attempts == 0)
		lockout->active = 0;
}

static void
read_auth(const struct parse *parse, const struct pam_stack *stack, struct lockout *lockout)
{
	const struct pam_rule *before = NULL, *after = NULL;
	bool is_skipped = false;

	for (size_t i = 0; i < stack->rules.len; i++) {
		const struct pam_rule *rule = &stack->rules.items[i];
		bool is_tally = str_is(rule->module, "pam_tally2.so") || str_is(rule->module, "pam_tally.so");
		if (is_tally || (str_is(rule->module, "pam_faillock.so") && pam_rule_has(rule, "preauth"))) {
			before = pam_rule_is_enforced(rule) && !is_skipped ? rule : before;
			lockout->at = rule->at;
		}
		if (is_tally || (str_is(rule->module, "pam_faillock.so") && pam_rule_has(rule, "authfail")))
			after = rule;
		is_skipped |= pam_rule_may_skip(rule);
		if (!lockout->at.path)
			lockout->at = rule->at;
	}
	if (before && after) {
		lockout->active = 1;
		read_limits(parse, before, lockout);
	} else if (!before && !after && !stack->is_open) {
		/* One that cannot refuse is none either. */
		lockout->active = 0;
		for (size_t i = 0; i < stack->rules.len; i++)
			if (str_is(stack->rules.items[i].module, "pam_faillock.so"))
				lockout->active = -1;
	}
}

static void
read_password(const struct parse *parse, const struct pam_stack *stack, struct lockout *lockout)
{
	int64_t remember = 0;

	for (size_t i = 0; i < stack->rules.len; i++) {
		const struct pam_rule *rule = &stack->rules.items[i];
		int64_t number = 0;
		if (str_is(rule->module, "pam_pwhistory.so") && pam_rule_is_enforced(rule)) {
			if (!pam_rule_number(rule, "remember", &number) && !setting(parse, "etc/security/pwhistory.conf", "remember", &number))
				number = 10;   /* pam_pwhistory(8) */
		} else if (str_is(rule->module, "pam_unix.so")) {
			pam_rule_number(rule, "remember", &number);
		}
		remember = number > remember ? number : remember;
	}
	if (remember > 0 || !stack->is_open)
		lockout->history = remember;
}

static void
emit(const struct parse *parse, const char *name, const struct lockout *lockout)
{
	static const char *const words[] = { "unknown", "false", "true" };
	struct subject *subject = parse->subject;
	struct record *record = record_add(subject, "lockout", name, lockout->at);

	record_set(subject, record, "active", words[lockout->active + 1]);
	if (lockout->active == 1 && lockout->attempts >= 0)
		record_set_int(subject, record, "attempts", lockout->attempts);
	if (lockout->active == 1 && lockout->unlock >= 0)
		record_set_int(subject, record, "unlock-seconds", lockout->unlock);
	if (lockout->history >= 0)
		record_set_int(subject, record, "history", lockout->history);
}

void
pam_lockout_emit(const struct parse *parse)
{
	static const struct {
		const char *auth, *password;
	} stacks[] = { { "common-auth", "common-password" }, { "system-auth", "system-auth" }, { "password-auth", "password-auth" } };

	for (size_t i = 0; i < sizeof stacks / sizeof *stacks; i++) {
		struct lockout lockout = { .active = -1, .attempts = -1, .unlock = -1, .history = -1 };
		struct pam_stack auth, password;
		/* A file for passwords only says nothing of logins. */
		if (!pam_stack_read(parse, stacks[i].auth, "auth", &auth) || (auth.rules.len == 0 && !auth.is_open))
			continue;
		read_auth(parse, &auth, &lockout);
		if (pam_stack_read(parse, stacks[i].password, "password", &password))
			read_password(parse, &password, &lockout);
		if (!lockout.at.path)
			lockout.at = (struct span){ .path = bundle_file(parse, arena_printf(parse->bundle->arena, "etc/pam.d/%s", stacks[i].auth))->path };
		emit(parse, stacks[i].auth, &lockout);
	}
}
