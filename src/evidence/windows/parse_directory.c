/* The accounts of Active Directory: Get-ADUser | Export-Csv, csvde, ldifde; and groups, which make some of them administrators:
 * Get-ADGroup, Get-ADGroupMember (directory_group.c).
 *
 * Decision rule (docs/evidence.md, account): directory_account.c. An export without adminCount or memberOf, or with
 * collections that were not expanded, leaves open who is an administrator. Smart cards are the only second factor that
 * the directory itself knows. */
#include "evidence/windows/directory.h"

#include "tenken/base/limits.h"

static int
bid(const struct file *file)
{
	return windows_bid(file, WINDOWS_AD_USERS, WINDOWS_AD_LDIF);
}

/* One file of the directory. */
struct part {
	struct file *file;
	struct directory directory;
	bool is_members;
};

struct parts {
	VEC(struct part) list;
	struct directory_groups groups;
};

/* The accounts of one file. How many there are. */
static size_t
emit(const struct parse *parse, struct parts *parts, const struct part *part)
{
	size_t count = 0;

	for (size_t i = 0; i < part->directory.entries.len; i++) {
		const struct directory_entry *entry = &part->directory.entries.items[i];
		struct winaccount account;
		if (!directory_account(parse, &part->directory, entry, &account))
			continue;
		directory_groups_add(&parts->groups, entry, &account);
		winaccount_emit(parse, &account);
		count++;
	}
	return count;
}

/* Members of which nothing else is known. */
static void
emit_members(const struct parse *parse, struct parts *parts, const struct part *part)
{
	struct winaccount account;

	for (size_t i = 0; i < part->directory.entries.len; i++)
		if (directory_member(&parts->groups, &part->directory.entries.items[i], &account))
			winaccount_emit(parse, &account);
}

/* All files first: a group may stand in one and its members in another. */
static void
read_parts(const struct parse *parse, struct parts *parts)
{
	for (struct file *file = NULL; (file = bundle_next(parse, file));) {
		struct part part = { .file = file, .is_members = windows_kind(file) == WINDOWS_AD_MEMBERS };
		if (!directory_read(parse, file, &part.directory))
			continue;
		vec_push(parse->bundle->arena, &parts->list, part);
		if (part.is_members)
			directory_groups_note_members(parse, &parts->groups, &part.directory, file);
		else
			directory_groups_note(&parts->groups, &part.directory);
	}
	directory_groups_close(&parts->groups);
}

static void
parse(const struct parse *parse)
{
	struct arena *arena = parse->bundle->arena;
	struct parts parts = { .groups = { .arena = arena, .nodes = MAP_INIT(arena) } };

	read_parts(parse, &parts);
	for (size_t i = 0; i < parts.list.len; i++) {
		const struct part *part = &parts.list.items[i];
		bool is_other = part->is_members || windows_kind(part->file) == WINDOWS_AD_GROUPS;
		if (!is_other && emit(parse, &parts, part) == 0)
			diag_report(&parse->run->diags, DIAG_SYNTAX_UNKNOWN, file_span(part->file, 0), "%s",
			    "no entry with sAMAccountName and userAccountControl");
	}
	for (size_t i = 0; i < parts.list.len; i++)
		if (parts.list.items[i].is_members)
			emit_members(parse, &parts, &parts.list.items[i]);
}

/* The domain of the first distinguished name. */
static const char *
subject_of(struct arena *arena, const struct file *file)
{
	return directory_domain(arena, windows_head(arena, file));
}

const struct parser parser_directory = {
	.name = "active-directory",
	.title = { "Active Directoryのアカウントとグループ(Get-ADUser, Get-ADGroupMember, csvde, ldifde)",
	    "accounts and groups of Active Directory: Get-ADUser, Get-ADGroupMember, csvde, ldifde" },
	.bid = bid,
	.scope = SCOPE_TENANT,
	.subject_of = subject_of,
	.parse = parse,
};
