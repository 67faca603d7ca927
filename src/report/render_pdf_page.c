/* Pages of a PDF before they are drawn: lists of operations. */
#include "report/render_pdf.h"

void
pdf_page_add(struct pdf *pdf)
{
	struct pdf_page *page = arena_alloc(pdf->arena, sizeof *page);

	vec_push(pdf->arena, &pdf->pages, page);
	page->number = pdf->pages.len;
	pdf->page = page;
	pdf->y = CONTENT_TOP;
}

void
pdf_need(struct pdf *pdf, double height)
{
	if (pdf->y + height > CONTENT_END && pdf->y > CONTENT_TOP)
		pdf_page_add(pdf);
}

struct pdf_op *
pdf_over(struct pdf *pdf, enum pdf_op_kind kind)
{
	vec_push(pdf->arena, &pdf->page->over, (struct pdf_op){ .kind = kind });
	return &pdf->page->over.items[pdf->page->over.len - 1];
}

struct pdf_op *
pdf_under(struct pdf *pdf, enum pdf_op_kind kind)
{
	vec_push(pdf->arena, &pdf->page->under, (struct pdf_op){ .kind = kind });
	return &pdf->page->under.items[pdf->page->under.len - 1];
}

void
pdf_tag(struct pdf *pdf, const char *name)
{
	pdf_over(pdf, OP_TAG)->name = name;
}

void
pdf_end(struct pdf *pdf, const char *name)
{
	pdf_over(pdf, OP_END)->name = name;
}

void
pdf_rule(struct pdf *pdf, double x, double y, double width, double thickness, enum pdf_ink ink)
{
	struct pdf_op *op = pdf_under(pdf, OP_RULE);

	op->x = x;
	op->y = y;
	op->w = width;
	op->h = thickness;
	op->ink = ink;
}

void
pdf_box(struct pdf *pdf, double x, double y, double width, double height, enum pdf_ink ink)
{
	struct pdf_op *op = pdf_under(pdf, OP_BOX);

	op->x = x;
	op->y = y;
	op->w = width;
	op->h = height;
	op->ink = ink;
}

void
pdf_put(struct pdf *pdf, const struct pdf_text *text, size_t first, size_t end, double x, double y)
{
	struct pdf_op *op = pdf_over(pdf, OP_TEXT);

	op->text = text;
	op->first = first;
	op->end = end;
	op->x = x;
	op->y = y;
	op->dest = pdf->pending_dest;
	if (pdf->pending_dest)
		map_add(&pdf->dests, pdf->pending_dest, pdf->page);
	pdf->pending_dest = NULL;
}

void
pdf_dest(struct pdf *pdf, const char *id)
{
	if (id)
		pdf->pending_dest = id;
}
