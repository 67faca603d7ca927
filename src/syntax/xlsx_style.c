/* Number formats and strings of a workbook (ECMA-376 part 1, 18.8 and 18.4): what of a number is a day, and what of a
 * string is text. */
#include "syntax/xlsx_part.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "tenken/base/buf.h"
#include "tenken/base/clock.h"
#include "tenken/base/limits.h"
#include "tenken/base/map.h"

#define DAY_SECONDS 86400
#define LAST_SERIAL 2958465        /* 9999-12-31 in the 1900 system */
#define EPOCH_1900 25569           /* the serial of 1970-01-01 */
#define EPOCH_1904 24107
#define LEAP_1900 60               /* the 29th of February 1900, which never was */

/* 18.8.30, and those of Japanese Excel (27 to 36, 50 to 58). */
static enum xlsx_format
built_in(unsigned id)
{
	if (id == 22)
		return XLSX_MOMENT;
	if ((id >= 18 && id <= 21) || id == 32 || id == 33 || (id >= 45 && id <= 47))
		return XLSX_TIME;
	if (id == 17 || id == 34 || id == 35 || id == 52 || id == 53 || id == 55 || id == 56)
		return XLSX_MONTH;
	if ((id >= 14 && id <= 16) || (id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 58))
		return XLSX_DAY;
	return XLSX_NUMBER;
}

/* Which letters of days and times the first section of a code has, outside quotes, brackets and escapes. */
struct letters {
	bool year, month, day, hour, second, elapsed;
};

static struct letters
letters_of(const char *code)
{
	struct letters found = { 0 };

	for (const char *p = code; *p && *p != ';'; p++) {
		if (*p == '"' || *p == '[') {
			const char *end = strchr(p + 1, *p == '"' ? '"' : ']');
			if (!end)
				break;
			/* [h] [mm] [ss]: a time that has passed; other brackets are colours, conditions, languages. */
			found.elapsed |= *p == '[' && strspn(p + 1, "hHmMsS") == (size_t)(end - p - 1);
			p = end;
		} else if (*p == '\\' || *p == '_' || *p == '*') {
			if (!*++p)
				break;
		} else if (strncmp(p, "General", 7) == 0) {
			p += 6;
		} else if ((*p == 'E' || *p == 'e') && (p[1] == '+' || p[1] == '-')) {
			p++;   /* an exponent; elsewhere e is the year of an era */
		} else {
			found.year |= strchr("yYeEgG", *p) != NULL;
			found.month |= strchr("mM", *p) != NULL;
			found.day |= strchr("dD", *p) != NULL;
			found.hour |= strchr("hH", *p) != NULL;
			found.second |= strchr("sS", *p) != NULL;
		}
	}
	return found;
}

enum xlsx_format
xlsx_format_of(unsigned id, const char *code)
{
	if (!code)
		return built_in(id);
	struct letters found = letters_of(code);
	bool is_clock = found.hour || found.second || found.elapsed;
	/* Beside hours or seconds m is minutes, unless there is a day or a year as well. */
	if (found.day || found.year)
		return is_clock ? XLSX_MOMENT : found.day ? XLSX_DAY : XLSX_MONTH;
	return is_clock ? XLSX_TIME : found.month ? XLSX_MONTH : XLSX_NUMBER;
}

static unsigned
unsigned_of(const char *text)
{
	int64_t number;

	return text && str_int(str_of(text), &number) && number < 1000000 ? (unsigned)number : 0;
}

static bool
is_on(const struct xml_node *node)
{
	const char *value = node ? xml_get(node, "val") : NULL;

	return node && (!value || (strcmp(value, "0") != 0 && strcmp(value, "false") != 0));
}

void
xlsx_styles(struct xlsx_book *book, const struct xml_node *root)
{
	const struct xml_node *formats = xml_child(root, "numFmts"), *fonts = xml_child(root, "fonts"), *cells = xml_child(root, "cellXfs");
	struct map codes = MAP_INIT(book->arena);   /* by the format's id */
	VEC(bool) struck = { 0 };

	for (const struct xml_node *n = formats ? xml_child(formats, "numFmt") : NULL; n; n = xml_next(n, "numFmt"))
		if (xml_get(n, "numFmtId") && xml_get(n, "formatCode"))
			map_set(&codes, xml_get(n, "numFmtId"), (void *)xml_get(n, "formatCode"));
	for (const struct xml_node *n = fonts ? xml_child(fonts, "font") : NULL; n; n = xml_next(n, "font"))
		vec_push(book->arena, &struck, is_on(xml_child(n, "strike")));
	for (const struct xml_node *n = cells ? xml_child(cells, "xf") : NULL; n; n = xml_next(n, "xf")) {
		const char *format = xml_get(n, "numFmtId");
		size_t font = unsigned_of(xml_get(n, "fontId"));
		struct xlsx_style style = { xlsx_format_of(unsigned_of(format), map_get(&codes, format ? format : "")),
			font < struck.len && struck.items[font] };
		vec_push(book->arena, &book->styles, style);
	}
}

/* The character that a string writes as _x000D_ (ST_Xstring, 22.9.2.19); 0 where none begins. */
static unsigned
escaped(const char *p)
{
	if (p[0] != '_' || p[1] != 'x' || strspn(p + 2, "0123456789ABCDEFabcdef") < 4 || p[6] != '_')
		return 0;
	return (unsigned)strtoul((char[]){ p[2], p[3], p[4], p[5], '\0' }, NULL, 16);
}

static void
add_text(struct buf *buf, const char *text)
{
	for (const char *p = text; *p; p++) {
		unsigned c = escaped(p);
		if (c && c < 0x80) {
			buf_putc(buf, (char)c);
			p += 6;
		} else {
			buf_putc(buf, *p);
		}
	}
}

struct str
xlsx_string(struct arena *arena, const struct xml_node *node)
{
	struct buf buf = BUF_INIT(LIMIT_CELL_BYTES);
	bool is_struck = false;

	for (const struct xml_node *n = node->children; n; n = n->next) {
		const struct xml_node *properties = xml_child(n, "rPr"), *text = strcmp(n->name, "r") == 0 ? xml_child(n, "t") : n;
		if (!text || strcmp(text->name, "t") != 0)
			continue;   /* rPh: how it is read aloud */
		if (properties && is_on(xml_child(properties, "strike")))
			is_struck = true;
		else
			add_text(&buf, text->text);
	}
	struct str string = buf_str(&buf);
	/* A string that is too long is a cell that is too long: it cannot be a value of any column. */
	if (buf.is_full)
		string = STR("#VALUE!");
	else if (is_struck && str_trim(string).len == 0)
		string = STR("#STRUCK!");
	string.ptr = arena_strndup(arena, string.ptr, string.len);
	buf_free(&buf);
	return string;
}

void
xlsx_strings(struct xlsx_book *book, const struct xml_node *root)
{
	for (const struct xml_node *n = xml_child(root, "si"); n; n = xml_next(n, "si"))
		vec_push(book->arena, &book->strings, xlsx_string(book->arena, n));
}

/* The day of a serial, or DAY_UNKNOWN: 1900 had no 29th of February, and Excel thinks it had. */
static int32_t
day_of_serial(double serial, bool is_1904)
{
	int32_t whole = (int32_t)serial;

	if (is_1904)
		return whole - EPOCH_1904;
	if (whole == LEAP_1900 || whole == 0)
		return DAY_UNKNOWN;
	return whole - EPOCH_1900 + (whole < LEAP_1900);
}

static const char *
moment_text(struct arena *arena, enum xlsx_format format, double number, bool is_1904)
{
	double whole = floor(number), seconds = round((number - whole) * DAY_SECONDS);

	if (seconds >= DAY_SECONDS) {
		seconds = 0;
		whole++;
	}
	int minute = (int)seconds / 60;
	int32_t day = day_of_serial(whole, is_1904);
	if (format == XLSX_TIME)
		return arena_printf(arena, "%02d:%02d", minute / 60, minute % 60);
	if (day == DAY_UNKNOWN)
		return NULL;
	if (format == XLSX_MONTH)
		return arena_strndup(arena, day_text(arena, day), 7);
	if (format == XLSX_DAY)
		return day_text(arena, day);
	return arena_printf(arena, "%s %02d:%02d", day_text(arena, day), minute / 60, minute % 60);
}

const char *
xlsx_number_text(struct arena *arena, enum xlsx_format format, double number, bool is_1904)
{
	if (format == XLSX_NUMBER)
		return arena_printf(arena, "%.15g", number);
	if (number < 0 || number > LAST_SERIAL)
		return NULL;
	return moment_text(arena, format, number, is_1904);
}
