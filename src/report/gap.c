/* The gap report: its parts, in the order of reports/gap.xml (docs/reports.md). */
#include "report/gap.h"

static const struct gap_part {
	const char *name;
	void (*build)(struct gap *gap, struct node *root);
} parts[] = {
	{ "cover", gap_cover },
	{ "contents", gap_contents },
	{ "summary", gap_summary },
	{ "plan", gap_plan },
	{ "maturity", gap_maturity },
	{ "clauses", gap_clauses },
	{ "findings", gap_findings },
	{ "requests", gap_requests },
	{ "controls", gap_controls },
	{ "evidence", gap_evidence },
	{ "subjects", gap_subjects },
	{ "diagnostics", gap_diagnostics },
	{ "method", gap_method },
	{ "signature", gap_signature },
};

static const struct gap_part *
part_find(const char *name)
{
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		if (strcmp(parts[i].name, name) == 0)
			return &parts[i];
	return NULL;
}

static const char *
title_of(struct gap *gap)
{
	const struct plan *plan = gap->results->plan;

	if (!plan)
		return gap_get(gap, "cover.title.draft");
	if (plan->title && *plan->title)
		return plan->title;
	return gap_get(gap, plan->kind && strcmp(plan->kind, "second-party") == 0 ? "cover.title.second-party"
	                                                                          : "cover.title.internal");
}

static void
metadata_set(struct gap *gap)
{
	struct document *document = gap->document;
	const struct results *results = gap->results;
	const struct plan *plan = results->plan;

	document->title = title_of(gap);
	document->author = plan && plan->organisation ? plan->organisation : results->tool;
	document->subject = gap_pair(gap, results->profile_title);
	document->date = results->as_of;
	document->running_head = plan && plan->organisation
	                             ? wording_fill(&gap->wording, "running.head", "organisation", plan->organisation,
	                                   "title", document->title, NULL)
	                             : document->title;
	document->running_mark = plan && plan->confidentiality ? plan->confidentiality : gap_get(gap, "running.mark");
	document->running_foot = wording_fill(&gap->wording, "running.foot", "as-of",
	    day_text(gap->arena, results->as_of), "tool", results->tool ? results->tool : "", NULL);
}

static int
parts_build(struct gap *gap)
{
	struct node *root = gap->document->root;

	for (size_t i = 0; i < gap->wording.parts.len; i++) {
		const char *name = gap->wording.parts.items[i];
		const struct gap_part *part = part_find(name);
		if (!part)
			return diag_report(&gap->run->diags, DIAG_REPORT_WORDING,
			    (struct span){ .path = gap->wording.path }, "the layout names a part that is not known: %s",
			    name);
		part->build(gap, root);
	}
	return 0;
}

/* Whether the layout has that part: what is left out is not linked to. */
static bool
has_part(const struct gap *gap, const char *name)
{
	for (size_t i = 0; i < gap->wording.parts.len; i++)
		if (strcmp(gap->wording.parts.items[i], name) == 0)
			return true;
	return false;
}

/* An auditor may take parts out of the layout; links into them become plain text. */
static void
links_prune(struct gap *gap, struct node *node, const struct map *ids)
{
	if (node->href && !map_get(ids, node->href + 1))
		node->href = NULL;
	for (struct node *child = node->children; child; child = child->next)
		links_prune(gap, child, ids);
}

static void
ids_take(struct gap *gap, const struct node *node, struct map *ids)
{
	if (node->id)
		map_add(ids, node->id, gap);
	for (const struct node *child = node->children; child; child = child->next)
		ids_take(gap, child, ids);
}

int
report_gap(struct run *run, const struct results *results, enum lang lang, struct document *ret)
{
	struct document document;
	struct gap gap = { .run = run,
		.arena = run->arena,
		.results = results,
		.document = &document,
		.lang = lang,
		.finding_by_id = MAP_INIT(run->arena),
		.input_by_path = MAP_INIT(run->arena),
		.clause_ids = MAP_INIT(run->arena) };
	struct map ids = MAP_INIT(run->arena);

	if (wording_load(run, "gap", lang, &gap.wording) < 0)
		return -1;
	document_init(&document, run->arena, lang);
	gap_findings_order(&gap);
	gap_inputs_cite(&gap);
	metadata_set(&gap);
	if (parts_build(&gap) < 0)
		return -1;
	ids_take(&gap, document.root, &ids);
	links_prune(&gap, document.root, &ids);
	if (!has_part(&gap, "method"))
		diag_report(&run->diags, DIAG_REPORT_WORDING, (struct span){ .path = gap.wording.path },
		    "the layout leaves out how the numbers are computed");
	*ret = document;
	return 0;
}
