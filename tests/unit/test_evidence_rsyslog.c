/* rsyslog: what a selector takes and which action forwards. What files mean is held against rsyslogd itself in
 * tests/oracle/rsyslog.sh. */
#include "unit.h"

#include "evidence/log/rsyslog.h"

#define AUTH 4
#define AUTHPRIV 10
#define CRON 9
#define ALL 0xffu
#define INFO 0x7fu
#define ERR 0x0fu

static void
selectors(void)
{
	static const struct {
		const char *selector;
		int facility;
		unsigned taken;
	} cases[] = {
		{ "*.*", AUTH, ALL }, { "*.info", AUTH, INFO }, { "*.err", AUTH, ERR }, { "auth.*", AUTHPRIV, 0 },
		{ "auth,authpriv.*", AUTHPRIV, ALL }, { "*.*;auth,authpriv.none", AUTH, 0 }, { "*.*;auth.none", AUTHPRIV, ALL },
		{ "auth.none;*.*", AUTH, ALL },                    /* left to right: the later part takes it back in */
		{ "*.=info", AUTH, 1u << 6 }, { "*.info;*.!err", AUTH, INFO & ~ERR }, { "*.*;*.!=debug", AUTH, INFO }, { "security.warn", AUTH, 0x1f },
		{ "cron.*", AUTH, 0 }, { "CRON.Error", CRON, ERR }, { "*.panic", AUTH, 1 }, { "*.*;*.!*", AUTH, 0 },
		{ "", AUTH, 0 }, { "auth", AUTH, 0 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		unsigned taken = rsyslog_selects(str_of(cases[i].selector), cases[i].facility);
		if (taken != cases[i].taken)
			fprintf(stderr, "%s: %x, expected %x\n", cases[i].selector, taken, cases[i].taken);
		CU_ASSERT_EQUAL(taken, cases[i].taken);
	}
}

static void
what_is_a_selector(void)
{
	static const char *const good[] = { "*.*", "auth,authpriv.info;cron.none", "*.!=debug", "local7.*;KERN.Warn" };
	/* The daemon throws the line away, or reads it in a way that nobody means. */
	static const char *const bad[] = { "", "auth", "auth.", ".info", "auth.nonsense", "foo.*", "auth.*;foo.*", "10.6", "auth.=*", "&",
		":msg", "*.*,", "if" };

	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		CU_ASSERT_TRUE(rsyslog_is_selector(str_of(good[i])));
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		CU_ASSERT_FALSE(rsyslog_is_selector(str_of(bad[i])));
}

static void
forwards(void)
{
	static const struct {
		const char *text, *protocol, *target, *selector;   /* selector NULL: undecided */
	} cases[] = {
		{ "*.* @loghost", "udp", "loghost", "*.*" }, { "auth.*\t@@loghost:6514;T", "tcp", "loghost", "auth.*" },
		{ "*.* @@(o,z9)[2001:db8::1]:514", "tcp", "2001:db8::1", "*.*" }, { "*.* :omrelp:h:2514;T", "relp", "h", "*.*" },
		{ "action(type=\"omfwd\" target=\"2001:db8::1\")", "udp", "2001:db8::1", "*.*" },
		{ "auth.* action (Type = \"OMFWD\" Protocol=\"TCP\" Target=\"h\")", "tcp", "h", "auth.*" },
		{ "action(type=\"omkafka\" broker=[\"k1:9092\",\"k2\"])", "tcp", "k1", "*.*" },
		{ "if $msg == \"@x\" then @h", "udp", "h", NULL }, { ":msg, contains, \"x\" @h", "udp", "h", NULL }, { "& @h", "udp", "h", NULL },
		{ "{ @h }", "udp", "h", NULL }, { "@h", "udp", "h", NULL }, { "action(type=\"omfwd\" target=`echo $X`)", "udp", "", NULL },
		{ "action(type=\"omfile\" file=\"x\") action(type=\"omfwd\" target=\"h\")", "udp", "h", NULL },
		{ "action(type=\"omfwd\" target=\"h\" action.execOnlyWhenPreviousIsSuspended=\"on\")", "udp", "h", NULL },
	};
	static const char *const none[] = { "*.* /var/log/all", "$ActionFileDefaultTemplate @x", "action(type=\"omfile\" file=\"@x\")", "",
		"action(type=\"omfwd\" target=\"h\" config.enabled=\"off\")", "template(name=\"t\" string=\"a @b\")", "action(", "*.* @", "*.* @(o",
		"set $.action = \"x\"" };
	struct rsyslog_forward got;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		CU_ASSERT_TRUE_FATAL(rsyslog_forward_of(cases[i].text, &got));
		CU_ASSERT_STRING_EQUAL(got.protocol, cases[i].protocol);
		CU_ASSERT_TRUE(str_is(got.target, cases[i].target));
		CU_ASSERT_EQUAL(got.is_undecided, cases[i].selector == NULL);
		CU_ASSERT_TRUE(!cases[i].selector || str_is(got.selector, cases[i].selector));
	}
	for (size_t i = 0; i < sizeof none / sizeof *none; i++)
		CU_ASSERT_FALSE(rsyslog_forward_of(none[i], &got));
}

static void
local_targets(void)
{
	CU_ASSERT_TRUE(rsyslog_is_local(STR("127.0.0.1"), "web01"));
	CU_ASSERT_TRUE(rsyslog_is_local(STR("Localhost"), "web01"));
	CU_ASSERT_TRUE(rsyslog_is_local(STR("WEB01.example.jp"), "web01"));
	CU_ASSERT_TRUE(rsyslog_is_local(STR("web01"), "web01.example.jp"));
	CU_ASSERT_FALSE(rsyslog_is_local(STR("web011"), "web01"));
	CU_ASSERT_FALSE(rsyslog_is_local(STR(""), "web01"));
	CU_ASSERT_FALSE(rsyslog_is_local(STR("192.0.2.1"), "web01"));
}

static const struct unit_test tests[] = {
	{ "selectors", selectors },
	{ "what is a selector", what_is_a_selector },
	{ "forwards", forwards },
	{ "local targets", local_targets },
	{ 0 },
};

const struct unit_suite suite_evidence_rsyslog = { "evidence/rsyslog", tests };
