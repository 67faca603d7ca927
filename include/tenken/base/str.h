/* A view of bytes that somebody else owns; may hold NUL bytes, is not terminated. */
#ifndef TENKEN_BASE_STR_H
#define TENKEN_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct str {
	const char *ptr;
	size_t len;
};

#define STR(literal) ((struct str){ "" literal, sizeof(literal) - 1 })

static inline struct str
str_of(const char *text)
{
	return (struct str){ text, text ? strlen(text) : 0 };
}

bool str_is(struct str a, const char *text);             /* equal bytes */
bool str_is_nocase(struct str a, const char *text);      /* equal, ASCII case folded */
bool str_has_prefix(struct str a, const char *prefix);
bool str_has_suffix(struct str a, const char *suffix);
bool str_has(struct str a, const char *needle);          /* occurs anywhere */
struct str str_trim(struct str a);                       /* without ASCII blanks at both ends */

/* Cuts the next token off `*rest`: skips leading bytes of `separators`, takes up to the next one.
 * An empty token means that nothing was left. */
struct str str_token(struct str *rest, const char *separators);

/* Cuts the next line off `*rest`, without its LF or CRLF. False when nothing was left. */
bool str_line(struct str *rest, struct str *ret_line);

/* A whole decimal number without sign or blanks, at most INT64_MAX. False for anything else, `*ret` untouched. */
bool str_int(struct str a, int64_t *ret);

/* A decimal number as strtod reads one in the C locale, finite, the whole of `a`. */
bool str_double(struct str a, double *ret);

/* Length of the UTF-8 character (RFC 3629) that a NUL-terminated text begins with, 1 to 4; 0 when there is none. */
size_t str_character(const unsigned char *text);

/* True where `pattern` (shell wildcards: * ? [set], no escape, * matches / too) matches the whole of `text`. */
bool str_glob(const char *pattern, const char *text);

/* qsort comparison of `const char *` items by bytes. */
int str_compare(const void *a, const void *b);

#endif
