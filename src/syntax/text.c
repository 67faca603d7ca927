/* Foreign text to UTF-8: deciding the encoding of a file, and folding of headings.
 *
 * CP932 and EUC-JP-MS, never SHIFT_JIS and EUC-JP: only the former know what Windows writes (①, ㈱, 髙). Without a BOM the
 * bytes of both often decode either way (`はい` in EUC is half-width kana in CP932), so both are tried and scored. */
#include "tenken/syntax/text.h"

#include <errno.h>
#include <iconv.h>
#include <stdlib.h>
#include <utf8proc.h>

#include "tenken/base/limits.h"

/* Length of the UTF-8 character at `p` (`left` bytes there), 0 when it is none. NUL is none in a text. */
static size_t
char_length(const unsigned char *p, size_t left)
{
	size_t len = *p < 0x80 ? *p != 0 : *p >= 0xc2 && *p <= 0xdf ? 2 : (*p & 0xf0) == 0xe0 ? 3 : *p >= 0xf0 && *p <= 0xf4 ? 4 : 0;

	if (len > left)
		return 0;
	for (size_t i = 1; i < len; i++)
		if ((p[i] & 0xc0) != 0x80)
			return 0;
	if (len == 3 && ((p[0] == 0xe0 && p[1] < 0xa0) || (p[0] == 0xed && p[1] > 0x9f)))
		return 0;
	if (len == 4 && ((p[0] == 0xf0 && p[1] < 0x90) || (p[0] == 0xf4 && p[1] > 0x8f)))
		return 0;
	return len;
}

/* The offset of the first byte that is no UTF-8, or the length. */
static size_t
valid_prefix(struct str bytes)
{
	size_t i = 0;

	while (i < bytes.len) {
		size_t len = char_length((const unsigned char *)bytes.ptr + i, bytes.len - i);
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

/* Converts the whole by iconv. False when a byte does not fit; then `*ret_offset` is where. */
static bool
convert(struct arena *arena, struct str bytes, const char *encoding, struct str *ret, size_t *ret_offset)
{
	iconv_t converter = iconv_open("UTF-8", encoding);
	/* No encoding here gives more than three bytes of UTF-8 for one of its own. */
	size_t size = bytes.len * 3 + 4, left = bytes.len, room = size;
	char *out, *to, *from = (char *)(uintptr_t)bytes.ptr;

	*ret_offset = 0;
	if (converter == (iconv_t)-1)
		return false;
	out = to = arena_alloc(arena, size + 1);
	bool is_done = iconv(converter, &from, &left, &to, &room) != (size_t)-1;
	iconv_close(converter);
	*ret_offset = bytes.len - left;
	*ret = (struct str){ out, size - room };
	return is_done && text_is_utf8(*ret);
}

/* How much a decoding looks like Japanese that somebody wrote. Kana, common kanji and ASCII speak for it; half-width kana
 * (what EUC looks like in CP932) and private or rare characters against it. */
static long
score(struct str utf8)
{
	long points = 0;

	for (size_t i = 0; i < utf8.len;) {
		utf8proc_int32_t c;
		utf8proc_ssize_t len = utf8proc_iterate((const utf8proc_uint8_t *)utf8.ptr + i, (utf8proc_ssize_t)(utf8.len - i), &c);
		if (len <= 0)
			return -1000000;
		if (c < 0x20 && c != '\t' && c != '\n' && c != '\r')
			points -= 10;
		else if (c >= 0x3041 && c <= 0x30ff)
			points += 4;
		else if (c >= 0x4e00 && c <= 0x9fff)
			points += 2;
		else if (c >= 0x3000 && c <= 0x303f)
			points += 3;
		else if (c >= 0xff01 && c <= 0xff5e)
			points += 2;
		else if (c >= 0xff61 && c <= 0xff9f)
			points -= 2;
		else if (c >= 0xe000 && c <= 0xf8ff)
			points -= 5;
		i += (size_t)len;
	}
	return points;
}

static unsigned
line_at(struct str bytes, size_t offset)
{
	unsigned line = 1;

	for (size_t i = 0; i < offset && i < bytes.len; i++)
		line += bytes.ptr[i] == '\n';
	return line;
}

static int
convert_or_report(struct run *run, struct arena *arena, const char *name, struct str bytes, const char *encoding, struct text *ret)
{
	struct str utf8;
	size_t offset;

	if (!convert(arena, bytes, encoding, &utf8, &offset))
		return diag_report(&run->diags, DIAG_ENCODING_INVALID, (struct span){ name, line_at(bytes, offset), 0 }, "%s at byte %zu", encoding,
		    offset);
	/* Converters of UTF-16 keep a mark that stands inside. */
	*ret = (struct text){ .utf8 = utf8, .encoding = encoding };
	return 0;
}

/* UTF-16 without a BOM: in Western text every other byte is NUL. NULL when it is not. */
static const char *
utf16_without_bom(struct str bytes)
{
	size_t even = 0, odd = 0, pairs = bytes.len / 2 < 512 ? bytes.len / 2 : 512;

	for (size_t i = 0; i < pairs; i++) {
		even += bytes.ptr[2 * i] == '\0';
		odd += bytes.ptr[2 * i + 1] == '\0';
	}
	if (bytes.len % 2 != 0 || pairs < 2)
		return NULL;
	if (odd > pairs / 4 && even == 0)
		return "UTF-16LE";
	return even > pairs / 4 && odd == 0 ? "UTF-16BE" : NULL;
}

static int
guess(struct run *run, struct arena *arena, const char *name, struct str bytes, struct text *ret)
{
	struct str cp932, euc;
	size_t cp932_offset, euc_offset;
	bool is_cp932 = convert(arena, bytes, "CP932", &cp932, &cp932_offset), is_euc = convert(arena, bytes, "EUC-JP-MS", &euc, &euc_offset);

	if (!is_cp932 && !is_euc)
		return diag_report(&run->diags, DIAG_ENCODING_INVALID, (struct span){ name, line_at(bytes, valid_prefix(bytes)), 0 },
		    "neither UTF-8 nor CP932 nor EUC-JP");
	/* Equal scores: CP932, which is what Japanese Windows and Excel write. */
	bool takes_euc = is_euc && (!is_cp932 || score(euc) > score(cp932));
	*ret = (struct text){ .utf8 = takes_euc ? euc : cp932, .encoding = takes_euc ? "EUC-JP-MS" : "CP932", .is_guessed = true };
	diag_report(&run->diags, DIAG_ENCODING_GUESSED, (struct span){ .path = name }, "%s", ret->encoding);
	return 0;
}

static struct str
without(struct str bytes, size_t count)
{
	return (struct str){ bytes.ptr + count, bytes.len - count };
}

int
text_decode(struct run *run, struct arena *arena, const char *name, struct str bytes, struct text *ret)
{
	if (str_has_prefix(bytes, "\xef\xbb\xbf")) {
		struct str rest = without(bytes, 3);
		size_t valid = valid_prefix(rest);
		if (valid != rest.len)
			return diag_report(&run->diags, DIAG_ENCODING_INVALID, (struct span){ name, line_at(rest, valid), 0 }, "UTF-8 at byte %zu", valid + 3);
		*ret = (struct text){ .utf8 = rest, .encoding = "UTF-8" };
		return 0;
	}
	if (str_has_prefix(bytes, "\xff\xfe"))
		return convert_or_report(run, arena, name, without(bytes, 2), "UTF-16LE", ret);
	if (str_has_prefix(bytes, "\xfe\xff"))
		return convert_or_report(run, arena, name, without(bytes, 2), "UTF-16BE", ret);
	if (run->encoding)
		return convert_or_report(run, arena, name, bytes, run->encoding, ret);
	/* ISO-2022-JP is ASCII to look at; its escapes give it away. */
	if (str_has(bytes, "\x1b$B") || str_has(bytes, "\x1b$@"))
		return convert_or_report(run, arena, name, bytes, "ISO-2022-JP", ret);
	if (text_is_utf8(bytes)) {
		*ret = (struct text){ .utf8 = bytes, .encoding = "UTF-8" };
		return 0;
	}
	const char *utf16 = utf16_without_bom(bytes);
	if (utf16)
		return convert_or_report(run, arena, name, bytes, utf16, ret);
	if (bytes.len && memchr(bytes.ptr, '\0', bytes.len))
		return diag_report(&run->diags, DIAG_ENCODING_INVALID,
		    (struct span){ name, line_at(bytes, (size_t)((const char *)memchr(bytes.ptr, '\0', bytes.len) - bytes.ptr)), 0 }, "a NUL byte");
	return guess(run, arena, name, bytes, ret);
}

/* NFKC of the text; the text itself where it is no UTF-8. */
static const char *
nfkc(struct arena *arena, struct str text)
{
	utf8proc_uint8_t *mapped = NULL;
	utf8proc_ssize_t len = utf8proc_map((const utf8proc_uint8_t *)text.ptr, (utf8proc_ssize_t)text.len, &mapped,
	    UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT);

	if (len < 0)
		return arena_strndup(arena, text.ptr, text.len);
	const char *copy = arena_strndup(arena, (const char *)mapped, (size_t)len);
	free(mapped);
	return copy;
}

/* Marks that people put into headings or leave out. After NFKC, so full-width brackets are ASCII ones. */
static bool
is_mark(utf8proc_int32_t c)
{
	return c <= ' ' || (c < 0x80 && strchr("()[]{}_-:/.,*#\"'", (int)c)) || c == 0x3000 || c == 0x30fb || c == 0x300c || c == 0x300d ||
	    c == 0x3010 || c == 0x3011 || c == 0x3001 || c == 0x3002 || (c >= 0x2010 && c <= 0x2015);
}

const char *
text_fold(struct arena *arena, struct str text)
{
	if (text.len > LIMIT_CELL_BYTES)
		text.len = LIMIT_CELL_BYTES;
	char *folded = (char *)(uintptr_t)nfkc(arena, text), *out = folded;

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
	struct str narrow = str_trim(str_of(nfkc(arena, text)));

	return arena_strndup(arena, narrow.ptr, narrow.len);
}
