/* From the tree of a rule file to its compiled form (ISO/IEC 19757-3, 5.4). Everything that can be known to be wrong
 * before there is evidence is reported here, all of it in one go where possible. */
#include "check/compile.h"

#define EXTENDS_DEPTH 16   /* abstract rules that extend abstract rules */

static int
fault(struct compiler *compiler, enum diag_id id, const xmlNode *node, const char *text, const char *name)
{
	compiler->faults++;
	return diag_report(&compiler->run->diags, id, source_span(compiler->schema->name, node), text, name);
}

/* The attribute, or NULL with a report. */
static const char *
require(struct compiler *compiler, xmlNodePtr node, const char *name)
{
	const char *value = source_attribute(compiler->arena, node, name);

	if (!value || !*value) {
		compiler->faults++;
		diag_report(&compiler->run->diags, DIAG_CHECK_ELEMENT, source_span(compiler->schema->name, node),
		    "`%s' without `%s'", (const char *)node->name, name);
		return NULL;
	}
	return value;
}

static const char *
optional(struct compiler *compiler, xmlNodePtr node, const char *name)
{
	const char *value = source_attribute(compiler->arena, node, name);

	return value ? value : "";
}

static bool
is_abstract(struct compiler *compiler, xmlNodePtr node)
{
	return strcmp(optional(compiler, node, "abstract"), "true") == 0;
}

/* The first child when it is an element of the standard of that name, else NULL. */
static xmlNodePtr
children_of(xmlNodePtr node, const char *name)
{
	return source_is(node, name) ? node->children : NULL;
}

/* The expression in an attribute, with an abstract pattern's parameters put in; NULL with a report. */
static struct expression *
compile_attribute(struct compiler *compiler, xmlNodePtr node, const char *name)
{
	const char *text = require(compiler, node, name);

	if (!text)
		return NULL;
	struct expression *expression = expression_compile(compiler->run, compiler->schema->engine,
	    params_put(compiler, text), source_span(compiler->schema->name, node), true);
	compiler->faults += !expression;
	return expression;
}

static void
compile_let(struct compiler *compiler, xmlNodePtr node, struct lets *lets)
{
	const char *name = require(compiler, node, "name");
	struct expression *value = compile_attribute(compiler, node, "value");

	if (!name || !value)
		return;
	for (size_t i = 0; i < lets->list.len; i++)
		if (strcmp(lets->list.items[i]->name, name) == 0)
			fault(compiler, DIAG_CHECK_ELEMENT, node, "`let' declares `%s' a second time", name);
	struct let *let = arena_alloc(compiler->arena, sizeof *let);
	*let = (struct let){ .name = name, .value = value };
	vec_push(compiler->arena, &lets->list, let);
}

static struct diagnostic *
find_diagnostic(const struct schema *schema, struct str id)
{
	for (size_t i = 0; i < schema->diagnostics.len; i++)
		if (str_is(id, schema->diagnostics.items[i]->id))
			return schema->diagnostics.items[i];
	return NULL;
}

/* A diagnostic is compiled once, before the rules: the variables it uses are looked for where a rule refers to it. */
static void
refer_diagnostic(struct compiler *compiler, xmlNodePtr node, struct str id, struct assertion *assertion)
{
	struct diagnostic *diagnostic = find_diagnostic(compiler->schema, id);

	if (!diagnostic) {
		fault(compiler, DIAG_CHECK_REFERENCE, node, "no `diagnostic' has the id `%s'",
		    arena_strndup(compiler->arena, id.ptr, id.len));
		return;
	}
	for (size_t i = 0; i < diagnostic->message.parts.len; i++) {
		const struct expression *select = diagnostic->message.parts.items[i].select;
		if (select && expression_variables(compiler->run, compiler->schema->engine, select) < 0)
			compiler->faults++;
	}
	vec_push(compiler->arena, &assertion->diagnostics, diagnostic);
}

/* The reason code: ids stay what they are once released, so the assertion's own comes first. */
static const char *
reason_of(struct compiler *compiler, const struct pattern *pattern, const struct assertion *assertion)
{
	if (*assertion->id)
		return assertion->id;
	if (assertion->diagnostics.len == 0)
		return pattern->id;
	struct str id = str_of(assertion->diagnostics.items[0]->id);
	if (str_has_suffix(id, "-ja") || str_has_suffix(id, "-en"))
		id.len -= 3;
	return arena_strndup(compiler->arena, id.ptr, id.len);
}

static void
compile_role(struct compiler *compiler, xmlNodePtr node, struct assertion *assertion)
{
	const char *role = source_attribute(compiler->arena, node, "role");

	if (!role)
		return;
	if (assertion->is_report && strcmp(role, "unknown") == 0)
		assertion->role = ROLE_UNKNOWN;
	else if (assertion->is_report && strcmp(role, "not-applicable") == 0)
		assertion->role = ROLE_NOT_APPLICABLE;
	else
		fault(compiler, DIAG_CHECK_ELEMENT, node,
		    "role `%s'; a report has unknown or not-applicable, an assert none", role);
}

static void
compile_assertion(struct compiler *compiler, const struct pattern *pattern, struct rule *rule, xmlNodePtr node)
{
	struct assertion *assertion = arena_alloc(compiler->arena, sizeof *assertion);
	struct str rest = str_of(optional(compiler, node, "diagnostics"));

	assertion->is_report = source_is(node, "report");
	assertion->span = source_span(compiler->schema->name, node);
	assertion->id = optional(compiler, node, "id");
	assertion->test = compile_attribute(compiler, node, "test");
	compile_role(compiler, node, assertion);
	if (message_compile(compiler, node, true, &assertion->message) < 0)
		compiler->faults++;
	for (struct str id = str_token(&rest, " \t\r\n"); id.len; id = str_token(&rest, " \t\r\n"))
		refer_diagnostic(compiler, node, id, assertion);
	assertion->reason = reason_of(compiler, pattern, assertion);
	rule->asserts |= assertion->role == ROLE_NONE;
	if (assertion->test)
		vec_push(compiler->arena, &rule->assertions, assertion);
}

/* The abstract rule of that id, wherever in the file; NULL when there is none. */
static xmlNodePtr
find_abstract_rule(struct compiler *compiler, const char *id)
{
	for (xmlNodePtr pattern = compiler->root->children; pattern; pattern = pattern->next) {
		for (xmlNodePtr rule = children_of(pattern, "pattern"); rule; rule = rule->next) {
			if (!source_is(rule, "rule") || !is_abstract(compiler, rule))
				continue;
			if (strcmp(optional(compiler, rule, "id"), id) == 0)
				return rule;
		}
	}
	return NULL;
}

static void
compile_body(struct compiler *compiler, const struct pattern *pattern, struct rule *rule, xmlNodePtr node, int depth)
{
	for (xmlNodePtr child = node->children; child; child = child->next) {
		if (source_is(child, "let"))
			compile_let(compiler, child, &rule->lets);
		else if (source_is(child, "assert") || source_is(child, "report"))
			compile_assertion(compiler, pattern, rule, child);
		if (!source_is(child, "extends"))
			continue;
		const char *id = require(compiler, child, "rule");
		xmlNodePtr base = id ? find_abstract_rule(compiler, id) : NULL;
		if (id && !base)
			fault(compiler, DIAG_CHECK_REFERENCE, child, "no abstract rule has the id `%s'", id);
		else if (base && depth == EXTENDS_DEPTH)
			fault(compiler, DIAG_CHECK_REFERENCE, child, "`%s' extends itself, or others too deeply", id);
		else if (base)
			compile_body(compiler, pattern, rule, base, depth + 1);
	}
}

static void
compile_rule(struct compiler *compiler, struct pattern *pattern, xmlNodePtr node)
{
	struct engine *engine = compiler->schema->engine;
	struct rule *rule = arena_alloc(compiler->arena, sizeof *rule);
	const char *context = require(compiler, node, "context");

	rule->span = source_span(compiler->schema->name, node);
	if (context && context_compile(compiler->run, engine, params_put(compiler, context), rule->span, rule) < 0)
		compiler->faults++;
	engine->scopes[SCOPE_RULE] = &rule->lets;
	compile_body(compiler, pattern, rule, node, 0);
	engine->scopes[SCOPE_RULE] = NULL;
	vec_push(compiler->arena, &pattern->rules, rule);
}

/* The text of a `title` or `p`, white space folded; no expressions are in it. */
static const char *
plain_text(struct compiler *compiler, xmlNodePtr node)
{
	unsigned long ops = 0;
	struct message message = { 0 };

	message_compile(compiler, node, true, &message);
	return message_text(compiler->run, compiler->arena, compiler->schema->engine, &message, node, &ops, "");
}

static void
join(struct compiler *compiler, const char **text, const char *more)
{
	*text = *text && **text ? arena_printf(compiler->arena, "%s %s", *text, more) : more;
}

static bool
has_class(const char *classes, const char *class)
{
	struct str rest = str_of(classes);

	for (struct str part; (part = str_token(&rest, " ")).len;)
		if (str_is(part, class))
			return true;
	return false;
}

static enum lang
class_lang(const char *class, enum lang otherwise)
{
	for (int lang = 0; lang < LANG_COUNT; lang++)
		if (has_class(class, lang_name((enum lang)lang)))
			return (enum lang)lang;
	return otherwise;
}

/* `title` and a `p` of class title name the check, other `p` say why. The language is a class too (`why en`), for the
 * standard's schema knows no xml:lang on `p`; Japanese without one. */
static void
compile_text(struct compiler *compiler, struct pattern *pattern, xmlNodePtr node)
{
	const char *class = source_is(node, "p") ? optional(compiler, node, "class") : "";
	enum lang lang = class_lang(class, source_lang(node));
	bool is_title = source_is(node, "title") || has_class(class, "title");

	const char **texts = is_title ? pattern->title : pattern->why;
	join(compiler, &texts[lang == LANG_COUNT ? LANG_JA : lang], plain_text(compiler, node));
}

static void
complete_texts(struct pattern *pattern)
{
	for (int lang = 0; lang < LANG_COUNT; lang++) {
		const char *title = lang_text(pattern->title, (enum lang)lang);
		pattern->title[lang] = *title ? title : pattern->id;
		pattern->why[lang] = lang_text(pattern->why, (enum lang)lang);
	}
}

/* `node` is the pattern, or the abstract one that the pattern instantiates. */
static void
compile_pattern_body(struct compiler *compiler, struct pattern *pattern, xmlNodePtr node)
{
	compiler->schema->engine->scopes[SCOPE_PATTERN] = &pattern->lets;
	for (xmlNodePtr child = node->children; child; child = child->next) {
		if (source_is(child, "let"))
			compile_let(compiler, child, &pattern->lets);
		else if (source_is(child, "title") || source_is(child, "p"))
			compile_text(compiler, pattern, child);
		else if (source_is(child, "rule") && !is_abstract(compiler, child))
			compile_rule(compiler, pattern, child);
	}
	compiler->schema->engine->scopes[SCOPE_PATTERN] = NULL;
}

static void
compile_pattern(struct compiler *compiler, xmlNodePtr node)
{
	struct schema *schema = compiler->schema;
	const char *id = require(compiler, node, "id");

	if (!id || is_abstract(compiler, node))
		return;
	struct pattern *pattern = arena_alloc(compiler->arena, sizeof *pattern);
	pattern->id = id;
	pattern->see = optional(compiler, node, "see");
	pattern->span = source_span(schema->name, node);
	for (size_t i = 0; i < schema->patterns.len; i++)
		if (strcmp(schema->patterns.items[i]->id, id) == 0)
			fault(compiler, DIAG_CHECK_ELEMENT, node, "`pattern' has the id `%s' a second time", id);
	xmlNodePtr base = params_begin(compiler, node);
	compile_pattern_body(compiler, pattern, node);
	if (base)
		compile_pattern_body(compiler, pattern, base);
	params_end(compiler);
	complete_texts(pattern);
	vec_push(compiler->arena, &schema->patterns, pattern);
}

static void
compile_diagnostic(struct compiler *compiler, xmlNodePtr node)
{
	struct diagnostic *diagnostic = arena_alloc(compiler->arena, sizeof *diagnostic);
	xmlChar *lang = xmlNodeGetLang(node);
	enum lang known = source_lang(node);

	if (lang && known == LANG_COUNT)
		fault(compiler, DIAG_CHECK_ELEMENT, node, "xml:lang `%s' is none of the languages messages are in",
		    (const char *)lang);
	for (int i = 0; i < LANG_COUNT; i++)
		diagnostic->has_lang[i] = !lang || known == (enum lang)i;
	xmlFree(lang);
	diagnostic->span = source_span(compiler->schema->name, node);
	diagnostic->id = require(compiler, node, "id");
	if (!diagnostic->id)
		return;
	if (find_diagnostic(compiler->schema, str_of(diagnostic->id)))
		fault(compiler, DIAG_CHECK_ELEMENT, node, "`diagnostic' has the id `%s' a second time", diagnostic->id);
	if (message_compile(compiler, node, false, &diagnostic->message) < 0)
		compiler->faults++;
	vec_push(compiler->arena, &compiler->schema->diagnostics, diagnostic);
}

/* What stands at the top, kind after kind: each may use what the kinds before it declared, wherever that stands. */
void
compile_schema(struct compiler *compiler)
{
	struct schema *schema = compiler->schema;
	bool has_evidence = false;

	for (xmlNodePtr node = compiler->root->children; node; node = node->next) {
		if (!source_is(node, "ns"))
			continue;
		const char *prefix = require(compiler, node, "prefix"), *uri = require(compiler, node, "uri");
		if (prefix && uri)
			engine_namespace(schema->engine, prefix, uri);
		has_evidence |= uri && strcmp(uri, NS_EVIDENCE) == 0;
	}
	/* Rules of another namespace match nothing: the file would judge nobody, in silence. */
	if (!has_evidence)
		fault(compiler, DIAG_CHECK_ELEMENT, compiler->root, "no `ns' names %s", NS_EVIDENCE);
	schema->engine->scopes[SCOPE_SCHEMA] = &schema->lets;
	for (xmlNodePtr node = compiler->root->children; node; node = node->next)
		if (source_is(node, "let"))
			compile_let(compiler, node, &schema->lets);
	for (xmlNodePtr node = compiler->root->children; node; node = node->next)
		for (xmlNodePtr child = children_of(node, "diagnostics"); child; child = child->next)
			if (source_is(child, "diagnostic"))
				compile_diagnostic(compiler, child);
	for (xmlNodePtr node = compiler->root->children; node; node = node->next)
		if (source_is(node, "pattern"))
			compile_pattern(compiler, node);
	schema->engine->scopes[SCOPE_SCHEMA] = NULL;
}
