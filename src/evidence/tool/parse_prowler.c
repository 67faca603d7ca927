/* Prowler's findings on a cloud account: its CSV (`;` since version 4, `,` before) and OCSF JSON (Detection Finding).
 *
 * Decision rule (docs/evidence.md, tool-result): one record for each check and resource; PASS passed, FAIL failed, whether
 * it was muted or not (to accept a finding is the auditor's to say); MANUAL, INFO and the WARNING of older versions were not
 * evaluated. The run is the day of the latest finding: all of one run bear the same. */
#include "evidence/tool/tool_json.h"


/* Headings of version 4, 3, 2. */
static const char *const check_names[] = { "CHECK_ID", "TITLE_ID", NULL }, *const status_names[] = { "STATUS", "CHECK_RESULT", NULL },
		  *const severity_names[] = { "SEVERITY", "CHECK_SEVERITY", NULL }, *const title_names[] = { "CHECK_TITLE", "TITLE_TEXT", NULL },
		  *const account_names[] = { "ACCOUNT_UID", "ACCOUNT_ID", "ACCOUNT_NUM", "SUBSCRIPTION", "PROJECT_ID", NULL },
		  *const time_names[] = { "TIMESTAMP", "ASSESSMENT_START_TIME", NULL },
		  *const resource_names[] = { "RESOURCE_UID", "RESOURCE_ARN", "RESOURCE_ID", "CHECK_RESOURCE_ID", NULL },
		  *const version_names[] = { "PROWLER_VERSION", NULL };

static int
bid(const struct file *file)
{
	struct str head = tool_head(file), rest = head, line = STR("");

	if (tool_first(file) == '[' || tool_first(file) == '{')
		return str_has(head, "\"metadata\"") && str_has(head, "\"Prowler\"") && str_has(head, "\"severity\"") ? TOOL_BID : 0;
	str_line(&rest, &line);
	bool is_table = (str_has(line, "CHECK_ID") && str_has(line, "FINDING_U") && str_has(line, "STATUS")) ||
	    (str_has(line, "TITLE_ID") && str_has(line, "CHECK_RESULT"));
	return is_table ? TOOL_BID : 0;
}

/* One finding, however it is written. */
struct finding {
	const char *check, *status, *severity, *title, *resource;
	unsigned line;
};

static void
emit_finding(struct tool_run *run, const struct finding *finding)
{
	struct str status = str_of(finding->status);
	bool is_pass = str_is_nocase(status, "pass") || str_is_nocase(status, "success");
	bool is_fail = str_is_nocase(status, "fail") || str_is_nocase(status, "failure");

	if (!*finding->check) {
		tool_lost(run, finding->line, "a finding without its check's id");
		return;
	}
	const char *severity = str_is_nocase(str_of(finding->severity), "informational") ? "info" : finding->severity;
	struct record *record = tool_result(run, finding->line, finding->check, is_pass ? OUTCOME_PASS : is_fail ? OUTCOME_FAIL : OUTCOME_UNKNOWN,
	    severity, finding->title);
	if (record)
		tool_set(run, record, "target", finding->resource);
}

static void
emit_table(const struct parse *parse, const struct file *file, struct arena *arena, const struct tool_table *table)
{
	size_t last = table->csv.rows.len - 1;
	struct tool_identity identity = { .tool = "prowler", .looks_at = "rules" };
	struct tool_run run;

	if (last > 0) {
		identity.target = tool_cell(arena, table, last, account_names);
		identity.version = tool_cell(arena, table, last, version_names);
		identity.finished = str_of(tool_cell(arena, table, last, time_names));
	}
	tool_run_begin(&run, parse, file, table->csv.rows.items[0].line, &identity);
	run.is_complete = table->is_whole;
	for (size_t i = 1; i <= last; i++) {
		struct finding finding = { .check = tool_cell(arena, table, i, check_names), .status = tool_cell(arena, table, i, status_names),
			.severity = tool_cell(arena, table, i, severity_names), .title = tool_cell(arena, table, i, title_names),
			.resource = tool_cell(arena, table, i, resource_names), .line = table->csv.rows.items[i].line };
		emit_finding(&run, &finding);
	}
	tool_run_end(&run);
}

/* The first of the paths that leads to a text. */
static const char *
first_of(struct arena *arena, const struct json *node, const char *const *paths)
{
	const char *text = "";

	for (; *paths && !*text; paths++)
		text = tool_path(arena, node, *paths);
	return text;
}

static void
emit_tree(const struct parse *parse, const struct file *file, struct arena *arena, const struct json *root)
{
	const struct json *first = root->kind == JSON_KIND_ARRAY ? root->children : root;
	struct tool_identity identity = {
		.tool = "prowler", .looks_at = "rules", .version = first ? tool_path(arena, first, "metadata.product.version") : NULL,
		.target = first ? tool_path(arena, first, "cloud.account.uid") : NULL,
		.finished = str_of(first ? first_of(arena, first, (const char *const[]){ "time_dt", "event_time", "time", "finding_info.created_time", NULL }) : ""),
	};
	struct tool_run run;

	tool_run_begin(&run, parse, file, root->line, &identity);
	run.is_complete = true;
	for (const struct json *node = first; node; node = root->kind == JSON_KIND_ARRAY ? node->next : NULL) {
		/* Version 4 says status_code; before it `status` was the outcome, now it is the state of the finding's handling. */
		struct finding finding = {
			.check = first_of(arena, node, (const char *const[]){ "metadata.event_code", "metadata.product.feature.uid", NULL }),
			.status = first_of(arena, node, (const char *const[]){ "status_code", "compliance.status", "status", NULL }),
			.severity = tool_text(arena, node, "severity"),
			.title = first_of(arena, node, (const char *const[]){ "finding_info.title", "finding.title", NULL }),
			.resource = tool_path(arena, node, "resources.uid"), .line = node->line,
		};
		emit_finding(&run, &finding);
	}
	tool_run_end(&run);
}

static void
read_file(const struct parse *parse, struct file *file, struct arena *arena)
{
	bool is_json = tool_first(file) == '[' || tool_first(file) == '{';
	struct tool_table table;
	struct json *root;

	if (is_json && tool_json_read(parse, file, arena, &root))
		emit_tree(parse, file, arena, root);
	else if (!is_json && tool_csv_read(parse, file, arena, &table))
		emit_table(parse, file, arena, &table);
	else
		tool_run_broken(parse, file, "prowler", "rules");
}

static void
parse(const struct parse *parse)
{
	for (struct file *file = NULL; (file = bundle_next(parse, file));) {
		struct arena *arena = arena_new();
		file->is_used = true;
		read_file(parse, file, arena);
		arena_free(arena);
	}
	tool_supersede(parse);
}

const struct parser parser_prowler = {
	.name = "prowler",
	.title = { "Prowlerの検査結果(CSV・OCSF)", "results of Prowler (CSV, OCSF)" },
	.scope = SCOPE_SCAN,
	.bid = bid,
	.parse = parse,
};
