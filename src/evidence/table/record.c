/* One row to one record: its name, its attributes in the order of the mapping, and what is written but undecided. */
#include "evidence/table/row.h"

#include "tenken/base/buf.h"
#include "tenken/base/limits.h"
#include "tenken/syntax/text.h"

static bool
is_statement(const struct table *table)
{
	return strcmp(table->record, "answer") == 0 || strcmp(table->record, "interview") == 0;
}

const char *
row_missing(const struct row *row)
{
	const struct table *table = row->match->table;

	for (size_t c = 0; c < table->columns.len; c++) {
		const struct table_column *column = &table->columns.items[c];
		bool is_written = false;
		for (size_t i = 0; i < row->match->places[c].list.len; i++)
			is_written |= row_cell(row, row->match->places[c].list.items[i].cell).len > 0;
		if (column->is_cell_required && !is_written && (!is_statement(table) || strcmp(column->attribute, "name") == 0))
			return column->attribute;
	}
	return NULL;
}

/* Question numbers are ids: written in any width and case. */
static const char *
fold_question(struct arena *arena, const char *name)
{
	char *id = arena_strdup(arena, text_narrow(arena, str_of(name)));

	for (char *p = id; *p; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p += 'a' - 'A';
	return id;
}

/* The record's own name: the column the mapping says, else the row's number. */
static const char *
row_name(const struct row *row, struct value *values)
{
	struct arena *arena = row->parse->bundle->arena;
	const struct value *value = row->match->table->name_from ? value_of(row, values, row->match->table->name_from) : NULL;

	if (!value || value->state != VALUE_READ)
		return arena_printf(arena, "row-%u", row->cells->line);
	return is_statement(row->match->table) ? fold_question(arena, value->text) : value->text;
}

/* One column's value on the record. An answer's word may also say a level and that the question does not apply. */
static void
emit(const struct row *row, struct record *record, const struct table_column *column, const struct value *value)
{
	struct subject *subject = row->parse->subject;
	bool is_answer = strcmp(column->attribute, "value") == 0;

	if (value->state == VALUE_READ || (is_answer && value->state == VALUE_UNDECIDED && !value->is_conflict))
		record_set(subject, record, column->attribute, value->text);
	/* A state that is written but not understood is another thing than no state. */
	else if (value->state == VALUE_UNDECIDED && strcmp(column->attribute, "state") == 0)
		record_set(subject, record, "state", "unknown");
	if (value->word && value->word->level && !record_get(record, "level"))
		record_set(subject, record, "level", value->word->level);
	if (value->word && value->word->applicable && !record_get(record, "applicable"))
		record_set(subject, record, "applicable", value->word->applicable);
}

/* Names the attributes that are written and could not be decided: absent they are, and not because nothing is there. */
static void
emit_undecided(const struct row *row, struct record *record, const struct value *values)
{
	struct buf names = BUF_INIT(LIMIT_LINE_BYTES);

	for (size_t c = 0; c < row->match->table->columns.len; c++) {
		const char *name = row->match->table->columns.items[c].attribute;
		bool is_shown = strcmp(name, "state") == 0 || (strcmp(name, "value") == 0 && !values[c].is_conflict);
		if (values[c].state == VALUE_UNDECIDED && !is_shown)
			buf_printf(&names, "%s%s", names.len ? " " : "", name);
	}
	if (names.len)
		record_set(row->parse->subject, record, "undecided", names.ptr);
	buf_free(&names);
}

void
record_unread(const struct parse *parse, const struct table *table, struct span span)
{
	struct record *record;
	bool has_state = false;

	if (is_statement(table))
		return;
	record = record_add(parse->subject, table->record, arena_printf(parse->bundle->arena, "row-%u", span.line), span);
	for (size_t c = 0; c < table->columns.len; c++)
		has_state |= strcmp(table->columns.items[c].attribute, "state") == 0;
	if (has_state)
		record_set(parse->subject, record, "state", "unknown");
	for (size_t c = 0; c < table->columns.len; c++)
		if (table->columns.items[c].is_cell_required) {
			record_set(parse->subject, record, "undecided", table->columns.items[c].attribute);
			return;
		}
}

/* The first required column that is written and not known; of a statement the question alone. NULL when there is none. */
static const char *
undecided_column(const struct row *row, const struct value *values)
{
	const struct table *table = row->match->table;

	for (size_t c = 0; c < table->columns.len; c++) {
		const struct table_column *column = &table->columns.items[c];
		bool is_needed = column->is_cell_required && (!is_statement(table) || strcmp(column->attribute, "name") == 0);
		if (is_needed && values[c].state == VALUE_UNDECIDED)
			return column->attribute;
	}
	return NULL;
}

void
record_read(const struct row *row)
{
	const struct table *table = row->match->table;
	struct value *values = row_values(row);
	struct value *state = value_of(row, values, "state");
	const char *undecided = undecided_column(row, values);
	if (undecided && is_statement(table)) {
		diag_report(&row->parse->run->diags, DIAG_TABLE_ROW, row_span(row), "1: without %s", undecided);
		return;
	}
	/* Nobody knows of what the row speaks, so nobody knows that it is in force. */
	if (undecided && state)
		state->state = VALUE_UNDECIDED;
	if (strcmp(table->record, "answer") == 0)
		answer_settle(row, values);
	struct record *record = record_add(row->parse->subject, table->record, row_name(row, values), row_span(row));
	/* Columns with a level of their own come before words that only imply one. */
	for (int pass = 0; pass < 2; pass++)
		for (size_t c = 0; c < table->columns.len; c++) {
			const struct table_column *column = &table->columns.items[c];
			bool is_word = column->type == COLUMN_ENUM || column->type == COLUMN_BOOLEAN;
			if (is_word == (pass == 1) && strcmp(column->attribute, "name") != 0)
				emit(row, record, column, &values[c]);
		}
	emit_undecided(row, record, values);
	record_derive(row, values, record);
}
