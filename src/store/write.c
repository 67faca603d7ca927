/* results.json, format 1 (docs/results.md): the contract other programs read. Keys are written in one order, arrays come
 * sorted from the results, so the same results are the same bytes. */
#include "tenken/store/store.h"

#include <jansson.h>
#include <stdlib.h>

#include "store/format.h"
#include "tenken/base/file.h"

/* Passing verdicts of one check beyond these are counted in the summary and not listed. */
#define PASSES_LISTED 10000

static json_t *
text(const char *value)
{
	return value ? json_string(value) : json_null();
}

static json_t *
both(const char *const value[2])
{
	return json_pack("{s:o, s:o}", "ja", text(value[LANG_JA]), "en", text(value[LANG_EN]));
}

static json_t *
level(int value)
{
	return value == LEVEL_UNASSESSED ? json_null() : json_integer(value);
}

/* A share or mean; null where there was nothing to divide by. */
static json_t *
share(double value)
{
	return value < 0 ? json_null() : json_real(value);
}

static json_t *
levels(const size_t counts[MATURITY_LEVELS])
{
	json_t *array = json_array();

	for (int i = 0; i < MATURITY_LEVELS; i++)
		json_array_append_new(array, json_integer((json_int_t)counts[i]));
	return array;
}

static json_t *
strings(const char *const *items, size_t count)
{
	json_t *array = json_array();

	for (size_t i = 0; i < count; i++)
		json_array_append_new(array, text(items[i]));
	return array;
}

static json_t *
plan_json(const struct plan *plan)
{
	if (!plan)
		return json_null();
	json_t *exclusions = json_array(), *team = json_array();
	for (size_t i = 0; i < plan->exclusions.len; i++)
		json_array_append_new(exclusions, json_pack("{s:o, s:o}", "what", text(plan->exclusions.items[i].what), "reason",
		    text(plan->exclusions.items[i].reason)));
	for (size_t i = 0; i < plan->team.len; i++) {
		const struct plan_member *m = &plan->team.items[i];
		json_array_append_new(team, json_pack("{s:o, s:o, s:o, s:o}", "name", text(m->name), "role", text(m->role), "competence",
		    text(m->competence), "independence", text(m->independence)));
	}
	json_t *object = json_object();
	const struct {
		const char *name, *value;
	} texts[] = {
		{ "number", plan->number }, { "kind", plan->kind }, { "engagement", plan->engagement }, { "organisation", plan->organisation },
		{ "title", plan->title }, { "purpose", plan->purpose }, { "scope", plan->scope }, { "sampling", plan->sampling },
		{ "confidentiality", plan->confidentiality }, { "period_from", plan->period_from }, { "period_to", plan->period_to },
		{ "evidence_place", plan->evidence_place }, { "evidence_keeper", plan->evidence_keeper }, { "evidence_until", plan->evidence_until },
	};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		json_object_set_new(object, texts[i].name, text(texts[i].value));
	json_object_set_new(object, "criteria", strings(plan->criteria.items, plan->criteria.len));
	json_object_set_new(object, "distribution", strings(plan->distribution.items, plan->distribution.len));
	json_object_set_new(object, "exclusions", exclusions);
	json_object_set_new(object, "team", team);
	return object;
}

static json_t *
run_json(struct run *run, const struct results *r)
{
	return json_pack("{s:s, s:s, s:s, s:o, s:s, s:s, s:s, s:s, s:o}", "id", r->id, "as_of", day_text(run->arena, r->as_of), "profile",
	    r->profile, "profile_title", both(r->profile_title), "profile_edition", r->profile_edition, "tool", r->tool, "organisation",
	    r->organisation ? r->organisation : "", "input_digest", r->input_digest, "plan", plan_json(r->plan));
}

static json_t *
parameters_json(const struct results *r)
{
	json_t *array = json_array();

	for (size_t i = 0; i < r->parameters.len; i++) {
		const struct parameter *p = &r->parameters.items[i];
		json_array_append_new(array, json_pack("{s:s, s:s, s:o, s:b}", "name", p->name, "value", p->value, "label", both(p->label),
		    "own_setting", p->is_own_setting));
	}
	return array;
}

static json_t *
inputs_json(const struct results *r)
{
	json_t *array = json_array();

	for (size_t i = 0; i < r->inputs.len; i++) {
		const struct input *in = &r->inputs.items[i];
		json_array_append_new(array, json_pack("{s:s, s:s, s:I, s:s, s:o, s:s}", "path", in->path, "sha256", in->sha256, "bytes",
		    (json_int_t)in->bytes, "subject", in->subject, "parser", text(in->parser), "note", in->note));
	}
	return array;
}

static json_t *
subjects_json(struct run *run, const struct results *r)
{
	json_t *array = json_array();

	for (size_t i = 0; i < r->subjects.len; i++) {
		const struct subject_entry *s = &r->subjects.items[i];
		json_array_append_new(array, json_pack("{s:s, s:s, s:o}", "id", s->id, "kind", s->kind, "collected_at",
		    s->collected_at.is_known ? json_string(instant_text(run->arena, s->collected_at)) : json_null()));
	}
	return array;
}

/* For each verdict the controls it bears on. */
static json_t **
verdict_controls(struct run *run, const struct results *r)
{
	json_t **controls = arena_array(run->arena, r->verdicts.len + 1, sizeof *controls);

	for (size_t i = 0; i < r->verdicts.len; i++)
		controls[i] = json_array();
	for (size_t i = 0; i < r->ratings.len; i++) {
		const struct rating *rating = &r->ratings.items[i];
		for (size_t k = 0; k < rating->verdicts.len; k++) {
			json_t *of = controls[rating->verdicts.items[k]];
			const char *last = json_string_value(json_array_get(of, json_array_size(of) - 1));
			if (!last || strcmp(last, rating->id) != 0)
				json_array_append_new(of, json_string(rating->id));
		}
	}
	return controls;
}

/* The listed verdicts; `ret_places[i]` is where verdict i stands in the list, or SIZE_MAX. */
static json_t *
verdicts_json(struct run *run, const struct results *r, size_t *ret_places)
{
	json_t *array = json_array(), **controls = verdict_controls(run, r);
	size_t passes = 0;

	for (size_t i = 0; i < r->verdicts.len; i++) {
		const struct verdict *v = &r->verdicts.items[i];
		if (i == 0 || strcmp(v->check, r->verdicts.items[i - 1].check) != 0)
			passes = 0;
		if (v->result == RESULT_PASS && ++passes > PASSES_LISTED) {
			json_decref(controls[i]);
			ret_places[i] = SIZE_MAX;
			continue;
		}
		ret_places[i] = json_array_size(array);
		json_array_append_new(array, json_pack("{s:s, s:o, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:o, s:s}", "check", v->check, "controls",
		    controls[i], "subject", v->subject, "subject_kind", v->subject_kind, "record", v->record, "kind", v->kind, "topics", v->topics,
		    "verdict", result_name(v->result), "reason", v->reason, "message", both(v->message), "at", v->at));
	}
	return array;
}

static json_t *
criteria_json(const struct rating *rating)
{
	static const char *const kinds[] = { "check", "document", "rule", "interview", "question" };
	json_t *array = json_array();

	for (size_t i = 0; i < rating->criteria.len; i++) {
		const struct criterion_rating *c = &rating->criteria.items[i];
		json_array_append_new(array, json_pack("{s:i, s:s, s:s, s:o, s:b, s:f, s:b, s:b, s:s, s:I, s:I}", "level", c->level, "kind",
		    kinds[c->kind], "id", c->id, "title", both(c->title), "all", c->is_all, "attainment", c->attainment, "evidence",
		    c->has_evidence, "decides", c->decides, "verdict", result_name(c->result), "subjects", (json_int_t)c->subjects, "passed",
		    (json_int_t)c->passed));
	}
	return array;
}

static json_t *
ladder_json(const struct rating *rating)
{
	json_t *array = json_array();

	for (int i = 1; i < MATURITY_LEVELS; i++)
		json_array_append_new(array, json_string(attainment_name(rating->ladder[i])));
	return array;
}

static json_t *
reasons_json(const struct rating *rating)
{
	json_t *array = json_array();

	for (size_t i = 0; i < rating->why_not_next[LANG_JA].len; i++)
		json_array_append_new(array, json_pack("{s:s, s:s}", "ja", rating->why_not_next[LANG_JA].items[i], "en",
		    rating->why_not_next[LANG_EN].items[i]));
	return array;
}

static json_t *
indexes_json(const struct rating *rating, const size_t *places)
{
	json_t *array = json_array();

	for (size_t i = 0; i < rating->verdicts.len; i++)
		if (places[rating->verdicts.items[i]] != SIZE_MAX)
			json_array_append_new(array, json_integer((json_int_t)places[rating->verdicts.items[i]]));
	return array;
}

static json_t *
control_json(const struct rating *c, const size_t *places)
{
	json_t *object = json_pack("{s:s, s:o, s:s, s:o, s:s, s:o, s:i, s:o, s:s}", "id", c->id, "label", both(c->label), "clause", c->clause,
	    "title", both(c->title), "modality", modality_name(c->modality), "level", level(c->level), "target", c->target, "ladder",
	    ladder_json(c), "verdict", result_name(c->verdict));

	json_object_set_new(object, "claim", json_pack("{s:o, s:s}", "level", level(c->claim_level), "status", claim_name(c->claim)));
	json_object_set_new(object, "coverage", share(c->coverage));
	json_object_set_new(object, "conformity", share(c->conformity));
	json_object_set_new(object, "freshness", share(c->freshness));
	json_object_set_new(object, "why_not_next", reasons_json(c));
	json_object_set_new(object, "next_level", both(c->next_level));
	json_object_set_new(object, "statement", both(c->statement));
	json_object_set_new(object, "effect", both(c->effect));
	json_object_set_new(object, "depth", json_integer(c->depth));
	json_object_set_new(object, "weight", json_integer(c->weight));
	json_object_set_new(object, "priority", json_integer(c->priority));
	json_object_set_new(object, "published_text_open", json_boolean(c->is_published_text_open));
	json_object_set_new(object, "criteria", criteria_json(c));
	json_object_set_new(object, "verdict_indexes", indexes_json(c, places));
	return object;
}

static json_t *
controls_json(const struct results *r, const size_t *places)
{
	json_t *array = json_array();

	for (size_t i = 0; i < r->ratings.len; i++)
		json_array_append_new(array, control_json(&r->ratings.items[i], places));
	return array;
}

static json_t *
clauses_json(const struct results *r)
{
	json_t *array = json_array();

	for (size_t i = 0; i < r->clauses.len; i++) {
		const struct clause *c = &r->clauses.items[i];
		json_array_append_new(array, json_pack("{s:s, s:o, s:s, s:o, s:I, s:I, s:o, s:o, s:o, s:o, s:I, s:I, s:I}", "id", c->id, "label",
		    both(c->label), "catalog", c->catalog, "title", both(c->title), "controls", (json_int_t)c->controls, "assessed",
		    (json_int_t)c->assessed, "levels", levels(c->levels), "level_mean", share(c->level_mean), "claim_mean",
		    share(c->claim_mean), "target_mean", share(c->target_mean), "failed", (json_int_t)c->failed, "passed",
		    (json_int_t)c->passed, "unknown", (json_int_t)c->unknown));
	}
	return array;
}

static json_t *
summary_json(const struct summary *s)
{
	json_t *verdicts = json_object();

	for (enum result r = RESULT_PASS; r <= RESULT_ERROR; r++)
		json_object_set_new(verdicts, result_name(r), json_integer((json_int_t)s->verdicts[r]));
	return json_pack("{s:I, s:I, s:o, s:f, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:o, s:I, s:I, s:I, s:I}", "controls",
	    (json_int_t)s->controls, "assessed", (json_int_t)s->assessed, "levels", levels(s->levels), "level_mean", s->level_mean,
	    "requirements", (json_int_t)s->requirements, "requirements_failed", (json_int_t)s->requirements_failed, "requirements_passed",
	    (json_int_t)s->requirements_passed, "recommendations", (json_int_t)s->recommendations, "recommendations_failed",
	    (json_int_t)s->recommendations_failed, "recommendations_passed", (json_int_t)s->recommendations_passed, "contradictions",
	    (json_int_t)s->contradictions, "verdicts", verdicts, "criteria", (json_int_t)s->criteria, "criteria_evidenced",
	    (json_int_t)s->criteria_evidenced, "evidence", (json_int_t)s->evidence, "evidence_fresh", (json_int_t)s->evidence_fresh);
}

static json_t *
diagnostics_json(struct run *run, const struct diags *diags)
{
	json_t *array = json_array();

	for (size_t i = 0; i < diags->list.len; i++) {
		const struct diag *d = &diags->list.items[i];
		const struct diag_entry *entry = diag_entry(d->id);
		json_array_append_new(array, json_pack("{s:s, s:s, s:s, s:s, s:s}", "id", entry->id, "level", diag_level_name(entry->level), "at",
		    span_text(run->arena, d->span), "text", entry->text[LANG_EN], "detail", d->detail));
	}
	return array;
}

int
store_write(struct run *run, const struct results *results, const char *folder)
{
	const char *path = file_join(run->arena, folder, "results.json");
	size_t *places = arena_array(run->arena, results->verdicts.len + 1, sizeof *places);
	json_t *verdicts = verdicts_json(run, results, places);
	json_t *root = json_pack("{s:s, s:i, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "format", STORE_FORMAT, "version", STORE_VERSION,
	    "run", run_json(run, results), "parameters", parameters_json(results), "inputs", inputs_json(results), "subjects",
	    subjects_json(run, results), "verdicts", verdicts, "clauses", clauses_json(results), "controls", controls_json(results, places),
	    "summary", summary_json(&results->summary), "diagnostics", diagnostics_json(run, results->diags));
	/* 17 digits: a double reads back as itself. */
	char *bytes = root ? json_dumps(root, JSON_INDENT(2) | JSON_REAL_PRECISION(17)) : NULL;
	int status;

	json_decref(root);
	if (!bytes)
		return diag_report(&run->diags, DIAG_OUTPUT, (struct span){ .path = path }, "%s", "a text of the results is not UTF-8");
	status = file_write(run, path, str_of(bytes));
	free(bytes);
	return status;
}
