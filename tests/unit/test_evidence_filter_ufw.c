/* ufw status verbose: who gets in. */
#include "fixture_filter.h"
#include "unit.h"

#define HEAD "Status: active\nLogging: on (low)\nDefault: deny (incoming), allow (outgoing), disabled (routed)\nNew profiles: skip\n\n" \
	"To                         Action      From\n--                         ------      ----\n"

static void
check(const char *text, const char *expected)
{
	fixture_filter_check(FIXTURE_UFW, text, expected);
}

static void
test_status(void)
{
	check("Status: inactive\n", "off");
	check(HEAD, "closed closed closed");
	check("Status: active\nDefault: allow (incoming), allow (outgoing), disabled (routed)\n", "open open open");
	/* Without `verbose` nobody knows what becomes of the rest. */
	check("Status: active\n\nTo                         Action      From\n--                         ------      ----\n", "-");
	check("ERROR: You need to be root to run this script\n", "-");
}

static void
test_rows(void)
{
	check(HEAD "22/tcp                     ALLOW IN    Anywhere                   # ssh\n", "closed open closed");
	check(HEAD "[ 1] OpenSSH                    LIMIT IN    Anywhere\n", "closed open closed");
	check(HEAD "3300:3310,22/tcp           ALLOW IN    10.0.0.0/8\n", "closed closed closed");
	check(HEAD "22/udp                     ALLOW IN    Anywhere\n", "closed closed closed");
	check(HEAD "22                         ALLOW OUT   Anywhere\n22/tcp                     ALLOW FWD   Anywhere\n", "closed closed closed");
	check(HEAD "22                         DENY IN     Anywhere\n22                         ALLOW IN    Anywhere\n", "closed closed closed");
	check(HEAD "Anywhere                   ALLOW IN    Anywhere\n", "open open open");
	check(HEAD "22 on eth1                 ALLOW IN    Anywhere\n", "closed ? closed");
	check(HEAD "Own Service                ALLOW IN    Anywhere\n", "? ? ?");
	check(HEAD "1,2,100:200,3306,400:500/tcp ALLOW IN    Anywhere\n", "closed closed open");
}

static void
test_families(void)
{
	const char *text = HEAD "3306                       ALLOW IN    Anywhere\n22/tcp (v6)                ALLOW IN    Anywhere (v6)\n";

	fixture_filter_check(FIXTURE_UFW, text, "closed closed open");
	fixture_filter_check(FIXTURE_UFW6, text, "closed open closed");
}

static const struct unit_test tests[] = {
	{ "status", test_status },
	{ "rows", test_rows },
	{ "families", test_families },
	{ NULL, NULL }
};
const struct unit_suite suite_evidence_filter_ufw = { "evidence/filter_ufw", tests };
