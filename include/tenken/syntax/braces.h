/* Configuration files of statements and blocks: `words ;` and `words { statements }` (nginx, named.conf, apt.conf, syslog-ng). */
#ifndef TENKEN_SYNTAX_BRACES_H
#define TENKEN_SYNTAX_BRACES_H

#include "tenken/base/run.h"

struct braces_statement {
	struct str *words;                  /* without quotes; at least one, but for a block without a head */
	size_t count;
	unsigned line;                      /* where it begins */
	bool has_block;
	struct braces_statement *children;  /* of the block, in order */
	struct braces_statement *next;
};

enum braces_style {
	BRACES_PLAIN,    /* blanks part words */
	BRACES_DOUBLE,   /* the same, but ' is a letter like others */
	BRACES_CALLS,    /* ( and ) are words of their own, a statement that begins with @ ends with its line: syslog-ng */
};

/* Reads a file to its statements. Comments are # and // up to the line's end and C's, where a word could begin; "..." and '...'
 * are one word, a backslash in "..." keeps the next byte. Words are views of `bytes` or live on `arena`. A brace or quote
 * without its fellow is reported (syntax-unknown), too many or too deep ones too (limit): -1, nothing is given then. */
int braces_read(struct run *run, struct arena *arena, const char *name, struct str bytes, enum braces_style style,
    struct braces_statement **ret_first);

/* The word at `index`, or an empty one. */
struct str braces_word(const struct braces_statement *statement, size_t index);

#endif
