/* What rules promise. */
#include "evidence/log/parse_logrotate.h"

#include "unit.h"

static void
test_months(void)
{
	/* The shortest run of so many months, and the longest. */
	CU_ASSERT_EQUAL(logrotate_days(LOGROTATE_MONTHLY, 0, false, false), 0);
	CU_ASSERT_EQUAL(logrotate_days(LOGROTATE_MONTHLY, 1, false, false), 28);
	CU_ASSERT_EQUAL(logrotate_days(LOGROTATE_MONTHLY, 2, false, false), 59);
	CU_ASSERT_EQUAL(logrotate_days(LOGROTATE_MONTHLY, 11, false, false), 334);
	CU_ASSERT_EQUAL(logrotate_days(LOGROTATE_MONTHLY, 12, false, false), 365);
	CU_ASSERT_EQUAL(logrotate_days(LOGROTATE_MONTHLY, 13, false, false), 393);
	CU_ASSERT_EQUAL(logrotate_days(LOGROTATE_MONTHLY, 24, false, false), 730);
	CU_ASSERT_EQUAL(logrotate_days(LOGROTATE_MONTHLY, 1, true, false), 31);
	CU_ASSERT_EQUAL(logrotate_days(LOGROTATE_MONTHLY, 2, true, false), 62);
	CU_ASSERT_EQUAL(logrotate_days(LOGROTATE_MONTHLY, 12, true, false), 366);
}

/* Against the calendar: no run of months in forty years is shorter or longer than we say. */
static void
test_months_calendar(void)
{
	for (int start = 0; start < 480; start++) {
		for (int count = 1; count <= 60; count++) {
			int end = start + count;
			int32_t days = day_of(2000 + end / 12, end % 12 + 1, 1) - day_of(2000 + start / 12, start % 12 + 1, 1);
			CU_ASSERT_TRUE_FATAL(logrotate_days(LOGROTATE_MONTHLY, count, false, false) <= days);
			CU_ASSERT_TRUE_FATAL(logrotate_days(LOGROTATE_MONTHLY, count, true, false) >= days);
		}
	}
}

static void
test_periods(void)
{
	CU_ASSERT_EQUAL(logrotate_days(LOGROTATE_HOURLY, 480, false, false), 20);
	CU_ASSERT_EQUAL(logrotate_days(LOGROTATE_HOURLY, 23, false, false), 0);
	CU_ASSERT_EQUAL(logrotate_days(LOGROTATE_HOURLY, 480, false, true), 480);
	CU_ASSERT_EQUAL(logrotate_days(LOGROTATE_DAILY, 400, false, false), 400);
	CU_ASSERT_EQUAL(logrotate_days(LOGROTATE_WEEKLY, 52, false, false), 364);
	CU_ASSERT_EQUAL(logrotate_days(LOGROTATE_YEARLY, 2, false, false), 730);
	CU_ASSERT_EQUAL(logrotate_days(LOGROTATE_SIZE, 400, false, false), 0);
}

static struct logrotate_rules
rules(int64_t period, int64_t rotate)
{
	return (struct logrotate_rules){ .period = { .value = period }, .rotate = { .value = rotate }, .size = { .value = 1 << 20 } };
}

static void
check(const struct logrotate_rules *rules, const char *kind, int64_t guaranteed, int64_t most, int64_t capacity)
{
	struct logrotate_decision decision = logrotate_decide(rules, false);

	UNIT_EQUAL(decision.kind, kind);
	CU_ASSERT_EQUAL(decision.guaranteed, guaranteed);
	CU_ASSERT_EQUAL(decision.most, most);
	CU_ASSERT_EQUAL(decision.capacity, capacity);
	CU_ASSERT_EQUAL(decision.reason != NULL, strcmp(kind, "unknown") == 0);
}

static void
test_kinds(void)
{
	struct logrotate_rules set = rules(LOGROTATE_WEEKLY, 4);

	check(&set, "time-bound", 28, 35, -1);
	set.maxsize.value = 1000;
	check(&set, "size-bound", -1, 35, 4000);
	set.minsize.value = 1;
	check(&set, "size-bound", -1, -1, 4000);
	set = rules(LOGROTATE_SIZE, 4);
	check(&set, "size-bound", -1, -1, 4 << 20);
	set = rules(LOGROTATE_SIZE, 0);
	check(&set, "none", 0, -1, -1);
	set = rules(LOGROTATE_DAILY, 0);
	check(&set, "none", 0, -1, -1);
	set = rules(LOGROTATE_DAILY, -1);
	check(&set, "unbounded", -1, -1, -1);
	set = rules(LOGROTATE_DAILY, -2);
	check(&set, "unknown", -1, -1, -1);
	set = rules(LOGROTATE_SIZE, 2);
	set.size.value = INT64_MAX;
	check(&set, "size-bound", -1, -1, -1);
}

static void
test_age(void)
{
	struct logrotate_rules set = rules(LOGROTATE_DAILY, 400);

	set.maxage.value = 90;
	check(&set, "time-bound", 90, 92, -1);
	CU_ASSERT_PTR_EQUAL(logrotate_decide(&set, false).by, &set.maxage);
	set.maxage.value = 500;
	check(&set, "time-bound", 400, 401, -1);
	CU_ASSERT_PTR_EQUAL(logrotate_decide(&set, false).by, &set.rotate);
	set = rules(LOGROTATE_DAILY, -1);
	set.maxage.value = 90;
	check(&set, "time-bound", 90, 92, -1);
	/* Nothing is deleted before it is that old, however often it is rotated. */
	set = rules(LOGROTATE_SIZE, -1);
	set.maxage.value = 90;
	check(&set, "time-bound", 90, -1, -1);
	/* Age is looked at when rotating only: with size alone that may never be. */
	set.rotate.value = 5;
	check(&set, "size-bound", -1, -1, 5 << 20);
}

/* What a file that was not collected may set is never taken for set. */
static void
test_unknown(void)
{
	struct logrotate_rules set = rules(LOGROTATE_DAILY, 400);

	set.rotate.is_unknown = true;
	check(&set, "unknown", -1, -1, -1);
	set = rules(LOGROTATE_DAILY, 400);
	set.period.is_unknown = true;
	check(&set, "unknown", -1, -1, -1);
	/* These need no period. */
	set.rotate.value = 0;
	check(&set, "none", 0, -1, -1);
	set.rotate.value = -1;
	check(&set, "unbounded", -1, -1, -1);
	set.maxage.value = 30;
	check(&set, "time-bound", 30, -1, -1);
}

static const struct unit_test tests[] = {
	{ "months", test_months },
	{ "months of the calendar", test_months_calendar },
	{ "periods", test_periods },
	{ "kinds", test_kinds },
	{ "maxage", test_age },
	{ "unknown values", test_unknown },
	{ NULL, NULL }
};
const struct unit_suite suite_evidence_parse_logrotate = { "evidence/parse_logrotate", tests };
