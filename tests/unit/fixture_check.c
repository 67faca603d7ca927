/* Rule files from strings and small subjects. */
#include "fixture_check.h"

#include <stdarg.h>

struct schema *
fixture_schema(struct run *run, const char *body)
{
	const char *text = arena_printf(run->arena,
	    "<schema xmlns='%s' queryBinding='exslt'><ns prefix='e' uri='%s'/>\n"
	    "<ns prefix='re' uri='%s'/><ns prefix='d' uri='%s'/>\n%s</schema>\n",
	    NS_SCHEMATRON, NS_EVIDENCE, NS_REGEXP, NS_DATES, body);
	struct schema *schema = NULL;

	int result = schema_compile(run, "t.sch", str_of(text), NULL, NULL, 0, &schema);
	CU_ASSERT_EQUAL_FATAL(result, schema ? 0 : -1);
	return schema;
}

struct schema *
fixture_rule(struct run *run, const char *context, const char *assertions)
{
	return fixture_schema(run, arena_printf(run->arena, "<pattern id='p'><rule context=\"%s\">%s</rule></pattern>",
	    context,
	    assertions));
}

int
fixture_refused(const char *body, enum diag_id id, unsigned line, const char *file, int at)
{
	struct run *run = unit_run();
	struct schema *schema = fixture_schema(run, body);
	const struct diag *diag = run->diags.list.items;
	int result = !schema && run->diags.list.len == 1 && diag->id == id && diag->span.line == line;

	if (!result) {
		fprintf(stderr, "%s:%d: expected one %s at line %u, got %s and\n", file, at, diag_entry(id)->id, line,
		    schema ? "a schema" : "a refusal");
		for (size_t i = 0; i < run->diags.list.len; i++)
			fprintf(stderr, "\t%s\n", diag_text(run->arena, &run->diags.list.items[i], LANG_EN));
	}
	unit_run_free(run);
	return result;
}

struct subject *
fixture_subject(struct run *run)
{
	struct subject *subject = arena_alloc(run->arena, sizeof *subject);

	*subject = (struct subject){ .id = "h1", .kind = "host", .arena = run->arena };
	subject->collected_at = instant_parse(STR("2026-11-20T02:00:00+09:00"));
	return subject;
}

struct record *
fixture_record(struct subject *subject, const char *kind, const char *name, ...)
{
	struct span at = { .path = "h1!/f", .line = (unsigned)subject->records.len + 1 };
	struct record *record = record_add(subject, kind, name, at);
	va_list args;

	va_start(args, name);
	for (const char *key = va_arg(args, const char *); key; key = va_arg(args, const char *))
		record_set(subject, record, key, va_arg(args, const char *));
	va_end(args);
	return record;
}

const char *
fixture_judge(struct run *run, struct schema *schema, const struct subject *subject, struct verdicts *ret)
{
	struct verdicts verdicts = { .texts = MAP_INIT(run->arena) };
	xmlDocPtr doc = document_of(subject, run->as_of);
	struct evaluation evaluation = evaluation_begin(run, run->arena, doc, subject->id);
	struct whole_verdicts wholes = { .arena = run->arena };
	const char *text = "";

	schema_begin(&evaluation, schema);
	for (size_t i = 0; i < schema->patterns.len; i++)
		pattern_judge(&evaluation, schema, schema->patterns.items[i], subject->kind, &verdicts, &wholes);
	wholes_add(&wholes, 1, &verdicts);
	schema_end(schema);
	xmlFreeDoc(doc);
	for (size_t i = 0; i < verdicts.list.len; i++) {
		const struct verdict *one = &verdicts.list.items[i];
		text = arena_printf(run->arena, "%s%s%s/%s=%s:%s", text, *text ? " " : "", one->check, one->record,
		    result_name(one->result), one->reason);
	}
	if (ret)
		*ret = verdicts;
	return text;
}
