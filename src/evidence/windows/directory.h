/* Private to the room: entries of a directory, as LDIF and the two kinds of tables give them. */
#ifndef TENKEN_EVIDENCE_DIRECTORY_H
#define TENKEN_EVIDENCE_DIRECTORY_H

#include "evidence/windows/winaccount.h"

struct directory_value {
	struct str name, value;
};

struct directory_entry {
	VEC(struct directory_value) values;
	struct span at;
};

struct directory {
	VEC(struct directory_entry) entries;
	/* Whether the export asked for these at all: only then their absence says something. */
	bool has_member_of, has_admin_count, has_last_logon;
	enum windows_order order;       /* of the dates in it, where one shows it */
};

/* Reads one file. False when it cannot be read (reported). */
bool directory_read(const struct parse *parse, struct file *file, struct directory *ret);

/* The first value of that attribute, its name in any case; "" without one. */
struct str directory_get(const struct directory_entry *entry, const char *name);

/* The account that an entry of a user or computer is; false for groups, contacts and what has no account name. */
bool directory_account(const struct parse *parse, const struct directory *directory, const struct directory_entry *entry,
    struct winaccount *ret);

/* The plain name in `CN=Domain Admins,CN=Users,DC=corp,DC=example`; of a SID or a plain name the text itself. */
struct str directory_name(struct str dn);

/* The last part of a SID as text, as the 28 bytes of ldifde, or as csvde's X'0105...' in hexadecimal; -1 of anything else. */
int64_t directory_rid(struct str sid);

/* Who is in which group, directly or through other groups, by all files of a directory together. */
struct directory_groups {
	struct arena *arena;
	struct map nodes;                        /* distinguished name, lowered, to struct directory_node */
	VEC(struct directory_node *) queue;      /* groups that make administrators, then whom they reach */
};

/* Notes the memberships that the entries of a file tell. */
void directory_groups_note(struct directory_groups *groups, const struct directory *directory);

/* The same of Get-ADGroupMember, whose group only the name of its file tells; reported where it is none we know. */
void directory_groups_note_members(const struct parse *parse, struct directory_groups *groups, const struct directory *directory,
    const struct file *file);

/* All files are noted: finds who is an administrator. */
void directory_groups_close(struct directory_groups *groups);

/* Tells the account of the entry so, and remembers that it was told. */
void directory_groups_add(struct directory_groups *groups, const struct directory_entry *entry, struct winaccount *account);

/* The account of a member whose own entry no file has; false where one has it, for groups and computers. */
bool directory_member(struct directory_groups *groups, const struct directory_entry *entry, struct winaccount *ret);

/* Which domain `DC=corp,DC=example` names, as `corp.example`; NULL where the text holds none. */
const char *directory_domain(struct arena *arena, struct str text);

#endif
