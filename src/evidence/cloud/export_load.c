/* Loading an export mapping (docs/mappings.md): which fields an export has, and what they mean. A slip in a mapping must
 * not change an opinion in silence: what is not known here is refused. */
#include "evidence/cloud/export.h"

#include "tenken/base/limits.h"
#include "tenken/syntax/text.h"

struct loading {
	struct run *run;
	struct export *export;
};

static int
refuse(struct loading *loading, const struct xml_node *node, const char *what)
{
	return diag_report(&loading->run->diags, DIAG_CATALOG_VALUE, node->span, "%s: %s", node->name, what);
}

static int
refuse_element(struct loading *loading, const struct xml_node *node)
{
	return diag_report(&loading->run->diags, DIAG_CATALOG_ELEMENT, node->span, "%s", node->name);
}

/* A required attribute. */
static int
need(struct loading *loading, const struct xml_node *node, const char *name, const char **ret)
{
	const char *value = xml_get(node, name);

	if (!value || !*value)
		return diag_report(&loading->run->diags, DIAG_CATALOG_VALUE, node->span, "%s has no %s", node->name, name);
	*ret = value;
	return 0;
}

static const char *
text_of(struct loading *loading, const struct xml_node *node)
{
	return xml_text(loading->run->arena, node);
}

/* The number of the field with that id. */
static int
field_of(struct loading *loading, const struct xml_node *node, struct str id, size_t *ret)
{
	for (size_t i = 0; i < loading->export->fields.len; i++)
		if (str_is(id, loading->export->fields.items[i].id)) {
			*ret = i;
			return 0;
		}
	return refuse(loading, node, arena_printf(loading->run->arena, "no field %.*s", (int)id.len, id.ptr));
}

static int
load_field(struct loading *loading, const struct xml_node *node)
{
	struct arena *arena = loading->run->arena;
	struct export_field field = { .separator = xml_get(node, "separator") };
	const char *required = xml_get(node, "required");

	if (need(loading, node, "id", &field.id) != 0)
		return -1;
	field.is_required = required && strcmp(required, "true") == 0;
	for (const struct xml_node *n = node->children; n; n = n->next) {
		if (strcmp(n->name, "path") == 0)
			vec_push(arena, &field.paths, text_of(loading, n));
		else if (strcmp(n->name, "outer") == 0)
			vec_push(arena, &field.outer, text_of(loading, n));
		else if (strcmp(n->name, "heading") == 0)
			vec_push(arena, &field.headings, text_fold(arena, str_of(text_of(loading, n))));
		else
			return refuse_element(loading, n);
	}
	vec_push(arena, &loading->export->fields, field);
	return 0;
}

/* The words of a test: its `word` children, else its own text. */
static int
load_words(struct loading *loading, const struct xml_node *node, struct export_test *test)
{
	struct arena *arena = loading->run->arena;

	for (const struct xml_node *n = node->children; n; n = n->next) {
		if (strcmp(n->name, "word") != 0)
			return refuse_element(loading, n);
		vec_push(arena, &test->words, text_of(loading, n));
	}
	if (!node->children && *text_of(loading, node))
		vec_push(arena, &test->words, text_of(loading, node));
	bool is_worded = test->kind == TEST_IS || test->kind == TEST_ONLY;
	if (is_worded != (test->words.len > 0))
		return refuse(loading, node, is_worded ? "no word" : "a word where none is asked for");
	return 0;
}

static int
load_test(struct loading *loading, const struct xml_node *node, struct export_case *of)
{
	static const char *const names[] = { [TEST_IS] = "is", [TEST_ONLY] = "only", [TEST_SOME] = "some", [TEST_EMPTY] = "empty",
		[TEST_BLANK] = "blank", [TEST_NONE] = "none" };
	struct export_test test = { 0 };
	const char *field = NULL;
	size_t kind = 0;

	while (kind < sizeof names / sizeof *names && strcmp(names[kind], node->name) != 0)
		kind++;
	if (kind == sizeof names / sizeof *names)
		return refuse_element(loading, node);
	test.kind = (enum export_test_kind)kind;
	if (need(loading, node, "field", &field) != 0 || field_of(loading, node, str_of(field), &test.field) != 0 ||
	    load_words(loading, node, &test) != 0)
		return -1;
	vec_push(loading->run->arena, &of->tests, test);
	return 0;
}

static int
load_tests(struct loading *loading, const struct xml_node *node, struct export_case *of)
{
	for (const struct xml_node *n = node->children; n; n = n->next)
		if (load_test(loading, n, of) != 0)
			return -1;
	return 0;
}

static int
load_case(struct loading *loading, const struct xml_node *node, struct export_attribute *attribute)
{
	struct export_case one = { .value = xml_get(node, "value") };

	if (!one.value)
		return refuse(loading, node, "no value");
	if (load_tests(loading, node, &one) != 0)
		return -1;
	vec_push(loading->run->arena, &attribute->cases, one);
	return 0;
}

/* Rows that are passed over: without a test that would be all. */
static int
load_pass(struct loading *loading, const struct xml_node *node)
{
	struct export_case one = { 0 };

	if (load_tests(loading, node, &one) != 0)
		return -1;
	if (!one.tests.len)
		return refuse(loading, node, "no test");
	vec_push(loading->run->arena, &loading->export->passed, one);
	return 0;
}

static int
load_type(struct loading *loading, const struct xml_node *node, enum export_type *ret)
{
	static const char *const names[] = { "text", "number", "count", "date", "epoch-seconds", "epoch-milliseconds" };
	const char *type = xml_get(node, "type");

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strcmp(names[i], type ? type : "text") == 0) {
			*ret = (enum export_type)i;
			return 0;
		}
	return refuse(loading, node, arena_printf(loading->run->arena, "type `%s'", type));
}

/* The children of an attribute: cases and words that stand for no value. */
static int
load_attribute_parts(struct loading *loading, const struct xml_node *node, struct export_attribute *attribute)
{
	for (const struct xml_node *n = node->children; n; n = n->next) {
		if (strcmp(n->name, "when") == 0) {
			if (load_case(loading, n, attribute) != 0)
				return -1;
		} else if (strcmp(n->name, "skip") == 0) {
			vec_push(loading->run->arena, &attribute->skipped, text_of(loading, n));
		} else {
			return refuse_element(loading, n);
		}
	}
	return 0;
}

static int
load_attribute(struct loading *loading, const struct xml_node *node)
{
	struct arena *arena = loading->run->arena;
	struct export_attribute attribute = { .days = xml_get(node, "days") };
	const char *fields = xml_get(node, "field"), *value = xml_get(node, "value");
	struct str rest = str_of(fields ? fields : ""), id;

	if (need(loading, node, "name", &attribute.name) != 0 || load_type(loading, node, &attribute.type) != 0 ||
	    load_attribute_parts(loading, node, &attribute) != 0)
		return -1;
	while ((id = str_token(&rest, " ")).len) {
		size_t field;
		if (field_of(loading, node, id, &field) != 0)
			return -1;
		vec_push(arena, &attribute.fields, field);
	}
	if (value)
		vec_push(arena, &attribute.cases, (struct export_case){ .value = value });
	if ((attribute.fields.len > 0) == (attribute.cases.len > 0))
		return refuse(loading, node, "needs a field, a value or cases, and one of them only");
	/* A record has each attribute once. */
	for (size_t i = 0; i < loading->export->attributes.len; i++)
		if (strcmp(loading->export->attributes.items[i].name, attribute.name) == 0)
			return refuse(loading, node, arena_printf(arena, "%s a second time", attribute.name));
	vec_push(arena, &loading->export->attributes, attribute);
	return 0;
}

static int
load_subject(struct loading *loading, const struct xml_node *node)
{
	struct export_subject subject;
	const char *field = NULL, *match = NULL, *error;

	if (need(loading, node, "field", &field) != 0 || field_of(loading, node, str_of(field), &subject.field) != 0 ||
	    need(loading, node, "match", &match) != 0)
		return -1;
	subject.pattern = regex_compile(loading->run->arena, match, 0, &error);
	if (!subject.pattern)
		return refuse(loading, node, error);
	vec_push(loading->run->arena, &loading->export->subjects, subject);
	return 0;
}

static int
load_none(struct loading *loading, const struct xml_node *node)
{
	struct export *export = loading->export;

	if (need(loading, node, "at", &export->none_at) != 0 || need(loading, node, "attribute", &export->none_attribute) != 0)
		return -1;
	return need(loading, node, "value", &export->none_value);
}

static int
load_content(struct loading *loading, const struct xml_node *node)
{
	struct export *export = loading->export;

	if (need(loading, node, "at", &export->content_at) != 0)
		return -1;
	return need(loading, node, "beside", &export->content_beside);
}

static int
load_part(struct loading *loading, const struct xml_node *node)
{
	struct export *export = loading->export;
	int64_t size;

	if (strcmp(node->name, "field") == 0)
		return load_field(loading, node);
	if (strcmp(node->name, "attribute") == 0)
		return load_attribute(loading, node);
	if (strcmp(node->name, "subject") == 0)
		return load_subject(loading, node);
	if (strcmp(node->name, "rows") == 0) {
		const char *at = xml_get(node, "at");
		vec_push(loading->run->arena, &export->rows, (struct export_source){ at ? at : "", xml_get(node, "each") });
		return 0;
	}
	if (strcmp(node->name, "pass") == 0)
		return load_pass(loading, node);
	if (strcmp(node->name, "page") == 0) {
		if (!str_int(str_of(text_of(loading, node)), &size))
			return refuse(loading, node, "no number");
		vec_push(loading->run->arena, &export->pages, size);
		return 0;
	}
	if (strcmp(node->name, "content") == 0)
		return load_content(loading, node);
	if (strcmp(node->name, "none") == 0)
		return load_none(loading, node);
	return refuse_element(loading, node);
}

int
export_load(struct run *run, const struct xml_node *root, struct export *ret)
{
	struct export export = { 0 };
	struct loading loading = { run, &export };
	size_t required = 0;

	if (need(&loading, root, "id", &export.id) != 0 || need(&loading, root, "record", &export.record) != 0 ||
	    need(&loading, root, "provider", &export.provider) != 0)
		return -1;
	const char *repeats = xml_get(root, "repeats");
	export.has_repeats = repeats && strcmp(repeats, "true") == 0;
	for (const struct xml_node *n = root->children; n; n = n->next)
		if (load_part(&loading, n) != 0)
			return -1;
	for (size_t i = 0; i < export.fields.len; i++)
		required += export.fields.items[i].is_required;
	if (required == 0)
		return refuse(&loading, root, "no required field tells the export from others");
	*ret = export;
	return 0;
}

int
paging_load(struct run *run, const struct xml_node *root, struct paging *ret)
{
	struct loading loading = { .run = run };

	for (const struct xml_node *n = root->children; n; n = n->next) {
		if (strcmp(n->name, "more") == 0)
			vec_push(run->arena, &ret->more, text_of(&loading, n));
		else if (strcmp(n->name, "total") == 0)
			vec_push(run->arena, &ret->totals, text_of(&loading, n));
		else
			return refuse_element(&loading, n);
	}
	return 0;
}
