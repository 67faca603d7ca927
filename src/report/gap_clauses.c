/* Maturity by clause: the radar (or what was assessed at all, while that is less than half), and the tables of the
 * numbers. Requirements and recommendations are counted apart. */
#include "report/gap.h"

#define RADAR_MIN 3
#define RADAR_MAX 12

/* Clauses that have controls to assess; the others are explanations and terms. */
static size_t
clauses_take(const struct gap *gap, const struct clause **ret)
{
	size_t count = 0;

	for (size_t i = 0; i < gap->results->clauses.len; i++)
		if (gap->results->clauses.items[i].controls > 0)
			ret[count++] = &gap->results->clauses.items[i];
	return count;
}

static struct chart *
chart_add(struct gap *gap, struct node *section, const char *id, const char *key, const struct clause *const *clauses,
    size_t count)
{
	struct node *node = node_add(gap->document, section, NODE_CHART, gap_get(gap, key));
	struct chart *chart = arena_alloc(gap->arena, sizeof *chart);

	node->id = id;
	node->chart = chart;
	chart->axis_count = count;
	chart->axes = arena_array(gap->arena, count, sizeof *chart->axes);
	for (size_t i = 0; i < count; i++)
		chart->axes[i] = gap_clause(gap, clauses[i]);
	return chart;
}

static struct chart_series *
series_make(struct gap *gap, struct chart *chart, size_t series_count)
{
	chart->series_count = series_count;
	chart->series = arena_array(gap->arena, series_count, sizeof *chart->series);
	for (size_t s = 0; s < series_count; s++)
		chart->series[s].values = arena_array(gap->arena, chart->axis_count, sizeof(double));
	return chart->series;
}

static void
levels_chart(struct gap *gap, struct node *section, const struct clause *const *clauses, size_t count)
{
	struct chart *chart = chart_add(gap, section, "chart-levels", "maturity.chart.levels", clauses, count);
	struct chart_series *series = series_make(gap, chart, 3);

	chart->kind = count < RADAR_MIN || count > RADAR_MAX ? CHART_BARS : CHART_RADAR;
	chart->max = MATURITY_LEVELS - 1;
	series[0].label = gap_get(gap, "word.confirmed");
	series[0].tone = TONE_STRONG;
	series[1].label = gap_get(gap, "word.claimed");
	series[2].label = gap_get(gap, "word.target");
	series[2].tone = TONE_QUIET;
	for (size_t i = 0; i < count; i++) {
		series[0].values[i] = clauses[i]->assessed ? clauses[i]->level_mean : -1;
		series[1].values[i] = clauses[i]->claim_mean;
		series[2].values[i] = clauses[i]->target_mean;
	}
}

static void
coverage_chart(struct gap *gap, struct node *section, const struct clause *const *clauses, size_t count)
{
	struct chart *chart = chart_add(gap, section, "chart-coverage", "maturity.chart.coverage", clauses, count);
	struct chart_series *series = series_make(gap, chart, 2);

	chart->kind = CHART_STACK;
	series[0].label = gap_get(gap, "level.unassessed");
	series[1].label = gap_get(gap, "word.assessed");
	for (size_t i = 0; i < count; i++) {
		series[0].values[i] = (double)(clauses[i]->controls - clauses[i]->assessed);
		series[1].values[i] = (double)clauses[i]->assessed;
	}
}

void
gap_maturity(struct gap *gap, struct node *root)
{
	const struct summary *summary = &gap->results->summary;
	const struct clause **clauses = arena_array(gap->arena, gap->results->clauses.len + 1, sizeof *clauses);
	size_t count = clauses_take(gap, clauses);
	struct node *section = gap_section(gap, root, 1, "maturity", gap_get(gap, "maturity.heading"));
	bool is_sparse = summary->assessed * 2 < summary->controls;

	gap_paragraph(gap, section, gap_get(gap, is_sparse ? "maturity.sparse" : "maturity.intro"));
	if (count > 0 && is_sparse)
		coverage_chart(gap, section, clauses, count);
	else if (count > 0)
		levels_chart(gap, section, clauses, count);
	struct node *table =
	    gap_table(gap, section, "maturity", 6, (double[]){ 0.40, -0.12, -0.12, -0.1, -0.15, -0.11 });
	for (size_t i = 0; i < count; i++)
		gap_row(gap, table, gap_clause(gap, clauses[i]),
		    gap_decimal(gap, clauses[i]->assessed ? clauses[i]->level_mean : -1),
		    gap_decimal(gap, clauses[i]->claim_mean), gap_decimal(gap, clauses[i]->target_mean),
		    arena_printf(gap->arena, "%zu / %zu", clauses[i]->assessed, clauses[i]->controls),
		    gap_percent(gap, clauses[i]->assessed, clauses[i]->controls), NULL);
	gap_note(gap, section, gap_get(gap, "maturity.note"));
}

static void
distribution_chart(struct gap *gap, struct node *section, const struct clause *const *clauses, size_t count)
{
	struct chart *chart = chart_add(gap, section, "chart-clauses", "clauses.chart", clauses, count);
	struct chart_series *series = series_make(gap, chart, MATURITY_LEVELS + 1);

	chart->kind = CHART_STACK;
	for (size_t s = 0; s <= MATURITY_LEVELS; s++) {
		series[s].label = gap_level(gap, (int)s - 1);
		for (size_t i = 0; i < count; i++)
			series[s].values[i] =
			    (double)(s == 0 ? clauses[i]->controls - clauses[i]->assessed : clauses[i]->levels[s - 1]);
	}
}

static bool
is_of(const struct rating *rating, const struct clause *clause)
{
	return rating->clause && strcmp(rating->clause, clause->id) == 0;
}

static size_t
clause_count(const struct gap *gap, const struct clause *clause)
{
	size_t count = 0;

	for (size_t i = 0; i < gap->finding_count; i++)
		count += is_of(gap->findings[i].rating, clause);
	return count;
}

/* The first findings of a clause, as links. */
static void
clause_findings(struct gap *gap, struct node *row, const struct clause *clause)
{
	struct node *cell = gap_cell(gap, row, NULL, TONE_PLAIN);
	size_t count = clause_count(gap, clause), shown = count > 3 ? 2 : count, found = 0;

	for (size_t i = 0; i < gap->finding_count; i++) {
		if (!is_of(gap->findings[i].rating, clause))
			continue;
		if (found < shown) {
			if (found)
				gap_run(gap, cell, " ", TONE_PLAIN, NULL);
			gap_run(gap, cell, gap->findings[i].number, TONE_PLAIN, gap->findings[i].id);
		}
		found++;
	}
	if (found > shown) {
		gap_run(gap, cell, " ", TONE_PLAIN, NULL);
		gap_run(gap, cell,
		    wording_fill(&gap->wording, "more.short", "count", gap_count(gap, found - shown), NULL), TONE_QUIET,
		    NULL);
	}
	if (found == 0)
		cell->text = "―";
}

static void
clause_row(struct gap *gap, struct node *table, const struct clause *clause, size_t index)
{
	struct node *row = node_add(gap->document, table, NODE_ROW, NULL);

	row->id = arena_printf(gap->arena, "clause-%zu", index + 1);
	map_add(&gap->clause_ids, clause->id, (void *)row->id);
	gap_cell(gap, row, gap_clause(gap, clause), TONE_PLAIN);
	gap_cell(gap, row, gap_count(gap, clause->controls - clause->assessed), TONE_PLAIN);
	for (int level = 0; level < MATURITY_LEVELS; level++)
		gap_cell(gap, row, gap_count(gap, clause->levels[level]), TONE_PLAIN);
	gap_cell(gap, row, gap_decimal(gap, clause->assessed ? clause->level_mean : -1), TONE_PLAIN);
	gap_cell(gap, row, gap_decimal(gap, clause->claim_mean), TONE_PLAIN);
	gap_cell(gap, row, arena_printf(gap->arena, "%zu/%zu", clause->assessed, clause->controls), TONE_PLAIN);
	clause_findings(gap, row, clause);
}

/* Controls of one modality by what became of them. */
struct tally {
	size_t controls, failed, passed, unknown, unassessed, left_out;
};

static void
tally_add(struct tally *tally, const struct rating *rating)
{
	tally->controls++;
	switch (rating->verdict) {
	case RESULT_FAIL:
		tally->failed++;
		break;
	case RESULT_PASS:
		tally->passed++;
		break;
	case RESULT_NOT_APPLICABLE:
		tally->left_out++;
		break;
	default:
		*(rating->level == LEVEL_UNASSESSED ? &tally->unassessed : &tally->unknown) += 1;
		break;
	}
}

static void
modality_table(struct gap *gap, struct node *section)
{
	struct tally tallies[MODALITY_LEGAL_DUTY + 1] = { 0 };
	static const enum modality order[] = { MODALITY_REQUIREMENT, MODALITY_LEGAL_DUTY, MODALITY_RECOMMENDATION,
		MODALITY_INFORMATIVE };
	struct node *table =
	    gap_table(gap, section, "modality", 7, (double[]){ 0.29, -0.1, -0.12, -0.1, -0.14, -0.12, -0.13 });

	table->text = gap_get(gap, "clauses.modality");
	for (size_t i = 0; i < gap->results->ratings.len; i++)
		tally_add(&tallies[gap->results->ratings.items[i].modality], &gap->results->ratings.items[i]);
	for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
		const struct tally *tally = &tallies[order[i]];
		if (tally->controls == 0)
			continue;
		gap_row(gap, table, wording_of(&gap->wording, "modality", modality_name(order[i])),
		    gap_count(gap, tally->controls), gap_count(gap, tally->failed), gap_count(gap, tally->passed),
		    gap_count(gap, tally->unknown), gap_count(gap, tally->unassessed), gap_count(gap, tally->left_out),
		    NULL);
	}
}

void
gap_clauses(struct gap *gap, struct node *root)
{
	const struct clause **clauses = arena_array(gap->arena, gap->results->clauses.len + 1, sizeof *clauses);
	size_t count = clauses_take(gap, clauses);
	struct node *section = gap_section(gap, root, 1, "clauses", gap_get(gap, "clauses.heading"));
	double shares[] = { 0.225, -0.075, -0.05, -0.05, -0.05, -0.05, -0.05, -0.05, -0.07, -0.07, -0.1, 0.16 };

	modality_table(gap, section);
	if (count > 0)
		distribution_chart(gap, section, clauses, count);
	struct node *table = gap_table(gap, section, "clauses", 12, shares);
	for (size_t i = 0; i < count; i++)
		clause_row(gap, table, clauses[i], i);
	gap_note(gap, section, gap_get(gap, "clauses.note"));
}
