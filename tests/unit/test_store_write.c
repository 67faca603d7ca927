/* results.json out: the shape other programs count on, and numbers and texts as JSON has them. */
#include "fixture_folder.h"
#include "fixture_results.h"
#include "store/emit.h"
#include "tenken/base/file.h"
#include "tenken/store/store.h"
#include "unit.h"

static const char *
real(struct run *run, double value)
{
	struct buf buf = BUF_INIT(100);
	struct emit emit = { .buf = &buf };

	emit_real(&emit, NULL, value);
	const char *text = arena_strdup(run->arena, buf.ptr);
	buf_free(&buf);
	return text;
}

static void
test_reals(void)
{
	struct run *run = unit_run();

	UNIT_EQUAL(real(run, 0), "0.0");
	UNIT_EQUAL(real(run, 1), "1.0");
	UNIT_EQUAL(real(run, 0.1), "0.1");
	UNIT_EQUAL(real(run, 2.35), "2.35");
	UNIT_EQUAL(real(run, 1.0 / 3), "0.3333333333333333");
	UNIT_EQUAL(real(run, 0.1 + 0.2), "0.30000000000000004");
	UNIT_EQUAL(real(run, 1e-7), "1e-07");
	UNIT_EQUAL(real(run, 1e300), "1e+300");
	UNIT_EQUAL(real(run, 0.0 / (run->as_of - run->as_of)), "null");
	unit_run_free(run);
}

static const char *
string(struct run *run, const char *value)
{
	struct buf buf = BUF_INIT(1000);
	struct emit emit = { .buf = &buf };

	emit_text(&emit, NULL, value);
	const char *text = arena_strdup(run->arena, buf.ptr);
	buf_free(&buf);
	return text;
}

static void
test_strings(void)
{
	struct run *run = unit_run();

	UNIT_EQUAL(string(run, NULL), "null");
	UNIT_EQUAL(string(run, ""), "\"\"");
	UNIT_EQUAL(string(run, "点検/a"), "\"点検/a\"");
	UNIT_EQUAL(string(run, "a\"b\\c"), "\"a\\\"b\\\\c\"");
	UNIT_EQUAL(string(run, "\n\t\x1b\x7f"), "\"\\n\\t\\u001b\x7f\"");
	UNIT_EQUAL(string(run, "x\xff\xfey"), "\"x\xef\xbf\xbd\xef\xbf\xbdy\"");
	UNIT_EQUAL(string(run, "\xe3\x83"), "\"\xef\xbf\xbd\xef\xbf\xbd\"");
	UNIT_EQUAL(string(run, "\xed\xa0\x80"), "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"");
	UNIT_EQUAL(string(run, "\xf0\xa0\xae\xb7"), "\"𠮷\"");
	unit_run_free(run);
}

static void
test_layout(void)
{
	struct buf buf = BUF_INIT(1000);
	struct emit emit = { .buf = &buf };

	emit_open(&emit, NULL, '{');
	emit_open(&emit, "a", '[');
	emit_int(&emit, NULL, -5);
	emit_bool(&emit, NULL, true);
	emit_open(&emit, NULL, '{');
	emit_close(&emit, '}');
	emit_close(&emit, ']');
	emit_open(&emit, "b", '[');
	emit_close(&emit, ']');
	emit_null(&emit, "c\"");
	emit_close(&emit, '}');
	UNIT_EQUAL(buf.ptr, "{\n  \"a\": [\n    -5,\n    true,\n    {}\n  ],\n  \"b\": [],\n  \"c\\\"\": null\n}");
	buf_free(&buf);
}

/* The file that store_write makes of the results. */
static const char *
written(struct run *run, const struct results *results)
{
	const char *folder = fixture_folder(run);
	struct str bytes;

	CU_ASSERT_EQUAL_FATAL(store_write(run, results, folder, NULL), 0);
	CU_ASSERT_EQUAL_FATAL(file_read(run, run->arena, file_join(run->arena, folder, "results.json"), LIMIT_OUTPUT_BYTES, &bytes), 0);
	fixture_folder_remove(run, folder);
	return arena_strndup(run->arena, bytes.ptr, bytes.len);
}

/* How often the text occurs. */
static size_t
occurs(const char *in, const char *text)
{
	size_t count = 0;

	for (const char *p = in; (p = strstr(p, text)) != NULL; p += strlen(text))
		count++;
	return count;
}

static void
test_contract(void)
{
	struct run *run = unit_run();
	const struct results *results = fixture_results(run->arena, true);
	const char *text = written(run, results);

	CU_ASSERT_TRUE(str_has_prefix(str_of(text), "{\n  \"format\": \"tenken-results\",\n  \"version\": 1,\n  \"run\": {\n"));
	/* Not assessed is null, never 0. */
	size_t unassessed = 0;
	for (size_t i = 0; i < results->ratings.len; i++)
		unassessed += results->ratings.items[i].level == LEVEL_UNASSESSED;
	CU_ASSERT_TRUE(unassessed > 0);
	CU_ASSERT_EQUAL(occurs(text, "\n      \"level\": null,"), unassessed);
	CU_ASSERT_EQUAL(occurs(text, "\n      \"ladder\": ["), results->ratings.len);
	CU_ASSERT_EQUAL(occurs(text, "\n      \"check\": \""), results->verdicts.len);
	UNIT_EQUAL(written(run, results), text);
	unit_run_free(run);
}

static void
test_without_plan(void)
{
	struct run *run = unit_run();
	const char *text = written(run, fixture_results(run->arena, false));

	CU_ASSERT_EQUAL(occurs(text, "\n    \"plan\": null\n"), 1);
	unit_run_free(run);
}

/* What stands for others says for how many. */
static void
test_more(void)
{
	struct run *run = unit_run();
	struct results *results = fixture_results(run->arena, false);

	CU_ASSERT_EQUAL(occurs(written(run, results), "\"more\":"), 0);
	results->verdicts.items[1].more = 990005;
	CU_ASSERT_EQUAL(occurs(written(run, results), "\n      \"more\": 990005\n    }"), 1);
	unit_run_free(run);
}

static void
test_unwritable(void)
{
	struct run *run = unit_run();

	CU_ASSERT_EQUAL(store_write(run, fixture_results(run->arena, false), "/nonexistent/folder", NULL), -1);
	CU_ASSERT_TRUE(unit_has_diag(run, DIAG_OUTPUT, 1));
	unit_run_free(run);
}

static const struct unit_test tests[] = {
	{ "reals", test_reals },
	{ "strings", test_strings },
	{ "layout", test_layout },
	{ "the contract", test_contract },
	{ "without a plan", test_without_plan },
	{ "more", test_more },
	{ "a folder that is not there", test_unwritable },
	{ NULL, NULL },
};

const struct unit_suite suite_store_write = { "store/write", tests };
