/* ScubaGear (Microsoft 365) and ScubaGoggles (Google Workspace): ScubaResults.csv, ActionPlan.csv, ScubaResults*.json and the
 * reports of single products, TestResults.json.
 *
 * Decision rule (docs/evidence.md, tool-result): Pass passed; Fail, and Warning (a SHOULD that is not met), failed; N/A is
 * what the tool cannot look at, Omitted and Incorrect what the audited side set aside: not evaluated, with what the tool had
 * said. The tool knows no severity; `obligation` is its shall or should. In TestResults a requirement that is not met failed,
 * unless its criticality says that the product cannot be asked. ActionPlan.csv lists failures only and shows nothing of the
 * rest. Texts carry HTML behind them. Times with a month before or behind the day, by the user's settings, are not read. */
#include "evidence/tool/tool_json.h"

#include "tenken/base/limits.h"

static bool
is_json(const struct file *file)
{
	return tool_first(file) == '{' || tool_first(file) == '[';
}

static int
bid(const struct file *file)
{
	struct tool_ascii buffer;
	struct str head, line = STR("");

	if (!is_json(file)) {
		head = tool_head(file);
		str_line(&head, &line);
		bool is_rows = str_has(line, "Control ID") && str_has(line, "Requirement") && str_has(line, "Criticality") && str_has(line, "Details");
		return is_rows ? TOOL_BID : 0;
	}
	head = tool_ascii_head(file, &buffer);
	bool is_tests = str_has(head, "\"PolicyId\"") && str_has(head, "\"RequirementMet\"") && str_has(head, "\"Criticality\"");
	bool is_product = str_has(head, "\"ReportSummary\"") && (str_has(head, "\"Failures\"") || str_has(head, "\"AnnotatedFailedPolicies\""));
	bool is_whole = str_has(head, "\"MetaData\"") && (str_has(head, "ScubaGear") || str_has(head, "ScubaGoggles"));
	return is_tests || is_product || is_whole ? TOOL_BID : 0;
}

/* One policy's result, however it is written. */
struct policy {
	const char *id, *title, *result, *original, *criticality;
	unsigned line;
};

/* Shall or should, and whether the tool can look at it at all: `Shall/Not-Implemented`, `Should/3rd Party`. */
static const char *
read_obligation(const char *criticality, bool *ret_is_asked)
{
	struct str word = { criticality, strcspn(criticality, "/") };

	*ret_is_asked = criticality[word.len] == '\0';
	return str_is_nocase(word, "shall") ? "shall" : str_is_nocase(word, "should") ? "should" : NULL;
}

static enum outcome
read_outcome(const char *result)
{
	static const struct {
		const char *word;
		enum outcome outcome;
	} known[] = {
		{ "pass", OUTCOME_PASS }, { "true", OUTCOME_PASS }, { "fail", OUTCOME_FAIL }, { "false", OUTCOME_FAIL },
		{ "warning", OUTCOME_FAIL }, { "error", OUTCOME_ERROR },
	};

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (str_is_nocase(str_of(result), known[i].word))
			return known[i].outcome;
	return OUTCOME_UNKNOWN;   /* N/A, Omitted, Incorrect result, No events found, and words to come */
}

static void
emit_policy(struct tool_run *run, const struct policy *policy)
{
	bool is_asked;
	const char *obligation = read_obligation(policy->criticality, &is_asked);
	enum outcome outcome = is_asked ? read_outcome(policy->result) : OUTCOME_UNKNOWN;

	if (!*policy->id) {
		tool_lost(run, policy->line, "a result without its policy's id");
		return;
	}
	struct record *record = tool_result(run, policy->line, policy->id, outcome, NULL, policy->title);
	if (!record)
		return;
	record_set(run->parse->subject, record, "obligation", obligation);
	if (*policy->original && !str_is_nocase(str_of(policy->original), policy->result))
		tool_set(run, record, "overridden-from", policy->original);
}

/* Policies of Microsoft 365 are called MS.AAD.1.1v1, those of Google Workspace GWS.GMAIL.1.1v0.3. */
static const char *
tool_of(const char *id)
{
	return str_has_prefix(str_of(id), "GWS.") ? "scubagoggles" : "scubagear";
}

static const char *
cell(struct arena *arena, const struct tool_table *table, size_t row, const char *name)
{
	return tool_cell(arena, table, row, (const char *const[]){ name, NULL });
}

static void
emit_table(const struct parse *parse, const struct file *file, struct arena *arena, const struct tool_table *table)
{
	const struct csv_row *head = &table->csv.rows.items[0];
	bool is_plan = false;
	struct tool_run run;

	for (size_t i = 0; i < head->count; i++)
		is_plan |= str_is_nocase(str_trim(head->cells[i]), "Non-Compliance Reason");
	struct tool_identity identity = { .tool = table->csv.rows.len > 1 ? tool_of(cell(arena, table, 1, "Control ID")) : "scubagear",
		.looks_at = "rules", .profile = is_plan ? "ActionPlan" : NULL };
	tool_run_begin(&run, parse, file, head->line, &identity);
	run.is_complete = table->is_whole && !is_plan;
	for (size_t i = 1; i < table->csv.rows.len; i++) {
		struct policy policy = { .id = cell(arena, table, i, "Control ID"), .title = tool_plain(arena, cell(arena, table, i, "Requirement")),
			.result = cell(arena, table, i, "Result"), .original = cell(arena, table, i, "OriginalResult"),
			.criticality = cell(arena, table, i, "Criticality"), .line = table->csv.rows.items[i].line };
		emit_policy(&run, &policy);
	}
	tool_run_end(&run);
}

/* Whatever holds an id and a result is a policy's result, wherever it is; no deeper than LIMIT_JSON_DEPTH. */
static void
emit_policies(struct tool_run *run, struct arena *arena, const struct json *node)
{
	bool is_control = json_member(node, "Control ID") && json_member(node, "Result");
	bool is_test = json_member(node, "PolicyId") && json_member(node, "RequirementMet");

	if (is_control || is_test) {
		struct policy policy = { .id = tool_text(arena, node, is_test ? "PolicyId" : "Control ID"),
			.title = is_test ? NULL : tool_plain(arena, tool_text(arena, node, "Requirement")),
			.result = tool_text(arena, node, is_test ? "RequirementMet" : "Result"), .original = tool_text(arena, node, "OriginalResult"),
			.criticality = tool_text(arena, node, "Criticality"), .line = node->line };
		emit_policy(run, &policy);
		return;
	}
	for (const struct json *child = node->children; child; child = child->next)
		/* What the results were made from: as large as the tenant, and no result. */
		if (!child->name || strcmp(child->name, "Raw") != 0)
			emit_policies(run, arena, child);
}

/* The first policy's id below the node, "" when there is none. */
static const char *
first_id(struct arena *arena, const struct json *node)
{
	const char *id = tool_text(arena, node, "Control ID");

	id = *id ? id : tool_text(arena, node, "PolicyId");
	for (const struct json *child = node->children; child && !*id; child = child->next)
		id = first_id(arena, child);
	return id;
}

static const char *
first_of(struct arena *arena, const struct json *meta, const char *const *names)
{
	const char *text = "";

	for (; *names && !*text; names++)
		text = tool_text(arena, meta, *names);
	return text;
}

static void
emit_tree(const struct parse *parse, const struct file *file, struct arena *arena, const struct json *root)
{
	const struct json *report = root->kind == JSON_KIND_ARRAY && root->children ? root->children : root;
	const struct json *meta = json_member(report, "MetaData");
	struct tool_identity identity = {
		.tool = tool_of(first_id(arena, root)), .looks_at = "rules",
		.version = first_of(arena, meta, (const char *const[]){ "ToolVersion", "Module Version", NULL }),
		.target = first_of(arena, meta, (const char *const[]){ "TenantId", "TenantDomain", "DomainName", "Tenant Display Name", NULL }),
		.finished = str_of(first_of(arena, meta, (const char *const[]){ "TimestampZulu", "TimeStampZulu", NULL })),
	};
	struct tool_run run;

	tool_run_begin(&run, parse, file, root->line, &identity);
	run.is_complete = true;
	emit_policies(&run, arena, root);
	tool_run_end(&run);
}

static void
read_file(const struct parse *parse, struct file *file, struct arena *arena)
{
	struct tool_table table;
	struct json *root;

	if (is_json(file) ? tool_json_read(parse, file, arena, &root) : tool_csv_read(parse, file, arena, &table)) {
		if (is_json(file))
			emit_tree(parse, file, arena, root);
		else
			emit_table(parse, file, arena, &table);
	} else {
		tool_run_broken(parse, file, "scubagear", "rules");
	}
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

const struct parser parser_scuba = {
	.name = "scuba",
	.title = { "ScubaGear・ScubaGogglesの検査結果", "results of ScubaGear and ScubaGoggles" },
	.scope = SCOPE_SCAN,
	.bid = bid,
	.parse = parse,
};
