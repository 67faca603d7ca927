/* Whom a Match of sshd_config means. */
#include "evidence/account/sshd_match.h"

#include "unit.h"

static enum sshd_match
match(const char *criteria, bool has_groups)
{
	struct run *run = unit_run();
	struct account account = { .name = "tanaka" };
	size_t steps = 0;

	vec_push(run->arena, &account.groups, "staff");
	vec_push(run->arena, &account.groups, "wheel");
	enum sshd_match found = sshd_match_account(criteria, &account, has_groups, &steps);
	unit_run_free(run);
	return found;
}

static void
test_criteria(void)
{
	static const struct {
		const char *criteria;
		enum sshd_match expected;
	} cases[] = {
		{ "all", SSHD_MATCH_YES }, { "user tanaka", SSHD_MATCH_YES }, { "User sato,tan*", SSHD_MATCH_YES }, { "user Tanaka", SSHD_MATCH_NO },
		{ "user *,!tanaka", SSHD_MATCH_NO }, { "user !tanaka,*", SSHD_MATCH_NO }, { "user !sato", SSHD_MATCH_NO }, { "user=tanaka", SSHD_MATCH_YES },
		{ "group wheel", SSHD_MATCH_YES }, { "group users", SSHD_MATCH_NO }, { "group *,!wheel", SSHD_MATCH_NO }, { "group !users,*", SSHD_MATCH_YES },
		{ "user tanaka group wheel", SSHD_MATCH_YES }, { "user tanaka group users", SSHD_MATCH_NO },
		{ "address 192.0.2.0/24", SSHD_MATCH_MAYBE }, { "user tanaka address 192.0.2.0/24", SSHD_MATCH_MAYBE },
		{ "user sato address 192.0.2.0/24", SSHD_MATCH_NO },
		/* Where a criterion is not understood nothing of the line is. */
		{ "group domain admins", SSHD_MATCH_MAYBE }, { "user", SSHD_MATCH_MAYBE }, { "", SSHD_MATCH_MAYBE }, { "user [t]anaka", SSHD_MATCH_MAYBE },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		CU_ASSERT_EQUAL(match(cases[i].criteria, true), cases[i].expected);
	/* More groups than are known. */
	CU_ASSERT_EQUAL(match("group users", false), SSHD_MATCH_MAYBE);
	CU_ASSERT_EQUAL(match("group *,!wheel", false), SSHD_MATCH_NO);
}

static const struct unit_test tests[] = {
	{ "criteria", test_criteria },
	{ 0 },
};

const struct unit_suite suite_evidence_sshd_match = { "evidence/sshd_match", tests };
