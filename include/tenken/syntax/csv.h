/* CSV and TSV to rows of cells with their lines. */
#ifndef TENKEN_SYNTAX_CSV_H
#define TENKEN_SYNTAX_CSV_H

#include "tenken/base/run.h"

struct csv_row {
	struct str *cells;
	size_t count;
	unsigned line;       /* where the row begins */
};

struct csv {
	VEC(struct csv_row) rows;   /* rows of nothing but blanks are left out, the lines count on */
	char delimiter;
};

/* Reads UTF-8 text. The delimiter is the one of `,` TAB `;` that the first row with any has most of (outside quotes).
 * A malformed quote is reported (csv-syntax) with the line of its row and costs that row only, which then ends with the
 * line; too many rows, columns or bytes in a cell: `limit`, -1. Blanks in cells are kept, CR alone is no row end. Cells
 * live on `arena`, each with a NUL behind. */
int csv_read(struct run *run, struct arena *arena, const char *name, struct str utf8, struct csv *ret);

#endif
