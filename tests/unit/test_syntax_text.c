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

/* What decodes in both ways, or is so short that there is little to go by. */
static void
short_answers(void)
{
	static const struct {
		const char *bytes, *encoding, *text;
	} cases[] = {
		{ "\x82\xa2\x82\xa2\x82\xa6", "CP932", "いいえ" },
		{ "\x81\x9b", "CP932", "○" }, { "\x81~", "CP932", "×" }, { "\x81\xa2", "CP932", "△" },
		{ "\x8e\xc0\x8e{", "CP932", "実施" }, { "\x8e\xd0", "CP932", "社" }, { "\x95\\\x8e\xa6", "CP932", "表示" },
		{ "\xb6\xc5", "CP932", "ｶﾅ" }, { "\xb6\xc0\xb6\xc5", "CP932", "ｶﾀｶﾅ" },
		{ "\xbb\xb0\xca\xde", "CP932", "ｻｰﾊﾞ" }, { "\xbc\xbd\xc3\xd1", "CP932", "ｼｽﾃﾑ" },
		{ "\xca\xde\xaf\xb8\xb1\xaf\xcc\xdf", "CP932", "ﾊﾞｯｸｱｯﾌﾟ" }, { "\xc3\xbd\xc4", "CP932", "ﾃｽﾄ" },
		{ "\xa2\xce\xdd\xbc\xac\xa3", "CP932", "｢ﾎﾝｼｬ｣" },
		{ "\xc4\xb3\xb7\xae\xb3\xa4\xb5\xb5\xbb\xb6\xa1", "CP932", "ﾄｳｷｮｳ､ｵｵｻｶ｡" },
		{ "id,\xc3\xbd\xc4\n2,\xca\xb2\n", "CP932", "id,ﾃｽﾄ\n2,ﾊｲ\n" },
		{ "\xa4\xa4\xa4\xa4\xa4\xa8", "EUC-JP-MS", "いいえ" },
		{ "\xa1\xfb", "EUC-JP-MS", "○" }, { "\xa1\xdf", "EUC-JP-MS", "×" }, { "\xa2\xa4", "EUC-JP-MS", "△" },
		{ "\xcc\xa4\xbc\xc2\xbb\xdc", "EUC-JP-MS", "未実施" }, { "\xc2\xd0\xb1\xfe\xba\xd1", "EUC-JP-MS", "対応済" },
		{ "\xbe\xb5\xc7\xa7", "EUC-JP-MS", "承認" },
		{ "\xa5\xb7\xa5\xb9\xa5\xc6\xa5\xe0", "EUC-JP-MS", "システム" },
		/* 実施 alone is ｼﾂｻﾜ in CP932 and could be either; Windows is likelier. --encoding decides it. */
		{ "\xbc\xc2\xbb\xdc", "CP932", "ｼﾂｻﾜ" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct run *run = unit_run();
		const char *encoding = "";
		UNIT_EQUAL(decode(run, str_of(cases[i].bytes), &encoding), cases[i].text);
		UNIT_EQUAL(encoding, cases[i].encoding);
		CU_ASSERT_TRUE(unit_has_diag(run, DIAG_ENCODING_GUESSED, 1));
		CU_ASSERT_EQUAL(run->diags.list.len, 1);
		unit_run_free(run);
	}
}

static void
escapes_of_iso_2022(void)
{
	struct run *run = unit_run();
	const char *encoding = "";

	UNIT_EQUAL(decode(run, STR("a\x1b$B-!\x1b(B\n"), &encoding), "a①\n");           /* NEC's row 13 */
	UNIT_EQUAL(decode(run, STR("\x1b(IJ2\x1b(B"), &encoding), "ﾊｲ");
	UNIT_EQUAL(decode(run, STR("\x1b$B$O$$\nb"), &encoding), "はい\nb");             /* a line ends in ASCII */
	UNIT_EQUAL(encoding, "ISO-2022-JP");
	CU_ASSERT_EQUAL(run->diags.list.len, 0);
	UNIT_EQUAL(decode(run, STR("\n\x1b$B$O$\n"), &encoding), "failed");
	CU_ASSERT_EQUAL_FATAL(run->diags.list.len, 1);
	CU_ASSERT_EQUAL(run->diags.list.items[0].span.line, 2);
	/* Coloured output of a terminal is no ISO-2022-JP, whatever its language. */
	UNIT_EQUAL(decode(run, STR("\x1b[1mbold\x1b(B\x1b[m"), &encoding), "\x1b[1mbold\x1b(B\x1b[m");
	UNIT_EQUAL(encoding, "UTF-8");
	UNIT_EQUAL(decode(run, STR("\x1b[1mはい\x1b(B"), &encoding), "\x1b[1mはい\x1b(B");
	UNIT_EQUAL(encoding, "UTF-8");
	unit_run_free(run);
}

static void
utf16_without_a_mark(void)
{
	struct run *run = unit_run();
	const char *encoding = "";

	/* はい U+3000 LF: the NUL of the full-width blank lies on the other side. */
	UNIT_EQUAL(decode(run, STR("\x6f\x30\x44\x30\x00\x30\x0a\0\x0d\0"), &encoding), "はい　\n\r");
	UNIT_EQUAL(encoding, "UTF-16LE");
	UNIT_EQUAL(decode(run, STR("\xff\xfe\x3d\xd8\x4d\xdc"), &encoding), "\xf0\x9f\x91\x8d");  /* a pair */
	CU_ASSERT_TRUE(unit_has_diag(run, DIAG_ENCODING_GUESSED, 1));
	/* One NUL in ASCII of even length is no UTF-16, though every pair of it is some kanji. */
	UNIT_EQUAL(decode(run, STR("root:x:0:0\n\0oot:/bin/sh\n"), &encoding), "failed");
	/* The lines of UTF-16 are its U+000A, not every byte 0A (U+300A is 《). */
	UNIT_EQUAL(decode(run, STR("\xff\xfe\x0a\x30\x0a\0\x00\xd8"), &encoding), "failed");
	UNIT_EQUAL(decode(run, STR("\xff\xfe" "a\0\0\0"), &encoding), "failed");
	CU_ASSERT_EQUAL_FATAL(run->diags.list.len, 4);
	CU_ASSERT_EQUAL(run->diags.list.items[1].span.line, 2);
	CU_ASSERT_EQUAL(run->diags.list.items[2].span.line, 2);
	CU_ASSERT_EQUAL(run->diags.list.items[3].span.line, 1);
	unit_run_free(run);
}

static void
the_option_decides(void)
{
	struct run *run = unit_run();
	const char *encoding = "";

	run->encoding = "eucJP";
	UNIT_EQUAL(decode(run, STR("\xbc\xc2\xbb\xdc"), &encoding), "実施");
	UNIT_EQUAL(encoding, "EUC-JP-MS");
	/* Two half-width kana (ﾊｲ) or one kanji of EUC (有) can be a letter of UTF-8, which comes first. */
	run->encoding = "EUC-JP";
	UNIT_EQUAL(decode(run, STR("\xcd\xad"), &encoding), "有");
	run->encoding = NULL;
	UNIT_EQUAL(decode(run, STR("\xca\xb2"), &encoding), "ʲ");
	run->encoding = "sjis";
	UNIT_EQUAL(decode(run, STR("\xca\xb2"), &encoding), "ﾊｲ");
	run->encoding = "shift_jis";   /* as Windows means it */
	UNIT_EQUAL(decode(run, STR("\\\x87\x40\x81\x60"), &encoding), "\\①～");
	UNIT_EQUAL(encoding, "CP932");
	UNIT_EQUAL(decode(run, STR("\xef\xbb\xbf" "あ"), &encoding), "あ");   /* a mark is stronger */
	run->encoding = "utf-8";
	CU_ASSERT_EQUAL(run->diags.list.len, 0);
	UNIT_EQUAL(decode(run, STR("a\n\n\x82\xa0"), &encoding), "failed");
	CU_ASSERT_EQUAL(run->diags.list.items[0].span.line, 3);
	run->encoding = "klingon";
	UNIT_EQUAL(decode(run, STR("a"), &encoding), "failed");
	CU_ASSERT_TRUE(unit_has_diag(run, DIAG_ENCODING_INVALID, 2));
	CU_ASSERT_PTR_NULL(text_encoding_find("klingon"));
	UNIT_EQUAL(text_encoding_find("Windows-31j"), "CP932");
	unit_run_free(run);
}

static void
utf8_is_a_view(void)
{
	struct run *run = unit_run();
	struct str bytes = STR("0123456789日本語");
	struct text text;

	CU_ASSERT_EQUAL_FATAL(text_decode(run, run->arena, "f", bytes, &text), 0);
	CU_ASSERT_PTR_EQUAL(text.utf8.ptr, bytes.ptr);
	CU_ASSERT_FALSE(text.is_guessed);
	/* Eight bytes are looked at together: a bad one is found at every place among them. */
	for (size_t i = 0; i < 24; i++) {
		char line[25] = "abcdefghijklmnopqrstuvwx";
		CU_ASSERT_TRUE(text_is_utf8((struct str){ line, 24 }));
		line[i] = '\xff';
		CU_ASSERT_FALSE(text_is_utf8((struct str){ line, 24 }));
		line[i] = '\0';
		CU_ASSERT_FALSE(text_is_utf8((struct str){ line, 24 }));
		line[i] = '\x80';
		CU_ASSERT_FALSE(text_is_utf8((struct str){ line, 24 }));
		line[i] = '\x01';
		CU_ASSERT_TRUE(text_is_utf8((struct str){ line, 24 }));
	}
	CU_ASSERT_FALSE(text_is_utf8(STR("\xf4\x90\x80\x80")));   /* beyond U+10FFFF */
	CU_ASSERT_FALSE(text_is_utf8(STR("\xf0\x8f\xbf\xbf")));
	CU_ASSERT_FALSE(text_is_utf8(STR("abcdefg\xe3\x81")));      /* cut through */
	CU_ASSERT_TRUE(text_is_utf8(STR("\xf4\x8f\xbf\xbf")));
	CU_ASSERT_TRUE(text_is_utf8((struct str){ NULL, 0 }));
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
		{ "\x82\xa0\n\n\x82\xa0\xff\n", 8 },  /* CP932 came further than UTF-8 */
	};
	struct run *run = unit_run();
	const char *encoding = "";

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		UNIT_EQUAL(decode(run, cases[i], &encoding), "failed");
	CU_ASSERT_TRUE(unit_has_diag(run, DIAG_ENCODING_INVALID, sizeof cases / sizeof *cases));
	CU_ASSERT_EQUAL(run->diags.list.items[0].span.line, 2);
	CU_ASSERT_EQUAL(run->diags.list.items[1].span.line, 2);
	CU_ASSERT_EQUAL(run->diags.list.items[5].span.line, 3);
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
	UNIT_EQUAL(text_narrow(run->arena, STR(" \t x y\n")), "x y");
	UNIT_EQUAL(text_narrow(run->arena, (struct str){ NULL, 0 }), "");
	UNIT_EQUAL(text_fold(run->arena, (struct str){ NULL, 0 }), "");
	UNIT_EQUAL(text_fold(run->arena, STR("サーバー")), "サーバー");   /* ー is a letter */
	CU_ASSERT_TRUE(text_is_utf8(STR("日本")));
	CU_ASSERT_FALSE(text_is_utf8((struct str){ "\xed\xa0\x80", 3 }));
	CU_ASSERT_FALSE(text_is_utf8((struct str){ "\xc0\xaf", 2 }));
	unit_run_free(run);
}

/* The text that is left. */
static const char *
trimmed(struct run *run, struct str text)
{
	struct str left = text_trim(text);

	return arena_strndup(run->arena, left.ptr, left.len);
}

static void
what_nobody_sees(void)
{
	struct run *run = unit_run();

	UNIT_EQUAL(trimmed(run, STR(" 　佐 藤\t　")), "佐 藤");
	UNIT_EQUAL(trimmed(run, STR("　")), "");
	UNIT_EQUAL(trimmed(run, STR("\xe2\x80\x8b\xc2\xa0")), "");       /* no width; no break */
	UNIT_EQUAL(trimmed(run, STR("\xe3\x85\xa4")), "");                 /* filler of hangul */
	UNIT_EQUAL(trimmed(run, STR("\xef\xbb\xbf" "a\xe2\x80\x8e")), "a");
	UNIT_EQUAL(trimmed(run, STR("\xff a \xff")), "\xff a \xff");
	UNIT_EQUAL(trimmed(run, STR("")), "");
	UNIT_EQUAL(trimmed(run, STR("-")), "-");
	UNIT_EQUAL(text_narrow(run->arena, STR("佐\xe2\x80\x8b藤")), "佐藤");
	UNIT_EQUAL(text_fold(run->arena, STR("葛\xf3\xa0\x84\x80城")), "葛城");   /* a variation selector */
	unit_run_free(run);
}

static const struct unit_test tests[] = {
	{ "encodings", encodings },
	{ "short answers", short_answers },
	{ "escapes of ISO 2022", escapes_of_iso_2022 },
	{ "UTF-16 without a mark", utf16_without_a_mark },
	{ "the option decides", the_option_decides },
	{ "UTF-8 is a view", utf8_is_a_view },
	{ "what fits nothing is refused", what_fits_nothing_is_refused },
	{ "folding", folding },
	{ "what nobody sees", what_nobody_sees },
	{ 0 },
};

const struct unit_suite suite_syntax_text = { "syntax/text", tests };
