/* What the sources of Windows accounts have in common: who is an administrator, and the record. */
#include "evidence/windows/winaccount.h"

#define RID_ADMINISTRATOR 500
#define RID_GUEST 501
#define RID_PEOPLE 1000     /* those below are made by Windows itself */
#define ADMIN_BY_BYTES 1024 /* reasons that are listed */

struct winaccount
winaccount_of(const char *name, struct span at)
{
	return (struct winaccount){ .name = name,
		.at = at,
		.rid = -1,
		.expires = DAY_UNKNOWN,
		.password_changed = DAY_UNKNOWN,
		.created = DAY_UNKNOWN,
		.last_used = DAY_UNKNOWN };
}

int64_t
winaccount_rid(struct str sid)
{
	int64_t rid;
	size_t i = sid.len;

	if (!str_has_prefix(sid, "S-1-"))
		return -1;
	while (i > 0 && sid.ptr[i - 1] != '-')
		i--;
	return str_int((struct str){ sid.ptr + i, sid.len - i }, &rid) ? rid : -1;
}

const char *const winaccount_admin_groups[] = { "Administrators", "Domain Admins", "Enterprise Admins", "Schema Admins",
	"Account Operators", "Server Operators", "Backup Operators", "Print Operators", "DnsAdmins", "Key Admins",
	"Enterprise Key Admins", "Group Policy Creator Owners", "Domain Controllers", "Hyper-V Administrators", NULL };

bool
winaccount_is_admin_group(struct str name)
{
	for (int i = 0; winaccount_admin_groups[i]; i++)
		if (str_is_nocase(name, winaccount_admin_groups[i]))
			return true;
	return false;
}

bool
winaccount_is_admin_rid(int64_t rid)
{
	/* Domain Admins, Schema and Enterprise Admins, Policy Creators, Key Admins; Administrators, the four kinds
	 * of operators, Hyper-V Administrators. */
	static const int64_t rids[] = { 512, 518, 519, 520, 526, 527, 544, 548, 549, 550, 551, 578 };

	for (size_t i = 0; i < sizeof rids / sizeof *rids; i++)
		if (rids[i] == rid)
			return true;
	return false;
}

void
winaccount_add_group(struct arena *arena, struct winaccount *account, struct str group)
{
	const char *known = account->admin_by ? account->admin_by : "";
	char *name = arena_strndup(arena, group.ptr, group.len);

	/* The reasons are separated by spaces. */
	for (char *p = name; *p; p++)
		*p = *p == ' ' ? '-' : *p;
	account->admin = TRUTH_YES;
	const char *reason = arena_printf(arena, "group:%s", name);
	for (struct str rest = str_of(known), word; (word = str_token(&rest, " ")).len;)
		if (str_is(word, reason))
			return;
	if (strlen(known) < ADMIN_BY_BYTES)
		account->admin_by = arena_printf(arena, "%s%s%s", known, *known ? " " : "", reason);
}

/* Accounts that Windows makes are nobody's own, as root is on other systems. Without a SID their names tell them. */
static const char *
kind_of(const struct winaccount *account)
{
	static const char *const own[] = { "Administrator", "DefaultAccount", "WDAGUtilityAccount", "krbtgt" };

	if (account->is_machine)
		return "machine";
	if (account->rid == RID_GUEST || (account->rid < 0 && str_is_nocase(str_of(account->name), "Guest")))
		return "guest";
	if (account->rid >= 0)
		return account->rid < RID_PEOPLE ? "service" : account->is_local ? "human" : NULL;
	for (size_t i = 0; i < sizeof own / sizeof *own; i++)
		if (str_is_nocase(str_of(account->name), own[i]))
			return "service";
	return account->is_local ? "human" : NULL;
}

static const char *
enabled_of(const struct parse *parse, const struct winaccount *account)
{
	int32_t today = parse_day(parse);

	if (account->enabled == TRUTH_NO)
		return "false";
	if (account->expires != DAY_UNKNOWN && today != DAY_UNKNOWN && account->expires < today)
		return "false";
	bool is_unclear = account->is_expiry_unclear || (account->expires != DAY_UNKNOWN && today == DAY_UNKNOWN);
	return account->enabled == TRUTH_UNKNOWN || is_unclear ? "unknown" : "true";
}

static const char *
admin_of(const struct winaccount *account)
{
	/* Whatever groups it is in: the first administrator cannot be taken out of them. */
	if (account->admin == TRUTH_YES || account->rid == RID_ADMINISTRATOR)
		return "true";
	return account->admin == TRUTH_NO ? "false" : "unknown";
}

/* When it was last used, in the words of the subject's kind: a host's account logs in, a tenant's is used. Who never logged
 * in on a host has been idle since the password was set at the latest: the account is no younger. */
static void
set_use(const struct parse *parse, const struct winaccount *account, struct record *record)
{
	struct subject *subject = parse->subject;
	bool is_host = strcmp(subject->kind, "host") == 0;
	int32_t today = parse_day(parse), used = account->last_used;

	record_set_day(subject, record, "created", account->created);
	record_set_day(subject, record, is_host ? "last-login" : "last-used", used);
	if (today == DAY_UNKNOWN)
		return;
	if (account->created != DAY_UNKNOWN)
		record_set_int(subject, record, "days-since-created", today - account->created);
	if (used != DAY_UNKNOWN)
		record_set_int(
		    subject, record, is_host ? "days-since-login" : "days-unused", used > today ? 0 : today - used);
	if (used != DAY_UNKNOWN && account->last_used_slack)
		record_set_int(subject, record, "last-used-slack-days", account->last_used_slack);
	if (used != DAY_UNKNOWN || !account->is_never_used)
		return;
	record_set_bool(subject, record, "never-used", true);
	int32_t since = account->password_changed;
	if (is_host && since != DAY_UNKNOWN && since <= today)
		record_set_int(subject, record, "days-unused", today - since);
}

void
winaccount_emit(const struct parse *parse, const struct winaccount *account)
{
	struct subject *subject = parse->subject;
	struct record *record = record_add(subject, "account", account->name, account->at);
	const char *by = account->admin_by;

	if (account->rid >= 0)
		record_set_int(subject, record, "uid", account->rid);
	record_set(subject, record, "kind", kind_of(account));
	record_set(subject, record, "admin", admin_of(account));
	if (account->rid == RID_ADMINISTRATOR)
		by = by ? arena_printf(subject->arena, "rid-500 %s", by) : "rid-500";
	record_set(subject, record, "admin-by", by);
	record_set(subject, record, "enabled", enabled_of(parse, account));
	record_set(subject, record, "password", account->password ? account->password : "unknown");
	record_set(subject, record, "hash-kind", account->hash_kind);
	if (account->hash_kind)
		record_set_bool(subject, record, "hash-weak", account->is_hash_weak);
	if (account->rid >= 0 || account->has_sid)
		record_set_bool(subject, record, "uid-duplicate", account->is_rid_duplicate);
	windows_set_truth(subject, record, "password-required", account->password_required);
	windows_set_truth(subject, record, "password-expires", account->password_expires);
	windows_set_truth(subject, record, "password-reversible", account->reversible);
	record_set(subject, record, "mfa", account->smartcard == TRUTH_YES ? "enforced" : "unknown");
	record_set_day(subject, record, "password-changed", account->password_changed);
	set_use(parse, account, record);
}
