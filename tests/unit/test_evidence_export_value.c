/* export_value: tests, words, dates, numbers; what a row does not tell is left out. */
#include "fixture_export.h"

/* The attributes that `part` makes of one row with the member `v`, and perhaps `w`. */
static const char *
fill(struct run *run, const char *part, const char *row)
{
	const char *parts = arena_printf(run->arena, "<rows at=''/><field id='n' required='true'><path>n</path></field><field id='v'><path>v</path></field>"
	    "<field id='w'><path>w.x</path></field><attribute name='name' field='n'/>%s", part);
	const char *text = fixture_export_read(run, fixture_mappings(run, parts), "f.json", arena_printf(run->arena, "{\"n\":\"r\"%s}", row));
	size_t start = strcspn(text, " \n"), len = strcspn(text + start, "\n");

	return arena_strndup(run->arena, text + start, len);
}

static void
tests_of_fields(void)
{
	static const char *const part = "<attribute name='a'>"
	    "<when value='is'><is field='v'><word>yes</word><word>1</word></is></when>"
	    "<when value='only'><only field='v'><word>p</word><word>q</word></only></when>"
	    "<when value='both'><is field='v'>b</is><is field='w'>b</is></when>"
	    "<when value='some'><some field='v'/></when><when value='empty'><empty field='v'/></when><when value='none'><none field='v'/></when></attribute>";
	static const struct {
		const char *row, *value;
	} cases[] = {
		{ ",\"v\":\"YES\"", " a=is" }, { ",\"v\":1", " a=is" }, { ",\"v\":[\"no\",\"yes\"]", " a=is" }, { ",\"v\":\" yes \"", " a=is" },
		{ ",\"v\":\"p\"", " a=only" }, { ",\"v\":[\"p\",\"q\",\"p\"]", " a=only" }, { ",\"v\":[\"p\",\"r\"]", " a=some" },
		{ ",\"v\":\"b\",\"w\":{\"x\":\"b\"}", " a=both" }, { ",\"v\":\"b\",\"w\":{\"x\":\"c\"}", " a=some" },
		{ ",\"v\":\"b\",\"w\":[{\"x\":\"c\"},{\"x\":\"b\"}]", " a=both" }, { ",\"v\":{\"k\":1}", " a=some" },
		{ ",\"v\":[]", " a=empty" }, { ",\"v\":\"\"", " a=empty" }, { ",\"v\":{}", " a=empty" }, { ",\"v\":{\"k\":null,\"l\":[{\"m\":\" \"}]}", " a=empty" },
		{ ",\"v\":{\"k\":null,\"l\":[false]}", " a=some" },
		{ ",\"v\":null", " a=none" }, { "", " a=none" },
	};
	struct run *run = unit_run();

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		UNIT_EQUAL(fill(run, part, cases[i].row), cases[i].value);
	static const char *const blank = "<attribute name='a'><when value='blank'><blank field='v'/></when></attribute>";
	UNIT_EQUAL(fill(run, blank, ",\"v\":null"), " a=blank");
	UNIT_EQUAL(fill(run, blank, ",\"V\":[]"), " a=blank");
	UNIT_EQUAL(fill(run, blank, ",\"v\":0"), "");
	UNIT_EQUAL(fill(run, blank, ""), "");
	unit_run_free(run);
}

static void
odd_words(void)
{
	static const char *const part = "<attribute name='a'><when value='true'><is field='v'>on</is></when><when value=''><is field='v'>off</is></when></attribute>";
	static const char *const closed = "<attribute name='a'><when value='true'><is field='v'>on</is></when><when value='unknown'/></attribute>";
	struct run *run = unit_run();

	UNIT_EQUAL(fill(run, part, ",\"v\":\"on\""), " a=true");
	UNIT_EQUAL(fill(run, part, ",\"v\":\"off\""), "");   /* known, and left out */
	UNIT_EQUAL(fill(run, part, ""), "");
	UNIT_EQUAL(fill(run, closed, ""), " a=unknown");
	UNIT_EQUAL(fill(run, part, ",\"v\":[\"odd\"]"), "");   /* a list may hold anything */
	CU_ASSERT_EQUAL(run->diags.list.len, 0);
	UNIT_EQUAL(fill(run, part, ",\"v\":\"odd\""), "");
	UNIT_EQUAL(fill(run, closed, ",\"v\":\"odd\""), " a=unknown");
	CU_ASSERT_TRUE(unit_has_diag(run, DIAG_TABLE_VALUE, 2));
	unit_run_free(run);
}

static void
dates(void)
{
	static const char *const part = "<attribute name='d' field='v w' type='date' days='s'><skip>never</skip></attribute>";
	static const char *const seconds = "<attribute name='d' field='v' type='epoch-seconds'/>";
	static const char *const milliseconds = "<attribute name='d' field='v' type='epoch-milliseconds'/>";
	struct run *run = unit_run();

	UNIT_EQUAL(fill(run, part, ",\"v\":\"2026-11-20T23:59:59.6195833Z\""), " d=2026-11-20 s=5");
	UNIT_EQUAL(fill(run, part, ",\"v\":\"2026/11/26 08:00:00\""), " d=2026-11-26 s=-1");
	UNIT_EQUAL(fill(run, part, ",\"v\":\"2026-11-20\",\"w\":{\"x\":\"2026-11-24\"}"), " d=2026-11-24 s=1");   /* the latest */
	UNIT_EQUAL(fill(run, part, ",\"v\":\"2026-11-20\",\"w\":{\"x\":\"Never\"}"), " d=2026-11-20 s=5");
	UNIT_EQUAL(fill(run, part, ",\"v\":\"never\",\"w\":{\"x\":\"N/A\"}"), "");
	UNIT_EQUAL(fill(run, seconds, ",\"v\":1600000000"), " d=2020-09-13");
	UNIT_EQUAL(fill(run, seconds, ",\"v\":1600000000.987"), " d=2020-09-13");
	UNIT_EQUAL(fill(run, seconds, ",\"v\":253402300799"), " d=9999-12-31");
	UNIT_EQUAL(fill(run, milliseconds, ",\"v\":1754315297382"), " d=2025-08-04");
	CU_ASSERT_EQUAL(run->diags.list.len, 0);
	/* One that cannot be read could be the latest. */
	UNIT_EQUAL(fill(run, part, ",\"v\":\"2026-11-20\",\"w\":{\"x\":\"soon\"}"), "");
	UNIT_EQUAL(fill(run, seconds, ",\"v\":253402300800"), "");
	UNIT_EQUAL(fill(run, seconds, ",\"v\":-1"), "");
	UNIT_EQUAL(fill(run, seconds, ",\"v\":1e9"), "");
	UNIT_EQUAL(fill(run, milliseconds, ",\"v\":99999999999999999999"), "");
	UNIT_EQUAL(fill(run, part, ",\"v\":1754315297382"), "");
	CU_ASSERT_TRUE(unit_has_diag(run, DIAG_DATE_UNREADABLE, 6));
	unit_run_free(run);
}

static void
texts_and_numbers(void)
{
	static const char *const text = "<attribute name='a' field='v w'><skip>-</skip></attribute>";
	static const char *const number = "<attribute name='a' field='v' type='number'/>";
	static const char *const count = "<attribute name='a' field='v w' type='count'/>";
	struct run *run = unit_run();

	UNIT_EQUAL(fill(run, text, ",\"v\":\"-\",\"w\":{\"x\":\"second\"}"), " a=second");
	UNIT_EQUAL(fill(run, text, ",\"v\":true"), " a=true");
	UNIT_EQUAL(fill(run, number, ",\"v\":\"0014\""), " a=14");
	UNIT_EQUAL(fill(run, count, ",\"v\":[1,2,[3]],\"w\":[{\"x\":4},{\"y\":5}]"), " a=4");
	UNIT_EQUAL(fill(run, count, ""), " a=0");
	CU_ASSERT_EQUAL(run->diags.list.len, 0);
	UNIT_EQUAL(fill(run, number, ",\"v\":1.5"), "");
	UNIT_EQUAL(fill(run, number, ",\"v\":\"many\""), "");
	CU_ASSERT_TRUE(unit_has_diag(run, DIAG_TABLE_VALUE, 2));
	unit_run_free(run);
}

static const struct unit_test tests[] = {
	{ "tests of fields", tests_of_fields },
	{ "odd words", odd_words },
	{ "dates", dates },
	{ "texts and numbers", texts_and_numbers },
	{ NULL, NULL }
};
const struct unit_suite suite_evidence_export_value = { "evidence/export_value", tests };
