/* What rules may call beyond XPath 1.0: current() of XSLT 1.0 (section 12.4), regexp:test of EXSLT, and libexslt's
 * dates. None of them reads a file; document() and all else of XSLT are not there. */
#include "check/expression.h"

#include <libexslt/exslt.h>
#include <libxml/xpathInternals.h>

#include "tenken/syntax/regex.h"

#define REGEXES 256          /* compiled patterns kept; a rule file has a few, hostile evidence could make many */
#define REGEX_OPS 32         /* what one match costs of the rule's operations, and one more for each 16 bytes */

static void
current(xmlXPathParserContextPtr parser, int count)
{
	const struct engine *engine = parser->context->userData;

	if (count != 0) {
		xmlXPathSetArityError(parser);
		return;
	}
	valuePush(parser, xmlXPathNewNodeSet(engine->current));
}

/* The pattern compiled, from the map while there is room in it, else on `spare`. NULL: what is wrong stands in the
 * engine. */
static struct regex *
regex_of(struct engine *engine, const char *pattern, unsigned flags, struct arena **spare)
{
	struct arena *arena = engine->arena;
	const char *error = "";

	*spare = arena_new();
	const char *key = arena_printf(*spare, "%u%s", flags, pattern);
	struct regex *regex = map_get(&engine->regexes, key);
	if (regex)
		return regex;
	if (engine->regexes.len >= REGEXES)
		arena = *spare;
	regex = regex_compile(arena, pattern, flags, &error);
	if (!regex)
		snprintf(engine->fault, sizeof engine->fault, "regexp:test: %s", error);
	else if (arena == engine->arena)
		map_add(&engine->regexes, arena_strdup(arena, key), regex);
	return regex;
}

/* 1, 0, or -1 with the reason in the engine. */
static int
match(struct engine *engine, const char *text, const char *pattern, const char *flags)
{
	struct arena *spare = NULL;
	unsigned bits = 0;

	for (const char *flag = flags; *flag; flag++) {
		if (*flag == 'i') {
			bits |= REGEX_NOCASE;
		} else if (*flag != 'g') {   /* all matches or the first: the same for a test */
			snprintf(engine->fault, sizeof engine->fault, "regexp:test: only the flags i and g are known");
			return -1;
		}
	}
	struct regex *regex = regex_of(engine, pattern, bits, &spare);
	int result = regex ? regex_match(regex, str_of(text), NULL) : -1;
	if (regex && result < 0) {
		engine->is_cost = true;
		snprintf(engine->fault, sizeof engine->fault, "regexp:test: the match needs too many steps");
	}
	engine->context->opCount += REGEX_OPS + strlen(text) / 16;
	arena_free(spare);
	return result;
}

static void
regexp_test(xmlXPathParserContextPtr parser, int count)
{
	struct engine *engine = parser->context->userData;
	xmlChar *flags = NULL;

	if (count != 2 && count != 3) {
		xmlXPathSetArityError(parser);
		return;
	}
	if (count == 3)
		flags = xmlXPathPopString(parser);
	xmlChar *pattern = xmlXPathPopString(parser);
	xmlChar *text = xmlXPathPopString(parser);
	int result = -1;
	if (text && pattern && !xmlXPathCheckError(parser))
		result = match(engine, (const char *)text, (const char *)pattern, flags ? (const char *)flags : "");
	xmlFree(flags);
	xmlFree(pattern);
	xmlFree(text);
	if (result < 0) {
		/* The words are in the engine already; this only stops the evaluation. */
		if (!xmlXPathCheckError(parser))
			xmlXPathSetError(parser, XPATH_EXPR_ERROR);
		return;
	}
	valuePush(parser, xmlXPathNewBoolean(result));
}

void
functions_register(struct engine *engine)
{
	engine->context->userData = engine;
	xmlXPathRegisterFunc(engine->context, BAD_CAST "current", current);
}

void
functions_namespace(struct engine *engine, const char *prefix, const char *uri)
{
	if (strcmp(uri, NS_DATES) == 0)
		exsltDateXpathCtxtRegister(engine->context, BAD_CAST prefix);
	else if (strcmp(uri, NS_REGEXP) == 0)
		xmlXPathRegisterFuncNS(engine->context, BAD_CAST "test", BAD_CAST NS_REGEXP, regexp_test);
}
