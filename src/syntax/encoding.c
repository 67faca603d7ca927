/* Conversions to UTF-8 for text.c: iconv for CP932 and EUC-JP-MS, our own for UTF-16 and ISO-2022-JP.
 *
 * UTF-16 is ours because the line of a bad unit is wanted; ISO-2022-JP because glibc's knows neither the row of ① nor
 * half-width kana, which Windows mail programs write: its escapes are taken off and the rest is EUC. */
#include "syntax/encoding.h"

#include <iconv.h>
#include <stdlib.h>
#include <utf8proc.h>

/* No encoding here gives more than three bytes of UTF-8 for one of its own. */
#define GROWTH 3

unsigned
encoding_line(struct str bytes, size_t offset)
{
	unsigned line = 1;

	for (size_t i = 0; i < offset && i < bytes.len; i++)
		line += bytes.ptr[i] == '\n';
	return line;
}

/* Scratch outside the arena, which would keep and clear three times what is needed in the end. */
static char *
scratch_new(struct arena *arena, size_t size)
{
	char *bytes = malloc(size + 1);

	if (!bytes)
		arena_array(arena, SIZE_MAX, 2);   /* out of memory ends the program in the one place that does */
	return bytes;
}

static bool
convert_iconv(struct arena *arena, const char *encoding, struct str bytes, struct str *ret, unsigned *ret_line)
{
	iconv_t converter = iconv_open("UTF-8", encoding);
	size_t size = bytes.len * GROWTH, left = bytes.len, room = size;
	char *from = (char *)(uintptr_t)bytes.ptr;   /* iconv does not write there */
	const char *nul = bytes.len ? memchr(bytes.ptr, '\0', bytes.len) : NULL;

	*ret_line = 1;
	if (converter == (iconv_t)-1)
		return false;
	char *out = scratch_new(arena, size), *to = out;
	bool is_done = iconv(converter, &from, &left, &to, &room) != (size_t)-1 && left == 0;
	iconv_close(converter);
	size_t bad = bytes.len - left;
	if (nul && (size_t)(nul - bytes.ptr) < bad)
		bad = (size_t)(nul - bytes.ptr);
	is_done = is_done && !nul;
	if (is_done)
		*ret = (struct str){ arena_strndup(arena, out, size - room), size - room };
	else
		*ret_line = encoding_line(bytes, bad);
	free(out);
	return is_done;
}

static unsigned
unit_at(struct str bytes, size_t i, bool is_big)
{
	unsigned first = (unsigned char)bytes.ptr[i], second = (unsigned char)bytes.ptr[i + 1];

	return is_big ? first << 8 | second : second << 8 | first;
}

/* The character at `i`; 0 when there is none: half a unit, half a pair, U+0000. */
static utf8proc_int32_t
utf16_at(struct str bytes, size_t i, bool is_big)
{
	if (bytes.len - i < 2)
		return 0;
	unsigned unit = unit_at(bytes, i, is_big);
	if (unit < 0xd800 || unit > 0xdfff)
		return (utf8proc_int32_t)unit;
	if (unit > 0xdbff || bytes.len - i < 4)
		return 0;
	unsigned low = unit_at(bytes, i + 2, is_big);
	if (low < 0xdc00 || low > 0xdfff)
		return 0;
	return (utf8proc_int32_t)(0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00));
}

static bool
convert_utf16(struct arena *arena, bool is_big, struct str bytes, struct str *ret, unsigned *ret_line)
{
	char *out = scratch_new(arena, bytes.len * GROWTH);
	size_t len = 0;
	unsigned line = 1;
	bool is_done = true;

	for (size_t i = 0; i < bytes.len && is_done;) {
		utf8proc_int32_t c = utf16_at(bytes, i, is_big);
		is_done = c != 0;
		line += c == '\n';
		i += c > 0xffff ? 4 : 2;
		if (is_done)
			len += (size_t)utf8proc_encode_char(c, (utf8proc_uint8_t *)out + len);
	}
	if (is_done)
		*ret = (struct str){ arena_strndup(arena, out, len), len };
	else
		*ret_line = line;
	free(out);
	return is_done;
}

/* ISO 2022: the sets that Japanese mail and old hosts switch to. */
enum set { SET_ASCII, SET_KANA, SET_KANJI, SET_SUPPLEMENT };
static const struct {
	const char *escape;
	enum set set;
} escapes[] = {
	{ "\x1b(B", SET_ASCII }, { "\x1b(J", SET_ASCII }, { "\x1b(I", SET_KANA }, { "\x1b$@", SET_KANJI },
	{ "\x1b$B", SET_KANJI }, { "\x1b$(D", SET_SUPPLEMENT },
};
#define ESCAPES (sizeof escapes / sizeof escapes[0])

static size_t
escape_at(struct str rest)
{
	size_t i = 0;

	while (i < ESCAPES && !str_has_prefix(rest, escapes[i].escape))
		i++;
	return i;
}

bool
encoding_is_iso2022jp(struct str bytes)
{
	bool is_found = false;

	if (bytes.len == 0 || !memchr(bytes.ptr, '\x1b', bytes.len))
		return false;
	for (size_t i = 0; i < bytes.len; i++) {
		if ((unsigned char)bytes.ptr[i] >= 0x80)
			return false;
		if (bytes.ptr[i] != '\x1b' || is_found)
			continue;
		/* ESC ( B alone is what terminals get at the end of coloured output. */
		size_t escape = escape_at((struct str){ bytes.ptr + i, bytes.len - i });
		is_found = escape < ESCAPES && escapes[escape].set != SET_ASCII;
	}
	return is_found;
}

/* Writes one character of `set` in EUC. The bytes it took; 0 when they are none. */
static size_t
put_euc(struct str rest, enum set set, char *out, size_t *len)
{
	unsigned char first = (unsigned char)rest.ptr[0], second = rest.len > 1 ? (unsigned char)rest.ptr[1] : 0;

	/* Control characters and blanks stand between the sets. */
	if (set == SET_ASCII || first <= 0x20) {
		out[(*len)++] = (char)first;
		return 1;
	}
	if (set == SET_KANA) {
		out[(*len)++] = '\x8e';
		out[(*len)++] = (char)(first | 0x80);
		return 1;
	}
	if (second <= 0x20)
		return 0;
	if (set == SET_SUPPLEMENT)
		out[(*len)++] = '\x8f';
	out[(*len)++] = (char)(first | 0x80);
	out[(*len)++] = (char)(second | 0x80);
	return 2;
}

static bool
convert_iso2022jp(struct arena *arena, struct str bytes, struct str *ret, unsigned *ret_line)
{
	char *euc = scratch_new(arena, bytes.len * 2);
	enum set set = SET_ASCII;
	size_t len = 0, i = 0;

	while (i < bytes.len) {
		struct str rest = { bytes.ptr + i, bytes.len - i };
		size_t escape = rest.ptr[0] == '\x1b' ? escape_at(rest) : ESCAPES, taken;
		if (escape < ESCAPES) {
			set = escapes[escape].set;
			i += strlen(escapes[escape].escape);
			continue;
		}
		/* A line ends in ASCII (RFC 1468); what forgot to switch back is not let spoil the next line. */
		if (rest.ptr[0] == '\n')
			set = SET_ASCII;
		taken = put_euc(rest, set, euc, &len);
		if (taken == 0)
			break;
		i += taken;
	}
	bool is_done = i == bytes.len && convert_iconv(arena, "EUC-JP-MS", (struct str){ euc, len }, ret, ret_line);
	if (i < bytes.len)
		*ret_line = encoding_line(bytes, i);
	free(euc);
	return is_done;
}

bool
encoding_convert(struct arena *arena, const char *encoding, struct str bytes, struct str *ret, unsigned *ret_line)
{
	if (strcmp(encoding, "UTF-16LE") == 0 || strcmp(encoding, "UTF-16BE") == 0)
		return convert_utf16(arena, encoding[6] == 'B', bytes, ret, ret_line);
	if (strcmp(encoding, "ISO-2022-JP") == 0)
		return convert_iso2022jp(arena, bytes, ret, ret_line);
	return convert_iconv(arena, encoding, bytes, ret, ret_line);
}

/* Whether at least a third of the units are what every Japanese or English text is full of: ASCII, kana, full-width
 * forms. ASCII bytes taken for UTF-16 are nearly all kanji instead. */
static bool
is_utf16_text(struct str bytes, bool is_big)
{
	size_t units = bytes.len / 2, common = 0;

	for (size_t i = 0; i < units; i++) {
		unsigned unit = unit_at(bytes, 2 * i, is_big);
		common += unit < 0x80 || (unit >= 0x3000 && unit < 0x3100) || unit >= 0xff00;
	}
	return common * 3 >= units;
}

const char *
encoding_utf16(struct str bytes)
{
	size_t counts[2] = { 0 };

	if (bytes.len % 2 != 0 || bytes.len < 4)
		return NULL;
	for (size_t i = 0; i < bytes.len; i++)
		counts[i % 2] += bytes.ptr[i] == '\0';
	/* The high bytes of ASCII are NUL; now and then a low byte is too, that of the full-width blank U+3000. */
	if (counts[0] == counts[1] || !is_utf16_text(bytes, counts[0] > counts[1]))
		return NULL;
	return counts[0] > counts[1] ? "UTF-16BE" : "UTF-16LE";
}
