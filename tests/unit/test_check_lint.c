/* The guard rule: what an absent attribute could make pass is refused, what is guarded is not. */
#include "fixture_check.h"

static const char rng[] =
    "<grammar xmlns='http://relaxng.org/ns/structure/1.0'>"
    "<define name='log'><element name='log'><attribute name='kind'><text/></attribute>"
    "<optional><attribute name='days'><text/></attribute></optional></element></define>"
    "<define name='clock'><element name='clock'><optional><attribute name='kind'><text/></attribute></optional></element></define>"
    "</grammar>";

/* 1 when the rule is accepted, 0 when it is refused by the lint alone, -1 for any other refusal. */
static int
accepted(const char *context, const char *assertions)
{
	struct run *run = unit_run();
	struct mandatory mandatory;
	struct schema *schema = NULL;
	const char *text = arena_printf(run->arena,
	    "<schema xmlns='%s'><ns prefix='e' uri='%s'/><let name='limit' value='365'/><let name='flag' value='true()'/>"
	    "<pattern id='p'><rule context=\"%s\">%s</rule></pattern></schema>", NS_SCHEMATRON, NS_EVIDENCE, context, assertions);

	CU_ASSERT_EQUAL_FATAL(mandatory_read(run, "evidence.rng", str_of(rng), &mandatory), 0);
	int result = schema_compile(run, "t.sch", str_of(text), &mandatory, NULL, 0, &schema) == 0;
	for (size_t i = 0; i < run->diags.list.len; i++)
		if (run->diags.list.items[i].id != DIAG_CHECK_UNGUARDED)
			result = -1;
	unit_run_free(run);
	return result;
}

struct row {
	const char *context, *assertions;
};

static void
expect(const struct row *rows, size_t count, int expected)
{
	for (size_t i = 0; i < count; i++) {
		int result = accepted(rows[i].context, rows[i].assertions);
		if (result != expected) {
			fprintf(stderr, "%d instead of %d: %s: %s\n", result, expected, rows[i].context,
			    rows[i].assertions);
			CU_FAIL("guard rule");
		}
	}
}

static void
test_refused(void)
{
	static const struct row rows[] = {
		/* true when absent: exactly the wrong pass */
		{ "e:log", "<assert test='not(@days &lt; 5)'>x</assert>" },
		{ "e:log", "<assert test='count(@days) = 0'>x</assert>" },
		{ "e:log", "<assert test='string-length(@days) &lt; 9'>x</assert>" },
		{ "e:log", "<assert test='not(@days) or @days &gt;= 5'>x</assert>" },
		{ "e:log", "<assert test='number(@days) != 5'>x</assert>" },
		{ "e:log", "<assert test=\"contains('abc', @days)\">x</assert>" },
		/* false when absent: a fail for what nobody knows */
		{ "e:log", "<assert test='@days &gt;= 5'>x</assert>" },
		{ "e:log", "<assert test='@days'>x</assert>" },
		{ "e:log", "<assert test='@days and @days &gt; 5'>x</assert>" },
		/* a report that fails when it fires lets the absent pass */
		{ "e:log", "<report test='@days &lt; 5'>x</report>" },
		{ "e:log", "<report test=\"@kind='a' or @days &lt; 5\">x</report>" },
		/* every way to read the same attribute */
		{ "e:log", "<assert test='not(./@days &lt; 5)'>x</assert>" },
		{ "e:log", "<assert test='not(attribute::days &lt; 5)'>x</assert>" },
		{ "e:log", "<assert test='not(self::e:log/@days &lt; 5)'>x</assert>" },
		{ "e:log", "<assert test='not(self::*[@days &lt; 5])'>x</assert>" },
		{ "e:log", "<assert test='not(self::node()[1][@days &lt; 5])'>x</assert>" },
		{ "e:log", "<assert test='not(current()/@days &lt; 5)'>x</assert>" },
		{ "e:log", "<assert test='not(//e:log[@name = current()/@days])'>x</assert>" },
		{ "e:log", "<assert test='not((.)/@days &lt; 5)'>x</assert>" },
		{ "e:log", "<assert test='not(.//@days &lt; 5)'>x</assert>" },
		{ "e:log", "<assert test='not(@*[. &lt; 5])'>x</assert>" },
		{ "e:log", "<let name='d' value='@days'/><assert test='not($d &lt; 5)'>x</assert>" },
		{ "e:log", "<let name='d' value='@days'/><let name='f' value='$d + 1'/><assert test='not($f &lt; 5)'>x</assert>" },
		{ "e:log", "<let name='r' value='.'/><assert test='not($r/@days &lt; 5)'>x</assert>" },
		/* guards that are none */
		{ "e:log", "<report role='unknown' test='not(@kind)'>x</report><assert test='not(@days &lt; 5)'>x</assert>" },
		{ "e:log", "<assert test='not(@days &lt; 5)'>x</assert><report role='unknown' test='not(@days)'>x</report>" },
		{ "e:log", "<report role='unknown' test='not(//e:log/@days)'>x</report><assert test='not(@days &lt; 5)'>x</assert>" },
		{ "e:log", "<report role='unknown' test=\"'@days'\">x</report><assert test='not(@days &lt; 5)'>x</assert>" },
		{ "e:log[e:log/@days]", "<assert test='not(@days &lt; 5)'>x</assert>" },
		{ "e:log[@days]/e:log", "<assert test='not(@days &lt; 5)'>x</assert>" },
		{ "e:log[@kind] | e:log[@days]", "<assert test='not(@days &lt; 5)'>x</assert>" },
		{ "e:log[@days] | e:log[@kind]", "<assert test='not(@days &lt; 5)'>x</assert>" },
		/* mandatory for one kind is not for another, nor for any */
		{ "e:clock", "<assert test=\"@kind = 'a'\">x</assert>" },
		{ "e:log | e:clock", "<assert test=\"@kind = 'a'\">x</assert>" },
		{ "*", "<assert test=\"@kind = 'a'\">x</assert>" },
		/* alternatives that absence could make true, or with nothing known beside them */
		{ "e:log", "<assert test=\"@kind='a' or not(@days &lt; 5)\">x</assert>" },
		{ "e:log", "<assert test=\"@kind='a' or @days != 5\">x</assert>" },
		{ "e:log", "<assert test=\"@kind='a' or @days = $flag\">x</assert>" },
		{ "e:log", "<assert test=\"@kind='a' or @days = false()\">x</assert>" },
		{ "e:log", "<assert test=\"@other='a' or @days &gt; 5\">x</assert>" },
		{ "e:log", "<assert test=\"not(@kind='a' or @days &gt; 5)\">x</assert>" },
		{ "e:log", "<assert test=\"(@kind='a' or @days &gt; 5) and not(@days &lt; 5)\">x</assert>" },
		{ "e:log", "<let name='limit' value='true()'/><assert test=\"@kind='a' or @days = $limit\">x</assert>" },
	};

	expect(rows, sizeof rows / sizeof *rows, 0);
}

static void
test_accepted(void)
{
	static const struct row rows[] = {
		{ "e:log", "<assert test='true()'>x</assert>" },
		{ "e:log", "<assert test=\"@kind = 'a' and @name and @at\">x</assert>" },
		{ "e:clock", "<assert test='@name or @at'>x</assert>" },
		{ "e:log", "<report role='unknown' test='not(@days)'>x</report><assert test='not(@days &lt; 5)'>x</assert>" },
		{ "e:log", "<report role='not-applicable' test='@days = 0'>x</report><report test='@days &lt; 5'>x</report>" },
		{ "e:log", "<let name='d' value='@days'/><report role='unknown' test='not($d)'>x</report><assert test='$d &gt; 5'>x</assert>" },
		{ "e:log[@days]", "<assert test='not(@days &lt; 5)'>x</assert>" },
		{ "e:evidence/e:log[@kind='a'][not(@days &lt; 3)]", "<assert test='not(@days &lt; 5)'>x</assert>" },
		{ "e:log[@days] | e:clock[@days]", "<assert test='not(@days &lt; 5)'>x</assert>" },
		{ "e:log[self::node()[1]/@days]", "<assert test='not(@days &lt; 5)'>x</assert>" },
		/* attributes of others */
		{ "e:log", "<assert test='not(//e:log[@days &lt; 5])'>x</assert>" },
		{ "e:log", "<assert test='not(../@days) and not(e:log/@days) and not(/@days) and not(preceding::e:log/@days)'>x</assert>" },
		{ "e:log", "<let name='all' value='//e:log'/><assert test='not($all/@days &lt; 5) and not($all[@days])'>x</assert>" },
		{ "e:log", "<assert test=\"'@days' = '@days'\">x</assert>" },
		/* an alternative that absence makes false, beside a known attribute */
		{ "e:log", "<assert test=\"@kind='a' or @days &gt;= $limit\">x</assert>" },
		{ "e:log", "<assert test=\"@kind='a' or 5 &lt; @days or @days = 0\">x</assert>" },
		{ "e:log", "<assert test=\"@kind='a' or (@name and 1) or @days &gt; 5 and @kind='b'\">x</assert>" },
		{ "e:log", "<report role='unknown' test='not(@other)'>x</report><assert test=\"@other='a' or @days &gt; 5\">x</assert>" },
		/* what has a role decides nothing */
		{ "e:log", "<report role='unknown' test='@days &lt; 5'>x</report>" },
	};

	expect(rows, sizeof rows / sizeof *rows, 1);
}

static void
test_diagnostic(void)
{
	struct run *run = unit_run();

	CU_ASSERT_PTR_NULL(fixture_rule(run, "e:log", "\n<assert test='not(@a) or not(@a or @b)'>x</assert>"
	    "\n<assert test='@name'>x</assert>\n<assert test='@c'>x</assert>"));
	/* One for each attribute and place. */
	CU_ASSERT_TRUE(unit_has_diag(run, DIAG_CHECK_UNGUARDED, 3));
	CU_ASSERT_EQUAL(run->diags.list.items[0].span.line, 4);
	CU_ASSERT_TRUE(str_has_prefix(str_of(run->diags.list.items[0].detail), "@a in: "));
	CU_ASSERT_EQUAL(run->diags.list.items[2].span.line, 6);
	unit_run_free(run);
}

const struct unit_suite suite_check_lint = {
	"check_lint", (const struct unit_test[]){
		{ "what is refused", test_refused },
		{ "what is accepted", test_accepted },
		{ "the diagnostic", test_diagnostic },
		{ NULL, NULL },
	},
};
