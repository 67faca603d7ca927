/* Messages: mixed content, languages, values that come from strangers. */
#include "fixture_check.h"

/* The message of the first verdict of a failing assert with this content, over a log of this name and value. */
static const char *
said(struct run *run, const char *assertion, const char *diagnostics, const char *name, const char *value,
    enum lang lang)
{
	struct subject *subject = fixture_subject(run);
	struct verdicts verdicts;
	const char *body = arena_printf(run->arena, "<let name='limit' value='365'/>"
	    "<pattern id='p'><rule context='e:log'><let name='twice' value='2 * 365'/>%s</rule></pattern>"
	    "<diagnostics>%s</diagnostics>", assertion, diagnostics);
	struct schema *schema = fixture_schema(run, body);

	CU_ASSERT_PTR_NOT_NULL_FATAL(schema);
	fixture_record(subject, "log", name, "value", value, NULL);
	fixture_judge(run, schema, subject, &verdicts);
	CU_ASSERT_EQUAL_FATAL(verdicts.list.len, 1);
	return verdicts.list.items[0].message[lang];
}

static void
test_content(void)
{
	struct run *run = unit_run();
	const char *text = "<assert test='false()'>\n  The <name/> <value-of select='@name'/> <emph>really</emph>\n"
	    "\tkeeps <value-of select='@value'/> of <value-of select='$limit'/>,\r\n <span class='x'>and</span> <dir value='ltr'>not</dir> "
	    "<value-of select='$twice div 4'/> &lt;<![CDATA[<&]]> <name path='..'/> <value-of select='count(../*) = 1'/></assert>";

	UNIT_EQUAL(said(run, text, "", "auth.log", "28", LANG_JA),
	    "The log auth.log really keeps 28 of 365, and not 182.5 <<& evidence true");
	/* An absent value is nothing; no blank is doubled for it. */
	UNIT_EQUAL(said(run, "<assert test='false()'>a <value-of select='@value'/> b</assert>", "", "x", NULL, LANG_EN),
	    "a b");
	UNIT_EQUAL(said(run, "<assert test='false()'/>", "", "x", NULL, LANG_EN), "");
	unit_run_free(run);
}

static void
test_languages(void)
{
	struct run *run = unit_run();
	const char *diagnostics = "<diagnostic id='ja' xml:lang='ja'>日本 <value-of select='@name'/></diagnostic>"
	    "<diagnostic id='en' xml:lang='en-GB'>English $limit <value-of select='$limit + $twice'/></diagnostic>"
	    "<diagnostic id='more' xml:lang='ja'>続き</diagnostic><diagnostic id='any'>123</diagnostic>";

	UNIT_EQUAL(said(run, "<assert test='false()' diagnostics='ja en'>own</assert>", diagnostics, "x", NULL,
	    LANG_JA), "日本 x");
	UNIT_EQUAL(said(run, "<assert test='false()' diagnostics='ja en'>own</assert>", diagnostics, "x", NULL,
	    LANG_EN),
	    "English $limit 1095");
	UNIT_EQUAL(said(run, "<assert test='false()' diagnostics='ja more'>own</assert>", diagnostics, "x", NULL,
	    LANG_JA), "日本 x 続き");
	/* The language that is missing gets the assert's own text. */
	UNIT_EQUAL(said(run, "<assert test='false()' diagnostics='ja more'>own</assert>", diagnostics, "x", NULL,
	    LANG_EN), "own");
	UNIT_EQUAL(said(run, "<assert test='false()' diagnostics=' ja\n any '>own</assert>", diagnostics, "x", NULL,
	    LANG_EN), "123");
	UNIT_EQUAL(said(run, "<assert test='false()' diagnostics='ja any'>own</assert>", diagnostics, "x", NULL,
	    LANG_JA), "日本 x 123");
	unit_run_free(run);
}

static void
test_hostile_values(void)
{
	static const char show[] = "<assert test='false()'><value-of select='@value'/></assert>";
	struct run *run = unit_run();
	char *long_value = arena_alloc(run->arena, 3 * 1000 + 1);

	/* The value is text and nothing but text. */
	UNIT_EQUAL(said(run, show, "", "x", "<b>&amp;</b> $x {y} %s%n '\"", LANG_EN), "<b>&amp;</b> $x {y} %s%n '\"");
	UNIT_EQUAL(said(run, show, "", "x", " a\r\nb\t\tc \n", LANG_EN), "a b c");
	/* Cut at 300 bytes, between characters: 100 of three bytes each; 299 and a half one are 299. */
	for (int i = 0; i < 1000; i++)
		memcpy(long_value + 3 * i, "証", 3);
	const char *text = said(run, show, "", "x", long_value, LANG_EN);
	CU_ASSERT_EQUAL(strlen(text), 300 + strlen("…"));
	CU_ASSERT_TRUE(str_has_suffix(str_of(text), "証…"));
	text = said(run, show, "", "x", arena_printf(run->arena, "ab%s", long_value), LANG_EN);
	CU_ASSERT_EQUAL(strlen(text), 299 + strlen("…"));
	/* Bytes that are no XML have been replaced before. */
	UNIT_EQUAL(said(run, show, "", "x", "a\x01\xff" "b", LANG_EN), "a\xef\xbf\xbd\xef\xbf\xbd" "b");
	unit_run_free(run);
}

static void
test_failing_value(void)
{
	struct run *run = unit_run();

	/* The verdict stands; what could not be said is marked, and reported once for both languages. */
	UNIT_EQUAL(said(run, "<assert test='false()'>a <value-of select=\"@name = 'y' and count('x')\"/> b</assert>",
	    "", "y", NULL,
	    LANG_EN), "a ? b");
	CU_ASSERT_TRUE(unit_has_diag(run, DIAG_CHECK_EXPRESSION, 1));
	unit_run_free(run);
	FIXTURE_REFUSED("<pattern id='p'><rule context='e:log'><assert test='1'><value-of/></assert></rule></pattern>",
	    DIAG_CHECK_ELEMENT, 3);
	FIXTURE_REFUSED("<pattern id='p'><rule context='e:log'><assert test='1'>\n<value-of select='1 +'/></assert></rule></pattern>",
	    DIAG_CHECK_EXPRESSION, 4);
	FIXTURE_REFUSED("<diagnostics><diagnostic id='x'>\n<value-of select='x:y'/></diagnostic></diagnostics>",
	    DIAG_CHECK_REFERENCE, 4);
}

const struct unit_suite suite_check_message = {
	"check_message", (const struct unit_test[]){
		{ "content", test_content },
		{ "languages", test_languages },
		{ "hostile values", test_hostile_values },
		{ "a value that fails", test_failing_value },
		{ NULL, NULL },
	},
};
