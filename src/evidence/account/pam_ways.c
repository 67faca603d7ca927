/* The ways through a PAM stack, by pam.conf(5) and what libpam does: each rule ends in one of its actions, and those
 * decide which rule comes next. All are followed at once: which sets of proofs can have been shown when the end is
 * reached with success.
 *
 * Decision rules: a factor that has nothing to ask where none is registered (nullok, nouserok) or that always agrees
 * (alwaysok) can be passed by. What refuses once makes the whole refuse, whatever comes behind, and is followed no
 * further. */
#include "evidence/account/pam_ways.h"

#include "evidence/account/pam_stack.h"

enum module_kind { MODULE_OTHER, MODULE_PASSIVE, MODULE_PERMIT, MODULE_DENY, MODULE_PASSWORD, MODULE_REMOTE, MODULE_FACTOR };

/* What a rule does with an answer of its module; above ACTION_JUMP the number of rules to jump over. */
enum action { ACTION_IGNORE, ACTION_OK, ACTION_DONE, ACTION_BAD, ACTION_JUMP };
#define JUMP_MAX 1000
#define ACTIONS_MAX 40          /* libpam knows 32 answers */

/* A control: what becomes of success, of an answer that is to be ignored, and of all others that it names, the default
 * among them. */
struct control {
	int success, renew, ignore, standard;
	int others[ACTIONS_MAX];
	size_t count;
	bool is_odd;
};

/* Bits of sets, by whether something has agreed so far. */
struct reach {
	uint32_t undecided, agreed;
};

struct walk {
	const struct pam_stack *stack;
	struct reach *reach;            /* before each rule, and at the end */
	struct pam_ways ways;
};

static enum module_kind
kind_of(struct str module, const char **ret_strength)
{
	static const struct {
		const char *name;
		enum module_kind kind;
		const char *strength;
	} modules[] = {
		{ "pam_u2f.so", MODULE_FACTOR, "phishing-resistant" }, { "pam_google_authenticator.so", MODULE_FACTOR, "app" },
		{ "pam_oath.so", MODULE_FACTOR, "app" }, { "pam_yubico.so", MODULE_FACTOR, "app" },
		{ "pam_unix.so", MODULE_PASSWORD, NULL }, { "pam_permit.so", MODULE_PERMIT, NULL }, { "pam_deny.so", MODULE_DENY, NULL },
		{ "pam_sss.so", MODULE_REMOTE, NULL }, { "pam_ldap.so", MODULE_REMOTE, NULL }, { "pam_krb5.so", MODULE_REMOTE, NULL },
		{ "pam_winbind.so", MODULE_REMOTE, NULL },
	};
	/* These look at who, where and when, or keep house; they ask nobody for anything. */
	static const char *const passive[] = { "pam_access.so", "pam_cap.so", "pam_ecryptfs.so", "pam_env.so", "pam_faildelay.so",
		"pam_faillock.so", "pam_gnome_keyring.so", "pam_group.so", "pam_issue.so", "pam_keyinit.so", "pam_kwallet5.so",
		"pam_lastlog.so", "pam_limits.so", "pam_listfile.so", "pam_localuser.so", "pam_loginuid.so", "pam_mail.so", "pam_motd.so",
		"pam_mount.so", "pam_nologin.so", "pam_rootok.so", "pam_securetty.so", "pam_selinux.so", "pam_sepermit.so", "pam_shells.so",
		"pam_succeed_if.so", "pam_systemd.so", "pam_tally.so", "pam_tally2.so", "pam_time.so", "pam_umask.so", "pam_usertype.so",
		"pam_warn.so", "pam_wheel.so" };

	for (size_t i = 0; i < sizeof modules / sizeof *modules; i++)
		if (str_is(module, modules[i].name)) {
			*ret_strength = modules[i].strength;
			return modules[i].kind;
		}
	for (size_t i = 0; i < sizeof passive / sizeof *passive; i++)
		if (str_is(module, passive[i]))
			return MODULE_PASSIVE;
	return MODULE_OTHER;
}

/* reset, and whatever is no action, gives -1. */
static int
action_of(struct str word)
{
	static const char *const names[] = { "ignore", "ok", "done", "bad", "die" };
	int64_t jump;

	for (int i = 0; i < 5; i++)
		if (str_is_nocase(word, names[i]))
			return i < ACTION_BAD ? i : ACTION_BAD;
	return str_int(word, &jump) && jump > 0 && jump <= JUMP_MAX ? ACTION_JUMP + (int)jump : -1;
}

/* What stands in brackets: answers and their actions. What is named nowhere gets the default, without one it is bad. */
static struct control
control_in_brackets(struct str text)
{
	struct control control = { -1, -1, -1, ACTION_BAD, .count = 0 };

	for (struct str pair; (pair = str_token(&text, " \t")).len;) {
		struct str value = pair, name = str_token(&value, "=");
		int action = action_of(value.len ? (struct str){ value.ptr + 1, value.len - 1 } : value);
		if (action < 0 || control.count == ACTIONS_MAX)
			control.is_odd = true;
		else if (str_is_nocase(name, "success"))
			control.success = action;
		else if (str_is_nocase(name, "new_authtok_reqd"))
			control.renew = action;
		else if (str_is_nocase(name, "ignore"))
			control.ignore = action;
		else if (str_is_nocase(name, "default"))
			control.standard = action;
		else
			control.others[control.count++] = action;
	}
	return control;
}

static struct control
control_of(struct str text)
{
	static const struct {
		const char *name;
		int good, ignore, standard;
	} words[] = {
		{ "required", ACTION_OK, ACTION_IGNORE, ACTION_BAD }, { "requisite", ACTION_OK, ACTION_IGNORE, ACTION_BAD },
		{ "sufficient", ACTION_DONE, ACTION_IGNORE, ACTION_IGNORE }, { "optional", ACTION_OK, ACTION_IGNORE, ACTION_IGNORE },
	};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_is_nocase(text, words[i].name))
			return (struct control){ words[i].good, words[i].good, words[i].ignore, words[i].standard, .count = 0 };
	struct control control = control_in_brackets(text);
	control.is_odd |= !str_has(text, "=");
	control.success = control.success < 0 ? control.standard : control.success;
	control.renew = control.renew < 0 ? control.standard : control.renew;
	control.ignore = control.ignore < 0 ? control.standard : control.ignore;
	return control;
}

static int
level_of(const struct walk *walk, size_t rule)
{
	return walk->stack->rules.items[rule].level;
}

/* The rule behind the whole of the substack that `rule` is in; at the top the end. */
static size_t
behind_substack(const struct walk *walk, size_t rule)
{
	size_t next = rule + 1;

	while (next < walk->stack->rules.len && level_of(walk, next) >= level_of(walk, rule))
		next++;
	return next;
}

/* The rule that a jump leads to, a substack counted as one and none left. False where it leads beyond: that refuses. */
static bool
jump(const struct walk *walk, size_t rule, int steps, size_t *ret_next)
{
	size_t next = rule + 1, count = walk->stack->rules.len;

	for (; steps > 0; steps--) {
		if (next >= count || level_of(walk, next) < level_of(walk, rule))
			return false;
		do
			next++;
		while (next < count && level_of(walk, next) > level_of(walk, rule));
	}
	*ret_next = next;
	return true;
}

/* Each set of `sets` with the proof added. */
static uint32_t
with(uint32_t sets, unsigned proof)
{
	uint32_t more = 0;

	for (unsigned set = 0; set < PROOF_SETS; set++)
		if (sets & (UINT32_C(1) << set))
			more |= UINT32_C(1) << (set | proof);
	return more;
}

/* One answer of one rule, which proves `proof`. */
static void
follow(struct walk *walk, size_t rule, int action, unsigned proof)
{
	uint32_t undecided = with(walk->reach[rule].undecided, proof), agreed = with(walk->reach[rule].agreed, proof);
	size_t next = action == ACTION_DONE ? behind_substack(walk, rule) : rule + 1;

	if (action == ACTION_BAD || (action > ACTION_JUMP && !jump(walk, rule, action - ACTION_JUMP, &next)))
		return;
	if (action == ACTION_OK || action == ACTION_DONE) {
		agreed |= undecided;
		undecided = 0;
	}
	walk->reach[next].undecided |= undecided;
	walk->reach[next].agreed |= agreed;
}

/* All answers but those of success; `has_ignore`: to be ignored is one that the module gives. */
static void
follow_others(struct walk *walk, size_t rule, const struct control *control, bool has_ignore)
{
	follow(walk, rule, control->standard, 0);
	for (size_t i = 0; i < control->count; i++)
		follow(walk, rule, control->others[i], 0);
	if (has_ignore)
		follow(walk, rule, control->ignore, 0);
}

static void
follow_factor(struct walk *walk, size_t index, const struct control *control, const char *strength)
{
	const struct pam_rule *rule = &walk->stack->rules.items[index];
	bool can_pass = pam_rule_has(rule, "nullok") || pam_rule_has(rule, "nouserok") || pam_rule_has(rule, "alwaysok");
	int64_t seconds;
	/* Not installed it asks nothing; within its grace it does not ask again. Both cannot be seen here. */
	bool is_doubtful = rule->may_miss || pam_rule_number(rule, "grace_period", &seconds);

	if (!walk->ways.strength || strcmp(strength, "app") == 0)
		walk->ways.strength = strength;
	follow(walk, index, control->success, is_doubtful ? PROOF_OTHER : PROOF_FACTOR);
	if (can_pass)
		follow(walk, index, control->success, 0);
	follow_others(walk, index, control, can_pass);
}

static void
follow_rule(struct walk *walk, size_t index)
{
	static const unsigned proofs[] = { [MODULE_OTHER] = PROOF_OTHER, [MODULE_PASSIVE] = 0, [MODULE_PERMIT] = 0, [MODULE_DENY] = 0,
		[MODULE_PASSWORD] = PROOF_PASSWORD, [MODULE_REMOTE] = PROOF_REMOTE, [MODULE_FACTOR] = PROOF_FACTOR };
	const struct pam_rule *rule = &walk->stack->rules.items[index];
	const char *strength = NULL;
	enum module_kind kind = kind_of(rule->module, &strength);

	if (str_is_nocase(rule->control, "substack")) {
		follow(walk, index, ACTION_IGNORE, 0);
		return;
	}
	struct control control = control_of(rule->control);
	walk->ways.is_known &= !control.is_odd;
	if (kind == MODULE_FACTOR) {
		follow_factor(walk, index, &control, strength);
		return;
	}
	if (kind != MODULE_DENY) {
		follow(walk, index, control.success, proofs[kind]);
		if (kind != MODULE_PERMIT)
			follow(walk, index, control.renew, proofs[kind]);
	}
	/* A directory's module steps aside only where it is told to; pam_unix never does. */
	bool has_ignore = kind == MODULE_PASSIVE || kind == MODULE_OTHER || (kind == MODULE_REMOTE && str_has(rule->arguments, "ignore_"));
	if (kind != MODULE_PERMIT)
		follow_others(walk, index, &control, has_ignore);
}

struct pam_ways
pam_ways_read(const struct parse *parse, const char *service)
{
	struct pam_stack stack;
	struct walk walk = { .stack = &stack };

	walk.ways.is_there = pam_stack_read(parse, service, "auth", &stack);
	if (!walk.ways.is_there || stack.is_open)
		return walk.ways;
	size_t bytes = (stack.rules.len + 1) * sizeof *walk.reach;
	walk.reach = memset(arena_alloc(parse->bundle->arena, bytes), 0, bytes);
	walk.ways.is_known = true;
	walk.reach[0].undecided = 1;   /* the set of nothing */
	for (size_t i = 0; i < stack.rules.len; i++)
		follow_rule(&walk, i);
	walk.ways.sets = walk.reach[stack.rules.len].agreed;
	return walk.ways;
}
