/* Blocks of a PDF, one below the other. A heading goes to the next page with what it heads, a paragraph leaves two
 * lines on each side of a page's end, a box or chart is never cut. */
#include "report/render_pdf.h"

#define LIST_INDENT 11.0

static const struct {
	enum pdf_font font;
	const char *tag;
	enum pdf_ink ink;
	double before, after;
} headings[] = {
	[1] = { FONT_H1, "H1", INK_ACCENT, 24, 13 },
	[2] = { FONT_H2, "H2", INK_ACCENT, 16, 5 },
	[3] = { FONT_H3, "H3", INK_TEXT, 14, 4 },
};

static void
section_put(struct pdf *pdf, const struct node *node)
{
	int level = node->level;
	struct pdf_text *text =
	    pdf_text_plain(pdf, headings[level].font, headings[level].ink, ALIGN_LEFT, CONTENT_WIDTH, node->text);
	const char *id = node->id;

	pdf_need(pdf, pdf_least(pdf, node));
	if (pdf->y > CONTENT_TOP)
		pdf->y += headings[level].before;
	if (!id)
		id = arena_printf(pdf->arena, "section_%zu", pdf->outlines.len);
	pdf_dest(pdf, id);
	vec_push(pdf->arena, &pdf->outlines, (struct pdf_outline){ .text = node->text, .dest = id, .level = level });
	pdf_tag(pdf, headings[level].tag);
	pdf_put(pdf, text, 0, SIZE_MAX, MARGIN_X, pdf->y);
	pdf_end(pdf, headings[level].tag);
	pdf->y += pdf_text_height(text);
	if (level == 1)
		pdf_rule(pdf, MARGIN_X, pdf->y + 3, CONTENT_WIDTH, 0.9, INK_ACCENT);
	pdf->y += headings[level].after;
	for (const struct node *child = node->children; child; child = child->next)
		pdf_flow(pdf, child);
}

/* The lines of a text over as many pages as they take. */
static void
lines_put(struct pdf *pdf, const struct pdf_text *text, double x, const char *tag)
{
	size_t first = 0;

	while (first < text->line_count) {
		double room = CONTENT_END - pdf->y;
		size_t left = text->line_count - first;
		size_t fit = room > 0 ? (size_t)(room / text->leading) : 0;
		if (fit < left && fit + 1 == left && fit > 0)
			fit--;  /* no single line on the next page */
		if (fit < left && fit < 2 && pdf->y > CONTENT_TOP) {
			pdf_page_add(pdf);
			continue;
		}
		size_t end = first + (fit < left ? fit : left);
		pdf_tag(pdf, tag);
		pdf_put(pdf, text, first, end, x, pdf->y);
		pdf_end(pdf, tag);
		pdf->y += (double)(end - first) * text->leading;
		first = end;
	}
}

static enum pdf_font
paragraph_font(const struct node *node)
{
	return node->tone == TONE_QUIET ? FONT_SMALL : FONT_BODY;
}

static void
paragraph_put(struct pdf *pdf, const struct node *node)
{
	struct pdf_text *text = pdf_text_node(pdf, paragraph_font(node), ALIGN_JUSTIFY, CONTENT_WIDTH, node);

	pdf_need(pdf, pdf_least(pdf, node));
	pdf_dest(pdf, node->id);
	lines_put(pdf, text, MARGIN_X, "P");
	pdf->y += 6;
}

static void
list_put(struct pdf *pdf, const struct node *node)
{
	struct pdf_text *bullet = pdf_text_plain(pdf, FONT_BODY, INK_ACCENT, ALIGN_LEFT, LIST_INDENT, "・");

	for (const struct node *item = node->children; item; item = item->next) {
		struct pdf_text *text = pdf_text_node(pdf, FONT_BODY, ALIGN_JUSTIFY, CONTENT_WIDTH - LIST_INDENT, item);
		pdf_need(pdf, text->line_count > 1 ? 2 * text->leading : text->leading);
		pdf_tag(pdf, "L");
		pdf_tag(pdf, "LI");
		pdf_tag(pdf, "Lbl");
		pdf_put(pdf, bullet, 0, 1, MARGIN_X, pdf->y);
		pdf_end(pdf, "Lbl");
		pdf_end(pdf, "LI");
		pdf_end(pdf, "L");
		lines_put(pdf, text, MARGIN_X + LIST_INDENT, "P");
		pdf->y += 2.5;
	}
	pdf->y += 5;
}

static double
callout_height(struct pdf *pdf, const struct node *node)
{
	double height = 18;

	for (const struct node *child = node->children; child; child = child->next)
		height += pdf_text_height(pdf_text_node(pdf, FONT_BODY, ALIGN_JUSTIFY, CONTENT_WIDTH - 28, child)) + 4;
	return height - 4;
}

static void
callout_put(struct pdf *pdf, const struct node *node)
{
	double height = callout_height(pdf, node);

	pdf_need(pdf, height);
	double bottom = pdf->y + height;
	if (bottom <= CONTENT_END) {
		pdf_box(pdf, MARGIN_X, pdf->y, CONTENT_WIDTH, height, INK_TINT);
		pdf_box(pdf, MARGIN_X, pdf->y, 3, height, node->tone == TONE_FAIL ? INK_FAIL : INK_ACCENT);
	}
	pdf->y += 9;
	for (const struct node *child = node->children; child; child = child->next) {
		struct pdf_text *text = pdf_text_node(pdf, FONT_BODY, ALIGN_JUSTIFY, CONTENT_WIDTH - 28, child);
		lines_put(pdf, text, MARGIN_X + 15, "P");
		pdf->y += 4;
	}
	pdf->y += 5 + 10;
}

/* The caption, then the figure; its alternative text is the caption. */
static void
chart_put(struct pdf *pdf, const struct node *node)
{
	double height = pdf_chart_height(node->chart);
	struct pdf_text *caption =
	    pdf_text_plain(pdf, FONT_HEAD, INK_TEXT, ALIGN_LEFT, CONTENT_WIDTH, node->text ? node->text : "");

	pdf_need(pdf, height + pdf_text_height(caption) + 6);
	pdf_dest(pdf, node->id);
	pdf_tag(pdf, "P");
	pdf_put(pdf, caption, 0, SIZE_MAX, MARGIN_X, pdf->y);
	pdf_end(pdf, "P");
	pdf->y += pdf_text_height(caption) + 6;
	pdf_tag(pdf, "Figure");
	struct pdf_op *op = pdf_over(pdf, OP_CHART);
	op->chart = node->chart;
	op->x = MARGIN_X;
	op->y = pdf->y;
	op->w = CONTENT_WIDTH;
	pdf_end(pdf, "Figure");
	vec_push(pdf->arena, &pdf->figures, node->text ? node->text : "");
	pdf->y += height + 12;
}

static double
text_least(struct pdf *pdf, const struct node *node, double width)
{
	struct pdf_text *text = pdf_text_node(pdf, paragraph_font(node), ALIGN_JUSTIFY, width, node);

	return (double)(text->line_count < 3 ? text->line_count : 2) * text->leading;
}

/* What a paragraph before it must not be parted from. */
static bool
is_announced(const struct node *node)
{
	switch (node->kind) {
	case NODE_LIST:
	case NODE_TABLE:
	case NODE_CHART:
	case NODE_SIGNATURE:
	case NODE_SECTION:
		return true;
	default:
		return node->kind == NODE_PARAGRAPH && node->tone == TONE_QUIET;
	}
}

double
pdf_least(struct pdf *pdf, const struct node *node)
{
	switch (node->kind) {
	case NODE_SECTION:
		return headings[node->level].before + headings[node->level].after +
		       pdf_text_height(pdf_text_plain(pdf, headings[node->level].font, headings[node->level].ink,
		           ALIGN_LEFT, CONTENT_WIDTH, node->text)) +
		       (node->children ? pdf_least(pdf, node->children) : 0);
	case NODE_PARAGRAPH:
		/* A line that announces a list, table or chart stays with it. */
		return text_least(pdf, node, CONTENT_WIDTH)
		    + (node->next && is_announced(node->next) ? pdf_least(pdf, node->next) + 6 : 0);
	case NODE_LIST:
		return node->children ? text_least(pdf, node->children, CONTENT_WIDTH - LIST_INDENT) : 0;
	case NODE_TABLE:
		return pdf_table_least(pdf, node, CONTENT_WIDTH);
	case NODE_CHART:
		return pdf_chart_height(node->chart) + 20;
	case NODE_CALLOUT:
		return callout_height(pdf, node);
	case NODE_SIGNATURE:
		return pdf_signature_least(node);
	default:
		return 0;
	}
}

void
pdf_flow(struct pdf *pdf, const struct node *node)
{
	switch (node->kind) {
	case NODE_COVER:
		pdf_cover(pdf, node);
		break;
	case NODE_CONTENTS:
		pdf_contents(pdf, node);
		break;
	case NODE_SECTION:
		section_put(pdf, node);
		break;
	case NODE_PARAGRAPH:
		paragraph_put(pdf, node);
		break;
	case NODE_LIST:
		list_put(pdf, node);
		break;
	case NODE_TABLE:
		pdf_table(pdf, node, MARGIN_X, CONTENT_WIDTH);
		break;
	case NODE_CHART:
		chart_put(pdf, node);
		break;
	case NODE_CALLOUT:
		callout_put(pdf, node);
		break;
	case NODE_SIGNATURE:
		pdf_signature(pdf, node);
		break;
	case NODE_PAGE_BREAK:
		if (pdf->y > CONTENT_TOP)
			pdf_page_add(pdf);
		break;
	default:  /* rows, cells, runs and badges belong to a block */
		break;
	}
}
