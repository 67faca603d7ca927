/* Reading the bytes of a source into bundles. Folders and archives end as the same thing: names, bytes and links. */
#include "evidence/bundle.h"

#include <stdlib.h>

#include "tenken/base/digest.h"
#include "tenken/base/file.h"
#include "tenken/base/limits.h"
#include "tenken/syntax/archive.h"

#define ORGANISATION "organisation"
#define SCAN "scan"

static int
compare_files(const void *a, const void *b)
{
	return strcmp(((const struct file *)a)->name, ((const struct file *)b)->name);
}

struct bundle *
bundle_new(struct arena *arena, const char *subject, const char *kind)
{
	struct bundle *bundle = arena_alloc(arena, sizeof *bundle);

	*bundle = (struct bundle){ .arena = arena, .subject = diag_escape(arena, subject, LIMIT_PATH_BYTES), .kind = kind, .by_name = MAP_INIT(arena),
		.doubted = MAP_INIT(arena) };
	return bundle;
}

void
bundle_withhold(struct bundle *bundle, const char *name)
{
	vec_push(bundle->arena, &bundle->withheld, arena_strdup(bundle->arena, name));
}

static void
add_bytes(struct bundle *bundle, const char *name, const char *path, struct str bytes)
{
	/* Names come from hostile trees too; the path is what people and XML see of them. */
	struct file file = { .name = name, .path = diag_escape(bundle->arena, path, LIMIT_PATH_BYTES), .bytes = bytes,
		.mappings = bundle->mappings, .note = "" };

	file.sha256 = digest_sha256(bundle->arena, bytes);
	vec_push(bundle->arena, &bundle->files, file);
}

static void
add_link(struct bundle *bundle, const char *name, const char *path, const char *target)
{
	struct file file = { .name = name, .path = diag_escape(bundle->arena, path, LIMIT_PATH_BYTES), .bytes = STR(""), .link = target,
		.note = "" };

	file.sha256 = "";
	vec_push(bundle->arena, &bundle->files, file);
}

/* What does not tell when it was collected takes the auditor's word for it, and that is said. The results of a scanner
 * mostly carry the time of its run. */
static void
take_told_time(struct run *run, struct bundle *bundle)
{
	struct span at = { .path = bundle->subject };

	bundle->collected_at = run->collected_at;
	if (run->collected_at.is_known)
		diag_report(&run->diags, DIAG_COLLECTED_TOLD, at, "%s", instant_text(run->arena, run->collected_at));
	else if (strcmp(bundle->kind, SCAN) != 0)
		diag_report(&run->diags, DIAG_COLLECTED_UNKNOWN, at, "%s", "");
}

void
bundle_settle(struct run *run, struct bundle *bundle)
{
	if (bundle->files.len)
		qsort(bundle->files.items, bundle->files.len, sizeof *bundle->files.items, compare_files);
	for (size_t i = 0; i < bundle->files.len; i++)
		map_add(&bundle->by_name, bundle->files.items[i].name, &bundle->files.items[i]);
	if (strcmp(bundle->kind, ORGANISATION) == 0)
		return;
	manifest_read(run, bundle);
	if (!bundle->collected_at.is_known)
		take_told_time(run, bundle);
}

/* The last part of a path without the endings archives have. */
static const char *
base_name(struct arena *arena, const char *path)
{
	static const char *const endings[] = { ".tar", ".tar.gz", ".tgz", ".tar.xz", ".tar.zst", ".zip", NULL };
	size_t len = strlen(path);

	while (len > 1 && path[len - 1] == '/')
		len--;
	size_t start = len;
	while (start > 0 && path[start - 1] != '/')
		start--;
	struct str base = { path + start, len - start };
	for (int i = 0; endings[i]; i++)
		if (str_has_suffix(base, endings[i]) && base.len > strlen(endings[i])) {
			base.len -= strlen(endings[i]);
			break;
		}
	return arena_strndup(arena, base.ptr, base.len);
}

/* A folder named `.` or `..` has no name of its own: its real one stands for it. */
static const char *
folder_name(struct arena *arena, const char *path)
{
	const char *base = base_name(arena, path);

	if (strcmp(base, ".") != 0 && strcmp(base, "..") != 0 && *base)
		return base;
	char *real = realpath(path, NULL);
	if (!real)
		return base;
	base = base_name(arena, real);
	free(real);
	return base;
}

/* One entry of a folder. What is there and cannot be read is withheld; false when nothing more fits. */
static bool
read_entry(struct run *run, struct bundle *bundle, const struct input_source *source, const struct file_entry *entry,
    const char *subject, size_t *held)
{
	struct arena *arena = bundle->arena;
	const char *path = arena_printf(arena, "%s!/%s", subject, entry->name);
	struct str bytes;

	if (entry->kind == FILE_FOLDER)
		return true;
	if (entry->kind == FILE_LINK) {
		add_link(bundle, entry->name, path, entry->target);
		return true;
	}
	if (*held >= LIMIT_BUNDLE_BYTES) {
		diag_report(&run->diags, DIAG_LIMIT, (struct span){ .path = path }, "more than %u bytes in one bundle", LIMIT_BUNDLE_BYTES);
		bundle_withhold(bundle, "");
		return false;
	}
	if (entry->kind == FILE_OTHER) {
		diag_report(&run->diags, DIAG_FILE_KIND, (struct span){ .path = path }, "%s", "special file");
		bundle_withhold(bundle, entry->name);
	} else if (file_read(run, arena, file_join(arena, source->path, entry->name), LIMIT_FILE_BYTES, &bytes) != 0) {
		bundle_withhold(bundle, entry->name);
	} else {
		*held += bytes.len;
		add_bytes(bundle, entry->name, path, bytes);
	}
	return true;
}

static int
read_folder(struct run *run, const struct mappings *mappings, const struct input_source *source, struct bundles *ret)
{
	struct arena *arena = arena_new();
	struct file_list files;
	size_t held = 0;

	if (file_walk(run, arena, source->path, &files) != 0) {
		arena_free(arena);
		return -1;
	}
	const char *subject = folder_name(arena, source->path);
	struct bundle *bundle = bundle_new(arena, subject, "host");
	bundle->mappings = mappings;
	for (size_t i = 0; i < files.unread.len; i++) {
		const struct diag *diag = &files.unread.items[i].diag;
		diag_report(&run->diags, diag->id, diag->span, "%s", diag->detail);
		bundle_withhold(bundle, files.unread.items[i].name);
	}
	for (size_t i = 0; i < files.entries.len; i++)
		if (!read_entry(run, bundle, source, &files.entries.items[i], subject, &held))
			break;
	bundle_settle(run, bundle);
	vec_push(run->arena, &ret->list, bundle);
	return 0;
}

/* The bundle of one root in an archive, made at its first member. */
static struct bundle *
bundle_of_root(struct run *run, struct arena *arena, struct map *made, const struct input_source *source, const char *root,
    struct bundles *ret)
{
	const char *key = root ? root : "?";   /* no root is called so: `?` alone may be a folder, but then it is `?` too */
	struct bundle *bundle = map_get(made, key);

	if (bundle)
		return bundle;
	if (root)
		bundle = bundle_new(arena, base_name(arena, *root ? root : source->path), "host");
	else
		bundle = bundle_new(arena, ORGANISATION, ORGANISATION);
	map_set(made, key, bundle);
	vec_push(run->arena, &ret->list, bundle);
	return bundle;
}

static void
add_member(struct bundle *bundle, const struct input_source *source, const struct archive_member *member, const char *root)
{
	struct arena *arena = bundle->arena;
	const char *name = root && *root ? member->name + strlen(root) + 1 : member->name;
	const char *path = root ? arena_printf(arena, "%s!/%s", bundle->subject, name)
	                        : arena_printf(arena, "%s!/%s", source->path, name);

	if (member->kind == ARCHIVE_FILE)
		add_bytes(bundle, name, path, member->bytes);
	else if (member->is_hard)
		/* A hard link's target is a member's name; relative to the root it is an absolute link inside the bundle. */
		add_link(bundle, name, path, arena_printf(arena, "/%s",
		    root && *root && strlen(member->target) > strlen(root) ? member->target + strlen(root) + 1 : member->target));
	else
		add_link(bundle, name, path, member->target);
}

/* What could not be read of an archive: names where they are known, else it may be part of any of its bundles. */
static void
withhold_members(const struct archive_list *archive, const struct root_names *roots, struct map *made, const struct bundles *bundles,
    size_t first)
{
	for (size_t i = 0; i < archive->left_out.len; i++) {
		const char *name = archive->left_out.items[i], *root = *name ? root_of(roots, name) : NULL;
		struct bundle *bundle = root ? map_get(made, root) : NULL;
		if (bundle)
			bundle_withhold(bundle, *root ? name + strlen(root) + 1 : name);
		for (size_t b = first; !*name && b < bundles->list.len; b++)
			bundle_withhold(bundles->list.items[b], "");
	}
}

/* The roots among the members' names. */
static void
find_roots(struct arena *arena, const struct archive_list *archive, struct root_names *ret)
{
	for (size_t i = 0; i < archive->members.len; i++) {
		const struct archive_member *member = &archive->members.items[i];
		root_note(arena, ret, member->name, member->kind == ARCHIVE_FOLDER);
		/* Not every archive lists its folders. */
		for (const char *slash = strchr(member->name, '/'); slash; slash = strchr(slash + 1, '/'))
			root_note(arena, ret, arena_strndup(arena, member->name, (size_t)(slash - member->name)), true);
	}
	root_settle(ret);
}

static int
read_archive(struct run *run, const struct mappings *mappings, const struct input_source *source, struct bundles *ret)
{
	struct arena *arena = arena_new();
	struct archive_list archive = { 0 };
	struct root_names roots = { 0 };
	struct map made = MAP_INIT(arena);
	size_t first = ret->list.len;
	struct str bytes;

	if (file_read(run, arena, source->path, LIMIT_ARCHIVE_BYTES, &bytes) != 0) {
		arena_free(arena);
		return -1;
	}
	/* What was read before the damage is judged; the damage itself has been reported. */
	bool is_damaged = archive_members(run, arena, source->path, bytes, NULL, &archive) != 0;
	find_roots(arena, &archive, &roots);
	for (size_t i = 0; i < archive.members.len; i++) {
		const struct archive_member *member = &archive.members.items[i];
		const char *root = root_of(&roots, member->name);
		if (member->kind == ARCHIVE_FOLDER)
			continue;
		struct bundle *bundle = bundle_of_root(run, arena, &made, source, root, ret);
		bundle->mappings = mappings;
		add_member(bundle, source, member, root);
	}
	struct bundle *loose = map_get(&made, "?");
	withhold_members(&archive, &roots, &made, ret, first);
	for (size_t i = first; i < ret->list.len; i++)
		bundle_settle(run, ret->list.items[i]);
	if (loose)
		loose_split(run, loose, ret);
	if (ret->list.len == first) {
		arena_free(arena);
		return is_damaged ? -1 : diag_report(&run->diags, DIAG_INPUT_EMPTY, (struct span){ .path = source->path }, "%s", "");
	}
	return 0;
}

static int
read_loose(struct run *run, const struct mappings *mappings, const struct input_source *source, struct bundles *ret)
{
	struct arena *arena = arena_new();
	struct bundle *bundle = bundle_new(arena, ORGANISATION, ORGANISATION);

	bundle->mappings = mappings;
	size_t held = 0;
	for (size_t i = 0; i < source->paths.len; i++) {
		const char *path = source->paths.items[i];
		struct str bytes;
		if (held >= LIMIT_LOOSE_TOTAL) {
			diag_report(&run->diags, DIAG_LIMIT, (struct span){ .path = path }, "more than %u bytes outside of bundles", LIMIT_LOOSE_TOTAL);
		} else if (file_read(run, arena, path, LIMIT_LOOSE_BYTES, &bytes) == 0) {
			held += bytes.len;
			add_bytes(bundle, path, path, bytes);
		}
	}
	bundle_settle(run, bundle);
	vec_push(run->arena, &ret->list, bundle);
	loose_split(run, bundle, ret);
	return 0;
}

int
bundles_read(struct run *run, const struct mappings *mappings, const struct input_source *source, struct bundles *ret)
{
	switch (source->kind) {
	case SOURCE_FOLDER:
		return read_folder(run, mappings, source, ret);
	case SOURCE_ARCHIVE:
		return read_archive(run, mappings, source, ret);
	default:
		return read_loose(run, mappings, source, ret);
	}
}

static struct instant
later(struct instant a, struct instant b)
{
	return !a.is_known || (b.is_known && b.seconds > a.seconds) ? b : a;
}

static bool
is_manifest(const char *name)
{
	const char *slash = strrchr(name, '/'), *base = slash ? slash + 1 : name;

	return strcmp(base, "manifest.xml") == 0 || strcmp(base, "manifest.csv") == 0;
}

/* The manifests of an archive's roots; of everything else only the names are kept. */
static struct instant
peek_archive(struct run *run, const struct input_source *source)
{
	struct archive_list archive = { 0 };
	struct root_names roots = { 0 };
	struct instant latest = { 0 };
	struct str bytes;

	if (file_read(run, run->arena, source->path, LIMIT_ARCHIVE_BYTES, &bytes) != 0)
		return latest;
	archive_members(run, run->arena, source->path, bytes, is_manifest, &archive);
	find_roots(run->arena, &archive, &roots);
	for (size_t i = 0; i < archive.members.len; i++) {
		const struct archive_member *member = &archive.members.items[i];
		const char *root = is_manifest(member->name) && member->kind == ARCHIVE_FILE ? root_of(&roots, member->name) : NULL;
		const char *name = root && *root ? member->name + strlen(root) + 1 : member->name;
		if (root && !strchr(name, '/'))
			latest = later(latest, manifest_time(run, run->arena, name, member->bytes));
	}
	return latest;
}

struct instant
bundle_peek_time(struct run *run, const struct input_source *source)
{
	static const char *const names[] = { "manifest.xml", "manifest.csv" };
	struct str bytes;

	if (source->kind != SOURCE_FOLDER)
		return peek_archive(run, source);
	for (int i = 0; i < 2; i++) {
		const char *path = file_join(run->arena, source->path, names[i]);
		enum file_kind kind;
		if (file_kind_of(path, &kind) == 0 && file_read(run, run->arena, path, LIMIT_XML_BYTES, &bytes) == 0)
			return manifest_time(run, run->arena, names[i], bytes);
	}
	return (struct instant){ 0 };
}
