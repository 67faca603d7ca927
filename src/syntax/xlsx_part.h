/* Private to the room: the parts of a workbook. */
#ifndef TENKEN_SYNTAX_XLSX_PART_H
#define TENKEN_SYNTAX_XLSX_PART_H

#include "tenken/syntax/xlsx.h"
#include "tenken/syntax/xml.h"

/* What a number format shows of a number (18.8.30, 18.8.31). */
enum xlsx_format { XLSX_NUMBER, XLSX_DAY, XLSX_MONTH, XLSX_MOMENT, XLSX_TIME };

struct xlsx_style {
	enum xlsx_format format;
	bool is_struck;
};

/* What the sheets of a workbook share. */
struct xlsx_book {
	struct run *run;
	struct arena *arena;               /* of the rows */
	bool is_1904;
	VEC(struct str) strings;           /* on `arena`; the text `#STRUCK!` where all of it is struck through */
	VEC(struct xlsx_style) styles;     /* by the index a cell has */
	size_t cells;                      /* made so far, of all sheets */
};

/* What a number format shows: one of the built-in ones by its id, else by its code (NULL: none). */
enum xlsx_format xlsx_format_of(unsigned id, const char *code);

/* Reads styles.xml. */
void xlsx_styles(struct xlsx_book *book, const struct xml_node *root);

/* Reads sharedStrings.xml. */
void xlsx_strings(struct xlsx_book *book, const struct xml_node *root);

/* The text of <si> or <is>, on `arena`: runs joined, furigana and struck runs left out. `#STRUCK!` when nothing is left
 * of it. */
struct str xlsx_string(struct arena *arena, const struct xml_node *node);

/* A number as a cell of that format shows it, on `arena`; NULL when it is no day at all. */
const char *xlsx_number_text(struct arena *arena, enum xlsx_format format, double number, bool is_1904);

/* Reads one worksheet. -1 (reported) when it is malformed or beyond the limits. */
int xlsx_sheet_read(struct xlsx_book *book, const char *path, const struct xml_node *root, struct xlsx_sheet *ret);

#endif
