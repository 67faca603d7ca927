/* Private to the room: one entry a scheme, in a registry (scheme.c). A new scheme is a file with its entry and a line there. */
#ifndef TENKEN_PASSWORD_SCHEME_H
#define TENKEN_PASSWORD_SCHEME_H

#include "tenken/base/hasher.h"
#include "tenken/password/hash.h"

struct lanes;
struct lanes_rounds;

/* What one thread has at hand. */
struct attempt {
	struct hasher *hasher;
	struct crypt_data *crypt;     /* 32 KiB, in the vault */
	char *scratch;                /* ATTEMPT_SCRATCH_BYTES, in the vault */
	const struct lanes *lanes;    /* the fastest that this machine has */
	struct lanes_rounds *rounds;  /* their memory, in the vault */
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
	/* attempt_compute_many; NULL: one after the other. */
	void (*compute_many)(struct attempt *attempt, const struct hash *hash, const struct str *passwords, size_t count, char *outputs,
	    size_t *lengths);
};

/* Whether a try of that cost is within the limits: memory in bytes. */
bool is_affordable(uint64_t microseconds, uint64_t memory);

/* `size` bytes of twice as many hexadecimal digits; false when it is not that. */
bool hex_decode(struct str hex, size_t size, char *ret);

/* Takes the text up to the next mark, and the mark; false when there is none. */
bool take_part(struct str *rest, char mark, struct str *ret);

/* Reads what stands within another scheme as crypt(5), or as the password itself. */
enum hash_status read_within(struct vault *vault, const struct secret *secret, enum secret_form form, struct str text, struct hash *ret);

/* What a scheme that anybody can turn back was turned into: HASH_REVEALED, or HASH_MALFORMED where nobody can have typed it. */
enum hash_status reveal(struct vault *vault, struct str password, struct hash *ret);

extern const struct scheme scheme_yescrypt, scheme_gost_yescrypt, scheme_scrypt, scheme_bcrypt, scheme_sha512crypt, scheme_sha256crypt,
	scheme_sha1crypt, scheme_sunmd5, scheme_md5crypt, scheme_bsdicrypt, scheme_descrypt, scheme_nt_crypt;   /* scheme_crypt.c */
extern const struct scheme scheme_nt, scheme_lm;   /* scheme_windows.c */
extern const struct scheme scheme_plain;           /* scheme_plain.c */
extern const struct scheme scheme_cisco_0, scheme_cisco_4, scheme_cisco_5, scheme_cisco_7, scheme_cisco_8, scheme_cisco_9;   /* scheme_cisco.c */
extern const struct scheme scheme_junos_9, scheme_junos_crypt;                  /* scheme_junos.c */
extern const struct scheme scheme_fortigate_ak1, scheme_fortigate_sh2;          /* scheme_fortigate.c */
extern const struct scheme scheme_postgresql_md5, scheme_postgresql_scram;      /* scheme_postgresql.c */
extern const struct scheme scheme_mysql_native, scheme_mysql_sha2, scheme_mysql_old;   /* scheme_mysql.c */
extern const struct scheme scheme_ldap_ssha, scheme_ldap_sha, scheme_ldap_smd5, scheme_ldap_md5, scheme_ldap_ssha256, scheme_ldap_sha256,
	scheme_ldap_ssha512, scheme_ldap_sha512, scheme_ldap_pbkdf2_sha1, scheme_ldap_pbkdf2_sha256, scheme_ldap_pbkdf2_sha512,
	scheme_ldap_crypt, scheme_ldap_clear, scheme_ldap_elsewhere;   /* scheme_ldap.c */

#endif
