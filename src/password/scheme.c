/* The registry of schemes, and what the room's face says of a hash. */
#include "password/scheme.h"

#include <crypt.h>

#include "password/lanes.h"
#include "tenken/base/limits.h"

static const struct scheme *const schemes[] = {
	&scheme_yescrypt,
	&scheme_gost_yescrypt,
	&scheme_scrypt,
	&scheme_bcrypt,
	&scheme_sha512crypt,
	&scheme_sha256crypt,
	&scheme_sha1crypt,
	&scheme_sunmd5,
	&scheme_md5crypt,
	&scheme_nt_crypt,
	&scheme_bsdicrypt,
	&scheme_descrypt,   /* has no mark of its own: after all others */
	&scheme_nt,
	&scheme_lm,
	&scheme_plain,
	&scheme_cisco_0,
	&scheme_cisco_4,
	&scheme_cisco_5,
	&scheme_cisco_7,
	&scheme_cisco_8,
	&scheme_cisco_9,
	&scheme_junos_9,
	&scheme_junos_crypt,
	&scheme_fortigate_ak1,
	&scheme_fortigate_sh2,
	&scheme_postgresql_md5,
	&scheme_postgresql_scram,
	&scheme_mysql_native,
	&scheme_mysql_sha2,
	&scheme_mysql_old,
	&scheme_ldap_ssha,
	&scheme_ldap_sha,
	&scheme_ldap_smd5,
	&scheme_ldap_md5,
	&scheme_ldap_ssha256,
	&scheme_ldap_sha256,
	&scheme_ldap_ssha512,
	&scheme_ldap_sha512,
	&scheme_ldap_pbkdf2_sha1,
	&scheme_ldap_pbkdf2_sha256,
	&scheme_ldap_pbkdf2_sha512,
	&scheme_ldap_crypt,
	&scheme_ldap_clear,
	&scheme_ldap_elsewhere,
	NULL
};

const char *
hash_status_name(enum hash_status status)
{
	static const char *const names[] = { [HASH_GOOD] = "good", [HASH_NONE] = "none", [HASH_EMPTY] = "empty", [HASH_REVEALED] = "revealed",
		[HASH_MALFORMED] = "malformed", [HASH_COSTLY] = "costly", [HASH_UNSUPPORTED] = "unsupported" };

	return names[status];
}

bool
is_affordable(uint64_t microseconds, uint64_t memory)
{
	return microseconds <= LIMIT_HASH_MICROSECONDS && memory <= LIMIT_HASH_MEMORY;
}

static int
nibble(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool
hex_decode(struct str hex, size_t size, char *ret)
{
	if (hex.len != 2 * size)
		return false;
	for (size_t i = 0; i < size; i++) {
		int high = nibble(hex.ptr[2 * i]), low = nibble(hex.ptr[2 * i + 1]);
		if (high < 0 || low < 0)
			return false;
		ret[i] = (char)(high << 4 | low);
	}
	return true;
}

bool
take_part(struct str *rest, char mark, struct str *ret)
{
	const char *end = rest->len ? memchr(rest->ptr, mark, rest->len) : NULL;

	if (!end)
		return false;
	*ret = (struct str){ rest->ptr, (size_t)(end - rest->ptr) };
	rest->len -= ret->len + 1;
	rest->ptr = end + 1;
	return true;
}

enum hash_status
read_within(struct vault *vault, const struct secret *secret, enum secret_form form, struct str text, struct hash *ret)
{
	struct secret inner = *secret;

	inner.form = form;
	inner.text = text;
	return hash_read(vault, &inner, ret);
}

enum hash_status
reveal(struct vault *vault, struct str password, struct hash *ret)
{
	for (size_t i = 0; i < password.len; i++)
		if ((unsigned char)password.ptr[i] < ' ' || password.ptr[i] == 0x7f)
			return HASH_MALFORMED;
	if (password.len == 0 || password.len > HASH_PASSWORD_BYTES)
		return HASH_MALFORMED;
	ret->setting = STR("");
	ret->expected = vault_keep(vault, password);
	return HASH_REVEALED;
}

enum hash_status
hash_read(struct vault *vault, const struct secret *secret, struct hash *ret)
{
	for (int i = 0; schemes[i]; i++) {
		struct hash hash = { .scheme = schemes[i] };
		if (schemes[i]->form != secret->form)
			continue;
		enum hash_status status = schemes[i]->read(vault, secret, &hash);
		if (status == HASH_UNSUPPORTED)
			continue;
		*ret = hash;
		return status;
	}
	*ret = (struct hash){ 0 };
	return HASH_UNSUPPORTED;
}

const char *
hash_scheme_name(const struct hash *hash)
{
	return hash->scheme ? hash->scheme->name : "";
}

struct attempt *
attempt_new(struct arena *arena, struct vault *vault)
{
	struct attempt *attempt = arena_alloc(arena, sizeof *attempt);

	attempt->hasher = hasher_new(arena);
	attempt->crypt = vault_alloc(vault, sizeof *attempt->crypt);
	attempt->scratch = vault_alloc(vault, ATTEMPT_SCRATCH_BYTES);
	attempt->lanes = lanes_of_machine(0);
	attempt->rounds = lanes_rounds_new(vault);
	return attempt;
}

size_t
attempt_compute(struct attempt *attempt, const struct hash *hash, struct str password, char *ret)
{
	if (!hash->scheme->compute || password.len > HASH_PASSWORD_BYTES)
		return 0;
	return hash->scheme->compute(attempt, hash, password, ret);
}

void
attempt_compute_many(struct attempt *attempt, const struct hash *hash, const struct str *passwords, size_t count,
    char *outputs, size_t *lengths)
{
	bool is_short = true;

	for (size_t i = 0; i < count; i++)
		is_short &= passwords[i].len <= HASH_PASSWORD_BYTES;
	if (hash->scheme->compute_many && is_short) {
		hash->scheme->compute_many(attempt, hash, passwords, count, outputs, lengths);
		return;
	}
	for (size_t i = 0; i < count; i++)
		lengths[i] = attempt_compute(attempt, hash, passwords[i], outputs + i * HASH_OUTPUT_BYTES);
}

bool
attempt_matches(struct attempt *attempt, const struct hash *hash, struct str password)
{
	char output[HASH_OUTPUT_BYTES];
	size_t len = attempt_compute(attempt, hash, password, output);
	bool is_match = len > 0 && len == hash->expected.len && memcmp(output, hash->expected.ptr, len) == 0;

	explicit_bzero(output, sizeof output);
	return is_match;
}
