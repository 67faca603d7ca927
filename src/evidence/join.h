/* Private to the room: the second pass over all subjects. */
#ifndef TENKEN_EVIDENCE_JOIN_H
#define TENKEN_EVIDENCE_JOIN_H

#include "tenken/evidence/evidence.h"

/* An account of a host or tenant. */
struct join_account {
	const char *subject, *name;
	bool is_admin;
	bool is_enabled, is_disabled;   /* neither: it is not known whether it is */
	bool is_uid_shared;             /* another account of its host has the same uid */
	const char *keys, *comments;    /* fingerprints of the SSH keys that open it, and what is written behind them; or NULL */
	int32_t day;                    /* on which it was seen; DAY_UNKNOWN */
	struct span at;
};

struct join {
	struct run *run;
	VEC(const char *) hosts;    /* ids of the subjects of kind host, each once, in the order they came */
	struct map seen;            /* the same by id */
	VEC(struct join_account) accounts;
	struct map words;           /* names and paths of accounts, each once */
};

/* Subjects by the ways they can be called. */
struct join_names {
	struct arena *arena;
	struct map full;            /* to the id */
	struct map bare;            /* those that are known by a short name alone, by it */
	struct map stem;            /* the first part of full names; ambiguous where two have it */
	struct map listed;          /* the first part of full names in registers; to the name, or ambiguous */
	struct map doubtful;        /* names and first parts that may mean several */
};

/* What a name was found to mean; a subject of NULL: none. */
struct join_found {
	const char *subject;
	const char *by;
};

/* A name as names are compared; on the arena. */
const char *join_key(struct arena *arena, const char *name);

struct join_names join_names_of(struct arena *arena);
void join_names_add(struct join_names *names, const char *id);

/* Notes a name that a register has (may be NULL): web01.example.jp and web01.example.com cannot both be web01. */
void join_names_listed(struct join_names *names, const char *name);

/* The subject a name means (may be NULL), and by which of the two ways: by itself, or by the short form. */
struct join_found join_find(struct join_names *names, const char *name, const char *by, const char *by_short);

/* Whether several subjects may be meant. */
bool join_is_ambiguous(struct join_found found);

/* Whether the subject may be what a name meant that may mean several. */
bool join_is_doubtful(const struct join_names *names, const char *id);

/* Holds the asset registers against the hosts, both ways: a record `coverage` for each. */
void join_coverage(const struct join *join, struct subject *organisation);

/* Which accounts SSH keys open, over all subjects. */
struct join_keys {
	struct arena *arena;
	struct map owners;          /* a fingerprint to the name of the accounts it opens; to "" where they have several */
};
struct join_keys join_keys_of(const struct join *join, struct arena *arena);

/* What points to several people behind one account: same-key, several-key-comments, uid-duplicate (parted by blanks); NULL: nothing. */
const char *join_shared_by(const struct join_keys *keys, const struct join_account *account);

/* Holds the ledgers of accounts against the accounts of hosts and tenants, both ways: attributes of `ledger-account`, and a record
 * `privileged-account` for each account that an administrator can use. */
void join_ledger(const struct join *join, struct subject *organisation);

#endif
