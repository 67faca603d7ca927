/* Answers whose parts contradict each other: いいえ with a maturity of 5, 対象外 with any maturity. Whoever filled the sheet
 * meant one of the two, and nobody knows which: the row never claims the higher. */
#include "evidence/table/row.h"

#include "tenken/syntax/text.h"

/* Marks of a negation in a free text: with one of them beside a level, nobody knows what was meant. */
static bool
has_negation(struct arena *arena, const char *text)
{
	static const char *const marks[] = { "ない", "無い", "なし", "ません", "できず", "せず", "未", "不十分", "不可", "not", "isnt", "dont",
		"doesnt", "never", "none", NULL };
	struct str folded = str_of(text_fold(arena, str_of(text)));

	for (size_t i = 0; marks[i]; i++)
		if (str_has(folded, marks[i]))
			return true;
	return false;
}

static void
report(const struct row *row, const struct value *a, const struct value *b)
{
	struct str x = row_cell(row, a->cell), y = row_cell(row, b->cell);

	diag_report(&row->parse->run->diags, DIAG_TABLE_CONTRADICTION, row_span(row), "%.*s, %.*s",
	    (int)(x.len < 80 ? x.len : 80), x.ptr, (int)(y.len < 80 ? y.len : 80), y.ptr);
}

static void
forget(struct value *value)
{
	value->state = VALUE_ABSENT;
	value->word = NULL;
}

/* The answer's word against the level beside it. */
static void
settle_level(const struct row *row, struct value *answer, struct value *level)
{
	const struct word *word = answer->word;

	if (answer->is_conflict)
		forget(level);   /* said already */
	if (level->state != VALUE_READ || answer->state == VALUE_ABSENT)
		return;
	if (!word) {
		/* Not a word we know: a free text. */
		if (!has_negation(row->parse->bundle->arena, answer->text))
			return;
		report(row, answer, level);
		forget(level);
		return;
	}
	/* Levels are one digit. */
	char claimed = level->text[0], least = word->level ? word->level[0] : '\0', most = word->most ? word->most[0] : least;
	if (word->level && claimed >= least && claimed <= most)
		return;
	report(row, answer, level);
	if (!word->level || claimed > most)
		forget(level);   /* the word's own level is the lower; 対象外 and わからない have none */
	if (!word->level)
		answer->word = NULL;
}

/* The column 適用 against what was answered. */
static void
settle_applicable(const struct row *row, struct value *answer, struct value *level, struct value *applicable)
{
	if (applicable->state != VALUE_READ)
		return;
	bool is_applicable = strcmp(applicable->text, "true") == 0;
	const char *word_level = answer->word ? answer->word->level : NULL;
	bool has_claim = (level->state == VALUE_READ && level->text[0] > '0') || (word_level && word_level[0] > '0');

	if (is_applicable ? !answer->word || !answer->word->applicable : !has_claim)
		return;
	report(row, applicable, level->state == VALUE_READ && !is_applicable ? level : answer);
	forget(applicable);
	forget(level);
	answer->word = NULL;
}

void
answer_settle(const struct row *row, struct value *values)
{
	struct value none = { 0 };
	struct value *answer = value_of(row, values, "value"), *level = value_of(row, values, "level"),
	    *applicable = value_of(row, values, "applicable");

	if (!answer || !level)
		return;
	settle_level(row, answer, level);
	settle_applicable(row, answer, level, applicable ? applicable : &none);
}
