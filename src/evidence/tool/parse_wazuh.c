/* Wazuh's security configuration assessment: the answer of its API to GET /sca/{agent}/checks/{policy}.
 *
 * Decision rule (docs/evidence.md, tool-result): passed, failed, "not applicable"; anything else was not evaluated. Wazuh
 * gives no severity, and this answer neither the agent's name nor the day of the scan. It is complete when all items that the
 * answer counts are in it: the API gives them in pages. */
#include "evidence/tool/tool_json.h"


#define CONTROLS_MAX 12

static int
bid(const struct file *file)
{
	struct str head = tool_head(file);
	bool is_checks = tool_first(file) == '{' && str_has(head, "\"affected_items\"") && str_has(head, "\"policy_id\"") && str_has(head, "\"result\"");

	return is_checks && (str_has(head, "\"compliance\"") || str_has(head, "\"rationale\"") || str_has(head, "\"remediation\"")) ? TOOL_BID : 0;
}

static enum outcome
read_outcome(struct str result)
{
	if (str_is_nocase(result, "passed"))
		return OUTCOME_PASS;
	if (str_is_nocase(result, "failed"))
		return OUTCOME_FAIL;
	return str_is_nocase(result, "not applicable") ? OUTCOME_NOT_APPLICABLE : OUTCOME_UNKNOWN;
}

/* `cis:5.2.3 pci_dss:2.2`: the frameworks the policy's author files the check under. */
static const char *
controls_of(struct arena *arena, const struct json *item)
{
	const struct json *list = json_member(item, "compliance");
	const char *controls = NULL;
	int count = 0;

	for (const struct json *node = list ? list->children : NULL; node && count < CONTROLS_MAX; node = node->next, count++) {
		const char *key = tool_text(arena, node, "key"), *value = tool_text(arena, node, "value");
		if (*key && *value && strlen(key) + strlen(value) < 64)
			controls = arena_printf(arena, "%s%s%s:%s", controls ? controls : "", controls ? " " : "", key, value);
	}
	return controls;
}

static void
emit_run(const struct parse *parse, const struct file *file, struct arena *arena, const struct json *root)
{
	const struct json *data = json_member(root, "data"), *list = json_member(data ? data : root, "affected_items");
	const struct json *first = list ? list->children : NULL;
	struct tool_identity identity = { .tool = "wazuh", .looks_at = "rules", .profile = first ? tool_text(arena, first, "policy_id") : NULL };
	struct tool_run run;
	int64_t total = -1, seen = 0;

	tool_run_begin(&run, parse, file, root->line, &identity);
	for (const struct json *item = first; item; item = item->next, seen++) {
		const char *id = tool_text(arena, item, "id"), *result = tool_text(arena, item, "result");
		if (!*id) {
			tool_lost(&run, item->line, "a check without its id");
			continue;
		}
		struct record *record = tool_result(&run, item->line, id, read_outcome(str_of(result)), NULL, tool_text(arena, item, "title"));
		if (record)
			tool_set(&run, record, "controls", controls_of(arena, item));
	}
	str_int(str_of(tool_text(arena, data ? data : root, "total_affected_items")), &total);
	run.is_complete = total == seen;
	tool_run_end(&run);
}

static void
parse(const struct parse *parse)
{
	tool_json_each(parse, "wazuh", "rules", emit_run);
}

const struct parser parser_wazuh = {
	.name = "wazuh",
	.title = { "Wazuhの構成評価の結果(JSON)", "results of Wazuh's configuration assessment (JSON)" },
	.scope = SCOPE_SCAN,
	.bid = bid,
	.parse = parse,
};
