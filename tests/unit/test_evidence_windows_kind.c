/* Artefacts of Windows by their first bytes, in the encodings they come in. */
#include "evidence/windows/windows.h"

#include "unit.h"

static enum windows_kind
kind(const char *name, const char *text)
{
	struct file file = { .name = name, .path = name, .bytes = str_of(text), .note = "" };

	return windows_kind(&file);
}

static enum windows_kind
kind_utf16(const char *text)
{
	char bytes[512] = "\xff\xfe";
	size_t len = 2;

	for (; *text && len + 2 < sizeof bytes; text++) {
		bytes[len++] = *text;
		bytes[len++] = '\0';
	}
	struct file file = { .name = "x", .path = "x", .bytes = { bytes, len }, .note = "" };
	return windows_kind(&file);
}

#define STATUS "x: 0 (y)\na: 4 (b)\nc: -23 (d)\ne: 0.1s\nf: 0.1s\ng: 0x0A000003 (h)\ni: z\nj: k\nl: 10 (1024s)\n"
#define ACCOUNTS "a?: x\nb: 1\nc: 2\nd: 3\ne: 4\nf: 5\ng: 6\nh: 7\ni: "

static void
test_words(void)
{
	CU_ASSERT_EQUAL(kind("x", "name: Security\nenabled: true\nlogging:\n  retention: false\n"), WINDOWS_LOG_CONFIG);
	CU_ASSERT_EQUAL(kind("x", "name: Security\nenabled: true\n"), WINDOWS_NONE);
	CU_ASSERT_EQUAL(kind("x", "\"LogName\",\"IsEnabled\",\"LogMode\"\n"), WINDOWS_LOG_LIST);
	CU_ASSERT_EQUAL(kind("x", "#TYPE y\nLogMode;IsEnabled;LogName\n"), WINDOWS_LOG_LIST);
	CU_ASSERT_EQUAL(kind("x", "LogNames,IsEnabled,LogMode\n"), WINDOWS_NONE);
	CU_ASSERT_EQUAL(kind("x", "\"distinguishedName\",\"name\",\"objectClass\",\"objectGUID\",\"SamAccountName\",\"SID\"\n"), WINDOWS_AD_MEMBERS);
	CU_ASSERT_EQUAL(kind("x", "DistinguishedName,Enabled,ObjectClass,ObjectGUID,SamAccountName\n"), WINDOWS_AD_USERS);
	CU_ASSERT_EQUAL(kind("x", "DN,objectClass,distinguishedName,objectGUID,sAMAccountName\n"), WINDOWS_AD_USERS);
	CU_ASSERT_EQUAL(kind("x", "DistinguishedName,GroupCategory,GroupScope,Name,ObjectClass,ObjectGUID\n"), WINDOWS_AD_GROUPS);
	CU_ASSERT_EQUAL(kind("x", "<?xml?><Rsop xmlns=\"http://www.microsoft.com/GroupPolicy/Rsop\"><x y=\"http://www.microsoft.com/GroupPolicy/Settings\"/>"), WINDOWS_RSOP);
	CU_ASSERT_EQUAL(kind("x", "dn: CN=a,DC=b\nobjectClass: user\n"), WINDOWS_AD_LDIF);
	CU_ASSERT_EQUAL(kind("x", ""), WINDOWS_NONE);
	CU_ASSERT_EQUAL(kind("x", "\n\n\n"), WINDOWS_NONE);
}

static void
test_shapes(void)
{
	CU_ASSERT_EQUAL(kind("x", STATUS), WINDOWS_TIME_STATUS);
	CU_ASSERT_EQUAL(kind("x", "a" STATUS), WINDOWS_TIME_STATUS); /* in any language */
	CU_ASSERT_EQUAL(kind("x", "l: 1\n" STATUS), WINDOWS_NONE);
	CU_ASSERT_EQUAL(kind("x", ACCOUNTS "WORKSTATION\n"), WINDOWS_NET_ACCOUNTS);
	CU_ASSERT_EQUAL(kind("x", ACCOUNTS "ROUTER\n"), WINDOWS_NONE);
	CU_ASSERT_EQUAL(kind("x", "h: A\no: Microsoft Windows 11\nv: 10.0.1 N/A\n"), WINDOWS_SYSTEMINFO);
	CU_ASSERT_EQUAL(kind("x", "h: A\no: Linux\nv: 10.0.1 N/A\n"), WINDOWS_NONE);
}

static void
test_encodings(void)
{
	CU_ASSERT_EQUAL(kind_utf16("[Unicode]\r\n[System Access]\r\n"), WINDOWS_GPO_TEMPLATE);
	CU_ASSERT_EQUAL(kind("x", "\xef\xbb\xbf\"HotFixID\",\"InstalledOn\"\n"), WINDOWS_HOTFIX);
	CU_ASSERT_EQUAL(kind("x", "\x83\x86\x81\x5b\x83\x55\x81\x5b\x96\xbc   kanri\n"), WINDOWS_NET_USER); /* CP932 */
	CU_ASSERT_EQUAL(kind("x", "\xff\xfe\xff"), WINDOWS_NONE);
}

static void
test_names(void)
{
	CU_ASSERT_EQUAL(kind("cmd/w32tm-query-source.txt", "dc01\n"), WINDOWS_TIME_SOURCE);
	CU_ASSERT_EQUAL(kind("/some/where/w32tm-query-status.txt", "an error\n"), WINDOWS_TIME_STATUS);
	CU_ASSERT_EQUAL(kind("cmd/source.txt", "dc01\n"), WINDOWS_NONE);
	/* The root of another system is looked at by its own parsers. */
	CU_ASSERT_EQUAL(kind("etc/w32tm-query-status.txt", STATUS), WINDOWS_NONE);
	/* An export and a template look alike; the name decides. */
	CU_ASSERT_EQUAL(kind("cmd/secedit-export.txt", "[System Access]\n"), WINDOWS_SECEDIT);
	CU_ASSERT_EQUAL(kind("web01 SecPol.inf", "[System Access]\n"), WINDOWS_SECEDIT);
	CU_ASSERT_EQUAL(kind("secedit/baseline.inf", "[System Access]\n"), WINDOWS_GPO_TEMPLATE);
	CU_ASSERT_EQUAL(kind("a/GptTmpl.inf", "[System Access]\n"), WINDOWS_GPO_TEMPLATE);
}

static void
test_named(void)
{
	struct arena *arena = arena_new();
	struct file file = { .name = "cmd/wevtutil-gli-Security.txt" };

	UNIT_EQUAL(windows_named(arena, &file, "wevtutil-gli"), "Security");
	file.name = "wevtutil-gli.Security.txt";
	UNIT_EQUAL(windows_named(arena, &file, "wevtutil-gli"), "Security");
	file.name = "cmd/wevtutil-gli-Microsoft-Windows-PowerShell-Operational.txt";
	UNIT_EQUAL(windows_named(arena, &file, "wevtutil-gli"), "Microsoft-Windows-PowerShell/Operational");
	file.name = "cmd/wevtutil-gli-.txt";
	CU_ASSERT_PTR_NULL(windows_named(arena, &file, "wevtutil-gli"));
	file.name = "cmd/wevtutil-gli";
	CU_ASSERT_PTR_NULL(windows_named(arena, &file, "wevtutil-gli"));
	file.name = "cmd/other.txt";
	CU_ASSERT_PTR_NULL(windows_named(arena, &file, "wevtutil-gli"));
	arena_free(arena);
}

static const struct unit_test tests[] = { { "words that no language changes", test_words }, { "shapes", test_shapes },
	{ "encodings", test_encodings }, { "names", test_names }, { "what a file's name tells", test_named },
	{ NULL, NULL } };
const struct unit_suite suite_evidence_windows_kind = { "evidence/windows_kind", tests };
