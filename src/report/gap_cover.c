/* Cover, contents and the audit's plan. Without a plan the report is a draft and says so first. */
#include "report/gap.h"

static struct node *
cover_line(struct gap *gap, struct node *cover, int level, const char *text)
{
	struct node *line = gap_paragraph(gap, cover, text);

	line->level = level;
	return line;
}

static const char *
joined(const struct gap *gap, const char *const *items, size_t count)
{
	struct buf out = BUF_INIT(16u << 10);

	for (size_t i = 0; i < count; i++) {
		buf_puts(&out, i ? "\n" : "");
		buf_puts(&out, items[i]);
	}
	const char *kept = arena_strndup(gap->arena, buf_str(&out).ptr, out.len);
	buf_free(&out);
	return kept;
}

static const char *
criteria_text(struct gap *gap)
{
	const struct results *results = gap->results;
	const char *title = gap_pair(gap, results->profile_title);

	if (results->plan && results->plan->criteria.len > 0)
		return joined(gap, results->plan->criteria.items, results->plan->criteria.len);
	if (results->profile_edition && *results->profile_edition)
		return wording_fill(
		    &gap->wording, "cover.criteria.edition", "title", title, "edition", results->profile_edition, NULL);
	return title;
}

static const char *
period_text(struct gap *gap, const struct plan *plan)
{
	if (!plan->period_from && !plan->period_to)
		return NULL;
	return wording_fill(&gap->wording, "cover.period.range", "from", plan->period_from ? plan->period_from : "",
	    "to", plan->period_to ? plan->period_to : "", NULL);
}

/* The plan's own words for the two fixed vocabularies. */
static const char *
kind_text(struct gap *gap, const struct plan *plan)
{
	const char *kind =
	    plan->kind && strcmp(plan->kind, "second-party") == 0 ? "plan.kind.second-party" : "plan.kind.internal";
	const char *engagement = plan->engagement && strcmp(plan->engagement, "assurance") == 0
	    ? "plan.engagement.assurance" : "plan.engagement.advisory";

	return wording_fill(
	    &gap->wording, "plan.kind.text", "kind", gap_get(gap, kind), "engagement", gap_get(gap, engagement), NULL);
}

static void
digest_row(struct gap *gap, struct node *table, const char *label, const char *digest)
{
	if (!digest || !*digest)
		return;
	struct node *row = node_add(gap->document, table, NODE_ROW, NULL);
	gap_cell(gap, row, gap_get(gap, label), TONE_QUIET);
	gap_cell(gap, row, digest, TONE_CODE);
}

static void
cover_facts(struct gap *gap, struct node *cover)
{
	const struct results *results = gap->results;
	const struct plan *plan = results->plan;
	struct node *table = node_add_table(gap->document, cover, false, 2, (double[]){ 0.24, 0.76 });

	if (plan) {
		gap_fact(gap, table, "cover.organisation", plan->organisation);
		gap_fact(gap, table, "cover.number", plan->number);
		gap_fact(gap, table, "cover.kind", kind_text(gap, plan));
	}
	gap_fact(gap, table, "cover.criteria", criteria_text(gap));
	if (plan)
		gap_fact(gap, table, "cover.period", period_text(gap, plan));
	gap_fact(gap, table, "cover.as-of", day_text(gap->arena, results->as_of));
	gap_fact(gap, table, "cover.confidentiality", gap->document->running_mark);
	gap_fact(gap, table, "cover.tool", results->tool);
	gap_fact(gap, table, "cover.run", results->id);
	digest_row(gap, table, "cover.digest", results->input_digest);
	digest_row(gap, table, "cover.results", results->digest);
}

void
gap_cover(struct gap *gap, struct node *root)
{
	const struct plan *plan = gap->results->plan;
	struct node *cover = node_add(gap->document, root, NODE_COVER, NULL);

	if (plan && plan->organisation)
		cover_line(gap, cover, 2, plan->organisation);
	cover_line(gap, cover, 1, gap->document->title);
	cover_line(gap, cover, 2, gap_pair(gap, gap->results->profile_title));
	if (!plan) {
		struct node *callout = node_add(gap->document, cover, NODE_CALLOUT, NULL);
		gap_paragraph(gap, callout, gap_get(gap, "cover.draft"));
	}
	cover_facts(gap, cover);
}

void
gap_contents(struct gap *gap, struct node *root)
{
	node_add(gap->document, root, NODE_CONTENTS, gap_get(gap, "contents"));
}

static void
plan_exclusions(struct gap *gap, struct node *section, const struct plan *plan)
{
	if (plan->exclusions.len == 0)
		return;
	struct node *table = gap_table(gap, section, "exclusions", 2, (double[]){ 0.4, 0.6 });
	table->text = gap_get(gap, "plan.exclusions");
	for (size_t i = 0; i < plan->exclusions.len; i++)
		gap_row(gap, table, plan->exclusions.items[i].what ? plan->exclusions.items[i].what : "",
		    plan->exclusions.items[i].reason ? plan->exclusions.items[i].reason : "―", NULL);
}

static void
plan_team(struct gap *gap, struct node *section, const struct plan *plan)
{
	if (plan->team.len == 0)
		return;
	struct node *table = gap_table(gap, section, "team", 4, (double[]){ 0.18, 0.18, 0.3, 0.34 });
	table->text = gap_get(gap, "plan.team");
	for (size_t i = 0; i < plan->team.len; i++) {
		const struct plan_member *member = &plan->team.items[i];
		gap_row(gap, table, member->name ? member->name : "", member->role ? member->role : "―",
		    member->competence ? member->competence : "―", member->independence ? member->independence : "―",
		    NULL);
	}
}

void
gap_plan(struct gap *gap, struct node *root)
{
	const struct plan *plan = gap->results->plan;

	if (!plan)
		return;
	struct node *section = gap_section(gap, root, 1, "plan", gap_get(gap, "plan.heading"));
	struct node *table = node_add_table(gap->document, section, false, 2, (double[]){ 0.2, 0.8 });
	gap_fact(gap, table, "plan.purpose", plan->purpose);
	gap_fact(gap, table, "plan.kind", kind_text(gap, plan));
	gap_fact(gap, table, "plan.criteria", criteria_text(gap));
	gap_fact(gap, table, "plan.scope", plan->scope);
	gap_fact(gap, table, "plan.period", period_text(gap, plan));
	gap_fact(gap, table, "plan.sampling", plan->sampling);
	gap_fact(gap, table, "plan.distribution", joined(gap, plan->distribution.items, plan->distribution.len));
	gap_fact(gap, table, "plan.evidence-place", plan->evidence_place);
	gap_fact(gap, table, "plan.evidence-keeper", plan->evidence_keeper);
	gap_fact(gap, table, "plan.evidence-until", plan->evidence_until);
	plan_exclusions(gap, section, plan);
	plan_team(gap, section, plan);
}
