/* manifest.xml (urn:tenken:manifest, version 1) and manifest.csv (host, path_in_bundle, original_path, command,
 * collected_at, sha256): whose evidence a bundle is, when it was collected, and what the files were then. */
#include "evidence/bundle.h"
#include "tenken/base/limits.h"
#include "tenken/syntax/csv.h"
#include "tenken/syntax/text.h"
#include "tenken/syntax/xml.h"

/* Files of many that all differ tell one story: the first few are enough. */
#define FILES_REPORTED 20

/* One manifest while it is read. */
struct manifest {
	struct run *run;
	struct bundle *bundle;
	bool is_peek;        /* for its time only: the files are not there */
	struct map listed;   /* names it speaks of */
	size_t doubts;
};

/* What the file says is not believed, and neither is what others of its kind say: the missing part may be the one that
 * would have failed. An absent file's kind can be told by its name only. */
static void
doubt(struct manifest *manifest, enum diag_id id, struct span at, const char *name, const char *detail)
{
	const struct file absent = { .name = name, .path = name, .bytes = STR("") };
	const struct file *file = map_get(&manifest->bundle->by_name, name);
	const struct parser *rival, *parser = parser_of(file ? file : &absent, &rival);

	if (manifest->doubts++ < FILES_REPORTED)
		diag_report(&manifest->run->diags, id, at, "%s", detail);
	if (parser)
		map_set(&manifest->bundle->doubted, parser->name, manifest->bundle);
}

/* Holds one file of the manifest against what is there. */
static void
check_file(struct manifest *manifest, struct span at, const char *name, const char *sha256, const char *command)
{
	struct arena *arena = manifest->bundle->arena;
	struct file *file = map_get(&manifest->bundle->by_name, name);

	if (manifest->is_peek)
		return;
	map_set(&manifest->listed, name, manifest);
	if (file)
		file->command = command;
	if (!file)
		doubt(manifest, DIAG_FILE_REMOVED, at, name, name);
	else if (sha256 && *sha256 && !file->link && !str_is_nocase(str_of(sha256), file->sha256))
		doubt(manifest, DIAG_DIGEST_MISMATCH, file_span(file, 0), name,
		    arena_printf(arena, "manifest says %.16s, the file is %.16s", sha256, file->sha256));
}

/* What the collector could not have although it was there. Why does not matter, only that its content is not known; nothing
 * ran in place of a command that is not installed, and what was absent is absent. */
static void
take_missing(struct manifest *manifest, const struct xml_node *missing)
{
	const char *path = xml_get(missing, "path"), *reason = xml_get(missing, "reason");
	bool is_absent = reason && (strcmp(reason, "absent") == 0 || strcmp(reason, "not-installed") == 0);

	if (!path || is_absent || manifest->is_peek)
		return;
	diag_report(&manifest->run->diags, DIAG_FILE_WITHHELD, missing->span, "%s: %s", path, reason ? reason : "?");
	bundle_withhold(manifest->bundle, path + strspn(path, "/"));
}

/* Files that came in beside what was collected: they may be the auditor's own, so they are read, and said. */
static void
check_unlisted(struct manifest *manifest)
{
	size_t count = 0;

	for (size_t i = 0; i < manifest->bundle->files.len; i++) {
		const struct file *file = &manifest->bundle->files.items[i];
		if (file->link || strcmp(file->name, "manifest.xml") == 0 || strcmp(file->name, "manifest.csv") == 0)
			continue;
		if (!map_get(&manifest->listed, file->name) && count++ < FILES_REPORTED)
			diag_report(&manifest->run->diags, DIAG_FILE_UNLISTED, file_span(file, 0), "%s", "");
	}
}

static void
set_subject(struct run *run, struct bundle *bundle, struct span at, const char *host, const char *collected_at)
{
	if (host && strcmp(host, "organisation") == 0)
		diag_report(&run->diags, DIAG_MANIFEST, at, "no host is called `%s'", host);
	else if (host && *host)
		bundle->subject = diag_escape(bundle->arena, host, LIMIT_PATH_BYTES);
	if (!collected_at || !*collected_at)
		return;
	bundle->collected_at = instant_parse(str_of(collected_at));
	if (!bundle->collected_at.is_known)
		diag_report(&run->diags, DIAG_MANIFEST, at, "collected-at `%s' is no RFC 3339 time", collected_at);
}

static void
read_xml(struct manifest *manifest, const struct file *file)
{
	struct run *run = manifest->run;
	struct bundle *bundle = manifest->bundle;
	struct xml_node *root;

	if (xml_parse(run, bundle->arena, file->path, file->bytes, &root) != 0) {
		bundle_withhold(bundle, "");   /* it may have named what could not be collected */
		return;
	}
	if (strcmp(root->name, "manifest") != 0 || strcmp(root->ns, "urn:tenken:manifest") != 0) {
		diag_report(&run->diags, DIAG_MANIFEST, root->span, "root element is `%s', not manifest of urn:tenken:manifest", root->name);
		bundle_withhold(bundle, "");
		return;
	}
	set_subject(run, bundle, root->span, xml_get(root, "host"), xml_get(root, "collected-at"));
	if (xml_get(root, "kind") && strcmp(xml_get(root, "kind"), "tenant") == 0)
		bundle->kind = "tenant";   /* a provider's exports, put together by hand */
	for (const struct xml_node *n = root->children; n; n = n->next)
		if (strcmp(n->name, "file") == 0 && xml_get(n, "path"))
			check_file(manifest, n->span, xml_get(n, "path"), xml_get(n, "sha256"), xml_get(n, "command"));
		else if (strcmp(n->name, "missing") == 0)
			take_missing(manifest, n);
}

/* Where a heading stands in the first row, or -1. */
static int
column_of(const struct csv_row *head, const char *name)
{
	for (size_t i = 0; i < head->count; i++)
		if (str_is_nocase(str_trim(head->cells[i]), name))
			return (int)i;
	return -1;
}

static const char *
cell(struct arena *arena, const struct csv_row *row, int column)
{
	if (column < 0 || (size_t)column >= row->count)
		return NULL;
	struct str text = str_trim(row->cells[column]);
	return arena_strndup(arena, text.ptr, text.len);
}

static void
read_csv(struct manifest *manifest, const struct file *file)
{
	struct run *run = manifest->run;
	struct bundle *bundle = manifest->bundle;
	struct text text;
	struct csv csv;

	if (text_decode(run, bundle->arena, file->path, file->bytes, &text) != 0 ||
	    csv_read(run, bundle->arena, file->path, text.utf8, &csv) != 0) {
		bundle_withhold(bundle, "");
		return;
	}
	if (csv.rows.len < 2)
		return;
	const struct csv_row *head = &csv.rows.items[0];
	int host = column_of(head, "host"), path = column_of(head, "path_in_bundle"), time = column_of(head, "collected_at"),
	    sha256 = column_of(head, "sha256"), command = column_of(head, "command");
	const char *first = NULL;
	for (size_t i = 1; i < csv.rows.len; i++) {
		const struct csv_row *row = &csv.rows.items[i];
		const char *name = cell(bundle->arena, row, path);
		const char *whose = cell(bundle->arena, row, host);
		if (i == 1) {
			set_subject(run, bundle, file_span(file, row->line), whose, cell(bundle->arena, row, time));
			first = whose;
		}
		if (name && whose && first && strcmp(whose, first) != 0 && !manifest->is_peek) {
			map_set(&manifest->listed, name, manifest);
			doubt(manifest, DIAG_MANIFEST, file_span(file, row->line), name,
			    "a second host in one bundle: each host needs a folder of its own");
		} else if (name) {
			check_file(manifest, file_span(file, row->line), name, cell(bundle->arena, row, sha256), cell(bundle->arena, row, command));
		}
	}
}

void
manifest_read(struct run *run, struct bundle *bundle)
{
	struct file *xml = map_get(&bundle->by_name, "manifest.xml"), *csv = map_get(&bundle->by_name, "manifest.csv");
	struct manifest manifest = { .run = run, .bundle = bundle, .listed = MAP_INIT(bundle->arena) };

	if (xml && !xml->link)
		read_xml(&manifest, xml);
	else if (csv && !csv->link)
		read_csv(&manifest, csv);
	/* A manifest that lists no file at all is one written by hand for the host's name and the date. */
	if (manifest.listed.len)
		check_unlisted(&manifest);
}

struct instant
manifest_time(struct run *run, struct arena *arena, const char *name, struct str bytes)
{
	struct bundle *bundle = bundle_new(arena, "", "host");
	struct manifest manifest = { .run = run, .bundle = bundle, .is_peek = true, .listed = MAP_INIT(arena) };
	const struct file file = { .name = name, .path = name, .bytes = bytes };

	if (str_has_suffix(str_of(name), ".xml"))
		read_xml(&manifest, &file);
	else
		read_csv(&manifest, &file);
	return bundle->collected_at;
}
