/* str: views of bytes. */
#include "unit.h"

#include "tenken/base/str.h"

static void
tokens(void)
{
	struct str rest = STR("  a,b \t c ");

	CU_ASSERT_TRUE(str_is(str_token(&rest, " ,\t"), "a"));
	CU_ASSERT_TRUE(str_is(str_token(&rest, " ,\t"), "b"));
	CU_ASSERT_TRUE(str_is(str_token(&rest, " ,\t"), "c"));
	CU_ASSERT_EQUAL(str_token(&rest, " ,\t").len, 0);
	CU_ASSERT_EQUAL(str_token(&rest, " ,\t").len, 0);
	/* A NUL byte is no separator, whatever strchr thinks of it. */
	struct str nul = { "a\0b", 3 };
	CU_ASSERT_EQUAL(str_token(&nul, " ").len, 3);
}

static void
lines(void)
{
	struct str rest = STR("one\r\n\ntwo\nthree"), line;

	CU_ASSERT_TRUE(str_line(&rest, &line) && str_is(line, "one"));
	CU_ASSERT_TRUE(str_line(&rest, &line) && str_is(line, ""));
	CU_ASSERT_TRUE(str_line(&rest, &line) && str_is(line, "two"));
	CU_ASSERT_TRUE(str_line(&rest, &line) && str_is(line, "three"));
	CU_ASSERT_FALSE(str_line(&rest, &line));
}

static void
numbers(void)
{
	int64_t i = 42;
	double d = 42;

	CU_ASSERT_TRUE(str_int(STR("0365"), &i) && i == 365);
	CU_ASSERT_TRUE(str_int(STR("9223372036854775807"), &i) && i == INT64_MAX);
	i = 42;
	CU_ASSERT_FALSE(str_int(STR("9223372036854775808"), &i));
	CU_ASSERT_FALSE(str_int(STR("-1"), &i));
	CU_ASSERT_FALSE(str_int(STR(" 1"), &i));
	CU_ASSERT_FALSE(str_int(STR(""), &i));
	CU_ASSERT_FALSE(str_int(STR("1x"), &i));
	CU_ASSERT_EQUAL(i, 42);
	CU_ASSERT_TRUE(str_double(STR("-0.000001299"), &d) && d < 0 && d > -0.000002);
	CU_ASSERT_TRUE(str_double(STR("1e3"), &d) && d == 1000);
	d = 42;
	CU_ASSERT_FALSE(str_double(STR("nan"), &d));
	CU_ASSERT_FALSE(str_double(STR("inf"), &d));
	CU_ASSERT_FALSE(str_double(STR("0x10"), &d));
	CU_ASSERT_FALSE(str_double(STR("1e999"), &d));
	CU_ASSERT_FALSE(str_double(STR("e"), &d));
	CU_ASSERT_EQUAL(d, 42);
}

static void
globs(void)
{
	CU_ASSERT_TRUE(str_glob("/var/log/*.log", "/var/log/a/b.log"));
	CU_ASSERT_TRUE(str_glob("*", ""));
	CU_ASSERT_TRUE(str_glob("a*b*c", "aXbYbZc"));
	CU_ASSERT_FALSE(str_glob("a*b*c", "aXbYbZ"));
	CU_ASSERT_TRUE(str_glob("log.[0-9]", "log.7"));
	CU_ASSERT_FALSE(str_glob("log.[!0-9]", "log.7"));
	CU_ASSERT_TRUE(str_glob("[]]", "]"));
	CU_ASSERT_TRUE(str_glob("[", "["));
	CU_ASSERT_FALSE(str_glob("?", ""));
	CU_ASSERT_FALSE(str_glob("", "a"));
	/* No exponential time: this would take for ever with plain recursion. */
	CU_ASSERT_FALSE(str_glob("*a*a*a*a*a*a*a*a*a*a*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"));
}

static void
affixes(void)
{
	CU_ASSERT_TRUE(str_has_prefix(STR("etc/passwd"), "etc/"));
	CU_ASSERT_FALSE(str_has_prefix(STR("et"), "etc/"));
	CU_ASSERT_TRUE(str_has_suffix(STR("a.conf"), ".conf"));
	CU_ASSERT_FALSE(str_has_suffix(STR("onf"), ".conf"));
	CU_ASSERT_TRUE(str_has(STR("abc"), ""));
	CU_ASSERT_FALSE(str_has(str_of(NULL), "a"));
	CU_ASSERT_TRUE(str_is_nocase(STR("ROTATE"), "rotate"));
	CU_ASSERT_TRUE(str_is(str_trim(STR(" \t\r\n")), ""));
}

static size_t
character(const char *text)
{
	return str_character((const unsigned char *)text);
}

static void
characters_are_those_of_utf8(void)
{
	CU_ASSERT_EQUAL(character("a"), 1);
	CU_ASSERT_EQUAL(character("\xc3\xa9"), 2);
	CU_ASSERT_EQUAL(character("点"), 3);
	CU_ASSERT_EQUAL(character("\xf0\x9f\x98\x80"), 4);
	CU_ASSERT_EQUAL(character("\xf4\x8f\xbf\xbf"), 4);
	static const char *const bad[] = { "\x80", "\xc0\x80", "\xc1\xbf", "\xc3", "\xe0\x9f\xbf", "\xed\xa0\x80", "\xe7\x82", "\xf0\x8f\xbf\xbf",
		"\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff" };
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		CU_ASSERT_EQUAL(character(bad[i]), 0);
}

static const struct unit_test tests[] = {
	{ "tokens", tokens },
	{ "lines", lines },
	{ "numbers", numbers },
	{ "globs", globs },
	{ "prefix, suffix, blanks", affixes },
	{ "characters are those of UTF-8", characters_are_those_of_utf8 },
	{ 0 },
};

const struct unit_suite suite_base_str = { "base/str", tests };
