/* Trees of words, in three ways of printing. */
#include "unit.h"

#include "tenken/syntax/paths.h"

/* The settings as `line word.word[!];`, `!` for one that is off; `?` at the end when the tree is not whole. */
static const char *
paths_text(struct run *run, const char *bytes, enum paths_style style)
{
	struct paths paths;
	const char *text = "";

	paths_read(run, run->arena, "f", str_of(bytes), 0, style, &paths);
	for (size_t i = 0; i < paths.list.len; i++) {
		const struct path *path = paths.list.items[i];
		text = arena_printf(run->arena, "%s%u ", text, path->line);
		for (size_t w = 0; w < path->total; w++) {
			struct str word = path_word(path, w);
			text = arena_printf(run->arena, "%s%s%.*s", text, w ? "." : "", (int)word.len, word.ptr);
		}
		text = arena_printf(run->arena, "%s%s;", text, path->is_off ? "!" : "");
	}
	return paths.is_whole ? text : arena_printf(run->arena, "%s?", text);
}

static void
test_set(void)
{
	struct run *run = unit_run();

	UNIT_EQUAL(paths_text(run, "# c\nset a b \"c d\"\n\nset a e\n", PATHS_SET), "2 a.b.c d;4 a.e;");
	UNIT_EQUAL(paths_text(run, "set a b\nset a c\nset ab\ndelete a b\ndeactivate a\n", PATHS_SET), "2 a.c!;3 ab;");
	UNIT_EQUAL(paths_text(run, "set a b\ndeactivate a b\nactivate a\n", PATHS_SET), "1 a.b;");
	UNIT_EQUAL(paths_text(run, "set a [ b c ]\n", PATHS_SET), "1 a.b.c;");
	CU_ASSERT_EQUAL(run->diags.list.len, 0);
	UNIT_EQUAL(paths_text(run, "set a\nwrong line\nset\n", PATHS_SET), "1 a;?");
	CU_ASSERT_TRUE(unit_has_diag(run, DIAG_SYNTAX_UNKNOWN, 2));
	unit_run_free(run);
}

static void
test_braces(void)
{
	struct run *run = unit_run();

	UNIT_EQUAL(paths_text(run, "a {\n  b c;\n  d {\n    e \"f g\";\n  }\n}\nh;\n", PATHS_BRACES),
	    "2 a.b.c;4 a.d.e.f g;7 h;");
	UNIT_EQUAL(paths_text(run, "a {\n  inactive: b c;\n  inactive: d {\n    e;\n  }\n  f { }\n}\n", PATHS_BRACES),
	    "2 a.b.c!;4 a.d.e!;6 a.f;");
	UNIT_EQUAL(paths_text(run, "a [ b c ];\nprotect: d e;\n", PATHS_BRACES), "1 a.b;1 a.c;2 d.e;");
	UNIT_EQUAL(paths_text(run, "/* ntp { server x; } */\n# y;\na b; ## z;\n", PATHS_BRACES), "3 a.b;");
	CU_ASSERT_EQUAL(run->diags.list.len, 0);
	UNIT_EQUAL(paths_text(run, "a Bob's b;\n", PATHS_BRACES), "1 a.Bob's.b;");
	/* Not closed, or closed twice: nothing is given. */
	UNIT_EQUAL(paths_text(run, "a {\n b;\n", PATHS_BRACES), "?");
	UNIT_EQUAL(paths_text(run, "a;\n}\nb;\n", PATHS_BRACES), "?");
	UNIT_EQUAL(paths_text(run, "a \"b;\nc;\n", PATHS_BRACES), "?");
	UNIT_EQUAL(paths_text(run, "a { b }\n", PATHS_BRACES), "?");
	CU_ASSERT_TRUE(unit_has_diag(run, DIAG_SYNTAX_UNKNOWN, 4));
	unit_run_free(run);
}

static void
test_edit(void)
{
	struct run *run = unit_run();

	UNIT_EQUAL(paths_text(run,
	               "#h\nconfig a b\n  set c d\n  config e\n    edit \"f g\"\n      set h i\n      unset j\n    "
	               "next\n  end\nend\n",
	               PATHS_EDIT),
	    "2 a.b;3 a.b.c.d;4 a.b.e;5 a.b.e.f g;6 a.b.e.f g.h.i;7 a.b.e.f g.j;");
	/* A text over lines, and `end` that leaves an edit as well. */
	UNIT_EQUAL(
	    paths_text(run, "config a\nedit 1\nset b \"x\nset y z\nend\"\nset c d\nend\nconfig e\nend\n", PATHS_EDIT),
	    "1 a;2 a.1;3 a.1.b.x\nset y z\nend;6 a.1.c.d;8 e;");
	CU_ASSERT_EQUAL(run->diags.list.len, 0);
	UNIT_EQUAL(paths_text(run, "config a\nset b c\n", PATHS_EDIT), "1 a;2 a.b.c;?");
	UNIT_EQUAL(paths_text(run, "next\nconfig a\nend\n", PATHS_EDIT), "2 a;?");
	UNIT_EQUAL(paths_text(run, "config a\nset b \"c\nend\n", PATHS_EDIT), "1 a;?");
	UNIT_EQUAL(paths_text(run, "config a\nset b \"c\nset d \"e\"\nend\n", PATHS_EDIT), "1 a;2 a.b.c\nset d .e\";?");
	unit_run_free(run);
}

static void
test_depth(void)
{
	struct run *run = unit_run();
	char *deep = arena_alloc(run->arena, 4 * 400 + 1);
	struct paths paths;

	for (size_t i = 0; i < 400; i++)
		memcpy(deep + i * 4, "a { ", 4);
	paths_read(run, run->arena, "f", str_of(deep), 0, PATHS_BRACES, &paths);
	CU_ASSERT_FALSE(paths.is_whole);
	CU_ASSERT_TRUE(unit_has_diag(run, DIAG_LIMIT, 1));
	unit_run_free(run);
}

static void
test_matching(void)
{
	struct run *run = unit_run();
	struct paths paths;

	paths_read(
	    run, run->arena, "f", STR("system { syslog { host 192.0.2.1 { any info; } } }"), 0, PATHS_BRACES, &paths);
	const struct path *path = paths.list.items[0];
	CU_ASSERT_TRUE(path_begins(path, "system syslog host * any"));
	CU_ASSERT_TRUE(path_begins(path, "system"));
	CU_ASSERT_FALSE(path_begins(path, "system syslog file"));
	CU_ASSERT_FALSE(path_begins(path, "system syslog host * any info x"));
	CU_ASSERT_TRUE(str_is(path_word(path, 3), "192.0.2.1"));
	CU_ASSERT_EQUAL(path_word(path, 6).len, 0);
	unit_run_free(run);
}

static const struct unit_test tests[] = {
	{ "paths: commands", test_set },
	{ "paths: braces", test_braces },
	{ "paths: edited blocks", test_edit },
	{ "paths: nesting is bounded", test_depth },
	{ "paths: patterns", test_matching },
	{ NULL, NULL },
};

const struct unit_suite suite_syntax_paths = { "syntax/paths", tests };
