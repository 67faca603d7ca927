/* Who there is: passwd(5), group(5), gshadow(5), read the way the C library reads them.
 *
 * The library takes more than the manuals say (blanks and a plus before a number, a missing tail, a shell with colons),
 * and whatever it takes can log in: so such rows count here too. Lines that begin with + or - send to NIS: no accounts
 * of this host, and group members may be missing. */
#include "evidence/account/account.h"

#include "tenken/base/limits.h"
#include "tenken/model/secret.h"
#include "tenken/syntax/lines.h"

#define PERSON_BYTES 200       /* no full name is longer */

struct account_row
account_row_of(struct str line, size_t wanted)
{
	struct account_row row = { .count = 1 };
	size_t start = 0;

	for (size_t i = 0; i < line.len; i++) {
		if (line.ptr[i] != ':')
			continue;
		if (row.count < wanted) {
			row.fields[row.count - 1] = (struct str){ line.ptr + start, i - start };
			start = i + 1;
		}
		row.count++;
	}
	size_t last = row.count < wanted ? row.count : wanted;
	row.fields[last - 1] = (struct str){ line.ptr + start, line.len - start };
	return row;
}

bool
account_number(struct str text, int64_t *ret)
{
	int64_t value;

	while (text.len && (text.ptr[0] == ' ' || text.ptr[0] == '\t'))
		text = (struct str){ text.ptr + 1, text.len - 1 };
	if (text.len && text.ptr[0] == '+')
		text = (struct str){ text.ptr + 1, text.len - 1 };
	if (!str_int(text, &value) || value > UINT32_MAX)
		return false;
	*ret = value;
	return true;
}

bool
account_is_login_shell(struct str shell)
{
	/* Each ends at once; with sync, halt and shutdown the old systems' accounts run that one program. */
	static const char *const none[] = { "nologin", "false", "true", "sync", "halt", "shutdown", "null",
		"nonexistent" };
	struct str base = str_trim(shell);

	for (size_t i = base.len; i > 0; i--)
		if (base.ptr[i - 1] == '/') {
			base = (struct str){ base.ptr + i, base.len - i };
			break;
		}
	for (size_t i = 0; i < sizeof none / sizeof *none; i++)
		if (str_is(base, none[i]))
			return false;
	return true;
}

bool
account_is_admin_group(const char *name)
{
	/* sudo, wheel, admin: by convention; the others reach the host's root file system: containers and virtual
	 * machines with any mount, raw disks. */
	static const char *const groups[] = { "sudo", "wheel", "admin", "docker", "lxd", "incus-admin", "libvirt",
		"disk" };

	for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
		if (strcmp(groups[i], name) == 0)
			return true;
	return false;
}

bool
account_in_group(const struct account *account, const char *name)
{
	for (size_t i = 0; i < account->groups.len; i++)
		if (strcmp(account->groups.items[i], name) == 0)
			return true;
	return false;
}

/* Walks the rows of a file: blank lines and comments are left out as the library does, NIS lines reported. */
static bool
next_row(const struct parse *parse, const struct file *file, struct lines *lines, bool *ret_is_nis)
{
	while (lines_next(lines)) {
		struct str text = lines->text;
		while (text.len && (text.ptr[0] == ' ' || text.ptr[0] == '\t'))
			text = (struct str){ text.ptr + 1, text.len - 1 };
		lines->text = text;
		if (text.len == 0 || text.ptr[0] == '#')
			continue;
		if (lines->is_cut) {
			diag_report(&parse->run->diags, DIAG_LIMIT, file_span(file, lines->line),
			    "line longer than %u bytes", LIMIT_LINE_BYTES);
			continue;
		}
		*ret_is_nis = text.ptr[0] == '+' || text.ptr[0] == '-';
		if (!*ret_is_nis)
			return true;
		diag_report(&parse->run->diags, DIAG_SYNTAX_UNKNOWN, file_span(file, lines->line),
		    "NIS line: what it adds or takes away is not known here");
		return true;
	}
	return false;
}

/* The comment begins with the full name; BSD puts the account's own name where `&` stands. NULL where there is none. */
static const char *
person_of(struct arena *arena, struct str comment)
{
	struct str name = str_trim(comment);
	const char *comma = name.len ? memchr(name.ptr, ',', name.len) : NULL;

	name = str_trim(comma ? (struct str){ name.ptr, (size_t)(comma - name.ptr) } : name);
	return name.len && name.len <= PERSON_BYTES && !str_has(name, "&") ? arena_strndup(arena, name.ptr, name.len) : NULL;
}

static void
add_account(const struct parse *parse, const struct file *file, const struct lines *lines, struct accounts *accounts)
{
	struct account_row row = account_row_of(lines->text, 7);
	struct account account = { .at = file_span(file, lines->line), .changed = DAY_UNKNOWN };
	bool is_read = row.count >= 4 && account_number(row.fields[2], &account.uid) &&
	               account_number(row.fields[3], &account.gid);

	/* Only the shape is told: a second field may hold a hash. */
	if (!is_read || row.fields[0].len == 0) {
		diag_report(&parse->run->diags, DIAG_SYNTAX_UNKNOWN, account.at, "%s (%zu fields)",
		    is_read ? "no name" : "no passwd row", row.count);
		return;
	}
	account.name = arena_strndup(accounts->arena, row.fields[0].ptr, row.fields[0].len);
	struct str home = row.count > 6 ? row.fields[5] : STR("");
	account.home = arena_strndup(accounts->arena, home.ptr, home.len < LIMIT_PATH_BYTES ? home.len : 0);
	account.person = row.count > 5 ? person_of(accounts->arena, row.fields[4]) : NULL;
	account.has_login_shell = account_is_login_shell(row.fields[6]);
	account.is_shadowed = str_is(row.fields[1], "x");
	if (!account.is_shadowed) {
		account.password = account_password(row.fields[1]);
		secret_add(parse->subject->secrets, parse->subject->id, account.name, account.at, SECRET_CRYPT, row.fields[1]);
	}
	vec_push(accounts->arena, &accounts->list, account);
}

/* The index by name, and who shares a uid. */
static void
index_accounts(const struct parse *parse, struct accounts *accounts)
{
	struct map by_uid = MAP_INIT(accounts->arena);

	for (size_t i = 0; i < accounts->list.len; i++) {
		struct account *account = &accounts->list.items[i];
		if (!map_add(&accounts->by_name, account->name, account))
			diag_report(&parse->run->diags, DIAG_SYNTAX_IGNORED, account->at,
			    "%s: only the first row of a name counts", account->name);
		const char *uid = arena_printf(accounts->arena, "%lld", (long long)account->uid);
		struct account *other = map_get(&by_uid, uid);
		if (other)
			other->is_uid_duplicate = account->is_uid_duplicate = true;
		else
			map_add(&by_uid, uid, account);
	}
}

static void
join_members(struct accounts *accounts, struct str members, const char *group)
{
	for (struct str name; (name = str_token(&members, ", \t")).len;) {
		struct account *account =
		    map_get(&accounts->by_name, arena_strndup(accounts->arena, name.ptr, name.len));
		if (account)
			vec_push(accounts->arena, &account->groups, group);
	}
}

/* group(5) has its members in the fourth field. Who administers a group (gshadow(5), third field) can join it, and its
 * members there may take it by newgrp(1) without a password. The second field of both is a password and not looked
 * at. */
static bool
read_groups(const struct parse *parse, struct accounts *accounts, const char *name, bool is_shadow, struct map *by_gid)
{
	struct file *file = bundle_file(parse, name);
	bool is_nis, is_complete = file && !file->link;

	if (!is_complete)
		return false;
	file->is_used = true;
	for (struct lines lines = lines_of(file->bytes); next_row(parse, file, &lines, &is_nis);) {
		struct account_row row = account_row_of(lines.text, 4);
		int64_t gid = 0;
		if (is_nis) {
			is_complete = false;
			continue;
		}
		if (row.count < 3 || row.count > 4 || (!is_shadow && !account_number(row.fields[2], &gid))) {
			diag_report(&parse->run->diags, DIAG_SYNTAX_UNKNOWN, file_span(file, lines.line),
			    "no %s row (%zu fields)", is_shadow ? "gshadow" : "group", row.count);
			is_complete = false;
			continue;
		}
		const char *group = arena_strndup(accounts->arena, row.fields[0].ptr, row.fields[0].len);
		if (is_shadow) {
			join_members(accounts, row.fields[2], group);
		} else {
			vec_push(accounts->arena, &accounts->groups, (struct account_group){ group, gid });
			map_add(by_gid, arena_printf(accounts->arena, "%lld", (long long)gid), (void *)group);
		}
		join_members(accounts, row.fields[3], group);
	}
	return is_complete;
}

static void
join_primary(struct accounts *accounts, const struct map *by_gid)
{
	for (size_t i = 0; i < accounts->list.len; i++) {
		struct account *account = &accounts->list.items[i];
		const char *group = map_get(by_gid, arena_printf(accounts->arena, "%lld", (long long)account->gid));
		if (group)
			vec_push(accounts->arena, &account->groups, group);
	}
}

bool
account_read_passwd(const struct parse *parse, struct accounts *ret)
{
	struct arena *arena = parse->bundle->arena;
	struct accounts accounts = { .arena = arena, .by_name = MAP_INIT(arena) };
	struct map by_gid = MAP_INIT(arena);
	struct file *file = bundle_file(parse, "etc/passwd");
	bool is_nis;

	if (!file || file->link)
		return false;
	file->is_used = true;
	for (struct lines lines = lines_of(file->bytes); next_row(parse, file, &lines, &is_nis);) {
		if (accounts.list.len == LIMIT_RECORDS) {
			diag_report(&parse->run->diags, DIAG_LIMIT, file_span(file, lines.line),
			    "more than %d accounts", LIMIT_RECORDS);
			break;
		}
		if (!is_nis)
			add_account(parse, file, &lines, &accounts);
	}
	index_accounts(parse, &accounts);
	accounts.has_groups = read_groups(parse, &accounts, "etc/group", false, &by_gid);
	read_groups(parse, &accounts, "etc/gshadow", true, &by_gid);
	join_primary(&accounts, &by_gid);
	*ret = accounts;
	return true;
}
