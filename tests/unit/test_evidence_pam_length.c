/* The length that PAM asks for. */
#include "fixture_account.h"

#include "evidence/account/pam_length.h"

static void
check(const char *const *files, const char *module, int64_t length)
{
	struct run *run = unit_run();
	struct pam_length got;

	pam_length_read(fixture_parse(run, files), &got);
	UNIT_EQUAL(got.module, module);
	CU_ASSERT_EQUAL(got.is_known ? got.min_length : -1, length);
	CU_ASSERT_EQUAL(run->diags.list.len, 0);
	unit_run_free(run);
}

#define CHECK(module, length, ...) check((const char *const[]){ __VA_ARGS__, NULL }, module, length)

#define STACK "etc/pam.d/common-password"
#define QUALITY "etc/security/pwquality.conf"
#define UNIX "password required pam_unix.so\n"

static void
test_modules(void)
{
	CHECK(NULL, -1, "etc/passwd", "");
	CHECK("pam_unix", 6, STACK, UNIX);
	CHECK("pam_unix", 9, STACK, "password [success=1 default=ignore] /lib/pam_unix.so minlen=9 yescrypt\n");
	CHECK("pwquality", 8, STACK, "password requisite pam_pwquality.so retry=3\n" UNIX);
	CHECK("pwquality", 15, STACK, "password requisite pam_pwquality.so minlen=15\n" UNIX, QUALITY, "minlen = 20\n");
	CHECK("pwquality", 20, STACK, "password [success=ok default=die] pam_pwquality.so [x=a b] \\\n retry=3\n",
	    QUALITY, "minlen=20");
	CHECK("pwquality", 6, STACK, "password requisite pam_pwquality.so minlen=3\n");
	CHECK("pwquality", 12, STACK, "password requisite pam_pwquality.so\npassword required pam_unix.so minlen=12\n");
	CHECK("cracklib", 6, STACK, "password required pam_cracklib.so\n" UNIX);
	CHECK("cracklib", 12, STACK, "password required pam_cracklib.so minlen=14 ucredit=-1 dcredit=0\n");
	CHECK("pam_unix", 6, STACK,
	    "#password requisite pam_pwquality.so minlen=15\nauth required pam_pwquality.so\n" UNIX);
	CHECK(NULL, -1, STACK, "auth required pam_unix.so\n");
}

static void
test_unclear(void)
{
	CHECK("pwquality", -1, STACK, "password optional pam_pwquality.so minlen=15\n" UNIX);
	CHECK("pwquality", -1, STACK, "password requisite pam_pwquality.so minlen=15 enforcing=0\n");
	CHECK("pam_unix", -1, STACK, "@include other\n" UNIX);
	CHECK("pam_unix", -1, STACK, "password substack other\n");
	CHECK("pam_unix", -1, STACK, "password required pam_passwdqc.so min=disabled,24,11,8,7\n" UNIX);
}

/* The weaker of two counts, whether files or stacks. */
static void
test_weakest(void)
{
	CHECK("pwquality", 12, QUALITY, "minlen = 12\n");
	CHECK(NULL, -1, QUALITY, "# minlen = 12\n");
	CHECK(NULL, -1, QUALITY, "minlen = 12\nenforcing = 0\n");
	CHECK(
	    "pwquality", 11, QUALITY, "minlen = 16 # x\nminlen=14\n", QUALITY ".d/a.conf", "minlen 12\nocredit = 1\n");
	CHECK("pwquality", 16, QUALITY, "minlen = 16\n", QUALITY ".d/a", "minlen 12\n");
	CHECK("pam_unix", 6, STACK, "password requisite pam_pwquality.so minlen=15\n", "etc/pam.d/system-auth", UNIX);
	CHECK("pam_unix", 6, STACK, UNIX, "etc/pam.d/password-auth", "password requisite pam_pwquality.so minlen=15\n");
}

static const struct unit_test tests[] = {
	{ "modules", test_modules },
	{ "unclear", test_unclear },
	{ "weakest", test_weakest },
	{ 0 },
};

const struct unit_suite suite_evidence_pam_length = { "evidence/pam_length", tests };
