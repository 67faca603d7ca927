/* The gap report from made-up results: what it must say, what it must never say, in both languages. */
#include "fixture_results.h"
#include "tenken/report/report.h"
#include "unit.h"

static const char *
tree_of(struct run *run, const struct results *results, enum lang lang)
{
	struct document document;
	struct buf out = BUF_INIT(1 << 24);
	const char *text = "";

	CU_ASSERT_EQUAL_FATAL(report_gap(run, results, lang, &document), 0);
	UNIT_EQUAL(document_fault(&document), NULL);
	for (size_t i = 0; renderers[i]; i++)
		if (strcmp(renderers[i]->name, "tree") == 0) {
			CU_ASSERT_EQUAL_FATAL(renderers[i]->render(run, &document, &out), 0);
			text = arena_strndup(run->arena, out.ptr, out.len);
			buf_free(&out);
		}
	/* A word that is missing in the wording file would be here. */
	CU_ASSERT_TRUE(unit_has_diag(run, DIAG_REPORT_WORDING, 0));
	return text;
}

static size_t
count_of(const char *text, const char *words)
{
	size_t count = 0;

	for (const char *at = text; (at = strstr(at, words)) != NULL; at += strlen(words))
		count++;
	return count;
}

static void
a_planned_audit_is_signed(void)
{
	struct run *run = unit_run();
	const char *tree = tree_of(run, fixture_results(run->arena, true), LANG_JA);

	CU_ASSERT_PTR_NOT_NULL(strstr(tree, "情報セキュリティ内部監査報告書"));
	CU_ASSERT_PTR_NOT_NULL(strstr(tree, "  signature\n"));
	CU_ASSERT_PTR_NOT_NULL(strstr(tree, "点検 太郎"));
	CU_ASSERT_PTR_NULL(strstr(tree, "草案"));
	unit_run_free(run);
}

static void
without_a_plan_it_is_a_draft(void)
{
	struct run *run = unit_run();
	const struct results *results = fixture_results(run->arena, false);
	const char *ja = tree_of(run, results, LANG_JA), *en = tree_of(run, results, LANG_EN);

	CU_ASSERT_PTR_NOT_NULL(strstr(ja, "点検結果(草案)"));
	CU_ASSERT_PTR_NOT_NULL(strstr(en, "Check results (draft)"));
	CU_ASSERT_PTR_NULL(strstr(ja, "  signature\n"));
	CU_ASSERT_PTR_NULL(strstr(ja, "署名"));
	unit_run_free(run);
}

static void
nothing_is_assured(void)
{
	static const char *const never[] = { "重要な問題はない", "以下を除き", "問題ない", "問題はない", "虚偽", "No significant", "except for",
		"false statement" };
	struct run *run = unit_run();
	const struct results *results = fixture_results(run->arena, true);

	for (size_t i = 0; i < sizeof never / sizeof *never; i++) {
		CU_ASSERT_PTR_NULL(strstr(tree_of(run, results, LANG_JA), never[i]));
		CU_ASSERT_PTR_NULL(strstr(tree_of(run, results, LANG_EN), never[i]));
	}
	unit_run_free(run);
}

static void
verdicts_have_their_words(void)
{
	struct run *run = unit_run();
	const char *tree = tree_of(run, fixture_results(run->arena, true), LANG_JA);
	static const char *const badges[] = { "badge tone=fail \"不適合\"", "badge tone=strong \"基準未達(推奨事項)\"",
		"badge tone=pass \"基準を満たす\"", "badge tone=pass \"適合\"", "badge tone=unknown \"判定不能\"",
		"badge tone=quiet \"未評価\"", "badge tone=quiet \"対象外\"",
		"badge tone=strong \"回答と証拠の不一致\"" };

	for (size_t i = 0; i < sizeof badges / sizeof *badges; i++)
		CU_ASSERT_PTR_NOT_NULL(strstr(tree, badges[i]));
	unit_run_free(run);
}

/* 28 failing records are there; 20 are shown, the rest is counted. */
static void
many_verdicts_are_cut(void)
{
	struct run *run = unit_run();
	const char *tree = tree_of(run, fixture_results(run->arena, true), LANG_JA);

	CU_ASSERT_EQUAL(count_of(tree, "ほか8件(results.json"), 2);
	CU_ASSERT_EQUAL(count_of(tree, "保存期間は 28 日"), 40);
	unit_run_free(run);
}

static void
findings_and_evidence_are_linked(void)
{
	struct run *run = unit_run();
	const char *tree = tree_of(run, fixture_results(run->arena, true), LANG_EN);

	/* web01!/etc/logrotate.d/rsyslog is the 11th input; db01!/etc/login.defs the third. */
	CU_ASSERT_PTR_NOT_NULL(strstr(tree, "run -> #ev-11 \"web01!/etc/logrotate.d/rsyslog:3\""));
	CU_ASSERT_PTR_NOT_NULL(strstr(tree, "run -> #ev-5 \"db01!/etc/ssh/sshd_config:57:1\""));
	CU_ASSERT_PTR_NOT_NULL(strstr(tree, "row #ev-11\n"));
	CU_ASSERT_PTR_NOT_NULL(strstr(tree, "run -> #clause-"));
	unit_run_free(run);
}

static void
few_assessed_get_no_radar(void)
{
	struct run *run = unit_run();
	struct results *results = fixture_results(run->arena, true);
	const char *most = tree_of(run, results, LANG_JA);

	CU_ASSERT_PTR_NOT_NULL(strstr(most, "chart radar"));
	results->summary.assessed = results->summary.controls / 2 - 1;
	const char *few = tree_of(run, results, LANG_JA);
	CU_ASSERT_PTR_NULL(strstr(few, "chart radar"));
	CU_ASSERT_PTR_NOT_NULL(strstr(few, "chart #chart-coverage"));
	unit_run_free(run);
}

/* Japanese: kana and ideographs. What exists in Japanese only is the fixture's one document path. */
static bool
has_japanese(const char *text)
{
	for (const unsigned char *c = (const unsigned char *)text; *c; c++)
		if ((c[0] == 0xe3 && c[1] >= 0x81) || (c[0] >= 0xe4 && c[0] <= 0xe9))
			return true;
	return false;
}

static void
english_has_no_japanese(void)
{
	struct run *run = unit_run();
	struct results *results = fixture_results(run->arena, false);

	/* Paths and values that are Japanese themselves. */
	for (size_t i = 0; i < results->inputs.len; i++)
		if (has_japanese(results->inputs.items[i].path))
			results->inputs.items[i].path = "x";
	results->diags = NULL;
	CU_ASSERT_FALSE(has_japanese(tree_of(run, results, LANG_EN)));
	unit_run_free(run);
}

/* A run that found nothing at all still makes a report. */
static void
empty_results_make_a_report(void)
{
	struct run *run = unit_run();
	struct results results = { .as_of = day_of(2026, 11, 25), .profile_title = { "基準", "criteria" } };
	const char *tree = tree_of(run, &results, LANG_JA);

	CU_ASSERT_PTR_NOT_NULL(strstr(tree, "点検結果(草案)"));
	unit_run_free(run);
}

static void
the_pdf_repeats(void)
{
	struct run *run = unit_run();
	struct document first, second;
	struct buf a = BUF_INIT(1 << 24), b = BUF_INIT(1 << 24);

	for (int lang = 0; lang < LANG_COUNT; lang++) {
		CU_ASSERT_EQUAL_FATAL(report_gap(run, fixture_results(run->arena, true), (enum lang)lang, &first), 0);
		CU_ASSERT_EQUAL_FATAL(report_gap(run, fixture_results(run->arena, true), (enum lang)lang, &second), 0);
		CU_ASSERT_EQUAL_FATAL(renderers[0]->render(run, &first, &a), 0);
		CU_ASSERT_EQUAL_FATAL(renderers[0]->render(run, &second, &b), 0);
		CU_ASSERT_EQUAL_FATAL(a.len, b.len);
		CU_ASSERT_EQUAL(memcmp(a.ptr, b.ptr, a.len), 0);
		buf_free(&a);
		buf_free(&b);
	}
	unit_run_free(run);
}

/* The node without links, which would lead out of a document of its own. */
static void
unlink_all(struct node *node)
{
	node->href = NULL;
	for (struct node *child = node->children; child; child = child->next)
		unlink_all(child);
}

/* Pages that a section of the report takes when it stands alone. */
static size_t
pages_of(struct run *run, const struct results *results, enum lang lang, const char *id)
{
	struct document document;
	struct buf out = BUF_INIT(1 << 24);
	size_t pages = 0;

	CU_ASSERT_EQUAL_FATAL(report_gap(run, results, lang, &document), 0);
	struct node *section = document.root->children;
	while (section && (!section->id || strcmp(section->id, id) != 0))
		section = section->next;
	CU_ASSERT_PTR_NOT_NULL_FATAL(section);
	section->next = NULL;
	unlink_all(section);
	document.root->children = document.root->last = section;
	for (size_t i = 0; renderers[i]; i++)
		if (strcmp(renderers[i]->name, "pdf") == 0)
			CU_ASSERT_EQUAL_FATAL(renderers[i]->render(run, &document, &out), 0);
	for (const char *at = out.ptr, *end = out.ptr + out.len; (at = memmem(at, (size_t)(end - at), "<< /Type /Page ", 15)) != NULL; at++)
		pages++;
	buf_free(&out);
	return pages;
}

/* Titles and effects as long as the longest the catalogues have, all contradicted: management still gets one page. */
static void
the_summary_is_one_page(void)
{
	struct run *run = unit_run();
	struct results *results = fixture_results(run->arena, true);

	results->profile_title[LANG_JA] = "JASA サイバーセキュリティ対策マネジメントガイドライン Ver2.0 および METI サイバーセキュリティ経営ガイドライン Ver3.0";
	results->profile_title[LANG_EN] = "Internal audit: JASA guideline for managing cybersecurity measures Ver. 2.0 and METI Cybersecurity Management Guidelines Ver. 3.0";
	for (size_t i = 0; i < results->ratings.len; i++) {
		struct rating *rating = &results->ratings.items[i];
		rating->title[LANG_JA] = "事業の相手先や業務の委託先等を含めた供給の連鎖全体の状況の把握及びその対策";
		rating->title[LANG_EN] = "Knowing which authority to notify, what to publish and how to explain it";
		rating->effect[LANG_JA] = "契約による取り決めと定期的な検証がなければ、委託先の役務で事故が起きても、対策の実態を確かめることも責任を問うこともできない。";
		rating->effect[LANG_EN] = "Without a contract and checks, the company can neither look at what the service does nor hold the contractor to account after an incident there.";
		rating->verdict = RESULT_FAIL;
		rating->claim = CLAIM_CONTRADICTED;
	}
	CU_ASSERT_EQUAL(pages_of(run, results, LANG_JA, "summary"), 1);
	CU_ASSERT_EQUAL(pages_of(run, results, LANG_EN, "summary"), 1);
	unit_run_free(run);
}

static const struct unit_test tests[] = {
	{ "a planned audit is signed", a_planned_audit_is_signed },
	{ "without a plan it is a draft", without_a_plan_it_is_a_draft },
	{ "nothing is assured", nothing_is_assured },
	{ "verdicts have their words", verdicts_have_their_words },
	{ "many verdicts are cut", many_verdicts_are_cut },
	{ "findings and evidence are linked", findings_and_evidence_are_linked },
	{ "few assessed controls get no radar", few_assessed_get_no_radar },
	{ "English has no Japanese", english_has_no_japanese },
	{ "empty results make a report", empty_results_make_a_report },
	{ "the PDF repeats", the_pdf_repeats },
	{ "the summary is one page", the_summary_is_one_page },
	{ NULL, NULL },
};

const struct unit_suite suite_report_gap = { "report gap", tests };
