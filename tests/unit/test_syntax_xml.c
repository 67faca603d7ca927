/* XML to a tree: what the tree holds, where it says things are, and what is refused. */
#include "tenken/syntax/xml.h"

#include "tenken/base/buf.h"
#include "tenken/base/limits.h"
#include "unit.h"

/* Parses text that may hold NUL bytes. */
static const struct xml_node *
parse(struct run *run, struct str bytes)
{
	struct xml_node *root = NULL;

	return xml_parse(run, run->arena, "t.xml", bytes, &root) == 0 ? root : NULL;
}

/* Parses what must be refused, and says how: `id line:column`. */
static const char *
refusal(struct run *run, struct str bytes)
{
	struct xml_node *root = NULL;
	size_t before = run->diags.list.len;

	CU_ASSERT_EQUAL(xml_parse(run, run->arena, "t.xml", bytes, &root), -1);
	CU_ASSERT_PTR_NULL(root);
	CU_ASSERT_EQUAL_FATAL(run->diags.list.len, before + 1);
	const struct diag *diag = &run->diags.list.items[before];
	UNIT_EQUAL(diag->span.path, "t.xml");
	return arena_printf(run->arena, "%s %u:%u", diag_entry(diag->id)->id, diag->span.line, diag->span.column);
}

static void
test_tree(void)
{
	struct run *run = unit_run();
	const struct xml_node *root = parse(run, STR(
	    "<?xml version='1.0' encoding='UTF-8'?>\n<!-- c --><a xmlns='urn:a' xmlns:p='urn:p' x='1 &lt; 2' xml:lang='ja' p:y='z'>\n"
	    "\t<b/>one<!-- <no/> --><p:c>two</p:c><b n=\"'>'\">three</b>\n</a>\n<?pi?>"));

	CU_ASSERT_PTR_NOT_NULL_FATAL(root);
	UNIT_EQUAL(root->name, "a");
	UNIT_EQUAL(root->ns, "urn:a");
	CU_ASSERT_EQUAL(root->attribute_count, 3);
	UNIT_EQUAL(xml_get(root, "x"), "1 < 2");
	UNIT_EQUAL(xml_get(root, "xml:lang"), "ja");
	UNIT_EQUAL(xml_get(root, "lang"), NULL);
	UNIT_EQUAL(xml_get(root, "y"), "z");
	UNIT_EQUAL(root->lead, "\n\t");
	UNIT_EQUAL(root->text, "\n\tone\n");
	const struct xml_node *b = xml_child(root, "b"), *c = xml_child(root, "c");
	UNIT_EQUAL(b->text, "");
	UNIT_EQUAL(b->tail, "one");
	UNIT_EQUAL(c->ns, "urn:p");
	UNIT_EQUAL(c->text, "two");
	UNIT_EQUAL(xml_get(xml_next(b, "b"), "n"), "'>'");
	CU_ASSERT_PTR_NULL(xml_next(c, "c"));
	CU_ASSERT_PTR_NULL(xml_child(c, "a"));
	CU_ASSERT_EQUAL(run->diags.list.len, 0);
	unit_run_free(run);
}

static void
test_text(void)
{
	struct run *run = unit_run();
	const struct xml_node *root = parse(run, STR(
	    "<p>\n  Logs are <em>kept \n for</em> a\tyear<![CDATA[ & <more>]]>.\n"
	    "  <q>ログを<i>1年</i>以上\n  保管する。\n  Use\n  NTP を、\n  使う</q> </p>"));

	CU_ASSERT_PTR_NOT_NULL_FATAL(root);
	UNIT_EQUAL(root->children->tail, " a\tyear & <more>.\n  ");
	UNIT_EQUAL(xml_text(run->arena, root->children), "kept for");
	UNIT_EQUAL(xml_text(run->arena, root),
	    "Logs are kept for a year & <more>. ログを1年以上保管する。 Use NTP を、使う");
	root = parse(run, STR("<p> \n </p>"));
	UNIT_EQUAL(xml_text(run->arena, root), "");
	UNIT_EQUAL(root->text, " \n ");
	unit_run_free(run);
}

static void
test_places(void)
{
	struct run *run = unit_run();
	const struct xml_node *root = parse(run, STR(
	    "\xef\xbb\xbf<!-- <a>\n> --><?p <x>\n?>\n  <a\n   x='>'\n   y='\n<'\n>日本<b/><![CDATA[\n<c/>]]><c/></a>"));

	CU_ASSERT_PTR_NULL(root);   /* `<` may not stand in an attribute's value */
	CU_ASSERT_TRUE(unit_has_diag(run, DIAG_XML_SYNTAX, 1));
	root = parse(run, STR(
	    "\xef\xbb\xbf<!-- <a>\n> --><?p <x>\n?>\n  <a\n   x='>'\n   y='\n>'\n>日本<b/><![CDATA[\n<c/>]]><c/></a>"));
	CU_ASSERT_PTR_NOT_NULL_FATAL(root);
	CU_ASSERT_EQUAL(root->span.line, 4);
	CU_ASSERT_EQUAL(root->span.column, 3);
	CU_ASSERT_EQUAL(root->children->span.line, 8);
	CU_ASSERT_EQUAL(root->children->span.column, 4);
	CU_ASSERT_EQUAL(root->children->next->span.line, 9);
	CU_ASSERT_EQUAL(root->children->next->span.column, 8);
	unit_run_free(run);
}

static void
test_many_lines(void)
{
	struct run *run = unit_run();
	struct buf buf = BUF_INIT(1u << 20);

	/* libxml2's own line numbers end at 65,535. */
	buf_puts(&buf, "<a>");
	for (int i = 0; i < 70000; i++)
		buf_putc(&buf, '\n');
	buf_puts(&buf, "<b/></a>");
	const struct xml_node *root = parse(run, buf_str(&buf));
	CU_ASSERT_PTR_NOT_NULL_FATAL(root);
	CU_ASSERT_EQUAL(root->children->span.line, 70001);
	buf_free(&buf);
	unit_run_free(run);
}

static void
test_encodings(void)
{
	struct run *run = unit_run();
	const struct xml_node *root = parse(run, STR("<?xml version='1.0' encoding='Shift_JIS'?>\n<a>\x83\x8d\x83\x4f</a>"));

	CU_ASSERT_PTR_NOT_NULL_FATAL(root);
	UNIT_EQUAL(root->text, "ログ");
	CU_ASSERT_EQUAL(root->span.line, 2);
	CU_ASSERT_EQUAL(root->span.column, 0);
	root = parse(run, STR("\xff\xfe<\0a\0>\0\n\0<\0b\0/\0>\0<\0/\0a\0>\0"));
	CU_ASSERT_PTR_NOT_NULL_FATAL(root);
	UNIT_EQUAL(root->children->name, "b");
	CU_ASSERT_EQUAL(root->children->span.line, 2);
	UNIT_EQUAL(refusal(run, STR("<?xml version='1.0' encoding='nonsense-9'?>\n<a/>")), "xml-forbidden 1:0");
	UNIT_EQUAL(refusal(run, STR("<a>\n \x83\x8d\x83\x4f</a>")), "xml-syntax 2:2");
	CU_ASSERT_PTR_NULL(parse(run, STR("<?xml version='1.0' encoding='Shift_JIS'?><a>\xe3\x83\xad\xff\xfd</a>")));
	CU_ASSERT_PTR_NULL(parse(run, STR("\0\0<\0\0\0a\0\0\0/\0\0\0>\0")));   /* UCS-4 of odd order */
	unit_run_free(run);
}

static void
test_doctype(void)
{
	struct run *run = unit_run();

	UNIT_EQUAL(refusal(run, STR("<!DOCTYPE a><a/>")), "xml-forbidden 1:1");
	UNIT_EQUAL(refusal(run, STR("<?xml version='1.0'?>\n <!DOCTYPE a SYSTEM 'http://127.0.0.1/x.dtd'><a/>")), "xml-forbidden 2:2");
	UNIT_EQUAL(refusal(run, STR("<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>\n<a>&x;</a>")), "xml-forbidden 1:1");
	UNIT_EQUAL(refusal(run, STR("<!DOCTYPE a [<!ENTITY % x SYSTEM 'file:///etc/passwd'> %x;]><a/>")), "xml-forbidden 1:1");
	UNIT_EQUAL(refusal(run, STR(
	    "<!DOCTYPE a [<!ENTITY b '0123456789'><!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;'><!ENTITY d '&c;&c;&c;&c;&c;&c;&c;&c;'>"
	    "<!ENTITY e '&d;&d;&d;&d;&d;&d;&d;&d;'><!ENTITY f '&e;&e;&e;&e;&e;&e;&e;&e;'><!ENTITY g '&f;&f;&f;&f;&f;&f;&f;&f;'>"
	    "<!ENTITY h '&g;&g;&g;&g;&g;&g;&g;&g;'>]><a x='&h;'>&h;</a>")), "xml-forbidden 1:1");
	UNIT_EQUAL(refusal(run, STR("<!DOCTYPE a [<!ENTITY b '&b;'>]><a x='&b;'/>")), "xml-forbidden 1:1");
	UNIT_EQUAL(refusal(run, STR("<a>&nbsp;</a>")), "xml-syntax 1:10");
	unit_run_free(run);
}

/* Parses with options; NULL when it is refused. */
static const struct xml_node *
parse_with(struct run *run, struct str bytes, bool (*is_wanted)(const char *))
{
	struct xml_options options = { .takes_doctype = true, .max_bytes = 4096, .is_wanted = is_wanted };
	struct xml_node *root = NULL;

	return xml_parse_with(run, run->arena, "t.xml", bytes, &options, &root) == 0 ? root : NULL;
}

static void
test_foreign_doctype(void)
{
	struct run *run = unit_run();

	const struct xml_node *root = parse_with(run, STR("<?xml version='1.0'?>\n<!DOCTYPE nmaprun>\n<?pi?><nmaprun><b/>\n</nmaprun>"), NULL);
	CU_ASSERT_PTR_NOT_NULL_FATAL(root);
	CU_ASSERT_EQUAL(root->span.line, 3);
	CU_ASSERT_PTR_NOT_NULL(parse_with(run, STR("<!DOCTYPE a []><a/>"), NULL));
	CU_ASSERT_EQUAL(run->diags.list.len, 0);
	CU_ASSERT_PTR_NULL(parse_with(run, STR("<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>"), NULL));
	CU_ASSERT_PTR_NULL(parse_with(run, STR("<!DOCTYPE a PUBLIC '-//x//y' 'http://127.0.0.1/x.dtd'><a/>"), NULL));
	CU_ASSERT_PTR_NULL(parse_with(run, STR("<!DOCTYPE a [<!ENTITY b 'x'>]><a>&b;</a>"), NULL));
	CU_ASSERT_PTR_NULL(parse_with(run, STR("<!DOCTYPE a [<!ENTITY % x SYSTEM 'file:///etc/passwd'> %x;]><a/>"), NULL));
	CU_ASSERT_PTR_NULL(parse_with(run, STR("<!DOCTYPE a [<!ATTLIST a x CDATA 'y'>]><a/>"), NULL));
	CU_ASSERT_PTR_NULL(parse_with(run, STR("<!DOCTYPE a [<!ENTITY b '&b;'>]><a x='&b;'/>"), NULL));
	CU_ASSERT_TRUE(unit_has_diag(run, DIAG_XML_FORBIDDEN, 6));
	/* A mistake behind a harmless one is a mistake. */
	CU_ASSERT_PTR_NULL(parse_with(run, STR("<!DOCTYPE a>\n<a x='1' x='2'/>"), NULL));
	CU_ASSERT_PTR_NULL(parse_with(run, STR("<!DOCTYPE a>\n<a>&b;</a>"), NULL));
	CU_ASSERT_TRUE(unit_has_diag(run, DIAG_XML_SYNTAX, 2));
	unit_run_free(run);
}

static bool
is_a_or_b(const char *name)
{
	return strcmp(name, "a") == 0 || strcmp(name, "b") == 0;
}

static void
test_unwanted(void)
{
	struct run *run = unit_run();

	/* Unwanted elements go with what is in them, wanted or not; places stay right, text around them joins. */
	const struct xml_node *root = parse_with(run, STR("<root>x<c>\n<b>no</b><c/>\n</c>y<b/>\n<c/>z<a>t<d>no</d>u</a></root>"), is_a_or_b);
	CU_ASSERT_PTR_NOT_NULL_FATAL(root);
	UNIT_EQUAL(root->name, "root");   /* the root is always there */
	UNIT_EQUAL(root->text, "xy\nz");
	const struct xml_node *b = root->children;
	UNIT_EQUAL(b->name, "b");
	CU_ASSERT_EQUAL(b->span.line, 3);
	CU_ASSERT_EQUAL(b->span.column, 6);
	UNIT_EQUAL(b->next->name, "a");
	UNIT_EQUAL(b->next->text, "tu");
	CU_ASSERT_PTR_NULL(b->next->next);
	CU_ASSERT_PTR_NULL(parse_with(run, STR("<root><c><b></c></root>"), is_a_or_b));
	CU_ASSERT_PTR_NULL(parse_with(run, STR("<root><c><c>"), is_a_or_b));
	CU_ASSERT_TRUE(unit_has_diag(run, DIAG_XML_SYNTAX, 2));
	unit_run_free(run);
}

static void
test_malformed(void)
{
	struct run *run = unit_run();
	static const char nul[] = "<a>x\0y</a>";

	UNIT_EQUAL(refusal(run, STR("")), "xml-syntax 0:0");
	UNIT_EQUAL(refusal(run, (struct str){ NULL, 0 }), "xml-syntax 0:0");
	CU_ASSERT_PTR_NULL(parse(run, STR("\xef\xbb\xbf")));
	CU_ASSERT_PTR_NULL(parse(run, STR("text")));
	UNIT_EQUAL(refusal(run, STR("<a>\n<b>")), "xml-syntax 2:4");
	CU_ASSERT_STRING_EQUAL(run->diags.list.items[run->diags.list.len - 1].detail, "the document ends too early");
	CU_ASSERT_PTR_NULL(parse(run, STR("<a><b></a></b>")));
	CU_ASSERT_PTR_NULL(parse(run, STR("<a/><b/>")));
	CU_ASSERT_PTR_NULL(parse(run, STR("<a/>tail")));
	CU_ASSERT_PTR_NULL(parse(run, STR("<a x='1' x='2'/>")));
	CU_ASSERT_PTR_NULL(parse(run, STR("<a><p:b/></a>")));   /* a prefix that nobody declared */
	CU_ASSERT_PTR_NULL(parse(run, (struct str){ nul, sizeof nul - 1 }));
	CU_ASSERT_PTR_NULL(parse(run, STR("<a/>\0junk")));
	CU_ASSERT_PTR_NULL(parse(run, STR("<a b='x\0y'/>")));
	/* Every one of them was reported, once. */
	CU_ASSERT_TRUE(unit_has_diag(run, DIAG_XML_SYNTAX, 13));
	CU_ASSERT_EQUAL(run->diags.list.len, 13);
	unit_run_free(run);
}

static const char *
nested(struct run *run, unsigned depth)
{
	struct buf buf = BUF_INIT(1u << 20);

	for (unsigned i = 0; i < depth; i++)
		buf_puts(&buf, "<a>");
	buf_puts(&buf, "x");
	for (unsigned i = 0; i < depth; i++)
		buf_puts(&buf, "</a>");
	const struct xml_node *root = parse(run, buf_str(&buf));
	const char *text = root ? xml_text(run->arena, root) : NULL;
	buf_free(&buf);
	return text;
}

static void
test_limits(void)
{
	struct run *run = unit_run();

	UNIT_EQUAL(nested(run, LIMIT_XML_DEPTH), "x");
	UNIT_EQUAL(nested(run, LIMIT_XML_DEPTH + 1), NULL);
	CU_ASSERT_TRUE(unit_has_diag(run, DIAG_LIMIT, 1));
	UNIT_EQUAL(nested(run, 100000), NULL);
	char *large = calloc(LIMIT_XML_BYTES + 1, 1);
	memset(large, ' ', LIMIT_XML_BYTES + 1);
	memcpy(large, "<a/>", 4);
	CU_ASSERT_PTR_NOT_NULL(parse(run, (struct str){ large, LIMIT_XML_BYTES }));
	CU_ASSERT_PTR_NULL(parse(run, (struct str){ large, LIMIT_XML_BYTES + 1 }));
	for (size_t i = 3; i + 8 < LIMIT_XML_BYTES; i += 4)
		memcpy(large + i, "<b/>", 4);
	memcpy(large, "<a>", 3);
	CU_ASSERT_PTR_NULL(parse(run, (struct str){ large, LIMIT_XML_BYTES }));
	free(large);
	CU_ASSERT_TRUE(unit_has_diag(run, DIAG_LIMIT, 4));
	CU_ASSERT_EQUAL(run->diags.list.len, 4);
	unit_run_free(run);
}

static const struct unit_test tests[] = {
	{ "tree", test_tree },
	{ "text in document order", test_text },
	{ "places of start tags", test_places },
	{ "many lines", test_many_lines },
	{ "encodings", test_encodings },
	{ "doctype and entities", test_doctype },
	{ "foreign doctypes", test_foreign_doctype },
	{ "unwanted elements", test_unwanted },
	{ "malformed", test_malformed },
	{ "limits", test_limits },
	{ NULL, NULL },
};

const struct unit_suite suite_syntax_xml = { "syntax/xml", tests };
