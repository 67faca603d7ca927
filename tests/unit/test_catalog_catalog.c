/* Catalogues into controls, clauses and parameters: what is taken, what is inherited, what is a fault. */
#include "fixture_folder.h"
#include "tenken/catalog/catalog.h"
#include "unit.h"

#define OPEN "<catalog xmlns='http://csrc.nist.gov/ns/oscal/1.0' uuid='0'><metadata><title>t</title></metadata>\n"
#define T "ns='urn:tenken:oscal'"

/* A profile that takes all of one catalogue, which is `OPEN body </catalog>`. */
static int
load(struct run *run, const char *body, struct profile *ret)
{
	const char *folder = fixture_folder(run);
	fixture_file(run, folder, "controls/c.xml", arena_printf(run->arena, OPEN "%s</catalog>", body));
	const char *path = fixture_file(run, folder, "profiles/p.xml",
	    "<profile xmlns='http://csrc.nist.gov/ns/oscal/1.0' uuid='0'><import href='../controls/c.xml'><include-all/></import></profile>");
	int status = profile_load(run, path, ret);
	fixture_folder_remove(run, folder);
	return status;
}

/* Exactly one fault, of that id, on that line of the catalogue (the body begins on line 2). */
static void
expect_fault(const char *body, enum diag_id id, unsigned line)
{
	struct run *run = unit_run();
	struct profile profile = { .id = "untouched" };

	CU_ASSERT_EQUAL(load(run, body, &profile), -1);
	UNIT_EQUAL(profile.id, "untouched");
	CU_ASSERT_EQUAL_FATAL(run->diags.list.len, 1);
	const struct diag *diag = &run->diags.list.items[0];
	UNIT_EQUAL(diag_entry(diag->id)->id, diag_entry(id)->id);
	CU_ASSERT_EQUAL(diag->span.line, line);
	CU_ASSERT_TRUE(diag->span.column > 0);
	CU_ASSERT_PTR_NOT_NULL(strstr(diag->span.path, "c.xml"));
	unit_run_free(run);
}

static void
test_control(void)
{
	struct run *run = unit_run();
	struct profile profile;

	CU_ASSERT_EQUAL_FATAL(load(run,
	    "<group id='g-1'><title>箇条</title><prop name='title' " T " class='en' value='Clause'/><prop name='label' value='1'/>"
	    "<control id='g-1.a' class='recommendation'><title>題</title>"
	    "<prop name='title' " T " class='en' value='Title'/><prop name='label' value='1 a'/><prop name='label' " T " class='en' value='Item 1 a'/>"
	    "<prop name='evidence-kind' " T " value='document technical'/><prop name='maps-to' " T " class='csf2' value='GV.RR-01'/>"
	    "<prop name='status' " T " value='check-published-text'/><prop name='sort-id' value='001'/><prop name='x' ns='urn:other' value='y'/>"
	    "<link rel='related' href='#g-1.b'/><link href='https://example.com/'/>"
	    "<part name='statement'><p>第一段</p><p>第二段</p><part name='item'><p>項目</p></part></part><part name='statement' class='en'><p>One</p></part>"
	    "<part name='guidance'><p>skipped</p></part>"
	    "<part name='maturity-criteria' " T " class='level-4'><prop name='question' " T " value='q-1'/></part>"
	    "<part name='maturity-criteria' " T " class='level-2'><prop name='document' " T " value='d' class='all'/><prop name='rule' " T " value='r'/></part>"
	    "<part name='maturity-criteria' " T " class='level-3'><prop name='check' " T " value='c' class='supplementary'/><prop name='interview' " T " value='q-1'/></part>"
	    "</control></group>", &profile), 0);
	CU_ASSERT_EQUAL_FATAL(profile.controls.len, 1);
	const struct control *c = profile.controls.items[0];
	UNIT_EQUAL(c->title[LANG_JA], "題");
	UNIT_EQUAL(c->title[LANG_EN], "Title");
	UNIT_EQUAL(c->label[LANG_JA], "1 a");
	UNIT_EQUAL(c->label[LANG_EN], "Item 1 a");
	UNIT_EQUAL(c->statement[LANG_JA], "第一段\n第二段\n項目");
	UNIT_EQUAL(c->statement[LANG_EN], "One");
	UNIT_EQUAL(c->effect[LANG_JA], "");
	UNIT_EQUAL(c->catalog, "c");
	UNIT_EQUAL(c->clause, "g-1");
	CU_ASSERT_EQUAL(c->modality, MODALITY_RECOMMENDATION);
	CU_ASSERT_TRUE(c->is_assessed);
	CU_ASSERT_TRUE(c->is_published_text_open);
	CU_ASSERT_EQUAL(c->related.len, 1);
	UNIT_EQUAL(c->related.items[0], "g-1.b");
	CU_ASSERT_EQUAL(c->maps_to.len, 1);
	UNIT_EQUAL(c->maps_to.items[0].id, "GV.RR-01");
	/* By level, whatever the order in the file. */
	static const struct { int level; enum criterion_kind kind; const char *id; bool is_all; } expected[] = {
		{ 2, CRITERION_DOCUMENT, "d", true }, { 2, CRITERION_RULE, "r", false }, { 3, CRITERION_CHECK, "c", false },
		{ 3, CRITERION_INTERVIEW, "q-1", false }, { 4, CRITERION_QUESTION, "q-1", false },
	};
	CU_ASSERT_EQUAL_FATAL(c->criteria.len, 5);
	for (size_t i = 0; i < 5; i++) {
		CU_ASSERT_EQUAL(c->criteria.items[i].level, expected[i].level);
		CU_ASSERT_EQUAL(c->criteria.items[i].kind, expected[i].kind);
		UNIT_EQUAL(c->criteria.items[i].id, expected[i].id);
		CU_ASSERT_EQUAL(c->criteria.items[i].is_all, expected[i].is_all);
		CU_ASSERT_EQUAL(c->criteria.items[i].is_supplementary, i == 2);
	}
	CU_ASSERT_EQUAL(profile.clauses.len, 1);
	UNIT_EQUAL(profile.clauses.items[0].title[LANG_EN], "Clause");
	UNIT_EQUAL(profile.clauses.items[0].label[LANG_JA], "1");
	unit_run_free(run);
}

static void
test_tree(void)
{
	struct run *run = unit_run();
	struct profile profile;

	/* The effect comes from the nearest ancestor in each language; the clause is the top group. */
	CU_ASSERT_EQUAL_FATAL(load(run,
	    "<group id='g'><title>t</title><part name='effect' " T "><p>群</p></part><part name='effect' " T " class='en'><p>group</p></part>"
	    "<group id='h'><title>t</title>"
	    "<control id='h.1' class='requirement'><title>t</title><part name='effect' " T "><p>親</p></part>"
	    "<control id='h.1.1' class='legal-duty'><title>t</title>"
	    "<control id='h.1.1.1' class='informative'><title>t</title></control></control></control></group>"
	    "<control id='g.2' class='requirement'><title>t</title></control></group>", &profile), 0);
	CU_ASSERT_EQUAL_FATAL(profile.controls.len, 4);
	static const char *const ids[] = { "h.1", "h.1.1", "h.1.1.1", "g.2" }, *const effects[] = { "親", "親", "親", "群" };
	for (size_t i = 0; i < 4; i++) {
		UNIT_EQUAL(profile.controls.items[i]->id, ids[i]);
		UNIT_EQUAL(profile.controls.items[i]->effect[LANG_JA], effects[i]);
		UNIT_EQUAL(profile.controls.items[i]->effect[LANG_EN], "group");
		UNIT_EQUAL(profile.controls.items[i]->clause, "g");
		CU_ASSERT_EQUAL(profile.controls.items[i]->depth, i < 3 ? (int)i : 0);
		CU_ASSERT_FALSE(profile.controls.items[i]->is_assessed);
	}
	CU_ASSERT_PTR_NULL(profile.controls.items[0]->parent);
	CU_ASSERT_PTR_EQUAL(profile.controls.items[2]->parent, profile.controls.items[1]);
	CU_ASSERT_EQUAL(profile.clauses.len, 1);
	CU_ASSERT_EQUAL(profile.controls.items[1]->modality, MODALITY_LEGAL_DUTY);
	unit_run_free(run);
}

static void
test_questions(void)
{
	struct run *run = unit_run();
	struct profile profile;

	CU_ASSERT_EQUAL_FATAL(load(run,
	    "<group id='q'><title>t</title><control id='q-1' class='question'><title>問</title><prop name='title' " T " class='en' value='Ask'/>"
	    "<link rel='covers' href='#a'/><link rel='covers' href='#b'/>"
	    "<part name='level' " T " class='level-0'><p>無</p></part><part name='level' " T " class='level-5.en'><p>always</p></part></control></group>",
	    &profile), 0);
	CU_ASSERT_EQUAL(profile.controls.len, 0);
	CU_ASSERT_EQUAL(profile.clauses.len, 0);
	const struct question *q = map_get(&profile.question_by_id, "q-1");
	CU_ASSERT_PTR_NOT_NULL_FATAL(q);
	UNIT_EQUAL(q->text[LANG_JA], "問");
	UNIT_EQUAL(q->text[LANG_EN], "Ask");
	UNIT_EQUAL(q->levels[0][LANG_JA], "無");
	UNIT_EQUAL(q->levels[0][LANG_EN], "");
	UNIT_EQUAL(q->levels[5][LANG_EN], "always");
	CU_ASSERT_EQUAL(q->covers.len, 2);
	unit_run_free(run);
}

static void
test_parameters(void)
{
	struct run *run = unit_run();
	struct profile profile;

	CU_ASSERT_EQUAL_FATAL(load(run,
	    "<param id='z'><prop name='title' " T " class='en' value='Zed'/><label>本監査の設定値: 乙</label><value> 7 </value></param>"
	    "<param id='a'><label>甲(指針の値)</label><value>1</value></param>", &profile), 0);
	CU_ASSERT_EQUAL_FATAL(profile.parameters.len, 2);
	UNIT_EQUAL(profile.parameters.items[0].name, "a");
	UNIT_EQUAL(profile.parameters.items[0].label[LANG_EN], "a");
	CU_ASSERT_FALSE(profile.parameters.items[0].is_own_setting);
	UNIT_EQUAL(profile.parameters.items[1].label[LANG_EN], "Zed");
	CU_ASSERT_TRUE(profile.parameters.items[1].is_own_setting);
	UNIT_EQUAL(profile_parameter(&profile, "z"), "7");
	UNIT_EQUAL(profile_parameter(&profile, "y"), NULL);
	CU_ASSERT_EQUAL(profile_number(&profile, "z", 3), 7);
	CU_ASSERT_EQUAL(profile_number(&profile, "y", 3), 3);
	unit_run_free(run);
}

#define CONTROL(inside) "<group id='g'><title>t</title><control id='c' class='requirement'><title>t</title>\n" inside "</control></group>"
#define QUESTION(inside) "<group id='g'><title>t</title><control id='q' class='question'><title>t</title>\n" inside "</control></group>"

static void
test_faults(void)
{
	/* A slip in an element's name would lose a control, or what it is judged by. */
	expect_fault("<contrl id='x' class='requirement'/>", DIAG_CATALOG_ELEMENT, 2);
	expect_fault("<group id='g'><title>t</title>\n\n<cotnrol id='x'/></group>", DIAG_CATALOG_ELEMENT, 4);
	expect_fault(CONTROL("<parts/>"), DIAG_CATALOG_ELEMENT, 3);
	expect_fault(CONTROL("<prop xmlns='urn:x' name='label' value='1'/>"), DIAG_CATALOG_ELEMENT, 3);
	expect_fault(CONTROL("<part name='efect' " T "><p>x</p></part>"), DIAG_CATALOG_ELEMENT, 3);
	expect_fault(CONTROL("<part name='effect'><p>x</p></part>"), DIAG_CATALOG_VALUE, 3);
	expect_fault(CONTROL("<part name='effect' " T "><p>x</p></part>\n<part name='effect' " T "><p>y</p></part>"), DIAG_CATALOG_DUPLICATE, 4);
	expect_fault(CONTROL("<part name='statement' class='xx'><p>x</p></part>"), DIAG_CATALOG_VALUE, 3);
	expect_fault(CONTROL("<prop name='evidence-kinds' " T " value='document'/>"), DIAG_CATALOG_VALUE, 3);
	expect_fault(CONTROL("<prop name='evidence-kind' value='document'/>"), DIAG_CATALOG_VALUE, 3);
	expect_fault(CONTROL("<prop name='maps-to' " T " class='iso9001' value='4'/>"), DIAG_CATALOG_VALUE, 3);
	expect_fault(CONTROL("<prop name='maps-to' " T " class='csf2'/>"), DIAG_CATALOG_VALUE, 3);
	expect_fault(CONTROL("<prop name='status' " T " value='fine'/>"), DIAG_CATALOG_VALUE, 3);
	expect_fault(CONTROL("<link rel='related' href='c.b'/>"), DIAG_CATALOG_VALUE, 3);
	expect_fault(CONTROL("<part name='maturity-criteria' " T " class='level-6'/>"), DIAG_CATALOG_VALUE, 3);
	expect_fault(CONTROL("<part name='maturity-criteria' " T " class='level-0'/>"), DIAG_CATALOG_VALUE, 3);
	expect_fault(CONTROL("<part name='maturity-criteria' " T "/>"), DIAG_CATALOG_VALUE, 3);
	expect_fault(CONTROL("<part name='maturity-criteria' " T " class='level-2'>\n<p>x</p></part>"), DIAG_CATALOG_ELEMENT, 4);
	expect_fault(CONTROL("<part name='maturity-criteria' " T " class='level-2'>\n<prop name='chek' " T " value='x'/></part>"), DIAG_CATALOG_VALUE, 4);
	expect_fault(CONTROL("<part name='maturity-criteria' " T " class='level-2'>\n<prop name='check' " T " value=''/></part>"), DIAG_CATALOG_VALUE, 4);
	expect_fault(CONTROL("<part name='maturity-criteria' " T " class='level-2'>\n<prop name='check' " T " value='x' class='al'/></part>"), DIAG_CATALOG_VALUE, 4);
	expect_fault(CONTROL("<part name='maturity-criteria' " T " class='level-2'>\n<prop name='interview' " T " value='x' class='supplementary'/></part>"),
	    DIAG_CATALOG_VALUE, 4);
	expect_fault(CONTROL("<part name='maturity-criteria' " T " class='level-2'/>\n<part name='maturity-criteria' " T " class='level-2'/>"), DIAG_CATALOG_DUPLICATE, 4);
	expect_fault("<group id='g'><title>t</title><control id='c' class='wish'><title>t</title></control></group>", DIAG_CATALOG_VALUE, 2);
	expect_fault("<group id='g'><title>t</title><control class='requirement'><title>t</title></control></group>", DIAG_CATALOG_VALUE, 2);
	expect_fault("<group><title>t</title></group>", DIAG_CATALOG_VALUE, 2);
	expect_fault("<param><label>x</label></param>", DIAG_CATALOG_VALUE, 2);
	expect_fault(CONTROL("") "\n<group id='h'><title>t</title>\n<control id='c' class='requirement'><title>t</title></control></group>", DIAG_CATALOG_DUPLICATE, 5);
	expect_fault(QUESTION("<part name='level' " T " class='level-6'><p>x</p></part>"), DIAG_CATALOG_VALUE, 3);
	expect_fault(QUESTION("<part name='level' " T " class='level-1.fr'><p>x</p></part>"), DIAG_CATALOG_VALUE, 3);
	expect_fault(QUESTION("<control id='d' class='question'/>"), DIAG_CATALOG_ELEMENT, 3);
	expect_fault(QUESTION("<link rel='covers' href='#'/>"), DIAG_CATALOG_VALUE, 3);
}

static void
test_all_faults(void)
{
	struct run *run = unit_run();
	struct profile profile;

	CU_ASSERT_EQUAL(load(run, CONTROL("<x/><y/><prop name='status' " T " value='z'/>"), &profile), -1);
	CU_ASSERT_EQUAL(run->diags.list.len, 3);
	unit_run_free(run);
}

static const struct unit_test tests[] = {
	{ "a control", test_control },
	{ "groups and nesting", test_tree },
	{ "questions", test_questions },
	{ "parameters", test_parameters },
	{ "faults", test_faults },
	{ "all faults at once", test_all_faults },
	{ NULL, NULL },
};

const struct unit_suite suite_catalog_catalog = { "catalog/catalog", tests };
