/* The evidence document as the rules see it. */
#include "fixture_check.h"

static const char *
attribute(struct run *run, xmlNodePtr node, const char *name)
{
	return source_attribute(run->arena, node, name);
}

static void
test_head(void)
{
	struct run *run = unit_run();
	struct subject *subject = fixture_subject(run);
	xmlDocPtr doc = document_of(subject, run->as_of);
	xmlNodePtr root = xmlDocGetRootElement(doc);

	UNIT_EQUAL((const char *)root->name, "evidence");
	UNIT_EQUAL((const char *)root->ns->href, "urn:tenken:evidence");
	UNIT_EQUAL(attribute(run, root, "subject"), "h1");
	UNIT_EQUAL(attribute(run, root, "kind"), "host");
	UNIT_EQUAL(attribute(run, root, "collected-at"), "2026-11-20T02:00:00+09:00");
	UNIT_EQUAL(attribute(run, root, "as-of"), "2026-11-25");
	UNIT_EQUAL(attribute(run, root, "age-days"), "5");
	UNIT_EQUAL(attribute(run, root, "name"), NULL);
	CU_ASSERT_PTR_NULL(root->children);
	xmlFreeDoc(doc);
	subject->collected_at.is_known = false;
	doc = document_of(subject, DAY_UNKNOWN);
	root = xmlDocGetRootElement(doc);
	UNIT_EQUAL(attribute(run, root, "collected-at"), NULL);
	UNIT_EQUAL(attribute(run, root, "as-of"), NULL);
	UNIT_EQUAL(attribute(run, root, "age-days"), NULL);
	xmlFreeDoc(doc);
	/* Collected the day after: a negative age is what it is. */
	subject->collected_at = instant_parse(STR("2026-11-26T00:00:00+09:00"));
	doc = document_of(subject, run->as_of);
	UNIT_EQUAL(attribute(run, xmlDocGetRootElement(doc), "age-days"), "-1");
	xmlFreeDoc(doc);
	unit_run_free(run);
}

static void
test_records(void)
{
	struct run *run = unit_run();
	struct subject *subject = fixture_subject(run);

	fixture_record(subject, "log", "a", "days", "1", "kind", "x&amp;<y>", NULL);
	fixture_record(subject, "clock", NULL, NULL);
	fixture_record(subject, "clock", "clock", NULL);
	fixture_record(subject, "log", "b\xff\n&lt;", "empty", "", NULL);
	subject->records.items[3]->at.path = "h1!/\xff\x01";
	xmlDocPtr doc = document_of(subject, run->as_of);
	xmlNodePtr node = xmlDocGetRootElement(doc)->children;
	UNIT_EQUAL((const char *)node->name, "log");
	UNIT_EQUAL(attribute(run, node, "name"), "a");
	UNIT_EQUAL(attribute(run, node, "days"), "1");
	UNIT_EQUAL(attribute(run, node, "kind"), "x&amp;<y>");   /* no entity is read in a value */
	UNIT_EQUAL(attribute(run, node, "at"), "h1!/f:1");
	node = node->next;
	UNIT_EQUAL(attribute(run, node, "name"), NULL);   /* named as its kind: no name is written */
	UNIT_EQUAL(attribute(run, node, "at"), "h1!/f:2");
	node = node->next;
	UNIT_EQUAL(attribute(run, node, "name"), NULL);
	node = node->next;
	UNIT_EQUAL(attribute(run, node, "name"), "b\xef\xbf\xbd\n&lt;");
	UNIT_EQUAL(attribute(run, node, "empty"), "");
	CU_ASSERT_TRUE(xmlCheckUTF8(BAD_CAST attribute(run, node, "at")));
	CU_ASSERT_PTR_NULL(node->next);
	xmlFreeDoc(doc);
	unit_run_free(run);
}

const struct unit_suite suite_check_document = {
	"check_document", (const struct unit_test[]){
		{ "the head", test_head },
		{ "the records", test_records },
		{ NULL, NULL },
	},
};
