/* Junos: `$9$` is turned back by anybody; login passwords are crypt(5); `$8$` is encrypted with a key that is not in the configuration.
 *
 * In `$9$` each character says how far it lies behind the one before in an order of 65 characters. The first belongs to one of four families,
 * which says how many characters of noise follow. Each byte of the password is two to four such distances, each with its weight; the weights of
 * seven bytes repeat. */
#include "password/scheme.h"

#define ORDER_FAMILIES "QzF3n6/9CAtpu0O" "B1IREhcSyrleKvMW8LXx" "7N-dVbwsY2g4oaJZGUDj" "iHkq.mPf5T"
#define ORDER_LENGTH ((int)(sizeof ORDER_FAMILIES - 1))

static const char order[] = ORDER_FAMILIES;

static int
place_of(char c)
{
	const char *found = c ? strchr(order, c) : NULL;

	return found ? (int)(found - order) : -1;
}

/* Characters of noise behind the first: fewer, the later its family stands. */
static size_t
noise_behind(int place)
{
	return place < 15 ? 3 : place < 35 ? 2 : place < 55 ? 1 : 0;
}

/* One byte of the password off the text; false where the text ends within it, or holds characters that are not of the order, or one twice. */
static bool
take_byte(struct str *rest, int *previous, const unsigned *weights, char *ret)
{
	unsigned byte = 0;

	for (size_t i = 0; weights[i]; i++) {
		int place = rest->len ? place_of(rest->ptr[0]) : -1;
		if (place < 0 || place == *previous)
			return false;
		byte += (unsigned)((place - *previous + ORDER_LENGTH - 1) % ORDER_LENGTH) * weights[i];
		*previous = place;
		rest->ptr++;
		rest->len--;
	}
	*ret = (char)(byte & 0xff);
	return true;
}

static enum hash_status
read_9(struct vault *vault, const struct secret *secret, struct hash *ret)
{
	static const unsigned weights[][5] = { { 1, 4, 32 }, { 1, 16, 32 }, { 1, 8, 32 }, { 1, 64 }, { 1, 32 }, { 1, 4, 16, 128 }, { 1, 32, 64 } };
	struct str rest = secret->text;
	size_t len = 0;

	if (!str_has_prefix(rest, "$9$"))
		return HASH_UNSUPPORTED;
	int previous = rest.len > 3 ? place_of(rest.ptr[3]) : -1;
	if (previous < 0 || rest.len < 4 + noise_behind(previous))
		return HASH_MALFORMED;
	rest.ptr += 4 + noise_behind(previous);
	rest.len -= 4 + noise_behind(previous);
	char *password = vault_alloc(vault, HASH_PASSWORD_BYTES);
	while (rest.len) {
		if (len == HASH_PASSWORD_BYTES || !take_byte(&rest, &previous, weights[len % 7], password + len))
			return HASH_MALFORMED;
		len++;
	}
	return reveal(vault, (struct str){ password, len }, ret);
}

static enum hash_status
read_crypt(struct vault *vault, const struct secret *secret, struct hash *ret)
{
	bool is_known = !str_has_prefix(secret->text, "$8$") && !str_has_prefix(secret->text, "$9$");

	return is_known ? read_within(vault, secret, SECRET_CRYPT, secret->text, ret) : HASH_UNSUPPORTED;
}

const struct scheme scheme_junos_9 = { .name = "junos-9", .form = SECRET_JUNOS, .read = read_9 };
const struct scheme scheme_junos_crypt = { .name = "crypt", .form = SECRET_JUNOS, .read = read_crypt };
