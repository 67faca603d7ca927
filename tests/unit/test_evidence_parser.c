/* What parsers ask of a bundle: names by pattern, the first of several places, links, and what could not be read. */
#include "fixture_account.h"

#include "evidence/bundle.h"
#include "tenken/base/limits.h"

static const char *const files[] = { "etc/x.d/.hidden.conf", "", "etc/x.d/a.conf", "A", "etc/x.d/b.conf", "B", "etc/x.d/sub/c.conf", "C",
	"etc/y.conf", "", "usr/etc/y.conf", "Y", NULL };

/* The names that fit, one behind the other. */
static const char *
matches(struct run *run, const char *pattern)
{
	const struct parse *parse = fixture_parse(run, files);
	const char *text = "";
	size_t at = 0;

	for (const struct file *file; (file = bundle_match(parse, pattern, &at));)
		text = arena_printf(run->arena, "%s%s ", text, file->name);
	return text;
}

static void
test_match(void)
{
	struct run *run = unit_run();

	UNIT_EQUAL(matches(run, "etc/x.d/*.conf"), "etc/x.d/a.conf etc/x.d/b.conf ");
	UNIT_EQUAL(matches(run, "etc/x.d/.*.conf"), "etc/x.d/.hidden.conf ");
	UNIT_EQUAL(matches(run, "etc/*/a.conf"), "etc/x.d/a.conf ");
	UNIT_EQUAL(matches(run, "etc/x.d/*/c.conf"), "etc/x.d/sub/c.conf ");
	UNIT_EQUAL(matches(run, "etc/*"), "etc/y.conf ");
	UNIT_EQUAL(matches(run, "etc/y.conf"), "etc/y.conf ");
	UNIT_EQUAL(matches(run, "*"), "");
	UNIT_EQUAL(matches(run, ""), "");
	unit_run_free(run);
}

static void
test_cost(void)
{
	struct run *run = unit_run();
	const struct parse *parse = fixture_parse(run, files);

	parse->bundle->matched = LIMIT_MATCHES - 3;
	CU_ASSERT_FALSE(bundle_is_withheld(parse, "etc/z.d/*"));
	for (int i = 0; i < 3; i++) {
		size_t at = 0;
		CU_ASSERT_PTR_NULL(bundle_match(parse, "etc/z.d/*", &at));
	}
	CU_ASSERT_TRUE(unit_has_diag(run, DIAG_LIMIT, 1));
	CU_ASSERT_TRUE(bundle_is_withheld(parse, "etc/z.d/*"));
	unit_run_free(run);
}

/* Whether the pattern may meet what is withheld under that name. */
static bool
is_met(struct run *run, const char *withheld, const char *pattern)
{
	const struct parse *parse = fixture_parse(run, files);

	bundle_withhold(parse->bundle, withheld);
	return bundle_is_withheld(parse, pattern);
}

static void
test_withheld(void)
{
	static const struct {
		const char *withheld, *pattern;
		bool is_met;
	} cases[] = {
		{ "", "etc/x.d/*.conf", true },
		{ "", "etc/y.conf", true },
		{ "etc/x.d/c.conf", "etc/x.d/*.conf", true },
		{ "etc/x.d/c.conf", "etc/x.d/c.conf", true },
		{ "etc/x.d/c.conf", "etc/x.d/", true },
		{ "etc/x.d/c.bak", "etc/x.d/*.conf", false },
		{ "etc/x.d/c.bak", "etc/x.d/", true },
		{ "etc/x.d/sub/c.conf", "etc/x.d/*.conf", false },
		{ "etc/x.d/.c.conf", "etc/x.d/*.conf", false },
		{ "etc/y.d/c.conf", "etc/x.d/*.conf", false },
		{ "etc/x.d/", "etc/x.d/*.conf", true },
		{ "etc/", "etc/x.d/*.conf", true },
		{ "etc/", "etc/y.conf", true },
		{ "etc/x.d/", "etc/*/a.conf", true },
		{ "etc/x.d/", "etc/y.conf", false },
		{ "etc/x/", "etc/x.d/*.conf", false },
		{ "usr/", "etc/x.d/*.conf", false },
	};
	struct run *run = unit_run();

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		if (is_met(run, cases[i].withheld, cases[i].pattern) != cases[i].is_met) {
			fprintf(stderr, "%s, %s\n", cases[i].withheld, cases[i].pattern);
			CU_FAIL("withheld");
		}
	CU_ASSERT_FALSE(bundle_is_withheld(fixture_parse(run, files), "etc/x.d/*.conf"));
	unit_run_free(run);
}

static void
test_first(void)
{
	static const char *const places[] = { "etc/z.conf", "etc/y.conf", "usr/etc/y.conf", NULL };
	struct run *run = unit_run();
	const struct parse *parse = fixture_parse(run, files);

	UNIT_EQUAL(bundle_first(parse, places)->name, "etc/y.conf");
	CU_ASSERT_PTR_NULL(bundle_first(parse, (const char *const[]){ "etc/z.conf", NULL }));
	/* The first is there, and nobody could read it: the others are not in its place. */
	bundle_withhold(parse->bundle, "etc/z.conf");
	CU_ASSERT_PTR_NULL(bundle_first(parse, places));
	unit_run_free(run);
}

static void
test_links(void)
{
	struct run *run = unit_run();
	const struct parse *parse = fixture_parse(run, files);
	struct file *items = parse->bundle->files.items;

	items[1].link = "b.conf";
	UNIT_EQUAL(bundle_file(parse, "etc/x.d/a.conf")->name, "etc/x.d/b.conf");
	items[1].link = "../../../out";
	CU_ASSERT_PTR_NULL(bundle_file(parse, "etc/x.d/a.conf"));
	CU_ASSERT_PTR_NULL(bundle_file(parse, "etc/x.d/a.conf"));
	CU_ASSERT_TRUE(unit_has_diag(run, DIAG_LINK_OUTSIDE, 1));   /* once */
	items[2].link = "not-collected";
	CU_ASSERT_PTR_NULL(bundle_file(parse, "etc/x.d/b.conf"));
	CU_ASSERT_TRUE(unit_has_diag(run, DIAG_LINK_OUTSIDE, 2));
	items[3].link = "c.conf";
	CU_ASSERT_PTR_NULL(bundle_file(parse, "etc/x.d/sub/c.conf"));
	CU_ASSERT_TRUE(unit_has_diag(run, DIAG_CYCLE, 1));
	unit_run_free(run);
}

static const struct unit_test tests[] = {
	{ "patterns", test_match },
	{ "what patterns cost", test_cost },
	{ "what could not be read", test_withheld },
	{ "the first of several places", test_first },
	{ "links", test_links },
	{ NULL, NULL },
};

const struct unit_suite suite_evidence_parser = { "evidence/parser", tests };
