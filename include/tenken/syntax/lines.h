/* Line-based configuration files: the few grammars most daemons share. */
#ifndef TENKEN_SYNTAX_LINES_H
#define TENKEN_SYNTAX_LINES_H

#include "tenken/base/run.h"

/* Walks lines of text with their numbers: `struct lines lines = lines_of(bytes); while (lines_next(&lines)) ...`.
 * CRLF is taken off, a last line without LF counts, lines beyond LIMIT_LINE_BYTES are cut (`is_cut`). */
struct lines {
	struct str rest;
	struct str text;     /* the current line */
	unsigned line;       /* its number, from 1 */
	bool is_cut;
};
struct lines lines_of(struct str bytes);
bool lines_next(struct lines *lines);

/* One `key value` of a file: key=value, key value, [section]. */
struct line_pair {
	struct str section;  /* "" before the first */
	struct str key, value;
	unsigned line;       /* where it begins */
};
struct line_pairs {
	VEC(struct line_pair) list;
};

enum lines_style {
	LINES_INI,      /* [section] and key=value; comments # and ; at line start; `\` continues (systemd) */
	LINES_EQUALS,   /* key = value; comments # at line start (auditd) */
	LINES_BLANK,    /* key, blanks, the rest to a double quote; comments # at line start (login.defs) */
};

/* Reads the pairs in their order, repeated keys too; key and value carry no blanks at their ends and may be views of
 * `bytes`. Lines that fit no form are reported once each (syntax-unknown) and left out; so is a line or file beyond
 * the limits (`limit`). After a broken [section header nothing more is read, as the daemon does (LINES_INI). */
void lines_pairs(struct run *run, struct arena *arena, const char *name, struct str bytes,
    enum lines_style style, struct line_pairs *ret);

#endif
