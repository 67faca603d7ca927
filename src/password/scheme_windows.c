/* Windows: the NT hash (MD4 of the password in UTF-16LE, without a salt) and the LM hash, whose being there is the finding.
 * [MS-NLMP] 3.3.1, [MS-SAMR]. */
#include "password/scheme.h"

#include <string.h>

#include "password/lanes.h"

/* The hashes of no password. */
#define NT_EMPTY "31d6cfe0d16ae931b73c59d7e0c089c0"
#define NT_BYTES 16
#define LM_EMPTY "aad3b435b51404eeaad3b435b51404ee"

/* Dumps write words in the place of a hash that is not there. */
static bool
is_absent(struct str text)
{
	return text.len == 0 || str_has_prefix(text, "NO PASSWORD") || str_has_prefix(text, "*");
}

static enum hash_status
read_nt(struct vault *vault, const struct secret *secret, struct hash *ret)
{
	char bytes[16];

	if (is_absent(secret->text))
		return HASH_NONE;
	if (str_is_nocase(secret->text, NT_EMPTY))
		return HASH_EMPTY;
	if (!hex_decode(secret->text, sizeof bytes, bytes))
		return HASH_MALFORMED;
	ret->setting = STR("");
	ret->expected = vault_keep(vault, (struct str){ bytes, sizeof bytes });
	ret->microseconds = 1;
	explicit_bzero(bytes, sizeof bytes);
	return HASH_GOOD;
}

/* UTF-8 to UTF-16LE; 0 where it is none. */
static size_t
widen(struct str text, char *ret)
{
	size_t out = 0;

	for (size_t i = 0; i < text.len;) {
		const unsigned char *p = (const unsigned char *)text.ptr + i;
		size_t size = str_character(p);
		static const unsigned char masks[] = { 0, 0x7f, 0x1f, 0x0f, 0x07 };
		if (size == 0 || i + size > text.len)
			return 0;
		uint32_t point = p[0] & masks[size];
		for (size_t k = 1; k < size; k++)
			point = point << 6 | (p[k] & 0x3f);
		i += size;
		if (point >= 0x10000) {
			uint32_t high = 0xd800 + ((point - 0x10000) >> 10);
			ret[out++] = (char)(high & 0xff);
			ret[out++] = (char)(high >> 8);
			point = 0xdc00 + ((point - 0x10000) & 0x3ff);
		}
		ret[out++] = (char)(point & 0xff);
		ret[out++] = (char)(point >> 8);
	}
	return out;
}

static size_t
compute_nt(struct attempt *attempt, const struct hash *hash, struct str password, char *ret)
{
	/* A NUL behind: the length of a character is looked for there. */
	char *copy = attempt->scratch, *wide = attempt->scratch + 2 * HASH_PASSWORD_BYTES;

	(void)hash;
	memcpy(copy, password.ptr, password.len);
	copy[password.len] = '\0';
	size_t len = widen((struct str){ copy, password.len }, wide);
	if (len == 0 && password.len)
		return 0;
	return hasher_digest(attempt->hasher, HASHER_MD4, &(struct str){ wide, len }, 1, (uint8_t *)ret);
}

/* Compilers make one store of it, and one load of the next: a loop they leave a loop. */
static void
put_four(uint32_t word, char *ret)
{
	ret[0] = (char)word;
	ret[1] = (char)(word >> 8);
	ret[2] = (char)(word >> 16);
	ret[3] = (char)(word >> 24);
}

static uint32_t
four_bytes(const unsigned char *bytes)
{
	return bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 24;
}

/* At most eight bytes, the first lowest. Reads overlap, which is faster than one after the other. */
static uint64_t
eight_bytes(const unsigned char *bytes, size_t len)
{
	if (len >= 8)
		return four_bytes(bytes) | (uint64_t)four_bytes(bytes + 4) << 32;
	if (len >= 4)
		return four_bytes(bytes) | (uint64_t)four_bytes(bytes + len - 4) << 8 * (len - 4);
	if (len == 0)
		return 0;
	return bytes[0] | (uint64_t)bytes[len / 2] << 8 * (len / 2) | (uint64_t)bytes[len - 1] << 8 * (len - 1);
}

/* Writes a password into its lane, with the end that MD4 wants. What is longer than fifteen bytes changes words that are zero otherwise. False
 * when it is not ASCII, or does not fit. */
static bool
fill_lane(uint32_t *words, size_t lanes, struct str password)
{
	const unsigned char *bytes = (const unsigned char *)password.ptr;
	size_t len = password.len, count = len < 16 ? 16 : LANES_NT_BYTES;
	uint64_t any = 0;

	if (len >= LANES_NT_BYTES)
		return false;
	for (size_t i = 0; i < count; i += 8, words += 2 * lanes) {
		size_t here = len < i ? 0 : len - i;
		uint64_t eight = eight_bytes(bytes + (len < i ? 0 : i), here < 8 ? here : 8);
		any |= eight;
		if (len >= i && here < 8)
			eight |= (uint64_t)0x80 << 8 * here;
		words[0] = (uint32_t)eight;
		if (i < 24)
			words[lanes] = (uint32_t)(eight >> 32);
	}
	return (any & 0x8080808080808080u) == 0;
}

/* As many as there are lanes. */
static void
compute_nt_group(struct attempt *attempt, const struct hash *hash, const struct str *passwords, size_t count, char *outputs, size_t *lengths)
{
	uint32_t *words = (uint32_t *)attempt->rounds->messages, *digest = (uint32_t *)attempt->rounds->digest;
	size_t lanes = attempt->lanes->nt_lanes;

	memset(words + 4 * lanes, 0, 3 * lanes * sizeof *words);
	for (size_t lane = 0; lane < count; lane++) {
		lengths[lane] = fill_lane(words + lane, lanes, passwords[lane]) ? NT_BYTES : 0;
		words[LANES_NT_LENGTH * lanes + lane] = (uint32_t)passwords[lane].len * 16;
	}
	attempt->lanes->nt(attempt->rounds);
	for (size_t lane = 0; lane < count; lane++) {
		char *output = outputs + lane * HASH_OUTPUT_BYTES;
		for (size_t i = 0; i < 4; i++)
			put_four(digest[i * lanes + lane], output + 4 * i);
		if (!lengths[lane])
			lengths[lane] = compute_nt(attempt, hash, passwords[lane], output);
	}
}

static void
compute_nt_many(struct attempt *attempt, const struct hash *hash, const struct str *passwords, size_t count, char *outputs, size_t *lengths)
{
	size_t lanes = attempt->lanes->nt_lanes;

	for (size_t i = 0; i < count; i += lanes)
		compute_nt_group(attempt, hash, passwords + i, count - i < lanes ? count - i : lanes, outputs + i * HASH_OUTPUT_BYTES, lengths + i);
}

/* Nothing is tried: a password that is kept as an LM hash is found in hours, whatever it is. */
static enum hash_status
read_lm(struct vault *vault, const struct secret *secret, struct hash *ret)
{
	char bytes[16];

	if (is_absent(secret->text) || str_is_nocase(secret->text, LM_EMPTY))
		return HASH_NONE;
	if (!hex_decode(secret->text, sizeof bytes, bytes))
		return HASH_MALFORMED;
	ret->setting = STR("");
	ret->expected = vault_keep(vault, (struct str){ bytes, sizeof bytes });
	explicit_bzero(bytes, sizeof bytes);
	return HASH_GOOD;
}

const struct scheme scheme_nt = { .name = "nt", .form = SECRET_NT, .read = read_nt, .compute = compute_nt,
	.compute_many = compute_nt_many };
const struct scheme scheme_lm = { .name = "lm", .form = SECRET_LM, .read = read_lm };
