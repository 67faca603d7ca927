/* Foreign text to UTF-8: deciding the encoding of a file, and folding of headings.
 *
 * CP932 and EUC-JP-MS, never SHIFT_JIS and EUC-JP: only the former know what Windows writes (①, ㈱, 髙). Without a BOM
 * the bytes of both often decode either way, so both are scored (score.c) and the better one is tried first. */
#include "tenken/syntax/text.h"

#include <stdlib.h>
#include <strings.h>
#include <utf8proc.h>

#include "syntax/encoding.h"
#include "tenken/base/limits.h"

/* Length of the UTF-8 character at `p` (`left` bytes there), 0 when it is none (Unicode, table 3-7). NUL is none in a
 * text. */
static size_t
char_length(const unsigned char *p, size_t left)
{
	unsigned char lead = p[0], second = left > 1 ? p[1] : 0;
	size_t len = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;

	if (lead < 0x80)
		return lead != 0;
	if (lead < 0xc2 || lead > 0xf4 || len > left)
		return 0;
	for (size_t i = 1; i < len; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return 0;
	}
	/* Overlong forms, surrogates, beyond U+10FFFF. */
	if ((lead == 0xe0 && second < 0xa0) || (lead == 0xed && second > 0x9f) || (lead == 0xf0 && second < 0x90) ||
	    (lead == 0xf4 && second > 0x8f))
		return 0;
	return len;
}

/* Whether eight bytes are all ASCII and none is NUL: most bytes of most files, taken together. */
static bool
is_plain(const unsigned char *p)
{
	uint64_t word;

	memcpy(&word, p, sizeof word);
	return ((word | (word - 0x0101010101010101u)) & 0x8080808080808080u) == 0;
}

/* The offset of the first byte that is no UTF-8, or the length. */
static size_t
valid_prefix(struct str bytes)
{
	const unsigned char *p = (const unsigned char *)bytes.ptr;
	size_t i = 0;

	while (i < bytes.len) {
		if (bytes.len - i >= 8 && is_plain(p + i)) {
			i += 8;
			continue;
		}
		size_t len = char_length(p + i, bytes.len - i);
		if (len == 0)
			break;
		i += len;
	}
	return i;
}

bool
text_is_utf8(struct str bytes)
{
	return valid_prefix(bytes) == bytes.len;
}

const char *
text_encoding_find(const char *name)
{
	/* SHIFT_JIS and EUC-JP are read as what they are in Japan: Windows' supersets. */
	static const struct {
		const char *alias, *encoding;
	} names[] = {
		{ "UTF-8", "UTF-8" }, { "UTF8", "UTF-8" },
		{ "UTF-16", "UTF-16LE" }, { "UTF-16LE", "UTF-16LE" }, { "UTF-16BE", "UTF-16BE" },
		{ "CP932", "CP932" }, { "MS932", "CP932" }, { "Windows-31J", "CP932" }, { "Shift_JIS", "CP932" },
		{ "Shift-JIS", "CP932" }, { "SJIS", "CP932" },
		{ "EUC-JP-MS", "EUC-JP-MS" }, { "eucJP-ms", "EUC-JP-MS" }, { "EUC-JP", "EUC-JP-MS" },
		{ "EUCJP", "EUC-JP-MS" },
		{ "ISO-2022-JP", "ISO-2022-JP" }, { "JIS", "ISO-2022-JP" },
	};

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		if (strcasecmp(names[i].alias, name) == 0)
			return names[i].encoding;
	}
	return NULL;
}

bool
text_from_cp932(struct arena *arena, struct str bytes, struct str *ret)
{
	unsigned line;

	return encoding_convert(arena, "CP932", bytes, ret, &line);
}

static int
report_invalid(struct run *run, const char *name, unsigned line, const char *what)
{
	return diag_report(&run->diags, DIAG_ENCODING_INVALID, (struct span){ .path = name, .line = line }, "%s", what);
}

/* The bytes are known, or declared, to be in that encoding. */
static int
decode_as(struct run *run, struct arena *arena, const char *name, struct str bytes, const char *encoding,
    struct text *ret)
{
	struct text text = { .utf8 = bytes, .encoding = encoding };
	unsigned line;

	if (strcmp(encoding, "UTF-8") == 0) {
		size_t valid = valid_prefix(bytes);
		if (valid != bytes.len)
			return report_invalid(run, name, encoding_line(bytes, valid), encoding);
	} else if (!encoding_convert(arena, encoding, bytes, &text.utf8, &line)) {
		return report_invalid(run, name, line, encoding);
	}
	*ret = text;
	return 0;
}

static int
take_guess(struct run *run, const char *name, struct str utf8, const char *encoding, struct text *ret)
{
	*ret = (struct text){ .utf8 = utf8, .encoding = encoding, .is_guessed = true };
	diag_report(&run->diags, DIAG_ENCODING_GUESSED, (struct span){ .path = name }, "%s", encoding);
	return 0;
}

/* CP932 or EUC-JP-MS, the better score first; the score knows no unassigned codes, so the other one is tried too. */
static int
guess(struct run *run, struct arena *arena, const char *name, struct str bytes, struct text *ret)
{
	struct {
		const char *encoding;
		long score;
	} tries[2] = { { "CP932", encoding_score_cp932(bytes) }, { "EUC-JP-MS", encoding_score_euc(bytes) } };
	/* Equal scores: CP932, which Japanese Windows and Excel write. */
	size_t best = tries[1].score > tries[0].score;
	unsigned furthest = encoding_line(bytes, valid_prefix(bytes));

	for (size_t i = 0; i < 2; i++) {
		size_t t = i == 0 ? best : 1 - best;
		struct str utf8;
		unsigned line = 1;
		bool fits = encoding_convert(arena, tries[t].encoding, bytes, &utf8, &line);
		if (fits && tries[t].score != ENCODING_BROKEN)
			return take_guess(run, name, utf8, tries[t].encoding, ret);
		furthest = line > furthest ? line : furthest;
	}
	/* Most of the file was read by the encoding that came furthest: its line is where to look. */
	return report_invalid(run, name, furthest, "neither UTF-8 nor CP932 nor EUC-JP");
}

/* There are NUL bytes: UTF-16, or no text. */
static int
decode_nul(struct run *run, struct arena *arena, const char *name, struct str bytes, const char *nul, struct text *ret)
{
	const char *encoding = encoding_utf16(bytes);
	struct str utf8;
	unsigned line = encoding_line(bytes, (size_t)(nul - bytes.ptr));

	if (!encoding)
		return report_invalid(run, name, line, "a NUL byte");
	if (!encoding_convert(arena, encoding, bytes, &utf8, &line))
		return report_invalid(run, name, line, encoding);
	return take_guess(run, name, utf8, encoding, ret);
}

static struct str
without(struct str bytes, size_t count)
{
	return (struct str){ bytes.ptr + count, bytes.len - count };
}

int
text_decode(struct run *run, struct arena *arena, const char *name, struct str bytes, struct text *ret)
{
	const char *nul = bytes.len ? memchr(bytes.ptr, '\0', bytes.len) : NULL;

	if (str_has_prefix(bytes, "\xef\xbb\xbf"))
		return decode_as(run, arena, name, without(bytes, 3), "UTF-8", ret);
	if (str_has_prefix(bytes, "\xff\xfe"))
		return decode_as(run, arena, name, without(bytes, 2), "UTF-16LE", ret);
	if (str_has_prefix(bytes, "\xfe\xff"))
		return decode_as(run, arena, name, without(bytes, 2), "UTF-16BE", ret);
	if (run->encoding) {
		const char *encoding = text_encoding_find(run->encoding);
		if (!encoding)
			return report_invalid(run, name, 0, run->encoding);
		return decode_as(run, arena, name, bytes, encoding, ret);
	}
	if (encoding_is_iso2022jp(bytes))
		return decode_as(run, arena, name, bytes, "ISO-2022-JP", ret);
	if (nul)
		return decode_nul(run, arena, name, bytes, nul, ret);
	if (text_is_utf8(bytes)) {
		*ret = (struct text){ .utf8 = bytes, .encoding = "UTF-8" };
		return 0;
	}
	return guess(run, arena, name, bytes, ret);
}

/* NFKC of the text, without characters that nobody sees (a blank of no width, variation selectors); the text itself where it is
 * no UTF-8. A copy on the arena. */
static char *
nfkc(struct arena *arena, struct str text)
{
	utf8proc_uint8_t *mapped = NULL;
	utf8proc_ssize_t len = -1;
	size_t i = 0;

	while (i < text.len && (unsigned char)text.ptr[i] < 0x80)
		i++;
	/* ASCII is its own NFKC; most cells are. */
	if (i < text.len)
		len = utf8proc_map((const utf8proc_uint8_t *)text.ptr, (utf8proc_ssize_t)text.len, &mapped,
		    UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_IGNORE);
	if (len < 0)
		return arena_strndup(arena, text.ptr, text.len);
	char *copy = arena_strndup(arena, (const char *)mapped, (size_t)len);
	free(mapped);
	return copy;
}

/* Whether the character leaves no mark on paper: blanks of any width, controls, what is ignored by default, the fillers of
 * hangul. */
static bool
is_invisible(utf8proc_int32_t c)
{
	const utf8proc_property_t *property = utf8proc_get_property(c);

	return c <= ' ' || property->ignorable || property->category == UTF8PROC_CATEGORY_ZS || property->category == UTF8PROC_CATEGORY_ZL ||
	    property->category == UTF8PROC_CATEGORY_ZP || property->category == UTF8PROC_CATEGORY_CF || property->category == UTF8PROC_CATEGORY_CC;
}

struct str
text_trim(struct str text)
{
	utf8proc_int32_t c;

	for (utf8proc_ssize_t len; text.len; text = (struct str){ text.ptr + len, text.len - (size_t)len }) {
		len = utf8proc_iterate((const utf8proc_uint8_t *)text.ptr, (utf8proc_ssize_t)text.len, &c);
		if (len <= 0 || !is_invisible(c))
			break;
	}
	while (text.len) {
		size_t start = text.len - 1;
		while (start && ((unsigned char)text.ptr[start] & 0xc0) == 0x80)
			start--;
		utf8proc_ssize_t len = utf8proc_iterate((const utf8proc_uint8_t *)text.ptr + start, (utf8proc_ssize_t)(text.len - start), &c);
		if (len <= 0 || !is_invisible(c))
			break;
		text.len = start;
	}
	return text;
}

/* Marks that people put into headings or leave out. After NFKC, so full-width brackets are ASCII ones. The long mark ー
 * is a letter and stays. */
static bool
is_mark(utf8proc_int32_t c)
{
	static const utf8proc_int32_t marks[] = {
		0x3000, 0x3001, 0x3002, 0x300c, 0x300d, 0x3010, 0x3011, 0x30fb,   /* blank 、。「」【】・ */
	};

	for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
		if (c == marks[i])
			return true;
	}
	return c <= ' ' || (c < 0x80 && strchr("()[]{}_-:/.,*#\"'", (int)c)) || (c >= 0x2010 && c <= 0x2015);
}

const char *
text_fold(struct arena *arena, struct str text)
{
	if (text.len > LIMIT_CELL_BYTES)
		text.len = LIMIT_CELL_BYTES;
	char *folded = nfkc(arena, text), *out = folded;

	for (const char *p = folded; *p;) {
		utf8proc_int32_t c;
		utf8proc_ssize_t len = utf8proc_iterate((const utf8proc_uint8_t *)p, -1, &c);
		if (len <= 0) {
			p++;
			continue;
		}
		if (c >= 'A' && c <= 'Z')
			*out++ = (char)(c - 'A' + 'a');
		else if (!is_mark(c)) {
			memmove(out, p, (size_t)len);
			out += len;
		}
		p += len;
	}
	*out = '\0';
	return folded;
}

const char *
text_narrow(struct arena *arena, struct str text)
{
	char *narrow = nfkc(arena, str_trim(text));
	struct str trimmed = str_trim(str_of(narrow));

	narrow[(size_t)(trimmed.ptr - narrow) + trimmed.len] = '\0';
	return trimmed.ptr;
}
