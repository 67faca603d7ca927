/* How the numbers are computed, so that a reader can compute them again; and the block for signatures, which only a
 * planned audit has. */
#include "report/gap.h"

static void
scale_add(struct gap *gap, struct node *section)
{
	struct node *part = gap_section(gap, section, 2, "method-scale", gap_get(gap, "method.scale"));

	gap_paragraph(gap, part, gap_get(gap, "method.scale.intro"));
	struct node *levels = gap_table(gap, part, "scale", 3, (double[]){ 0.1, 0.26, 0.64 });
	for (int level = 0; level < MATURITY_LEVELS; level++) {
		const char *number = arena_printf(gap->arena, "%d", level);
		gap_row(gap, levels, number, wording_of(&gap->wording, "level", number),
		    wording_of(&gap->wording, "level.text", number), NULL);
	}
	struct node *grades = gap_table(gap, part, "grades", 3, (double[]){ 0.1, 0.26, 0.64 });
	for (int grade = ATTAINED_NONE; grade <= ATTAINED_FULLY; grade++) {
		const char *name = attainment_name((enum attainment)grade);
		gap_row(gap, grades, name, wording_of(&gap->wording, "attainment", name),
		    wording_of(&gap->wording, "attainment.text", name), NULL);
	}
}

/* The numbered texts of a list in the wording: `prefix.1` and on. */
static void
list_add(struct gap *gap, struct node *parent, const char *prefix, int count)
{
	struct node *list = node_add(gap->document, parent, NODE_LIST, NULL);

	for (int i = 1; i <= count; i++)
		gap_paragraph(gap, list, wording_of(&gap->wording, prefix, arena_printf(gap->arena, "%d", i)));
}

static void
meanings_add(struct gap *gap, struct node *section)
{
	static const char *const names[] = { "requirement-fail", "recommendation-fail", "pass", "unknown", "unassessed",
		"not-applicable" };
	static const char *const words[] = { "verdict.fail.requirement", "verdict.fail.recommendation",
		"verdict.pass.recommendation", "verdict.unknown", "verdict.unassessed", "verdict.not-applicable" };
	static const enum tone tones[] = { TONE_FAIL, TONE_STRONG, TONE_PASS, TONE_UNKNOWN, TONE_QUIET, TONE_QUIET };
	struct node *part = gap_section(gap, section, 2, "method-verdicts", gap_get(gap, "method.verdicts"));
	struct node *table = gap_table(gap, part, "verdicts", 2, (double[]){ 0.28, 0.72 });

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		struct node *row = node_add(gap->document, table, NODE_ROW, NULL);
		gap_badge(gap, gap_cell(gap, row, NULL, TONE_PLAIN), gap_get(gap, words[i]), tones[i]);
		gap_cell(gap, row, wording_of(&gap->wording, "method.verdict", names[i]), TONE_PLAIN);
	}
}

static void
parameters_add(struct gap *gap, struct node *section)
{
	const struct results *results = gap->results;

	if (results->parameters.len == 0)
		return;
	struct node *part = gap_section(gap, section, 2, "method-parameters", gap_get(gap, "method.parameters"));
	gap_paragraph(gap, part, gap_get(gap, "method.parameters.intro"));
	struct node *table = gap_table(gap, part, "parameters", 4, (double[]){ 0.36, 0.3, -0.12, 0.22 });
	for (size_t i = 0; i < results->parameters.len; i++) {
		const struct parameter *parameter = &results->parameters.items[i];
		gap_row(gap, table, gap_pair(gap, parameter->label), parameter->name, parameter->value,
		    gap_get(gap, parameter->is_own_setting ? "method.own-setting" : "method.from-criteria"), NULL);
	}
}

static void
numbers_add(struct gap *gap, struct node *section)
{
	const struct summary *summary = &gap->results->summary;
	struct node *part = gap_section(gap, section, 2, "method-numbers", gap_get(gap, "method.numbers"));
	struct node *table = gap_table(gap, part, "numbers", 3, (double[]){ 0.2, 0.52, -0.28 });
	size_t passed = summary->verdicts[RESULT_PASS], failed = summary->verdicts[RESULT_FAIL];

	gap_row(gap, table, gap_get(gap, "method.coverage"), gap_get(gap, "method.coverage.formula"),
	    arena_printf(gap->arena, "%zu / %zu = %s", summary->criteria_evidenced, summary->criteria,
		gap_percent(gap, summary->criteria_evidenced, summary->criteria)), NULL);
	gap_row(gap, table, gap_get(gap, "method.conformity"), gap_get(gap, "method.conformity.formula"),
	    arena_printf(
	        gap->arena, "%zu / %zu = %s", passed, passed + failed, gap_percent(gap, passed, passed + failed)),
	    NULL);
	gap_row(gap, table, gap_get(gap, "method.freshness"), gap_get(gap, "method.freshness.formula"),
	    arena_printf(gap->arena, "%zu / %zu = %s", summary->evidence_fresh, summary->evidence,
		gap_percent(gap, summary->evidence_fresh, summary->evidence)), NULL);
	gap_row(gap, table, gap_get(gap, "method.mean"), gap_get(gap, "method.mean.formula"),
	    gap_decimal(gap, summary->assessed ? summary->level_mean : -1), NULL);
}

void
gap_method(struct gap *gap, struct node *root)
{
	struct node *section = gap_section(gap, root, 1, "method", gap_get(gap, "method.heading"));

	gap_paragraph(gap, section, gap_get(gap, "method.intro"));
	scale_add(gap, section);
	struct node *rules = gap_section(gap, section, 2, "method-rules", gap_get(gap, "method.rules"));
	list_add(gap, rules, "method.rule", 8);
	meanings_add(gap, section);
	numbers_add(gap, section);
	parameters_add(gap, section);
}

static void
signature_row(struct gap *gap, struct node *block, const char *role, const char *name)
{
	gap_row(gap, block, role, name, gap_get(gap, "signature.date"), NULL);
}

void
gap_signature(struct gap *gap, struct node *root)
{
	const struct plan *plan = gap->results->plan;

	if (!plan)
		return;
	struct node *section = gap_section(gap, root, 1, "signature", gap_get(gap, "signature.heading"));
	gap_paragraph(gap, section, gap_get(gap, "signature.intro"));
	struct node *block = node_add(gap->document, section, NODE_SIGNATURE, NULL);
	for (size_t i = 0; i < plan->team.len; i++) {
		const struct plan_member *member = &plan->team.items[i];
		const char *auditor = gap_get(gap, "signature.auditor");
		signature_row(gap, block,
		    member->role && *member->role ? wording_fill(&gap->wording, "signature.auditor.role", "auditor",
		                                        auditor, "role", member->role, NULL)
		                                  : auditor,
		    member->name ? member->name : "");
	}
	if (plan->team.len == 0)
		signature_row(gap, block, gap_get(gap, "signature.auditor"), "");
	signature_row(gap, block, gap_get(gap, "signature.approver"), "");
}
