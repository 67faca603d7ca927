/* rsyslog.conf(5) as statements. The three dialects mix in one file: legacy lines end with the line, RainerScript calls with
 * their parenthesis, blocks with their brace. What stands inside a block or behind an `if` is marked and not decided. */
#include "evidence/rsyslog.h"

#include <ctype.h>
#include <stdlib.h>
#include <strings.h>

#include "tenken/base/limits.h"
#include "tenken/syntax/lines.h"

struct reader {
	const struct parse *parse;
	struct rsyslog_config *config;
	struct map seen;
	int nesting;      /* files within files */
	int depth;        /* braces */
	bool is_conditional;
};

static void read_file(struct reader *reader, struct file *file);

static size_t
count_of(const char *text, char c)
{
	size_t count = 0;

	for (; *text; text++)
		count += *text == c;
	return count;
}

static bool
has_manifest(const struct parse *parse)
{
	return map_get(&parse->bundle->by_name, "manifest.xml") || map_get(&parse->bundle->by_name, "manifest.csv");
}

/* The files of a pattern, or all of a folder when it ends in `/`. Nothing found under a pattern means that there is nothing
 * only where a collector went through. */
static void
include(struct reader *reader, const char *path, struct span at)
{
	const struct parse *parse = reader->parse;
	struct arena *arena = parse->bundle->arena;
	const char *pattern = *path == '/' ? path + 1 : path;
	bool is_found = false;

	if (str_has_suffix(str_of(pattern), "/"))
		pattern = arena_printf(arena, "%s*", pattern);
	for (size_t i = 0; i < parse->bundle->files.len; i++) {
		const char *name = parse->bundle->files.items[i].name;
		if (!str_glob(pattern, name) || count_of(pattern, '/') != count_of(name, '/'))
			continue;
		struct file *file = bundle_file(parse, name);
		is_found |= file != NULL;
		if (file && !file->link)
			read_file(reader, file);
	}
	if (is_found || (strpbrk(pattern, "*?[") && has_manifest(parse)))
		return;
	diag_report(&parse->run->diags, DIAG_SYNTAX_UNKNOWN, at, "include %s: not collected", path);
	reader->config->is_open = true;
}

/* What stands in quotes behind `key=` in a call, or NULL. */
static const char *
argument(struct arena *arena, const char *text, const char *key)
{
	for (const char *p = text; (p = strcasestr(p, key)); p++) {
		const char *q = p + strlen(key);
		if (p > text && (isalnum((unsigned char)p[-1]) || p[-1] == '.'))
			continue;
		while (*q == ' ')
			q++;
		if (*q++ != '=')
			continue;
		while (*q == ' ')
			q++;
		if (*q++ != '"')
			continue;
		return arena_strndup(arena, q, strcspn(q, "\""));
	}
	return NULL;
}

static bool
begins(const char *text, const char *word)
{
	size_t len = strlen(word);

	return strncasecmp(text, word, len) == 0 && !isalnum((unsigned char)text[len]);
}

/* One whole statement. */
static void
take(struct reader *reader, const struct file *file, unsigned line, const char *text)
{
	struct arena *arena = reader->parse->bundle->arena;
	struct span at = file_span(file, line);

	if (begins(text, "$IncludeConfig")) {
		struct str path = str_trim(str_of(text + strlen("$IncludeConfig")));
		include(reader, arena_strndup(arena, path.ptr, path.len), at);
		return;
	}
	if (begins(text, "include")) {
		const char *path = argument(arena, text, "file");
		include(reader, path ? path : "", at);
		return;
	}
	bool is_block = begins(text, "if") || begins(text, "else") || begins(text, "ruleset") || begins(text, "foreach");
	struct rsyslog_statement statement = { .text = text, .depth = reader->depth, .file = file, .line = line,
		.is_conditional = reader->depth > 0 || reader->is_conditional || is_block };
	vec_push(arena, &reader->config->list, statement);
}

/* Takes comments off: from # to the end where it begins a word outside quotes, and between slash-star pairs. */
static const char *
uncomment(struct arena *arena, struct str line, bool *is_in_comment)
{
	char *text = arena_alloc(arena, line.len + 1), *out = text;
	bool is_quoted = false;

	for (size_t i = 0; i < line.len; i++) {
		char c = line.ptr[i] ? line.ptr[i] : ' ', next = i + 1 < line.len ? line.ptr[i + 1] : '\0';
		if (*is_in_comment) {
			if (c == '*' && next == '/') {
				*is_in_comment = false;
				i++;
			}
			continue;
		}
		if (!is_quoted && c == '/' && next == '*' && (i + 2 >= line.len || line.ptr[i + 2] == ' ' || line.ptr[i + 2] == '*')) {
			*is_in_comment = true;
			i++;
			continue;
		}
		if (c == '"' && (i == 0 || line.ptr[i - 1] != '\\'))
			is_quoted = !is_quoted;
		if (!is_quoted && c == '#' && (out == text || out[-1] == ' ' || out[-1] == '\t'))
			break;
		*out++ = c;
	}
	struct str whole = str_trim((struct str){ text, (size_t)(out - text) });
	return arena_strndup(arena, whole.ptr, whole.len);
}

/* Braces and parentheses outside quotes. */
static int
balance(const char *text, char open, char close)
{
	int depth = 0;
	bool is_quoted = false;

	for (const char *p = text; *p; p++) {
		if (*p == '"')
			is_quoted = !is_quoted;
		else if (!is_quoted)
			depth += (*p == open) - (*p == close);
	}
	return depth;
}

static bool
is_unfinished(const char *text)
{
	size_t len = strlen(text);

	return balance(text, '(', ')') > 0 || (len && text[len - 1] == '\\');
}

static void
read_file(struct reader *reader, struct file *file)
{
	struct arena *arena = reader->parse->bundle->arena;
	struct lines lines = lines_of(file->bytes);
	const char *pending = NULL;
	unsigned begun = 0;
	bool is_in_comment = false;

	if (reader->nesting >= LIMIT_INCLUDE_DEPTH || !map_add(&reader->seen, file->name, file)) {
		diag_report(&reader->parse->run->diags, DIAG_CYCLE, file_span(file, 0), "%s", file->name);
		return;
	}
	file->is_used = true;
	reader->nesting++;
	while (lines_next(&lines)) {
		const char *text = uncomment(arena, lines.text, &is_in_comment);
		if (!*text)
			continue;
		if (!pending)
			begun = lines.line;
		size_t cut = pending && strlen(pending) && pending[strlen(pending) - 1] == '\\' ? 1 : 0;
		pending = pending ? arena_printf(arena, "%.*s %s", (int)(strlen(pending) - cut), pending, text) : text;
		if (is_unfinished(pending) && strlen(pending) < LIMIT_LINE_BYTES)
			continue;
		take(reader, file, begun, pending);
		int braces = balance(pending, '{', '}');
		reader->depth = reader->depth + braces > 0 ? reader->depth + braces : 0;
		/* `if ... then` may have its action on the next line; whether it does is not looked into. */
		reader->is_conditional = begins(pending, "if") && braces == 0 && str_has_suffix(str_trim(str_of(pending)), "then");
		pending = NULL;
	}
	if (pending)
		take(reader, file, begun, pending);
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

static int
number_of(struct str name, const char *const *names, size_t count)
{
	int64_t number;

	for (size_t i = 0; i < count; i++)
		if (names[i] && str_is_nocase(name, names[i]))
			return (int)i;
	return str_int(name, &number) && number < (int64_t)count ? (int)number : -1;
}

static int
facility_of(struct str name)
{
	static const char *const names[24] = { "kern", "user", "mail", "daemon", "auth", "syslog", "lpr", "news", "uucp", "cron", "authpriv",
		"ftp", NULL, NULL, NULL, NULL, "local0", "local1", "local2", "local3", "local4", "local5", "local6", "local7" };

	return str_is_nocase(name, "security") ? 4 : number_of(name, names, 24);
}

static int
priority_of(struct str name)
{
	static const char *const names[8] = { "emerg", "alert", "crit", "err", "warning", "notice", "info", "debug" };

	if (str_is_nocase(name, "panic"))
		return 0;
	if (str_is_nocase(name, "error"))
		return 3;
	return str_is_nocase(name, "warn") ? 4 : number_of(name, names, 8);
}

static bool
names_facility(struct str list, int facility)
{
	for (struct str name; (name = str_token(&list, ",")).len;)
		if (str_is(name, "*") || facility_of(name) == facility)
			return true;
	return false;
}

unsigned
rsyslog_selects(struct str selector, int facility)
{
	unsigned taken = 0;

	for (struct str part; (part = str_token(&selector, ";")).len;) {
		struct str rest = part, list = str_token(&rest, ".");
		struct str priority = rest.len ? (struct str){ rest.ptr + 1, rest.len - 1 } : rest;
		if (!names_facility(list, facility))
			continue;
		bool is_not = priority.len && priority.ptr[0] == '!';
		priority = is_not ? (struct str){ priority.ptr + 1, priority.len - 1 } : priority;
		bool is_exact = priority.len && priority.ptr[0] == '=';
		priority = is_exact ? (struct str){ priority.ptr + 1, priority.len - 1 } : priority;
		int level = priority_of(priority);
		unsigned bits = str_is(priority, "*") ? 0xff : level < 0 ? 0 : is_exact ? 1u << level : (2u << level) - 1;
		if (str_is_nocase(priority, "none"))
			taken = 0;
		else
			taken = is_not ? taken & ~bits : taken | bits;
	}
	return taken;
}
