/* A report of about 100 pages and 1,200 table rows, for `make bench`: pdf-bench OUT.pdf renders it, pdf-bench --html
 * OUT.html writes the same words for a browser to print. The renderer's own seconds go to standard output.
 *
 * The tables are those of a gap report: findings with the place they were read from, and a badge. */
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "tenken/base/file.h"
#include "tenken/base/limits.h"
#include "tenken/report/report.h"

enum { SECTIONS = 12, ROWS = 100, COLUMNS = 5 };

static const double shares[COLUMNS] = { -0.06, 0.18, 0.12, 0.40, 0.24 };
static const char *const heads[COLUMNS] = { "番号", "記録", "判定", "理由", "読み取った箇所" };
static const char *const reasons[] = {
	"ログの保存期間が本監査の設定値を下回る。ローテーションの世代数と周期から計算した日数は28日で、求める365日に対して不足している。",
	"利用者が退職した後もアカウントが有効なまま残っている。台帳の退職日、最後にログインした日、権限の一覧を突き合わせた結果であり、"
	"失効の手続を確認する必要がある。",
	"時刻同期の設定はあるが、実際に同期していることを示す記録がない。chronyc trackingの出力が採取されていないか、"
	"採取した時点で同期元に届いていない。",
	"パスワードの長さと文字の種類に関する設定が見つからず、既定値のまま運用されている。login.defsとpwqualityの両方を確認し、"
	"実効値は8文字と判断した。",
};
static const char *const intro = "この節では、対象とした機器から採取した証跡を管理策ごとに突き合わせ、判定できたものと判定できなかったもの"
	"を分けて示す。判定の根拠とした箇所は、ファイル名と行番号で引用する。値が本監査の設定値であるものは、指針の定めではない。";

static enum tone
row_tone(int row)
{
	return row % 3 == 0 ? TONE_FAIL : row % 3 == 1 ? TONE_PASS : TONE_UNKNOWN;
}

static const char *
row_word(int row)
{
	static const char *const words[] = { "不適合", "適合", "判定不能" };

	return words[row % 3];
}

/* The texts of one row, by column; the badge's word for the third. */
static void
row_texts(struct arena *arena, int row, const char *ret_texts[COLUMNS])
{
	ret_texts[0] = arena_printf(arena, "%d", row + 1);
	ret_texts[1] = arena_printf(arena, "/var/log/app%02d.log", row % 97);
	ret_texts[2] = row_word(row);
	ret_texts[3] = reasons[row % (int)(sizeof reasons / sizeof *reasons)];
	ret_texts[4] = arena_printf(arena, "host%03d!/etc/logrotate.d/app%02d:%d", row % 201, row % 97, row % 40 + 1);
}

static void
table_add(struct document *document, struct node *section, int first)
{
	struct node *table = node_add_table(document, section, true, COLUMNS, shares);
	struct node *row = node_add(document, table, NODE_ROW, NULL);

	for (int c = 0; c < COLUMNS; c++)
		node_add(document, row, NODE_CELL, heads[c]);
	for (int r = first; r < first + ROWS; r++) {
		const char *texts[COLUMNS];
		row_texts(document->arena, r, texts);
		row = node_add(document, table, NODE_ROW, NULL);
		for (int c = 0; c < COLUMNS; c++) {
			struct node *cell = node_add(document, row, NODE_CELL, c == 2 ? NULL : texts[c]);
			if (c == 2)
				node_add(document, cell, NODE_BADGE, texts[c])->tone = row_tone(r);
		}
	}
}

static struct document
document_make(struct arena *arena)
{
	struct document document;

	document_init(&document, arena, LANG_JA);
	document.title = "性能測定のための報告書";
	document.running_head = "性能測定";
	document.date = day_of(2026, 11, 20);
	node_add(&document, document.root, NODE_CONTENTS, "目次");
	for (int s = 0; s < SECTIONS; s++) {
		struct node *section = node_add(&document, document.root, NODE_SECTION, arena_printf(arena, "%d 管理策の判定", s + 1));
		section->level = 1;
		section->id = arena_printf(arena, "section-%d", s + 1);
		node_add(&document, section, NODE_PARAGRAPH, intro);
		table_add(&document, section, s * ROWS);
	}
	return document;
}

static void
html_table(struct arena *arena, struct buf *out, int first)
{
	buf_puts(out, "<table><thead><tr>");
	for (int c = 0; c < COLUMNS; c++)
		buf_printf(out, "<th style=\"width:%g%%\">%s</th>", 100 * (shares[c] < 0 ? -shares[c] : shares[c]), heads[c]);
	buf_puts(out, "</tr></thead><tbody>\n");
	for (int r = first; r < first + ROWS; r++) {
		const char *texts[COLUMNS];
		row_texts(arena, r, texts);
		buf_puts(out, "<tr>");
		for (int c = 0; c < COLUMNS; c++)
			buf_printf(out, "<td class=\"%s\">%s</td>", c == 2 ? tone_name(row_tone(r)) : "plain", texts[c]);
		buf_puts(out, "</tr>\n");
	}
	buf_puts(out, "</tbody></table>\n");
}

/* Page, sizes and colours near those of the PDF; what a browser does by itself is left to it. */
static void
html_make(struct arena *arena, struct buf *out)
{
	buf_puts(out, "<!DOCTYPE html><html lang=\"ja\"><head><meta charset=\"utf-8\"><title>性能測定のための報告書</title><style>\n"
		"@page { size: A4; margin: 20mm 18mm } body { font: 9pt/1.5 'BIZ UDPGothic', 'Noto Sans CJK JP', 'IPAexGothic' }\n"
		"table { border-collapse: collapse; width: 100%; table-layout: fixed; font-size: 8pt; line-height: 1.5 }\n"
		"th, td { border-bottom: 0.5pt solid #999; padding: 3.5pt 3pt; vertical-align: top; text-align: left; overflow-wrap: anywhere }\n"
		"h1 { break-before: page } tr { break-inside: avoid } .fail { color: #a00 } .pass { color: #060 } .unknown { color: #555 }\n</style></head><body>\n");
	for (int s = 0; s < SECTIONS; s++)
		buf_printf(out, "<p><a href=\"#section-%d\">%d 管理策の判定</a></p>\n", s + 1, s + 1);
	for (int s = 0; s < SECTIONS; s++) {
		buf_printf(out, "<h1 id=\"section-%d\">%d 管理策の判定</h1><p>%s</p>\n", s + 1, s + 1, intro);
		html_table(arena, out, s * ROWS);
	}
	buf_puts(out, "</body></html>\n");
}

static double
seconds_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static int
pdf_make(struct run *run, struct buf *out)
{
	double start = seconds_now();
	struct document document = document_make(run->arena);

	for (int i = 0; renderers[i]; i++)
		if (strcmp(renderers[i]->name, "pdf") == 0 && renderers[i]->render(run, &document, out) == 0) {
			printf("%.6f\n", seconds_now() - start);
			return 0;
		}
	return -1;
}

int
main(int argc, char **argv)
{
	struct run run = { .arena = arena_new(), .as_of = DAY_UNKNOWN };
	struct buf out = BUF_INIT(LIMIT_OUTPUT_BYTES);
	int status = 0;

	setlocale(LC_ALL, "C");
	run.diags.arena = run.arena;
	if (argc == 3 && strcmp(argv[1], "--html") == 0)
		html_make(run.arena, &out);
	else if (argc == 2)
		status = pdf_make(&run, &out);
	else
		status = -1;
	if (status == 0)
		status = file_write(&run, argv[argc - 1], buf_str(&out));
	buf_free(&out);
	arena_free(run.arena);
	return status == 0 ? 0 : 1;
}
