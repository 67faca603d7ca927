/* kana: names as their owners write them. */
#include "unit.h"

#include "tenken/syntax/kana.h"

static void
names(void)
{
	static const struct {
		const char *kana, *hepburn, *brief, *kunrei;
	} rows[] = {
		{ "たなか", "tanaka", "tanaka", "tanaka" }, { "サトウ", "satou", "sato", "satou" }, { "おおた", "oota", "ota", "oota" },
		{ "しんじ", "shinji", "shinji", "sinzi" }, { "ちばつよし", "chibatsuyoshi", "chibatsuyoshi", "tibatuyosi" },
		{ "きょうこ", "kyouko", "kyoko", "kyouko" }, { "しょうじ", "shouji", "shoji", "syouzi" }, { "じゅん", "jun", "jun", "zyun" },
		{ "はっとり", "hattori", "hattori", "hattori" }, { "えっちゅう", "etchuu", "etchu", "ettyuu" }, { "ふじさん", "fujisan", "fujisan", "huzisan" },
		{ "ヴェガー", "vuega", "vuega", "vuega" }, { "Ken たなか", "ken tanaka", "ken tanaka", "ken tanaka" }, { "", "", "", "" },
	};
	struct run *run = unit_run();

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		UNIT_EQUAL(kana_latin(run->arena, str_of(rows[i].kana), KANA_HEPBURN), rows[i].hepburn);
		UNIT_EQUAL(kana_latin(run->arena, str_of(rows[i].kana), KANA_SHORT), rows[i].brief);
		UNIT_EQUAL(kana_latin(run->arena, str_of(rows[i].kana), KANA_KUNREI), rows[i].kunrei);
	}
	CU_ASSERT_PTR_NULL(kana_latin(run->arena, STR("田中"), KANA_HEPBURN));
	CU_ASSERT_PTR_NULL(kana_latin(run->arena, STR("たなか太郎"), KANA_HEPBURN));
	CU_ASSERT_PTR_NULL(kana_latin(run->arena, STR("\xe3\x81"), KANA_HEPBURN));
	unit_run_free(run);
}

static const struct unit_test tests[] = {
	{ "names", names },
	{ NULL, NULL },
};

const struct unit_suite suite_syntax_kana = { "syntax kana", tests };
