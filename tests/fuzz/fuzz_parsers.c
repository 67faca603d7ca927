/* One fuzz target for everything that reads hostile bytes: every parser of the registry, and the syntax below them.
 *
 * The input is a list of files: `name LF bytes`, separated by the line `\x01`. Names decide which parser takes a file, as
 * in a bundle, so a new parser is fuzzed as soon as its golden case is among the seeds. Names that begin with `@` go
 * to a reader of the syntax room instead: @archive, @xml, @csv, @json, @date, @text, @sheet and @styles (parts of a workbook, whose
 * zip and checksums no mutation would come through), @hash to the schemes of passwords. Tables are read as the organisation's, everything as a host's. */
#include "syntax/xlsx_part.h"
#include "tenken/base/limits.h"
#include "tenken/evidence/evidence.h"
#include "tenken/model/secret.h"
#include "tenken/password/hash.h"
#include "tenken/syntax/archive.h"
#include "tenken/syntax/csv.h"
#include "tenken/syntax/date.h"
#include "tenken/syntax/json.h"
#include "tenken/syntax/text.h"
#include "tenken/syntax/xml.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Loaded once: the mappings do not change, and loading them is slow beside one input. */
static struct mappings *mappings;

static void
load_mappings(void)
{
	struct arena *arena = arena_new();
	struct run run = { .arena = arena, .diags.arena = arena, .datadir = getenv("TENKEN_DATADIR") };

	if (!run.datadir || mappings_load(&run, &mappings) != 0)
		abort();
}

static void
read_part(struct run *run, struct str name, struct str bytes)
{
	struct xlsx_book book = { .run = run, .arena = run->arena };
	struct xlsx_sheet sheet = { .name = "s" };
	struct xml_node *root;

	if (xml_parse(run, run->arena, "f", bytes, &root) != 0)
		return;
	vec_push(run->arena, &book.strings, STR("a"));
	vec_push(run->arena, &book.styles, (struct xlsx_style){ XLSX_DAY, false });
	if (str_is(name, "@styles"))
		xlsx_styles(&book, root);
	else
		xlsx_sheet_read(&book, "f", root, &sheet);
}

/* The text as a secret of every form: what it asks for must be refused or be within the limits. */
static void
read_hashes(struct str bytes)
{
	struct vault *vault = vault_new();

	for (int form = SECRET_CRYPT; form <= SECRET_PLAIN; form++) {
		struct secret secret = { .subject = "h", .account = "a", .form = (enum secret_form)form, .text = bytes };
		struct hash hash;
		if (hash_read(vault, &secret, &hash) == HASH_GOOD && hash.microseconds > LIMIT_HASH_MICROSECONDS)
			abort();
	}
	vault_free(vault);
}

/* What the parsers kept for a password search. */
static void
read_secrets(const struct secrets *secrets)
{
	for (size_t i = 0; i < secrets->list.len; i++) {
		struct hash hash;
		hash_read(secrets->vault, &secrets->list.items[i], &hash);
	}
}

static void
read_syntax(struct run *run, struct str name, struct str bytes)
{
	struct archive_list members = { 0 };
	struct xml_node *root;
	struct json *json;
	struct csv csv;
	struct text text;
	int32_t day;
	int minute;

	if (str_is(name, "@hash"))
		read_hashes(bytes);
	else if (str_is(name, "@sheet") || str_is(name, "@styles"))
		read_part(run, name, bytes);
	else if (str_is(name, "@archive"))
		archive_members(run, run->arena, "f", bytes, NULL, &members);
	else if (str_is(name, "@xml"))
		xml_parse(run, run->arena, "f", bytes, &root);
	else if (str_is(name, "@csv"))
		csv_read(run, run->arena, "f", bytes, &csv);
	else if (str_is(name, "@json"))
		json_parse(run, run->arena, "f", bytes, &json);
	else if (str_is(name, "@date"))
		date_time_parse(run, bytes, &day, &minute);
	else if (str_is(name, "@text") && text_decode(run, run->arena, "f", bytes, &text) == 0)
		text_fold(run->arena, text.utf8);
}

/* Cuts the next file off. False when nothing is left. */
static bool
next_file(struct str *rest, struct str *ret_name, struct str *ret_bytes)
{
	static const char separator[] = "\n\x01\n";

	if (rest->len == 0 || !str_line(rest, ret_name))
		return false;
	const char *end = memmem(rest->ptr, rest->len, separator, sizeof separator - 1);
	*ret_bytes = (struct str){ rest->ptr, end ? (size_t)(end - rest->ptr) : rest->len };
	size_t taken = end ? ret_bytes->len + sizeof separator - 1 : rest->len;
	rest->ptr += taken;
	rest->len -= taken;
	return true;
}

static void
add_file(struct run *run, struct bundle *bundle, struct str name, struct str bytes)
{
	struct file file = { .name = arena_strndup(run->arena, name.ptr, name.len), .sha256 = "", .note = "",
		.mappings = mappings, .bytes = bytes };

	file.path = arena_printf(run->arena, "h!/%s", file.name);
	/* `name -> target` is a symbolic link. */
	char *arrow = strstr((char *)(uintptr_t)file.name, " -> ");
	if (arrow) {
		*arrow = '\0';
		file.link = arrow + 4;
		file.bytes = STR("");
	}
	vec_push(run->arena, &bundle->files, file);
}

static bool
is_table(const struct bundle *bundle)
{
	for (size_t i = 0; i < bundle->files.len; i++)
		if (str_has_suffix(str_of(bundle->files.items[i].name), ".csv") || str_has_suffix(str_of(bundle->files.items[i].name), ".xlsx"))
			return true;
	return false;
}

/* As the organisation's files, with the host beside it. */
static void
read_tables(struct run *run, struct bundle bundle, const struct subject *host)
{
	struct subject subject = { .id = "organisation", .kind = "organisation", .arena = run->arena };
	struct join *join = join_new(run);

	bundle.subject = bundle.kind = subject.kind;
	evidence_parse(run, mappings, &bundle, &subject);
	join_note(join, host);
	join_finish(join, &subject);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct run run = { .arena = arena, .diags.arena = arena, .as_of = day_of(2026, 11, 25) };
	struct bundle bundle = { .arena = arena, .subject = "h", .kind = "host", .by_name = MAP_INIT(arena) };
	struct subject subject = { .id = "h", .kind = "host", .arena = arena, .collected_at = instant_parse(STR("2026-11-20T02:00:00+09:00")) };
	struct str rest = { (const char *)data, size }, name, bytes;
	struct secrets secrets = { .vault = vault_new(), .arena = arena };
	struct buf buf = BUF_INIT(LIMIT_OUTPUT_BYTES);

	subject.secrets = &secrets;
	if (!mappings)
		load_mappings();
	while (next_file(&rest, &name, &bytes)) {
		if (name.len && name.ptr[0] == '@')
			read_syntax(&run, name, bytes);
		else
			add_file(&run, &bundle, name, bytes);
	}
	for (size_t i = 0; i < bundle.files.len; i++)
		map_add(&bundle.by_name, bundle.files.items[i].name, &bundle.files.items[i]);
	evidence_parse(&run, mappings, &bundle, &subject);
	evidence_write(&run, &subject, &buf);
	if (is_table(&bundle))
		read_tables(&run, bundle, &subject);
	read_secrets(&secrets);
	vault_free(secrets.vault);
	buf_free(&buf);
	arena_free(arena);
	return 0;
}
