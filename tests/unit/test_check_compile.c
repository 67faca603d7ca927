/* Compiling: variables and their scopes, abstract rules and patterns, references, texts. */
#include "fixture_check.h"

static const char *
judge_log(struct run *run, const char *body)
{
	struct schema *schema = fixture_schema(run, body);
	struct subject *subject = fixture_subject(run);

	fixture_record(subject, "log", "a", "days", "10", NULL);
	CU_ASSERT_PTR_NOT_NULL_FATAL(schema);
	return fixture_judge(run, schema, subject, NULL);
}

static void
test_scopes(void)
{
	struct run *run = unit_run();

	UNIT_EQUAL(judge_log(run,
	    "<let name='v' value='1'/><let name='w' value='$v + 1'/>"
	    "<pattern id='p'><let name='v' value='$v + 10'/>"
	    "<rule context='e:log'><let name='v' value='$v + 100'/><assert id='a' test='$v = 111 and $w = 2'>x</assert></rule>"
	    "</pattern>"
	    "<pattern id='q'><rule context='e:log'><assert id='a' test='$v = 1'>x</assert></rule></pattern>"),
	    "p/a=pass: q/a=pass:");
	/* A rule's variable is evaluated at the record, others at the document. */
	UNIT_EQUAL(judge_log(run,
	    "<let name='s' value='name(.)'/>"
	    "<pattern id='p'><let name='n' value='count(*)'/>"
	    "<rule context='e:log'><let name='r' value='name(.)'/><let name='d' value='@days'/>"
	    "<report role='unknown' test='not($d)'>x</report>"
	    "<assert id='a' test=\"$s = '' and $n = 1 and $r = 'log' and $d = 10\">x</assert></rule></pattern>"),
	    "p/a=pass:");
	unit_run_free(run);
}

static void
test_scopes_refused(void)
{
	FIXTURE_REFUSED("<let name='a' value='$b'/><let name='b' value='1'/>", DIAG_CHECK_REFERENCE, 3);
	FIXTURE_REFUSED("<let name='a' value='$a'/>", DIAG_CHECK_REFERENCE, 3);
	FIXTURE_REFUSED("<let name='a' value='1'/>\n<let name='a' value='2'/>", DIAG_CHECK_ELEMENT, 4);
	FIXTURE_REFUSED("<let name='a'/>", DIAG_CHECK_ELEMENT, 3);
	FIXTURE_REFUSED("<let value='1'/>", DIAG_CHECK_ELEMENT, 3);
	FIXTURE_REFUSED("<let name='a' value='1 +'/>", DIAG_CHECK_EXPRESSION, 3);
	/* Not yet, not any more, in another pattern. */
	FIXTURE_REFUSED("<pattern id='p'><rule context='e:log'><assert test='$x'>x</assert><let name='x' value='1'/></rule></pattern>",
	    DIAG_CHECK_REFERENCE, 3);
	FIXTURE_REFUSED("<pattern id='p'><rule context='e:log'><let name='x' value='1'/></rule>\n"
	    "<rule context='e:clock'><assert test='$x'>x</assert></rule></pattern>", DIAG_CHECK_REFERENCE, 4);
	FIXTURE_REFUSED("<pattern id='p'><let name='x' value='1'/></pattern>\n"
	    "<pattern id='q'><rule context='e:log'><assert test='$x'>x</assert></rule></pattern>", DIAG_CHECK_REFERENCE, 4);
	FIXTURE_REFUSED("<pattern id='p'><rule context='e:log'>\n<assert test='1'><value-of select='$x'/></assert></rule></pattern>",
	    DIAG_CHECK_REFERENCE, 4);
}

static void
test_parameters(void)
{
	static const struct parameter parameters[] = {
		{ .name = "as-of", .value = "1999-01-01" },
		{ .name = "days", .value = "20" },
		{ .name = "local", .value = "7" },
		{ .name = "other", .value = "1" },
		{ .name = "word", .value = "20 days" },
	};
	static const char text[] =
	    "<schema xmlns='" NS_SCHEMATRON "'><ns prefix='e' uri='" NS_EVIDENCE "'/>"
	    "<let name='days' value='10'/><let name='word' value='1'/><let name='as-of' value=\"'2000-01-01'\"/>"
	    "<let name='own' value='$days + 1'/>"
	    "<pattern id='p'><rule context='e:log'><let name='local' value='5'/>"
	    "<assert id='number' test=\"$days = '20.0' and $days + 1 = 21\">x</assert>"
	    "<assert id='string' test=\"$word = '20 days' and string-length($word) = 7\">x</assert>"
	    "<assert id='own' test='$own = 21'>x</assert>"
	    "<assert id='as-of' test=\"$as-of = '2026-11-25'\">x</assert>"
	    "<assert id='local' test='$local = 5'>x</assert></rule></pattern></schema>";
	struct run *run = unit_run();
	struct subject *subject = fixture_subject(run);
	struct schema *schema = NULL;

	fixture_record(subject, "log", "a", NULL);
	CU_ASSERT_EQUAL_FATAL(schema_compile(run, "t.sch", str_of(text), NULL, parameters, 5, &schema), 0);
	UNIT_EQUAL(fixture_judge(run, schema, subject, NULL), "p/a=pass:");
	/* The day may be settled after the rules are loaded. */
	run->as_of = day_of(2026, 11, 24);
	UNIT_EQUAL(fixture_judge(run, schema, subject, NULL), "p/a=fail:as-of");
	unit_run_free(run);
}

static void
test_as_of_unknown(void)
{
	struct run *run = unit_run();
	struct subject *subject = fixture_subject(run);
	struct schema *schema = fixture_schema(run, "<let name='as-of' value=\"'2000-01-01'\"/>"
	    "<pattern id='p'><rule context='e:log'>"
	    "<assert id='a' test=\"$as-of = '2000-01-01' and not(/e:evidence/@as-of)\">x</assert></rule></pattern>");

	CU_ASSERT_PTR_NOT_NULL_FATAL(schema);
	fixture_record(subject, "log", "a", NULL);
	UNIT_EQUAL(fixture_judge(run, schema, subject, NULL), "p/a=fail:a");
	run->as_of = DAY_UNKNOWN;
	UNIT_EQUAL(fixture_judge(run, schema, subject, NULL), "p/a=pass:");
	unit_run_free(run);
}

static void
test_abstract_rules(void)
{
	struct run *run = unit_run();

	UNIT_EQUAL(judge_log(run,
	    "<pattern id='p'>"
	    "<rule abstract='true' id='base'><let name='n' value='@name'/><assert id='base-a' test=\"$n = 'b'\">x</assert></rule>"
	    "<rule abstract='true' id='more'><extends rule='base'/></rule>"
	    "<rule context='e:log'><assert id='own' test='true()'>x</assert><extends rule='more'/></rule></pattern>"
	    "<pattern id='q'><rule context='e:log'><extends rule='base'/><assert id='own' test='false()'>x</assert></rule></pattern>"),
	    "p/a=fail:base-a q/a=fail:base-a");
	unit_run_free(run);
	FIXTURE_REFUSED("<pattern id='p'><rule context='e:log'>\n<extends rule='x'/></rule></pattern>",
	    DIAG_CHECK_REFERENCE, 4);
	FIXTURE_REFUSED("<pattern id='p'><rule context='e:log'><extends/></rule></pattern>", DIAG_CHECK_ELEMENT, 3);
	FIXTURE_REFUSED("<pattern id='p'><rule id='x' context='e:a'/><rule context='e:log'><extends rule='x'/></rule></pattern>",
	    DIAG_CHECK_REFERENCE, 3);
	FIXTURE_REFUSED("<pattern id='p'><rule abstract='true' id='x'>\n<extends rule='x'/></rule>"
	    "<rule context='e:log'><extends rule='x'/></rule></pattern>", DIAG_CHECK_REFERENCE, 4);
	FIXTURE_REFUSED("<pattern id='p'><rule/></pattern>", DIAG_CHECK_ELEMENT, 3);
}

static void
test_abstract_patterns(void)
{
	struct run *run = unit_run();

	UNIT_EQUAL(judge_log(run,
	    "<let name='real' value='1'/>"
	    "<pattern abstract='true' id='needs'><let name='v' value='$least'/>"
	    "<rule context='$record'><assert id='a' test=\"$value &gt;= $v and $real and '$value' != 10\">x</assert></rule></pattern>"
	    "<pattern id='p' is-a='needs'><param name='record' value='e:log[@days]'/><param name='value' value='@days'/>"
	    "<param name='least' value='10'/></pattern>"
	    "<pattern id='q' is-a='needs'><param name='record' value='e:log[@days]'/><param name='value' value='(@days - 1)'/>"
	    "<param name='least' value='10'/></pattern>"), "p/a=pass: q/a=fail:a");
	unit_run_free(run);
	FIXTURE_REFUSED("<pattern id='p' is-a='x'/>", DIAG_CHECK_REFERENCE, 3);
	FIXTURE_REFUSED("<pattern id='x'/>\n<pattern id='p' is-a='x'/>", DIAG_CHECK_REFERENCE, 4);
	FIXTURE_REFUSED("<pattern abstract='true' id='x'/><pattern id='p' is-a='x'><param name='y'/></pattern>",
	    DIAG_CHECK_ELEMENT, 3);
	/* A parameter that is not given is a variable that nobody declared. */
	FIXTURE_REFUSED("<pattern abstract='true' id='x'><rule context='e:log'><assert test='$y'>x</assert></rule></pattern>"
	    "<pattern id='p' is-a='x'/>", DIAG_CHECK_REFERENCE, 3);
}

static void
test_references(void)
{
	FIXTURE_REFUSED("<pattern id='p'><rule context='e:log'>\n<assert test='1' diagnostics='x'>x</assert></rule></pattern>",
	    DIAG_CHECK_REFERENCE, 4);
	FIXTURE_REFUSED("<pattern/>", DIAG_CHECK_ELEMENT, 3);
	FIXTURE_REFUSED("<pattern id='p'/>\n<pattern id='p'/>", DIAG_CHECK_ELEMENT, 4);
	FIXTURE_REFUSED("<diagnostics><diagnostic id='x'>x</diagnostic>\n<diagnostic id='x'>x</diagnostic></diagnostics>",
	    DIAG_CHECK_ELEMENT, 4);
	FIXTURE_REFUSED("<diagnostics><diagnostic>x</diagnostic></diagnostics>", DIAG_CHECK_ELEMENT, 3);
	FIXTURE_REFUSED("<diagnostics><diagnostic id='x' xml:lang='fr'>x</diagnostic></diagnostics>",
	    DIAG_CHECK_ELEMENT, 3);
	FIXTURE_REFUSED("<ns prefix='x'/>", DIAG_CHECK_ELEMENT, 3);
}

static void
test_roles(void)
{
	FIXTURE_REFUSED("<pattern id='p'><rule context='e:log'><report role='warning' test='1'>x</report></rule></pattern>",
	    DIAG_CHECK_ELEMENT, 3);
	FIXTURE_REFUSED("<pattern id='p'><rule context='e:log'><assert role='unknown' test='1'>x</assert></rule></pattern>",
	    DIAG_CHECK_ELEMENT, 3);
	FIXTURE_REFUSED("<pattern id='p'><rule context='e:log'><assert>x</assert></rule></pattern>", DIAG_CHECK_ELEMENT,
	    3);
	FIXTURE_REFUSED("<pattern id='p'><rule context='e:log'><assert test=''>x</assert></rule></pattern>",
	    DIAG_CHECK_ELEMENT, 3);
}

static void
test_texts(void)
{
	struct run *run = unit_run();
	struct schema *schema = fixture_schema(run,
	    "<pattern id='p' see='jasa-1  meti-2'><title>ログの\n  保存</title><p class='title' xml:lang='en'>Log <emph>retention</emph></p>"
	    "<p class='why' xml:lang='ja'>理由</p><p xml:lang='en'>One.</p><p xml:lang='en'> Two. </p></pattern>"
	    "<pattern id='q'><title xml:lang='en'>Only English</title></pattern><pattern id='r'/>");

	CU_ASSERT_PTR_NOT_NULL_FATAL(schema);
	struct pattern *const *patterns = schema->patterns.items;
	UNIT_EQUAL(patterns[0]->title[LANG_JA], "ログの 保存");
	UNIT_EQUAL(patterns[0]->title[LANG_EN], "Log retention");
	UNIT_EQUAL(patterns[0]->why[LANG_JA], "理由");
	UNIT_EQUAL(patterns[0]->why[LANG_EN], "One. Two.");
	UNIT_EQUAL(patterns[0]->see, "jasa-1  meti-2");
	UNIT_EQUAL(patterns[1]->title[LANG_JA], "Only English");
	UNIT_EQUAL(patterns[1]->why[LANG_JA], "");
	UNIT_EQUAL(patterns[2]->title[LANG_EN], "r");
	CU_ASSERT_EQUAL(patterns[0]->span.line, 3);
	unit_run_free(run);
}

const struct unit_suite suite_check_compile = {
	"check_compile", (const struct unit_test[]){
		{ "scopes", test_scopes },
		{ "scopes that are refused", test_scopes_refused },
		{ "parameters", test_parameters },
		{ "as-of unknown", test_as_of_unknown },
		{ "abstract rules", test_abstract_rules },
		{ "abstract patterns", test_abstract_patterns },
		{ "references", test_references },
		{ "roles", test_roles },
		{ "texts", test_texts },
		{ NULL, NULL },
	},
};
