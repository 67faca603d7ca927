/* maturity: the scale, enumerated on small made-up profiles. Each test is one sentence of docs/maturity.md. */
#include "unit.h"

#include "tenken/maturity/maturity.h"

/* A profile of one control `c` with one question `q`, and what was found. */
struct bench {
	struct run *run;
	struct profile profile;
	struct control control;
	struct question question;
	struct statements statements;
	struct titles titles;
	struct results results;
};

static struct bench *
bench_new(enum modality modality)
{
	struct run *run = unit_run();
	struct bench *b = arena_alloc(run->arena, sizeof *b);

	b->run = run;
	b->control = (struct control){ .id = "c", .label = { "1", "1" }, .title = { "管理策", "Control" }, .statement = { "文", "Text" },
		.effect = { "", "" }, .catalog = "cat", .clause = "k", .modality = modality, .is_assessed = true, .target = 3, .weight = 2 };
	b->question = (struct question){ .id = "q", .text = { "設問", "Question" } };
	for (int i = 0; i < MATURITY_LEVELS; i++)
		b->question.levels[i][LANG_JA] = b->question.levels[i][LANG_EN] = "level";
	vec_push(run->arena, &b->question.covers, "c");
	b->profile.control_by_id = MAP_INIT(run->arena);
	b->profile.question_by_id = MAP_INIT(run->arena);
	vec_push(run->arena, &b->profile.controls, &b->control);
	vec_push(run->arena, &b->profile.questions, &b->question);
	vec_push(run->arena, &b->profile.clauses, (struct clause){ .id = "k", .label = { "1", "1" }, .title = { "箇条", "Clause" }, .catalog = "cat" });
	map_set(&b->profile.control_by_id, "c", &b->control);
	map_set(&b->profile.question_by_id, "q", &b->question);
	b->titles = (struct titles){ .checks = MAP_INIT(run->arena), .kinds = MAP_INIT(run->arena) };
	b->results.as_of = run->as_of;
	return b;
}

static void
criterion(struct bench *b, int level, enum criterion_kind kind, const char *id, bool is_all)
{
	struct criterion c = { .level = level, .kind = kind, .id = id, .is_all = is_all };

	vec_push(b->run->arena, &b->control.criteria, c);
}

/* Verdicts are pushed in the order the results sort them: by check, then subject. */
static void
verdict(struct bench *b, const char *check, const char *subject, enum result result)
{
	struct verdict v = { .check = check, .subject = subject, .subject_kind = "host", .record = "r", .kind = "log", .topics = "",
		.result = result, .reason = "", .message = { "", "" }, .at = "" };

	vec_push(b->run->arena, &b->results.verdicts, v);
}

static void
absence(struct bench *b, const char *check, const char *subject)
{
	verdict(b, check, subject, RESULT_UNKNOWN);
	b->results.verdicts.items[b->results.verdicts.len - 1].kind = "evidence";
}

static void
document(struct bench *b, const char *check, const char *topics, enum result result)
{
	verdict(b, check, "organisation", result);
	b->results.verdicts.items[b->results.verdicts.len - 1].topics = topics;
	b->results.verdicts.items[b->results.verdicts.len - 1].kind = "document";
}

static void
said(struct bench *b, bool is_interview, int level)
{
	struct statement s = { .question = "q", .subject = "organisation", .is_interview = is_interview, .is_complete = true, .level = level, .at = "" };

	vec_push(b->run->arena, &b->statements.list, s);
}

static const struct rating *
rate(struct bench *b)
{
	maturity_rate(b->run, &b->profile, &b->statements, &b->titles, &b->results);
	CU_ASSERT_EQUAL_FATAL(b->results.ratings.len, 1);
	return &b->results.ratings.items[0];
}

static void
thresholds(void)
{
	CU_ASSERT_EQUAL(attainment_of(0, false), ATTAINED_NONE);
	CU_ASSERT_EQUAL(attainment_of(0.15, false), ATTAINED_NONE);
	CU_ASSERT_EQUAL(attainment_of(0.151, false), ATTAINED_PARTLY);
	CU_ASSERT_EQUAL(attainment_of(0.50, false), ATTAINED_PARTLY);
	CU_ASSERT_EQUAL(attainment_of(0.85, false), ATTAINED_LARGELY);
	CU_ASSERT_EQUAL(attainment_of(0.851, false), ATTAINED_FULLY);
	CU_ASSERT_EQUAL(attainment_of(0.99, true), ATTAINED_LARGELY);
}

static void
nothing_is_unassessed_and_never_zero(void)
{
	struct bench *b = bench_new(MODALITY_REQUIREMENT);

	criterion(b, 3, CRITERION_CHECK, "x", false);
	absence(b, "x", "h1");
	const struct rating *r = rate(b);
	CU_ASSERT_EQUAL(r->level, LEVEL_UNASSESSED);
	CU_ASSERT_EQUAL(r->verdict, RESULT_UNKNOWN);
	CU_ASSERT_EQUAL(r->priority, 0);
	CU_ASSERT_EQUAL(r->coverage, 0);
	CU_ASSERT_EQUAL(b->results.summary.assessed, 0);
	CU_ASSERT(b->results.clauses.items[0].level_mean < 0);
	unit_run_free(b->run);
}

static void
a_check_that_was_never_run_is_unknown(void)
{
	struct bench *b = bench_new(MODALITY_REQUIREMENT);

	criterion(b, 3, CRITERION_CHECK, "x", false);
	CU_ASSERT_EQUAL(rate(b)->verdict, RESULT_UNKNOWN);
	unit_run_free(b->run);
}

static void
unknown_stays_in_the_denominator(void)
{
	struct bench *b = bench_new(MODALITY_RECOMMENDATION);

	criterion(b, 3, CRITERION_CHECK, "x", false);
	for (int i = 0; i < 8; i++)
		verdict(b, "x", arena_printf(b->run->arena, "h%d", i), RESULT_PASS);
	verdict(b, "x", "h8", RESULT_UNKNOWN);
	absence(b, "x", "h9");
	const struct rating *r = rate(b);
	CU_ASSERT_DOUBLE_EQUAL(r->criteria.items[0].attainment, 0.8, 1e-9);
	CU_ASSERT_EQUAL(r->ladder[3], ATTAINED_LARGELY);   /* not held */
	CU_ASSERT_EQUAL(r->verdict, RESULT_UNKNOWN);
	CU_ASSERT_EQUAL(r->level, 1);
	unit_run_free(b->run);
}

static void
not_applicable_leaves_the_denominator(void)
{
	struct bench *b = bench_new(MODALITY_RECOMMENDATION);

	criterion(b, 3, CRITERION_CHECK, "x", false);
	verdict(b, "x", "h1", RESULT_PASS);
	verdict(b, "x", "h2", RESULT_NOT_APPLICABLE);
	const struct rating *r = rate(b);
	CU_ASSERT_EQUAL(r->criteria.items[0].subjects, 1);
	CU_ASSERT_EQUAL(r->verdict, RESULT_PASS);
	CU_ASSERT_EQUAL(r->level, 3);   /* 1 is seen in force, 2 is implied by 3 */
	unit_run_free(b->run);
}

static void
one_failing_record_fails_its_subject(void)
{
	struct bench *b = bench_new(MODALITY_REQUIREMENT);

	criterion(b, 3, CRITERION_CHECK, "x", false);
	verdict(b, "x", "h1", RESULT_PASS);
	verdict(b, "x", "h1", RESULT_FAIL);
	const struct rating *r = rate(b);
	CU_ASSERT_EQUAL(r->criteria.items[0].passed, 0);
	CU_ASSERT_EQUAL(r->verdict, RESULT_FAIL);
	CU_ASSERT_EQUAL(r->level, 0);
	CU_ASSERT(r->priority >= 1000);
	unit_run_free(b->run);
}

static void
marked_all_is_full_only_at_one_hundred(void)
{
	struct bench *b = bench_new(MODALITY_RECOMMENDATION);

	criterion(b, 3, CRITERION_CHECK, "x", true);
	for (int i = 0; i < 99; i++)
		verdict(b, "x", arena_printf(b->run->arena, "h%02d", i), RESULT_PASS);
	verdict(b, "x", "h99", RESULT_FAIL);
	const struct rating *r = rate(b);
	CU_ASSERT_EQUAL(r->ladder[3], ATTAINED_LARGELY);
	CU_ASSERT_EQUAL(r->level, 1);
	unit_run_free(b->run);
}

static void
a_practice_without_a_rule_stands_at_one(void)
{
	struct bench *b = bench_new(MODALITY_RECOMMENDATION);

	criterion(b, 2, CRITERION_RULE, "log-policy", false);
	criterion(b, 3, CRITERION_CHECK, "x", false);
	verdict(b, "x", "h1", RESULT_PASS);
	const struct rating *r = rate(b);
	CU_ASSERT_EQUAL(r->verdict, RESULT_PASS);   /* the statement is about the practice */
	CU_ASSERT_EQUAL(r->level, 1);
	CU_ASSERT_PTR_NOT_NULL(strstr(r->why_not_next[LANG_JA].items[0], "実装は確認、規程なし"));
	unit_run_free(b->run);
}

static void
an_approved_reviewed_document_raises_and_an_unreviewed_one_does_not(void)
{
	for (int is_reviewed = 0; is_reviewed < 2; is_reviewed++) {
		struct bench *b = bench_new(MODALITY_REQUIREMENT);
		criterion(b, 2, CRITERION_DOCUMENT, "csirt-charter", false);
		document(b, "document-approver", "ir-flow csirt-charter", RESULT_PASS);
		document(b, "document-approver", "csirt-charter-x", RESULT_FAIL);   /* another kind with a like name */
		document(b, "document-review", "csirt-charter", is_reviewed ? RESULT_PASS : RESULT_FAIL);
		const struct rating *r = rate(b);
		CU_ASSERT_EQUAL(r->level, is_reviewed ? 2 : 0);
		CU_ASSERT_EQUAL(r->verdict, is_reviewed ? RESULT_PASS : RESULT_FAIL);
		unit_run_free(b->run);
	}
}

static void
withdrawn_documents_are_as_good_as_none(void)
{
	struct bench *b = bench_new(MODALITY_REQUIREMENT);

	criterion(b, 2, CRITERION_DOCUMENT, "csirt-charter", false);
	document(b, "document-approver", "csirt-charter", RESULT_NOT_APPLICABLE);
	document(b, "document-review", "csirt-charter", RESULT_NOT_APPLICABLE);
	const struct rating *r = rate(b);
	CU_ASSERT_EQUAL(r->verdict, RESULT_UNKNOWN);
	CU_ASSERT_EQUAL(r->level, LEVEL_UNASSESSED);
	unit_run_free(b->run);
}

static void
testimony_alone_confirms_level_one(void)
{
	struct bench *b = bench_new(MODALITY_REQUIREMENT);

	criterion(b, 2, CRITERION_DOCUMENT, "csirt-charter", false);
	criterion(b, 3, CRITERION_QUESTION, "q", false);
	said(b, false, 5);
	const struct rating *r = rate(b);
	CU_ASSERT_EQUAL(r->level, 1);
	CU_ASSERT_EQUAL(r->claim_level, 5);
	CU_ASSERT_EQUAL(r->claim, CLAIM_UNPROVEN);
	CU_ASSERT_EQUAL(r->verdict, RESULT_UNKNOWN);
	unit_run_free(b->run);
}

static void
an_answer_of_absence_is_level_zero(void)
{
	struct bench *b = bench_new(MODALITY_RECOMMENDATION);

	criterion(b, 3, CRITERION_QUESTION, "q", false);
	said(b, false, 0);
	const struct rating *r = rate(b);
	CU_ASSERT_EQUAL(r->level, 0);
	CU_ASSERT_EQUAL(r->claim, CLAIM_AGREES);
	CU_ASSERT(r->priority > 0);
	unit_run_free(b->run);
}

static void
evidence_beats_the_claim(void)
{
	struct bench *b = bench_new(MODALITY_RECOMMENDATION);

	criterion(b, 3, CRITERION_CHECK, "x", false);
	verdict(b, "x", "h1", RESULT_FAIL);
	said(b, false, 4);
	const struct rating *r = rate(b);
	CU_ASSERT_EQUAL(r->claim, CLAIM_CONTRADICTED);
	CU_ASSERT_EQUAL(r->verdict, RESULT_FAIL);
	CU_ASSERT_EQUAL(b->results.summary.contradictions, 1);
	unit_run_free(b->run);
}

static void
a_failure_above_the_claim_contradicts_nothing(void)
{
	struct bench *b = bench_new(MODALITY_RECOMMENDATION);

	criterion(b, 3, CRITERION_CHECK, "x", false);
	verdict(b, "x", "h1", RESULT_FAIL);
	said(b, false, 1);
	CU_ASSERT_EQUAL(rate(b)->claim, CLAIM_AGREES);
	unit_run_free(b->run);
}

static void
an_interview_is_evidence(void)
{
	struct bench *b = bench_new(MODALITY_RECOMMENDATION);

	criterion(b, 2, CRITERION_DOCUMENT, "csirt-charter", false);
	criterion(b, 3, CRITERION_INTERVIEW, "q", false);
	criterion(b, 4, CRITERION_QUESTION, "q", false);
	said(b, true, 3);
	const struct rating *r = rate(b);
	CU_ASSERT_EQUAL(r->level, 3);
	CU_ASSERT_EQUAL(r->verdict, RESULT_PASS);
	unit_run_free(b->run);
}

static void
an_interview_that_confirms_less_fails(void)
{
	struct bench *b = bench_new(MODALITY_RECOMMENDATION);

	criterion(b, 3, CRITERION_INTERVIEW, "q", false);
	said(b, true, 2);
	const struct rating *r = rate(b);
	CU_ASSERT_EQUAL(r->verdict, RESULT_FAIL);
	unit_run_free(b->run);
}

static void
an_interview_remedies_no_failing_document(void)
{
	struct bench *b = bench_new(MODALITY_REQUIREMENT);

	criterion(b, 2, CRITERION_DOCUMENT, "csirt-charter", false);
	document(b, "document-approver", "csirt-charter", RESULT_FAIL);
	said(b, true, 5);
	CU_ASSERT_EQUAL(rate(b)->verdict, RESULT_FAIL);
	unit_run_free(b->run);
}

static void
an_incomplete_interview_is_nothing(void)
{
	struct bench *b = bench_new(MODALITY_RECOMMENDATION);

	criterion(b, 3, CRITERION_INTERVIEW, "q", false);
	said(b, true, 5);
	b->statements.list.items[0].is_complete = false;
	const struct rating *r = rate(b);
	CU_ASSERT_EQUAL(r->verdict, RESULT_UNKNOWN);
	CU_ASSERT_EQUAL(r->level, LEVEL_UNASSESSED);
	unit_run_free(b->run);
}

static void
half_the_deciding_evidence_does_not_pass(void)
{
	struct bench *b = bench_new(MODALITY_RECOMMENDATION);

	criterion(b, 3, CRITERION_CHECK, "x", false);
	criterion(b, 3, CRITERION_INTERVIEW, "q", false);
	verdict(b, "x", "h1", RESULT_PASS);
	CU_ASSERT_EQUAL(rate(b)->verdict, RESULT_UNKNOWN);
	unit_run_free(b->run);
}

static void
does_not_apply_stands_only_without_evidence(void)
{
	for (int has_evidence = 0; has_evidence < 2; has_evidence++) {
		struct bench *b = bench_new(MODALITY_RECOMMENDATION);
		criterion(b, 3, CRITERION_CHECK, "x", false);
		if (has_evidence)
			verdict(b, "x", "h1", RESULT_FAIL);
		said(b, false, LEVEL_UNASSESSED);
		b->statements.list.items[0].is_not_applicable = true;
		const struct rating *r = rate(b);
		CU_ASSERT_EQUAL(r->verdict, has_evidence ? RESULT_FAIL : RESULT_NOT_APPLICABLE);
		CU_ASSERT_EQUAL(r->level, has_evidence ? 0 : LEVEL_UNASSESSED);
		unit_run_free(b->run);
	}
}

static void
nothing_is_reached_above_the_highest_criteria(void)
{
	struct bench *b = bench_new(MODALITY_RECOMMENDATION);

	criterion(b, 3, CRITERION_CHECK, "x", false);
	verdict(b, "x", "h1", RESULT_PASS);
	const struct rating *r = rate(b);
	CU_ASSERT_EQUAL(r->ladder[4], ATTAINED_NONE);
	CU_ASSERT_EQUAL(r->level, 3);
	unit_run_free(b->run);
}

static void
a_supplementary_criterion_counts_only_when_it_fails(void)
{
	static const enum result results[] = { RESULT_PASS, RESULT_UNKNOWN, RESULT_NOT_APPLICABLE, RESULT_FAIL, RESULT_ERROR };

	for (size_t i = 0; i < sizeof results / sizeof *results; i++) {
		struct bench *b = bench_new(MODALITY_RECOMMENDATION);
		criterion(b, 3, CRITERION_CHECK, "x", false);
		b->control.criteria.items[0].is_supplementary = true;
		criterion(b, 3, CRITERION_INTERVIEW, "q", false);
		verdict(b, "x", "h1", results[i]);
		verdict(b, "x", "h2", RESULT_UNKNOWN);
		said(b, true, 3);
		const struct rating *r = rate(b);
		bool is_failed = i >= 3;
		CU_ASSERT_EQUAL(r->verdict, is_failed ? results[i] : RESULT_PASS);
		CU_ASSERT_EQUAL(r->level, is_failed ? 1 : 3);
		CU_ASSERT_EQUAL(r->criteria.len, is_failed ? 2 : 1);
		CU_ASSERT_EQUAL(r->verdicts.len, is_failed ? 2 : 0);
		if (is_failed)
			CU_ASSERT_EQUAL(r->criteria.items[0].subjects, 1);   /* h2 is not known to fail */
		unit_run_free(b->run);
	}
}

static void
supplementary_evidence_alone_shows_nothing(void)
{
	struct bench *b = bench_new(MODALITY_RECOMMENDATION);

	criterion(b, 3, CRITERION_CHECK, "x", false);
	b->control.criteria.items[0].is_supplementary = true;
	verdict(b, "x", "h1", RESULT_PASS);
	const struct rating *r = rate(b);
	CU_ASSERT_EQUAL(r->verdict, RESULT_UNKNOWN);
	CU_ASSERT_EQUAL(r->level, LEVEL_UNASSESSED);
	unit_run_free(b->run);
}

static const struct unit_test tests[] = {
	{ "thresholds", thresholds },
	{ "nothing is unassessed and never zero", nothing_is_unassessed_and_never_zero },
	{ "a check that was never run is unknown", a_check_that_was_never_run_is_unknown },
	{ "unknown stays in the denominator", unknown_stays_in_the_denominator },
	{ "not applicable leaves the denominator", not_applicable_leaves_the_denominator },
	{ "one failing record fails its subject", one_failing_record_fails_its_subject },
	{ "marked all is full only at one hundred", marked_all_is_full_only_at_one_hundred },
	{ "a practice without a rule stands at one", a_practice_without_a_rule_stands_at_one },
	{ "an approved, reviewed document raises, an unreviewed one does not",
	    an_approved_reviewed_document_raises_and_an_unreviewed_one_does_not },
	{ "withdrawn documents are as good as none", withdrawn_documents_are_as_good_as_none },
	{ "testimony alone confirms level one", testimony_alone_confirms_level_one },
	{ "an answer of absence is level zero", an_answer_of_absence_is_level_zero },
	{ "evidence beats the claim", evidence_beats_the_claim },
	{ "a failure above the claim contradicts nothing", a_failure_above_the_claim_contradicts_nothing },
	{ "an interview is evidence", an_interview_is_evidence },
	{ "an interview that confirms less fails", an_interview_that_confirms_less_fails },
	{ "an interview remedies no failing document", an_interview_remedies_no_failing_document },
	{ "an incomplete interview is nothing", an_incomplete_interview_is_nothing },
	{ "half the deciding evidence does not pass", half_the_deciding_evidence_does_not_pass },
	{ "does not apply stands only without evidence", does_not_apply_stands_only_without_evidence },
	{ "nothing is reached above the highest criteria", nothing_is_reached_above_the_highest_criteria },
	{ "a supplementary criterion counts only when it fails", a_supplementary_criterion_counts_only_when_it_fails },
	{ "supplementary evidence alone shows nothing", supplementary_evidence_alone_shows_nothing },
	{ 0 },
};

const struct unit_suite suite_maturity = { "maturity", tests };
