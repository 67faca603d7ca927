/* PostgreSQL, rolpassword of pg_authid: MD5 of the password and the role's name, or SCRAM-SHA-256 (RFC 5803, RFC 7677). A role without one has
 * no password to log in with. */
#include "password/scheme.h"

#include "tenken/syntax/base64.h"

#define MD5_BYTES 16
#define SHA256_BYTES 32
#define SALT_DIGITS 1024
#define ROUNDS_A_MICROSECOND 5

/* The role's name is the salt: secret.h has it as the account. */
static enum hash_status
read_md5(struct vault *vault, const struct secret *secret, struct hash *ret)
{
	struct str text = secret->text;

	if (text.len == 0)
		return HASH_NONE;
	if (!str_has_prefix(text, "md5"))
		return HASH_UNSUPPORTED;
	char *digest = vault_alloc(vault, MD5_BYTES);
	if (!hex_decode((struct str){ text.ptr + 3, text.len - 3 }, MD5_BYTES, digest))
		return HASH_MALFORMED;
	ret->setting = vault_keep(vault, str_of(secret->account));
	ret->expected = (struct str){ digest, MD5_BYTES };
	ret->microseconds = 1;
	return HASH_GOOD;
}

static size_t
compute_md5(struct attempt *attempt, const struct hash *hash, struct str password, char *ret)
{
	const struct str parts[] = { password, hash->setting };

	return hasher_digest(attempt->hasher, HASHER_MD5, parts, 2, (uint8_t *)ret);
}

/* 32 bytes in base64. */
static bool
is_key(struct vault *vault, struct str text, struct str *ret)
{
	char *bytes = vault_alloc(vault, BASE64_BYTES(44));
	size_t len;

	if (text.len != 44 || !base64_decode(BASE64_PADDED, text, bytes, &len) || len != SHA256_BYTES)
		return false;
	*ret = (struct str){ bytes, len };
	return true;
}

/* `SCRAM-SHA-256$`, rounds, `:`, salt, `$`, stored key, `:`, server key. Rounds and salt are the setting, as they are written. */
static enum hash_status
read_scram(struct vault *vault, const struct secret *secret, struct hash *ret)
{
	struct str rest = secret->text, name, setting, number, salt, stored, server;
	char bytes[BASE64_BYTES(SALT_DIGITS)];
	int64_t rounds;
	size_t len;

	if (!str_has_prefix(rest, "SCRAM-SHA-256$"))
		return HASH_UNSUPPORTED;
	if (!take_part(&rest, '$', &name) || !take_part(&rest, '$', &setting) || !take_part(&rest, ':', &stored))
		return HASH_MALFORMED;
	salt = setting;
	if (!take_part(&salt, ':', &number) || !str_int(number, &rounds) || rounds < 1 || salt.len == 0 || salt.len > SALT_DIGITS ||
	    !base64_decode(BASE64_PADDED, salt, bytes, &len) || !is_key(vault, stored, &ret->expected) || !is_key(vault, rest, &server))
		return HASH_MALFORMED;
	explicit_bzero(bytes, sizeof bytes);
	ret->setting = vault_keep(vault, setting);
	ret->microseconds = (uint64_t)rounds / ROUNDS_A_MICROSECOND + 1;
	return is_affordable(ret->microseconds, 0) && rounds <= INT32_MAX ? HASH_GOOD : HASH_COSTLY;
}

/* The stored key is H(HMAC(PBKDF2(password), "Client Key")) (RFC 5802, 3). The password goes in as it is: SASLprep leaves ASCII, kana and
 * ideographs alone. */
static size_t
compute_scram(struct attempt *attempt, const struct hash *hash, struct str password, char *ret)
{
	struct str salt = hash->setting, number;
	uint8_t salted[SHA256_BYTES], client[HASHER_BYTES];
	int64_t rounds = 0;
	size_t len = 0;

	if (!take_part(&salt, ':', &number) || !str_int(number, &rounds) || !base64_decode(BASE64_PADDED, salt, attempt->scratch, &len))
		return 0;
	bool ok = hasher_pbkdf2(attempt->hasher, HASHER_SHA256, password, (struct str){ attempt->scratch, len }, (uint32_t)rounds, sizeof salted,
	    salted);
	len = ok ? hasher_hmac(attempt->hasher, HASHER_SHA256, (struct str){ (char *)salted, sizeof salted }, STR("Client Key"), client) : 0;
	if (len)
		len = hasher_digest(attempt->hasher, HASHER_SHA256, &(struct str){ (char *)client, len }, 1, (uint8_t *)ret);
	explicit_bzero(salted, sizeof salted);
	explicit_bzero(client, sizeof client);
	return len;
}

const struct scheme scheme_postgresql_md5 = { .name = "postgresql-md5", .form = SECRET_POSTGRESQL, .read = read_md5, .compute = compute_md5 };
const struct scheme scheme_postgresql_scram = { .name = "scram-sha-256", .form = SECRET_POSTGRESQL, .read = read_scram,
	.compute = compute_scram };
