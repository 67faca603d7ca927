/* The audit plan as a part of results.json, out. */
#include "store/plan.h"

static void
strings(struct emit *e, const char *key, const char *const *items, size_t len)
{
	emit_open(e, key, '[');
	for (size_t i = 0; i < len; i++)
		emit_text(e, NULL, items[i]);
	emit_close(e, ']');
}

static void
write_lists(struct emit *e, const struct plan *plan)
{
	strings(e, "criteria", plan->criteria.items, plan->criteria.len);
	strings(e, "distribution", plan->distribution.items, plan->distribution.len);
	emit_open(e, "exclusions", '[');
	for (size_t i = 0; i < plan->exclusions.len; i++) {
		emit_open(e, NULL, '{');
		emit_text(e, "what", plan->exclusions.items[i].what);
		emit_text(e, "reason", plan->exclusions.items[i].reason);
		emit_close(e, '}');
	}
	emit_close(e, ']');
	emit_open(e, "team", '[');
	for (size_t i = 0; i < plan->team.len; i++) {
		const struct plan_member *m = &plan->team.items[i];
		emit_open(e, NULL, '{');
		emit_text(e, "name", m->name);
		emit_text(e, "role", m->role);
		emit_text(e, "competence", m->competence);
		emit_text(e, "independence", m->independence);
		emit_close(e, '}');
	}
	emit_close(e, ']');
}

void
store_write_plan(struct emit *e, const struct plan *plan)
{
	if (!plan) {
		emit_null(e, "plan");
		return;
	}
	const struct {
		const char *name, *value;
	} texts[] = {
		{ "number", plan->number }, { "kind", plan->kind }, { "engagement", plan->engagement }, { "organisation", plan->organisation },
		{ "title", plan->title }, { "purpose", plan->purpose }, { "scope", plan->scope }, { "sampling", plan->sampling },
		{ "confidentiality", plan->confidentiality }, { "period_from", plan->period_from }, { "period_to", plan->period_to },
		{ "evidence_place", plan->evidence_place }, { "evidence_keeper", plan->evidence_keeper }, { "evidence_until", plan->evidence_until },
	};
	emit_open(e, "plan", '{');
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		emit_text(e, texts[i].name, texts[i].value);
	write_lists(e, plan);
	emit_close(e, '}');
}
