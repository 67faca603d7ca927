/* One sheet: which of its rows belong to which table.
 *
 * No row is dropped in silence. What cannot be a row of its table is left out and said: rows under headings that nobody
 * knows, rows below a title that sets them aside (廃止文書, 記入例), rows whose cells are shifted. */
#include "evidence/table/sheet.h"

#include <limits.h>

#include "tenken/base/limits.h"
#include "tenken/syntax/text.h"

#define HEADING_ROWS 100   /* titles, instructions and notes stand above the first table */
#define SECTION_COLUMNS 3  /* in a table of fewer a single cell is a row */
#define SHORT_BYTES 45     /* a heading of 15 kanji */
#define TITLE_BYTES 120    /* of a title are looked at */
#define TITLES_BYTES 1000

/* One sheet while it is read; a CSV file is one. */
struct sheet {
	const struct parse *parse;
	const char *path;            /* as shown */
	const struct csv *csv;
	struct match match;          /* of the table that the rows belong to; `.table` NULL above the first */
	const char *name;            /* of a workbook's sheet; "" */
	const char *titles;          /* read since the last row of data; "" for none */
	bool is_broken;              /* a gap or a title: the rows may be of something else now */
	const char *left_out;        /* why rows are being left out; NULL while they are read */
	bool is_to_heading;          /* they are, whatever titles say, until a known heading row comes */
	unsigned left_out_line;
	size_t left_out_rows;
	size_t tables;
	size_t damaged;              /* unreadable rows that were taken */
};

/* Whether a title, a section or a number sets rows aside: it contains one of the mapping's words. A word of one letter
 * (例) must be all of it. */
static bool
is_aside(const struct sheet *sheet, const struct table *table, struct str text)
{
	struct arena *arena = sheet->parse->bundle->arena;
	const char *folded = text_fold(arena, text);

	for (size_t i = 0; i < table->not_asides.len; i++)
		if (strstr(folded, table->not_asides.items[i]))
			return false;
	for (size_t i = 0; i < table->asides.len; i++) {
		const char *word = table->asides.items[i];
		if (strcmp(folded, word) == 0 || (strlen(word) > 3 && strstr(folded, word)))
			return true;
	}
	return false;
}

static void
begin_leaving_out(struct sheet *sheet, const struct csv_row *row, const char *why, bool is_to_heading)
{
	sheet->left_out = why;
	sheet->left_out_line = row->line;
	sheet->left_out_rows = 0;
	sheet->is_to_heading = is_to_heading;
}

/* Says how many rows were left out since it began, and reads on. */
static void
end_leaving_out(struct sheet *sheet)
{
	if (sheet->left_out && sheet->left_out_rows)
		diag_report(&sheet->parse->run->diags, DIAG_TABLE_ROW, (struct span){ .path = sheet->path, .line = sheet->left_out_line },
		    "%zu: %s", sheet->left_out_rows, sheet->left_out);
	sheet->left_out = NULL;
}

static size_t
count_written(const struct csv_row *row, size_t *ret_last)
{
	size_t written = 0;

	for (size_t i = 0; i < row->count; i++)
		if (str_trim(row->cells[i]).len) {
			written++;
			*ret_last = i;
		}
	return written;
}

static bool
is_short_without_digits(struct str cell)
{
	for (size_t i = 0; i < cell.len; i++)
		if (cell.ptr[i] >= '0' && cell.ptr[i] <= '9')
			return false;
	return cell.len <= SHORT_BYTES;
}

/* Whether the row looks like the headings of something else: all cells are short, none has a digit, and nothing under our
 * columns of days, levels and words can be read as such. */
static bool
is_foreign_heading(const struct sheet *sheet, const struct row *row)
{
	size_t written, read;

	for (size_t i = 0; i < row->cells->count; i++)
		if (!is_short_without_digits(row->cells->cells[i]))
			return false;
	row_count_typed(row, &written, &read);
	return read == 0 && written >= (sheet->is_broken ? 1 : 2);
}

/* A cell that stands alone in its row, in a table of several columns: a title, unless a row may be so short. */
static bool
is_title(const struct sheet *sheet, const struct row *row, size_t written, size_t cell)
{
	if (written != 1 || sheet->match.head->count < SECTION_COLUMNS)
		return false;
	return row_missing(row) || is_aside(sheet, sheet->match.table, row_cell(row, cell));
}

/* Whether cells stand beyond the last heading: a comma too many has shifted them, and nobody knows from where on. */
static bool
is_shifted(const struct sheet *sheet, size_t last)
{
	return sheet->csv->delimiter && last >= sheet->match.head->count;
}

/* Whether two titles begin with the same character: ■ 廃止文書, ■ 現行文書. Then the one ends what the other began. */
static bool
is_alike(const char *a, const char *b)
{
	size_t len = 1;

	while (((unsigned char)a[len] & 0xc0) == 0x80)
		len++;
	return strncmp(a, b, len) == 0;
}

static void
take_title(struct sheet *sheet, const struct csv_row *row, size_t cell)
{
	struct arena *arena = sheet->parse->bundle->arena;
	struct str text = str_trim(row->cells[cell]);
	const char *title = arena_strndup(arena, text.ptr, text.len < TITLE_BYTES ? text.len : TITLE_BYTES);

	bool is_further = *sheet->titles && strlen(sheet->titles) < TITLES_BYTES;
	sheet->titles = is_further ? arena_printf(arena, "%s / %s", sheet->titles, title) : title;
	sheet->is_broken = true;
	if (!sheet->match.table)
		return;
	if (sheet->left_out && (sheet->is_to_heading || !is_alike(sheet->left_out, title))) {
		sheet->left_out_rows++;
		return;
	}
	end_leaving_out(sheet);
	if (is_aside(sheet, sheet->match.table, text))
		begin_leaving_out(sheet, row, title, false);
}

static void
begin_table(struct sheet *sheet, const struct csv_row *row, const struct match *match)
{
	end_leaving_out(sheet);
	sheet->match = *match;
	sheet->is_broken = false;
	sheet->tables++;
	if (is_aside(sheet, match->table, str_of(sheet->name)))
		begin_leaving_out(sheet, row, sheet->name, true);
	else if (is_aside(sheet, match->table, str_of(sheet->titles)))
		begin_leaving_out(sheet, row, sheet->titles, true);
	sheet->titles = "";
}

/* Whether the row's number, or a first cell that means nothing, says that the row is none: 記入例. */
static bool
is_set_aside(const struct sheet *sheet, const struct row *row)
{
	const struct table *table = sheet->match.table;
	bool is_first_known = false;
	size_t first = 0;

	while (first < row->cells->count && row_cell(row, first).len == 0)
		first++;
	for (size_t c = 0; c < table->columns.len; c++)
		for (size_t i = 0; i < row->match->places[c].list.len; i++) {
			size_t cell = row->match->places[c].list.items[i].cell;
			is_first_known |= cell == first;
			if (strcmp(table->columns.items[c].attribute, "name") == 0 && is_aside(sheet, table, row_cell(row, cell)))
				return true;
		}
	return !is_first_known && is_aside(sheet, table, row_cell(row, first));
}

static void
take_row(struct sheet *sheet, const struct csv_row *cells)
{
	struct row row = { sheet->parse, sheet->path, &sheet->match, cells, sheet->csv->is_1904 };
	struct diags *diags = &sheet->parse->run->diags;
	size_t last = 0, written = count_written(cells, &last);
	const char *missing;

	sheet->is_broken |= cells->is_after_gap;
	if (is_title(sheet, &row, written, last)) {
		take_title(sheet, cells, last);
		return;
	}
	if (!sheet->left_out && is_foreign_heading(sheet, &row))
		begin_leaving_out(sheet, cells, "headings that no mapping knows", true);
	if (sheet->left_out) {
		sheet->left_out_rows++;
		return;
	}
	if (is_shifted(sheet, last)) {
		diag_report(diags, DIAG_TABLE_ROW, row_span(&row), "1: more cells than headings");
		record_unread(sheet->parse, sheet->match.table, row_span(&row));
	} else if ((missing = row_missing(&row)))
		diag_report(diags, DIAG_TABLE_ROW, row_span(&row), "1: without %s", missing);
	else if (is_set_aside(sheet, &row))
		diag_report(diags, DIAG_TABLE_ROW, row_span(&row), "1: set aside by its number");
	else
		record_read(&row);
	sheet->is_broken = false;
	sheet->titles = "";
}

/* Takes the rows above the line that could not be read. They have been reported. */
static void
take_damaged(struct sheet *sheet, unsigned line)
{
	const struct csv *csv = sheet->csv;

	for (; sheet->damaged < csv->damaged.len && csv->damaged.items[sheet->damaged] < line; sheet->damaged++) {
		struct span span = { .path = sheet->path, .line = csv->damaged.items[sheet->damaged] };
		if (sheet->match.table && !sheet->left_out)
			record_unread(sheet->parse, sheet->match.table, span);
	}
}

static void
read_sheet(struct sheet *sheet)
{
	for (size_t i = 0; i < sheet->csv->rows.len && (sheet->tables || i < HEADING_ROWS); i++) {
		const struct csv_row *row = &sheet->csv->rows.items[i];
		const struct table *rival;
		struct match match;
		size_t last = 0;
		take_damaged(sheet, row->line);
		if (sheet->tables > LIMIT_SHEET_TABLES) {
			diag_report(&sheet->parse->run->diags, DIAG_LIMIT, (struct span){ .path = sheet->path, .line = row->line },
			    "more than %d heading rows", LIMIT_SHEET_TABLES);
			break;
		}
		switch (heading_match(sheet->parse, row, &match, &rival)) {
		case HEADING_FOUND:
			begin_table(sheet, row, &match);
			break;
		case HEADING_TIE:
			diag_report(&sheet->parse->run->diags, DIAG_TABLE_HEADING, (struct span){ .path = sheet->path, .line = row->line },
			    "%s, %s", match.table->id, rival->id);
			begin_table(sheet, row, &match);
			begin_leaving_out(sheet, row, "headings of more than one mapping", true);
			break;
		case HEADING_NONE:
			if (sheet->match.table)
				take_row(sheet, row);
			else if (count_written(row, &last) == 1)
				take_title(sheet, row, last);
			break;
		}
	}
	take_damaged(sheet, UINT_MAX);
	end_leaving_out(sheet);
}

bool
sheet_read(const struct parse *parse, const char *path, const char *name, const struct csv *csv, const char **ret_note)
{
	struct sheet sheet = { .parse = parse, .path = path, .name = name, .csv = csv, .titles = "" };

	read_sheet(&sheet);
	if (sheet.tables == 0) {
		struct span span = { .path = path, .line = csv->rows.len ? csv->rows.items[0].line : 0 };
		diag_report(&parse->run->diags, DIAG_TABLE_HEADING, span, "no mapping knows these headings");
		return false;
	}
	const char *id = sheet.match.table->id;
	if (!strstr(*ret_note, id))
		*ret_note = arena_printf(parse->bundle->arena, "%s%s%s", *ret_note, **ret_note ? "; " : "", id);
	return true;
}
