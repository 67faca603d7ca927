/* Exports in CSV: a heading row among the first rows, and a row a thing below it.
 *
 * A list of many rows is not held: it is gone through once here, to count it and to see that nothing is damaged, and once
 * more whenever its rows are asked for. */
#include "evidence/cloud/export.h"

#include "evidence/table/mapping.h"
#include "tenken/base/limits.h"
#include "tenken/syntax/text.h"

#define HEADING_ROWS 20   /* titles and notes stand above the headings */

/* Rows of cells: where the export's fields stand below these headings. False when a required one does not, or one stands
 * there twice: which of them counts nobody can say. */
static bool
match_headings(struct arena *arena, const struct export *export, const struct csv_row *head, int *ret_places, size_t *ret_found)
{
	size_t found = 0;

	for (size_t f = 0; f < export->fields.len; f++)
		ret_places[f] = -1;
	for (size_t c = 0; c < head->count; c++) {
		const char *folded = text_fold(arena, head->cells[c]);
		for (size_t f = 0; *folded && f < export->fields.len; f++)
			for (size_t h = 0; h < export->fields.items[f].headings.len; h++) {
				if (strcmp(export->fields.items[f].headings.items[h], folded) != 0)
					continue;
				if (ret_places[f] >= 0 && ret_places[f] != (int)c)
					return false;
				ret_places[f] = (int)c;
			}
	}
	for (size_t f = 0; f < export->fields.len; f++) {
		if (export->fields.items[f].is_required && ret_places[f] < 0)
			return false;
		found += ret_places[f] >= 0;
	}
	*ret_found = found;
	return true;
}

/* The mapping and the heading row that find the most fields: at least two, since one heading may be anybody's. */
static bool
match_csv(const struct opening *opening, const struct csv *csv, struct export_table *ret, size_t *ret_head)
{
	size_t best = 1;

	for (size_t r = 0; r < csv->rows.len && r < HEADING_ROWS; r++)
		for (size_t e = 0; e < opening->mappings->exports.len; e++) {
			const struct export *export = &opening->mappings->exports.items[e];
			int *places = arena_array(opening->arena, export->fields.len, sizeof *places);
			size_t found;
			if (!match_headings(opening->arena, export, &csv->rows.items[r], places, &found) || found <= best)
				continue;
			best = found;
			ret->export = export;
			ret->places = places;
			ret->columns = csv->rows.items[r].count;
			*ret_head = r;
		}
	return ret->export != NULL;
}

/* The first rows. CSV_END when there are no more. */
static enum csv_got
read_head(const struct opening *opening, struct csv_reader *reader, struct csv *ret, bool *ret_is_damaged)
{
	struct csv_row row;
	enum csv_got got = CSV_ROW;

	while (ret->rows.len < HEADING_ROWS && (got == CSV_ROW || got == CSV_DAMAGED)) {
		got = csv_reader_next(reader, &opening->run->diags, opening->arena, &row);
		*ret_is_damaged |= got == CSV_DAMAGED;
		if (got == CSV_ROW)
			vec_push(opening->arena, &ret->rows, row);
	}
	return got;
}

int
export_csv_head(const struct opening *opening, struct export_table *ret)
{
	struct csv csv = { 0 };
	size_t head;
	bool is_damaged = false;

	read_head(opening, csv_reader_new(opening->arena, opening->file->path, opening->text), &csv, &is_damaged);
	return match_csv(opening, &csv, ret, &head);
}

static void
hold_row(const struct opening *opening, const struct csv_row *row, struct export_table *ret)
{
	struct csv_row *held = arena_alloc(opening->arena, sizeof *held);

	*held = *row;
	vec_push(opening->arena, &ret->rows, (struct export_row){ .cells = held, .line = row->line });
}

/* The rows behind the first ones: held while they are few, then only counted. */
static enum csv_got
read_rest(const struct opening *opening, struct csv_reader *reader, struct export_table *ret, bool *ret_is_damaged)
{
	struct csv_row row;
	enum csv_got got;

	do {
		struct arena *scratch = ret->is_long ? arena_new() : NULL;
		got = csv_reader_next(reader, &opening->run->diags, scratch ? scratch : opening->arena, &row);
		*ret_is_damaged |= got == CSV_DAMAGED;
		ret->row_count += got == CSV_ROW;
		if (got == CSV_ROW && !ret->is_long)
			hold_row(opening, &row, ret);
		ret->is_long |= ret->row_count > LIMIT_LIST_ROWS;
		arena_free(scratch);
	} while (got == CSV_ROW || got == CSV_DAMAGED);
	return got;
}

int
export_csv_open(const struct opening *opening, struct export_table *ret)
{
	struct csv csv = { 0 };
	struct csv_reader *reader = csv_reader_new(opening->arena, opening->file->path, opening->text);
	bool is_damaged = false;
	enum csv_got got = read_head(opening, reader, &csv, &is_damaged);
	size_t head = 0;

	if (!match_csv(opening, &csv, ret, &head))
		return got == CSV_REFUSED ? -1 : 0;
	for (size_t r = head + 1; r < csv.rows.len; r++)
		hold_row(opening, &csv.rows.items[r], ret);
	ret->row_count = ret->rows.len;
	if (got != CSV_END && got != CSV_REFUSED)
		got = read_rest(opening, reader, ret, &is_damaged);
	if (got == CSV_REFUSED)
		return -1;
	if (ret->is_long) {
		ret->rows.len = 0;
		ret->text = opening->text;
		ret->path = opening->file->path;
		ret->skipped = head + 1;
	}
	/* A row with malformed quotes is left out by the reader, which has said so. */
	if (is_damaged) {
		ret->incomplete = "rows were left out";
		ret->incomplete_line = csv.rows.items[head].line;
	}
	return 1;
}

struct export_rows
export_rows_begin(struct arena *arena, const struct export_table *table)
{
	struct export_rows rows = { .table = table };

	if (!table->is_long)
		return rows;
	struct arena *scratch = arena_new();
	rows.reader = csv_reader_new(arena, table->path, table->text);
	rows.quiet.arena = arena;
	/* Not the number of lines: what is malformed above the headings is no row. */
	for (size_t skipped = 0; skipped < table->skipped;) {
		struct csv_row row;
		skipped += csv_reader_next(rows.reader, &rows.quiet, scratch, &row) == CSV_ROW;
	}
	arena_free(scratch);
	return rows;
}

bool
export_rows_next(struct export_rows *rows, struct arena *arena, struct export_row *ret)
{
	if (!rows->reader) {
		if (rows->next == rows->table->rows.len)
			return false;
		*ret = rows->table->rows.items[rows->next++];
		return true;
	}
	struct csv_row *row = arena_alloc(arena, sizeof *row);
	enum csv_got got;
	do
		got = csv_reader_next(rows->reader, &rows->quiet, arena, row);
	while (got == CSV_DAMAGED);
	*ret = (struct export_row){ .cells = row, .line = row->line };
	return got == CSV_ROW;
}
