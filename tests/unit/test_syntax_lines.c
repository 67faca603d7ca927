/* Lines and the pair grammars of systemd, auditd and login.defs. */
#include "unit.h"

#include "tenken/base/limits.h"
#include "tenken/syntax/lines.h"

/* The pairs as `line section|key|value;`, to be compared at once. */
static const char *
pairs_text(struct run *run, struct str bytes, enum lines_style style)
{
	struct line_pairs pairs;
	const char *text = "";

	lines_pairs(run, run->arena, "f", bytes, style, &pairs);
	for (size_t i = 0; i < pairs.list.len; i++) {
		struct line_pair pair = pairs.list.items[i];
		text = arena_printf(run->arena, "%s%u %.*s|%.*s|%.*s;", text, pair.line, (int)pair.section.len,
		    pair.section.ptr, (int)pair.key.len, pair.key.ptr, (int)pair.value.len, pair.value.ptr);
	}
	return text;
}

static void
check_pairs(struct str bytes, enum lines_style style, const char *expected, size_t unknown)
{
	struct run *run = unit_run();

	UNIT_EQUAL(pairs_text(run, bytes, style), expected);
	CU_ASSERT_TRUE(unit_has_diag(run, DIAG_SYNTAX_UNKNOWN, unknown));
	CU_ASSERT_EQUAL(run->diags.list.len, unknown);
	unit_run_free(run);
}

static void
test_lines(void)
{
	struct lines lines = lines_of(STR("one\r\n\n t\rwo \nlast"));

	CU_ASSERT_TRUE_FATAL(lines_next(&lines));
	CU_ASSERT_TRUE(str_is(lines.text, "one") && lines.line == 1 && !lines.is_cut);
	CU_ASSERT_TRUE_FATAL(lines_next(&lines));
	CU_ASSERT_TRUE(lines.text.len == 0 && lines.line == 2);
	CU_ASSERT_TRUE_FATAL(lines_next(&lines));
	CU_ASSERT_TRUE(str_is(lines.text, " t\rwo ") && lines.line == 3);
	CU_ASSERT_TRUE_FATAL(lines_next(&lines));
	CU_ASSERT_TRUE(str_is(lines.text, "last") && lines.line == 4);
	CU_ASSERT_FALSE(lines_next(&lines));
	CU_ASSERT_FALSE(lines_next(&lines));
	lines = lines_of(STR(""));
	CU_ASSERT_FALSE(lines_next(&lines));
	lines = lines_of(STR("a\n"));
	CU_ASSERT_TRUE(lines_next(&lines));
	CU_ASSERT_FALSE(lines_next(&lines));
}

/* `fill` bytes, then `end`. */
static struct str
long_line(struct run *run, size_t fill, const char *end)
{
	size_t len = fill + strlen(end);
	char *bytes = arena_alloc(run->arena, len + 1);

	memset(bytes, 'x', fill);
	memcpy(bytes + fill, end, strlen(end));
	return (struct str){ bytes, len };
}

static void
test_lines_cut(void)
{
	struct run *run = unit_run();
	struct lines lines = lines_of(long_line(run, LIMIT_LINE_BYTES, "\nb"));

	CU_ASSERT_TRUE_FATAL(lines_next(&lines));
	CU_ASSERT_TRUE(!lines.is_cut && lines.text.len == LIMIT_LINE_BYTES);
	lines = lines_of(long_line(run, LIMIT_LINE_BYTES - 2, "あ\nb"));
	CU_ASSERT_TRUE_FATAL(lines_next(&lines));
	CU_ASSERT_TRUE(lines.is_cut && lines.text.len == LIMIT_LINE_BYTES - 2);  /* not through the character */
	CU_ASSERT_TRUE_FATAL(lines_next(&lines));
	CU_ASSERT_TRUE(!lines.is_cut && str_is(lines.text, "b") && lines.line == 2);
	unit_run_free(run);
}

static void
test_ini(void)
{
	check_pairs(STR("[Journal]\n#Storage=auto\n ; x=y\nStorage = persistent  \n\n"
	                "[Other Section]\r\nA=b=c # no comment\r\nB=\nA=again"),
	    LINES_INI, "4 Journal|Storage|persistent;7 Other Section|A|b=c # no comment;8 Other Section|B|;"
	               "9 Other Section|A|again;", 0);
	check_pairs(STR("\xef\xbb\xbf" "a=1\n[S]\nb=2"), LINES_INI, "1 |a|1;3 S|b|2;", 0);
	check_pairs(STR(""), LINES_INI, "", 0);
}

static void
test_ini_continued(void)
{
	/* The example of systemd.syntax(7) in other words: comments between continued lines are passed over. */
	check_pairs(STR("[S]\nk=one\\\n  two\\\n# not this\\\n;nor this\nthree\nn=1\n"), LINES_INI,
	    "2 S|k|one two three;7 S|n|1;", 0);
	check_pairs(STR("k=a\\\\\nn=1\n"), LINES_INI, "1 |k|a\\\\;2 |n|1;", 0);     /* an escaped backslash */
	check_pairs(STR("k=a\\\\\\\nn=1\n"), LINES_INI, "1 |k|a\\\\ n=1;", 0);
	check_pairs(STR("k=a\\ \nn=1\n"), LINES_INI, "1 |k|a\\;2 |n|1;", 0);        /* a blank behind: no continuation */
	check_pairs(STR("k=a\\\n\nn=1\n"), LINES_INI, "1 |k|a;3 |n|1;", 0);         /* an empty line ends it */
	check_pairs(STR("k=a\\"), LINES_INI, "1 |k|a;", 0);                         /* the end of the file too */
	check_pairs(STR("# c\\\nk=1\n"), LINES_INI, "2 |k|1;", 0);                  /* comments do not go on */
	check_pairs(STR("k\\\n=v\n"), LINES_INI, "1 |k|v;", 0);
}

static void
test_ini_unknown(void)
{
	check_pairs(STR("[S]\nStorage\n=v\nk=1\n"), LINES_INI, "4 S|k|1;", 2);
	/* The daemon stops at a broken header: what follows is not in force. */
	check_pairs(STR("[S]\na=1\n[Broken\nb=2\n[T]\nc=3\n"), LINES_INI, "2 S|a|1;", 1);
	check_pairs(STR("[\na=1\n"), LINES_INI, "", 1);
	check_pairs(STR("[]\na=1\n"), LINES_INI, "2 |a|1;", 0);
}

static void
test_ini_long(void)
{
	struct run *run = unit_run();

	/* The value of line 2 belongs to line 1, however long that is. */
	UNIT_EQUAL(pairs_text(run, long_line(run, LIMIT_LINE_BYTES, "\\\nk=1\nn=2\n"), LINES_INI), "3 |n|2;");
	CU_ASSERT_TRUE(unit_has_diag(run, DIAG_LIMIT, 1));
	CU_ASSERT_EQUAL(run->diags.list.items[0].span.line, 1);
	UNIT_EQUAL(pairs_text(run, long_line(run, LIMIT_LINE_BYTES, "=1\nn=2\n"), LINES_INI), "2 |n|2;");
	UNIT_EQUAL(pairs_text(run, long_line(run, LIMIT_LINE_BYTES, "=1\nn=2\n"), LINES_EQUALS), "2 |n|2;");
	CU_ASSERT_TRUE(unit_has_diag(run, DIAG_LIMIT, 3));
	CU_ASSERT_EQUAL(run->diags.list.len, 3);
	unit_run_free(run);
}

static void
test_equals(void)
{
	check_pairs(STR("# c\n  # d\nmax_log_file = 8\nnum_logs=5\nplugin_dir =\n\nlog_file = /var/log/a b\n"), LINES_EQUALS,
	    "3 |max_log_file|8;4 |num_logs|5;5 |plugin_dir|;7 |log_file|/var/log/a b;", 0);
	check_pairs(STR("max_log_file 8\n= 3\nmax log = 3\n; c\nok = 1\n"), LINES_EQUALS, "5 |ok|1;", 4);
	check_pairs(STR("k = a\\\nn = 1\n"), LINES_EQUALS, "1 |k|a\\;2 |n|1;", 0);
}

static void
test_blank(void)
{
	check_pairs(STR("#A 1\n\t# B 2\nPASS_MAX_DAYS\t99999\n  ENCRYPT_METHOD   YESCRYPT  \r\nENV_PATH\tPATH=/bin:/usr bin\n"),
	    LINES_BLANK, "3 |PASS_MAX_DAYS|99999;4 |ENCRYPT_METHOD|YESCRYPT;5 |ENV_PATH|PATH=/bin:/usr bin;", 0);
	check_pairs(STR("A \"12\" # c\nB \"\"\nC\nD=5\nE 1 # not a comment\n"), LINES_BLANK,
	    "1 |A|12;2 |B|;5 |E|1 # not a comment;", 2);
}

const struct unit_suite suite_syntax_lines = {
	"syntax_lines",
	(const struct unit_test[]){
	    { "lines", test_lines },
	    { "lines beyond the limit", test_lines_cut },
	    { "ini", test_ini },
	    { "ini continued", test_ini_continued },
	    { "ini unknown", test_ini_unknown },
	    { "ini beyond the limit", test_ini_long },
	    { "equals", test_equals },
	    { "blank", test_blank },
	    { NULL, NULL },
	},
};
