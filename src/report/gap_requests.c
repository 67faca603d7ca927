/* What could not be decided, as a list of evidence to ask for: one row for all subjects that lack the same thing, and
 * one for each document, interview or answer that nobody has shown. */
#include "report/gap.h"

#include "tenken/base/limits.h"

struct request {
	const struct verdict *verdict;   /* the first of its kind */
	VEC(const char *) subjects;      /* without repetition */
	struct map subject_seen;
	size_t count;
	size_t like;                     /* of count: what is said of other things than the first is */
};

struct missing {
	const struct criterion_rating *criterion;
	VEC(const struct rating *) ratings;
};

static const char *
names_text(struct gap *gap, const char *const *names, size_t count)
{
	struct buf out = BUF_INIT(16u << 10);

	for (size_t i = 0; i < count && i < GAP_NAMES; i++) {
		buf_puts(&out, i ? ", " : "");
		buf_puts(&out, names[i]);
	}
	if (count > GAP_NAMES) {
		buf_putc(&out, ' ');
		buf_puts(
		    &out, wording_fill(&gap->wording, "more.short", "count", gap_count(gap, count - GAP_NAMES), NULL));
	}
	const char *kept = arena_strndup(gap->arena, buf_str(&out).ptr, out.len);
	buf_free(&out);
	return kept;
}

/* The same check and reason is the same request, whatever it is said of: one host's hundred accounts are asked for once.
 * An error of a check is not the audited organisation's to answer. */
static void
request_add(struct gap *gap, struct map *by_key, const struct verdict *verdict, struct request **list, size_t *count)
{
	struct buf key = BUF_INIT(LIMIT_OUTPUT_BYTES);
	const char *subject = gap_subject(gap, verdict);

	/* Hundreds of thousands of verdicts make a handful of requests: only their keys are kept. */
	buf_printf(&key, "%s %s", verdict->check, verdict->reason);
	struct request *request = map_get(by_key, buf_str(&key).ptr);
	if (!request) {
		request = arena_alloc(gap->arena, sizeof *request);
		request->verdict = verdict;
		request->subject_seen = MAP_INIT(gap->arena);
		map_add(by_key, arena_strdup(gap->arena, buf_str(&key).ptr), request);
		list[(*count)++] = request;
	}
	buf_free(&key);
	request->count += 1 + verdict->more;
	if (strcmp(gap_pair(gap, verdict->message), gap_pair(gap, request->verdict->message)) != 0)
		request->like += 1 + verdict->more;
	if (map_add(&request->subject_seen, subject, request))
		vec_push(gap->arena, &request->subjects, subject);
}

static void
request_row(struct gap *gap, struct node *table, const struct request *request, size_t number)
{
	const struct verdict *verdict = request->verdict;
	const char *message = gap_pair(gap, verdict->message);

	if (verdict_is_sealed(verdict->check))
		message = gap_get(gap, "requests.sealed");
	else if (request->like > 0)
		message = wording_fill(&gap->wording, "requests.like", "first", message, "count", gap_count(gap, request->like), NULL);
	gap_row(gap, table, arena_printf(gap->arena, "R-%02zu", number), *message ? message : verdict->reason,
	    names_text(gap, request->subjects.items, request->subjects.len), gap_count(gap, request->count),
	    verdict->check, NULL);
}

/* By verdict: whether some control of the profile hangs on it. What bears on none need not be asked for: results of other
 * tools, which nobody has to have, and checks of another guideline. */
static const bool *
bearing_verdicts(struct gap *gap)
{
	const struct results *results = gap->results;
	bool *bears = arena_array(gap->arena, results->verdicts.len + 1, sizeof *bears);

	for (size_t i = 0; i < results->ratings.len; i++)
		for (size_t k = 0; k < results->ratings.items[i].verdicts.len; k++)
			if (results->ratings.items[i].verdicts.items[k] < results->verdicts.len)
				bears[results->ratings.items[i].verdicts.items[k]] = true;
	return bears;
}

static size_t
undecided_add(struct gap *gap, struct node *section)
{
	const struct results *results = gap->results;
	struct map by_key = MAP_INIT(gap->arena);
	struct request **list = arena_array(gap->arena, results->verdicts.len + 1, sizeof *list);
	const bool *bears = bearing_verdicts(gap);
	size_t count = 0;

	for (size_t i = 0; i < results->verdicts.len; i++)
		if (results->verdicts.items[i].result == RESULT_UNKNOWN && bears[i])
			request_add(gap, &by_key, &results->verdicts.items[i], list, &count);
	if (count == 0)
		return 0;
	struct node *part = gap_section(gap, section, 2, "requests-checks", gap_get(gap, "requests.undecided"));
	struct node *table = gap_table(gap, part, "undecided", 5, (double[]){ 0.095, 0.425, 0.24, -0.08, 0.16 });
	for (size_t i = 0; i < count && i < GAP_REQUEST_ROWS; i++)
		request_row(gap, table, list[i], i + 1);
	gap_more(gap, part, count > GAP_REQUEST_ROWS ? count - GAP_REQUEST_ROWS : 0);
	return count;
}

static const char *
kind_word(struct gap *gap, enum criterion_kind kind)
{
	switch (kind) {
	case CRITERION_DOCUMENT:
		return gap_get(gap, "criterion.document");
	case CRITERION_RULE:
		return gap_get(gap, "criterion.rule");
	case CRITERION_INTERVIEW:
		return gap_get(gap, "criterion.interview");
	case CRITERION_QUESTION:
		return gap_get(gap, "criterion.question");
	case CRITERION_CHECK:
		break;
	}
	return gap_get(gap, "criterion.check");
}

/* Checks without evidence have their verdicts above; here is what people must show or say. A document asked for as a
 * rule and as a document is one document. */
static void
missing_take(struct gap *gap, struct map *by_key, const struct rating *rating, const struct criterion_rating *criterion,
    struct missing **list, size_t *count)
{
	bool is_document = criterion->kind == CRITERION_DOCUMENT || criterion->kind == CRITERION_RULE;
	const char *key = arena_printf(gap->arena, "%d %s", is_document ? -1 : (int)criterion->kind, criterion->id);
	struct missing *missing = map_get(by_key, key);

	if (!missing) {
		missing = arena_alloc(gap->arena, sizeof *missing);
		missing->criterion = criterion;
		map_add(by_key, key, missing);
		list[(*count)++] = missing;
	}
	if (missing->ratings.len == 0 || missing->ratings.items[missing->ratings.len - 1] != rating)
		vec_push(gap->arena, &missing->ratings, rating);
}

static void
missing_row(struct gap *gap, struct node *table, const struct missing *missing, size_t number)
{
	const char *title = gap_pair(gap, missing->criterion->title);
	const char **labels = arena_array(gap->arena, missing->ratings.len + 1, sizeof *labels);

	for (size_t i = 0; i < missing->ratings.len; i++)
		labels[i] = gap_pair(gap, missing->ratings.items[i]->label);
	gap_row(gap, table, arena_printf(gap->arena, "D-%02zu", number), kind_word(gap, missing->criterion->kind),
	    *title ? title : missing->criterion->id, names_text(gap, labels, missing->ratings.len), NULL);
}

static size_t
missing_add(struct gap *gap, struct node *section)
{
	const struct results *results = gap->results;
	struct map by_key = MAP_INIT(gap->arena);
	size_t count = 0, most = 0;

	for (size_t i = 0; i < results->ratings.len; i++)
		most += results->ratings.items[i].criteria.len;
	struct missing **list = arena_array(gap->arena, most + 1, sizeof *list);
	for (size_t i = 0; i < results->ratings.len; i++) {
		const struct rating *rating = &results->ratings.items[i];
		for (size_t c = 0; c < rating->criteria.len; c++)
			if (rating->criteria.items[c].kind != CRITERION_CHECK && !rating->criteria.items[c].has_evidence
			    && rating->verdict != RESULT_NOT_APPLICABLE)
				missing_take(gap, &by_key, rating, &rating->criteria.items[c], list, &count);
	}
	if (count == 0)
		return 0;
	struct node *part = gap_section(gap, section, 2, "requests-documents", gap_get(gap, "requests.missing"));
	struct node *table = gap_table(gap, part, "missing", 4, (double[]){ 0.095, 0.15, 0.475, 0.28 });
	for (size_t i = 0; i < count && i < GAP_REQUEST_ROWS; i++)
		missing_row(gap, table, list[i], i + 1);
	gap_more(gap, part, count > GAP_REQUEST_ROWS ? count - GAP_REQUEST_ROWS : 0);
	return count;
}

void
gap_requests(struct gap *gap, struct node *root)
{
	struct node *section = gap_section(gap, root, 1, "requests", gap_get(gap, "requests.heading"));

	gap_paragraph(gap, section, gap_get(gap, "requests.intro"));
	size_t count = undecided_add(gap, section);
	count += missing_add(gap, section);
	if (count == 0)
		gap_paragraph(gap, section, gap_get(gap, "requests.none"));
}
