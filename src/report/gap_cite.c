/* The order of the findings, and which of them cites which file: links between findings and evidence go both ways. */
#include "report/gap.h"

/* More pressing first; equals stay in catalogue order, which is the order of the addresses in one array. */
static int
rating_compare(const void *a, const void *b)
{
	const struct rating *left = *(const struct rating *const *)a, *right = *(const struct rating *const *)b;

	if (left->priority != right->priority)
		return left->priority > right->priority ? -1 : 1;
	return left < right ? -1 : left > right;
}

void
gap_findings_order(struct gap *gap)
{
	const struct results *results = gap->results;
	const struct rating **ratings = arena_array(gap->arena, results->ratings.len + 1, sizeof *ratings);
	size_t count = 0;

	for (size_t i = 0; i < results->ratings.len; i++)
		if (results->ratings.items[i].priority > 0)
			ratings[count++] = &results->ratings.items[i];
	qsort(ratings, count, sizeof *ratings, rating_compare);
	gap->findings = arena_array(gap->arena, count + 1, sizeof *gap->findings);
	gap->finding_count = count;
	for (size_t i = 0; i < count; i++) {
		struct gap_finding *finding = &gap->findings[i];
		finding->rating = ratings[i];
		finding->id = arena_printf(gap->arena, "gap-%zu", i + 1);
		finding->number = arena_printf(gap->arena, "G-%02zu", i + 1);
		map_add(&gap->finding_by_id, ratings[i]->id, finding);
	}
}

struct gap_cited *
gap_input_at(struct gap *gap, const char *at)
{
	struct gap_cited *found = at && *at ? map_get(&gap->input_by_path, at) : NULL;
	size_t len = at ? strlen(at) : 0;

	/* A place ends in `:line` or `:line:column`; a path may end so, too, hence the whole of it first. */
	for (int cut = 0; !found && cut < 2; cut++) {
		while (len > 0 && at[len - 1] >= '0' && at[len - 1] <= '9')
			len--;
		if (len < 2 || at[len - 1] != ':')
			return NULL;
		len--;
		found = map_get(&gap->input_by_path, arena_strndup(gap->arena, at, len));
	}
	return found;
}

static bool
is_shown(enum result result, int pass)
{
	return pass == 0 ? result == RESULT_FAIL : result == RESULT_ERROR;
}

size_t
gap_shown_verdicts(const struct gap *gap, const struct rating *rating, const struct verdict **ret, size_t *ret_count)
{
	size_t total = 0, shown = 0;

	for (int pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < rating->verdicts.len; i++) {
			size_t index = rating->verdicts.items[i];
			if (index >= gap->results->verdicts.len)
				continue;
			const struct verdict *verdict = &gap->results->verdicts.items[index];
			/* What is sealed is counted (gap_findings.c) and not named. */
			if (!is_shown(verdict->result, pass) || verdict_is_sealed(verdict->check))
				continue;
			if (shown < GAP_VERDICT_ROWS)
				ret[shown++] = verdict;
			total += 1 + verdict->more;
		}
	*ret_count = shown;
	return total;
}

static void
finding_cite(struct gap *gap, size_t rank)
{
	const struct verdict *shown[GAP_VERDICT_ROWS];
	size_t count;

	gap_shown_verdicts(gap, gap->findings[rank].rating, shown, &count);
	for (size_t i = 0; i < count; i++) {
		struct gap_cited *cited = gap_input_at(gap, shown[i]->at);
		if (!cited)
			continue;
		if (cited->findings.len == 0 || cited->findings.items[cited->findings.len - 1] != rank)
			vec_push(gap->arena, &cited->findings, rank);
	}
}

/* Too many files for a report: those that findings cite, then those that were not recognised, then the others. */
static void
inputs_choose(struct gap *gap)
{
	const struct results *results = gap->results;
	size_t left = GAP_EVIDENCE_ROWS;

	for (int pass = 0; pass < 3; pass++)
		for (size_t i = 0; i < results->inputs.len && left > 0; i++) {
			struct gap_cited *cited = &gap->cited[i];
			bool is_next = pass == 0   ? cited->findings.len > 0
			               : pass == 1 ? !results->inputs.items[i].parser
			                           : true;
			if (cited->is_listed || !is_next)
				continue;
			cited->is_listed = true;
			left--;
		}
}

void
gap_inputs_cite(struct gap *gap)
{
	const struct results *results = gap->results;

	gap->cited = arena_array(gap->arena, results->inputs.len + 1, sizeof *gap->cited);
	for (size_t i = 0; i < results->inputs.len; i++) {
		gap->cited[i].id = arena_printf(gap->arena, "ev-%zu", i + 1);
		map_add(&gap->input_by_path, results->inputs.items[i].path, &gap->cited[i]);
	}
	for (size_t i = 0; i < gap->finding_count; i++)
		finding_cite(gap, i);
	inputs_choose(gap);
}
