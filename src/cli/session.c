/* What commands share: where the data lies, loading a standard, reading the sources. */
#include "cli/command.h"

#include <stdlib.h>
#include <unistd.h>

#include "tenken/base/file.h"
#include "tenken/base/limits.h"

/* A set of rules takes as long to compile as so many hosts to be judged. */
#define LANE_SOURCES 16

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
	checks_list(standard->lanes.items[0], &list, run->arena);
	for (size_t i = 0; i < list.list.len; i++)
		map_set(&standard->titles.checks, list.list.items[i].id, list.list.items[i].title);
	mappings_titles(standard->mappings, &standard->titles.kinds);
}

static int
add_lane(struct run *run, struct standard *standard)
{
	struct checks *checks;

	if (checks_load(run, standard->profile.parameters.items, standard->profile.parameters.len, &checks) != 0)
		return -1;
	vec_push(run->arena, &standard->lanes, checks);
	return 0;
}

int
standard_widen(struct run *run, size_t sources, struct standard *standard)
{
	long processors = sysconf(_SC_NPROCESSORS_ONLN);

	while ((long)standard->lanes.len < processors && standard->lanes.len < LIMIT_LANES && standard->lanes.len < sources / LANE_SOURCES)
		if (add_lane(run, standard) != 0)
			return -1;
	return 0;
}

int
standard_load(struct run *run, const char *profile, struct standard *ret)
{
	if (profile_load(run, profile ? profile : DEFAULT_PROFILE, &ret->profile) != 0)
		return -1;
	if (add_lane(run, ret) != 0)
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
	if (run->collected_at.is_known && (!latest.is_known || latest.seconds < run->collected_at.seconds))
		latest = run->collected_at;
	run->as_of = instant_day(latest.is_known ? latest : clock_now());
	/* Whoever collects chooses the day that everything is held against: the reader of the report has to know. */
	diag_report(&run->diags, DIAG_AS_OF, (struct span){ 0 }, "%s: %s", day_text(run->arena, run->as_of),
	    latest.is_known ? "latest collection" : "today");
}
