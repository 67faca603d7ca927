/* From the fields of a row to the attributes of a record, as the mapping says. What a row does not tell is left out. */
#include "evidence/cloud/export.h"

#include "tenken/base/limits.h"
#include "tenken/syntax/date.h"
#include "tenken/syntax/text.h"

#define SECONDS_A_DAY 86400
#define LAST_SECOND INT64_C(253402300799)   /* of the year 9999 */

/* A value on its way into the list; blanks are none. */
static void
add_value(struct arena *arena, struct export_values *values, struct str text)
{
	text = str_trim(text);
	if (text.len)
		vec_push(arena, &values->list, text);
}

/* Whether there is a value anywhere below: PowerShell writes out objects of which every member is null. */
static bool
has_value(const struct json *node)
{
	if (node->kind != JSON_KIND_OBJECT && node->kind != JSON_KIND_ARRAY)
		return node->kind != JSON_KIND_NULL && str_trim(node->text).len;
	for (const struct json *child = node->children; child; child = child->next)
		if (has_value(child))
			return true;
	return false;
}

static void
add_node(struct arena *arena, struct export_values *values, const struct json *node)
{
	if (node->kind == JSON_KIND_ARRAY) {
		values->is_list = values->is_there = true;
		for (const struct json *item = node->children; item; item = item->next)
			add_node(arena, values, item);
	} else if (node->kind == JSON_KIND_OBJECT) {
		values->is_there = true;
		add_value(arena, values, has_value(node) ? STR("{}") : STR(""));
	} else if (node->kind != JSON_KIND_NULL) {
		values->is_there = true;
		add_value(arena, values, node->text);
	}
}

static void
values_of_object(struct arena *arena, const char *const *paths, size_t count, const struct json *object, struct export_values *ret)
{
	for (size_t i = 0; i < count && !ret->is_there; i++) {
		struct json_list found = { 0 };
		json_select(arena, object, paths[i], &found);
		ret->is_named |= found.nodes.len > 0;
		ret->is_list = found.nodes.len > 1;
		for (size_t n = 0; n < found.nodes.len; n++)
			add_node(arena, ret, found.nodes.items[n]);
	}
}

static void
values_of_cell(struct arena *arena, const struct export_field *field, struct str cell, struct export_values *ret)
{
	ret->is_named = ret->is_there = true;
	if (!field->separator) {
		add_value(arena, ret, cell);
		return;
	}
	ret->is_list = true;
	for (struct str part; (part = str_token(&cell, field->separator)).len;)
		add_value(arena, ret, part);
}

void
export_values(struct arena *arena, const struct export_table *table, const struct export_row *row, size_t index,
    struct export_values *ret)
{
	const struct export_field *field = &table->export->fields.items[index];

	*ret = (struct export_values){ 0 };
	if (row->object)
		values_of_object(arena, field->paths.items, field->paths.len, row->object, ret);
	if (row->outer)
		values_of_object(arena, field->outer.items, field->outer.len, row->outer, ret);
	if (row->object)
		return;
	if (table->places[index] >= 0 && (size_t)table->places[index] < row->cells->count)
		values_of_cell(arena, field, row->cells->cells[table->places[index]], ret);
}

static bool
is_word(const char *const *words, size_t count, struct str text)
{
	for (size_t i = 0; i < count; i++)
		if (str_is_nocase(text, words[i]))
			return true;
	return false;
}

static size_t
count_words(const struct export_test *test, const struct export_values *values)
{
	size_t count = 0;

	for (size_t i = 0; i < values->list.len; i++)
		count += is_word(test->words.items, test->words.len, values->list.items[i]);
	return count;
}

static bool
holds(struct arena *arena, const struct export_table *table, const struct export_row *row, const struct export_test *test)
{
	struct export_values values;

	export_values(arena, table, row, test->field, &values);
	switch (test->kind) {
	case TEST_IS:
		return count_words(test, &values) > 0;
	case TEST_ONLY:
		return values.list.len > 0 && count_words(test, &values) == values.list.len;
	case TEST_SOME:
		return values.list.len > 0;
	case TEST_EMPTY:
		return values.is_there && values.list.len == 0;
	case TEST_BLANK:
		return values.is_named && values.list.len == 0;
	case TEST_NONE:
		return values.list.len == 0;
	}
	return false;
}

/* The first case whose tests all hold, or NULL. */
static const struct export_case *
find_case(struct arena *arena, const struct export_table *table, const struct export_row *row, const struct export_case *cases,
    size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct export_case *one = &cases[i];
		size_t held = 0;
		while (held < one->tests.len && holds(arena, table, row, &one->tests.items[held]))
			held++;
		if (held == one->tests.len)
			return one;
	}
	return NULL;
}

bool
export_is_shifted(const struct export_table *table, const struct export_row *row)
{
	for (size_t i = table->columns; row->cells && i < row->cells->count; i++)
		if (text_trim(row->cells->cells[i]).len)
			return true;
	return false;
}

bool
export_is_passed(struct arena *arena, const struct export_table *table, const struct export_row *row)
{
	return !export_is_shifted(table, row) && find_case(arena, table, row, table->export->passed.items, table->export->passed.len);
}

/* One attribute of one row. */
struct filling {
	struct export_reading *reading;
	struct arena *arena;
	const struct export_row *row;
	const struct export_attribute *attribute;
	struct record *record;
};

/* Said once for each attribute of a file: ten thousand rows have the same odd word. */
static void
report(const struct filling *filling, enum diag_id id, struct str text)
{
	struct export_reading *reading = filling->reading;
	bool *is_reported = &reading->is_reported[filling->attribute - reading->table->export->attributes.items];

	if (!*is_reported)
		diag_report(&reading->parse->run->diags, id, file_span(reading->file, filling->row->line), "%s: %.*s",
		    filling->attribute->name, (int)(text.len < 80 ? text.len : 80), text.ptr);
	*is_reported = true;
}

/* Whether any case of the attribute knows the word for that field. */
static bool
is_known_word(const struct export_attribute *attribute, size_t field, struct str text)
{
	for (size_t c = 0; c < attribute->cases.len; c++)
		for (size_t t = 0; t < attribute->cases.items[c].tests.len; t++) {
			const struct export_test *test = &attribute->cases.items[c].tests.items[t];
			/* A test for any value at all knows every word. */
			if (test->field == field && (test->kind == TEST_SOME || is_word(test->words.items, test->words.len, text)))
				return true;
		}
	return false;
}

/* A word that no case knows, in a field that has one value: the vendor has a new one. */
static void
report_unknown_words(const struct filling *filling)
{
	const struct export_attribute *attribute = filling->attribute;

	for (size_t c = 0; c < attribute->cases.len; c++)
		for (size_t t = 0; t < attribute->cases.items[c].tests.len; t++) {
			size_t field = attribute->cases.items[c].tests.items[t].field;
			struct export_values values;
			export_values(filling->arena, filling->reading->table, filling->row, field, &values);
			if (values.list.len == 1 && !values.is_list && !is_known_word(attribute, field, values.list.items[0]))
				report(filling, DIAG_TABLE_VALUE, values.list.items[0]);
		}
}

static void
set_case(const struct filling *filling)
{
	const struct export_case *found = find_case(filling->arena, filling->reading->table, filling->row,
	    filling->attribute->cases.items, filling->attribute->cases.len);

	if (found && *found->value)
		record_set(filling->reading->parse->subject, filling->record, filling->attribute->name, found->value);
	if (!found || found->tests.len == 0)
		report_unknown_words(filling);
}

/* The day of a number of seconds; a fraction is cut. */
static bool
day_of_seconds(struct str text, int64_t unit, int32_t *ret)
{
	const char *point = memchr(text.ptr, '.', text.len);
	struct str whole = { text.ptr, point ? (size_t)(point - text.ptr) : text.len };
	int64_t number;

	if (!str_int(whole, &number) || number / unit > LAST_SECOND)
		return false;
	*ret = (int32_t)(number / unit / SECONDS_A_DAY);
	return true;
}

/* 1: a day; 0: a word for none; -1: not to be read. */
static int
read_day(const struct filling *filling, struct str text, int32_t *ret)
{
	if (filling->attribute->type == EXPORT_SECONDS)
		return day_of_seconds(text, 1, ret) ? 1 : -1;
	if (filling->attribute->type == EXPORT_MILLISECONDS)
		return day_of_seconds(text, 1000, ret) ? 1 : -1;
	struct instant instant = instant_parse(text);
	if (instant.is_known) {
		*ret = instant_day(instant);
		return 1;
	}
	enum date_kind kind = date_parse(filling->reading->parse->run, text, ret);
	return kind == DATE_DAY ? 1 : kind == DATE_NONE ? 0 : -1;
}

/* The latest of all values. One that cannot be read could be the latest: then none is set. */
static void
set_day(const struct filling *filling)
{
	const struct export_attribute *attribute = filling->attribute;
	struct subject *subject = filling->reading->parse->subject;
	int32_t latest = DAY_UNKNOWN, day;

	for (size_t f = 0; f < attribute->fields.len; f++) {
		struct export_values values;
		export_values(filling->arena, filling->reading->table, filling->row, attribute->fields.items[f], &values);
		for (size_t i = 0; i < values.list.len; i++) {
			struct str text = values.list.items[i];
			if (is_word(attribute->skipped.items, attribute->skipped.len, text))
				continue;
			int read = read_day(filling, text, &day);
			if (read < 0) {
				report(filling, DIAG_DATE_UNREADABLE, text);
				return;
			}
			if (read > 0 && day > latest)
				latest = day;
		}
	}
	record_set_day(subject, filling->record, attribute->name, latest);
	if (attribute->days && latest != DAY_UNKNOWN)
		record_set_int(subject, filling->record, attribute->days, (int64_t)parse_day(filling->reading->parse) - latest);
}

/* The first field that has a value, and its first value that stands for one. */
static bool
first_value(struct arena *arena, const struct export_table *table, const struct export_row *row,
    const struct export_attribute *attribute, struct str *ret)
{
	for (size_t f = 0; f < attribute->fields.len; f++) {
		struct export_values values;
		export_values(arena, table, row, attribute->fields.items[f], &values);
		for (size_t i = 0; i < values.list.len; i++)
			if (!is_word(attribute->skipped.items, attribute->skipped.len, values.list.items[i])) {
				*ret = values.list.items[i];
				return true;
			}
	}
	return false;
}

static void
set_count(const struct filling *filling)
{
	struct export_values values;
	int64_t count = 0;

	for (size_t f = 0; f < filling->attribute->fields.len; f++) {
		export_values(filling->arena, filling->reading->table, filling->row, filling->attribute->fields.items[f], &values);
		count += (int64_t)values.list.len;
	}
	record_set_int(filling->reading->parse->subject, filling->record, filling->attribute->name, count);
}

static void
set_value(const struct filling *filling)
{
	struct subject *subject = filling->reading->parse->subject;
	struct str text;
	int64_t number;

	if (!first_value(filling->arena, filling->reading->table, filling->row, filling->attribute, &text))
		return;
	if (filling->attribute->type == EXPORT_NUMBER && str_int(text, &number))
		record_set_int(subject, filling->record, filling->attribute->name, number);
	else if (filling->attribute->type == EXPORT_NUMBER || text.len > LIMIT_CELL_BYTES)
		report(filling, DIAG_TABLE_VALUE, text);
	else
		record_set(subject, filling->record, filling->attribute->name, arena_strndup(filling->arena, text.ptr, text.len));
}

void
export_fill(struct export_reading *reading, const struct export_row *row, struct record *record)
{
	const struct export *export = reading->table->export;

	for (size_t i = 0; i < export->attributes.len; i++) {
		const struct export_attribute *attribute = &export->attributes.items[i];
		struct filling filling = { reading, reading->scratch, row, attribute, record };
		if (strcmp(attribute->name, "name") == 0)
			continue;
		if (attribute->cases.len)
			set_case(&filling);
		else if (attribute->type == EXPORT_COUNT)
			set_count(&filling);
		else if (attribute->type >= EXPORT_DATE)
			set_day(&filling);
		else
			set_value(&filling);
	}
}

const char *
export_name(struct arena *arena, const struct export_table *table, const struct export_row *row)
{
	for (size_t i = 0; i < table->export->attributes.len; i++) {
		const struct export_attribute *attribute = &table->export->attributes.items[i];
		struct str text;
		if (strcmp(attribute->name, "name") != 0)
			continue;
		if (attribute->cases.len) {
			const struct export_case *found = find_case(arena, table, row, attribute->cases.items, attribute->cases.len);
			return found ? found->value : NULL;
		}
		if (first_value(arena, table, row, attribute, &text) && text.len <= LIMIT_CELL_BYTES)
			return arena_strndup(arena, text.ptr, text.len);
		return NULL;
	}
	return NULL;
}
