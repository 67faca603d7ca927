/* iptables-save and iptables -L: who gets in. */
#include "fixture_filter.h"
#include "unit.h"

#define CLOSED "*filter\n:INPUT DROP [0:0]\n"
#define LISTED "target     prot opt source               destination\n"
#define COUNTED " pkts bytes target     prot opt in     out     source               destination\n"

static void
check(const char *text, const char *expected)
{
	fixture_filter_check(FIXTURE_IPTABLES, text, expected);
}

static void
test_policies(void)
{
	check("*filter\n:INPUT ACCEPT [0:0]\nCOMMIT\n", "open open open");
	check(CLOSED "COMMIT\n", "closed closed closed");
	check(CLOSED "-A INPUT -j ACCEPT\n", "open open open");
	check("*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -j REJECT --reject-with icmp-port-unreachable\n", "closed closed closed");
	check("*mangle\n:INPUT ACCEPT [0:0]\nCOMMIT\n", "-");
	check("", "-");
}

static void
test_conditions(void)
{
	check(CLOSED "-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT\n", "closed open closed");
	check(CLOSED "[1:60] -A INPUT -p tcp -m multiport --dports 22,3300:3310 -j ACCEPT\n", "closed open open");
	check(CLOSED "-A INPUT -s 10.0.0.0/8 -p tcp --dport 22 -j ACCEPT\n", "closed closed closed");
	check(CLOSED "-A INPUT ! -s 192.0.2.0/24 -p tcp --dport 22 -j ACCEPT\n", "closed open closed");
	check(CLOSED "-A INPUT -s 0.0.0.0/1 -j ACCEPT\n-A INPUT -s 128.0.0.0/1 -j ACCEPT\n", "open open open");
	check(CLOSED "-A INPUT -i lo -j ACCEPT\n-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n", "closed closed closed");
	check(CLOSED "-A INPUT -m state --state NEW,ESTABLISHED -j ACCEPT\n", "open open open");
	check(CLOSED "-A INPUT -p udp --dport 22 -j ACCEPT\n", "closed closed closed");
	check(CLOSED "-A INPUT -p tcp --dport 22 -m comment --comment \"-j DROP \\\" x\" -j ACCEPT\n", "closed open closed");
	/* A port range as wide as all ports; the sender's port, which anybody chooses. */
	check(CLOSED "-A INPUT -p tcp --dport 1:65535 -j ACCEPT\n", "open open open");
	check(CLOSED "-A INPUT -p tcp --sport 53 -j ACCEPT\n", "open open open");
}

static void
test_undecided(void)
{
	check(CLOSED "-A INPUT -i eth1 -p tcp --dport 22 -j ACCEPT\n", "closed ? closed");
	check(CLOSED "-A INPUT -d 192.0.2.1/32 -p tcp --dport 22 -j ACCEPT\n", "closed ? closed");
	check(CLOSED "-A INPUT -m set --match-set office src -j ACCEPT\n", "? ? ?");
	check(CLOSED "-A INPUT -p tcp --dport 22 -j NFQUEUE\n", "closed ? closed");
	check(CLOSED "-A INPUT -j NOWHERE\n", "? ? ?");
	/* A condition nobody knows may keep everybody out, or nobody. */
	check("*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -m geoip ! --source-country JP -j DROP\n", "? ? ?");
}

static void
test_never_a_wrong_closed(void)
{
	/* What drops scans, strays and excess keeps nobody out. */
	check("*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -p tcp -m tcp ! --tcp-flags FIN,SYN,RST,ACK SYN -m state --state NEW -j DROP\n"
	      "-A INPUT -p tcp -m tcp --tcp-flags FIN,SYN,RST,PSH,ACK,URG NONE -j DROP\n-A INPUT ! --syn -j DROP\n"
	      "-A INPUT -m conntrack --ctstate INVALID -j DROP\n-A INPUT -s 192.0.2.66/32 -j DROP\n", "open open open");
	check("*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -p tcp --dport 22 -m hashlimit --hashlimit-above 5/min --hashlimit-name x -j DROP\n",
	    "open open open");
	check(CLOSED "-A INPUT -p tcp --dport 22 -m recent --set --name s\n"
	      "-A INPUT -p tcp --dport 22 -m recent --update --seconds 60 --hitcount 4 --name s -j DROP\n"
	      "-A INPUT -p tcp --dport 22 -j ACCEPT\n", "closed open closed");
	check(CLOSED "-A INPUT -m limit --limit 10/min -j ACCEPT\n", "open open open");
}

static void
test_chains(void)
{
	check(CLOSED ":in - [0:0]\n-A INPUT -j in\n-A in -s 10.0.0.0/8 -j RETURN\n-A in -p tcp --dport 22 -j ACCEPT\n", "closed open closed");
	check("*filter\n:INPUT ACCEPT [0:0]\n:in - [0:0]\n-A INPUT -g in\n-A INPUT -j DROP\n-A in -p tcp --dport 22 -j DROP\n",
	    "open closed open");
	check(CLOSED ":in - [0:0]\n-A INPUT -j in\n-A INPUT -j ACCEPT\n-A in -p tcp --dport 22 -j RETURN\n-A in -j DROP\n",
	    "closed open closed");
	/* As firewalld does: each interface goes to the zone, and so does the rest. */
	check("*filter\n:INPUT ACCEPT [0:0]\n:zone - [0:0]\n:allow - [0:0]\n-A INPUT -i eth0 -g zone\n-A INPUT -g zone\n"
	      "-A zone -j allow\n-A zone -j REJECT\n-A allow -p tcp --dport 22 -m conntrack --ctstate NEW,UNTRACKED -j ACCEPT\n",
	    "closed open closed");
}

/* As ufw writes it. */
static void
test_ufw(void)
{
	check(CLOSED ":ufw-before-input - [0:0]\n:ufw-not-local - [0:0]\n:ufw-user-input - [0:0]\n:ufw-user-limit - [0:0]\n"
	      ":ufw-user-limit-accept - [0:0]\n-A INPUT -j ufw-before-input\n-A ufw-before-input -i lo -j ACCEPT\n"
	      "-A ufw-before-input -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n"
	      "-A ufw-before-input -p udp -m udp --sport 67 --dport 68 -j ACCEPT\n-A ufw-before-input -j ufw-not-local\n"
	      "-A ufw-before-input -j ufw-user-input\n-A ufw-not-local -m addrtype --dst-type LOCAL -j RETURN\n"
	      "-A ufw-not-local -m addrtype --dst-type MULTICAST -j RETURN\n-A ufw-not-local -j DROP\n"
	      "-A ufw-user-input -p tcp -m tcp --dport 22 -m conntrack --ctstate NEW -m recent --set --name DEFAULT --mask 255.255.255.255 --rsource\n"
	      "-A ufw-user-input -p tcp -m tcp --dport 22 -m conntrack --ctstate NEW -m recent --update --seconds 30 --hitcount 6 --name DEFAULT "
	      "--mask 255.255.255.255 --rsource -j ufw-user-limit\n-A ufw-user-input -p tcp -m tcp --dport 22 -j ufw-user-limit-accept\n"
	      "-A ufw-user-limit -m limit --limit 3/min -j LOG --log-prefix \"[UFW LIMIT BLOCK] \"\n-A ufw-user-limit -j REJECT\n"
	      "-A ufw-user-limit-accept -j ACCEPT\nCOMMIT\n", "closed open closed");
}

/* What stands behind the longest line that is read may let in. */
static void
test_long(void)
{
	struct arena *arena = arena_new();
	char *comment = arena_alloc(arena, 70000);

	memset(comment, 'x', 69999);
	check(arena_printf(arena, CLOSED "-A INPUT -p tcp --dport 22 -m comment --comment \"%s\" -j ACCEPT\n", comment), "? ? ?");
	arena_free(arena);
}

static void
test_nat(void)
{
	check("*nat\n:PREROUTING ACCEPT [0:0]\n:DOCKER - [0:0]\n-A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER\n"
	      "-A DOCKER ! -i docker0 -p tcp -m tcp --dport 3306 -j DNAT --to-destination 172.17.0.2:3306\nCOMMIT\n" CLOSED,
	    "closed closed open");
	check("*nat\n:OUTPUT ACCEPT [0:0]\n-A OUTPUT -p tcp --dport 22 -j REDIRECT --to-ports 2222\n" CLOSED, "closed closed closed");
}

static void
test_listing(void)
{
	check("Chain INPUT (policy DROP)\n" LISTED "ACCEPT     tcp  --  anywhere             anywhere             tcp dpt:ssh\n", "closed open closed");
	/* Perhaps the loopback's. */
	check("Chain INPUT (policy DROP)\n" LISTED "ACCEPT     all  --  anywhere             anywhere\n", "? ? ?");
	check("Chain INPUT (policy DROP 3 packets, 180 bytes)\n" COUNTED
	      "    0     0 ACCEPT     all  --  lo     *       0.0.0.0/0            0.0.0.0/0\n"
	      "    5   300 ACCEPT     tcp  --  *      *       10.0.0.0/8           0.0.0.0/0            tcp dpt:22\n"
	      "    5   300            tcp  --  *      *       0.0.0.0/0            0.0.0.0/0            tcp dpt:22\n"
	      "    5   300 ACCEPT     tcp  --  *      *       0.0.0.0/0            0.0.0.0/0            multiport dports 3300:3310\n",
	    "closed closed open");
	check("Chain INPUT (policy ACCEPT)\n" LISTED "DROP       tcp  --  anywhere             anywhere             tcp flags:!0x17/0x02 state NEW\n"
	      "REJECT     all  --  anywhere             anywhere             reject-with icmp-host-prohibited\n", "closed closed closed");
	check("Chain INPUT (policy DROP)\n" LISTED "in  all  --  anywhere             anywhere\n\nChain in (1 references)\n" LISTED
	      "ACCEPT     tcp  --  anywhere             anywhere             tcp dpt:mysql /* db: all */\n", "closed closed open");
}

static const struct unit_test tests[] = {
	{ "policies", test_policies },
	{ "conditions", test_conditions },
	{ "undecided", test_undecided },
	{ "never a wrong closed", test_never_a_wrong_closed },
	{ "chains", test_chains },
	{ "ufw", test_ufw },
	{ "long", test_long },
	{ "nat", test_nat },
	{ "listing", test_listing },
	{ NULL, NULL }
};
const struct unit_suite suite_evidence_filter_iptables = { "evidence/filter_iptables", tests };
