/* Trees of words: what is common to the three ways they are printed. A path keeps its own words and points to its block,
 * so that deep nesting costs no copies. */
#include "syntax/paths.h"

#include "tenken/base/limits.h"
#include "tenken/syntax/words.h"

struct path *
paths_make(struct paths_reading *reading, unsigned line)
{
	struct path *path = arena_alloc(reading->arena, sizeof *path);

	path->parent = reading->depth ? reading->stack[reading->depth - 1] : NULL;
	path->words = arena_array(reading->arena, reading->count ? reading->count : 1, sizeof *path->words);
	if (reading->count)
		memcpy(path->words, reading->words, reading->count * sizeof *path->words);
	path->count = reading->count;
	path->total = reading->count + (path->parent ? path->parent->total : 0);
	path->is_off = path->parent && path->parent->is_off;
	path->line = line;
	return path;
}

void
paths_unknown(struct paths_reading *reading, unsigned line, const char *why)
{
	struct span span = { .path = reading->name, .line = line };

	reading->ret->is_whole = false;
	diag_report(&reading->run->diags, DIAG_SYNTAX_UNKNOWN, span, "%s", why);
}

void
paths_damaged(struct paths_reading *reading, unsigned line, const char *why)
{
	reading->ret->is_damaged = true;
	paths_unknown(reading, line, why);
}

void
paths_limit(struct paths_reading *reading, unsigned line, const char *what)
{
	struct span span = { .path = reading->name, .line = line };

	if (!reading->ret->is_damaged)
		diag_report(&reading->run->diags, DIAG_LIMIT, span, "%s", what);
	reading->ret->is_damaged = true;
	reading->ret->is_whole = false;
}

bool
paths_add_word(struct paths_reading *reading, struct str word)
{
	if (reading->count == PATHS_WORDS) {
		paths_limit(reading, reading->line, "too many words in one setting");
		return false;
	}
	reading->words[reading->count++] = word;
	return true;
}

size_t
paths_quote(struct str text, unsigned *lines)
{
	unsigned seen = 0;

	for (size_t i = 1; i < text.len; i++) {
		if (text.ptr[i] == '\\' && i + 1 < text.len) {
			i++;
		} else if (text.ptr[i] == '"') {
			*lines += seen;
			return i;
		}
		seen += text.ptr[i] == '\n';
	}
	return 0;
}

void
paths_read(struct run *run, struct arena *arena, const char *name, struct str bytes, unsigned line,
    enum paths_style style, struct paths *ret)
{
	struct paths_reading reading = {
		.run = run, .arena = arena, .name = name, .rest = bytes, .line = line + 1, .ret = ret
	};

	*ret = (struct paths){ .is_whole = true };
	if (style == PATHS_SET)
		paths_read_set(&reading);
	else if (style == PATHS_BRACES)
		paths_read_braces(&reading);
	else
		paths_read_edit(&reading);
	if (reading.depth)
		paths_damaged(&reading, reading.stack[reading.depth - 1]->line, "a block that is not closed");
}

struct str
path_word(const struct path *path, size_t index)
{
	if (index >= path->total)
		return STR("");
	while (path->total - path->count > index)
		path = path->parent;
	return path->words[index - (path->total - path->count)];
}

bool
path_begins(const struct path *path, const char *pattern)
{
	struct str rest = str_of(pattern), wanted;

	for (size_t i = 0; words_next(&rest, &wanted); i++) {
		struct str word = path_word(path, i);
		if (i >= path->total ||
		    (!str_is(wanted, "*") && (word.len != wanted.len || memcmp(word.ptr, wanted.ptr, word.len) != 0)))
			return false;
	}
	return true;
}
