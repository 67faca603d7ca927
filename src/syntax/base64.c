/* Base64 (base64.h). Four digits are three bytes, the highest bits first, in all kinds. */
#include "tenken/syntax/base64.h"

#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
#define NUMBERS "0123456789"

static int
digit_of(enum base64_kind kind, char c)
{
	static const char *const digits[] = { [BASE64_PADDED] = LETTERS NUMBERS "+/", [BASE64_ADAPTED] = LETTERS NUMBERS "./",
		[BASE64_CRYPT] = "./" NUMBERS LETTERS };

	if (kind == BASE64_ADAPTED && c == '+')
		c = '.';
	const char *found = c ? strchr(digits[kind], c) : NULL;
	return found ? (int)(found - digits[kind]) : -1;
}

/* Takes the padding off; false when what is left can be no whole text. */
static bool
take_padding(enum base64_kind kind, struct str *text)
{
	size_t length = text->len;

	for (int i = 0; i < 2 && kind != BASE64_CRYPT && text->len && text->ptr[text->len - 1] == '='; i++)
		text->len--;
	bool is_padded = text->len < length;
	return text->len % 4 != 1 && (length % 4 == 0 || (kind != BASE64_PADDED && !is_padded));
}

bool
base64_decode(enum base64_kind kind, struct str text, char *ret, size_t *ret_len)
{
	uint32_t bits = 0;
	size_t len = 0;

	if (!take_padding(kind, &text))
		return false;
	for (size_t i = 0; i < text.len; i++) {
		int digit = digit_of(kind, text.ptr[i]);
		if (digit < 0)
			return false;
		bits = bits << 6 | (uint32_t)digit;
		/* The first digit of four completes no byte, each other one does: with 4, 2 and no bits left over. */
		if (i % 4)
			ret[len++] = (char)(bits >> (6 - 2 * (i % 4)) & 0xff);
	}
	*ret_len = len;
	return true;
}

bool
base64_decode_new(struct arena *arena, struct str text, struct str *ret)
{
	char *bytes = arena_alloc(arena, BASE64_BYTES(text.len) + 1);
	size_t len;

	if (!base64_decode(BASE64_PADDED, text, bytes, &len))
		return false;
	bytes[len] = '\0';
	*ret = (struct str){ bytes, len };
	return true;
}
