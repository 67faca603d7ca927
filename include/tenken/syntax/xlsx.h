/* Workbooks of Excel (.xlsx, .xlsm; ECMA-376, transitional and strict) to rows, as csv.h has them. */
#ifndef TENKEN_SYNTAX_XLSX_H
#define TENKEN_SYNTAX_XLSX_H

#include "tenken/syntax/csv.h"

struct xlsx_sheet {
	const char *name;        /* as the workbook names it */
	bool is_hidden;          /* also `very hidden` */
	size_t hidden_rows, hidden_columns;
	struct csv rows;         /* lines and columns are those of the sheet; gaps are empty cells */
};
struct xlsx {
	VEC(struct xlsx_sheet) sheets;   /* in the order of the tabs; charts are none */
};

/* Whether the bytes may be such a workbook: a zip. */
bool xlsx_is(struct str bytes);

/* Whether they are a workbook behind a password, or an old .xls: an OLE container (MS-CFB). */
bool xlsx_is_encrypted(struct str bytes);

/* Reads all sheets, hidden ones too. Cells are what the sheet shows, as text: days by their number format as `2026-04-01`
 * (with ` 10:30` behind where a time is shown; `2026-04` for a month), TRUE and FALSE, numbers of at most 15 digits, strings
 * with the runs of rich text joined and without furigana. A merged cell stands in each row it covers, in its first column. An error is its
 * own name (`#N/A`), a formula without a computed value its text behind `=`, a cell struck through `#STRUCK!`: what is to
 * be read as not known. Nothing is computed and no link is followed.
 * A part that is missing or malformed, a bomb, a document type: reported (workbook, archive-*, xml-*, limit). That costs
 * the workbook (-1), or the sheet alone where it is one sheet's own. Rows live on `arena`. */
int xlsx_read(struct run *run, struct arena *arena, const char *name, struct str bytes, struct xlsx *ret);

#endif
