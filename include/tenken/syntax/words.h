/* A line cut into words, for configurations that are commands. */
#ifndef TENKEN_SYNTAX_WORDS_H
#define TENKEN_SYNTAX_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#include "tenken/base/str.h"

#define WORDS_MAX 40   /* longer lines are lists of members; what stands behind is not looked at */

struct words {
	struct str at[WORDS_MAX];   /* views of the line; those beyond `count` are empty */
	size_t count;
};

/* Parted by blanks; double quotes hold a word together and are taken off, a backslash keeps the next quote in. */
struct words words_of(struct str line);

/* The next word of `*rest`, as words_of cuts it, quotes taken off. False when nothing was left. */
bool words_next(struct str *rest, struct str *ret);

/* Whether the words begin with those of `pattern`, parted by single blanks; `*` stands for any one. */
bool words_begin(const struct words *words, const char *pattern);

/* The same of a line, which must not be longer than the pattern. */
bool words_is(struct str line, const char *pattern);

/* What follows the first `key` at or after `from`; empty when there is none. */
struct str words_after(const struct words *words, const char *key, size_t from);

/* Whether `key` is one of the words at or after `from`. */
bool words_has(const struct words *words, const char *key, size_t from);

#endif
