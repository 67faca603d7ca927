/* The pages of a PDF that are no running text: cover, contents, and the block for signatures. */
#include "report/render_pdf.h"

#define COVER_TOP   150.0
#define SIGNATURE_ROW 54.0
#define COVER_TABLE 430.0  /* tables of the cover begin here or below */

static void
cover_paragraph(struct pdf *pdf, const struct node *node)
{
	enum pdf_font font = node->level == 1 ? FONT_TITLE : node->level == 2 ? FONT_SUBTITLE : FONT_COVER;
	enum pdf_ink ink = node->level == 1 ? INK_ACCENT : INK_TEXT;
	struct pdf_text *text = pdf_text_plain(pdf, font, ink, ALIGN_LEFT, CONTENT_WIDTH, node->text ? node->text : "");
	const char *tag = node->level == 1 ? "H1" : "P";

	if (node->level == 1) {
		pdf_box(pdf, MARGIN_X, pdf->y + 10, 46, 3, INK_ACCENT);
		pdf->y += 28;
	}
	pdf_tag(pdf, tag);
	pdf_put(pdf, text, 0, SIZE_MAX, MARGIN_X, pdf->y);
	pdf_end(pdf, tag);
	pdf->y += pdf_text_height(text) + (node->level == 1 ? 10 : 4);
}

static void
cover_mark(struct pdf *pdf)
{
	const char *mark = pdf->document->running_mark;

	if (!mark || !*mark)
		return;
	struct pdf_text *text = pdf_text_plain(pdf, FONT_BODY, INK_TEXT, ALIGN_CENTRE, 160, mark);
	double height = pdf_text_height(text) + 8, x = PAGE_WIDTH - MARGIN_X - 160;
	struct pdf_op *frame = pdf_under(pdf, OP_FRAME);
	frame->x = x;
	frame->y = 62;
	frame->w = 160;
	frame->h = height;
	frame->ink = INK_TEXT;
	pdf_tag(pdf, "P");
	pdf_put(pdf, text, 0, SIZE_MAX, x, 66);
	pdf_end(pdf, "P");
}

void
pdf_cover(struct pdf *pdf, const struct node *node)
{
	pdf->page->is_cover = true;
	cover_mark(pdf);
	pdf->y = COVER_TOP;
	for (const struct node *child = node->children; child; child = child->next) {
		if (child->kind == NODE_PARAGRAPH) {
			cover_paragraph(pdf, child);
			continue;
		}
		if (child->kind == NODE_TABLE && pdf->y < COVER_TABLE)
			pdf->y = COVER_TABLE;
		pdf_flow(pdf, child);
	}
	pdf_page_add(pdf);
}

static void
contents_entry(struct pdf *pdf, const struct node *section)
{
	double indent = section->level == 1 ? 0 : 16;
	struct node run = { .kind = NODE_RUN, .text = section->text,
		.href = section->id ? arena_printf(pdf->arena, "#%s", section->id) : NULL };
	struct node paragraph = { .kind = NODE_PARAGRAPH, .children = &run };
	struct pdf_text *text = pdf_text_node(pdf, FONT_BODY, ALIGN_LEFT, CONTENT_WIDTH - indent - 50, &paragraph);

	pdf->y += section->level == 1 ? 5 : 0;
	pdf_need(pdf, pdf_text_height(text));
	pdf_tag(pdf, "P");
	pdf_put(pdf, text, 0, SIZE_MAX, MARGIN_X + indent, pdf->y);
	pdf->y += pdf_text_height(text);
	if (section->id) {
		struct pdf_op *op = pdf_over(pdf, OP_PAGE_OF);
		op->name = section->id;
		op->x = PAGE_WIDTH - MARGIN_X;
		op->y = pdf->y - text->leading;
		op->w =
		    MARGIN_X + indent + (text->line_count == 1 ? pdf_text_used(text) : CONTENT_WIDTH - indent - 50) + 6;
	}
	pdf_end(pdf, "P");
}

static void
contents_walk(struct pdf *pdf, const struct node *node)
{
	for (const struct node *child = node->children; child; child = child->next) {
		if (child->kind != NODE_SECTION || child->level > 2)
			continue;
		contents_entry(pdf, child);
		contents_walk(pdf, child);
	}
}

void
pdf_contents(struct pdf *pdf, const struct node *node)
{
	struct pdf_text *title =
	    pdf_text_plain(pdf, FONT_H1, INK_ACCENT, ALIGN_LEFT, CONTENT_WIDTH, node->text ? node->text : "");

	pdf_tag(pdf, "H1");
	pdf_put(pdf, title, 0, SIZE_MAX, MARGIN_X, pdf->y);
	pdf_end(pdf, "H1");
	pdf->y += pdf_text_height(title) + 3;
	pdf_rule(pdf, MARGIN_X, pdf->y, CONTENT_WIDTH, 0.9, INK_ACCENT);
	pdf->y += 12;
	contents_walk(pdf, pdf->document->root);
	pdf_page_add(pdf);
}

/* One line to sign on: role, name and date above a rule, room for a hand or a seal. */
static void
signature_row(struct pdf *pdf, const struct node *row)
{
	static const double shares[] = { 0.26, 0.46, 0.28 };
	static const double gap = 10;
	double x = MARGIN_X;
	size_t i = 0;

	pdf_need(pdf, SIGNATURE_ROW);
	pdf_tag(pdf, "P");
	for (const struct node *cell = row->children; cell && i < 3; cell = cell->next, i++) {
		double width = CONTENT_WIDTH * shares[i] - gap;
		struct pdf_text *text = pdf_text_plain(pdf, FONT_BODY, i == 0 ? INK_QUIET : INK_TEXT, ALIGN_LEFT, width,
		    cell->text ? cell->text : "");
		pdf_put(pdf, text, 0, SIZE_MAX, x, pdf->y + SIGNATURE_ROW - 10 - pdf_text_height(text));
		pdf_rule(pdf, x, pdf->y + SIGNATURE_ROW - 7, width, 0.5, INK_TEXT);
		x += width + gap;
	}
	pdf_end(pdf, "P");
	pdf->y += SIGNATURE_ROW;
}

double
pdf_signature_least(const struct node *node)
{
	double height = 0;

	for (const struct node *row = node->children; row; row = row->next)
		height += SIGNATURE_ROW;
	return height < CONTENT_END - CONTENT_TOP - 100 ? height : SIGNATURE_ROW;
}

void
pdf_signature(struct pdf *pdf, const struct node *node)
{
	for (const struct node *row = node->children; row; row = row->next)
		signature_row(pdf, row);
	pdf->y += 12;
}
