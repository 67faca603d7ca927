/* Lists of breached passwords: every line is found, nothing else is, and what is no list or out of order is refused. */
#include "unit.h"

#include <unistd.h>

#include "tenken/base/buf.h"
#include "tenken/base/file.h"
#include "tenken/password/breach.h"

/* A list of `count` hashes in order, the nth n * step, counted n + 1 times; in a new file. */
static const char *
write_list(struct run *run, int digits, int count, const char *end, const char *tail)
{
	struct buf buf = BUF_INIT(1u << 20);
	char *path = arena_strdup(run->arena, "/tmp/tenken-breach-XXXXXX");
	int fd = mkstemp(path);

	CU_ASSERT_TRUE_FATAL(fd >= 0);
	close(fd);
	for (int i = 0; i < count; i++)
		buf_printf(&buf, "%0*X:%d%s", digits, i * 7 + 3, i + 1, end);
	buf_puts(&buf, tail);
	CU_ASSERT_EQUAL_FATAL(file_write(run, path, buf_str(&buf)), 0);
	buf_free(&buf);
	return path;
}

static void
every_line_is_found(void)
{
	static const struct {
		int digits, count;
		const char *end, *tail;
	} rows[] = { { 32, 1, "\r\n", "" }, { 32, 2, "\n", "" }, { 32, 1000, "\r\n", "" }, { 40, 1001, "\n", "" },
		{ 40, 3, "\r\n", "00000000000000000000000000000000000000FF:9" } };

	for (size_t r = 0; r < sizeof rows / sizeof *rows; r++) {
		struct run *run = unit_run();
		const char *path = write_list(run, rows[r].digits, rows[r].count, rows[r].end, rows[r].tail);
		struct breach *breach;
		CU_ASSERT_EQUAL_FATAL(breach_open(run, run->arena, path, &breach), 0);
		CU_ASSERT_EQUAL(breach_kind(breach), rows[r].digits == 32 ? BREACH_NTLM : BREACH_SHA1);
		for (int i = 0; i < rows[r].count; i++) {
			CU_ASSERT_EQUAL(breach_count(breach, arena_printf(run->arena, "%0*x", rows[r].digits, i * 7 + 3)), (uint64_t)i + 1);
			CU_ASSERT_EQUAL(breach_count(breach, arena_printf(run->arena, "%0*X", rows[r].digits, i * 7 + 4)), 0);
		}
		CU_ASSERT_EQUAL(breach_count(breach, arena_printf(run->arena, "%0*X", rows[r].digits, 2)), 0);
		CU_ASSERT_EQUAL(breach_count(breach, "00FF"), 0);
		if (*rows[r].tail)
			CU_ASSERT_EQUAL(breach_count(breach, "00000000000000000000000000000000000000FF"), 9);
		unlink(path);
		unit_run_free(run);
	}
}

static void
what_is_no_list(void)
{
	static const char *const texts[] = { "", "no list\n", "00FF:1\n", "00000000000000000000000000000003\n",
		"00000000000000000000000000000009:1\n00000000000000000000000000000003:1\n" };
	struct run *run = unit_run();

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		const char *path = write_list(run, 32, 0, "", texts[i]);
		struct breach *breach;
		CU_ASSERT_EQUAL(breach_open(run, run->arena, path, &breach), -1);
		unlink(path);
	}
	CU_ASSERT_TRUE(unit_has_diag(run, DIAG_BREACH_LIST, sizeof texts / sizeof *texts));
	unit_run_free(run);
}

static void
ranges(void)
{
	struct run *run = unit_run();
	char *folder = arena_strdup(run->arena, "/tmp/tenken-range-XXXXXX");
	struct breach *breach;

	CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(folder));
	const char *first = file_join(run->arena, folder, "00000.txt"), *second = file_join(run->arena, folder, "8846F.txt");
	file_write(run, first, STR("000000000000000000000000001:3\r\n"));
	file_write(run, second, STR("7EAEE8FB117AD06BDD830B7586B:1\r\n7EAEE8FB117AD06BDD830B7586C:24230577\r\n"));
	CU_ASSERT_EQUAL_FATAL(breach_open(run, run->arena, folder, &breach), 0);
	CU_ASSERT_EQUAL(breach_kind(breach), BREACH_NTLM);
	CU_ASSERT_EQUAL(breach_count(breach, "8846f7eaee8fb117ad06bdd830b7586c"), 24230577);
	CU_ASSERT_EQUAL(breach_count(breach, "8846f7eaee8fb117ad06bdd830b7586d"), 0);
	CU_ASSERT_EQUAL(breach_count(breach, "9846f7eaee8fb117ad06bdd830b7586c"), 0);   /* no such file */
	unlink(first);
	unlink(second);
	rmdir(folder);
	unit_run_free(run);
}

static void
buckets(void)
{
	static const uint64_t rows[][2] = { { 0, 0 }, { 1, 1 }, { 9, 1 }, { 10, 10 }, { 99, 10 }, { 24230577, 10000000 }, { UINT64_MAX, 10000000000000000000u } };

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		CU_ASSERT_EQUAL(breach_bucket(rows[i][0]), rows[i][1]);
}

static const struct unit_test tests[] = {
	{ "every line is found", every_line_is_found },
	{ "what is no list", what_is_no_list },
	{ "ranges", ranges },
	{ "buckets", buckets },
	{ NULL, NULL },
};

const struct unit_suite suite_password_breach = { "password breach", tests };
