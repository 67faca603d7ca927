/* Rows, numbers, shells and groups of passwd and group. */
#include "fixture_account.h"

#include "evidence/account/account.h"

static void
test_rows(void)
{
	struct account_row row = account_row_of(STR("a:b::d"), 9);

	CU_ASSERT_EQUAL(row.count, 4);
	CU_ASSERT_TRUE(str_is(row.fields[0], "a") && row.fields[2].len == 0 && str_is(row.fields[3], "d"));
	CU_ASSERT_EQUAL(row.fields[4].len, 0);
	row = account_row_of(STR("a:b:c:d"), 3);
	CU_ASSERT_EQUAL(row.count, 4);
	CU_ASSERT_TRUE(str_is(row.fields[2], "c:d"));
	row = account_row_of(STR(""), 7);
	CU_ASSERT_EQUAL(row.count, 1);
	CU_ASSERT_EQUAL(row.fields[0].len, 0);
}

static void
test_numbers(void)
{
	int64_t n = -7;

	CU_ASSERT_TRUE(account_number(STR("4294967295"), &n) && n == 4294967295);
	CU_ASSERT_TRUE(account_number(STR(" \t+0"), &n) && n == 0);
	CU_ASSERT_TRUE(account_number(STR("0012"), &n) && n == 12);
	n = -7;
	CU_ASSERT_FALSE(account_number(STR("4294967296"), &n));
	CU_ASSERT_FALSE(account_number(STR("-2"), &n));
	CU_ASSERT_FALSE(account_number(STR(""), &n));
	CU_ASSERT_FALSE(account_number(STR("0x0"), &n));
	CU_ASSERT_FALSE(account_number(STR("++1"), &n));
	CU_ASSERT_EQUAL(n, -7);
}

static void
test_shells(void)
{
	CU_ASSERT_TRUE(account_is_login_shell(STR("/bin/bash")));
	CU_ASSERT_TRUE(account_is_login_shell(STR("")));
	CU_ASSERT_TRUE(account_is_login_shell(STR("/usr/local/bin/notfalse")));
	CU_ASSERT_FALSE(account_is_login_shell(STR("/usr/sbin/nologin")));
	CU_ASSERT_FALSE(account_is_login_shell(STR("/sbin/nologin ")));
	CU_ASSERT_FALSE(account_is_login_shell(STR("/bin/false")));
	CU_ASSERT_FALSE(account_is_login_shell(STR("/bin/sync")));
	CU_ASSERT_FALSE(account_is_login_shell(STR("/dev/null")));
	CU_ASSERT_TRUE(account_is_admin_group("docker"));
	CU_ASSERT_FALSE(account_is_admin_group("adm"));
	CU_ASSERT_FALSE(account_is_admin_group("Sudo"));
}

static void
test_accounts(void)
{
	static const char *const files[] = {
		"etc/group",
		"sudo:x:27:bob , alice\nusers:x:100:\nbad:x\n",
		"etc/gshadow",
		"docker:!:alice:bob\n",
		"etc/passwd",
		"# "
		"comment\n\nalice:x:1001:100\nbob::1001:27::/:/bin/"
		"sh:x\n:x:0:0:::\n-nis\ncarol:x:1:x:::\nalice:x:5:5:::\n",
		NULL,
	};
	struct run *run = unit_run();
	struct accounts accounts;

	CU_ASSERT_TRUE_FATAL(account_read_passwd(fixture_parse(run, files), &accounts));
	CU_ASSERT_EQUAL_FATAL(accounts.list.len, 3);
	const struct account *alice = &accounts.list.items[0], *bob = &accounts.list.items[1];
	UNIT_EQUAL(alice->name, "alice");
	CU_ASSERT_EQUAL(alice->at.line, 3);
	CU_ASSERT_TRUE(alice->has_login_shell && alice->is_shadowed && alice->is_uid_duplicate);
	CU_ASSERT_TRUE(
	    account_in_group(alice, "sudo") && account_in_group(alice, "users") && account_in_group(alice, "docker"));
	CU_ASSERT_TRUE(bob->is_uid_duplicate && bob->password.state == PASSWORD_NONE && account_in_group(bob, "sudo"));
	CU_ASSERT_FALSE(accounts.list.items[2].is_uid_duplicate);
	CU_ASSERT_EQUAL(accounts.list.items[2].groups.len, 0);
	/* A row of group was lost: who is no member is not known. */
	CU_ASSERT_FALSE(accounts.has_groups);
	CU_ASSERT_TRUE(unit_has_diag(run, DIAG_SYNTAX_UNKNOWN, 4));   /* no name, NIS, gid, group */
	CU_ASSERT_TRUE(unit_has_diag(run, DIAG_SYNTAX_IGNORED, 1));
	unit_run_free(run);
}

static const struct unit_test tests[] = {
	{ "rows", test_rows },
	{ "numbers", test_numbers },
	{ "shells and groups", test_shells },
	{ "accounts", test_accounts },
	{ 0 },
};

const struct unit_suite suite_evidence_account_passwd = { "evidence/account_passwd", tests };
