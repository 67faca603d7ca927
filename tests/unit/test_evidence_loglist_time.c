/* Dates in first lines, marks of rotation in names. */
#include "evidence/log/loglist.h"

#include "unit.h"

#define MODIFIED day_of(2026, 11, 20)

static int32_t
day_in(const char *line)
{
	return loglist_day(str_of(line), MODIFIED);
}

static void
test_forms(void)
{
	static const char *const lines[] = {
		"2025-10-09T13:55:36.123456+09:00 web01 CRON[1]: x",
		"2025-10-09 13:55:36,123 fail2ban.server [1]: INFO",
		"2025/10/09 13:55:36 [error] 1#1: x",
		"[2025/10/09 13:55:36.123,  0] smbd",
		"192.0.2.1 - alice [09/Oct/2025:13:55:36 +0900] \"GET / HTTP/1.1\" 200 1",
		"www.example.jp:443 192.0.2.1 - - [09/Oct/2025:13:55:36 +0900] \"GET /\"",
		"[Thu Oct 09 13:55:36.123456 2025] [mpm_event:notice] x",
		"type=DAEMON_START msg=audit(1759985736.123:1): op=start",
		"node=web01 type=SYSCALL msg=audit(1759985736.123:2): arch=1",
		"1759985736.123    200 192.0.2.1 TCP_MISS/200",
		"[1759985736] SERVICE ALERT: x",
		"Start-Date: 2025-10-09  13:55:36",
		NULL
	};

	for (int i = 0; lines[i]; i++)
		CU_ASSERT_EQUAL(day_in(lines[i]), day_of(2025, 10, 9));
}

static void
test_no_year(void)
{
	/* The latest day that is not after the last write. */
	CU_ASSERT_EQUAL(day_in("Nov 20 02:00:00 web01 x"), day_of(2026, 11, 20));
	CU_ASSERT_EQUAL(day_in("Nov 21 02:00:00 web01 x"), day_of(2025, 11, 21));
	CU_ASSERT_EQUAL(loglist_day(STR("Dec 31 23:59:00 web01 x"), day_of(2026, 1, 2)), day_of(2025, 12, 31));
	CU_ASSERT_EQUAL(loglist_day(STR("Jan  1 00:00:00 web01 x"), day_of(2026, 1, 2)), day_of(2026, 1, 1));
	CU_ASSERT_EQUAL(loglist_day(STR("Feb 29 00:00:00 web01 x"), day_of(2026, 1, 2)), day_of(2024, 2, 29));
	CU_ASSERT_EQUAL(day_in("Feb 30 00:00:00 web01 x"), DAY_UNKNOWN);
}

static void
test_impossible(void)
{
	/* Not written yet when the file was last written; a clock that was not set. */
	CU_ASSERT_EQUAL(day_in("2026-11-21T00:30:00+09:00 x"), day_of(2026, 11, 21));
	CU_ASSERT_EQUAL(day_in("2026-11-22T00:30:00+09:00 x"), DAY_UNKNOWN);
	CU_ASSERT_EQUAL(day_in("1970-01-01T00:00:12+00:00 x"), DAY_UNKNOWN);
	CU_ASSERT_EQUAL(day_in("2025-13-01 00:00:00 x"), DAY_UNKNOWN);
	CU_ASSERT_EQUAL(day_in(""), DAY_UNKNOWN);
	CU_ASSERT_EQUAL(day_in("   "), DAY_UNKNOWN);
	CU_ASSERT_EQUAL(day_in("version 2025-10-09 of something"), DAY_UNKNOWN);
	CU_ASSERT_EQUAL(day_in("2025-10-09"), day_of(2025, 10, 9));
	CU_ASSERT_EQUAL(day_in("2025-10-0"), DAY_UNKNOWN);
	CU_ASSERT_EQUAL(day_in("17599857361234"), DAY_UNKNOWN);
	CU_ASSERT_EQUAL(day_in("type=X msg=audit("), DAY_UNKNOWN);
	CU_ASSERT_EQUAL(day_in("[Thu Oct"), DAY_UNKNOWN);
}

/* Whoever asks a web server chooses the user's name and the request. */
static void
test_forged(void)
{
	CU_ASSERT_EQUAL(day_in("192.0.2.1 - [09/Oct/2001:00:00:00 [09/Oct/2025:13:55:36 +0900] \"GET\""), day_of(2025, 10, 9));
	CU_ASSERT_EQUAL(day_in("h:80 192.0.2.1 - [09/Oct/2001:00:00:00 [09/Oct/2025:13:55:36 +0900] \"GET\""), day_of(2025, 10, 9));
	CU_ASSERT_EQUAL(day_in("192.0.2.1 - - x \"GET /[09/Oct/2001:00:00:00 +0900]\""), DAY_UNKNOWN);
}

static void
check_name(const char *name, const char *base, int generation)
{
	struct arena *arena = arena_new();
	const char *found;

	CU_ASSERT_EQUAL(loglist_generation(arena, name, &found), generation);
	UNIT_EQUAL(found, base);
	arena_free(arena);
}

static void
test_names(void)
{
	check_name("/var/log/auth.log", "/var/log/auth.log", LOGLIST_CURRENT);
	check_name("/var/log/auth.log.1", "/var/log/auth.log", 1);
	check_name("/var/log/auth.log.12.gz", "/var/log/auth.log", 12);
	check_name("/var/log/auth.log-20250101", "/var/log/auth.log", LOGLIST_DATED);
	check_name("/var/log/auth.log-20250101.xz", "/var/log/auth.log", LOGLIST_DATED);
	check_name("/var/log/auth.log-2025010103.gz", "/var/log/auth.log", LOGLIST_DATED);
	check_name("/var/log/auth.log-2025-01-01", "/var/log/auth.log", LOGLIST_DATED);
	check_name("/var/log/auth-20250101.log.gz", "/var/log/auth.log", LOGLIST_DATED);
	check_name("/var/log/auth.3.log", "/var/log/auth.log", 3);
	check_name("/var/log/audit/audit.log.4", "/var/log/audit/audit.log", 4);
}

/* Neither a number that is no generation nor one that is no date. */
static void
test_other_names(void)
{
	check_name("/var/log/auth.log-20251301", "/var/log/auth.log-20251301", LOGLIST_CURRENT);
	check_name("/var/log/app-12", "/var/log/app-12", LOGLIST_CURRENT);
	check_name("/var/log/x.log.gz", "/var/log/x.log.gz", LOGLIST_CURRENT);
	check_name("/var/log/dump.1234567", "/var/log/dump.1234567", LOGLIST_CURRENT);
	check_name("/var/log/.1", "/var/log/.1", LOGLIST_CURRENT);
	check_name("/var/log/20250101", "/var/log/20250101", LOGLIST_CURRENT);
	check_name("1", "1", LOGLIST_CURRENT);
	check_name("", "", LOGLIST_CURRENT);
	check_name(".gz", ".gz", LOGLIST_CURRENT);
	check_name(".log", ".log", LOGLIST_CURRENT);
}

static const struct unit_test tests[] = {
	{ "forms", test_forms },
	{ "without a year", test_no_year },
	{ "impossible", test_impossible },
	{ "forged", test_forged },
	{ "names", test_names },
	{ "other names", test_other_names },
	{ NULL, NULL }
};
const struct unit_suite suite_evidence_loglist_time = { "evidence/loglist_time", tests };
