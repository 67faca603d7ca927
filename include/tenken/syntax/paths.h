/* Configurations that are trees of words, whichever way they are printed: each setting is the way to it from the
 * root. */
#ifndef TENKEN_SYNTAX_PATHS_H
#define TENKEN_SYNTAX_PATHS_H

#include "tenken/base/run.h"

/* One setting, or a block that settings stand in. */
struct path {
	const struct path *parent;   /* the block it stands in; NULL: the root */
	struct str *words;           /* its own */
	size_t count;
	size_t total;                /* with those of all blocks around it */
	unsigned line;
	bool is_off;                 /* written, but not in force (inactive, deactivate) */
};
struct paths {
	VEC(struct path *) list;     /* settings, and blocks with nothing in them, in their order */
	bool is_whole;               /* every line was understood, and nothing is damaged */
	bool is_damaged;             /* something is not closed, or a limit was met: what was read may mislead */
};

enum paths_style {
	PATHS_SET,      /* `set a b c`, `delete a b`, `deactivate a b`, `activate a b`; comments # at line start */
	PATHS_BRACES,   /* a { b c; } with [ lists ] (a setting for each member), `inactive:`, comments # and of C */
	PATHS_EDIT,     /* config a / edit b / set c d / unset c / next / end; comments # at line start */
};

/* Reads the settings; what cannot be understood is reported (syntax-unknown, limit) and left out. `line` lines stood
 * before `bytes` in the file `name`. `unset c` is a setting of the one word `c`. Words are views of `bytes`. */
void paths_read(struct run *run, struct arena *arena, const char *name, struct str bytes, unsigned line,
    enum paths_style style, struct paths *ret);

/* The word at `index` counted from the root; empty beyond the last. */
struct str path_word(const struct path *path, size_t index);

/* Whether the way begins with the words of `pattern`, parted by single blanks; `*` stands for any one. */
bool path_begins(const struct path *path, const char *pattern);

#endif
