/* Catalogues: OSCAL 1.2.1 catalog XML with our props and parts (docs/catalogue.md), into plain structs: groups and
 * parameters here, controls in control.c. Shape only; meaning is lint.c's.
 *
 * Elements of OSCAL that mean nothing to an audit (back-matter, remarks, other parts' names) are skipped knowingly. Any other
 * element, and any prop or part of ours that is not known, is a fault: a slip of the pen must not cost a control. */
#include "catalog/load.h"

#define OUR_PROPS "title evidence-kind maps-to check document rule interview question target-level weight"

void
load_fault(struct load *load, enum diag_id id, const struct xml_node *node, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	diag_report(&load->run->diags, id, node->span, "%s", arena_vprintf(load->run->arena, format, args));
	va_end(args);
	load->faults++;
}

bool
is_word_of(const char *word, const char *words)
{
	size_t len = strlen(word);

	if (strchr(word, ' '))
		return false;
	for (const char *p = words; len && (p = strstr(p, word)) != NULL; p += len)
		if ((p == words || p[-1] == ' ') && (p[len] == '\0' || p[len] == ' '))
			return true;
	return false;
}

bool
is_ours(const struct xml_node *node)
{
	const char *ns = xml_get(node, "ns");

	return ns && strcmp(ns, TENKEN_NS) == 0;
}

void
load_children(struct load *load, const struct xml_node *node, const char *names)
{
	for (const struct xml_node *n = node->children; n; n = n->next)
		if (strcmp(n->ns, OSCAL_NS) != 0 || !is_word_of(n->name, names))
			load_fault(load, DIAG_CATALOG_ELEMENT, n, "%s in %s", n->name, node->name);
}

void
load_props(struct load *load, const struct xml_node *node, const char *names)
{
	for (const struct xml_node *p = xml_child(node, "prop"); p; p = xml_next(p, "prop")) {
		const char *name = xml_get(p, "name"), *value = xml_get(p, "value");
		if (!name || !value || !*value)
			load_fault(load, DIAG_CATALOG_VALUE, p, "prop without name or value");
		else if (is_ours(p) && !is_word_of(name, names))
			load_fault(load, DIAG_CATALOG_VALUE, p, "prop %s in %s", name, node->name);
		else if (!xml_get(p, "ns") && is_word_of(name, OUR_PROPS))
			load_fault(load, DIAG_CATALOG_VALUE, p, "prop %s without ns=\"%s\"", name, TENKEN_NS);
	}
}

static bool
has_class(const struct xml_node *node, const char *class)
{
	const char *is = xml_get(node, "class");

	return is && strcmp(is, class) == 0;
}

const char *
prop_get(const struct xml_node *node, const char *name, const char *class)
{
	for (const struct xml_node *p = xml_child(node, "prop"); p; p = xml_next(p, "prop")) {
		const char *is = xml_get(p, "name");
		if (is && strcmp(is, name) == 0 && (!class || has_class(p, class)))
			return xml_get(p, "value");
	}
	return NULL;
}

/* The language a class stands for: Japanese without one; LANG_COUNT for what is no language. */
static enum lang
class_lang(const char *class)
{
	for (int lang = LANG_JA + 1; class && lang < LANG_COUNT; lang++)
		if (strcmp(class, lang_name((enum lang)lang)) == 0)
			return (enum lang)lang;
	return class ? LANG_COUNT : LANG_JA;
}

void
read_props(const struct xml_node *node, const char *name, const char *ja, const char **ret)
{
	ret[LANG_JA] = ja;
	for (int lang = LANG_JA + 1; lang < LANG_COUNT; lang++) {
		const char *text = node ? prop_get(node, name, lang_name((enum lang)lang)) : NULL;
		ret[lang] = text ? text : ja;
	}
}

void
read_label(const struct xml_node *node, const char *fallback, const char **ret)
{
	const char *ja = NULL;

	for (const struct xml_node *p = xml_child(node, "prop"); p && !ja; p = xml_next(p, "prop")) {
		const char *name = xml_get(p, "name");
		enum lang lang = class_lang(xml_get(p, "class"));
		if (name && strcmp(name, "label") == 0 && (lang == LANG_JA || lang == LANG_COUNT))
			ja = xml_get(p, "value");
	}
	read_props(node, "label", ja ? ja : fallback, ret);
}

static const char *
child_text(struct run *run, const struct xml_node *node, const char *name)
{
	const struct xml_node *child = xml_child(node, name);

	return child ? xml_text(run->arena, child) : "";
}

void
read_titles(struct run *run, const struct xml_node *node, const char **ret)
{
	read_props(node, "title", child_text(run, node, "title"), ret);
}

const char *
part_text(struct arena *arena, const struct xml_node *part)
{
	const char *text = "";

	for (const struct xml_node *n = part->children; n; n = n->next) {
		if (is_word_of(n->name, "title prop link"))
			continue;
		/* Parts in parts are the items of a list. */
		const char *more = strcmp(n->name, "part") == 0 ? part_text(arena, n) : xml_text(arena, n);
		text = *text ? arena_printf(arena, "%s\n%s", text, more) : more;
	}
	return text;
}

void
read_part(struct load *load, const struct xml_node *node, const char *name, const char **ret)
{
	for (const struct xml_node *p = xml_child(node, "part"); p; p = xml_next(p, "part")) {
		const char *is = xml_get(p, "name"), *class = xml_get(p, "class");
		if (!is || strcmp(is, name) != 0)
			continue;
		enum lang lang = class_lang(class);
		if (lang == LANG_COUNT)
			load_fault(load, DIAG_CATALOG_VALUE, p, "class `%s' of part %s", class, name);
		else if (ret[lang])
			load_fault(load, DIAG_CATALOG_DUPLICATE, p, "part %s", name);
		else
			ret[lang] = part_text(load->run->arena, p);
	}
}

int
level_of_class(const char *class, enum lang *ret_lang)
{
	if (!class || strncmp(class, "level-", 6) != 0 || class[6] < '0' || class[6] >= '0' + MATURITY_LEVELS)
		return -1;
	enum lang lang = class[7] == '.' ? class_lang(class + 8) : class[7] == '\0' ? LANG_JA : LANG_COUNT;
	if (lang == LANG_COUNT)
		return -1;
	*ret_lang = lang;
	return class[6] - '0';
}

static bool
has_questions_only(const struct xml_node *node)
{
	const struct xml_node *control = xml_child(node, "control");

	return control && has_class(control, "question");
}

/* The top group's clause, once, even when the catalogue is imported in two portions. */
static const char *
take_clause(struct load *load, const struct xml_node *node)
{
	struct clause clause = { .id = xml_get(node, "id"), .catalog = load->catalog };

	for (size_t i = 0; i < load->profile->clauses.len; i++)
		if (strcmp(load->profile->clauses.items[i].id, clause.id) == 0)
			return clause.id;
	read_label(node, "", clause.label);
	read_titles(load->run, node, clause.title);
	vec_push(load->run->arena, &load->profile->clauses, clause);
	return clause.id;
}

static void
read_group(struct load *load, const struct place *place, const struct xml_node *node)
{
	struct place inside = *place;
	const char *effect[LANG_COUNT] = { NULL };

	if (!xml_get(node, "id")) {
		load_fault(load, DIAG_CATALOG_VALUE, node, "group without id");
		return;
	}
	load_children(load, node, "title param prop link part group control");
	load_props(load, node, "title label");
	read_part(load, node, "effect", effect);
	for (int lang = 0; lang < LANG_COUNT; lang++)
		inside.effect[lang] = effect[lang] ? effect[lang] : place->effect[lang];
	map_set(&load->profile->known_ids, xml_get(node, "id"), load->profile);
	if (!place->clause && !has_questions_only(node))
		inside.clause = take_clause(load, node);
	for (const struct xml_node *n = node->children; n; n = n->next)
		if (strcmp(n->name, "group") == 0)
			read_group(load, &inside, n);
		else if (strcmp(n->name, "control") == 0)
			control_read(load, &inside, n);
}

static struct parameter *
find_parameter(struct profile *profile, const char *name)
{
	for (size_t i = 0; i < profile->parameters.len; i++)
		if (strcmp(profile->parameters.items[i].name, name) == 0)
			return &profile->parameters.items[i];
	return NULL;
}

int
parameter_set(struct profile *profile, const char *name, const char *value)
{
	struct parameter *parameter = find_parameter(profile, name);

	if (!parameter)
		return -1;
	parameter->value = value;
	return 0;
}

static void
read_parameter(struct load *load, const struct xml_node *node)
{
	const char *name = xml_get(node, "id");

	load_children(load, node, "prop link label usage constraint guideline value select remarks");
	load_props(load, node, "title");
	if (!name) {
		load_fault(load, DIAG_CATALOG_VALUE, node, "param without id");
		return;
	}
	struct parameter read = { .name = name, .value = child_text(load->run, node, "value") };
	read_props(node, "title", name, read.label);
	read.label[LANG_JA] = child_text(load->run, node, "label");
	read.is_own_setting = strstr(read.label[LANG_JA], "本監査の設定値") != NULL;
	struct parameter *known = find_parameter(load->profile, name);
	/* Two catalogues may declare the same. What one guideline gives is no setting of ours, and its number goes before. */
	if (!known)
		vec_push(load->run->arena, &load->profile->parameters, read);
	else if (known->is_own_setting && !read.is_own_setting)
		*known = read;
}

int
catalog_read(struct run *run, const struct xml_node *root, const char *id, const struct selection *selection, struct profile *profile)
{
	struct load load = { .run = run, .profile = profile, .selection = selection, .catalog = id };
	struct place place = { 0 };

	for (int lang = 0; lang < LANG_COUNT; lang++)
		place.effect[lang] = "";
	load_children(&load, root, "metadata param control group back-matter");
	for (const struct xml_node *n = root->children; n; n = n->next)
		if (strcmp(n->name, "param") == 0)
			read_parameter(&load, n);
		else if (strcmp(n->name, "group") == 0)
			read_group(&load, &place, n);
		else if (strcmp(n->name, "control") == 0)
			control_read(&load, &place, n);
	return load.faults ? -1 : 0;
}
