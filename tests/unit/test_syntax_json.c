/* json: values, lines, paths, and what hostile text costs. */
#include "unit.h"

#include "tenken/base/buf.h"
#include "tenken/base/limits.h"
#include "tenken/syntax/json.h"

static void
print(struct buf *buf, const struct json *node)
{
	static const char kinds[] = "zftnsao";

	if (node->name)
		buf_printf(buf, "%s=", node->name);
	buf_printf(buf, "%c%u%.*s", kinds[node->kind], node->line, (int)node->text.len, node->text.ptr);
	if (node->kind < JSON_KIND_ARRAY)
		return;
	buf_putc(buf, '(');
	for (const struct json *child = node->children; child; child = child->next) {
		print(buf, child);
		buf_puts(buf, child->next ? " " : "");
	}
	buf_putc(buf, ')');
}

/* The tree as kind, line and text of each value; `failed` for none. */
static const char *
read_json(struct run *run, struct str text)
{
	struct buf buf = BUF_INIT(1 << 20);
	struct json *root;

	if (json_parse(run, run->arena, "f.json", text, &root) != 0)
		return "failed";
	print(&buf, root);
	const char *tree = arena_strdup(run->arena, buf_str(&buf).ptr);
	buf_free(&buf);
	return tree;
}

static void
values_and_lines(void)
{
	struct run *run = unit_run();

	UNIT_EQUAL(read_json(run, STR("{\"a\": 1,\n \"b\" :\n [true, false,null , \"x\"]\n}\n")),
	    "o1(a=n11 b=a3(t3true f3false z3null s3x))");
	UNIT_EQUAL(read_json(run, STR("[]")), "a1()");
	UNIT_EQUAL(read_json(run, STR("\n\n { } ")), "o3()");
	UNIT_EQUAL(read_json(run, STR("[ { } , [ ] ]")), "a1(o1() a1())");
	/* Members stay in their order; escapes in names and values are read, and end no string. */
	UNIT_EQUAL(read_json(run, STR("{\"z\":\"a\\\"b\",\n\"\\u0041\\\\\":\"\\u3042\"}")), "o1(z=s1a\"b A\\=s2あ)");
	/* Marks inside strings are none. */
	UNIT_EQUAL(read_json(run, STR("[\"a,]}\",\n2]")), "a1(s1a,]} n22)");
	/* Numbers keep the digits they were written with. */
	UNIT_EQUAL(read_json(run, STR("[12345678901234567890123, -0.50, 1E3]")), "a1(n112345678901234567890123 n1-0.50 n11E3)");
	CU_ASSERT_EQUAL(run->diags.list.len, 0);
	unit_run_free(run);
}

static void
several_documents(void)
{
	struct run *run = unit_run();

	UNIT_EQUAL(read_json(run, STR("{\"a\":1}\n{\"a\":2}\n")), "a1(o1(a=n11) o2(a=n22))");
	UNIT_EQUAL(read_json(run, STR("{\n\"a\":1\n}\n\n[3]")), "a1(o1(a=n21) a5(n53))");
	CU_ASSERT_EQUAL(run->diags.list.len, 0);
	/* A last line that was cut off costs the file. */
	UNIT_EQUAL(read_json(run, STR("{\"a\":1}\n{\"a\":")), "failed");
	UNIT_EQUAL(read_json(run, STR("{\"a\":1}\nrest")), "failed");
	CU_ASSERT_EQUAL(run->diags.list.items[1].span.line, 2);
	CU_ASSERT_TRUE(unit_has_diag(run, DIAG_JSON_SYNTAX, 2));
	unit_run_free(run);
}

static void
malformed(void)
{
	const struct str texts[] = {
		STR(""), STR("{"), STR("["), STR("[1,]"), STR("{\"a\"}"), STR("{'a':1}"), STR("[1 2]"), STR("NaN"), STR("[01]"),
		STR("\"a\nb\""), STR("[\"\xff\"]"),
		STR("{\"a\":1,\"a\":2}"),        /* which of them counts, nobody can say */
		STR("[\"\\ud800\"]"), STR("[\"\\udc00\\ud800\"]"),   /* lone surrogates */
		STR("[\"a\\u0000b\"]"), STR("[\"a\0b\"]"), STR("\0"),
		STR("[1e999999]"),
	};
	struct run *run = unit_run();

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		UNIT_EQUAL(read_json(run, texts[i]), "failed");
		CU_ASSERT_TRUE(unit_has_diag(run, DIAG_JSON_SYNTAX, i + 1));
	}
	read_json(run, STR("{\"a\":1,\n\n\"a\":2}"));
	CU_ASSERT_EQUAL(run->diags.list.items[run->diags.list.len - 1].span.line, 3);
	unit_run_free(run);
}

/* `count` times `open` in front of `close`. */
static struct str
repeated(struct run *run, const char *open, size_t count, const char *close)
{
	size_t len = strlen(open), end = strlen(close);
	char *text = arena_alloc(run->arena, count * len + end + 1);

	for (size_t i = 0; i < count; i++)
		memcpy(text + i * len, open, len);
	memcpy(text + count * len, close, end);
	return (struct str){ text, count * len + end };
}

static void
limits(void)
{
	struct run *run = unit_run();

	/* Depth: the deepest that is read, and one more. */
	struct str deep = repeated(run, "[", LIMIT_JSON_DEPTH, "");
	struct str closed = { arena_printf(run->arena, "%s%s", deep.ptr, repeated(run, "]", LIMIT_JSON_DEPTH, "").ptr), 2 * LIMIT_JSON_DEPTH };
	CU_ASSERT_STRING_NOT_EQUAL(read_json(run, closed), "failed");
	CU_ASSERT_EQUAL(run->diags.list.len, 0);
	UNIT_EQUAL(read_json(run, repeated(run, "[\n", 1000000, "")), "failed");
	CU_ASSERT_EQUAL(run->diags.list.items[0].span.line, LIMIT_JSON_DEPTH + 1);
	/* Values. */
	UNIT_EQUAL(read_json(run, repeated(run, "0,", LIMIT_JSON_TREE_VALUES, "0]")), "failed");
	/* One string of 60 MB, closed or not. */
	UNIT_EQUAL(read_json(run, (struct str){ arena_printf(run->arena, "[\"%s\"]", repeated(run, "x", 60000000, "").ptr), 60000004 }), "failed");
	UNIT_EQUAL(read_json(run, (struct str){ arena_printf(run->arena, "[\"%s", repeated(run, "x", 60000000, "").ptr), 60000002 }), "failed");
	CU_ASSERT_TRUE(unit_has_diag(run, DIAG_LIMIT, 4));
	CU_ASSERT_EQUAL(run->diags.list.len, 4);
	unit_run_free(run);
}

/* What a path finds, as texts with blanks between. */
static const char *
select_texts(struct run *run, struct str text, const char *path)
{
	struct json_list list = { 0 };
	struct json *root;
	char *texts = arena_strdup(run->arena, "");

	if (json_parse(run, run->arena, "f.json", text, &root) != 0)
		return "failed";
	json_select(run->arena, root, path, &list);
	for (size_t i = 0; i < list.nodes.len; i++)
		texts = arena_printf(run->arena, "%s%s%c%.*s", texts, i ? " " : "", list.nodes.items[i]->kind == JSON_KIND_ARRAY ? '*' : '.',
		    (int)list.nodes.items[i]->text.len, list.nodes.items[i]->text.ptr);
	return texts;
}

static void
paths(void)
{
	const struct str text = STR("{\"a\":{\"b\":1,\"c\":[{\"d\":2},{\"e\":0},{\"d\":3}]},\"a.b\":4,\"@x.y\":5,\"\":6,\"l\":[7,8]}");
	struct run *run = unit_run();

	UNIT_EQUAL(select_texts(run, text, "a.b"), ".1 .4");
	UNIT_EQUAL(select_texts(run, text, "@x.y"), ".5");
	UNIT_EQUAL(select_texts(run, text, "a.c.d"), ".2 .3");   /* item by item */
	UNIT_EQUAL(select_texts(run, text, "l"), "*");           /* a list at the end is given itself */
	UNIT_EQUAL(select_texts(run, text, "a.b.c"), "");
	UNIT_EQUAL(select_texts(run, text, "A.B"), ".1 .4");     /* other capitals */
	UNIT_EQUAL(select_texts(run, STR("{\"N\":1,\"n\":2}"), "n"), ".2");   /* but the exact name goes before */
	UNIT_EQUAL(select_texts(run, STR("{\"N\":1,\"n\":2}"), "N"), ".1");
	UNIT_EQUAL(select_texts(run, text, "a."), "");
	UNIT_EQUAL(select_texts(run, STR("[{\"u\":1},{\"u\":2}]"), "u"), ".1 .2");
	UNIT_EQUAL(select_texts(run, STR("5"), ""), ".5");
	unit_run_free(run);
}

static void
members(void)
{
	struct run *run = unit_run();
	struct json *root;

	CU_ASSERT_EQUAL_FATAL(json_parse(run, run->arena, "f.json", STR("{\"s\":\"x\",\"S\":\"y\",\"l\":[1]}"), &root), 0);
	const struct json *found = json_member(root, "S");
	CU_ASSERT_TRUE_FATAL(found && str_is(found->text, "y"));
	CU_ASSERT_PTR_NULL(json_member(root, "L"));          /* as it is spelt */
	CU_ASSERT_PTR_NULL(json_member(root->children, "s"));   /* no object */
	CU_ASSERT_PTR_NULL(json_member(json_member(root, "l"), "1"));
	CU_ASSERT_PTR_NULL(json_member(NULL, "s"));
	unit_run_free(run);
}

static const struct unit_test tests[] = {
	{ "values and lines", values_and_lines },
	{ "several documents", several_documents },
	{ "malformed", malformed },
	{ "limits", limits },
	{ "paths", paths },
	{ "members", members },
	{ NULL, NULL }
};
const struct unit_suite suite_syntax_json = { "syntax/json", tests };
