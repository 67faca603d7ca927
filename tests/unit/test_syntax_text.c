/* text: encodings and folding. The bytes are written out, so that nothing depends on the test's own conversion. */
#include "unit.h"

#include "tenken/syntax/text.h"

static const char *
decode(struct run *run, struct str bytes, const char **ret_encoding)
{
	struct text text;

	if (text_decode(run, run->arena, "f", bytes, &text) != 0)
		return "failed";
	*ret_encoding = text.encoding;
	return arena_strndup(run->arena, text.utf8.ptr, text.utf8.len);
}

static void
encodings(void)
{
	static const struct {
		struct str bytes;
		const char *encoding, *text;
	} cases[] = {
		{ { "plain", 5 }, "UTF-8", "plain" },
		{ { "", 0 }, "UTF-8", "" },
		{ { "\xef\xbb\xbf\xe3\x81\xaf\xe3\x81\x84", 9 }, "UTF-8", "はい" },
		{ { "\xe3\x81\xaf\xe3\x81\x84", 6 }, "UTF-8", "はい" },
		{ { "\xff\xfe\x6f\x30\x44\x30", 6 }, "UTF-16LE", "はい" },
		{ { "\xfe\xff\x30\x6f\x30\x44", 6 }, "UTF-16BE", "はい" },
		{ { "a\0b\0c\0\n\0", 8 }, "UTF-16LE", "abc\n" },
		{ { "\0a\0b\0c\0\n", 8 }, "UTF-16BE", "abc\n" },
		{ { "\x82\xcd\x82\xa2", 4 }, "CP932", "はい" },
		{ { "\xa4\xcf\xa4\xa4", 4 }, "EUC-JP-MS", "はい" },
		{ { "\x8a\x6d\x94\x46\x8d\xcf", 6 }, "CP932", "確認済" },
		{ { "\xb3\xce\xc7\xa7\xba\xd1", 6 }, "EUC-JP-MS", "確認済" },
		{ { "\x87\x40\x87\x8a\xfb\xfc", 6 }, "CP932", "①㈱髙" },
		{ { "\x81\x60", 2 }, "CP932", "～" },                    /* U+FF5E, as Windows has it, not U+301C */
		{ { "C:\\x \x82\xa0", 7 }, "CP932", "C:\\x あ" },          /* 5C is a backslash */
		{ { "\x1b$B$O$$\x1b(B", 10 }, "ISO-2022-JP", "はい" },
	};
	struct run *run = unit_run();

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const char *encoding = "";
		UNIT_EQUAL(decode(run, cases[i].bytes, &encoding), cases[i].text);
		UNIT_EQUAL(encoding, cases[i].encoding);
	}
	CU_ASSERT_TRUE(unit_has_diag(run, DIAG_ENCODING_INVALID, 0));
	unit_run_free(run);
}

static void
half_width_kana_in_cp932(void)
{
	struct run *run = unit_run();
	const char *encoding = "";

	/* ｶﾅ: one byte each, and as EUC a kanji nobody wrote. The option decides what the bytes cannot. */
	run->encoding = "CP932";
	UNIT_EQUAL(decode(run, (struct str){ "\xb6\xc5", 2 }, &encoding), "ｶﾅ");
	unit_run_free(run);
}

static void
what_fits_nothing_is_refused(void)
{
	static const struct str cases[] = {
		{ "ok\n\xff\xff\xff", 6 },
		{ "\xef\xbb\xbfok\n\xff", 7 },         /* a BOM binds */
		{ "\xff\xfe\x00\xd8\x41\x00", 6 },     /* a lone surrogate */
		{ "\xff\xfe\x41", 3 },                 /* half a character */
		{ "a\0b", 3 },                         /* NUL in a text */
	};
	struct run *run = unit_run();
	const char *encoding = "";

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		UNIT_EQUAL(decode(run, cases[i], &encoding), "failed");
	CU_ASSERT_TRUE(unit_has_diag(run, DIAG_ENCODING_INVALID, sizeof cases / sizeof *cases));
	CU_ASSERT_EQUAL(run->diags.list.items[0].span.line, 2);
	CU_ASSERT_EQUAL(run->diags.list.items[1].span.line, 2);
	unit_run_free(run);
}

static void
folding(void)
{
	struct run *run = unit_run();

	UNIT_EQUAL(text_fold(run->arena, STR("文書 番号（No.）")), "文書番号no");
	UNIT_EQUAL(text_fold(run->arena, STR("ＣＳＩＲＴ・規程_第2版")), "csirt規程第2版");
	UNIT_EQUAL(text_fold(run->arena, STR("ｶﾅ見出し")), "カナ見出し");
	UNIT_EQUAL(text_fold(run->arena, STR("次回\n見直し日")), "次回見直し日");
	UNIT_EQUAL(text_fold(run->arena, STR("")), "");
	CU_ASSERT_PTR_NOT_NULL(text_fold(run->arena, (struct str){ "\xff(x)", 4 }));
	UNIT_EQUAL(text_narrow(run->arena, STR("　１２３ＡＢｃ　")), "123ABc");
	CU_ASSERT_TRUE(text_is_utf8(STR("日本")));
	CU_ASSERT_FALSE(text_is_utf8((struct str){ "\xed\xa0\x80", 3 }));
	CU_ASSERT_FALSE(text_is_utf8((struct str){ "\xc0\xaf", 2 }));
	unit_run_free(run);
}

static const struct unit_test tests[] = {
	{ "encodings", encodings },
	{ "half-width kana in CP932", half_width_kana_in_cp932 },
	{ "what fits nothing is refused", what_fits_nothing_is_refused },
	{ "folding", folding },
	{ 0 },
};

const struct unit_suite suite_syntax_text = { "syntax/text", tests };
