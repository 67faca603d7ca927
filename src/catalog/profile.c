/* Profiles: OSCAL profile XML, resolved with all it imports. */
#include <stdlib.h>

#include "catalog/load.h"
#include "tenken/base/file.h"
#include "tenken/base/limits.h"

/* The folder part of a path, without the last slash; "." where there is none. */
static const char *
folder_of(struct arena *arena, const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? arena_strndup(arena, path, (size_t)(slash - path)) : ".";
}

static const char *
stem_of(struct arena *arena, const char *path)
{
	const char *slash = strrchr(path, '/');
	struct str base = str_of(slash ? slash + 1 : path);

	return arena_strndup(arena, base.ptr, str_has_suffix(base, ".xml") ? base.len - 4 : base.len);
}

static int
read_tree(struct run *run, const char *path, const char *root_name, struct xml_node **ret)
{
	struct xml_node *root;
	struct str bytes;

	if (file_read(run, run->arena, path, LIMIT_XML_BYTES, &bytes) != 0 || xml_parse(run, run->arena, path, bytes, &root) != 0)
		return -1;
	if (strcmp(root->name, root_name) != 0 || strcmp(root->ns, OSCAL_NS) != 0)
		return diag_report(&run->diags, DIAG_CATALOG_ELEMENT, root->span, "`%s', expected %s of OSCAL", root->name, root_name);
	*ret = root;
	return 0;
}

/* The ids under with-id of include-controls or exclude-controls. */
static void
collect_ids(struct run *run, const struct xml_node *import, const char *name, struct map *ids)
{
	*ids = MAP_INIT(run->arena);
	for (const struct xml_node *n = xml_child(import, name); n; n = xml_next(n, name))
		for (const struct xml_node *w = xml_child(n, "with-id"); w; w = xml_next(w, "with-id")) {
			char *id = arena_strdup(run->arena, xml_text(run->arena, w));
			map_set(ids, id, id);
		}
}

static int
read_import(struct run *run, const struct xml_node *import, const char *folder, struct profile *profile)
{
	const char *href = xml_get(import, "href");
	struct selection selection = { .is_all = xml_child(import, "include-all") != NULL };
	struct xml_node *root;

	if (!href || strstr(href, "://"))
		return diag_report(&run->diags, DIAG_CATALOG_REFERENCE, import->span, "import href `%s'", href ? href : "");
	collect_ids(run, import, "include-controls", &selection.with);
	collect_ids(run, import, "exclude-controls", &selection.without);
	const char *path = *href == '/' ? href : file_join(run->arena, folder, href);
	if (read_tree(run, path, "catalog", &root) != 0)
		return -1;
	return catalog_read(run, root, stem_of(run->arena, href), &selection, profile);
}

const char *
profile_parameter(const struct profile *profile, const char *name)
{
	for (size_t i = 0; i < profile->parameters.len; i++)
		if (strcmp(profile->parameters.items[i].name, name) == 0)
			return profile->parameters.items[i].value;
	return NULL;
}

int64_t
profile_number(const struct profile *profile, const char *name, int64_t fallback)
{
	const char *value = profile_parameter(profile, name);
	int64_t number;

	return value && str_int(str_of(value), &number) ? number : fallback;
}

/* Target and weight by the profile's parameters; alters for single controls follow. */
static void
set_defaults(struct profile *profile)
{
	static const char *const names[] = { "weight-requirement", "weight-recommendation", "weight-informative", "weight-requirement" };
	int target = (int)profile_number(profile, "target-level", 3);

	for (size_t i = 0; i < profile->controls.len; i++) {
		profile->controls.items[i]->target = target;
		profile->controls.items[i]->weight = (int)profile_number(profile, names[profile->controls.items[i]->modality], 1);
	}
}

static int
read_alter(struct run *run, const struct xml_node *alter, struct profile *profile)
{
	const char *id = xml_get(alter, "control-id");
	struct control *control = id ? map_get(&profile->control_by_id, id) : NULL;

	if (!control)
		return diag_report(&run->diags, DIAG_CATALOG_REFERENCE, alter->span, "alter control-id `%s'", id ? id : "");
	for (const struct xml_node *add = xml_child(alter, "add"); add; add = xml_next(add, "add")) {
		const char *target = prop_get(add, "target-level", NULL), *weight = prop_get(add, "weight", NULL);
		int64_t number;
		if (target && (!str_int(str_of(target), &number) || number > 5))
			return diag_report(&run->diags, DIAG_CATALOG_VALUE, add->span, "target-level `%s'", target);
		if (target)
			control->target = (int)number;
		if (weight && (!str_int(str_of(weight), &number) || number > 100))
			return diag_report(&run->diags, DIAG_CATALOG_VALUE, add->span, "weight `%s'", weight);
		if (weight)
			control->weight = (int)number;
	}
	return 0;
}

static int
compare_parameters(const void *a, const void *b)
{
	return strcmp(((const struct parameter *)a)->name, ((const struct parameter *)b)->name);
}

static int
read_profile(struct run *run, const struct xml_node *root, const char *folder, struct profile *profile)
{
	const struct xml_node *modify = xml_child(root, "modify");

	for (const struct xml_node *n = xml_child(root, "import"); n; n = xml_next(n, "import"))
		if (read_import(run, n, folder, profile) != 0)
			return -1;
	for (const struct xml_node *n = modify ? xml_child(modify, "set-parameter") : NULL; n; n = xml_next(n, "set-parameter")) {
		const struct xml_node *value = xml_child(n, "value");
		if (!xml_get(n, "param-id") || !value)
			return diag_report(&run->diags, DIAG_CATALOG_VALUE, n->span, "%s", "set-parameter without param-id or value");
		parameter_set(run, profile, xml_get(n, "param-id"), xml_text(run->arena, value));
	}
	set_defaults(profile);
	for (const struct xml_node *n = modify ? xml_child(modify, "alter") : NULL; n; n = xml_next(n, "alter"))
		if (read_alter(run, n, profile) != 0)
			return -1;
	if (profile->parameters.len)
		qsort(profile->parameters.items, profile->parameters.len, sizeof *profile->parameters.items, compare_parameters);
	return 0;
}

static void
read_metadata(struct run *run, const struct xml_node *root, struct profile *profile)
{
	const struct xml_node *metadata = xml_child(root, "metadata");
	const struct xml_node *title = metadata ? xml_child(metadata, "title") : NULL, *version = metadata ? xml_child(metadata, "version") : NULL;
	const char *en = metadata ? prop_get(metadata, "title", "en") : NULL;

	profile->title[LANG_JA] = title ? xml_text(run->arena, title) : profile->id;
	profile->title[LANG_EN] = en ? en : profile->title[LANG_JA];
	profile->version = version ? xml_text(run->arena, version) : "";
	profile->edition = metadata ? prop_get(metadata, "edition", NULL) : NULL;
	if (!profile->edition)
		profile->edition = "";
}

int
profile_load(struct run *run, const char *name, struct profile *ret)
{
	bool is_file = strchr(name, '/') || str_has_suffix(str_of(name), ".xml");
	const char *path = is_file ? name : arena_printf(run->arena, "%s/profiles/%s.xml", run->datadir, name);
	struct profile profile = { .id = stem_of(run->arena, path), .control_by_id = MAP_INIT(run->arena),
		.question_by_id = MAP_INIT(run->arena) };
	struct xml_node *root;
	enum file_kind kind;

	if (file_kind_of(path, &kind) != 0)
		return diag_report(&run->diags, DIAG_PROFILE_UNKNOWN, (struct span){ .path = path }, "%s", name);
	if (read_tree(run, path, "profile", &root) != 0)
		return -1;
	read_metadata(run, root, &profile);
	if (read_profile(run, root, folder_of(run->arena, path), &profile) != 0)
		return -1;
	*ret = profile;
	return 0;
}

int
profile_list(struct run *run, struct file_names *ret)
{
	struct file_list files;

	if (file_walk(run, run->arena, arena_printf(run->arena, "%s/profiles", run->datadir), &files) != 0)
		return -1;
	for (size_t i = 0; i < files.entries.len; i++)
		if (files.entries.items[i].kind == FILE_REGULAR && str_has_suffix(str_of(files.entries.items[i].name), ".xml"))
			vec_push(run->arena, &ret->list, stem_of(run->arena, files.entries.items[i].name));
	return 0;
}
