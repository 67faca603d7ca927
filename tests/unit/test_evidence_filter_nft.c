/* nft list ruleset: who gets in. */
#include "fixture_filter.h"
#include "unit.h"

#define CLOSED "table inet filter {\n\tchain input {\n\t\ttype filter hook input priority filter; policy drop;\n"
#define OPEN   "table inet filter {\n\tchain input {\n\t\ttype filter hook input priority filter; policy accept;\n"
#define END    "\n\t}\n}\n"

static void
check(const char *text, const char *expected)
{
	fixture_filter_check(FIXTURE_NFT, text, expected);
}

static void
test_policies(void)
{
	check(CLOSED END, "closed closed closed");
	check(OPEN END, "open open open");
	check(OPEN "drop" END, "closed closed closed");
	check("", "-");
	check("table inet filter {\n}\n", "open open open");
	/* One that forwards is none of input's. */
	check("table inet filter {\n\tchain forward {\n\t\ttype filter hook forward priority filter; policy drop;\n\t}\n}\n", "open open open");
}

static void
test_conditions(void)
{
	check(CLOSED "tcp dport 22 accept" END, "closed open closed");
	check(CLOSED "tcp dport { 22, 3300-3310 } counter packets 0 bytes 0 accept # handle 4" END, "closed open open");
	check(CLOSED "iif \"lo\" accept\nct state established,related accept\nct state { established, related } accept" END,
	    "closed closed closed");
	check(CLOSED "ct state new accept" END, "open open open");
	check(CLOSED "ct state vmap { invalid : drop, established : accept, related : accept }" END, "closed closed closed");
	check(CLOSED "ct state vmap { established : accept, new : accept }" END, "open open open");
	check(CLOSED "ip saddr 10.0.0.0/8 tcp dport 22 accept\nip saddr { 10.0.0.1, 192.0.2.0/24 } accept" END, "closed closed closed");
	check(CLOSED "ip saddr != 10.0.0.0/8 tcp dport 22 accept" END, "closed open closed");
	check(CLOSED "ip saddr { 0.0.0.0/1, 128.0.0.0/1 } accept" END, "open open open");
	check(CLOSED "icmp type echo-request accept\nudp dport 22 accept\nmeta l4proto { icmp, ipv6-icmp } accept\nip protocol icmp accept" END,
	    "closed closed closed");
	check(CLOSED "meta l4proto tcp tcp dport 22 log prefix \"accept drop \" level info accept comment \"drop\"" END, "closed open closed");
	check(OPEN "ct state invalid drop\ntcp dport 22 limit rate over 10/minute burst 5 packets drop" END, "open open open");
}

static void
test_undecided(void)
{
	check(CLOSED "iifname \"eth1\" tcp dport 22 accept" END, "closed ? closed");
	check(CLOSED "ip saddr @office accept" END, "? ? ?");
	check(CLOSED "tcp dport vmap { 22 : accept }" END, "? ? ?");
	check(CLOSED "tcp dport != 22 accept" END, "? ? ?");
	check(CLOSED "xt match \"conntrack\" accept" END, "? ? ?");
	check(OPEN "tcp flags syn drop" END, "? ? ?");
	/* A set that goes on in the next line. */
	check(CLOSED "tcp dport { 22,\n 3306 } accept" END, "? ? ?");
}

static void
test_families(void)
{
	const char *text = "table ip a {\n\tchain i {\n\t\ttype filter hook input priority 0; policy drop;\n\t}\n}\n"
	                   "table ip6 b {\n\tchain i {\n\t\ttype filter hook input priority 0; policy accept;\n\t}\n}\n"
	                   "table arp c {\n\tchain i {\n\t\ttype filter hook input priority 0; policy drop;\n\t}\n}\n";

	fixture_filter_check(FIXTURE_NFT, text, "closed closed closed");
	fixture_filter_check(FIXTURE_NFT6, text, "open open open");
	fixture_filter_check(FIXTURE_NFT, CLOSED "ip6 saddr ::/0 tcp dport 22 accept\nmeta nfproto ipv6 tcp dport 3306 accept" END, "closed closed closed");
	fixture_filter_check(FIXTURE_NFT6, CLOSED "ip6 saddr ::/0 tcp dport 22 accept\nmeta nfproto ipv6 tcp dport 3306 accept" END, "closed open open");
}

static void
test_chains(void)
{
	check(CLOSED "jump services\n\t}\n\tchain services {\n\t\ttcp dport 22 accept\n\t\treturn\n\t\taccept" END, "closed open closed");
	check(OPEN "tcp dport 22 goto no\n\t}\n\tchain no {\n\t\treject with icmp type port-unreachable" END, "open closed open");
	/* A set over several lines is no rule, nor are counters and maps. */
	check("table inet filter {\n\tset s {\n\t\ttype ipv4_addr\n\t\telements = { 10.0.0.1,\n\t\t\t     10.0.0.2 }\n\t}\n"
	      "\tcounter c {\n\t\tpackets 0 bytes 0\n\t}\n\tchain input {\n\t\ttype filter hook input priority 0; policy drop;\n"
	      "\t\tip saddr @s drop\n\t\ttcp dport 22 accept\n\t}\n}\n", "closed ? closed");
	/* Two chains of input: one that drops is enough. */
	check(OPEN END CLOSED END, "closed closed closed");
	check("table ip nat {\n\tchain prerouting {\n\t\ttype nat hook prerouting priority dstnat; policy accept;\n"
	      "\t\ttcp dport 3306 dnat to 192.0.2.9\n\t}\n}\n" CLOSED END, "closed closed open");
}

#define JSON_CHAIN "{\"nftables\":[{\"metainfo\":{\"version\":\"1.0.6\"}},{\"table\":{\"family\":\"inet\",\"name\":\"f\",\"handle\":1}}," \
	"{\"chain\":{\"family\":\"inet\",\"table\":\"f\",\"name\":\"in\",\"type\":\"filter\",\"hook\":\"input\",\"prio\":0,\"policy\":\"drop\"}}"
#define JSON_RULE(expr) ",{\"rule\":{\"family\":\"inet\",\"table\":\"f\",\"chain\":\"in\",\"handle\":2,\"expr\":[" expr "]}}"
#define JSON_DPORT(right) "{\"match\":{\"op\":\"==\",\"left\":{\"payload\":{\"protocol\":\"tcp\",\"field\":\"dport\"}},\"right\":" right "}}"
#define JSON_ACCEPT ",{\"accept\":null}"

static void
check_json(const char *text, const char *expected)
{
	fixture_filter_check(FIXTURE_NFT_JSON, text, expected);
}

static void
test_json(void)
{
	check_json(JSON_CHAIN "]}", "closed closed closed");
	check_json(JSON_CHAIN JSON_RULE(JSON_DPORT("22") JSON_ACCEPT) "]}", "closed open closed");
	check_json(JSON_CHAIN JSON_RULE(JSON_DPORT("{\"set\":[22,{\"range\":[3300,3310]}]}") ",{\"counter\":{\"packets\":0,\"bytes\":0}}" JSON_ACCEPT) "]}",
	    "closed open open");
	check_json(JSON_CHAIN JSON_RULE("{\"match\":{\"op\":\"in\",\"left\":{\"ct\":{\"key\":\"state\"}},\"right\":[\"established\",\"related\"]}}" JSON_ACCEPT)
	    JSON_RULE("{\"match\":{\"op\":\"==\",\"left\":{\"meta\":{\"key\":\"iifname\"}},\"right\":\"lo\"}}" JSON_ACCEPT)
	    JSON_RULE("{\"match\":{\"op\":\"==\",\"left\":{\"payload\":{\"protocol\":\"ip\",\"field\":\"saddr\"}},"
	              "\"right\":{\"prefix\":{\"addr\":\"192.0.2.0\",\"len\":24}}}}" JSON_ACCEPT) "]}", "closed closed closed");
	check_json(JSON_CHAIN JSON_RULE("{\"vmap\":{\"key\":{\"ct\":{\"key\":\"state\"}},\"data\":{\"set\":[[\"invalid\",{\"drop\":null}],[\"new\",{\"accept\":null}]]}}}")
	    "]}", "open open open");
	/* A match nobody knows, a set by name; a name that tries to be more than one. */
	check_json(JSON_CHAIN JSON_RULE("{\"xt\":null}" JSON_ACCEPT) "]}", "? ? ?");
	check_json(JSON_CHAIN JSON_RULE(JSON_DPORT("\"@ports\"") JSON_ACCEPT) "]}", "? ? ?");
	check_json(JSON_CHAIN JSON_RULE("{\"jump\":{\"target\":\"x accept\\n accept\"}}") "]}", "? ? ?");
	check_json("{\"nftables\":[]}", "-");
	check_json("{\"nftables\":[", "-");
}

/* As firewalld writes it. */
static void
test_firewalld(void)
{
	check("table inet firewalld {\n\tchain filter_INPUT {\n\t\ttype filter hook input priority filter + 10; policy accept;\n"
	      "\t\tct state { established, related } accept\n\t\tct status dnat accept\n\t\tiifname \"lo\" accept\n\t\tct state invalid drop\n"
	      "\t\tjump filter_INPUT_ZONES\n\t\treject with icmpx admin-prohibited\n\t}\n\n\tchain filter_INPUT_ZONES {\n"
	      "\t\tiifname \"eth0\" goto filter_IN_public\n\t\tgoto filter_IN_public\n\t}\n\n\tchain filter_IN_public {\n\t\tjump filter_IN_public_allow\n"
	      "\t\tmeta l4proto { icmp, ipv6-icmp } accept\n\t}\n\n\tchain filter_IN_public_allow {\n\t\ttcp dport 22 accept\n"
	      "\t\tip6 daddr fe80::/64 udp dport 546 accept\n\t}\n}\n", "closed open closed");
}

static const struct unit_test tests[] = {
	{ "policies", test_policies },
	{ "conditions", test_conditions },
	{ "undecided", test_undecided },
	{ "families", test_families },
	{ "chains", test_chains },
	{ "json", test_json },
	{ "firewalld", test_firewalld },
	{ NULL, NULL }
};
const struct unit_suite suite_evidence_filter_nft = { "evidence/filter_nft", tests };
