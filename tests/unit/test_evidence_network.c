/* What the readers of network devices share, and what they tell of single lines. */
#include "fixture_account.h"

#include "evidence/network/cisco.h"
#include "evidence/network/network.h"
#include "evidence/network/paloalto.h"

static void
test_severity(void)
{
	CU_ASSERT_EQUAL(network_severity(STR("informational")), 6);
	CU_ASSERT_EQUAL(network_severity(STR("info")), 6);
	CU_ASSERT_EQUAL(network_severity(STR("6")), 6);
	CU_ASSERT_EQUAL(network_severity(STR("Notifications")), 5);
	CU_ASSERT_EQUAL(network_severity(STR("errors")), 3);
	CU_ASSERT_EQUAL(network_severity(STR("any")), 7);
	CU_ASSERT_EQUAL(network_severity(STR("0")), 0);
	CU_ASSERT_EQUAL(network_severity(STR("8")), -1);
	CU_ASSERT_EQUAL(network_severity(STR("MYLIST")), -1);
	CU_ASSERT_EQUAL(network_severity(STR("")), -1);
}

static void
test_central(void)
{
	CU_ASSERT_EQUAL(network_central(7), KNOWN_YES);
	CU_ASSERT_EQUAL(network_central(6), KNOWN_YES);
	CU_ASSERT_EQUAL(network_central(5), KNOWN_NOT);
	CU_ASSERT_EQUAL(network_central(4), KNOWN_NO);
	CU_ASSERT_EQUAL(network_central(0), KNOWN_NO);
	CU_ASSERT_EQUAL(network_central(-1), KNOWN_NOT);
}

static void
test_community(void)
{
	CU_ASSERT_EQUAL(network_community(STR("public")), KNOWN_YES);
	CU_ASSERT_EQUAL(network_community(STR("Private")), KNOWN_YES);
	CU_ASSERT_EQUAL(network_community(STR("publics")), KNOWN_NO);
	CU_ASSERT_EQUAL(network_community(STR("*****")), KNOWN_NOT);
	CU_ASSERT_EQUAL(network_community(STR("<removed>")), KNOWN_NOT);
	CU_ASSERT_EQUAL(network_community(STR("")), KNOWN_NOT);
}

static void
test_kind(void)
{
	CU_ASSERT_EQUAL(cisco_kind_of(STR("!\nversion 15.2\nhostname a\n")), CISCO_IOS);
	CU_ASSERT_EQUAL(cisco_kind_of(STR("!\nversion 10.2(5) Bios:version\nhostname a\n")), CISCO_OTHER);
	CU_ASSERT_EQUAL(cisco_kind_of(STR("!Command: show running-config\n!Time: x\nversion 10.2(5)\n")), CISCO_NXOS);
	CU_ASSERT_EQUAL(cisco_kind_of(STR("Building configuration...\n!! IOS XR Configuration 7.3.2\n")), CISCO_XR);
	CU_ASSERT_EQUAL(cisco_kind_of(STR(": Saved\n:\nASA Version 9.9\n")), CISCO_ASA);
	CU_ASSERT_EQUAL(cisco_kind_of(STR("! Command: show running-config\n! device: a (DCS, EOS-4.28)\n")), CISCO_EOS);
	CU_ASSERT_EQUAL(cisco_kind_of(STR("!\nhostname a\nlogging host 192.0.2.1\n")), CISCO_OTHER);
}

/* Whether an access list `L` of these lines restricts. */
static enum known
restricts(const char *lines)
{
	struct run *run = unit_run();
	struct network network = { .arena = run->arena };
	struct cisco cisco = { .network = &network, .acls = MAP_INIT(run->arena) };
	enum known known;

	blocks_read(run, run->arena, "f", str_of(lines), 0, &(struct blocks_style){ .comment = '!' }, &cisco.blocks);
	cisco_read_acls(&cisco);
	known = cisco_acl_restricts(&cisco, STR("L"));
	unit_run_free(run);
	return known;
}

static void
test_access_lists(void)
{
	CU_ASSERT_EQUAL(restricts("access-list L permit 192.0.2.0 0.0.0.255\n"), KNOWN_YES);
	CU_ASSERT_EQUAL(restricts("access-list L permit 192.0.2.1\naccess-list L permit any\n"), KNOWN_NO);
	CU_ASSERT_EQUAL(restricts("access-list L permit 0.0.0.0 255.255.255.255\n"), KNOWN_NO);
	CU_ASSERT_EQUAL(restricts("access-list L permit 192.0.2.1 255.255.255.255\n"), KNOWN_NO);
	CU_ASSERT_EQUAL(restricts("access-list M permit any\n"), KNOWN_NOT);
	CU_ASSERT_EQUAL(restricts("access-list L remark permit any\n"), KNOWN_NOT);
	CU_ASSERT_EQUAL(restricts("access-list L extended permit tcp any host 192.0.2.1 eq 22\n"), KNOWN_NO);
	CU_ASSERT_EQUAL(
	    restricts("ip access-list standard L\n 10 permit 192.0.2.0 0.0.0.255\n 20 deny any log\n"), KNOWN_YES);
	CU_ASSERT_EQUAL(restricts("ip access-list standard L\n 10 permit any\n"), KNOWN_NO);
	CU_ASSERT_EQUAL(restricts("ip access-list extended L\n permit tcp any any eq 22\n"), KNOWN_NO);
	CU_ASSERT_EQUAL(restricts("ip access-list extended L\n permit tcp 192.0.2.0 0.0.0.255 any eq 22\n"), KNOWN_YES);
	CU_ASSERT_EQUAL(restricts("ip access-list extended L\n permit ip host 192.0.2.1 any\n"), KNOWN_YES);
	/* One address alone, then a port: the word `any` in its place is not a source. */
	CU_ASSERT_EQUAL(restricts("ip access-list L\n 10 permit udp 192.0.2.0/24 any eq snmp\n"), KNOWN_YES);
	CU_ASSERT_EQUAL(restricts("ip access-list L\n"), KNOWN_NOT);
}

/* The settings of a Palo Alto's XML as lines, `!` at the end where they are damaged. */
static const char *
settings(struct run *run, const char *xml)
{
	const char *const files[] = { "f.xml", xml, NULL };
	const struct parse *parse = fixture_parse(run, files);
	struct network network = network_of(parse);
	const struct transcript_part part = { .bytes = str_of(xml), .line = 10 };
	const char *text = "";
	struct paths paths;

	network.file = &parse->bundle->files.items[0];
	paloalto_read_xml(&network, &part, &paths);
	for (size_t i = 0; i < paths.list.len; i++) {
		text = arena_printf(run->arena, "%s%u:", text, paths.list.items[i]->line);
		for (size_t w = 0; w < paths.list.items[i]->total; w++) {
			struct str word = path_word(paths.list.items[i], w);
			text = arena_printf(run->arena, "%s %.*s", text, (int)word.len, word.ptr);
		}
		text = arena_printf(run->arena, "%s\n", text);
	}
	return paths.is_damaged ? arena_printf(run->arena, "%s!", text) : text;
}

static void
test_paloalto_xml(void)
{
	struct run *run = unit_run();

	UNIT_EQUAL(settings(run, "<config v='1'><mgt-config>\n<users><entry name='a b'><phash> x </phash></entry></users></mgt-config></config>"),
	    "12: mgt-config users a b phash x\n");
	UNIT_EQUAL(settings(run, "<config v='1'><devices><entry name='d'><deviceconfig><system><l><member>m</member>\n<member>n</member></l><e/></system>"
	    "</deviceconfig></entry></devices></config>"),
	    "11: deviceconfig system l m\n12: deviceconfig system l n\n12: deviceconfig system e\n");
	UNIT_EQUAL(settings(run, "<response status='success'><result><config v='1'><shared/></config></result></response>"), "11: shared\n");
	UNIT_EQUAL(settings(run, "<config v='1'><devices><entry name='d'><a/></entry><entry name='e'><a/></entry></devices></config>"), "!");
	UNIT_EQUAL(settings(run, "<config v='1'><devices/></config>"), "!");
	UNIT_EQUAL(settings(run, "<response status='error'><msg/></response>"), "!");
	UNIT_EQUAL(settings(run, "<config v='1'><shared>"), "!");
	CU_ASSERT_TRUE(str_is(paloalto_xml_name(STR("<hostname>no</hostname><deviceconfig><x/><hostname> pa01 </hostname>")), "pa01"));
	CU_ASSERT_EQUAL(paloalto_xml_name(STR("<hostname>no</hostname>")).len, 0);
	CU_ASSERT_EQUAL(paloalto_xml_name(STR("<deviceconfig><hostname><b>x</b></hostname>")).len, 0);
	CU_ASSERT_FALSE(paloalto_is_xml(STR("<config><mgt-config>")));   /* without a version, anybody's */
	CU_ASSERT_TRUE(paloalto_is_xml(STR(" <?xml?><config version=\"10\"><mgt-config>")));
	CU_ASSERT_FALSE(paloalto_is_whole_xml(STR("<config v=\"1\"><mgt-config><network><deviceconfig>")));
	CU_ASSERT_TRUE(paloalto_is_whole_xml(STR("<config v=\"1\"><mgt-config><network><deviceconfig></config>")));
	CU_ASSERT_FALSE(paloalto_is_whole_xml(STR("<config v=\"1\"><mgt-config><network><deviceconfig><panorama/></config>")));
	unit_run_free(run);
}

static const struct unit_test tests[] = {
	{ "network: severities in any spelling", test_severity },
	{ "network: informational leaves the device, notification cannot be told", test_central },
	{ "network: communities that everybody knows, and masked ones", test_community },
	{ "cisco: whose configuration it is", test_kind },
	{ "cisco: access lists that keep nobody out are none", test_access_lists },
	{ "paloalto: XML as settings", test_paloalto_xml },
	{ NULL, NULL },
};

const struct unit_suite suite_evidence_network = { "evidence/network", tests };
