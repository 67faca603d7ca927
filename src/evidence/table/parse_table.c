/* Tables of people: registers, answer sheets, interview records, as CSV or workbook. The headings tell what a table is
 * (mappings/), wherever it begins: below a title, or below another table in the same sheet. */
#include "tenken/evidence/evidence.h"

#include "evidence/table/sheet.h"
#include "tenken/base/limits.h"
#include "tenken/syntax/csv.h"
#include "tenken/syntax/text.h"
#include "tenken/syntax/xlsx.h"

static bool
has_ending(const struct file *file, const char *const *endings)
{
	struct str name = str_of(file->name);

	for (; *endings; endings++) {
		size_t len = strlen(*endings);
		if (name.len > len && str_is_nocase((struct str){ name.ptr + name.len - len, len }, *endings))
			return true;
	}
	return false;
}

static const char *const csv_endings[] = { ".csv", ".tsv", NULL };
static const char *const workbook_endings[] = { ".xlsx", ".xlsm", NULL };
/* Nothing of these is read, and who sent one must not think that it was. */
static const char *const refused_endings[] = { ".xls", ".xlsb", ".ods", ".numbers", NULL };

/* Tables are loose files; what they hold is told by their headings only when they are parsed. */
static int
bid(const struct file *file)
{
	return has_ending(file, csv_endings) || has_ending(file, workbook_endings) || has_ending(file, refused_endings) ? 30 : 0;
}

static bool
read_csv(const struct parse *parse, struct file *file, const char **note)
{
	struct arena *arena = parse->bundle->arena;
	struct text text;
	struct csv csv = { 0 };

	if (text_decode(parse->run, arena, file->path, file->bytes, &text) != 0)
		return true;
	if (csv_read(parse->run, arena, file->path, text.utf8, &csv) != 0)
		return true;
	if (!sheet_read(parse, file->path, "", &csv, note))
		return false;
	file->is_used = true;
	if (text.is_guessed)
		*note = arena_printf(arena, "%s; encoding %s (guessed)", *note, text.encoding);
	return true;
}

/* Hidden sheets, rows and columns are read like the others: what is hidden is part of what was handed in. */
static void
note_hidden(const struct parse *parse, const char *path, const struct xlsx_sheet *sheet)
{
	if (sheet->is_hidden || sheet->hidden_rows || sheet->hidden_columns)
		diag_report(&parse->run->diags, DIAG_TABLE_HIDDEN, (struct span){ .path = path }, "%s%zu rows, %zu columns",
		    sheet->is_hidden ? "the sheet, " : "", sheet->hidden_rows, sheet->hidden_columns);
}

static bool
read_workbook(const struct parse *parse, struct file *file, const char **note)
{
	struct arena *arena = parse->bundle->arena;
	struct xlsx book = { 0 };
	bool is_any = false;

	if (xlsx_read(parse->run, arena, file->path, file->bytes, &book) != 0)
		return true;
	for (size_t i = 0; i < book.sheets.len; i++) {
		const struct xlsx_sheet *sheet = &book.sheets.items[i];
		const char *path = arena_printf(arena, "%s!%s", file->path, diag_escape(arena, sheet->name, LIMIT_PATH_BYTES));
		if (sheet->rows.rows.len == 0)
			continue;
		if (sheet_read(parse, path, sheet->name, &sheet->rows, note)) {
			note_hidden(parse, path, sheet);
			is_any = true;
		}
	}
	file->is_used = is_any;
	return is_any;
}

/* Whose tables a file holds, if any. A file that was recognised and could not be read has been reported. */
static void
read_file(const struct parse *parse, struct file *file)
{
	const char *note = "";
	bool is_table;

	if (file->bytes.len == 0)
		return;   /* said when it was recognised */
	if (xlsx_is(file->bytes) && !has_ending(file, refused_endings))
		is_table = read_workbook(parse, file, &note);   /* whatever its name says */
	else if (has_ending(file, csv_endings))
		is_table = read_csv(parse, file, &note);
	else
		is_table = diag_report(&parse->run->diags, DIAG_TABLE_FORMAT, file_span(file, 0), "%s",
		    xlsx_is_encrypted(file->bytes) ? "password" : "") == 0;
	if (!is_table)
		file->parser = NULL;   /* listed as not recognised */
	else if (*note)
		file->note = *file->note ? arena_printf(parse->bundle->arena, "%s; %s", note, file->note) : note;
}

static void
parse(const struct parse *parse)
{
	bool is_organisation = strcmp(parse->bundle->kind, "organisation") == 0;

	/* A file that is given up is one that bundle_next does not find any more: the next is fetched first. */
	for (struct file *file = bundle_next(parse, NULL), *next; file; file = next) {
		next = bundle_next(parse, file);
		if (is_organisation) {
			read_file(parse, file);
			continue;
		}
		/* A register or interview that lies in a host's bundle was put there by who runs the host. */
		diag_report(&parse->run->diags, DIAG_FILE_UNRECOGNISED, file_span(file, 0), "a table inside a host's bundle");
		file->parser = NULL;
	}
	if (is_organisation)
		documents_find_files(parse);
}

const struct parser parser_table = {
	.name = "table",
	.title = { "台帳・回答票・聴取記録(CSV、Excelブック)", "registers, answer sheets, interview records (CSV, workbooks)" },
	.bid = bid,
	.scope = SCOPE_ORGANISATION,
	.parse = parse,
};
