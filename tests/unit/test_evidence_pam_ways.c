/* The ways through PAM stacks: which sets of proofs can have been shown. */
#include "evidence/account/pam_ways.h"

#include "fixture_account.h"

/* The sets of sshd's stack, a letter a proof, parted by blanks: P password, F factor, R remote, O other, 0 nothing; "?" not known. */
static void
check(const char *rules, const char *expected)
{
	const char *const files[] = { "etc/pam.d/common-auth", "auth [success=1 default=ignore] pam_unix.so nullok\nauth requisite pam_deny.so\nauth required pam_permit.so\n",
		"etc/pam.d/password-auth", "auth required pam_env.so\nauth sufficient pam_unix.so\nauth required pam_deny.so\n", "etc/pam.d/sshd", rules, NULL };
	struct run *run = unit_run();
	struct pam_ways ways = pam_ways_read(fixture_parse(run, files), "sshd");
	const char *text = "";

	for (unsigned set = 0; set < PROOF_SETS; set++)
		if (ways.sets & (UINT32_C(1) << set))
			text = arena_printf(run->arena, "%s%s%s%s%s%s%s", text, *text ? " " : "", set ? "" : "0", set & PROOF_PASSWORD ? "P" : "",
			    set & PROOF_FACTOR ? "F" : "", set & PROOF_REMOTE ? "R" : "", set & PROOF_OTHER ? "O" : "");
	UNIT_EQUAL(ways.is_known ? text : "?", expected);
	unit_run_free(run);
}

#define OTP "auth required pam_google_authenticator.so"

static void
test_required(void)
{
	check("@include common-auth\n", "P");
	check("@include common-auth\n" OTP "\n", "PF");
	check("auth required pam_unix.so\nauth requisite pam_u2f.so\n", "PF");
	check(OTP "\n", "F");
	check("auth required pam_deny.so\n" OTP "\n", "");
	check("auth required pam_permit.so\n", "0");
	check("account required pam_unix.so\n", "");
	check("auth required pam_unix.so\nauth [success=ok new_authtok_reqd=ok ignore=ignore default=bad] pam_oath.so\n", "PF");
}

static void
test_passed_by(void)
{
	check("@include common-auth\n" OTP " nullok\n", "P PF");
	check("@include common-auth\nauth required pam_u2f.so nouserok\n", "P PF");
	check("@include common-auth\nauth required pam_oath.so alwaysok\n", "P PF");
	check("auth sufficient pam_unix.so\n" OTP "\n", "P F");                 /* either is enough */
	check("auth required pam_unix.so\nauth optional pam_google_authenticator.so\n", "P PF");
	check("auth required pam_unix.so\nauth sufficient pam_google_authenticator.so\n", "P PF");
	check("auth required pam_unix.so\nauth [success=1 default=ignore] pam_access.so\n" OTP "\n", "P PF");
	check("auth required pam_unix.so\nauth [success=ok user_unknown=ignore default=bad] pam_google_authenticator.so\n", "P PF");
	check("auth required pam_unix.so\nauth [success=done default=ignore] pam_succeed_if.so user ingroup staff\n" OTP "\n", "P PF");
	/* The jump is not over the factor. */
	check("auth [success=1 default=ignore] pam_unix.so\nauth requisite pam_deny.so\n" OTP "\n", "PF");
	/* What follows a refusal is no way in. */
	check("auth required pam_deny.so\nauth sufficient pam_unix.so\n", "");
}

static void
test_substacks(void)
{
	/* sufficient ends the substack, or with include the whole. */
	check("auth substack password-auth\n" OTP "\n", "PF");
	check("auth include password-auth\n" OTP "\n", "P");
	/* A substack counts as one rule. */
	check("auth required pam_unix.so\nauth [success=1 default=ignore] pam_access.so\nauth substack password-auth\n" OTP "\n", "PF");
	/* A jump beyond the end refuses. */
	check("auth [success=9 new_authtok_reqd=bad default=ignore] pam_unix.so\n" OTP "\n", "F");
}

static void
test_unknown(void)
{
	check("@include missing\n" OTP "\n", "?");
	/* Such a module may step aside. */
	check("auth required pam_unix.so\nauth required pam_duo.so\n", "P PO");
	check("auth required pam_unix.so\nauth required pam_radius_auth.so\n", "P PO");
	check("auth sufficient pam_unix.so\nauth required pam_sss.so\n", "P R");
	check("auth required pam_unix.so\nauth required pam_sss.so\n", "PR");
	check("auth required pam_unix.so\nauth required pam_sss.so ignore_unknown_user\n", "P PR");
	check("auth required pam_unix.so\n-" OTP "\n", "PO");                    /* it may not be installed */
	check("auth required pam_unix.so\n" OTP " grace_period=3600\n", "PO");   /* within it nothing is asked */
	check("auth required pam_unix.so\nauth [success=reset] pam_env.so\n", "?");
	check("auth strange pam_unix.so\n", "?");
	check("auth required pam_unix.so \\\n nullok\n", "?");
}

static void
test_strength(void)
{
	static const struct {
		const char *rules, *expected;
	} cases[] = { { "auth required pam_u2f.so\n", "phishing-resistant" }, { "auth sufficient pam_u2f.so\n" OTP "\n", "app" },
		{ OTP "\nauth required pam_u2f.so\n", "app" }, { "auth required pam_unix.so\n", NULL }, { "auth required pam_duo.so\n", NULL } };

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct run *run = unit_run();
		UNIT_EQUAL(pam_ways_read(fixture_parse(run, (const char *const[]){ "etc/pam.d/sudo", cases[i].rules, NULL }), "sudo").strength, cases[i].expected);
		unit_run_free(run);
	}
}

static const struct unit_test tests[] = {
	{ "required", test_required },
	{ "passed by", test_passed_by },
	{ "substacks", test_substacks },
	{ "unknown", test_unknown },
	{ "strength", test_strength },
	{ 0 },
};

const struct unit_suite suite_evidence_pam_ways = { "evidence/pam_ways", tests };
