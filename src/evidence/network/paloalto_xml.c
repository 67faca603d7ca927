/* Palo Alto PAN-OS: the configuration as XML (an exported running-config.xml, `show config running`, the answer of the XML
 * API), as the very settings that the `set` form has, for the one reader of both (paloalto.c).
 *
 * An element is a word, `<entry name="x">` is the word x, `<member>x</member>` and text are the value. What stands in
 * `<devices><entry>` is what `set` names without those two. */
#include "evidence/network/paloalto.h"

#include "tenken/base/limits.h"
#include "tenken/syntax/xml.h"

static struct str
between(struct str text, const char *begin, const char *end)
{
	const char *from = memmem(text.ptr, text.len, begin, strlen(begin));

	if (!from)
		return STR("");
	from += strlen(begin);
	struct str rest = { from, text.len - (size_t)(from - text.ptr) };
	const char *to = memmem(rest.ptr, rest.len, end, strlen(end));
	return to ? (struct str){ from, (size_t)(to - from) } : rest;
}

bool
paloalto_is_xml(struct str text)
{
	return str_has_prefix(str_trim(text), "<") && str_has(text, "<config ") &&
	       (str_has(text, "<mgt-config>") || str_has(text, "<deviceconfig>"));
}

bool
paloalto_is_whole_xml(struct str text)
{
	return paloalto_is_xml(text) && str_has(text, "</config>") && str_has(text, "<deviceconfig>") && str_has(text, "<network>") &&
	       str_has(text, "<mgt-config>") && !str_has(text, "panorama");
}

struct str
paloalto_xml_name(struct str text)
{
	struct str name = between(between(text, "<deviceconfig>", "</deviceconfig>"), "<hostname>", "</hostname>");

	return name.len < 254 && !memchr(name.ptr, '<', name.len) ? str_trim(name) : STR("");
}

/* One walk through the tree. */
struct walk {
	struct arena *arena;
	unsigned before;        /* lines of the file before the document */
	struct paths *ret;
};

static struct path *
add_block(struct walk *walk, const struct path *parent, const struct xml_node *node, const char *word, const char *value)
{
	struct path *path = arena_alloc(walk->arena, sizeof *path);

	path->parent = parent;
	path->words = arena_array(walk->arena, 2, sizeof *path->words);
	if (word)
		path->words[path->count++] = str_of(word);
	if (value)
		path->words[path->count++] = str_of(value);
	path->total = path->count + (parent ? parent->total : 0);
	path->line = walk->before + node->span.line;
	return path;
}

/* Text that lies on the tree, without blanks at its ends; NULL when there is none. */
static const char *
text_of(struct walk *walk, const struct xml_node *node)
{
	struct str text = str_trim(str_of(node->text));

	return text.len ? arena_strndup(walk->arena, text.ptr, text.len) : NULL;
}

/* The depth is the reader's (LIMIT_XML_DEPTH). */
static void
add_node(struct walk *walk, const struct path *parent, const struct xml_node *node)
{
	const char *entry = strcmp(node->name, "entry") == 0 ? xml_get(node, "name") : NULL;
	bool is_member = strcmp(node->name, "member") == 0;
	const char *word = is_member ? NULL : entry ? entry : node->name;
	struct path *path = add_block(walk, parent, node, word, node->children ? NULL : text_of(walk, node));

	if (!node->children)
		vec_push(walk->arena, &walk->ret->list, path);
	for (const struct xml_node *child = node->children; child; child = child->next)
		add_node(walk, path, child);
}

/* The `config` in what the API or a terminal put around it. */
static const struct xml_node *
config_in(const struct xml_node *root)
{
	const struct xml_node *result = strcmp(root->name, "response") == 0 ? xml_child(root, "result") : NULL;

	if (strcmp(root->name, "config") == 0)
		return root;
	return result ? xml_child(result, "config") : NULL;
}

/* Settings of the device stand two levels deeper; of several devices nobody can say which is meant. */
static bool
add_devices(struct walk *walk, const struct xml_node *devices)
{
	const struct xml_node *entry = devices->children;

	if (!entry || entry->next || strcmp(entry->name, "entry") != 0)
		return false;
	for (const struct xml_node *child = entry->children; child; child = child->next)
		add_node(walk, NULL, child);
	return true;
}

void
paloalto_read_xml(const struct network *network, const struct transcript_part *part, struct paths *ret)
{
	struct paths paths = { 0 };
	struct walk walk = { .arena = network->arena, .before = part->line, .ret = &paths };
	struct xml_node *root;

	*ret = (struct paths){ .is_damaged = true };
	if (xml_parse(network->parse->run, network->arena, network->file->path, str_trim(part->bytes), &root) != 0)
		return;
	const struct xml_node *config = config_in(root);
	for (const struct xml_node *node = config ? config->children : NULL; node; node = node->next) {
		if (strcmp(node->name, "devices") != 0)
			add_node(&walk, NULL, node);
		else
			paths.is_damaged |= !add_devices(&walk, node);
	}
	paths.is_whole = !paths.is_damaged;
	if (paths.is_damaged || !config)
		diag_report(&network->parse->run->diags, DIAG_SYNTAX_UNKNOWN, file_span(network->file, part->line + 1), "%s",
		    config ? "the configuration of several devices" : "no configuration where one is expected");
	if (config)
		*ret = paths;
}
