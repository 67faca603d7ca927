/* Workbooks (ECMA-376 part 1, SpreadsheetML; part 2, packages): which parts there are, and in which order the sheets stand.
 *
 * The zip is read in memory by syntax/archive, whose bounds hold (size, ratio, names); each part by syntax/xml, which takes
 * no document type and no entity. Parts are found by their relations and never by their usual names, so that what is read is
 * what Excel would show. External links, macros, pivot caches and everything else are not looked at. */
#include "tenken/syntax/xlsx.h"

#include "syntax/xlsx_part.h"
#include "tenken/base/limits.h"
#include "tenken/base/map.h"
#include "tenken/syntax/archive.h"

/* The opened package. */
struct package {
	struct run *run;
	struct arena *scratch;         /* of the zip's bytes */
	const char *name;
	struct archive_list parts;
	const char *book_part;         /* `xl/workbook.xml` */
	const struct xml_node *relations;   /* of the workbook */
};

bool
xlsx_is(struct str bytes)
{
	return str_has_prefix(bytes, "PK\x03\x04");
}

bool
xlsx_is_encrypted(struct str bytes)
{
	return str_has_prefix(bytes, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
}

static int
refuse(const struct package *package, const char *part, const char *why)
{
	const char *path = part ? arena_printf(package->run->arena, "%s!%s", package->name, part) : package->name;

	return diag_report(&package->run->diags, DIAG_WORKBOOK, (struct span){ .path = path }, "%s", why);
}

static const struct archive_member *
part_of(const struct package *package, const char *name)
{
	for (size_t i = 0; i < package->parts.members.len; i++) {
		const struct archive_member *member = &package->parts.members.items[i];
		if (member->kind == ARCHIVE_FILE && str_is_nocase(str_of(member->name), name))
			return member;
	}
	return NULL;
}

/* The tree of a part on `arena`; -1 (reported) when there is none or it is malformed. */
static int
read_part(const struct package *package, struct arena *arena, const char *part, const struct xml_node **ret)
{
	const struct archive_member *member = part_of(package, part);
	struct xml_node *root;

	if (!member)
		return refuse(package, part, "the part is missing");
	if (xml_parse(package->run, arena, arena_printf(package->run->arena, "%s!%s", package->name, part), member->bytes, &root) != 0)
		return -1;
	*ret = root;
	return 0;
}

/* The part that a target names, as seen from another part: `worksheets/sheet1.xml`, `/xl/styles.xml`, `../x`. Archive names
 * have no `..`, so one that would leave the package finds nothing. */
static const char *
resolve(struct arena *arena, const char *from, const char *target)
{
	const char *slash = strrchr(from, '/');
	int folder = slash && *target != '/' ? (int)(slash - from + 1) : 0;
	char *path = arena_printf(arena, "%.*s%s", folder, from, *target == '/' ? target + 1 : target);

	for (char *up; (up = strstr(path, "../"));) {
		char *start = up - (up > path);
		if (up > path && *start != '/')
			break;
		while (start > path && start[-1] != '/')
			start--;
		memmove(start, up + 3, strlen(up + 3) + 1);
	}
	return path;
}

/* The relation of that type (the last part of its URI, the same in both variants of the standard) or id. */
static const struct xml_node *
relation(const struct xml_node *relations, const char *type, const char *id)
{
	for (const struct xml_node *n = relations ? xml_child(relations, "Relationship") : NULL; n; n = xml_next(n, "Relationship")) {
		const char *own_type = xml_get(n, "Type"), *own_id = xml_get(n, "Id"), *mode = xml_get(n, "TargetMode");
		if (!own_type || !own_id || !xml_get(n, "Target") || (mode && strcmp(mode, "External") == 0))
			continue;
		const char *slash = strrchr(own_type, '/');
		if ((!type || (slash && strcmp(slash + 1, type) == 0)) && (!id || strcmp(own_id, id) == 0))
			return n;
	}
	return NULL;
}

/* Finds the workbook and its relations. */
static int
open_book(struct package *package, const struct xml_node **ret_book)
{
	struct arena *arena = package->scratch;
	const struct xml_node *top;

	if (read_part(package, arena, "_rels/.rels", &top) != 0)
		return -1;
	const struct xml_node *office = relation(top, "officeDocument", NULL);
	if (!office)
		return refuse(package, NULL, "no workbook in it");
	package->book_part = resolve(arena, "", xml_get(office, "Target"));
	const char *slash = strrchr(package->book_part, '/');
	const char *base = slash ? slash + 1 : package->book_part;
	const char *relations = arena_printf(arena, "%.*s_rels/%s.rels", (int)(base - package->book_part), package->book_part, base);
	if (read_part(package, arena, package->book_part, ret_book) != 0)
		return -1;
	return read_part(package, arena, relations, &package->relations);
}

/* A part that the sheets share, when the workbook has one. */
static int
read_shared(const struct package *package, struct xlsx_book *book, const char *type,
    void (*take)(struct xlsx_book *book, const struct xml_node *root))
{
	const struct xml_node *found = relation(package->relations, type, NULL), *root;

	if (!found)
		return 0;
	struct arena *tree = arena_new();
	int status = read_part(package, tree, resolve(package->scratch, package->book_part, xml_get(found, "Target")), &root);
	if (status == 0)
		take(book, root);
	arena_free(tree);
	return status;
}

/* Pictures, printer settings and macros are never looked at; their bytes are counted and not kept. */
static bool
is_part(const char *name)
{
	size_t len = strlen(name);

	return (len > 4 && str_is_nocase(str_of(name + len - 4), ".xml")) || (len > 5 && str_is_nocase(str_of(name + len - 5), ".rels"));
}

static bool
is_on(const char *value)
{
	return value && (strcmp(value, "1") == 0 || strcmp(value, "true") == 0);
}

/* Reads a worksheet. What is wrong with it is reported and costs it alone. */
static void
read_sheet(const struct package *package, struct xlsx_book *book, const struct xml_node *entry, const char *part, struct xlsx *ret)
{
	const char *name = xml_get(entry, "name"), *state = xml_get(entry, "state");
	struct xlsx_sheet sheet = { .name = arena_strdup(book->arena, name ? name : "?"),
		.is_hidden = state && strcmp(state, "visible") != 0 };
	const char *path = arena_printf(package->run->arena, "%s!%s", package->name,
	    diag_escape(package->scratch, sheet.name, LIMIT_PATH_BYTES));
	struct arena *tree = arena_new();
	const struct xml_node *root;

	if (read_part(package, tree, part, &root) == 0 && xlsx_sheet_read(book, path, root, &sheet) == 0)
		vec_push(book->arena, &ret->sheets, sheet);
	arena_free(tree);
}

/* All sheets in the order of their tabs. */
static int
read_sheets(const struct package *package, struct xlsx_book *book, const struct xml_node *root, struct xlsx *ret)
{
	const struct xml_node *list = xml_child(root, "sheets");
	struct map seen = MAP_INIT(package->scratch);

	for (const struct xml_node *n = list ? xml_child(list, "sheet") : NULL; n; n = xml_next(n, "sheet")) {
		const char *id = xml_get(n, "id");
		const struct xml_node *any = id ? relation(package->relations, NULL, id) : NULL;
		if (!any)
			return refuse(package, package->book_part, "a sheet that leads to no part");
		if (!relation(package->relations, "worksheet", id))
			continue;   /* a chart, a dialog */
		const char *part = resolve(package->scratch, package->book_part, xml_get(any, "Target"));
		/* One part twice would be read as often as somebody likes. */
		if (!map_add(&seen, part, (void *)(uintptr_t)1))
			return refuse(package, package->book_part, "two sheets of one part");
		read_sheet(package, book, n, part, ret);
	}
	return 0;
}

static int
read_book(struct package *package, struct xlsx_book *book, struct xlsx *ret)
{
	const struct xml_node *root;

	if (open_book(package, &root) != 0)
		return -1;
	const struct xml_node *properties = xml_child(root, "workbookPr");
	book->is_1904 = properties && is_on(xml_get(properties, "date1904"));
	if (read_shared(package, book, "styles", xlsx_styles) != 0 || read_shared(package, book, "sharedStrings", xlsx_strings) != 0)
		return -1;
	return read_sheets(package, book, root, ret);
}

int
xlsx_read(struct run *run, struct arena *arena, const char *name, struct str bytes, struct xlsx *ret)
{
	struct package package = { .run = run, .scratch = arena_new(), .name = name };
	struct xlsx_book book = { .run = run, .arena = arena };
	struct xlsx read = { 0 };
	int status = archive_members(run, package.scratch, name, bytes, is_part, &package.parts);

	if (status == 0)
		status = read_book(&package, &book, &read);
	arena_free(package.scratch);
	if (status == 0)
		*ret = read;
	return status;
}
