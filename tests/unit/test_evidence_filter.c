/* Conditions, and the walk through chains. */
#include "evidence/system/filter.h"

#include "unit.h"

static void
test_conditions(void)
{
	CU_ASSERT_EQUAL(filter_source(STR("0.0.0.0/0"), false), FILTER_ALWAYS);
	CU_ASSERT_EQUAL(filter_source(STR("::/0"), false), FILTER_ALWAYS);
	CU_ASSERT_EQUAL(filter_source(STR("anywhere"), false), FILTER_ALWAYS);
	/* Two halves are the whole. */
	CU_ASSERT_EQUAL(filter_source(STR("128.0.0.0/1"), false), FILTER_ALWAYS);
	CU_ASSERT_EQUAL(filter_source(STR("10.0.0.0/8"), false), FILTER_NEVER);
	CU_ASSERT_EQUAL(filter_source(STR("192.0.2.1"), false), FILTER_NEVER);
	CU_ASSERT_EQUAL(filter_source(STR("10.0.0.0/8"), true), FILTER_ALWAYS);
	CU_ASSERT_EQUAL(filter_source(STR("0.0.0.0/0"), true), FILTER_NEVER);
	CU_ASSERT_EQUAL(filter_protocol(STR("udp"), false), FILTER_NEVER);
	CU_ASSERT_EQUAL(filter_protocol(STR("udp"), true), FILTER_ALWAYS);
	CU_ASSERT_EQUAL(filter_protocol(STR("6"), false), FILTER_ALWAYS);
	CU_ASSERT_EQUAL(filter_interface(STR("lo"), false), FILTER_NEVER);
	CU_ASSERT_EQUAL(filter_interface(STR("lo"), true), FILTER_ALWAYS);
	CU_ASSERT_EQUAL(filter_interface(STR("eth0"), false), FILTER_PERHAPS);
	CU_ASSERT_EQUAL(filter_interface(STR("eth0"), true), FILTER_PERHAPS);
}

static void
test_flags(void)
{
	/* --syn, and its opposite that drops what is no beginning. */
	CU_ASSERT_EQUAL(filter_flags(STR("FIN,SYN,RST,ACK"), STR("SYN"), false), FILTER_ALWAYS);
	CU_ASSERT_EQUAL(filter_flags(STR("0x17"), STR("0x02"), true), FILTER_NEVER);
	/* Scans. */
	CU_ASSERT_EQUAL(filter_flags(STR("ALL"), STR("NONE"), false), FILTER_NEVER);
	CU_ASSERT_EQUAL(filter_flags(STR("SYN,RST"), STR("SYN,RST"), false), FILTER_NEVER);
	CU_ASSERT_EQUAL(filter_flags(STR("FIN,RST"), STR("FIN,RST"), false), FILTER_NEVER);
}

static void
test_ports(void)
{
	struct arena *arena = arena_new();
	struct filter_rule rule = { .rest = FILTER_ALWAYS };

	CU_ASSERT_TRUE(filter_add_ports(arena, &rule, STR("ssh,80:90,ms-wbt-server,1000-1010")));
	CU_ASSERT_EQUAL_FATAL(rule.ports.len, 4);
	CU_ASSERT_EQUAL(rule.ports.items[0].from, 22);
	CU_ASSERT_EQUAL(rule.ports.items[1].to, 90);
	CU_ASSERT_EQUAL(rule.ports.items[2].from, 3389);
	CU_ASSERT_EQUAL(rule.ports.items[3].from, 1000);
	CU_ASSERT_TRUE(filter_add_ports(arena, &rule, STR(":100")));
	CU_ASSERT_EQUAL(rule.ports.items[4].from, 0);
	CU_ASSERT_EQUAL(rule.ports.items[4].to, 100);
	CU_ASSERT_EQUAL(rule.rest, FILTER_ALWAYS);
	/* A name nobody knows, a number that is no port: any port, perhaps. */
	CU_ASSERT_FALSE(filter_add_ports(arena, &rule, STR("bluetooth")));
	CU_ASSERT_FALSE(rule.has_ports);
	CU_ASSERT_EQUAL(rule.rest, FILTER_PERHAPS);
	CU_ASSERT_FALSE(filter_add_ports(arena, &rule, STR("70000")));
	arena_free(arena);
}

static void
test_circle(void)
{
	struct arena *arena = arena_new();
	struct filter filter = { .arena = arena, .by_name = MAP_INIT(arena) };
	struct filter_chain *chain = filter_chain_of(&filter, "INPUT");
	struct filter_rule rule = { .rest = FILTER_ALWAYS, .verdict = FILTER_JUMP, .target = "INPUT" };

	/* The kernel refuses it; it must end all the same, and without a promise. */
	chain->is_input = chain->is_closed = true;
	for (int i = 0; i < 10; i++)
		vec_push(arena, &chain->rules, rule);
	CU_ASSERT_EQUAL(filter_ask(&filter, 22), FILTER_UNDECIDED);
	arena_free(arena);
}

static const struct unit_test tests[] = {
	{ "conditions", test_conditions },
	{ "flags", test_flags },
	{ "ports", test_ports },
	{ "circle", test_circle },
	{ NULL, NULL }
};
const struct unit_suite suite_evidence_filter = { "evidence/filter", tests };
