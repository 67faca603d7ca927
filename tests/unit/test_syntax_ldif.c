/* LDIF: folding, base64, records; what is left out. */
#include "tenken/syntax/ldif.h"

#include "unit.h"

#include "tenken/base/limits.h"

/* The entries as `line{name=value;...}`, to be compared at once. */
static const char *
text_of(struct run *run, const char *bytes)
{
	struct ldif ldif = { 0 };
	const char *text = "";

	ldif_read(run, run->arena, "f", str_of(bytes), &ldif);
	for (size_t i = 0; i < ldif.entries.len; i++) {
		const struct ldif_entry *entry = &ldif.entries.items[i];
		text = arena_printf(run->arena, "%s%u{", text, entry->line);
		for (size_t v = 0; v < entry->values.len; v++)
			text = arena_printf(run->arena, "%s%.*s=%.*s;", text, (int)entry->values.items[v].name.len,
			    entry->values.items[v].name.ptr, (int)entry->values.items[v].value.len,
			    entry->values.items[v].value.ptr);
		text = arena_printf(run->arena, "%s}", text);
	}
	return text;
}

static void
check(const char *bytes, const char *expected, size_t unknown)
{
	struct run *run = unit_run();

	UNIT_EQUAL(text_of(run, bytes), expected);
	CU_ASSERT_TRUE(unit_has_diag(run, DIAG_SYNTAX_UNKNOWN, unknown));
	CU_ASSERT_EQUAL(run->diags.list.len, unknown);
	unit_run_free(run);
}

static void
test_records(void)
{
	check("", "", 0);
	check("version: 1\n\ndn: cn=a\ncn: a\n\n\n\ndn: cn=b\r\ncn:b\r\n", "3{dn=cn=a;cn=a;}8{dn=cn=b;cn=b;}", 0);
	check("dn: cn=a\nversion: 2", "1{dn=cn=a;version=2;}", 0); /* inside a record it is an attribute */
	check("dn: a:b: c\nempty:\n-\n", "1{dn=a:b: c;empty=;}", 0);
}

static void
test_folded(void)
{
	check("dn: cn=a\n bc\n d\ncn: x\n", "1{dn=cn=abcd;cn=x;}", 0);
	check("# a comment\n dn: not one\ndn: a\n", "3{dn=a;}", 0);
	check("dn:: Y\n W\n I=\n", "1{dn=ab;}", 0);
	/* A blank line ends the record, and what is folded behind it belongs to nothing. */
	check("dn: a\n\n b\n", "1{dn=a;}", 1);
}

static void
test_base64(void)
{
	check("cn:: 5L2Q6Jek\n", "1{cn=佐藤;}", 0);
	check("cn:: YWI=\nsn::YQ==\ngn:: \n", "1{cn=ab;sn=a;gn=;}", 0);
	check("dn: a\ncn:: YWI\nsn:: Y=I=\ngn:: ****\nou:: ====\n", "1{dn=a;}", 4);
	check("cn:: YQ=a\n", "", 1);
}

static void
test_left_out(void)
{
	check("dn: a\nno colon\n: no name\nphoto:< file:///etc/passwd\ncn: a\n", "1{dn=a;cn=a;}", 3);
}

static void
test_long(void)
{
	struct run *run = unit_run();
	struct ldif ldif = { 0 };
	struct str part = { arena_alloc(run->arena, 70001), 70000 };
	char *text = (char *)(uintptr_t)part.ptr;

	/* 70,000 bytes in folded lines of 70 are more than a line may have. */
	for (size_t i = 0; i < part.len; i++)
		text[i] = i % 70 == 69 ? '\n' : i % 70 == 0 && i ? ' ' : 'a';
	memcpy(text, "dn:", 3);
	ldif_read(run, run->arena, "f", part, &ldif);
	CU_ASSERT_EQUAL(ldif.entries.len, 0);
	CU_ASSERT_TRUE(unit_has_diag(run, DIAG_LIMIT, 1));
	unit_run_free(run);
}

static const struct unit_test tests[] = { { "records", test_records }, { "folded lines", test_folded },
	{ "base64", test_base64 }, { "what is left out", test_left_out },
	{ "a line beyond the limit", test_long }, { NULL, NULL } };
const struct unit_suite suite_syntax_ldif = { "syntax/ldif", tests };
