/* Heading rows: which mapping knows the headings of a row, and where its columns stand. */
#include "evidence/table/heading.h"

#include "tenken/syntax/text.h"

/* Two required headings together are no accident (設問番号 and 回答); one alone (文書名) may be some other table, a ticket
 * list has a title and a date too. */
#define REQUIRED_MIN 2
#define HEADINGS_MIN 3
#define HEADING_BYTES 120   /* a longer cell is no heading */

/* What each cell of the row may mean, on `arena`; NULL when fewer than two cells mean anything. */
static const struct heading_use **
uses_of(struct arena *arena, const struct mappings *mappings, const struct csv_row *row)
{
	const struct heading_use **uses = arena_array(arena, row->count, sizeof *uses);
	size_t known = 0;

	for (size_t i = 0; i < row->count; i++) {
		/* Nothing is folded for dates and numbers, which are half of a register. */
		struct str cell = str_trim(row->cells[i]);
		if (cell.len == 0 || cell.len > HEADING_BYTES || (cell.ptr[0] >= '0' && cell.ptr[0] <= '9'))
			continue;
		uses[i] = map_get(&mappings->headings, text_fold(arena, cell));
		known += uses[i] != NULL;
	}
	return known >= 2 ? uses : NULL;
}

/* The first of the table's columns that the cell may mean. */
static const struct heading_use *
use_in(const struct heading_use *use, size_t table)
{
	const struct heading_use *found = NULL;

	for (; use; use = use->next)
		if (use->table == table && (!found || use->column <= found->column))
			found = use;
	return found;
}

static bool
match_table(struct arena *arena, const struct mappings *mappings, size_t t, const struct heading_use *const *uses,
    const struct csv_row *row, struct match *ret)
{
	const struct table *table = &mappings->tables.items[t];
	struct match match = { .table = table, .head = row };
	size_t required = 0;

	match.places = arena_array(arena, table->columns.len, sizeof *match.places);
	for (size_t i = 0; i < row->count; i++) {
		const struct heading_use *use = use_in(uses[i], t);
		if (!use)
			continue;
		struct place_list *places = &match.places[use->column];
		match.found += places->list.len == 0;
		vec_push(arena, &places->list, (struct place){ i, use->rank });
	}
	for (size_t c = 0; c < table->columns.len; c++) {
		if (table->columns.items[c].is_required && match.places[c].list.len == 0)
			return false;
		required += table->columns.items[c].is_required;
	}
	*ret = match;
	return match.found >= HEADINGS_MIN || required >= REQUIRED_MIN;
}

/* The match on an arena that stays. */
static struct match
match_keep(struct arena *arena, const struct match *match)
{
	struct match kept = *match;
	size_t columns = match->table->columns.len;

	kept.places = arena_array(arena, columns, sizeof *kept.places);
	for (size_t c = 0; c < columns; c++)
		for (size_t i = 0; i < match->places[c].list.len; i++)
			vec_push(arena, &kept.places[c].list, match->places[c].list.items[i]);
	return kept;
}

enum heading_kind
heading_match(const struct parse *parse, const struct csv_row *row, struct match *ret, const struct table **ret_rival)
{
	struct arena *scratch = arena_new();
	const struct heading_use **uses = uses_of(scratch, parse->mappings, row);
	enum heading_kind kind = HEADING_NONE;
	struct match best = { 0 };

	for (size_t t = 0; uses && t < parse->mappings->tables.len; t++) {
		struct match match;
		if (!match_table(scratch, parse->mappings, t, uses, row, &match) || match.found < best.found)
			continue;
		kind = match.found == best.found ? HEADING_TIE : HEADING_FOUND;
		if (kind == HEADING_TIE)
			*ret_rival = match.table;
		else
			best = match;
	}
	if (kind != HEADING_NONE)
		*ret = match_keep(parse->bundle->arena, &best);
	arena_free(scratch);
	return kind;
}
