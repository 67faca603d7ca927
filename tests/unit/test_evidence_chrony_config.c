/* chrony.conf: what counts as a source. What files mean is held against chronyd itself in tests/oracle/chrony.sh. */
#include "unit.h"

#include "evidence/clock/clock.h"
#include "fixture_account.h"

/* Reads `text` as chrony.conf beside one more file. */
static struct clock_config
read_config(const char *text, const char *name, const char *more)
{
	struct run *run = unit_run();
	const char *const files[] = { "etc/chrony.conf", text, name, more, NULL };
	const struct parse *parse = fixture_parse(run, files);
	struct clock_config config;

	clock_chrony_config(parse, bundle_file(parse, "etc/chrony.conf"), &config);
	unit_run_free(run);
	return config;
}

static void
one_line(void)
{
	static const struct {
		const char *text;
		enum known configured;
		int sources;
	} cases[] = {
		{ "", KNOWN_NO, 0 }, { "# server a.example.jp\n", KNOWN_NO, 0 }, { "server a.example.jp", KNOWN_YES, 1 },
		{ "\t SERVER \t a.example.jp  iburst MinPoll -2 maxpoll +10 offset -0.5\r\n", KNOWN_YES, 1 },
		{ "pool a.example.jp maxsources 2\npeer 192.0.2.1 key 1\n", KNOWN_YES, 2 }, { "server host1\nserver 127.0.0.1\n", KNOWN_NO, 0 },
		{ "local stratum 8 orphan\nmanual\n", KNOWN_NO, 0 }, { "server a.example.jp noselect\n", KNOWN_NO, 0 },
		{ "server a.example.jp offline\n", KNOWN_NOT, 0 }, { "server a.example.jp\nserver b.example.jp offline\n", KNOWN_YES, 1 },
		{ "server\n", KNOWN_NOT, 0 }, { "server a.example.jp minpoll\n", KNOWN_NOT, 0 }, { "server a.example.jp minpoll x\n", KNOWN_NOT, 0 },
		{ "server a.example.jp #\n", KNOWN_NOT, 0 }, { "server a.example.jp\nsevrer b\n", KNOWN_NOT, 1 },
		{ "refclock SHM 0 refid GPS precision 1e-3\n", KNOWN_YES, 1 }, { "refclock SHM\n", KNOWN_NOT, 0 },
		{ "refclock PPS /dev/pps0 lock GPS\n", KNOWN_NO, 0 }, { "refclock PHC /dev/ptp0 pps\n", KNOWN_NO, 0 },
		{ "refclock SHM 0 local\n", KNOWN_NO, 0 }, { "confdir /etc/chrony.d\n", KNOWN_NOT, 0 }, { "include /etc/none\n", KNOWN_NOT, 0 },
		{ "include /etc/chrony.conf\n", KNOWN_NOT, 0 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct clock_config config = read_config(cases[i].text, "etc/default/none", "");
		CU_ASSERT_EQUAL(config.configured, cases[i].configured);
		CU_ASSERT_EQUAL(config.sources, cases[i].sources);
		CU_ASSERT_EQUAL(config.reason == NULL, cases[i].configured != KNOWN_NOT);
	}
}

static void
more_files(void)
{
	static const char sources[] = "server b.example.jp\nnonsense\nserver c.example.jp wrong\nallow\n";

	CU_ASSERT_EQUAL(read_config("sourcedir /run/chrony-dhcp/\n", "run/chrony-dhcp/a.sources", sources).sources, 1);
	CU_ASSERT_EQUAL(read_config("sourcedir /run/d\n", "run/d/a.sources", "server b.example.jp\nserver c.example.jp").sources, 1);
	CU_ASSERT_EQUAL(read_config("sourcedir /run/chrony-dhcp\n", "run/chrony-dhcp/a.conf", sources).configured, KNOWN_NO);
	CU_ASSERT_EQUAL(read_config("confdir /etc/c /etc/d\n", "etc/d/a.conf", "refclock SHM 0\n").configured, KNOWN_YES);
	CU_ASSERT_EQUAL(read_config("confdir /etc/d\n", "etc/d/a.conf", "nonsense\n").configured, KNOWN_NOT);
	CU_ASSERT_EQUAL(read_config("include /etc/d/*.conf\ninclude /etc/d/a.*\n", "etc/d/a.conf", "pool a.example.jp\n").sources, 1);
}

static void
start_options(void)
{
	static const char text[] = "pool a.example.jp\n";

	CU_ASSERT_EQUAL(read_config(text, "etc/default/chrony", "DAEMON_OPTS=\"-F 1\"\n").configured, KNOWN_YES);
	CU_ASSERT_EQUAL(read_config(text, "etc/default/chrony", "#DAEMON_OPTS=\"-x\"\n").configured, KNOWN_YES);
	CU_ASSERT_TRUE(read_config(text, "etc/default/chrony", "DAEMON_OPTS='-F 1 -4x'\n").is_detached);
	CU_ASSERT_FALSE(read_config(text, "etc/sysconfig/chronyd", "OPTIONS=-x\nOPTIONS=\"-u x\"\n").is_detached);
	CU_ASSERT_EQUAL(read_config(text, "etc/sysconfig/chronyd", "OPTIONS=\"-f /etc/other\"\n").configured, KNOWN_NOT);
	CU_ASSERT_EQUAL(read_config(text, "etc/sysconfig/chronyd", "OPTIONS=\"-F 2 'server b.example.jp'\"\n").configured, KNOWN_NOT);
	CU_ASSERT_EQUAL(read_config(text, "etc/sysconfig/chronyd", "OPTIONS=\"-F 2 local\"\n").configured, KNOWN_NOT);
}

static const struct unit_test tests[] = {
	{ "one file", one_line },
	{ "more files", more_files },
	{ "how chronyd is started", start_options },
	{ 0 },
};

const struct unit_suite suite_evidence_chrony_config = { "evidence/chrony_config", tests };
