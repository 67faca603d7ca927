/* userPassword of a directory (RFC 2307, 5.3; slapd-config(5), slappasswd(8), slapd-pw-pbkdf2(5)): the scheme in braces, then base64 of the
 * digest and, where there is one, the salt behind it. Without braces it is the password itself; {SASL} and the like leave the question to
 * somebody else. */
#include "password/scheme.h"

#include "tenken/syntax/base64.h"

#define TEXT_MOST 1024        /* characters behind the braces */
#define ROUNDS_A_MICROSECOND 3

/* What stands behind `{word}`, whose case does not count. */
static bool
is_of(struct str text, const char *word, struct str *ret)
{
	size_t len = strlen(word);

	if (text.len < len + 2 || text.ptr[0] != '{' || text.ptr[len + 1] != '}' || !str_is_nocase((struct str){ text.ptr + 1, len }, word))
		return false;
	*ret = (struct str){ text.ptr + len + 2, text.len - len - 2 };
	return true;
}

/* Schemes of one digest. */
struct digest_row {
	const struct scheme *scheme;
	const char *word;
	enum hasher_kind kind;
	size_t size;
	bool is_salted;
};

static const struct digest_row *
digest_of(const struct scheme *scheme)
{
	static const struct digest_row rows[] = {
		{ &scheme_ldap_ssha, "SSHA", HASHER_SHA1, 20, true },
		{ &scheme_ldap_sha, "SHA", HASHER_SHA1, 20, false },
		{ &scheme_ldap_smd5, "SMD5", HASHER_MD5, 16, true },
		{ &scheme_ldap_md5, "MD5", HASHER_MD5, 16, false },
		{ &scheme_ldap_ssha256, "SSHA256", HASHER_SHA256, 32, true },
		{ &scheme_ldap_sha256, "SHA256", HASHER_SHA256, 32, false },
		{ &scheme_ldap_ssha512, "SSHA512", HASHER_SHA512, 64, true },
		{ &scheme_ldap_sha512, "SHA512", HASHER_SHA512, 64, false },
	};
	const struct digest_row *row = rows;

	while (row->scheme != scheme)
		row++;
	return row;
}

static enum hash_status
read_digest(struct vault *vault, const struct secret *secret, struct hash *ret)
{
	const struct digest_row *row = digest_of(ret->scheme);
	struct str text;
	size_t len;

	if (!is_of(secret->text, row->word, &text))
		return HASH_UNSUPPORTED;
	if (text.len > TEXT_MOST)
		return HASH_MALFORMED;
	char *bytes = vault_alloc(vault, BASE64_BYTES(text.len));
	if (!base64_decode(BASE64_PADDED, text, bytes, &len) || len < row->size || (len > row->size) != row->is_salted)
		return HASH_MALFORMED;
	ret->expected = (struct str){ bytes, row->size };
	ret->setting = (struct str){ bytes + row->size, len - row->size };
	ret->microseconds = 1;
	return HASH_GOOD;
}

static size_t
compute_digest(struct attempt *attempt, const struct hash *hash, struct str password, char *ret)
{
	const struct str parts[] = { password, hash->setting };

	return hasher_digest(attempt->hasher, digest_of(hash->scheme)->kind, parts, 2, (uint8_t *)ret);
}

/* PBKDF2 as the module of OpenLDAP writes it. */
struct derived_row {
	const struct scheme *scheme;
	const char *words[2];
	enum hasher_kind kind;
	size_t size;
};

static const struct derived_row *
derived_of(const struct scheme *scheme)
{
	static const struct derived_row rows[] = {
		{ &scheme_ldap_pbkdf2_sha1, { "PBKDF2", "PBKDF2-SHA1" }, HASHER_SHA1, 20 },
		{ &scheme_ldap_pbkdf2_sha256, { "PBKDF2-SHA256", "PBKDF2-SHA256" }, HASHER_SHA256, 32 },
		{ &scheme_ldap_pbkdf2_sha512, { "PBKDF2-SHA512", "PBKDF2-SHA512" }, HASHER_SHA512, 64 },
	};
	const struct derived_row *row = rows;

	while (row->scheme != scheme)
		row++;
	return row;
}

/* Rounds, `$`, salt, `$`, digest. Rounds and salt are the setting, as they are written. */
static enum hash_status
read_derived(struct vault *vault, const struct secret *secret, struct hash *ret)
{
	const struct derived_row *row = derived_of(ret->scheme);
	struct str text, rest, number, salt;
	char bytes[BASE64_BYTES(TEXT_MOST)];
	int64_t rounds;
	size_t len;

	if (!is_of(secret->text, row->words[0], &text) && !is_of(secret->text, row->words[1], &text))
		return HASH_UNSUPPORTED;
	rest = text;
	if (text.len > TEXT_MOST || !take_part(&rest, '$', &number) || !take_part(&rest, '$', &salt) || !str_int(number, &rounds) || rounds < 1 ||
	    salt.len == 0 || !base64_decode(BASE64_ADAPTED, salt, bytes, &len) || !base64_decode(BASE64_ADAPTED, rest, bytes, &len) ||
	    len != row->size)
		return HASH_MALFORMED;
	ret->setting = vault_keep(vault, (struct str){ text.ptr, number.len + 1 + salt.len });
	ret->expected = vault_keep(vault, (struct str){ bytes, len });
	explicit_bzero(bytes, sizeof bytes);
	ret->microseconds = (uint64_t)rounds / ROUNDS_A_MICROSECOND + 1;
	return is_affordable(ret->microseconds, 0) && rounds <= INT32_MAX ? HASH_GOOD : HASH_COSTLY;
}

static size_t
compute_derived(struct attempt *attempt, const struct hash *hash, struct str password, char *ret)
{
	const struct derived_row *row = derived_of(hash->scheme);
	struct str salt = hash->setting, number;
	int64_t rounds = 0;
	size_t len = 0;

	if (!take_part(&salt, '$', &number) || !str_int(number, &rounds) || !base64_decode(BASE64_ADAPTED, salt, attempt->scratch, &len))
		return 0;
	bool ok = hasher_pbkdf2(attempt->hasher, row->kind, password, (struct str){ attempt->scratch, len }, (uint32_t)rounds, row->size,
	    (uint8_t *)ret);
	return ok ? row->size : 0;
}

static enum hash_status
read_crypt(struct vault *vault, const struct secret *secret, struct hash *ret)
{
	struct str text;

	return is_of(secret->text, "CRYPT", &text) ? read_within(vault, secret, SECRET_CRYPT, text, ret) : HASH_UNSUPPORTED;
}

/* Braces that nobody knows are a scheme that nobody here knows, not a password with braces. */
static enum hash_status
read_clear(struct vault *vault, const struct secret *secret, struct hash *ret)
{
	struct str text = secret->text;
	bool is_marked = text.len && text.ptr[0] == '{' && memchr(text.ptr, '}', text.len);

	if (is_marked && !is_of(secret->text, "CLEARTEXT", &text))
		return HASH_UNSUPPORTED;
	return read_within(vault, secret, SECRET_PLAIN, text, ret);
}

static enum hash_status
read_elsewhere(struct vault *vault, const struct secret *secret, struct hash *ret)
{
	struct str text;

	(void)vault;
	(void)ret;
	return is_of(secret->text, "SASL", &text) || is_of(secret->text, "KERBEROS", &text) || is_of(secret->text, "UNIX", &text)
	           ? HASH_NONE
	           : HASH_UNSUPPORTED;
}

#define DIGEST_SCHEME(id) \
	const struct scheme scheme_ldap_##id = { .name = #id, .form = SECRET_LDAP, .read = read_digest, .compute = compute_digest }

DIGEST_SCHEME(ssha);
DIGEST_SCHEME(sha);
DIGEST_SCHEME(smd5);
DIGEST_SCHEME(md5);
DIGEST_SCHEME(ssha256);
DIGEST_SCHEME(sha256);
DIGEST_SCHEME(ssha512);
DIGEST_SCHEME(sha512);

#define DERIVED_SCHEME(id, label) \
	const struct scheme scheme_ldap_##id = { .name = label, .form = SECRET_LDAP, .read = read_derived, .compute = compute_derived }

DERIVED_SCHEME(pbkdf2_sha1, "pbkdf2-sha1");
DERIVED_SCHEME(pbkdf2_sha256, "pbkdf2-sha256");
DERIVED_SCHEME(pbkdf2_sha512, "pbkdf2-sha512");

const struct scheme scheme_ldap_crypt = { .name = "crypt", .form = SECRET_LDAP, .read = read_crypt };
const struct scheme scheme_ldap_clear = { .name = "plain", .form = SECRET_LDAP, .read = read_clear };
const struct scheme scheme_ldap_elsewhere = { .name = "elsewhere", .form = SECRET_LDAP, .read = read_elsewhere };
