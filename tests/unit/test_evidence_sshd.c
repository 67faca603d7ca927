/* sshd: whether a password alone opens a session. What files mean is held against sshd itself in tests/oracle/sshd.sh. */
#include "unit.h"

#include "evidence/account/sshd_config.h"

static void
password_login(void)
{
	static const struct {
		const char *password, *kbd, *pam, *methods;
		int expected;
	} cases[] = {
		{ "yes", "no", "no", "any", 1 }, { "no", "no", "yes", "any", 0 },
		{ "no", "yes", "yes", "any", 1 },                       /* PAM asks for the password */
		{ "no", "yes", "no", "any", 0 },
		{ "yes", "yes", "yes", "publickey", 0 }, { "yes", "no", "yes", "publickey,password", 0 },
		{ "yes", "yes", "yes", "publickey,password publickey,keyboard-interactive", 0 },
		{ "yes", "no", "yes", "publickey password", 1 },        /* one of the lists is enough */
		{ "no", "no", "yes", "publickey password", 0 },         /* but it must be able to succeed */
		{ "yes", "yes", "yes", "password,keyboard-interactive", 1 }, { "no", "yes", "yes", "keyboard-interactive:pam", 1 },
		{ NULL, "no", "no", "any", -1 }, { "no", NULL, "yes", "any", -1 }, { "yes", NULL, NULL, "any", 1 }, { "yes", NULL, NULL, NULL, -1 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		CU_ASSERT_EQUAL(sshd_password_login(cases[i].password, cases[i].kbd, cases[i].pam, cases[i].methods), cases[i].expected);
}

static void
old_names(void)
{
	CU_ASSERT_EQUAL(sshd_key_of(STR("ChallengeResponseAuthentication")), SSHD_KBD_INTERACTIVE);
	CU_ASSERT_EQUAL(sshd_key_of(STR("PERMITROOTLOGIN")), SSHD_ROOT_LOGIN);
	CU_ASSERT_EQUAL(sshd_key_of(STR("Port")), -1);
}

static void
known_values(void)
{
	CU_ASSERT_TRUE(sshd_value_is_known(SSHD_PASSWORD, "yes"));
	CU_ASSERT_FALSE(sshd_value_is_known(SSHD_PASSWORD, "prohibit-password"));
	CU_ASSERT_FALSE(sshd_value_is_known(SSHD_PASSWORD, ""));
	CU_ASSERT_TRUE(sshd_value_is_known(SSHD_ROOT_LOGIN, "forced-commands-only"));
	CU_ASSERT_FALSE(sshd_value_is_known(SSHD_ROOT_LOGIN, "maybe"));
	CU_ASSERT_FALSE(sshd_value_is_known(SSHD_METHODS, ""));
}

static const struct unit_test tests[] = {
	{ "password login", password_login },
	{ "old names", old_names },
	{ "known values", known_values },
	{ 0 },
};

const struct unit_suite suite_evidence_sshd = { "evidence/sshd", tests };
