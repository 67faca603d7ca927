/* logrotate.conf(5): stanzas, includes, and what of a faulty file still counts.
 *
 * The manual does not say what the program does with faults, and it is what decides whether a log is kept: all of this
 * was found by trying the program (3.21) and is held against it by tests/oracle/logrotate.sh.
 *   - Global values count from where they stand; an include is read where it stands, its global values stay.
 *   - A fault in a stanza drops it, and what follows, up to the next line that begins with `}`. Where the file ends
 *     before that, the stanza stands. A fault outside of a stanza ends the file; the stanzas before it stand.
 *   - After any such fault, and after a path that an earlier stanza has, the global values of an included file are taken
 *     back. */
#include "evidence/log/logrotate.h"

#include <ctype.h>

#include "tenken/base/limits.h"

/* Patterns kept for finding later paths they cover; beyond it a path is one more, which can only add a finding. */
#define PATTERNS_MAX 256

void
logrotate_report(struct logrotate_cursor *cursor, enum diag_id id, unsigned line, const char *detail)
{
	const char *key = arena_printf(cursor->arena, "%d %u %s %s", (int)id, line, cursor->file->name, detail);

	if (map_add(&cursor->reading->said, key, cursor->file))
		diag_report(cursor->diags, id, file_span(cursor->file, line), "%s", detail);
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* Steps over one byte. */
static void
step(struct logrotate_cursor *cursor)
{
	if (cursor->p == cursor->end)
		return;
	cursor->line += *cursor->p == '\n';
	cursor->p++;
}

/* To the LF, not over it. */
static void
skip_line(struct logrotate_cursor *cursor)
{
	while (cursor->p < cursor->end && *cursor->p != '\n')
		cursor->p++;
}

static struct str
take_word(struct logrotate_cursor *cursor)
{
	const char *start = cursor->p;

	while (cursor->p < cursor->end && isalpha((unsigned char)*cursor->p))
		cursor->p++;
	return (struct str){ start, (size_t)(cursor->p - start) };
}

bool
logrotate_skip_script(struct logrotate_cursor *cursor)
{
	while (cursor->p < cursor->end) {
		while (cursor->p < cursor->end && is_blank(*cursor->p))
			step(cursor);
		if (str_is(take_word(cursor), "endscript")) {
			step(cursor);   /* whatever stands behind it is lost */
			return true;
		}
		skip_line(cursor);
		step(cursor);
	}
	return false;
}

/* The program takes away the last stanza it has: not the open one where that has included others. */
static void
drop_stanza(struct logrotate_cursor *cursor)
{
	struct logrotate_config *config = cursor->reading->config;

	if (cursor->stanza && config->stanzas.len)
		config->stanzas.items[--config->stanzas.len]->is_dropped = true;
	cursor->stanza = NULL;
}

/* After a fault in a stanza: to behind the next line that begins with `}`, scripts left out. */
static void
skip_stanza(struct logrotate_cursor *cursor)
{
	unsigned line = cursor->line;

	/* A fault in the very last byte is found, and then forgotten. */
	cursor->is_faulty |= cursor->p < cursor->end;
	step(cursor);
	while (cursor->p < cursor->end) {
		if (is_blank(*cursor->p) || *cursor->p == '\n') {
			step(cursor);
		} else if (*cursor->p == '}') {
			logrotate_report(cursor, DIAG_SYNTAX_IGNORED, cursor->stanza->line, arena_printf(cursor->arena,
			    "%s in line %u: left out up to line %u", cursor->fault, line, cursor->line));
			step(cursor);
			drop_stanza(cursor);
			return;
		} else if (isalpha((unsigned char)*cursor->p) && logrotate_is_script(take_word(cursor))) {
			logrotate_skip_script(cursor);
		} else {
			skip_line(cursor);
		}
	}
	logrotate_report(cursor, DIAG_SYNTAX_IGNORED, line,
	    arena_printf(cursor->arena, "%s: left out up to the end of the file", cursor->fault));
	cursor->stanza = NULL;   /* it stands with what was read of it */
}

static void
abort_file(struct logrotate_cursor *cursor)
{
	const char *also = cursor->stanza ? arena_printf(cursor->arena, " and the stanza of line %u", cursor->stanza->line) : "";

	logrotate_report(cursor, DIAG_SYNTAX_IGNORED, cursor->line, arena_printf(cursor->arena, "%s: left out with the rest of the file%s",
	    cursor->fault, also));
	drop_stanza(cursor);
	cursor->is_faulty = true;
	cursor->p = cursor->end;
}

static enum logrotate_outcome
fault_here(struct logrotate_cursor *cursor, const char *fault)
{
	cursor->fault = fault;
	step(cursor);
	return LOGROTATE_FAULT;
}

static enum logrotate_outcome
read_directive(struct logrotate_cursor *cursor)
{
	struct str word = take_word(cursor);

	if (cursor->p < cursor->end && (isspace((unsigned char)*cursor->p) || *cursor->p == '='))
		return logrotate_directive(cursor, word);
	int len = (int)(word.len < 40 ? word.len : 40);
	return fault_here(cursor, arena_printf(cursor->arena, "`%.*s' runs into what is behind it", len, word.ptr));
}

static enum logrotate_outcome
close_stanza(struct logrotate_cursor *cursor)
{
	if (!cursor->stanza)
		return fault_here(cursor, "`}' that closes nothing");
	cursor->stanza = NULL;
	step(cursor);
	while (cursor->p < cursor->end && is_blank(*cursor->p))
		step(cursor);
	if (cursor->p < cursor->end && *cursor->p != '\n')
		logrotate_report(cursor, DIAG_SYNTAX_IGNORED, cursor->line, "text behind `}'");
	skip_line(cursor);
	return LOGROTATE_OK;
}

static bool
is_pattern(const char *path)
{
	return strpbrk(path, "*?[") != NULL;
}

/* The stanza before this one that has the path, by name or because its pattern covers it, or NULL. Where a pattern
 * covers it the program finds that only once the file is there; from then on the first definition stands. */
static const struct logrotate_stanza *
find_path(const struct logrotate_reading *reading, const char *path)
{
	const struct logrotate_stanza *stanza = map_get(&reading->names, path);

	if (stanza && !stanza->is_dropped)
		return stanza;
	for (size_t i = 0; i < reading->patterns.len && !is_pattern(path); i++)
		if (!reading->patterns.items[i].stanza->is_dropped && logrotate_glob(reading->patterns.items[i].text, path))
			return reading->patterns.items[i].stanza;
	return NULL;
}

static void
add_path(struct logrotate_cursor *cursor, const struct logrotate_path *path)
{
	struct logrotate_reading *reading = cursor->reading;
	struct logrotate_stanza *stanza = cursor->stanza;
	const struct logrotate_stanza *first = find_path(reading, path->name);

	if (first) {
		logrotate_report(cursor, DIAG_SYNTAX_IGNORED, path->line, arena_printf(cursor->arena, "%s: %s has it already in line %u", path->name,
		    first->file->path, first->line));
		cursor->is_faulty |= !first->rules.ignores_duplicates;   /* it is the first one that allows it */
		return;
	}
	vec_push(cursor->arena, &stanza->paths, *path);
	map_set(&reading->names, path->name, stanza);
	if (is_pattern(path->name) && reading->patterns.len < PATTERNS_MAX)
		vec_push(cursor->arena, &reading->patterns, (struct logrotate_pattern){ .text = path->name, .stanza = stanza });
}

bool
logrotate_within_limits(struct logrotate_cursor *cursor)
{
	struct logrotate_reading *reading = cursor->reading;

	if (reading->paths < LIMIT_RECORDS && reading->config->stanzas.len < LIMIT_RECORDS && reading->bytes <= LIMIT_BUNDLE_BYTES)
		return true;
	if (!reading->is_full)
		logrotate_report(cursor, DIAG_LIMIT, cursor->line, "too many paths or too many files included");
	reading->is_full = true;
	return false;
}

/* The list of paths as a copy, lines of comment blanked; `ret_end` is where its `{` stands in the file. False without
 * one, or with a `}` before it. */
static bool
take_list(struct logrotate_cursor *cursor, struct str *ret_list, const char **ret_end)
{
	const char *p = cursor->p;
	bool is_comment = false, is_indent = false;

	for (; p < cursor->end && (is_comment || (*p != '{' && *p != '}')); p++) {
		is_comment = *p != '\n' && (is_comment || (is_indent && *p == '#'));
		is_indent = *p == '\n' || (is_indent && is_blank(*p));
	}
	if (p == cursor->end || *p != '{')
		return false;
	char *list = arena_strndup(cursor->arena, cursor->p, (size_t)(p - cursor->p));
	is_comment = is_indent = false;
	for (char *c = list; c < list + (p - cursor->p); c++) {
		is_comment = *c != '\n' && (is_comment || (is_indent && *c == '#'));
		is_indent = *c == '\n' || (is_indent && is_blank(*c));
		if (is_comment)
			*c = ' ';
	}
	*ret_list = (struct str){ list, (size_t)(p - cursor->p) };
	*ret_end = p;
	return true;
}

/* A list of paths up to `{`, over as many lines as it takes. */
static enum logrotate_outcome
open_stanza(struct logrotate_cursor *cursor)
{
	struct str list;
	const char *brace;

	if (cursor->stanza)
		return fault_here(cursor, "a path inside of a stanza");
	cursor->fault = "no `{' behind the paths";
	if (!take_list(cursor, &list, &brace) || !logrotate_within_limits(cursor))
		return LOGROTATE_ABORT;
	struct logrotate_stanza *stanza = arena_alloc(cursor->arena, sizeof *stanza);
	*stanza = (struct logrotate_stanza){ .file = cursor->file, .line = cursor->line, .rules = *cursor->outer };
	cursor->stanza = stanza;
	vec_push(cursor->arena, &cursor->reading->config->stanzas, stanza);
	struct logrotate_words words = { .p = list.ptr, .end = list.ptr + list.len, .line = cursor->line };
	struct logrotate_path path;
	size_t found = 0;
	while (logrotate_within_limits(cursor) && logrotate_path_next(cursor->arena, &words, &path)) {
		found++;
		cursor->reading->paths++;
		add_path(cursor, &path);
	}
	cursor->p = brace;
	cursor->line = words.line;
	cursor->fault = "file names that cannot be read";
	if (found == 0 || words.p < words.end)
		return LOGROTATE_ABORT;
	step(cursor);
	return LOGROTATE_OK;
}

static enum logrotate_outcome
read_item(struct logrotate_cursor *cursor)
{
	char c = *cursor->p;

	if (is_blank(c) || c == '\n') {
		step(cursor);
		return LOGROTATE_OK;
	}
	if (c == '#') {
		skip_line(cursor);
		return LOGROTATE_OK;
	}
	if (isalpha((unsigned char)c))
		return read_directive(cursor);
	if (c == '}')
		return close_stanza(cursor);
	if (c == '/' || c == '"' || c == '\'' || c == '~')
		return open_stanza(cursor);
	return fault_here(cursor, "neither a directive nor a path");
}

bool
logrotate_read_file(struct logrotate_reading *reading, struct file *file, struct logrotate_rules *outer)
{
	const struct parse *parse = reading->parse;
	struct logrotate_cursor cursor = { .reading = reading, .arena = parse->bundle->arena, .diags = &parse->run->diags,
		.file = file, .p = file->bytes.ptr, .end = file->bytes.ptr + file->bytes.len, .line = 1, .outer = outer };
	struct logrotate_rules before = *outer;

	for (size_t i = 0; i < reading->open.len; i++) {
		if (reading->open.items[i] == file) {
			logrotate_report(&cursor, DIAG_CYCLE, 0, "");
			return false;
		}
	}
	reading->bytes += file->bytes.len + LIMIT_INCLUDE_COST;
	if (!logrotate_within_limits(&cursor))
		return false;
	file->is_used = true;
	vec_push(cursor.arena, &reading->open, file);
	while (cursor.p < cursor.end) {
		enum logrotate_outcome outcome = read_item(&cursor);
		if (outcome == LOGROTATE_ABORT || (outcome == LOGROTATE_FAULT && !cursor.stanza))
			abort_file(&cursor);
		else if (outcome == LOGROTATE_FAULT)
			skip_stanza(&cursor);
	}
	reading->open.len--;
	if (cursor.is_faulty && reading->open.len > 0)
		*outer = before;
	return !cursor.is_faulty;
}
