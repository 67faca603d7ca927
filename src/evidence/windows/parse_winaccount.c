/* The local accounts of a Windows host: Get-LocalUser, Get-LocalGroupMember, net user NAME, net localgroup NAME.
 *
 * Decision rules (docs/evidence.md, account): an administrator is who is a member of Administrators (or of a group
 * that can make itself one), or has the RID 500 under any name. Who is none of them is no administrator only where
 * the members of Administrators were read whole. The lines of net user come in one order in every language, and so
 * are read by it; an output of another shape is not read. Members from a domain (DOMAIN\name) may be groups, and
 * what they are allowed here concerns this host: each is an account of which nothing more is known. Second factors
 * of local accounts show in no file. */
#include "evidence/windows/winaccount.h"

#include <strings.h>

#include "tenken/base/limits.h"
#include "tenken/syntax/lines.h"

enum user_line {
	USER_NAME,
	USER_FULL_NAME,
	USER_COMMENT,
	USER_OWN_COMMENT,
	USER_COUNTRY,
	USER_ACTIVE,
	USER_EXPIRES,
	USER_PASSWORD_SET,
	USER_PASSWORD_EXPIRES,
	USER_PASSWORD_CHANGEABLE,
	USER_PASSWORD_REQUIRED,
	USER_MAY_CHANGE,
	USER_WORKSTATIONS,
	USER_SCRIPT,
	USER_PROFILE,
	USER_HOME,
	USER_LAST_LOGON,
	USER_HOURS,
	USER_COUNT
};

struct winaccounts {
	const struct parse *parse;
	struct map by_name;            /* in lower case */
	VEC(struct winaccount *) list; /* in the order of finding */
	bool has_administrators;       /* their members were read whole */
};

static int
bid(const struct file *file)
{
	return windows_bid(file, WINDOWS_NET_USER, WINDOWS_LOCAL_GROUP);
}

/* The account of that name, made when it is new. Windows' names have no case. */
static struct winaccount *
account_named(struct winaccounts *accounts, struct str name, struct span at)
{
	struct arena *arena = accounts->parse->bundle->arena;
	char *key = arena_strndup(arena, name.ptr, name.len);

	for (char *p = key; *p; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p += 'a' - 'A';
	struct winaccount *account = map_get(&accounts->by_name, key);
	if (account)
		return account;
	account = arena_alloc(arena, sizeof *account);
	*account = winaccount_of(arena_strndup(arena, name.ptr, name.len), at);
	account->is_local = !memchr(name.ptr, '\\', name.len);
	map_add(&accounts->by_name, key, account);
	vec_push(arena, &accounts->list, account);
	return account;
}

static void
report_shape(const struct parse *parse, const struct file *file, const char *command)
{
	diag_report(&parse->run->diags, DIAG_SYNTAX_UNKNOWN, file_span(file, 1), "not what %s prints", command);
}

/* A label, two blanks or more, the value: `Account active Yes`. "" where nothing stands behind the label. */
static struct str
value_of(struct str line)
{
	for (size_t i = 0; i + 1 < line.len; i++)
		if (line.ptr[i] == ' ' && line.ptr[i + 1] == ' ')
			return str_trim((struct str){ line.ptr + i, line.len - i });
	return STR("");
}

/* `*Administrators       *Users` and further lines of the same. */
static void
take_groups(struct winaccounts *accounts, struct winaccount *account, struct str list)
{
	for (struct str group; (group = str_token(&list, "*")).len;) {
		group = str_trim(group);
		if (winaccount_is_admin_group(group))
			winaccount_add_group(accounts->parse->bundle->arena, account, group);
	}
}

static void
set_user(struct winaccount *account, const struct str *values)
{
	struct str expires = values[USER_EXPIRES], logon = values[USER_LAST_LOGON];
	enum windows_order order = ORDER_UNKNOWN;

	/* One of its dates may show which number is the month in all of them. */
	for (size_t i = USER_EXPIRES; i < USER_COUNT && order == ORDER_UNKNOWN; i++)
		order = windows_date_order(values[i]);

	account->enabled = windows_boolean(values[USER_ACTIVE]);
	account->expires = windows_day(expires, order);
	/* A word is "never" in some language; a date that cannot be read may be over. */
	account->is_expiry_unclear =
	    account->expires == DAY_UNKNOWN && expires.len && expires.ptr[0] >= '0' && expires.ptr[0] <= '9';
	account->password_changed = windows_day(values[USER_PASSWORD_SET], order);
	account->password_required = windows_boolean(values[USER_PASSWORD_REQUIRED]);
	struct str until = values[USER_PASSWORD_EXPIRES];
	if (until.len)
		account->password_expires = until.ptr[0] >= '0' && until.ptr[0] <= '9' ? TRUTH_YES : TRUTH_NO;
	account->last_used = windows_day(logon, order);
}

static void
read_net_user(struct winaccounts *accounts, struct file *file)
{
	struct str values[USER_COUNT], text;
	struct winaccount *account = NULL;
	size_t count = 0;

	if (!windows_text(accounts->parse, file, &text))
		return;
	for (struct lines lines = lines_of(text); lines_next(&lines);) {
		if (str_trim(lines.text).len == 0)
			continue;
		if (count < USER_COUNT)
			values[count++] = value_of(lines.text);
		else if (account && memchr(lines.text.ptr, '*', lines.text.len))
			take_groups(accounts, account, value_of(lines.text));
		if (count == USER_COUNT && !account) {
			if (values[USER_NAME].len == 0 || !windows_boolean(values[USER_ACTIVE]) ||
			    !windows_boolean(values[USER_PASSWORD_REQUIRED]))
				break;
			account = account_named(accounts, values[USER_NAME], file_span(file, 1));
			account->at = file_span(file, 1);
			set_user(account, values);
		}
	}
	if (!account)
		report_shape(accounts->parse, file, "net user NAME");
}

/* Members stand between a line of hyphens and the closing sentence, which ends in a full stop of some language.
 * Without it the list may have been cut. */
static void
read_net_group(struct winaccounts *accounts, struct file *file)
{
	struct arena *arena = accounts->parse->bundle->arena;
	struct str text, line, group = STR(""), last = STR("");
	bool is_inside = false;

	if (!windows_text(accounts->parse, file, &text))
		return;
	for (struct lines lines = lines_of(text); lines_next(&lines);) {
		line = str_trim(lines.text);
		if (lines.line == 1)
			group = value_of(lines.text);
		if (is_inside && last.len && winaccount_is_admin_group(group))
			winaccount_add_group(
			    arena, account_named(accounts, last, file_span(file, lines.line - 1)), group);
		last = is_inside ? line : STR("");
		if (str_has_prefix(line, "----------"))
			is_inside = true;
		else if (is_inside && line.len == 0)
			break;
		else if (is_inside && (str_has_suffix(line, ".") || str_has_suffix(line, "。"))) {
			accounts->has_administrators |= str_is_nocase(group, "Administrators");
			return;
		}
	}
	report_shape(accounts->parse, file, "net localgroup NAME");
}

/* The order of day and month that any date of the columns shows. */
static enum windows_order
order_in(const struct csv *csv, const int *columns, size_t count)
{
	for (size_t i = 1; i < csv->rows.len; i++)
		for (size_t c = 0; c < count; c++) {
			enum windows_order order = windows_date_order(windows_cell(&csv->rows.items[i], columns[c]));
			if (order != ORDER_UNKNOWN)
				return order;
		}
	return ORDER_UNKNOWN;
}

static void
read_local_users(struct winaccounts *accounts, struct file *file)
{
	struct csv csv;

	if (!windows_csv(accounts->parse, file, &csv))
		return;
	int name = windows_column(&csv, "Name"), sid = windows_column(&csv, "SID"),
	    enabled = windows_column(&csv, "Enabled"), required = windows_column(&csv, "PasswordRequired"),
	    until = windows_column(&csv, "PasswordExpires");
	int dates[] = { windows_column(&csv, "AccountExpires"), windows_column(&csv, "PasswordLastSet"),
		windows_column(&csv, "LastLogon") };
	enum windows_order order = order_in(&csv, dates, 3);
	for (size_t i = 1; i < csv.rows.len; i++) {
		const struct csv_row *row = &csv.rows.items[i];
		if (windows_cell(row, name).len == 0)
			continue;
		struct winaccount *account =
		    account_named(accounts, windows_cell(row, name), file_span(file, row->line));
		struct str expires = windows_cell(row, dates[0]);
		account->at = file_span(file, row->line);
		account->rid = winaccount_rid(windows_cell(row, sid));
		account->enabled = windows_boolean(windows_cell(row, enabled));
		account->expires = windows_day(expires, order);
		account->is_expiry_unclear = dates[0] < 0 || (expires.len && account->expires == DAY_UNKNOWN);
		account->password_required = windows_boolean(windows_cell(row, required));
		account->password_changed = windows_day(windows_cell(row, dates[1]), order);
		account->last_used = windows_day(windows_cell(row, dates[2]), order);
		account->is_never_used = dates[2] >= 0 && windows_cell(row, dates[2]).len == 0;
		/* An empty cell says never, unless the account has no password that could expire. */
		if (until >= 0 && windows_cell(row, dates[1]).len)
			account->password_expires = windows_cell(row, until).len ? TRUTH_YES : TRUTH_NO;
	}
}

/* The group is told by a column Group or by the file's name, as a name or as a SID. */
static bool
is_admin_group(struct str group)
{
	return winaccount_is_admin_group(group) || winaccount_is_admin_rid(winaccount_rid(group));
}

static void
read_local_group(struct winaccounts *accounts, struct file *file)
{
	struct arena *arena = accounts->parse->bundle->arena;
	const char *named = windows_named(arena, file, "Get-LocalGroupMember");
	struct csv csv;

	if (!windows_csv(accounts->parse, file, &csv))
		return;
	int name = windows_column(&csv, "Name"), sid = windows_column(&csv, "SID"),
	    source = windows_column(&csv, "PrincipalSource"), group = windows_column(&csv, "Group");
	if (group < 0 && !named)
		report_shape(accounts->parse, file, "Get-LocalGroupMember of a group that is named");
	for (size_t i = 1; i < csv.rows.len; i++) {
		const struct csv_row *row = &csv.rows.items[i];
		struct str member = windows_cell(row, name), of = group >= 0 ? windows_cell(row, group)
		                                                  : named    ? str_of(named)
		                                                             : STR("");
		const char *back = member.len ? memchr(member.ptr, '\\', member.len) : NULL;
		if (member.len == 0 || !is_admin_group(of))
			continue;
		if (back && str_is_nocase(windows_cell(row, source), "Local"))
			member = (struct str){ back + 1, member.len - (size_t)(back + 1 - member.ptr) };
		struct winaccount *account = account_named(accounts, member, file_span(file, row->line));
		account->has_sid = winaccount_rid(windows_cell(row, sid)) >= 0;
		if (account->rid < 0 && account->is_local)
			account->rid = winaccount_rid(windows_cell(row, sid));
		winaccount_add_group(arena, account, winaccount_rid(of) == 544 ? STR("Administrators") : of);
	}
	/* The group always has a member: a list without any is one that failed. */
	accounts->has_administrators |=
	    csv.rows.len > 1 && named &&
	    (str_is_nocase(str_of(named), "Administrators") || str_is(str_of(named), "S-1-5-32-544"));
}

static void
read(struct winaccounts *accounts, struct file *file)
{
	switch (windows_kind(file)) {
	case WINDOWS_NET_USER:
		read_net_user(accounts, file);
		break;
	case WINDOWS_NET_GROUP:
		read_net_group(accounts, file);
		break;
	case WINDOWS_LOCAL_USERS:
		read_local_users(accounts, file);
		break;
	case WINDOWS_LOCAL_GROUP:
		read_local_group(accounts, file);
		break;
	default:
		break;
	}
}

/* Windows gives every account a number of its own; a list in which two share one was not made by it. */
static void
mark_duplicates(struct winaccounts *accounts)
{
	struct arena *arena = accounts->parse->bundle->arena;
	struct map by_rid = MAP_INIT(arena);

	for (size_t i = 0; i < accounts->list.len; i++) {
		struct winaccount *account = accounts->list.items[i], *other;
		if (account->rid < 0 || !account->is_local)
			continue;
		const char *key = arena_printf(arena, "%lld", (long long)account->rid);
		if ((other = map_get(&by_rid, key)))
			account->is_rid_duplicate = other->is_rid_duplicate = true;
		else
			map_add(&by_rid, key, account);
	}
}

static void
parse(const struct parse *parse)
{
	struct winaccounts accounts = { .parse = parse, .by_name = MAP_INIT(parse->bundle->arena) };

	for (struct file *file = NULL; (file = bundle_next(parse, file));)
		read(&accounts, file);
	mark_duplicates(&accounts);
	for (size_t i = 0; i < accounts.list.len; i++) {
		struct winaccount *account = accounts.list.items[i];
		if (account->admin == TRUTH_UNKNOWN && accounts.has_administrators && account->is_local)
			account->admin = TRUTH_NO;
		winaccount_emit(parse, account);
	}
}

const struct parser parser_winaccount = {
	.name = "windows-account",
	.title = { "Windowsのローカルアカウント(net user, net localgroup, Get-LocalUser)",
	    "local accounts of Windows: net user, net localgroup, Get-LocalUser" },
	.bid = bid,
	.scope = SCOPE_HOST,
	.parse = parse,
};
