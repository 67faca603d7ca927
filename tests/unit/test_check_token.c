/* The lexer of XPath: where names are operators, where brackets pair, what is refused. */
#include "unit.h"

#include "check/token.h"

/* One letter a token kind, in the order of enum token_kind. */
static const char *
kinds(struct run *run, const char *text)
{
	static const char letters[] = "NAFTO/S@.:()[],;$LD";
	struct tokens tokens = { 0 };
	const char *fault = tokens_read(run->arena, text, &tokens);

	if (fault)
		return arena_printf(run->arena, "!%s", fault);
	char *out = arena_alloc(run->arena, tokens.list.len + 1);
	for (size_t i = 0; i < tokens.list.len; i++)
		out[i] = letters[tokens.list.items[i].kind];
	return out;
}

static void
test_kinds(void)
{
	static const struct {
		const char *text, *expected;
	} rows[] = {
		{ "@x", "@N" },
		{ "e:log[@security='true']", "N[@NOL]" },
		{ "not(@x < 5)", "F(@NOD)" },
		{ "text() | comment()", "T()OT()" },
		{ "child::e:log/attribute::x", "A;N/A;N" },
		{ "*", "N" },
		{ "* * *", "NON" },
		{ "e:*//@*", "NS@N" },
		{ "and and and", "NON" },
		{ "div div div", "NON" },
		{ "or[or or or]", "N[NON]" },
		{ "@or or @and", "@NO@N" },
		{ "5 mod 2", "DOD" },
		{ "mod(1)", "F(D)" },
		{ ". div ..", ".O:" },
		{ ".5 + 5.", "DOD" },
		{ "a-b - c", "NON" },
		{ "$a-b -$c", "$O$" },
		{ "$e:v=\"a'b\"", "$OL" },
		{ "'it''s'", "LL" },   /* XPath 1.0 has no doubled quotes: two strings, for libxml2 to refuse */
		{ "x>=1 and x!=2 and x<=3", "NODONODONOD" },
		{ "日本語/@属性", "N/@N" },
		{ "text", "N" },
		{ "node ()", "T()" },
		{ "self :: e:log", "A;N" },
		{ "concat(',', ']')", "F(L,L)" },
	};
	struct run *run = unit_run();

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		UNIT_EQUAL(kinds(run, rows[i].text), rows[i].expected);
	unit_run_free(run);
}

static void
test_faults(void)
{
	struct run *run = unit_run();

	UNIT_EQUAL(kinds(run, ""), "!an empty expression");
	UNIT_EQUAL(kinds(run, " \t\n"), "!an empty expression");
	UNIT_EQUAL(kinds(run, "'x"), "!a string is not closed");
	UNIT_EQUAL(kinds(run, "$ x"), "!a name is missing after $");
	UNIT_EQUAL(kinds(run, "a[(b])"), "!brackets do not pair");
	UNIT_EQUAL(kinds(run, ")"), "!brackets do not pair");
	UNIT_EQUAL(kinds(run, "a["), "!brackets do not pair");
	UNIT_EQUAL(kinds(run, "a ; b"), "!a character has no meaning in XPath");
	UNIT_EQUAL(kinds(run, "a ! b"), "!a character has no meaning in XPath");
	unit_run_free(run);
}

/* `depth` pairs of parentheses around a 1. */
static const char *
nested(struct run *run, size_t depth)
{
	char *text = arena_alloc(run->arena, 2 * depth + 2);

	memset(text, '(', depth);
	text[depth] = '1';
	memset(text + depth + 1, ')', depth);
	return text;
}

static void
test_limits(void)
{
	struct run *run = unit_run();
	char *text = arena_alloc(run->arena, EXPRESSION_BYTES + 2);

	CU_ASSERT_NOT_EQUAL(*kinds(run, nested(run, EXPRESSION_DEPTH)), '!');
	UNIT_EQUAL(kinds(run, nested(run, EXPRESSION_DEPTH + 1)), "!brackets are nested deeper than 64");
	memset(text, '1', EXPRESSION_BYTES);
	UNIT_EQUAL(kinds(run, text), "D");
	text[EXPRESSION_BYTES] = '1';
	UNIT_EQUAL(kinds(run, text), "!longer than 8192 bytes");
	unit_run_free(run);
}

static void
test_places(void)
{
	struct run *run = unit_run();
	struct str prefix, local;
	struct tokens tokens;

	CU_ASSERT_PTR_NULL(tokens_read(run->arena, "a[ $bc = 'de']", &tokens));
	CU_ASSERT_EQUAL(tokens.list.items[2].start, 3);
	CU_ASSERT_EQUAL(tokens.list.items[2].end, 6);
	CU_ASSERT_TRUE(str_is(tokens.list.items[2].text, "bc"));
	CU_ASSERT_TRUE(str_is(tokens.list.items[4].text, "de"));
	CU_ASSERT_EQUAL(tokens.list.items[4].depth, 1);
	CU_ASSERT_EQUAL(tokens.list.items[1].depth, 0);
	CU_ASSERT_EQUAL(token_closing(&tokens, 1), 5);
	CU_ASSERT_FALSE(token_is(&tokens, 6, TOKEN_RIGHT, NULL));
	token_split(STR("e:log"), &prefix, &local);
	CU_ASSERT_TRUE(str_is(prefix, "e") && str_is(local, "log"));
	token_split(STR("log"), &prefix, &local);
	CU_ASSERT_TRUE(str_is(prefix, "") && str_is(local, "log"));
	unit_run_free(run);
}

const struct unit_suite suite_check_token = {
	"check_token", (const struct unit_test[]){
		{ "kinds", test_kinds },
		{ "faults", test_faults },
		{ "limits", test_limits },
		{ "places", test_places },
		{ NULL, NULL },
	},
};
