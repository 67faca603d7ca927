/* manifest.xml (urn:tenken:manifest, version 1) and manifest.csv (host, path_in_bundle, original_path, command,
 * collected_at, sha256): whose evidence a bundle is, when it was collected, and what the files were then. */
#include "evidence/bundle.h"
#include "tenken/base/limits.h"
#include "tenken/syntax/csv.h"
#include "tenken/syntax/text.h"
#include "tenken/syntax/xml.h"

/* Digests of many files that all differ tell one story: the first few are enough. */
#define DIGESTS_REPORTED 20

static void
check_digest(struct run *run, struct bundle *bundle, const char *name, const char *sha256, size_t *mismatches)
{
	const struct file *file = map_get(&bundle->by_name, name);

	if (!sha256 || !*sha256 || !file || file->link || str_is_nocase(str_of(sha256), file->sha256))
		return;
	if ((*mismatches)++ < DIGESTS_REPORTED)
		diag_report(&run->diags, DIAG_DIGEST_MISMATCH, file_span(file, 0), "manifest says %.16s, the file is %.16s", sha256,
		    file->sha256);
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
read_xml(struct run *run, struct bundle *bundle, const struct file *file)
{
	struct xml_node *root;
	size_t mismatches = 0;

	if (xml_parse(run, bundle->arena, file->path, file->bytes, &root) != 0)
		return;
	if (strcmp(root->name, "manifest") != 0 || strcmp(root->ns, "urn:tenken:manifest") != 0) {
		diag_report(&run->diags, DIAG_MANIFEST, root->span, "root element is `%s', not manifest of urn:tenken:manifest", root->name);
		return;
	}
	set_subject(run, bundle, root->span, xml_get(root, "host"), xml_get(root, "collected-at"));
	for (const struct xml_node *n = root->children; n; n = n->next)
		if (strcmp(n->name, "file") == 0 && xml_get(n, "path"))
			check_digest(run, bundle, xml_get(n, "path"), xml_get(n, "sha256"), &mismatches);
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
read_csv(struct run *run, struct bundle *bundle, const struct file *file)
{
	struct text text;
	struct csv csv;
	size_t mismatches = 0;

	if (text_decode(run, bundle->arena, file->path, file->bytes, &text) != 0 ||
	    csv_read(run, bundle->arena, file->path, text.utf8, &csv) != 0 || csv.rows.len < 2)
		return;
	const struct csv_row *head = &csv.rows.items[0];
	int host = column_of(head, "host"), path = column_of(head, "path_in_bundle"), time = column_of(head, "collected_at"),
	    sha256 = column_of(head, "sha256");
	for (size_t i = 1; i < csv.rows.len; i++) {
		const struct csv_row *row = &csv.rows.items[i];
		const char *name = cell(bundle->arena, row, path);
		if (i == 1)
			set_subject(run, bundle, file_span(file, row->line), cell(bundle->arena, row, host), cell(bundle->arena, row, time));
		if (name)
			check_digest(run, bundle, name, cell(bundle->arena, row, sha256), &mismatches);
	}
}

void
manifest_read(struct run *run, struct bundle *bundle)
{
	struct file *xml = map_get(&bundle->by_name, "manifest.xml"), *csv = map_get(&bundle->by_name, "manifest.csv");

	if (xml && !xml->link)
		read_xml(run, bundle, xml);
	else if (csv && !csv->link)
		read_csv(run, bundle, csv);
}
