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

/* An entry with two attributes. */
static void
add_entry(struct arena *arena, struct directory *directory, const char *dn, const char *name, const char *value)
{
	struct directory_entry entry = { 0 };

	vec_push(arena, &entry.values, (struct directory_value){ STR("dn"), str_of(dn) });
	vec_push(arena, &entry.values, (struct directory_value){ str_of(name), str_of(value) });
	vec_push(arena, &directory->entries, entry);
}

/* What makes the account of that entry an administrator, "" for nothing. */
static const char *
reason(struct directory_groups *groups, const struct directory *directory, size_t entry)
{
	struct winaccount account = winaccount_of("a", (struct span){ 0 });

	directory_groups_add(groups, &directory->entries.items[entry], &account);
	return account.admin_by ? account.admin_by : "";
}

/* A long chain of groups with a circle in it, from both ends of the memberships. */
static void
test_nested(void)
{
	struct arena *arena = arena_new();
	struct directory directory = { 0 };
	struct directory_groups groups = { .arena = arena, .nodes = MAP_INIT(arena) };

	add_entry(arena, &directory, "CN=u,DC=b", "memberOf", "CN=g9999,DC=b");
	add_entry(arena, &directory, "cn=V,dc=B", "cn", "V");
	add_entry(arena, &directory, "CN=g5000,DC=b", "member", "CN=v,DC=b");
	add_entry(arena, &directory, "CN=w,DC=b", "memberOf", "CN=h,DC=b");
	add_entry(arena, &directory, "CN=x,DC=b", "memberOf", "Domain Admins");   /* no distinguished name */
	add_entry(arena, &directory, "CN=g0,DC=b", "memberOf", "CN=Backup Operators,DC=b");
	add_entry(arena, &directory, "CN=g0,DC=b", "memberOf", "CN=g9999,DC=b");
	for (int i = 1; i < 10000; i++)
		add_entry(arena, &directory, arena_printf(arena, "CN=g%d,DC=b", i), "memberOf", arena_printf(arena, "CN=g%d,DC=b", i - 1));
	directory_groups_note(&groups, &directory);
	directory_groups_close(&groups);
	UNIT_EQUAL(reason(&groups, &directory, 0), "group:Backup-Operators(g9999)");
	UNIT_EQUAL(reason(&groups, &directory, 1), "group:Backup-Operators(g5000)");
	UNIT_EQUAL(reason(&groups, &directory, 3), "");
	UNIT_EQUAL(reason(&groups, &directory, 4), "");
	UNIT_EQUAL(reason(&groups, &directory, 5), "group:Backup-Operators");
	arena_free(arena);
}

static const struct unit_test tests[] = { { "the last part of a SID", test_rid },
	{ "groups of administrators", test_groups }, { "reasons are listed once", test_reasons },
	{ "the domain of a distinguished name", test_domain },
	{ "groups in groups", test_nested }, { NULL, NULL } };
const struct unit_suite suite_evidence_winaccount = { "evidence/winaccount", tests };
