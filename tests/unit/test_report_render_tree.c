/* The tree view: one line a node, whatever the texts hold. */
#include "tenken/report/report.h"
#include "unit.h"

static const struct renderer *
tree_find(void)
{
	for (size_t i = 0; renderers[i]; i++)
		if (strcmp(renderers[i]->name, "tree") == 0)
			return renderers[i];
	return NULL;
}

static void
a_node_is_a_line(void)
{
	struct run *run = unit_run();
	struct document document;
	struct buf out = BUF_INIT(1 << 20);

	document_init(&document, run->arena, LANG_EN);
	struct node *section = node_add(&document, document.root, NODE_SECTION, "19.1.2 \"ログ\"\n\\ \x1b[31m");
	section->id = "gap-1";
	section->level = 3;
	struct node *table = node_add_table(&document, section, false, 1, (double[]){ 1 });
	struct node *cell = node_add(&document, node_add(&document, table, NODE_ROW, NULL), NODE_CELL, NULL);
	node_add(&document, cell, NODE_BADGE, "不適合")->tone = TONE_FAIL;
	node_add(&document, cell, NODE_RUN, "戻る")->href = "#gap-1";
	CU_ASSERT_EQUAL_FATAL(tree_find()->render(run, &document, &out), 0);
	UNIT_EQUAL(out.ptr,
	    "lang en\n"
	    "document\n"
	    "  section #gap-1 level=3 \"19.1.2 \\\"ログ\\\"\\n\\\\ \\x1b[31m\"\n"
	    "    table columns=1\n"
	    "      row\n"
	    "        cell\n"
	    "          badge tone=fail \"不適合\"\n"
	    "          run -> #gap-1 \"戻る\"\n");
	buf_free(&out);
	unit_run_free(run);
}

static void
charts_show_their_numbers(void)
{
	struct run *run = unit_run();
	struct document document;
	struct buf out = BUF_INIT(1 << 20);
	const char *axes[] = { "a", "b" };
	double values[] = { 1.25, -1 };
	struct chart_series series = { .label = "s", .values = values };
	struct chart chart = {
		.kind = CHART_BARS, .max = 5, .axes = axes, .axis_count = 2, .series = &series, .series_count = 1
	};

	document_init(&document, run->arena, LANG_JA);
	node_add(&document, document.root, NODE_CHART, "図")->chart = &chart;
	CU_ASSERT_EQUAL_FATAL(tree_find()->render(run, &document, &out), 0);
	UNIT_EQUAL(
	    out.ptr, "lang ja\ndocument\n  chart \"図\"\n    chart bars \"a\" \"b\"\n    series \"s\" 125/100 -\n");
	buf_free(&out);
	unit_run_free(run);
}

static void
a_fault_is_reported(void)
{
	struct run *run = unit_run();
	struct document document;
	struct buf out = BUF_INIT(1 << 20);

	document_init(&document, run->arena, LANG_JA);
	node_add(&document, document.root, NODE_RUN, "x")->href = "#nowhere";
	CU_ASSERT_EQUAL(tree_find()->render(run, &document, &out), -1);
	CU_ASSERT_TRUE(unit_has_diag(run, DIAG_OUTPUT, 1));
	CU_ASSERT_PTR_NULL(out.ptr);
	unit_run_free(run);
}

static const struct unit_test tests[] = {
	{ "a node is a line", a_node_is_a_line },
	{ "charts show their numbers", charts_show_their_numbers },
	{ "a fault is reported", a_fault_is_reported },
	{ NULL, NULL },
};

const struct unit_suite suite_report_render_tree = { "report render tree", tests };
