/* One control of a catalogue, or one question (docs/catalogue.md). */
#include "catalog/load.h"

#define FRAMEWORKS "iso27001 jis27001 csf2 cis8 scs pci nisc"

bool
is_selected(const struct load *load, const struct place *place, const char *id)
{
	struct wanted *with = map_get(&load->selection->with, id), *without = map_get(&load->selection->without, id);

	if (with)
		with->is_found = true;
	if (without)
		without->is_found = true;
	return (load->selection->is_all || with || place->is_with) && !without && !place->is_without;
}

static void
read_criterion(struct load *load, const struct xml_node *prop, int level, struct control *control)
{
	static const char *const names[] = { "check", "document", "rule", "interview", "question" };
	const char *name = xml_get(prop, "name"), *value = xml_get(prop, "value"), *class = xml_get(prop, "class");

	for (size_t i = 0; is_ours(prop) && name && value && i < sizeof names / sizeof *names; i++) {
		if (strcmp(names[i], name) != 0)
			continue;
		struct criterion criterion = { .level = level, .kind = (enum criterion_kind)i, .id = value, .span = prop->span };
		criterion.is_all = class && strcmp(class, "all") == 0;
		criterion.is_supplementary = class && criterion.kind == CRITERION_CHECK && strcmp(class, "supplementary") == 0;
		if (class && !criterion.is_all && !criterion.is_supplementary)
			load_fault(load, DIAG_CATALOG_VALUE, prop, "class `%s' of %s", class, name);
		vec_push(load->run->arena, &control->criteria, criterion);
	}
}

static void
read_level(struct load *load, const struct xml_node *part, int level, struct control *control)
{
	load_children(load, part, "prop");
	load_props(load, part, "check document rule interview question");
	for (const struct xml_node *p = xml_child(part, "prop"); p; p = xml_next(p, "prop"))
		read_criterion(load, p, level, control);
}

/* Criteria by level, whatever the order of the parts. */
static void
read_criteria(struct load *load, const struct xml_node *node, struct control *control)
{
	const struct xml_node *levels[MATURITY_LEVELS] = { NULL };

	for (const struct xml_node *p = xml_child(node, "part"); p; p = xml_next(p, "part")) {
		const char *name = xml_get(p, "name"), *class = xml_get(p, "class");
		if (!name || strcmp(name, "maturity-criteria") != 0)
			continue;
		enum lang lang = LANG_JA;
		int level = level_of_class(class, &lang);
		if (level < 1 || lang != LANG_JA)
			load_fault(load, DIAG_CATALOG_VALUE, p, "class `%s' of part %s", class ? class : "", name);
		else if (levels[level])
			load_fault(load, DIAG_CATALOG_DUPLICATE, p, "%s %s", control->id, class);
		else
			levels[level] = p;
	}
	for (int level = 1; level < MATURITY_LEVELS; level++)
		if (levels[level])
			read_level(load, levels[level], level, control);
	control->is_assessed = control->criteria.len > 0;
}

/* Parts that bear our names must say that they are ours, and the other way round. */
static void
check_parts(struct load *load, const struct xml_node *node, const char *names)
{
	for (const struct xml_node *p = xml_child(node, "part"); p; p = xml_next(p, "part")) {
		const char *name = xml_get(p, "name");
		bool is_known = name && is_word_of(name, names);
		if (!name || (is_ours(p) && !is_known))
			load_fault(load, DIAG_CATALOG_ELEMENT, p, "part %s in %s", name ? name : "without name", node->name);
		else if (is_known && !is_ours(p))
			load_fault(load, DIAG_CATALOG_VALUE, p, "part %s without ns=\"%s\"", name, TENKEN_NS);
	}
}

/* The ids behind `#` of the links of that kind. */
static void
read_links(struct load *load, const struct xml_node *node, const char *kind, void (*take)(struct arena *, void *, const char *), void *to)
{
	for (const struct xml_node *n = xml_child(node, "link"); n; n = xml_next(n, "link")) {
		const char *rel = xml_get(n, "rel"), *href = xml_get(n, "href");
		if (!rel || strcmp(rel, kind) != 0)
			continue;
		if (href && href[0] == '#' && href[1])
			take(load->run->arena, to, href + 1);
		else
			load_fault(load, DIAG_CATALOG_VALUE, n, "href `%s' of link %s", href ? href : "", kind);
	}
}

static void
take_related(struct arena *arena, void *to, const char *id)
{
	vec_push(arena, &((struct control *)to)->related, id);
}

static void
take_covered(struct arena *arena, void *to, const char *id)
{
	vec_push(arena, &((struct question *)to)->covers, id);
}

static void
read_mappings(struct load *load, const struct xml_node *node, struct control *control)
{
	for (const struct xml_node *n = xml_child(node, "prop"); n; n = xml_next(n, "prop")) {
		const char *name = xml_get(n, "name"), *class = xml_get(n, "class");
		if (!name || strcmp(name, "maps-to") != 0 || !xml_get(n, "value"))
			continue;
		if (class && is_word_of(class, FRAMEWORKS))
			vec_push(load->run->arena, &control->maps_to, (struct mapping_id){ class, xml_get(n, "value") });
		else
			load_fault(load, DIAG_CATALOG_VALUE, n, "class `%s' of maps-to", class ? class : "");
	}
}

static void
read_status(struct load *load, const struct xml_node *node, struct control *control)
{
	for (const struct xml_node *n = xml_child(node, "prop"); n; n = xml_next(n, "prop")) {
		const char *name = xml_get(n, "name"), *value = xml_get(n, "value");
		if (!is_ours(n) || !name || strcmp(name, "status") != 0 || !value)
			continue;
		if (strcmp(value, "check-published-text") == 0)
			control->is_published_text_open = true;
		else
			load_fault(load, DIAG_CATALOG_VALUE, n, "status `%s'", value);
	}
}

static void
read_evidence_kind(struct load *load, const struct xml_node *node, struct control *control)
{
	control->evidence_kind = prop_get(node, "evidence-kind", NULL);
	if (!control->evidence_kind)
		return;
	struct str rest = str_of(control->evidence_kind);
	for (struct str word = str_token(&rest, " "); word.len; word = str_token(&rest, " "))
		if (!is_word_of(arena_strndup(load->run->arena, word.ptr, word.len), "document interview technical"))
			load_fault(load, DIAG_CATALOG_VALUE, node, "evidence-kind `%s'", control->evidence_kind);
}

static struct control *
make_control(struct load *load, const struct place *place, const struct xml_node *node)
{
	struct control *control = arena_alloc(load->run->arena, sizeof *control);
	const char *class = xml_get(node, "class");

	control->id = xml_get(node, "id");
	control->catalog = load->catalog;
	control->clause = place->clause ? place->clause : load->catalog;
	control->parent = place->parent;
	control->depth = place->depth;
	control->span = node->span;
	if (!class || modality_parse(class, &control->modality) != 0)
		load_fault(load, DIAG_CATALOG_VALUE, node, "class `%s' of control %s", class ? class : "", control->id);
	load_children(load, node, "title param prop link part control");
	load_props(load, node, "title label evidence-kind maps-to status");
	check_parts(load, node, "effect maturity-criteria");
	read_label(node, control->id, control->label);
	read_titles(load->run, node, control->title);
	read_part(load, node, "statement", control->statement);
	read_part(load, node, "effect", control->effect);
	for (int lang = 0; lang < LANG_COUNT; lang++) {
		control->statement[lang] = control->statement[lang] ? control->statement[lang] : "";
		control->effect[lang] = control->effect[lang] ? control->effect[lang] : place->effect[lang];
	}
	read_evidence_kind(load, node, control);
	read_status(load, node, control);
	read_links(load, node, "related", take_related, control);
	read_mappings(load, node, control);
	read_criteria(load, node, control);
	return control;
}

/* Whether both were read from one place: the same control, imported twice. */
static bool
is_same_place(struct span a, struct span b)
{
	return strcmp(a.path, b.path) == 0 && a.line == b.line && a.column == b.column;
}

static void
take_control(struct load *load, struct control *control, const struct xml_node *node)
{
	const struct control *known = map_get(&load->profile->control_by_id, control->id);

	if (!known) {
		map_set(&load->profile->control_by_id, control->id, control);
		vec_push(load->run->arena, &load->profile->controls, control);
	} else if (!is_same_place(known->span, control->span)) {
		load_fault(load, DIAG_CATALOG_DUPLICATE, node, "%s", control->id);
	}
}

void
control_read(struct load *load, const struct place *place, const struct xml_node *node)
{
	const char *class = xml_get(node, "class"), *id = xml_get(node, "id");

	if (!id || !*id) {
		load_fault(load, DIAG_CATALOG_VALUE, node, "control without id");
		return;
	}
	if (class && strcmp(class, "question") == 0) {
		question_read(load, place, node);
		return;
	}
	struct control *control = make_control(load, place, node);
	struct place inside = *place;
	const struct wanted *with = map_get(&load->selection->with, id), *without = map_get(&load->selection->without, id);
	inside.is_with |= with && with->with_children;
	inside.is_without |= without && without->with_children;
	memcpy(inside.effect, control->effect, sizeof inside.effect);
	map_set(&load->profile->known_ids, id, load->profile);
	if (is_selected(load, place, id)) {
		take_control(load, control, node);
		inside.parent = control;
		inside.depth++;
	}
	for (const struct xml_node *n = xml_child(node, "control"); n; n = xml_next(n, "control"))
		control_read(load, &inside, n);
}

static void
read_answer_levels(struct load *load, const struct xml_node *node, struct question *question)
{
	for (const struct xml_node *p = xml_child(node, "part"); p; p = xml_next(p, "part")) {
		const char *class = xml_get(p, "class");
		enum lang lang = LANG_JA;
		int level = level_of_class(class, &lang);
		if (!is_ours(p))
			continue;
		if (level < 0) {
			load_fault(load, DIAG_CATALOG_VALUE, p, "class `%s' of part level", class ? class : "");
			continue;
		}
		const char **text = &question->levels[level][lang];
		if (*text)
			load_fault(load, DIAG_CATALOG_DUPLICATE, p, "%s %s", question->id, class);
		else
			*text = part_text(load->run->arena, p);
	}
	for (int level = 0; level < MATURITY_LEVELS; level++)
		for (int lang = 0; lang < LANG_COUNT; lang++)
			if (!question->levels[level][lang])
				question->levels[level][lang] = "";
}

void
question_read(struct load *load, const struct place *place, const struct xml_node *node)
{
	struct question *question = arena_alloc(load->run->arena, sizeof *question);
	const struct question *known;

	question->id = xml_get(node, "id");
	question->span = node->span;
	load_children(load, node, "title prop link part");
	load_props(load, node, "title");
	check_parts(load, node, "level");
	read_titles(load->run, node, question->text);
	read_answer_levels(load, node, question);
	read_links(load, node, "covers", take_covered, question);
	if (!is_selected(load, place, question->id))
		return;
	known = map_get(&load->profile->question_by_id, question->id);
	if (!known) {
		map_set(&load->profile->question_by_id, question->id, question);
		vec_push(load->run->arena, &load->profile->questions, question);
	} else if (!is_same_place(known->span, question->span)) {
		load_fault(load, DIAG_CATALOG_DUPLICATE, node, "%s", question->id);
	}
}
