/* base64: RFC 4648, 10, and what is none. */
#include "unit.h"

#include "tenken/syntax/base64.h"

/* Decoded, `-` for none. */
static const char *
decoded(struct run *run, enum base64_kind kind, const char *text)
{
	char *bytes = arena_alloc(run->arena, BASE64_BYTES(strlen(text)) + 1);
	size_t len = 0;

	if (!base64_decode(kind, str_of(text), bytes, &len))
		return "-";
	CU_ASSERT_TRUE(len <= BASE64_BYTES(strlen(text)));
	bytes[len] = '\0';
	return bytes;
}

static void
kinds(void)
{
	static const struct {
		const char *text, *padded, *adapted, *crypt;
	} rows[] = {
		{ "", "", "", "" }, { "Zg==", "f", "f", "-" }, { "Zm8=", "fo", "fo", "-" }, { "Zm9vYg==", "foob", "foob", "-" },
		{ "Zg", "-", "f", "\x96" }, { "Zm8", "-", "fo", "\x97\x22" }, { "Z", "-", "-", "-" }, { "Zm9vY", "-", "-", "-" },
		{ "Zg=", "-", "-", "-" }, { "Z===", "-", "-", "-" }, { "====", "-", "-", "-" }, { "=", "-", "-", "-" }, { "Zg==Zg==", "-", "-", "-" },
		{ "Z g=", "-", "-", "-" }, { "+/+/", "\xfb\xff\xbf", "\xfb\xff\xbf", "-" }, { "./..", "-", "\xfb\xff\xbe", "" },
	};
	struct run *run = unit_run();

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		UNIT_EQUAL(decoded(run, BASE64_PADDED, rows[i].text), rows[i].padded);
		UNIT_EQUAL(decoded(run, BASE64_ADAPTED, rows[i].text), rows[i].adapted);
		UNIT_EQUAL(decoded(run, BASE64_CRYPT, rows[i].text), rows[i].crypt);
	}
	unit_run_free(run);
}

static void
bytes(void)
{
	struct run *run = unit_run();
	struct str bytes;

	CU_ASSERT_TRUE_FATAL(base64_decode_new(run->arena, STR("AAH/"), &bytes));
	CU_ASSERT_EQUAL_FATAL(bytes.len, 3);
	CU_ASSERT_TRUE(memcmp(bytes.ptr, "\0\1\377", 4) == 0);
	CU_ASSERT_FALSE(base64_decode_new(run->arena, (struct str){ "AA\0A", 4 }, &bytes));
	unit_run_free(run);
}

static const struct unit_test tests[] = {
	{ "kinds", kinds },
	{ "bytes", bytes },
	{ NULL, NULL },
};

const struct unit_suite suite_syntax_base64 = { "syntax base64", tests };
