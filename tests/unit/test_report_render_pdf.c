/* PDF bytes: valid by qpdf, readable by pdftotext, the same twice. The tools are asked where they are installed. */
#include <locale.h>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tenken/base/file.h"
#include "tenken/report/report.h"
#include "unit.h"

extern char **environ;

static const struct renderer *
pdf_find(void)
{
	for (size_t i = 0; renderers[i]; i++)
		if (strcmp(renderers[i]->name, "pdf") == 0)
			return renderers[i];
	return NULL;
}

/* Exit status of a tool with its output thrown away; 127 when it is not installed. */
static int
tool_run(const char *const *arguments)
{
	posix_spawn_file_actions_t actions;
	pid_t pid;
	int status = 0;

	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
	posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
	int error = posix_spawnp(&pid, arguments[0], &actions, NULL, (char *const *)arguments, environ);
	posix_spawn_file_actions_destroy(&actions);
	if (error != 0 || waitpid(pid, &status, 0) < 0)
		return 127;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

/* Writes the bytes to a temporary file, asks qpdf, returns pdftotext's text on the arena ("" without pdftotext). */
static const char *
pdf_read(struct run *run, const struct buf *pdf)
{
	char path[] = "/tmp/tenken-pdf-XXXXXX";
	int descriptor = mkstemp(path);
	const char *text = arena_printf(run->arena, "%s.txt", path);
	struct str read = { "", 0 };

	CU_ASSERT_TRUE_FATAL(descriptor >= 0);
	CU_ASSERT_EQUAL_FATAL((size_t)write(descriptor, pdf->ptr, pdf->len), pdf->len);
	close(descriptor);
	int status = tool_run((const char *[]){ "qpdf", "--check", path, NULL });
	CU_ASSERT_TRUE(status == 0 || status == 127);
	status = tool_run((const char *[]){ "pdftotext", path, text, NULL });
	CU_ASSERT_TRUE(status == 0 || status == 127);
	if (status == 0) {
		CU_ASSERT_EQUAL(file_read(run, run->arena, text, 1 << 20, &read), 0);
		unlink(text);
	}
	unlink(path);
	return arena_strndup(run->arena, read.ptr, read.len);
}

/* Whether the text says so, in whatever lines; true where there is no pdftotext. */
static bool
says(struct run *run, const char *text, const char *words)
{
	char *flat = arena_alloc(run->arena, strlen(text) + 1), *out = flat;

	for (const char *c = text; *c; c++)
		if (*c != '\n' && *c != '\f')
			*out++ = *c;
	return *text == '\0' || strstr(flat, words) != NULL;
}

static size_t
count_of(const struct buf *bytes, const char *needle)
{
	size_t count = 0, len = strlen(needle);

	for (const char *at = bytes->ptr, *end = at + bytes->len; (at = memmem(at, (size_t)(end - at), needle, len)) != NULL; at += len)
		count++;
	return count;
}

static struct document
document_make(struct run *run, int rows)
{
	struct document document;

	document_init(&document, run->arena, LANG_JA);
	document.title = "試験<&>";
	document.running_head = "試験";
	document.date = day_of(2026, 11, 25);
	node_add(&document, document.root, NODE_CONTENTS, "目次");
	struct node *section = node_add(&document, document.root, NODE_SECTION, "髙﨑㈱①の節");
	section->level = 1;
	section->id = "first";
	struct node *table = node_add_table(&document, section, true, 2, (double[]){ 0.3, 0.7 });
	for (int i = 0; i <= rows; i++) {
		struct node *row = node_add(&document, table, NODE_ROW, NULL);
		node_add(&document, row, NODE_CELL, i == 0 ? "番号" : arena_printf(run->arena, "r%d", i));
		struct node *cell = node_add(&document, row, NODE_CELL, NULL);
		node_add(&document, cell, NODE_RUN, "web01!/etc/logrotate.d/rsyslog:3")->href = i ? "#first" : NULL;
	}
	return document;
}

static void
bytes_are_valid_and_repeat(void)
{
	struct run *run = unit_run();
	struct document document = document_make(run, 90);
	struct buf first = BUF_INIT(1 << 24), second = BUF_INIT(1 << 24);

	CU_ASSERT_EQUAL_FATAL(pdf_find()->render(run, &document, &first), 0);
	const char *text = pdf_read(run, &first);
	CU_ASSERT_TRUE(says(run, text, "髙﨑㈱①の節"));
	CU_ASSERT_TRUE(says(run, text, "web01!/etc/logrotate.d/rsyslog:3"));
	CU_ASSERT_TRUE(says(run, text, "4/4"));
	CU_ASSERT_TRUE(says(run, text, "r90"));
	/* Neither the zone nor the locale of the auditor's machine is in the bytes. */
	setenv("TZ", "Asia/Tokyo", 1);
	setlocale(LC_ALL, "de_DE.UTF-8");
	CU_ASSERT_EQUAL_FATAL(pdf_find()->render(run, &document, &second), 0);
	setlocale(LC_ALL, "C");
	unsetenv("TZ");
	CU_ASSERT_EQUAL_FATAL(first.len, second.len);
	CU_ASSERT_EQUAL(memcmp(first.ptr, second.ptr, first.len), 0);
	buf_free(&first);
	buf_free(&second);
	unit_run_free(run);
}

static void
hostile_text_is_made_visible(void)
{
	struct run *run = unit_run();
	struct document document = document_make(run, 1);
	struct buf out = BUF_INIT(1 << 24);

	node_add(&document, document.root, NODE_PARAGRAPH, "A\xff" "B\x1b[0mC\xe2\x80\xae" "D");
	struct buf marks = BUF_INIT(4096);
	buf_puts(&marks, "z");
	for (int i = 0; i < 300; i++)
		buf_puts(&marks, "\xcc\x81");
	node_add(&document, document.root, NODE_PARAGRAPH, arena_strndup(run->arena, marks.ptr, marks.len));
	CU_ASSERT_EQUAL_FATAL(pdf_find()->render(run, &document, &out), 0);
	const char *text = pdf_read(run, &out);
	CU_ASSERT_TRUE(says(run, text, "A\\xffB\\x1b[0mC\\u{202E}D"));
	CU_ASSERT_TRUE(says(run, text, "\\u{0301}"));
	buf_free(&marks);
	buf_free(&out);
	unit_run_free(run);
}

/* A cell longer than several pages goes on; what is beyond the bound of one text is cut and says so. */
static void
a_row_taller_than_a_page_goes_on(void)
{
	struct run *run = unit_run();
	struct document document = document_make(run, 1);
	struct node *table = node_add_table(&document, document.root, true, 2, (double[]){ 0.1, 0.9 });
	struct node *row = node_add(&document, table, NODE_ROW, NULL);
	struct buf long_text = BUF_INIT(1 << 20), out = BUF_INIT(1 << 24);

	node_add(&document, row, NODE_CELL, "見出し");
	node_add(&document, row, NODE_CELL, "値");
	for (int i = 0; i < 3000; i++)
		buf_printf(&long_text, "語%d\n", i);
	row = node_add(&document, table, NODE_ROW, NULL);
	node_add(&document, row, NODE_CELL, "長い");
	node_add(&document, row, NODE_CELL, arena_strndup(run->arena, long_text.ptr, long_text.len));
	CU_ASSERT_EQUAL_FATAL(pdf_find()->render(run, &document, &out), 0);
	const char *text = pdf_read(run, &out);
	CU_ASSERT_TRUE(says(run, text, "語0"));
	CU_ASSERT_TRUE(says(run, text, "語1500"));
	CU_ASSERT_TRUE(*text == '\0' || !says(run, text, "語2999"));
	buf_free(&long_text);
	buf_free(&out);
	unit_run_free(run);
}

static void
an_empty_document_is_a_page(void)
{
	struct run *run = unit_run();
	struct document document;
	struct buf out = BUF_INIT(1 << 24);

	document_init(&document, run->arena, LANG_EN);
	CU_ASSERT_EQUAL_FATAL(pdf_find()->render(run, &document, &out), 0);
	pdf_read(run, &out);
	buf_free(&out);
	node_add(&document, document.root, NODE_RUN, "x")->href = "#nowhere";
	CU_ASSERT_EQUAL(pdf_find()->render(run, &document, &out), -1);
	CU_ASSERT_TRUE(unit_has_diag(run, DIAG_OUTPUT, 1));
	unit_run_free(run);
}

static void
every_chart_is_drawn(void)
{
	struct run *run = unit_run();
	struct document document = document_make(run, 1);
	const char *axes[] = { "長い名前の箇条で折り返しが必要なもの", "b", "c" };
	double values[] = { 3, -1, 0 };
	struct chart_series series[] = { { "確認", values, TONE_STRONG }, { "申告", values, TONE_PLAIN },
		{ "目標", values, TONE_QUIET } };
	struct chart charts[3];
	struct buf out = BUF_INIT(1 << 24);

	for (int kind = CHART_RADAR; kind <= CHART_STACK; kind++) {
		charts[kind] = (struct chart){ .kind = (enum chart_kind)kind,
			.max = 5,
			.axes = axes,
			.axis_count = 3,
			.series = series,
			.series_count = 3 };
		node_add(&document, document.root, NODE_CHART, "図の題")->chart = &charts[kind];
	}
	CU_ASSERT_EQUAL_FATAL(pdf_find()->render(run, &document, &out), 0);
	CU_ASSERT_TRUE(says(run, pdf_read(run, &out), "図の題"));
	CU_ASSERT_EQUAL(count_of(&out, "/Alt <feff56f3306e984c>"), 3);   /* 図の題 in UTF-16 */
	buf_free(&out);
	unit_run_free(run);
}

/* What is appended to what Cairo wrote: the language by the document's, the title as XML whatever is in it. */
static void
the_catalogue_is_completed(void)
{
	struct run *run = unit_run();
	struct document document = document_make(run, 1);
	struct buf ja = BUF_INIT(1 << 24), en = BUF_INIT(1 << 24);

	CU_ASSERT_EQUAL_FATAL(pdf_find()->render(run, &document, &ja), 0);
	document.lang = LANG_EN;
	CU_ASSERT_EQUAL_FATAL(pdf_find()->render(run, &document, &en), 0);
	CU_ASSERT_EQUAL(count_of(&ja, "/Lang (ja)"), 1);
	CU_ASSERT_EQUAL(count_of(&en, "/Lang (en)"), 1);
	CU_ASSERT_EQUAL(count_of(&ja, "/DisplayDocTitle true"), 1);
	CU_ASSERT_EQUAL(count_of(&ja, "<rdf:li xml:lang=\"x-default\">試験&lt;&amp;&gt;</rdf:li>"), 1);
	CU_ASSERT_EQUAL(count_of(&ja, "/ID ["), 1);
	CU_ASSERT_EQUAL(count_of(&ja, "startxref"), 2);
	/* A bound that the update no longer fits into fails as a whole. */
	struct buf small = BUF_INIT(ja.len - 1);
	CU_ASSERT_EQUAL(pdf_find()->render(run, &document, &small), -1);
	CU_ASSERT(unit_has_diag(run, DIAG_LIMIT, 1));
	CU_ASSERT_EQUAL(small.len, 0);
	buf_free(&ja);
	buf_free(&en);
	unit_run_free(run);
}

static const struct unit_test tests[] = {
	{ "bytes are valid and repeat", bytes_are_valid_and_repeat },
	{ "hostile text is made visible", hostile_text_is_made_visible },
	{ "a row taller than a page goes on", a_row_taller_than_a_page_goes_on },
	{ "an empty document is a page", an_empty_document_is_a_page },
	{ "every chart is drawn", every_chart_is_drawn },
	{ "the catalogue is completed", the_catalogue_is_completed },
	{ NULL, NULL },
};

const struct unit_suite suite_report_render_pdf = { "report render pdf", tests };
