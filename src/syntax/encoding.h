/* Conversions and the scoring behind text.c. */
#ifndef SYNTAX_ENCODING_H
#define SYNTAX_ENCODING_H

#include <limits.h>

#include "tenken/base/arena.h"
#include "tenken/base/str.h"

/* The whole of `bytes` to UTF-8 on `arena`, strictly: a byte that has no meaning there, half a character at the end, a
 * lone surrogate or U+0000 is false, and `*ret_line` is then the line it stands on. `encoding` is one of the names of
 * struct text. */
bool encoding_convert(struct arena *arena, const char *encoding, struct str bytes, struct str *ret, unsigned *ret_line);

/* How much the bytes look like Japanese that somebody wrote, read as that encoding; ENCODING_BROKEN when they cannot be
 * read so. Which unassigned codes occur is not looked at: encoding_convert decides. */
#define ENCODING_BROKEN LONG_MIN
long encoding_score_cp932(struct str bytes);
long encoding_score_euc(struct str bytes);

/* Whether 7-bit bytes hold the escapes of ISO-2022-JP. Those of a terminal are none. */
bool encoding_is_iso2022jp(struct str bytes);

/* UTF-16LE or UTF-16BE when the NUL bytes of `bytes` lie as they do in UTF-16, else NULL. */
const char *encoding_utf16(struct str bytes);

/* Lines up to `offset`, from 1. */
unsigned encoding_line(struct str bytes, size_t offset);

#endif
