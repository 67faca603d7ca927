/* One rule file from its bytes: shape, compilation, lint, rehearsal. */
#include "check/compile.h"
#include "check/evaluate.h"

static void
give_parameters(struct schema *schema, const struct parameter *parameters, size_t count)
{
	for (size_t i = 0; i < schema->lets.list.len; i++)
		for (size_t k = 0; k < count; k++)
			if (strcmp(schema->lets.list.items[i]->name, parameters[k].name) == 0)
				schema->lets.list.items[i]->given = parameters[k].value;
}

int
schema_compile(struct run *run, const char *name, struct str bytes, const struct mandatory *mandatory,
    const struct parameter *parameters, size_t count, struct schema **ret)
{
	struct schema *schema = arena_alloc(run->arena, sizeof *schema);
	struct compiler compiler = { .run = run, .arena = run->arena, .schema = schema };
	xmlDocPtr doc;

	if (source_read(run, name, bytes, &doc) < 0)
		return -1;
	schema->name = name;
	schema->engine = engine_new(run->arena);
	compiler.root = xmlDocGetRootElement(doc);
	compile_schema(&compiler);
	xmlFreeDoc(doc);
	if (compiler.faults)
		return -1;
	give_parameters(schema, parameters, count);
	if (schema_lint(run, schema, mandatory) + schema_rehearse(run, schema) > 0)
		return -1;
	*ret = schema;
	return 0;
}

static size_t
rehearse_message(struct evaluation *evaluation, struct schema *schema, const struct message *message, xmlNodePtr node)
{
	size_t failed = 0;

	for (size_t i = 0; i < message->parts.len; i++) {
		struct expression *select = message->parts.items[i].select;
		xmlXPathObjectPtr value = select ? expression_value(schema->engine, select, node, &schema->ops) : NULL;
		if (select && !value) {
			expression_report(evaluation->run, schema->engine, select, "");
			failed++;
		}
		xmlXPathFreeObject(value);
	}
	return failed;
}

static size_t
rehearse_assertion(struct evaluation *evaluation, struct schema *schema, const struct assertion *assertion,
    xmlNodePtr node)
{
	size_t failed = rehearse_message(evaluation, schema, &assertion->message, node);

	if (expression_test(schema->engine, assertion->test, node, &schema->ops) < 0) {
		expression_report(evaluation->run, schema->engine, assertion->test, "");
		failed++;
	}
	for (size_t i = 0; i < assertion->diagnostics.len; i++)
		failed += rehearse_message(evaluation, schema, &assertion->diagnostics.items[i]->message, node);
	return failed;
}

static size_t
rehearse_rule(struct evaluation *evaluation, struct schema *schema, struct rule *rule, xmlNodePtr node)
{
	size_t failed = 0;

	lets_evaluate(evaluation->run, schema->engine, SCOPE_RULE, &rule->lets, node, &schema->ops, "");
	for (size_t i = 0; i < rule->lets.list.len; i++)
		failed += !rule->lets.list.items[i]->object;
	for (size_t i = 0; i < rule->assertions.len; i++)
		failed += rehearse_assertion(evaluation, schema, rule->assertions.items[i], node);
	lets_clear(schema->engine, SCOPE_RULE, &rule->lets);
	return failed;
}

size_t
schema_rehearse(struct run *run, struct schema *schema)
{
	const struct subject nobody = { .id = "", .kind = "" };
	struct arena *arena = arena_new();
	xmlDocPtr doc = document_of(&nobody, run->as_of);
	struct evaluation evaluation = evaluation_begin(run, arena, doc, "");
	struct matches matches;
	size_t failed = 0;

	schema_begin(&evaluation, schema);
	for (size_t i = 0; i < schema->lets.list.len; i++)
		failed += !schema->lets.list.items[i]->object;
	for (size_t i = 0; i < schema->patterns.len; i++) {
		struct pattern *pattern = schema->patterns.items[i];
		failed += pattern_begin(&evaluation, schema, pattern, &matches) < 0;
		for (size_t k = 0; k < pattern->lets.list.len; k++)
			failed += !pattern->lets.list.items[k]->object;
		for (size_t k = 0; k < pattern->rules.len; k++)
			failed += rehearse_rule(&evaluation, schema, pattern->rules.items[k],
			    xmlDocGetRootElement(doc));
		pattern_end(schema, pattern);
	}
	schema_end(schema);
	xmlFreeDoc(doc);
	arena_free(arena);
	return failed;
}
