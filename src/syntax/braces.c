/* Statements and blocks between braces. The daemons that use this grammar differ in what a word means, not in where one ends. */
#include "tenken/syntax/braces.h"

#include "tenken/base/limits.h"

#define VARIABLE_MAX 128   /* bytes of ${name} */

enum token { TOKEN_END, TOKEN_WORD, TOKEN_OPEN, TOKEN_CLOSE, TOKEN_SEMICOLON, TOKEN_BROKEN };

struct reader {
	struct run *run;
	struct arena *arena;
	const char *name;
	const char *p, *end;
	unsigned line;
	enum braces_style style;
	struct str word;          /* of TOKEN_WORD */
};

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f' || c == '\v';
}

static bool
is_mark(const struct reader *reader, char c)
{
	return c == '{' || c == '}' || c == ';' || (reader->style == BRACES_CALLS && (c == '(' || c == ')'));
}

static bool
is_quote(const struct reader *reader, char c)
{
	return c == '"' || (c == '\'' && reader->style != BRACES_DOUBLE);
}

static void
skip_line(struct reader *reader)
{
	while (reader->p < reader->end && *reader->p != '\n')
		reader->p++;
}

/* False when a comment has no end. */
static bool
skip_blanks(struct reader *reader)
{
	while (reader->p < reader->end) {
		size_t left = (size_t)(reader->end - reader->p);
		if (is_space(*reader->p)) {
			reader->line += *reader->p++ == '\n';
		} else if (*reader->p == '#' || (left > 1 && reader->p[0] == '/' && reader->p[1] == '/')) {
			skip_line(reader);
		} else if (left > 1 && reader->p[0] == '/' && reader->p[1] == '*') {
			const char *close = memmem(reader->p + 2, left - 2, "*/", 2);
			if (!close)
				return false;
			for (; reader->p < close + 2; reader->p++)
				reader->line += *reader->p == '\n';
		} else {
			return true;
		}
	}
	return true;
}

/* What stands between two quotes, onto the end of the word. False without the second one. */
static bool
read_quoted(struct reader *reader, char *out, size_t *len)
{
	char quote = *reader->p++;

	for (; reader->p < reader->end && *reader->p != quote; reader->p++) {
		if (*reader->p == '\\' && quote == '"' && reader->p + 1 < reader->end)
			reader->p++;
		reader->line += *reader->p == '\n';
		out[(*len)++] = *reader->p;
	}
	if (reader->p == reader->end)
		return false;
	reader->p++;
	return true;
}

/* nginx' ${variable} inside a word: the bytes up to its closing brace, 0 when there is none here. */
static size_t
variable_size(const char *p, const char *end)
{
	if (end - p < 3 || p[0] != '$' || p[1] != '{')
		return 0;
	const char *close = memchr(p, '}', end - p < VARIABLE_MAX ? (size_t)(end - p) : VARIABLE_MAX);
	for (const char *c = p; close && c < close; c++)
		if (is_space(*c) || *c == ';')
			return 0;
	return close ? (size_t)(close + 1 - p) : 0;
}

/* How far the word reaches at most, quotes included: what it takes to hold it. */
static size_t
word_size(const struct reader *reader)
{
	const char *p = reader->p;

	while (p < reader->end && !is_space(*p) && !is_mark(reader, *p)) {
		size_t variable = variable_size(p, reader->end);
		if (variable) {
			p += variable;
			continue;
		}
		if (is_quote(reader, *p)) {
			char quote = *p++;
			while (p < reader->end && *p != quote)
				p += *p == '\\' && quote == '"' && p + 1 < reader->end ? 2 : 1;
		}
		p += p < reader->end;
	}
	return (size_t)(p - reader->p);
}

static enum token
read_word(struct reader *reader)
{
	size_t size = word_size(reader), len = 0;
	char *out = arena_alloc(reader->arena, size + 1);

	while (reader->p < reader->end && !is_space(*reader->p) && !is_mark(reader, *reader->p)) {
		size_t variable = variable_size(reader->p, reader->end);
		if (variable) {
			memcpy(out + len, reader->p, variable);
			len += variable;
			reader->p += variable;
		} else if (is_quote(reader, *reader->p)) {
			if (!read_quoted(reader, out, &len))
				return TOKEN_BROKEN;
		} else {
			out[len++] = *reader->p++;
		}
	}
	reader->word = (struct str){ out, len };
	return TOKEN_WORD;
}

static enum token
next_token(struct reader *reader)
{
	if (!skip_blanks(reader))
		return TOKEN_BROKEN;
	if (reader->p == reader->end)
		return TOKEN_END;
	switch (*reader->p) {
	case '{': reader->p++; return TOKEN_OPEN;
	case '}': reader->p++; return TOKEN_CLOSE;
	case ';': reader->p++; return TOKEN_SEMICOLON;
	default: break;
	}
	if (is_mark(reader, *reader->p)) {
		reader->word = (struct str){ reader->p++, 1 };
		return TOKEN_WORD;
	}
	return read_word(reader);
}

static int
broken(struct reader *reader, const char *what)
{
	return diag_report(&reader->run->diags, DIAG_SYNTAX_UNKNOWN, (struct span){ .path = reader->name, .line = reader->line }, "%s",
	    what);
}

/* The statement that is being read: its words so far. */
struct words {
	VEC(struct str) list;
	unsigned line;
	bool is_directive;   /* syslog-ng's @include and its like: ends with the line */
};

static struct braces_statement *
finish(struct reader *reader, struct words *words, struct braces_statement ***tail)
{
	struct braces_statement *statement = arena_alloc(reader->arena, sizeof *statement);

	*statement = (struct braces_statement){ .words = words->list.items, .count = words->list.len,
		.line = words->list.len ? words->line : reader->line };
	*words = (struct words){ 0 };
	**tail = statement;
	*tail = &statement->next;
	return statement;
}

int
braces_read(struct run *run, struct arena *arena, const char *name, struct str bytes, enum braces_style style,
    struct braces_statement **ret_first)
{
	struct reader reader = { .run = run, .arena = arena, .name = name, .p = bytes.ptr, .end = bytes.ptr + bytes.len,
		.line = 1, .style = style };
	struct braces_statement *first = NULL, **tail = &first, **outer[LIMIT_BLOCK_DEPTH];
	struct words words = { 0 };
	size_t depth = 0, count = 0;

	for (enum token token; (token = next_token(&reader)) != TOKEN_END;) {
		if (++count > LIMIT_LINES)
			return diag_report(&run->diags, DIAG_LIMIT, (struct span){ .path = name, .line = reader.line }, "more than %d words",
			    LIMIT_LINES);
		if (words.is_directive && reader.line != words.line)
			finish(&reader, &words, &tail);
		if (token == TOKEN_BROKEN)
			return broken(&reader, "a quote or comment that does not end");
		if (token == TOKEN_WORD) {
			if (words.list.len == 0) {
				words.line = reader.line;
				words.is_directive = style == BRACES_CALLS && str_has_prefix(reader.word, "@");
			}
			vec_push(arena, &words.list, reader.word);
		} else if (token == TOKEN_SEMICOLON) {
			if (words.list.len)   /* `};` ends nothing */
				finish(&reader, &words, &tail);
		} else if (token == TOKEN_OPEN) {
			if (depth == LIMIT_BLOCK_DEPTH)
				return diag_report(&run->diags, DIAG_LIMIT, (struct span){ .path = name, .line = reader.line },
				    "blocks deeper than %d", LIMIT_BLOCK_DEPTH);
			struct braces_statement *block = finish(&reader, &words, &tail);
			block->has_block = true;
			outer[depth++] = tail;
			tail = &block->children;
		} else {
			if (depth == 0 || words.list.len)
				return broken(&reader, depth ? "} behind a statement without ;" : "} without {");
			tail = outer[--depth];
		}
	}
	if (words.is_directive)
		finish(&reader, &words, &tail);
	if (depth || words.list.len)
		return broken(&reader, depth ? "{ without }" : "a statement without ;");
	*ret_first = first;
	return 0;
}

struct str
braces_word(const struct braces_statement *statement, size_t index)
{
	return index < statement->count ? statement->words[index] : STR("");
}
