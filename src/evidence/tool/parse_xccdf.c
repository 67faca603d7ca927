/* Results of SCAP scanners: XCCDF 1.1.4 and 1.2 (NISTIR 7275) as `oscap xccdf eval --results`, SCC and others write
 * them, and ARF 1.1 (NISTIR 7694), which carries the same TestResult.
 *
 * Decision rule (docs/evidence.md, tool-run): pass and fixed passed, fail failed; error, unknown, notchecked, informational,
 * notapplicable and notselected were not evaluated. A run in which nothing was evaluated shows nothing, whatever its score
 * says; scores are not read. Severity and title are the rule-result's own, else those of its Rule. A result that somebody
 * changed by hand (override) says so. Only a TestResult with an end is complete.
 *
 * A result file carries the whole benchmark and the OVAL below it: of 60 MB only some percent are wanted. */
#include "evidence/tool/tool.h"

#include "tenken/base/limits.h"
#include "tenken/syntax/xml.h"

#define XCCDF_NS "http://checklists.nist.gov/xccdf/1."
#define CONTROLS_MAX 12   /* identifiers of one rule: a bulletin may name dozens of CVEs */

static int
bid(const struct file *file)
{
	struct str head = tool_head(file);

	if (tool_first(file) != '<')
		return 0;
	bool is_xccdf = str_has(head, XCCDF_NS) && (str_has(head, "Benchmark") || str_has(head, "TestResult"));
	bool is_arf = str_has(head, "http://scap.nist.gov/schema/asset-reporting-format/1.") && str_has(head, "asset-report-collection");

	return is_xccdf || is_arf ? 50 : 0;
}

static const char *
subject_of(struct arena *arena, const struct file *file)
{
	return tool_subject(arena, tool_element(file->bytes, "target"));
}

static bool
is_wanted(const char *name)
{
	static const char *const names[] = { "Benchmark", "Group", "Rule", "TestResult", "component", "content", "data-stream-collection",
		"ident", "old-result", "override", "profile", "report", "report-request", "report-requests", "reports", "result",
		"rule-result", "target", "title" };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strcmp(name, names[i]) == 0)
			return true;
	return false;
}

/* One file while it is read. */
struct reading {
	const struct parse *parse;
	struct file *file;
	struct arena *arena;       /* of the tree */
	struct map rules;          /* id of a Rule to its node */
	VEC(const struct xml_node *) runs;
};

/* Finds the rules and the runs, wherever they are; the tree is no deeper than LIMIT_XML_DEPTH. */
static void
collect(struct reading *reading, const struct xml_node *node)
{
	bool is_xccdf = str_has_prefix(str_of(node->ns), XCCDF_NS);

	if (is_xccdf && strcmp(node->name, "Rule") == 0 && xml_get(node, "id"))
		map_add(&reading->rules, xml_get(node, "id"), (void *)(uintptr_t)node);
	if (is_xccdf && strcmp(node->name, "TestResult") == 0) {
		vec_push(reading->arena, &reading->runs, node);
		return;
	}
	for (const struct xml_node *child = node->children; child; child = child->next)
		collect(reading, child);
}

static struct str
child_text(const struct xml_node *node, const char *name)
{
	const struct xml_node *child = xml_child(node, name);

	return child ? str_trim(str_of(child->text)) : STR("");
}

/* Product and version of a CPE name: `cpe:/a:redhat:openscap:1.3.5`, `cpe:2.3:a:redhat:openscap:1.3.5:*...`. */
static void
read_cpe(struct arena *arena, const char *cpe, const char **ret_product, const char **ret_version)
{
	struct str rest = str_of(cpe), part = str_token(&rest, ":");

	if (!cpe || !str_is(part, "cpe"))
		return;
	part = str_token(&rest, ":");
	if (str_is(part, "2.3"))
		str_token(&rest, ":");
	str_token(&rest, ":");
	struct str product = str_token(&rest, ":"), version = str_token(&rest, ":");
	if (product.len)
		*ret_product = arena_strndup(arena, product.ptr, product.len);
	if (version.len && !str_is(version, "*") && !str_is(version, "-"))
		*ret_version = arena_strndup(arena, version.ptr, version.len);
}

/* False for rules that the profile did not ask for: there are hundreds of them, and they say nothing. */
static bool
read_outcome(struct str word, enum outcome *ret)
{
	static const struct {
		const char *word;
		enum outcome outcome;
	} known[] = {
		{ "pass", OUTCOME_PASS }, { "fixed", OUTCOME_PASS }, { "fail", OUTCOME_FAIL }, { "error", OUTCOME_ERROR },
		{ "notapplicable", OUTCOME_NOT_APPLICABLE },
	};

	if (str_is(word, "notselected"))
		return false;
	*ret = OUTCOME_UNKNOWN;
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (str_is(word, known[i].word))
			*ret = known[i].outcome;
	return true;
}

/* What the result is filed under elsewhere: CCE, CCI, CVE, as given. */
static const char *
controls_of(struct arena *arena, const struct xml_node *result)
{
	const char *list = NULL;
	int count = 0;

	for (const struct xml_node *ident = xml_child(result, "ident"); ident && count < CONTROLS_MAX; ident = xml_next(ident, "ident")) {
		struct str id = str_trim(str_of(ident->text));
		if (id.len == 0 || id.len > 64)
			continue;
		list = arena_printf(arena, "%s%s%.*s", list ? list : "", list ? " " : "", (int)id.len, id.ptr);
		count++;
	}
	return list;
}

static void
emit_result(const struct reading *reading, struct tool_run *run, const struct xml_node *node)
{
	struct arena *arena = reading->arena;
	const char *id = xml_get(node, "idref");
	const struct xml_node *rule = id ? map_get(&reading->rules, id) : NULL;
	const struct xml_node *title = rule ? xml_child(rule, "title") : NULL, *override = xml_child(node, "override");
	const char *severity = xml_get(node, "severity");
	enum outcome outcome;

	if (!id || !*id) {
		tool_lost(run, node->span.line, "a result without its rule's id");
		return;
	}
	if (!read_outcome(child_text(node, "result"), &outcome)) {
		run->not_evaluated++;
		return;
	}
	if (!severity && rule)
		severity = xml_get(rule, "severity");
	struct record *record = tool_result(run, node->span.line, id, outcome, severity, title ? xml_text(arena, title) : NULL);
	if (!record)
		return;
	tool_set(run, record, "controls", controls_of(arena, node));
	struct str old = override ? child_text(override, "old-result") : STR("");
	tool_set(run, record, "overridden-from", arena_strndup(arena, old.ptr, old.len));
}

static void
emit_run(const struct reading *reading, const struct xml_node *node)
{
	const struct xml_node *profile = xml_child(node, "profile");
	struct str target = child_text(node, "target");
	struct tool_identity identity = {
		.tool = "xccdf", .looks_at = "rules", .profile = profile ? xml_get(profile, "idref") : NULL,
		.target = arena_strndup(reading->arena, target.ptr, target.len),
		.started = str_of(xml_get(node, "start-time")), .finished = str_of(xml_get(node, "end-time")),
	};
	struct tool_run run;

	read_cpe(reading->arena, xml_get(node, "test-system"), &identity.tool, &identity.version);
	tool_run_begin(&run, reading->parse, reading->file, node->span.line, &identity);
	run.is_complete = xml_get(node, "end-time") != NULL;
	for (const struct xml_node *result = xml_child(node, "rule-result"); result; result = xml_next(result, "rule-result"))
		emit_result(reading, &run, result);
	tool_run_end(&run);
}

/* False when the file holds a benchmark and nobody's results. */
static bool
read_file(const struct parse *parse, struct file *file)
{
	static const struct xml_options options = { .max_bytes = LIMIT_FILE_BYTES, .is_wanted = is_wanted };
	struct reading reading = { .parse = parse, .file = file, .arena = arena_new() };
	struct xml_node *root;
	bool has_results = true;

	reading.rules = MAP_INIT(reading.arena);
	file->is_used = true;
	if (xml_parse_with(parse->run, reading.arena, file->path, file->bytes, &options, &root) == 0) {
		collect(&reading, root);
		for (size_t i = 0; i < reading.runs.len; i++)
			emit_run(&reading, reading.runs.items[i]);
		has_results = reading.runs.len > 0;
	} else {
		tool_run_broken(parse, file, "xccdf", "rules");
	}
	arena_free(reading.arena);
	return has_results;
}

static void
parse(const struct parse *parse)
{
	for (struct file *file = bundle_next(parse, NULL), *next; file; file = next) {
		next = bundle_next(parse, file);
		if (read_file(parse, file))
			continue;
		diag_report(&parse->run->diags, DIAG_FILE_UNRECOGNISED, file_span(file, 0), "a benchmark without results");
		file->is_used = false;
		file->parser = NULL;
	}
	tool_supersede(parse);
}

const struct parser parser_xccdf = {
	.name = "xccdf",
	.title = { "SCAP検査の結果(XCCDF・ARF)", "results of a SCAP scan: XCCDF, ARF" },
	.scope = SCOPE_SCAN,
	.subject_of = subject_of,
	.bid = bid,
	.parse = parse,
};
