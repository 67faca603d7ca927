/* Clocks: what sources are called, and the spans and times that status commands print. */
#include "unit.h"

#include "evidence/clock/clock.h"

static void
external(void)
{
	static const char *const outside[] = { "ntp.example.jp", "192.0.2.1", "2001:db8::1", "128.0.0.1", "12.7.0.1", "localhost.example.jp.",
		"web011", "::ffff:192.0.2.1", "notlocalhost" };
	static const char *const own[] = { "", "127.0.0.1", "127.127.1.0", "127.1", "0.0.0.0", "::", "::1", "0:0:0:0:0:0:0:1", "[::1]", "::1%lo",
		"::ffff:127.0.0.1", "LocalHost", "localhost.", "localhost.localdomain", "localhost6.localdomain6", "ip6-loopback", "a.localhost",
		"WEB01", "web01." };

	for (size_t i = 0; i < sizeof outside / sizeof *outside; i++)
		CU_ASSERT_TRUE(clock_is_external(str_of(outside[i]), "web01"));
	for (size_t i = 0; i < sizeof own / sizeof *own; i++)
		CU_ASSERT_FALSE(clock_is_external(str_of(own[i]), "web01"));
	CU_ASSERT_TRUE(clock_is_external(STR("web01"), "web02"));
	CU_ASSERT_TRUE(clock_is_external(STR("web01"), NULL));
}

static void
shown(void)
{
	CU_ASSERT_TRUE(clock_is_own(STR("127.0.0.1 (localhost)"), NULL));
	CU_ASSERT_TRUE(clock_is_own(STR("LOCAL(0)"), NULL));
	CU_ASSERT_TRUE(clock_is_own(STR(".LOCL."), NULL));
	CU_ASSERT_FALSE(clock_is_own(STR("45.79.36.123 (t"), NULL));
	CU_ASSERT_FALSE(clock_is_own(STR(".GPS."), NULL));
}

static void
intervals(void)
{
	static const struct {
		const char *text;
		double seconds;   /* negative: unreadable */
	} cases[] = { { "0", 0 }, { "37", 37 }, { "34m", 2040 }, { "10h", 36000 }, { "5d", 432000 }, { "2y", 63115200 }, { "-", -1 }, { "", -1 },
		{ "m", -1 }, { "1.5h", -1 }, { "-3", -1 }, { "3w", -1 } };

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		double seconds = -1;
		CU_ASSERT_EQUAL(clock_interval(str_of(cases[i].text), &seconds), cases[i].seconds >= 0);
		CU_ASSERT_EQUAL(seconds, cases[i].seconds);
	}
}

static void
spans(void)
{
	double seconds = 7;

	CU_ASSERT_TRUE(clock_span(STR("-5.224ms"), &seconds));
	CU_ASSERT_DOUBLE_EQUAL(seconds, -0.005224, 1e-12);
	CU_ASSERT_TRUE(clock_span(STR("+1min 2s"), &seconds));
	CU_ASSERT_DOUBLE_EQUAL(seconds, 62, 1e-12);
	CU_ASSERT_TRUE(clock_span(STR("8min 32s"), &seconds));
	CU_ASSERT_DOUBLE_EQUAL(seconds, 512, 1e-12);
	CU_ASSERT_TRUE(clock_span(STR("12\xce\xbcs"), &seconds));
	CU_ASSERT_DOUBLE_EQUAL(seconds, 12e-6, 1e-15);
	CU_ASSERT_TRUE(clock_span(STR("12\xc2\xb5s"), &seconds));
	CU_ASSERT_DOUBLE_EQUAL(seconds, 12e-6, 1e-15);
	seconds = 7;
	CU_ASSERT_FALSE(clock_span(STR("n/a"), &seconds));
	CU_ASSERT_FALSE(clock_span(STR(""), &seconds));
	CU_ASSERT_FALSE(clock_span(STR("-"), &seconds));
	CU_ASSERT_FALSE(clock_span(STR("1s                                                                     "
	    "1s 1s 1s 1s 1s 1s 1s 1s 1s 1s 1s 1s 1s 1s 1s 1s 1s 1s 1s 1s 1s 1s 1s"), &seconds));
	CU_ASSERT_EQUAL(seconds, 7);
}

static void
times(void)
{
	int64_t seconds = 7;
	double ntp = 7;

	CU_ASSERT_TRUE(clock_asctime(STR("Sun Nov 22 05:39:34 2026"), &seconds));
	CU_ASSERT_EQUAL(seconds, 1795325974);
	CU_ASSERT_TRUE(clock_asctime(STR("Thu Jan  1 00:00:00 1970"), &seconds));
	CU_ASSERT_EQUAL(seconds, 0);
	CU_ASSERT_TRUE(clock_timestamp(STR("Thu 2026-11-19 17:00:00 UTC"), &seconds));
	CU_ASSERT_EQUAL(seconds, 1795107600);
	CU_ASSERT_TRUE(clock_timestamp(STR("Fri 2026-11-20 02:00:00 JST"), &seconds));
	CU_ASSERT_EQUAL(seconds, 1795107600);
	seconds = 7;
	CU_ASSERT_FALSE(clock_timestamp(STR("Tue 2020-03-10 17:53:21 PDT"), &seconds));
	CU_ASSERT_FALSE(clock_timestamp(STR("n/a"), &seconds));
	CU_ASSERT_FALSE(clock_asctime(STR("Sun Nov 31 05:39:34 2026"), &seconds));
	CU_ASSERT_FALSE(clock_asctime(STR("Sun Nov 22 05:39:34"), &seconds));
	CU_ASSERT_FALSE(clock_asctime(STR("Sun 11 22 05:39:34 2026"), &seconds));
	CU_ASSERT_EQUAL(seconds, 7);
	/* 2208988800 seconds lie between 1900 and 1970: 83aa7e80. */
	CU_ASSERT_TRUE(clock_ntp_time(STR("83aa7e80.80000000"), &ntp));
	CU_ASSERT_DOUBLE_EQUAL(ntp, 0.5, 1e-9);
	CU_ASSERT_TRUE(clock_ntp_time(STR("EEA9A990.00000000"), &ntp));
	CU_ASSERT_DOUBLE_EQUAL(ntp, 1795107600, 1e-9);
	ntp = 7;
	CU_ASSERT_FALSE(clock_ntp_time(STR("(no time)"), &ntp));
	CU_ASSERT_FALSE(clock_ntp_time(STR("83aa7e80"), &ntp));
	CU_ASSERT_FALSE(clock_ntp_time(STR("83aa7e8.80000000"), &ntp));
	CU_ASSERT_EQUAL(ntp, 7);
}

static void
reach(void)
{
	CU_ASSERT_TRUE(clock_is_reached(STR("377")));
	CU_ASSERT_TRUE(clock_is_reached(STR("1")));
	CU_ASSERT_TRUE(clock_is_reached(STR("200")));
	CU_ASSERT_FALSE(clock_is_reached(STR("0")));
	CU_ASSERT_FALSE(clock_is_reached(STR("000")));
	CU_ASSERT_FALSE(clock_is_reached(STR("")));
	CU_ASSERT_FALSE(clock_is_reached(STR("8")));
}

static const struct unit_test tests[] = {
	{ "external sources", external },
	{ "names as they are shown", shown },
	{ "intervals of chronyc and ntpq", intervals },
	{ "spans of systemd", spans },
	{ "points of time", times },
	{ "reach", reach },
	{ 0 },
};

const struct unit_suite suite_evidence_clock_text = { "evidence/clock_text", tests };
