/* A document as a PDF: A4, tagged, with bookmarks and links, by Cairo and Pango.
 *
 * The tree is laid out into pages of drawing operations (render_pdf_flow.c and its neighbours), the pages are drawn
 * (render_pdf_draw.c), and what Cairo cannot write is appended (render_pdf_finish.c). Dates come from
 * the document's as-of day and nothing from the environment, so the same document gives the same bytes. */
#include "report/render_pdf.h"

#include <cairo-pdf.h>
#include <locale.h>

#include "report/render.h"
#include "tenken/base/limits.h"

static cairo_status_t
bytes_take(void *closure, const unsigned char *bytes, unsigned size)
{
	return buf_add(closure, bytes, size) ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

static void
metadata_set(struct pdf *pdf, cairo_surface_t *surface)
{
	const struct document *document = pdf->document;
	int32_t day = document->date == DAY_UNKNOWN ? 0 : document->date;
	const char *date = arena_printf(pdf->arena, "%sT00:00:00Z", day_text(pdf->arena, day));

	if (document->title)
		cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, document->title);
	if (document->author)
		cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_AUTHOR, document->author);
	if (document->subject)
		cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_SUBJECT, document->subject);
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "tenken");
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, date);
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_MOD_DATE, date);
}

static int
pdf_draw(struct pdf *pdf, struct buf *ret)
{
	struct buf bytes = BUF_INIT(LIMIT_OUTPUT_BYTES);
	cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(bytes_take, &bytes, PAGE_WIDTH, PAGE_HEIGHT);
	cairo_t *cr = cairo_create(surface);

	/* 1.4 knows no streams of objects: render_pdf_finish.c reads what was written. */
	cairo_pdf_surface_restrict_to_version(surface, CAIRO_PDF_VERSION_1_4);
	metadata_set(pdf, surface);
	pdf_pages_draw(pdf, surface, cr);
	cairo_status_t status = cairo_status(cr);
	cairo_destroy(cr);
	cairo_surface_finish(surface);
	if (status == CAIRO_STATUS_SUCCESS)
		status = cairo_surface_status(surface);
	cairo_surface_destroy(surface);
	if (status != CAIRO_STATUS_SUCCESS) {
		buf_free(&bytes);
		return diag_report(
		    &pdf->run->diags, DIAG_OUTPUT, (struct span){ 0 }, "pdf: %s", cairo_status_to_string(status));
	}
	*ret = bytes;
	return 0;
}

static void
pages_lay(struct pdf *pdf)
{
	pdf_page_add(pdf);
	for (const struct node *node = pdf->document->root->children; node; node = node->next)
		pdf_flow(pdf, node);
	/* What ended with a page break needs no empty page after it. */
	if (pdf->pages.len > 1 && pdf->page->over.len == 0 && pdf->page->under.len == 0)
		pdf->pages.len--;
}

static int
pdf_make(struct pdf *pdf, struct buf *ret)
{
	struct buf drawn = BUF_INIT(LIMIT_OUTPUT_BYTES);

	if (pdf_fonts_open(pdf) < 0)
		return -1;
	pages_lay(pdf);
	if (pdf_draw(pdf, &drawn) < 0)
		return -1;
	int status = pdf_finish(pdf, buf_str(&drawn), ret);
	buf_free(&drawn);
	return status;
}

static int
pdf_render(struct run *run, const struct document *document, struct buf *ret)
{
	struct arena *arena = arena_new();
	struct pdf pdf = {
		.run = run, .arena = arena, .document = document, .texts = MAP_INIT(arena), .dests = MAP_INIT(arena)
	};
	const char *fault = document_fault(document);
	int status;

	if (fault)
		status = diag_report(&run->diags, DIAG_OUTPUT, (struct span){ 0 }, "pdf: %s", fault);
	else {
		/* Cairo reads the numbers of a tag's attributes by the thread's locale. */
		locale_t c = newlocale(LC_NUMERIC_MASK, "C", (locale_t)0);
		locale_t before = c ? uselocale(c) : (locale_t)0;
		status = pdf_make(&pdf, ret);
		if (c) {
			uselocale(before);
			freelocale(c);
		}
	}
	arena_free(arena);
	return status;
}

const struct renderer renderer_pdf = { .name = "pdf", .suffix = ".pdf", .render = pdf_render };
