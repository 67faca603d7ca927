/* Rule contexts: what is a match pattern, what is refused. Which elements they match is compared with an independent
 * processor in tests/schematron. */
#include "fixture_check.h"

/* The names of the elements below that the context takes, joined by blanks. */
static const char *
matched(const char *context)
{
	static char text[200];
	struct run *run = unit_run();
	struct schema *schema = fixture_rule(run, context, "<report id='r' test='true()'>r</report>");
	struct subject *subject = fixture_subject(run);
	struct verdicts verdicts;

	fixture_record(subject, "log", "a", "kind", "x", NULL);
	fixture_record(subject, "clock", NULL, NULL);
	fixture_record(subject, "log", "b|c", "kind", "y", NULL);
	CU_ASSERT_PTR_NOT_NULL_FATAL(schema);
	fixture_judge(run, schema, subject, &verdicts);
	*text = '\0';
	for (size_t i = 0; i < verdicts.list.len; i++)
		snprintf(text + strlen(text), sizeof text - strlen(text), "%s%s", i ? " " : "",
		    verdicts.list.items[i].record);
	unit_run_free(run);
	return text;
}

static void
test_matches(void)
{
	UNIT_EQUAL(matched("e:log"), "a b|c");
	UNIT_EQUAL(matched("e:evidence"), "evidence");
	UNIT_EQUAL(matched("/e:evidence/e:log"), "a b|c");
	UNIT_EQUAL(matched("//e:clock"), "clock");
	UNIT_EQUAL(matched("e:log[@kind='y'] | e:clock|e:evidence"), "clock b|c evidence");
	UNIT_EQUAL(matched("e:log|e:log"), "a b|c");
	UNIT_EQUAL(matched("e:log[contains(@name, '|')]"), "b|c");
	UNIT_EQUAL(matched("e:*"), "a clock b|c evidence");
	UNIT_EQUAL(matched("*"), "a clock b|c evidence");
	UNIT_EQUAL(matched("log"), "");
	UNIT_EQUAL(matched("e:log/e:log"), "");
	UNIT_EQUAL(matched("e:evidence/child::e:log[2]"), "b|c");
}

static void
test_refused(void)
{
	static const char *const contexts[] = {
		"/", "@name", "e:log/@name", "text()", "node()", "e:log | comment()", ".", "e:log/..", "$x", "e:log[@kind=$x]",
		"id('x')", "parent::e:log", "e:log[current()/@name]", "e:log and e:clock", "1", "'x'", "(e:log)",
		"e:log |", "| e:log", "e:log||e:clock", "", " ", "e:log[", "e:log]", "e:log[]", "e:log e:log", "e:log//", "//",
		"x:log", "e:log[x:y()]", "e:log[document('/etc/passwd')]",
	};

	for (size_t i = 0; i < sizeof contexts / sizeof *contexts; i++) {
		struct run *run = unit_run();
		const struct schema *schema = fixture_rule(run, contexts[i], "<report test='true()'>r</report>");
		if (schema || run->diags.list.len != 1) {
			fprintf(stderr, "%zu diagnostics: %s\n", run->diags.list.len, contexts[i]);
			CU_FAIL("refused with one diagnostic");
		}
		unit_run_free(run);
	}
}

static void
test_branches(void)
{
	struct run *run = unit_run();
	struct schema *schema = fixture_rule(run, "e:log[@a | @b] | //*/e:clock | e:*",
	    "<report test='true()'>r</report>");

	CU_ASSERT_PTR_NOT_NULL_FATAL(schema);
	const struct rule *rule = schema->patterns.items[0]->rules.items[0];
	CU_ASSERT_EQUAL_FATAL(rule->branches.len, 3);
	UNIT_EQUAL(rule->branches.items[0].pattern->text, "e:log[@a | @b]");
	UNIT_EQUAL(rule->branches.items[0].select->text, "//e:log[@a | @b]");
	UNIT_EQUAL(rule->branches.items[0].element, "log");
	UNIT_EQUAL(rule->branches.items[1].select->text, "//*/e:clock");
	UNIT_EQUAL(rule->branches.items[1].element, "clock");
	UNIT_EQUAL(rule->branches.items[2].element, NULL);
	unit_run_free(run);
}

const struct unit_suite suite_check_context = {
	"check_context", (const struct unit_test[]){
		{ "what matches", test_matches },
		{ "what is refused", test_refused },
		{ "branches", test_branches },
		{ NULL, NULL },
	},
};
