/* Trees of words printed as commands, one a line: `set a b c`. A later `delete` takes away what was set under its words,
 * `deactivate` leaves it written but out of force. */
#include "syntax/paths.h"

#include "tenken/base/limits.h"
#include "tenken/syntax/words.h"

#define CHANGES_MAX 2000 /* commands that look back over all settings; a printed configuration has few */

/* Whether the setting stands under the words read. */
static bool
is_under(const struct paths_reading *reading, const struct path *path)
{
	if (path->total < reading->count)
		return false;
	for (size_t i = 0; i < reading->count; i++) {
		struct str word = path_word(path, i);
		if (word.len != reading->words[i].len || memcmp(word.ptr, reading->words[i].ptr, word.len) != 0)
			return false;
	}
	return true;
}

/* delete, deactivate, activate. */
static void
change(struct paths_reading *reading, struct str verb)
{
	struct paths *paths = reading->ret;
	size_t kept = 0;

	for (size_t i = 0; i < paths->list.len; i++) {
		struct path *path = paths->list.items[i];
		bool is_meant = is_under(reading, path);
		if (is_meant && str_is(verb, "delete"))
			continue;
		if (is_meant)
			path->is_off = str_is(verb, "deactivate");
		paths->list.items[kept++] = path;
	}
	paths->list.len = kept;
}

static void
take_line(struct paths_reading *reading, struct str line, size_t *changes)
{
	struct str word, verb;

	if (!words_next(&line, &verb) || verb.ptr[0] == '#')
		return;
	reading->count = 0;
	while (words_next(&line, &word))
		if (!str_is(word, "[") && !str_is(word, "]") && !paths_add_word(reading, word))
			break;
	bool is_change = str_is(verb, "delete") || str_is(verb, "deactivate") || str_is(verb, "activate");
	if (str_is(verb, "set") && reading->count)
		vec_push(reading->arena, &reading->ret->list, paths_make(reading, reading->line));
	else if (is_change && reading->count && ++*changes <= CHANGES_MAX)
		change(reading, verb);
	else
		paths_unknown(reading, reading->line, "neither set nor delete, activate or deactivate");
}

void
paths_read_set(struct paths_reading *reading)
{
	size_t changes = 0;
	struct str line;

	for (; str_line(&reading->rest, &line); reading->line++) {
		if (reading->ret->list.len >= LIMIT_LINES || line.len > LIMIT_LINE_BYTES) {
			paths_limit(reading, reading->line, "too many settings, or a line too long");
			return;
		}
		take_line(reading, line, &changes);
	}
}
