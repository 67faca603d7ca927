/* archive: ordinary and hostile ones, written here with libarchive's writer. */
#include "unit.h"

#include <archive.h>
#include <archive_entry.h>
#include <stdlib.h>

#include "tenken/base/buf.h"
#include "tenken/base/limits.h"
#include "tenken/syntax/archive.h"

#define ROOM ((size_t)48 << 20)

struct writer {
	struct archive *archive;
	char *bytes;
	size_t used;
};

static struct writer
writer_new(int is_zip, int is_gzip)
{
	struct writer w = { .archive = archive_write_new(), .bytes = malloc(ROOM) };

	if (is_zip)
		archive_write_set_format_zip(w.archive);
	else
		archive_write_set_format_pax_restricted(w.archive);
	if (is_gzip)
		archive_write_add_filter_gzip(w.archive);
	return w;
}

static void
writer_open(struct writer *w)
{
	CU_ASSERT_EQUAL_FATAL(archive_write_open_memory(w->archive, w->bytes, ROOM, &w->used), ARCHIVE_OK);
}

static void
put(struct writer *w, const char *name, unsigned type, const void *data, size_t size, const char *target)
{
	struct archive_entry *entry = archive_entry_new();

	archive_entry_set_pathname(entry, name);
	archive_entry_set_filetype(entry, type);
	archive_entry_set_perm(entry, 0644);
	archive_entry_set_size(entry, (la_int64_t)size);
	if (type == AE_IFLNK)
		archive_entry_set_symlink(entry, target);
	else if (target)
		archive_entry_set_hardlink(entry, target);
	archive_write_header(w->archive, entry);
	if (size)
		archive_write_data(w->archive, data, size);
	archive_entry_free(entry);
}

static struct str
writer_done(struct writer *w)
{
	archive_write_close(w->archive);
	archive_write_free(w->archive);
	return (struct str){ w->bytes, w->used };
}

/* Members as `name=content;`, links as `name->target;`. */
static const char *
list(struct run *run, struct str bytes, int expected)
{
	struct archive_list members = { 0 };
	struct buf buf = BUF_INIT(1 << 20);

	CU_ASSERT_EQUAL(archive_members(run, run->arena, "a", bytes, &members), expected);
	for (size_t i = 0; i < members.members.len; i++) {
		const struct archive_member *m = &members.members.items[i];
		if (m->kind == ARCHIVE_LINK)
			buf_printf(&buf, "%s->%s;", m->name, m->target);
		else if (m->kind == ARCHIVE_FILE)
			buf_printf(&buf, "%s=%.*s;", m->name, (int)(m->bytes.len < 20 ? m->bytes.len : 20), m->bytes.ptr);
	}
	const char *text = arena_strdup(run->arena, buf_str(&buf).ptr);
	buf_free(&buf);
	return text;
}

static void
ordinary_archives(void)
{
	for (int kind = 0; kind < 3; kind++) {
		struct run *run = unit_run();
		struct writer w = writer_new(kind == 2, kind == 1);
		writer_open(&w);
		put(&w, "./web01/etc/passwd", AE_IFREG, "root", 4, NULL);
		put(&w, "web01//etc/./empty", AE_IFREG, "", 0, NULL);
		put(&w, "web01/etc/mask.conf", AE_IFLNK, NULL, 0, "/dev/null");
		struct str bytes = writer_done(&w);
		CU_ASSERT_TRUE(archive_is(bytes));
		UNIT_EQUAL(list(run, bytes, 0), "web01/etc/empty=;web01/etc/mask.conf->/dev/null;web01/etc/passwd=root;");
		CU_ASSERT_EQUAL(run->diags.list.len, 0);
		free(w.bytes);
		unit_run_free(run);
	}
}

static void
what_could_leave_is_left_out(void)
{
	struct run *run = unit_run();
	struct writer w = writer_new(0, 0);

	writer_open(&w);
	put(&w, "../up", AE_IFREG, "x", 1, NULL);
	put(&w, "a/../../up", AE_IFREG, "x", 1, NULL);
	put(&w, "/etc/passwd", AE_IFREG, "x", 1, NULL);
	put(&w, "c:\\windows", AE_IFREG, "x", 1, NULL);
	put(&w, "a\\..\\b", AE_IFREG, "x", 1, NULL);
	put(&w, "fifo", AE_IFIFO, NULL, 0, NULL);
	put(&w, "device", AE_IFCHR, NULL, 0, NULL);
	put(&w, "twice", AE_IFREG, "1", 1, NULL);
	put(&w, "twice", AE_IFREG, "2", 1, NULL);
	put(&w, "hard", AE_IFREG, NULL, 0, "twice");
	put(&w, "worse", AE_IFREG, NULL, 0, "../../etc/passwd");
	struct str bytes = writer_done(&w);
	UNIT_EQUAL(list(run, bytes, 0), "hard->twice;twice=2;");
	CU_ASSERT_TRUE(unit_has_diag(run, DIAG_ARCHIVE_MEMBER, 9));
	free(w.bytes);
	unit_run_free(run);
}

static void
names_of_windows_zips(void)
{
	struct run *run = unit_run();
	struct writer w = writer_new(0, 0);

	writer_open(&w);
	put(&w, "\x91\xe4\x92\xa0.csv", AE_IFREG, "x", 1, NULL);   /* 台帳.csv in CP932 */
	struct str bytes = writer_done(&w);
	UNIT_EQUAL(list(run, bytes, 0), "台帳.csv=x;");
	free(w.bytes);
	unit_run_free(run);
}

static void
bombs_are_stopped(void)
{
	struct run *run = unit_run();
	struct writer w = writer_new(0, 1);
	size_t size = (size_t)40 << 20;
	char *zeros = calloc(1, size);

	writer_open(&w);
	put(&w, "first", AE_IFREG, "ok", 2, NULL);
	put(&w, "zeros", AE_IFREG, zeros, size, NULL);
	put(&w, "last", AE_IFREG, "never read", 10, NULL);
	struct str bytes = writer_done(&w);
	UNIT_EQUAL(list(run, bytes, -1), "first=ok;");   /* what was read before stays */
	CU_ASSERT_TRUE(unit_has_diag(run, DIAG_ARCHIVE_BOMB, 1));
	free(zeros);
	free(w.bytes);
	unit_run_free(run);
}

static void
damage_keeps_what_was_read(void)
{
	struct run *run = unit_run();
	struct writer w = writer_new(0, 0);
	char data[4000] = "x";

	writer_open(&w);
	put(&w, "first", AE_IFREG, "ok", 2, NULL);
	put(&w, "second", AE_IFREG, data, sizeof data, NULL);
	struct str bytes = writer_done(&w);
	bytes.len = 512 + 512 + 512 + 1000;   /* inside the second member */
	UNIT_EQUAL(list(run, bytes, -1), "first=ok;");
	CU_ASSERT_TRUE(unit_has_diag(run, DIAG_ARCHIVE_DAMAGED, 1));
	CU_ASSERT_FALSE(archive_is(STR("just text")));
	CU_ASSERT_FALSE(archive_is(STR("")));
	CU_ASSERT_FALSE(archive_is((struct str){ "\x1f\x8b\x08\0\0\0\0\0", 8 }));
	free(w.bytes);
	unit_run_free(run);
}

static const struct unit_test tests[] = {
	{ "ordinary archives", ordinary_archives },
	{ "what could leave is left out", what_could_leave_is_left_out },
	{ "names of Windows zips", names_of_windows_zips },
	{ "bombs are stopped", bombs_are_stopped },
	{ "damage keeps what was read", damage_keeps_what_was_read },
	{ 0 },
};

const struct unit_suite suite_syntax_archive = { "syntax/archive", tests };
