/* What a password field tells, and how old it may become. */
#include "fixture_account.h"

#include "evidence/account/account.h"

static void
check(struct str field, enum password_state state, const char *kind, bool is_weak)
{
	struct password password = account_password(field);

	if (password.state != state)
		fprintf(stderr, "%.*s: state %d\n", (int)field.len, field.ptr, (int)password.state);
	CU_ASSERT_EQUAL(password.state, state);
	UNIT_EQUAL(password.hash_kind, kind);
	CU_ASSERT_EQUAL(password.is_weak, is_weak);
}

static void
test_fields(void)
{
	check(STR(""), PASSWORD_NONE, NULL, false);
	check(STR("!"), PASSWORD_LOCKED, NULL, false);
	check(STR("!!"), PASSWORD_LOCKED, NULL, false);
	check(STR("*"), PASSWORD_LOCKED, NULL, false);
	check(STR("!*"), PASSWORD_LOCKED, NULL, false);
	check(STR("*LK*"), PASSWORD_LOCKED, NULL, false);
	check(STR("x"), PASSWORD_LOCKED, NULL, false);
	check(STR("!$6$salt$hash"), PASSWORD_LOCKED, NULL, false);
	check(STR("$argon2id$v=19$x"), PASSWORD_SET, NULL, false);
	check(STR("LOCKED"), PASSWORD_UNKNOWN, NULL, false);
	check(STR("NP"), PASSWORD_UNKNOWN, NULL, false);
}

static void
test_hashes(void)
{
	check(STR("$y$j9T$s$h"), PASSWORD_SET, "yescrypt", false);
	check(STR("$gy$j9T$s$h"), PASSWORD_SET, "gost-yescrypt", false);
	check(STR("$7$CU..s$h"), PASSWORD_SET, "scrypt", false);
	check(STR("$2b$10$h"), PASSWORD_SET, "bcrypt", false);
	check(STR("$2a$09$h"), PASSWORD_SET, "bcrypt", true);
	check(STR("$2y$1"), PASSWORD_SET, "bcrypt", true);
	check(STR("$2b$"), PASSWORD_SET, "bcrypt", true);
	check(STR("$2x$12$h"), PASSWORD_SET, "bcrypt", true);
	check(STR("$6$s$h"), PASSWORD_SET, "sha512", false);
	check(STR("$6$rounds=5000$s$h"), PASSWORD_SET, "sha512", false);
	check(STR("$6$rounds=4999$s$h"), PASSWORD_SET, "sha512", true);
	check(STR("$5$rounds=$s$h"), PASSWORD_SET, "sha256", true);
	check(STR("$5$s$h"), PASSWORD_SET, "sha256", false);
	check(STR("$5$"), PASSWORD_SET, "sha256", false);
	check(STR("$1$s$h"), PASSWORD_SET, "md5", true);
	check(STR("$md5,rounds=904$s$h"), PASSWORD_SET, "sunmd5", true);
	check(STR("$sha1$40000$s$h"), PASSWORD_SET, "sha1", true);
	check(STR("$3$$h"), PASSWORD_SET, "nt", true);
	check(STR("_J9..rasmBYk8r9AiWNc"), PASSWORD_SET, "bsdi-des", true);
	check(STR("ab0123456789."), PASSWORD_SET, "des", true);
	check(STR("ab0123456789-"), PASSWORD_UNKNOWN, NULL, false);
	check(STR("ab0123456789.a"), PASSWORD_UNKNOWN, NULL, false);
}

/* The account after a shadow of one row; as-of is 2026-11-25, day 20782. */
static struct account
read_one(struct run *run, const char *shadow)
{
	const char *const files[] = { "etc/passwd", "a:x:1:1::/:/bin/sh\n", "etc/shadow", shadow, NULL };
	const struct parse *parse = fixture_parse(run, files);
	struct accounts accounts;

	CU_ASSERT_TRUE_FATAL(account_read_passwd(parse, &accounts));
	account_read_shadow(parse, &accounts);
	return accounts.list.items[0];
}

static void
test_ageing(void)
{
	struct run *run = unit_run();
	struct account account = read_one(run, "a:!:20000:0:99999:7:::\n");

	CU_ASSERT_EQUAL(account.changed, 20000);
	CU_ASSERT_FALSE(account.is_expired || account.is_expiry_unclear);
	CU_ASSERT_TRUE(read_one(run, "a:!:1:0:99999:7::20782:").is_expired);
	CU_ASSERT_FALSE(read_one(run, "a:!:1:0:99999:7::20783:").is_expired);
	account = read_one(run, "a:!:0:0:99999:7::0:");
	CU_ASSERT_EQUAL(account.changed, DAY_UNKNOWN);
	CU_ASSERT_TRUE(account.is_expiry_unclear && !account.is_expired);
	CU_ASSERT_FALSE(read_one(run, "a:!:20692:0:60:7:30::").is_expiry_unclear);
	CU_ASSERT_TRUE(read_one(run, "a:!:20691:0:60:7:30::").is_expiry_unclear);
	CU_ASSERT_FALSE(read_one(run, "a:!:99999999:0:60:7::99999999:").is_expired);
	CU_ASSERT_EQUAL(run->diags.list.len, 0);
	unit_run_free(run);
}

/* Neither a hash nor a salt may stand in a diagnostic. */
static void
test_secrets(void)
{
	struct run *run = unit_run();

	CU_ASSERT_EQUAL(read_one(run, "a:SECRETHASH\n").password.state, PASSWORD_UNKNOWN);
	CU_ASSERT_EQUAL(read_one(run, "a:$6$SECRET$HASH:1:2:3:4:5:6:7:8\n").password.state, PASSWORD_UNKNOWN);
	CU_ASSERT_EQUAL(read_one(run, "a:SECRET:1:0:9:7:::\n").password.state, PASSWORD_UNKNOWN);
	CU_ASSERT_EQUAL(read_one(run, "$6$SECRET$HASH\n").password.state, PASSWORD_UNKNOWN);
	CU_ASSERT_EQUAL(read_one(run, "a:!:1:0:9:7:::\na:SECRET:1:0:9:7:::\n").password.state, PASSWORD_LOCKED);
	CU_ASSERT_EQUAL(run->diags.list.len, 5);
	for (size_t i = 0; i < run->diags.list.len; i++)
		CU_ASSERT_PTR_NULL(strstr(diag_text(run->arena, &run->diags.list.items[i], LANG_EN), "SECRET"));
	unit_run_free(run);
}

static const struct unit_test tests[] = {
	{ "fields", test_fields },
	{ "hashes", test_hashes },
	{ "ageing", test_ageing },
	{ "secrets", test_secrets },
	{ 0 },
};

const struct unit_suite suite_evidence_account_shadow = { "evidence/account_shadow", tests };
