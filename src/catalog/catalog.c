/* Catalogues: OSCAL 1.2.1 catalog XML with our props and parts (docs/catalogue.md), into plain structs. Shape only;
 * meaning is lint.c's. */
#include "catalog/load.h"

#include <strings.h>

/* Where we are in the tree of groups and controls. */
struct place {
	struct run *run;
	struct profile *profile;
	const struct selection *selection;
	const char *catalog;
	const char *clause;           /* NULL outside any group */
	const char *effect[2];        /* inherited */
	const struct control *parent;
	int depth;
};

bool
is_ours(const struct xml_node *node)
{
	const char *ns = xml_get(node, "ns");

	return ns && strcmp(ns, TENKEN_NS) == 0;
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

/* How it is cited: prop `label`, and the same of class en in our namespace where English cites it otherwise. */
static void
read_label(const struct xml_node *node, const char *fallback, const char **ret)
{
	const char *en = prop_get(node, "label", "en"), *ja = NULL;

	for (const struct xml_node *p = xml_child(node, "prop"); p && !ja; p = xml_next(p, "prop")) {
		const char *name = xml_get(p, "name");
		if (name && strcmp(name, "label") == 0 && !has_class(p, "en"))
			ja = xml_get(p, "value");
	}
	ret[LANG_JA] = ja ? ja : fallback;
	ret[LANG_EN] = en ? en : ret[LANG_JA];
}

static const char *
child_text(struct run *run, const struct xml_node *node, const char *name)
{
	const struct xml_node *child = xml_child(node, name);

	return child ? xml_text(run->arena, child) : "";
}

static void
read_titles(struct run *run, const struct xml_node *node, const char **ret)
{
	const char *en = prop_get(node, "title", "en");

	ret[LANG_JA] = child_text(run, node, "title");
	ret[LANG_EN] = en ? en : ret[LANG_JA];
}

/* Text of the part of that name, in both languages: class `en` (or `... .en`) is the English one. NULL stays where there
 * is none. */
static void
read_part(struct run *run, const struct xml_node *node, const char *name, const char **ret)
{
	for (const struct xml_node *p = xml_child(node, "part"); p; p = xml_next(p, "part")) {
		const char *is = xml_get(p, "name");
		if (is && strcmp(is, name) == 0)
			ret[has_class(p, "en") ? LANG_EN : LANG_JA] = xml_text(run->arena, p);
	}
}

static int
bad_value(struct run *run, const struct xml_node *node, const char *what, const char *value)
{
	return diag_report(&run->diags, DIAG_CATALOG_VALUE, node->span, "%s `%s'", what, value ? value : "");
}

static int
read_criterion(struct run *run, const struct xml_node *prop, int level, struct control *control)
{
	static const char *const names[] = { "check", "document", "rule", "interview", "question" };
	const char *name = xml_get(prop, "name"), *value = xml_get(prop, "value");

	for (size_t i = 0; name && value && i < sizeof names / sizeof *names; i++) {
		if (strcmp(names[i], name) != 0)
			continue;
		struct criterion criterion = { .level = level, .kind = (enum criterion_kind)i, .id = value,
			.is_all = has_class(prop, "all"), .span = prop->span };
		vec_push(run->arena, &control->criteria, criterion);
		return 0;
	}
	return bad_value(run, prop, "criterion", name);
}

/* The digit of `level-3`, or -1. */
static int
level_of_class(const char *class)
{
	return class && strncmp(class, "level-", 6) == 0 && class[6] >= '0' && class[6] <= '5' && (class[7] == '\0' || class[7] == '.')
	    ? class[6] - '0' : -1;
}

static int
read_criteria(struct run *run, const struct xml_node *node, struct control *control)
{
	for (int level = 1; level < MATURITY_LEVELS; level++)
		for (const struct xml_node *p = xml_child(node, "part"); p; p = xml_next(p, "part")) {
			const char *name = xml_get(p, "name");
			if (!name || strcmp(name, "maturity-criteria") != 0)
				continue;
			int own = level_of_class(xml_get(p, "class"));
			if (own < 1)
				return bad_value(run, p, "class", xml_get(p, "class"));
			if (own != level)
				continue;
			for (const struct xml_node *c = xml_child(p, "prop"); c; c = xml_next(c, "prop"))
				if (read_criterion(run, c, level, control) != 0)
					return -1;
		}
	control->is_assessed = control->criteria.len > 0;
	return 0;
}

static void
read_links(struct run *run, const struct xml_node *node, struct control *control)
{
	for (const struct xml_node *n = xml_child(node, "link"); n; n = xml_next(n, "link")) {
		const char *rel = xml_get(n, "rel"), *href = xml_get(n, "href");
		if (rel && strcmp(rel, "related") == 0 && href && *href == '#')
			vec_push(run->arena, &control->related, href + 1);
	}
	for (const struct xml_node *n = xml_child(node, "prop"); n; n = xml_next(n, "prop")) {
		const char *name = xml_get(n, "name");
		if (name && strcmp(name, "maps-to") == 0)
			vec_push(run->arena, &control->maps_to, (struct mapping_id){ xml_get(n, "class"), xml_get(n, "value") });
	}
}

static int
read_question(struct run *run, const struct xml_node *node, struct profile *profile)
{
	struct question *question = arena_alloc(run->arena, sizeof *question);

	question->id = xml_get(node, "id");
	question->span = node->span;
	read_titles(run, node, question->text);
	for (int i = 0; i < MATURITY_LEVELS; i++)
		question->levels[i][LANG_JA] = question->levels[i][LANG_EN] = "";
	for (const struct xml_node *p = xml_child(node, "part"); p; p = xml_next(p, "part")) {
		const char *class = xml_get(p, "class");
		int level = level_of_class(class);
		if (level < 0)
			return bad_value(run, p, "class", class);
		question->levels[level][strcmp(class + 7, ".en") == 0] = xml_text(run->arena, p);
	}
	for (const struct xml_node *n = xml_child(node, "link"); n; n = xml_next(n, "link")) {
		const char *rel = xml_get(n, "rel"), *href = xml_get(n, "href");
		if (rel && strcmp(rel, "covers") == 0 && href && *href == '#')
			vec_push(run->arena, &question->covers, href + 1);
	}
	if (!map_add(&profile->question_by_id, question->id, question))
		return diag_report(&run->diags, DIAG_CATALOG_DUPLICATE, node->span, "%s", question->id);
	vec_push(run->arena, &profile->questions, question);
	return 0;
}

static bool
is_selected(const struct selection *selection, const char *id)
{
	return (selection->is_all || map_get(&selection->with, id)) && !map_get(&selection->without, id);
}

static int read_control(const struct place *place, const struct xml_node *node);

static struct control *
make_control(const struct place *place, const struct xml_node *node)
{
	struct run *run = place->run;
	struct control *control = arena_alloc(run->arena, sizeof *control);
	const char *status = prop_get(node, "status", NULL);

	control->id = xml_get(node, "id");
	read_label(node, control->id, control->label);
	control->evidence_kind = prop_get(node, "evidence-kind", NULL);
	control->catalog = place->catalog;
	control->clause = place->clause ? place->clause : place->catalog;
	control->parent = place->parent;
	control->depth = place->depth;
	control->span = node->span;
	control->is_published_text_open = status && strcmp(status, "check-published-text") == 0;
	read_titles(run, node, control->title);
	read_part(run, node, "statement", control->statement);
	read_part(run, node, "effect", control->effect);
	for (int lang = LANG_JA; lang <= LANG_EN; lang++) {
		control->statement[lang] = control->statement[lang] ? control->statement[lang] : "";
		control->effect[lang] = control->effect[lang] ? control->effect[lang] : place->effect[lang];
	}
	read_links(run, node, control);
	return control;
}

static int
read_control(const struct place *place, const struct xml_node *node)
{
	struct run *run = place->run;
	const char *class = xml_get(node, "class");

	if (!xml_get(node, "id"))
		return bad_value(run, node, "id", NULL);
	if (class && strcmp(class, "question") == 0)
		return read_question(run, node, place->profile);
	struct control *control = make_control(place, node);
	if (!class || modality_parse(class, &control->modality) != 0)
		return bad_value(run, node, "class", class);
	if (read_criteria(run, node, control) != 0)
		return -1;
	if (is_selected(place->selection, control->id)) {
		if (!map_add(&place->profile->control_by_id, control->id, control))
			return diag_report(&run->diags, DIAG_CATALOG_DUPLICATE, node->span, "%s", control->id);
		vec_push(run->arena, &place->profile->controls, control);
	}
	struct place inside = *place;
	inside.parent = control;
	inside.depth++;
	inside.effect[LANG_JA] = control->effect[LANG_JA];
	inside.effect[LANG_EN] = control->effect[LANG_EN];
	for (const struct xml_node *n = xml_child(node, "control"); n; n = xml_next(n, "control"))
		if (read_control(&inside, n) != 0)
			return -1;
	return 0;
}

static bool
has_questions_only(const struct xml_node *node)
{
	const struct xml_node *control = xml_child(node, "control");

	return control && has_class(control, "question");
}

static int
read_group(const struct place *place, const struct xml_node *node)
{
	struct place inside = *place;
	const char *effect[2] = { NULL, NULL };

	if (!xml_get(node, "id"))
		return bad_value(place->run, node, "id", NULL);
	read_part(place->run, node, "effect", effect);
	for (int lang = LANG_JA; lang <= LANG_EN; lang++)
		inside.effect[lang] = effect[lang] ? effect[lang] : place->effect[lang];
	if (!place->clause && !has_questions_only(node)) {
		struct clause clause = { .id = xml_get(node, "id"), .catalog = place->catalog };
		read_label(node, "", clause.label);
		read_titles(place->run, node, clause.title);
		vec_push(place->run->arena, &place->profile->clauses, clause);
		inside.clause = clause.id;
	}
	for (const struct xml_node *n = node->children; n; n = n->next)
		if ((strcmp(n->name, "group") == 0 && read_group(&inside, n) != 0) ||
		    (strcmp(n->name, "control") == 0 && read_control(&inside, n) != 0))
			return -1;
	return 0;
}

void
parameter_set(struct run *run, struct profile *profile, const char *name, const char *value)
{
	for (size_t i = 0; i < profile->parameters.len; i++)
		if (strcmp(profile->parameters.items[i].name, name) == 0) {
			profile->parameters.items[i].value = value;
			return;
		}
	vec_push(run->arena, &profile->parameters, (struct parameter){ .name = name, .value = value, .label = { name, name } });
}

static void
read_parameter(struct run *run, const struct xml_node *node, struct profile *profile)
{
	const char *name = xml_get(node, "id"), *label = child_text(run, node, "label"), *en = prop_get(node, "title", "en");

	if (!name)
		return;
	parameter_set(run, profile, name, child_text(run, node, "value"));
	for (size_t i = 0; i < profile->parameters.len; i++) {
		struct parameter *parameter = &profile->parameters.items[i];
		if (strcmp(parameter->name, name) != 0)
			continue;
		parameter->label[LANG_JA] = label;
		parameter->label[LANG_EN] = en ? en : name;
		/* Two catalogues may declare the same: what one guideline gives is no setting of ours. */
		parameter->is_own_setting = strstr(label, "本監査の設定値") != NULL;
	}
}

int
catalog_read(struct run *run, const struct xml_node *root, const char *id, const struct selection *selection, struct profile *profile)
{
	struct place place = { .run = run, .profile = profile, .selection = selection, .catalog = id, .effect = { "", "" } };

	for (const struct xml_node *n = root->children; n; n = n->next) {
		if (strcmp(n->name, "param") == 0)
			read_parameter(run, n, profile);
		else if (strcmp(n->name, "group") == 0 && read_group(&place, n) != 0)
			return -1;
		else if (strcmp(n->name, "control") == 0 && read_control(&place, n) != 0)
			return -1;
	}
	return 0;
}
