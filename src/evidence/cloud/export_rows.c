/* From the bytes of a file to the rows of an export. The grammars are CSV with a heading row (export_csv.c), and JSON: a list, a
 * list somewhere in the document, single objects, several documents one after the other. Which of them a provider uses, and which
 * fields tell its export, the mapping says.
 *
 * A list of which more pages follow is no list of all: that must be seen here, or a rule would pass what it was not shown. */
#include "evidence/cloud/export.h"

#include "evidence/table/mapping.h"
#include "tenken/base/limits.h"
#include "tenken/syntax/base64.h"
#include "tenken/syntax/text.h"

#define HEAD_BYTES ((size_t)64 << 10)    /* of a file that is only looked at */
#define SEARCH_DEPTH 4                   /* objects and lists around the rows: answers of an interface, pages, a tool's dump */
#define KEY_BYTES 128

static bool
is_json(struct str text)
{
	text = str_trim(text);
	return text.len && (*text.ptr == '{' || *text.ptr == '[');
}

static bool
is_csv_name(const char *name)
{
	struct str path = str_of(name), ending = { path.ptr + (path.len > 4 ? path.len - 4 : 0), path.len > 4 ? 4 : path.len };

	return str_is_nocase(ending, ".csv") || str_is_nocase(ending, ".tsv");
}

static char
lowered(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 'a' - 'A') : c;
}

/* A copy in which names can be looked for without case. */
static struct str
lowered_copy(struct arena *arena, struct str text)
{
	char *copy = arena_strndup(arena, text.ptr, text.len);

	for (size_t i = 0; i < text.len; i++)
		copy[i] = lowered(copy[i]);
	return (struct str){ copy, text.len };
}

/* Whether the lowered text has a member of the name the path ends in. `@odata.nextLink` is one name; its end is enough to
 * look for. */
static bool
has_member(struct str text, const char *path)
{
	char key[KEY_BYTES];
	const char *point = strrchr(path, '.');

	if (snprintf(key, sizeof key, "%s\"", point ? point + 1 : path) >= (int)sizeof key)
		return false;
	for (char *p = key; *p; p++)
		*p = lowered(*p);
	return str_has(text, key);
}

static bool
has_any_member(struct str text, const struct export_field *field)
{
	for (size_t i = 0; i < field->paths.len; i++)
		if (has_member(text, field->paths.items[i]))
			return true;
	for (size_t i = 0; i < field->outer.len; i++)
		if (has_member(text, field->outer.items[i]))
			return true;
	return false;
}

/* Whether a document, lowered, may hold the export's own file. */
static bool
may_wrap(struct str text, const struct export *export)
{
	return export->content_at && has_member(text, export->content_at) && has_member(text, export->content_beside);
}

/* Whether the export's required fields all occur in the lowered text, or the list whose being empty says something. */
static bool
looks_like(struct str text, const struct export *export)
{
	size_t missing = 0;

	for (size_t i = 0; i < export->fields.len; i++)
		missing += export->fields.items[i].is_required && !has_any_member(text, &export->fields.items[i]);
	return missing == 0 || (export->none_at && has_member(text, export->none_at));
}

/* Whether the object, which stands in a list of `outer` (or NULL), has all required fields; null is there, too. Counts all the
 * fields it has. */
static bool
match_object(struct arena *arena, const struct export *export, const struct json *object, const struct json *outer, size_t *ret_found)
{
	size_t found = 0;

	if (object->kind != JSON_KIND_OBJECT)
		return false;
	for (size_t f = 0; f < export->fields.len; f++) {
		const struct export_field *field = &export->fields.items[f];
		struct json_list nodes = { 0 };
		for (size_t p = 0; p < field->paths.len; p++)
			json_select(arena, object, field->paths.items[p], &nodes);
		for (size_t p = 0; outer && p < field->outer.len; p++)
			json_select(arena, outer, field->outer.items[p], &nodes);
		if (field->is_required && nodes.nodes.len == 0)
			return false;
		found += nodes.nodes.len > 0;
	}
	*ret_found = found;
	return true;
}

/* The rows one mapping finds in a document. */
struct search {
	struct arena *arena;
	const struct export *export;
	VEC(struct export_row) rows;
	struct json_list lists;          /* those the rows are items of */
	size_t found;                    /* fields of the first row that has the required ones */
};

static void
add_row(struct search *search, const struct json *object, const struct json *outer)
{
	vec_push(search->arena, &search->rows, (struct export_row){ .object = object, .outer = outer, .line = object->line });
}

/* Takes what a path led to. A list counts when any of its items is such a row: then the others are, too, and one that lacks a
 * field will be said. */
static bool
take_target(struct search *search, const struct json *target, const struct json *outer)
{
	size_t found = 0;
	bool is_row = match_object(search->arena, search->export, target, outer, &found);

	if (is_row)
		add_row(search, target, outer);
	for (const struct json *item = target->kind == JSON_KIND_ARRAY ? target->children : NULL; item && !is_row; item = item->next)
		is_row = match_object(search->arena, search->export, item, outer, &found);
	if (!is_row)
		return false;
	if (target->kind == JSON_KIND_ARRAY) {
		vec_push(search->arena, &search->lists.nodes, target);
		for (const struct json *item = target->children; item; item = item->next)
			add_row(search, item, outer);
	}
	if (!search->found)
		search->found = found;
	return true;
}

/* Takes the list at that path in each of the objects a path led to. */
static bool
take_each(struct search *search, const struct json *target, const char *each)
{
	bool is_found = false;

	for (const struct json *item = target->kind == JSON_KIND_ARRAY ? target->children : target; item; item = item->next) {
		struct json_list found = { 0 };
		json_select(search->arena, item, each, &found);
		for (size_t i = 0; i < found.nodes.len && item->kind == JSON_KIND_OBJECT; i++)
			is_found |= found.nodes.items[i]->kind == JSON_KIND_ARRAY && take_target(search, found.nodes.items[i], item);
		if (item == target)
			break;
	}
	return is_found;
}

/* Looks for the rows at the node, else below it. */
static void
search_rows(struct search *search, const struct json *node, int depth)
{
	bool is_found = false;

	for (size_t p = 0; p < search->export->rows.len && !is_found; p++) {
		const struct export_source *source = &search->export->rows.items[p];
		struct json_list targets = { 0 };
		json_select(search->arena, node, source->at, &targets);
		for (size_t t = 0; t < targets.nodes.len; t++)
			is_found |= source->each ? take_each(search, targets.nodes.items[t], source->each)
			                         : take_target(search, targets.nodes.items[t], NULL);
	}
	for (const struct json *child = node->children; child && !is_found && depth < SEARCH_DEPTH; child = child->next)
		search_rows(search, child, depth + 1);
}

static bool
is_list(const struct search *search, const struct json *node)
{
	for (size_t i = 0; i < search->lists.nodes.len; i++)
		if (search->lists.nodes.items[i] == node)
			return true;
	return false;
}

/* A member that announces another page: there, and neither null, false, 0 nor empty. */
static bool
is_mark(const struct json *node)
{
	if (node->kind == JSON_KIND_NUMBER)
		return !str_is(node->text, "0");
	return node->kind == JSON_KIND_TRUE || (node->kind == JSON_KIND_STRING && node->text.len);
}

/* What one object says of further rows; false when nothing. */
static bool
tells_more(const struct opening *opening, const struct search *search, const struct json *object, struct export_table *ret)
{
	const struct paging *paging = &opening->mappings->paging;
	struct json_list marks = { 0 }, totals = { 0 };
	int64_t total;

	for (size_t i = 0; i < paging->more.len; i++)
		json_select(opening->arena, object, paging->more.items[i], &marks);
	for (size_t i = 0; i < paging->totals.len; i++)
		json_select(opening->arena, object, paging->totals.items[i], &totals);
	for (size_t i = 0; i < marks.nodes.len; i++)
		if (is_mark(marks.nodes.items[i])) {
			ret->incomplete = arena_printf(opening->arena, "%s: more pages follow", marks.nodes.items[i]->name);
			ret->incomplete_line = marks.nodes.items[i]->line;
			return true;
		}
	for (size_t i = 0; i < totals.nodes.len; i++)
		if (str_int(totals.nodes.items[i]->text, &total) && (uint64_t)total > search->rows.len) {
			ret->incomplete = arena_printf(opening->arena, "%zu of %lld rows", search->rows.len, (long long)total);
			ret->incomplete_line = totals.nodes.items[i]->line;
			return true;
		}
	return false;
}

/* What the objects around the rows say of further rows. The rows themselves may have members of any name. */
static bool
look_for_more(const struct opening *opening, const struct search *search, const struct json *node, int depth,
    struct export_table *ret)
{
	if (is_list(search, node) || depth > SEARCH_DEPTH)
		return false;
	if (node->kind == JSON_KIND_OBJECT && tells_more(opening, search, node, ret))
		return true;
	for (const struct json *child = node->children; child; child = child->next)
		if (look_for_more(opening, search, child, depth + 1, ret))
			return true;
	return false;
}

/* An empty list at the place where the mapping says that being empty means something. */
static bool
is_none(struct arena *arena, const struct export *export, const struct json *root)
{
	struct json_list found = { 0 };

	if (export->none_at)
		json_select(arena, root, export->none_at, &found);
	return found.nodes.len == 1 && found.nodes.items[0]->kind == JSON_KIND_ARRAY && !found.nodes.items[0]->children;
}

/* The mapping that finds the most fields, and its rows. One whose empty list means something comes after all that find rows. */
static struct search
choose_mapping(const struct opening *opening, const struct json *root, struct export_table *ret)
{
	struct arena *scratch = arena_new();
	struct str text = lowered_copy(scratch, opening->text);   /* to search it is cheaper than to search the tree */
	struct search best = { 0 };

	for (size_t e = 0; e < opening->mappings->exports.len; e++) {
		struct search search = { .arena = opening->arena, .export = &opening->mappings->exports.items[e] };
		if (!looks_like(text, search.export))
			continue;
		search_rows(&search, root, 0);
		if (search.found > best.found)
			best = search;
		if (!ret->export && is_none(opening->arena, search.export, root)) {
			ret->export = search.export;
			ret->is_none = true;
		}
	}
	arena_free(scratch);
	if (best.found) {
		ret->export = best.export;
		ret->is_none = false;
	}
	return best;
}

/* Lists within objects hold so many items and no more; nothing announces what was left out. */
static void
look_for_full_list(const struct opening *opening, const struct search *search, struct export_table *table)
{
	for (size_t i = 0; i < search->lists.nodes.len && search->rows.items[0].outer; i++) {
		const struct json *list = search->lists.nodes.items[i];
		int64_t count = 0;
		for (const struct json *item = list->children; item; item = item->next)
			count++;
		for (size_t p = 0; p < table->export->pages.len && !table->incomplete; p++)
			if (table->export->pages.items[p] == count) {
				table->incomplete = arena_printf(opening->arena, "a list of %lld, the most that is given", (long long)count);
				table->incomplete_line = list->line;
			}
	}
}

/* The text of a file that the document wraps as the export's mapping says; false when it is none. */
static bool
unwrap(struct arena *arena, const struct export *export, const struct json *root, struct str *ret)
{
	struct json_list found = { 0 };

	if (!export->content_at || !json_member(root, export->content_beside))
		return false;
	json_select(arena, root, export->content_at, &found);
	return found.nodes.len == 1 && found.nodes.items[0]->kind == JSON_KIND_STRING &&
	       base64_decode_new(arena, found.nodes.items[0]->text, ret);
}

/* The table inside the document, when it is the wrapped file of some export; that file's own lines are told. */
static int
open_wrapped(const struct opening *opening, const struct json *root, struct export_table *ret)
{
	for (size_t e = 0; e < opening->mappings->exports.len; e++) {
		const struct export *export = &opening->mappings->exports.items[e];
		struct opening inner = *opening;
		if (!unwrap(opening->arena, export, root, &inner.text))
			continue;
		struct file *file = arena_alloc(opening->arena, sizeof *file);
		*file = *opening->file;
		file->path = arena_printf(opening->arena, "%s!%s", file->path, export->content_at);
		inner.file = ret->file = file;
		return export_csv_open(&inner, ret);
	}
	return 0;
}

static int
open_json(const struct opening *opening, struct export_table *ret)
{
	struct json *root;

	if (json_parse(opening->run, opening->arena, opening->file->path, opening->text, &root) != 0)
		return -1;
	int status = open_wrapped(opening, root, ret);
	if (status != 0)
		return status;
	struct search search = choose_mapping(opening, root, ret);
	if (!ret->export)
		return 0;
	for (size_t i = 0; i < search.rows.len; i++)
		vec_push(opening->arena, &ret->rows, search.rows.items[i]);
	ret->row_count = ret->rows.len;
	look_for_full_list(opening, &search, ret);
	look_for_more(opening, &search, root, 0, ret);
	return 1;
}

/* As many rows as one page holds: where only the answer's header tells of further pages, that is all there is to see. */
static void
look_for_full_page(const struct opening *opening, struct export_table *table)
{
	bool are_nested = table->rows.len && table->rows.items[0].outer;   /* look_for_full_list has looked at each list */

	for (size_t i = 0; i < table->export->pages.len && !table->incomplete && !are_nested; i++)
		if ((uint64_t)table->export->pages.items[i] == table->row_count)
			table->incomplete = arena_printf(opening->arena, "%zu rows, exactly one page", table->row_count);
}

/* Most files of a host are told apart by their first byte, or by the BOM of UTF-16 and UTF-8. */
static bool
may_be_export(const struct file *file)
{
	struct str text = file->bytes;

	if (!file->mappings || text.len == 0)
		return false;
	return is_csv_name(file->name) || is_json(text) || strchr("\xff\xfe\xef", text.ptr[0]);
}

const struct export *
export_guess(const struct file *file)
{
	const struct export *guess = NULL;

	if (!may_be_export(file))
		return NULL;
	struct arena *scratch = arena_new();
	/* What is wrong with the file is said when it is read for good. */
	struct run quiet = { .arena = scratch, .diags.arena = scratch };
	struct opening opening = { .run = &quiet, .arena = scratch, .file = file, .mappings = file->mappings };
	struct text text;
	if (text_decode(&quiet, scratch, file->path, file->bytes, &text) == 0) {
		opening.text = (struct str){ text.utf8.ptr, text.utf8.len < HEAD_BYTES ? text.utf8.len : HEAD_BYTES };
		if (is_json(opening.text)) {
			struct str head = lowered_copy(scratch, opening.text);
			for (size_t e = 0; e < file->mappings->exports.len && !guess; e++)
				if (looks_like(head, &file->mappings->exports.items[e]) || may_wrap(head, &file->mappings->exports.items[e]))
					guess = &file->mappings->exports.items[e];
		} else if (is_csv_name(file->name)) {
			struct export_table table = { 0 };
			guess = export_csv_head(&opening, &table) == 1 ? table.export : NULL;
		}
	}
	arena_free(scratch);
	return guess;
}

int
export_open(struct run *run, struct arena *arena, const struct file *file, struct export_table *ret)
{
	struct opening opening = { .run = run, .arena = arena, .file = file, .mappings = file->mappings };
	struct export_table table = { .file = file };
	struct text text;

	if (text_decode(run, arena, file->path, file->bytes, &text) != 0)
		return -1;
	opening.text = text.utf8;
	int status = is_json(text.utf8) ? open_json(&opening, &table) : export_csv_open(&opening, &table);
	if (status != 1)
		return status;
	look_for_full_page(&opening, &table);
	table.encoding = text.is_guessed ? text.encoding : NULL;
	*ret = table;
	return 1;
}
