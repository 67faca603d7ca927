/* Text, tables and labelled lines as the commands of Windows write them. */
#include "evidence/windows/windows.h"

#include "tenken/syntax/lines.h"
#include "tenken/syntax/text.h"

#define SYSTEMINFO_INSTALLED 9 /* behind the names of host, system, maker, owner and product */

bool
windows_text(const struct parse *parse, struct file *file, struct str *ret)
{
	struct arena *arena = parse->bundle->arena;
	struct text text;

	if (text_decode(parse->run, arena, file->path, file->bytes, &text) != 0)
		return false;
	if (text.is_guessed)
		file->note = arena_printf(arena, "encoding %s (guessed)", text.encoding);
	file->is_used = true;
	*ret = text.utf8;
	return true;
}

bool
windows_csv(const struct parse *parse, struct file *file, struct csv *ret)
{
	struct csv csv = { 0 };
	struct str text;

	if (!windows_text(parse, file, &text) ||
	    csv_read(parse->run, parse->bundle->arena, file->path, text, &csv) != 0)
		return false;
	if (csv.rows.len && str_has_prefix(csv.rows.items[0].cells[0], "#TYPE")) {
		csv.rows.items++;
		csv.rows.len--;
	}
	if (csv.rows.len == 0) {
		diag_report(&parse->run->diags, DIAG_SYNTAX_UNKNOWN, file_span(file, 0), "a table without headings");
		return false;
	}
	*ret = csv;
	return true;
}

int
windows_column(const struct csv *csv, const char *heading)
{
	for (size_t i = 0; i < csv->rows.items[0].count; i++)
		if (str_is_nocase(str_trim(csv->rows.items[0].cells[i]), heading))
			return (int)i;
	return -1;
}

struct str
windows_cell(const struct csv_row *row, int column)
{
	return column >= 0 && (size_t)column < row->count ? str_trim(row->cells[column]) : STR("");
}

enum truth
windows_boolean(struct str text)
{
	if (str_is_nocase(text, "true") || str_is_nocase(text, "yes") || str_is(text, "はい"))
		return TRUTH_YES;
	return str_is_nocase(text, "false") || str_is_nocase(text, "no") || str_is(text, "いいえ") ? TRUTH_NO
	                                                                                           : TRUTH_UNKNOWN;
}

void
windows_set_truth(struct subject *subject, struct record *record, const char *name, enum truth value)
{
	if (value != TRUTH_UNKNOWN)
		record_set_bool(subject, record, name, value == TRUTH_YES);
}

bool
windows_labelled(struct str line, struct str *ret_label, struct str *ret_value)
{
	const char *colon = line.len ? memchr(line.ptr, ':', line.len) : NULL;

	if (!colon)
		return false;
	size_t at = (size_t)(colon - line.ptr);
	*ret_label = str_trim((struct str){ line.ptr, at });
	*ret_value = str_trim((struct str){ colon + 1, line.len - at - 1 });
	return true;
}

size_t
windows_values(struct str text, struct str *ret, size_t max)
{
	struct str label;
	size_t count = 0;

	for (struct lines lines = lines_of(text); count < max && lines_next(&lines);)
		count += windows_labelled(lines.text, &label, &ret[count]);
	return count;
}

int32_t
windows_install_day(const struct parse *parse)
{
	struct str values[SYSTEMINFO_INSTALLED + 1];

	for (size_t i = 0; i < parse->bundle->files.len; i++) {
		const struct file *file = &parse->bundle->files.items[i];
		if (windows_kind(file) != WINDOWS_SYSTEMINFO)
			continue;
		size_t count =
		    windows_values(windows_head(parse->bundle->arena, file), values, SYSTEMINFO_INSTALLED + 1);
		return count > SYSTEMINFO_INSTALLED ? windows_day(values[SYSTEMINFO_INSTALLED], ORDER_UNKNOWN)
		                                    : DAY_UNKNOWN;
	}
	return DAY_UNKNOWN;
}

const char *
windows_named(struct arena *arena, const struct file *file, const char *prefix)
{
	static const char *const channels[] = { "-Operational", "-Admin", "-Analytic", "-Debug", "-Firewall",
		"-Diagnostic" };
	const char *slash = strrchr(file->name, '/'), *base = slash ? slash + 1 : file->name;
	size_t len = strlen(prefix);

	if (strncmp(base, prefix, len) != 0 || (base[len] != '-' && base[len] != '.') || !base[len + 1])
		return NULL;
	struct str name = str_of(base + len + 1);
	const char *dot = strrchr(name.ptr, '.');
	if (dot)
		name.len = (size_t)(dot - name.ptr);
	char *text = arena_strndup(arena, name.ptr, name.len);
	for (size_t i = 0; i < sizeof channels / sizeof *channels; i++)
		if (str_has_suffix(name, channels[i]) && str_has_prefix(name, "Microsoft-"))
			text[name.len - strlen(channels[i])] = '/';
	return *text ? text : NULL;
}
