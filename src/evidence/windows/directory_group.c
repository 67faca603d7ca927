/* Groups in groups: who is an administrator only because a group he is in is in another one.
 *
 * Exports tell memberships from both ends: `memberOf` of any entry, `member` of a group, and Get-ADGroupMember the members of
 * the group its file is named after. From the groups that make administrators all members are visited, members of members
 * too, each once: groups that contain each other end nothing and cost nothing more. A group that was not exported tells of no
 * members; that they are none is never said. */
#include "evidence/windows/directory.h"

#include <strings.h>

#define NAME_BYTES 128

/* A group or a member, by its distinguished name. */
struct directory_node {
	struct str name;
	bool is_admin;                           /* a group that makes administrators */
	const struct directory_node *admin;      /* the one it was reached from, */
	const struct directory_node *via;        /* and the group it is in */
	bool is_told;                            /* its account is known */
	VEC(struct directory_node *) members;
};

static const char *
lowered(struct arena *arena, struct str text)
{
	char *copy = arena_strndup(arena, text.ptr, text.len);

	for (char *p = copy; *p; p++)
		*p = *p >= 'A' && *p <= 'Z' ? (char)(*p + ('a' - 'A')) : *p;
	return copy;
}

static struct directory_node *
node_of(struct directory_groups *groups, struct str dn)
{
	const char *key = lowered(groups->arena, dn);
	struct directory_node *node = map_get(&groups->nodes, key);

	if (node)
		return node;
	node = arena_alloc(groups->arena, sizeof *node);
	*node = (struct directory_node){ .name = directory_name(dn) };
	node->is_admin = winaccount_is_admin_group(node->name);
	map_set(&groups->nodes, key, node);
	if (node->is_admin)
		vec_push(groups->arena, &groups->queue, node);
	return node;
}

static void
add_member(struct directory_groups *groups, struct str group, struct str member)
{
	/* Collections that were not expanded, and whatever else is no name. */
	if (!memchr(group.ptr, '=', group.len) || !memchr(member.ptr, '=', member.len))
		return;
	struct directory_node *of = node_of(groups, group);
	vec_push(groups->arena, &of->members, node_of(groups, member));
}

/* `member`, `Members`, and what ldifde gives of large groups: `member;range=0-1499`. */
static bool
is_member_name(struct str name)
{
	return str_is_nocase(name, "member") || str_is_nocase(name, "members") ||
	       (name.len > 7 && strncasecmp(name.ptr, "member;", 7) == 0);
}

static struct str
dn_of(const struct directory_entry *entry)
{
	struct str dn = directory_get(entry, "dn");

	return dn.len ? dn : directory_get(entry, "distinguishedName");
}

/* A word of a file's name or a group's: blanks, hyphens and underscores are one. */
static bool
is_same_word(struct str a, const char *b)
{
	if (a.len != strlen(b))
		return false;
	for (size_t i = 0; i < a.len; i++) {
		bool is_gap = strchr(" -_", a.ptr[i]) && strchr(" -_", b[i]);
		if (!is_gap && strncasecmp(a.ptr + i, b + i, 1) != 0)
			return false;
	}
	return true;
}

/* The group in `Get-ADGroupMember-Domain-Admins.csv`, when it is one that makes administrators; NULL for any other. */
static const char *
group_of_file(const struct file *file)
{
	static const char prefix[] = "Get-ADGroupMember";
	const char *slash = strrchr(file->name, '/'), *base = slash ? slash + 1 : file->name, *dot = strrchr(base, '.');
	size_t len = dot ? (size_t)(dot - base) : strlen(base);

	if (len < sizeof prefix || strncasecmp(base, prefix, sizeof prefix - 1) != 0 || !strchr(" -_", base[sizeof prefix - 1]))
		return NULL;
	struct str name = { base + sizeof prefix, len - sizeof prefix };
	for (int i = 0; winaccount_admin_groups[i]; i++)
		if (is_same_word(name, winaccount_admin_groups[i]))
			return winaccount_admin_groups[i];
	return NULL;
}

void
directory_groups_note_members(const struct parse *parse, struct directory_groups *groups, const struct directory *directory,
    const struct file *file)
{
	const char *name = group_of_file(file);

	if (!name) {
		diag_report(&parse->run->diags, DIAG_SYNTAX_UNKNOWN, file_span(file, 0), "%s",
		    "whose members these are only the name tells: Get-ADGroupMember-GROUP.csv, of a group of administrators");
		return;
	}
	struct str group = str_of(arena_printf(groups->arena, "CN=%s", name));
	for (size_t i = 0; i < directory->entries.len; i++)
		add_member(groups, group, dn_of(&directory->entries.items[i]));
}

void
directory_groups_note(struct directory_groups *groups, const struct directory *directory)
{
	for (size_t i = 0; i < directory->entries.len; i++) {
		const struct directory_entry *entry = &directory->entries.items[i];
		struct str dn = dn_of(entry);
		for (size_t v = 0; dn.len && v < entry->values.len; v++) {
			struct str name = entry->values.items[v].name, value = entry->values.items[v].value;
			if (str_is_nocase(name, "memberOf"))
				add_member(groups, value, dn);
			else if (is_member_name(name))
				add_member(groups, dn, value);
		}
	}
}

void
directory_groups_close(struct directory_groups *groups)
{
	for (size_t i = 0; i < groups->queue.len; i++) {
		struct directory_node *group = groups->queue.items[i];
		for (size_t m = 0; m < group->members.len; m++) {
			struct directory_node *member = group->members.items[m];
			if (member->is_admin || member->admin)
				continue;
			member->admin = group->is_admin ? group : group->admin;
			member->via = group;
			vec_push(groups->arena, &groups->queue, member);
		}
	}
}

void
directory_groups_add(struct directory_groups *groups, const struct directory_entry *entry, struct winaccount *account)
{
	struct directory_node *node = map_get(&groups->nodes, lowered(groups->arena, dn_of(entry)));

	if (!node || !node->admin)
		return;
	node->is_told = true;
	struct str admin = node->admin->name, via = node->via->name;
	if (node->via != node->admin)
		admin = str_of(arena_printf(groups->arena, "%.*s(%.*s)", (int)(admin.len < NAME_BYTES ? admin.len : NAME_BYTES), admin.ptr,
		    (int)(via.len < NAME_BYTES ? via.len : NAME_BYTES), via.ptr));
	winaccount_add_group(groups->arena, account, admin);
}

bool
directory_member(struct directory_groups *groups, const struct directory_entry *entry, struct winaccount *ret)
{
	const struct directory_node *node = map_get(&groups->nodes, lowered(groups->arena, dn_of(entry)));
	struct str name = directory_get(entry, "sAMAccountName");

	if (!node || !node->admin || node->is_told || !name.len || !str_is_nocase(directory_get(entry, "objectClass"), "user"))
		return false;
	*ret = winaccount_of(arena_strndup(groups->arena, name.ptr, name.len), entry->at);
	ret->rid = directory_rid(directory_get(entry, "SID"));
	directory_groups_add(groups, entry, ret);
	return true;
}
