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

/* The auditor is somebody else than who was spoken to and, where a plan names the team, one of it. */
static bool
is_by_auditor(const struct record *record, const struct plan *plan)
{
	const char *auditor = record_get(record, "auditor"), *role = record_get(record, "role");

	if (!auditor || !role || strcmp(auditor, role) == 0)
		return false;
	if (!plan || plan->team.len == 0)
		return true;
	for (size_t i = 0; i < plan->team.len; i++)
		if (strcmp(plan->team.items[i].name, auditor) == 0)
			return true;
	return false;
}

/* An interview held after the day the audit speaks of did not take place yet; one of years ago tells of other times. */
static bool
is_in_time(const struct record *record, int32_t as_of, int64_t max_age)
{
	const char *date = record_get(record, "date");
	int32_t day = date ? day_parse(str_of(date)) : DAY_UNKNOWN;

	return day != DAY_UNKNOWN && day <= as_of && as_of - day <= max_age;
}

void
statements_take(struct arena *arena, const struct subject *subject, int32_t as_of, int64_t max_age, const struct plan *plan,
    struct statements *ret)
{
	if (strcmp(subject->kind, "organisation") != 0)
		return;
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
			.is_complete = is_interview && has(record, "shown") && is_by_auditor(record, plan) && is_in_time(record, as_of, max_age),
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
	bool is_answered = false;

	for (size_t i = 0; i < rater->statements->list.len; i++) {
		const struct statement *statement = &rater->statements->list.items[i];
		const struct question *question = map_get(&rater->profile->question_by_id, statement->question);
		if (!question || !covers(question, control->id))
			continue;
		if (!statement->is_interview) {
			said.claim = lower(said.claim, statement->level);
			said.is_not_applicable |= statement->is_not_applicable;
			is_answered |= statement->level != LEVEL_UNASSESSED;
		} else if (statement->is_complete) {
			said.interview = lower(said.interview, statement->level);
		}
	}
	/* Who answers how well it is done says that it applies. */
	said.is_not_applicable &= !is_answered;
	return said;
}
