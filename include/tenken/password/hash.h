/* Hashes of passwords: what scheme a secret is of, what a try costs, and whether a password gives it. */
#ifndef TENKEN_PASSWORD_HASH_H
#define TENKEN_PASSWORD_HASH_H

#include <stdint.h>

#include "tenken/base/arena.h"
#include "tenken/model/secret.h"

#define HASH_OUTPUT_BYTES 384   /* the longest that a try gives (CRYPT_OUTPUT_SIZE) */
#define HASH_PASSWORD_BYTES 512 /* no password that is tried is longer */

struct scheme;

/* A secret, understood. */
struct hash {
	const struct scheme *scheme;
	/* What a try depends on beside the password, salt and cost: hashes of one scheme with the same setting are tried together. */
	struct str setting;
	struct str expected;       /* what a try with the right password gives */
	uint64_t microseconds;     /* of one try on one ordinary core: to order work by and to share out time, no more */
};

/* What became of a secret. */
enum hash_status {
	HASH_GOOD,         /* can be tried */
	HASH_NONE,         /* locked, no password is kept, or it is kept elsewhere: nothing to try */
	HASH_EMPTY,        /* there is no password, and everybody has it */
	HASH_REVEALED,     /* kept so that anybody can read it: `expected` is the password */
	HASH_MALFORMED,    /* looks like its scheme and is cut or broken */
	HASH_COSTLY,       /* one try would cost more than the limits allow: whoever wrote it may have meant that */
	HASH_UNSUPPORTED,  /* a scheme that cannot be tried here */
};

/* The name of a status in diagnostics and results: `good`, `none`, ... */
const char *hash_status_name(enum hash_status status);

/* Reads a secret. `ret` is set where the status is HASH_GOOD or HASH_REVEALED, its texts in the vault; its scheme, where one is known, always. The cost
 * that the text asks for is held against base/limits.h before anything is computed. */
enum hash_status hash_read(struct vault *vault, const struct secret *secret, struct hash *ret);

/* `yescrypt`, `nt`, ...; "" for none. */
const char *hash_scheme_name(const struct hash *hash);

/* What one thread needs to try passwords; its memory is in the vault, its libraries go with the arena. */
struct attempt;
struct attempt *attempt_new(struct arena *arena, struct vault *vault);

/* What the scheme gives for the password (UTF-8, at most HASH_PASSWORD_BYTES) under the setting; into `ret` (HASH_OUTPUT_BYTES). Its length; 0 when the
 * scheme cannot hash it. */
size_t attempt_compute(struct attempt *attempt, const struct hash *hash, struct str password, char *ret);

/* The same of many passwords, faster than one after the other where the scheme has lanes: the n-th into outputs + n * HASH_OUTPUT_BYTES, its length into
 * lengths[n]. What comes out hangs neither on their order nor on the machine. */
void attempt_compute_many(struct attempt *attempt, const struct hash *hash, const struct str *passwords, size_t count, char *outputs, size_t *lengths);

/* Whether the password gives the hash. */
bool attempt_matches(struct attempt *attempt, const struct hash *hash, struct str password);

#endif
