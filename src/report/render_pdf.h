/* Private to the render_pdf files: a document is laid out into pages of drawing operations first and drawn with Cairo
 * afterwards, so that page totals and the contents' page numbers are known when the first page is drawn.
 *
 * Units are PostScript points from the top left corner of an A4 page. */
#ifndef REPORT_RENDER_PDF_H
#define REPORT_RENDER_PDF_H

#include <cairo.h>
#include <pango/pangocairo.h>

#include "tenken/base/map.h"
#include "tenken/report/report.h"

#define PAGE_WIDTH    595.276
#define PAGE_HEIGHT   841.890
#define MARGIN_X      58.0   /* a little over 20 mm */
#define CONTENT_TOP   74.0
#define CONTENT_END   778.0
#define CONTENT_WIDTH (PAGE_WIDTH - 2 * MARGIN_X)

/* What a text is set in; the table of sizes is in render_pdf_text.c. */
enum pdf_font {
	FONT_BODY,
	FONT_CELL,
	FONT_HEAD,     /* of a table */
	FONT_SMALL,    /* captions, running heads, charts */
	FONT_H1,
	FONT_H2,
	FONT_H3,
	FONT_TITLE,
	FONT_SUBTITLE,
	FONT_COVER,    /* text of the cover */
	FONT_FIGURE,
	FONT_COUNT
};

enum pdf_align { ALIGN_LEFT, ALIGN_RIGHT, ALIGN_CENTRE, ALIGN_JUSTIFY };

enum pdf_ink { INK_TEXT, INK_QUIET, INK_ACCENT, INK_FAIL, INK_WHITE, INK_RULE, INK_TINT, INK_COUNT };

/* Part of a text that is not plain: bytes start to end of the laid-out text. */
struct pdf_range {
	int start, end;
	bool is_badge;
	enum tone tone;
	const char *href;   /* without the #; NULL for no link */
};

/* A text broken into lines for one width. */
struct pdf_text {
	PangoLayout *layout;
	PangoLayoutLine **lines;
	size_t line_count;
	double width, leading, size;
	enum pdf_align align;
	enum pdf_ink ink;
	struct pdf_range *ranges;
	size_t range_count;
	bool has_link;
};

enum pdf_op_kind {
	OP_TEXT,       /* lines first to end of `text`, the first one's top at x, y */
	OP_BOX,        /* filled with `ink` */
	OP_FRAME,      /* the outline of a box */
	OP_RULE,       /* horizontal, `h` thick, from x, y */
	OP_TAG,        /* opens the structure element `name` */
	OP_END,        /* closes it */
	OP_CHART,
	OP_PAGE_OF,    /* the page number of destination `name`, right-aligned to x, with a leader from w */
};

struct pdf_op {
	enum pdf_op_kind kind;
	double x, y, w, h;
	enum pdf_ink ink;
	const char *name;    /* of a tag or destination */
	const char *dest;    /* of a text: the destinations's name to put here, or NULL */
	const struct pdf_text *text;
	size_t first, end;
	const struct chart *chart;
};

/* `under` is drawn first, while no table or paragraph is open: rules and tints belong to no element. */
struct pdf_page {
	VEC(struct pdf_op) under, over;
	size_t number;   /* from 1 */
	bool is_cover;
};

/* A bookmark; `dest` is known to be on a page by the time it is written. */
struct pdf_outline {
	const char *text, *dest;
	int level;
};

struct pdf {
	struct run *run;
	struct arena *arena;       /* of this rendering */
	const struct document *document;
	PangoFontMap *font_map;
	PangoContext *context;
	PangoFontDescription *fonts[FONT_COUNT];
	struct map texts;          /* laid out plain texts by font, width and text */
	struct map dests;          /* name to the struct pdf_page it is on */
	VEC(struct pdf_page *) pages;
	VEC(struct pdf_outline) outlines;
	VEC(const char *) figures; /* alternative texts of the charts, in order */
	struct pdf_page *page;     /* the one being filled */
	double y;                  /* where the next block starts on it */
	const char *pending_dest;  /* to be put on the next text */
};

/* render_pdf_text.c: text with all that is hostile in it made visible, then lines. */
int pdf_fonts_open(struct pdf *pdf);
struct pdf_text *pdf_text_plain(
    struct pdf *pdf, enum pdf_font font, enum pdf_ink ink, enum pdf_align align, double width, const char *text);
/* Text of a node, or of its runs and badges. */
struct pdf_text *pdf_text_node(struct pdf *pdf, enum pdf_font font, enum pdf_align align, double width,
    const struct node *node);
double pdf_text_height(const struct pdf_text *text);
/* Width of its widest line. */
double pdf_text_used(const struct pdf_text *text);

/* render_pdf_page.c: pages and the operations on them. */
void pdf_page_add(struct pdf *pdf);
/* A new page unless `height` more fits on this one. */
void pdf_need(struct pdf *pdf, double height);
struct pdf_op *pdf_over(struct pdf *pdf, enum pdf_op_kind kind);
struct pdf_op *pdf_under(struct pdf *pdf, enum pdf_op_kind kind);
void pdf_tag(struct pdf *pdf, const char *name);
void pdf_end(struct pdf *pdf, const char *name);
void pdf_rule(struct pdf *pdf, double x, double y, double width, double thickness, enum pdf_ink ink);
void pdf_box(struct pdf *pdf, double x, double y, double width, double height, enum pdf_ink ink);
/* Puts lines of a text, with the pending destination if there is one. */
void pdf_put(struct pdf *pdf, const struct pdf_text *text, size_t first, size_t end, double x, double y);
/* The next text put becomes destination `id` (NULL: nothing). */
void pdf_dest(struct pdf *pdf, const char *id);

/* render_pdf_flow.c: blocks, one below the other. */
void pdf_flow(struct pdf *pdf, const struct node *node);
/* The least height `node` needs on a page to begin there. */
double pdf_least(struct pdf *pdf, const struct node *node);

/* render_pdf_front.c: cover, contents, signature. */
void pdf_cover(struct pdf *pdf, const struct node *node);
void pdf_contents(struct pdf *pdf, const struct node *node);
void pdf_signature(struct pdf *pdf, const struct node *node);
double pdf_signature_least(const struct node *node);

/* render_pdf_table.c */
void pdf_table(struct pdf *pdf, const struct node *node, double x, double width);
double pdf_table_least(struct pdf *pdf, const struct node *node, double width);

/* render_pdf_chart.c: the height a chart takes, and the drawing of it. */
double pdf_chart_height(const struct chart *chart);
void pdf_chart_draw(struct pdf *pdf, cairo_t *cr, const struct chart *chart, double x, double y, double width);

/* render_pdf_draw.c: pages to Cairo. */
void pdf_ink(cairo_t *cr, enum pdf_ink ink);
void pdf_text_draw(struct pdf *pdf, cairo_t *cr, const struct pdf_text *text, size_t first, size_t end, double x,
    double y, bool is_tagged);
void pdf_pages_draw(struct pdf *pdf, cairo_surface_t *surface, cairo_t *cr);

/* render_pdf_finish.c: `bytes` with an update that holds language, metadata and alternative texts. -1: reported. */
int pdf_finish(struct pdf *pdf, struct str bytes, struct buf *ret);

#endif
