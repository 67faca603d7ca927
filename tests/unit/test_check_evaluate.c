/* Which rule judges which record. */
#include "fixture_check.h"

static const char *
judge_three(struct run *run, const char *body)
{
	struct subject *subject = fixture_subject(run);
	struct schema *schema = fixture_schema(run, body);

	CU_ASSERT_PTR_NOT_NULL_FATAL(schema);
	fixture_record(subject, "log", "a", "kind", "x", NULL);
	fixture_record(subject, "clock", NULL, NULL);
	fixture_record(subject, "log", "b", "kind", "y", NULL);
	return fixture_judge(run, schema, subject, NULL);
}

#define FIRES(id) "<report id='" id "' test='true()'>x</report>"

static void
test_first_match(void)
{
	struct run *run = unit_run();

	UNIT_EQUAL(judge_three(run, "<pattern id='p'><rule context=\"e:log[@kind='y']\">" FIRES("one") "</rule>"
	    "<rule context='e:log'>" FIRES("two") "</rule><rule context='e:log | e:clock'>" FIRES("three") "</rule></pattern>"),
	    "p/a=fail:two p/clock=fail:three p/b=fail:one");
	/* A rule that says nothing takes its records all the same. */
	UNIT_EQUAL(judge_three(run, "<pattern id='p'><rule context=\"e:log[@kind='y']\"/>"
	    "<rule context='e:log'>" FIRES("two") "</rule></pattern>"), "p/a=fail:two");
	/* Each pattern by itself. */
	UNIT_EQUAL(judge_three(run, "<pattern id='p'><rule context='e:clock'>" FIRES("one") "</rule></pattern>"
	    "<pattern id='q'><rule context='e:clock'>" FIRES("two") "</rule></pattern>"), "p/clock=fail:one q/clock=fail:two");
	UNIT_EQUAL(judge_three(run, "<pattern id='p'><rule context='e:nothing'>" FIRES("one") "</rule></pattern>"), "");
	unit_run_free(run);
}

static void
test_order(void)
{
	struct run *run = unit_run();

	/* Records in document order, whichever rule or branch finds them. */
	UNIT_EQUAL(judge_three(run, "<pattern id='p'><rule context=\"e:log[@kind='y'] | e:clock | e:log[@kind='x']\">" FIRES("one")
	    "</rule><rule context='e:evidence'>" FIRES("two") "</rule></pattern>"),
	    "p/a=fail:one p/clock=fail:one p/b=fail:one p/evidence=fail:two");
	unit_run_free(run);
}

static void
test_again(void)
{
	struct run *run = unit_run();
	const char *body = "<pattern id='p'><rule context='e:log'>" FIRES("one") "</rule></pattern>";
	const char *first = judge_three(run, body);

	UNIT_EQUAL(judge_three(run, body), first);
	/* Two rule files over one document: the marks of one are nothing to the other. */
	struct schema *one = fixture_schema(run, body), *two = fixture_schema(run, body);
	struct subject *subject = fixture_subject(run);
	struct fired_list fired = { 0 };
	fixture_record(subject, "log", "a", NULL);
	xmlDocPtr doc = document_of(subject, run->as_of);
	CU_ASSERT_EQUAL(schema_fired(run, one, doc, &fired), 0);
	CU_ASSERT_EQUAL(schema_fired(run, two, doc, &fired), 0);
	CU_ASSERT_EQUAL(fired.list.len, 2);
	xmlFreeDoc(doc);
	unit_run_free(run);
}

static void
test_fired(void)
{
	struct run *run = unit_run();
	struct schema *schema = fixture_rule(run, "e:log",
	    "<report role='unknown' id='u' test='true()'>x</report><assert id='a' test='false()'>x</assert>"
	    "<report test='true()'>x</report><assert id='b' test='true()'>x</assert>");
	struct subject *subject = fixture_subject(run);
	struct fired_list fired = { 0 };

	CU_ASSERT_PTR_NOT_NULL_FATAL(schema);
	fixture_record(subject, "log", NULL, NULL);
	xmlDocPtr doc = document_of(subject, run->as_of);
	CU_ASSERT_EQUAL(schema_fired(run, schema, doc, &fired), 0);
	xmlFreeDoc(doc);
	/* As any other processor: a role keeps nothing from firing. */
	CU_ASSERT_EQUAL_FATAL(fired.list.len, 3);
	UNIT_EQUAL(fired.list.items[0].id, "u");
	UNIT_EQUAL(fired.list.items[1].id, "a");
	UNIT_EQUAL(fired.list.items[2].id, "");
	CU_ASSERT_TRUE(fired.list.items[0].is_report && !fired.list.items[1].is_report);
	UNIT_EQUAL(fired.list.items[2].record, "log");
	unit_run_free(run);
}

const struct unit_suite suite_check_evaluate = {
	"check_evaluate", (const struct unit_test[]){
		{ "the first match", test_first_match },
		{ "the order", test_order },
		{ "evaluated again", test_again },
		{ "all that fires", test_fired },
		{ NULL, NULL },
	},
};
