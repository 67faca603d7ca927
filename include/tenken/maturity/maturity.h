/* From verdicts, answers and interviews to ratings: pure functions, no input or output.
 * The scale and its arithmetic are docs/maturity.md; thresholds as in ISO/IEC 33020. */
#ifndef TENKEN_MATURITY_MATURITY_H
#define TENKEN_MATURITY_MATURITY_H

#include "tenken/catalog/catalog.h"
#include "tenken/model/results.h"

/* What somebody said of one question: an answer (testimony) or an auditor's interview (evidence). */
struct statement {
	const char *question;
	const char *subject;
	bool is_interview;
	bool is_complete;       /* of an interview: date, role, what was shown and auditor are all there */
	int level;              /* 0 to 5; LEVEL_UNASSESSED: no level said */
	bool is_not_applicable; /* with a justification */
	const char *at;
};
struct statements {
	VEC(struct statement) list;
};

/* Takes the answers and interviews out of the organisation's records; those of any other subject are nobody's testimony.
 * An interview counts (is_complete) when it names its date, not after `as_of` and not more than `max_age` days before it,
 * the role spoken to, what was shown, and an auditor who is another and, with a plan, of its team. */
void statements_take(struct arena *arena, const struct subject *subject, int32_t as_of, int64_t max_age, const struct plan *plan,
    struct statements *ret);

/* What people call checks and document kinds: id to `const char *[LANG_COUNT]`. Ids that are missing stand for
 * themselves. */
struct titles {
	struct map checks, kinds;
};

/* Rates every assessed control of the profile and fills results->ratings, clauses and summary from results->verdicts
 * (sorted already), results->subjects and results->as_of. Everything new lives on run->arena. */
void maturity_rate(struct run *run, const struct profile *profile, const struct statements *statements,
    const struct titles *titles, struct results *results);

/* N up to 15 %, P up to 50 %, L up to 85 %, F above; `is_capped` (a criterion marked `all` below 100 %) gives L at most. */
enum attainment attainment_of(double share, bool is_capped);

#endif
