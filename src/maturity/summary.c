/* Aggregates: distributions and means of what was assessed, never a score that hides what was not. */
#include "maturity/rate.h"

/* A clause's means while they are being added up. */
struct sums {
	double level, claim, target;
	size_t levels, claims, targets;
};

static void
add_to_clause(const struct rating *rating, struct clause *clause, struct sums *sums)
{
	clause->controls++;
	sums->target += rating->target;
	sums->targets++;
	if (rating->level != LEVEL_UNASSESSED) {
		clause->assessed++;
		clause->levels[rating->level]++;
		sums->level += rating->level;
		sums->levels++;
	}
	if (rating->claim_level != LEVEL_UNASSESSED) {
		sums->claim += rating->claim_level;
		sums->claims++;
	}
	clause->failed += rating->verdict == RESULT_FAIL;
	clause->passed += rating->verdict == RESULT_PASS;
	clause->unknown += rating->verdict == RESULT_UNKNOWN || rating->verdict == RESULT_ERROR;
}

static double
mean(double sum, size_t count)
{
	return count ? sum / (double)count : -1;
}

static void
make_clauses(const struct rater *rater)
{
	struct results *results = rater->results;

	for (size_t i = 0; i < rater->profile->clauses.len; i++) {
		struct clause clause = rater->profile->clauses.items[i];
		struct sums sums = { 0 };
		for (size_t r = 0; r < results->ratings.len; r++)
			if (strcmp(results->ratings.items[r].clause, clause.id) == 0)
				add_to_clause(&results->ratings.items[r], &clause, &sums);
		if (clause.controls == 0)
			continue;   /* scope, references, terms: nothing there to assess */
		clause.level_mean = mean(sums.level, sums.levels);
		clause.claim_mean = mean(sums.claim, sums.claims);
		clause.target_mean = mean(sums.target, sums.targets);
		vec_push(rater->run->arena, &results->clauses, clause);
	}
}

static void
add_to_summary(const struct rating *rating, struct summary *summary)
{
	bool is_requirement = rating->modality == MODALITY_REQUIREMENT || rating->modality == MODALITY_LEGAL_DUTY;
	bool is_failed = rating->verdict == RESULT_FAIL, is_passed = rating->verdict == RESULT_PASS;

	summary->controls++;
	if (rating->level != LEVEL_UNASSESSED) {
		summary->assessed++;
		summary->levels[rating->level]++;
		summary->level_mean += rating->level;
	}
	if (is_requirement) {
		summary->requirements++;
		summary->requirements_failed += is_failed;
		summary->requirements_passed += is_passed;
	} else if (rating->modality == MODALITY_RECOMMENDATION) {
		summary->recommendations++;
		summary->recommendations_failed += is_failed;
		summary->recommendations_passed += is_passed;
	}
	summary->contradictions += rating->claim == CLAIM_CONTRADICTED;
	for (size_t i = 0; i < rating->criteria.len; i++) {
		summary->criteria++;
		summary->criteria_evidenced += rating->criteria.items[i].has_evidence;
	}
}

void
summary_make(const struct rater *rater)
{
	struct results *results = rater->results;
	struct summary *summary = &results->summary;

	make_clauses(rater);
	for (size_t i = 0; i < results->ratings.len; i++)
		add_to_summary(&results->ratings.items[i], summary);
	if (summary->assessed)
		summary->level_mean /= (double)summary->assessed;
	for (size_t i = 0; i < results->verdicts.len; i++) {
		const struct verdict *verdict = &results->verdicts.items[i];
		summary->verdicts[verdict->result] += 1 + verdict->more;
		if (strcmp(verdict->kind, "evidence") == 0)
			continue;
		size_t age = (size_t)map_get(&rater->ages, verdict->subject);
		summary->evidence += 1 + verdict->more;
		if (age != 0 && (int64_t)age - 1 <= rater->max_age)
			summary->evidence_fresh += 1 + verdict->more;
	}
}
