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

const char *
fixture_export_read(struct run *run, const struct mappings *mappings, const char *name, const char *bytes)
{
	struct bundle bundle = { .arena = run->arena, .subject = "t", .kind = "tenant", .mappings = mappings, .by_name = MAP_INIT(run->arena) };
	struct subject subject = { .id = "t", .kind = "tenant", .arena = run->arena };
	struct file file = { .name = name, .path = name, .bytes = str_of(bytes), .mappings = mappings, .note = "", .parser = &parser_export };
	struct parse parse = { .run = run, .mappings = mappings, .bundle = &bundle, .parser = &parser_export, .subject = &subject };
	char *text = arena_strdup(run->arena, "");

	vec_push(run->arena, &bundle.files, file);
	parser_export.parse(&parse);
	for (size_t i = 0; i < subject.records.len; i++) {
		const struct record *record = subject.records.items[i];
		text = arena_printf(run->arena, "%s%s:%u", text, record->name, record->at.line);
		for (size_t a = 0; a < record->attributes.len; a++)
			if (strcmp(record->attributes.items[a].name, "provider") != 0 && strcmp(record->attributes.items[a].name, "of") != 0)
				text = arena_printf(run->arena, "%s %s=%s", text, record->attributes.items[a].name, record->attributes.items[a].value);
		text = arena_printf(run->arena, "%s\n", text);
	}
	return text;
}
