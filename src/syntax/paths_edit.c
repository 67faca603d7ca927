/* Trees of words edited by commands: `config a b` opens a block, `edit c` one within it, `next` closes that, `end` the
 * block (and what is still edited in it). A quoted text may run over lines. */
#include "syntax/paths.h"

#include "tenken/base/limits.h"

/* The words of the next command into the reading; false at the end, or where a quote is not closed. */
static bool
take_command(struct paths_reading *reading, unsigned *ret_line)
{
	struct str *rest = &reading->rest;
	unsigned lines = 0;

	reading->count = 0;
	*ret_line = reading->line;
	while (rest->len) {
		size_t end = 0;
		char c = rest->ptr[0];
		if (c == '\n' || (c == '#' && reading->count == 0)) {
			while (end < rest->len && rest->ptr[end] != '\n')
				end++;
			*rest =
			    (struct str){ rest->ptr + end + (end < rest->len), rest->len - end - (end < rest->len) };
			reading->line += 1 + lines;
			lines = 0;
			if (reading->count)
				return true;
			*ret_line = reading->line;
			continue;
		}
		if (c == ' ' || c == '\t' || c == '\r') {
			*rest = (struct str){ rest->ptr + 1, rest->len - 1 };
			continue;
		}
		if (c == '"') {
			end = paths_quote(*rest, &lines);
			if (end == 0) {
				paths_damaged(reading, reading->line, "a quote that is not closed");
				return false;
			}
			paths_add_word(reading, (struct str){ rest->ptr + 1, end - 1 });
			end++;
			/* A quote that opened where another should have closed turns texts and settings around. */
			if (end < rest->len && strchr(" \t\r\n", rest->ptr[end]) == NULL)
				paths_damaged(reading, reading->line, "a quote in the middle of a word");
		} else {
			while (end < rest->len && strchr(" \t\r\n", rest->ptr[end]) == NULL)
				end++;
			end += end == 0;
			paths_add_word(reading, (struct str){ rest->ptr, end });
		}
		*rest = (struct str){ rest->ptr + end, rest->len - end };
	}
	return reading->count > 0;
}

/* The command's first word goes, the rest are the way. */
static struct path *
make(struct paths_reading *reading, unsigned line)
{
	memmove(reading->words, reading->words + 1, --reading->count * sizeof *reading->words);
	return paths_make(reading, line);
}

static bool
open_block(struct paths_reading *reading, unsigned line, bool *is_edit)
{
	if (reading->depth == PATHS_DEPTH) {
		paths_limit(reading, line, "blocks nested too deep");
		return false;
	}
	is_edit[reading->depth] = str_is(reading->words[0], "edit");
	struct path *block = make(reading, line);
	reading->stack[reading->depth++] = block;
	/* That it is there may be all it says. */
	vec_push(reading->arena, &reading->ret->list, block);
	return true;
}

void
paths_read_edit(struct paths_reading *reading)
{
	bool is_edit[PATHS_DEPTH] = { false };
	unsigned line = 0;

	while (reading->ret->list.len < LIMIT_LINES && take_command(reading, &line)) {
		struct str verb = reading->words[0];
		if (str_is(verb, "config") || str_is(verb, "edit")) {
			if (!open_block(reading, line, is_edit))
				return;
		} else if (str_is(verb, "set") || str_is(verb, "unset") || str_is(verb, "append") ||
		           str_is(verb, "select")) {
			vec_push(reading->arena, &reading->ret->list, make(reading, line));
		} else if (str_is(verb, "next") && reading->depth && is_edit[reading->depth - 1]) {
			reading->depth--;
		} else if (str_is(verb, "end") && reading->depth) {
			if (is_edit[--reading->depth] && reading->depth)
				reading->depth--;
		} else {
			paths_unknown(reading, line, "none of config, edit, set, unset, append, select, next, end");
		}
	}
	if (reading->rest.len && !reading->ret->is_damaged)
		paths_limit(reading, line, "too many settings");
}
