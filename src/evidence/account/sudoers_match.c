/* Whom the rules of sudoers(5) concern and what they amount to: the last rule that fits wins, and in a list the last
 * item.
 *
 * Decision rule (docs/evidence.md, account): an administrator has ALL commands as root, or as anybody (`(ALL, !root)`
 * reaches every other administrator). `ALL, !/bin/sh` is still ALL: what is taken away can be copied to another name.
 * Rules that give a shell, su, a whole folder or a pattern come down to the same, but not provably: possible. Whatever
 * hangs on members, hosts or days that are not known here is possible too, never no. */
#include "evidence/account/sudoers.h"

#include <strings.h>

/* One account being judged. */
struct match {
	struct sudoers *sudoers;
	const struct sudo_context *context;
	const struct account *account;
};

static bool
is_over_budget(struct match *match)
{
	return ++match->sudoers->steps > SUDO_STEPS_MAX;
}

static enum sudo_match
yes_or_none(bool is_yes)
{
	return is_yes ? SUDO_ALLOW : SUDO_NONE;
}

static enum sudo_match
negate(enum sudo_match match)
{
	return match == SUDO_ALLOW ? SUDO_DENY : match == SUDO_DENY ? SUDO_ALLOW : match;
}

static enum sudo_match
match_group(struct match *match, const char *group)
{
	match->sudoers->steps += match->account->groups.len;
	if (account_in_group(match->account, group))
		return SUDO_ALLOW;
	return match->context->accounts->has_groups ? SUDO_NONE : SUDO_MAYBE;
}

/* %#gid: the primary group by its number, the others by the names that have that number. */
static enum sudo_match
match_group_id(struct match *match, int64_t gid)
{
	if (match->account->gid == gid)
		return SUDO_ALLOW;
	for (size_t i = 0; i < match->context->accounts->groups.len; i++) {
		const struct account_group *group = &match->context->accounts->groups.items[i];
		match->sudoers->steps++;
		if (group->gid == gid && match_group(match, group->name) == SUDO_ALLOW)
			return SUDO_ALLOW;
	}
	return match->context->accounts->has_groups ? SUDO_NONE : SUDO_MAYBE;
}

static enum sudo_match
match_user(struct match *match, const struct sudo_item *item)
{
	switch (item->kind) {
	case SUDO_ALL:
		return SUDO_ALLOW;
	case SUDO_WORD:
		return yes_or_none(strcmp(item->text, match->account->name) == 0);
	case SUDO_ID:
		return yes_or_none(item->id == match->account->uid);
	case SUDO_GROUP:
		return match_group(match, item->text);
	case SUDO_GROUP_ID:
		return match_group_id(match, item->id);
	default:
		return SUDO_MAYBE;
	}
}

/* Root by whatever name: uid 0, or a name that passwd gives uid 0. ALL is anybody. */
static enum sudo_match
match_runas(struct match *match, const struct sudo_item *item)
{
	const struct account *account;

	switch (item->kind) {
	case SUDO_ALL:
		return SUDO_ALLOW;
	case SUDO_WORD:
		account = map_get(&match->context->accounts->by_name, item->text);
		return yes_or_none(strcmp(item->text, "root") == 0 || (account && account->uid == 0));
	case SUDO_ID:
		return yes_or_none(item->id == 0);
	default:
		return SUDO_MAYBE;   /* members of groups: perhaps root among them */
	}
}

static bool
is_plain_host(const char *text)
{
	return !strpbrk(text, "*?[:/") && text[strspn(text, "0123456789.")] != '\0';
}

/* Names are compared by their first label where one has no domain. Addresses, networks and patterns cannot be told from
 * here, nor can any name while the host's own is not known. */
static enum sudo_match
match_host(struct match *match, const struct sudo_item *item)
{
	const char *host = match->context->host;

	if (item->kind == SUDO_ALL)
		return SUDO_ALLOW;
	if (item->kind != SUDO_WORD || !is_plain_host(item->text) || !host)
		return SUDO_MAYBE;
	if (strcasecmp(item->text, host) == 0)
		return SUDO_ALLOW;
	size_t label = strcspn(host, "."), other = strcspn(item->text, ".");
	bool is_short = !host[label] || !item->text[other];
	return yes_or_none(is_short && label == other && strncasecmp(host, item->text, label) == 0);
}

/* A program that hands over the whole right: shells, su, what changes accounts or any file; a folder or a pattern of
 * names holds one. Arguments that are written bind it, unless they have a star. */
static bool
is_root_shell(const char *command)
{
	static const char *const programs[] = { "sh", "bash", "dash", "ksh", "zsh", "csh", "tcsh", "fish", "su", "sudo",
		"visudo", "env", "chroot", "nsenter", "passwd", "usermod", "vipw" };
	size_t len = strcspn(command, " \t");
	const char *base = command;

	const char *arguments = command + len + strspn(command + len, " \t");
	bool is_bound = *arguments && strcmp(arguments, "\"\"") != 0 && !strchr(arguments, '*');

	if (*command != '/')
		return *command == '^' || (str_has_prefix(str_of(command), "sudoedit") && !is_bound);
	for (size_t i = 0; i < len; i++)
		if (command[i] == '/')
			base = command + i + 1;
		else if (strchr("*?[", command[i]))
			return true;
	if (base == command + len)
		return true;
	if (is_bound)
		return false;
	for (size_t i = 0; i < sizeof programs / sizeof *programs; i++)
		if (strlen(programs[i]) == (size_t)(command + len - base) &&
		    strncmp(base, programs[i], strlen(programs[i])) == 0)
			return true;
	return false;
}

static enum sudo_match match_list(struct match *match, enum sudo_alias_kind kind, const struct sudo_list *list);

/* An alias when one of that name exists, else the thing itself. */
static enum sudo_match
match_item(struct match *match, enum sudo_alias_kind kind, const struct sudo_item *item)
{
	struct sudo_alias *alias = item->kind == SUDO_WORD ? map_get(&match->sudoers->aliases[kind], item->text) : NULL;

	if (alias) {
		if (alias->is_open)
			return SUDO_MAYBE;
		alias->is_open = true;
		enum sudo_match found = match_list(match, kind, &alias->list);
		alias->is_open = false;
		return found;
	}
	switch (kind) {
	case SUDO_ALIAS_USER:
		return match_user(match, item);
	case SUDO_ALIAS_RUNAS:
		return match_runas(match, item);
	case SUDO_ALIAS_HOST:
		return match_host(match, item);
	default:
		if (item->kind == SUDO_ALL)
			return SUDO_ALLOW;
		return is_root_shell(item->text) ? SUDO_MAYBE : SUDO_NONE;
	}
}

/* The last item that fits decides; one that may fit leaves it open unless it would decide the same. */
static enum sudo_match
match_list(struct match *match, enum sudo_alias_kind kind, const struct sudo_list *list)
{
	enum sudo_match result = SUDO_NONE;

	for (size_t i = 0; i < list->items.len; i++) {
		const struct sudo_item *item = &list->items.items[i];
		if (is_over_budget(match))
			return SUDO_MAYBE;
		enum sudo_match found = match_item(match, kind, item);
		if (item->is_negated)
			found = negate(found);
		if (found == SUDO_MAYBE) {
			enum sudo_match same = item->is_negated ? SUDO_DENY : SUDO_ALLOW;
			if (result != same && !(item->is_negated && result == SUDO_NONE))
				result = SUDO_MAYBE;
		} else if (found != SUDO_NONE) {
			result = found;
		}
	}
	return result;
}

/* Whether a command may be run as anybody, or as anybody but a few. */
static bool
is_anybody(const struct sudo_command *command)
{
	for (size_t i = 0; i < command->runas_users.items.len; i++)
		if (command->runas_users.items.items[i].kind == SUDO_ALL &&
		    !command->runas_users.items.items[i].is_negated)
			return true;
	return false;
}

/* Whether a command of a rule is run as root or as anybody. */
static enum sudo_match
match_target(struct match *match, const struct sudo_command *command)
{
	match->sudoers->steps += command->runas_users.items.len;
	if (!command->has_runas)
		return match->sudoers->has_runas_default ? SUDO_MAYBE : SUDO_ALLOW;
	if (is_anybody(command))
		return SUDO_ALLOW;
	if (command->runas_users.items.len)
		return match_list(match, SUDO_ALIAS_RUNAS, &command->runas_users);
	return command->runas_groups.items.len ? SUDO_MAYBE : yes_or_none(match->account->uid == 0);
}

/* What the Defaults say of a switch for this account: ALLOW is on, NONE is off. */
static enum sudo_match
match_switch(struct match *match, const char *name, enum sudo_match initial)
{
	enum sudo_match result = initial;

	for (size_t i = 0; i < match->sudoers->defaults.len; i++) {
		const struct sudo_default *entry = &match->sudoers->defaults.items[i];
		if (is_over_budget(match))
			return SUDO_MAYBE;
		if (strcmp(entry->name, name) != 0)
			continue;
		enum sudo_match who = entry->scope == '\0' ? SUDO_ALLOW
		    : entry->scope == ':' ? match_list(match, SUDO_ALIAS_USER, &entry->who)
		    : entry->scope == '@' ? match_list(match, SUDO_ALIAS_HOST, &entry->who) : SUDO_MAYBE;
		enum sudo_match wanted = entry->is_on ? SUDO_ALLOW : SUDO_NONE;
		if (who == SUDO_ALLOW)
			result = wanted;
		else if (who == SUDO_MAYBE && result != wanted)
			result = SUDO_MAYBE;
	}
	return result;
}

/* What holds for the account whatever the rule. */
struct habits {
	enum sudo_match authenticate;
	bool asks_other;   /* targetpw and its like: the password asked for is another one's */
};

static enum sudo_match
less(enum sudo_match a, enum sudo_match b)
{
	return a < b ? a : b;
}

static enum sudo_match
more(enum sudo_match a, enum sudo_match b)
{
	return a > b ? a : b;
}

/* Adds what one command of a rule gives. `who` is how surely the rule is meant: MAYBE or ALLOW. */
static void
add_command(struct match *match, const struct habits *habits, enum sudo_match who, bool is_for_all,
    const struct sudo_command *command, struct sudo_grant *grant)
{
	const struct sudo_list list = { .items = {
		                            .items = (struct sudo_item *)&command->command, .len = 1, .cap = 1 } };
	enum sudo_match what = match_list(match, SUDO_ALIAS_COMMAND, &list), target = match_target(match, command);
	enum sudo_match unasked = command->authenticate == SUDO_TAG_NO ? SUDO_ALLOW
	    : command->authenticate == SUDO_TAG_YES || habits->authenticate == SUDO_ALLOW ? SUDO_NONE
	    : habits->authenticate == SUDO_MAYBE ? SUDO_MAYBE : SUDO_ALLOW;

	if (command->is_timed)
		who = SUDO_MAYBE;
	/* With targetpw and a rule for everybody the rule gives no more than knowing root's password does. */
	if (habits->asks_other && is_for_all && unasked != SUDO_ALLOW)
		return;
	bool is_sure = who == SUDO_ALLOW && target == SUDO_ALLOW;
	if (what == SUDO_DENY) {
		if (target >= SUDO_MAYBE)
			grant->all = less(grant->all, is_sure ? SUDO_NONE : SUDO_MAYBE);
		grant->nopasswd = less(grant->nopasswd, is_sure && is_anybody(command) ? SUDO_NONE : SUDO_MAYBE);
		return;
	}
	if (what >= SUDO_MAYBE && target >= SUDO_MAYBE)
		grant->all = what == SUDO_ALLOW && is_sure ? SUDO_ALLOW : more(grant->all, SUDO_MAYBE);
	if (command->command.is_negated)
		return;
	if (unasked >= SUDO_MAYBE)
		grant->nopasswd = more(grant->nopasswd, less(unasked, who));
	else if (what == SUDO_ALLOW && is_sure && is_anybody(command))
		grant->nopasswd = SUDO_NONE;
}

static void
add_rule(struct match *match, const struct habits *habits, const struct sudo_rule *rule, struct sudo_grant *grant)
{
	enum sudo_match user = match_list(match, SUDO_ALIAS_USER, &rule->users);
	bool is_for_all = false;

	if (user < SUDO_MAYBE)
		return;
	for (size_t i = 0; i < rule->users.items.len; i++)
		is_for_all |= rule->users.items.items[i].kind == SUDO_ALL;
	for (size_t p = 0; p < rule->privileges.len; p++) {
		const struct sudo_privilege *privilege = &rule->privileges.items[p];
		enum sudo_match who = less(user, match_list(match, SUDO_ALIAS_HOST, &privilege->hosts));
		for (size_t c = 0; who >= SUDO_MAYBE && c < privilege->commands.len && !is_over_budget(match); c++)
			add_command(match, habits, who, is_for_all, &privilege->commands.items[c], grant);
	}
}

struct sudo_grant
sudoers_grant(struct sudoers *sudoers, const struct sudo_context *context, const struct account *account)
{
	struct match match = { .sudoers = sudoers, .context = context, .account = account };
	struct sudo_grant grant = { 0 };
	struct habits habits = { .authenticate = match_switch(&match, "authenticate", SUDO_ALLOW) };

	habits.asks_other = match_switch(&match, "targetpw", SUDO_NONE) == SUDO_ALLOW ||
	                    match_switch(&match, "rootpw", SUDO_NONE) == SUDO_ALLOW ||
	                    match_switch(&match, "runaspw", SUDO_NONE) == SUDO_ALLOW;
	if (sudoers->exempt_group && account_in_group(account, sudoers->exempt_group))
		habits.authenticate = SUDO_NONE;
	for (size_t i = 0; i < sudoers->rules.len && sudoers->steps <= SUDO_STEPS_MAX; i++)
		add_rule(&match, &habits, &sudoers->rules.items[i], &grant);
	if (sudoers->steps > SUDO_STEPS_MAX)
		return (struct sudo_grant){ .all = SUDO_MAYBE, .nopasswd = SUDO_MAYBE };
	return grant;
}
