/* Dates of Windows: what can be read in one way only. */
#include "evidence/windows/windows.h"

#include "unit.h"

static void
check_day(const char *text, enum windows_order order, int32_t expected)
{
	CU_ASSERT_EQUAL(windows_day(str_of(text), order), expected);
}

static void
test_plain(void)
{
	check_day("2026/09/29 8:12:01", ORDER_UNKNOWN, day_of(2026, 9, 29));
	check_day("2026-09-29T08:12:01+09:00", ORDER_UNKNOWN, day_of(2026, 9, 29));
	check_day("2026/1/5", ORDER_DAY_FIRST, day_of(2026, 1, 5));
	check_day(" 2026/09/29 ", ORDER_UNKNOWN, day_of(2026, 9, 29));
	check_day("14.08.2026 20:55:55", ORDER_UNKNOWN, day_of(2026, 8, 14));
	check_day("3.4.2026", ORDER_MONTH_FIRST, day_of(2026, 4, 3)); /* points say it */
	check_day("8/14/2026 8:55:55 PM", ORDER_UNKNOWN, day_of(2026, 8, 14));
	check_day("2/16/2021, 11:20:27 AM", ORDER_UNKNOWN, day_of(2021, 2, 16));
	check_day("14/8/2026", ORDER_UNKNOWN, day_of(2026, 8, 14));
}

static void
test_ambiguous(void)
{
	check_day("3/4/2026 10:00:00", ORDER_UNKNOWN, DAY_UNKNOWN);
	check_day("3/4/2026 10:00:00", ORDER_MONTH_FIRST, day_of(2026, 3, 4));
	check_day("3/4/2026 10:00:00", ORDER_DAY_FIRST, day_of(2026, 4, 3));
	check_day("5/5/2026", ORDER_UNKNOWN, day_of(2026, 5, 5));
	/* What the date itself shows beats what the others of its column showed. */
	check_day("13/4/2026", ORDER_MONTH_FIRST, day_of(2026, 4, 13));
	CU_ASSERT_EQUAL(windows_date_order(STR("3/4/2026")), ORDER_UNKNOWN);
	CU_ASSERT_EQUAL(windows_date_order(STR("3/14/2026")), ORDER_MONTH_FIRST);
	CU_ASSERT_EQUAL(windows_date_order(STR("14/3/2026")), ORDER_DAY_FIRST);
	CU_ASSERT_EQUAL(windows_date_order(STR("2026/03/14")), ORDER_UNKNOWN);
}

static void
test_no_date(void)
{
	static const char *const texts[] = { "", "Never", "なし", "20.1.5", "2026/13/01", "13/13/2026", "2026/02/30",
		"99999/1/1", "2026/1", "2026/1/1x", "2026-1/1", "1/2/26", "//", "-1/2/2026", "9999999999" };

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		check_day(texts[i], ORDER_UNKNOWN, DAY_UNKNOWN);
}

static void
test_seconds(void)
{
	int64_t seconds = -1;

	CU_ASSERT_TRUE(windows_seconds(STR("1970/01/02 1:00:01"), &seconds));
	CU_ASSERT_EQUAL(seconds, 86400 + 3601);
	CU_ASSERT_TRUE(windows_seconds(STR("1/13/1970 12:00:00 AM"), &seconds));
	CU_ASSERT_EQUAL(seconds, 12 * 86400);
	CU_ASSERT_TRUE(windows_seconds(STR("1/13/1970, 12:00 PM"), &seconds));
	CU_ASSERT_EQUAL(seconds, 12 * 86400 + 43200);
	seconds = -1;
	CU_ASSERT_FALSE(windows_seconds(STR("1970/01/02"), &seconds));
	CU_ASSERT_FALSE(windows_seconds(STR("1970/01/02 25:00:00"), &seconds));
	CU_ASSERT_FALSE(windows_seconds(STR("1970/01/02 13:00 PM"), &seconds));
	CU_ASSERT_FALSE(windows_seconds(STR("1970/01/02 10"), &seconds));
	CU_ASSERT_FALSE(windows_seconds(STR("1/2/1970 10:00:00"), &seconds));
	CU_ASSERT_EQUAL(seconds, -1);
}

static void
test_filetime(void)
{
	/* 2026-01-05T03:00:00Z */
	CU_ASSERT_EQUAL(windows_filetime_day(STR("134120556000000000"), 0), day_of(2026, 1, 5));
	CU_ASSERT_EQUAL(windows_filetime_day(STR("134120556000000000"), -240), day_of(2026, 1, 4));
	CU_ASSERT_EQUAL(windows_filetime_day(STR("116444736000000000"), 0), day_of(1970, 1, 1));
	CU_ASSERT_EQUAL(windows_filetime_day(STR("116444735999999999"), 0), DAY_UNKNOWN);
	CU_ASSERT_EQUAL(windows_filetime_day(STR("0"), 0), DAY_UNKNOWN);
	CU_ASSERT_EQUAL(windows_filetime_day(STR("9223372036854775807"), 0), DAY_UNKNOWN);
	CU_ASSERT_EQUAL(windows_filetime_day(STR("9223372036854775806"), 0), DAY_UNKNOWN);
	CU_ASSERT_EQUAL(windows_filetime_day(STR("2026-01-05"), 0), DAY_UNKNOWN);
	CU_ASSERT_EQUAL(windows_filetime_day(STR(""), 0), DAY_UNKNOWN);
}

static void
test_utc(void)
{
	CU_ASSERT_EQUAL(windows_utc_day(STR("2026-08-11T20:30:00.1234567Z"), 540), day_of(2026, 8, 12));
	CU_ASSERT_EQUAL(windows_utc_day(STR("2026-08-11T20:30:00Z"), 0), day_of(2026, 8, 11));
	CU_ASSERT_EQUAL(windows_utc_day(STR("20180402015800.0Z"), 0), day_of(2018, 4, 2));
	CU_ASSERT_EQUAL(windows_utc_day(STR("20180402235800Z"), 60), day_of(2018, 4, 3));
	CU_ASSERT_EQUAL(windows_utc_day(STR("20181302015800.0Z"), 0), DAY_UNKNOWN);
	CU_ASSERT_EQUAL(windows_utc_day(STR("yesterdayyyyyyyZ"), 0), DAY_UNKNOWN);
	CU_ASSERT_EQUAL(windows_utc_day(STR(""), 0), DAY_UNKNOWN);
}

static const struct unit_test tests[] = { { "dates that say themselves which is the month", test_plain },
	{ "dates that are two days", test_ambiguous }, { "what is no date", test_no_date },
	{ "times of day", test_seconds }, { "FILETIME", test_filetime }, { "UTC", test_utc }, { NULL, NULL } };
const struct unit_suite suite_evidence_windows_time = { "evidence/windows_time", tests };
