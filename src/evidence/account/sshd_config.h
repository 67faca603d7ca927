/* Private to the room: sshd_config(5) as far as ways to log in go. */
#ifndef TENKEN_EVIDENCE_SSHD_CONFIG_H
#define TENKEN_EVIDENCE_SSHD_CONFIG_H

#include "tenken/evidence/evidence.h"

enum sshd_key {
	SSHD_ROOT_LOGIN, SSHD_PASSWORD, SSHD_KBD_INTERACTIVE, SSHD_PUBKEY, SSHD_USE_PAM, SSHD_METHODS,
	SSHD_GSSAPI, SSHD_HOSTBASED, SSHD_PAM_SERVICE,   /* of no record: they count for the second factor of an account */
	SSHD_KEYS
};

/* One keyword's value in one block. */
struct sshd_value {
	const char *text;      /* NULL: not set, or not known */
	struct span at;
	bool is_unknown;       /* a file that was not collected may set it first, or the value is none of the keyword's */
};

/* What stands outside any Match (`match` NULL), or within one. */
struct sshd_block {
	const char *match;     /* criteria as written: `user backup` */
	struct span at;        /* of the Match line; of the main file for the first block */
	bool is_nested;        /* it stands in a file that a Match includes: that one must apply too */
	struct sshd_value values[SSHD_KEYS];
};

struct sshd_config {
	VEC(struct sshd_block) blocks;   /* the global one first */
	struct span unread;              /* where something that may hold a Match was not read; path NULL: all was */
};

/* The keyword of that name in any case (old names included), or -1. */
int sshd_key_of(struct str name);

/* Whether the keyword can have this value (in lower case). */
bool sshd_value_is_known(enum sshd_key key, const char *text);

/* Reads the main file with all it includes. False when it was not collected. `is_quiet`: another parser says what is wrong with it. */
bool sshd_config_read(const struct parse *parse, bool is_quiet, struct sshd_config *ret);

/* The output of `sshd -T` that the parser of sshd takes, or NULL. */
struct file *sshd_effective_file(const struct parse *parse);

/* Reads it: SSHD_KEYS values. False when it is no such output. */
bool sshd_effective_read(const struct parse *parse, struct file *file, struct sshd_value *ret);

/* The value in force in a block: its own, else the one outside any Match, which is that of `effective` (SSHD_KEYS values
 * that `sshd -T` printed) unless it is NULL, else what the files set, else the daemon's default (sshd_config(5), OpenSSH
 * 9.2). A Match overrides what stands outside, wherever it stands. text NULL: not known. */
struct sshd_value sshd_value_in(const struct sshd_config *config, size_t block, const struct sshd_value *effective,
    enum sshd_key key);

/* Whether a password alone opens a session, from the values in force: 1, 0, or -1 when they do not tell. */
int sshd_password_login(const char *password, const char *kbd_interactive, const char *use_pam, const char *methods);

#endif
