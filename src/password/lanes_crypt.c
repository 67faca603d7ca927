/* md5crypt, sha256crypt and sha512crypt in lanes (lanes.h): what comes before and after the rounds, lane by lane.
 *
 * Specification: "Unix crypt using SHA-256 and SHA-512", version 0.6; for md5crypt, libxcrypt's behaviour. Passwords of one
 * length fill a vector: all messages of it must be equally long. A password that stands alone in its length, or is too long
 * for two blocks, goes the scalar way, and so does every hash whose setting is anything but ordinary. */
#include "password/lanes.h"

#include <string.h>

#define PARTS_MOST 320   /* of a digest: a salt is repeated up to 16 + 255 times, a password for each of its bytes */

static const char alphabet[] = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/* One of the three schemes. */
struct crypt_kind {
	enum hasher_kind digest;
	const char *prefix;
	size_t word, digest_words;   /* bytes of a word; words of a digest */
	size_t salt_most;
	bool is_sha2;
	const unsigned char *order;  /* of the digest's bytes in the text, the last of three first */
};

static const unsigned char md5_order[] = { 12, 6, 0, 13, 7, 1, 14, 8, 2, 15, 9, 3, 5, 10, 4, 11 };
static const unsigned char sha256_order[] = { 20, 10, 0, 11, 1, 21, 2, 22, 12, 23, 13, 3, 14, 4, 24, 5, 25, 15, 26, 16, 6, 17, 7, 27, 8, 28,
	18, 29, 19, 9, 30, 31 };
static const unsigned char sha512_order[] = { 42, 21, 0, 1, 43, 22, 23, 2, 44, 45, 24, 3, 4, 46, 25, 26, 5, 47, 48, 27, 6, 7, 49, 28, 29, 8,
	50, 51, 30, 9, 10, 52, 31, 32, 11, 53, 54, 33, 12, 13, 55, 34, 35, 14, 56, 57, 36, 15, 16, 58, 37, 38, 17, 59, 60, 39, 18, 19, 61, 40, 41,
	20, 62, 63 };

static const struct crypt_kind md5crypt = { HASHER_MD5, "$1$", 4, 4, 8, false, md5_order };
static const struct crypt_kind sha256crypt = { HASHER_SHA256, "$5$", 4, 8, 16, true, sha256_order };
static const struct crypt_kind sha512crypt = { HASHER_SHA512, "$6$", 8, 8, 16, true, sha512_order };

/* What is filled in for one hash: all passwords of a call share it. */
struct filling {
	const struct crypt_kind *kind;
	const struct lanes_hash *engine;
	struct lanes_rounds *rounds;
	struct hasher *hasher;
	struct str salt;
	size_t size;                   /* bytes of a digest */
};

/* Reads a setting that scheme_crypt.c has found good. False for all that libxcrypt might see otherwise: that is left to
 * it. */
static bool
read_setting(const struct crypt_kind *kind, struct str setting, struct str *ret_salt, uint32_t *ret_rounds)
{
	int64_t rounds = kind->is_sha2 ? 5000 : 1000;

	if (!str_has_prefix(setting, kind->prefix) || setting.ptr[setting.len - 1] != '$')
		return false;
	struct str salt = { setting.ptr + 3, setting.len > 3 ? setting.len - 4 : 0 };
	if (kind->is_sha2 && str_has_prefix(salt, "rounds=")) {
		const char *end = memchr(salt.ptr, '$', salt.len);
		struct str number = { salt.ptr + 7, end ? (size_t)(end - salt.ptr) - 7 : 0 };
		if (!end || number.len < 4 || number.ptr[0] < '1' || number.ptr[0] > '9' || !str_int(number, &rounds) || rounds < 1000 ||
		    rounds > 999999999)
			return false;
		salt.len -= (size_t)(end + 1 - salt.ptr);
		salt.ptr = end + 1;
	}
	for (size_t i = 0; i < salt.len; i++)
		if (salt.ptr[i] == '\0' || !strchr(alphabet, salt.ptr[i]))
			return false;
	*ret_salt = salt;
	*ret_rounds = (uint32_t)rounds;
	return salt.len <= kind->salt_most;
}

/* The first `len` bytes of a text that is repeated for ever, as parts. */
static size_t
repeat(struct str text, size_t len, struct str *parts)
{
	size_t count = 0;

	for (; len > text.len; len -= text.len)
		parts[count++] = text;
	parts[count++] = (struct str){ text.ptr, len };
	return count;
}

/* The digest that the rounds begin with. */
static bool
begin(const struct filling *filling, struct str password, uint8_t *ret)
{
	const struct crypt_kind *kind = filling->kind;
	struct str parts[PARTS_MOST], inner = { (const char *)ret, filling->size };
	size_t count = 0;

	if (!hasher_digest(filling->hasher, kind->digest, (struct str[]){ password, filling->salt, password }, 3, ret))
		return false;
	parts[count++] = password;
	if (!kind->is_sha2)
		parts[count++] = str_of(kind->prefix);
	parts[count++] = filling->salt;
	count += repeat(inner, password.len, parts + count);
	for (size_t bit = password.len; bit; bit >>= 1)
		if (kind->is_sha2)
			parts[count++] = bit & 1 ? inner : password;
		else
			parts[count++] = bit & 1 ? (struct str){ "", 1 } : (struct str){ password.ptr, 1 };
	return hasher_digest(filling->hasher, kind->digest, parts, count, ret) > 0;
}

/* SHA-2 schemes take into the rounds not a text but as many bytes of the digest of its repetition. */
static bool
stretch(const struct filling *filling, struct str text, size_t times, char *ret)
{
	struct str parts[PARTS_MOST];
	uint8_t digest[HASHER_BYTES];

	for (size_t i = 0; i < times; i++)
		parts[i] = text;
	if (!hasher_digest(filling->hasher, filling->kind->digest, parts, times, digest))
		return false;
	for (size_t i = 0; i < text.len; i++)
		ret[i] = (char)digest[i % filling->size];
	explicit_bzero(digest, sizeof digest);
	return true;
}

/* Writes bytes into words of one lane. */
static void
store(const struct filling *filling, unsigned char *memory, size_t lane, const uint8_t *bytes, size_t size)
{
	size_t lanes = filling->engine->lanes, word = filling->kind->word;

	for (size_t i = 0; i * word < size; i++, bytes += word) {
		uint64_t value = 0;
		for (size_t b = 0; b < word; b++)
			value = value << 8 | bytes[filling->kind->is_sha2 ? b : word - 1 - b];
		if (word == 8)
			((uint64_t *)memory)[i * lanes + lane] = value;
		else
			((uint32_t *)memory)[i * lanes + lane] = (uint32_t)value;
	}
}

/* The bytes of the digest of one lane. */
static void
load(const struct filling *filling, size_t lane, uint8_t *ret)
{
	size_t lanes = filling->engine->lanes, word = filling->kind->word;
	const unsigned char *memory = filling->rounds->digest;

	for (size_t i = 0; i < filling->kind->digest_words; i++) {
		uint64_t value = word == 8 ? ((const uint64_t *)memory)[i * lanes + lane] : ((const uint32_t *)memory)[i * lanes + lane];
		for (size_t b = 0; b < word; b++, value >>= 8)
			ret[i * word + (filling->kind->is_sha2 ? word - 1 - b : b)] = (uint8_t)value;
	}
}

/* The message of one layout with a hole where the digest comes, padded. */
static void
fill_layout(const struct filling *filling, unsigned k, size_t lane, struct str password, struct str salt)
{
	const struct crypt_kind *kind = filling->kind;
	size_t block = LANES_BLOCK * kind->word, len = k & 1 ? 0 : filling->size, tail = 2 * kind->word;
	uint8_t message[LANES_WORDS * sizeof(uint64_t)] = { 0 };
	const struct str parts[] = { k & 1 ? password : STR(""), k & 2 ? salt : STR(""), k & 4 ? password : STR(""), k & 1 ? STR("") : password };

	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		if (parts[i].len)
			memcpy(message + len, parts[i].ptr, parts[i].len);
		len += parts[i].len;
	}
	filling->rounds->offsets[k] = k & 1 ? (unsigned)len : 0;
	len += k & 1 ? filling->size : 0;
	message[len] = 0x80;
	filling->rounds->blocks[k] = len + 1 + tail > block ? 2 : 1;
	size_t size = filling->rounds->blocks[k] * block;
	for (size_t b = 0, bits = 8 * len; b < 8; b++, bits >>= 8)
		message[kind->is_sha2 ? size - 1 - b : size - 8 + b] = (uint8_t)bits;
	store(filling, filling->rounds->messages + k * LANES_WORDS * filling->engine->lanes * kind->word, lane, message, size);
	explicit_bzero(message, sizeof message);
}

static bool
fill_lane(const struct filling *filling, size_t lane, struct str password)
{
	char stretched[2 * LANES_WORDS * sizeof(uint64_t)];
	uint8_t digest[HASHER_BYTES];
	struct str salt = filling->salt;
	bool ok = begin(filling, password, digest);

	store(filling, filling->rounds->digest, lane, digest, ok ? filling->size : 0);
	if (ok && filling->kind->is_sha2) {
		ok = stretch(filling, password, password.len, stretched) &&
		    stretch(filling, salt, 16 + (size_t)digest[0], stretched + password.len);
		password.ptr = stretched;
		salt.ptr = stretched + password.len;
	}
	for (unsigned k = 0; ok && k < LANES_LAYOUTS; k++)
		fill_layout(filling, k, lane, password, salt);
	explicit_bzero(digest, sizeof digest);
	explicit_bzero(stretched, sizeof stretched);
	return ok;
}

/* Digest to text: three bytes are four characters, what is left over one more than its bytes. */
static size_t
encode(const struct crypt_kind *kind, const uint8_t *digest, char *ret)
{
	size_t size = kind->digest_words * kind->word, len = 0;

	for (size_t i = 0; i < size; i += 3) {
		size_t bytes = size - i < 3 ? size - i : 3;
		uint32_t value = 0;
		for (size_t b = bytes; b-- > 0;)
			value = value << 8 | digest[kind->order[i + b]];
		for (size_t c = 0; c <= bytes; c++, value >>= 6)
			ret[len++] = alphabet[value & 63];
	}
	return len;
}

/* Passwords of one length, at most as many as there are lanes. False when they must go another way. */
static bool
compute_group(const struct filling *filling, const struct str *passwords, const size_t *which, size_t count, char *outputs, size_t *lengths)
{
	uint8_t digest[HASHER_BYTES];

	for (size_t lane = 0; lane < count; lane++)
		if (!fill_lane(filling, lane, passwords[which[lane]]))
			return false;
	filling->engine->rounds(filling->rounds);
	for (size_t lane = 0; lane < count; lane++) {
		struct str password = passwords[which[lane]];
		load(filling, lane, digest);
		lengths[which[lane]] = encode(filling->kind, digest, outputs + which[lane] * HASH_OUTPUT_BYTES);
		/* To crypt(3) a password ends there. */
		if (password.len && memchr(password.ptr, '\0', password.len))
			lengths[which[lane]] = 0;
	}
	explicit_bzero(digest, sizeof digest);
	return true;
}

/* The passwords of one length, as many at a time as there are lanes. */
static void
compute_length(struct attempt *attempt, const struct hash *hash, const struct filling *filling, size_t len, const struct str *passwords,
    size_t count, char *outputs, size_t *lengths)
{
	size_t which[LANES_MOST], group = 0, most = filling->engine->lanes ? filling->engine->lanes : 1;
	size_t message = filling->size + filling->salt.len + 2 * len + 1 + 2 * filling->kind->word;
	bool fits = message <= LANES_WORDS * filling->kind->word;

	for (size_t i = 0; i < count; i++) {
		if (passwords[i].len == len)
			which[group++] = i;
		if (group == 0 || (group < most && i + 1 < count))
			continue;
		if (group == 1 || !fits || !compute_group(filling, passwords, which, group, outputs, lengths))
			for (size_t g = 0; g < group; g++)
				lengths[which[g]] = attempt_compute(attempt, hash, passwords[which[g]], outputs + which[g] * HASH_OUTPUT_BYTES);
		group = 0;
	}
}

static void
compute_many(const struct crypt_kind *kind, const struct lanes_hash *engine, struct attempt *attempt, const struct hash *hash,
    const struct str *passwords, size_t count, char *outputs, size_t *lengths)
{
	struct filling filling = { kind, engine, attempt->rounds, attempt->hasher, STR(""), kind->word * kind->digest_words };
	static const struct lanes_hash none = { 0 };
	size_t longest = 0;

	if (!read_setting(kind, hash->setting, &filling.salt, &attempt->rounds->count))
		filling.engine = &none;
	for (size_t i = 0; i < count; i++)
		longest = passwords[i].len > longest ? passwords[i].len : longest;
	for (size_t len = 0; len <= longest; len++)
		compute_length(attempt, hash, &filling, len, passwords, count, outputs, lengths);
}

void
lanes_md5crypt(struct attempt *attempt, const struct hash *hash, const struct str *passwords, size_t count, char *outputs, size_t *lengths)
{
	compute_many(&md5crypt, &attempt->lanes->md5, attempt, hash, passwords, count, outputs, lengths);
}

void
lanes_sha256crypt(struct attempt *attempt, const struct hash *hash, const struct str *passwords, size_t count, char *outputs, size_t *lengths)
{
	compute_many(&sha256crypt, &attempt->lanes->sha256, attempt, hash, passwords, count, outputs, lengths);
}

void
lanes_sha512crypt(struct attempt *attempt, const struct hash *hash, const struct str *passwords, size_t count, char *outputs, size_t *lengths)
{
	compute_many(&sha512crypt, &attempt->lanes->sha512, attempt, hash, passwords, count, outputs, lengths);
}
