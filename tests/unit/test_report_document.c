/* The document tree: what document_fault lets through and what it names. */
#include "tenken/report/document.h"
#include "unit.h"

static struct document
document_make(struct run *run)
{
	struct document document;

	document_init(&document, run->arena, LANG_JA);
	return document;
}

static struct node *
section_add(struct document *document, const char *id, int level)
{
	struct node *section = node_add(document, document->root, NODE_SECTION, "見出し");

	section->id = id;
	section->level = level;
	return section;
}

static void
children_keep_their_order(void)
{
	struct run *run = unit_run();
	struct document document = document_make(run);

	node_add(&document, document.root, NODE_PARAGRAPH, "a");
	node_add(&document, document.root, NODE_PARAGRAPH, "b");
	node_add(&document, document.root, NODE_PARAGRAPH, NULL);
	UNIT_EQUAL(document.root->children->text, "a");
	UNIT_EQUAL(document.root->children->next->text, "b");
	UNIT_EQUAL(document.root->last->text, NULL);
	CU_ASSERT_EQUAL(document.date, DAY_UNKNOWN);
	UNIT_EQUAL(document_fault(&document), NULL);
	unit_run_free(run);
}

static void
links_need_their_target(void)
{
	struct run *run = unit_run();
	struct document document = document_make(run);
	struct node *paragraph = node_add(&document, section_add(&document, "s.1", 1), NODE_PARAGRAPH, NULL);
	struct node *link = node_add(&document, paragraph, NODE_RUN, "参照");

	/* Forward: the target comes after the link. */
	link->href = "#s-2";
	UNIT_EQUAL(document_fault(&document), "link to `#s-2', which is not there");
	section_add(&document, "s-2", 1);
	UNIT_EQUAL(document_fault(&document), NULL);
	link->href = "s-2";
	UNIT_EQUAL(document_fault(&document), "link to `s-2', which is not there");
	unit_run_free(run);
}

static void
ids_are_plain_and_unique(void)
{
	struct run *run = unit_run();
	struct document document = document_make(run);
	struct node *section = section_add(&document, "見出し", 1);

	UNIT_EQUAL(document_fault(&document), "id `見出し' is not plain ASCII");
	section->id = "a'b";
	UNIT_EQUAL(document_fault(&document), "id `a'b' is not plain ASCII");
	section->id = "";
	CU_ASSERT_PTR_NOT_NULL(document_fault(&document));
	section->id = "a";
	section_add(&document, "a", 2);
	UNIT_EQUAL(document_fault(&document), "id `a' is there twice");
	unit_run_free(run);
}

static void
rows_have_as_many_cells_as_columns(void)
{
	struct run *run = unit_run();
	struct document document = document_make(run);
	struct node *table = node_add_table(&document, document.root, false, 2, (double[]){ 0.4, -0.6 });
	struct node *row = node_add(&document, table, NODE_ROW, NULL);

	table->id = "t";
	CU_ASSERT_TRUE(table->columns[1].is_number);
	CU_ASSERT_DOUBLE_EQUAL(table->columns[1].width, 0.6, 1e-9);
	node_add(&document, row, NODE_CELL, "1");
	UNIT_EQUAL(document_fault(&document), "a row of table `t' has 1 cells, not 2");
	node_add(&document, row, NODE_CELL, "2");
	UNIT_EQUAL(document_fault(&document), NULL);
	table->columns[0].width = 0.3;
	UNIT_EQUAL(document_fault(&document), "the columns of table `t' do not add up to 1");
	unit_run_free(run);
}

static void
sections_have_a_heading_and_a_level(void)
{
	struct run *run = unit_run();
	struct document document = document_make(run);
	struct node *section = section_add(&document, NULL, 3);

	UNIT_EQUAL(document_fault(&document), NULL);
	section->level = 4;
	CU_ASSERT_PTR_NOT_NULL(document_fault(&document));
	section->level = 0;
	CU_ASSERT_PTR_NOT_NULL(document_fault(&document));
	section->level = 1;
	section->text = NULL;
	CU_ASSERT_PTR_NOT_NULL(document_fault(&document));
	unit_run_free(run);
}

static void
charts_have_something_to_show(void)
{
	struct run *run = unit_run();
	struct document document = document_make(run);
	struct node *node = node_add(&document, document.root, NODE_CHART, "図");
	const char *axes[] = { "a", "b", "c" };
	double values[] = { 1, -1, 2 };
	struct chart_series series = { .label = "s", .values = values };
	struct chart chart = {
		.kind = CHART_RADAR, .max = 5, .axes = axes, .axis_count = 3, .series = &series, .series_count = 1
	};

	CU_ASSERT_PTR_NOT_NULL(document_fault(&document));
	node->chart = &chart;
	UNIT_EQUAL(document_fault(&document), NULL);
	chart.axis_count = 2;
	CU_ASSERT_PTR_NOT_NULL(document_fault(&document));
	chart.kind = CHART_BARS;
	UNIT_EQUAL(document_fault(&document), NULL);
	chart.max = 0;
	CU_ASSERT_PTR_NOT_NULL(document_fault(&document));
	series.values = NULL;
	chart.max = 5;
	CU_ASSERT_PTR_NOT_NULL(document_fault(&document));
	unit_run_free(run);
}

static const struct unit_test tests[] = {
	{ "children keep their order", children_keep_their_order },
	{ "links need their target", links_need_their_target },
	{ "ids are plain ASCII and unique", ids_are_plain_and_unique },
	{ "rows have as many cells as columns", rows_have_as_many_cells_as_columns },
	{ "sections have a heading and a level", sections_have_a_heading_and_a_level },
	{ "charts have something to show", charts_have_something_to_show },
	{ NULL, NULL },
};

const struct unit_suite suite_report_document = { "report document", tests };
