/* The lists at the end: every control, every file, every subject, every diagnostic. Nothing that was handed in is
 * silently dropped: what was not recognised is listed as such. */
#include "report/gap.h"

static void
control_row(struct gap *gap, struct node *table, const struct rating *rating)
{
	struct node *row = node_add(gap->document, table, NODE_ROW, NULL);
	const struct gap_finding *finding = map_get(&gap->finding_by_id, rating->id);
	struct node *label = gap_cell(gap, row, NULL, TONE_PLAIN);
	const char *name = gap_pair(gap, rating->label) && *gap_pair(gap, rating->label) ? gap_pair(gap, rating->label) : rating->id;

	gap_run(gap, label, name, TONE_PLAIN, finding ? finding->id : NULL);
	gap_cell(gap, row,
	    rating->is_published_text_open ? arena_printf(gap->arena, "%s ※", gap_pair(gap, rating->title))
	                                   : gap_pair(gap, rating->title),
	    TONE_PLAIN);
	gap_cell(gap, row, wording_of(&gap->wording, "modality.short", modality_name(rating->modality)), TONE_PLAIN);
	gap_verdict_badge(gap, gap_cell(gap, row, NULL, TONE_PLAIN), rating);
	gap_cell(gap, row, rating->verdict == RESULT_NOT_APPLICABLE ? "―" : gap_level(gap, rating->level), TONE_PLAIN);
	gap_cell(gap, row, gap_claim(gap, rating), TONE_PLAIN);
	gap_cell(gap, row, gap_level(gap, rating->target), TONE_PLAIN);
}

static void
clause_controls(struct gap *gap, struct node *section, const struct clause *clause, size_t index)
{
	double shares[] = { 0.13, 0.28, 0.09, 0.2, -0.11, -0.1, -0.09 };
	struct node *part = NULL, *table = NULL;

	for (size_t i = 0; i < gap->results->ratings.len; i++) {
		const struct rating *rating = &gap->results->ratings.items[i];
		if (!rating->clause || strcmp(rating->clause, clause->id) != 0)
			continue;
		if (!part) {
			part = node_add(gap->document, section, NODE_SECTION, gap_clause(gap, clause));
			part->level = 2;  /* under the criteria's own numbers */
			part->id = arena_printf(gap->arena, "controls-%zu", index + 1);
			table = gap_table(gap, part, "controls", 7, shares);
		}
		control_row(gap, table, rating);
	}
}

void
gap_controls(struct gap *gap, struct node *root)
{
	const struct results *results = gap->results;
	struct node *section = gap_section(gap, root, 1, "controls", gap_get(gap, "controls.heading"));
	bool is_open = false;

	for (size_t i = 0; i < results->ratings.len; i++)
		is_open |= results->ratings.items[i].is_published_text_open;
	gap_paragraph(gap, section, gap_get(gap, "controls.intro"));
	if (is_open)
		gap_note(gap, section, gap_get(gap, "controls.open"));
	for (size_t i = 0; i < results->clauses.len; i++)
		clause_controls(gap, section, &results->clauses.items[i], i);
}

/* Links back to the findings that cite a file. */
static void
cited_cell(struct gap *gap, struct node *row, const struct gap_cited *cited)
{
	struct node *cell = gap_cell(gap, row, NULL, TONE_PLAIN);

	for (size_t i = 0; i < cited->findings.len && i < 4; i++) {
		const struct gap_finding *finding = &gap->findings[cited->findings.items[i]];
		if (i)
			gap_run(gap, cell, " ", TONE_PLAIN, NULL);
		gap_run(gap, cell, finding->number, TONE_PLAIN, finding->id);
	}
	if (cited->findings.len > 4)
		gap_run(gap, cell,
		    wording_fill(&gap->wording, "more.short", "count", gap_count(gap, cited->findings.len - 4), NULL),
		    TONE_QUIET, NULL);
	if (cited->findings.len == 0)
		cell->text = "―";
}

static void
input_row(struct gap *gap, struct node *table, size_t index)
{
	const struct input *input = &gap->results->inputs.items[index];
	struct node *row = node_add(gap->document, table, NODE_ROW, NULL);

	row->id = gap->cited[index].id;
	gap_cell(gap, row, arena_printf(gap->arena, "E-%zu", index + 1), TONE_PLAIN);
	struct node *cell = gap_cell(gap, row, NULL, TONE_PLAIN);
	gap_run(gap, cell, input->path, TONE_PLAIN, NULL);
	gap_run(gap, cell, "\n", TONE_PLAIN, NULL);
	gap_run(gap, cell, input->sha256 ? input->sha256 : "", TONE_CODE, NULL);
	if (input->note && *input->note)
		gap_run(gap, cell, arena_printf(gap->arena, "\n%s", input->note), TONE_QUIET, NULL);
	if (input->parser)
		gap_cell(gap, row, input->parser, TONE_PLAIN);
	else
		gap_badge(gap, gap_cell(gap, row, NULL, TONE_PLAIN), gap_get(gap, "evidence.unrecognised"), TONE_QUIET);
	gap_cell(gap, row, gap_size(gap, input->bytes), TONE_PLAIN);
	cited_cell(gap, row, &gap->cited[index]);
}

void
gap_evidence(struct gap *gap, struct node *root)
{
	const struct results *results = gap->results;
	struct node *section = gap_section(gap, root, 1, "evidence", gap_get(gap, "evidence.heading"));
	size_t listed = 0, unrecognised = 0;

	for (size_t i = 0; i < results->inputs.len; i++)
		unrecognised += results->inputs.items[i].parser == NULL;
	gap_paragraph(gap, section,
	    wording_fill(&gap->wording, "evidence.intro", "inputs", gap_count(gap, results->inputs.len), "unrecognised",
	        gap_count(gap, unrecognised), NULL));
	if (results->inputs.len == 0)
		return;
	struct node *table = gap_table(gap, section, "evidence", 5, (double[]){ 0.08, 0.54, 0.14, -0.13, 0.11 });
	for (size_t i = 0; i < results->inputs.len; i++)
		if (gap->cited[i].is_listed) {
			input_row(gap, table, i);
			listed++;
		}
	gap_more(gap, section, results->inputs.len - listed);
}

void
gap_subjects(struct gap *gap, struct node *root)
{
	const struct results *results = gap->results;
	struct node *section = gap_section(gap, root, 1, "subjects", gap_get(gap, "subjects.heading"));

	if (results->subjects.len == 0) {
		gap_paragraph(gap, section, gap_get(gap, "subjects.none"));
		return;
	}
	struct node *table = gap_table(gap, section, "subjects", 3, (double[]){ 0.44, 0.2, 0.36 });
	for (size_t i = 0; i < results->subjects.len && i < GAP_SUBJECT_ROWS; i++) {
		const struct subject_entry *subject = &results->subjects.items[i];
		gap_row(gap, table, subject->id, wording_of(&gap->wording, "subject", subject->kind),
		    subject->collected_at.is_known ? instant_text(gap->arena, subject->collected_at)
		                                   : gap_get(gap, "subjects.unknown"),
		    NULL);
	}
	gap_more(gap, section, results->subjects.len > GAP_SUBJECT_ROWS ? results->subjects.len - GAP_SUBJECT_ROWS : 0);
}

static void
diagnostic_row(struct gap *gap, struct node *table, const struct diag *diag)
{
	const struct diag_entry *entry = diag_entry(diag->id);
	const char *text = gap_pair(gap, entry->text);
	const char *at = span_text(gap->arena, diag->span);

	gap_row(gap, table, wording_of(&gap->wording, "diagnostic", diag_level_name(entry->level)), *at ? at : "―",
	    diag->detail && *diag->detail ? arena_printf(gap->arena, "%s: %s", text, diag->detail) : text, entry->id,
	    NULL);
}

void
gap_diagnostics(struct gap *gap, struct node *root)
{
	const struct diags *diags = gap->results->diags;
	struct node *section = gap_section(gap, root, 1, "diagnostics", gap_get(gap, "diagnostics.heading"));
	size_t count = diags ? diags->list.len : 0;

	gap_paragraph(gap, section, gap_get(gap, count ? "diagnostics.intro" : "diagnostics.none"));
	if (count == 0)
		return;
	struct node *table = gap_table(gap, section, "diagnostics", 4, (double[]){ 0.1, 0.32, 0.4, 0.18 });
	for (size_t i = 0; i < count && i < GAP_DIAG_ROWS; i++)
		diagnostic_row(gap, table, &diags->list.items[i]);
	gap_more(gap, section, (count > GAP_DIAG_ROWS ? count - GAP_DIAG_ROWS : 0) + diags->dropped);
}
