/* Profiles: what an import takes, what the profile changes, and the profiles that come with the program. */
#include "fixture_folder.h"
#include "tenken/catalog/catalog.h"
#include "unit.h"

#define OSCAL "xmlns='http://csrc.nist.gov/ns/oscal/1.0' uuid='0'"
#define T "ns='urn:tenken:oscal'"
#define CONTROL(id, inside) "<control id='" id "' class='requirement'><title>" id "</title>" inside "</control>\n"
#define QUESTION(id, covers) "<control id='" id "' class='question'><title>" id "</title>" covers "</control>\n"

/* Two clauses, three levels of nesting, parameters, questions. */
static const char catalog[] =
    "<catalog " OSCAL "><metadata><title>t</title></metadata>\n"
    "<param id='target-level'><label>本監査の設定値</label><value>2</value></param>"
    "<param id='weight-requirement'><label>l</label><value>5</value></param>"
    "<param id='weight-informative'><label>l</label><value>1</value></param>"
    "<param id='days'><label>指針の値</label><value>365</value></param>\n"
    "<group id='g1'><title>t</title>" CONTROL("a", CONTROL("a.1", CONTROL("a.1.1", "")) CONTROL("a.2", "")) "</group>"
    "<group id='g2'><title>t</title>" CONTROL("b", "")
    "<control id='i' class='informative'><title>t</title></control><control id='l' class='legal-duty'><title>t</title></control></group>"
    "</catalog>";
static const char questions[] =
    "<catalog " OSCAL "><metadata><title>t</title></metadata><group id='q'><title>t</title>\n"
    QUESTION("q1", "<link rel='covers' href='#a'/><link rel='covers' href='#a.2'/>")
    QUESTION("q2", "<link rel='covers' href='#b'/>")
    QUESTION("q3", "<link rel='covers' href='#nowhere'/>") "</group></catalog>";

/* Loads a profile of these imports and modifications. */
static int
load(struct run *run, const char *body, struct profile *ret)
{
	const char *folder = fixture_folder(run);

	fixture_file(run, folder, "controls/c.xml", catalog);
	fixture_file(run, folder, "controls/q.xml", questions);
	const char *path = fixture_file(run, folder, "profiles/p.xml", arena_printf(run->arena, "<profile " OSCAL "><metadata>"
	    "<title>題</title><version>3</version><prop name='title' " T " class='en' value='Title'/><prop name='edition' " T " value='Ed 2'/>"
	    "</metadata>\n%s</profile>", body));
	int status = profile_load(run, path, ret);
	fixture_folder_remove(run, folder);
	return status;
}

/* The ids of the controls, or of the questions, in order. */
static const char *
taken(struct run *run, const char *body, bool is_question)
{
	struct profile profile;
	const char *ids = "";

	if (load(run, body, &profile) != 0)
		return NULL;
	for (size_t i = 0; i < (is_question ? profile.questions.len : profile.controls.len); i++)
		ids = arena_printf(run->arena, "%s%s%s", ids, i ? " " : "",
		    is_question ? profile.questions.items[i]->id : profile.controls.items[i]->id);
	return ids;
}

#define C "<import href='../controls/c.xml'>"
#define Q "<import href='../controls/q.xml'>"
#define END "</import>"
#define INCLUDE(ids) "<include-controls>" ids "</include-controls>"
#define EXCLUDE(ids) "<exclude-controls>" ids "</exclude-controls>"
#define ID(id) "<with-id>" id "</with-id>"

static void
test_selection(void)
{
	struct run *run = unit_run();

	UNIT_EQUAL(taken(run, C "<include-all/>" END, false), "a a.1 a.1.1 a.2 b i l");
	UNIT_EQUAL(taken(run, C END, false), "a a.1 a.1.1 a.2 b i l");
	UNIT_EQUAL(taken(run, C INCLUDE(ID("b") ID(" a.1 ")) END, false), "a.1 b");
	UNIT_EQUAL(taken(run, C "<include-controls with-child-controls='yes'>" ID("a.1") "</include-controls>" END, false), "a.1 a.1.1");
	UNIT_EQUAL(taken(run, C "<include-all/>" EXCLUDE(ID("a.1") ID("i")) END, false), "a a.1.1 a.2 b l");
	UNIT_EQUAL(taken(run, C "<include-all/><exclude-controls with-child-controls='yes'>" ID("a") "</exclude-controls>" END, false), "b i l");
	UNIT_EQUAL(taken(run, C INCLUDE(ID("a")) EXCLUDE(ID("a")) END, false), "");
	/* The same control twice is one control. */
	UNIT_EQUAL(taken(run, C INCLUDE(ID("a") ID("b")) END C INCLUDE(ID("b") ID("a.1")) END, false), "a b a.1");
	CU_ASSERT_EQUAL(run->diags.list.len, 0);
	UNIT_EQUAL(taken(run, C INCLUDE(ID("nothing")) END, false), NULL);
	UNIT_EQUAL(taken(run, C "<include-all/>" EXCLUDE(ID("nothing")) END, false), NULL);
	CU_ASSERT_TRUE(unit_has_diag(run, DIAG_CATALOG_REFERENCE, 2));
	UNIT_EQUAL(taken(run, C "<include-controls><matching pattern='a*'/></include-controls>" END, false), NULL);
	CU_ASSERT_TRUE(unit_has_diag(run, DIAG_CATALOG_ELEMENT, 1));
	unit_run_free(run);
}

static void
test_parents(void)
{
	struct run *run = unit_run();
	struct profile profile;

	CU_ASSERT_EQUAL_FATAL(load(run, C "<include-all/>" EXCLUDE(ID("a.1")) END, &profile), 0);
	const struct control *deep = map_get(&profile.control_by_id, "a.1.1");
	UNIT_EQUAL(deep->parent->id, "a");
	CU_ASSERT_EQUAL(deep->depth, 1);
	CU_ASSERT_PTR_NULL(map_get(&profile.control_by_id, "a.1"));
	CU_ASSERT_PTR_NOT_NULL(map_get(&profile.known_ids, "a.1"));
	CU_ASSERT_PTR_NOT_NULL(map_get(&profile.known_ids, "g2"));
	CU_ASSERT_EQUAL(profile.clauses.len, 2);
	unit_run_free(run);
}

static void
test_question_selection(void)
{
	struct run *run = unit_run();
	struct profile profile;

	UNIT_EQUAL(taken(run, C "<include-all/>" END Q "<include-all/>" END, true), "q1 q2 q3");
	UNIT_EQUAL(taken(run, C "<include-all/>" END Q INCLUDE(ID("q2")) END, true), "q2");
	/* What the profile leaves out is not asked about; what exists nowhere is left for lint to see. */
	CU_ASSERT_EQUAL_FATAL(load(run, C "<include-all/>" EXCLUDE(ID("b") ID("a.2")) END Q "<include-all/>" END, &profile), 0);
	CU_ASSERT_EQUAL(profile.questions.len, 2);
	CU_ASSERT_PTR_NULL(map_get(&profile.question_by_id, "q2"));
	const struct question *q1 = map_get(&profile.question_by_id, "q1");
	CU_ASSERT_EQUAL_FATAL(q1->covers.len, 1);
	UNIT_EQUAL(q1->covers.items[0], "a");
	CU_ASSERT_PTR_NOT_NULL(map_get(&profile.question_by_id, "q3"));
	unit_run_free(run);
}

static const struct control *
control(const struct profile *profile, const char *id)
{
	const struct control *found = map_get(&profile->control_by_id, id);

	CU_ASSERT_PTR_NOT_NULL_FATAL(found);
	return found;
}

static void
test_modify(void)
{
	struct run *run = unit_run();
	struct profile profile;

	CU_ASSERT_EQUAL_FATAL(load(run, C "<include-all/>" END "<merge><as-is>true</as-is></merge><modify>"
	    "<set-parameter param-id='days'><value>400</value></set-parameter><set-parameter param-id='target-level'><value>4</value></set-parameter>"
	    "<alter control-id='a'><add position='ending'><prop name='target-level' " T " value='5'/><prop name='weight' " T " value='9'/></add></alter>"
	    "<alter control-id='b'><add><prop name='weight' " T " value='0'/></add></alter></modify>", &profile), 0);
	UNIT_EQUAL(profile_parameter(&profile, "days"), "400");
	CU_ASSERT_FALSE(profile.parameters.items[0].is_own_setting);   /* days: a guideline's value, though changed */
	CU_ASSERT_EQUAL(control(&profile, "a")->target, 5);
	CU_ASSERT_EQUAL(control(&profile, "a")->weight, 9);
	CU_ASSERT_EQUAL(control(&profile, "b")->target, 4);
	CU_ASSERT_EQUAL(control(&profile, "b")->weight, 0);
	CU_ASSERT_EQUAL(control(&profile, "a.1")->weight, 5);
	CU_ASSERT_EQUAL(control(&profile, "i")->weight, 1);
	CU_ASSERT_EQUAL(control(&profile, "l")->weight, 5);
	UNIT_EQUAL(profile.id, "p");
	UNIT_EQUAL(profile.title[LANG_JA], "題");
	UNIT_EQUAL(profile.title[LANG_EN], "Title");
	UNIT_EQUAL(profile.edition, "Ed 2");
	UNIT_EQUAL(profile.version, "3");
	unit_run_free(run);
}

static void
expect_fault(const char *body, enum diag_id id)
{
	struct run *run = unit_run();
	struct profile profile = { .id = "untouched" };

	CU_ASSERT_EQUAL(load(run, body, &profile), -1);
	UNIT_EQUAL(profile.id, "untouched");
	CU_ASSERT_EQUAL_FATAL(run->diags.list.len, 1);
	UNIT_EQUAL(diag_entry(run->diags.list.items[0].id)->id, diag_entry(id)->id);
	CU_ASSERT_TRUE(id == DIAG_FILE_MISSING || run->diags.list.items[0].span.line > 0);
	unit_run_free(run);
}

#define ALL C "<include-all/>" END
#define MODIFY(inside) ALL "<modify>" inside "</modify>"

static void
test_faults(void)
{
	expect_fault("<imports/>", DIAG_CATALOG_ELEMENT);
	expect_fault("<import/>", DIAG_CATALOG_REFERENCE);
	expect_fault("<import href='https://example.com/c.xml'/>", DIAG_CATALOG_REFERENCE);
	expect_fault("<import href='../controls/none.xml'/>", DIAG_FILE_MISSING);
	expect_fault("<import href='p.xml'/>", DIAG_CATALOG_ELEMENT);   /* itself: a profile is no catalogue */
	expect_fault(MODIFY("<set-parameter param-id='dayz'><value>1</value></set-parameter>"), DIAG_CATALOG_REFERENCE);
	expect_fault(MODIFY("<set-parameter param-id='days'/>"), DIAG_CATALOG_VALUE);
	expect_fault(MODIFY("<set-parameter param-id='target-level'><value>6</value></set-parameter>"), DIAG_CATALOG_VALUE);
	expect_fault(MODIFY("<set-parameter param-id='testimony-max-level'><value>9</value></set-parameter>"), DIAG_CATALOG_VALUE);
	expect_fault(MODIFY("<set-parameter param-id='weight-requirement'><value>99999999999</value></set-parameter>"), DIAG_CATALOG_VALUE);
	expect_fault(MODIFY("<alter control-id='none'/>"), DIAG_CATALOG_REFERENCE);
	expect_fault(MODIFY("<alter control-id='a'><remove by-name='x'/></alter>"), DIAG_CATALOG_ELEMENT);
	expect_fault(MODIFY("<alter control-id='a'><add><part name='statement'/></add></alter>"), DIAG_CATALOG_ELEMENT);
	expect_fault(MODIFY("<alter control-id='a'><add><prop name='target' " T " value='3'/></add></alter>"), DIAG_CATALOG_VALUE);
	expect_fault(MODIFY("<alter control-id='a'><add><prop name='target-level' value='3'/></add></alter>"), DIAG_CATALOG_VALUE);
	expect_fault(MODIFY("<alter control-id='a'><add><prop name='target-level' " T " value='6'/></add></alter>"), DIAG_CATALOG_VALUE);
	expect_fault(MODIFY("<alter control-id='a'><add><prop name='weight' " T " value='-1'/></add></alter>"), DIAG_CATALOG_VALUE);
}

static void
test_shipped(void)
{
	static const struct { const char *name; size_t controls, questions; } shipped[] = {
		{ "internal-audit", 214 + 61, 62 + 43 }, { "jasa-2.0", 214, 62 }, { "meti-3.0", 61, 43 },
	};
	struct run *run = unit_run();
	struct file_names names = { 0 };

	if (!run->datadir) {
		unit_run_free(run);
		return;
	}
	CU_ASSERT_EQUAL_FATAL(profile_list(run, &names), 0);
	for (size_t i = 0; i < sizeof shipped / sizeof *shipped; i++) {
		struct profile profile;
		CU_ASSERT_TRUE_FATAL(i < names.list.len);
		UNIT_EQUAL(names.list.items[i], shipped[i].name);
		CU_ASSERT_EQUAL_FATAL(profile_load(run, shipped[i].name, &profile), 0);
		UNIT_EQUAL(profile.id, shipped[i].name);
		CU_ASSERT_EQUAL(profile.controls.len, shipped[i].controls);
		CU_ASSERT_EQUAL(profile.questions.len, shipped[i].questions);
		CU_ASSERT_EQUAL(catalog_lint(run, &profile, NULL, NULL), 0);
	}
	CU_ASSERT_EQUAL(run->diags.list.len, 0);
	struct profile profile;
	CU_ASSERT_EQUAL(profile_load(run, "no-such-profile", &profile), -1);
	CU_ASSERT_TRUE(unit_has_diag(run, DIAG_PROFILE_UNKNOWN, 1));
	unit_run_free(run);
}

static const struct unit_test tests[] = {
	{ "selection", test_selection },
	{ "parents of what is taken", test_parents },
	{ "questions of what is taken", test_question_selection },
	{ "modify", test_modify },
	{ "faults", test_faults },
	{ "profiles that come along", test_shipped },
	{ NULL, NULL },
};

const struct unit_suite suite_catalog_profile = { "catalog/profile", tests };
