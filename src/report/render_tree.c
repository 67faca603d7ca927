/* The document as text, one node a line, children indented by two blanks: what golden tests compare.
 *
 *     section #gap-1 level=3 "19.1.2 c) ログの保管" [...]
 *
 * Texts are quoted; quotes, backslashes and control characters in them are escaped, so that a line is a node. */
#include "report/render.h"
#include "tenken/base/limits.h"

static void
quoted_add(struct buf *out, const char *text)
{
	buf_puts(out, " \"");
	for (const char *c = text; *c; c++) {
		unsigned char byte = (unsigned char)*c;
		if (byte == '\n')
			buf_puts(out, "\\n");
		else if (byte < 0x20 || byte == 0x7f)
			buf_printf(out, "\\x%02x", byte);
		else if (byte == '"' || byte == '\\')
			buf_printf(out, "\\%c", byte);
		else
			buf_putc(out, *c);
	}
	buf_putc(out, '"');
}

static const char *
chart_kind_name(enum chart_kind kind)
{
	switch (kind) {
	case CHART_RADAR:
		return "radar";
	case CHART_BARS:
		return "bars";
	case CHART_STACK:
		break;
	}
	return "stack";
}

/* Values in hundredths: no locale and no rounding mode can change how they look. */
static void
chart_add(struct buf *out, const struct chart *chart, int depth)
{
	buf_printf(out, "%*schart %s", depth * 2, "", chart_kind_name(chart->kind));
	for (size_t a = 0; a < chart->axis_count; a++)
		quoted_add(out, chart->axes[a]);
	buf_putc(out, '\n');
	for (size_t s = 0; s < chart->series_count; s++) {
		buf_printf(out, "%*sseries", depth * 2, "");
		quoted_add(out, chart->series[s].label);
		for (size_t a = 0; a < chart->axis_count; a++)
			if (chart->series[s].values[a] < 0)
				buf_puts(out, " -");
			else
				buf_printf(out, " %d/100", (int)(chart->series[s].values[a] * 100 + 0.5));
		buf_putc(out, '\n');
	}
}

static void
node_write(struct buf *out, const struct node *node, int depth)
{
	buf_printf(out, "%*s%s", depth * 2, "", node_kind_name(node->kind));
	if (node->id)
		buf_printf(out, " #%s", node->id);
	if (node->level)
		buf_printf(out, " level=%d", node->level);
	if (node->tone != TONE_PLAIN)
		buf_printf(out, " tone=%s", tone_name(node->tone));
	if (node->kind == NODE_TABLE)
		buf_printf(out, " columns=%zu%s", node->column_count, node->has_head ? " head" : "");
	if (node->href)
		buf_printf(out, " -> %s", node->href);
	if (node->text)
		quoted_add(out, node->text);
	buf_putc(out, '\n');
	if (node->chart)
		chart_add(out, node->chart, depth + 1);
	for (const struct node *child = node->children; child; child = child->next)
		node_write(out, child, depth + 1);
}

static int
tree_render(struct run *run, const struct document *document, struct buf *ret)
{
	const char *fault = document_fault(document);
	struct buf out = BUF_INIT(LIMIT_OUTPUT_BYTES);

	if (fault)
		return diag_report(&run->diags, DIAG_OUTPUT, (struct span){ 0 }, "tree: %s", fault);
	buf_printf(&out, "lang %s\n", lang_name(document->lang));
	node_write(&out, document->root, 0);
	if (out.is_full) {
		buf_free(&out);
		return diag_report(&run->diags, DIAG_LIMIT, (struct span){ 0 }, "tree: LIMIT_OUTPUT_BYTES");
	}
	*ret = out;
	return 0;
}

const struct renderer renderer_tree = { .name = "tree", .suffix = ".tree", .render = tree_render };
