/* Cisco IOS, NX-OS and IOS XR, and Arista EOS: the type of a secret stands before it.
 *
 * 0 is the password itself; 4 is SHA-256 without a salt; 5, 10 (IOS XR) and `sha512` (EOS) are crypt(5); 6 is encrypted with a key that is not in
 * the configuration; 7 is turned back by anybody; 8 is PBKDF2 with SHA-256 and 20000 rounds; 9 is scrypt with N 16384, r 1, p 1. 4, 8 and 9 are
 * written with the digits of crypt(5), and salts go in as they are written. */
#include "password/scheme.h"

#include "tenken/syntax/base64.h"

#define DIGEST_BYTES 32
#define DIGEST_DIGITS 43
#define SALT_DIGITS 64   /* IOS writes 14 */

#define PBKDF2_ROUNDS 20000
#define PBKDF2_MICROSECONDS 4000
#define SCRYPT_N 16384
#define SCRYPT_MICROSECONDS 3500
#define SCRYPT_MEMORY (128 * SCRYPT_N)

/* What stands behind the type. */
static bool
is_of_type(struct str text, const char *type, struct str *ret)
{
	size_t len = strlen(type);

	if (!str_has_prefix(text, type) || text.len == len || text.ptr[len] != ' ')
		return false;
	*ret = (struct str){ text.ptr + len + 1, text.len - len - 1 };
	return true;
}

/* A word without a type is the password; several words of which the first is no type that is known here are nothing that could be told. */
static enum hash_status
read_0(struct vault *vault, const struct secret *secret, struct hash *ret)
{
	struct str text = secret->text;

	if (!is_of_type(text, "0", &text) && text.len && memchr(text.ptr, ' ', text.len))
		return HASH_UNSUPPORTED;
	return read_within(vault, secret, SECRET_PLAIN, text, ret);
}

/* NX-OS locks an account with `!` or `*` in the place of a hash. */
static enum hash_status
read_5(struct vault *vault, const struct secret *secret, struct hash *ret)
{
	struct str text;

	if (!is_of_type(secret->text, "5", &text) && !is_of_type(secret->text, "10", &text) && !is_of_type(secret->text, "sha512", &text))
		return HASH_UNSUPPORTED;
	if (str_is(text, "!") || str_is(text, "*"))
		return HASH_NONE;
	return str_has_prefix(text, "$") ? read_within(vault, secret, SECRET_CRYPT, text, ret) : HASH_UNSUPPORTED;
}

/* Keeps the 32 bytes that 43 digits are. */
static bool
keep_digest(struct vault *vault, struct str text, struct hash *ret)
{
	char *digest = vault_alloc(vault, BASE64_BYTES(DIGEST_DIGITS));
	size_t len;

	if (text.len != DIGEST_DIGITS || !base64_decode(BASE64_CRYPT, text, digest, &len))
		return false;
	ret->expected = (struct str){ digest, len };
	return true;
}

static enum hash_status
read_4(struct vault *vault, const struct secret *secret, struct hash *ret)
{
	struct str text;

	if (!is_of_type(secret->text, "4", &text))
		return HASH_UNSUPPORTED;
	ret->setting = STR("");
	ret->microseconds = 1;
	return keep_digest(vault, text, ret) ? HASH_GOOD : HASH_MALFORMED;
}

static size_t
compute_4(struct attempt *attempt, const struct hash *hash, struct str password, char *ret)
{
	(void)hash;
	return hasher_digest(attempt->hasher, HASHER_SHA256, &password, 1, (uint8_t *)ret);
}

/* Two decimal digits say where in the key it begins; then each byte is one of the password and one of the key, by exclusive or. */
static enum hash_status
read_7(struct vault *vault, const struct secret *secret, struct hash *ret)
{
	static const char key[] = "dsfd;kfoA,.iyewrkldJKDHSUBsgvca69834ncxv9873254k;fg87";
	struct str text;
	int64_t start;

	if (!is_of_type(secret->text, "7", &text))
		return HASH_UNSUPPORTED;
	size_t len = text.len / 2 - (text.len >= 2);
	if (text.len < 4 || len > HASH_PASSWORD_BYTES || !str_int((struct str){ text.ptr, 2 }, &start) || start >= (int64_t)sizeof key - 1)
		return HASH_MALFORMED;
	char *password = vault_alloc(vault, len);
	if (!hex_decode((struct str){ text.ptr + 2, text.len - 2 }, len, password))
		return HASH_MALFORMED;
	for (size_t i = 0; i < len; i++)
		password[i] ^= key[((size_t)start + i) % (sizeof key - 1)];
	return reveal(vault, (struct str){ password, len }, ret);
}

/* `$8$` or `$9$`, salt, `$`, digest. */
static enum hash_status
read_derived(struct vault *vault, struct str text, const char *prefix, struct hash *ret)
{
	struct str salt;

	if (!str_has_prefix(text, prefix))
		return HASH_MALFORMED;
	text = (struct str){ text.ptr + 3, text.len - 3 };
	if (!take_part(&text, '$', &salt) || salt.len == 0 || salt.len > SALT_DIGITS || !keep_digest(vault, text, ret))
		return HASH_MALFORMED;
	ret->setting = vault_keep(vault, salt);
	return HASH_GOOD;
}

static enum hash_status
read_8(struct vault *vault, const struct secret *secret, struct hash *ret)
{
	struct str text;

	if (!is_of_type(secret->text, "8", &text))
		return HASH_UNSUPPORTED;
	ret->microseconds = PBKDF2_MICROSECONDS;
	return is_affordable(ret->microseconds, 0) ? read_derived(vault, text, "$8$", ret) : HASH_COSTLY;
}

static size_t
compute_8(struct attempt *attempt, const struct hash *hash, struct str password, char *ret)
{
	bool ok = hasher_pbkdf2(attempt->hasher, HASHER_SHA256, password, hash->setting, PBKDF2_ROUNDS, DIGEST_BYTES, (uint8_t *)ret);

	return ok ? DIGEST_BYTES : 0;
}

static enum hash_status
read_9(struct vault *vault, const struct secret *secret, struct hash *ret)
{
	struct str text;

	if (!is_of_type(secret->text, "9", &text))
		return HASH_UNSUPPORTED;
	ret->microseconds = SCRYPT_MICROSECONDS;
	return is_affordable(ret->microseconds, SCRYPT_MEMORY) ? read_derived(vault, text, "$9$", ret) : HASH_COSTLY;
}

static size_t
compute_9(struct attempt *attempt, const struct hash *hash, struct str password, char *ret)
{
	bool ok = hasher_scrypt(password, hash->setting, SCRYPT_N, 1, 1, DIGEST_BYTES, (uint8_t *)ret);

	(void)attempt;
	return ok ? DIGEST_BYTES : 0;
}

const struct scheme scheme_cisco_0 = { .name = "plain", .form = SECRET_CISCO, .read = read_0 };
const struct scheme scheme_cisco_4 = { .name = "cisco-4", .form = SECRET_CISCO, .read = read_4, .compute = compute_4 };
const struct scheme scheme_cisco_5 = { .name = "cisco-5", .form = SECRET_CISCO, .read = read_5 };
const struct scheme scheme_cisco_7 = { .name = "cisco-7", .form = SECRET_CISCO, .read = read_7 };
const struct scheme scheme_cisco_8 = { .name = "cisco-8", .form = SECRET_CISCO, .read = read_8, .compute = compute_8 };
const struct scheme scheme_cisco_9 = { .name = "cisco-9", .form = SECRET_CISCO, .read = read_9, .compute = compute_9 };
