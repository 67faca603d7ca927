/* Private to the room: what the readers of trees of words share. */
#ifndef TENKEN_SYNTAX_PATHS_PRIVATE_H
#define TENKEN_SYNTAX_PATHS_PRIVATE_H

#include "tenken/syntax/paths.h"

#define PATHS_DEPTH 32   /* blocks in blocks */
#define PATHS_WORDS 64   /* of one setting */

/* One reading. */
struct paths_reading {
	struct run *run;
	struct arena *arena;
	const char *name;
	struct str rest;
	unsigned line;                      /* of what comes next */
	struct path *stack[PATHS_DEPTH];    /* the open blocks */
	size_t depth;
	struct str words[PATHS_WORDS];      /* of the setting being read */
	size_t count;
	struct paths *ret;
};

/* A setting or block of the words read so far, under the innermost open block. */
struct path *paths_make(struct paths_reading *reading, unsigned line);

/* Reports that the line was not understood; the tree is no longer whole. */
void paths_unknown(struct paths_reading *reading, unsigned line, const char *why);

/* The same where what follows, or what was read, can no longer be told for certain. */
void paths_damaged(struct paths_reading *reading, unsigned line, const char *why);

/* Reports that a limit was met (once), which is damage as well. */
void paths_limit(struct paths_reading *reading, unsigned line, const char *what);

/* Adds a word; false, and reported, when there are too many. */
bool paths_add_word(struct paths_reading *reading, struct str word);

/* The end of the quoted text that opens at `text.ptr[0]`: the index of its closing quote, or 0. Counts lines into
 * `*lines`. */
size_t paths_quote(struct str text, unsigned *lines);

void paths_read_set(struct paths_reading *reading);
void paths_read_braces(struct paths_reading *reading);
void paths_read_edit(struct paths_reading *reading);

#endif
