/* audit.xml: all it can say, and what it may not leave open. */
#include "fixture_folder.h"
#include "tenken/catalog/catalog.h"
#include "unit.h"

#define AUDIT "<audit xmlns='urn:tenken:audit'>\n"

static int
load(struct run *run, const char *text, struct plan *ret)
{
	const char *folder = fixture_folder(run);
	int status = plan_load(run, fixture_file(run, folder, "audit.xml", text), ret);

	fixture_folder_remove(run, folder);
	return status;
}

static void
test_whole(void)
{
	struct run *run = unit_run();
	struct plan plan;

	CU_ASSERT_EQUAL_FATAL(load(run,
	    "<audit xmlns='urn:tenken:audit' version='1' kind='second-party' engagement='assurance'>"
	    "<number>IA-1</number><organisation>甲社</organisation><title>題</title><purpose>目的を\n  確かめる</purpose>"
	    "<criterion edition='Ver2.0'>指針</criterion><criterion>規程</criterion><scope>範囲</scope><exclusion reason='別に扱う'>網</exclusion>"
	    "<period from='2026-11-01' to='2026-11-30'/><sampling>全数</sampling><confidentiality>限り</confidentiality>"
	    "<member name='甲' role='監査責任者' competence='資格' independence='監査室' audits-own-work='false'/>"
	    "<member name='乙' role='監査人' independence='監査室'/>"
	    "<recipient>CISO</recipient><evidence place='棚' keeper='甲' until='2031-03-31'/></audit>", &plan), 0);
	UNIT_EQUAL(plan.kind, "second-party");
	UNIT_EQUAL(plan.engagement, "assurance");
	UNIT_EQUAL(plan.number, "IA-1");
	UNIT_EQUAL(plan.organisation, "甲社");
	UNIT_EQUAL(plan.title, "題");
	UNIT_EQUAL(plan.purpose, "目的を確かめる");
	CU_ASSERT_EQUAL_FATAL(plan.criteria.len, 2);
	UNIT_EQUAL(plan.criteria.items[0], "指針(Ver2.0)");
	UNIT_EQUAL(plan.criteria.items[1], "規程");
	UNIT_EQUAL(plan.scope, "範囲");
	CU_ASSERT_EQUAL_FATAL(plan.exclusions.len, 1);
	UNIT_EQUAL(plan.exclusions.items[0].what, "網");
	UNIT_EQUAL(plan.exclusions.items[0].reason, "別に扱う");
	UNIT_EQUAL(plan.period_from, "2026-11-01");
	UNIT_EQUAL(plan.period_to, "2026-11-30");
	UNIT_EQUAL(plan.sampling, "全数");
	UNIT_EQUAL(plan.confidentiality, "限り");
	CU_ASSERT_EQUAL_FATAL(plan.team.len, 2);
	UNIT_EQUAL(plan.team.items[0].competence, "資格");
	UNIT_EQUAL(plan.team.items[1].competence, "");
	UNIT_EQUAL(plan.distribution.items[0], "CISO");
	UNIT_EQUAL(plan.evidence_until, "2031-03-31");
	CU_ASSERT_EQUAL(run->diags.list.len, 0);
	unit_run_free(run);
}

static void
test_least(void)
{
	struct run *run = unit_run();
	struct plan plan;

	CU_ASSERT_EQUAL_FATAL(load(run, AUDIT "</audit>", &plan), 0);
	UNIT_EQUAL(plan.kind, "internal");
	UNIT_EQUAL(plan.engagement, "advisory");
	UNIT_EQUAL(plan.number, NULL);
	CU_ASSERT_EQUAL(plan.team.len, 0);
	unit_run_free(run);
}

/* How often independence is doubted. */
static size_t
doubts(const char *attributes)
{
	struct run *run = unit_run();
	struct plan plan;
	size_t count;

	CU_ASSERT_EQUAL(load(run, arena_printf(run->arena, AUDIT "<member name='甲' role='監査人' %s/></audit>", attributes), &plan), 0);
	count = run->diags.list.len;
	CU_ASSERT_TRUE(unit_has_diag(run, DIAG_PLAN_INDEPENDENCE, count));
	CU_ASSERT_EQUAL(plan.team.len, 1);
	unit_run_free(run);
	return count;
}

static void
test_independence(void)
{
	CU_ASSERT_EQUAL(doubts("independence='監査室'"), 0);
	CU_ASSERT_EQUAL(doubts(""), 1);
	CU_ASSERT_EQUAL(doubts("independence='  '"), 1);
	CU_ASSERT_EQUAL(doubts("independence='監査室' audits-own-work='true'"), 1);
	CU_ASSERT_EQUAL(doubts("independence='監査室' audits-own-work='false'"), 0);
}

static void
expect_fault(const char *text, enum diag_id id, unsigned line)
{
	struct run *run = unit_run();
	struct plan plan = { .number = "untouched" };

	CU_ASSERT_EQUAL(load(run, text, &plan), -1);
	UNIT_EQUAL(plan.number, "untouched");
	CU_ASSERT_EQUAL_FATAL(run->diags.list.len, 1);
	UNIT_EQUAL(diag_entry(run->diags.list.items[0].id)->id, diag_entry(id)->id);
	CU_ASSERT_EQUAL(run->diags.list.items[0].span.line, line);
	unit_run_free(run);
}

static void
test_faults(void)
{
	expect_fault("<audit/>", DIAG_CATALOG_ELEMENT, 1);
	expect_fault("<plan xmlns='urn:tenken:audit'/>", DIAG_CATALOG_ELEMENT, 1);
	expect_fault("<audit xmlns='urn:tenken:audit' version='2'/>", DIAG_CATALOG_VALUE, 1);
	expect_fault("<audit xmlns='urn:tenken:audit' kind='third-party'/>", DIAG_CATALOG_VALUE, 1);
	expect_fault("<audit xmlns='urn:tenken:audit' kind='internal second-party'/>", DIAG_CATALOG_VALUE, 1);
	expect_fault("<audit xmlns='urn:tenken:audit' engagement=''/>", DIAG_CATALOG_VALUE, 1);
	expect_fault("<audit xmlns='urn:tenken:audit' engagment='assurance'/>", DIAG_CATALOG_VALUE, 1);
	expect_fault(AUDIT "<scop>x</scop></audit>", DIAG_CATALOG_ELEMENT, 2);
	expect_fault(AUDIT "<scope xmlns='urn:x'>x</scope></audit>", DIAG_CATALOG_ELEMENT, 2);
	expect_fault(AUDIT "<exclusion>網</exclusion></audit>", DIAG_CATALOG_VALUE, 2);
	expect_fault(AUDIT "<exclusion reason=' '>網</exclusion></audit>", DIAG_CATALOG_VALUE, 2);
	expect_fault(AUDIT "<exclusion reason='x'/></audit>", DIAG_CATALOG_VALUE, 2);
	expect_fault(AUDIT "<period from='2026-11-01'/></audit>", DIAG_CATALOG_VALUE, 2);
	expect_fault(AUDIT "<period from='2026-11-31' to='2026-12-01'/></audit>", DIAG_CATALOG_VALUE, 2);
	expect_fault(AUDIT "<period from='2026-12-02' to='2026-12-01'/></audit>", DIAG_CATALOG_VALUE, 2);
	expect_fault(AUDIT "<evidence until='2031年'/></audit>", DIAG_CATALOG_VALUE, 2);
	expect_fault(AUDIT "\n<member name='甲' independence='x'/></audit>", DIAG_CATALOG_VALUE, 3);
	expect_fault(AUDIT "<member name='甲' role='r' independence='x' audits-own-work='yes'/></audit>", DIAG_CATALOG_VALUE, 2);
	expect_fault(AUDIT "<member name='甲' role='r' independence='x' audits-own-wrk='true'/></audit>", DIAG_CATALOG_VALUE, 2);
	expect_fault(AUDIT "<!DOCTYPE audit></audit>", DIAG_XML_SYNTAX, 2);
	expect_fault("<!DOCTYPE audit>" AUDIT "</audit>", DIAG_XML_FORBIDDEN, 1);
	expect_fault("<audit", DIAG_XML_SYNTAX, 1);
}

static void
test_missing(void)
{
	struct run *run = unit_run();
	struct plan plan;

	CU_ASSERT_EQUAL(plan_load(run, "/nonexistent/audit.xml", &plan), -1);
	CU_ASSERT_TRUE(unit_has_diag(run, DIAG_FILE_MISSING, 1));
	unit_run_free(run);
}

static const struct unit_test tests[] = {
	{ "all it can say", test_whole },
	{ "nothing said", test_least },
	{ "independence", test_independence },
	{ "faults", test_faults },
	{ "no file", test_missing },
	{ NULL, NULL },
};

const struct unit_suite suite_catalog_plan = { "catalog/plan", tests };
