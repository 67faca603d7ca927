/* The shape of a rule file: every element and attribute that is not read is refused where it stands. */
#include "fixture_check.h"

#include "tenken/base/limits.h"

static int
read_text(struct run *run, const char *text)
{
	xmlDocPtr doc = NULL;
	int result = source_read(run, "t.sch", str_of(text), &doc);

	CU_ASSERT_EQUAL(result, doc ? 0 : -1);
	xmlFreeDoc(doc);
	return result;
}

static void
test_refused_files(void)
{
	static const struct {
		const char *text;
		enum diag_id id;
		unsigned line;
	} rows[] = {
		{ "", DIAG_XML_SYNTAX, 1 },
		{ "<schema", DIAG_XML_SYNTAX, 1 },
		{ "\n<a>\n</b>", DIAG_XML_SYNTAX, 3 },
		{ "<?xml version='1.0' encoding='UTF-16'?>\n<schema/>", DIAG_CHECK_ELEMENT, 2 },
		{ "<?xml version='1.0' encoding='ISO-2022-JP'?>\n<schema>\xff</schema>", DIAG_XML_SYNTAX, 2 },
		{ "\xff\xfe<\0s\0", DIAG_XML_SYNTAX, 1 },
		{ "<schema/>", DIAG_CHECK_ELEMENT, 1 },
		{ "<schema xmlns='http://www.ascc.net/xml/schematron'/>", DIAG_CHECK_ELEMENT, 1 },
		{ "<pattern xmlns='" NS_SCHEMATRON "'/>", DIAG_CHECK_ELEMENT, 1 },
		{ "<schema xmlns='" NS_SCHEMATRON "' queryBinding='xslt2'/>", DIAG_CHECK_ELEMENT, 1 },
		{ "<schema xmlns='" NS_SCHEMATRON "' queryBinding=''/>", DIAG_CHECK_ELEMENT, 1 },
		{ "<!DOCTYPE schema><schema xmlns='" NS_SCHEMATRON "'/>", DIAG_XML_FORBIDDEN, 0 },
		{ "<!DOCTYPE schema [<!ENTITY a 'b'>]><schema xmlns='" NS_SCHEMATRON "'/>", DIAG_XML_FORBIDDEN, 0 },
		{ "<!DOCTYPE schema SYSTEM 'file:///etc/passwd'><schema xmlns='" NS_SCHEMATRON "'/>",
		    DIAG_XML_FORBIDDEN, 0 },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct run *run = unit_run();
		CU_ASSERT_EQUAL(read_text(run, rows[i].text), -1);
		CU_ASSERT_EQUAL_FATAL(run->diags.list.len, 1);
		const struct diag *diag = &run->diags.list.items[0];
		if (diag->id != rows[i].id || diag->span.line != rows[i].line) {
			fprintf(stderr, "%s: %s\n", rows[i].text, diag_text(run->arena, diag, LANG_EN));
			CU_FAIL("diagnostic and line");
		}
		unit_run_free(run);
	}
}

static void
test_bindings(void)
{
	struct run *run = unit_run();

	CU_ASSERT_EQUAL(read_text(run, "<schema xmlns='" NS_SCHEMATRON "'/>"), 0);
	CU_ASSERT_EQUAL(read_text(run, "<schema xmlns='" NS_SCHEMATRON "' queryBinding='xslt'/>"), 0);
	CU_ASSERT_EQUAL(read_text(run, "<schema xmlns='" NS_SCHEMATRON "' queryBinding='xslt1'/>"), 0);
	CU_ASSERT_EQUAL(read_text(run, "<s:schema xmlns:s='" NS_SCHEMATRON "' queryBinding='exslt'/>"), 0);
	CU_ASSERT_EQUAL(run->diags.list.len, 0);
	unit_run_free(run);
}

static void
test_refused_elements(void)
{
	/* Elements of the standard that are not read, and misplaced ones. */
	FIXTURE_REFUSED("\n<phase id='x'/>", DIAG_CHECK_ELEMENT, 4);
	FIXTURE_REFUSED("<include href='x.sch'/>", DIAG_CHECK_ELEMENT, 3);
	FIXTURE_REFUSED("<properties/>", DIAG_CHECK_ELEMENT, 3);
	FIXTURE_REFUSED("<rule context='e:log'/>", DIAG_CHECK_ELEMENT, 3);
	FIXTURE_REFUSED("<pattern id='p'>\n<assert test='1'/></pattern>", DIAG_CHECK_ELEMENT, 4);
	FIXTURE_REFUSED("<pattern id='p'><rule context='e:log'><asert test='1'/></rule></pattern>", DIAG_CHECK_ELEMENT,
	    3);
	FIXTURE_REFUSED("<pattern id='p'><rule context='e:log'><diagnostics/></rule></pattern>", DIAG_CHECK_ELEMENT, 3);
	FIXTURE_REFUSED("<value-of select='1'/>", DIAG_CHECK_ELEMENT, 3);
	FIXTURE_REFUSED("<schema/>", DIAG_CHECK_ELEMENT, 3);
	/* Text where only elements have a meaning. */
	FIXTURE_REFUSED("words", DIAG_CHECK_ELEMENT, 1);
	FIXTURE_REFUSED("<pattern id='p'><rule context='e:log'>words</rule></pattern>", DIAG_CHECK_ELEMENT, 3);
	FIXTURE_REFUSED("<let name='x' value='1'>1</let>", DIAG_CHECK_ELEMENT, 3);
}

static void
test_refused_attributes(void)
{
	FIXTURE_REFUSED("<pattern id='p' documents='x.xml'/>", DIAG_CHECK_ELEMENT, 3);
	FIXTURE_REFUSED("<pattern id='p'><rule context='e:log'><assert tset='1' test='1'/></rule></pattern>",
	    DIAG_CHECK_ELEMENT, 3);
	FIXTURE_REFUSED("<pattern id='p'><rule context='e:log'><assert flag='x' test='1'/></rule></pattern>",
	    DIAG_CHECK_ELEMENT, 3);
	FIXTURE_REFUSED("<pattern id='p'><rule context='e:log'><extends href='x.sch'/></rule></pattern>",
	    DIAG_CHECK_ELEMENT, 3);
}

static void
test_foreign(void)
{
	struct run *run = unit_run();

	/* Somebody else's notes are nobody's business... */
	CU_ASSERT_PTR_NOT_NULL(fixture_schema(run,
	    "<n:note xmlns:n='urn:n'>words <pattern/></n:note>"
	    "<pattern id='p' xmlns:n='urn:n' n:x='1'><rule context='e:log' xml:lang='ja'/></pattern>"));
	CU_ASSERT_EQUAL(run->diags.list.len, 0);
	unit_run_free(run);
	/* ...unless they would say or decide something, or a namespace was forgotten. */
	FIXTURE_REFUSED("<x:key xmlns:x='http://www.w3.org/1999/XSL/Transform'/>", DIAG_CHECK_ELEMENT, 3);
	FIXTURE_REFUSED("<pattern xmlns='' id='p'/>", DIAG_CHECK_ELEMENT, 3);
	/* An assert that somebody put into a namespace of their own would be dropped without a word. */
	FIXTURE_REFUSED("<pattern id='p'><rule context='e:log'><z:assert xmlns:z='urn:z' test='false()'/></rule></pattern>",
	    DIAG_CHECK_ELEMENT, 3);
	FIXTURE_REFUSED("<pattern id='p'><z:rule xmlns:z='urn:z' context='e:log'/></pattern>", DIAG_CHECK_ELEMENT, 3);
	FIXTURE_REFUSED("<pattern id='p'><rule context='e:log'><assert test='1'><b xmlns='urn:n'/></assert></rule></pattern>",
	    DIAG_CHECK_ELEMENT, 3);
}

static void
test_depth(void)
{
	struct run *run = unit_run();
	const char *open = "", *close = "";

	for (int i = 0; i < LIMIT_XML_DEPTH; i++) {
		open = arena_printf(run->arena, "%s<emph>", open);
		close = arena_printf(run->arena, "</emph>%s", close);
	}
	/* emph does not stand in emph; one fault, found before any depth. */
	CU_ASSERT_PTR_NULL(fixture_schema(run, arena_printf(run->arena, "<p>%s%s</p>", open, close)));
	CU_ASSERT_TRUE(unit_has_diag(run, DIAG_CHECK_ELEMENT, 1));
	unit_run_free(run);
}

static void
test_all_faults(void)
{
	struct run *run = unit_run();

	/* An author sees every fault of the shape at once. */
	CU_ASSERT_PTR_NULL(fixture_schema(run, "<phase/><pattern id='p'><active/><rule context='x' flag='y'/></pattern>"));
	CU_ASSERT_TRUE(unit_has_diag(run, DIAG_CHECK_ELEMENT, 3));
	unit_run_free(run);
}

const struct unit_suite suite_check_source = {
	"check_source", (const struct unit_test[]){
		{ "files that are refused", test_refused_files },
		{ "query bindings", test_bindings },
		{ "elements that are refused", test_refused_elements },
		{ "attributes that are refused", test_refused_attributes },
		{ "foreign namespaces", test_foreign },
		{ "depth", test_depth },
		{ "all faults at once", test_all_faults },
		{ NULL, NULL },
	},
};
