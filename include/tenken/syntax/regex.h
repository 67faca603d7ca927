/* PCRE2 with limits, for EXSLT regexp:test and line grammars. */
#ifndef TENKEN_SYNTAX_REGEX_H
#define TENKEN_SYNTAX_REGEX_H

#include "tenken/base/run.h"

struct regex;

#define REGEX_NOCASE 1u

/* A compiled pattern (UTF, match and depth limits of limits.h), freed with the arena. `$` matches at the very end only,
 * \d and \w are ASCII. NULL when it is malformed; then `*ret_error` says why, on the arena. */
struct regex *regex_compile(struct arena *arena, const char *pattern, unsigned flags, const char **ret_error);

#define REGEX_GROUPS 16
/* 1 when `text` matches somewhere, 0 when not, -1 when a limit was met. `groups` (NULL, or REGEX_GROUPS items,
 * untouched unless 1) gets the whole match and the groups; groups that took no part have ptr NULL, those beyond are not
 * given. Bytes that are not UTF-8 match nothing. Every call checks the whole of `text`: give it one line at a time. */
int regex_match(struct regex *regex, struct str text, struct str *groups);

#endif
