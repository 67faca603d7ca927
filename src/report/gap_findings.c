/* The findings, most pressing first within their kind: what is asked for, what was seen and where, what it means for
 * the business and what the next level takes. The kind is the tool's proposal; the auditor decides. */
#include "report/gap.h"

enum group { GROUP_REQUIREMENTS, GROUP_RECOMMENDATIONS, GROUP_LEVELS, GROUP_COUNT };

static const char *const group_keys[GROUP_COUNT] = {
	[GROUP_REQUIREMENTS] = "findings.group.requirements",
	[GROUP_RECOMMENDATIONS] = "findings.group.recommendations",
	[GROUP_LEVELS] = "findings.group.levels",
};

static const char *const group_ids[GROUP_COUNT] = {
	[GROUP_REQUIREMENTS] = "findings-requirements",
	[GROUP_RECOMMENDATIONS] = "findings-recommendations",
	[GROUP_LEVELS] = "findings-levels",
};

static enum group
group_of(const struct rating *rating)
{
	if (rating->verdict != RESULT_FAIL)
		return GROUP_LEVELS;
	return gap_is_requirement(rating) ? GROUP_REQUIREMENTS : GROUP_RECOMMENDATIONS;
}

static const char *
levels_text(struct gap *gap, const struct rating *rating)
{
	return wording_fill(&gap->wording, "findings.levels.text", "level", gap_level(gap, rating->level),
	    "claim", gap_claim(gap, rating), "target", gap_level(gap, rating->target), NULL);
}

static void
verdict_row(struct gap *gap, struct node *table, const struct rating *rating)
{
	struct node *row = node_add(gap->document, table, NODE_ROW, NULL);

	gap_cell(gap, row, gap_get(gap, "findings.verdict"), TONE_QUIET);
	struct node *cell = gap_cell(gap, row, NULL, TONE_PLAIN);
	gap_verdict_badge(gap, cell, rating);
	if (rating->claim == CLAIM_CONTRADICTED) {
		gap_run(gap, cell, "  ", TONE_PLAIN, NULL);
		gap_badge(gap, cell, gap_get(gap, "claim.contradicted"), TONE_STRONG);
	} else if (rating->claim == CLAIM_UNPROVEN) {
		gap_run(gap, cell, "  ", TONE_PLAIN, NULL);
		gap_badge(gap, cell, gap_get(gap, "claim.unproven"), TONE_UNKNOWN);
	}
}

static void
facts_add(struct gap *gap, struct node *section, const struct rating *rating)
{
	struct node *table = node_add_table(gap->document, section, false, 2, (double[]){ 0.2, 0.8 });
	const char *effect = gap_pair(gap, rating->effect);

	verdict_row(gap, table, rating);
	gap_fact(
	    gap, table, "findings.modality", wording_of(&gap->wording, "modality", modality_name(rating->modality)));
	gap_fact(gap, table, "findings.levels", levels_text(gap, rating));
	gap_fact(gap, table, "findings.statement", gap_pair(gap, rating->statement));
	gap_fact(gap, table, "findings.effect", *effect ? effect : gap_get(gap, "findings.no-effect"));
	if (rating->is_published_text_open)
		gap_fact(gap, table, "findings.source", gap_get(gap, "findings.source.open"));
}

/* Levels 1 to 5 and how far each is attained; a level holds when it and all below are F. */
static void
ladder_add(struct gap *gap, struct node *section, const struct rating *rating)
{
	struct node *table = gap_table(gap, section, "ladder", 5, (double[]){ 0.2, 0.2, 0.2, 0.2, 0.2 });
	struct node *row = node_add(gap->document, table, NODE_ROW, NULL);

	table->text = gap_get(gap, "findings.ladder");
	for (int level = 1; level < MATURITY_LEVELS; level++) {
		bool is_full = rating->ladder[level] == ATTAINED_FULLY;
		struct node *cell = gap_cell(gap, row, NULL, TONE_PLAIN);
		const char *word = wording_of(&gap->wording, "attainment", attainment_name(rating->ladder[level]));
		gap_run(gap, cell, word, is_full ? TONE_STRONG : TONE_QUIET, NULL);
	}
	if (rating->ladder[3] == ATTAINED_FULLY && rating->ladder[2] != ATTAINED_FULLY)
		gap_note(gap, section, gap_get(gap, "findings.no-rule"));
}

static void
seen_row(struct gap *gap, struct node *table, const struct verdict *verdict)
{
	struct node *row = node_add(gap->document, table, NODE_ROW, NULL);
	const char *message = gap_pair(gap, verdict->message);
	const struct gap_cited *cited = gap_input_at(gap, verdict->at);

	gap_cell(gap, row, gap_subject(gap, verdict), TONE_PLAIN);
	gap_cell(gap, row, verdict->record, TONE_PLAIN);
	gap_cell(gap, row, *message ? message : verdict->reason, TONE_PLAIN);
	if (cited && cited->is_listed)
		gap_run(gap, gap_cell(gap, row, NULL, TONE_PLAIN), verdict->at, TONE_PLAIN, cited->id);
	else
		gap_cell(gap, row, verdict->at && *verdict->at ? verdict->at : "―", TONE_PLAIN);
}

static size_t
unknown_count(const struct gap *gap, const struct rating *rating)
{
	size_t count = 0;

	for (size_t i = 0; i < rating->verdicts.len; i++) {
		if (rating->verdicts.items[i] >= gap->results->verdicts.len)
			continue;
		const struct verdict *verdict = &gap->results->verdicts.items[rating->verdicts.items[i]];
		count += verdict->result == RESULT_UNKNOWN ? 1 + verdict->more : 0;
	}
	return count;
}

static const char *
criterion_name(struct gap *gap, const struct criterion_rating *criterion)
{
	const char *title = gap_pair(gap, criterion->title);

	return *title ? title : criterion->id;
}

/* What failed without a record to point at: a document that is not there, an interview. */
static void
failed_add(struct gap *gap, struct node *section, const struct rating *rating)
{
	struct node *list = NULL;

	for (size_t i = 0; i < rating->criteria.len; i++) {
		const struct criterion_rating *criterion = &rating->criteria.items[i];
		if (criterion->result != RESULT_FAIL || !criterion->decides)
			continue;
		if (!list) {
			gap_paragraph(gap, section, gap_get(gap, "findings.failed"));
			list = node_add(gap->document, section, NODE_LIST, NULL);
		}
		gap_paragraph(gap, list, criterion_name(gap, criterion));
	}
	if (!list)
		gap_paragraph(gap, section, gap_get(gap, "findings.none-seen"));
}

/* How many sealed verdicts of the check fail. */
static size_t
sealed_count(const struct gap *gap, const struct rating *rating, const char *check)
{
	size_t count = 0;

	for (size_t i = 0; i < rating->verdicts.len; i++) {
		if (rating->verdicts.items[i] >= gap->results->verdicts.len)
			continue;
		const struct verdict *verdict = &gap->results->verdicts.items[rating->verdicts.items[i]];
		count += verdict->result == RESULT_FAIL && strcmp(verdict->check, check) == 0 ? 1 + verdict->more : 0;
	}
	return count;
}

/* Weak and shared passwords by number; who has them stands in the sealed annex. */
static void
sealed_add(struct gap *gap, struct node *section, const struct rating *rating)
{
	size_t weak = sealed_count(gap, rating, "password-weak"), shared = sealed_count(gap, rating, "password-shared");

	if (weak || shared)
		gap_paragraph(gap, section, wording_fill(&gap->wording, "findings.sealed", "weak", gap_count(gap, weak), "shared",
		    gap_count(gap, shared), NULL));
}

static void
seen_add(struct gap *gap, struct node *section, const struct rating *rating)
{
	const struct verdict *shown[GAP_VERDICT_ROWS];
	size_t count, total = gap_shown_verdicts(gap, rating, shown, &count), unknown = unknown_count(gap, rating);

	sealed_add(gap, section, rating);

	if (count > 0) {
		struct node *table = gap_table(gap, section, "seen", 4, (double[]){ 0.14, 0.17, 0.35, 0.34 });
		table->text = gap_get(gap, "findings.seen");
		for (size_t i = 0; i < count; i++)
			seen_row(gap, table, shown[i]);
		gap_more(gap, section, total - count);
	} else
		failed_add(gap, section, rating);
	if (unknown > 0)
		gap_run(gap, gap_paragraph(gap, section, NULL), wording_fill(&gap->wording, "findings.unknown",
		    "count", gap_count(gap, unknown), NULL), TONE_PLAIN, "requests");
}

static void
next_add(struct gap *gap, struct node *section, const struct rating *rating)
{
	const char *next = gap_pair(gap, rating->next_level);
	size_t count = rating->why_not_next[gap->lang].len;

	if (count == 0 && !*next)
		return;
	gap_run(gap, gap_paragraph(gap, section, NULL), gap_get(gap, "findings.next"), TONE_STRONG, NULL);
	struct node *list = node_add(gap->document, section, NODE_LIST, NULL);
	for (size_t i = 0; i < count; i++)
		gap_paragraph(gap, list, rating->why_not_next[gap->lang].items[i]);
	if (*next)
		gap_paragraph(gap, list, wording_fill(&gap->wording, "findings.next.level", "text", next, NULL));
}

static void
references_add(struct gap *gap, struct node *section, const struct rating *rating)
{
	struct node *line = gap_note(gap, section, NULL);
	const char *clause = rating->clause ? map_get(&gap->clause_ids, rating->clause) : NULL;

	gap_run(gap, line, gap_get(gap, "findings.references"), TONE_QUIET, NULL);
	if (clause) {
		gap_run(gap, line, gap_get(gap, "clauses.heading"), TONE_PLAIN, clause);
		gap_run(gap, line, "   ", TONE_PLAIN, NULL);
	}
	gap_run(gap, line, gap_get(gap, "evidence.heading"), TONE_PLAIN, "evidence");
	gap_run(gap, line, "   ", TONE_PLAIN, NULL);
	gap_run(gap, line, gap_get(gap, "controls.heading"), TONE_PLAIN, "controls");
}

static void
finding_add(struct gap *gap, struct node *parent, const struct gap_finding *finding)
{
	const struct rating *rating = finding->rating;
	struct node *section = gap_section(gap, parent, 3, finding->id,
	    arena_printf(gap->arena, "%s  %s", finding->number, gap_control(gap, rating)));

	facts_add(gap, section, rating);
	ladder_add(gap, section, rating);
	seen_add(gap, section, rating);
	next_add(gap, section, rating);
	references_add(gap, section, rating);
}

/* Controls that only were not confirmed at their target: a row each, where a page each would bury what really failed. */
static void
short_row(struct gap *gap, struct node *table, const struct gap_finding *finding)
{
	const struct rating *rating = finding->rating;
	struct node *row = node_add(gap->document, table, NODE_ROW, NULL);
	const char *reasons = "", *next = gap_pair(gap, rating->next_level);

	row->id = finding->id;
	for (size_t i = 0; i < rating->why_not_next[gap->lang].len; i++)
		reasons = arena_printf(gap->arena, "%s%s%s", reasons, i ? "\n" : "", rating->why_not_next[gap->lang].items[i]);
	if (*next)
		reasons = arena_printf(gap->arena, "%s%s%s", reasons, *reasons ? "\n" : "",
		    wording_fill(&gap->wording, "findings.next.level", "text", next, NULL));
	gap_cell(gap, row, finding->number, TONE_PLAIN);
	gap_cell(gap, row, gap_control(gap, rating), TONE_PLAIN);
	gap_cell(gap, row, levels_text(gap, rating), TONE_PLAIN);
	gap_cell(gap, row, reasons, TONE_PLAIN);
}

static bool
is_short(const struct gap_finding *finding)
{
	return group_of(finding->rating) == GROUP_LEVELS && finding->rating->claim != CLAIM_CONTRADICTED;
}

static void
ranking_add(struct gap *gap, struct node *section)
{
	struct node *table = gap_table(gap, section, "ranking", 6, (double[]){ 0.08, 0.4, 0.2, -0.11, -0.11, -0.1 });

	table->text = gap_get(gap, "findings.ranking");
	for (size_t i = 0; i < gap->finding_count; i++) {
		const struct gap_finding *finding = &gap->findings[i];
		struct node *row = node_add(gap->document, table, NODE_ROW, NULL);
		gap_run(gap, gap_cell(gap, row, NULL, TONE_PLAIN), finding->number, TONE_PLAIN, finding->id);
		gap_cell(gap, row, gap_control(gap, finding->rating), TONE_PLAIN);
		gap_verdict_badge(gap, gap_cell(gap, row, NULL, TONE_PLAIN), finding->rating);
		gap_cell(gap, row, gap_level(gap, finding->rating->level), TONE_PLAIN);
		gap_cell(gap, row, gap_claim(gap, finding->rating), TONE_PLAIN);
		gap_cell(gap, row, gap_level(gap, finding->rating->target), TONE_PLAIN);
	}
}

void
gap_findings(struct gap *gap, struct node *root)
{
	struct node *section = gap_section(gap, root, 1, "findings", gap_get(gap, "findings.heading"));

	gap_paragraph(gap, section, gap_get(gap, "findings.intro"));
	if (gap->finding_count == 0) {
		gap_paragraph(gap, section, gap_get(gap, "summary.no-gaps"));
		return;
	}
	ranking_add(gap, section);
	for (int group = 0; group < GROUP_COUNT; group++) {
		struct node *part = NULL, *table = NULL;
		for (size_t i = 0; i < gap->finding_count; i++) {
			if (group_of(gap->findings[i].rating) != (enum group)group)
				continue;
			if (!part)
				part = gap_section(gap, section, 2, group_ids[group], gap_get(gap, group_keys[group]));
			if (!is_short(&gap->findings[i])) {
				finding_add(gap, part, &gap->findings[i]);
				continue;
			}
			if (!table)
				table = gap_table(gap, part, "short", 4, (double[]){ 0.08, 0.27, 0.17, 0.48 });
			short_row(gap, table, &gap->findings[i]);
		}
	}
}
