/* Texts of a PDF: cleaned, set and broken into lines by Pango.
 *
 * Texts come from evidence, and evidence is hostile: what cannot be seen (control characters, direction overrides,
 * invalid UTF-8, stacks of combining marks) is written out, so that a finding reads as it is. Lines have a fixed
 * leading, whatever fonts a line falls back to. Breaking is PANGO_WRAP_WORD_CHAR: kinsoku holds, and a path without
 * a break still stays inside its cell. */
#include "report/render_pdf.h"

#define TEXT_MAX  (16u << 10)  /* bytes of one text; the rest is in results.json */
#define MARKS_MAX 4            /* combining marks on one character; scripts in use need two or three */
#define FAMILIES  "BIZ UDPGothic, Noto Sans CJK JP, IPAexGothic"
#define CODE_FAMILIES "BIZ UDGothic, Noto Sans Mono CJK JP, IPAGothic"

static const struct {
	double size, leading;
	bool is_bold;
} fonts[FONT_COUNT] = {
	[FONT_BODY] = { 9.5, 15.6, false },
	[FONT_CELL] = { 8.3, 12.4, false },
	[FONT_HEAD] = { 7.8, 11.4, true },
	[FONT_SMALL] = { 7.4, 10.6, false },
	[FONT_H1] = { 16, 23, true },
	[FONT_H2] = { 11.5, 17, true },
	[FONT_H3] = { 10, 15, true },
	[FONT_TITLE] = { 25, 37, true },
	[FONT_SUBTITLE] = { 13, 21, false },
	[FONT_COVER] = { 9.5, 16, false },
	[FONT_FIGURE] = { 18, 22, true },
};

/* The text being put together from runs, and what is special in it. */
struct text_build {
	struct pdf *pdf;
	struct buf bytes;
	VEC(struct pdf_range) ranges;
	PangoAttrList *attrs;
	bool is_tight;  /* a badge is wider than its cell and has to break */
};

static void
object_release(void *data)
{
	g_object_unref(data);
}

static void
font_release(void *data)
{
	pango_font_description_free(data);
}

static void
options_set(PangoContext *context)
{
	cairo_font_options_t *options = cairo_font_options_create();

	/* Metrics of the outlines themselves: the same lines at every resolution. */
	cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
	cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
	pango_cairo_context_set_font_options(context, options);
	cairo_font_options_destroy(options);
}

int
pdf_fonts_open(struct pdf *pdf)
{
	pdf->font_map = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
	if (!pdf->font_map)
		return diag_report(&pdf->run->diags, DIAG_OUTPUT, (struct span){ 0 }, "pdf: no FreeType fonts");
	arena_cleanup(pdf->arena, object_release, pdf->font_map);
	pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(pdf->font_map), 72);
	pdf->context = pango_font_map_create_context(pdf->font_map);
	arena_cleanup(pdf->arena, object_release, pdf->context);
	pango_cairo_context_set_resolution(pdf->context, 72);
	pango_context_set_language(pdf->context, pango_language_from_string("ja"));
	pango_context_set_base_dir(pdf->context, PANGO_DIRECTION_LTR);
	pango_context_set_round_glyph_positions(pdf->context, FALSE);
	options_set(pdf->context);
	for (size_t i = 0; i < FONT_COUNT; i++) {
		PangoFontDescription *font = pango_font_description_from_string(FAMILIES);
		pango_font_description_set_absolute_size(font, fonts[i].size * PANGO_SCALE);
		if (fonts[i].is_bold)
			pango_font_description_set_weight(font, PANGO_WEIGHT_BOLD);
		arena_cleanup(pdf->arena, font_release, font);
		pdf->fonts[i] = font;
	}
	return 0;
}

/* Changes how its neighbours are read without being seen itself. */
static bool
is_invisible(gunichar c)
{
	return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0x200e || c == 0x200f || c == 0x61c
	    || (c >= 0x200b && c <= 0x200d) || (c >= 0x2060 && c <= 0x2064) || c == 0xfeff || c == 0x2028 || c == 0x2029
	    || (c >= 0xe0000 && c <= 0xe007f) || (c >= 0x206a && c <= 0x206f) || (c & 0xfffe) == 0xfffe;
}

/* One character of hostile text, `marks` combining marks before it. */
static void
character_add(struct buf *out, gunichar c, unsigned marks, const char *bytes, size_t size)
{
	if (c == '\t' || c == '\r')
		buf_putc(out, ' ');
	else if (c == '\n')
		buf_putc(out, '\n');
	else if (c < 0x20 || (c >= 0x7f && c < 0xa0))
		buf_printf(out, "\\x%02x", (unsigned)c);
	else if (is_invisible(c) || marks > MARKS_MAX)
		buf_printf(out, "\\u{%04X}", (unsigned)c);
	else
		buf_add(out, bytes, size);
}

static void
clean_add(struct buf *out, const char *text)
{
	const char *end = text + strlen(text);
	unsigned marks = 0;

	for (const char *at = text; at < end;) {
		if (out->len > TEXT_MAX) {
			buf_puts(out, "...");
			return;
		}
		gunichar c = g_utf8_get_char_validated(at, end - at);
		if (c == (gunichar)-1 || c == (gunichar)-2) {
			buf_printf(out, "\\x%02x", (unsigned)(unsigned char)*at++);
			continue;
		}
		size_t size = (size_t)(g_utf8_next_char(at) - at);
		marks = g_unichar_ismark(c) ? marks + 1 : 0;
		character_add(out, c, marks, at, size);
		at += size;
	}
}

static void
attribute_add(struct text_build *build, PangoAttribute *attribute, int start, int end)
{
	attribute->start_index = (guint)start;
	attribute->end_index = (guint)end;
	pango_attr_list_insert(build->attrs, attribute);
}

/* What a tone means for the glyphs; its colour is chosen when it is drawn. */
static void
tone_add(struct text_build *build, const struct pdf_range *range)
{
	int start = range->start, end = range->end;

	if (range->href)  /* no colour of its own, but it makes Pango end its runs where the link does */
		attribute_add(build, pango_attr_foreground_new(0, 0, 0), start, end);
	if (range->tone == TONE_CODE) {
		attribute_add(build, pango_attr_family_new(CODE_FAMILIES), start, end);
		attribute_add(build, pango_attr_scale_new(0.92), start, end);
	}
	if (range->tone == TONE_STRONG || range->is_badge)
		attribute_add(build, pango_attr_weight_new(PANGO_WEIGHT_BOLD), start, end);
	if (range->is_badge)
		attribute_add(build, pango_attr_scale_new(0.92), start, end);
	if (range->is_badge && !build->is_tight)
		attribute_add(build, pango_attr_allow_breaks_new(FALSE), start, end);
}

/* A badge is told by its mark first: it must be readable without colour. */
static const char *
badge_mark(enum tone tone)
{
	switch (tone) {
	case TONE_PASS:
		return "○ ";
	case TONE_FAIL:
		return "× ";
	case TONE_STRONG:
		return "▲ ";
	case TONE_UNKNOWN:
		return "？ ";
	case TONE_QUIET:
		return "― ";
	default:
		return "";
	}
}

static void
run_add(struct text_build *build, const struct node *node, const char *text)
{
	struct pdf_range range = { .tone = node->tone, .is_badge = node->kind == NODE_BADGE };

	if (node->href)
		range.href = node->href + 1;
	range.start = (int)build->bytes.len;
	if (range.is_badge) {
		/* No-break spaces: the room left and right of the word inside its box. */
		buf_puts(&build->bytes, "\u00a0");
		buf_puts(&build->bytes, badge_mark(node->tone));
	}
	clean_add(&build->bytes, text);
	if (range.is_badge)
		buf_puts(&build->bytes, "\u00a0");
	range.end = (int)build->bytes.len;
	if (range.end > range.start && (range.is_badge || range.href || range.tone != TONE_PLAIN)) {
		vec_push(build->pdf->arena, &build->ranges, range);
		tone_add(build, &range);
	}
}

static void
lines_take(struct pdf *pdf, struct pdf_text *text)
{
	GSList *lines = pango_layout_get_lines_readonly(text->layout);

	text->line_count = (size_t)pango_layout_get_line_count(text->layout);
	text->lines = arena_array(pdf->arena, text->line_count, sizeof *text->lines);
	for (size_t i = 0; i < text->line_count; i++, lines = lines->next)
		text->lines[i] = lines->data;
}

static void
build_open(struct text_build *build, struct pdf *pdf)
{
	*build = (struct text_build){ .pdf = pdf, .bytes = BUF_INIT(TEXT_MAX * 8) };
	build->attrs = pango_attr_list_new();
}

/* Pango widens blanks before it spaces characters: a line of Japanese with one blank in it would be torn apart there.
 * Such texts, and all Latin ones, stay ragged. */
static bool
is_justified(const struct text_build *build, enum pdf_align align)
{
	return align == ALIGN_JUSTIFY && build->bytes.len > 0 && !memchr(build->bytes.ptr, ' ', build->bytes.len);
}

static struct pdf_text *
build_close(struct text_build *build, enum pdf_font font, enum pdf_align align, double width)
{
	struct pdf *pdf = build->pdf;
	struct pdf_text *text = arena_alloc(pdf->arena, sizeof *text);

	/* A hyphen at the end of a broken path would be read as part of it. */
	attribute_add(build, pango_attr_insert_hyphens_new(FALSE), 0, (int)build->bytes.len);
	text->layout = pango_layout_new(pdf->context);
	arena_cleanup(pdf->arena, object_release, text->layout);
	pango_layout_set_font_description(text->layout, pdf->fonts[font]);
	pango_layout_set_text(text->layout, build->bytes.ptr ? build->bytes.ptr : "", (int)build->bytes.len);
	pango_layout_set_attributes(text->layout, build->attrs);
	pango_layout_set_wrap(text->layout, PANGO_WRAP_WORD_CHAR);
	pango_layout_set_width(text->layout, (int)(width * PANGO_SCALE));
	pango_layout_set_auto_dir(text->layout, FALSE);
	pango_layout_set_justify(text->layout, is_justified(build, align));
	pango_attr_list_unref(build->attrs);
	buf_free(&build->bytes);
	lines_take(pdf, text);
	text->width = width;
	text->size = fonts[font].size;
	text->leading = fonts[font].leading;
	text->align = align;
	text->ranges = build->ranges.items;
	text->range_count = build->ranges.len;
	for (size_t i = 0; i < text->range_count; i++)
		text->has_link |= text->ranges[i].href != NULL;
	return text;
}

struct pdf_text *
pdf_text_plain(
    struct pdf *pdf, enum pdf_font font, enum pdf_ink ink, enum pdf_align align, double width, const char *text)
{
	const char *key =
	    arena_printf(pdf->arena, "%d %d %d %d %s", (int)font, (int)ink, (int)align, (int)(width * 16), text);
	struct pdf_text *found = map_get(&pdf->texts, key);
	struct text_build build;

	if (found)
		return found;
	build_open(&build, pdf);
	clean_add(&build.bytes, text);
	found = build_close(&build, font, align, width);
	found->ink = ink;
	map_add(&pdf->texts, key, found);
	return found;
}

static struct pdf_text *
runs_text(
    struct pdf *pdf, enum pdf_font font, enum pdf_align align, double width, const struct node *node, bool is_tight)
{
	struct text_build build;

	build_open(&build, pdf);
	build.is_tight = is_tight;
	if (node->text)
		run_add(&build, node, node->text);
	for (const struct node *child = node->children; child; child = child->next)
		run_add(&build, child, child->text ? child->text : "");
	return build_close(&build, font, align, width);
}

/* Quiet texts and plain ones are shared; a run makes a text its own. */
struct pdf_text *
pdf_text_node(struct pdf *pdf, enum pdf_font font, enum pdf_align align, double width, const struct node *node)
{
	enum pdf_ink ink = node->tone == TONE_QUIET ? INK_QUIET : node->tone == TONE_FAIL ? INK_FAIL : INK_TEXT;
	struct pdf_text *text;

	if (!node->children && (node->tone == TONE_PLAIN || node->tone == TONE_QUIET || node->tone == TONE_FAIL))
		return pdf_text_plain(pdf, font, ink, align, width, node->text ? node->text : "");
	if (node->tone == TONE_FIGURE)
		return pdf_text_plain(pdf, FONT_FIGURE, INK_ACCENT, align, width, node->text ? node->text : "");
	text = runs_text(pdf, font, align, width, node, false);
	for (size_t i = 0; i < text->range_count; i++)
		if (text->ranges[i].is_badge && pdf_text_used(text) > width) {
			text = runs_text(pdf, font, align, width, node, true);
			break;
		}
	text->ink = ink;
	return text;
}

double
pdf_text_height(const struct pdf_text *text)
{
	return (double)text->line_count * text->leading;
}

double
pdf_text_used(const struct pdf_text *text)
{
	double used = 0;

	for (size_t i = 0; i < text->line_count; i++) {
		PangoRectangle logical;
		pango_layout_line_get_extents(text->lines[i], NULL, &logical);
		double width = (double)logical.width / PANGO_SCALE;
		used = width > used ? width : used;
	}
	return used;
}
