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

/* One row after the other of a text that is too long to be held as a list. */
struct csv_reader;

enum csv_got {
	CSV_ROW,
	CSV_DAMAGED,    /* a row that could not be read (csv-syntax); of `ret` only the line is set */
	CSV_END,
	CSV_REFUSED,    /* `limit` */
};

/* A reader at the start of UTF-8 text, which must live as long; it goes with `arena`. */
struct csv_reader *csv_reader_new(struct arena *arena, const char *name, struct str utf8);

/* The next row, its cells on `arena` as csv_read has them. */
enum csv_got csv_reader_next(struct csv_reader *reader, struct diags *diags, struct arena *arena, struct csv_row *ret);

/* Reads UTF-8 text. The delimiter is the one of `,` TAB `;` that the first row with any has most of (outside quotes).
 * A malformed quote is reported (csv-syntax) with the line it stands on and costs its row only, which then ends with that
 * line; so is a quoted cell that holds whole rows (each line has as many cells as the row before). Too many rows, columns,
 * cells or bytes in a cell: `limit`, -1. Blanks in cells are kept, CR alone is no row end. Cells live on `arena`, each with a
 * NUL behind. */
int csv_read(struct run *run, struct arena *arena, const char *name, struct str utf8, struct csv *ret);

#endif
