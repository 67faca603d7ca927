/* Results of other tools in JSON and CSV, with their encodings, as rows of named fields. */
#include "evidence/tool/tool_json.h"

#include "tenken/syntax/text.h"

struct str
tool_ascii_head(const struct file *file, struct tool_ascii *buffer)
{
	struct str head = tool_head(file);
	bool is_wide = str_has_prefix(head, "\xff\xfe") || str_has_prefix(head, "\xfe\xff");
	size_t len = 0;

	if (!is_wide)
		return head;
	for (size_t i = 2; i < head.len; i++)
		if (head.ptr[i])
			buffer->text[len++] = head.ptr[i];
	return (struct str){ buffer->text, len };
}

/* The file's text as UTF-8. */
static bool
decode(const struct parse *parse, const struct file *file, struct arena *arena, struct str *ret)
{
	struct text text;

	if (text_decode(parse->run, arena, file->path, file->bytes, &text) != 0)
		return false;
	*ret = text.utf8;
	return true;
}

bool
tool_json_read(const struct parse *parse, const struct file *file, struct arena *arena, struct json **ret_root)
{
	struct str utf8;

	return decode(parse, file, arena, &utf8) && json_parse(parse->run, arena, file->path, utf8, ret_root) == 0;
}

void
tool_json_each(const struct parse *parse, const char *tool, const char *looks_at,
    void (*emit)(const struct parse *parse, const struct file *file, struct arena *arena, const struct json *root))
{
	for (struct file *file = NULL; (file = bundle_next(parse, file));) {
		struct arena *arena = arena_new();
		struct json *root;
		file->is_used = true;
		if (tool_json_read(parse, file, arena, &root))
			emit(parse, file, arena, root);
		else
			tool_run_broken(parse, file, tool, looks_at);
		arena_free(arena);
	}
}

static const char *
text_of(struct arena *arena, const struct json *node)
{
	bool is_text = node && node->kind != JSON_KIND_NULL && node->kind != JSON_KIND_ARRAY && node->kind != JSON_KIND_OBJECT;

	return is_text ? arena_strndup(arena, node->text.ptr, node->text.len) : "";
}

const char *
tool_text(struct arena *arena, const struct json *object, const char *name)
{
	return text_of(arena, json_member(object, name));
}

const char *
tool_path(struct arena *arena, const struct json *node, const char *path)
{
	struct json_list list = { 0 };

	json_select(arena, node, path, &list);
	return text_of(arena, list.nodes.len ? list.nodes.items[0] : NULL);
}

bool
tool_csv_read(const struct parse *parse, const struct file *file, struct arena *arena, struct tool_table *ret)
{
	size_t before = parse->run->diags.list.len + parse->run->diags.dropped;
	struct tool_table table = { 0 };
	struct str utf8;

	if (!decode(parse, file, arena, &utf8) || csv_read(parse->run, arena, file->path, utf8, &table.csv) != 0 || table.csv.rows.len == 0)
		return false;
	/* A row that was left out was reported; a file that ends within a row ends without a line end. */
	table.is_whole = parse->run->diags.list.len + parse->run->diags.dropped == before && str_has_suffix(utf8, "\n");
	*ret = table;
	return true;
}

const char *
tool_cell(struct arena *arena, const struct tool_table *table, size_t row, const char *const *names)
{
	const struct csv_row *head = &table->csv.rows.items[0], *cells = &table->csv.rows.items[row];

	for (; *names; names++)
		for (size_t i = 0; i < head->count && i < cells->count; i++)
			if (str_is_nocase(str_trim(head->cells[i]), *names)) {
				struct str cell = str_trim(cells->cells[i]);
				return arena_strndup(arena, cell.ptr, cell.len);
			}
	return "";
}

const char *
tool_plain(struct arena *arena, const char *text)
{
	struct str plain = str_trim((struct str){ text, strcspn(text, "<") });

	return arena_strndup(arena, plain.ptr, plain.len);
}
