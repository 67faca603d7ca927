/* The line grammars that most daemons share: systemd.syntax(7), auditd.conf(5), login.defs(5).
 *
 * A daemon skips or refuses what it cannot read; so a line that fits no form is reported and left out, never guessed
 * at: what the daemon does not see must not become evidence. */
#include "tenken/syntax/lines.h"

#include "tenken/base/buf.h"
#include "tenken/base/limits.h"

struct lines
lines_of(struct str bytes)
{
	return (struct lines){ .rest = bytes };
}

bool
lines_next(struct lines *lines)
{
	if (!str_line(&lines->rest, &lines->text))
		return false;
	lines->line++;
	lines->is_cut = lines->text.len > LIMIT_LINE_BYTES;
	if (lines->is_cut) {
		size_t len = LIMIT_LINE_BYTES;
		/* Not through a character of UTF-8 (at most three bytes of it are left of the cut). */
		for (int i = 0; i < 3 && ((unsigned char)lines->text.ptr[len] & 0xc0) == 0x80; i++)
			len--;
		lines->text.len = len;
	}
	return true;
}

/* What one call of lines_pairs works with. */
struct reading {
	struct run *run;
	struct arena *arena;
	const char *name;
	enum lines_style style;
	struct str section;
	struct line_pairs pairs;
	struct buf joined;       /* the continued line so far */
	unsigned joined_line;    /* where it began; 0: none is open */
	bool is_broken;          /* a section header was, nothing more counts */
};

static struct span
span_at(const struct reading *reading, unsigned line)
{
	return (struct span){ .path = reading->name, .line = line };
}

static void
report_unknown(struct reading *reading, unsigned line, struct str text)
{
	int shown = text.len < LIMIT_DIAG_DETAIL ? (int)text.len : LIMIT_DIAG_DETAIL;

	diag_report(&reading->run->diags, DIAG_SYNTAX_UNKNOWN, span_at(reading, line), "%.*s", shown, text.ptr);
}

static void
report_long(struct reading *reading, unsigned line)
{
	diag_report(&reading->run->diags, DIAG_LIMIT, span_at(reading, line), "line longer than %u bytes",
	    LIMIT_LINE_BYTES);
}

static void
add(struct reading *reading, unsigned line, struct str key, struct str value)
{
	struct line_pair pair = { .section = reading->section, .key = key, .value = value, .line = line };

	vec_push(reading->arena, &reading->pairs.list, pair);
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static bool
has_blank(struct str a)
{
	for (size_t i = 0; i < a.len; i++) {
		if (is_blank(a.ptr[i]))
			return true;
	}
	return false;
}

/* Cuts at the first `=`. False without one, or without a key before it. */
static bool
split_equals(struct str text, struct str *ret_key, struct str *ret_value)
{
	const char *equals = text.len ? memchr(text.ptr, '=', text.len) : NULL;

	if (!equals)
		return false;
	size_t at = (size_t)(equals - text.ptr);
	struct str key = str_trim((struct str){ text.ptr, at });
	if (key.len == 0)
		return false;
	*ret_key = key;
	*ret_value = str_trim((struct str){ equals + 1, text.len - at - 1 });
	return true;
}

/* A whole line of systemd's grammar, continued ones joined. */
static void
read_ini(struct reading *reading, unsigned line, struct str text)
{
	struct str key, value;

	text = str_trim(text);
	if (text.len == 0)
		return;
	if (text.ptr[0] == '[') {
		reading->is_broken = text.ptr[text.len - 1] != ']';
		if (reading->is_broken)
			report_unknown(reading, line, text);
		else
			reading->section = (struct str){ text.ptr + 1, text.len - 2 };
		return;
	}
	if (split_equals(text, &key, &value))
		add(reading, line, key, value);
	else
		report_unknown(reading, line, text);
}

/* auditd.conf(5): one keyword, an equal sign, its value. A keyword of two words is none. */
static void
read_equals(struct reading *reading, unsigned line, struct str text)
{
	struct str key, value;

	if (split_equals(text, &key, &value) && !has_blank(key))
		add(reading, line, key, value);
	else
		report_unknown(reading, line, text);
}

/* login.defs(5): the value begins after blanks and double quotes and ends before the next double quote. */
static void
read_blank(struct reading *reading, unsigned line, struct str text)
{
	size_t key = 0, start, end;

	while (key < text.len && !is_blank(text.ptr[key]))
		key++;
	if (key == text.len) {
		report_unknown(reading, line, text);
		return;
	}
	start = key;
	while (start < text.len && (is_blank(text.ptr[start]) || text.ptr[start] == '"'))
		start++;
	end = start;
	while (end < text.len && text.ptr[end] != '"')
		end++;
	add(reading, line, (struct str){ text.ptr, key }, str_trim((struct str){ text.ptr + start, end - start }));
}

/* Whether the backslash at the end is not itself escaped: their number is odd. */
static bool
is_continued(struct str text)
{
	size_t count = 0;

	while (count < text.len && text.ptr[text.len - 1 - count] == '\\')
		count++;
	return count % 2 == 1;
}

/* The end of a continued line: the text moves to the arena, where the pairs may point. */
static void
finish_joined(struct reading *reading)
{
	struct str all = buf_str(&reading->joined);

	if (reading->joined.is_full) {
		report_long(reading, reading->joined_line);
	} else {
		all.ptr = arena_strndup(reading->arena, all.ptr, all.len);
		read_ini(reading, reading->joined_line, all);
	}
	buf_free(&reading->joined);
	reading->joined = BUF_INIT(LIMIT_LINE_BYTES);
	reading->joined_line = 0;
}

/* One physical line. systemd.syntax(7): a line that ends in a backslash goes on in the next one that is no comment,
 * the backslash becomes a space; an empty line ends it. */
static void
take_ini(struct reading *reading, unsigned line, struct str text)
{
	while (text.len && is_blank(text.ptr[0]))
		text = (struct str){ text.ptr + 1, text.len - 1 };
	if (text.len && (text.ptr[0] == '#' || text.ptr[0] == ';'))
		return;
	bool goes_on = is_continued(text);
	if (!goes_on && reading->joined_line == 0) {
		if (text.len > LIMIT_LINE_BYTES)
			report_long(reading, line);
		else
			read_ini(reading, line, text);
		return;
	}
	if (reading->joined_line == 0)
		reading->joined_line = line;
	buf_add(&reading->joined, text.ptr, goes_on ? text.len - 1 : text.len);
	if (goes_on)
		buf_putc(&reading->joined, ' ');
	else
		finish_joined(reading);
}

/* The styles without continuation. */
static void
take_plain(struct reading *reading, unsigned line, struct str text)
{
	text = str_trim(text);
	if (text.len == 0 || text.ptr[0] == '#')
		return;
	if (reading->style == LINES_EQUALS)
		read_equals(reading, line, text);
	else
		read_blank(reading, line, text);
}

/* The current line as it was before it was cut. */
static struct str
whole_line(const struct lines *lines)
{
	struct str line, rest = { lines->text.ptr, (size_t)(lines->rest.ptr - lines->text.ptr) };

	return str_line(&rest, &line) ? line : lines->text;
}

static void
take(struct reading *reading, const struct lines *lines)
{
	/* Whether a line beyond the limit goes on decides what the next one means: its end is looked at too. */
	if (reading->style == LINES_INI)
		take_ini(reading, lines->line, whole_line(lines));
	else if (lines->is_cut)
		report_long(reading, lines->line);
	else
		take_plain(reading, lines->line, lines->text);
}

void
lines_pairs(struct run *run, struct arena *arena, const char *name, struct str bytes, enum lines_style style,
    struct line_pairs *ret)
{
	struct reading reading = { .run = run, .arena = arena, .name = name, .style = style, .section = STR("") };
	struct lines lines;

	reading.joined = BUF_INIT(LIMIT_LINE_BYTES);
	if (str_has_prefix(bytes, "\xef\xbb\xbf"))
		bytes = (struct str){ bytes.ptr + 3, bytes.len - 3 };
	lines = lines_of(bytes);
	while (!reading.is_broken && lines_next(&lines)) {
		if (lines.line > LIMIT_LINES) {
			diag_report(&run->diags, DIAG_LIMIT, span_at(&reading, lines.line), "more than %d lines",
			    LIMIT_LINES);
			break;
		}
		take(&reading, &lines);
	}
	if (reading.joined_line != 0)
		finish_joined(&reading);
	buf_free(&reading.joined);
	*ret = reading.pairs;
}
