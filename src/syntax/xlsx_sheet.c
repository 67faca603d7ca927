/* One worksheet (ECMA-376 part 1, 18.3) to rows. What is far away costs nothing: a cell at XFD1048576 is one cell of a row
 * that may be as long as LIMIT_CSV_COLUMNS, and all that is made is counted. */
#include "syntax/xlsx_part.h"

#include "tenken/base/limits.h"

#define LAST_ROW 1048576
#define LAST_COLUMN 16384

/* The sheet while it is read. */
struct reading {
	struct xlsx_book *book;
	const char *path;
	struct xlsx_sheet *sheet;
	struct str *cells;              /* of the current row; the width of the widest one can be */
	size_t width;                   /* behind the last cell with text */
	bool is_far;                    /* a cell beyond the last column was said */
};

static int
refuse(const struct reading *reading, unsigned line, const char *why)
{
	return diag_report(&reading->book->run->diags, DIAG_WORKBOOK, (struct span){ .path = reading->path, .line = line }, "%s", why);
}

/* Counts cells that are made. -1 when they are too many. */
static int
count_cells(struct reading *reading, unsigned line, size_t count)
{
	reading->book->cells += count;
	if (reading->book->cells <= LIMIT_XLSX_CELLS)
		return 0;
	return diag_report(&reading->book->run->diags, DIAG_LIMIT, (struct span){ .path = reading->path, .line = line },
	    "more than %d cells", LIMIT_XLSX_CELLS);
}

/* Takes `B12` off: column and row from 1. False for anything else. */
static bool
take_reference(const char **p, unsigned *ret_column, unsigned *ret_row)
{
	unsigned column = 0, row = 0;

	while (**p == '$')
		(*p)++;
	for (; **p >= 'A' && **p <= 'Z' && column <= LAST_COLUMN; (*p)++)
		column = column * 26 + (unsigned)(**p - 'A') + 1;
	while (**p == '$')
		(*p)++;
	for (; **p >= '0' && **p <= '9' && row <= LAST_ROW; (*p)++)
		row = row * 10 + (unsigned)(**p - '0');
	if (column == 0 || column > LAST_COLUMN || row == 0 || row > LAST_ROW)
		return false;
	*ret_column = column;
	*ret_row = row;
	return true;
}

static struct str
constant(struct reading *reading, const char *text)
{
	return str_of(arena_strdup(reading->book->arena, text));
}

/* A formula that nobody has computed: its text, behind the mark of one. */
static struct str
uncomputed(struct reading *reading, const struct xml_node *formula)
{
	return str_of(arena_printf(reading->book->arena, "=%.80s", formula->text));
}

static struct str
number_text(struct reading *reading, const char *text, const struct xlsx_style *style)
{
	struct xlsx_book *book = reading->book;
	double number;
	enum xlsx_format format = style ? style->format : XLSX_NUMBER;

	if (!str_double(str_trim(str_of(text)), &number))
		return constant(reading, "#VALUE!");
	const char *shown = xlsx_number_text(book->arena, format, number, book->is_1904);
	return shown ? str_of(shown) : constant(reading, "#VALUE!");
}

static bool
is_on(const char *value)
{
	return value && (strcmp(value, "1") == 0 || strcmp(value, "true") == 0);
}

/* The text of a cell by its type (18.18.11). */
static struct str
cell_text(struct reading *reading, const struct xml_node *cell)
{
	struct xlsx_book *book = reading->book;
	const struct xml_node *value = xml_child(cell, "v"), *formula = xml_child(cell, "f"), *inlined = xml_child(cell, "is");
	const char *type = xml_get(cell, "t"), *style_text = xml_get(cell, "s");
	const struct xlsx_style *style = NULL;
	int64_t index;

	if (style_text && str_int(str_of(style_text), &index) && (size_t)index < book->styles.len)
		style = &book->styles.items[index];
	if (style && style->is_struck && (value || inlined))
		return constant(reading, "#STRUCK!");
	if (type && strcmp(type, "inlineStr") == 0)
		return inlined ? xlsx_string(book->arena, inlined) : STR("");
	if (!value || (!*value->text && !type))
		return formula ? uncomputed(reading, formula) : STR("");
	if (!type || strcmp(type, "n") == 0)
		return number_text(reading, value->text, style);
	if (strcmp(type, "s") == 0) {
		bool is_known = str_int(str_trim(str_of(value->text)), &index) && (size_t)index < book->strings.len;
		return is_known ? book->strings.items[index] : constant(reading, "#REF!");
	}
	if (strcmp(type, "b") == 0)
		return constant(reading, is_on(value->text) ? "TRUE" : "FALSE");
	/* str: what a formula gave; e: the error's name; d: a day as ISO 8601 writes it. */
	if (strlen(value->text) > LIMIT_CELL_BYTES)
		return constant(reading, "#VALUE!");
	return constant(reading, value->text);
}

/* One cell into the current row. `*last` is the column before it. */
static int
take_cell(struct reading *reading, const struct xml_node *cell, unsigned line, unsigned *last)
{
	const char *reference = xml_get(cell, "r");
	unsigned column = *last + 1, row = line;

	if (reference && (!take_reference(&reference, &column, &row) || *reference || row != line || column <= *last))
		return refuse(reading, line, "a cell out of its place");
	*last = column;
	struct str text = cell_text(reading, cell);
	if (str_trim(text).len == 0)
		return 0;
	if (column > LIMIT_CSV_COLUMNS) {
		/* No table is so wide; said once. */
		if (!reading->is_far)
			diag_report(&reading->book->run->diags, DIAG_LIMIT, (struct span){ reading->path, line, column },
			    "cells beyond column %d", LIMIT_CSV_COLUMNS);
		reading->is_far = true;
		return 0;
	}
	for (; reading->width < column - 1; reading->width++)
		reading->cells[reading->width] = STR("");
	reading->cells[column - 1] = text;
	reading->width = column;
	return 0;
}

static int
take_row(struct reading *reading, const struct xml_node *node, unsigned *line)
{
	struct csv *rows = &reading->sheet->rows;
	const char *number = xml_get(node, "r"), *is_hidden = xml_get(node, "hidden");
	int64_t own = (int64_t)*line + 1;
	unsigned before = rows->rows.len ? rows->rows.items[rows->rows.len - 1].line : 0, column = 0;

	if ((number && !str_int(str_of(number), &own)) || own <= *line || own > LAST_ROW)
		return refuse(reading, *line, "a row out of its place");
	*line = (unsigned)own;
	reading->width = 0;
	for (const struct xml_node *n = xml_child(node, "c"); n; n = xml_next(n, "c"))
		if (take_cell(reading, n, *line, &column) != 0)
			return -1;
	if (reading->width == 0)
		return 0;
	reading->sheet->hidden_rows += is_on(is_hidden);
	if (count_cells(reading, *line, reading->width) != 0)
		return -1;
	struct csv_row row = { arena_array(reading->book->arena, reading->width, sizeof *row.cells), reading->width, *line,
		before && before + 1 < *line };
	memcpy(row.cells, reading->cells, reading->width * sizeof *row.cells);
	vec_push(reading->book->arena, &rows->rows, row);
	return 0;
}

/* The index of the first row at or below the line. */
static size_t
row_index(const struct csv *rows, unsigned line)
{
	size_t low = 0, high = rows->rows.len;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (rows->rows.items[middle].line < line)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Puts a text where the row has none yet. */
static int
fill(struct reading *reading, struct csv_row *row, size_t column, struct str text)
{
	if (count_cells(reading, row->line, column < row->count ? 1 : column + 1) != 0)
		return -1;
	if (column >= row->count) {
		struct str *wider = arena_array(reading->book->arena, column + 1, sizeof *wider);
		for (size_t i = 0; i <= column; i++)
			wider[i] = i < row->count ? row->cells[i] : STR("");
		row->cells = wider;
		row->count = column + 1;
	}
	if (str_trim(row->cells[column]).len == 0)
		row->cells[column] = text;
	return 0;
}

/* A merged cell is seen beside every row it covers: its text stands in each, in the first column. Rows without any cell of
 * their own stay blank. */
static int
take_merge(struct reading *reading, const struct xml_node *node)
{
	struct csv *rows = &reading->sheet->rows;
	const char *p = xml_get(node, "ref");
	unsigned from_column, from, to_column, to;

	if (!p || !take_reference(&p, &from_column, &from) || *p++ != ':' || !take_reference(&p, &to_column, &to) || *p)
		return refuse(reading, 0, "a merged cell that is no range");
	size_t i = row_index(rows, from), column = from_column - 1;
	if (to <= from || i == rows->rows.len || rows->rows.items[i].line != from || column >= rows->rows.items[i].count)
		return 0;
	struct str text = rows->rows.items[i].cells[column];
	for (i++; str_trim(text).len && i < rows->rows.len && rows->rows.items[i].line <= to; i++)
		if (fill(reading, &rows->rows.items[i], column, text) != 0)
			return -1;
	return 0;
}

static size_t
count_hidden_columns(const struct xml_node *columns)
{
	size_t count = 0;

	for (const struct xml_node *n = columns ? xml_child(columns, "col") : NULL; n; n = xml_next(n, "col")) {
		const char *is_hidden = xml_get(n, "hidden"), *min = xml_get(n, "min"), *max = xml_get(n, "max");
		int64_t first, last;
		if (is_on(is_hidden) && min && max && str_int(str_of(min), &first) && str_int(str_of(max), &last) && first >= 1 &&
		    last >= first && last <= LAST_COLUMN)
			count += (size_t)(last - first + 1);
	}
	return count;
}

int
xlsx_sheet_read(struct xlsx_book *book, const char *path, const struct xml_node *root, struct xlsx_sheet *ret)
{
	struct str cells[LIMIT_CSV_COLUMNS];
	struct xlsx_sheet sheet = *ret;
	struct reading reading = { .book = book, .path = path, .sheet = &sheet, .cells = cells };
	const struct xml_node *data = xml_child(root, "sheetData"), *merges = xml_child(root, "mergeCells");
	unsigned line = 0;

	if (strcmp(root->name, "worksheet") != 0 || !data)
		return refuse(&reading, 0, "not a worksheet");
	for (const struct xml_node *n = xml_child(data, "row"); n; n = xml_next(n, "row"))
		if (take_row(&reading, n, &line) != 0)
			return -1;
	for (const struct xml_node *n = merges ? xml_child(merges, "mergeCell") : NULL; n; n = xml_next(n, "mergeCell"))
		if (take_merge(&reading, n) != 0)
			return -1;
	sheet.hidden_columns = count_hidden_columns(xml_child(root, "cols"));
	sheet.rows.is_1904 = book->is_1904;
	*ret = sheet;
	return 0;
}
