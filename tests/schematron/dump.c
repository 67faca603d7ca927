/* Prints what our processor says of evidence documents, in the words of oracle.py: one sorted line for each assert that
 * failed and each report that fired, `pattern TAB record TAB assert|report TAB id`, after the document's name when
 * there are several. Usage: dump FILE...; FILE is a rule file (.sch) or an evidence document (anything else). */
#include <libxml/parser.h>

#include "check/evaluate.h"
#include "tenken/base/file.h"
#include "tenken/base/limits.h"

struct lines {
	VEC(const char *) list;
};

struct schemas {
	VEC(struct schema *) list;
};

static bool
is_rules(const char *path)
{
	return str_has_suffix(str_of(path), ".sch");
}

static void
print_diags(const struct run *run)
{
	for (size_t i = 0; i < run->diags.list.len; i++)
		fprintf(stderr, "%s\n", diag_text(run->arena, &run->diags.list.items[i], LANG_EN));
}

static int
add_schema(struct run *run, const char *path, struct schemas *schemas)
{
	struct schema *schema;
	struct str bytes;

	if (file_read(run, run->arena, path, LIMIT_XML_BYTES, &bytes) < 0 ||
	    schema_compile(run, path, bytes, NULL, NULL, 0, &schema) < 0)
		return -1;
	vec_push(run->arena, &schemas->list, schema);
	return 0;
}

static int
dump(struct run *run, const struct schemas *schemas, const char *path, bool has_prefix)
{
	xmlDocPtr doc = xmlReadFile(path, NULL, XML_PARSE_NONET);
	struct fired_list fired = { 0 };
	struct lines lines = { 0 };
	const char *name = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
	int result = doc ? 0 : -1;

	for (size_t i = 0; doc && i < schemas->list.len; i++)
		if (schema_fired(run, schemas->list.items[i], doc, &fired) < 0)
			result = -1;
	for (size_t i = 0; i < fired.list.len; i++) {
		const struct fired *one = &fired.list.items[i];
		vec_push(run->arena, &lines.list, arena_printf(run->arena, "%s%s%s\t%s\t%s\t%s", has_prefix ? name : "",
		    has_prefix ? "\t" : "", one->pattern, one->record, one->is_report ? "report" : "assert", *one->id
		    ? one->id : "-"));
	}
	if (lines.list.len > 1)
		qsort(lines.list.items, lines.list.len, sizeof *lines.list.items, str_compare);
	for (size_t i = 0; i < lines.list.len; i++)
		puts(lines.list.items[i]);
	xmlFreeDoc(doc);
	return result;
}

int
main(int argc, char **argv)
{
	struct arena *arena = arena_new();
	struct run run = { .arena = arena, .diags.arena = arena, .as_of = DAY_UNKNOWN };
	struct schemas schemas = { 0 };
	int documents = 0, result = 0;

	for (int i = 1; i < argc; i++) {
		if (!is_rules(argv[i]))
			documents++;
		else if (add_schema(&run, argv[i], &schemas) < 0)
			result = 1;
	}
	for (int i = 1; i < argc; i++)
		if (!is_rules(argv[i]) && dump(&run, &schemas, argv[i], documents > 1) < 0)
			result = 1;
	print_diags(&run);
	arena_free(arena);
	xmlCleanupParser();
	return result;
}
