/* What commands share: where the data lies, loading a standard, reading the sources. */
#include "cli/command.h"

#include <stdlib.h>
#include <unistd.h>

#include "tenken/base/file.h"
#include "tenken/base/limits.h"

static bool
is_datadir(struct arena *arena, const char *folder)
{
	enum file_kind kind;

	return file_kind_of(file_join(arena, folder, "profiles"), &kind) == 0 && kind == FILE_FOLDER;
}

/* A program in its build tree has `tenken.data` beside it, which names the source tree. */
static const char *
build_tree_datadir(struct arena *arena)
{
	char self[LIMIT_PATH_BYTES];
	ssize_t len = readlink("/proc/self/exe", self, sizeof self - 1);
	struct run quiet = { .arena = arena, .diags.arena = arena };
	struct str text;

	if (len <= 0)
		return NULL;
	self[len] = '\0';
	*(strrchr(self, '/') + 1) = '\0';
	const char *pointer = file_join(arena, self, "tenken.data");
	enum file_kind kind;
	if (file_kind_of(pointer, &kind) != 0 || file_read(&quiet, arena, pointer, LIMIT_PATH_BYTES, &text) != 0)
		return NULL;
	text = str_trim(text);
	return arena_strndup(arena, text.ptr, text.len);
}

const char *
datadir_find(struct arena *arena)
{
	const char *folder = getenv("TENKEN_DATADIR");

	if (folder && *folder)
		return folder;
	folder = build_tree_datadir(arena);
	return folder && is_datadir(arena, folder) ? folder : PKGDATADIR;
}

void
diags_print(const struct run *run, size_t *next, enum diag_level least, enum lang lang)
{
	struct arena *scratch = arena_new();

	for (; *next < run->diags.list.len; (*next)++)
		if (diag_entry(run->diags.list.items[*next].id)->level >= least)
			fprintf(stderr, "%s\n", diag_text(scratch, &run->diags.list.items[*next], lang));
	if (run->diags.dropped)
		fprintf(stderr, "tenken: %zu more\n", run->diags.dropped);
	arena_free(scratch);
}

static void
fill_titles(struct run *run, struct standard *standard)
{
	struct check_list list = { 0 };

	standard->titles = (struct titles){ .checks = MAP_INIT(run->arena), .kinds = MAP_INIT(run->arena) };
	checks_list(standard->checks, &list, run->arena);
	for (size_t i = 0; i < list.list.len; i++)
		map_set(&standard->titles.checks, list.list.items[i].id, list.list.items[i].title);
	mappings_titles(standard->mappings, &standard->titles.kinds);
}

int
standard_load(struct run *run, const char *profile, struct standard *ret)
{
	if (profile_load(run, profile ? profile : DEFAULT_PROFILE, &ret->profile) != 0)
		return -1;
	if (checks_load(run, ret->profile.parameters.items, ret->profile.parameters.len, &ret->checks) != 0)
		return -1;
	if (mappings_load(run, &ret->mappings) != 0)
		return -1;
	fill_titles(run, ret);
	return 0;
}

void
as_of_settle(struct run *run, const char *option, const struct input_list *inputs)
{
	if (option) {
		run->as_of = day_parse(str_of(option));
		return;
	}
	struct instant latest = input_latest(run, inputs);
	run->as_of = instant_day(latest.is_known ? latest : clock_now());
	/* Whoever collects chooses the day that everything is held against: the reader of the report has to know. */
	diag_report(&run->diags, DIAG_AS_OF, (struct span){ 0 }, "%s: %s", day_text(run->arena, run->as_of),
	    latest.is_known ? "latest collection" : "today");
}

/* Two bundles of one subject are judged as one: all that either shows must hold, and copies dilute nothing. */
static void
note_twice(struct run *run, struct map *seen, const struct bundle *bundle)
{
	char *id = arena_strdup(run->arena, bundle->subject);

	if (!map_add(seen, id, id))
		diag_report(&run->diags, DIAG_SUBJECT_TWICE, (struct span){ .path = id }, "%s", "");
}

static bool
is_organisation(const struct bundle *bundle)
{
	return strcmp(bundle->kind, "organisation") == 0;
}

/* One bundle of the organisation from all: its files are those of every loose bundle, which stay alive with the run. */
static void
gather(struct run *run, struct bundle *all, const struct bundle *loose)
{
	for (size_t i = 0; i < loose->files.len; i++)
		vec_push(run->arena, &all->files, loose->files.items[i]);
}

static int
compare_paths(const void *a, const void *b)
{
	return strcmp(((const struct file *)a)->path, ((const struct file *)b)->path);
}

static int
take_bundle(struct run *run, const struct mappings *mappings, const struct reading *reading, struct bundle *bundle)
{
	struct subject subject = { .id = bundle->subject, .kind = bundle->kind, .collected_at = bundle->collected_at,
		.arena = bundle->arena };

	if (reading->is_parsed)
		evidence_parse(run, mappings, bundle, &subject);
	else
		evidence_recognise(run, bundle);
	return reading->take(reading->context, bundle, &subject);
}

static void
release_arena(void *arena)
{
	arena_free(arena);
}

int
sources_read(struct run *run, const struct mappings *mappings, const struct input_list *inputs, const struct reading *reading)
{
	struct map seen = MAP_INIT(run->arena);
	struct bundle organisation = { .arena = run->arena, .subject = "organisation", .kind = "organisation",
		.by_name = MAP_INIT(run->arena) };
	int status = 0;

	for (size_t i = 0; i < inputs->sources.len && status == 0; i++) {
		struct bundles bundles = { 0 };
		bool is_kept = false;
		if (bundles_read(run, &inputs->sources.items[i], &bundles) != 0)
			continue;
		struct arena *arena = bundles.list.items[0]->arena;
		for (size_t b = 0; b < bundles.list.len && status == 0; b++) {
			if (is_organisation(bundles.list.items[b])) {
				gather(run, &organisation, bundles.list.items[b]);
				is_kept = true;
				continue;
			}
			note_twice(run, &seen, bundles.list.items[b]);
			status = take_bundle(run, mappings, reading, bundles.list.items[b]);
		}
		if (is_kept)
			arena_cleanup(run->arena, release_arena, arena);
		else
			arena_free(arena);
	}
	if (status != 0)
		return status;
	if (organisation.files.len)
		qsort(organisation.files.items, organisation.files.len, sizeof *organisation.files.items, compare_paths);
	for (size_t f = 0; f < organisation.files.len; f++)
		map_add(&organisation.by_name, organisation.files.items[f].path, &organisation.files.items[f]);
	return take_bundle(run, mappings, reading, &organisation);
}
