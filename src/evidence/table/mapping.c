/* Loading the mapping files: knowledge that an auditor can read and correct. */
#include "evidence/table/mapping.h"

#include "tenken/base/buf.h"
#include "tenken/base/file.h"
#include "tenken/base/limits.h"
#include "tenken/syntax/text.h"
#include "tenken/syntax/xml.h"

#define NAMESPACE "urn:tenken:mapping"
#define OWN_TITLE_BYTES 24   /* eight kanji */

static int
read_root(struct run *run, const char *name, struct xml_node **ret_root)
{
	const char *path = arena_printf(run->arena, "%s/mappings/%s", run->datadir, name);
	struct str bytes;

	if (file_read(run, run->arena, path, LIMIT_XML_BYTES, &bytes) != 0)
		return -1;
	return xml_parse(run, run->arena, path, bytes, ret_root);
}

/* The root of one mapping file, its name and namespace checked. */
static int
load_file(struct run *run, const char *name, const char *root_name, struct xml_node **ret_root)
{
	struct xml_node *root;

	if (read_root(run, name, &root) != 0)
		return -1;
	if (strcmp(root->name, root_name) != 0 || strcmp(root->ns, NAMESPACE) != 0)
		return diag_report(&run->diags, DIAG_CATALOG_ELEMENT, root->span, "`%s', expected %s of %s", root->name, root_name, NAMESPACE);
	*ret_root = root;
	return 0;
}

/* A required attribute: missing is an error of the file. */
static int
need(struct run *run, const struct xml_node *node, const char *name, const char **ret)
{
	const char *value = xml_get(node, name);

	if (!value || !*value)
		return diag_report(&run->diags, DIAG_CATALOG_VALUE, node->span, "%s has no %s", node->name, name);
	*ret = value;
	return 0;
}

static int
load_log_classes(struct run *run, struct mappings *mappings)
{
	struct xml_node *root;

	if (load_file(run, "log-classes.xml", "log-classes", &root) != 0)
		return -1;
	for (const struct xml_node *n = xml_child(root, "log"); n; n = xml_next(n, "log")) {
		struct log_class class = { .via = xml_get(n, "via"), .is_security = true };
		const char *security = xml_get(n, "security");
		if (need(run, n, "match", &class.pattern) != 0 || need(run, n, "class", &class.class) != 0)
			return -1;
		class.is_security = !security || strcmp(security, "false") != 0;
		vec_push(run->arena, &mappings->log_classes, class);
	}
	return 0;
}

/* A day of the table; without the attribute DAY_UNKNOWN, unless it is needed. */
static int
load_day(struct run *run, const struct xml_node *node, const char *name, bool is_needed, int32_t *ret)
{
	const char *text = xml_get(node, name);

	*ret = text ? day_parse(str_of(text)) : DAY_UNKNOWN;
	if (*ret == DAY_UNKNOWN && (text || is_needed))
		return diag_report(&run->diags, DIAG_CATALOG_VALUE, node->span, "%s `%s'", name, text ? text : "");
	return 0;
}

static int
load_os_release(struct run *run, const struct xml_node *node, struct mappings *mappings)
{
	struct os_release release = { .version = xml_get(node, "version"), .title = xml_get(node, "title") };
	const char *minor = xml_get(node, "minor");

	if (need(run, node, "id", &release.id) != 0 || load_day(run, node, "eol", true, &release.eol) != 0 ||
	    load_day(run, node, "extended", false, &release.extended) != 0)
		return -1;
	if (!release.version && !release.title)
		return diag_report(&run->diags, DIAG_CATALOG_VALUE, node->span, "%s", "neither version nor title");
	release.is_any_minor = minor && strcmp(minor, "any") == 0;
	vec_push(run->arena, &mappings->os_releases, release);
	return 0;
}

static int
load_os_eol(struct run *run, struct mappings *mappings)
{
	struct xml_node *root;

	if (load_file(run, "os-eol.xml", "os-eol", &root) != 0)
		return -1;
	for (const struct xml_node *source = xml_child(root, "source"); source; source = xml_next(source, "source"))
		for (const struct xml_node *n = xml_child(source, "release"); n; n = xml_next(n, "release"))
			if (load_os_release(run, n, mappings) != 0)
				return -1;
	return 0;
}

static const char *
folded_text(struct run *run, const struct xml_node *node)
{
	return text_fold(run->arena, str_of(xml_text(run->arena, node)));
}

/* Phrases of all kinds stand at the root, those of one kind inside it. */
static int
load_kinds(struct run *run, const char *file, const char *root_name, struct title_kinds *kinds)
{
	struct xml_node *root;

	if (load_file(run, file, root_name, &root) != 0)
		return -1;
	for (const struct xml_node *n = xml_child(root, "not"); n; n = xml_next(n, "not"))
		vec_push(run->arena, &kinds->nots, folded_text(run, n));
	for (const struct xml_node *n = xml_child(root, "kind"); n; n = xml_next(n, "kind")) {
		struct title_kind kind = { 0 };
		for (int lang = 0; lang < LANG_COUNT; lang++)
			kind.title[lang] = "";
		const char *is_record = xml_get(n, "record");
		if (need(run, n, "id", &kind.id) != 0)
			return -1;
		kind.is_record = is_record && strcmp(is_record, "true") == 0;
		for (const struct xml_node *c = n->children; c; c = c->next) {
			enum lang lang = lang_find(xml_get(c, "xml:lang"));
			if (strcmp(c->name, "title") == 0) {
				kind.title[lang == LANG_COUNT ? LANG_JA : lang] = xml_text(run->arena, c);
				/* Its own name is a phrase, too, unless it is so short that it would take in others. */
				if (strlen(folded_text(run, c)) >= OWN_TITLE_BYTES)
					vec_push(run->arena, &kind.matches, folded_text(run, c));
			}
			else if (strcmp(c->name, "match") == 0)
				vec_push(run->arena, &kind.matches, folded_text(run, c));
			else if (strcmp(c->name, "not") == 0)
				vec_push(run->arena, &kind.nots, folded_text(run, c));
			else
				return diag_report(&run->diags, DIAG_CATALOG_ELEMENT, c->span, "%s", c->name);
		}
		vec_push(run->arena, &kinds->list, kind);
	}
	return 0;
}

/* The place of an attribute's value among `names`; `otherwise` when it is absent. */
static int
choice(struct run *run, const struct xml_node *node, const char *attribute, const char *const *names, int otherwise, int *ret)
{
	const char *value = xml_get(node, attribute);

	*ret = otherwise;
	if (!value)
		return 0;
	for (int i = 0; names[i]; i++)
		if (strcmp(names[i], value) == 0) {
			*ret = i;
			return 0;
		}
	return diag_report(&run->diags, DIAG_CATALOG_VALUE, node->span, "%s `%s'", attribute, value);
}

static int
load_column_part(struct run *run, const struct xml_node *node, struct table_column *column)
{
	struct word word = { .text = folded_text(run, node), .value = xml_get(node, "value"), .level = xml_get(node, "level"),
		.most = xml_get(node, "most"), .applicable = xml_get(node, "applicable") };

	if (strcmp(node->name, "heading") == 0)
		vec_push(run->arena, &column->headings, word.text);
	else if (strcmp(node->name, "word") == 0)
		vec_push(run->arena, &column->words, word);
	else if (strcmp(node->name, "doubt") == 0)
		vec_push(run->arena, &column->doubts, word.text);
	else
		return diag_report(&run->diags, DIAG_CATALOG_ELEMENT, node->span, "%s", node->name);
	return 0;
}

static int
load_column(struct run *run, const struct xml_node *node, struct table *table)
{
	static const char *const types[] = { "text", "date", "due", "time", "number", "days", "level", "boolean", "enum",
		NULL };
	static const char *const severals[] = { "agree", "first", "join", "earliest", NULL };
	struct table_column column = { 0 };
	const char *is_required = xml_get(node, "required");
	int type, several;

	if (need(run, node, "attribute", &column.attribute) != 0 || choice(run, node, "type", types, COLUMN_TEXT, &type) != 0 ||
	    choice(run, node, "several", severals, SEVERAL_AGREE, &several) != 0)
		return -1;
	column.type = (enum column_type)type;
	column.several = (enum column_several)several;
	column.is_cell_required = is_required && strcmp(is_required, "true") == 0;
	column.is_required = column.is_cell_required || (is_required && strcmp(is_required, "heading") == 0);
	for (const struct xml_node *c = node->children; c; c = c->next)
		if (load_column_part(run, c, &column) != 0)
			return -1;
	vec_push(run->arena, &table->columns, column);
	return 0;
}

/* Makes the table's headings known. */
static void
index_headings(struct run *run, struct mappings *mappings, size_t t)
{
	const struct table *table = &mappings->tables.items[t];

	for (size_t c = 0; c < table->columns.len; c++)
		for (size_t h = 0; h < table->columns.items[c].headings.len; h++) {
			const char *heading = table->columns.items[c].headings.items[h];
			struct heading_use *use = arena_alloc(run->arena, sizeof *use);
			*use = (struct heading_use){ t, c, h, map_get(&mappings->headings, heading) };
			map_set(&mappings->headings, heading, use);
		}
}

static int
load_table(struct run *run, const char *name, struct mappings *mappings)
{
	struct xml_node *root;
	struct table table = { 0 };

	if (load_file(run, name, "table", &root) != 0 || need(run, root, "id", &table.id) != 0 ||
	    need(run, root, "record", &table.record) != 0)
		return -1;
	table.name_from = xml_get(root, "name-from");
	for (const struct xml_node *n = root->children; n; n = n->next) {
		if (strcmp(n->name, "blank") == 0)
			vec_push(run->arena, &table.blanks, text_narrow(run->arena, str_of(xml_text(run->arena, n))));
		else if (strcmp(n->name, "aside") == 0)
			vec_push(run->arena, &table.asides, folded_text(run, n));
		else if (strcmp(n->name, "not-aside") == 0)
			vec_push(run->arena, &table.not_asides, folded_text(run, n));
		else if (strcmp(n->name, "column") != 0)
			return diag_report(&run->diags, DIAG_CATALOG_ELEMENT, n->span, "%s", n->name);
		else if (load_column(run, n, &table) != 0)
			return -1;
	}
	vec_push(run->arena, &mappings->tables, table);
	index_headings(run, mappings, mappings->tables.len - 1);
	return 0;
}

/* Any other file says what it is by its root: a table of the organisation, a provider's export, what pages look like. */
static int
load_other(struct run *run, const char *name, struct mappings *mappings)
{
	struct xml_node *root;
	struct export export;

	if (read_root(run, name, &root) != 0)
		return -1;
	if (strcmp(root->ns, NAMESPACE) == 0 && strcmp(root->name, "paging") == 0)
		return paging_load(run, root, &mappings->paging);
	if (strcmp(root->ns, NAMESPACE) != 0 || strcmp(root->name, "export") != 0)
		return load_table(run, name, mappings);
	if (export_load(run, root, &export) != 0)
		return -1;
	vec_push(run->arena, &mappings->exports, export);
	return 0;
}

/* The files that are no tables, each of a form of its own. */
static bool
is_own_form(const char *name)
{
	static const char *const names[] = { "log-classes.xml", "document-kinds.xml", "training-kinds.xml", "os-eol.xml", "password-candidates.xml" };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strcmp(name, names[i]) == 0)
			return true;
	return false;
}

int
mappings_load(struct run *run, struct mappings **ret)
{
	struct mappings *mappings = arena_alloc(run->arena, sizeof *mappings);
	struct file_list files;

	mappings->headings = MAP_INIT(run->arena);
	if (load_log_classes(run, mappings) != 0 ||
	    load_kinds(run, "document-kinds.xml", "document-kinds", &mappings->document_kinds) != 0 ||
	    load_kinds(run, "training-kinds.xml", "training-kinds", &mappings->training_kinds) != 0 || load_os_eol(run, mappings) != 0)
		return -1;
	/* Every other mapping is a table or an export: a new one of a known grammar is a new file here and no C. */
	if (file_walk(run, run->arena, arena_printf(run->arena, "%s/mappings", run->datadir), &files) != 0)
		return -1;
	for (size_t i = 0; i < files.entries.len; i++) {
		const char *name = files.entries.items[i].name;
		if (!str_has_suffix(str_of(name), ".xml") || is_own_form(name))
			continue;
		if (load_other(run, name, mappings) != 0)
			return -1;
	}
	*ret = mappings;
	return 0;
}

void
mappings_titles(const struct mappings *mappings, struct map *ret)
{
	for (size_t i = 0; i < mappings->document_kinds.list.len; i++)
		map_set(ret, mappings->document_kinds.list.items[i].id, mappings->document_kinds.list.items[i].title);
}

void
log_classify(const struct parse *parse, struct record *log)
{
	const struct mappings *mappings = parse->mappings;
	const char *class = "other", *via = NULL;
	bool is_security = true;

	/* A path with `..` in it is not where its pattern says: no line of the table speaks for it. */
	bool is_plain = !strstr(log->name, "/../") && !strstr(log->name, "/./") && !strstr(log->name, "//");
	for (size_t i = 0; is_plain && i < mappings->log_classes.len; i++) {
		const struct log_class *entry = &mappings->log_classes.items[i];
		if (str_glob(entry->pattern, log->name)) {
			class = entry->class;
			via = entry->via;
			is_security = entry->is_security;
			break;
		}
	}
	record_set_bool(parse->subject, log, "security", is_security);
	record_set(parse->subject, log, "class", class);
	record_set(parse->subject, log, "via", via);
}

static bool
has_any(const char *const *phrases, size_t count, struct str title)
{
	for (size_t i = 0; i < count; i++)
		if (*phrases[i] && str_has(title, phrases[i]))
			return true;
	return false;
}

/* Whether a word of the title makes it another document: a proposal, a quotation, somebody else's. Words that the kind's own
 * phrases use (外部依頼への開示基準) do not. */
static bool
is_disowned(const struct title_kinds *kinds, const struct title_kind *kind, struct str title)
{
	for (size_t i = 0; i < kinds->nots.len; i++) {
		const char *word = kinds->nots.items[i];
		bool is_own = false;
		for (size_t k = 0; k < kind->matches.len && !is_own; k++)
			is_own = strstr(kind->matches.items[k], word) != NULL;
		if (!is_own && *word && str_has(title, word))
			return true;
	}
	return false;
}

/* 案 in brackets or at the end: folding would join it to the words before it. */
static bool
is_proposal(struct str title)
{
	return str_has_suffix(title, "案") || str_has(title, "(案") || str_has(title, "（案") || str_has(title, "案)") || str_has(title, "案）");
}

const char *
title_kinds_of(const struct title_kinds *kinds, struct arena *arena, struct str title)
{
	struct str folded = str_of(text_fold(arena, title));
	struct buf ids = BUF_INIT(LIMIT_CELL_BYTES);

	if (is_proposal(str_trim(title)))
		return "";
	for (size_t i = 0; i < kinds->list.len; i++) {
		const struct title_kind *kind = &kinds->list.items[i];
		if (has_any(kind->matches.items, kind->matches.len, folded) && !has_any(kind->nots.items, kind->nots.len, folded) &&
		    !is_disowned(kinds, kind, folded))
			buf_printf(&ids, "%s%s", ids.len ? " " : "", kind->id);
	}
	const char *text = arena_strndup(arena, ids.ptr ? ids.ptr : "", ids.len);
	buf_free(&ids);
	return text;
}
