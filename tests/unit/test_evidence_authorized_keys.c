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

/* What ssh-keygen -l prints of keys whose other halves are lost. */
static void
test_ids(void)
{
	static const struct {
		const char *blob, *expected;
	} cases[] = {
		{ "AAAAC3NzaC1lZDI1NTE5AAAAIBjKTcrYfO0UNEFl/lSCOdmoEl01F4XG8U/96i/aP62N", "SHA256:e73QgF6YhClsvqjF5Y1hAgW/v3dANTaWW8wC1HGWNGA" },
		{ "AAAAC3NzaC1lZDI1NTE5AAAAIFjX68lnpp41A1UIH9EG+Ah/Tlb5lWLNOWaQautGeuus", "SHA256:V9oqJFFjgWD00wvNRayMCbuxshSwX/xPLZij/rhIhOo" },
		{ "AAAAB3NzaC1yc2EAAAADAQABAAAAgQD54v15v2IlzrYvrN5wKGy274MEAiQ3I3IlnykXhPapSp/pVBmEW5kDXMV7NBiSY666X+GC4/fpLF/ubN0Yyp6/qCeOtWxhHZr2pRHG"
		  "weZsU8pYMtbzifmG/9NO+1YBNd31NOpP3w4lzPQU8CdrWpQNXwtUj+N+gUsHtFdmGwNc6w==", "SHA256:X1FbXc05f/UI494dZi/quolbTCQPntl9nYpnmeaSkCg" },
		{ "not*base64*at*all*", NULL },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct run *run = unit_run();
		UNIT_EQUAL(authorized_key_id(run->arena, str_of(cases[i].blob)), cases[i].expected);
		unit_run_free(run);
	}
}

static const struct unit_test tests[] = {
	{ "lines", test_lines },
	{ "no keys", test_no_keys },
	{ "ids", test_ids },
	{ NULL, NULL }
};
const struct unit_suite suite_evidence_authorized_keys = { "evidence/authorized_keys", tests };
