/* Rating every control of a profile. Pure: verdicts, statements and the profile in, ratings out. */
#include "tenken/maturity/maturity.h"

#include "maturity/rate.h"

/* Conformity and freshness over the verdicts that bear on the control, coverage over its criteria. */
static void
set_shares(const struct rater *rater, struct rating *rating)
{
	size_t evidenced = 0, passes = 0, fails = 0, seen = 0, fresh = 0;

	for (size_t i = 0; i < rating->criteria.len; i++)
		evidenced += rating->criteria.items[i].has_evidence;
	for (size_t i = 0; i < rating->verdicts.len; i++) {
		const struct verdict *verdict = &rater->results->verdicts.items[rating->verdicts.items[i]];
		if (strcmp(verdict->kind, "evidence") == 0)
			continue;
		size_t records = 1 + verdict->more;
		passes += verdict->result == RESULT_PASS ? records : 0;
		fails += verdict->result == RESULT_FAIL ? records : 0;
		size_t age = (size_t)map_get(&rater->ages, verdict->subject);
		seen += records;
		fresh += age != 0 && (int64_t)age - 1 <= rater->max_age ? records : 0;
	}
	rating->coverage = rating->criteria.len ? (double)evidenced / (double)rating->criteria.len : -1;
	rating->conformity = passes + fails ? (double)passes / (double)(passes + fails) : -1;
	rating->freshness = seen ? (double)fresh / (double)seen : -1;
}

/* What presses most comes first: failed requirements, then by weight and by how far below the target; a contradiction
 * between answer and evidence adds to it. Controls that were not assessed and do not fail are no gap but a request for
 * evidence. */
static int
priority_of(const struct rating *rating)
{
	bool is_failed = rating->verdict == RESULT_FAIL || rating->verdict == RESULT_ERROR;
	int level = rating->level < 0 ? 0 : rating->level;
	int below = rating->target > level ? rating->target - level : 0;

	if (rating->verdict == RESULT_NOT_APPLICABLE || (rating->level == LEVEL_UNASSESSED && !is_failed))
		return 0;
	if (!is_failed && below == 0 && rating->claim != CLAIM_CONTRADICTED)
		return 0;
	bool is_duty = rating->modality == MODALITY_REQUIREMENT || rating->modality == MODALITY_LEGAL_DUTY;
	return (is_failed && is_duty ? 1000 : is_failed ? 100 : 0) + rating->weight * (below * 4 + 2) +
	    (rating->claim == CLAIM_CONTRADICTED ? 50 : 0);
}

static struct rating
rate_control(const struct rater *rater, const struct control *control)
{
	struct testimony testimony = testimony_of(rater, control);
	struct rating rating = {
		.id = control->id, .clause = control->clause, .depth = control->depth, .modality = control->modality,
		.is_published_text_open = control->is_published_text_open, .weight = control->weight, .target = control->target,
	};

	memcpy(rating.label, control->label, sizeof rating.label);
	memcpy(rating.title, control->title, sizeof rating.title);
	memcpy(rating.statement, control->statement, sizeof rating.statement);
	memcpy(rating.effect, control->effect, sizeof rating.effect);
	for (size_t i = 0; i < control->criteria.len; i++) {
		size_t verdicts = rating.verdicts.len;
		struct criterion_rating rated = criterion_rate(rater, &control->criteria.items[i], &testimony, &rating);
		/* Supplementary evidence that shows no defect shows nothing: neither it nor its absence touches the control. */
		if (rated.is_supplementary && rated.result != RESULT_FAIL && rated.result != RESULT_ERROR) {
			rating.verdicts.len = verdicts;
			continue;
		}
		vec_push(rater->run->arena, &rating.criteria, rated);
	}
	ladder_climb(rater, &testimony, &rating);
	set_shares(rater, &rating);
	reasons_give(rater, control, &testimony, &rating);
	rating.priority = priority_of(&rating);
	return rating;
}

/* Age of each subject's evidence. The organisation's registers are presented on the day of the audit: age 0. */
static void
fill_ages(struct rater *rater)
{
	for (size_t i = 0; i < rater->results->subjects.len; i++) {
		const struct subject_entry *subject = &rater->results->subjects.items[i];
		int32_t day = strcmp(subject->kind, "organisation") == 0 ? rater->results->as_of : instant_day(subject->collected_at);
		if (day == DAY_UNKNOWN || rater->results->as_of == DAY_UNKNOWN)
			continue;
		int64_t age = rater->results->as_of > day ? rater->results->as_of - day : 0;
		map_set(&rater->ages, subject->id, (void *)(uintptr_t)(age + 1));
	}
}

void
maturity_rate(struct run *run, const struct profile *profile, const struct statements *statements, const struct titles *titles,
    struct results *results)
{
	struct rater rater = {
		.run = run, .profile = profile, .statements = statements, .titles = titles, .results = results,
		.testimony_max = (int)profile_number(profile, "testimony-max-level", 1),
		.max_age = profile_number(profile, "evidence-max-age-days", 90),
		.ages = MAP_INIT(run->arena),
	};

	fill_ages(&rater);
	for (size_t i = 0; i < profile->controls.len; i++)
		if (profile->controls.items[i]->is_assessed)
			vec_push(run->arena, &results->ratings, rate_control(&rater, profile->controls.items[i]));
	summary_make(&rater);
}
