/* The schemes of crypt(5), tried by libxcrypt's crypt_r(3): shadow(5) and what else keeps passwords that way.
 *
 * What the text asks for is read before anything is computed. `$6$rounds=999999999$` would take minutes a try, `$y$jFT$` a
 * gigabyte: those are left out and said. Costs are estimates from one ordinary core. */
#include "password/scheme.h"

#include <crypt.h>
#include <string.h>

#include "password/lanes.h"

#define YESCRYPT_SPEED 800   /* bytes filled in a microsecond: 16 MiB take 20 ms */
#define SCRYPT_SPEED 335

static const char alphabet[] = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/* The value of a character of crypt(5)'s alphabet, or -1. */
static int
digit_of(char c)
{
	const char *found = c ? strchr(alphabet, c) : NULL;

	return found ? (int)(found - alphabet) : -1;
}

static bool
is_crypt_text(struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (digit_of(text.ptr[i]) < 0)
			return false;
	return true;
}

/* Salts of md5crypt and the SHA-2 schemes may hold nearly anything. */
static bool
is_salt(struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.ptr[i] == '$' || text.ptr[i] == ':' || text.ptr[i] == '\n' || text.ptr[i] == '\0')
			return false;
	return true;
}

/* Locked accounts keep their hash behind an exclamation mark (passwd -l, usermod -L). */
static struct str
without_lock(struct str text)
{
	while (text.len && text.ptr[0] == '!') {
		text.ptr++;
		text.len--;
	}
	return text;
}

/* All but the digest is the setting. */
static enum hash_status
finish(struct vault *vault, struct str text, struct str digest, size_t length, uint64_t microseconds, uint64_t memory, struct hash *ret)
{
	if (digest.len != length || !is_crypt_text(digest))
		return HASH_MALFORMED;
	if (!is_affordable(microseconds, memory))
		return HASH_COSTLY;
	ret->setting = vault_keep(vault, (struct str){ text.ptr, text.len - digest.len });
	ret->expected = vault_keep(vault, digest);
	ret->microseconds = microseconds;
	return HASH_GOOD;
}

/* yescrypt writes a number as one character below 48, or in more of them, each with fewer beginnings left to it. */
static bool
take_number(struct str *rest, uint32_t least, uint32_t *ret)
{
	uint32_t value = least, first = 0, last = 47;
	int more = 0;

	if (rest->len == 0 || digit_of(rest->ptr[0]) < 0)
		return false;
	uint32_t head = (uint32_t)digit_of(rest->ptr[0]);
	for (; head > last && more < 5; more++) {
		value += (last + 1 - first) << (6 * more);
		first = last + 1;
		last = first + (62 - last) / 2;
	}
	if ((size_t)more >= rest->len)
		return false;
	value += (head - first) << (6 * more);
	for (int i = 1; i <= more; i++) {
		if (digit_of(rest->ptr[i]) < 0)
			return false;
		value += (uint32_t)digit_of(rest->ptr[i]) << (6 * (more - i));
	}
	rest->ptr += more + 1;
	rest->len -= (size_t)more + 1;
	*ret = value;
	return true;
}

/* Of scrypt's kind: 128 bytes times r times 2^log2(N) of memory, and p times the work of filling them, so many bytes a microsecond. */
static enum hash_status
finish_memory_hard(struct vault *vault, struct str text, struct str digest, uint32_t log_n, uint64_t r, uint64_t p, uint64_t speed,
    struct hash *ret)
{
	if (log_n > 40 || r > 1024 || p > 1024 || r == 0 || p == 0)
		return digest.len == 43 ? HASH_COSTLY : HASH_MALFORMED;
	uint64_t memory = 128 * r << log_n;
	return finish(vault, text, digest, 43, memory * p / speed + 1, memory, ret);
}

static enum hash_status
read_yescrypt_as(struct vault *vault, const struct secret *secret, const char *prefix, struct hash *ret)
{
	struct str text = without_lock(secret->text), rest = text, parameters, salt;
	uint32_t flavour, log_n, r, have = 0, p = 1, t = 0;

	if (!str_has_prefix(text, prefix))
		return HASH_UNSUPPORTED;
	rest.ptr += strlen(prefix);
	rest.len -= strlen(prefix);
	if (!take_part(&rest, '$', &parameters) || !take_part(&rest, '$', &salt) || salt.len > 86 || !is_crypt_text(salt) ||
	    !take_number(&parameters, 0, &flavour) || !take_number(&parameters, 1, &log_n) || !take_number(&parameters, 1, &r))
		return HASH_MALFORMED;
	if (parameters.len && (!take_number(&parameters, 1, &have) || ((have & 1) && !take_number(&parameters, 2, &p)) ||
	        ((have & 2) && !take_number(&parameters, 1, &t))))
		return HASH_MALFORMED;
	return finish_memory_hard(vault, text, rest, log_n, r, (uint64_t)p * (1 + (uint64_t)t), YESCRYPT_SPEED, ret);
}

static enum hash_status
read_yescrypt(struct vault *vault, const struct secret *secret, struct hash *ret)
{
	return read_yescrypt_as(vault, secret, "$y$", ret);
}

static enum hash_status
read_gost_yescrypt(struct vault *vault, const struct secret *secret, struct hash *ret)
{
	return read_yescrypt_as(vault, secret, "$gy$", ret);
}

/* Five characters, the lowest six bits first. */
static uint64_t
number_of_five(const char *text)
{
	uint64_t value = 0;

	for (int i = 5; i-- > 0;)
		value = value << 6 | (uint64_t)digit_of(text[i]);
	return value;
}

/* `$7$`, log2(N) in one character, r and p in five each, and the salt. */
static enum hash_status
read_scrypt(struct vault *vault, const struct secret *secret, struct hash *ret)
{
	struct str text = without_lock(secret->text), rest = text, head;

	if (!str_has_prefix(text, "$7$"))
		return HASH_UNSUPPORTED;
	rest.ptr += 3;
	rest.len -= 3;
	if (!take_part(&rest, '$', &head) || head.len < 11 || head.len > 97 || !is_crypt_text(head))
		return HASH_MALFORMED;
	return finish_memory_hard(vault, text, rest, (uint32_t)digit_of(head.ptr[0]), number_of_five(head.ptr + 1),
	    number_of_five(head.ptr + 6), SCRYPT_SPEED, ret);
}

/* `$2b$`, two digits of cost, `$`, 22 characters of salt and 31 of digest. */
static enum hash_status
read_bcrypt(struct vault *vault, const struct secret *secret, struct hash *ret)
{
	struct str text = without_lock(secret->text);
	int64_t cost;

	if (!str_has_prefix(text, "$2") || text.len < 4 || text.ptr[3] != '$')
		return HASH_UNSUPPORTED;
	if (!strchr("abxy", text.ptr[2]) || text.len != 60 || !str_int((struct str){ text.ptr + 4, 2 }, &cost) || cost < 4 || cost > 31 ||
	    text.ptr[6] != '$' || !is_crypt_text((struct str){ text.ptr + 7, 22 }))
		return HASH_MALFORMED;
	return finish(vault, text, (struct str){ text.ptr + 29, 31 }, 31, (uint64_t)1600 << (cost - 5 > 0 ? cost - 5 : 0), 0, ret);
}

/* `$6$` and `$5$`, perhaps `rounds=N$`, salt and digest. */
static enum hash_status
read_sha2(struct vault *vault, const struct secret *secret, const char *prefix, size_t length, struct hash *ret)
{
	struct str text = without_lock(secret->text), rest = text, part;
	int64_t rounds = 5000;

	if (!str_has_prefix(text, prefix))
		return HASH_UNSUPPORTED;
	rest.ptr += 3;
	rest.len -= 3;
	if (!take_part(&rest, '$', &part))
		return HASH_MALFORMED;
	if (str_has_prefix(part, "rounds=")) {
		if (!str_int((struct str){ part.ptr + 7, part.len - 7 }, &rounds) || rounds < 1000 || rounds > 999999999 || !take_part(&rest, '$', &part))
			return HASH_MALFORMED;
	}
	if (part.len == 0 || part.len > 16 || !is_salt(part))
		return HASH_MALFORMED;
	return finish(vault, text, rest, length, (uint64_t)rounds / 5, 0, ret);
}

static enum hash_status
read_sha512crypt(struct vault *vault, const struct secret *secret, struct hash *ret)
{
	return read_sha2(vault, secret, "$6$", 86, ret);
}

static enum hash_status
read_sha256crypt(struct vault *vault, const struct secret *secret, struct hash *ret)
{
	return read_sha2(vault, secret, "$5$", 43, ret);
}

/* `$sha1$`, rounds, salt, digest of 28 characters (of NetBSD). */
static enum hash_status
read_sha1crypt(struct vault *vault, const struct secret *secret, struct hash *ret)
{
	struct str text = without_lock(secret->text), rest = text, number, salt;
	int64_t rounds;

	if (!str_has_prefix(text, "$sha1$"))
		return HASH_UNSUPPORTED;
	rest.ptr += 6;
	rest.len -= 6;
	if (!take_part(&rest, '$', &number) || !take_part(&rest, '$', &salt) || !str_int(number, &rounds) || rounds < 4 || salt.len == 0 || salt.len > 64 ||
	    !is_crypt_text(salt))
		return HASH_MALFORMED;
	return finish(vault, text, rest, 28, (uint64_t)rounds / 2 + 1, 0, ret);
}

/* `$md5$` or `$md5,rounds=N$`, salt, one `$` or two, digest (of Solaris). */
static enum hash_status
read_sunmd5(struct vault *vault, const struct secret *secret, struct hash *ret)
{
	struct str text = without_lock(secret->text), rest = text, head, salt;
	int64_t rounds = 0;

	if (!str_has_prefix(text, "$md5$") && !str_has_prefix(text, "$md5,rounds="))
		return HASH_UNSUPPORTED;
	rest.ptr++;
	rest.len--;
	if (!take_part(&rest, '$', &head) || (head.len > 3 && !str_int((struct str){ head.ptr + 11, head.len - 11 }, &rounds)) || rounds < 0 ||
	    !take_part(&rest, '$', &salt) || !is_crypt_text(salt))
		return HASH_MALFORMED;
	if (rest.len && rest.ptr[0] == '$') {
		rest.ptr++;
		rest.len--;
	}
	return finish(vault, text, rest, 22, ((uint64_t)rounds + 4096) * 3 / 5, 0, ret);
}

static enum hash_status
read_md5crypt(struct vault *vault, const struct secret *secret, struct hash *ret)
{
	struct str text = without_lock(secret->text), rest = text, salt;

	if (!str_has_prefix(text, "$1$"))
		return HASH_UNSUPPORTED;
	rest.ptr += 3;
	rest.len -= 3;
	if (!take_part(&rest, '$', &salt) || salt.len > 8 || !is_salt(salt))
		return HASH_MALFORMED;
	return finish(vault, text, rest, 22, 100, 0, ret);
}

/* `$3$$` and 32 hexadecimal digits. libxcrypt widens bytes and not characters there, which is right for ASCII only; the scheme of
 * Windows' own hashes is right for both. */
static enum hash_status
read_nt_crypt(struct vault *vault, const struct secret *secret, struct hash *ret)
{
	struct secret bare = *secret;

	bare.text = without_lock(secret->text);
	if (!str_has_prefix(bare.text, "$3$$"))
		return HASH_UNSUPPORTED;
	bare.text = (struct str){ bare.text.ptr + 4, bare.text.len - 4 };
	ret->scheme = &scheme_nt;
	return scheme_nt.read(vault, &bare, ret);
}

/* `_`, four characters of iterations, four of salt, eleven of digest. */
static enum hash_status
read_bsdicrypt(struct vault *vault, const struct secret *secret, struct hash *ret)
{
	struct str text = without_lock(secret->text);
	uint64_t count = 0;

	if (!str_has_prefix(text, "_"))
		return HASH_UNSUPPORTED;
	if (text.len != 20 || !is_crypt_text((struct str){ text.ptr + 1, 8 }))
		return HASH_MALFORMED;
	for (int i = 4; i > 0; i--)
		count = count << 6 | (uint64_t)digit_of(text.ptr[i]);
	return finish(vault, text, (struct str){ text.ptr + 9, 11 }, 11, count / 5 + 1, 0, ret);
}

/* Words that lock an account, no password, and the oldest scheme: two characters of salt, eleven of digest. */
static enum hash_status
read_descrypt(struct vault *vault, const struct secret *secret, struct hash *ret)
{
	struct str text = without_lock(secret->text);

	if (secret->text.len == 0)
		return HASH_EMPTY;
	if (text.len == 0 || text.ptr[0] == '*' || str_is(text, "x"))
		return HASH_NONE;
	if (text.ptr[0] == '$' || text.len != 13 || !is_crypt_text(text))
		return HASH_UNSUPPORTED;
	return finish(vault, text, (struct str){ text.ptr + 2, 11 }, 11, 5, 0, ret);
}

/* What crypt_r gives is the setting, as it writes it, and the digest, whose length the scheme fixes. */
static size_t
compute_crypt(struct attempt *attempt, const struct hash *hash, struct str password, char *ret)
{
	char *phrase = attempt->scratch;

	if (memchr(password.ptr, '\0', password.len))
		return 0;
	memcpy(phrase, password.ptr, password.len);
	phrase[password.len] = '\0';
	const char *output = crypt_r(phrase, hash->setting.ptr, attempt->crypt);
	size_t len = output ? strlen(output) : 0, digest = hash->expected.len;
	if (!output || output[0] == '*' || len < digest)
		return 0;
	memcpy(ret, output + len - digest, digest);
	return digest;
}

#define CRYPT_SCHEME(id, label) \
	const struct scheme scheme_##id = { .name = label, .form = SECRET_CRYPT, .read = read_##id, .compute = compute_crypt }

/* Those that have lanes, too. */
#define LANES_SCHEME(id) \
	const struct scheme scheme_##id = { .name = #id, .form = SECRET_CRYPT, .read = read_##id, .compute = compute_crypt, .compute_many = lanes_##id }

CRYPT_SCHEME(yescrypt, "yescrypt");
CRYPT_SCHEME(gost_yescrypt, "gost-yescrypt");
CRYPT_SCHEME(scrypt, "scrypt");
CRYPT_SCHEME(bcrypt, "bcrypt");
LANES_SCHEME(sha512crypt);
LANES_SCHEME(sha256crypt);
CRYPT_SCHEME(sha1crypt, "sha1crypt");
CRYPT_SCHEME(sunmd5, "sunmd5");
LANES_SCHEME(md5crypt);
CRYPT_SCHEME(nt_crypt, "nt");
CRYPT_SCHEME(bsdicrypt, "bsdicrypt");
CRYPT_SCHEME(descrypt, "descrypt");
