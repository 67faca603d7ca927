/* osquery's results log: JSON lines, one for each row that came or went (`columns`) or each whole answer (`snapshot`).
 *
 * osquery answers questions and judges nothing: what its rows mean depends on the query, which the log does not hold. So
 * only the run is recorded, with the host, the day of the latest line and the number of rows, for the auditor to look at.
 *
 * osqueryi --json prints the bare rows of one question, all values as strings. Only tables whose columns come together nowhere
 * else are told by them; neither host nor day are in it. Of these, too, only the number of rows is recorded. */
#include "evidence/tool/tool_json.h"

/* Tables, by columns that a `select *` has. */
static const struct table {
	const char *name;
	const char *columns[5];
} tables[] = {
	{ "users", { "uid_signed", "username", "directory", "shell", "uuid" } },
	{ "logged_in_users", { "type", "user", "tty", "host", "pid" } },
	{ "last", { "username", "tty", "pid", "type_name", "host" } },
	{ "os_version", { "platform_like", "codename", "major", "minor", "patch" } },
	{ "patches", { "csname", "hotfix_id", "installed_on", "fix_comments", "caption" } },
	{ "disk_encryption", { "encryption_status", "encrypted", "uuid", "name", "type" } },
	{ "authorized_keys", { "key_file", "algorithm", "key", "uid", "comment" } },
	{ "deb_packages", { "maintainer", "section", "priority", "revision", "status" } },
	{ "rpm_packages", { "package_group", "release", "vendor", "sha1", "epoch" } },
	{ "listening_ports", { "net_namespace", "protocol", "family", "port", "socket" } },
};

/* The table whose columns stand in the text as members; NULL for none. */
static const struct table *
table_in(struct str text)
{
	char key[32];

	for (size_t t = 0; t < sizeof tables / sizeof *tables; t++) {
		size_t found = 0;
		for (size_t c = 0; c < 5; c++) {
			snprintf(key, sizeof key, "\"%s\":", tables[t].columns[c]);
			found += str_has(text, key);
		}
		if (found == 5)
			return &tables[t];
	}
	return NULL;
}

/* The table of the file's first row; NULL for none. PowerShell writes it as UTF-16. */
static const struct table *
table_of(const struct file *file)
{
	struct tool_ascii buffer;
	struct str head = tool_first(file) == '[' ? tool_ascii_head(file, &buffer) : STR("");
	const char *end = head.len ? memchr(head.ptr, '}', head.len) : NULL;

	return end ? table_in((struct str){ head.ptr, (size_t)(end - head.ptr) }) : NULL;
}

static int
bid(const struct file *file)
{
	struct str head = tool_head(file);
	bool is_log = tool_first(file) == '{' && str_has(head, "\"hostIdentifier\"") && str_has(head, "\"unixTime\"");

	if (tool_first(file) == '[')
		return table_of(file) ? TOOL_BID : 0;
	return is_log && (str_has(head, "\"columns\"") || str_has(head, "\"snapshot\"")) ? TOOL_BID : 0;
}

/* The host of the first line; a log of several is none's. */
static const char *
subject_of(struct arena *arena, const struct file *file)
{
	static const char mark[] = "\"hostIdentifier\":";
	struct str rest = file->bytes, name = STR("");

	for (const char *found; (found = memmem(rest.ptr, rest.len, mark, sizeof mark - 1));) {
		rest = (struct str){ found + sizeof mark - 1, rest.len - (size_t)(found + sizeof mark - 1 - rest.ptr) };
		const char *open = rest.len ? memchr(rest.ptr, '"', rest.len) : NULL;
		const char *end = open ? memchr(open + 1, '"', rest.len - (size_t)(open + 1 - rest.ptr)) : NULL;
		if (!end)
			break;
		struct str here = { open + 1, (size_t)(end - open - 1) };
		if (name.len && (here.len != name.len || memcmp(here.ptr, name.ptr, name.len) != 0))
			return NULL;
		name = here;
	}
	return tool_subject(arena, name);
}

static size_t
count_rows(const struct json *line)
{
	const struct json *snapshot = json_member(line, "snapshot");
	size_t count = 0;

	for (const struct json *row = snapshot ? snapshot->children : NULL; row; row = row->next)
		count++;
	return count + (json_member(line, "columns") != NULL);
}

static void
emit_run(const struct parse *parse, const struct file *file, struct arena *arena, const struct json *root)
{
	const struct json *first = root->kind == JSON_KIND_ARRAY ? root->children : root, *last = first;
	size_t rows = 0;

	for (const struct json *line = first; line; line = root->kind == JSON_KIND_ARRAY ? line->next : NULL) {
		rows += count_rows(line);
		last = line;
	}
	struct tool_identity identity = {
		.tool = "osquery", .looks_at = "inventory", .target = subject_of(arena, file),
		.started = str_of(first ? tool_text(arena, first, "unixTime") : ""), .finished = str_of(last ? tool_text(arena, last, "unixTime") : ""),
	};
	struct tool_run run;
	tool_run_begin(&run, parse, file, root->line, &identity);
	run.is_complete = true;
	run.evaluated = (int64_t)rows;
	run.passed = run.failed = run.not_evaluated = -1;
	tool_run_end(&run);
}

/* osqueryi prints nothing but objects of strings; a list that holds anything else is not whole. */
static bool
is_row(const struct json *row)
{
	if (row->kind != JSON_KIND_OBJECT || !row->children)
		return false;
	for (const struct json *value = row->children; value; value = value->next)
		if (value->kind != JSON_KIND_STRING)
			return false;
	return true;
}

static void
emit_table(const struct parse *parse, const struct file *file, const struct table *table, const struct json *rows)
{
	struct tool_identity identity = { .tool = "osquery", .profile = table->name, .looks_at = "inventory" };
	struct tool_run run;

	tool_run_begin(&run, parse, file, rows->line, &identity);
	run.is_complete = true;
	run.passed = run.failed = run.not_evaluated = -1;
	for (const struct json *row = rows->children; row; row = row->next) {
		if (is_row(row))
			run.evaluated++;
		else
			tool_lost(&run, row->line, "no row of osquery");
	}
	tool_run_end(&run);
}

static void
emit(const struct parse *parse, const struct file *file, struct arena *arena, const struct json *root)
{
	const struct table *table = table_of(file);

	if (table && root->kind == JSON_KIND_ARRAY)
		emit_table(parse, file, table, root);
	else
		emit_run(parse, file, arena, root);
}

static void
parse(const struct parse *parse)
{
	tool_json_each(parse, "osquery", "inventory", emit);
}

const struct parser parser_osquery = {
	.name = "osquery",
	.title = { "osqueryの結果(JSON)", "results of osquery (JSON)" },
	.scope = SCOPE_SCAN,
	.subject_of = subject_of,
	.bid = bid,
	.parse = parse,
};
