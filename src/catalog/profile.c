/* Profiles: OSCAL profile XML, resolved with all it imports. */
#include <stdlib.h>

#include "catalog/load.h"
#include "tenken/base/file.h"
#include "tenken/base/limits.h"

#define MAX_WEIGHT 100

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
collect_ids(struct load *load, const struct xml_node *import, const char *name, struct selection *selection, struct map *ids)
{
	for (const struct xml_node *n = xml_child(import, name); n; n = xml_next(n, name)) {
		const char *children = xml_get(n, "with-child-controls");
		load_children(load, n, "with-id");   /* `matching` is not read */
		for (const struct xml_node *w = xml_child(n, "with-id"); w; w = xml_next(w, "with-id")) {
			struct wanted *wanted = arena_alloc(load->run->arena, sizeof *wanted);
			*wanted = (struct wanted){ .id = xml_text(load->run->arena, w), .span = w->span,
				.with_children = children && strcmp(children, "yes") == 0 };
			map_set(ids, wanted->id, wanted);
			vec_push(load->run->arena, &selection->list, wanted);
		}
	}
}

/* What an import names must be there: an exclusion of nothing excludes nothing. */
static int
report_unfound(struct run *run, const struct selection *selection, const char *href)
{
	int status = 0;

	for (size_t i = 0; i < selection->list.len; i++)
		if (!selection->list.items[i]->is_found)
			status = diag_report(&run->diags, DIAG_CATALOG_REFERENCE, selection->list.items[i]->span, "%s is not in %s",
			    selection->list.items[i]->id, href);
	return status;
}

static void
read_import(struct load *load, const struct xml_node *import, const char *folder)
{
	struct run *run = load->run;
	const char *href = xml_get(import, "href");
	struct selection selection = { .is_all = xml_child(import, "include-all") != NULL, .with = MAP_INIT(run->arena),
		.without = MAP_INIT(run->arena) };
	struct xml_node *root;

	load_children(load, import, "include-all include-controls exclude-controls");
	if (!href || strstr(href, "://")) {
		load_fault(load, DIAG_CATALOG_REFERENCE, import, "import href `%s'", href ? href : "");
		return;
	}
	collect_ids(load, import, "include-controls", &selection, &selection.with);
	collect_ids(load, import, "exclude-controls", &selection, &selection.without);
	/* OSCAL: an import that names nothing to include takes all. */
	selection.is_all |= !xml_child(import, "include-controls");
	const char *path = *href == '/' ? href : file_join(run->arena, folder, href);
	if (read_tree(run, path, "catalog", &root) != 0 || catalog_read(run, root, stem_of(run->arena, href), &selection, load->profile) != 0 ||
	    report_unfound(run, &selection, href) != 0)
		load->faults++;
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
set_defaults(struct load *load, const struct xml_node *root)
{
	static const char *const names[] = { "weight-requirement", "weight-recommendation", "weight-informative" };
	struct profile *profile = load->profile;
	int64_t target = profile_number(profile, "target-level", 3), weights[MODALITY_LEGAL_DUTY + 1];

	if (target >= MATURITY_LEVELS)
		load_fault(load, DIAG_CATALOG_VALUE, root, "target-level %lld", (long long)target);
	for (size_t i = 0; i < MODALITY_LEGAL_DUTY; i++) {
		weights[i] = profile_number(profile, names[i], 1);
		if (weights[i] > MAX_WEIGHT)
			load_fault(load, DIAG_CATALOG_VALUE, root, "%s %lld", names[i], (long long)weights[i]);
	}
	weights[MODALITY_LEGAL_DUTY] = weights[MODALITY_REQUIREMENT];   /* the law asks no less */
	for (size_t i = 0; i < profile->controls.len; i++) {
		profile->controls.items[i]->target = (int)target;
		profile->controls.items[i]->weight = (int)weights[profile->controls.items[i]->modality];
	}
}

/* The whole number of a prop of an alter, at most `max`; `*ret` stays where the prop is absent or faulty. */
static void
read_number(struct load *load, const struct xml_node *add, const char *name, int max, int *ret)
{
	const char *value = prop_get(add, name, NULL);
	int64_t number;

	if (!value)
		return;
	if (str_int(str_of(value), &number) && number <= max)
		*ret = (int)number;
	else
		load_fault(load, DIAG_CATALOG_VALUE, add, "%s `%s'", name, value);
}

static void
read_alter(struct load *load, const struct xml_node *alter)
{
	const char *id = xml_get(alter, "control-id");
	struct control *control = id ? map_get(&load->profile->control_by_id, id) : NULL;

	load_children(load, alter, "add");   /* what `remove` would take away stays visible instead */
	if (!control) {
		load_fault(load, DIAG_CATALOG_REFERENCE, alter, "alter control-id `%s'", id ? id : "");
		return;
	}
	for (const struct xml_node *add = xml_child(alter, "add"); add; add = xml_next(add, "add")) {
		load_children(load, add, "prop");
		load_props(load, add, "target-level weight");
		read_number(load, add, "target-level", MATURITY_LEVELS - 1, &control->target);
		read_number(load, add, "weight", MAX_WEIGHT, &control->weight);
	}
}

/* Every parameter there is, is a limit in numbers. Anything else would make its comparisons neither true nor false, and
 * a check that asks for `not(x > limit)` would pass all. */
static bool
is_number(const char *text)
{
	double number;

	return str_double(str_of(text), &number) && number >= 0;
}

/* A level beyond the scale would let testimony confirm anything. */
static bool
is_beyond_scale(const char *name, const char *text)
{
	double number;

	return (strcmp(name, "testimony-max-level") == 0 || strcmp(name, "target-level") == 0) && str_double(str_of(text), &number) &&
	    number > MATURITY_LEVELS - 1;
}

/* A threshold that no catalogue declares would be set for nobody. */
static void
read_setting(struct load *load, const struct xml_node *node)
{
	const char *name = xml_get(node, "param-id");
	const struct xml_node *value = xml_child(node, "value");

	if (!name || !value)
		load_fault(load, DIAG_CATALOG_VALUE, node, "set-parameter without param-id or value");
	else if (!is_number(xml_text(load->run->arena, value)))
		load_fault(load, DIAG_CATALOG_VALUE, node, "parameter %s: `%s' is no number, or below 0", name, xml_text(load->run->arena, value));
	else if (is_beyond_scale(name, xml_text(load->run->arena, value)))
		load_fault(load, DIAG_CATALOG_VALUE, node, "parameter %s: `%s' is beyond level %d", name, xml_text(load->run->arena, value),
		    MATURITY_LEVELS - 1);
	else if (parameter_set(load->profile, name, xml_text(load->run->arena, value)) != 0)
		load_fault(load, DIAG_CATALOG_REFERENCE, node, "no catalogue declares the parameter %s", name);
}

/* Covers of controls that the profile leaves out go, and questions that then ask about nothing. */
static void
drop_uncovered(struct profile *profile)
{
	size_t kept = 0;

	for (size_t i = 0; i < profile->questions.len; i++) {
		struct question *question = profile->questions.items[i];
		size_t had = question->covers.len, left = 0;
		for (size_t k = 0; k < had; k++) {
			const char *id = question->covers.items[k];
			if (map_get(&profile->control_by_id, id) || !map_get(&profile->known_ids, id))
				question->covers.items[left++] = id;
		}
		question->covers.len = left;
		if (had == 0 || left > 0)
			profile->questions.items[kept++] = question;
	}
	if (kept == profile->questions.len)
		return;
	profile->questions.len = kept;
	profile->question_by_id = MAP_INIT(profile->question_by_id.arena);
	for (size_t i = 0; i < kept; i++)
		map_set(&profile->question_by_id, profile->questions.items[i]->id, profile->questions.items[i]);
}

static int
compare_parameters(const void *a, const void *b)
{
	return strcmp(((const struct parameter *)a)->name, ((const struct parameter *)b)->name);
}

static void
read_profile(struct load *load, const struct xml_node *root, const char *folder)
{
	const struct xml_node *modify = xml_child(root, "modify");
	struct profile *profile = load->profile;

	load_children(load, root, "metadata import merge modify back-matter");
	for (const struct xml_node *n = xml_child(root, "import"); n; n = xml_next(n, "import"))
		read_import(load, n, folder);
	if (modify)
		load_children(load, modify, "set-parameter alter");
	for (const struct xml_node *n = modify ? xml_child(modify, "set-parameter") : NULL; n; n = xml_next(n, "set-parameter"))
		read_setting(load, n);
	set_defaults(load, root);
	for (const struct xml_node *n = modify ? xml_child(modify, "alter") : NULL; n; n = xml_next(n, "alter"))
		read_alter(load, n);
	drop_uncovered(profile);
	if (profile->parameters.len)
		qsort(profile->parameters.items, profile->parameters.len, sizeof *profile->parameters.items, compare_parameters);
}

static void
read_metadata(struct run *run, const struct xml_node *root, struct profile *profile)
{
	const struct xml_node *metadata = xml_child(root, "metadata");
	const struct xml_node *title = metadata ? xml_child(metadata, "title") : NULL, *version = metadata ? xml_child(metadata, "version") : NULL;

	read_props(metadata, "title", title ? xml_text(run->arena, title) : profile->id, profile->title);
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
		.question_by_id = MAP_INIT(run->arena), .known_ids = MAP_INIT(run->arena) };
	struct load load = { .run = run, .profile = &profile };
	struct xml_node *root;
	enum file_kind kind;

	if (file_kind_of(path, &kind) != 0)
		return diag_report(&run->diags, DIAG_PROFILE_UNKNOWN, (struct span){ .path = path }, "%s", name);
	if (read_tree(run, path, "profile", &root) != 0)
		return -1;
	read_metadata(run, root, &profile);
	read_profile(&load, root, folder_of(run->arena, path));
	if (load.faults)
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
