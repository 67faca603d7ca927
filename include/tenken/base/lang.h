/* The languages everything is said in, all of them in one run (docs/decisions/0001). A text stands as
 * `const char *text[LANG_COUNT]`, by enum lang. */
#ifndef TENKEN_BASE_LANG_H
#define TENKEN_BASE_LANG_H

enum lang { LANG_JA, LANG_EN, LANG_COUNT };

/* `ja` or `en`: as `--lang`, `xml:lang`, the elements of reports/ and the keys of results.json have it. */
const char *lang_name(enum lang lang);

/* The language of a tag or a locale (`en`, `en-GB`, `ja_JP.UTF-8`; NULL for none), or LANG_COUNT. */
enum lang lang_find(const char *tag);

/* The text in that language; where it is empty or NULL, the first one that is not; else "". */
const char *lang_text(const char *const texts[LANG_COUNT], enum lang lang);

#endif
