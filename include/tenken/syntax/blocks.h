/* Lines that belong together by their indentation, as many devices print their configuration. */
#ifndef TENKEN_SYNTAX_BLOCKS_H
#define TENKEN_SYNTAX_BLOCKS_H

#include "tenken/base/run.h"

#define BLOCKS_TOP SIZE_MAX

struct block_line {
	struct str text;      /* without blanks at its ends */
	unsigned line;
	unsigned depth;       /* 0 at the left edge */
};
struct blocks {
	VEC(struct block_line) list;   /* in their order: what belongs to a line stands behind it, deeper */
	bool is_whole;                 /* nothing was left out at a limit */
};

struct blocks_style {
	char comment;         /* begins a line that says nothing */
	const char *mark;     /* two of it hold a free text between them, over any number of lines (`^C`); NULL: none */
	const char *text;     /* first word of a line whose third word begins with the mark of a free text; without a third
	                       * word the text ends with a line `EOF`. NULL: none */
};

/* Reads the lines, each under the nearest line before it that is indented less. A free text is left out with all its
 * lines; one that is never closed is a line like others. `line` lines stood before `bytes` in the file `name`. Views
 * of `bytes`. */
void blocks_read(struct run *run, struct arena *arena, const char *name, struct str bytes, unsigned line,
    const struct blocks_style *style, struct blocks *ret);

/* Walks the lines right under the line of index `parent` (BLOCKS_TOP: those at the left edge): `*at` starts at 0.
 * NULL at the end. The index of what is given is `*at - 1`. */
const struct block_line *blocks_next(const struct blocks *blocks, size_t parent, size_t *at);

#endif
