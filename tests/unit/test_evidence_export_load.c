/* export_load: what a mapping may say, and that a slip in it is no silent change of meaning. */
#include "fixture_export.h"

#include "evidence/table/mapping.h"

#define NAME "<field id='n' required='true'><path>n</path></field>"

static void
parts(void)
{
	struct run *run = unit_run();
	const struct mappings *mappings = fixture_mappings(run, "<rows at='a.b'/><rows/><page>30</page><none at='a' attribute='x' value='y'/>"
	    "<field id='n' required='true' separator=','><path>a</path><path>b</path><heading>Ａ B [c]</heading></field><field id='m'/>"
	    "<subject field='n' match='@(.+)$'/><attribute name='d' field='n m' type='date' days='e'><skip>N/A</skip></attribute>"
	    "<attribute name='c'><when value='1'><is field='n'>x</is><only field='m'><word>y</word><word>z</word></only></when><when value='2'/></attribute>"
	    "<attribute name='k' value='v'/>");

	CU_ASSERT_PTR_NOT_NULL_FATAL(mappings);
	const struct export *export = &mappings->exports.items[0];
	UNIT_EQUAL(export->rows.items[0].at, "a.b");
	UNIT_EQUAL(export->rows.items[1].at, "");
	CU_ASSERT_EQUAL(export->pages.items[0], 30);
	UNIT_EQUAL(export->none_at, "a");
	UNIT_EQUAL(export->fields.items[0].headings.items[0], "abc");   /* folded */
	CU_ASSERT_TRUE(export->fields.items[0].is_required && !export->fields.items[1].is_required);
	CU_ASSERT_EQUAL(export->attributes.items[0].type, EXPORT_DATE);
	CU_ASSERT_EQUAL(export->attributes.items[0].fields.len, 2);
	CU_ASSERT_EQUAL(export->attributes.items[1].cases.items[0].tests.items[1].words.len, 2);
	CU_ASSERT_EQUAL(export->attributes.items[1].cases.items[1].tests.len, 0);
	UNIT_EQUAL(export->attributes.items[2].cases.items[0].value, "v");
	CU_ASSERT_EQUAL(run->diags.list.len, 0);
	unit_run_free(run);
}

static void
refused(void)
{
	static const char *const texts[] = {
		"<field id='n'/>",                                              /* nothing tells it from others */
		"<field required='true'/>",
		NAME "<feild id='m'/>",
		NAME "<attribute name='a' field='m'/>",                         /* no such field */
		NAME "<attribute name='a' field='n m'/>",
		NAME "<attribute name='a'/>",
		NAME "<attribute field='n'/>",
		NAME "<attribute name='a' field='n' value='v'/>",
		NAME "<attribute name='a' value='v'/><attribute name='a' value='w'/>",
		NAME "<attribute name='a' field='n' type='day'/>",
		NAME "<attribute name='a'><when><is field='n'>x</is></when></attribute>",
		NAME "<attribute name='a'><when value='v'><is field='n'/></when></attribute>",
		NAME "<attribute name='a'><when value='v'><some field='n'>x</some></when></attribute>",
		NAME "<attribute name='a'><when value='v'><has field='n'/></when></attribute>",
		NAME "<attribute name='a'><when value='v'><is field='n'><wrod>x</wrod></is></when></attribute>",
		NAME "<attribute name='a'><otherwise value='v'/></attribute>",
		NAME "<subject field='n'/>",
		NAME "<subject field='n' match='(['/>",
		NAME "<page>many</page>",
		NAME "<none at='x'/>",
		NAME "<pass/>",                                                 /* all rows? */
		NAME "<pass><is field='m'>x</is></pass>",
		NAME "<content at='x'/>",
		"<field id='n' required='true'><json>n</json></field>",
	};

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct run *run = unit_run();
		CU_ASSERT_PTR_NULL(fixture_mappings(run, texts[i]));
		CU_ASSERT_EQUAL(run->diags.list.len, 1);
		unit_run_free(run);
	}
}

static const struct unit_test tests[] = {
	{ "parts", parts },
	{ "refused", refused },
	{ NULL, NULL }
};
const struct unit_suite suite_evidence_export_load = { "evidence/export_load", tests };
