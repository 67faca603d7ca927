/* csv: rows, lines, and what a malformed quote costs. */
#include "unit.h"

#include "tenken/base/buf.h"
#include "tenken/base/limits.h"
#include "tenken/syntax/csv.h"

/* The rows as `line:cell|cell;`. */
static const char *
read_csv(struct run *run, struct str text)
{
	struct csv csv = { 0 };
	struct buf buf = BUF_INIT(1 << 20);

	if (csv_read(run, run->arena, "f.csv", text, &csv) != 0)
		return "failed";
	for (size_t i = 0; i < csv.rows.len; i++) {
		buf_printf(&buf, "%u:", csv.rows.items[i].line);
		for (size_t c = 0; c < csv.rows.items[i].count; c++)
			buf_printf(&buf, "%s%.*s", c ? "|" : "", (int)csv.rows.items[i].cells[c].len, csv.rows.items[i].cells[c].ptr);
		buf_puts(&buf, ";");
	}
	const char *rows = arena_strdup(run->arena, buf_str(&buf).ptr);
	buf_free(&buf);
	return rows;
}

static void
rows_and_lines(void)
{
	struct run *run = unit_run();

	UNIT_EQUAL(read_csv(run, STR("a,b\n1,2\n")), "1:a|b;2:1|2;");
	UNIT_EQUAL(read_csv(run, STR("a,b\r\n\r\n1,2")), "1:a|b;3:1|2;");
	UNIT_EQUAL(read_csv(run, STR("a,b\n,\n\n1,\n")), "1:a|b;4:1|;");
	UNIT_EQUAL(read_csv(run, STR(" a , b \n")), "1: a | b ;");
	UNIT_EQUAL(read_csv(run, STR("a,\"b\nc\",d\n2,3,4\n")), "1:a|b\nc|d;3:2|3|4;");
	UNIT_EQUAL(read_csv(run, STR("\"a\"\"b\",c\n")), "1:a\"b|c;");
	UNIT_EQUAL(read_csv(run, STR("a\rb,c\n")), "1:a\rb|c;");   /* CR alone ends nothing */
	UNIT_EQUAL(read_csv(run, STR("")), "");
	UNIT_EQUAL(read_csv(run, STR("\n\n\n")), "");
	CU_ASSERT_EQUAL(run->diags.list.len, 0);
	unit_run_free(run);
}

static void
delimiters(void)
{
	struct run *run = unit_run();

	UNIT_EQUAL(read_csv(run, STR("a\tb\tc,d\n")), "1:a|b|c,d;");
	UNIT_EQUAL(read_csv(run, STR("a;b\n1;2\n")), "1:a|b;2:1|2;");
	/* A title line without any delimiter does not decide. */
	UNIT_EQUAL(read_csv(run, STR("台帳\na\tb\n")), "1:台帳;2:a|b;");
	/* Delimiters inside quotes do not count. */
	UNIT_EQUAL(read_csv(run, STR("\"a;b;c;d\",e\n")), "1:a;b;c;d|e;");
	UNIT_EQUAL(read_csv(run, STR("\"a\nb\",c\n1;2;3,4\n")), "1:a\nb|c;3:1;2;3|4;");
	UNIT_EQUAL(read_csv(run, STR("a\nb\n")), "1:a;2:b;");
	unit_run_free(run);
}

static void
a_bad_quote_costs_its_row(void)
{
	struct run *run = unit_run();

	UNIT_EQUAL(read_csv(run, STR("a,b\n1,x\"y\n2,3\n")), "1:a|b;3:2|3;");
	CU_ASSERT_TRUE(unit_has_diag(run, DIAG_CSV_SYNTAX, 1));
	CU_ASSERT_EQUAL(run->diags.list.items[0].span.line, 2);
	UNIT_EQUAL(read_csv(run, STR("a,b\n1,\"open\n2,3\n")), "1:a|b;3:2|3;");
	CU_ASSERT_TRUE(unit_has_diag(run, DIAG_CSV_SYNTAX, 2));
	CU_ASSERT_EQUAL(run->diags.list.items[1].span.line, 2);
	struct csv csv = { 0 };
	CU_ASSERT_EQUAL(csv_read(run, run->arena, "f", STR("a,b\n\"1\n2\",\"open\n3,4\n5\"x,6\n"), &csv), 0);
	CU_ASSERT_EQUAL_FATAL(csv.damaged.len, 2);
	CU_ASSERT_EQUAL(csv.damaged.items[0], 2);   /* where the row begins, not the quote */
	CU_ASSERT_EQUAL(csv.damaged.items[1], 5);
	unit_run_free(run);
}

/* Text, what is left of it, how many rows are reported: whatever is wrong, the next row is read. */
static void
bad_quotes_of_every_kind(void)
{
	static const struct {
		const char *text, *rows;
		size_t bad;
		unsigned line;   /* of the first */
	} cases[] = {
		{ "a,b\n\"x\"y,2\n3,4\n", "1:a|b;3:3|4;", 1, 2 },                  /* text behind a closing quote */
		{ "a,b\n\"x\" ,2\n3,4\n", "1:a|b;3:3|4;", 1, 2 },                  /* a blank is text too */
		{ "a,b\n19\"\",2\n3,4\n", "1:a|b;3:3|4;", 1, 2 },                  /* two quotes, inches: opens nothing */
		{ "a,b\n19\"\",2\n3,4\n5,\"6\"\n", "1:a|b;3:3|4;4:5|6;", 1, 2 },
		{ "a,b\n\"open,2\n3,\"four\"\n5,6\n", "1:a|b;3:3|four;4:5|6;", 1, 2 },  /* the next row's quotes close nothing */
		{ "\"x\n\"\n\"\ny\"", "1:x\n;3:\ny;", 0, 0 },                      /* each pair is a cell with a line feed */
		{ "a,b\n\"1\n2\",\"open\n3,4\n", "1:a|b;4:3|4;", 1, 3 },          /* opened a line below the row's first */
		{ "a,b\n1,\"", "1:a|b;", 1, 2 },
		{ "a,b\r\n\"1\",\"2\"\r\n\"3\",\"4\"\r", "1:a|b;2:1|2;3:3|4;", 0, 0 },
		{ "a,\"b\"\rc\n1,2\n", "2:1|2;", 1, 1 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct run *run = unit_run();
		UNIT_EQUAL(read_csv(run, str_of(cases[i].text)), cases[i].rows);
		CU_ASSERT_TRUE_FATAL(unit_has_diag(run, DIAG_CSV_SYNTAX, cases[i].bad));
		if (cases[i].bad)
			CU_ASSERT_EQUAL(run->diags.list.items[0].span.line, cases[i].line);
		unit_run_free(run);
	}
}

/* A quote that another row's quote closes would hide the rows between. */
static void
a_quoted_cell_that_holds_rows(void)
{
	static const struct {
		const char *text, *rows;
		unsigned line;   /* of the diagnostic; 0: none */
	} cases[] = {
		{ "a,b,c,d\n1,\"x,y,z\n2,w\",v,u\n3,3,3,3\n", "1:a|b|c|d;4:3|3|3|3;", 2 },
		{ "a,b,c,d\n\"1,x,y,z\n2,x,y,z\n3,x,y,z\"\n4,4,4,4\n", "1:a|b|c|d;3:2|x|y|z;5:4|4|4|4;", 2 },
		/* What people write: a note of several lines in the last cell, in the first, with commas in it. */
		{ "a,b,c\n1,2,\"x\ny\"\n3,3,3\n", "1:a|b|c;2:1|2|x\ny;4:3|3|3;", 0 },
		{ "a,b,c\n\"x\ny\",1,2\n3,3,3\n", "1:a|b|c;2:x\ny|1|2;4:3|3|3;", 0 },
		{ "a,b,c\n1,\"x,y\nz\",2\n3,3,3\n", "1:a|b|c;2:1|x,y\nz|2;4:3|3|3;", 0 },
		/* Two columns tell nothing. */
		{ "a,b\n1,\"x\ny,z\"\n3,3\n", "1:a|b;2:1|x\ny,z;4:3|3;", 0 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct run *run = unit_run();
		UNIT_EQUAL(read_csv(run, str_of(cases[i].text)), cases[i].rows);
		CU_ASSERT_EQUAL(run->diags.list.len > 0, cases[i].line > 0);
		if (cases[i].line && run->diags.list.len)
			CU_ASSERT_EQUAL(run->diags.list.items[0].span.line, cases[i].line);
		unit_run_free(run);
	}
}

static void
gaps(void)
{
	struct run *run = unit_run();
	struct csv csv = { 0 };

	CU_ASSERT_EQUAL(csv_read(run, run->arena, "f", STR("\n\na,b\n1,2\n\n,\n3,4\n5,6\n"), &csv), 0);
	CU_ASSERT_EQUAL_FATAL(csv.rows.len, 4);
	CU_ASSERT_FALSE(csv.rows.items[0].is_after_gap);   /* nothing stands before it */
	CU_ASSERT_FALSE(csv.rows.items[1].is_after_gap);
	CU_ASSERT_TRUE(csv.rows.items[2].is_after_gap);
	CU_ASSERT_FALSE(csv.rows.items[3].is_after_gap);
	unit_run_free(run);
}

/* A hundred thousand quotes that close nothing: the time stays in proportion. */
static void
bad_quotes_in_numbers(void)
{
	struct run *run = unit_run();
	struct buf buf = BUF_INIT(4 << 20);
	struct csv csv = { 0 };

	buf_puts(&buf, "a,b\n");
	for (int i = 0; i < 100000; i++)
		buf_puts(&buf, "\"x,1\ny,2\n\"\",3\n");
	CU_ASSERT_EQUAL(csv_read(run, run->arena, "f", buf_str(&buf), &csv), 0);
	/* Each opening quote meets the next one, which stands before an x: only the last is not met. */
	CU_ASSERT_EQUAL(csv.rows.len, 1 + 2 * 100000);
	CU_ASSERT_EQUAL(csv.rows.items[1].line, 3);
	CU_ASSERT_EQUAL(run->diags.list.len + run->diags.dropped, 100000);
	buf_free(&buf);
	unit_run_free(run);
}

static void
sizes_are_bounded(void)
{
	struct run *run = unit_run();
	struct buf buf = BUF_INIT(1 << 20);

	for (int i = 0; i < LIMIT_CSV_COLUMNS; i++)
		buf_puts(&buf, "x,");
	UNIT_EQUAL(read_csv(run, buf_str(&buf)), "failed");
	CU_ASSERT_TRUE(unit_has_diag(run, DIAG_LIMIT, 1));
	buf_free(&buf);
	for (size_t i = 0; i < LIMIT_CELL_BYTES + 1; i++)
		buf_putc(&buf, 'x');
	UNIT_EQUAL(read_csv(run, buf_str(&buf)), "failed");
	buf_free(&buf);
	/* NUL bytes are bytes. */
	struct str nul = { "a\0b,c\n", 6 };
	struct csv csv;
	CU_ASSERT_EQUAL_FATAL(csv_read(run, run->arena, "f", nul, &csv), 0);
	CU_ASSERT_EQUAL(csv.rows.items[0].cells[0].len, 3);
	/* Just inside the limits. */
	for (int i = 0; i < LIMIT_CSV_COLUMNS - 1; i++)
		buf_puts(&buf, ",");
	for (size_t i = 0; i < LIMIT_CELL_BYTES; i++)
		buf_putc(&buf, 'x');
	CU_ASSERT_EQUAL_FATAL(csv_read(run, run->arena, "f", buf_str(&buf), &csv), 0);
	CU_ASSERT_EQUAL(csv.rows.items[0].count, LIMIT_CSV_COLUMNS);
	CU_ASSERT_EQUAL(csv.rows.items[0].cells[LIMIT_CSV_COLUMNS - 1].len, LIMIT_CELL_BYTES);
	CU_ASSERT_EQUAL(csv.rows.items[0].cells[LIMIT_CSV_COLUMNS - 1].ptr[LIMIT_CELL_BYTES], '\0');
	CU_ASSERT_EQUAL(csv.rows.items[0].cells[0].len, 0);
	buf_free(&buf);
	unit_run_free(run);
}

static const struct unit_test tests[] = {
	{ "rows and lines", rows_and_lines },
	{ "delimiters", delimiters },
	{ "a bad quote costs its row", a_bad_quote_costs_its_row },
	{ "bad quotes of every kind", bad_quotes_of_every_kind },
	{ "a quoted cell that holds rows", a_quoted_cell_that_holds_rows },
	{ "gaps", gaps },
	{ "bad quotes in numbers", bad_quotes_in_numbers },
	{ "sizes are bounded", sizes_are_bounded },
	{ 0 },
};

const struct unit_suite suite_syntax_csv = { "syntax/csv", tests };
