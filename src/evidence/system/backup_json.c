/* Lists of backups as JSON: `restic snapshots --json` (grouped or not), `borg list --json`. */
#include "evidence/system/backup.h"

#include "tenken/syntax/json.h"

static struct str
text_of(struct arena *arena, const struct json *node, const char *path)
{
	struct json_list list = { 0 };

	json_select(arena, node, path, &list);
	bool is_text = list.nodes.len == 1 && list.nodes.items[0]->kind == JSON_KIND_STRING;
	return is_text ? list.nodes.items[0]->text : STR("");
}

static void
add_item(struct backup_sets *sets, const struct file *file, const struct json *item, const char *program, struct str time, struct str name)
{
	int32_t day = time.len >= 10 ? day_parse((struct str){ time.ptr, 10 }) : DAY_UNKNOWN;

	if (day != DAY_UNKNOWN && name.len)
		backup_add(sets, arena_printf(sets->arena, "%s %.*s", program, (int)name.len, name.ptr), day, file_span(file, item->line));
}

static void
add_restic(struct backup_sets *sets, const struct file *file, const struct json *list)
{
	for (const struct json *item = list->children; item; item = item->next) {
		struct json_list inner = { 0 };
		json_select(sets->arena, item, "snapshots", &inner);
		if (inner.nodes.len && inner.nodes.items[0]->kind == JSON_KIND_ARRAY) {   /* --group-by */
			for (const struct json *one = inner.nodes.items[0]->children; one; one = one->next)
				add_item(sets, file, one, "restic", text_of(sets->arena, one, "time"), text_of(sets->arena, one, "hostname"));
			continue;
		}
		add_item(sets, file, item, "restic", text_of(sets->arena, item, "time"), text_of(sets->arena, item, "hostname"));
	}
}

void
backup_read_json(const struct parse *parse, struct backup_sets *sets, const struct file *file)
{
	struct json *root;
	struct json_list archives = { 0 };

	if (json_parse(parse->run, sets->arena, file->path, file->bytes, &root) != 0)
		return;
	if (root->kind == JSON_KIND_ARRAY) {
		add_restic(sets, file, root);
		return;
	}
	json_select(sets->arena, root, "archives", &archives);
	for (size_t i = 0; i < archives.nodes.len; i++)
		for (const struct json *item = archives.nodes.items[i]->children; item; item = item->next) {
			struct str start = text_of(sets->arena, item, "start"), name = backup_without_date(text_of(sets->arena, item, "name"));
			add_item(sets, file, item, "borg", start.len ? start : text_of(sets->arena, item, "time"), name);
		}
}
