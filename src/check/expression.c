/* Compiling and evaluating XPath 1.0 with libxml2, never without its limits. */
#include "check/expression.h"

#include <libxml/xpathInternals.h>

#include "tenken/base/limits.h"

/* libxml2's structured errors: the number it adds its own XPath codes to. */
#define XPATH_ERROR(code) (XML_XPATH_EXPRESSION_OK + (code))

static void
keep_error(void *data, xmlErrorPtr error)
{
	struct engine *engine = data;
	int code = error->code;

	if (*engine->fault)
		return;   /* the first one is the cause */
	if (code == XPATH_ERROR(XPATH_OP_LIMIT_EXCEEDED) || code == XPATH_ERROR(XPATH_RECURSION_LIMIT_EXCEEDED))
		engine->is_cost = true;
	snprintf(engine->fault, sizeof engine->fault, "%s", error->message ? error->message : "XPath error");
	engine->fault[strcspn(engine->fault, "\n")] = '\0';
}

/* The innermost variable of that name; for its value (`has_value`) one that has been evaluated: in
 * `<let name="x" value="$x"/>` the outer one. */
static const struct let *
find_let(const struct engine *engine, struct str name, bool has_value)
{
	for (int scope = SCOPE_COUNT; scope-- > 0;) {
		const struct lets *lets = engine->scopes[scope];
		for (size_t i = lets ? lets->list.len : 0; i-- > 0;)
			if (str_is(name, lets->list.items[i]->name) &&
			    (!has_value || lets->list.items[i]->is_evaluated))
				return lets->list.items[i];
	}
	return NULL;
}

/* xmlXPathVariableLookupFunc: the caller owns what it gets. */
static xmlXPathObjectPtr
variable(void *data, const xmlChar *name, const xmlChar *uri)
{
	struct engine *engine = data;
	const struct let *let = uri ? NULL : find_let(engine, str_of((const char *)name), true);

	if (let && let->object)
		return xmlXPathObjectCopy(let->object);
	engine->is_let = let != NULL;
	return NULL;
}

static void
release_context(void *data)
{
	xmlXPathFreeContext(data);
}

static void
release_comp(void *data)
{
	xmlXPathFreeCompExpr(data);
}

struct engine *
engine_new(struct arena *arena)
{
	struct engine *engine = arena_alloc(arena, sizeof *engine);
	xmlXPathContextPtr context = xmlXPathNewContext(NULL);

	engine->arena = arena;
	engine->regexes = MAP_INIT(arena);
	engine->context = context;
	if (!context)
		arena_array(arena, SIZE_MAX, 2);   /* out of memory ends the program in one way */
	arena_cleanup(arena, release_context, context);
	xmlXPathContextSetCache(context, 1, 0, 0);
	xmlXPathRegisterVariableLookup(context, variable, engine);
	context->error = keep_error;
	context->opLimit = LIMIT_XPATH_OPS;
	functions_register(engine);
	return engine;
}

void
engine_namespace(struct engine *engine, const char *prefix, const char *uri)
{
	xmlXPathRegisterNs(engine->context, BAD_CAST prefix, BAD_CAST uri);
	functions_namespace(engine, prefix, uri);
}

static void
forget_failure(struct engine *engine)
{
	engine->is_cost = engine->is_let = false;
	*engine->fault = '\0';
}

/* The URI of a name's prefix: "" without one, NULL when it is not declared. */
static const char *
name_uri(const struct engine *engine, struct str name, struct str *ret_local)
{
	struct str prefix;
	char text[64];

	token_split(name, &prefix, ret_local);
	if (prefix.len == 0)
		return "";
	if (prefix.len >= sizeof text)
		return NULL;
	snprintf(text, sizeof text, "%.*s", (int)prefix.len, prefix.ptr);
	return (const char *)xmlXPathNsLookup(engine->context, BAD_CAST text);
}

/* EXSLT's date functions read the clock when they get no date; a verdict must be the same next year. */
static bool
reads_clock(const struct tokens *tokens, size_t i, const char *uri)
{
	return strcmp(uri, NS_DATES) == 0 && token_is(tokens, i + 2, TOKEN_CLOSE, NULL);
}

static int
check_name(struct run *run, const struct engine *engine, const struct tokens *tokens, size_t i, struct span span)
{
	const struct token *token = &tokens->list.items[i];
	int len = (int)token->text.len;
	struct str local;

	if (token->kind != TOKEN_NAME && token->kind != TOKEN_FUNCTION)
		return 0;
	const char *uri = name_uri(engine, token->text, &local);
	if (!uri)
		return diag_report(&run->diags, DIAG_CHECK_REFERENCE, span, "no `ns' declares the prefix of `%.*s'",
		    len, token->text.ptr);
	if (token->kind == TOKEN_NAME)
		return 0;
	if (reads_clock(tokens, i, uri))
		return diag_report(&run->diags, DIAG_CHECK_EXPRESSION, span,
		    "%.*s() reads the clock; give it a date, such as $as-of", len, token->text.ptr);
	const char *name = arena_strndup(engine->arena, local.ptr, local.len);
	if (!xmlXPathFunctionLookupNS(engine->context, BAD_CAST name, *uri ? BAD_CAST uri : NULL))
		return diag_report(&run->diags, DIAG_CHECK_EXPRESSION, span, "no function `%.*s' is known", len,
		    token->text.ptr);
	return 0;
}

int
expression_variables(struct run *run, const struct engine *engine, const struct expression *expression)
{
	const struct tokens *tokens = &expression->tokens;

	for (size_t i = 0; i < tokens->list.len; i++) {
		struct str name = tokens->list.items[i].text;
		if (tokens->list.items[i].kind == TOKEN_VARIABLE && !find_let(engine, name, false))
			return diag_report(&run->diags, DIAG_CHECK_REFERENCE, expression->span,
			    "no `let' before this place declares $%.*s", (int)name.len, name.ptr);
	}
	return 0;
}

struct expression *
expression_compile(struct run *run, struct engine *engine, const char *text, struct span span, bool has_variables)
{
	struct expression *expression = arena_alloc(engine->arena, sizeof *expression);

	*expression = (struct expression){ .text = text, .span = span };
	const char *fault = tokens_read(engine->arena, text, &expression->tokens);
	if (fault) {
		diag_report(&run->diags, DIAG_CHECK_EXPRESSION, span, "%s: %s", fault, text);
		return NULL;
	}
	for (size_t i = 0; i < expression->tokens.list.len; i++)
		if (check_name(run, engine, &expression->tokens, i, span) < 0)
			return NULL;
	if (has_variables && expression_variables(run, engine, expression) < 0)
		return NULL;
	forget_failure(engine);
	expression->comp = xmlXPathCtxtCompile(engine->context, BAD_CAST text);
	if (!expression->comp) {
		const char *why = *engine->fault ? engine->fault : "XPath error";
		diag_report(&run->diags, DIAG_CHECK_EXPRESSION, span, "%s: %s", why, text);
		return NULL;
	}
	arena_cleanup(engine->arena, release_comp, expression->comp);
	return expression;
}

static void
enter(struct engine *engine, xmlNodePtr node, const unsigned long *ops)
{
	forget_failure(engine);
	engine->context->node = engine->current = node;
	engine->context->doc = node->doc;
	engine->context->opCount = *ops;
	engine->context->depth = 0;
}

int
expression_test(struct engine *engine, const struct expression *expression, xmlNodePtr node, unsigned long *ops)
{
	enter(engine, node, ops);
	int result = xmlXPathCompiledEvalToBoolean(expression->comp, engine->context);
	*ops = engine->context->opCount;
	return *engine->fault || engine->is_let ? -1 : result;
}

xmlXPathObjectPtr
expression_value(struct engine *engine, const struct expression *expression, xmlNodePtr node, unsigned long *ops)
{
	enter(engine, node, ops);
	xmlXPathObjectPtr value = xmlXPathCompiledEval(expression->comp, engine->context);
	*ops = engine->context->opCount;
	if (value && (*engine->fault || engine->is_let)) {
		xmlXPathFreeObject(value);
		return NULL;
	}
	return value;
}

void
expression_report(struct run *run, const struct engine *engine, struct expression *expression, const char *subject)
{
	/* A variable without a value has been reported where it failed. */
	if (expression->is_reported || engine->is_let)
		return;
	expression->is_reported = true;
	diag_report(&run->diags, engine->is_cost ? DIAG_CHECK_COST : DIAG_CHECK_EXPRESSION, expression->span,
	    "%s%s%s: %s", subject,
	    *subject ? ": " : "", *engine->fault ? engine->fault : "it could not be evaluated", expression->text);
}

/* A parameter's value as XPath has it: what looks like a number is one. */
static xmlXPathObjectPtr
given_value(const char *text)
{
	double number;

	if (str_double(str_of(text), &number))
		return xmlXPathNewFloat(number);
	return xmlXPathNewString(BAD_CAST text);
}

void
lets_evaluate(struct run *run, struct engine *engine, enum scope scope, const struct lets *lets, xmlNodePtr node,
    unsigned long *ops, const char *subject)
{
	/* In force while they get their values: each sees those before it, those after it have none yet. */
	engine->scopes[scope] = lets;
	for (size_t i = 0; i < lets->list.len; i++) {
		struct let *let = lets->list.items[i];
		if (let->given) {
			let->object = given_value(let->given);
		} else {
			let->object = expression_value(engine, let->value, node, ops);
			if (!let->object)
				expression_report(run, engine, let->value, subject);
		}
		let->is_evaluated = true;
	}
}

void
lets_clear(struct engine *engine, enum scope scope, const struct lets *lets)
{
	engine->scopes[scope] = NULL;
	for (size_t i = 0; i < lets->list.len; i++) {
		xmlXPathFreeObject(lets->list.items[i]->object);
		lets->list.items[i]->object = NULL;
		lets->list.items[i]->is_evaluated = false;
	}
}
