/* Generations of backups: what restic, borg and rsnapshot say that they hold.
 *
 * Decision rule (docs/evidence.md, backup): a generation is a day on which a backup was made and still exists; what a
 * configuration says is to be kept is another attribute. A replica is no generation, and whether one lies out of reach of
 * an intruder none of these lists tells. */
#include "evidence/system/backup.h"

#include "tenken/base/limits.h"
#include "tenken/syntax/lines.h"

#define RSNAPSHOT "cmd/find-rsnapshot.txt"

enum list { LIST_NONE, LIST_RESTIC, LIST_BORG, LIST_JSON, LIST_RSNAPSHOT, LIST_RSNAPSHOT_CONF };

/* The names of members that restic and borg write, within the first bytes. */
static bool
is_json(struct str bytes)
{
	struct str head = { bytes.ptr, bytes.len < 4096 ? bytes.len : 4096 };
	bool is_restic = str_has_prefix(head, "[") && str_has(head, "\"tree\"") && str_has(head, "\"paths\"") && str_has(head, "\"hostname\"");
	bool is_borg = str_has_prefix(head, "{") && str_has(head, "\"archives\"") && str_has(head, "\"barchive\"");

	return is_restic || is_borg;
}

/* A row of the first lines tells what wrote them. */
static enum list
list_of(const struct file *file)
{
	struct lines lines = lines_of(file->bytes);
	struct str name;
	int32_t day;

	if (strcmp(file->name, RSNAPSHOT) == 0)
		return LIST_RSNAPSHOT;
	if (strcmp(file->name, "etc/rsnapshot.conf") == 0)
		return LIST_RSNAPSHOT_CONF;
	if (str_has_prefix(str_of(file->name), "etc/") || str_has_prefix(str_of(file->name), "var/"))
		return LIST_NONE;
	if (is_json(file->bytes))
		return LIST_JSON;
	for (int i = 0; i < 5 && lines_next(&lines); i++) {
		if (str_has_prefix(lines.text, "ID  ") && str_has(lines.text, "  Host  "))
			return LIST_RESTIC;
		if (backup_borg_row(lines.text, &day, &name))
			return LIST_BORG;
	}
	return LIST_NONE;
}

static int
bid(const struct file *file)
{
	if (strcmp(file->name, RSNAPSHOT) == 0 || strcmp(file->name, "etc/rsnapshot.conf") == 0)
		return 80;
	return list_of(file) != LIST_NONE ? 50 : 0;
}

static void
read_rows(struct backup_sets *sets, struct file *file, const char *program, bool (*row)(struct str, int32_t *, struct str *))
{
	struct str name;
	int32_t day;

	for (struct lines lines = lines_of(file->bytes); lines_next(&lines) && lines.line <= LIMIT_LINES;)
		if (row(lines.text, &day, &name))
			backup_add(sets, arena_printf(sets->arena, "%s %.*s", program, (int)name.len, name.ptr), day, file_span(file, lines.line));
}

/* PATH TAB SIZE TAB MTIME TAB TYPE: rsnapshot gives a generation's folder the time it was made. */
static void
read_folders(struct backup_sets *sets, struct file *file)
{
	for (struct lines lines = lines_of(file->bytes); lines_next(&lines) && lines.line <= LIMIT_LINES;) {
		struct str rest = lines.text, path = str_token(&rest, "\t");
		str_token(&rest, "\t");
		struct str modified = str_token(&rest, "\t");
		int32_t day = modified.len >= 10 ? day_parse((struct str){ modified.ptr, 10 }) : DAY_UNKNOWN;
		if (day != DAY_UNKNOWN && backup_is_rsnapshot(path))
			backup_add(sets, "rsnapshot", day, file_span(file, lines.line));
	}
}

/* rsnapshot.conf: `retain LEVEL NUMBER`, parted by tabs; `interval` in old versions. All levels together. */
static void
read_retain(struct backup_sets *sets, struct file *file)
{
	struct backup_set *set = backup_set_of(sets, "rsnapshot", file_span(file, 0));
	int64_t sum = 0, number;

	for (struct lines lines = lines_of(file->bytes); lines_next(&lines) && lines.line <= LIMIT_LINES;) {
		struct str rest = lines.text, key = str_token(&rest, "\t");
		if (!str_is(key, "retain") && !str_is(key, "interval"))
			continue;
		str_token(&rest, "\t");
		if (str_int(str_trim(str_token(&rest, "\t")), &number) && number < 100000)
			sum += number;
	}
	if (sum > 0)
		set->configured = sum;
}

static void
emit(const struct parse *parse, const struct backup_set *set)
{
	struct subject *subject = parse->subject;
	struct record *record = record_add(subject, "backup", set->name, set->at);
	int32_t today = parse_day(parse);

	if (set->configured >= 0)
		record_set_int(subject, record, "configured-generations", set->configured);
	if (set->last == DAY_UNKNOWN)
		return;
	record_set_int(subject, record, "generations", (int64_t)set->days.len);
	record_set_day(subject, record, "last", set->last);
	if (today != DAY_UNKNOWN)
		record_set_int(subject, record, "days-since-last", (int64_t)today - set->last);
}

static void
parse(const struct parse *parse)
{
	struct arena *arena = parse->bundle->arena;
	struct backup_sets sets = { .arena = arena, .by_name = MAP_INIT(arena) };

	for (struct file *file = NULL; (file = bundle_next(parse, file));) {
		file->is_used = true;
		switch (list_of(file)) {
		case LIST_RESTIC: read_rows(&sets, file, "restic", backup_restic_row); break;
		case LIST_BORG: read_rows(&sets, file, "borg", backup_borg_row); break;
		case LIST_JSON: backup_read_json(parse, &sets, file); break;
		case LIST_RSNAPSHOT: read_folders(&sets, file); break;
		case LIST_RSNAPSHOT_CONF: read_retain(&sets, file); break;
		case LIST_NONE: break;
		}
	}
	for (size_t i = 0; i < sets.list.len; i++)
		emit(parse, sets.list.items[i]);
}

const struct parser parser_backup = {
	.name = "backup",
	.title = { "バックアップの世代(restic, borg, rsnapshot)", "generations of backups: restic, borg, rsnapshot" },
	.bid = bid,
	.scope = SCOPE_HOST,
	.parse = parse,
};
