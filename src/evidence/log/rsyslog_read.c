/* rsyslog.conf(5) as statements. The three dialects mix in one file: legacy lines end with the line, RainerScript calls with
 * their parenthesis; a filter or condition is joined with the action that may stand on the lines below it. What stands
 * inside a block is marked. */
#include "evidence/log/rsyslog.h"

#include <ctype.h>
#include <strings.h>

#include "tenken/base/limits.h"
#include "tenken/syntax/lines.h"

#define STATEMENT_LINES 300    /* joined to one statement at most */

/* How far the statement being read has come. */
struct scan {
	struct buf text;          /* without comments */
	unsigned begun;           /* the line it begins on; 0: none */
	unsigned lines;
	int parentheses, braces;
	char quote;
	bool is_in_comment;
};

struct reader {
	const struct parse *parse;
	struct rsyslog_config *config;
	struct map seen;
	int nesting;              /* files within files */
	int depth;                /* braces */
};

static void read_file(struct reader *reader, struct file *file);

static bool
has_manifest(const struct parse *parse)
{
	return map_get(&parse->bundle->by_name, "manifest.xml") || map_get(&parse->bundle->by_name, "manifest.csv");
}

static void
add(struct reader *reader, const struct file *file, unsigned line, const char *text, bool is_missing)
{
	struct rsyslog_statement statement = { .text = text, .is_nested = reader->depth > 0, .is_missing = is_missing, .file = file,
		.line = line };

	vec_push(reader->parse->bundle->arena, &reader->config->list, statement);
}

/* The files of a pattern, or all of a folder when it ends in `/`. Nothing found under a pattern means that there is nothing
 * only in the folder that the collector goes through. */
static void
include(struct reader *reader, const struct file *from, unsigned line, const char *path)
{
	const struct parse *parse = reader->parse;
	struct arena *arena = parse->bundle->arena;
	const char *pattern = *path == '/' ? path + 1 : path;
	bool is_found = false;

	if (str_has_suffix(str_of(pattern), "/"))
		pattern = arena_printf(arena, "%s*", pattern);
	size_t next = 0;
	for (const struct file *match; (match = bundle_match(parse, pattern, &next));) {
		struct file *file = bundle_file(parse, match->name);
		is_found = true;
		if (!file)
			add(reader, from, line, "", true);   /* a link out of the bundle */
		else if (!file->link)
			read_file(reader, file);
	}
	if (bundle_is_withheld(parse, pattern)) {
		add(reader, from, line, "", true);
		return;
	}
	if (is_found || (strpbrk(pattern, "*?[") && str_has_prefix(str_of(pattern), "etc/rsyslog.d/") && has_manifest(parse)))
		return;
	diag_report(&parse->run->diags, DIAG_INCLUDE_MISSING, file_span(from, line), "%s", path);
	add(reader, from, line, "", true);
}

bool
rsyslog_begins(const char *text, const char *word)
{
	size_t len = strlen(word);

	return strncasecmp(text, word, len) == 0 && !isalnum((unsigned char)text[len]) && text[len] != '_';
}

static bool
is_of_word(char c)
{
	return isalnum((unsigned char)c) || (c && strchr("_.-/", c));
}

bool
rsyslog_has_word(const char *text, const char *word)
{
	for (const char *p = text; (p = strcasestr(p, word)); p++)
		if ((p == text || !is_of_word(p[-1])) && !is_of_word(p[strlen(word)]))
			return true;
	return false;
}

/* One whole statement. */
static void
take(struct reader *reader, const struct file *file, unsigned line, const char *text)
{
	struct arena *arena = reader->parse->bundle->arena;
	struct str path = str_trim(str_of(text + strcspn(text, " \t")));

	if (rsyslog_begins(text, "include"))
		path = rsyslog_argument(str_of(text), "file");
	if (rsyslog_begins(text, "$IncludeConfig") || rsyslog_begins(text, "include"))
		include(reader, file, line, arena_strndup(arena, path.ptr, path.len));
	else
		/* An include behind a condition is not followed. */
		add(reader, file, line, text, rsyslog_has_word(text, "include"));
}

static bool
is_word_start(const struct scan *scan)
{
	return scan->text.len == 0 || scan->text.ptr[scan->text.len - 1] == ' ' || scan->text.ptr[scan->text.len - 1] == '\t';
}

/* A slash and a star begin a comment at a word, and elsewhere when no name follows: `/var/log/x` and the like have none. */
static bool
is_comment_start(const struct scan *scan, struct str line, size_t i)
{
	if (line.ptr[i] != '/' || i + 1 >= line.len || line.ptr[i + 1] != '*')
		return false;
	return is_word_start(scan) || i + 2 >= line.len || strchr(" \t*", line.ptr[i + 2]);
}

static bool
is_quote(struct str line, size_t i)
{
	/* An apostrophe in a legacy line stands alone. */
	return line.ptr[i] == '"' || (line.ptr[i] == '\'' && memchr(line.ptr + i + 1, '\'', line.len - i - 1));
}

/* Adds a line to the statement: without comments, parentheses and braces counted outside quotes. */
static void
scan_line(struct scan *scan, struct str line)
{
	for (size_t i = 0; i < line.len; i++) {
		char c = line.ptr[i] ? line.ptr[i] : ' ';
		if (scan->is_in_comment) {
			bool is_end = c == '*' && i + 1 < line.len && line.ptr[i + 1] == '/';
			scan->is_in_comment = !is_end;
			i += is_end;
			continue;
		}
		if (scan->quote) {
			if (c == '\\' && i + 1 < line.len)
				buf_putc(&scan->text, line.ptr[i++]);
			else if (c == scan->quote)
				scan->quote = '\0';
		} else if (is_comment_start(scan, line, i)) {
			scan->is_in_comment = true;
			i++;
			continue;
		} else if (c == '#' && is_word_start(scan)) {
			break;
		} else if (is_quote(line, i)) {
			scan->quote = c;
		} else {
			scan->parentheses += (c == '(') - (c == ')');
			scan->braces += (c == '{') - (c == '}');
		}
		buf_putc(&scan->text, line.ptr[i] ? line.ptr[i] : ' ');
	}
}

/* A filter or condition without its action, which may stand on the next line; a call that is still open. */
static bool
is_unfinished(const struct scan *scan)
{
	struct str text = str_trim(buf_str(&scan->text)), rest = text, first = str_token(&rest, " \t");
	bool is_only_word = first.len == text.len;

	if (scan->parentheses > 0 || str_has_suffix(text, "\\") || (str_is(first, "&") && is_only_word))
		return true;
	if (is_only_word && rsyslog_is_selector(first))
		return true;
	if (str_has_prefix(text, ":") && str_has_suffix(text, "\""))
		return true;
	if (rsyslog_begins(text.ptr, "if") && !rsyslog_has_word(text.ptr, "then"))
		return true;
	const char *last = memrchr(text.ptr, ' ', text.len);
	last = last ? last + 1 : text.ptr;
	return rsyslog_begins(last, "then") || rsyslog_begins(last, "else");
}

static void
finish(struct reader *reader, const struct file *file, struct scan *scan)
{
	struct str text = str_trim(buf_str(&scan->text));

	if (text.len)
		take(reader, file, scan->begun, arena_strndup(reader->parse->bundle->arena, text.ptr, text.len));
	if (scan->text.is_full || scan->lines >= STATEMENT_LINES) {
		diag_report(&reader->parse->run->diags, DIAG_LIMIT, file_span(file, scan->begun), "%s", "statement");
		add(reader, file, scan->begun, "", true);
	}
	reader->depth = reader->depth + scan->braces > 0 ? reader->depth + scan->braces : 0;
	bool is_in_comment = scan->is_in_comment;
	buf_free(&scan->text);
	*scan = (struct scan){ .text = BUF_INIT(LIMIT_LINE_BYTES), .is_in_comment = is_in_comment };
}

/* Joined lines: the backslash at the end of the one before goes, a blank comes between. */
static void
join(struct scan *scan)
{
	if (scan->text.len && scan->text.ptr[scan->text.len - 1] == '\\')
		scan->text.ptr[scan->text.len - 1] = ' ';
	else if (scan->text.len)
		buf_putc(&scan->text, ' ');
}

static void
read_file(struct reader *reader, struct file *file)
{
	struct lines lines = lines_of(file->bytes);
	struct scan scan = { .text = BUF_INIT(LIMIT_LINE_BYTES) };

	if (reader->nesting >= LIMIT_INCLUDE_DEPTH || !map_add(&reader->seen, file->name, file)) {
		diag_report(&reader->parse->run->diags, DIAG_CYCLE, file_span(file, 0), "%s", file->name);
		add(reader, file, 0, "", true);
		return;
	}
	file->is_used = true;
	reader->nesting++;
	while (lines_next(&lines)) {
		join(&scan);
		if (lines.is_cut) {
			diag_report(&reader->parse->run->diags, DIAG_LIMIT, file_span(file, lines.line), "line longer than %u bytes", LIMIT_LINE_BYTES);
			add(reader, file, lines.line, "", true);
		}
		scan_line(&scan, str_trim(lines.text));
		if (str_trim(buf_str(&scan.text)).len == 0)
			continue;
		scan.begun = scan.begun ? scan.begun : lines.line;
		if (++scan.lines < STATEMENT_LINES && !scan.text.is_full && is_unfinished(&scan))
			continue;
		finish(reader, file, &scan);
	}
	finish(reader, file, &scan);
	buf_free(&scan.text);
	reader->nesting--;
}

bool
rsyslog_read(const struct parse *parse, struct rsyslog_config *ret)
{
	struct reader reader = { .parse = parse, .config = ret, .seen = MAP_INIT(parse->bundle->arena) };
	struct file *main = bundle_file(parse, "etc/rsyslog.conf");

	if (!main || main->link)
		return false;
	ret->main = main;
	read_file(&reader, main);
	return true;
}
