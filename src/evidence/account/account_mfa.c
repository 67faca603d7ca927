/* The second factor of an account of a host: sshd_config(5) as it applies to this account, and PAM.
 *
 * Decision rules (docs/evidence.md, mfa): every way in is a set of proofs. A second factor beside a password, a key
 * or what a directory asks for is multi-factor; a password or a key alone is none. Whether a key file and a password
 * are two factors is for people to say, and what a server elsewhere asks for is not known here: unknown. A path is
 * enforced only when all its ways are, and none when there is a way without and none with. Where an address or another
 * condition decides which Match applies, all cases must come to the same. `mfa` is what is asked for over the network;
 * where that is closed only a console that enforces it says something. */
#include "evidence/account/account_mfa.h"

#define MAYBE_MAX 6            /* Match blocks that may apply or not: each doubles the cases */
#define STEPS_MAX 100000000    /* on all accounts together; beyond, nothing is known */
#define METHOD_STEPS 100

void
account_mfa_read(const struct parse *parse, bool has_groups, struct mfa_host *ret)
{
	struct map *doubted = &parse->bundle->doubted;
	struct file *file = sshd_effective_file(parse);

	ret->parse = parse;
	ret->has_groups = has_groups;
	/* The files of PAM are those of the parser of login.defs. */
	ret->is_pam_doubted = map_get(doubted, "login-defs") != NULL;
	if (!ret->is_pam_doubted) {
		ret->sudo = pam_ways_read(parse, "sudo");
		ret->console = pam_ways_read(parse, "login");
	}
	if (map_get(doubted, "sshd") || !sshd_config_read(parse, true, &ret->config))
		return;
	ret->has_ssh = true;
	ret->matches = arena_alloc(parse->bundle->arena, ret->config.blocks.len * sizeof *ret->matches);
	ret->has_effective = file && sshd_effective_read(parse, file, ret->effective);
}

/* What the set of proofs of one way in amounts to. */
static enum mfa
judge_set(unsigned set)
{
	bool has_other = set & (PROOF_PASSWORD | PROOF_REMOTE | PROOF_KEY);

	if ((set & PROOF_FACTOR) && has_other)
		return MFA_ENFORCED;
	if (set & (PROOF_FACTOR | PROOF_REMOTE | PROOF_OTHER))
		return MFA_UNKNOWN;
	return (set & PROOF_PASSWORD) && (set & PROOF_KEY) ? MFA_UNKNOWN : MFA_NONE;
}

/* Whether the same way is there with something more, one of `extra`. */
static bool
has_more(uint32_t sets, unsigned set, unsigned extra)
{
	for (unsigned more = 0; more < PROOF_SETS; more++)
		if ((sets & (UINT32_C(1) << more)) && (more & set) == set && (more & extra & ~set))
			return true;
	return false;
}

/* One way among all. Without a factor that the same way has elsewhere, the factor can be passed by, be it from a key
 * and a password; where only something unknown is more there, a condition may decide which of the two it is. */
static enum mfa
judge_among(uint32_t sets, unsigned set)
{
	enum mfa one = judge_set(set);
	bool is_known = !(set & (PROOF_FACTOR | PROOF_REMOTE | PROOF_OTHER));

	if (is_known && has_more(sets, set, PROOF_FACTOR))
		return MFA_NONE;
	return one == MFA_NONE && has_more(sets, set, PROOF_REMOTE | PROOF_OTHER) ? MFA_UNKNOWN : one;
}

static enum mfa
judge_sets(uint32_t sets)
{
	bool is_seen[MFA_UNKNOWN + 1] = { false };

	for (unsigned set = 0; set < PROOF_SETS; set++)
		if (sets & (UINT32_C(1) << set))
			is_seen[judge_among(sets, set)] = true;
	if (is_seen[MFA_NONE])
		return is_seen[MFA_ENFORCED] ? MFA_OPTIONAL : MFA_NONE;
	return is_seen[MFA_UNKNOWN] ? MFA_UNKNOWN : is_seen[MFA_ENFORCED] ? MFA_ENFORCED : MFA_CLOSED;
}

/* The ways of PAM for this account: a locked password opens none, an empty one proves nothing, one that was not seen
 * may be either. */
static uint32_t
sets_of(const struct pam_ways *ways, const struct account *account)
{
	uint32_t sets = 0;

	if (!ways->is_known)
		return UINT32_C(1) << PROOF_OTHER;
	for (unsigned set = 0; set < PROOF_SETS; set++) {
		unsigned rest = set & ~(unsigned)PROOF_PASSWORD;
		bool is_password = set != rest;
		if (!(ways->sets & (UINT32_C(1) << set)) || (is_password && account->password.state == PASSWORD_LOCKED))
			continue;
		if (is_password && account->password.state == PASSWORD_NONE)
			sets |= UINT32_C(1) << rest;
		else if (is_password && account->password.state == PASSWORD_UNKNOWN)
			sets |= UINT32_C(1) << (rest | PROOF_OTHER);
		else
			sets |= UINT32_C(1) << set;
	}
	return sets;
}

/* Every set of the one with every set of the other: two things that are both asked for. */
static uint32_t
both(uint32_t one, uint32_t other)
{
	uint32_t sets = 0;

	for (unsigned a = 0; a < PROOF_SETS; a++)
		for (unsigned b = 0; b < PROOF_SETS && (one & (UINT32_C(1) << a)); b++)
			if (other & (UINT32_C(1) << b))
				sets |= UINT32_C(1) << (a | b);
	return sets;
}

static const struct pam_ways *
service_of(struct mfa_host *host, const char *name)
{
	static const struct pam_ways unknown = { 0 };

	if (!name || host->is_pam_doubted)
		return &unknown;
	for (size_t i = 0; i < host->service_count; i++)
		if (strcmp(host->services[i].name, name) == 0)
			return &host->services[i].ways;
	if (host->service_count == MFA_SERVICES_MAX)
		return &unknown;
	host->services[host->service_count].name = name;
	host->services[host->service_count].ways = pam_ways_read(host->parse, name);
	return &host->services[host->service_count++].ways;
}

/* One account at one daemon, with the values in force for it. */
struct login {
	struct mfa_host *host;
	const struct account *account;
	bool are_keys_hardware;             /* which a PIN may guard */
	const char *values[SSHD_KEYS];      /* NULL: not known */
};

/* 1, 0, or -1 where it is not known. */
static int
is_on(const struct login *login, enum sshd_key key)
{
	const char *value = login->values[key];

	return !value ? -1 : strcmp(value, "yes") == 0;
}

/* What a method that is on, off or not known to be either shows. */
static uint32_t
when(int is_on, uint32_t sets)
{
	return is_on > 0 ? sets : is_on < 0 ? UINT32_C(1) << PROOF_OTHER : 0;
}

/* Whether root may use passwords (1), keys only (0), or that is not known (-1). */
static int
may_use_password(const struct login *login)
{
	const char *root = login->values[SSHD_ROOT_LOGIN];

	if (login->account->uid != 0)
		return 1;
	return !root ? -1 : strcmp(root, "yes") == 0;
}

static int
least(int one, int other)
{
	return one == 0 || other == 0 ? 0 : one < 0 || other < 0 ? -1 : 1;
}

/* The ways of one method: sets of proofs, 0 when it is off. */
static uint32_t
method_sets(const struct login *login, struct str method)
{
	int pam = is_on(login, SSHD_USE_PAM), password = may_use_password(login);
	uint32_t asked = sets_of(service_of(login->host, login->values[SSHD_PAM_SERVICE]), login->account);
	static const struct pam_ways unix_only = { .is_known = true, .sets = UINT32_C(1) << PROOF_PASSWORD };

	if (str_is(method, "publickey"))
		return when(is_on(login, SSHD_PUBKEY), UINT32_C(1) << (login->are_keys_hardware ? PROOF_OTHER : PROOF_KEY));
	if (str_is(method, "password"))
		return when(least(is_on(login, SSHD_PASSWORD), password),
		    pam ? when(pam, asked) : sets_of(&unix_only, login->account));
	/* Without PAM there is nothing on Linux that it would ask. */
	if (str_is(method, "keyboard-interactive") || str_is(method, "keyboard-interactive:pam"))
		return when(least(least(is_on(login, SSHD_KBD_INTERACTIVE), pam), password), asked);
	if (str_is(method, "gssapi-with-mic"))
		return when(is_on(login, SSHD_GSSAPI), UINT32_C(1) << PROOF_OTHER);
	if (str_is(method, "hostbased"))
		return when(is_on(login, SSHD_HOSTBASED), UINT32_C(1) << PROOF_OTHER);
	return UINT32_C(1) << PROOF_OTHER;
}

/* The ways of AuthenticationMethods: one of its lists must be gone through whole; `any`: one method. */
static uint32_t
login_sets(const struct login *login)
{
	const char *methods = login->values[SSHD_METHODS], *root = login->values[SSHD_ROOT_LOGIN];
	struct str lists = str_of(methods && strcmp(methods, "any") == 0
	    ? "publickey password keyboard-interactive gssapi-with-mic hostbased" : methods ? methods : "?");
	uint32_t sets = 0;

	if (login->account->uid == 0 && root && strcmp(root, "no") == 0)
		return 0;
	/* A key that is bound to a command opens no session. */
	if (login->account->uid == 0 && (!root || strcmp(root, "forced-commands-only") == 0))
		return UINT32_C(1) << PROOF_OTHER;
	for (struct str list; (list = str_token(&lists, " ")).len;) {
		uint32_t whole = 1;
		for (struct str method; (method = str_token(&list, ",")).len; login->host->steps += METHOD_STEPS)
			whole = login->host->steps < STEPS_MAX ? both(whole, method_sets(login, method)) : UINT32_C(1) << PROOF_OTHER;
		sets |= whole;
	}
	return sets;
}

/* The values in force when exactly those of the doubtful blocks apply whose bit is set. Among Match blocks the first
 * counts. */
static void
take_values(struct login *login, unsigned chosen)
{
	struct mfa_host *host = login->host;

	host->steps += host->config.blocks.len * SSHD_KEYS;
	for (int key = 0; key < SSHD_KEYS; key++) {
		struct sshd_value value = host->has_effective ? host->effective[key]
		    : sshd_value_in(&host->config, 0, NULL, (enum sshd_key)key);
		unsigned doubtful = 0;
		bool is_found = false;
		for (size_t b = 1; b < host->config.blocks.len && !is_found; b++) {
			const struct sshd_value *own = &host->config.blocks.items[b].values[key];
			bool applies = host->matches[b] == SSHD_MATCH_YES ||
			               (host->matches[b] == SSHD_MATCH_MAYBE && (chosen >> doubtful++ & 1));
			is_found = applies && (own->text || own->is_unknown);
			value = is_found ? *own : value;
		}
		login->values[key] = value.is_unknown ? NULL : value.text;
	}
}

/* What ssh asks this account for, in all cases alike; else it is not known. */
static enum mfa
judge_ssh(struct login *login)
{
	struct mfa_host *host = login->host;
	size_t count = host->config.blocks.len, doubtful = 0;

	host->steps += count;
	if (!host->has_ssh)
		return MFA_ABSENT;
	/* An unread file may hold a Match for this account. */
	if (host->config.unread.path || host->steps > STEPS_MAX)
		return MFA_UNKNOWN;
	for (size_t b = 1; b < count; b++) {
		const struct sshd_block *block = &host->config.blocks.items[b];
		enum sshd_match match = sshd_match_account(block->match, login->account, host->has_groups, &host->steps);
		host->matches[b] = block->is_nested && match == SSHD_MATCH_YES ? SSHD_MATCH_MAYBE : match;
		doubtful += host->matches[b] == SSHD_MATCH_MAYBE;
	}
	if (doubtful > MAYBE_MAX)
		return MFA_UNKNOWN;
	enum mfa all = MFA_ABSENT;
	for (unsigned chosen = 0; chosen < 1U << doubtful; chosen++) {
		take_values(login, chosen);
		enum mfa one = judge_sets(login_sets(login));
		all = chosen == 0 || one == all ? one : MFA_UNKNOWN;
	}
	return host->steps > STEPS_MAX ? MFA_UNKNOWN : all;
}

/* sudo asks again who is signed in already: any second factor counts, and whatever is allowed unasked passes it by. */
static enum mfa
judge_sudo(const struct mfa_host *host, const struct account *account, int nopasswd)
{
	if (!host->sudo.is_there)
		return MFA_ABSENT;
	enum mfa asked = judge_sets(both(sets_of(&host->sudo, account), UINT32_C(1) << PROOF_PASSWORD));

	if (nopasswd > 0)
		return asked == MFA_ENFORCED ? MFA_OPTIONAL : asked == MFA_UNKNOWN ? MFA_UNKNOWN : MFA_NONE;
	return nopasswd < 0 && asked == MFA_ENFORCED ? MFA_UNKNOWN : asked;
}

static void
set_path(const struct mfa_host *host, struct record *record, const char *name, enum mfa mfa)
{
	static const char *const words[] = { [MFA_ABSENT] = NULL, [MFA_CLOSED] = "closed", [MFA_NONE] = "none",
		[MFA_OPTIONAL] = "optional", [MFA_ENFORCED] = "enforced", [MFA_UNKNOWN] = "unknown" };

	record_set(host->parse->subject, record, name, words[mfa]);
}

/* The weaker of the two; a service whose name differs by Match is not known. */
static const char *
strength_of(const struct mfa_host *host, enum mfa ssh)
{
	const char *strength = NULL;

	if (ssh != MFA_ENFORCED && ssh != MFA_OPTIONAL)
		return host->console.strength;
	for (size_t i = 0; i < host->service_count; i++)
		if (host->services[i].ways.strength && (!strength || strcmp(strength, "app") != 0))
			strength = host->services[i].ways.strength;
	return strength;
}

void
account_mfa_set(struct mfa_host *host, const struct account *account, const struct authorized_keys *keys, bool is_sudoer,
    int nopasswd, struct record *record)
{
	struct login login = { host, account, keys->count > 0 && keys->hardware == keys->count, { NULL } };
	enum mfa ssh = MFA_ABSENT, console = MFA_ABSENT, sudo = MFA_ABSENT;

	if (account->has_login_shell) {
		ssh = judge_ssh(&login);
		console = host->console.is_there ? judge_sets(sets_of(&host->console, account)) : MFA_ABSENT;
		sudo = is_sudoer && account->uid != 0 ? judge_sudo(host, account, nopasswd) : MFA_ABSENT;
	}
	enum mfa all = ssh == MFA_CLOSED ? console : ssh;
	/* At a closed door only the certainty that the console asks says something: who stands there is for people to judge. */
	if (all == MFA_ABSENT || all == MFA_CLOSED || (ssh == MFA_CLOSED && console != MFA_ENFORCED))
		all = MFA_UNKNOWN;
	set_path(host, record, "mfa", all);
	if (all == MFA_ENFORCED || all == MFA_OPTIONAL)
		record_set(host->parse->subject, record, "mfa-strength", strength_of(host, ssh));
	set_path(host, record, "mfa-ssh", ssh);
	set_path(host, record, "mfa-console", console);
	set_path(host, record, "mfa-sudo", sudo);
}
