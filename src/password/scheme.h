/* Private to the room: one entry a scheme, in a registry (scheme.c). A new scheme is a file with its entry and a line there. */
#ifndef TENKEN_PASSWORD_SCHEME_H
#define TENKEN_PASSWORD_SCHEME_H

#include "tenken/base/hasher.h"
#include "tenken/password/hash.h"

/* What one thread has at hand. */
struct attempt {
	struct hasher *hasher;
	struct crypt_data *crypt;     /* 32 KiB, in the vault */
	char *scratch;                /* ATTEMPT_SCRATCH_BYTES, in the vault */
};

#define ATTEMPT_SCRATCH_BYTES (4 * HASH_PASSWORD_BYTES)

struct scheme {
	const char *name;             /* as people know it */
	enum secret_form form;
	/* Whether the text is of the scheme (HASH_UNSUPPORTED: it is not), and what it says. Of `ret` it sets setting, expected and
	 * microseconds; what it does not point into the secret it keeps in the vault. */
	enum hash_status (*read)(struct vault *vault, const struct secret *secret, struct hash *ret);
	/* attempt_compute; NULL where nothing can be tried. */
	size_t (*compute)(struct attempt *attempt, const struct hash *hash, struct str password, char *ret);
};

/* Whether a try of that cost is within the limits: memory in bytes. */
bool is_affordable(uint64_t microseconds, uint64_t memory);

extern const struct scheme scheme_yescrypt, scheme_gost_yescrypt, scheme_scrypt, scheme_bcrypt, scheme_sha512crypt, scheme_sha256crypt,
	scheme_sha1crypt, scheme_sunmd5, scheme_md5crypt, scheme_bsdicrypt, scheme_descrypt, scheme_nt_crypt;   /* scheme_crypt.c */
extern const struct scheme scheme_nt, scheme_lm;   /* scheme_windows.c */
extern const struct scheme scheme_plain;           /* scheme_plain.c */

#endif
