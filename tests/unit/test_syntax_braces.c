/* Statements and blocks between braces. */
#include "tenken/syntax/braces.h"

#include "unit.h"

/* The tree as text: words joined by blanks, `;` behind each, blocks in braces. */
static const char *
shown(struct arena *arena, const struct braces_statement *statement)
{
	const char *text = "";

	for (; statement; statement = statement->next) {
		for (size_t i = 0; i < statement->count; i++)
			text = arena_printf(arena, "%s%s%.*s", text, i ? " " : "", (int)statement->words[i].len, statement->words[i].ptr);
		text = statement->has_block ? arena_printf(arena, "%s{%s}", text, shown(arena, statement->children))
		                            : arena_printf(arena, "%s;", text);
	}
	return text;
}

static void
check(const char *text, enum braces_style style, const char *expected)
{
	struct run *run = unit_run();
	struct braces_statement *first = NULL;

	int status = braces_read(run, run->arena, "x.conf", str_of(text), style, &first);
	CU_ASSERT_EQUAL(status, expected ? 0 : -1);
	if (expected) {
		UNIT_EQUAL(shown(run->arena, first), expected);
	} else {
		CU_ASSERT_PTR_NULL(first);
	}
	unit_run_free(run);
}

static void
test_forms(void)
{
	check("a b;c{d e;f{}}g;", BRACES_PLAIN, "a b;c{d e;f{}}g;");
	check("# x { y\na \"b {;} c\" 'd\"';\n// z }\n/* { \n */ e;", BRACES_PLAIN, "a b {;} c d\";e;");
	check("a \"b\\\"c\";", BRACES_PLAIN, "a b\"c;");
	check("log http://h/x; a#b;", BRACES_PLAIN, "log http://h/x;a#b;");
	check("zone \".\" { file \"x\"; };\n;;a;", BRACES_PLAIN, "zone .{file x;}a;");
	check("", BRACES_PLAIN, "");
	check("log /l/${h}a;b$ {c;}", BRACES_PLAIN, "log /l/${h}a;b${c;}");
	check("x { { a; } }", BRACES_PLAIN, "x{{a;}}");
}

static void
test_calls(void)
{
	check("destination d{network(\"h;\" port(1));};", BRACES_CALLS, "destination d{network ( h; port ( 1 ) );}");
	check("a(b);", BRACES_PLAIN, "a(b);");
	check("@version: 4.4\n@include \"x\"\na { b; };\n@define c d", BRACES_CALLS, "@version: 4.4;@include x;a{b;}@define c d;");
}

static void
test_broken(void)
{
	check("a", BRACES_PLAIN, NULL);
	check("a {", BRACES_PLAIN, NULL);
	check("a; }", BRACES_PLAIN, NULL);
	check("a { b }", BRACES_PLAIN, NULL);
	check("a \"b;", BRACES_PLAIN, NULL);
	check("a \"b\\", BRACES_PLAIN, NULL);
	check("/* a", BRACES_PLAIN, NULL);
}

static void
test_lines(void)
{
	struct run *run = unit_run();
	struct braces_statement *first = NULL;

	CU_ASSERT_EQUAL_FATAL(braces_read(run, run->arena, "x", STR("\n\na\n b;/*\n*/c;"), BRACES_PLAIN, &first), 0);
	CU_ASSERT_EQUAL(first->line, 3);
	CU_ASSERT_EQUAL(first->next->line, 5);
	CU_ASSERT_TRUE(str_is(braces_word(first, 1), "b"));
	CU_ASSERT_EQUAL(braces_word(first, 2).len, 0);
	unit_run_free(run);
}

static void
test_deep(void)
{
	struct run *run = unit_run();
	struct braces_statement *first = NULL;
	char text[140] = "";

	memset(text, '{', 65);
	memset(text + 65, '}', 65);
	CU_ASSERT_EQUAL(braces_read(run, run->arena, "x", str_of(text), BRACES_PLAIN, &first), -1);
	CU_ASSERT_TRUE(unit_has_diag(run, DIAG_LIMIT, 1));
	unit_run_free(run);
}

static const struct unit_test tests[] = {
	{ "forms", test_forms },
	{ "calls", test_calls },
	{ "broken", test_broken },
	{ "lines", test_lines },
	{ "deep", test_deep },
	{ NULL, NULL }
};
const struct unit_suite suite_syntax_braces = { "syntax/braces", tests };
