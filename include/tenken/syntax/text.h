/* Foreign text to UTF-8, and the folding by which headings and ids are compared.
 * Evidence values are never folded. */
#ifndef TENKEN_SYNTAX_TEXT_H
#define TENKEN_SYNTAX_TEXT_H

#include "tenken/base/run.h"

/* What the bytes were decided to be. */
struct text {
	struct str utf8;          /* without a BOM */
	const char *encoding;     /* UTF-8, UTF-16LE, UTF-16BE, CP932, EUC-JP-MS, ISO-2022-JP */
	bool is_guessed;          /* no BOM, no ESC, not UTF-8: by NULs or by score (reported: encoding-guessed) */
};

/* Decides by BOM, ESC (ISO-2022-JP), strict UTF-8, NUL pattern (UTF-16), then by trial of CP932 and EUC-JP-MS
 * with a score; `run->encoding` (any name that text_encoding_find knows) overrides all but a BOM. Bytes that fit
 * nothing, and U+0000 in any encoding: encoding-invalid with its line, -1. The result lives on `arena` (or is a view of
 * `bytes` where nothing had to change). Two half-width kana can be a letter of UTF-8: the option is for those. */
int text_decode(struct run *run, struct arena *arena, const char *name, struct str bytes, struct text *ret);

/* The name of struct text for what people call an encoding (`sjis`, `Windows-31J`, `euc-jp`, ...), or NULL. */
const char *text_encoding_find(const char *name);

/* CP932 to UTF-8, strictly, on `arena`; nothing is reported: for names inside archives. False when it is none. */
bool text_from_cp932(struct arena *arena, struct str bytes, struct str *ret);

/* NFKC, ASCII letters lowered, blanks and the marks people add or leave out removed (brackets, points, hyphens,
 * slashes, 「」・、。): for headings, titles and ids only. Never NULL. */
const char *text_fold(struct arena *arena, struct str text);

/* The text without what cannot be seen at its ends: blanks of any width (U+3000 too), characters of no width, fillers. */
struct str text_trim(struct str text);

/* NFKC only (full-width digits and letters to ASCII), blanks trimmed: for numbers, dates and yes/no words in cells. */
const char *text_narrow(struct arena *arena, struct str text);

/* Whether the bytes are UTF-8 without surrogates, overlong forms or NUL. */
bool text_is_utf8(struct str bytes);

#endif
