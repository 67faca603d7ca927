/* From the rows of an export to records: one row, and a long list of rows, whose records are made when they are asked for
 * (parts.h).
 *
 * Records of a long list are joined to no other export of the tenant, since nothing of it is held: each export says what it
 * says, and what it does not say stays open. */
#include "evidence/cloud/export.h"

/* A row without one of the fields that tell the export is something else; the list is then not whole. */
static const char *
missing_field(struct arena *arena, const struct export_table *table, const struct export_row *row)
{
	for (size_t f = 0; f < table->export->fields.len; f++) {
		struct export_values values;
		export_values(arena, table, row, f, &values);
		if (table->export->fields.items[f].is_required && !values.is_named)
			return table->export->fields.items[f].id;
	}
	return NULL;
}

/* The name of what the row speaks of; NULL, and said, when it cannot be read. */
static const char *
row_name(struct export_reading *reading, const struct export_row *row)
{
	const char *missing = missing_field(reading->scratch, reading->table, row);
	bool is_bad = export_is_shifted(reading->table, row);
	const char *name = missing || is_bad ? NULL : export_name(reading->scratch, reading->table, row);

	if (is_bad)
		diag_report(&reading->parse->run->diags, DIAG_TABLE_ROW, file_span(reading->file, row->line), "1: more cells than headings");
	else if (!name)
		diag_report(&reading->parse->run->diags, DIAG_TABLE_VALUE, file_span(reading->file, row->line), "a row without %s",
		    missing ? missing : "name");
	return name;
}

static void
fill_record(struct export_reading *reading, const struct export_row *row, struct record *record)
{
	record_set(reading->parse->subject, record, "provider", reading->table->export->provider);
	export_fill(reading, row, record);
}

bool
export_record(struct export_reading *reading, const struct export_row *row, struct record *ret)
{
	const char *name = row_name(reading, row);

	if (!name)
		return false;
	*ret = (struct record){ .kind = reading->table->export->record, .name = name, .at = file_span(reading->file, row->line) };
	fill_record(reading, row, ret);
	return true;
}

/* A long list, and a place in it. */
struct export_list {
	struct parse parse;
	struct export_table table;
	struct export_reading reading;   /* of parse and table */
};

struct list_cursor {
	const struct export_list *list;
	struct export_rows rows;
};

static void *
list_open(const void *context, struct arena *arena)
{
	struct list_cursor *cursor = arena_alloc(arena, sizeof *cursor);

	cursor->list = context;
	cursor->rows = export_rows_begin(arena, &cursor->list->table);
	return cursor;
}

/* What was wrong with a row's name was said when the list was counted. */
static bool
list_row(struct export_reading *reading, const struct export_row *row)
{
	const struct export_table *table = reading->table;
	bool is_bad = export_is_shifted(table, row) || missing_field(reading->scratch, table, row);

	if (export_is_passed(reading->scratch, table, row))
		return false;
	const char *name = is_bad ? NULL : export_name(reading->scratch, table, row);

	if (!name)
		return false;
	fill_record(reading, row, record_add(reading->parse->subject, table->export->record, name, file_span(reading->file, row->line)));
	return true;
}

static size_t
list_next(void *data, struct run *run, struct subject *part, size_t most)
{
	struct list_cursor *cursor = data;
	struct parse parse = cursor->list->parse;
	struct export_reading reading = cursor->list->reading;
	size_t added = 0;

	parse.run = run;
	parse.subject = part;
	reading.parse = &parse;
	for (bool is_more = true; is_more && added < most;) {
		struct export_row row;
		reading.scratch = arena_new();
		is_more = export_rows_next(&cursor->rows, reading.scratch, &row);
		added += is_more && list_row(&reading, &row);
		arena_free(reading.scratch);
	}
	return added;
}

size_t
export_list_add(struct export_reading *reading)
{
	const struct parse *parse = reading->parse;
	struct arena *arena = parse->bundle->arena;
	struct export_list *list = arena_alloc(arena, sizeof *list);
	struct arena *cursor = arena_new();
	struct export_rows rows = export_rows_begin(cursor, reading->table);
	size_t unread = 0;

	for (bool is_more = true; is_more;) {
		struct export_row row;
		reading->scratch = arena_new();
		is_more = export_rows_next(&rows, reading->scratch, &row);
		unread += is_more && !export_is_passed(reading->scratch, reading->table, &row) && !row_name(reading, &row);
		arena_free(reading->scratch);
	}
	arena_free(cursor);
	list->parse = *parse;
	list->table = *reading->table;
	list->reading = *reading;
	list->reading.table = &list->table;
	vec_push(parse->subject->arena, &parse->subject->lists, (struct record_list){ .open = list_open, .next = list_next, .context = list });
	diag_report(&parse->run->diags, DIAG_LIST_LONG, file_span(reading->file, 0), "%zu rows", reading->table->row_count);
	return unread;
}
