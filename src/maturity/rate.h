/* Private to the room: the steps of rating one control. */
#ifndef TENKEN_MATURITY_RATE_H
#define TENKEN_MATURITY_RATE_H

#include "tenken/maturity/maturity.h"

struct rater {
	struct run *run;
	const struct profile *profile;
	const struct statements *statements;
	const struct titles *titles;
	struct results *results;
	int testimony_max;      /* profile parameter testimony-max-level */
	int64_t max_age;        /* evidence-max-age-days */
	struct map ages;        /* subject id to its age in days + 1, as a pointer-sized number; unknown ages are absent */
};

/* What was said that bears on one control. */
struct testimony {
	int claim;               /* answered level, LEVEL_UNASSESSED when there is none */
	int interview;           /* confirmed level of complete interviews, LEVEL_UNASSESSED */
	bool is_not_applicable;
};

/* The answers and interviews of the questions that cover the control; of several the lowest level counts. */
struct testimony testimony_of(const struct rater *rater, const struct control *control);

/* One criterion: attainment, result, evidence; adds the verdicts that bear on it to the rating. */
struct criterion_rating criterion_rate(const struct rater *rater, const struct criterion *criterion,
    const struct testimony *testimony, struct rating *rating);

/* Fills ladder, level, verdict and claim of a rating whose criteria are rated. */
void ladder_climb(const struct rater *rater, const struct testimony *testimony, struct rating *rating);

/* Fills why_not_next and next_level. */
void reasons_give(const struct rater *rater, const struct control *control, const struct testimony *testimony, struct rating *rating);

/* Fills results->clauses and results->summary from the ratings. */
void summary_make(const struct rater *rater);

#endif
