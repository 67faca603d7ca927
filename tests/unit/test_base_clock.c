/* clock: days and instants. */
#include "unit.h"

static void
days_round_trip(void)
{
	CU_ASSERT_EQUAL(day_of(1970, 1, 1), 0);
	CU_ASSERT_EQUAL(day_of(1969, 12, 31), -1);
	CU_ASSERT_EQUAL(day_of(2000, 3, 1), 11017);
	CU_ASSERT_EQUAL(day_of(2024, 2, 29) + 1, day_of(2024, 3, 1));
	CU_ASSERT_EQUAL(day_of(2023, 2, 29), DAY_UNKNOWN);
	CU_ASSERT_EQUAL(day_of(1900, 2, 29), DAY_UNKNOWN);
	CU_ASSERT_EQUAL(day_of(2026, 13, 1), DAY_UNKNOWN);
	CU_ASSERT_EQUAL(day_of(2026, 4, 31), DAY_UNKNOWN);
	for (int32_t d = day_of(1, 1, 1); d <= day_of(9999, 12, 31); d += 97) {
		int year, month, day;
		day_split(d, &year, &month, &day);
		CU_ASSERT_EQUAL(day_of(year, month, day), d);
	}
}

static void
days_are_read_exactly(void)
{
	CU_ASSERT_EQUAL(day_parse(STR("2026-11-25")), day_of(2026, 11, 25));
	CU_ASSERT_EQUAL(day_parse(STR("2026-11-5")), DAY_UNKNOWN);
	CU_ASSERT_EQUAL(day_parse(STR("2026/11/25")), DAY_UNKNOWN);
	CU_ASSERT_EQUAL(day_parse(STR(" 2026-11-25")), DAY_UNKNOWN);
	CU_ASSERT_EQUAL(day_parse(STR("20x6-11-25")), DAY_UNKNOWN);
}

static void
instants(void)
{
	struct arena *arena = arena_new();
	struct instant at = instant_parse(STR("2026-11-20T02:00:00+09:00"));

	CU_ASSERT_TRUE_FATAL(at.is_known);
	UNIT_EQUAL(instant_text(arena, at), "2026-11-20T02:00:00+09:00");
	/* The day is the writer's own: in UTC it is still the 19th. */
	CU_ASSERT_EQUAL(instant_day(at), day_of(2026, 11, 20));
	CU_ASSERT_EQUAL(at.seconds, instant_parse(STR("2026-11-19T17:00:00Z")).seconds);
	CU_ASSERT_EQUAL(at.seconds, instant_parse(STR("2026-11-19 17:00:00.999")).seconds);
	CU_ASSERT_EQUAL(instant_parse(STR("2026-11-19T17:00:00-0530")).offset_minutes, -330);
	CU_ASSERT_FALSE(instant_parse(STR("2026-11-19T24:00:00Z")).is_known);
	CU_ASSERT_FALSE(instant_parse(STR("2026-11-19")).is_known);
	CU_ASSERT_FALSE(instant_parse(STR("2026-11-19T17:00:00+99:00")).is_known);
	CU_ASSERT_EQUAL(instant_day((struct instant){ 0 }), DAY_UNKNOWN);
	UNIT_EQUAL(instant_text(arena, (struct instant){ 0 }), "");
	CU_ASSERT_EQUAL(instant_day((struct instant){ .seconds = -1, .is_known = true }), -1);
	arena_free(arena);
}

static const struct unit_test tests[] = {
	{ "days round trip", days_round_trip },
	{ "days are read exactly", days_are_read_exactly },
	{ "instants", instants },
	{ 0 },
};

const struct unit_suite suite_base_clock = { "base/clock", tests };
