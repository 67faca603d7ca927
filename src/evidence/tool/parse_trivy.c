/* Trivy's JSON report, schema version 2 and the array of results before it (trivy --format json).
 *
 * Decision rule (docs/evidence.md, vulnerability): one record for each vulnerability of each target, with the fixed version
 * where the report names one. Severity UNKNOWN is no severity. Misconfigurations that failed and secrets are only counted:
 * the report holds the secrets themselves, and none of that leaves it. That there are none is not told, as what was not
 * looked for is not in it either. Licences are not read. The report names an image, a folder or a repository, never a host. */
#include "evidence/tool/tool_json.h"


static int
bid(const struct file *file)
{
	struct str head = tool_head(file);
	char first = tool_first(file);

	if (first != '{' && first != '[')
		return 0;
	bool is_report = str_has(head, "\"SchemaVersion\"") && str_has(head, "\"ArtifactName\"");
	bool is_legacy = first == '[' && str_has(head, "\"Target\"") && str_has(head, "\"Vulnerabilities\"");

	return is_report || is_legacy ? TOOL_BID : 0;
}

static void
emit_vulnerability(struct tool_run *run, struct arena *arena, const struct json *node, const char *target)
{
	struct subject *subject = run->parse->subject;
	const char *severity = tool_severity(tool_text(arena, node, "Severity")), *id = tool_text(arena, node, "VulnerabilityID");
	int32_t published = tool_day(str_of(tool_text(arena, node, "PublishedDate")));
	int64_t days;

	if (!*id) {
		tool_lost(run, node->line, "a vulnerability without its id");
		return;
	}
	run->failed++;
	struct record *record = tool_record(run, "vulnerability", id, node->line, tool_is_grave(severity));
	if (!record)
		return;
	tool_set(run, record, "package", tool_text(arena, node, "PkgName"));
	tool_set(run, record, "installed", tool_text(arena, node, "InstalledVersion"));
	tool_set(run, record, "fixed", tool_text(arena, node, "FixedVersion"));
	tool_set(run, record, "status", tool_text(arena, node, "Status"));
	record_set(subject, record, "severity", severity);
	record_set_day(subject, record, "published", published);
	if (tool_days_since(run, published, &days))
		record_set_int(subject, record, "days-since-published", days);
	tool_set(run, record, "target", target);
	tool_set(run, record, "title", tool_text(arena, node, "Title"));
}

/* One target: a system's packages, a lock file. What is not looked through for vulnerabilities does not count. */
static void
emit_target(struct tool_run *run, struct arena *arena, const struct json *result)
{
	const char *class = tool_text(arena, result, "Class"), *target = tool_text(arena, result, "Target");
	const struct json *list = json_member(result, "Vulnerabilities");

	if (*class && strcmp(class, "os-pkgs") != 0 && strcmp(class, "lang-pkgs") != 0 && !list)
		return;
	run->evaluated++;
	for (const struct json *node = list ? list->children : NULL; node; node = node->next)
		emit_vulnerability(run, arena, node, target);
}

/* How many items the lists of that name hold, without those that passed or were excepted; -1 where there is no such list. */
static int64_t
count_items(struct arena *arena, const struct json *results, const char *name)
{
	int64_t count = -1;

	for (const struct json *result = results ? results->children : NULL; result; result = result->next) {
		const struct json *list = json_member(result, name);
		if (!list || list->kind != JSON_KIND_ARRAY)
			continue;
		count = count < 0 ? 0 : count;
		for (const struct json *item = list->children; item; item = item->next) {
			const char *status = tool_text(arena, item, "Status");
			count += strcmp(status, "PASS") != 0 && strcmp(status, "EXCEPTION") != 0;
		}
	}
	return count;
}

static void
set_counts(struct tool_run *run, struct arena *arena, const struct json *results)
{
	static const struct {
		const char *list, *attribute;
	} counted[] = { { "Misconfigurations", "misconfigurations" }, { "Secrets", "secrets" } };

	for (size_t i = 0; i < sizeof counted / sizeof *counted; i++) {
		int64_t count = count_items(arena, results, counted[i].list);
		if (count >= 0)
			record_set_int(run->parse->subject, run->record, counted[i].attribute, count);
	}
}

static void
emit_run(const struct parse *parse, const struct file *file, struct arena *arena, const struct json *root)
{
	const struct json *results = root->kind == JSON_KIND_ARRAY ? root : json_member(root, "Results");
	struct tool_identity identity = {
		.tool = "trivy", .looks_at = "vulnerabilities", .target = tool_text(arena, root, "ArtifactName"),
		.profile = tool_text(arena, root, "ArtifactName"), .version = tool_path(arena, root, "Trivy.Version"),
		.finished = str_of(tool_text(arena, root, "CreatedAt")),
	};
	struct tool_run run;

	tool_run_begin(&run, parse, file, root->line, &identity);
	/* JSON that could be read to its end is whole; a schema that is not known may hold its results elsewhere. */
	const char *schema = tool_text(arena, root, "SchemaVersion");
	run.is_complete = root->kind == JSON_KIND_ARRAY || strcmp(schema, "2") == 0;
	for (const struct json *result = results ? results->children : NULL; result; result = result->next)
		emit_target(&run, arena, result);
	run.passed = run.not_evaluated = -1;
	set_counts(&run, arena, results);
	tool_run_end(&run);
}

static void
parse(const struct parse *parse)
{
	tool_json_each(parse, "trivy", "vulnerabilities", emit_run);
}

const struct parser parser_trivy = {
	.name = "trivy",
	.title = { "Trivyの検査結果(JSON)", "results of Trivy (JSON)" },
	.scope = SCOPE_SCAN,
	.bid = bid,
	.parse = parse,
};
