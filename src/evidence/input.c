/* Finding what there is to read: bundle roots, archives, loose files. Nothing is read here but heads and manifests. */
#include "tenken/evidence/evidence.h"

#include <stdlib.h>

#include "evidence/bundle.h"
#include "tenken/base/file.h"
#include "tenken/base/limits.h"
#include "tenken/syntax/archive.h"

/* Enough for a decompressor to show the first tar header: libarchive hands out nothing before it has 64 KiB or the end. */
#define HEAD_BYTES ((size_t)256 << 10)

/* A damaged archive may no longer show its first header; its name still says what it was to be. */
static const char *const archive_endings[] = { ".tar", ".tar.gz", ".tgz", ".tar.xz", ".tar.zst", ".zip", NULL };

/* Documents that are zips inside: one thing each to whoever hands them in. */
static const char *const office_endings[] = { ".xlsx", ".xlsm", ".docx", ".pptx", ".ods", ".odt", NULL };

static bool
ends_in(const char *path, const char *const *endings)
{
	size_t len = strlen(path);

	for (; *endings; endings++)
		if (len >= strlen(*endings) && str_is_nocase(str_of(path + len - strlen(*endings)), *endings))
			return true;
	return false;
}

/* Sorts a path into archives and loose files by its first bytes. */
static void
add_file(struct run *run, struct input_list *list, struct input_source *loose, const char *path)
{
	struct arena *scratch = arena_new();
	struct str head;

	if (file_head(run, scratch, path, HEAD_BYTES, &head) == 0) {
		if (!ends_in(path, office_endings) && (archive_is(head) || ends_in(path, archive_endings)))
			vec_push(run->arena, &list->sources, (struct input_source){ .kind = SOURCE_ARCHIVE, .path = path });
		else
			vec_push(run->arena, &loose->paths, path);
	}
	arena_free(scratch);
}

/* What could not be gone through outside of all roots; inside, whoever reads the root says so. */
static void
report_unread(struct run *run, const struct file_list *files, const struct root_names *roots)
{
	for (size_t i = 0; i < files->unread.len; i++) {
		const struct diag *diag = &files->unread.items[i].diag;
		const char *name = files->unread.items[i].name;
		const char *folder = arena_strndup(run->arena, name, strlen(name) - (*name != '\0'));
		if (!root_of(roots, folder))
			diag_report(&run->diags, diag->id, diag->span, "%s", diag->detail);
	}
}

/* A folder: its bundle roots, and the files outside all of them. */
static void
add_folder(struct run *run, struct input_list *list, struct input_source *loose, const char *folder)
{
	struct file_list files;
	struct root_names roots = { 0 };

	if (file_walk(run, run->arena, folder, &files) != 0)
		return;
	for (size_t i = 0; i < files.entries.len; i++)
		root_note(run->arena, &roots, files.entries.items[i].name, files.entries.items[i].kind == FILE_FOLDER);
	root_settle(&roots);
	report_unread(run, &files, &roots);
	for (size_t i = 0; i < roots.list.len; i++) {
		const char *root = *roots.list.items[i] ? file_join(run->arena, folder, roots.list.items[i]) : folder;
		vec_push(run->arena, &list->sources, (struct input_source){ .kind = SOURCE_FOLDER, .path = root });
	}
	for (size_t i = 0; i < files.entries.len; i++) {
		const struct file_entry *entry = &files.entries.items[i];
		if (root_of(&roots, entry->name))
			continue;
		if (entry->kind == FILE_REGULAR)
			add_file(run, list, loose, file_join(run->arena, folder, entry->name));
		else if (entry->kind != FILE_FOLDER)
			diag_report(&run->diags, DIAG_FILE_KIND, (struct span){ .path = file_join(run->arena, folder, entry->name) },
			    "%s", entry->kind == FILE_LINK ? "symbolic link" : "special file");
	}
}

static int
compare_sources(const void *a, const void *b)
{
	const struct input_source *x = a, *y = b;

	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	return strcmp(x->path, y->path);
}

/* The same file or root named twice (a folder and a file in it) is read once. */
static void
sort_paths(struct input_list *list, struct input_source *loose)
{
	size_t kept = 0;

	if (list->sources.len)
		qsort(list->sources.items, list->sources.len, sizeof *list->sources.items, compare_sources);
	for (size_t i = 0; i < list->sources.len; i++)
		if (kept == 0 || compare_sources(&list->sources.items[kept - 1], &list->sources.items[i]) != 0)
			list->sources.items[kept++] = list->sources.items[i];
	list->sources.len = kept;
	if (loose->paths.len)
		qsort(loose->paths.items, loose->paths.len, sizeof *loose->paths.items, str_compare);
	kept = 0;
	for (size_t i = 0; i < loose->paths.len; i++)
		if (kept == 0 || strcmp(loose->paths.items[kept - 1], loose->paths.items[i]) != 0)
			loose->paths.items[kept++] = loose->paths.items[i];
	loose->paths.len = kept;
}

int
input_find(struct run *run, char *const *paths, size_t count, struct input_list *ret)
{
	struct input_list list = { 0 };
	struct input_source loose = { .kind = SOURCE_LOOSE };

	for (size_t i = 0; i < count; i++) {
		enum file_kind kind;
		const char *path = arena_strdup(run->arena, paths[i]);
		if (file_kind_of(path, &kind) == 0 && kind == FILE_FOLDER)
			add_folder(run, &list, &loose, path);
		else
			add_file(run, &list, &loose, path);   /* reports what cannot be opened */
	}
	sort_paths(&list, &loose);
	if (loose.paths.len)
		vec_push(run->arena, &list.sources, loose);
	if (list.sources.len == 0)
		return diag_report(&run->diags, DIAG_INPUT_EMPTY, (struct span){ 0 }, "%zu named", count);
	*ret = list;
	return 0;
}

struct instant
input_latest(struct run *run, const struct input_list *inputs)
{
	struct instant latest = { 0 };

	for (size_t i = 0; i < inputs->sources.len; i++) {
		const struct input_source *source = &inputs->sources.items[i];
		/* What is wrong with it is said when it is read for good. */
		struct run quiet = { .arena = arena_new(), .datadir = run->datadir };
		quiet.diags.arena = quiet.arena;
		struct instant time = source->kind == SOURCE_LOOSE ? (struct instant){ 0 } : bundle_peek_time(&quiet, source);
		if (time.is_known && (!latest.is_known || time.seconds > latest.seconds))
			latest = time;
		arena_free(quiet.arena);
	}
	return latest;
}
