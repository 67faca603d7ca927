/* Rows of last and lastlog. */
#include "evidence/account/last_login.h"

#include "unit.h"

static void
test_last(void)
{
	struct str name;
	int32_t day;

	CU_ASSERT_TRUE_FATAL(last_login_row(
	    STR("tanaka   pts/0        192.0.2.7        Tue Nov 17 09:12:33 2026 - Thu Nov 19 10:00:00 2026  (00:48)"), &name, &day));
	CU_ASSERT_TRUE(str_is(name, "tanaka"));
	CU_ASSERT_EQUAL(day, day_of(2026, 11, 17));
	CU_ASSERT_TRUE_FATAL(last_login_row(STR("tanaka   tty1                          Tue Jan  5 00:08:46 2021   gone - no logout"), &name, &day));
	CU_ASSERT_EQUAL(day, day_of(2021, 1, 5));
	/* Without -F there is no year, and nobody guesses one. */
	CU_ASSERT_TRUE_FATAL(last_login_row(STR("tanaka   pts/0        192.0.2.7        Tue Nov 17 09:12 - 10:00  (00:48)"), &name, &day));
	CU_ASSERT_EQUAL(day, DAY_UNKNOWN);
	CU_ASSERT_TRUE_FATAL(last_login_row(STR("tanaka pts/0 x Tue Nov 31 09:12:33 2026"), &name, &day));
	CU_ASSERT_EQUAL(day, DAY_UNKNOWN);
	CU_ASSERT_FALSE(last_login_row(STR("reboot   system boot  6.1.0-26-amd64   Tue Nov 17 09:12:33 2026   still running"), &name, &day));
	CU_ASSERT_FALSE(last_login_row(STR("wtmp begins Tue Jan  5 00:08:28 2021"), &name, &day));
	CU_ASSERT_FALSE(last_login_row(STR(""), &name, &day));
}

static void
test_lastlog(void)
{
	struct str name;
	int32_t day = 0;

	CU_ASSERT_TRUE_FATAL(last_login_lastlog_row(STR("tanaka           pts/0    192.0.2.7        Tue Nov 17 09:12:33 +0900 2026"), &name, &day));
	CU_ASSERT_EQUAL(day, day_of(2026, 11, 17));
	CU_ASSERT_TRUE_FATAL(last_login_lastlog_row(STR("suzuki                                     **Never logged in**"), &name, &day));
	CU_ASSERT_TRUE(str_is(name, "suzuki"));
	CU_ASSERT_EQUAL(day, DAY_UNKNOWN);
	CU_ASSERT_FALSE(last_login_lastlog_row(STR("Username         Port     From             Latest"), &name, &day));
	CU_ASSERT_FALSE(last_login_lastlog_row(STR("lastlog: cannot open"), &name, &day));
	CU_ASSERT_FALSE(last_login_lastlog_row(STR("**Never logged in**"), &name, &day));
}

static const struct unit_test tests[] = {
	{ "last", test_last },
	{ "lastlog", test_lastlog },
	{ NULL, NULL }
};
const struct unit_suite suite_evidence_last_login = { "evidence/last_login", tests };
