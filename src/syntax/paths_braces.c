/* Trees of words in braces: `system { services { ssh; } }`, over the grammar of braces.c. What is not closed there
 * gives nothing at all: nobody could tell what stands where. */
#include "syntax/paths.h"

#include "tenken/syntax/braces.h"

/* The words of the statement, without the tags before them, which are about it: true when one says that it is off. The
 * brackets of a list are left out; `*ret_first` is where its members begin (all the words: there is none). */
static bool
take_words(struct paths_reading *reading, const struct braces_statement *statement, size_t *ret_first)
{
	bool is_off = false, has_list = false;

	reading->count = 0;
	for (size_t i = 0; i < statement->count; i++) {
		struct str word = statement->words[i];
		bool is_tag = str_is(word, "inactive:") || str_is(word, "protect:") || str_is(word, "replace:");
		if (reading->count == 0 && is_tag) {
			is_off |= str_is(word, "inactive:");
		} else if (str_is(word, "[") && !has_list) {
			*ret_first = reading->count;
			has_list = true;
		} else if (!str_is(word, "]") && !paths_add_word(reading, word)) {
			break;
		}
	}
	if (!has_list)
		*ret_first = reading->count;
	return is_off;
}

static void
add(struct paths_reading *reading, unsigned line, bool is_off)
{
	struct path *path = paths_make(reading, line);

	path->is_off |= is_off;
	vec_push(reading->arena, &reading->ret->list, path);
}

/* A setting for each member of its list, or the one there is. */
static void
add_setting(struct paths_reading *reading, unsigned line, size_t first, bool is_off)
{
	struct str members[PATHS_WORDS];
	size_t count = reading->count - first;

	memcpy(members, reading->words + first, count * sizeof *members);
	for (size_t i = 0; i < count; i++) {
		reading->count = first;
		reading->words[reading->count++] = members[i];
		add(reading, line, is_off);
	}
	if (count == 0 && reading->count)
		add(reading, line, is_off);
}

static void add_all(struct paths_reading *reading, const struct braces_statement *first);

static void
add_block(struct paths_reading *reading, const struct braces_statement *statement, unsigned line, bool is_off)
{
	if (reading->depth == PATHS_DEPTH) {
		paths_limit(reading, line, "blocks nested too deep");
		return;
	}
	/* Nothing stands in it: that it is there may be all it says. */
	if (!statement->children) {
		add(reading, line, is_off);
		return;
	}
	struct path *block = paths_make(reading, line);
	block->is_off |= is_off;
	reading->stack[reading->depth++] = block;
	add_all(reading, statement->children);
	reading->depth--;
}

static void
add_all(struct paths_reading *reading, const struct braces_statement *first)
{
	for (const struct braces_statement *statement = first; statement; statement = statement->next) {
		unsigned line = statement->line + reading->line - 1;
		size_t members = 0;
		bool is_off = take_words(reading, statement, &members);
		if (statement->has_block)
			add_block(reading, statement, line, is_off);
		else
			add_setting(reading, line, members, is_off);
	}
}

void
paths_read_braces(struct paths_reading *reading)
{
	struct braces_statement *first;

	if (braces_read(reading->run, reading->arena, reading->name, reading->rest, BRACES_DOUBLE, &first) == 0) {
		add_all(reading, first);
		return;
	}
	reading->ret->is_whole = false;
	reading->ret->is_damaged = true;
}
