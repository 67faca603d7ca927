/* FortiOS, passwords of administrators behind ENC: AK1 is a salt and SHA-1, SH2 a salt and SHA-256, of the salt, the password and a text that is
 * the same on all devices; both in base64. What else stands behind ENC is encrypted, or of a release whose form is not known here. */
#include "password/scheme.h"

#include "tenken/syntax/base64.h"

#define SALT_BYTES 12
#define SHA1_BYTES 20
#define SHA256_BYTES 32

static enum hash_status
read_salted(struct vault *vault, struct str text, const char *prefix, size_t size, struct hash *ret)
{
	size_t most = (SALT_BYTES + size + 2) / 3 * 4, len;

	if (!str_has_prefix(text, prefix))
		return HASH_UNSUPPORTED;
	text = (struct str){ text.ptr + 3, text.len - 3 };
	char *bytes = vault_alloc(vault, BASE64_BYTES(most));
	if (text.len != most || !base64_decode(BASE64_PADDED, text, bytes, &len) || len != SALT_BYTES + size)
		return HASH_MALFORMED;
	ret->setting = (struct str){ bytes, SALT_BYTES };
	ret->expected = (struct str){ bytes + SALT_BYTES, size };
	ret->microseconds = 1;
	return HASH_GOOD;
}

static enum hash_status
read_ak1(struct vault *vault, const struct secret *secret, struct hash *ret)
{
	return read_salted(vault, secret->text, "AK1", SHA1_BYTES, ret);
}

static enum hash_status
read_sh2(struct vault *vault, const struct secret *secret, struct hash *ret)
{
	return read_salted(vault, secret->text, "SH2", SHA256_BYTES, ret);
}

static size_t
compute(struct attempt *attempt, const struct hash *hash, struct str password, char *ret)
{
	const struct str parts[] = { hash->setting, password,
		STR("\xa3\x88\xba\x2e\x42\x4c\xb0\x4a\x53\x79\x30\xc1\x31\x07\xcc\x3f\xa1\x32\x90\x29\xa9\x81\x5b\x70") };
	enum hasher_kind kind = hash->expected.len == SHA1_BYTES ? HASHER_SHA1 : HASHER_SHA256;

	return hasher_digest(attempt->hasher, kind, parts, 3, (uint8_t *)ret);
}

const struct scheme scheme_fortigate_ak1 = { .name = "fortigate-ak1", .form = SECRET_FORTIGATE, .read = read_ak1, .compute = compute };
const struct scheme scheme_fortigate_sh2 = { .name = "fortigate-sh2", .form = SECRET_FORTIGATE, .read = read_sh2, .compute = compute };
