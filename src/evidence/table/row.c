/* The cells of a row to values: by the column's type, its words, and by what several columns of one meaning say together.
 *
 * What is written and not understood is another thing than nothing written: it is undecided, and no rule may take it for
 * an empty cell. */
#include "evidence/table/row.h"

#include "tenken/base/limits.h"
#include "tenken/syntax/date.h"
#include "tenken/syntax/text.h"

#define DAYS_MAX 100000

struct str
row_cell(const struct row *row, size_t cell)
{
	return cell < row->cells->count ? text_trim(row->cells->cells[cell]) : STR("");
}

struct value *
value_of(const struct row *row, struct value *values, const char *attribute)
{
	for (size_t c = 0; c < row->match->table->columns.len; c++)
		if (strcmp(row->match->table->columns.items[c].attribute, attribute) == 0)
			return &values[c];
	return NULL;
}

/* Words that fill a cell and name nobody: they count as an empty cell. */
static bool
is_blank(const struct row *row, struct str cell)
{
	const char *narrow = text_narrow(row->parse->bundle->arena, cell);

	for (size_t i = 0; i < row->match->table->blanks.len; i++)
		if (strcmp(row->match->table->blanks.items[i], narrow) == 0)
			return true;
	return false;
}

/* What a spreadsheet shows when it has nothing to show, and formulas that were never computed. A CSV file made from a
 * workbook has them as text; syntax/xlsx.h writes them the same. */
static bool
is_spreadsheet_error(struct str cell)
{
	static const char *const errors[] = { "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#DIV/0!", "#SPILL!", "#CALC!",
		"#GETTING_DATA", "#STRUCK!" };
	size_t marks = 0;

	if (cell.ptr[0] == '=')
		return true;
	for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
		if (str_is(cell, errors[i]))
			return true;
	while (marks < cell.len && cell.ptr[marks] == '#')
		marks++;
	return marks == cell.len;   /* ####: the column was too narrow for the value */
}

static bool
is_in_doubt(const struct row *row, const struct table_column *column, struct str cell)
{
	if (column->doubts.len == 0)
		return false;
	struct str folded = str_of(text_fold(row->parse->bundle->arena, cell));
	for (size_t i = 0; i < column->doubts.len; i++)
		if (str_has(folded, column->doubts.items[i]))
			return true;
	return false;
}

/* The day. A month stands for its first day, as a thing done in it may have been done then; what is due in it is due on
 * its last. */
static void
read_date(const struct row *row, const struct table_column *column, struct str cell, struct value *value)
{
	struct arena *arena = row->parse->bundle->arena;
	int32_t day;
	int year, month, day_of_month;
	enum date_kind kind = date_parse(row->parse->run, cell, &day);

	if (kind == DATE_NONE) {
		value->state = VALUE_ABSENT;
	} else if (kind != DATE_UNREADABLE && !(row->is_1904 && date_is_serial(cell))) {
		if (kind == DATE_MONTH && column->type != COLUMN_DUE) {
			day_split(day, &year, &month, &day_of_month);
			day -= day_of_month - 1;
		}
		value->state = VALUE_READ;
		value->text = day_text(arena, day);
	}
}

/* Day and time of day, `2026-05-02T22:10`; the day alone where no time is written. */
static void
read_time(const struct row *row, struct str cell, struct value *value)
{
	struct arena *arena = row->parse->bundle->arena;
	int32_t day;
	int minute;
	enum date_kind kind = date_time_parse(row->parse->run, cell, &day, &minute);

	if (kind == DATE_NONE) {
		value->state = VALUE_ABSENT;
	} else if (kind == DATE_DAY && !(row->is_1904 && date_is_serial(cell))) {
		value->state = VALUE_READ;
		value->text = minute < 0 ? day_text(arena, day)
		    : arena_printf(arena, "%sT%02d:%02d", day_text(arena, day), minute / 60, minute % 60);
	}
}

/* A whole number, thousands divided by commas, a unit of things or people behind it. */
static bool
take_number(struct arena *arena, struct str cell, const char *const *units, int64_t *ret)
{
	const char *narrow = text_narrow(arena, cell);
	char *digits = arena_alloc(arena, strlen(narrow) + 1);
	size_t len = 0;

	for (; (*narrow >= '0' && *narrow <= '9') || (len && *narrow == ','); narrow++)
		if (*narrow != ',')
			digits[len++] = *narrow;
	struct str unit = str_trim(str_of(narrow));
	bool is_known = unit.len == 0;
	for (; !is_known && *units; units++)
		is_known = str_is(unit, *units);
	return is_known && str_int((struct str){ digits, len }, ret);
}

static void
read_number(const struct row *row, struct str cell, int64_t max, struct value *value)
{
	static const char *const units[] = { "名", "人", "件", "台", "世代", "回", NULL };
	struct arena *arena = row->parse->bundle->arena;
	int64_t number;

	if (take_number(arena, cell, units, &number) && number <= max) {
		value->state = VALUE_READ;
		value->text = arena_printf(arena, "%lld", (long long)number);
	}
}

/* A period in days: 400日, 13か月, 5年. Never more than it can be. */
static void
read_days(const struct row *row, struct str cell, struct value *value)
{
	static const char *const days[] = { "日", "日間", "days", NULL };
	static const char *const months[] = { "か月", "ヶ月", "カ月", "ケ月", "ヵ月", "箇月", "か月間", NULL };
	static const char *const years[] = { "年", "年間", "years", NULL };
	static const struct {
		const char *const *units;
		int days;
	} periods[] = { { days, 1 }, { months, 28 }, { years, 365 } };
	struct arena *arena = row->parse->bundle->arena;
	int64_t number;

	for (size_t i = 0; i < sizeof periods / sizeof *periods && value->state != VALUE_READ; i++)
		if (take_number(arena, cell, periods[i].units, &number) && number <= DAYS_MAX / periods[i].days) {
			value->state = VALUE_READ;
			value->text = arena_printf(arena, "%lld", (long long)number * periods[i].days);
		}
}

/* The word of the column that the cell is, or NULL. */
static const struct word *
word_of(const struct row *row, const struct table_column *column, struct str cell)
{
	/* Folding takes marks off, and -1 is not 1. */
	bool is_negative = cell.ptr[0] == '-' && cell.len > 1;
	const char *folded = column->words.len && !is_negative ? text_fold(row->parse->bundle->arena, cell) : "";

	for (size_t i = 0; i < column->words.len; i++)
		if (strcmp(column->words.items[i].text, folded) == 0)
			return &column->words.items[i];
	return NULL;
}

/* What was answered stays as it was written; the words of other columns become the vocabulary's. */
static void
read_word(const struct row *row, const struct table_column *column, struct str cell, struct value *value)
{
	const struct word *word = word_of(row, column, cell);

	if (!word)
		return;
	bool is_answer = word->level || word->applicable || strcmp(column->attribute, "value") == 0;
	value->state = VALUE_READ;
	value->word = word;
	if (word->value && !is_answer)
		value->text = word->value;
}

/* One cell by the type of its column. Nothing is reported. */
static struct value
read_cell(const struct row *row, const struct table_column *column, size_t place)
{
	struct arena *arena = row->parse->bundle->arena;
	struct str cell = row_cell(row, place);
	struct value value = { .has_column = true, .cell = place };

	if (cell.len == 0 || (column->type == COLUMN_TEXT && is_blank(row, cell)))
		return value;
	value.state = VALUE_UNDECIDED;
	value.text = arena_strndup(arena, cell.ptr, cell.len);
	if (is_spreadsheet_error(cell) || is_in_doubt(row, column, cell))
		return value;
	switch (column->type) {
	case COLUMN_TEXT:
		value.word = word_of(row, column, cell);
		value.state = VALUE_READ;
		break;
	case COLUMN_DATE:
	case COLUMN_DUE:
		read_date(row, column, cell, &value);
		break;
	case COLUMN_TIME:
		read_time(row, cell, &value);
		break;
	case COLUMN_NUMBER:
		read_number(row, cell, INT32_MAX, &value);
		break;
	case COLUMN_DAYS:
		read_days(row, cell, &value);
		break;
	case COLUMN_LEVEL:
		read_number(row, cell, 5, &value);
		break;
	case COLUMN_BOOLEAN:
	case COLUMN_ENUM:
		read_word(row, column, cell, &value);
		break;
	}
	return value;
}

static void
report_value(const struct row *row, const struct table_column *column, const struct value *value)
{
	struct str cell = row_cell(row, value->cell);
	bool is_date = column->type == COLUMN_DATE || column->type == COLUMN_DUE || column->type == COLUMN_TIME;
	enum diag_id id = is_date && !is_spreadsheet_error(cell) ? DIAG_DATE_UNREADABLE : DIAG_TABLE_VALUE;

	diag_report(&row->parse->run->diags, id, (struct span){ row->path, row->cells->line, (unsigned)value->cell + 1 },
	    "%s: %.*s", column->attribute, (int)(cell.len < 80 ? cell.len : 80), cell.ptr);
}

/* A column and what the row says in it: 状態 (13): 有効. */
static const char *
said_at(const struct row *row, size_t cell)
{
	struct str heading = str_trim(row->match->head->cells[cell]), text = row_cell(row, cell);

	return arena_printf(row->parse->bundle->arena, "%.*s (%zu): %.*s", (int)(heading.len < 60 ? heading.len : 60), heading.ptr,
	    cell + 1, (int)(text.len < 60 ? text.len : 60), text.ptr);
}

static void
report_conflict(const struct row *row, const struct value *a, const struct value *b)
{
	struct span span = { row->path, row->cells->line, (unsigned)b->cell + 1 };

	diag_report(&row->parse->run->diags, DIAG_TABLE_CONTRADICTION, span, "%s; %s", said_at(row, a->cell), said_at(row, b->cell));
}

static bool
is_same_text(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

/* Whether two values say the same: by what the words mean, by the spelling but for width and case. */
static bool
is_agreed(const struct row *row, const struct value *a, const struct value *b)
{
	struct arena *arena = row->parse->bundle->arena;

	if (a->word && b->word && (a->word->level || b->word->level || a->word->applicable || b->word->applicable))
		return is_same_text(a->word->level, b->word->level) && is_same_text(a->word->applicable, b->word->applicable);
	return strcmp(text_fold(arena, str_of(a->text)), text_fold(arena, str_of(b->text))) == 0;
}

/* Two values of one attribute become one. */
static void
join_values(const struct row *row, const struct table_column *column, struct value *value, const struct value *other)
{
	if (other->state == VALUE_ABSENT)
		return;
	if (value->state == VALUE_ABSENT) {
		*value = *other;
	} else if (column->several == SEVERAL_JOIN) {
		value->text = arena_printf(row->parse->bundle->arena, "%s; %s", value->text, other->text);
		value->word = NULL;   /* 全社, but for somebody */
	} else if (value->state == VALUE_UNDECIDED || other->state == VALUE_UNDECIDED) {
		value->state = VALUE_UNDECIDED;
	} else if (column->several == SEVERAL_EARLIEST) {
		*value = strcmp(other->text, value->text) < 0 ? *other : *value;
	} else if (!is_agreed(row, value, other)) {
		report_conflict(row, value, other);
		value->state = VALUE_UNDECIDED;
		value->is_conflict = true;
		value->word = NULL;
	}
}

static struct value
column_value(const struct row *row, const struct table_column *column, const struct place_list *places)
{
	struct value value = { 0 };
	size_t rank = SIZE_MAX;

	for (size_t i = 0; column->several == SEVERAL_FIRST && i < places->list.len; i++)
		if (places->list.items[i].rank < rank && row_cell(row, places->list.items[i].cell).len)
			rank = places->list.items[i].rank;
	for (size_t i = 0; i < places->list.len; i++) {
		if (column->several == SEVERAL_FIRST && rank != SIZE_MAX && places->list.items[i].rank != rank)
			continue;
		struct value one = read_cell(row, column, places->list.items[i].cell);
		if (one.state == VALUE_UNDECIDED)
			report_value(row, column, &one);
		if (i == 0 || !value.has_column)
			value = one;
		else
			join_values(row, column, &value, &one);
	}
	return value;
}

struct value *
row_values(const struct row *row)
{
	const struct table *table = row->match->table;
	struct value *values = arena_array(row->parse->bundle->arena, table->columns.len, sizeof *values);

	for (size_t c = 0; c < table->columns.len; c++)
		values[c] = column_value(row, &table->columns.items[c], &row->match->places[c]);
	return values;
}

void
row_count_typed(const struct row *row, size_t *ret_written, size_t *ret_read)
{
	const struct table *table = row->match->table;
	size_t written = 0, read = 0;

	for (size_t c = 0; c < table->columns.len; c++) {
		const struct table_column *column = &table->columns.items[c];
		for (size_t i = 0; column->type != COLUMN_TEXT && i < row->match->places[c].list.len; i++) {
			size_t place = row->match->places[c].list.items[i].cell;
			written += row_cell(row, place).len > 0;
			/* A dash or 未定 is readable, too: it says that there is no day. */
			read += row_cell(row, place).len > 0 && read_cell(row, column, place).state != VALUE_UNDECIDED;
		}
	}
	*ret_written = written;
	*ret_read = read;
}
