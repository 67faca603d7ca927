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

/* Which domain `DC=corp,DC=example` names, as `corp.example`; NULL where the text holds none. */
const char *directory_domain(struct arena *arena, struct str text);

#endif
