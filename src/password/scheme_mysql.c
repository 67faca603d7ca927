/* MySQL and MariaDB, authentication_string of mysql.user: mysql_native_password (SHA-1 twice, without a salt), caching_sha2_password (the
 * algorithm of sha256crypt with a salt of 20 bytes, longer than crypt(5) allows), and what was there before 4.1. An empty text of a plugin that
 * asks for passwords is no password; texts that no password can give lock the account. */
#include "password/scheme.h"

#define SHA1_BYTES 20
#define OLD_BYTES 8
#define SHA2_SALT_BYTES 20
#define SHA2_DIGITS 43
#define SHA2_ROUNDS 1000   /* the number in the text counts so many */
#define SHA2_ROUNDS_A_MICROSECOND 5

static bool
is_hex(struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (!memchr("0123456789abcdefABCDEF", text.ptr[i], 22))
			return false;
	return true;
}

static enum hash_status
read_native(struct vault *vault, const struct secret *secret, struct hash *ret)
{
	struct str text = secret->text;

	if (text.len == 0)
		return HASH_EMPTY;
	if (str_is_nocase(text, "invalid"))
		return HASH_NONE;
	if (text.ptr[0] != '*')
		return HASH_UNSUPPORTED;
	text = (struct str){ text.ptr + 1, text.len - 1 };
	if (!is_hex(text))
		return HASH_NONE;
	char *digest = vault_alloc(vault, SHA1_BYTES);
	if (!hex_decode(text, SHA1_BYTES, digest))
		return HASH_MALFORMED;
	ret->setting = STR("");
	ret->expected = (struct str){ digest, SHA1_BYTES };
	ret->microseconds = 1;
	return HASH_GOOD;
}

static size_t
compute_native(struct attempt *attempt, const struct hash *hash, struct str password, char *ret)
{
	uint8_t once[HASHER_BYTES];

	(void)hash;
	size_t len = hasher_digest(attempt->hasher, HASHER_SHA1, &password, 1, once);
	if (len)
		len = hasher_digest(attempt->hasher, HASHER_SHA1, &(struct str){ (char *)once, len }, 1, (uint8_t *)ret);
	explicit_bzero(once, sizeof once);
	return len;
}

/* Three hexadecimal digits; 0 for others. */
static unsigned
thousands_of(struct str digits)
{
	char padded[4] = { '0', digits.ptr[0], digits.ptr[1], digits.ptr[2] }, bytes[2];

	if (!hex_decode((struct str){ padded, sizeof padded }, sizeof bytes, bytes))
		return 0;
	return (unsigned)(unsigned char)bytes[0] << 8 | (unsigned char)bytes[1];
}

/* `$A$`, three digits, `$`, salt, digest. The digits and the salt are the setting. */
static enum hash_status
read_sha2(struct vault *vault, const struct secret *secret, struct hash *ret)
{
	struct str text = secret->text;

	if (!str_has_prefix(text, "$A$"))
		return HASH_UNSUPPORTED;
	if (str_has(text, "INVALIDSALTANDPASSWORD"))
		return HASH_NONE;
	if (text.len != 7 + SHA2_SALT_BYTES + SHA2_DIGITS || text.ptr[6] != '$')
		return HASH_MALFORMED;
	unsigned thousands = thousands_of((struct str){ text.ptr + 3, 3 });
	if (thousands == 0)
		return HASH_MALFORMED;
	ret->microseconds = (uint64_t)thousands * SHA2_ROUNDS / SHA2_ROUNDS_A_MICROSECOND;
	if (!is_affordable(ret->microseconds, 0))
		return HASH_COSTLY;
	ret->setting = vault_keep(vault, (struct str){ text.ptr + 3, 4 + SHA2_SALT_BYTES });
	ret->expected = vault_keep(vault, (struct str){ text.ptr + 7 + SHA2_SALT_BYTES, SHA2_DIGITS });
	return HASH_GOOD;
}

/* The digest of `count` times the text, over and over until it is `len` long: what the algorithm puts in the place of password and salt. */
static bool
stretch(struct hasher *hasher, struct str text, size_t count, size_t len, char *ret)
{
	struct str parts[HASH_PASSWORD_BYTES];
	uint8_t digest[HASHER_BYTES];

	for (size_t i = 0; i < count; i++)
		parts[i] = text;
	size_t size = hasher_digest(hasher, HASHER_SHA256, parts, count, digest);
	for (size_t i = 0; size && i < len; i++)
		ret[i] = (char)digest[i % size];
	explicit_bzero(digest, sizeof digest);
	return size > 0;
}

/* The first digest: password and salt, the digest of password, salt and password for each byte of the password, and one of the two for each bit
 * of its length. */
static bool
begin(struct hasher *hasher, struct str password, struct str salt, uint8_t *ret)
{
	struct str parts[2 + HASH_PASSWORD_BYTES / 32 + 1 + 16] = { password, salt };
	uint8_t other[HASHER_BYTES];
	size_t count = 2, size = hasher_digest(hasher, HASHER_SHA256, (const struct str[]){ password, salt, password }, 3, other);

	for (size_t left = password.len; size && left; left -= left < size ? left : size)
		parts[count++] = (struct str){ (char *)other, left < size ? left : size };
	for (size_t bits = password.len; bits; bits >>= 1)
		parts[count++] = bits & 1 ? (struct str){ (char *)other, size } : password;
	bool ok = size && hasher_digest(hasher, HASHER_SHA256, parts, count, ret);
	explicit_bzero(other, sizeof other);
	return ok;
}

/* The order of the bytes, three to four digits, the lowest bits first. */
static void
write_digits(const uint8_t *digest, char *ret)
{
	static const char digits[] = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
	static const uint8_t bytes[][3] = { { 0, 10, 20 }, { 21, 1, 11 }, { 12, 22, 2 }, { 3, 13, 23 }, { 24, 4, 14 }, { 15, 25, 5 }, { 6, 16, 26 },
		{ 27, 7, 17 }, { 18, 28, 8 }, { 9, 19, 29 } };

	for (size_t i = 0; i < 11; i++) {
		uint32_t bits = i < 10 ? (uint32_t)digest[bytes[i][0]] << 16 | (uint32_t)digest[bytes[i][1]] << 8 | digest[bytes[i][2]]
		                       : (uint32_t)digest[31] << 8 | digest[30];
		for (size_t k = 0; k < 4 && 4 * i + k < SHA2_DIGITS; k++, bits >>= 6)
			ret[4 * i + k] = digits[bits & 63];
	}
}

/* The rounds: which of password, salt and last digest go in, and where, follows from their number. */
static bool
repeat(struct hasher *hasher, struct str password, struct str salt, unsigned rounds, uint8_t *digest)
{
	for (unsigned i = 0; i < rounds; i++) {
		struct str last = { (char *)digest, 32 }, parts[4];
		size_t count = 0;
		parts[count++] = i & 1 ? password : last;
		if (i % 3)
			parts[count++] = salt;
		if (i % 7)
			parts[count++] = password;
		parts[count++] = i & 1 ? last : password;
		if (!hasher_digest(hasher, HASHER_SHA256, parts, count, digest))
			return false;
	}
	return true;
}

static size_t
compute_sha2(struct attempt *attempt, const struct hash *hash, struct str password, char *ret)
{
	unsigned rounds = thousands_of(hash->setting) * SHA2_ROUNDS;
	struct str salt = { hash->setting.ptr + 4, SHA2_SALT_BYTES };
	char *long_password = attempt->scratch, long_salt[SHA2_SALT_BYTES];
	uint8_t digest[HASHER_BYTES];

	bool ok = begin(attempt->hasher, password, salt, digest) &&
	          stretch(attempt->hasher, password, password.len, password.len, long_password) &&
	          stretch(attempt->hasher, salt, 16 + digest[0], sizeof long_salt, long_salt) &&
	          repeat(attempt->hasher, (struct str){ long_password, password.len }, (struct str){ long_salt, sizeof long_salt }, rounds, digest);
	if (ok)
		write_digits(digest, ret);
	explicit_bzero(digest, sizeof digest);
	return ok ? SHA2_DIGITS : 0;
}

/* Sixteen hexadecimal digits, as before 4.1 and with old_passwords=1. */
static enum hash_status
read_old(struct vault *vault, const struct secret *secret, struct hash *ret)
{
	if (secret->text.len != 2 * OLD_BYTES || !is_hex(secret->text))
		return HASH_UNSUPPORTED;
	char *digest = vault_alloc(vault, OLD_BYTES);
	hex_decode(secret->text, OLD_BYTES, digest);
	ret->setting = STR("");
	ret->expected = (struct str){ digest, OLD_BYTES };
	ret->microseconds = 1;
	return HASH_GOOD;
}

static size_t
compute_old(struct attempt *attempt, const struct hash *hash, struct str password, char *ret)
{
	uint32_t halves[2] = { 0x50305735, 0x12345671 }, sum = 7;

	(void)attempt;
	(void)hash;
	for (size_t i = 0; i < password.len; i++) {
		unsigned char c = (unsigned char)password.ptr[i];
		if (c == ' ' || c == '\t')
			continue;
		halves[0] ^= ((halves[0] & 63) + sum) * c + (halves[0] << 8);
		halves[1] += (halves[1] << 8) ^ halves[0];
		sum += c;
	}
	for (size_t i = 0; i < OLD_BYTES; i++)
		ret[i] = (char)((halves[i / 4] & 0x7fffffff) >> (24 - 8 * (i % 4)) & 0xff);
	return OLD_BYTES;
}

const struct scheme scheme_mysql_native = { .name = "mysql-native", .form = SECRET_MYSQL, .read = read_native, .compute = compute_native };
const struct scheme scheme_mysql_sha2 = { .name = "mysql-caching-sha2", .form = SECRET_MYSQL, .read = read_sha2, .compute = compute_sha2 };
const struct scheme scheme_mysql_old = { .name = "mysql-old", .form = SECRET_MYSQL, .read = read_old, .compute = compute_old };
