/* What libxml2 would take too long over: it holds each attribute of an element against all before it (XML 1.0, 3.1: no name
 * twice), so a few hundred thousand of them, which fit any limit of bytes, take minutes. Nothing in its interface bounds that;
 * so the equal signs of each start tag are counted before.
 *
 * The count must see the same characters as libxml2. UTF-8 and the encodings of Japan keep ASCII as it is, UTF-16 is taken by
 * its units; encodings in which the byte of a quote may be something else are not accepted: nobody writes evidence in them. */
#include "syntax/xml_guard.h"

#include "tenken/base/limits.h"

#define HEAD 256   /* characters of which the XML declaration is looked for */

/* The text by characters: one or two bytes each. */
struct units {
	struct str bytes;
	size_t width;     /* bytes of a unit */
	size_t low;       /* where in a unit its low byte is */
	size_t count;
};

static struct units
units_of(struct str bytes)
{
	struct units units = { .bytes = bytes, .width = 1 };
	bool is_little = str_has_prefix(bytes, "\xff\xfe") || (bytes.len > 1 && bytes.ptr[0] == '<' && !bytes.ptr[1]);
	bool is_big = str_has_prefix(bytes, "\xfe\xff") || (bytes.len > 1 && !bytes.ptr[0] && bytes.ptr[1] == '<');

	if (is_little || is_big) {
		units.width = 2;
		units.low = is_big;
	}
	units.count = bytes.len / units.width;
	return units;
}

/* The character when it is ASCII, else one that means nothing here. */
static char
unit_at(const struct units *units, size_t i)
{
	const char *unit = units->bytes.ptr + i * units->width;
	bool is_ascii = (unsigned char)unit[units->low] < 0x80 && (units->width == 1 || unit[1 - units->low] == '\0');

	return is_ascii ? unit[units->low] : 'x';
}

static bool
is_at(const struct units *units, size_t i, const char *text)
{
	for (; *text; text++, i++)
		if (i >= units->count || unit_at(units, i) != *text)
			return false;
	return true;
}

/* The index of the last character of the next `close`, or of the text. */
static size_t
end_of(const struct units *units, size_t i, const char *close)
{
	while (i < units->count && !is_at(units, i, close))
		i++;
	return i < units->count ? i + strlen(close) - 1 : units->count;
}

/* The index of the `>` of the tag that begins at `i`, or of the end; `ret_count` gets its equal signs outside of quotes. */
static size_t
count_tag(const struct units *units, size_t i, size_t *ret_count)
{
	char quote = '\0';

	*ret_count = 0;
	for (; i < units->count; i++) {
		char c = unit_at(units, i);
		if (quote)
			quote = c == quote ? '\0' : quote;
		else if (c == '"' || c == '\'')
			quote = c;
		else if (c == '>')
			break;
		else
			*ret_count += c == '=';
	}
	return i;
}

/* The index of a start tag with more attributes than an element may have; that of the end when there is none. */
static size_t
find_wide_tag(const struct units *units)
{
	size_t i = 0;

	for (size_t start, count; i < units->count; i++) {
		if (unit_at(units, i) != '<')
			continue;
		if (is_at(units, i, "<!--"))
			i = end_of(units, i, "-->");
		else if (is_at(units, i, "<![CDATA["))
			i = end_of(units, i, "]]>");
		else if (is_at(units, i, "<?"))
			i = end_of(units, i, "?>");
		else if (start = i, i = count_tag(units, i, &count), count > LIMIT_XML_ATTRIBUTES)
			return start;
	}
	return units->count;
}

static unsigned
line_of(const struct units *units, size_t at)
{
	unsigned line = 1;

	for (size_t i = 0; i < at; i++)
		line += unit_at(units, i) == '\n';
	return line;
}

/* Whether the declaration names one of the encodings that are read, or none. */
static bool
is_known_encoding(const struct units *units)
{
	static const char *const known[] = { "utf-8", "utf8", "utf-16", "utf-16le", "utf-16be", "us-ascii", "ascii", "iso-8859-1", "iso-8859-15",
		"windows-1252", "shift_jis", "shift-jis", "windows-31j", "cp932", "euc-jp" };
	char head[HEAD] = "";
	size_t start = 0;

	while (start < 4 && start < units->count && unit_at(units, start) == 'x')
		start++;   /* a byte order mark */
	if (!is_at(units, start, "<?xml"))
		return true;
	for (size_t i = 0; i + 1 < sizeof head && start + i < units->count && unit_at(units, start + i) != '>'; i++) {
		char c = unit_at(units, start + i);
		head[i] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
	}
	const char *encoding = strstr(head, "encoding");
	if (!encoding)
		return strlen(head) + 1 < sizeof head;
	struct str rest = str_of(encoding + strlen("encoding")), name = str_token(&rest, " \t\r\n='\"?");
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (str_is(name, known[i]))
			return true;
	return false;
}

/* `<?xm` in EBCDIC, or UTF-32 either way: libxml2 would know them without a declaration. */
static bool
is_odd(struct str bytes)
{
	static const char *const starts[] = { "\x4c\x6f\xa7\x94", "\0\0\0<", "<\0\0\0", "\0\0<\0", "\0<\0\0" };

	for (size_t i = 0; bytes.len >= 4 && i < sizeof starts / sizeof *starts; i++)
		if (memcmp(bytes.ptr, starts[i], 4) == 0)
			return true;
	return false;
}

struct xml_fault
xml_guard(struct str bytes)
{
	struct units units = units_of(bytes);

	if (is_odd(bytes) || !is_known_encoding(&units))
		return (struct xml_fault){ .why = "an encoding that is not read", .line = 1 };
	size_t wide = find_wide_tag(&units);
	if (wide < units.count)
		return (struct xml_fault){ .why = "an element with too many attributes", .is_limit = true, .line = line_of(&units, wide) };
	return (struct xml_fault){ 0 };
}
