/* What is asked of XML before libxml2 sees it. */
#include "syntax/xml_guard.h"

#include "tenken/base/buf.h"
#include "tenken/base/limits.h"
#include "unit.h"

/* `<a>`, a line end, and an element with so many attributes. */
static struct buf
wide(size_t count)
{
	struct buf buf = BUF_INIT(1u << 20);

	buf_puts(&buf, "<a>\n<b");
	for (size_t i = 0; i < count; i++)
		buf_puts(&buf, " x='='");
	buf_puts(&buf, "/></a>");
	return buf;
}

static void
test_attributes(void)
{
	struct buf few = wide(LIMIT_XML_ATTRIBUTES), many = wide(LIMIT_XML_ATTRIBUTES + 1);

	CU_ASSERT_PTR_NULL(xml_guard(buf_str(&few)).why);
	struct xml_fault fault = xml_guard(buf_str(&many));
	CU_ASSERT_PTR_NOT_NULL(fault.why);
	CU_ASSERT_TRUE(fault.is_limit);
	CU_ASSERT_EQUAL(fault.line, 2);
	buf_free(&few);
	buf_free(&many);
}

/* The same text in UTF-16, either way. */
static struct buf
widened(struct str text, bool is_big)
{
	struct buf buf = BUF_INIT(1u << 20);

	for (size_t i = 0; i < text.len; i++) {
		if (is_big)
			buf_putc(&buf, '\0');
		buf_putc(&buf, text.ptr[i]);
		if (!is_big)
			buf_putc(&buf, '\0');
	}
	return buf;
}

static void
test_utf16(void)
{
	struct buf few = wide(LIMIT_XML_ATTRIBUTES), many = wide(LIMIT_XML_ATTRIBUTES + 1);

	for (int is_big = 0; is_big < 2; is_big++) {
		struct buf good = widened(buf_str(&few), is_big), bad = widened(buf_str(&many), is_big);
		CU_ASSERT_PTR_NULL(xml_guard(buf_str(&good)).why);
		CU_ASSERT_PTR_NOT_NULL(xml_guard(buf_str(&bad)).why);
		buf_free(&good);
		buf_free(&bad);
	}
	buf_free(&few);
	buf_free(&many);
}

/* Equal signs elsewhere are text. */
static void
test_elsewhere(void)
{
	static const char *const around[][2] = { { "<a><!-- <b ", " --></a>" }, { "<a><![CDATA[ <b ", " ]]></a>" }, { "<a x=\"", "\"/>" },
		{ "<a>", "</a>" }, { "<?pi ", "?><a/>" } };

	for (size_t i = 0; i < sizeof around / sizeof *around; i++) {
		struct buf buf = BUF_INIT(1u << 20);
		buf_puts(&buf, around[i][0]);
		for (size_t k = 0; k <= LIMIT_XML_ATTRIBUTES; k++)
			buf_putc(&buf, '=');
		buf_puts(&buf, around[i][1]);
		CU_ASSERT_PTR_NULL(xml_guard(buf_str(&buf)).why);
		buf_free(&buf);
	}
	/* U+3022 has the byte of a quote in it, and is none. */
	struct str kanji = STR("<\0a\0 \0x\0=\0\"\0\x22\x30\"\0/\0>\0");
	CU_ASSERT_PTR_NULL(xml_guard(kanji).why);
	CU_ASSERT_PTR_NULL(xml_guard(STR("")).why);
	CU_ASSERT_PTR_NULL(xml_guard(STR("<")).why);
	CU_ASSERT_PTR_NULL(xml_guard(STR("<!--")).why);
}

static void
test_encodings(void)
{
	CU_ASSERT_PTR_NULL(xml_guard(STR("<?xml version='1.0' encoding='UTF-8'?><a/>")).why);
	CU_ASSERT_PTR_NULL(xml_guard(STR("\xef\xbb\xbf<?xml version='1.0' encoding=\"Shift_JIS\"?><a/>")).why);
	CU_ASSERT_PTR_NULL(xml_guard(STR("<?xml version='1.0'?><a/>")).why);
	CU_ASSERT_PTR_NOT_NULL(xml_guard(STR("<?xml version='1.0' encoding='UTF-7'?><a/>")).why);
	CU_ASSERT_PTR_NOT_NULL(xml_guard(STR("<?xml version='1.0' encoding='ISO-2022-JP'?><a/>")).why);
	CU_ASSERT_PTR_NOT_NULL(xml_guard(STR("\x4c\x6f\xa7\x94")).why);
	CU_ASSERT_PTR_NOT_NULL(xml_guard(STR("<\0\0\0a\0\0\0")).why);
	CU_ASSERT_FALSE(xml_guard(STR("<?xml version='1.0' encoding='UTF-7'?><a/>")).is_limit);
}

static const struct unit_test tests[] = {
	{ "attributes", test_attributes },
	{ "UTF-16", test_utf16 },
	{ "equal signs elsewhere", test_elsewhere },
	{ "encodings", test_encodings },
	{ NULL, NULL },
};

const struct unit_suite suite_syntax_xml_guard = { "syntax/xml_guard", tests };
