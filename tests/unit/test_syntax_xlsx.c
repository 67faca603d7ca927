/* xlsx: what of a number is a day. Whole workbooks are in tests/golden (xlsx-*) and tests/xlsx. */
#include "unit.h"

#include "syntax/xlsx_part.h"

static void
formats(void)
{
	static const struct {
		unsigned id;
		const char *code;
		enum xlsx_format format;
	} cases[] = {
		{ 0, NULL, XLSX_NUMBER }, { 9, NULL, XLSX_NUMBER }, { 13, NULL, XLSX_NUMBER }, { 14, NULL, XLSX_DAY }, { 16, NULL, XLSX_DAY },
		{ 17, NULL, XLSX_MONTH }, { 20, NULL, XLSX_TIME }, { 22, NULL, XLSX_MOMENT }, { 23, NULL, XLSX_NUMBER }, { 31, NULL, XLSX_DAY },
		{ 45, NULL, XLSX_TIME }, { 48, NULL, XLSX_NUMBER }, { 49, NULL, XLSX_NUMBER }, { 57, NULL, XLSX_DAY },
		{ 164, "General", XLSX_NUMBER }, { 164, "General\"日\"", XLSX_NUMBER }, { 164, "@", XLSX_NUMBER }, { 164, "0.00E+00", XLSX_NUMBER }, { 164, "#,##0_);[Red](#,##0)", XLSX_NUMBER },
		{ 164, "[DBNum1][$-411]General", XLSX_NUMBER }, { 164, "0\"days\"", XLSX_NUMBER }, { 164, "\\d0", XLSX_NUMBER },
		{ 164, "yyyy/m/d", XLSX_DAY }, { 164, "[$-411]ggge\"年\"m\"月\"d\"日\";@", XLSX_DAY }, { 164, "ge.m.d", XLSX_DAY },
		{ 164, "yyyy\"年\"m\"月\"", XLSX_MONTH }, { 164, "mmm-yy", XLSX_MONTH }, { 164, "yyyy", XLSX_MONTH }, { 164, "yyyy/m/d h:mm", XLSX_MOMENT },
		{ 164, "d h", XLSX_MOMENT }, { 164, "mm:ss", XLSX_TIME }, { 164, "[h]:mm", XLSX_TIME }, { 164, "h\"時\"mm\"分\"", XLSX_TIME },
		{ 164, "0;yyyy", XLSX_NUMBER },   /* of negative numbers only */
		{ 164, "\"yyyy", XLSX_NUMBER }, { 164, "[yyyy", XLSX_NUMBER }, { 164, "\\", XLSX_NUMBER }, { 164, "", XLSX_NUMBER },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		CU_ASSERT_EQUAL(xlsx_format_of(cases[i].id, cases[i].code), cases[i].format);
}

static void
days(void)
{
	static const struct {
		enum xlsx_format format;
		double number;
		bool is_1904;
		const char *text;   /* NULL: no day */
	} cases[] = {
		{ XLSX_DAY, 46113, false, "2026-04-01" }, { XLSX_DAY, 25569, false, "1970-01-01" }, { XLSX_DAY, 61, false, "1900-03-01" },
		{ XLSX_DAY, 60, false, NULL }, { XLSX_DAY, 59, false, "1900-02-28" }, { XLSX_DAY, 1, false, "1900-01-01" },
		{ XLSX_DAY, 0, false, NULL }, { XLSX_DAY, -1, false, NULL }, { XLSX_DAY, 2958465, false, "9999-12-31" },
		{ XLSX_DAY, 2958466, false, NULL }, { XLSX_DAY, 1e300, false, NULL },
		{ XLSX_DAY, 44651, true, "2026-04-01" }, { XLSX_DAY, 0, true, "1904-01-01" }, { XLSX_DAY, 60, true, "1904-03-01" },
		{ XLSX_MONTH, 46113, false, "2026-04" }, { XLSX_MOMENT, 46113.4375, false, "2026-04-01 10:30" },
		{ XLSX_MOMENT, 46113.999999, false, "2026-04-02 00:00" }, { XLSX_TIME, 0.4375, false, "10:30" }, { XLSX_TIME, 0, false, "00:00" },
		{ XLSX_NUMBER, 0.1 + 0.2, false, "0.3" }, { XLSX_NUMBER, 3, false, "3" }, { XLSX_NUMBER, 20260401, false, "20260401" },
	};
	struct run *run = unit_run();

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const char *text = xlsx_number_text(run->arena, cases[i].format, cases[i].number, cases[i].is_1904);
		CU_ASSERT_EQUAL(text == NULL, cases[i].text == NULL);
		if (text && cases[i].text)
			UNIT_EQUAL(text, cases[i].text);
	}
	unit_run_free(run);
}

static void
strings(void)
{
	static const struct {
		const char *xml, *text;
	} cases[] = {
		{ "<si><t>a</t></si>", "a" },
		{ "<si><t xml:space='preserve'> a </t></si>", " a " },
		{ "<si><r><t>イン</t></r><r><rPr><b/></rPr><t>シデント</t></r><rPh sb='0' eb='1'><t>いん</t></rPh><phoneticPr fontId='1'/></si>", "インシデント" },
		{ "<si><r><rPr><strike/></rPr><t>旧</t></r><r><rPr><strike val='0'/></rPr><t>新</t></r></si>", "新" },
		{ "<si><r><rPr><strike/></rPr><t>旧</t></r></si>", "#STRUCK!" },
		{ "<si><t>a_x000A_b_x005F_x000D__x3042__x</t></si>", "a\nb_x000D__x3042__x" },
		{ "<si/>", "" },
		{ "<si><t/></si>", "" },
	};
	struct run *run = unit_run();

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct xml_node *root;
		CU_ASSERT_EQUAL_FATAL(xml_parse(run, run->arena, "s", str_of(cases[i].xml), &root), 0);
		UNIT_EQUAL(xlsx_string(run->arena, root).ptr, cases[i].text);
	}
	unit_run_free(run);
}

static const struct unit_test tests[] = {
	{ "formats", formats },
	{ "days", days },
	{ "strings", strings },
	{ 0 },
};

const struct unit_suite suite_syntax_xlsx = { "syntax/xlsx", tests };
