/* Lists of paths and their patterns. */
#include "evidence/log/logrotate.h"

#include "unit.h"

static void
test_glob(void)
{
	CU_ASSERT_TRUE(logrotate_glob("/var/log/*.log", "/var/log/a.log"));
	CU_ASSERT_TRUE(logrotate_glob("/var/log/*/x?[ab].log", "/var/log/app/x1b.log"));
	CU_ASSERT_TRUE(logrotate_glob("/var/log/a.log", "/var/log/a.log"));
	CU_ASSERT_FALSE(logrotate_glob("/var/log/*.log", "/var/log/app/a.log"));
	CU_ASSERT_FALSE(logrotate_glob("/var/log/*", "/var/log/.hidden"));
	CU_ASSERT_TRUE(logrotate_glob("/var/log/.*", "/var/log/.hidden"));
	CU_ASSERT_FALSE(logrotate_glob("/var/log/*.log", "/var/log"));
	CU_ASSERT_FALSE(logrotate_glob("/var/log", "/var/log/x"));
	CU_ASSERT_FALSE(logrotate_glob("/*", ""));
	CU_ASSERT_TRUE(logrotate_glob("", ""));
}

static void
test_glob_long(void)
{
	char path[600] = "/";

	memset(path + 1, 'a', 300);
	CU_ASSERT_FALSE(logrotate_glob("/*", path));
	path[256] = '\0';   /* 255 bytes, the longest name there is */
	CU_ASSERT_TRUE(logrotate_glob("/*", path));
}

/* The words of a list joined by `|`. */
static void
check_words(const char *list, const char *expected, bool is_whole)
{
	struct arena *arena = arena_new();
	struct logrotate_words words = { .p = list, .end = list + strlen(list), .line = 1 };
	struct logrotate_path path;
	const char *joined = "";

	while (logrotate_path_next(arena, &words, &path))
		joined = arena_printf(arena, "%s%s:%u|", joined, path.name, path.line);
	UNIT_EQUAL(joined, expected);
	CU_ASSERT_EQUAL(words.p == words.end, is_whole);
	arena_free(arena);
}

static void
test_words(void)
{
	check_words("/a /b\n/c\t\n\n/d ", "/a:1|/b:1|/c:2|/d:4|", true);
	check_words("\"/a b\" '/c d' /e\\ f /\"g\"h", "/a b:1|/c d:1|/e f:1|/gh:1|", true);
	check_words("\"/b\\*c\" \"/q\\\"r\" /a\\*", "/b\\*c:1|/q\"r:1|/a*:1|", true);
	check_words("\"/a b", "/a b:1|", true);
	check_words("\"\" '' /a", "/a:1|", true);
	check_words("", "", true);
	check_words(" \n ", "", true);
	check_words("/a /b\\", "/a:1|", false);
}

static const struct unit_test tests[] = {
	{ "glob", test_glob },
	{ "long names", test_glob_long },
	{ "words", test_words },
	{ NULL, NULL }
};
const struct unit_suite suite_evidence_logrotate_path = { "evidence/logrotate_path", tests };
