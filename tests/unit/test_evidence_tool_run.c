/* What the results of other tools have in common. */
#include "fixture_account.h"

#include "evidence/tool/tool.h"
#include "tenken/base/limits.h"

static void
test_subject(void)
{
	struct run *run = unit_run();
	static const struct { const char *name, *subject; } cases[] = {
		{ "web01", "web01" }, { " web01.example.jp\n", "web01.example.jp" }, { "192.0.2.7", "192.0.2.7" }, { "2001:db8::1", "2001:db8::1" },
		{ "localhost", NULL }, { "LOCALHOST", NULL }, { "Localhost.localdomain", NULL }, { "127.0.0.1", NULL }, { "::1", NULL },
		{ "localhost2", "localhost2" }, { "", NULL }, { "  ", NULL }, { "../etc", NULL }, { "a/b", NULL }, { "a b", NULL },
		{ "-v", NULL }, { "\xe3\x82\xb5", NULL },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		UNIT_EQUAL(tool_subject(run->arena, str_of(cases[i].name)), cases[i].subject);
	char *longest = arena_alloc(run->arena, 255);
	memset(longest, 'a', 254);
	CU_ASSERT_PTR_NULL(tool_subject(run->arena, (struct str){ longest, 254 }));
	CU_ASSERT_PTR_NOT_NULL(tool_subject(run->arena, (struct str){ longest, 253 }));
	unit_run_free(run);
}

static void
test_element(void)
{
	static const struct { const char *text, *found; } cases[] = {
		{ "<a><target>web01</target><target>db01</target></a>", "web01" }, { "<cdf:target x='1'>web01</cdf:target>", "web01" },
		{ "<target-address>192.0.2.1</target-address>", "" }, { "<x:y:target>z</x:y:target>", "z" }, { "<target>", "" },
		{ "<target", "" }, { "<", "" }, { "", "" }, { "<target/><b>no</b>", "" }, { "</target>no<target>yes</target>", "yes" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		CU_ASSERT_TRUE(str_is(tool_element(str_of(cases[i].text), "target"), cases[i].found));
}

static void
test_day(void)
{
	CU_ASSERT_EQUAL(tool_day(STR("2026-11-20T23:59:59.123456789Z")), day_of(2026, 11, 20));
	CU_ASSERT_EQUAL(tool_day(STR("2026-11-20T00:01:00+09:00")), day_of(2026, 11, 20));   /* on the writer's own calendar */
	CU_ASSERT_EQUAL(tool_day(STR(" 2026-11-20 05:38:16 ")), day_of(2026, 11, 20));
	CU_ASSERT_EQUAL(tool_day(STR("1795132800")), day_of(2026, 11, 20));
	CU_ASSERT_EQUAL(tool_day(STR("20261120")), DAY_UNKNOWN);
	CU_ASSERT_EQUAL(tool_day(STR("99999999999999999999")), DAY_UNKNOWN);
	CU_ASSERT_EQUAL(tool_day(STR("999999999999")), DAY_UNKNOWN);
	CU_ASSERT_EQUAL(tool_day(STR("yesterday")), DAY_UNKNOWN);
	CU_ASSERT_EQUAL(tool_day(STR("")), DAY_UNKNOWN);
	CU_ASSERT_EQUAL(tool_day((struct str){ NULL, 0 }), DAY_UNKNOWN);
}

static void
test_first(void)
{
	const struct { struct str bytes; char first; } cases[] = {
		{ STR("<a/>"), '<' }, { STR("\xef\xbb\xbf\r\n [1]"), '[' }, { STR("\xff\xfe{\0"), '{' }, { STR("\0\0x"), 'x' }, { STR(""), '\0' }, { STR("  "), '\0' },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct file file = { .bytes = cases[i].bytes };
		CU_ASSERT_EQUAL(tool_first(&file), cases[i].first);
	}
}

static void
test_severity(void)
{
	UNIT_EQUAL(tool_severity("CRITICAL"), "critical");
	UNIT_EQUAL(tool_severity("High"), "high");
	UNIT_EQUAL(tool_severity("unknown"), NULL);
	UNIT_EQUAL(tool_severity(""), NULL);
	UNIT_EQUAL(tool_severity(NULL), NULL);
	CU_ASSERT_TRUE(tool_is_grave("critical") && tool_is_grave("high"));
	CU_ASSERT_FALSE(tool_is_grave("medium") || tool_is_grave(NULL));
}

static const struct parse *
new_run(struct run *run, struct tool_run *ret, const char *finished)
{
	const struct parse *parse = fixture_parse(run, (const char *const[]){ "r.xml", "", NULL });
	struct tool_identity identity = { .tool = "t", .looks_at = "rules", .finished = str_of(finished) };

	tool_run_begin(ret, parse, &parse->bundle->files.items[0], 1, &identity);
	ret->is_complete = true;
	return parse;
}

static void
test_days_since(void)
{
	struct run *run = unit_run();
	struct tool_run tool;
	int64_t days = 7;
	const struct parse *parse = new_run(run, &tool, "2026-11-20T00:00:00Z");

	CU_ASSERT_TRUE(tool_days_since(&tool, day_of(2026, 11, 1), &days));
	CU_ASSERT_EQUAL(days, 19);
	CU_ASSERT_TRUE(tool_days_since(&tool, day_of(2026, 11, 22), &days));
	CU_ASSERT_EQUAL(days, -2);
	CU_ASSERT_FALSE(tool_days_since(&tool, DAY_UNKNOWN, &days));
	/* Without a day of its own the run is as old as the collection; without either nobody knows, the audit's day least of all. */
	parse = new_run(run, &tool, "");
	CU_ASSERT_FALSE(tool_days_since(&tool, day_of(2026, 11, 1), &days));
	parse->subject->collected_at = instant_parse(STR("2026-11-10T09:00:00+09:00"));
	CU_ASSERT_TRUE(tool_days_since(&tool, day_of(2026, 11, 1), &days));
	CU_ASSERT_EQUAL(days, 9);
	unit_run_free(run);
}

static void
test_counts(void)
{
	struct run *run = unit_run();
	struct tool_run tool;

	new_run(run, &tool, "2026-11-20T00:00:00Z");
	for (enum outcome outcome = OUTCOME_PASS; outcome <= OUTCOME_ERROR; outcome++)
		CU_ASSERT_PTR_NOT_NULL(tool_result(&tool, 1, "r", outcome, "high", NULL));
	tool_run_end(&tool);
	UNIT_EQUAL(record_get(tool.record, "evaluated"), "2");
	UNIT_EQUAL(record_get(tool.record, "passed"), "1");
	UNIT_EQUAL(record_get(tool.record, "failed"), "1");
	UNIT_EQUAL(record_get(tool.record, "not-evaluated"), "3");
	UNIT_EQUAL(record_get(tool.record, "complete"), "true");
	UNIT_EQUAL(record_get(tool.record, "left-out"), NULL);
	UNIT_EQUAL(record_get(tool.record, "days-since-run"), "5");
	unit_run_free(run);
}

/* Trifles take half of the room, what is grave (or may be) all of it; the run counts everything and is not complete. */
static void
test_room(void)
{
	struct run *run = unit_run();
	struct tool_run tool;
	const struct parse *parse = new_run(run, &tool, "2026-11-20T00:00:00Z");

	for (int i = 0; i < LIMIT_TOOL_RESULTS; i++)
		CU_ASSERT_EQUAL(tool_result(&tool, 1, "r", OUTCOME_FAIL, "low", NULL) != NULL, i < LIMIT_TOOL_RESULTS / 2);
	for (int i = 0; i < LIMIT_TOOL_RESULTS; i++)
		CU_ASSERT_EQUAL(tool_result(&tool, 1, "r", OUTCOME_FAIL, i % 2 ? "high" : NULL, NULL) != NULL, i < LIMIT_TOOL_RESULTS / 2);
	tool_run_end(&tool);
	CU_ASSERT_EQUAL(parse->subject->records.len, LIMIT_TOOL_RESULTS + 1);
	UNIT_EQUAL(record_get(tool.record, "failed"), "40000");
	UNIT_EQUAL(record_get(tool.record, "left-out"), "20000");
	UNIT_EQUAL(record_get(tool.record, "complete"), "false");
	CU_ASSERT_TRUE(unit_has_diag(run, DIAG_LIMIT, 1));
	unit_run_free(run);
}

/* A result that cannot be read may be the one that matters. */
static void
test_lost(void)
{
	struct run *run = unit_run();
	struct tool_run tool;

	new_run(run, &tool, "2026-11-20T00:00:00Z");
	tool_lost(&tool, 3, "a result without its rule");
	tool_run_end(&tool);
	UNIT_EQUAL(record_get(tool.record, "left-out"), "1");
	UNIT_EQUAL(record_get(tool.record, "complete"), "false");
	CU_ASSERT_TRUE(unit_has_diag(run, DIAG_SYNTAX_UNKNOWN, 1));
	unit_run_free(run);
}

/* Three runs of one parse, 40, 20 and 20 days before the audit. */
static void
test_supersede(void)
{
	struct run *run = unit_run();
	struct tool_run first, second, third;
	const struct parse *parse = new_run(run, &first, "2026-10-16T00:00:00Z");
	struct tool_identity identity = { .tool = "t", .looks_at = "rules", .finished = STR("2026-11-05T00:00:00Z") }, other = identity;
	static const char *const superseded[] = { "true", NULL, NULL, NULL, NULL, NULL };

	other.tool = "u";
	struct record *fails[] = {
		tool_result(&first, 1, "mended", OUTCOME_FAIL, "high", NULL), tool_result(&first, 1, "other tool", OUTCOME_FAIL, "high", NULL),
		tool_result(&first, 1, "other resource", OUTCOME_FAIL, "high", NULL), tool_result(&first, 1, "still unknown", OUTCOME_FAIL, "high", NULL),
		NULL, tool_result(&first, 1, "by hand", OUTCOME_FAIL, "high", NULL),
	};
	tool_set(&first, fails[2], "target", "bucket-1");
	tool_result(&first, 1, "broke", OUTCOME_PASS, "high", NULL);
	tool_run_begin(&second, parse, &parse->bundle->files.items[0], 2, &identity);
	tool_result(&second, 2, "mended", OUTCOME_PASS, "high", NULL);
	tool_set(&second, tool_result(&second, 2, "other resource", OUTCOME_PASS, "high", NULL), "target", "bucket-2");
	tool_result(&second, 2, "still unknown", OUTCOME_UNKNOWN, "high", NULL);
	tool_set(&second, tool_result(&second, 2, "by hand", OUTCOME_PASS, "high", NULL), "overridden-from", "fail");
	fails[4] = tool_result(&second, 2, "broke", OUTCOME_FAIL, "high", NULL);
	tool_run_begin(&third, parse, &parse->bundle->files.items[0], 3, &other);
	tool_result(&third, 3, "other tool", OUTCOME_PASS, "high", NULL);
	tool_supersede(parse);
	tool_supersede(parse);
	for (size_t i = 0; i < sizeof fails / sizeof *fails; i++)
		UNIT_EQUAL(record_get(fails[i], "superseded"), superseded[i]);
	CU_ASSERT_EQUAL(fails[0]->attributes.items[fails[0]->attributes.len - 2].value[0], 'h');   /* set once */
	unit_run_free(run);
}

static void
test_texts(void)
{
	struct run *run = unit_run();
	struct tool_run tool;

	new_run(run, &tool, "");
	tool_set(&tool, tool.record, "a", "two\r\nlines\tand \x1b[31m");
	UNIT_EQUAL(record_get(tool.record, "a"), "two  lines and \\x1b[31m");
	tool_set(&tool, tool.record, "b", "");
	tool_set(&tool, tool.record, "c", NULL);
	CU_ASSERT_PTR_NULL(record_get(tool.record, "b"));
	CU_ASSERT_PTR_NULL(record_get(tool.record, "c"));
	char *large = arena_alloc(run->arena, 100000);
	memset(large, 'x', 99999);
	tool_set(&tool, tool.record, "d", large);
	CU_ASSERT_TRUE(strlen(record_get(tool.record, "d")) < 500);
	unit_run_free(run);
}

/* What the subject has no room for is missing as well. */
static void
test_full_subject(void)
{
	struct run *run = unit_run();
	struct tool_run tool;
	const struct parse *parse = new_run(run, &tool, "2026-11-20T00:00:00Z");

	while (parse->subject->records.len < LIMIT_RECORDS)
		record_add(parse->subject, "log", "x", (struct span){ 0 });
	tool_result(&tool, 1, "r", OUTCOME_PASS, NULL, NULL);
	tool_run_end(&tool);
	UNIT_EQUAL(record_get(tool.record, "complete"), "false");
	UNIT_EQUAL(record_get(tool.record, "left-out"), "1");
	unit_run_free(run);
}

static const struct unit_test tests[] = {
	{ "names that may name a subject", test_subject },
	{ "an element without the document", test_element },
	{ "days", test_day },
	{ "first byte", test_first },
	{ "severities", test_severity },
	{ "days since", test_days_since },
	{ "counts", test_counts },
	{ "room for what is grave", test_room },
	{ "a result that is lost", test_lost },
	{ "what a later run passes", test_supersede },
	{ "texts", test_texts },
	{ "a subject that is full", test_full_subject },
	{ NULL, NULL },
};

const struct unit_suite suite_evidence_tool_run = { "evidence/tool_run", tests };
