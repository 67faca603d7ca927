/* What a terminal showed: commands behind their prompts, each followed by what it printed. */
#ifndef TENKEN_SYNTAX_TRANSCRIPT_H
#define TENKEN_SYNTAX_TRANSCRIPT_H

#include <stdbool.h>

#include "tenken/base/str.h"

struct transcript {
	struct str rest;
	unsigned line;               /* lines cut off so far */
	const char *const *verbs;    /* NULL-terminated: the first words of commands */
	struct str prompt;           /* as it was seen last: then any command behind it is one */
};

/* One command and its output; without a prompt before it, `host` and `command` are empty. */
struct transcript_part {
	struct str host;             /* `rt01` of `rt01#`, `admin@rt01>`, `rt01 (root) #` */
	struct str command;
	struct str bytes;
	unsigned line;               /* lines before `bytes` */
};

struct transcript transcript_of(struct str bytes, const char *const *verbs);

/* Cuts off the next part whose bytes are not empty. False at the end. Views of the bytes. */
bool transcript_next(struct transcript *transcript, struct transcript_part *ret);

#endif
