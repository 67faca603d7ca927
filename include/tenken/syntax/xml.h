/* XML files of our own (catalogues, profiles, mappings, plans) and foreign ones, as a plain tree.
 *
 * Read with libxml2's pull reader: no network, no DTD (refused: xml-forbidden), no entities but the five,
 * bytes and depth bounded. Comments and processing instructions are skipped. Results of other programs may be far larger
 * than what is wanted of them, and begin with a DOCTYPE that says nothing: xml_parse_with. */
#ifndef TENKEN_SYNTAX_XML_H
#define TENKEN_SYNTAX_XML_H

#include "tenken/base/run.h"

struct xml_attribute {
	const char *name;    /* local name; `xml:lang` keeps its prefix */
	const char *value;
};

struct xml_node {
	const char *name;        /* local name */
	const char *ns;          /* namespace URI, "" for none */
	const char *text;        /* direct text of the element, joined, as it stands; "" when there is none */
	const char *lead, *tail; /* text before the first child; text behind this element, up to the next tag; "" for none */
	struct xml_attribute *attributes;
	size_t attribute_count;
	struct xml_node *children, *next;  /* element children in order */
	struct span span;        /* of the start tag; no column where the file is not UTF-8 */
};

/* The tree of a document, on `arena`. `name` is what diagnostics call it.
 * On failure reports (xml-syntax, xml-forbidden, limit) with line and column and returns -1. */
int xml_parse(struct run *run, struct arena *arena, const char *name, struct str bytes, struct xml_node **ret_root);

/* In what a foreign document may differ from ours. */
struct xml_options {
	/* `<!DOCTYPE name>` is passed over when it names no file and declares nothing; any other is refused as ever. */
	bool takes_doctype;
	size_t max_bytes;
	/* Elements, by local name, that are wanted; every other is left out of the tree with all below it, and costs no
	 * memory. The root is always there. NULL: all. */
	bool (*is_wanted)(const char *name);
};

/* The same, with options. */
int xml_parse_with(struct run *run, struct arena *arena, const char *name, struct str bytes, const struct xml_options *options,
    struct xml_node **ret_root);

/* The attribute's value, or NULL. */
const char *xml_get(const struct xml_node *node, const char *name);

/* The first child element of that local name (at or after `node`'s first child), or NULL. */
const struct xml_node *xml_child(const struct xml_node *node, const char *name);

/* The next sibling of that local name, or NULL. */
const struct xml_node *xml_next(const struct xml_node *node, const char *name);

/* All text below `node` in document order, blanks folded to one and trimmed: a paragraph as people read it. A line end
 * between two Japanese characters is no blank. */
const char *xml_text(struct arena *arena, const struct xml_node *node);

#endif
