/* The ladder: N, P, L or F for each level, and how high a control stands.
 *
 * Level n holds when levels 1 to n are all F. A level without criteria is implied by the next one that has some; above
 * the highest with criteria nothing is reached. Level 1 needs no criteria of its own: it holds when anything of the
 * control is seen in force (some criterion at P or better) or by testimony. Nothing is averaged away. */
#include "maturity/rate.h"

enum attainment
attainment_of(double share, bool is_capped)
{
	if (share <= 0.15)
		return ATTAINED_NONE;
	if (share <= 0.50)
		return ATTAINED_PARTLY;
	return share <= 0.85 || is_capped ? ATTAINED_LARGELY : ATTAINED_FULLY;
}

/* The level's criteria, averaged; false when it has none. */
static bool
attain_level(const struct rating *rating, int level, enum attainment *ret)
{
	double sum = 0;
	size_t count = 0;
	bool is_capped = false;

	for (size_t i = 0; i < rating->criteria.len; i++) {
		const struct criterion_rating *criterion = &rating->criteria.items[i];
		if (criterion->level != level)
			continue;
		/* Wholly not applicable: it leaves the mean, as its subjects leave its own. */
		if (criterion->kind == CRITERION_CHECK && criterion->subjects == 0 && criterion->result == RESULT_NOT_APPLICABLE)
			continue;
		sum += criterion->attainment;
		count++;
		is_capped |= criterion->is_all && criterion->attainment < 1;
	}
	if (count == 0)
		return false;
	*ret = attainment_of(sum / (double)count, is_capped);
	return true;
}

static bool
is_seen_in_force(const struct rating *rating)
{
	for (size_t i = 0; i < rating->criteria.len; i++)
		if (attainment_of(rating->criteria.items[i].attainment, false) >= ATTAINED_PARTLY)
			return true;
	return false;
}

static void
fill_ladder(const struct rater *rater, const struct testimony *testimony, struct rating *rating)
{
	enum attainment above = ATTAINED_NONE;

	for (int level = MATURITY_LEVELS - 1; level >= 1; level--) {
		enum attainment own;
		if (attain_level(rating, level, &own))
			above = own;
		rating->ladder[level] = above;
	}
	enum attainment own;
	if (!attain_level(rating, 1, &own))
		rating->ladder[1] = is_seen_in_force(rating) || testimony->interview >= 1 ? ATTAINED_FULLY : ATTAINED_NONE;
	for (int level = 1; level <= rater->testimony_max && level < MATURITY_LEVELS; level++)
		if (testimony->claim >= level)
			rating->ladder[level] = ATTAINED_FULLY;
}

/* Something was seen or said that tells the level. Unknown verdicts alone tell nothing. */
static bool
is_assessed(const struct testimony *testimony, const struct rating *rating)
{
	if (testimony->claim != LEVEL_UNASSESSED || testimony->interview != LEVEL_UNASSESSED)
		return true;
	for (size_t i = 0; i < rating->criteria.len; i++) {
		const struct criterion_rating *criterion = &rating->criteria.items[i];
		if (criterion->has_evidence && (criterion->passed || criterion->result == RESULT_FAIL))
			return true;
	}
	return false;
}

static void
decide_verdict(const struct testimony *testimony, struct rating *rating)
{
	enum result verdict = RESULT_NOT_APPLICABLE;
	bool is_decided = false, has_evidence = false;

	for (size_t i = 0; i < rating->criteria.len; i++) {
		const struct criterion_rating *criterion = &rating->criteria.items[i];
		has_evidence |= criterion->has_evidence;
		if (!criterion->decides)
			continue;
		is_decided = true;
		verdict = result_and(verdict, criterion->result);
	}
	/* A justified "does not apply" stands only where no evidence speaks, and never against a requirement: that one does not
	 * apply is for the auditor to say. */
	bool is_duty = rating->modality == MODALITY_REQUIREMENT || rating->modality == MODALITY_LEGAL_DUTY;
	if (testimony->is_not_applicable && !has_evidence && !is_duty)
		rating->verdict = RESULT_NOT_APPLICABLE;
	else
		rating->verdict = is_decided ? verdict : RESULT_UNKNOWN;
}

/* The evidence wins: a claim is contradicted only where something at or below the claimed level fails. */
static void
confront_claim(const struct testimony *testimony, struct rating *rating)
{
	rating->claim_level = testimony->claim;
	rating->claim = CLAIM_NONE;
	if (testimony->claim == LEVEL_UNASSESSED)
		return;
	rating->claim = testimony->claim <= (rating->level > 0 ? rating->level : 0) ? CLAIM_AGREES : CLAIM_UNPROVEN;
	for (size_t i = 0; i < rating->criteria.len; i++) {
		const struct criterion_rating *criterion = &rating->criteria.items[i];
		if (criterion->level <= testimony->claim && criterion->result == RESULT_FAIL)
			rating->claim = CLAIM_CONTRADICTED;
	}
}

void
ladder_climb(const struct rater *rater, const struct testimony *testimony, struct rating *rating)
{
	fill_ladder(rater, testimony, rating);
	decide_verdict(testimony, rating);
	rating->level = LEVEL_UNASSESSED;
	if (rating->verdict != RESULT_NOT_APPLICABLE && is_assessed(testimony, rating)) {
		rating->level = 0;
		while (rating->level + 1 < MATURITY_LEVELS && rating->ladder[rating->level + 1] == ATTAINED_FULLY)
			rating->level++;
	}
	confront_claim(testimony, rating);
}
