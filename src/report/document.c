/* The document tree (document.h): making nodes, and the faults that no renderer should have to meet. */
#include "tenken/report/document.h"

#include <math.h>

#include "tenken/base/map.h"

static const char *const kind_names[] = {
	[NODE_DOCUMENT] = "document",
	[NODE_COVER] = "cover",
	[NODE_SECTION] = "section",
	[NODE_PARAGRAPH] = "paragraph",
	[NODE_RUN] = "run",
	[NODE_LIST] = "list",
	[NODE_TABLE] = "table",
	[NODE_ROW] = "row",
	[NODE_CELL] = "cell",
	[NODE_BADGE] = "badge",
	[NODE_CHART] = "chart",
	[NODE_CALLOUT] = "callout",
	[NODE_PAGE_BREAK] = "page-break",
	[NODE_CONTENTS] = "contents",
	[NODE_SIGNATURE] = "signature",
};

static const char *const tone_names[] = {
	[TONE_PLAIN] = "plain",
	[TONE_PASS] = "pass",
	[TONE_FAIL] = "fail",
	[TONE_UNKNOWN] = "unknown",
	[TONE_QUIET] = "quiet",
	[TONE_STRONG] = "strong",
	[TONE_CODE] = "code",
	[TONE_FIGURE] = "figure",
};

/* What document_fault remembers on its way down. */
struct fault_walk {
	struct arena *arena;
	struct map ids;
	const char *fault;
};

const char *
node_kind_name(enum node_kind kind)
{
	return kind_names[kind];
}

const char *
tone_name(enum tone tone)
{
	return tone_names[tone];
}

void
document_init(struct document *document, struct arena *arena, enum lang lang)
{
	*document = (struct document){ .arena = arena, .lang = lang, .date = DAY_UNKNOWN };
	document->root = arena_alloc(arena, sizeof *document->root);
	document->root->kind = NODE_DOCUMENT;
}

struct node *
node_add(struct document *document, struct node *parent, enum node_kind kind, const char *text)
{
	struct node *node = arena_alloc(document->arena, sizeof *node);

	node->kind = kind;
	node->text = text;
	if (parent->last)
		parent->last->next = node;
	else
		parent->children = node;
	parent->last = node;
	return node;
}

struct node *
node_add_table(struct document *document, struct node *parent, bool has_head, size_t count, const double *shares)
{
	struct node *table = node_add(document, parent, NODE_TABLE, NULL);

	table->has_head = has_head;
	table->columns = arena_array(document->arena, count, sizeof *table->columns);
	table->column_count = count;
	for (size_t i = 0; i < count; i++)
		table->columns[i] = (struct column){ .width = fabs(shares[i]), .is_number = shares[i] < 0 };
	return table;
}

/* Ids go into PDF destinations and HTML fragments, both of which are only safe with plain ASCII names. */
static bool
is_id(const char *id)
{
	for (const char *c = id; *c; c++)
		if (!((*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') || (*c >= '0' && *c <= '9') || *c == '-'
			|| *c == '.' || *c == '_'))
			return false;
	return *id != '\0';
}

static void
ids_collect(struct fault_walk *walk, const struct node *node)
{
	if (node->id && !walk->fault) {
		if (!is_id(node->id))
			walk->fault = arena_printf(walk->arena, "id `%s' is not plain ASCII", node->id);
		else if (!map_add(&walk->ids, node->id, walk))
			walk->fault = arena_printf(walk->arena, "id `%s' is there twice", node->id);
	}
	for (const struct node *child = node->children; child; child = child->next)
		ids_collect(walk, child);
}

static size_t
children_count(const struct node *node)
{
	size_t count = 0;

	for (const struct node *child = node->children; child; child = child->next)
		count++;
	return count;
}

static const char *
table_fault(struct arena *arena, const struct node *table)
{
	double sum = 0;

	for (size_t i = 0; i < table->column_count; i++)
		sum += table->columns[i].width;
	if (fabs(sum - 1) > 0.001)
		return arena_printf(arena, "the columns of table `%s' do not add up to 1", table->id ? table->id : "");
	for (const struct node *row = table->children; row; row = row->next) {
		if (row->kind != NODE_ROW)
			return arena_printf(arena, "a %s stands in a table", kind_names[row->kind]);
		size_t cells = children_count(row);
		if (cells != table->column_count)
			return arena_printf(arena, "a row of table `%s' has %zu cells, not %zu",
			    table->id ? table->id : "", cells, table->column_count);
	}
	return NULL;
}

static const char *
chart_fault(struct arena *arena, const struct node *node)
{
	const struct chart *chart = node->chart;

	if (!chart || chart->axis_count == 0 || chart->series_count == 0)
		return arena_printf(arena, "chart `%s' has nothing to show", node->id ? node->id : "");
	if (chart->kind != CHART_STACK && !(chart->max > 0))
		return arena_printf(arena, "chart `%s' has no scale", node->id ? node->id : "");
	if (chart->kind == CHART_RADAR && chart->axis_count < 3)
		return arena_printf(arena, "radar `%s' has fewer than three axes", node->id ? node->id : "");
	for (size_t i = 0; i < chart->series_count; i++)
		if (!chart->series[i].values)
			return arena_printf(arena, "chart `%s' lacks values", node->id ? node->id : "");
	return NULL;
}

static void
node_check(struct fault_walk *walk, const struct node *node)
{
	if (walk->fault)
		return;
	if (node->href && (node->href[0] != '#' || !map_get(&walk->ids, node->href + 1)))
		walk->fault = arena_printf(walk->arena, "link to `%s', which is not there", node->href);
	else if (node->kind == NODE_SECTION && (node->level < 1 || node->level > 3 || !node->text))
		walk->fault = "a section without heading or with a level other than 1 to 3";
	else if (node->kind == NODE_TABLE)
		walk->fault = table_fault(walk->arena, node);
	else if (node->kind == NODE_CHART)
		walk->fault = chart_fault(walk->arena, node);
	for (const struct node *child = node->children; child; child = child->next)
		node_check(walk, child);
}

const char *
document_fault(const struct document *document)
{
	struct fault_walk walk = { .arena = document->arena, .ids = MAP_INIT(document->arena) };

	ids_collect(&walk, document->root);
	node_check(&walk, document->root);
	return walk.fault;
}
