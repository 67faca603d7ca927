/* osquery's results log: JSON lines, one for each row that came or went (`columns`) or each whole answer (`snapshot`).
 *
 * osquery answers questions and judges nothing: what its rows mean depends on the query, which the log does not hold. So
 * only the run is recorded, with the host, the day of the latest line and the number of rows, for the auditor to look at.
 * osqueryi --json prints bare rows that nothing tells from other tables; it is not recognised. */
#include "evidence/tool/tool_json.h"


static int
bid(const struct file *file)
{
	struct str head = tool_head(file);
	bool is_log = tool_first(file) == '{' && str_has(head, "\"hostIdentifier\"") && str_has(head, "\"unixTime\"");

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

static void
parse(const struct parse *parse)
{
	tool_json_each(parse, "osquery", "inventory", emit_run);
}

const struct parser parser_osquery = {
	.name = "osquery",
	.title = { "osqueryの結果(JSON)", "results of osquery (JSON)" },
	.scope = SCOPE_SCAN,
	.subject_of = subject_of,
	.bid = bid,
	.parse = parse,
};
