/* Expressions: what may be called, what is refused before there is evidence, what happens when one fails. */
#include "fixture_check.h"

#include "tenken/base/limits.h"

/* Whether `test` holds at a log named `a` with days 10. */
static const char *
judged(const char *test)
{
	static char text[100];
	struct run *run = unit_run();
	struct subject *subject = fixture_subject(run);
	const char *body = arena_printf(run->arena, "<report role='unknown' test='@days = -1 or @none = -1'>x</report>"
	    "<assert id='t' test=\"%s\">x</assert>", test);
	struct schema *schema = fixture_rule(run, "e:log", body);

	fixture_record(subject, "log", "a", "days", "10", NULL);
	fixture_record(subject, "clock", NULL, NULL);
	snprintf(text, sizeof text, "%s", schema ? fixture_judge(run, schema, subject, NULL) : "refused");
	CU_ASSERT_EQUAL(run->diags.list.len, schema ? 0 : 1);
	unit_run_free(run);
	return text;
}

static void
test_functions(void)
{
	UNIT_EQUAL(judged("current()/@name = 'a'"), "p/a=pass:");
	UNIT_EQUAL(judged("count(//e:*[not(@name = current()/@name)]) = 2"), "p/a=pass:");
	UNIT_EQUAL(judged("count(current() | .) = 1"), "p/a=pass:");
	UNIT_EQUAL(judged("re:test(@name, '^[a-z]$')"), "p/a=pass:");
	UNIT_EQUAL(judged("re:test(@name, '^A$')"), "p/a=fail:t");
	UNIT_EQUAL(judged("re:test(@name, '^A$', 'i')"), "p/a=pass:");
	UNIT_EQUAL(judged("re:test(@name, '^A$', 'gi')"), "p/a=pass:");
	UNIT_EQUAL(judged("re:test(@days, '^1.$') and re:test(10, '^10$') and not(re:test(true(), 'x'))"), "p/a=pass:");
	UNIT_EQUAL(judged("re:test(@none, '^$')"), "p/a=pass:");
	UNIT_EQUAL(judged("d:add('2026-11-25', 'P1D') = '2026-11-26'"), "p/a=pass:");
	UNIT_EQUAL(judged("d:year('2026-11-25') = 2026 and string(d:year('never')) = 'NaN'"), "p/a=pass:");
	UNIT_EQUAL(judged("d:difference('2026-11-20', '2026-11-25') = 'P5D'"), "p/a=pass:");
	UNIT_EQUAL(judged("normalize-space(' a ') = 'a' and sum(//@days) = 10 and id('x') = false()"), "p/a=pass:");
}

static void
test_refused(void)
{
	static const char *const tests[] = {
		/* nothing that reads a file or belongs to XSLT alone */
		"document('/etc/passwd')", "doc('/etc/passwd')", "key('a', 'b')", "system-property('xsl:version')", "generate-id()",
		"unparsed-entity-uri('x')", "format-number(1, '#')", "function-available('x')", "re:match('a', 'b')", "re:replace('a')",
		/* the clock */
		"d:date-time()", "d:date()", "d:year()", "d:seconds( )",
		/* names nobody declared */
		"x:log", "x:f()", "$x", "nothing()", "e:nothing()",
		/* the wrong number or type of arguments: found by the rehearsal */
		"count()", "count(1)", "contains('a')", "current(1)", "re:test('a')", "re:test('a', 'b', 'c', 'd')", "re:test('a', '(')",
		"re:test('a', 'b', 'x')", "sum('a')", "'a'/b", "position() = 1", "last() = 1", "name('a')",
		/* no XPath */
		"@days &lt;", "1 2", "e:log[", "@", "a b c", "//", "not @days", "if (1) then 2 else 3", "some $x in . satisfies 1",
	};

	for (size_t i = 0; i < sizeof tests / sizeof *tests; i++)
		if (strcmp(judged(tests[i]), "refused") != 0) {
			fprintf(stderr, "not refused: %s\n", tests[i]);
			CU_FAIL("not refused");
		}
}

static void
test_runtime_error(void)
{
	struct run *run = unit_run();
	/* Nothing wrong over an empty document: the branch with the error is taken for one of the records only. */
	struct schema *schema = fixture_rule(run, "e:log",
	    "<assert id='t' test=\"not(@name = 'b') or count('x') = 1\" diagnostics=''>x</assert>");
	struct subject *subject = fixture_subject(run);
	struct verdicts verdicts;

	CU_ASSERT_PTR_NOT_NULL_FATAL(schema);
	fixture_record(subject, "log", "a", NULL);
	fixture_record(subject, "log", "b", NULL);
	fixture_record(subject, "log", "c", NULL);
	UNIT_EQUAL(fixture_judge(run, schema, subject, &verdicts), "p/a=pass: p/b=error:t p/c=pass:");
	CU_ASSERT_TRUE(*verdicts.list.items[1].message[LANG_JA] && *verdicts.list.items[1].message[LANG_EN]);
	fixture_judge(run, schema, subject, NULL);
	CU_ASSERT_TRUE(unit_has_diag(run, DIAG_CHECK_EXPRESSION, 1));   /* once, however many records and subjects */
	CU_ASSERT_EQUAL(run->diags.list.len, 1);
	UNIT_EQUAL(run->diags.list.items[0].span.path, "t.sch");
	CU_ASSERT_EQUAL(run->diags.list.items[0].span.line, 3);
	unit_run_free(run);
}

static void
test_failed_variable(void)
{
	struct run *run = unit_run();
	struct subject *subject = fixture_subject(run);
	struct schema *schema = fixture_schema(run,
	    "<let name='v' value=\"not(//e:log[@name='b']) or count('x')\"/>\n"
	    "<pattern id='p'><rule context='e:log'><assert id='t' test='$v'>x</assert></rule></pattern>"
	    "<pattern id='q'><rule context='e:log'><assert id='t' test='true()'>x</assert></rule></pattern>");

	CU_ASSERT_PTR_NOT_NULL_FATAL(schema);
	fixture_record(subject, "log", "a", NULL);
	UNIT_EQUAL(fixture_judge(run, schema, subject, NULL), "p/a=pass: q/a=pass:");
	fixture_record(subject, "log", "b", NULL);
	/* Whoever reads it has an error, reported at the variable only; whoever does not is judged. */
	UNIT_EQUAL(fixture_judge(run, schema, subject, NULL), "p/a=error:t p/b=error:t q/a=pass: q/b=pass:");
	CU_ASSERT_EQUAL(run->diags.list.len, 1);
	CU_ASSERT_EQUAL(run->diags.list.items[0].span.line, 3);
	unit_run_free(run);
}

static void
test_cost(void)
{
	struct run *run = unit_run();
	struct subject *subject = fixture_subject(run);
	struct schema *schema = fixture_schema(run,
	    "<pattern id='p'><rule context='e:log'><assert id='t' test='count(//e:log[count(//e:log) = 1]) = 0'>x</assert></rule>"
	    "<rule context='e:clock'><assert id='u' test='true()'>x</assert></rule></pattern>");
	struct verdicts verdicts;

	CU_ASSERT_PTR_NOT_NULL_FATAL(schema);
	for (int i = 0; i < 8000; i++)
		fixture_record(subject, "log", NULL, NULL);
	fixture_record(subject, "clock", NULL, NULL);
	fixture_judge(run, schema, subject, &verdicts);
	CU_ASSERT_EQUAL_FATAL(verdicts.list.len, 8001);
	/* The rule has spent its operations: every record of it is an error, those of another rule are judged. */
	for (size_t i = 0; i < 8000; i++)
		CU_ASSERT_EQUAL(verdicts.list.items[i].result, RESULT_ERROR);
	CU_ASSERT_EQUAL(verdicts.list.items[8000].result, RESULT_PASS);
	CU_ASSERT_TRUE(unit_has_diag(run, DIAG_CHECK_COST, 1));
	CU_ASSERT_EQUAL(run->diags.list.len, 1);
	unit_run_free(run);
}

static void
test_context_cost(void)
{
	struct run *run = unit_run();
	struct subject *subject = fixture_subject(run);
	struct schema *schema = fixture_schema(run,
	    "<pattern id='p'><rule context='e:log[count(//e:log[count(//e:log) = 1]) = 0]'><report test='true()'>x</report></rule>"
	    "<rule context='e:log'><assert test='true()'>x</assert></rule></pattern>"
	    "<pattern id='q'><rule context='e:evidence'><assert test='true()'>x</assert></rule></pattern>");
	struct verdicts verdicts;

	CU_ASSERT_PTR_NOT_NULL_FATAL(schema);
	for (int i = 0; i < 3000; i++)
		fixture_record(subject, "log", NULL, NULL);
	/* Which rule comes first for a record is not known: none of them may pass by the second. */
	UNIT_EQUAL(fixture_judge(run, schema, subject, &verdicts), "p/evidence=error:p q/evidence=pass:");
	CU_ASSERT_TRUE(unit_has_diag(run, DIAG_CHECK_COST, 1));
	unit_run_free(run);
}

static void
test_regex_cost(void)
{
	struct run *run = unit_run();
	struct subject *subject = fixture_subject(run);
	struct schema *schema = fixture_rule(run, "e:log", "<report role='unknown' test='not(@x)'>x</report>"
	    "<assert id='t' test=\"re:test(@x, '^(a+)+$')\">x</assert>");

	CU_ASSERT_PTR_NOT_NULL_FATAL(schema);
	fixture_record(subject, "log", "a", "x", "aaaa", NULL);
	fixture_record(subject, "log", "b", "x", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!",
	    NULL);
	UNIT_EQUAL(fixture_judge(run, schema, subject, NULL), "p/a=pass: p/b=error:t");
	CU_ASSERT_TRUE(unit_has_diag(run, DIAG_CHECK_COST, 1));
	unit_run_free(run);
}

/* Patterns from the evidence: as many as there are records, beyond what is kept. */
static void
test_many_regexes(void)
{
	struct run *run = unit_run();
	struct subject *subject = fixture_subject(run);
	struct schema *schema = fixture_rule(run, "e:log",
	    "<assert id='t' test=\"re:test(@name, concat('^', @name, '$'))\">x</assert>");
	struct verdicts verdicts;

	CU_ASSERT_PTR_NOT_NULL_FATAL(schema);
	for (int i = 0; i < 600; i++)
		fixture_record(subject, "log", arena_printf(run->arena, "log-%d", i), NULL);
	fixture_judge(run, schema, subject, &verdicts);
	CU_ASSERT_EQUAL_FATAL(verdicts.list.len, 600);
	for (size_t i = 0; i < 600; i++)
		CU_ASSERT_EQUAL(verdicts.list.items[i].result, RESULT_PASS);
	CU_ASSERT_TRUE(schema->engine->regexes.len <= 256);
	unit_run_free(run);
}

const struct unit_suite suite_check_expression = {
	"check_expression", (const struct unit_test[]){
		{ "functions", test_functions },
		{ "what is refused", test_refused },
		{ "an error at run time", test_runtime_error },
		{ "a variable that fails", test_failed_variable },
		{ "the limit of operations", test_cost },
		{ "the limit in a context", test_context_cost },
		{ "the limit of a regular expression", test_regex_cost },
		{ "many regular expressions", test_many_regexes },
		{ NULL, NULL },
	},
};
