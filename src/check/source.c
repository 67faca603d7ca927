/* From the bytes of a rule file to a tree whose every element is one that we read: the shape of ISO/IEC 19757-3,
 * annex A, less what docs/checks.md leaves out. What would be skipped in silence is refused here. */
#include "check/schema.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>

#include "tenken/base/limits.h"

#define NS_XSLT "http://www.w3.org/1999/XSL/Transform"

/* Every element that is read: the attributes it may have and the elements it may stand in. */
struct shape {
	const char *name, *attributes, *parents;
	bool has_text;
};

static const struct shape shapes[] = {
	{ "schema", "id queryBinding schemaVersion see", "", false },
	{ "title", "", "schema pattern", true },
	{ "p", "id class", "schema pattern rule diagnostics", true },
	{ "ns", "prefix uri", "schema", false },
	{ "let", "name value", "schema pattern rule", false },
	{ "pattern", "id abstract is-a see", "schema", false },
	{ "param", "name value", "pattern", false },
	{ "rule", "id context abstract see", "pattern", false },
	{ "extends", "rule", "rule", false },
	{ "assert", "id test role diagnostics see", "rule", true },
	{ "report", "id test role diagnostics see", "rule", true },
	{ "diagnostics", "", "schema", false },
	{ "diagnostic", "id see", "diagnostics", true },
	{ "value-of", "select", "assert report diagnostic", false },
	{ "name", "path", "assert report diagnostic", false },
	{ "emph", "", "p assert report diagnostic", true },
	{ "span", "class", "p assert report diagnostic", true },
	{ "dir", "value", "p assert report diagnostic", true },
};

/* Whether `word` is one of the blank-separated words of `list`. */
static bool
has_word(const char *list, const char *word)
{
	struct str rest = str_of(list);

	for (struct str item = str_token(&rest, " "); item.len; item = str_token(&rest, " "))
		if (str_is(item, word))
			return true;
	return false;
}

bool
source_is(const xmlNode *node, const char *name)
{
	return node && node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, name) == 0 && node->ns &&
	    strcmp((const char *)node->ns->href, NS_SCHEMATRON) == 0;
}

struct span
source_span(const char *name, const xmlNode *node)
{
	long line = xmlGetLineNo(node);

	return (struct span){ .path = name, .line = line > 0 ? (unsigned)line : 0 };
}

const char *
source_attribute(struct arena *arena, xmlNodePtr node, const char *name)
{
	xmlChar *value = xmlGetNoNsProp(node, BAD_CAST name);

	if (!value)
		return NULL;
	const char *copy = arena_strdup(arena, (const char *)value);
	xmlFree(value);
	return copy;
}

enum lang
source_lang(xmlNodePtr node)
{
	xmlChar *lang = xmlNodeGetLang(node);
	enum lang result = lang_find((const char *)lang);

	xmlFree(lang);
	return result;
}

/* The SAX event of `<!DOCTYPE`: nothing behind it is looked at. */
static void
refuse_doctype(void *data, const xmlChar *name, const xmlChar *public_id, const xmlChar *system_id)
{
	xmlParserCtxtPtr parser = data;

	(void)name;
	(void)public_id;
	(void)system_id;
	*(bool *)parser->_private = true;
	xmlStopParser(parser);
}

/* The tree, whatever is in it. NULL: reported. */
static xmlDocPtr
parse(struct run *run, const char *name, struct str bytes)
{
	const int options = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_BIG_LINES |
	    XML_PARSE_NOCDATA;
	struct span span = { .path = name };
	bool has_doctype = false;

	if (bytes.len > LIMIT_XML_BYTES) {
		diag_report(&run->diags, DIAG_LIMIT, span, "more than %u bytes", LIMIT_XML_BYTES);
		return NULL;
	}
	xmlParserCtxtPtr parser = xmlNewParserCtxt();
	if (!parser)
		arena_array(run->arena, SIZE_MAX, 2);
	parser->_private = &has_doctype;
	parser->sax->internalSubset = refuse_doctype;
	/* UTF-8 whatever the declaration says: with another encoding libxml2 would print its conversion errors itself. */
	xmlDocPtr doc = xmlCtxtReadMemory(parser, bytes.ptr, (int)bytes.len, NULL, "UTF-8", options);
	span.line = parser->lastError.line > 0 ? (unsigned)parser->lastError.line : 0;
	if (has_doctype || !doc) {
		const char *text = parser->lastError.message ? parser->lastError.message : "it holds nothing";
		if (has_doctype)
			diag_report(&run->diags, DIAG_XML_FORBIDDEN, (struct span){ .path = name },
			    "a document type declaration");
		else
			diag_report(&run->diags, DIAG_XML_SYNTAX, span, "%.*s", (int)strcspn(text, "\n"), text);
		xmlFreeDoc(doc);
		doc = NULL;
	}
	xmlFreeParserCtxt(parser);
	return doc;
}

static const struct shape *
shape_of(const xmlNode *node)
{
	for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
		if (source_is(node, shapes[i].name))
			return &shapes[i];
	return NULL;
}

static size_t
check_attributes(struct run *run, const char *name, const xmlNode *node, const struct shape *shape)
{
	size_t faults = 0;

	for (const xmlAttr *attribute = node->properties; attribute; attribute = attribute->next) {
		if (attribute->ns || has_word(shape->attributes, (const char *)attribute->name))
			continue;   /* xml:lang and those of other namespaces */
		diag_report(&run->diags, DIAG_CHECK_ELEMENT, source_span(name, node),
		    "attribute `%s' of `%s' is not read", (const char *)attribute->name, shape->name);
		faults++;
	}
	return faults;
}

/* Elements of other namespaces are somebody else's notes, except where they would change what is said (inside a
 * message) or decided (inside a rule or pattern, where an assert in a wrong namespace would be dropped without a word;
 * XSLT), or where the namespace was only forgotten. */
static size_t
check_foreign(struct run *run, const char *name, const xmlNode *node, const struct shape *parent)
{
	const char *uri = node->ns ? (const char *)node->ns->href : "(none)";
	bool is_standard = strcmp(uri, NS_SCHEMATRON) == 0;

	bool is_judging = strcmp(parent->name, "rule") == 0 || strcmp(parent->name, "pattern") == 0;

	if (node->ns && !is_standard && strcmp(uri, NS_XSLT) != 0 && !parent->has_text && !is_judging)
		return 0;
	diag_report(&run->diags, DIAG_CHECK_ELEMENT, source_span(name, node), "`%s'%s%s", (const char *)node->name,
	    is_standard ? "" : " of the namespace ", is_standard ? "" : uri);
	return 1;
}

/* Text where only elements have a meaning; an entity of somebody's own anywhere. */
static bool
is_stray(const xmlNode *child, const struct shape *shape)
{
	return child->type == XML_ENTITY_REF_NODE ||
	    (child->type == XML_TEXT_NODE && !shape->has_text && !xmlIsBlankNode(child));
}

static size_t check_children(struct run *run, const char *name, const xmlNode *node, const struct shape *shape,
    size_t depth);

static size_t
check_element(struct run *run, const char *name, const xmlNode *node, const struct shape *parent, size_t depth)
{
	const struct shape *shape = shape_of(node);

	if (!shape)
		return check_foreign(run, name, node, parent);
	if (!has_word(shape->parents, parent->name)) {
		diag_report(&run->diags, DIAG_CHECK_ELEMENT, source_span(name, node), "`%s' inside `%s'", shape->name,
		    parent->name);
		return 1;
	}
	return check_attributes(run, name, node, shape) + check_children(run, name, node, shape, depth);
}

/* The number of faults below `node`, each reported. */
static size_t
check_children(struct run *run, const char *name, const xmlNode *node, const struct shape *shape, size_t depth)
{
	size_t faults = 0;

	if (depth > LIMIT_XML_DEPTH) {
		diag_report(&run->diags, DIAG_LIMIT, source_span(name, node), "elements nested deeper than %d",
		    LIMIT_XML_DEPTH);
		return 1;
	}
	for (const xmlNode *child = node->children; child; child = child->next) {
		if (child->type == XML_ELEMENT_NODE) {
			faults += check_element(run, name, child, shape, depth + 1);
		} else if (is_stray(child, shape)) {
			diag_report(&run->diags, DIAG_CHECK_ELEMENT, source_span(name, node), "text inside `%s'",
			    shape->name);
			faults++;
		}
	}
	return faults;
}

static size_t
check_root(struct run *run, const char *name, xmlNodePtr root)
{
	static const char *const bindings[] = { "xslt", "xslt1", "exslt" };
	struct span span = source_span(name, root);

	if (!source_is(root, "schema")) {
		diag_report(&run->diags, DIAG_CHECK_ELEMENT, span, "`%s' where `schema' of %s is expected",
		    (const char *)root->name, NS_SCHEMATRON);
		return 1;
	}
	const char *binding = source_attribute(run->arena, root, "queryBinding");
	bool is_known = !binding;
	for (size_t i = 0; i < sizeof bindings / sizeof *bindings; i++)
		is_known |= binding && strcmp(binding, bindings[i]) == 0;
	if (!is_known)
		diag_report(&run->diags, DIAG_CHECK_ELEMENT, span, "queryBinding `%s'; xslt and exslt are read",
		    binding);
	size_t faults = check_attributes(run, name, root, &shapes[0]) + check_children(run, name, root, &shapes[0], 1);
	return faults + !is_known;
}

int
source_read(struct run *run, const char *name, struct str bytes, xmlDocPtr *ret)
{
	xmlDocPtr doc = parse(run, name, bytes);

	if (!doc)
		return -1;
	if (check_root(run, name, xmlDocGetRootElement(doc)) > 0) {
		xmlFreeDoc(doc);
		return -1;
	}
	*ret = doc;
	return 0;
}
