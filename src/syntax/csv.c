/* CSV and TSV to rows, by libcsv.
 *
 * libcsv loses lines (it skips empty ones), takes a bare CR as the end of a row and goes on after a malformed quote as if
 * nothing had been. So rows are cut here, outside quotes, and libcsv is given one row at a time: lines are right, CR alone
 * ends nothing, and a bad quote costs its own row. */
#include "tenken/syntax/csv.h"

#include <csv.h>

#include "tenken/base/limits.h"

/* One row on its way through libcsv. */
struct filling {
	struct arena *arena;
	VEC(struct str) cells;
	bool is_too_large;
};

static int
is_never_blank(unsigned char c)
{
	(void)c;
	return 0;   /* blanks in cells are part of them */
}

static int
is_line_feed(unsigned char c)
{
	return c == '\n';
}

static void
take_cell(void *bytes, size_t len, void *context)
{
	struct filling *filling = context;

	if (filling->cells.len >= LIMIT_CSV_COLUMNS || len > LIMIT_CELL_BYTES) {
		filling->is_too_large = true;
		return;
	}
	vec_push(filling->arena, &filling->cells, (struct str){ arena_strndup(filling->arena, bytes, len), len });
}

/* Cuts one row off: up to a line feed outside quotes. A quote opens only at the start of a cell. The lines it took are
 * added to `*lines`; `ret_open` says that the text ended inside quotes. */
static struct str
cut_row(struct str *rest, char delimiter, unsigned *lines, bool *ret_open)
{
	bool is_quoted = false, is_start = true;
	size_t i = 0;

	for (; i < rest->len; i++) {
		char c = rest->ptr[i];
		*lines += c == '\n';
		if (is_quoted) {
			is_quoted = c != '"';
			is_start = false;
		} else if (c == '"') {
			/* After a closing quote another one is an escaped quote: the cell goes on. */
			is_quoted = is_start || (i && rest->ptr[i - 1] == '"');
			is_start = false;
		} else if (c == '\n') {
			break;
		} else {
			is_start = c == delimiter;
		}
	}
	struct str row = { rest->ptr, i };
	size_t taken = i < rest->len ? i + 1 : i;
	rest->ptr += taken;
	rest->len -= taken;
	*ret_open = is_quoted;
	if (row.len && row.ptr[row.len - 1] == '\r')
		row.len--;
	return row;
}

/* The delimiter that the first row with any has most of, outside quotes; comma where there is none. */
static char
find_delimiter(struct str text)
{
	static const char candidates[] = ",\t;";

	for (int row = 0; row < 20 && text.len; row++) {
		struct str line;
		size_t counts[3] = { 0 }, best = 0;
		bool is_quoted = false;
		if (!str_line(&text, &line))
			break;
		for (size_t i = 0; i < line.len; i++) {
			is_quoted ^= line.ptr[i] == '"';
			for (size_t c = 0; c < 3 && !is_quoted; c++)
				counts[c] += line.ptr[i] == candidates[c];
		}
		for (size_t c = 1; c < 3; c++)
			best = counts[c] > counts[best] ? c : best;
		if (counts[best])
			return candidates[best];
	}
	return ',';
}

static bool
is_empty(const struct filling *filling)
{
	for (size_t i = 0; i < filling->cells.len; i++)
		if (str_trim(filling->cells.items[i]).len)
			return false;
	return true;
}

/* Gives one row to libcsv. False when its quotes are malformed. */
static bool
parse_row(struct csv_parser *parser, struct str row, struct filling *filling)
{
	bool is_good = csv_parse(parser, row.ptr, row.len, take_cell, NULL, filling) == row.len;

	return csv_fini(parser, take_cell, NULL, filling) == 0 && is_good;
}

static int
parse_rows(struct run *run, struct arena *arena, const char *name, struct str rest, struct csv_parser *parser, struct csv *csv)
{
	unsigned line = 1;

	while (rest.len) {
		struct filling filling = { .arena = arena };
		unsigned begins = line;
		bool is_open;
		struct str row = cut_row(&rest, csv->delimiter, &line, &is_open);
		if (csv->rows.len >= LIMIT_CSV_ROWS)
			return diag_report(&run->diags, DIAG_LIMIT, (struct span){ name, begins, 0 }, "more than %d rows", LIMIT_CSV_ROWS);
		if (row.len == 0)
			continue;
		if (is_open || !parse_row(parser, row, &filling)) {
			diag_report(&run->diags, DIAG_CSV_SYNTAX, (struct span){ name, begins, 0 }, "%s",
			    is_open ? "a quote is not closed" : "a quote inside a cell");
			csv_fini(parser, NULL, NULL, NULL);
			continue;
		}
		if (filling.is_too_large)
			return diag_report(&run->diags, DIAG_LIMIT, (struct span){ name, begins, 0 }, "more than %d columns or %u bytes in a cell",
			    LIMIT_CSV_COLUMNS, LIMIT_CELL_BYTES);
		if (!is_empty(&filling))
			vec_push(arena, &csv->rows, (struct csv_row){ filling.cells.items, filling.cells.len, begins });
	}
	return 0;
}

int
csv_read(struct run *run, struct arena *arena, const char *name, struct str utf8, struct csv *ret)
{
	struct csv_parser parser;
	struct csv csv = { .delimiter = find_delimiter(utf8) };

	if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL) != 0)
		return diag_report(&run->diags, DIAG_CSV_SYNTAX, (struct span){ .path = name }, "%s", "libcsv");
	csv_set_delim(&parser, (unsigned char)csv.delimiter);
	csv_set_space_func(&parser, is_never_blank);
	csv_set_term_func(&parser, is_line_feed);
	int status = parse_rows(run, arena, name, utf8, &parser, &csv);
	csv_free(&parser);
	if (status != 0)
		return -1;
	*ret = csv;
	return 0;
}
