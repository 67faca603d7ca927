/* An export mapping written in a test, and files read by it. */
#include "fixture_export.h"

#include "evidence/table/mapping.h"
#include "tenken/base/limits.h"
#include "tenken/syntax/xml.h"

extern const struct parser parser_export;

const struct mappings *
fixture_mappings(struct run *run, const char *parts)
{
	static const char *const paging = "<paging><more>next</more><total>total</total></paging>";
	struct mappings *mappings = arena_alloc(run->arena, sizeof *mappings);
	struct xml_node *root;
	struct export export;

	if (xml_parse(run, run->arena, "p.xml", str_of(paging), &root) != 0 || paging_load(run, root, &mappings->paging) != 0)
		return NULL;
	const char *text = arena_printf(run->arena, "<export id=\"t\" record=\"account\" provider=\"p\">%s</export>", parts);
	if (xml_parse(run, run->arena, "m.xml", str_of(text), &root) != 0 || export_load(run, root, &export) != 0)
		return NULL;
	vec_push(run->arena, &mappings->exports, export);
	return mappings;
}

void
fixture_export_into(struct run *run, const struct mappings *mappings, const char *name, struct str bytes, struct subject *subject)
{
	struct bundle *bundle = arena_alloc(run->arena, sizeof *bundle);
	struct file file = { .name = name, .path = name, .bytes = bytes, .mappings = mappings, .note = "", .parser = &parser_export };
	struct parse parse = { .run = run, .mappings = mappings, .bundle = bundle, .parser = &parser_export, .subject = subject };

	*bundle = (struct bundle){ .arena = run->arena, .subject = "t", .kind = "tenant", .by_name = MAP_INIT(run->arena) };
	vec_push(run->arena, &bundle->files, file);
	parser_export.parse(&parse);
}

struct subject *
fixture_export_subject(struct run *run, const struct mappings *mappings, const char *name, struct str bytes)
{
	struct subject *subject = arena_alloc(run->arena, sizeof *subject);

	*subject = (struct subject){ .id = "t", .kind = "tenant", .arena = run->arena };
	fixture_export_into(run, mappings, name, bytes, subject);
	return subject;
}

static char *
add_record(struct run *run, char *text, const struct record *record)
{
	text = arena_printf(run->arena, "%s%s:%u", text, record->name, record->at.line);
	for (size_t i = 0; i < record->attributes.len; i++) {
		const struct attribute *attribute = &record->attributes.items[i];
		if (strcmp(attribute->name, "provider") != 0 && strcmp(attribute->name, "of") != 0)
			text = arena_printf(run->arena, "%s %s=%s", text, attribute->name, attribute->value);
	}
	return arena_printf(run->arena, "%s\n", text);
}

const char *
fixture_export_read(struct run *run, const struct mappings *mappings, const char *name, const char *bytes)
{
	const struct subject *subject = fixture_export_subject(run, mappings, name, str_of(bytes));
	char *text = arena_strdup(run->arena, "");

	for (int exports = 0; exports < 2; exports++)
		for (size_t i = 0; i < subject->records.len; i++)
			if ((strcmp(subject->records.items[i]->kind, "export") == 0) == (exports == 1))
				text = add_record(run, text, subject->records.items[i]);
	return text;
}
