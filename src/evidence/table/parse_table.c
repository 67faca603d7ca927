/* Registers, answer sheets and interview records: any table whose headings one of the table mappings knows
 * (mappings/document-register.xml and its like). The meaning of the columns is data; here is only the grammar.
 *
 * A table is recognised when one of its first rows has every required heading of a mapping; the row is then the
 * heading row. Headings are compared after folding (text_fold); values never are, except that numbers, dates and
 * the words of an enumeration are read after NFKC. */
#include "tenken/evidence/evidence.h"

#include <stdio.h>

#include "evidence/table/document.h"
#include "evidence/table/mapping.h"
#include "tenken/base/limits.h"
#include "tenken/syntax/csv.h"
#include "tenken/syntax/date.h"
#include "tenken/syntax/text.h"

#define HEADING_ROWS 20   /* titles and notes stand above the table */
/* Two required headings together are no accident (設問番号 and 回答); one alone (文書名) may be some other table, a ticket
 * list has a title and a date too. */
#define REQUIRED_MIN 2
#define HEADINGS_MIN 3

/* Tables are loose files; what they hold is told by their headings only when they are parsed. */
static int
bid(const struct file *file)
{
	struct str name = str_of(file->name);

	struct str ending = { name.ptr + (name.len > 4 ? name.len - 4 : 0), name.len > 4 ? 4 : name.len };

	return str_is_nocase(ending, ".csv") || str_is_nocase(ending, ".tsv") ? 30 : 0;
}

/* A mapping held against a heading row: for each column of the mapping its place in the row, or -1. */
struct match {
	const struct table *table;
	const struct csv_row *head;
	int *places;
	size_t found;
};

static bool
has_heading(const struct table_column *column, const char *folded)
{
	for (size_t i = 0; i < column->headings.len; i++)
		if (strcmp(column->headings.items[i], folded) == 0)
			return true;
	return false;
}

/* The places of the mapping's columns in the row; false when a required one is missing. */
static bool
match_row(struct arena *arena, const struct table *table, const struct csv_row *row, struct match *ret)
{
	struct match match = { .table = table, .head = row };

	match.places = arena_array(arena, table->columns.len, sizeof *match.places);
	for (size_t c = 0; c < table->columns.len; c++)
		match.places[c] = -1;
	for (size_t i = 0; i < row->count; i++) {
		const char *folded = text_fold(arena, row->cells[i]);
		for (size_t c = 0; *folded && c < table->columns.len; c++)
			if (match.places[c] < 0 && has_heading(&table->columns.items[c], folded)) {
				match.places[c] = (int)i;
				match.found++;
				break;
			}
	}
	size_t required = 0;
	for (size_t c = 0; c < table->columns.len; c++) {
		if (table->columns.items[c].is_required && match.places[c] < 0)
			return false;
		required += table->columns.items[c].is_required;
	}
	*ret = match;
	return match.found >= HEADINGS_MIN || required >= REQUIRED_MIN;
}

/* The mapping and heading row that find the most columns. */
static bool
find_match(const struct parse *parse, const struct csv *csv, struct match *ret)
{
	struct arena *arena = parse->bundle->arena;
	bool is_found = false;

	for (size_t r = 0; r < csv->rows.len && r < HEADING_ROWS; r++)
		for (size_t t = 0; t < parse->mappings->tables.len; t++) {
			struct match match;
			if (match_row(arena, &parse->mappings->tables.items[t], &csv->rows.items[r], &match) &&
			    (!is_found || match.found > ret->found)) {
				*ret = match;
				is_found = true;
			}
		}
	return is_found;
}

/* One cell under one column. */
struct field {
	const struct parse *parse;
	const struct file *file;
	const struct table_column *column;
	struct record *record;
	struct str cell;       /* trimmed */
	unsigned line;
	int place;
};

static void
report_value(const struct field *field, enum diag_id id)
{
	diag_report(&field->parse->run->diags, id, (struct span){ field->file->path, field->line, (unsigned)field->place + 1 },
	    "%s: %.*s", field->column->attribute, (int)(field->cell.len < 80 ? field->cell.len : 80), field->cell.ptr);
}

static void
set(const struct field *field, const char *name, const char *value)
{
	if (!record_get(field->record, name))
		record_set(field->parse->subject, field->record, name, value);
}

static void
set_date(const struct field *field)
{
	int32_t day;

	switch (date_parse(field->parse->run, field->cell, &day)) {
	case DATE_DAY:
	case DATE_MONTH:   /* its last day: a month that has begun is not over */
		set(field, field->column->attribute, day_text(field->parse->bundle->arena, day));
		break;
	case DATE_NONE:
		break;
	case DATE_UNREADABLE:
		report_value(field, DIAG_DATE_UNREADABLE);
		/* Whether a review is overdue is then not known; no date at all says that none was set. */
		if (strcmp(field->column->attribute, "next-review") == 0)
			set(field, "next-review-unreadable", "true");
		break;
	}
}

static void
set_number(const struct field *field, int64_t max)
{
	struct arena *arena = field->parse->bundle->arena;
	int64_t number;

	if (str_int(str_of(text_narrow(arena, field->cell)), &number) && number <= max)
		set(field, field->column->attribute, arena_printf(arena, "%lld", (long long)number));
	else
		report_value(field, DIAG_TABLE_VALUE);
}

/* A word of the enumeration. An answer's word may also say a level and that the question does not apply. */
static void
set_word(const struct field *field)
{
	struct arena *arena = field->parse->bundle->arena;
	/* Folding takes marks off, and -1 is not 1. */
	bool is_negative = field->cell.ptr[0] == '-' && field->cell.len > 1;
	const char *folded = is_negative ? "" : text_fold(arena, field->cell);

	for (size_t i = 0; i < field->column->words.len; i++) {
		const struct word *word = &field->column->words.items[i];
		if (strcmp(word->text, folded) != 0)
			continue;
		/* What was answered stays as it was written; the words of other columns become the vocabulary's. */
		bool is_answer = word->level || word->applicable || strcmp(field->column->attribute, "value") == 0;
		set(field, field->column->attribute,
		    word->value && !is_answer ? word->value : arena_strndup(arena, field->cell.ptr, field->cell.len));
		if (word->level)
			set(field, "level", word->level);
		if (word->applicable)
			set(field, "applicable", word->applicable);
		return;
	}
	if (strcmp(field->column->attribute, "value") == 0)
		set(field, "value", arena_strndup(arena, field->cell.ptr, field->cell.len));
	/* A state that is written but not understood is another thing than no state. */
	if (strcmp(field->column->attribute, "state") == 0)
		set(field, "state", "unknown");
	report_value(field, DIAG_TABLE_VALUE);
}

/* Words that fill a cell and name nobody: they count as an empty cell. */
static bool
is_blank(const struct table *table, struct arena *arena, struct str cell)
{
	const char *narrow = text_narrow(arena, cell);

	for (size_t i = 0; i < table->blanks.len; i++)
		if (strcmp(table->blanks.items[i], narrow) == 0)
			return true;
	return false;
}

static void
set_field(const struct field *field)
{
	struct arena *arena = field->parse->bundle->arena;

	switch (field->column->type) {
	case COLUMN_TEXT:
		set(field, field->column->attribute, arena_strndup(arena, field->cell.ptr, field->cell.len));
		break;
	case COLUMN_DATE:
		set_date(field);
		break;
	case COLUMN_DAYS:
		set_number(field, 100000);
		break;
	case COLUMN_LEVEL:
		set_number(field, 5);
		break;
	case COLUMN_BOOLEAN:
	case COLUMN_ENUM:
		set_word(field);
		break;
	}
}

static struct str
cell_at(const struct csv_row *row, int place)
{
	return place >= 0 && (size_t)place < row->count ? str_trim(row->cells[place]) : STR("");
}

/* The record's own name: the column the mapping says, else the row's number. */
static const char *
row_name(const struct parse *parse, const struct match *match, const struct csv_row *row)
{
	struct arena *arena = parse->bundle->arena;

	for (size_t c = 0; match->table->name_from && c < match->table->columns.len; c++) {
		if (strcmp(match->table->columns.items[c].attribute, match->table->name_from) != 0)
			continue;
		struct str cell = cell_at(row, match->places[c]);
		if (cell.len)
			return arena_strndup(arena, cell.ptr, cell.len);
	}
	return arena_printf(arena, "row-%u", row->line);
}

/* Question numbers are ids: written in any width and case, with or without the hyphens' style. */
static const char *
fold_question(struct arena *arena, const char *name)
{
	char *id = arena_strdup(arena, text_narrow(arena, str_of(name)));

	for (char *p = id; *p; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p += 'a' - 'A';
	return id;
}

/* Whether the row is to become a record. Of a statement its question is enough: what else is missing makes it incomplete,
 * and the rating says so. Another row without a required cell is a subtotal or a note; it is left out, and said. */
static bool
is_row_whole(const struct parse *parse, const struct file *file, const struct match *match, const struct csv_row *row, bool is_statement)
{
	const struct table *table = match->table;

	for (size_t c = 0; c < table->columns.len; c++) {
		const struct table_column *column = &table->columns.items[c];
		bool is_name = strcmp(column->attribute, "name") == 0;
		if (!column->is_required || (is_statement && !is_name) || cell_at(row, match->places[c]).len)
			continue;
		diag_report(&parse->run->diags, DIAG_TABLE_VALUE, file_span(file, row->line), "a row without %s", column->attribute);
		return false;
	}
	return true;
}

static void
read_row(const struct parse *parse, const struct file *file, const struct match *match, const struct csv_row *row)
{
	const struct table *table = match->table;
	const char *name = row_name(parse, match, row);
	bool is_statement = strcmp(table->record, "answer") == 0 || strcmp(table->record, "interview") == 0;
	struct record *record;

	if (!is_row_whole(parse, file, match, row, is_statement))
		return;
	if (is_statement)
		name = fold_question(parse->bundle->arena, name);
	record = record_add(parse->subject, table->record, name, file_span(file, row->line));
	/* Columns with a level of their own come before words that only imply one. */
	for (int pass = 0; pass < 2; pass++)
		for (size_t c = 0; c < table->columns.len; c++) {
			const struct table_column *column = &table->columns.items[c];
			struct field field = { parse, file, column, record, cell_at(row, match->places[c]), row->line, match->places[c] };
			bool is_word = column->type == COLUMN_ENUM || column->type == COLUMN_BOOLEAN;
			bool is_said = field.cell.len && !(column->type == COLUMN_TEXT && is_blank(table, parse->bundle->arena, field.cell));
			if (is_said && is_word == (pass == 1) && strcmp(column->attribute, "name") != 0)
				set_field(&field);
		}
	if (strcmp(table->record, "document") == 0)
		document_derive(parse, record, match->places, table);
}

static void
read_file(const struct parse *parse, struct file *file)
{
	struct arena *arena = parse->bundle->arena;
	struct text text;
	struct csv csv = { 0 };
	struct match match = { 0 };

	if (text_decode(parse->run, arena, file->path, file->bytes, &text) != 0)
		return;
	if (text.is_guessed)
		file->note = arena_printf(arena, "encoding %s (guessed)", text.encoding);
	if (csv_read(parse->run, arena, file->path, text.utf8, &csv) != 0)
		return;
	if (!find_match(parse, &csv, &match)) {
		diag_report(&parse->run->diags, DIAG_TABLE_HEADING, file_span(file, csv.rows.len ? csv.rows.items[0].line : 0),
		    "no mapping knows these headings");
		file->parser = NULL;   /* listed as not recognised */
		return;
	}
	file->is_used = true;
	const char *note = arena_printf(arena, "%s%s%s", match.table->id, *file->note ? "; " : "", file->note);
	file->note = note;
	for (size_t i = (size_t)(match.head - csv.rows.items) + 1; i < csv.rows.len; i++)
		read_row(parse, file, &match, &csv.rows.items[i]);
}

static void
parse(const struct parse *parse)
{
	/* A register or interview that lies in a host's bundle was put there by who runs the host. */
	if (strcmp(parse->bundle->kind, "organisation") != 0) {
		for (struct file *file = NULL, *next = bundle_next(parse, NULL); (file = next);) {
			next = bundle_next(parse, file);
			diag_report(&parse->run->diags, DIAG_FILE_UNRECOGNISED, file_span(file, 0), "a table inside a host's bundle");
			file->parser = NULL;
		}
		return;
	}
	/* read_file may give a file up, which bundle_next would then not find: the next is fetched first. */
	for (struct file *file = bundle_next(parse, NULL), *next; file; file = next) {
		next = bundle_next(parse, file);
		read_file(parse, file);
	}
	documents_find_files(parse);
}

const struct parser parser_table = {
	.name = "table",
	.title = { "台帳・回答票・聴取記録(CSV)", "registers, answer sheets, interview records (CSV)" },
	.bid = bid,
	.parse = parse,
};
