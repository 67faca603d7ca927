/* Which rule judges which record (ISO/IEC 19757-3, 5.4.9 and 6.5): within a pattern each element is judged by the first
 * rule whose context it matches, and by no other. */
#include "check/evaluate.h"

#include <libxml/xpathInternals.h>

#include "tenken/base/limits.h"

static void
note_elements(struct evaluation *evaluation, xmlNodePtr node)
{
	for (; node; node = node->next) {
		if (node->type != XML_ELEMENT_NODE)
			continue;
		map_add(&evaluation->elements, (const char *)node->name, node);
		note_elements(evaluation, node->children);
	}
}

struct evaluation
evaluation_begin(struct run *run, struct arena *arena, xmlDocPtr doc, const char *subject)
{
	/* Numbers the elements, so that document order is a comparison and not a walk. */
	xmlXPathOrderDocElems(doc);
	struct evaluation evaluation = { .run = run, .arena = arena, .doc = doc, .subject = subject, .elements = MAP_INIT(arena) };
	note_elements(&evaluation, xmlDocGetRootElement(doc));
	return evaluation;
}

void
schema_begin(struct evaluation *evaluation, struct schema *schema)
{
	const struct run *run = evaluation->run;

	schema->ops = 0;
	for (size_t i = 0; i < schema->lets.list.len; i++)
		if (strcmp(schema->lets.list.items[i]->name, "as-of") == 0 && run->as_of != DAY_UNKNOWN)
			schema->lets.list.items[i]->given = day_text(evaluation->arena, run->as_of);
	lets_evaluate(evaluation->run, schema->engine, SCOPE_SCHEMA, &schema->lets, (xmlNodePtr)evaluation->doc,
	    &schema->ops, evaluation->subject);
}

void
schema_end(struct schema *schema)
{
	lets_clear(schema->engine, SCOPE_SCHEMA, &schema->lets);
	for (size_t i = 0; i < schema->lets.list.len; i++)
		if (strcmp(schema->lets.list.items[i]->name, "as-of") == 0)
			schema->lets.list.items[i]->given = NULL;
	schema->engine->context->doc = NULL;
	schema->engine->context->node = schema->engine->current = NULL;
}

static int
add_matches(struct evaluation *evaluation, struct engine *engine, struct rule *rule, struct branch *branch,
    uintptr_t pass, struct matches *matches)
{
	if (branch->element && !map_get(&evaluation->elements, branch->element))
		return 0;
	xmlXPathObjectPtr value = expression_value(engine, branch->select, (xmlNodePtr)evaluation->doc, &rule->ops);

	if (!value || value->type != XPATH_NODESET) {
		expression_report(evaluation->run, engine, branch->select, evaluation->subject);
		xmlXPathFreeObject(value);
		return -1;
	}
	for (int i = 0; value->nodesetval && i < value->nodesetval->nodeNr; i++) {
		xmlNodePtr node = value->nodesetval->nodeTab[i];
		if (node->type != XML_ELEMENT_NODE || (uintptr_t)node->_private == pass)
			continue;
		node->_private = (void *)pass;
		vec_push(evaluation->arena, &matches->list, (struct match){ node, rule });
	}
	xmlXPathFreeObject(value);
	return 0;
}

static int
by_document_order(const void *a, const void *b)
{
	const struct match *first = a, *second = b;

	return -xmlXPathCmpNodes(first->node, second->node);
}

int
pattern_begin(struct evaluation *evaluation, struct schema *schema, struct pattern *pattern, struct matches *ret)
{
	struct matches matches = { 0 };
	int result = 0;

	/* Counted in the document: marks of an earlier evaluation of it mean nothing in this one. */
	uintptr_t pass = (uintptr_t)evaluation->doc->_private + 1;
	evaluation->doc->_private = (void *)pass;
	lets_evaluate(evaluation->run, schema->engine, SCOPE_PATTERN, &pattern->lets, (xmlNodePtr)evaluation->doc,
	    &schema->ops, evaluation->subject);
	for (size_t i = 0; i < pattern->rules.len; i++) {
		struct rule *rule = pattern->rules.items[i];
		rule->ops = 0;
		for (size_t k = 0; k < rule->branches.len; k++)
			if (add_matches(evaluation, schema->engine, rule, &rule->branches.items[k], pass, &matches) < 0)
				result = -1;
	}
	if (result < 0)
		return -1;
	if (matches.list.len > 1)
		qsort(matches.list.items, matches.list.len, sizeof *matches.list.items, by_document_order);
	*ret = matches;
	return 0;
}

void
pattern_end(struct schema *schema, struct pattern *pattern)
{
	lets_clear(schema->engine, SCOPE_PATTERN, &pattern->lets);
}

const char *
record_name_of(struct arena *arena, xmlNodePtr node)
{
	const char *name = source_attribute(arena, node, "name");

	return name && *name ? name : arena_strdup(arena, (const char *)node->name);
}

/* -1 when some expression failed. */
static int
fire(struct evaluation *evaluation, struct schema *schema, const struct pattern *pattern, const struct match *match,
    struct arena *arena, struct fired_list *ret)
{
	struct rule *rule = match->rule;
	int result = 0;

	lets_evaluate(evaluation->run, schema->engine, SCOPE_RULE, &rule->lets, match->node, &rule->ops,
	    evaluation->subject);
	for (size_t i = 0; i < rule->assertions.len; i++) {
		const struct assertion *assertion = rule->assertions.items[i];
		int holds = expression_test(schema->engine, assertion->test, match->node, &rule->ops);
		if (holds < 0) {
			expression_report(evaluation->run, schema->engine, assertion->test, evaluation->subject);
			result = -1;
		} else if (holds == assertion->is_report) {
			vec_push(arena, &ret->list, (struct fired){ pattern->id, record_name_of(arena, match->node),
			    assertion->is_report, assertion->id });
		}
	}
	lets_clear(schema->engine, SCOPE_RULE, &rule->lets);
	return result;
}

int
schema_fired(struct run *run, struct schema *schema, xmlDocPtr doc, struct fired_list *ret)
{
	struct evaluation evaluation = evaluation_begin(run, run->arena, doc, "");
	int result = 0;

	schema_begin(&evaluation, schema);
	for (size_t i = 0; i < schema->patterns.len; i++) {
		struct pattern *pattern = schema->patterns.items[i];
		struct matches matches = { 0 };
		if (pattern_begin(&evaluation, schema, pattern, &matches) < 0)
			result = -1;
		for (size_t k = 0; k < matches.list.len; k++)
			if (fire(&evaluation, schema, pattern, &matches.list.items[k], run->arena, ret) < 0)
				result = -1;
		pattern_end(schema, pattern);
	}
	schema_end(schema);
	return result;
}
