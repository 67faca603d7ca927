/* The page for management: what was and was not established, the most pressing gaps in plain words, and what has to be
 * decided. Facts only; nothing here says that the rest is in order. */
#include "report/gap.h"

#define SUMMARY_GAPS 5

static void
limits_add(struct gap *gap, struct node *section)
{
	const struct results *results = gap->results;
	const struct summary *summary = &results->summary;
	size_t unrecognised = 0;

	for (size_t i = 0; i < results->inputs.len; i++)
		unrecognised += results->inputs.items[i].parser == NULL;
	gap_paragraph(gap, section,
	    wording_fill(&gap->wording, "summary.assessed", "criteria", gap_pair(gap, results->profile_title),
	        "controls", gap_count(gap, summary->controls), "assessed", gap_count(gap, summary->assessed),
	        "unassessed", gap_count(gap, summary->controls - summary->assessed), NULL));
	gap_paragraph(gap, section, wording_fill(&gap->wording, "summary.limits",
	    "subjects", gap_count(gap, results->subjects.len), "inputs", gap_count(gap, results->inputs.len),
	    "unrecognised", gap_count(gap, unrecognised), "evidenced", gap_count(gap, summary->criteria_evidenced),
	    "criteria", gap_count(gap, summary->criteria),
	    "share", gap_percent(gap, summary->criteria_evidenced, summary->criteria), NULL));
}

static struct node *
figure_cell(struct gap *gap, struct node *row, size_t part, size_t whole)
{
	return gap_cell(gap, row, arena_printf(gap->arena, "%zu / %zu", part, whole), TONE_FIGURE);
}

static void
figures_add(struct gap *gap, struct node *section)
{
	const struct summary *summary = &gap->results->summary;
	struct node *table = gap_table(gap, section, "figures", 4, (double[]){ 0.25, 0.25, 0.25, 0.25 });
	struct node *row = node_add(gap->document, table, NODE_ROW, NULL);

	figure_cell(gap, row, summary->requirements_failed, summary->requirements);
	figure_cell(gap, row, summary->recommendations_failed, summary->recommendations);
	gap_cell(gap, row, gap_count(gap, summary->contradictions), TONE_FIGURE);
	figure_cell(gap, row, summary->assessed, summary->controls);
}

static void
top_gaps_add(struct gap *gap, struct node *section)
{
	if (gap->finding_count == 0) {
		gap_paragraph(gap, section, gap_get(gap, "summary.no-gaps"));
		return;
	}
	struct node *table = gap_table(gap, section, "top", 4, (double[]){ 0.08, 0.31, 0.39, 0.22 });
	table->text = gap_get(gap, "summary.top");
	for (size_t i = 0; i < gap->finding_count && i < SUMMARY_GAPS; i++) {
		const struct gap_finding *finding = &gap->findings[i];
		const char *effect = gap_pair(gap, finding->rating->effect);
		struct node *row = node_add(gap->document, table, NODE_ROW, NULL);
		gap_run(gap, gap_cell(gap, row, NULL, TONE_PLAIN), finding->number, TONE_PLAIN, finding->id);
		gap_cell(gap, row, gap_control(gap, finding->rating), TONE_PLAIN);
		gap_cell(gap, row, *effect ? effect : gap_get(gap, "findings.no-effect"), TONE_PLAIN);
		struct node *cell = gap_cell(gap, row, NULL, TONE_PLAIN);
		gap_verdict_badge(gap, cell, finding->rating);
		if (finding->rating->claim == CLAIM_CONTRADICTED) {
			gap_run(gap, cell, "\n", TONE_PLAIN, NULL);
			gap_badge(gap, cell, gap_get(gap, "claim.contradicted"), TONE_STRONG);
		}
	}
}

static void
decision_add(struct gap *gap, struct node *table, const char *matter)
{
	gap_row(gap, table, matter, "", "", "", NULL);
}

/* What only management can settle; who, when and at what cost is left for them to write. */
static void
decisions_add(struct gap *gap, struct node *section)
{
	const struct summary *summary = &gap->results->summary;
	struct node *table = gap_table(gap, section, "decisions", 4, (double[]){ 0.58, 0.15, 0.13, 0.14 });

	table->text = gap_get(gap, "summary.decisions");
	for (size_t i = 0; i < gap->finding_count && i < 3; i++)
		decision_add(gap, table,
		    wording_fill(&gap->wording, "summary.decide.gap", "number", gap->findings[i].number, NULL));
	if (gap->finding_count > 3)
		decision_add(gap, table, wording_fill(&gap->wording, "summary.decide.rest",
		    "count", gap_count(gap, gap->finding_count - 3), NULL));
	if (summary->controls > summary->assessed)
		decision_add(gap, table, wording_fill(&gap->wording, "summary.decide.unassessed",
		    "count", gap_count(gap, summary->controls - summary->assessed), NULL));
	if (!table->children->next)
		decision_add(gap, table, "");
}

/* How many stand at each level, as one bar whose legend is the table of its numbers. */
static void
distribution_add(struct gap *gap, struct node *section)
{
	const struct summary *summary = &gap->results->summary;

	if (summary->controls == 0)
		return;
	const char *mean = summary->assessed == 0 ? "―" : wording_fill(&gap->wording, "summary.mean", "mean",
	    gap_decimal(gap, summary->level_mean), "assessed", gap_count(gap, summary->assessed), "controls", gap_count(gap, summary->controls), NULL);
	struct node *node = node_add(gap->document, section, NODE_CHART, wording_fill(&gap->wording, "summary.distribution", "mean", mean, NULL));
	struct chart *chart = arena_alloc(gap->arena, sizeof *chart);

	*chart = (struct chart){ .kind = CHART_STACK, .axis_count = 1, .series_count = MATURITY_LEVELS + 1 };
	node->id = "chart-distribution";
	node->chart = chart;
	chart->axes = arena_array(gap->arena, 1, sizeof *chart->axes);
	chart->axes[0] = gap_get(gap, "summary.all-controls");
	chart->series = arena_array(gap->arena, chart->series_count, sizeof *chart->series);
	for (size_t s = 0; s < chart->series_count; s++) {
		size_t count = s == 0 ? summary->controls - summary->assessed : summary->levels[s - 1];
		chart->series[s].label = wording_fill(&gap->wording, "summary.level", "level", gap_level(gap, (int)s - 1), "count",
		    gap_count(gap, count), NULL);
		chart->series[s].values = arena_array(gap->arena, 1, sizeof(double));
		chart->series[s].values[0] = (double)count;
	}
}

void
gap_summary(struct gap *gap, struct node *root)
{
	struct node *section = gap_section(gap, root, 1, "summary", gap_get(gap, "summary.heading"));

	limits_add(gap, section);
	figures_add(gap, section);
	top_gaps_add(gap, section);
	decisions_add(gap, section);
	distribution_add(gap, section);
	node_add(gap->document, root, NODE_PAGE_BREAK, NULL);
}
