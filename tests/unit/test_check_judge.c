/* From what fires to a verdict. */
#include "fixture_check.h"

static const char *
judge(struct run *run, const char *assertions, struct verdicts *ret)
{
	struct subject *subject = fixture_subject(run);
	struct schema *schema = fixture_rule(run, "e:document", assertions);

	CU_ASSERT_PTR_NOT_NULL_FATAL(schema);
	fixture_record(subject, "document", "D-1", "document-kind", "policy procedure", NULL);
	return fixture_judge(run, schema, subject, ret);
}

#define UNKNOWN(id, test) "<report role='unknown' id='" id "' test='" test "()'>unknown " id "</report>"
#define APART(id, test) "<report role='not-applicable' id='" id "' test='" test "()'>apart " id "</report>"
#define ASSERT(id, test) "<assert id='" id "' test='" test "()'>assert " id "</assert>"
#define REPORT(id, test) "<report id='" id "' test='" test "()'>report " id "</report>"

static void
test_results(void)
{
	static const struct {
		const char *assertions, *expected;
	} rows[] = {
		{ ASSERT("a", "true"), "p/D-1=pass:" },
		{ ASSERT("a", "false"), "p/D-1=fail:a" },
		{ REPORT("r", "false"), "p/D-1=pass:" },
		{ REPORT("r", "true"), "p/D-1=fail:r" },
		{ ASSERT("a", "true") REPORT("r", "true") ASSERT("b", "false"), "p/D-1=fail:r" },
		/* a role decides before everything else, wherever it stands */
		{ UNKNOWN("u", "true") ASSERT("a", "false"), "p/D-1=unknown:u" },
		{ APART("n", "true") ASSERT("a", "false"), "p/D-1=not-applicable:n" },
		{ ASSERT("a", "false") UNKNOWN("u", "true"), "p/D-1=unknown:u" },
		{ UNKNOWN("u", "true") APART("n", "true"), "p/D-1=unknown:u" },
		{ APART("n", "true") UNKNOWN("u", "true"), "p/D-1=not-applicable:n" },
		{ UNKNOWN("u", "false") APART("n", "false") ASSERT("a", "false"), "p/D-1=fail:a" },
		{ UNKNOWN("u", "false") APART("n", "false") ASSERT("a", "true"), "p/D-1=pass:" },
		/* a rule that asserts nothing has nothing to pass */
		{ UNKNOWN("u", "true"), "p/D-1=unknown:u" },
		{ UNKNOWN("u", "false") APART("n", "false"), "" },
		{ "", "" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct run *run = unit_run();
		UNIT_EQUAL(judge(run, rows[i].assertions, NULL), rows[i].expected);
		unit_run_free(run);
	}
}

static void
test_fields(void)
{
	struct run *run = unit_run();
	struct verdicts verdicts;

	judge(run, ASSERT("a", "false") ASSERT("b", "true") REPORT("r", "true"), &verdicts);
	CU_ASSERT_EQUAL_FATAL(verdicts.list.len, 1);
	const struct verdict *verdict = verdicts.list.items;
	UNIT_EQUAL(verdict->check, "p");
	UNIT_EQUAL(verdict->subject, "h1");
	UNIT_EQUAL(verdict->subject_kind, "host");
	UNIT_EQUAL(verdict->record, "D-1");
	UNIT_EQUAL(verdict->kind, "document");
	UNIT_EQUAL(verdict->topics, "policy procedure");
	UNIT_EQUAL(verdict->at, "h1!/f:1");
	UNIT_EQUAL(verdict->reason, "a");
	UNIT_EQUAL(verdict->message[LANG_EN], "assert a; report r");
	UNIT_EQUAL(verdict->message[LANG_JA], "assert a。report r");
	judge(run, ASSERT("a", "true"), &verdicts);
	UNIT_EQUAL(verdicts.list.items[0].reason, "");
	UNIT_EQUAL(verdicts.list.items[0].message[LANG_JA], "");
	UNIT_EQUAL(verdicts.list.items[0].message[LANG_EN], "");
	unit_run_free(run);
}

static void
test_absence(void)
{
	struct run *run = unit_run();
	struct verdicts verdicts;
	struct schema *schema = fixture_rule(run, "e:evidence[not(e:log)]", UNKNOWN("u", "true"));

	CU_ASSERT_PTR_NOT_NULL_FATAL(schema);
	UNIT_EQUAL(fixture_judge(run, schema, fixture_subject(run), &verdicts), "p/evidence=unknown:u");
	UNIT_EQUAL(verdicts.list.items[0].kind, "evidence");
	UNIT_EQUAL(verdicts.list.items[0].at, "");
	UNIT_EQUAL(verdicts.list.items[0].topics, "");
	unit_run_free(run);
}

/* Without an id: the first diagnostic's without its language, else the pattern's. */
static void
test_reasons(void)
{
	static const char *const diagnostics =
	    "<diagnostics><diagnostic id='log-size-ja' xml:lang='ja'>x</diagnostic><diagnostic id='plain'>x</diagnostic></diagnostics>";
	static const struct {
		const char *assertion, *expected;
	} rows[] = {
		{ "<assert test='false()' diagnostics='log-size-ja plain'>x</assert>", "p/log=fail:log-size" },
		{ "<report role='unknown' test='true()' diagnostics='plain log-size-ja'>x</report>",
		    "p/log=unknown:plain" },
		{ "<assert test='false()'>x</assert>", "p/log=fail:p" },
		{ "<assert id='own' test='false()' diagnostics='plain'>x</assert>", "p/log=fail:own" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct run *run = unit_run();
		struct subject *subject = fixture_subject(run);
		struct schema *schema = fixture_schema(run, arena_printf(run->arena,
		    "<pattern id='p'><rule context='e:log'>%s</rule></pattern>%s", rows[i].assertion, diagnostics));
		CU_ASSERT_PTR_NOT_NULL_FATAL(schema);
		fixture_record(subject, "log", NULL, NULL);
		UNIT_EQUAL(fixture_judge(run, schema, subject, NULL), rows[i].expected);
		unit_run_free(run);
	}
}

/* An error wins over what failed before it: half of a check is no check. */
static void
test_errors(void)
{
	static const char bad[] = "<assert id='bad' test=\"not(@name = 'D-1') or count('x')\">x</assert>";
	static const char bad_role[] = "<report role='unknown' id='bad' test=\"@name = 'D-1' and count('x')\">x</report>";
	struct run *run = unit_run();
	struct verdicts verdicts;

	UNIT_EQUAL(judge(run, arena_printf(run->arena, "%s%s", ASSERT("a", "false"), bad), &verdicts),
	    "p/D-1=error:bad");
	UNIT_EQUAL(verdicts.list.items[0].message[LANG_EN], "The check could not be evaluated, so nothing was decided");
	UNIT_EQUAL(judge(run, arena_printf(run->arena, "%s%s", bad, ASSERT("a", "false")), NULL), "p/D-1=error:bad");
	UNIT_EQUAL(judge(run, arena_printf(run->arena, "%s%s", bad_role, ASSERT("a", "true")), NULL),
	    "p/D-1=error:bad");
	/* A report that decides before it makes the error moot. */
	UNIT_EQUAL(judge(run, arena_printf(run->arena, "%s%s", UNKNOWN("u", "true"), bad), NULL), "p/D-1=unknown:u");
	unit_run_free(run);
}

const struct unit_suite suite_check_judge = {
	"check_judge", (const struct unit_test[]){
		{ "results", test_results },
		{ "fields", test_fields },
		{ "absence", test_absence },
		{ "reasons", test_reasons },
		{ "errors", test_errors },
		{ NULL, NULL },
	},
};
