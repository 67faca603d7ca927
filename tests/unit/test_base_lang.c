/* Languages by tag and locale, and the text another language lends. */
#include "tenken/base/lang.h"
#include "unit.h"

static void
tags_and_locales_are_found(void)
{
	for (int lang = 0; lang < LANG_COUNT; lang++)
		CU_ASSERT_EQUAL(lang_find(lang_name((enum lang)lang)), (enum lang)lang);
	CU_ASSERT_EQUAL(lang_find("en-GB"), LANG_EN);
	CU_ASSERT_EQUAL(lang_find("ja_JP.UTF-8"), LANG_JA);
	CU_ASSERT_EQUAL(lang_find("JA"), LANG_JA);
}

static void
what_is_no_language_is_not(void)
{
	static const char *const tags[] = { "", "C", "POSIX", "C.UTF-8", "e", "english", "jam", "-en", "_", "xx" };

	for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
		CU_ASSERT_EQUAL(lang_find(tags[i]), LANG_COUNT);
	CU_ASSERT_EQUAL(lang_find(NULL), LANG_COUNT);
}

static void
another_language_lends_its_text(void)
{
	UNIT_EQUAL(lang_text((const char *[LANG_COUNT]){ "はい", "yes" }, LANG_EN), "yes");
	UNIT_EQUAL(lang_text((const char *[LANG_COUNT]){ "はい", "" }, LANG_EN), "はい");
	UNIT_EQUAL(lang_text((const char *[LANG_COUNT]){ NULL, "yes" }, LANG_JA), "yes");
	UNIT_EQUAL(lang_text((const char *[LANG_COUNT]){ NULL }, LANG_JA), "");
}

static const struct unit_test tests[] = {
	{ "tags and locales are found", tags_and_locales_are_found },
	{ "what is no language is not", what_is_no_language_is_not },
	{ "another language lends its text", another_language_lends_its_text },
	{ NULL, NULL },
};

const struct unit_suite suite_base_lang = { "base lang", tests };
