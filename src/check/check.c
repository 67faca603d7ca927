/* The room's face: all rule files of the data folder as one set of checks. */
#include "tenken/check/check.h"

#include "check/evaluate.h"
#include "tenken/base/file.h"
#include "tenken/base/limits.h"
#include "tenken/model/parts.h"

/* A pattern with the file it stands in. */
struct check {
	struct schema *schema;
	struct pattern *pattern;
};

struct checks {
	VEC(struct schema *) schemas;    /* in order of file name */
	VEC(struct check) list;          /* sorted by id */
};

static int
by_id(const void *a, const void *b)
{
	const struct check *first = a, *second = b;

	return strcmp(first->pattern->id, second->pattern->id);
}

static int
read_mandatory(struct run *run, struct mandatory *ret)
{
	const char *path = file_join(run->arena, run->datadir, "controls/evidence.rng");
	struct str bytes;

	if (file_read(run, run->arena, path, LIMIT_XML_BYTES, &bytes) < 0)
		return -1;
	return mandatory_read(run, path, bytes, ret);
}

static int
add_file(struct run *run, const char *path, const struct mandatory *mandatory, const struct parameter *parameters,
    size_t count, struct checks *checks)
{
	struct schema *schema;
	struct str bytes;

	if (file_read(run, run->arena, path, LIMIT_XML_BYTES, &bytes) < 0 ||
	    schema_compile(run, path, bytes, mandatory, parameters, count, &schema) < 0)
		return -1;
	vec_push(run->arena, &checks->schemas, schema);
	for (size_t i = 0; i < schema->patterns.len; i++)
		vec_push(run->arena, &checks->list, (struct check){ schema, schema->patterns.items[i] });
	return 0;
}

/* Sorts the checks; -1 when two files have one of the same id (reported). */
static int
finish(struct run *run, struct checks *checks)
{
	int result = 0;

	if (checks->list.len > 1)
		qsort(checks->list.items, checks->list.len, sizeof *checks->list.items, by_id);
	for (size_t i = 1; i < checks->list.len; i++) {
		const struct pattern *one = checks->list.items[i - 1].pattern, *two = checks->list.items[i].pattern;
		if (strcmp(one->id, two->id) == 0)
			result = diag_report(&run->diags, DIAG_CHECK_ELEMENT, two->span,
			    "`pattern' has the id `%s' as in %s", two->id, one->span.path);
	}
	return result;
}

int
checks_load(struct run *run, const struct parameter *parameters, size_t count, struct checks **ret)
{
	struct checks *checks = arena_alloc(run->arena, sizeof *checks);
	const char *folder = file_join(run->arena, run->datadir, "controls/checks");
	struct file_list files = { 0 };
	struct mandatory mandatory;
	int result = 0;

	if (read_mandatory(run, &mandatory) < 0 || file_walk(run, run->arena, folder, &files) < 0)
		return -1;
	for (size_t i = 0; i < files.entries.len; i++) {
		const char *name = files.entries.items[i].name;
		bool is_rules = str_has_suffix(str_of(name), ".sch") && !strchr(name, '/');
		if (!is_rules || files.entries.items[i].kind == FILE_FOLDER)
			continue;
		/* All files are looked at even after one has failed: an author wants to see every fault at once. */
		if (add_file(run, file_join(run->arena, folder, name), &mandatory, parameters, count, checks) < 0)
			result = -1;
	}
	if (finish(run, checks) < 0 || result < 0)
		return -1;
	*ret = checks;
	return 0;
}

int
checks_load_file(struct run *run, const char *path, struct checks **ret)
{
	struct checks *checks = arena_alloc(run->arena, sizeof *checks);
	struct mandatory mandatory;

	if (read_mandatory(run, &mandatory) < 0 || add_file(run, path, &mandatory, NULL, 0, checks) < 0 ||
	    finish(run, checks) < 0)
		return -1;
	*ret = checks;
	return 0;
}

void
checks_list(const struct checks *checks, struct check_list *ret, struct arena *arena)
{
	for (size_t i = 0; i < checks->list.len; i++) {
		const struct pattern *pattern = checks->list.items[i].pattern;
		struct check_entry entry = {
			.id = pattern->id,
			.see = pattern->see,
			.span = pattern->span,
		};
		memcpy(entry.title, pattern->title, sizeof entry.title);
		memcpy(entry.why, pattern->why, sizeof entry.why);
		vec_push(arena, &ret->list, entry);
	}
}

static xmlNodePtr
record_at(xmlDocPtr doc, size_t place)
{
	xmlNodePtr node = xmlDocGetRootElement(doc)->children;

	while (node && place-- > 0)
		node = node->next;
	return node;
}

/* One part of a subject, through all checks. */
static void
evaluate_part(struct run *run, struct checks *checks, const struct subject *part, struct verdicts *ret, struct whole_verdicts *wholes)
{
	struct arena *arena = arena_new();
	xmlDocPtr doc = document_of(part, run->as_of);
	struct evaluation evaluation = evaluation_begin(run, arena, doc, map_intern(&ret->texts, part->id));
	const char *kind = map_intern(&ret->texts, part->kind);

	evaluation.carried = part->is_later && part->held ? record_at(doc, part->held - 1) : NULL;
	for (size_t i = 0; i < checks->schemas.len; i++)
		schema_begin(&evaluation, checks->schemas.items[i]);
	for (size_t i = 0; i < checks->list.len; i++)
		pattern_judge(&evaluation, checks->list.items[i].schema, checks->list.items[i].pattern, kind, ret, wholes);
	for (size_t i = 0; i < checks->schemas.len; i++)
		schema_end(checks->schemas.items[i]);
	xmlFreeDoc(doc);
	arena_free(arena);
}

int
checks_evaluate(struct run *run, struct checks *checks, const struct subject *subject, struct verdicts *ret)
{
	struct parts parts = parts_begin(subject);
	struct whole_verdicts wholes = { .arena = arena_new() };

	for (const struct subject *part; (part = parts_next(&parts, run));)
		evaluate_part(run, checks, part, ret, &wholes);
	wholes_add(&wholes, parts.count, ret);
	parts_end(&parts);
	arena_free(wholes.arena);
	return 0;
}
