/* export_rows: which file a mapping knows, where its rows are, and whether they are all. */
#include "fixture_export.h"
#include "tenken/base/buf.h"
#include "tenken/model/parts.h"

#include "tenken/base/limits.h"

#define PARTS "<rows at='data.list'/><rows at=''/><page>3</page><none at='data.list' attribute='configured' value='false'/>" \
	"<field id='n' required='true'><path>n</path><heading>Name</heading><heading>氏名</heading></field>" \
	"<field id='a' required='true'><path>a</path><heading>Admin</heading></field><attribute name='name' field='n'/>"

/* What PARTS makes of a file. */
static const char *
read_as(struct run *run, const char *name, const char *bytes)
{
	return fixture_export_read(run, fixture_mappings(run, PARTS), name, bytes);
}

static void
rows_of_json(void)
{
	struct run *run = unit_run();
	static const char *const one = "x:1\nt:0 rows=1 complete=true\n";

	UNIT_EQUAL(read_as(run, "f.json", "{\"data\":{\"list\":[{\"n\":\"x\",\"a\":1}]}}"), one);
	UNIT_EQUAL(read_as(run, "f.json", "[{\"n\":\"x\",\"a\":null}]"), one);
	UNIT_EQUAL(read_as(run, "f.json", "{\"n\":\"x\",\"a\":1}"), one);
	UNIT_EQUAL(read_as(run, "f.txt", " \n{\"wrapped\":[{\"in\":[{\"n\":\"x\",\"a\":1}]}]}"), "x:2\nt:0 rows=1 complete=true\n");
	UNIT_EQUAL(read_as(run, "f.json", "{\"one\":[{\"n\":\"x\",\"a\":1}],\"two\":[{\"n\":\"y\",\"a\":1}]}"), "x:1\ny:1\nt:0 rows=2 complete=true\n");
	UNIT_EQUAL(read_as(run, "f.jsonl", "{\"n\":\"x\",\"a\":1}\n{\"n\":\"y\",\"a\":2}\n"), "x:1\ny:2\nt:0 rows=2 complete=true\n");
	/* Pages, one after the other or in a list. */
	UNIT_EQUAL(read_as(run, "f.json", "{\"data\":{\"list\":[{\"n\":\"x\",\"a\":1}]}}\n{\"data\":{\"list\":[{\"n\":\"y\",\"a\":1}]}}"),
	    "x:1\ny:2\nt:0 rows=2 complete=true\n");
	/* Rows inside rows are not looked for. */
	UNIT_EQUAL(read_as(run, "f.json", "[{\"n\":\"x\",\"a\":[{\"n\":\"y\",\"a\":1}]}]"), one);
	CU_ASSERT_EQUAL(run->diags.list.len, 0);
	unit_run_free(run);
}

static void
unknown_files(void)
{
	struct run *run = unit_run();

	UNIT_EQUAL(read_as(run, "f.json", "[{\"n\":\"x\"}]"), "");
	UNIT_EQUAL(read_as(run, "f.json", "{\"a\":{\"b\":{\"c\":{\"d\":{\"e\":[{\"n\":\"x\",\"a\":1}]}}}}}"), "");   /* too deep to be an answer */
	UNIT_EQUAL(read_as(run, "f.csv", "Name,Other\nx,1\n"), "");
	UNIT_EQUAL(read_as(run, "f.csv", "Name,Admin,氏名\nx,1,y\n"), "");   /* which of the two names counts? */
	CU_ASSERT_TRUE(unit_has_diag(run, DIAG_TABLE_HEADING, 4));
	unit_run_free(run);
}

static void
rows_of_csv(void)
{
	struct run *run = unit_run();

	UNIT_EQUAL(read_as(run, "f.csv", "a title\n\nＮＡＭＥ ,admin,else\nx,1,2\n\ny,,\n"), "x:4\ny:6\nt:0 rows=2 complete=true\n");
	UNIT_EQUAL(read_as(run, "f.csv", "Name;Admin\nx;1\n"), "x:2\nt:0 rows=1 complete=true\n");
	UNIT_EQUAL(read_as(run, "f.csv", "Name,Admin\n"), "t:0 rows=0 complete=true\n");
	CU_ASSERT_EQUAL(run->diags.list.len, 0);
	/* A row that was left out makes the list one of some. */
	UNIT_EQUAL(read_as(run, "f.csv", "Name,Admin\nx,1\n\"y,1\nz,1\n"), "x:2\nz:4\nt:0 rows=2 complete=false\n");
	UNIT_EQUAL(read_as(run, "f.csv", "Name,Admin\nx,1\ny\n,1\n"), "x:2\nt:0 rows=1 complete=false\n");
	unit_run_free(run);
}

static void
completeness(void)
{
	static const struct {
		const char *members;
		bool is_complete;
	} cases[] = {
		{ "", true }, { ",\"next\":null", true }, { ",\"next\":\"\"", true }, { ",\"next\":false", true }, { ",\"next\":0", true },
		{ ",\"next\":true", false }, { ",\"next\":\"x\"", false }, { ",\"next\":2", false },
		{ ",\"total\":1", true }, { ",\"total\":0", true }, { ",\"total\":2", false }, { ",\"total\":\"2\"", false },
		{ ",\"meta\":{\"next\":\"x\"}", false },
	};
	struct run *run = unit_run();

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const char *text = arena_printf(run->arena, "{\"data\":{\"list\":[{\"n\":\"x\",\"a\":1,\"next\":\"not ours\",\"total\":9}]}%s}", cases[i].members);
		UNIT_EQUAL(read_as(run, "f.json", text), cases[i].is_complete ? "x:1\nt:0 rows=1 complete=true\n" : "x:1\nt:0 rows=1 complete=false\n");
	}
	CU_ASSERT_TRUE(unit_has_diag(run, DIAG_EXPORT_INCOMPLETE, 6));
	/* A page that was cut off. */
	UNIT_EQUAL(read_as(run, "f.json", "{\"data\":{\"list\":[{\"n\":\"x\",\"a\":1},"), "t:0 rows=0 complete=false\n");
	/* Exactly one page; what is no row; an empty list. */
	UNIT_EQUAL(read_as(run, "f.csv", "Name,Admin\nx,1\ny,1\nz,1\n"), "x:2\ny:3\nz:4\nt:0 rows=3 complete=false\n");
	UNIT_EQUAL(read_as(run, "f.json", "[{\"n\":\"x\",\"a\":1},{\"a\":1},7]"), "x:1\nt:0 rows=1 complete=false\n");
	UNIT_EQUAL(read_as(run, "f.json", "{\"data\":{\"list\":[]}}"), "account:1 configured=false\nt:0 rows=0 complete=true\n");
	UNIT_EQUAL(read_as(run, "f.json", "{\"data\":{\"list\":[]},\"next\":\"x\"}"), "account:1 configured=false\nt:0 rows=0 complete=false\n");
	unit_run_free(run);
}

/* A subject holds so many records: what does not fit is missing, and the list is no longer one of all. */
static void
too_many_rows(void)
{
	struct run *run = unit_run();
	struct subject full = { .id = "t", .kind = "tenant", .arena = run->arena }, *subject = &full;

	for (int i = 0; i < LIMIT_RECORDS - 2; i++)
		record_add(subject, "policy", NULL, (struct span){ 0 });
	fixture_export_into(run, fixture_mappings(run, PARTS), "f.csv", STR("Name,Admin\nx,1\ny,1\n"), subject);
	CU_ASSERT_EQUAL(subject->records.len, LIMIT_RECORDS);
	CU_ASSERT_EQUAL(subject->dropped, 1);
	UNIT_EQUAL(record_get(subject->records.items[LIMIT_RECORDS - 2], "complete"), "false");
	unit_run_free(run);
}

static void
looks(void)
{
	struct run *run = unit_run();
	const struct mappings *mappings = fixture_mappings(run, PARTS);
	static const struct {
		const char *name, *bytes;
		bool is_known;
	} cases[] = {
		{ "f.json", "[{\"n\":1,\"a\":2}]", true }, { "no-name", "{\"n\":1,\"a\":2}", true }, { "f.json", "{\"n\":1}", false },
		{ "f.CSV", "Name,Admin\n", true }, { "f.csv", "Name\n", false }, { "f.txt", "Name,Admin\n", false }, { "f.json", "", false },
		{ "f.conf", "[section]\nn=1\na=2\n", false }, { "f.json", "{\"data\":{\"list\":[]}}", true },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct file file = { .name = cases[i].name, .path = "p", .bytes = str_of(cases[i].bytes), .mappings = mappings };
		CU_ASSERT_EQUAL(export_guess(&file) != NULL, cases[i].is_known);
		file.mappings = NULL;
		CU_ASSERT_PTR_NULL(export_guess(&file));
	}
	unit_run_free(run);
}

/* A CSV of that many rows, `x<n>` on line n + 2, the row `odd` replaced where there is one. */
static struct subject *
read_long(struct run *run, int rows, int odd, const char *instead)
{
	struct buf buf = BUF_INIT(8u << 20);

	buf_puts(&buf, "Name,Admin\n");
	for (int i = 0; i < rows; i++)
		if (i == odd)
			buf_puts(&buf, instead);
		else
			buf_printf(&buf, "x%d,1\n", i);
	const char *text = arena_strndup(run->arena, buf_str(&buf).ptr, buf.len);
	buf_free(&buf);
	return fixture_export_subject(run, fixture_mappings(run, PARTS), "f.csv", str_of(text));
}

/* Goes through the list; how many records it has, whose names and lines must be their numbers'. */
static int
count_list(struct run *run, const struct subject *subject, int odd)
{
	struct parts parts = parts_begin(subject);
	int next = 0;

	for (const struct subject *part; (part = parts_next(&parts, run));)
		for (size_t i = part->held; i < part->records.len; i++) {
			next += next == odd;
			UNIT_EQUAL(part->records.items[i]->name, arena_printf(run->arena, "x%d", next));
			CU_ASSERT_EQUAL(part->records.items[i]->at.line, (unsigned)next + 2);
			next++;
		}
	parts_end(&parts);
	return next;
}

static void
long_lists_are_not_held(void)
{
	struct run *run = unit_run();
	struct subject *subject = read_long(run, LIMIT_LIST_ROWS, -1, NULL);

	CU_ASSERT_EQUAL(subject->records.len, LIMIT_LIST_ROWS + 1);
	CU_ASSERT_EQUAL(subject->lists.len, 0);
	subject = read_long(run, LIMIT_LIST_ROWS + 1, -1, NULL);
	CU_ASSERT_EQUAL(subject->records.len, 1);
	CU_ASSERT_EQUAL_FATAL(subject->lists.len, 1);
	UNIT_EQUAL(record_get(subject->records.items[0], "rows"), "20001");
	UNIT_EQUAL(record_get(subject->records.items[0], "complete"), "true");
	CU_ASSERT_EQUAL(count_list(run, subject, -1), LIMIT_LIST_ROWS + 1);
	CU_ASSERT_TRUE(unit_has_diag(run, DIAG_LIST_LONG, 1));
	CU_ASSERT_EQUAL(run->diags.list.len, 1);
	/* A list of objects is held as it was written, and made into records a part at a time all the same. */
	struct buf buf = BUF_INIT(8u << 20);
	for (int i = 0; i < LIMIT_LIST_ROWS + 1; i++)
		buf_printf(&buf, "%c\n{\"n\":\"x%d\",\"a\":1}", i ? ',' : '[', i);
	buf_putc(&buf, ']');
	subject = fixture_export_subject(run, fixture_mappings(run, PARTS), "f.json", buf_str(&buf));
	CU_ASSERT_EQUAL(subject->records.len, 1);
	CU_ASSERT_EQUAL(count_list(run, subject, -1), LIMIT_LIST_ROWS + 1);
	buf_free(&buf);
	unit_run_free(run);
}

/* What is wrong with one row is said once, however often the list is gone through, and the list is no longer one of all. */
static void
long_lists_with_a_bad_row(void)
{
	static const struct {
		const char *row;
		enum diag_id id;
		const char *rows;
	} cases[] = {
		{ "\"open,1\n", DIAG_CSV_SYNTAX, "20001" },
		{ ",1\n", DIAG_TABLE_VALUE, "20001" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct run *run = unit_run();
		struct subject *subject = read_long(run, LIMIT_LIST_ROWS + 2, LIMIT_PART_RECORDS, cases[i].row);
		CU_ASSERT_EQUAL_FATAL(subject->lists.len, 1);
		UNIT_EQUAL(record_get(subject->records.items[0], "rows"), cases[i].rows);
		UNIT_EQUAL(record_get(subject->records.items[0], "complete"), "false");
		CU_ASSERT_EQUAL(count_list(run, subject, LIMIT_PART_RECORDS), LIMIT_LIST_ROWS + 2);
		CU_ASSERT_EQUAL(count_list(run, subject, LIMIT_PART_RECORDS), LIMIT_LIST_ROWS + 2);
		CU_ASSERT_TRUE(unit_has_diag(run, cases[i].id, 1));
		CU_ASSERT_TRUE(unit_has_diag(run, DIAG_EXPORT_INCOMPLETE, 1));
		unit_run_free(run);
	}
}

#define NESTED "<rows at='roles' each='who'/><page>3</page><field id='n' required='true'><path>n</path></field>" \
	"<field id='role' required='true'><outer>role</outer></field><field id='kind'><path>kind</path></field>" \
	"<pass><is field='kind'>robot</is></pass><attribute name='name' field='n'/><attribute name='admin-by' field='role'/>"

/* Rows in lists of objects, and what is passed over. */
static void
nested_rows(void)
{
	struct run *run = unit_run();
	const struct mappings *mappings = fixture_mappings(run, NESTED);

	UNIT_EQUAL(fixture_export_read(run, mappings, "f.json", "{\"roles\":[{\"role\":\"r\",\"who\":[{\"n\":\"x\"},{\"n\":\"y\"}]},\n"
	    "{\"role\":\"s\",\"who\":[]},{\"role\":\"t\",\"Who\":[{\"n\":\"z\"},{\"kind\":\"robot\"}]}]}"),
	    "x:1 admin-by=r\ny:1 admin-by=r\nz:2 admin-by=t\nt:0 rows=4 complete=true\n");
	/* The object around them has not the field; what is no list; a list that is full. */
	UNIT_EQUAL(fixture_export_read(run, mappings, "f.json", "{\"roles\":[{\"name\":\"r\",\"who\":[{\"n\":\"x\"}]}]}"), "");
	UNIT_EQUAL(fixture_export_read(run, mappings, "f.json", "{\"roles\":[{\"role\":\"r\",\"who\":{\"n\":\"x\"}}]}"), "");
	UNIT_EQUAL(fixture_export_read(run, mappings, "f.json", "{\"roles\":{\"role\":\"r\",\"who\":[{\"n\":\"x\"},{\"n\":\"y\"},{\"n\":\"z\"}]}}"),
	    "x:1 admin-by=r\ny:1 admin-by=r\nz:1 admin-by=r\nt:0 rows=3 complete=false\n");
	/* Three rows in two lists are no full page. */
	UNIT_EQUAL(fixture_export_read(run, mappings, "f.json", "{\"roles\":[{\"role\":\"r\",\"who\":[{\"n\":\"x\"},{\"n\":\"y\"}]},{\"role\":\"s\",\"who\":[{\"n\":\"z\"}]}]}"),
	    "x:1 admin-by=r\ny:1 admin-by=r\nz:1 admin-by=s\nt:0 rows=3 complete=true\n");
	unit_run_free(run);
}

#define WRAPPED "<content at='in.text' beside='form'/><field id='n' required='true'><heading>Name</heading></field>" \
	"<field id='a' required='true'><heading>Admin</heading></field><attribute name='name' field='n'/>"

/* A file within a document: "Name,Admin\nx,1\n" in base64. */
static void
wrapped_file(void)
{
	struct run *run = unit_run();
	const struct mappings *mappings = fixture_mappings(run, WRAPPED);

	UNIT_EQUAL(fixture_export_read(run, mappings, "f.json", "{\"form\":1,\"in\":{\"text\":\"TmFtZSxBZG1pbgp4LDEK\"}}"),
	    "x:2\nt:0 rows=1 complete=true\n");
	UNIT_EQUAL(fixture_export_read(run, mappings, "f.json", "{\"in\":{\"text\":\"TmFtZSxBZG1pbgp4LDEK\"}}"), "");
	UNIT_EQUAL(fixture_export_read(run, mappings, "f.json", "{\"form\":1,\"in\":{\"text\":\"TmFtZSxBZG1pbgp4LDE\"}}"), "");
	UNIT_EQUAL(fixture_export_read(run, mappings, "f.json", "{\"form\":1,\"in\":{\"text\":[\"TmFtZSxBZG1pbgp4LDEK\"]}}"), "");
	unit_run_free(run);
}

static const struct unit_test tests[] = {
	{ "long lists are not held", long_lists_are_not_held },
	{ "long lists with a bad row", long_lists_with_a_bad_row },
	{ "rows of JSON", rows_of_json },
	{ "rows of CSV", rows_of_csv },
	{ "unknown files", unknown_files },
	{ "nested rows", nested_rows },
	{ "wrapped file", wrapped_file },
	{ "completeness", completeness },
	{ "too many rows", too_many_rows },
	{ "looks", looks },
	{ NULL, NULL }
};
const struct unit_suite suite_evidence_export_rows = { "evidence/export_rows", tests };
