/* CSV and TSV to rows of cells with their lines. */
#ifndef TENKEN_SYNTAX_CSV_H
#define TENKEN_SYNTAX_CSV_H

#include "tenken/base/run.h"

struct csv_row {
	struct str *cells;
	size_t count;
	unsigned line;       /* where the row begins */
	bool is_after_gap;   /* blank rows were left out before it */
};

struct csv {
	VEC(struct csv_row) rows;   /* rows of nothing but blanks are left out, the lines count on */
	VEC(unsigned) damaged;      /* where rows begin that could not be read, ascending */
	char delimiter;             /* '\0': the cells were never divided by one (xlsx.h) */
	bool is_1904;               /* day numbers count from 1904-01-01, not from 1900 (xlsx.h) */
};

/* Reads UTF-8 text. The delimiter is the one of `,` TAB `;` that the first row with any has most of (outside quotes).
 * A malformed quote is reported (csv-syntax) with the line it stands on and costs its row only, which then ends with that
 * line; so is a quoted cell that holds whole rows (each line has as many cells as the row before). Too many rows, columns
 * or bytes in a cell: `limit`, -1. Blanks in cells are kept, CR alone is no row end. Cells live on `arena`, each with a
 * NUL behind. */
int csv_read(struct run *run, struct arena *arena, const char *name, struct str utf8, struct csv *ret);

#endif
