/* The document tree: what every report is before it is a PDF or anything else. Renderers only walk it. */
#ifndef TENKEN_REPORT_DOCUMENT_H
#define TENKEN_REPORT_DOCUMENT_H

#include <stdbool.h>
#include <stdint.h>

#include "tenken/base/clock.h"
#include "tenken/base/diag.h"
#include "tenken/base/vec.h"

enum node_kind {
	NODE_DOCUMENT,  /* title; children: the sections */
	NODE_COVER,     /* a page of its own; children: paragraphs (level 1 title, 2 subtitle, 0 text), tables, callouts */
	NODE_SECTION,   /* text: heading; level 1 to 3; id: its destination */
	NODE_PARAGRAPH, /* text, or children runs */
	NODE_RUN,       /* text with a style, inside a paragraph or cell */
	NODE_LIST,      /* children: items (paragraphs) */
	NODE_TABLE,     /* columns; first child row is the head when has_head; text: a caption above it, or NULL */
	NODE_ROW,       /* children: cells; id: a destination of its own */
	NODE_CELL,      /* text, or children runs and badges */
	NODE_BADGE,     /* inside a paragraph or cell: a verdict or level, told by mark and word, not colour alone */
	NODE_CHART,     /* chart data; `text` is its caption, `id` its destination */
	NODE_CALLOUT,   /* children: paragraphs; a box */
	NODE_PAGE_BREAK,
	NODE_CONTENTS,  /* where the table of contents goes */
	NODE_SIGNATURE, /* children: rows of three cells: role, name, date to be filled by hand */
};

/* FIGURE: a number large enough to be seen first, in a cell. */
enum tone { TONE_PLAIN, TONE_PASS, TONE_FAIL, TONE_UNKNOWN, TONE_QUIET, TONE_STRONG, TONE_CODE, TONE_FIGURE };

struct column {
	double width;      /* share of the table's width; all columns add up to 1 */
	bool is_number;    /* right-aligned */
};

enum chart_kind { CHART_RADAR, CHART_BARS, CHART_STACK };

/* RADAR: a line a series over the axes, in the tones STRONG (solid), PLAIN (dashed), QUIET (dotted).
 * BARS: one bar an axis and series, of `max`. STACK: one bar an axis, its parts the series, as shares of their sum. */
struct chart_series {
	const char *label;
	double *values;      /* one an axis; negative: not assessed, the line breaks there */
	enum tone tone;
};
struct chart {
	enum chart_kind kind;
	double max;
	const char **axes;
	size_t axis_count;
	struct chart_series *series;
	size_t series_count;
};

struct node {
	enum node_kind kind;
	const char *id;      /* ASCII, stable: destination of links and bookmarks; NULL for none */
	const char *text;
	const char *href;    /* of a run: "#id" of a section, table, row or chart in this document */
	enum tone tone;
	int level;           /* of a section, or of a cover's paragraph */
	bool has_head;       /* of a table */
	struct column *columns;
	size_t column_count;
	struct chart *chart;
	struct node *children, *last, *next;
};

struct document {
	struct arena *arena;
	enum lang lang;
	const char *title, *author, *subject;  /* metadata; NULL for none */
	const char *running_head, *running_mark;  /* head of each page; confidentiality mark */
	const char *running_foot;  /* foot of each page, left of the page number */
	int32_t date;        /* as-of: the metadata's dates, so that the bytes repeat */
	struct node *root;
};

/* An empty document with its root, on `arena`. */
void document_init(struct document *document, struct arena *arena, enum lang lang);

/* Appends a node of that kind to `parent`; the text (NULL for none) is kept as it is, not copied. Never NULL. */
struct node *node_add(struct document *document, struct node *parent, enum node_kind kind, const char *text);

/* Appends a table of `count` columns; a negative share makes a column of numbers of that width. */
struct node *node_add_table(struct document *document, struct node *parent, bool has_head, size_t count,
    const double *shares);

/* `section`, `table` and so on. */
const char *node_kind_name(enum node_kind kind);

/* `plain`, `pass` and so on. */
const char *tone_name(enum tone tone);

/* What every renderer relies on, checked: ids are ASCII and unique, every href has its id, rows have as many cells
 * as their table has columns, shares add up to 1, charts have their values. The first fault as a text on the document's
 * arena, or NULL when there is none. */
const char *document_fault(const struct document *document);

#endif
