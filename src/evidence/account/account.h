/* Private to the room: the accounts of a host as passwd, shadow, group and gshadow tell, before they become records.
 * No hash is kept in here; those that may be looked at go into the table of secrets. */
#ifndef TENKEN_EVIDENCE_ACCOUNT_H
#define TENKEN_EVIDENCE_ACCOUNT_H

#include "tenken/evidence/evidence.h"

enum password_state { PASSWORD_UNKNOWN, PASSWORD_SET, PASSWORD_NONE, PASSWORD_LOCKED };

/* What a password field tells of itself. */
struct password {
	enum password_state state;
	const char *hash_kind;     /* static text; NULL: none, or not one that is known */
	bool is_weak;              /* only with a hash_kind */
	bool is_unrated;           /* nothing is said of its strength */
};

#define ACCOUNT_LAST_DAY 2932896   /* 9999-12-31 */

struct account {
	const char *name, *home;
	const char *person;        /* the full name of passwd's comment (GECOS), as written; NULL: none */
	int64_t uid, gid;
	struct span at;
	bool has_login_shell;
	bool is_uid_duplicate;
	bool is_shadowed;          /* passwd sends to shadow for the password */
	struct password password;
	int32_t changed;           /* the day; DAY_UNKNOWN */
	bool is_expired;           /* no login by any means */
	bool is_expiry_unclear;    /* programs disagree whether it has expired */
	VEC(const char *) groups;  /* names, the primary one included; some twice */
};

struct account_group {
	const char *name;
	int64_t gid;
};

struct accounts {
	struct arena *arena;
	VEC(struct account) list;  /* in the order of passwd */
	struct map by_name;        /* name to struct account: the first row of each name */
	VEC(struct account_group) groups;
	bool has_groups;           /* /etc/group is there and names no further source */
};

/* One row of a file whose fields are parted by colons. */
#define ACCOUNT_FIELDS 9
struct account_row {
	struct str fields[ACCOUNT_FIELDS];   /* the last one takes the rest of the line */
	size_t count;                        /* as written, also beyond ACCOUNT_FIELDS */
};

/* Cuts a line into at most `wanted` fields (1 to ACCOUNT_FIELDS). */
struct account_row account_row_of(struct str line, size_t wanted);

/* A number as the C library reads one here: blanks and a plus sign may stand before the digits; up to 2^32 - 1. */
bool account_number(struct str text, int64_t *ret);

/* Whether the shell opens a session: not nologin, false and the like; an empty field means /bin/sh. */
bool account_is_login_shell(struct str shell);

/* Reads etc/passwd, etc/group, etc/gshadow. False when there is no passwd. */
bool account_read_passwd(const struct parse *parse, struct accounts *ret);

/* What kind of password field this is; the field itself is not kept. */
struct password account_password(struct str field);

/* Sets password, hash-kind and hash-weak. */
void account_set_password(struct subject *subject, struct record *record, const struct password *password);

/* Adds what etc/shadow tells, when it is there. */
void account_read_shadow(const struct parse *parse, struct accounts *accounts);

/* The name of a group whose members are as good as root, from a table; `adm` only reads logs and is none. */
bool account_is_admin_group(const char *name);

/* Whether the account is a member of the group. */
bool account_in_group(const struct account *account, const char *name);

#endif
