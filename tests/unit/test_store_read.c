/* results.json back: the same results, and a refusal of whatever is not one. */
#include "fixture_folder.h"
#include "fixture_results.h"
#include "tenken/base/file.h"
#include "tenken/base/limits.h"
#include "tenken/store/store.h"
#include "unit.h"

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

static int
read_text(struct run *run, const char *text, struct results *ret)
{
	const char *folder = fixture_folder(run);
	int status = store_read(run, fixture_file(run, folder, "results.json", text), ret);

	fixture_folder_remove(run, folder);
	return status;
}

static void
round_trip(bool has_plan)
{
	struct run *run = unit_run();
	struct results *first = fixture_results(run->arena, has_plan);
	struct results second;

	first->ratings.items[0].coverage = 1.0 / 3;
	first->ratings.items[1].coverage = -1;
	first->ratings.items[2].label[LANG_EN] = "Item 11.1";
	first->ratings.items[0].criteria.items[1].is_supplementary = true;
	const char *text = written(run, first);
	CU_ASSERT_EQUAL_FATAL(read_text(run, text, &second), 0);
	UNIT_EQUAL(written(run, &second), text);
	CU_ASSERT_EQUAL(second.verdicts.len, first->verdicts.len);
	CU_ASSERT_EQUAL(second.ratings.len, first->ratings.len);
	CU_ASSERT_EQUAL(second.diags->list.len, first->diags->list.len);
	CU_ASSERT_EQUAL(second.diags->worst, first->diags->worst);
	CU_ASSERT_TRUE(second.ratings.items[0].coverage == 1.0 / 3);
	CU_ASSERT_TRUE(second.ratings.items[1].coverage < 0);
	CU_ASSERT_TRUE(second.ratings.items[0].criteria.items[1].is_supplementary);
	CU_ASSERT_FALSE(second.ratings.items[0].criteria.items[0].is_supplementary);
	UNIT_EQUAL(second.ratings.items[2].label[LANG_EN], "Item 11.1");
	CU_ASSERT_EQUAL(second.as_of, first->as_of);
	CU_ASSERT_EQUAL(second.plan != NULL, has_plan);
	for (size_t i = 0; i < first->subjects.len; i++) {
		CU_ASSERT_EQUAL(second.subjects.items[i].collected_at.seconds, first->subjects.items[i].collected_at.seconds);
		CU_ASSERT_EQUAL(second.subjects.items[i].collected_at.offset_minutes, first->subjects.items[i].collected_at.offset_minutes);
	}
	for (size_t i = 0; i < first->ratings.len; i++)
		CU_ASSERT_EQUAL(second.ratings.items[i].verdicts.len, first->ratings.items[i].verdicts.len);
	unit_run_free(run);
}

static void
test_round_trip(void)
{
	round_trip(true);
	round_trip(false);
}

/* The diagnostics read are the audit's, and print as they did. */
static void
test_diagnostics(void)
{
	struct run *run = unit_run(), *audit = unit_run();
	struct results *first = fixture_results(run->arena, false), second;
	static const struct span spans[] = { { "a:b.csv", 0, 0 }, { "a:7", 0, 0 }, { "h!/etc/x", 3, 0 }, { "h!/etc/x", 3, 9 }, { NULL, 0, 0 } };

	for (size_t i = 0; i < sizeof spans / sizeof *spans; i++)
		diag_report(&audit->diags, i ? DIAG_LIMIT : DIAG_FILE_EMPTY, spans[i], "detail %zu \"%s\"", i, "点");
	first->diags = &audit->diags;
	CU_ASSERT_EQUAL_FATAL(read_text(run, written(run, first), &second), 0);
	CU_ASSERT_EQUAL_FATAL(second.diags->list.len, 5);
	for (size_t i = 0; i < 5; i++)
		UNIT_EQUAL(diag_text(run->arena, &second.diags->list.items[i], LANG_JA), diag_text(run->arena, &audit->diags.list.items[i], LANG_JA));
	CU_ASSERT_EQUAL(second.diags->worst, DIAG_ERROR);
	CU_ASSERT_EQUAL(run->diags.list.len, 0);
	unit_run_free(audit);
	unit_run_free(run);
}

/* The written file with the first `old` replaced must be refused: once, as results-format. */
static void
expect_refusal(const char *text, const char *old, const char *new)
{
	struct run *run = unit_run();
	struct results results = { .id = "untouched" };
	const char *at = strstr(text, old);

	CU_ASSERT_PTR_NOT_NULL_FATAL(at);
	const char *spoilt = arena_printf(run->arena, "%.*s%s%s", (int)(at - text), text, new, at + strlen(old));
	CU_ASSERT_EQUAL(read_text(run, spoilt, &results), -1);
	if (!unit_has_diag(run, DIAG_RESULTS_FORMAT, 1))
		CU_FAIL(old);
	CU_ASSERT_EQUAL(run->diags.list.len, 1);
	UNIT_EQUAL(results.id, "untouched");
	unit_run_free(run);
}

static void
test_refusals(void)
{
	struct run *run = unit_run();
	const char *text = written(run, fixture_results(run->arena, true));
	static const char *const spoil[][2] = {
		{ "\"version\": 1", "\"version\": 2" }, { "\"version\": 1", "\"version\": \"1\"" }, { "\"version\": 1,", "" },
		{ "tenken-results", "other" }, { "{\n", "[\n" }, { "\"run\": {", "\"run\": {}, \"ran\": {" },
		{ "\"as_of\": \"2", "\"as_of\": \"x" }, { "\"plan\": {", "\"plan\": [], \"p\": {" }, { "\"team\": [", "\"team\": 1, \"t\": [" },
		{ "\"inputs\": [", "\"inputs\": {}, \"i\": [" }, { "\"bytes\": ", "\"bytes\": -" }, { "\"bytes\": ", "\"bytes\": 0.5, \"b\": " },
		{ "\"collected_at\": \"2", "\"collected_at\": \"z" }, { "\"verdict\": \"fail\"", "\"verdict\": \"failed\"" },
		{ "\"message\": {", "\"message\": null, \"m\": {" }, { "\"at\": \"", "\"at\": 1, \"a\": \"" },
		{ "\"own_setting\": ", "\"own_setting\": 1, \"o\": " }, { "\"levels\": [\n        ", "\"levels\": [\n        -1, " },
		{ "\"levels\": [", "\"levels\": [], \"l\": [" }, { "\"modality\": \"requirement\"", "\"modality\": \"wish\"" },
		{ "\"level\": 3", "\"level\": 6" }, { "\"level\": 3", "\"level\": -1" }, { "\"level\": 3", "\"level\": 3.0" },
		{ "\"target\": 3", "\"target\": 99" }, { "\"ladder\": [", "\"ladder\": [], \"l\": [" },
		{ "\"status\": \"agrees\"", "\"status\": \"perhaps\"" }, { "\"depth\": ", "\"depth\": 6" "5536, \"d\": " },
		{ "\"priority\": ", "\"priority\": 99999999999, \"p\": " }, { "\"verdict_indexes\": [", "\"verdict_indexes\": [999999999" "], \"v\": [" },
		{ "\"verdict_indexes\": [", "\"verdict_indexes\": [-1], \"v\": [" }, { "\"coverage\": ", "\"coverage\": 1.5, \"c\": " },
		{ "\"summary\": {", "\"summary\": null, \"s\": {" }, { "\"diagnostics\": [", "\"diagnostics\": [{\"id\": \"no-such-id\"}], \"d\": [" },
		{ "\"version\": 1", "\"version\": 1, \"version\": 1" }, { "\"id\": \"", "\"id\": \"\\u0000" },
	};

	for (size_t i = 0; i < sizeof spoil / sizeof *spoil; i++)
		expect_refusal(text, spoil[i][0], spoil[i][1]);
	unit_run_free(run);
}

/* What was changed after the audit is no longer what was found, however well it reads. */
static void
test_altered(void)
{
	struct run *run = unit_run();
	struct results results = { .id = "untouched" };
	const char *text = written(run, fixture_results(run->arena, true));
	static const char *const changes[][2] = {
		{ "\"verdict\": \"fail\"", "\"verdict\": \"pass\"" }, { "\"level\": 3", "\"level\": 4" }, { "\"subject\": \"", "\"subject\": \"x" },
		{ "\"content_sha256\": \"", "\"content_sha256\": \"0" },
	};

	for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
		const char *at = strstr(text, changes[i][0]);
		CU_ASSERT_PTR_NOT_NULL_FATAL(at);
		const char *spoilt = arena_printf(run->arena, "%.*s%s%s", (int)(at - text), text, changes[i][1], at + strlen(changes[i][0]));
		CU_ASSERT_EQUAL(read_text(run, spoilt, &results), -1);
		CU_ASSERT(unit_has_diag(run, DIAG_RESULTS_ALTERED, (int)i + 1));
	}
	UNIT_EQUAL(results.id, "untouched");
	CU_ASSERT_EQUAL(read_text(run, text, &results), 0);
	CU_ASSERT_EQUAL(strlen(results.digest), 64);
	unit_run_free(run);
}

/* Every prefix of a file is refused; none is read past its end. */
static void
test_truncated(void)
{
	struct run *run = unit_run();
	const char *text = written(run, fixture_results(run->arena, true));
	size_t len = strlen(text), step = len / 40;
	struct results results;

	for (size_t cut = 0; cut < len; cut += step)
		CU_ASSERT_EQUAL(read_text(run, arena_strndup(run->arena, text, cut), &results), -1);
	unit_run_free(run);
}

static void
test_limits(void)
{
	struct run *run = unit_run();
	struct results results;
	char *deep = arena_alloc(run->arena, 2 * 100000 + 1);

	memset(deep, '[', 100000);
	memset(deep + 100000, ']', 100000);
	CU_ASSERT_EQUAL(read_text(run, deep, &results), -1);
	char *wide = arena_alloc(run->arena, 2 * (size_t)LIMIT_JSON_VALUES + 10);
	for (size_t i = 0; i < LIMIT_JSON_VALUES; i++)
		memcpy(wide + 2 * i, "0,", 2);
	wide[0] = '[';
	CU_ASSERT_EQUAL(read_text(run, wide, &results), -1);
	CU_ASSERT_TRUE(unit_has_diag(run, DIAG_LIMIT, 2));
	/* Brackets in texts are texts. */
	CU_ASSERT_EQUAL(read_text(run, "\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\\\"[[[\"", &results), -1);
	CU_ASSERT_TRUE(unit_has_diag(run, DIAG_RESULTS_FORMAT, 1));
	CU_ASSERT_EQUAL(store_read(run, "/nonexistent/results.json", &results), -1);
	CU_ASSERT_TRUE(unit_has_diag(run, DIAG_FILE_MISSING, 1));
	unit_run_free(run);
}

static const struct unit_test tests[] = {
	{ "round trip", test_round_trip },
	{ "diagnostics", test_diagnostics },
	{ "refusals", test_refusals },
	{ "altered", test_altered },
	{ "truncated", test_truncated },
	{ "limits", test_limits },
	{ NULL, NULL },
};

const struct unit_suite suite_store_read = { "store/read", tests };
