/* The words of a report: found, filled, and missed aloud. */
#include "report/wording.h"
#include "tenken/base/file.h"
#include "unit.h"

#include <unistd.h>

/* A data folder with that as reports/t.xml. */
static int
load(struct run *run, enum lang lang, const char *xml, struct wording *ret)
{
	char folder[] = "/tmp/tenken-wording-XXXXXX";

	CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(folder));
	const char *reports = arena_printf(run->arena, "%s/reports", folder);
	const char *path = arena_printf(run->arena, "%s/t.xml", reports);
	CU_ASSERT_EQUAL_FATAL(file_make_folder(run, reports), 0);
	CU_ASSERT_EQUAL_FATAL(file_write(run, path, str_of(xml)), 0);
	run->datadir = folder;
	int status = wording_load(run, "t", lang, ret);
	run->datadir = NULL;
	unlink(path);
	rmdir(reports);
	rmdir(folder);
	return status;
}

/* A text in every language there is; a new one is one more element here. */
#define SAID(ja, en) "<ja>" ja "</ja><en>" en "</en>"

#define GOOD "<report xmlns='urn:tenken:report'><layout><part name='b'/><part name='a'/></layout>" \
	"<text id='k'>" SAID("全{n}件のうち{m}件", "{m} of\n  {n}") "</text><text id='e'>" SAID("有", "") "</text></report>"

static void
texts_are_filled(void)
{
	struct run *run = unit_run();
	struct wording wording;

	CU_ASSERT_EQUAL_FATAL(load(run, LANG_JA, GOOD, &wording), 0);
	UNIT_EQUAL(wording_fill(&wording, "k", "n", "5", "m", "{n}", NULL), "全5件のうち{n}件");
	CU_ASSERT_EQUAL(wording.parts.len, 2);
	UNIT_EQUAL(wording.parts.items[0], "b");
	CU_ASSERT_EQUAL_FATAL(load(run, LANG_EN, GOOD, &wording), 0);
	UNIT_EQUAL(wording_fill(&wording, "k", "n", "5", "m", "2", NULL), "2 of 5");
	CU_ASSERT_EQUAL(run->diags.list.len, 0);
	unit_run_free(run);
}

static void
what_is_missing_is_said_once(void)
{
	struct run *run = unit_run();
	struct wording wording;

	CU_ASSERT_EQUAL_FATAL(load(run, LANG_EN, GOOD, &wording), 0);
	UNIT_EQUAL(wording_get(&wording, "nope"), "[nope]");
	UNIT_EQUAL(wording_of(&wording, "no", "pe"), "[no.pe]");
	wording_get(&wording, "nope");
	CU_ASSERT_TRUE(unit_has_diag(run, DIAG_REPORT_WORDING, 2));
	UNIT_EQUAL(wording_get(&wording, "e"), "[e]");
	CU_ASSERT_TRUE(unit_has_diag(run, DIAG_REPORT_WORDING, 3));
	UNIT_EQUAL(wording_fill(&wording, "k", "n", "5", NULL), "{m} of 5");
	CU_ASSERT_TRUE(unit_has_diag(run, DIAG_REPORT_WORDING, 4));
	unit_run_free(run);
}

static void
bad_files_are_refused(void)
{
	static const char *const files[] = {
		"<report><text id='k'><ja>x</ja></text></report>",
		"<report><text>" SAID("x", "x") "</text></report>",
		"<report><texts/></report>",
		"<report><layout><section name='a'/></layout></report>",
		"<report><text id='k'>" SAID("x", "x") "</text><text id='k'>" SAID("x", "x") "</text></report>",
	};
	struct run *run = unit_run();
	struct wording wording;

	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		CU_ASSERT_EQUAL(load(run, LANG_JA, files[i], &wording), -1);
	CU_ASSERT_TRUE(unit_has_diag(run, DIAG_REPORT_WORDING, sizeof files / sizeof *files));
	unit_run_free(run);
}

static const struct unit_test tests[] = {
	{ "texts are filled", texts_are_filled },
	{ "what is missing is said once", what_is_missing_is_said_once },
	{ "bad files are refused", bad_files_are_refused },
	{ NULL, NULL },
};

const struct unit_suite suite_report_wording = { "report wording", tests };
