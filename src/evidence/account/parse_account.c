/* The accounts of a host: passwd, shadow, group, sudoers and last logins together, one record a row of passwd.
 *
 * Decision rules (docs/evidence.md, account): an administrator is uid 0 under any name, a member of a group that is as
 * good as root, or who gets ALL commands by sudoers. Where sudoers or group is missing or not understood, who is none
 * by the rest is unknown, not none. A locked password does not close an account: a key still opens it. What second
 * factor is asked for is in account_mfa.c. */
#include "tenken/evidence/evidence.h"

#include "evidence/account/account.h"
#include "evidence/account/account_mfa.h"
#include "evidence/account/authorized_keys.h"
#include "evidence/account/last_login.h"
#include "evidence/account/sudoers.h"
#include "tenken/base/buf.h"
#include "tenken/base/limits.h"
#include "tenken/syntax/lines.h"

/* What is the same for all accounts. */
struct host {
	struct accounts accounts;
	struct sudoers sudoers[2];   /* the files themselves; what cvtsudoers made of them */
	struct sudo_context context;
	int64_t uid_min;
	struct map logins;
	struct mfa_host mfa;
};

static int
bid(const struct file *file)
{
	static const char *const names[] = { "etc/passwd", "etc/shadow", "etc/group", "etc/gshadow", "etc/sudoers",
		"usr/etc/sudoers", "cmd/last.txt", "cmd/lastlog.txt", "cmd/lastlog2.txt", "cmd/wtmpdb-last.txt" };
	struct str name = str_of(file->name);

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (str_is(name, names[i]))
			return 80;
	if (str_has_suffix(name, "/.ssh/authorized_keys") || str_has_suffix(name, "/.ssh/authorized_keys2") ||
	    str_has_prefix(name, "etc/ssh/authorized_keys/"))
		return 80;
	if (str_has_prefix(name, "cmd/") && sudoers_is_json(file))
		return 100;
	return str_has_prefix(name, "etc/sudoers.d/") || str_has_prefix(name, "usr/etc/sudoers.d/") ? 80 : 0;
}

/* Where people's accounts begin on this host: UID_MIN of login.defs(5), 1000 where it is not set. */
static int64_t
find_uid_min(const struct parse *parse)
{
	struct file *file = bundle_file(parse, "etc/login.defs");
	int64_t uid_min = 1000;

	if (!file || file->link)
		return uid_min;
	for (struct lines lines = lines_of(file->bytes); lines_next(&lines);) {
		struct str rest = lines.text, key = str_token(&rest, " \t");
		if (str_is(key, "UID_MIN"))
			account_number(str_token(&rest, " \t\""), &uid_min);
	}
	return uid_min;
}

/* People: from UID_MIN, with a shell, and not nobody (65534, and 99 of old systems, which lies below). */
static const char *
kind_of(const struct host *host, const struct account *account)
{
	return account->uid >= host->uid_min && account->uid != 65534 && account->has_login_shell ? "human" : "service";
}

/* Whether the account can log in by some means. A key opens one whose password is locked, and no file here tells. */
static const char *
enabled_of(const struct account *account)
{
	if (account->is_expired || !account->has_login_shell)
		return "false";
	if (account->is_expiry_unclear)
		return "unknown";
	return account->password.state == PASSWORD_SET || account->password.state == PASSWORD_NONE ? "true" : "unknown";
}

static void
add_reason(struct buf *reasons, const char *reason, const char *detail)
{
	buf_printf(reasons, "%s%s%s", reasons->len ? " " : "", reason, detail);
}

/* The groups that make an administrator, each once. */
static void
add_groups(const struct account *account, struct buf *reasons)
{
	for (size_t i = 0; i < account->groups.len; i++) {
		const char *group = account->groups.items[i];
		bool is_first = true;
		if (!account_is_admin_group(group))
			continue;
		for (size_t k = 0; k < i && is_first; k++)
			is_first = strcmp(account->groups.items[k], group) != 0;
		if (is_first)
			add_reason(reasons, "group:", group);
	}
}

/* What sudo gives the account, by all that tells of it: what either shows must hold. `*ret_is_whole` is set when one of them
 * was read and understood whole. */
static struct sudo_grant
find_grant(struct host *host, const struct account *account, bool *ret_is_whole)
{
	struct sudo_grant grant = { 0 };

	*ret_is_whole = false;
	for (size_t i = 0; i < sizeof host->sudoers / sizeof *host->sudoers; i++) {
		struct sudoers *sudoers = &host->sudoers[i];
		if (!sudoers->is_read)
			continue;
		struct sudo_grant found = sudoers_grant(sudoers, &host->context, account);
		grant.all = found.all > grant.all ? found.all : grant.all;
		grant.nopasswd = found.nopasswd > grant.nopasswd ? found.nopasswd : grant.nopasswd;
		*ret_is_whole |= !sudoers->is_incomplete;
	}
	return grant;
}

/* Returns what sudo gives the account. */
static struct sudo_grant
set_rights(const struct parse *parse, struct host *host, const struct account *account, struct record *record)
{
	struct subject *subject = parse->subject;
	struct buf reasons = BUF_INIT(LIMIT_CELL_BYTES);
	bool is_whole;
	struct sudo_grant grant = find_grant(host, account, &is_whole);

	if (account->uid == 0)
		add_reason(&reasons, "uid-0", "");
	add_groups(account, &reasons);
	if (grant.all == SUDO_ALLOW)
		add_reason(&reasons, "sudoers", "");
	bool is_known = is_whole && host->accounts.has_groups && grant.all == SUDO_NONE;
	record_set(subject, record, "admin", reasons.len ? "true" : is_known ? "false" : "unknown");
	if (reasons.len)
		record_set(subject, record, "admin-by", reasons.ptr);
	buf_free(&reasons);
	if (grant.nopasswd == SUDO_NONE && !is_whole)
		grant.nopasswd = SUDO_MAYBE;
	if (grant.nopasswd == SUDO_ALLOW || grant.nopasswd == SUDO_NONE)
		record_set_bool(subject, record, "sudo-nopasswd", grant.nopasswd == SUDO_ALLOW);
	return grant;
}

/* When it was last used. Who never logged in has been idle since the password was set at the latest: the account is no younger. */
static void
set_login(const struct parse *parse, const struct host *host, const struct account *account, struct record *record)
{
	const struct last_login *login = map_get(&host->logins, account->name);
	int32_t today = parse_day(parse);

	if (!login)
		return;
	record_set_day(parse->subject, record, "last-login", login->day);
	if (login->day != DAY_UNKNOWN && today != DAY_UNKNOWN) {
		record_set_int(parse->subject, record, "days-since-login", login->day > today ? 0 : (int64_t)today - login->day);
	} else if (login->day == DAY_UNKNOWN && login->is_never && !login->is_undated) {
		record_set_bool(parse->subject, record, "never-used", true);
		if (account->changed != DAY_UNKNOWN && account->changed > 0 && today != DAY_UNKNOWN && account->changed <= today)
			record_set_int(parse->subject, record, "days-unused", (int64_t)today - account->changed);
	}
}

/* Keys that open it, where the files were collected. */
static void
set_keys(const struct parse *parse, const struct authorized_keys *keys, struct record *record)
{
	if (!keys->is_read)
		return;
	record_set_int(parse->subject, record, "ssh-keys", keys->count);
	record_set_int(parse->subject, record, "ssh-keys-weak", keys->weak);
	record_set_int(parse->subject, record, "ssh-keys-bound", keys->bound);
	record_set(parse->subject, record, "ssh-key-comments", keys->comments);
	record_set(parse->subject, record, "ssh-key-ids", keys->ids);
}

static void
emit(const struct parse *parse, struct host *host, const struct account *account)
{
	struct subject *subject = parse->subject;
	struct record *record = record_add(subject, "account", account->name, account->at);
	struct authorized_keys keys = authorized_keys_read(parse, account->name, account->home);

	record_set_int(subject, record, "uid", account->uid);
	record_set_int(subject, record, "gid", account->gid);
	const char *kind = kind_of(host, account);
	record_set(subject, record, "kind", kind);
	/* Of a service the comment is a description. */
	if (strcmp(kind, "human") == 0)
		record_set(subject, record, "person", account->person);
	struct sudo_grant grant = set_rights(parse, host, account, record);
	record_set(subject, record, "enabled", enabled_of(account));
	account_set_password(subject, record, &account->password);
	record_set_bool(subject, record, "uid-duplicate", account->is_uid_duplicate);
	record_set_bool(subject, record, "login-shell", account->has_login_shell);
	account_mfa_set(&host->mfa, account, &keys, grant.all == SUDO_ALLOW,
	    grant.nopasswd == SUDO_ALLOW ? 1 : grant.nopasswd == SUDO_NONE ? 0 : -1, record);
	record_set_day(subject, record, "password-changed", account->changed);
	set_login(parse, host, account, record);
	set_keys(parse, &keys, record);
}

static void
parse(const struct parse *parse)
{
	struct host host = { 0 };

	if (!account_read_passwd(parse, &host.accounts))
		return;
	account_read_shadow(parse, &host.accounts);
	sudoers_read(parse, &host.sudoers[0]);
	sudoers_read_json(parse, &host.sudoers[1]);
	host.uid_min = find_uid_min(parse);
	host.logins = last_logins_read(parse);
	account_mfa_read(parse, host.accounts.has_groups, &host.mfa);
	/* Without a manifest the subject is named by its folder, which need not be the host's name. */
	host.context =
	    (struct sudo_context){ &host.accounts, parse->subject->collected_at.is_known ? parse->subject->id : NULL };
	for (size_t i = 0; i < host.accounts.list.len; i++)
		emit(parse, &host, &host.accounts.list.items[i]);
	if (host.sudoers[0].steps > SUDO_STEPS_MAX || host.sudoers[1].steps > SUDO_STEPS_MAX)
		diag_report(&parse->run->diags, DIAG_LIMIT, (struct span){ .path = parse->bundle->subject },
		    "sudoers rules for all accounts take more than %d steps", SUDO_STEPS_MAX);
}

const struct parser parser_account = {
	.name = "account",
	.title = { "アカウント(passwd, shadow, group, sudoers, cvtsudoers, 最終ログイン)", "accounts: passwd, shadow, group, sudoers, cvtsudoers, last logins" },
	.bid = bid,
	.parse = parse,
};
