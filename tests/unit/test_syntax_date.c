/* date: every form evidence-formats lists, and what must stay unreadable. */
#include "unit.h"

#include "tenken/syntax/date.h"

/* The kind and, for a day or month, its day as text. */
static const char *
read_date(struct run *run, const char *text)
{
	static const char *const kinds[] = { "", "month ", "none", "unreadable" };
	int32_t day = DAY_UNKNOWN;
	enum date_kind kind = date_parse(run, str_of(text), &day);

	return kind == DATE_DAY || kind == DATE_MONTH ? arena_printf(run->arena, "%s%s", kinds[kind], day_text(run->arena, day)) : kinds[kind];
}

static void
forms(void)
{
	static const struct {
		const char *text, *expected;
	} cases[] = {
		{ "2026/04/01", "2026-04-01" }, { "2026-04-01", "2026-04-01" }, { "2026.4.1", "2026-04-01" }, { "2026年4月1日", "2026-04-01" },
		{ "2026年 4月 1日", "2026-04-01" }, { "20260401", "2026-04-01" }, { "R8.4.1", "2026-04-01" }, { "r8/4/1", "2026-04-01" },
		{ "令和8年4月1日", "2026-04-01" }, { "令和元年5月1日", "2019-05-01" }, { "R1.5.1", "2019-05-01" }, { "平成31年4月30日", "2019-04-30" },
		{ "H31.4.1", "2019-04-01" }, { "S64.1.7", "1989-01-07" }, { "昭和63年12月1日", "1988-12-01" }, { "２０２５年１２月３１日", "2025-12-31" },
		{ "２０２６／０４／０１", "2026-04-01" }, { "Ｒ８．４．１", "2026-04-01" }, { "45383", "2024-04-01" }, { "45383.5", "2024-04-01" },
		{ "2026/4/1 13:45", "2026-04-01" }, { "2026-04-01T09:00:00+09:00", "2026-04-01" }, { " 2026/4/1 ", "2026-04-01" },
		{ "2024/2/29", "2024-02-29" }, { "2021-01", "month 2021-01-31" }, { "2021年2月", "month 2021-02-28" }, { "2024年2月末", "month 2024-02-29" },
		{ "令和6年2月", "month 2024-02-29" }, { "昭和64年1月", "month 1989-01-31" }, { "平成31年4月", "month 2019-04-30" },
		{ "2026/04/01(水)", "2026-04-01" }, { "2026年4月1日（水曜日）", "2026-04-01" }, { "2026/4/1 (水) 9:05", "2026-04-01" },
		{ "2026年4月1日 10時30分", "2026-04-01" }, { "2026年4月1日10時", "2026-04-01" }, { "2026/4/1 午後3:00", "2026-04-01" },
		{ "2026-04-01T09:00:00.123456Z", "2026-04-01" }, { "2026-04-01 09:00:00 +0900", "2026-04-01" },
		{ "2026/4/1 9:00:00 PM", "2026-04-01" }, { "2026-04-01 00:00 JST", "2026-04-01" }, { "2026年4月1", "2026-04-01" },
		{ "㋿8年4月1日", "2026-04-01" }, { "令和 ８ 年 ４ 月 １ 日", "2026-04-01" }, { "Ｒ０８．０４．０１", "2026-04-01" },
		{ "20000", "1954-10-03" }, { "80000", "2119-01-11" },
		{ "−", "none" }, { "―", "none" }, { "ー", "none" }, { "---", "none" }, { "無期限", "none" },
		{ "", "none" }, { "-", "none" }, { "未定", "none" }, { "永年", "none" }, { "なし", "none" }, { "Ｎ／Ａ", "none" }, { "　", "none" },
	};
	struct run *run = unit_run();

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		UNIT_EQUAL(read_date(run, cases[i].text), cases[i].expected);
	unit_run_free(run);
}

static void
doubtful_is_unreadable(void)
{
	static const char *const texts[] = {
		"平成31年5月1日", "H31.5.1", "令和元年4月30日", "R1.4.30", "S64.1.8", "昭和0年1月1日", "2026/2/30", "2026/13/1", "2026/4/31", "2025/2/29",
		"26/4/1", "4/1/2026", "2026/4-1", "2026/4/1x", "2026", "19999", "80001", "123456789", "20261301", "明日", "2026年", "R8", "X8.4.1",
		"平成31年5月", "令和元年4月", "昭和64年2月", "2026-04-01 2026-05-01", "2026/04/01 - 2026/05/01", "2026/4/1 10", "2026/4/1 25:00",
		"2026/4/1 10:61", "2026年4/1", "2026年4", "2026/4月", "2026/04/01 (予定)", "2026/4/1 10:00~11:00", "-1", "未定?", "2026/4/1(木", "8桁",
		"45383.5.1", "令和", "元年5月1日", "12026/4/1", "2026/004/1",
	};
	struct run *run = unit_run();

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		UNIT_EQUAL(read_date(run, texts[i]), "unreadable");
	/* Bytes that are no text at all. */
	UNIT_EQUAL(read_date(run, "\xff\xfe\x80"), "unreadable");
	unit_run_free(run);
}

static void
times_of_day(void)
{
	static const struct {
		const char *text;
		int minute;
	} cases[] = {
		{ "2026/05/02 22:10", 1330 }, { "2026-05-02T09:00:59+09:00", 540 }, { "2026年5月2日 10時30分", 630 }, { "2026年5月2日 7時", 420 },
		{ "2026/5/2 午後3:00", 900 }, { "2026/5/2 12:05 AM", 5 }, { "2026/5/2 12:05 PM", 725 }, { "2026/5/2 午前0時", 0 },
		{ "2026/5/2 午後15:00", 900 }, { "2026/5/2", -1 }, { "2026/5/2(土)", -1 }, { "R8.5.2 8:01", 481 }, { "20260502", -1 }, { "46144", -1 },
	};
	struct run *run = unit_run();

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		int32_t day = DAY_UNKNOWN;
		int minute = -2;
		CU_ASSERT_EQUAL(date_time_parse(run, str_of(cases[i].text), &day, &minute), DATE_DAY);
		UNIT_EQUAL(day_text(run->arena, day), "2026-05-02");
		CU_ASSERT_EQUAL(minute, cases[i].minute);
	}
	unit_run_free(run);
}

static void
serials(void)
{
	CU_ASSERT_TRUE(date_is_serial(STR("46144")));
	CU_ASSERT_TRUE(date_is_serial(STR("46144.5")));
	CU_ASSERT_FALSE(date_is_serial(STR("20260502")));
	CU_ASSERT_FALSE(date_is_serial(STR("2026/5/2")));
	CU_ASSERT_FALSE(date_is_serial(STR("")));
}

static const struct unit_test tests[] = {
	{ "forms", forms },
	{ "doubtful is unreadable", doubtful_is_unreadable },
	{ "times of day", times_of_day },
	{ "serials", serials },
	{ 0 },
};

const struct unit_suite suite_syntax_date = { "syntax/date", tests };
