/* Charts of a PDF. All of them are told by lightness, line style and numbers, so that a grey print says the same. */
#include "report/render_pdf.h"

#include <math.h>

#define LEGEND_TEXT 12.0   /* of a legend: from the field to its text, and from there to the next field */
#define LEGEND_GAP 11.0
#define RADAR_HEIGHT 262.0
#define RADAR_RADIUS 96.0
#define BAR_PITCH    19.0
#define BARS_PITCH   25.0    /* of one bar among several: labels of two lines do not touch */
#define BAR_HEIGHT   11.5
#define LEGEND       15.0
#define LABEL_WIDTH  170.0
#define RADAR_LABEL  112.0

static const double solid[] = { 1, 0 };
static const double dashed[] = { 4.5, 2.5 };
static const double dotted[] = { 1.2, 2.2 };

static double
pitch_of(const struct chart *chart)
{
	return chart->axis_count > 1 ? BARS_PITCH : BAR_PITCH;
}

double
pdf_chart_height(const struct chart *chart)
{
	double bars = chart->kind == CHART_BARS ? (double)chart->series_count : 1;

	if (chart->kind == CHART_RADAR)
		return RADAR_HEIGHT + LEGEND;
	return (double)chart->axis_count * (pitch_of(chart) + (bars - 1) * (BAR_HEIGHT * 0.7)) + LEGEND + 4;
}

static void
label_draw(struct pdf *pdf, cairo_t *cr, enum pdf_align align, enum pdf_ink ink, double x, double y, double width,
    const char *label)
{
	struct pdf_text *text = pdf_text_plain(pdf, FONT_SMALL, ink, align, width, label);

	pdf_text_draw(pdf, cr, text, 0, 2, x, y - (text->line_count > 1 ? text->leading / 2 : 0), false);
}

static void
series_line(cairo_t *cr, enum tone tone)
{
	pdf_ink(cr, tone == TONE_STRONG ? INK_ACCENT : tone == TONE_QUIET ? INK_QUIET : INK_FAIL);
	cairo_set_line_width(cr, tone == TONE_STRONG ? 1.8 : 1.1);
	if (tone == TONE_QUIET)
		cairo_set_dash(cr, dotted, 2, 0);
	else if (tone != TONE_STRONG)
		cairo_set_dash(cr, dashed, 2, 0);
	else
		cairo_set_dash(cr, solid, 0, 0);
}

static void
radar_point(const struct chart *chart, size_t axis, double share, double cx, double cy, double *ret_x, double *ret_y)
{
	double angle = 2 * G_PI * (double)axis / (double)chart->axis_count - G_PI / 2;

	*ret_x = cx + cos(angle) * RADAR_RADIUS * share;
	*ret_y = cy + sin(angle) * RADAR_RADIUS * share;
}

static void
radar_grid(struct pdf *pdf, cairo_t *cr, const struct chart *chart, double cx, double cy)
{
	double x, y;

	cairo_set_line_width(cr, 0.4);
	pdf_ink(cr, INK_RULE);
	for (int ring = 1; ring <= (int)chart->max; ring++) {
		for (size_t a = 0; a < chart->axis_count; a++) {
			radar_point(chart, a, ring / chart->max, cx, cy, &x, &y);
			if (a == 0)
				cairo_move_to(cr, x, y);
			else
				cairo_line_to(cr, x, y);
		}
		cairo_close_path(cr);
	}
	for (size_t a = 0; a < chart->axis_count; a++) {
		radar_point(chart, a, 1, cx, cy, &x, &y);
		cairo_move_to(cr, cx, cy);
		cairo_line_to(cr, x, y);
	}
	cairo_stroke(cr);
	for (int ring = 1; ring <= (int)chart->max; ring++)
		label_draw(pdf, cr, ALIGN_LEFT, INK_QUIET, cx + 2, cy - RADAR_RADIUS * ring / chart->max - 5, 14,
		    arena_printf(pdf->arena, "%d", ring));
}

static void
radar_labels(struct pdf *pdf, cairo_t *cr, const struct chart *chart, double cx, double cy)
{
	for (size_t a = 0; a < chart->axis_count; a++) {
		double x, y;
		radar_point(chart, a, 1.08, cx, cy, &x, &y);
		bool is_middle = fabs(x - cx) < 8;
		enum pdf_align align = is_middle ? ALIGN_CENTRE : x > cx ? ALIGN_LEFT : ALIGN_RIGHT;
		double left = is_middle ? x - RADAR_LABEL / 2 : x > cx ? x + 2 : x - RADAR_LABEL - 2;
		bool is_two =
		    pdf_text_plain(pdf, FONT_SMALL, INK_TEXT, align, RADAR_LABEL, chart->axes[a])->line_count > 1;
		double top = !is_middle ? y - 5 : y < cy ? y - (is_two ? 17 : 11) : y + (is_two ? 7 : 2);
		label_draw(pdf, cr, align, INK_TEXT, left, top, RADAR_LABEL, chart->axes[a]);
	}
}

/* The line is drawn from axis to axis where both are known; an axis that is not assessed leaves it open. */
static void
radar_series(cairo_t *cr, const struct chart *chart, const struct chart_series *series, double cx, double cy)
{
	series_line(cr, series->tone);
	for (size_t a = 0; a < chart->axis_count; a++) {
		size_t next = (a + 1) % chart->axis_count;
		double x, y;
		if (series->values[a] < 0 || series->values[next] < 0)
			continue;
		radar_point(chart, a, series->values[a] / chart->max, cx, cy, &x, &y);
		cairo_move_to(cr, x, y);
		radar_point(chart, next, series->values[next] / chart->max, cx, cy, &x, &y);
		cairo_line_to(cr, x, y);
	}
	cairo_stroke(cr);
	cairo_set_dash(cr, NULL, 0, 0);
	for (size_t a = 0; a < chart->axis_count && series->tone != TONE_QUIET; a++) {
		double x, y;
		if (series->values[a] < 0)
			continue;
		radar_point(chart, a, series->values[a] / chart->max, cx, cy, &x, &y);
		if (series->tone == TONE_STRONG)
			cairo_arc(cr, x, y, 2.4, 0, 2 * G_PI);
		else
			cairo_rectangle(cr, x - 2, y - 2, 4, 4);
		cairo_fill(cr);
	}
}

static void
radar_legend(struct pdf *pdf, cairo_t *cr, const struct chart *chart, double x, double y)
{
	for (size_t s = 0; s < chart->series_count; s++) {
		struct pdf_text *text =
		    pdf_text_plain(pdf, FONT_SMALL, INK_TEXT, ALIGN_LEFT, 150, chart->series[s].label);
		series_line(cr, chart->series[s].tone);
		cairo_move_to(cr, x, y + 5.3);
		cairo_line_to(cr, x + 24, y + 5.3);
		cairo_stroke(cr);
		cairo_set_dash(cr, NULL, 0, 0);
		pdf_text_draw(pdf, cr, text, 0, 1, x + 29, y, false);
		x += 29 + pdf_text_used(text) + 20;
	}
}

static void
radar_draw(struct pdf *pdf, cairo_t *cr, const struct chart *chart, double x, double y, double width)
{
	double cx = x + width / 2, cy = y + RADAR_HEIGHT / 2, legend = 0;

	radar_grid(pdf, cr, chart, cx, cy);
	for (size_t s = chart->series_count; s-- > 0;)
		radar_series(cr, chart, &chart->series[s], cx, cy);
	radar_labels(pdf, cr, chart, cx, cy);
	for (size_t s = 0; s < chart->series_count; s++)
		legend += 49 + pdf_text_used(
		                   pdf_text_plain(pdf, FONT_SMALL, INK_TEXT, ALIGN_LEFT, 150, chart->series[s].label));
	radar_legend(pdf, cr, chart, cx - (legend - 20) / 2, y + RADAR_HEIGHT + 4);
}

/* Part `s` of `count`: from light to dark; the first, what is not assessed, is left white and hatched. */
static void
part_fill(cairo_t *cr, size_t s, size_t count, double x, double y, double width, double height)
{
	double share = count > 2 ? (double)(s - (s > 0)) / (double)(count - 2) : 1;

	cairo_rectangle(cr, x, y, width, height);
	if (s > 0) {
		cairo_set_source_rgb(cr, 0.90 - 0.81 * share, 0.92 - 0.68 * share, 0.94 - 0.52 * share);
		cairo_fill_preserve(cr);
	}
	pdf_ink(cr, INK_QUIET);
	cairo_set_line_width(cr, 0.4);
	cairo_stroke(cr);
	if (s > 0)
		return;
	cairo_save(cr);
	cairo_rectangle(cr, x, y, width, height);
	cairo_clip(cr);
	for (double at = x - height; at < x + width; at += 3.5) {
		cairo_move_to(cr, at, y + height);
		cairo_line_to(cr, at + height, y);
	}
	pdf_ink(cr, INK_RULE);
	cairo_stroke(cr);
	cairo_restore(cr);
}

static void
stack_bar(struct pdf *pdf, cairo_t *cr, const struct chart *chart, size_t axis, double x, double y, double width)
{
	double sum = 0;

	for (size_t s = 0; s < chart->series_count; s++)
		sum += chart->series[s].values[axis] > 0 ? chart->series[s].values[axis] : 0;
	for (size_t s = 0; s < chart->series_count && sum > 0; s++) {
		double value = chart->series[s].values[axis];
		double part = value > 0 ? width * value / sum : 0;
		if (part <= 0)
			continue;
		part_fill(cr, s, chart->series_count, x, y, part, BAR_HEIGHT);
		bool is_dark = s > 0 && (s - 1) * 2 >= chart->series_count - 2;
		if (part > 12) {
			const char *number = arena_printf(pdf->arena, "%d", (int)(value + 0.5));
			if (s == 0) {
				double clear = pdf_text_used(pdf_text_plain(pdf, FONT_SMALL, INK_TEXT, ALIGN_LEFT, part, number)) + 5;
				pdf_ink(cr, INK_WHITE);
				cairo_rectangle(cr, x + (part - clear) / 2, y + 1, clear, BAR_HEIGHT - 2);
				cairo_fill(cr);
			}
			label_draw(pdf, cr, ALIGN_CENTRE, is_dark ? INK_WHITE : INK_TEXT, x, y + 0.5, part, number);
		}
		x += part;
	}
}

/* Below the bars; one that is wider than they are ends where they end and begins under their labels. */
static void
stack_legend(struct pdf *pdf, cairo_t *cr, const struct chart *chart, double x, double y, double width)
{
	struct pdf_text **texts = arena_array(pdf->arena, chart->series_count + 1, sizeof *texts);
	double used = -LEGEND_GAP, left = x + LABEL_WIDTH;

	for (size_t s = 0; s < chart->series_count; s++) {
		texts[s] = pdf_text_plain(pdf, FONT_SMALL, INK_TEXT, ALIGN_LEFT, 100, chart->series[s].label);
		used += LEGEND_TEXT + pdf_text_used(texts[s]) + LEGEND_GAP;
	}
	if (used > width - LABEL_WIDTH)
		left = fmax(x, x + width - used);
	for (size_t s = 0; s < chart->series_count; s++) {
		part_fill(cr, s, chart->series_count, left, y + 1.5, 9, 7.5);
		pdf_text_draw(pdf, cr, texts[s], 0, 1, left + LEGEND_TEXT, y, false);
		left += LEGEND_TEXT + pdf_text_used(texts[s]) + LEGEND_GAP;
	}
}

static void
stack_draw(struct pdf *pdf, cairo_t *cr, const struct chart *chart, double x, double y, double width)
{
	for (size_t a = 0; a < chart->axis_count; a++) {
		double top = y + (double)a * pitch_of(chart);
		label_draw(pdf, cr, ALIGN_LEFT, INK_TEXT, x, top + 0.5, LABEL_WIDTH - 8, chart->axes[a]);
		stack_bar(pdf, cr, chart, a, x + LABEL_WIDTH, top, width - LABEL_WIDTH);
	}
	stack_legend(pdf, cr, chart, x, y + (double)chart->axis_count * pitch_of(chart) + 4, width);
}

static void
bars_draw(struct pdf *pdf, cairo_t *cr, const struct chart *chart, double x, double y, double width)
{
	double room = width - LABEL_WIDTH - 40, pitch = BAR_HEIGHT * 0.7;

	for (size_t a = 0; a < chart->axis_count; a++) {
		label_draw(pdf, cr, ALIGN_LEFT, INK_TEXT, x, y + 0.5, LABEL_WIDTH - 8, chart->axes[a]);
		for (size_t s = 0; s < chart->series_count; s++) {
			double value = chart->series[s].values[a], top = y + (double)s * pitch,
			       height = chart->series_count > 1 ? pitch : BAR_HEIGHT;
			pdf_ink(cr, INK_TINT);
			cairo_rectangle(cr, x + LABEL_WIDTH, top, room, height);
			cairo_fill(cr);
			part_fill(cr, chart->series_count - s + 1, chart->series_count + 2, x + LABEL_WIDTH, top,
			    value > 0 ? room * fmin(value / chart->max, 1) : 0, height);
		}
		y += pitch_of(chart) + ((double)chart->series_count - 1) * pitch;
	}
	stack_legend(pdf, cr, chart, x, y + 4, width);
}

void
pdf_chart_draw(struct pdf *pdf, cairo_t *cr, const struct chart *chart, double x, double y, double width)
{
	switch (chart->kind) {
	case CHART_RADAR:
		radar_draw(pdf, cr, chart, x, y, width);
		break;
	case CHART_STACK:
		stack_draw(pdf, cr, chart, x, y, width);
		break;
	case CHART_BARS:
		bars_draw(pdf, cr, chart, x, y, width);
		break;
	}
}
