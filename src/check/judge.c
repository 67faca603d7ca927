/* From what fires to a verdict (docs/checks.md): a report with role first, then everything that can fail. */
#include "check/evaluate.h"

/* One record under one rule. */
struct judgement {
	struct evaluation *evaluation;
	struct engine *engine;
	struct rule *rule;
	xmlNodePtr node;
	struct arena *arena;       /* of this subject's evaluation */
	enum result result;
	const char *reason;
	bool is_error;             /* in the place of deciders */
	VEC(const struct assertion *) deciders;
};

static const char *const error_texts[LANG_COUNT] = {
	[LANG_JA] = "検査式を評価できなかったため、判定していない",
	[LANG_EN] = "The check could not be evaluated, so nothing was decided",
};

/* What the assertion says in one language: its diagnostics of that language, else its own text. */
static const char *
assertion_text(struct judgement *judgement, const struct assertion *assertion, enum lang lang)
{
	struct evaluation *evaluation = judgement->evaluation;
	const char *text = NULL;

	for (size_t i = 0; i < assertion->diagnostics.len; i++) {
		const struct diagnostic *diagnostic = assertion->diagnostics.items[i];
		if (!diagnostic->has_lang[lang])
			continue;
		const char *more = message_text(evaluation->run, judgement->arena, judgement->engine,
		    &diagnostic->message, judgement->node, &judgement->rule->ops, evaluation->subject);
		text = text ? arena_printf(judgement->arena, "%s %s", text, more) : more;
	}
	if (text)
		return text;
	return message_text(evaluation->run, judgement->arena, judgement->engine, &assertion->message, judgement->node,
	    &judgement->rule->ops, evaluation->subject);
}

/* The assertion decides: the first gives the reason, further ones only add what they say. */
static void
decide(struct judgement *judgement, enum result result, const struct assertion *assertion)
{
	vec_push(judgement->arena, &judgement->deciders, assertion);
	if (!judgement->reason)
		judgement->reason = assertion->reason;
	judgement->result = result;
}

static void
decide_error(struct judgement *judgement, const char *reason)
{
	judgement->result = RESULT_ERROR;
	judgement->reason = reason;
	judgement->is_error = true;
}

/* What all that decided say. */
static const char *
judgement_text(struct judgement *judgement, enum lang lang)
{
	static const char *const between[LANG_COUNT] = { [LANG_JA] = "。", [LANG_EN] = "; " };
	const char *text = "";

	if (judgement->is_error)
		return lang_text(error_texts, lang);
	for (size_t i = 0; i < judgement->deciders.len; i++) {
		const char *more = assertion_text(judgement, judgement->deciders.items[i], lang);
		text = i ? arena_printf(judgement->arena, "%s%s%s", text, lang_text(between, lang), more) : more;
	}
	return text;
}

/* 1: the assertion fires, 0: not, -1: it cannot be evaluated, and that is the verdict. */
static int
fires(struct judgement *judgement, const struct assertion *assertion)
{
	int holds = expression_test(judgement->engine, assertion->test, judgement->node, &judgement->rule->ops);

	if (holds >= 0)
		return holds == assertion->is_report;
	expression_report(judgement->evaluation->run, judgement->engine, assertion->test,
	    judgement->evaluation->subject);
	decide_error(judgement, assertion->reason);
	return -1;
}

/* Whether a report with a role, or an error in one, decides. */
static bool
decide_by_role(struct judgement *judgement)
{
	for (size_t i = 0; i < judgement->rule->assertions.len; i++) {
		const struct assertion *assertion = judgement->rule->assertions.items[i];
		int fired = assertion->role == ROLE_NONE ? 0 : fires(judgement, assertion);
		if (fired > 0)
			decide(judgement, assertion->role == ROLE_UNKNOWN ? RESULT_UNKNOWN : RESULT_NOT_APPLICABLE,
			    assertion);
		if (fired)
			return true;
	}
	return false;
}

/* Fail or pass; false when the rule asserts nothing, so that there is nothing to pass. */
static bool
decide_by_asserts(struct judgement *judgement)
{
	judgement->result = RESULT_PASS;
	for (size_t i = 0; i < judgement->rule->assertions.len; i++) {
		const struct assertion *assertion = judgement->rule->assertions.items[i];
		int fired = assertion->role != ROLE_NONE ? 0 : fires(judgement, assertion);
		if (fired < 0)
			return true;
		if (fired > 0)
			decide(judgement, RESULT_FAIL, assertion);
	}
	return judgement->rule->asserts;
}

static const char *
or_empty(const char *text)
{
	return text ? text : "";
}

/* Texts of a run are kept once, so their addresses tell them apart. */
static void
count_whole(struct whole_verdicts *wholes, const struct verdict *verdict)
{
	for (size_t i = wholes->list.len; i-- > 0;) {
		struct whole_verdict *whole = &wholes->list.items[i];
		if (whole->verdict.check == verdict->check && whole->verdict.reason == verdict->reason &&
		    whole->verdict.result == verdict->result) {
			whole->count++;
			return;
		}
	}
	vec_push(wholes->arena, &wholes->list, (struct whole_verdict){ .verdict = *verdict, .count = 1 });
}

void
wholes_add(const struct whole_verdicts *wholes, size_t parts, struct verdicts *ret)
{
	for (size_t i = 0; i < wholes->list.len; i++) {
		const struct whole_verdict *whole = &wholes->list.items[i];
		bool is_settled = whole->verdict.result == RESULT_PASS || whole->verdict.result == RESULT_NOT_APPLICABLE;
		if (!is_settled || whole->count == parts)
			verdicts_add(ret, &whole->verdict);
	}
}

static void
add_verdict(struct judgement *judgement, const struct pattern *pattern, const char *subject_kind,
    struct verdicts *ret, struct whole_verdicts *wholes)
{
	struct arena *arena = judgement->arena;
	struct map *texts = &ret->texts;
	bool is_whole = judgement->node == xmlDocGetRootElement(judgement->evaluation->doc);
	struct verdict verdict = {
		.check = pattern->id,
		.subject = judgement->evaluation->subject,
		.subject_kind = subject_kind,
		.kind = map_intern(texts, (const char *)judgement->node->name),
		.topics = map_intern(texts, or_empty(source_attribute(arena, judgement->node, "document-kind"))),
		.result = judgement->result,
		.reason = map_intern(texts, or_empty(judgement->reason)),
	};

	if (!is_whole && verdicts_count(ret, &verdict))
		return;
	verdict.record = map_intern(texts, record_name_of(arena, judgement->node));
	verdict.at = map_intern(texts, or_empty(source_attribute(arena, judgement->node, "at")));
	for (int lang = 0; lang < LANG_COUNT; lang++)
		verdict.message[lang] = map_intern(texts, judgement_text(judgement, (enum lang)lang));
	if (is_whole)
		count_whole(wholes, &verdict);
	else
		verdicts_add(ret, &verdict);
}

static void
judge_match(struct judgement *judgement, const struct pattern *pattern, const char *subject_kind, struct verdicts *ret,
    struct whole_verdicts *wholes)
{
	struct evaluation *evaluation = judgement->evaluation;
	struct rule *rule = judgement->rule;

	lets_evaluate(evaluation->run, judgement->engine, SCOPE_RULE, &rule->lets, judgement->node, &rule->ops,
	    evaluation->subject);
	if (decide_by_role(judgement) || decide_by_asserts(judgement))
		add_verdict(judgement, pattern, subject_kind, ret, wholes);
	lets_clear(judgement->engine, SCOPE_RULE, &rule->lets);
}

/* Whether an earlier part has had the record judged. */
static bool
is_carried(const struct evaluation *evaluation, xmlNodePtr node)
{
	return evaluation->carried && node != xmlDocGetRootElement(evaluation->doc) &&
	       xmlXPathCmpNodes(evaluation->carried, node) <= 0;
}

void
pattern_judge(struct evaluation *evaluation, struct schema *schema, struct pattern *pattern, const char *subject_kind,
    struct verdicts *ret, struct whole_verdicts *wholes)
{
	const struct judgement fresh = { .evaluation = evaluation, .engine = schema->engine, .arena = evaluation->arena };
	struct matches matches = { 0 };

	if (pattern_begin(evaluation, schema, pattern, &matches) < 0) {
		/* Which rule judges what is not known: the subject as a whole has an error in this check. */
		struct judgement judgement = fresh;
		judgement.node = xmlDocGetRootElement(evaluation->doc);
		decide_error(&judgement, pattern->id);
		add_verdict(&judgement, pattern, subject_kind, ret, wholes);
	}
	for (size_t i = 0; i < matches.list.len; i++) {
		struct judgement judgement = fresh;
		judgement.node = matches.list.items[i].node;
		judgement.rule = matches.list.items[i].rule;
		if (!is_carried(evaluation, judgement.node))
			judge_match(&judgement, pattern, subject_kind, ret, wholes);
	}
	pattern_end(schema, pattern);
}
