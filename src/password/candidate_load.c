/* Loading the rules of candidates. A slip in them must not make an attack weaker in silence: what is not known here is refused. */
#include "password/candidate.h"

#include "tenken/base/file.h"
#include "tenken/base/limits.h"
#include "tenken/syntax/xml.h"

#define RULES "mappings/password-candidates.xml"

static const char *const forms[FORM_COUNT] = { [FORM_SAME] = "same", [FORM_LOWER] = "lower", [FORM_CAPITAL] = "capital", [FORM_UPPER] = "upper",
	[FORM_REVERSED] = "reversed", [FORM_DOUBLED] = "doubled", [FORM_LEET] = "leet" };
static const char *const endings[ENDING_COUNT] = { [ENDING_NONE] = "none", [ENDING_SHORT] = "short", [ENDING_YEAR] = "year",
	[ENDING_YEAR_MARK] = "year-mark", [ENDING_MARK_YEAR] = "mark-year", [ENDING_ERA] = "era" };
/* The lists that are not in the file (candidate.h). */
static const char *const given[] = { "user", "person", "number", "place", "context", "wordlist" };

static int
refuse(struct run *run, const struct xml_node *node, const char *what, struct str word)
{
	return diag_report(&run->diags, DIAG_CATALOG_VALUE, node->span, "%s: %s `%.*s'", node->name, what, (int)word.len, word.ptr);
}

static void
add_words(struct arena *arena, const struct xml_node *node, struct str_list *ret)
{
	struct str rest = str_of(xml_text(arena, node)), word;

	while ((word = str_token(&rest, " \t\n")).len)
		vec_push(arena, &ret->list, word);
}

/* The place of a word in a table, or -1. */
static int
place_of(struct str word, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (str_is(word, names[i]))
			return (int)i;
	return -1;
}

static int
load_step(struct run *run, const struct xml_node *node, struct candidate_rules *rules)
{
	struct candidate_step step = { .class = xml_get(node, "class") };
	const char *named[] = { xml_get(node, "words"), xml_get(node, "forms"), xml_get(node, "endings") };
	struct str word;

	if (!step.class || !named[0] || !named[1] || !named[2])
		return refuse(run, node, "needs class, words, forms and endings", STR(""));
	for (struct str rest = str_of(named[0]); (word = str_token(&rest, " ")).len;) {
		const char *id = arena_strndup(run->arena, word.ptr, word.len);
		if (place_of(word, given, sizeof given / sizeof *given) < 0 && !map_get(&rules->lists, id))
			return refuse(run, node, "no list", word);
		vec_push(run->arena, &step.words, id);
	}
	for (struct str rest = str_of(named[1]); (word = str_token(&rest, " ")).len;) {
		int place = place_of(word, forms, FORM_COUNT);
		if (place < 0)
			return refuse(run, node, "no form", word);
		vec_push(run->arena, &step.forms, (enum candidate_form)place);
	}
	for (struct str rest = str_of(named[2]); (word = str_token(&rest, " ")).len;) {
		int place = place_of(word, endings, ENDING_COUNT);
		if (place < 0)
			return refuse(run, node, "no ending", word);
		vec_push(run->arena, &step.endings, (enum candidate_ending)place);
	}
	vec_push(run->arena, &rules->steps, step);
	return 0;
}

static int
load_part(struct run *run, const struct xml_node *node, struct candidate_rules *rules)
{
	const char *id = xml_get(node, "id");

	if (strcmp(node->name, "step") == 0)
		return load_step(run, node, rules);
	if (strcmp(node->name, "words") == 0 && id && !map_get(&rules->lists, id)) {
		struct str_list *list = arena_alloc(run->arena, sizeof *list);
		add_words(run->arena, node, list);
		map_set(&rules->lists, id, list);
	} else if (strcmp(node->name, "endings") == 0 && id && strcmp(id, "short") == 0) {
		add_words(run->arena, node, &rules->endings);
	} else if (strcmp(node->name, "marks") == 0) {
		add_words(run->arena, node, &rules->marks);
	} else if (strcmp(node->name, "leet") == 0) {
		add_words(run->arena, node, &rules->leet);
	} else {
		return diag_report(&run->diags, DIAG_CATALOG_ELEMENT, node->span, "%s", node->name);
	}
	return 0;
}

int
candidate_rules_load(struct run *run, struct candidate_rules **ret)
{
	struct candidate_rules *rules = arena_alloc(run->arena, sizeof *rules);
	const char *path = file_join(run->arena, run->datadir, RULES);
	struct xml_node *root;
	struct str bytes;

	rules->lists = MAP_INIT(run->arena);
	if (file_read(run, run->arena, path, LIMIT_XML_BYTES, &bytes) != 0 || xml_parse(run, run->arena, path, bytes, &root) != 0)
		return -1;
	if (strcmp(root->name, "password-candidates") != 0)
		return diag_report(&run->diags, DIAG_CATALOG_ELEMENT, root->span, "%s", root->name);
	for (const struct xml_node *node = root->children; node; node = node->next)
		if (load_part(run, node, rules) != 0)
			return -1;
	for (size_t i = 0; i < rules->leet.list.len; i++)
		if (rules->leet.list.items[i].len != 2)
			return refuse(run, root, "leet is two characters each", rules->leet.list.items[i]);
	*ret = rules;
	return 0;
}
