/* One criterion of one level: how far it is attained, and what it says of the control.
 *
 * Attainment = subjects in scope whose verdicts AND to pass / subjects in scope. Unknown, error and missing evidence
 * stay in the denominator; a subject that is wholly not-applicable leaves it. */
#include "maturity/rate.h"

#include <string.h>

static const char *const document_checks[] = { "document-approver", "document-digest", "document-file", "document-review" };

/* The verdicts of one check: results->verdicts is sorted by check. */
static void
check_range(const struct results *results, const char *check, size_t *ret_from, size_t *ret_to)
{
	size_t low = 0, high = results->verdicts.len;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (strcmp(results->verdicts.items[middle].check, check) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	*ret_from = low;
	while (low < results->verdicts.len && strcmp(results->verdicts.items[low].check, check) == 0)
		low++;
	*ret_to = low;
}

static bool
has_token(const char *tokens, const char *token)
{
	struct str rest = str_of(tokens);

	for (struct str part; (part = str_token(&rest, " ")).len;)
		if (str_is(part, token))
			return true;
	return false;
}

/* A verdict is about evidence unless the check only said that there is none. */
static bool
is_about_evidence(const struct verdict *verdict)
{
	return strcmp(verdict->kind, "evidence") != 0;
}

static void
count_subject(struct criterion_rating *rated, enum result result)
{
	bool is_defect = result == RESULT_FAIL || result == RESULT_ERROR;

	if (result == RESULT_NOT_APPLICABLE || (rated->is_supplementary && !is_defect))
		return;
	rated->subjects++;
	rated->passed += result == RESULT_PASS;
}

static void
rate_check(const struct rater *rater, struct criterion_rating *rated, struct rating *rating)
{
	const struct results *results = rater->results;
	enum result of_subject = RESULT_NOT_APPLICABLE;
	size_t from, to;

	check_range(results, rated->id, &from, &to);
	rated->result = RESULT_NOT_APPLICABLE;
	for (size_t i = from; i < to; i++) {
		const struct verdict *verdict = &results->verdicts.items[i];
		of_subject = result_and(of_subject, verdict->result);
		rated->has_evidence |= is_about_evidence(verdict);
		vec_push(rater->run->arena, &rating->verdicts, i);
		if (i + 1 == to || strcmp(verdict->subject, results->verdicts.items[i + 1].subject) != 0) {
			count_subject(rated, of_subject);
			rated->result = result_and(rated->result, of_subject);
			of_subject = RESULT_NOT_APPLICABLE;
		}
	}
	if (from == to)
		rated->result = RESULT_UNKNOWN;   /* nothing in scope was even looked at */
	rated->attainment = rated->subjects ? (double)rated->passed / (double)rated->subjects : 0;
}

/* A document kind: every row of that kind must be in force, approved and reviewed. */
static void
rate_document(const struct rater *rater, struct criterion_rating *rated, struct rating *rating)
{
	const struct results *results = rater->results;

	rated->result = RESULT_NOT_APPLICABLE;
	for (size_t c = 0; c < sizeof document_checks / sizeof *document_checks; c++) {
		size_t from, to;
		check_range(results, document_checks[c], &from, &to);
		for (size_t i = from; i < to; i++) {
			const struct verdict *verdict = &results->verdicts.items[i];
			if (!has_token(verdict->topics, rated->id))
				continue;
			/* Files that nobody handed in say nothing against the row; one that is missing among others does. */
			if (strcmp(verdict->check, "document-file") == 0 && verdict->result == RESULT_UNKNOWN)
				continue;
			rated->result = result_and(rated->result, verdict->result);
			rated->has_evidence = true;
			vec_push(rater->run->arena, &rating->verdicts, i);
		}
	}
	/* Withdrawn documents are not applicable: only such rows are as good as none. */
	if (rated->result == RESULT_NOT_APPLICABLE)
		rated->result = RESULT_UNKNOWN;
	rated->subjects = 1;
	rated->passed = rated->result == RESULT_PASS;
	rated->attainment = rated->passed ? 1 : 0;
}

static void
rate_statement(const struct rater *rater, const struct testimony *testimony, struct criterion_rating *rated)
{
	bool is_confirmed = testimony->interview >= rated->level;
	bool is_testified = rated->level <= rater->testimony_max && testimony->claim >= rated->level;

	rated->subjects = 1;
	rated->has_evidence = testimony->interview != LEVEL_UNASSESSED;
	rated->passed = is_confirmed || is_testified;
	rated->attainment = rated->passed ? 1 : 0;
	rated->result = is_confirmed ? RESULT_PASS : rated->has_evidence ? RESULT_FAIL : RESULT_UNKNOWN;
}

static void
set_title(const struct rater *rater, struct criterion_rating *rated)
{
	const struct question *question = map_get(&rater->profile->question_by_id, rated->id);
	const char *const *title = rated->kind == CRITERION_CHECK ? map_get(&rater->titles->checks, rated->id)
	    : rated->kind == CRITERION_DOCUMENT || rated->kind == CRITERION_RULE ? map_get(&rater->titles->kinds, rated->id)
	    : question ? question->text : NULL;

	for (int lang = 0; lang < LANG_COUNT; lang++)
		rated->title[lang] = title ? title[lang] : rated->id;
}

struct criterion_rating
criterion_rate(const struct rater *rater, const struct criterion *criterion, const struct testimony *testimony,
    struct rating *rating)
{
	struct criterion_rating rated = { .level = criterion->level, .kind = criterion->kind, .id = criterion->id,
		.is_all = criterion->is_all, .is_supplementary = criterion->is_supplementary };

	set_title(rater, &rated);
	switch (criterion->kind) {
	case CRITERION_CHECK:
		rated.decides = true;
		rate_check(rater, &rated, rating);
		break;
	case CRITERION_DOCUMENT:
	case CRITERION_RULE:
		rated.decides = criterion->kind == CRITERION_DOCUMENT;
		rate_document(rater, &rated, rating);
		/* The auditor saw the document: as good as a row of the register, but no remedy for a row that fails. */
		if (!rated.has_evidence && testimony->interview >= rated.level) {
			rated.has_evidence = true;
			rated.result = RESULT_PASS;
			rated.passed = 1;
			rated.attainment = 1;
		}
		break;
	case CRITERION_INTERVIEW:
	case CRITERION_QUESTION:
		rated.decides = criterion->kind == CRITERION_INTERVIEW;
		rate_statement(rater, testimony, &rated);
		break;
	}
	return rated;
}
