/* Rows of named fields out of JSON and CSV. */
#include "fixture_account.h"

#include "evidence/tool/tool_json.h"

static void
test_head(void)
{
	struct tool_ascii buffer;
	struct file plain = { .bytes = STR("[{\"a\":1}]") }, wide = { .bytes = STR("\xff\xfe[\0{\0\"\0a\0\"\0") }, empty = { .bytes = STR("") };

	CU_ASSERT_TRUE(str_is(tool_ascii_head(&plain, &buffer), "[{\"a\":1}]"));
	CU_ASSERT_TRUE(str_is(tool_ascii_head(&wide, &buffer), "[{\"a\""));
	CU_ASSERT_EQUAL(tool_ascii_head(&empty, &buffer).len, 0);
}

static void
test_tree(void)
{
	struct run *run = unit_run();
	const struct parse *parse = fixture_parse(run, (const char *const[]){ "a.json",
	    "{\"s\":\"x\",\"n\":1.50,\"t\":true,\"z\":null,\"o\":{\"p\":{\"q\":\"deep\"}},\"l\":[{\"q\":\"1\"},{\"q\":\"2\"}]}", NULL });
	struct json *root;

	CU_ASSERT_TRUE_FATAL(tool_json_read(parse, &parse->bundle->files.items[0], run->arena, &root));
	UNIT_EQUAL(tool_text(run->arena, root, "s"), "x");
	UNIT_EQUAL(tool_text(run->arena, root, "n"), "1.50");
	UNIT_EQUAL(tool_text(run->arena, root, "t"), "true");
	UNIT_EQUAL(tool_text(run->arena, root, "z"), "");
	UNIT_EQUAL(tool_text(run->arena, root, "o"), "");
	UNIT_EQUAL(tool_text(run->arena, root, "none"), "");
	UNIT_EQUAL(tool_path(run->arena, root, "o.p.q"), "deep");
	UNIT_EQUAL(tool_path(run->arena, root, "l.q"), "1");
	UNIT_EQUAL(tool_path(run->arena, root, "o.none.q"), "");
	unit_run_free(run);
}

static const char *
read_cell(const struct tool_table *table, struct run *run, size_t row, const char *first, const char *second)
{
	return tool_cell(run->arena, table, row, (const char *const[]){ first, second, NULL });
}

static void
test_table(void)
{
	struct run *run = unit_run();
	const struct parse *parse = fixture_parse(run, (const char *const[]){ "a.csv", "\xef\xbb\xbf" "CHECK_ID; Status \nc1; FAIL \nc2\n",
	    "b.csv", "a,b\nx,\"cut", "c.csv", "a,b\nx,y", NULL });
	struct tool_table table;

	CU_ASSERT_TRUE_FATAL(tool_csv_read(parse, &parse->bundle->files.items[0], run->arena, &table));
	CU_ASSERT_TRUE(table.is_whole);
	UNIT_EQUAL(read_cell(&table, run, 1, "check_id", NULL), "c1");
	UNIT_EQUAL(read_cell(&table, run, 1, "none", "status"), "FAIL");
	UNIT_EQUAL(read_cell(&table, run, 2, "status", NULL), "");
	UNIT_EQUAL(read_cell(&table, run, 1, "none", NULL), "");
	/* A row that is cut off, with its quote open or without a line end. */
	CU_ASSERT_TRUE_FATAL(tool_csv_read(parse, &parse->bundle->files.items[1], run->arena, &table));
	CU_ASSERT_FALSE(table.is_whole);
	CU_ASSERT_TRUE_FATAL(tool_csv_read(parse, &parse->bundle->files.items[2], run->arena, &table));
	CU_ASSERT_FALSE(table.is_whole);
	unit_run_free(run);
}

static void
test_plain(void)
{
	struct run *run = unit_run();

	UNIT_EQUAL(tool_plain(run->arena, "Mail SHALL be signed. <div class='x'>more</div>"), "Mail SHALL be signed.");
	UNIT_EQUAL(tool_plain(run->arena, "plain"), "plain");
	UNIT_EQUAL(tool_plain(run->arena, "<b>"), "");
	unit_run_free(run);
}

static const struct unit_test tests[] = {
	{ "first bytes", test_head },
	{ "members and paths", test_tree },
	{ "cells", test_table },
	{ "texts before mark-up", test_plain },
	{ NULL, NULL },
};

const struct unit_suite suite_evidence_tool_json = { "evidence/tool_json", tests };
