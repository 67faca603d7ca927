/* Exports of cloud and identity providers: accounts, policies, trails. The grammar is C (export_rows.c), the meaning of the
 * fields is a mapping (mappings/<id>.xml, docs/mappings.md): a new export of a known grammar needs no line here.
 *
 * Besides the records of its rows every export gives one record `export`, which says whether the list is whole. A rule that
 * speaks of all must look at it. */
#include "evidence/cloud/export.h"

#include "tenken/base/limits.h"

#define TENANT_BYTES 253   /* a domain name's length; account numbers and organisations are shorter */
#define FIELD_BYTES 4096   /* no name of a thing that a tenant could be read from is longer */

/* A file that is not there any more is known by its name only (manifest.c). */
static bool
is_json_name(const char *name)
{
	struct str path = str_of(name);

	return str_has_suffix(path, ".json") || str_has_suffix(path, ".jsonl") || str_has_suffix(path, ".ndjson");
}

static int
bid(const struct file *file)
{
	if (file->bytes.len == 0)
		return is_json_name(file->name) ? 20 : 0;
	/* Names of fields, wherever they stand: a parser made for one form of its own goes before. */
	return export_guess(file) ? 45 : 0;
}

/* The tenant a row tells, or "". */
static const char *
subject_of_row(struct arena *arena, const struct export_table *table, const struct export_row *row)
{
	for (size_t s = 0; s < table->export->subjects.len; s++) {
		const struct export_subject *subject = &table->export->subjects.items[s];
		struct export_values values;
		struct str groups[REGEX_GROUPS] = { 0 };
		export_values(arena, table, row, subject->field, &values);
		if (values.list.len == 0 || values.list.items[0].len > FIELD_BYTES ||
		    regex_match(subject->pattern, values.list.items[0], groups) != 1)
			continue;
		if (groups[1].ptr && groups[1].len && groups[1].len <= TENANT_BYTES)
			return arena_strndup(arena, groups[1].ptr, groups[1].len);
	}
	return "";
}

/* The one tenant that every row names. Where rows name two, or one names none, the table does not tell. */
static const char *
subject_of_rows(struct arena *arena, const struct export_table *table)
{
	struct export_rows rows = export_rows_begin(arena, table);
	const char *told = NULL;
	bool is_one = true;

	for (bool is_more = true; is_one && is_more;) {
		struct arena *scratch = arena_new();
		struct export_row row;
		is_more = export_rows_next(&rows, scratch, &row);
		bool is_ours = is_more && !export_is_passed(scratch, table, &row);
		const char *name = is_ours ? subject_of_row(scratch, table, &row) : NULL;
		is_one = !name || (*name && (!told || strcmp(told, name) == 0));
		if (name && !told)
			told = arena_strdup(arena, name);
		arena_free(scratch);
	}
	return is_one ? told : NULL;
}

static const char *
subject_of(struct arena *arena, const struct file *file)
{
	struct arena *scratch = arena_new();
	struct run quiet = { .arena = scratch, .diags.arena = scratch };
	struct export_table table = { 0 };
	const char *told = NULL;

	if (file->mappings && export_open(&quiet, scratch, file, &table) == 1)
		told = subject_of_rows(scratch, &table);
	/* A company has one domain, and tenants of several providers under it: what one of them enforces binds no other. */
	told = told ? arena_printf(arena, "%s:%s", table.export->provider, told) : NULL;
	arena_free(scratch);
	return told;
}

/* The rows of a table become records of the subject, joined to those of other exports. What a row costs beside its record
 * goes with it. How many could not be read. */
static size_t
hold_rows(struct export_reading *reading, struct export_merge *merge)
{
	const struct parse *parse = reading->parse;
	size_t unread = 0;

	for (size_t i = 0; i < reading->table->rows.len; i++) {
		const struct export_row *row = &reading->table->rows.items[i];
		reading->scratch = arena_new();
		struct record record;
		bool is_ours = !export_is_passed(reading->scratch, reading->table, row);
		if (is_ours && export_record(reading, row, &record))
			export_place(merge, reading->table->export, &record, parse->subject);
		else
			unread += is_ours;
		arena_free(reading->scratch);
	}
	return unread;
}

/* What is said of the file as a whole. */
static void
set_whole(const struct parse *parse, struct record *record, const struct export *export, size_t rows, bool is_complete)
{
	record_set(parse->subject, record, "provider", export->provider);
	record_set(parse->subject, record, "of", export->record);
	record_set_int(parse->subject, record, "rows", (int64_t)rows);
	record_set_bool(parse->subject, record, "complete", is_complete);
}

/* Whether the list is whole, and why not. */
static void
close_export(const struct export_reading *reading, struct record *record, size_t unread)
{
	const struct parse *parse = reading->parse;
	const struct export_table *table = reading->table;

	set_whole(parse, record, table->export, table->row_count - unread, !table->incomplete && unread == 0);
	if (table->incomplete)
		diag_report(&parse->run->diags, DIAG_EXPORT_INCOMPLETE, file_span(reading->file, table->incomplete_line), "%s",
		    table->incomplete);
	if (unread)
		diag_report(&parse->run->diags, DIAG_EXPORT_INCOMPLETE, file_span(reading->file, 0), "%zu rows could not be read",
		    unread);
}

static void
read_table(const struct parse *parse, struct file *file, const struct export_table *table, struct export_merge *merge)
{
	struct export_reading reading = { .parse = parse, .file = table->file, .table = table };
	/* It goes before its rows: a subject holds so many records and no more, and this one must be among them. */
	struct record *whole = record_add(parse->subject, "export", table->export->id, file_span(file, 0));

	reading.is_reported = arena_array(parse->bundle->arena, table->export->attributes.len, sizeof *reading.is_reported);
	size_t unread = table->row_count > LIMIT_LIST_ROWS ? export_list_add(&reading) : hold_rows(&reading, merge);
	if (table->is_none) {
		struct record *record = record_add(parse->subject, table->export->record, NULL, file_span(file, 1));
		record_set(parse->subject, record, "provider", table->export->provider);
		record_set(parse->subject, record, table->export->none_attribute, table->export->none_value);
	}
	close_export(&reading, whole, unread);
	export_merge_next(merge);
	file->is_used = true;
	file->note = table->export->id;
	if (table->encoding)
		file->note = arena_printf(parse->bundle->arena, "%s; encoding %s (guessed)", table->export->id, table->encoding);
}

static void
read_file(const struct parse *parse, struct file *file, struct export_merge *merge)
{
	struct export_table table = { 0 };
	int status = export_open(parse->run, parse->bundle->arena, file, &table);

	if (status == 1) {
		read_table(parse, file, &table, merge);
		return;
	}
	/* What a damaged page would have shown is missing from the lists of the others. */
	const struct export *guess = status < 0 ? export_guess(file) : NULL;
	if (guess)
		set_whole(parse, record_add(parse->subject, "export", guess->id, file_span(file, 0)), guess, 0, false);
	if (status == 0 && file->bytes.len)
		diag_report(&parse->run->diags, DIAG_TABLE_HEADING, file_span(file, 0), "no mapping knows these fields");
	file->parser = NULL;   /* listed as not recognised */
}

/* Records beyond LIMIT_RECORDS were not kept: then no list is known to be whole. */
static void
doubt_exports(struct subject *subject)
{
	for (size_t i = 0; i < subject->records.len; i++) {
		struct record *record = subject->records.items[i];
		for (size_t a = 0; strcmp(record->kind, "export") == 0 && a < record->attributes.len; a++)
			if (strcmp(record->attributes.items[a].name, "complete") == 0)
				record->attributes.items[a].value = "false";
	}
}

static void
parse(const struct parse *parse)
{
	/* What lies in a host's bundle was put there by who runs the host, and speaks for no provider. */
	bool is_tenant = strcmp(parse->bundle->kind, "tenant") == 0;
	struct export_merge merge = { .before = MAP_INIT(parse->subject->arena), .here = MAP_INIT(parse->subject->arena) };

	/* read_file may give a file up, which bundle_next would then not find: the next is fetched first. */
	for (struct file *file = bundle_next(parse, NULL), *next; file; file = next) {
		next = bundle_next(parse, file);
		if (is_tenant) {
			read_file(parse, file, &merge);
			continue;
		}
		diag_report(&parse->run->diags, DIAG_FILE_UNRECOGNISED, file_span(file, 0), "%s",
		    "a provider's export inside a host's bundle");
		file->parser = NULL;
	}
	if (parse->subject->dropped)
		doubt_exports(parse->subject);
}

const struct parser parser_export = {
	.name = "export",
	.title = { "クラウド・ID基盤のエクスポート(CSV・JSON)", "exports of cloud and identity providers (CSV, JSON)" },
	.bid = bid,
	.scope = SCOPE_TENANT,
	.subject_of = subject_of,
	.parse = parse,
};
