/* Kana in Latin letters, as Japanese write their names where a keyboard has only those. */
#ifndef TENKEN_SYNTAX_KANA_H
#define TENKEN_SYNTAX_KANA_H

#include "tenken/base/arena.h"
#include "tenken/base/str.h"

enum kana_spelling {
	KANA_HEPBURN,      /* shi chi tsu fu ji; every kana: satou */
	KANA_SHORT,        /* the same without long vowels: sato, oota is ota */
	KANA_KUNREI,       /* si ti tu hu zi */
	KANA_SPELLINGS
};

/* Hiragana and katakana (of full width) in lower-case Latin letters; ASCII stays. NULL when there is anything else, kanji for instance:
 * how those are read nobody can tell from them. */
const char *kana_latin(struct arena *arena, struct str text, enum kana_spelling spelling);

#endif
