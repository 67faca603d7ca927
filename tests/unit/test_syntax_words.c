/* Lines of words. */
#include "unit.h"

#include "tenken/syntax/words.h"

static void
test_cutting(void)
{
	struct words words = words_of(STR("  set name \"two words\" \"a \\\" b\" \"open end\\\" x  "));

	CU_ASSERT_EQUAL_FATAL(words.count, 7);
	CU_ASSERT_TRUE(str_is(words.at[0], "set"));
	CU_ASSERT_TRUE(str_is(words.at[2], "two words"));
	CU_ASSERT_TRUE(str_is(words.at[3], "a \\\" b"));
	/* A quote that is never closed is a byte like others. */
	CU_ASSERT_TRUE(str_is(words.at[4], "\"open"));
	CU_ASSERT_TRUE(str_is(words.at[5], "end\\\""));
	CU_ASSERT_TRUE(str_is(words.at[6], "x"));
	CU_ASSERT_EQUAL(words.at[7].len, 0);
	CU_ASSERT_EQUAL(words_of(STR(" \t ")).count, 0);
	words = words_of(STR("a \"\" b"));
	CU_ASSERT_TRUE(words.count == 3 && words.at[1].len == 0 && str_is(words.at[2], "b"));
}

static void
test_too_many(void)
{
	char line[WORDS_MAX * 2 + 20];

	for (size_t i = 0; i < sizeof line; i++)
		line[i] = i % 2 ? ' ' : 'w';
	struct words words = words_of((struct str){ line, sizeof line });
	CU_ASSERT_EQUAL(words.count, WORDS_MAX);
}

static void
test_matching(void)
{
	struct words words = words_of(STR("logging host 192.0.2.1 vrf mgmt"));

	CU_ASSERT_TRUE(words_begin(&words, "logging host"));
	CU_ASSERT_TRUE(words_begin(&words, "logging host * vrf *"));
	CU_ASSERT_FALSE(words_begin(&words, "logging hos"));
	CU_ASSERT_FALSE(words_begin(&words, "logging host * vrf * *"));
	CU_ASSERT_FALSE(words_begin(&words, "LOGGING host"));
	CU_ASSERT_TRUE(words_is(STR(" no   logging on "), "no logging on"));
	CU_ASSERT_FALSE(words_is(STR("no logging on x"), "no logging on"));
	CU_ASSERT_TRUE(str_is(words_after(&words, "vrf", 0), "mgmt"));
	CU_ASSERT_EQUAL(words_after(&words, "vrf", 4).len, 0);
	CU_ASSERT_EQUAL(words_after(&words, "mgmt", 0).len, 0);
	CU_ASSERT_TRUE(words_has(&words, "mgmt", 4));
	CU_ASSERT_FALSE(words_has(&words, "logging", 1));
}

static const struct unit_test tests[] = {
	{ "words: cut at blanks, quotes kept together", test_cutting },
	{ "words: a line of too many is cut", test_too_many },
	{ "words: patterns and keys", test_matching },
	{ NULL, NULL },
};

const struct unit_suite suite_syntax_words = { "syntax/words", tests };
