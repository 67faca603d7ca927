/* SIDs, groups of administrators, names of domains. */
#include "evidence/windows/directory.h"

#include "unit.h"

static void
test_rid(void)
{
	CU_ASSERT_EQUAL(winaccount_rid(STR("S-1-5-21-1-2-3-512")), 512);
	CU_ASSERT_EQUAL(winaccount_rid(STR("S-1-5-32-544")), 544);
	CU_ASSERT_EQUAL(winaccount_rid(STR("S-1-5-21-1-2-3-")), -1);
	CU_ASSERT_EQUAL(winaccount_rid(STR("S-1-5-21-1-2-3-x")), -1);
	CU_ASSERT_EQUAL(winaccount_rid(STR("Administrators-544")), -1);
	CU_ASSERT_EQUAL(winaccount_rid(STR("")), -1);
}

static void
test_groups(void)
{
	CU_ASSERT_TRUE(winaccount_is_admin_group(STR("administrators")));
	CU_ASSERT_TRUE(winaccount_is_admin_group(STR("Domain Admins")));
	CU_ASSERT_TRUE(winaccount_is_admin_group(STR("DnsAdmins")));
	CU_ASSERT_FALSE(winaccount_is_admin_group(STR("Users")));
	CU_ASSERT_FALSE(winaccount_is_admin_group(STR("Not Administrators")));
	CU_ASSERT_FALSE(winaccount_is_admin_group(STR("")));
	CU_ASSERT_TRUE(winaccount_is_admin_rid(544));
	CU_ASSERT_TRUE(winaccount_is_admin_rid(519));
	CU_ASSERT_FALSE(winaccount_is_admin_rid(513));
	CU_ASSERT_FALSE(winaccount_is_admin_rid(-1));
}

static void
test_reasons(void)
{
	struct arena *arena = arena_new();
	struct winaccount account = winaccount_of("a", (struct span){ 0 });

	winaccount_add_group(arena, &account, STR("Domain Admins"));
	winaccount_add_group(arena, &account, STR("Administrators"));
	winaccount_add_group(arena, &account, STR("Domain Admins"));
	CU_ASSERT_EQUAL(account.admin, TRUTH_YES);
	UNIT_EQUAL(account.admin_by, "group:Domain-Admins group:Administrators");
	arena_free(arena);
}

static void
test_domain(void)
{
	struct arena *arena = arena_new();

	UNIT_EQUAL(directory_domain(arena, STR("dn: CN=a,OU=b,DC=corp,DC=example\ncn: a")), "corp.example");
	UNIT_EQUAL(directory_domain(arena, STR("DC=corp")), "corp");
	UNIT_EQUAL(directory_domain(arena, STR("\"CN=a,dc=corp,dc=example\",user,DC=other")), "corp.example");
	CU_ASSERT_PTR_NULL(directory_domain(arena, STR("DC=")));
	CU_ASSERT_PTR_NULL(directory_domain(arena, STR("DC=,DC=example")));
	CU_ASSERT_PTR_NULL(directory_domain(arena, STR("no name here")));
	CU_ASSERT_PTR_NULL(directory_domain(arena, STR("")));
	arena_free(arena);
}

static const struct unit_test tests[] = { { "the last part of a SID", test_rid },
	{ "groups of administrators", test_groups }, { "reasons are listed once", test_reasons },
	{ "the domain of a distinguished name", test_domain }, { NULL, NULL } };
const struct unit_suite suite_evidence_winaccount = { "evidence/winaccount", tests };
