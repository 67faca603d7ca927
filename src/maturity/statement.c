/* Answers and interviews: what somebody said. An answer is testimony; an interview that names its date, the role
 * spoken to, what was shown and the auditor is evidence. */
#include "tenken/maturity/maturity.h"

#include "maturity/rate.h"

static int
level_of(const struct record *record)
{
	const char *text = record_get(record, "level");
	int64_t level;

	if (!text || !str_int(str_of(text), &level) || level >= MATURITY_LEVELS)
		return LEVEL_UNASSESSED;
	return (int)level;
}

static bool
has(const struct record *record, const char *name)
{
	const char *value = record_get(record, name);

	return value && *value;
}

void
statements_take(struct arena *arena, const struct subject *subject, struct statements *ret)
{
	for (size_t i = 0; i < subject->records.len; i++) {
		const struct record *record = subject->records.items[i];
		bool is_interview = strcmp(record->kind, "interview") == 0;
		if (!is_interview && strcmp(record->kind, "answer") != 0)
			continue;
		const char *applicable = record_get(record, "applicable");
		struct statement statement = {
			.question = record->name,
			.subject = subject->id,
			.is_interview = is_interview,
			.is_complete = has(record, "date") && has(record, "role") && has(record, "shown") && has(record, "auditor"),
			.level = level_of(record),
			.is_not_applicable = applicable && strcmp(applicable, "false") == 0 && has(record, "justification"),
			.at = span_text(arena, record->at),
		};
		vec_push(arena, &ret->list, statement);
	}
}

static bool
covers(const struct question *question, const char *control)
{
	for (size_t i = 0; i < question->covers.len; i++)
		if (strcmp(question->covers.items[i], control) == 0)
			return true;
	return false;
}

static int
lower(int a, int b)
{
	return a == LEVEL_UNASSESSED ? b : b == LEVEL_UNASSESSED ? a : a < b ? a : b;
}

struct testimony
testimony_of(const struct rater *rater, const struct control *control)
{
	struct testimony said = { .claim = LEVEL_UNASSESSED, .interview = LEVEL_UNASSESSED };

	for (size_t i = 0; i < rater->statements->list.len; i++) {
		const struct statement *statement = &rater->statements->list.items[i];
		const struct question *question = map_get(&rater->profile->question_by_id, statement->question);
		if (!question || !covers(question, control->id))
			continue;
		if (!statement->is_interview) {
			said.claim = lower(said.claim, statement->level);
			said.is_not_applicable |= statement->is_not_applicable;
		} else if (statement->is_complete) {
			said.interview = lower(said.interview, statement->level);
		}
	}
	return said;
}
