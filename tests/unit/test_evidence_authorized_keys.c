/* Lines of authorized_keys. */
#include "evidence/account/authorized_keys.h"

#include "unit.h"

#define BLOB "AAAAC3NzaC1lZDI1NTE5AAAAIFakeFakeFakeFakeFakeFakeFakeFakeFake"

static void
check(const char *line, const char *comment, bool is_weak, bool is_bound)
{
	struct authorized_key key;

	CU_ASSERT_TRUE_FATAL(authorized_key_of(str_of(line), &key));
	CU_ASSERT_TRUE(str_is(key.comment, comment));
	CU_ASSERT_EQUAL(key.is_weak, is_weak);
	CU_ASSERT_EQUAL(key.is_bound, is_bound);
}

static void
test_lines(void)
{
	check("ssh-ed25519 " BLOB " tanaka@pc01", "tanaka@pc01", false, false);
	check("  ssh-ed25519\t" BLOB, "", false, false);
	check("ssh-rsa " BLOB " old", "old", true, false);
	check("ssh-dss " BLOB " older key", "older key", true, false);
	check("restrict,command=\"/bin/x \\\"a b\\\"\" ssh-ed25519 " BLOB " job", "job", false, true);
	check("from=\"192.0.2.1,ssh-rsa\" ssh-ed25519 " BLOB " x", "x", false, true);
	check("no-pty ecdsa-sha2-nistp256 " BLOB, "", false, false);
	check("cert-authority ssh-ed25519-cert-v01@openssh.com " BLOB " ca", "ca", false, false);
}

static void
test_no_keys(void)
{
	static const char *const lines[] = { "", "# ssh-ed25519 " BLOB, "ssh-ed25519", "ssh-ed25519 short", "nonsense " BLOB,
		"command=\"x ssh-ed25519 " BLOB, "\\", NULL };
	struct authorized_key key;

	for (int i = 0; lines[i]; i++)
		CU_ASSERT_FALSE(authorized_key_of(str_of(lines[i]), &key));
}

static const struct unit_test tests[] = {
	{ "lines", test_lines },
	{ "no keys", test_no_keys },
	{ NULL, NULL }
};
const struct unit_suite suite_evidence_authorized_keys = { "evidence/authorized_keys", tests };
