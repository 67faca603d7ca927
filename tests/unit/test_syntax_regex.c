/* Regular expressions: groups, limits, texts that are not UTF-8. */
#include "unit.h"

#include "tenken/syntax/regex.h"

static struct regex *
compile(struct run *run, const char *pattern, unsigned flags)
{
	const char *error = NULL;
	struct regex *regex = regex_compile(run->arena, pattern, flags, &error);

	CU_ASSERT_PTR_NOT_NULL_FATAL(regex);
	CU_ASSERT_PTR_NULL(error);
	return regex;
}

/* Every row: pattern, flags, text, whether it matches. */
static void
test_matches(void)
{
	static const struct {
		const char *pattern;
		unsigned flags;
		const char *text;
		int expected;
	} rows[] = {
		{ "b+", 0, "aabbc", 1 },
		{ "^b+", 0, "aabbc", 0 },
		{ "^$", 0, "", 1 },
		{ "x", 0, "", 0 },
		{ "AUTH", 0, "auth.log", 0 },
		{ "AUTH", REGEX_NOCASE, "auth.log", 1 },
		{ "^.$", 0, "証", 1 },                    /* one character, not three bytes */
		{ "^[ぁ-ん]+$", 0, "はい", 1 },
		{ "^[ぁ-ん]+$", 0, "ハイ", 0 },
		{ "^ｙｅｓ$", REGEX_NOCASE, "ＹＥＳ", 1 },  /* case is folded beyond ASCII */
		{ "^\\d$", 0, "3", 1 },
		{ "^\\d$", 0, "３", 0 },                   /* a full-width digit is none */
		{ "^no$", 0, "no\n", 0 },                  /* $ is the very end */
		{ "a.c", 0, "a\nc", 0 },
		{ "(?m)^c$", 0, "a\nc\nd", 1 },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct run *run = unit_run();
		struct regex *regex = compile(run, rows[i].pattern, rows[i].flags);
		int actual = regex_match(regex, str_of(rows[i].text), NULL);
		if (actual != rows[i].expected)
			fprintf(stderr, "row %zu: %s\n", i, rows[i].pattern);
		CU_ASSERT_EQUAL(actual, rows[i].expected);
		unit_run_free(run);
	}
}

static void
test_groups(void)
{
	struct run *run = unit_run();
	struct regex *regex = compile(run, "(\\w+)=(?:(\\d+)|(\\w+))(x?)", 0);
	struct str groups[REGEX_GROUPS];

	memset(groups, 0xff, sizeof groups);
	CU_ASSERT_EQUAL(regex_match(regex, STR("  days=abc;"), groups), 1);
	CU_ASSERT_TRUE(str_is(groups[0], "days=abc"));
	CU_ASSERT_TRUE(str_is(groups[1], "days"));
	CU_ASSERT_PTR_NULL(groups[2].ptr);          /* took no part */
	CU_ASSERT_TRUE(str_is(groups[3], "abc"));
	CU_ASSERT_PTR_NOT_NULL(groups[4].ptr);      /* took part, empty */
	CU_ASSERT_EQUAL(groups[4].len, 0);
	for (int i = 5; i < REGEX_GROUPS; i++)
		CU_ASSERT_PTR_NULL(groups[i].ptr);
	unit_run_free(run);
}

/* More groups than fit: the first are given. No match: nothing is touched. */
static void
test_groups_many(void)
{
	struct run *run = unit_run();
	struct regex *regex = compile(run, "(a)(b)(c)(d)(e)(f)(g)(h)(i)(j)(k)(l)(m)(n)(o)(p)(q)", 0);
	struct str groups[REGEX_GROUPS] = { { "before", 6 } };

	CU_ASSERT_EQUAL(regex_match(regex, STR("abc"), groups), 0);
	CU_ASSERT_TRUE(str_is(groups[0], "before"));
	CU_ASSERT_EQUAL(regex_match(regex, STR("abcdefghijklmnopq"), groups), 1);
	CU_ASSERT_EQUAL(groups[0].len, 17);
	CU_ASSERT_TRUE(str_is(groups[15], "o"));
	unit_run_free(run);
}

static void
test_malformed(void)
{
	static const char *const patterns[] = { "(", "a{2,1}", "[z-a]", "\xff", "\\C", "(?<n>a)(?<n>b)" };

	for (size_t i = 0; i < sizeof patterns / sizeof patterns[0]; i++) {
		struct run *run = unit_run();
		const char *error = NULL;
		CU_ASSERT_PTR_NULL(regex_compile(run->arena, patterns[i], 0, &error));
		CU_ASSERT_PTR_NOT_NULL_FATAL(error);
		CU_ASSERT_TRUE(strlen(error) > 10);
		unit_run_free(run);
	}
}

/* A pattern whose time doubles with each letter ends in a limit, soon. */
static void
test_limit(void)
{
	struct run *run = unit_run();
	struct regex *regex = compile(run, "^(a+)+$", 0);
	struct regex *plain = compile(run, "^(?:a|b)*c$", 0);
	char text[20001];

	memset(text, 'a', sizeof text);
	text[60] = '!';
	CU_ASSERT_EQUAL(regex_match(regex, (struct str){ text, 61 }, NULL), -1);
	CU_ASSERT_EQUAL(regex_match(regex, STR("aaa"), NULL), 1);  /* usable afterwards */
	text[60] = 'a';
	text[sizeof text - 1] = 'c';
	/* Needs more than the first 32 KiB of stack under JIT; the interpreter stops at its depth. Never a wrong 0. */
	CU_ASSERT_NOT_EQUAL(regex_match(plain, (struct str){ text, sizeof text }, NULL), 0);
	CU_ASSERT_EQUAL(regex_match(plain, STR("abc"), NULL), 1);
	unit_run_free(run);
}

/* Bytes outside UTF-8 match nothing, not even `.`; what is around them still does. */
static void
test_not_utf8(void)
{
	struct run *run = unit_run();
	struct regex *regex = compile(run, "user (\\w+) in", 0);
	struct regex *dot = compile(run, "^a.b$", 0);
	struct str groups[REGEX_GROUPS];

	CU_ASSERT_EQUAL(regex_match(regex, STR("\x83\x65\xff user root in \xe3\x81"), groups), 1);
	CU_ASSERT_TRUE(str_is(groups[1], "root"));
	CU_ASSERT_EQUAL(regex_match(regex, STR("user ro\xffot in"), groups), 0);
	CU_ASSERT_EQUAL(regex_match(dot, STR("a\xff" "b"), NULL), 0);
	CU_ASSERT_EQUAL(regex_match(dot, STR("axb"), NULL), 1);
	CU_ASSERT_EQUAL(regex_match(dot, (struct str){ NULL, 0 }, NULL), 0);
	CU_ASSERT_EQUAL(regex_match(dot, STR("a\0b"), NULL), 1);
	unit_run_free(run);
}

const struct unit_suite suite_syntax_regex = {
	"syntax_regex",
	(const struct unit_test[]){
	    { "matches", test_matches },
	    { "groups", test_groups },
	    { "groups beyond", test_groups_many },
	    { "malformed pattern", test_malformed },
	    { "limits", test_limit },
	    { "not UTF-8", test_not_utf8 },
	    { NULL, NULL },
	},
};
