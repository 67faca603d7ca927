/* Pages of a PDF to Cairo: furniture, structure tags, links and bookmarks.
 *
 * Cairo 1.16 and 1.18 write damaged files for some uses of tags (docs/reports.md): all content is inside `Document`, a
 * Link holds bare text and stands in a P, there is no Artifact, a tag never spans two pages (but Document), and
 * bookmarks come last, only for destinations that were drawn. What is drawn while only Document is open (rules, tints,
 * running heads) gets no structure, as an artifact has none. */
#include "report/render_pdf.h"

#include <cairo-pdf.h>

/* Dark enough to print in grey; the accent and the failing tone differ in lightness as well as in hue. */
static const double inks[INK_COUNT][3] = {
	[INK_TEXT] = { 0.13, 0.14, 0.16 },
	[INK_QUIET] = { 0.42, 0.44, 0.48 },
	[INK_ACCENT] = { 0.09, 0.24, 0.42 },
	[INK_FAIL] = { 0.62, 0.15, 0.10 },
	[INK_WHITE] = { 1, 1, 1 },
	[INK_RULE] = { 0.78, 0.80, 0.83 },
	[INK_TINT] = { 0.945, 0.955, 0.968 },
};

void
pdf_ink(cairo_t *cr, enum pdf_ink ink)
{
	cairo_set_source_rgb(cr, inks[ink][0], inks[ink][1], inks[ink][2]);
}

/* Neighbouring runs of a line that belong to the same range, or to none. */
struct segment {
	const struct pdf_range *range;
	GSList *first;
	size_t count;
	double width;
};

static const struct pdf_range *
range_at(const struct pdf_text *text, int index)
{
	for (size_t i = 0; i < text->range_count; i++)
		if (index >= text->ranges[i].start && index < text->ranges[i].end)
			return &text->ranges[i];
	return NULL;
}

/* The next segment from `*rest` on; false at the line's end. */
static bool
segment_take(const struct pdf_text *text, GSList **rest, struct segment *ret)
{
	if (!*rest)
		return false;
	PangoGlyphItem *run = (*rest)->data;
	*ret = (struct segment){ .range = range_at(text, run->item->offset), .first = *rest };
	while (*rest) {
		run = (*rest)->data;
		if (text->range_count > 0 && range_at(text, run->item->offset) != ret->range)
			break;
		ret->width += (double)pango_glyph_string_get_width(run->glyphs) / PANGO_SCALE;
		ret->count++;
		*rest = (*rest)->next;
	}
	return true;
}

static enum pdf_ink
segment_ink(const struct pdf_text *text, const struct pdf_range *range)
{
	if (!range)
		return text->ink;
	if (range->is_badge)
		switch (range->tone) {
		case TONE_FAIL:
			return INK_WHITE;
		case TONE_STRONG:
			return INK_FAIL;
		case TONE_QUIET:
		case TONE_UNKNOWN:
			return INK_QUIET;
		default:
			return INK_ACCENT;
		}
	if (range->href)
		return INK_ACCENT;
	return range->tone == TONE_FAIL ? INK_FAIL : range->tone == TONE_QUIET ? INK_QUIET : text->ink;
}

/* Filled, outlined, dashed or tinted: the four stay apart in grey. */
static void
badge_draw(cairo_t *cr, enum tone tone, double x, double baseline, double width, double size)
{
	static const double dashes[] = { 1.6, 1.2 };
	double top = baseline - size * 0.93, height = size * 1.2;

	cairo_rectangle(cr, x + 0.5, top, width - 1, height);
	if (tone == TONE_FAIL) {
		pdf_ink(cr, INK_FAIL);
		cairo_fill(cr);
		return;
	}
	if (tone == TONE_QUIET) {
		pdf_ink(cr, INK_TINT);
		cairo_fill(cr);
		return;
	}
	pdf_ink(cr, tone == TONE_STRONG ? INK_FAIL : tone == TONE_UNKNOWN ? INK_QUIET : INK_ACCENT);
	cairo_set_line_width(cr, tone == TONE_STRONG ? 0.9 : 0.6);
	if (tone == TONE_UNKNOWN)
		cairo_set_dash(cr, dashes, 2, 0);
	cairo_stroke(cr);
	cairo_set_dash(cr, NULL, 0, 0);
}

/* Destinations that were never put get no link: a dangling one would abort some versions of Cairo. */
static bool
is_link(const struct pdf *pdf, const struct segment *segment)
{
	return segment->range && segment->range->href && map_get(&pdf->dests, segment->range->href);
}

static void
segment_draw(struct pdf *pdf, cairo_t *cr, const struct pdf_text *text, const struct segment *segment, double x,
    double baseline, bool is_tagged)
{
	bool has_tag = is_tagged && text->has_link, has_link = has_tag && is_link(pdf, segment);
	GSList *item = segment->first;

	if (segment->range && segment->range->is_badge)
		badge_draw(cr, segment->range->tone, x, baseline, segment->width, text->size);
	else if (segment->range && segment->range->href) {
		pdf_ink(cr, INK_RULE);
		cairo_rectangle(cr, x, baseline + 1.8, segment->width, 0.5);
		cairo_fill(cr);
	}
	if (has_link)
		cairo_tag_begin(cr, CAIRO_TAG_LINK, arena_printf(pdf->arena, "dest='%s'", segment->range->href));
	else if (has_tag)
		cairo_tag_begin(cr, "Span", NULL);
	pdf_ink(cr, segment_ink(text, segment->range));
	for (size_t i = 0; i < segment->count; i++, item = item->next) {
		PangoGlyphItem *run = item->data;
		cairo_move_to(cr, x, baseline);
		pango_cairo_show_glyph_item(cr, pango_layout_get_text(text->layout), run);
		x += (double)pango_glyph_string_get_width(run->glyphs) / PANGO_SCALE;
	}
	if (has_tag)
		cairo_tag_end(cr, has_link ? CAIRO_TAG_LINK : "Span");
}

static void
line_draw(struct pdf *pdf, cairo_t *cr, const struct pdf_text *text, PangoLayoutLine *line, double x, double y,
    bool is_tagged)
{
	double baseline = y + text->leading / 2 + text->size * 0.37;
	GSList *rest = line->runs;
	struct segment segment;

	if (text->align == ALIGN_RIGHT || text->align == ALIGN_CENTRE) {
		PangoRectangle logical;
		pango_layout_line_get_extents(line, NULL, &logical);
		double room = text->width - (double)logical.width / PANGO_SCALE;
		x += text->align == ALIGN_RIGHT ? room : room / 2;
	}
	while (segment_take(text, &rest, &segment)) {
		segment_draw(pdf, cr, text, &segment, x, baseline, is_tagged);
		x += segment.width;
	}
}

void
pdf_text_draw(struct pdf *pdf, cairo_t *cr, const struct pdf_text *text, size_t first, size_t end, double x, double y,
    bool is_tagged)
{
	for (size_t i = first; i < end && i < text->line_count; i++, y += text->leading)
		line_draw(pdf, cr, text, text->lines[i], x, y, is_tagged);
}

static void
text_op_draw(struct pdf *pdf, cairo_t *cr, const struct pdf_op *op)
{
	if (op->dest) {
		/* Whole points: a decimal would follow the locale. A little above the text, so that a jump shows it. */
		int y = (int)(op->y > 8 ? op->y - 8 : 0);
		cairo_tag_begin(cr, CAIRO_TAG_DEST, arena_printf(pdf->arena, "name='%s' x=0 y=%d", op->dest, y));
	}
	pdf_text_draw(pdf, cr, op->text, op->first, op->end, op->x, op->y, true);
	if (op->dest)
		cairo_tag_end(cr, CAIRO_TAG_DEST);
}

/* The page number at the end of a contents line, and the dots before it. */
static void
page_of_draw(struct pdf *pdf, cairo_t *cr, const struct pdf_op *op)
{
	static const double dots[] = { 0.6, 3 };
	const struct pdf_page *page = map_get(&pdf->dests, op->name);

	if (!page)
		return;
	struct pdf_text *number = pdf_text_plain(pdf, FONT_BODY, INK_TEXT, ALIGN_RIGHT, 40,
	    arena_printf(pdf->arena, "%zu", page->number));
	double end = op->x - pdf_text_used(number) - 6;
	cairo_tag_begin(cr, "Span", NULL);
	pdf_ink(cr, INK_QUIET);
	cairo_set_line_width(cr, 0.6);
	cairo_set_dash(cr, dots, 2, 0);
	if (end > op->w) {
		cairo_move_to(cr, op->w, op->y + 10.5);
		cairo_line_to(cr, end, op->y + 10.5);
		cairo_stroke(cr);
	}
	cairo_set_dash(cr, NULL, 0, 0);
	pdf_text_draw(pdf, cr, number, 0, 1, op->x - 40, op->y, false);
	cairo_tag_end(cr, "Span");
}

static void
op_draw(struct pdf *pdf, cairo_t *cr, const struct pdf_op *op)
{
	switch (op->kind) {
	case OP_TEXT:
		text_op_draw(pdf, cr, op);
		break;
	case OP_BOX:
	case OP_RULE:
		pdf_ink(cr, op->ink);
		cairo_rectangle(cr, op->x, op->kind == OP_RULE ? op->y - op->h / 2 : op->y, op->w, op->h);
		cairo_fill(cr);
		break;
	case OP_FRAME:
		pdf_ink(cr, op->ink);
		cairo_set_line_width(cr, 0.8);
		cairo_rectangle(cr, op->x, op->y, op->w, op->h);
		cairo_stroke(cr);
		break;
	case OP_TAG:
		cairo_tag_begin(cr, op->name, NULL);
		break;
	case OP_END:
		cairo_tag_end(cr, op->name);
		break;
	case OP_CHART:
		pdf_chart_draw(pdf, cr, op->chart, op->x, op->y, op->w);
		break;
	case OP_PAGE_OF:
		page_of_draw(pdf, cr, op);
		break;
	}
}

static void
furniture_text(struct pdf *pdf, cairo_t *cr, enum pdf_align align, double y, const char *text)
{
	if (!text || !*text)
		return;
	struct pdf_text *laid = pdf_text_plain(pdf, FONT_SMALL, INK_QUIET, align, CONTENT_WIDTH * 0.5, text);
	/* One line: a long title is cut by its first line's end. */
	pdf_text_draw(pdf, cr, laid, 0, 1, align == ALIGN_RIGHT ? MARGIN_X + CONTENT_WIDTH * 0.5 : MARGIN_X, y, false);
}

static void
furniture_draw(struct pdf *pdf, cairo_t *cr, const struct pdf_page *page)
{
	const struct document *document = pdf->document;

	if (page->is_cover)
		return;
	furniture_text(pdf, cr, ALIGN_LEFT, 38, document->running_head);
	furniture_text(pdf, cr, ALIGN_RIGHT, 38, document->running_mark);
	pdf_ink(cr, INK_RULE);
	cairo_rectangle(cr, MARGIN_X, 53, CONTENT_WIDTH, 0.5);
	cairo_rectangle(cr, MARGIN_X, 793, CONTENT_WIDTH, 0.5);
	cairo_fill(cr);
	furniture_text(pdf, cr, ALIGN_LEFT, 798, document->running_foot);
	furniture_text(pdf, cr, ALIGN_RIGHT, 798, arena_printf(pdf->arena, "%zu / %zu", page->number, pdf->pages.len));
}

static void
page_draw(struct pdf *pdf, cairo_t *cr, const struct pdf_page *page)
{
	for (size_t i = 0; i < page->under.len; i++)
		op_draw(pdf, cr, &page->under.items[i]);
	furniture_draw(pdf, cr, page);
	for (size_t i = 0; i < page->over.len; i++)
		op_draw(pdf, cr, &page->over.items[i]);
	cairo_show_page(cr);
}

/* A bookmark's parent is the nearest one before it of a smaller level. */
static void
outlines_add(struct pdf *pdf, cairo_surface_t *surface)
{
	int parents[4] = { CAIRO_PDF_OUTLINE_ROOT, CAIRO_PDF_OUTLINE_ROOT, CAIRO_PDF_OUTLINE_ROOT,
		CAIRO_PDF_OUTLINE_ROOT };

	for (size_t i = 0; i < pdf->outlines.len; i++) {
		const struct pdf_outline *outline = &pdf->outlines.items[i];
		if (!map_get(&pdf->dests, outline->dest))
			continue;
		int id = cairo_pdf_surface_add_outline(surface, parents[outline->level - 1], outline->text,
		    arena_printf(pdf->arena, "dest='%s'", outline->dest),
		    outline->level == 1 ? CAIRO_PDF_OUTLINE_FLAG_BOLD : 0);
		for (int level = outline->level; level < 4; level++)
			parents[level] = id;
	}
}

void
pdf_pages_draw(struct pdf *pdf, cairo_surface_t *surface, cairo_t *cr)
{
	cairo_tag_begin(cr, "Document", NULL);
	for (size_t i = 0; i < pdf->pages.len; i++)
		page_draw(pdf, cr, pdf->pages.items[i]);
	cairo_tag_end(cr, "Document");
	outlines_add(pdf, surface);
}
