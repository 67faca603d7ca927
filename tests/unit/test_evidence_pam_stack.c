/* Stacks of PAM with what they include. */
#include "evidence/account/pam_stack.h"

#include "fixture_account.h"
#include "unit.h"

/* The modules of sshd's auth stack joined by blanks; `?` behind when it is open, `-` when there is none. */
static void
check(const char *const *files, const char *expected)
{
	struct run *run = unit_run();
	struct pam_stack stack;
	const char *text = "";

	if (!pam_stack_read(fixture_parse(run, files), "sshd", "auth", &stack)) {
		UNIT_EQUAL("-", expected);
	} else {
		for (size_t i = 0; i < stack.rules.len; i++)
			text = arena_printf(run->arena, "%s%s%.*s", text, i ? " " : "", (int)stack.rules.items[i].module.len, stack.rules.items[i].module.ptr);
		text = arena_printf(run->arena, "%s%s", text, stack.is_open ? "?" : "");
		UNIT_EQUAL(text, expected);
	}
	unit_run_free(run);
}

static void
test_includes(void)
{
	check((const char *const[]){ "etc/pam.d/sshd", "# x\n@include common-auth\nauth required a.so\naccount required b.so\n",
	    "etc/pam.d/common-auth", "auth [success=1 default=ignore] pam_unix.so nullok\npassword required c.so\n-auth optional /lib/security/d.so\n", NULL },
	    "pam_unix.so d.so a.so");
	check((const char *const[]){ "etc/pam.d/sshd", "auth substack password-auth\nauth include postlogin\n", "etc/pam.d/password-auth", "AUTH required x.so\n",
	    NULL }, "password-auth x.so?");
	check((const char *const[]){ "etc/pam.d/sshd", "auth include sshd\nauth required a.so\n", NULL },
	    "a.so a.so a.so a.so a.so a.so a.so a.so a.so a.so a.so a.so a.so a.so a.so a.so a.so?");
	check((const char *const[]){ "etc/pam.d/sshd", "auth required\nauth required a.so \\\n", NULL }, "a.so?");
	check((const char *const[]){ "etc/pam.d/login", "auth required a.so\n", NULL }, "-");
}

static struct pam_rule
rule_of(const char *control, const char *arguments)
{
	return (struct pam_rule){ .control = str_of(control), .arguments = str_of(arguments) };
}

static void
test_rules(void)
{
	struct pam_rule rule = rule_of("required", "preauth deny=5 unlock_time=x remember= audit");
	int64_t number = 7;

	CU_ASSERT_TRUE(pam_rule_has(&rule, "preauth"));
	CU_ASSERT_FALSE(pam_rule_has(&rule, "pre"));
	CU_ASSERT_TRUE(pam_rule_number(&rule, "deny", &number));
	CU_ASSERT_EQUAL(number, 5);
	CU_ASSERT_FALSE(pam_rule_number(&rule, "unlock_time", &number));
	CU_ASSERT_FALSE(pam_rule_number(&rule, "remember", &number));
	CU_ASSERT_EQUAL(number, 5);
}

static void
test_controls(void)
{
	static const struct {
		const char *control;
		bool is_enforced, may_skip;
	} cases[] = {
		{ "required", true, false }, { "requisite", true, false }, { "sufficient", false, true }, { "optional", false, false },
		{ "success=1 default=ignore", false, true }, { "default=die", true, false }, { "success=ok new_authtok_reqd=ok ignore=ignore default=bad", true, false },
		{ "success=done default=ignore", false, true }, { "success=", false, false }, { "", false, false },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct pam_rule rule = rule_of(cases[i].control, "");
		CU_ASSERT_EQUAL(pam_rule_is_enforced(&rule), cases[i].is_enforced);
		CU_ASSERT_EQUAL(pam_rule_may_skip(&rule), cases[i].may_skip);
	}
}

static const struct unit_test tests[] = {
	{ "includes", test_includes },
	{ "rules", test_rules },
	{ "controls", test_controls },
	{ NULL, NULL }
};
const struct unit_suite suite_evidence_pam_stack = { "evidence/pam_stack", tests };
