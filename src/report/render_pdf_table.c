/* Tables of a PDF: cells that wrap, rows that stay whole unless they are taller than a page, heads that come again on
 * each page. What stands on one page is one Table element of its own, with its head: a reader of the structure always
 * hears the columns' names. */
#include "report/render_pdf.h"

#define PAD_X 4.5
#define PAD_Y 3.2
#define AFTER 12.0
#define SHORT_ROWS   9      /* a table of no more rows than this ... */
#define SHORT_HEIGHT 230.0  /* ... and no higher than this stays on one page */

struct table {
	struct pdf *pdf;
	const struct node *node;
	double x, width;
	double *lefts, *widths;       /* of the columns */
	struct pdf_text **cells;      /* of the row at hand */
	struct pdf_text **head;       /* NULL without one */
	double head_height;
	double note_height;           /* of the small print right below the table, which does not stand alone on the next page */
	bool is_open;                 /* a fragment has been begun on this page */
};

static double
row_height(const struct table *table, struct pdf_text *const *cells)
{
	double height = 0;

	for (size_t i = 0; i < table->node->column_count; i++) {
		double cell = pdf_text_height(cells[i]);
		height = cell > height ? cell : height;
	}
	return height + 2 * PAD_Y;
}

static void
row_set(struct table *table, const struct node *row, enum pdf_font font, struct pdf_text **cells)
{
	size_t i = 0;

	for (const struct node *cell = row->children; cell; cell = cell->next, i++)
		cells[i] = pdf_text_node(table->pdf, font, table->node->columns[i].is_number ? ALIGN_RIGHT : ALIGN_LEFT,
		    table->widths[i] - 2 * PAD_X, cell);
}

static struct table
table_of(struct pdf *pdf, const struct node *node, double x, double width)
{
	struct table table = { .pdf = pdf, .node = node, .x = x, .width = width };
	double left = x;

	table.lefts = arena_array(pdf->arena, node->column_count, sizeof *table.lefts);
	table.widths = arena_array(pdf->arena, node->column_count, sizeof *table.widths);
	table.cells = arena_array(pdf->arena, node->column_count, sizeof *table.cells);
	for (size_t i = 0; i < node->column_count; i++) {
		table.lefts[i] = left;
		table.widths[i] = node->columns[i].width * width;
		left += table.widths[i];
	}
	if (node->has_head && node->children) {
		table.head = arena_array(pdf->arena, node->column_count, sizeof *table.head);
		row_set(&table, node->children, FONT_HEAD, table.head);
		table.head_height = row_height(&table, table.head);
	}
	return table;
}

/* Lines first to end of each cell, as far as it has them. */
static void
cells_put(struct table *table, struct pdf_text *const *cells, const char *tag, size_t first, size_t end)
{
	struct pdf *pdf = table->pdf;

	pdf_tag(pdf, "TR");
	for (size_t i = 0; i < table->node->column_count; i++) {
		const struct pdf_text *text = cells[i];
		size_t last = text->line_count < end ? text->line_count : end;
		pdf_tag(pdf, tag);
		if (text->has_link)
			pdf_tag(pdf, "P");
		if (first < last)
			pdf_put(pdf, text, first, last, table->lefts[i] + PAD_X, pdf->y + PAD_Y);
		if (text->has_link)
			pdf_end(pdf, "P");
		pdf_end(pdf, tag);
	}
	pdf_end(pdf, "TR");
}

static void
fragment_open(struct table *table)
{
	struct pdf *pdf = table->pdf;
	const char *dest = pdf->pending_dest;

	pdf_tag(pdf, "Table");
	table->is_open = true;
	if (!table->head) {
		pdf_rule(pdf, table->x, pdf->y, table->width, 0.5, INK_QUIET);
		return;
	}
	/* A row's destination is the row, not the head that comes again above it. */
	if (pdf->pages.len > 0 && dest && dest != table->node->id)
		pdf->pending_dest = NULL;
	pdf_box(pdf, table->x, pdf->y, table->width, table->head_height, INK_TINT);
	pdf_rule(pdf, table->x, pdf->y, table->width, 0.9, INK_ACCENT);
	cells_put(table, table->head, "TH", 0, SIZE_MAX);
	pdf->y += table->head_height;
	pdf_rule(pdf, table->x, pdf->y, table->width, 0.5, INK_QUIET);
	if (dest && dest != table->node->id)
		pdf->pending_dest = dest;
}

static void
fragment_close(struct table *table)
{
	struct pdf *pdf = table->pdf;

	if (!table->is_open)
		return;
	pdf_end(pdf, "Table");
	pdf_rule(pdf, table->x, pdf->y, table->width, 0.5, INK_QUIET);
	table->is_open = false;
}

static void
fragment_break(struct table *table)
{
	fragment_close(table);
	pdf_page_add(table->pdf);
	fragment_open(table);
}

/* A row taller than any page: as many lines a page as fit. */
static void
row_split(struct table *table)
{
	struct pdf *pdf = table->pdf;
	double leading = 0;
	size_t lines = 0, first = 0;

	for (size_t i = 0; i < table->node->column_count; i++) {
		leading = table->cells[i]->leading > leading ? table->cells[i]->leading : leading;
		lines = table->cells[i]->line_count > lines ? table->cells[i]->line_count : lines;
	}
	while (first < lines) {
		double room = CONTENT_END - pdf->y - 2 * PAD_Y;
		size_t fit = room > leading ? (size_t)(room / leading) : 0;
		if (fit < 1) {
			fragment_break(table);
			room = CONTENT_END - pdf->y - 2 * PAD_Y;
			fit = room > leading ? (size_t)(room / leading) : 1;
		}
		size_t end = lines - first < fit ? lines : first + fit;
		cells_put(table, table->cells, "TD", first, end);
		pdf->y += (double)(end - first) * leading + 2 * PAD_Y;
		first = end;
	}
}

static void
row_put(struct table *table, const struct node *row, bool is_first)
{
	struct pdf *pdf = table->pdf;

	pdf_dest(pdf, row->id);
	row_set(table, row, FONT_CELL, table->cells);
	double height = row_height(table, table->cells);
	bool is_tall = height > CONTENT_END - CONTENT_TOP - table->head_height;
	if (pdf->y + height + (row->next ? 0 : table->note_height) > CONTENT_END && !is_tall)
		fragment_break(table);
	else if (!is_first && pdf->y + 2 * PAD_Y < CONTENT_END)
		pdf_rule(pdf, table->x, pdf->y, table->width, 0.25, INK_RULE);
	if (is_tall) {
		row_split(table);
		return;
	}
	cells_put(table, table->cells, "TD", 0, SIZE_MAX);
	pdf->y += height;
}

static void
caption_put(struct pdf *pdf, const struct node *node, double x, double width)
{
	if (!node->text)
		return;
	struct pdf_text *caption = pdf_text_plain(pdf, FONT_HEAD, INK_TEXT, ALIGN_LEFT, width, node->text);
	pdf_dest(pdf, node->id);
	pdf_tag(pdf, "P");
	pdf_put(pdf, caption, 0, SIZE_MAX, x, pdf->y);
	pdf_end(pdf, "P");
	pdf->y += pdf_text_height(caption) + 3;
}

static double
caption_height(struct pdf *pdf, const struct node *node, double width)
{
	if (!node->text)
		return 0;
	return pdf_text_height(pdf_text_plain(pdf, FONT_HEAD, INK_TEXT, ALIGN_LEFT, width, node->text)) + 3;
}

/* Height of all rows of a short table, or -1 when it is not short. */
static double
short_height(struct table *table, const struct node *row)
{
	double height = 0;
	size_t count = 0;

	for (; row; row = row->next) {
		if (++count > SHORT_ROWS)
			return -1;
		row_set(table, row, FONT_CELL, table->cells);
		height += row_height(table, table->cells);
		if (height > SHORT_HEIGHT)
			return -1;
	}
	return height;
}

double
pdf_table_least(struct pdf *pdf, const struct node *node, double width)
{
	struct table table = table_of(pdf, node, MARGIN_X, width);
	const struct node *row = node->has_head && node->children ? node->children->next : node->children;
	double height = caption_height(pdf, node, width) + table.head_height;
	double room = CONTENT_END - CONTENT_TOP - height;
	double whole = short_height(&table, row);

	if (!row || whole >= 0)
		return height + whole;
	row_set(&table, row, FONT_CELL, table.cells);
	double first = row_height(&table, table.cells);
	if (row->next) {  /* a head with a single row under it looks like a mistake */
		row_set(&table, row->next, FONT_CELL, table.cells);
		first += row_height(&table, table.cells);
	}
	return height + (first > room ? 60 : first);
}

void
pdf_table(struct pdf *pdf, const struct node *node, double x, double width)
{
	struct table table = table_of(pdf, node, x, width);
	const struct node *row = node->has_head && node->children ? node->children->next : node->children;

	if (node->next && node->next->kind == NODE_PARAGRAPH && node->next->tone == TONE_QUIET)
		table.note_height = pdf_least(pdf, node->next) + AFTER;
	pdf_need(pdf, pdf_table_least(pdf, node, width) + table.note_height);
	caption_put(pdf, node, x, width);
	if (!node->text)
		pdf_dest(pdf, node->id);
	fragment_open(&table);
	for (bool is_first = true; row; row = row->next, is_first = false)
		row_put(&table, row, is_first);
	fragment_close(&table);
	pdf->y += AFTER;
}
