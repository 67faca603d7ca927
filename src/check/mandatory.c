/* Which attributes a record of a kind always has: those that the RELAX NG schema of the evidence demands.
 *
 * Taken from the schema and not from a table here, so that the vocabulary is written once: an attribute made optional
 * there needs a guard in the rules from that moment. Read conservatively: what stands in `optional`, `zeroOrMore` or
 * `choice` may be absent. */
#include "check/schema.h"

#include "tenken/syntax/xml.h"

#define REF_DEPTH 16

static const struct xml_node *
find_define(const struct xml_node *grammar, const char *name)
{
	for (const struct xml_node *node = grammar->children; node; node = node->next) {
		const char *own = strcmp(node->name, "define") == 0 ? xml_get(node, "name") : NULL;
		if (own && name && strcmp(own, name) == 0)
			return node;
	}
	return NULL;
}

/* Adds the attributes that the content of `node` asks for; elements inside it are records of their own. */
static void
add_attributes(struct run *run, struct mandatory *mandatory, const struct xml_node *grammar, const char *element,
    const struct xml_node *node, int depth)
{
	static const char *const transparent[] = { "group", "interleave", "oneOrMore", "mixed" };

	for (const struct xml_node *child = node->children; child && depth < REF_DEPTH; child = child->next) {
		const char *name = xml_get(child, "name");
		if (strcmp(child->name, "attribute") == 0 && name)
			map_add(&mandatory->by_name, arena_printf(run->arena, "%s/%s", element, name), mandatory);
		if (strcmp(child->name, "ref") == 0) {
			const struct xml_node *define = find_define(grammar, name);
			if (define)
				add_attributes(run, mandatory, grammar, element, define, depth + 1);
		}
		for (size_t i = 0; i < sizeof transparent / sizeof *transparent; i++)
			if (strcmp(child->name, transparent[i]) == 0)
				add_attributes(run, mandatory, grammar, element, child, depth + 1);
	}
}

int
mandatory_read(struct run *run, const char *name, struct str bytes, struct mandatory *ret)
{
	struct xml_node *grammar;

	if (xml_parse(run, run->arena, name, bytes, &grammar) < 0)
		return -1;
	ret->by_name = MAP_INIT(run->arena);
	for (const struct xml_node *define = grammar->children; define; define = define->next)
		for (const struct xml_node *node = define->children; node; node = node->next)
			if (strcmp(node->name, "element") == 0 && xml_get(node, "name"))
				add_attributes(run, ret, grammar, xml_get(node, "name"), node, 0);
	return 0;
}

bool
mandatory_has(const struct mandatory *mandatory, const char *element, struct str attribute)
{
	char key[128];

	if (!mandatory || !element || strlen(element) + attribute.len + 2 > sizeof key)
		return false;
	snprintf(key, sizeof key, "%s/%.*s", element, (int)attribute.len, attribute.ptr);
	return map_get(&mandatory->by_name, key) != NULL;
}
