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

	CU_ASSERT_EQUAL(archive_members(run, run->arena, "a", bytes, NULL, &members), expected);
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

/* Backslashes are ordinary letters in the names systemd makes of devices. */
static void
names_that_only_look_odd(void)
{
	struct run *run = unit_run();
	struct writer w = writer_new(0, 0);

	writer_open(&w);
	put(&w, "./", AE_IFDIR, NULL, 0, NULL);
	put(&w, "etc/systemd/system/dev-disk-by\\x2duuid.swap", AE_IFREG, "1", 1, NULL);
	put(&w, "etc/..conf", AE_IFREG, "2", 1, NULL);
	put(&w, "a:b", AE_IFREG, "3", 1, NULL);
	put(&w, "etc/", AE_IFDIR, NULL, 0, NULL);
	put(&w, "etc", AE_IFDIR, NULL, 0, NULL);
	struct str bytes = writer_done(&w);
	UNIT_EQUAL(list(run, bytes, 0), "a:b=3;etc/..conf=2;etc/systemd/system/dev-disk-by\\x2duuid.swap=1;");
	CU_ASSERT_EQUAL(run->diags.list.len, 0);
	free(w.bytes);
	unit_run_free(run);
}

/* A folder of the name of a file takes its place, and that is said. */
static void
a_folder_may_hide_a_file(void)
{
	struct run *run = unit_run();
	struct writer w = writer_new(0, 0);

	writer_open(&w);
	put(&w, "etc/passwd", AE_IFREG, "root", 4, NULL);
	put(&w, "etc/./passwd/", AE_IFDIR, NULL, 0, NULL);
	struct str bytes = writer_done(&w);
	UNIT_EQUAL(list(run, bytes, 0), "");
	CU_ASSERT_TRUE(unit_has_diag(run, DIAG_ARCHIVE_MEMBER, 1));
	free(w.bytes);
	unit_run_free(run);
}

/* A zip of one stored member, by hand (APPNOTE 4.3): libarchive's writer would change the name and the flags. The checksum
 * is that of "x". */
static struct str
hand_made_zip(char *zip, const char *name, unsigned flags, unsigned method)
{
	size_t len = strlen(name), at = 0;
	unsigned char local[30] = "PK\3\4\24", central[46] = "PK\1\2\24\0\24", end[22] = "PK\5\6";
	static const unsigned char crc[4] = { 0x83, 0x16, 0xdc, 0x8c };

	local[6] = central[8] = (unsigned char)flags;
	local[7] = central[9] = (unsigned char)(flags >> 8);
	local[8] = central[10] = (unsigned char)method;
	memcpy(local + 14, crc, 4);
	memcpy(central + 16, crc, 4);
	local[18] = local[22] = central[20] = central[24] = 1;
	local[26] = central[28] = (unsigned char)len;
	end[8] = end[10] = 1;
	end[12] = (unsigned char)(46 + len);
	end[16] = (unsigned char)(30 + len + 1);
	memcpy(zip, local, 30), at = 30;
	memcpy(zip + at, name, len), at += len;
	zip[at++] = 'x';
	memcpy(zip + at, central, 46), at += 46;
	memcpy(zip + at, name, len), at += len;
	memcpy(zip + at, end, 22), at += 22;
	return (struct str){ zip, at };
}

static void
names_in_zips(void)
{
	static const struct {
		const char *name;
		unsigned flags, method;
		const char *listed;
		size_t left_out;
		enum diag_id id;
	} cases[] = {
		{ "web01/台帳.csv", 0x800, 0, "web01/台帳.csv=x;", 0, DIAG_ARCHIVE_MEMBER },              /* declared UTF-8, in whatever locale */
		{ "web01/台帳.csv", 0, 0, "web01/台帳.csv=x;", 0, DIAG_ARCHIVE_MEMBER },                  /* not declared */
		{ "\x91\xe4\x92\xa0\x95\\.csv", 0, 0, "台帳表.csv=x;", 0, DIAG_ARCHIVE_MEMBER },         /* 表 ends in a backslash's byte */
		{ "\xff\xfe.csv", 0, 0, "", 1, DIAG_ARCHIVE_MEMBER },
		{ "../x", 0, 0, "", 1, DIAG_ARCHIVE_MEMBER },
		{ "secret", 1, 0, "", 1, DIAG_ARCHIVE_MEMBER },                               /* encrypted */
		{ "packed", 0, 97, "", 1, DIAG_ARCHIVE_DAMAGED },                               /* a method nobody here knows */
	};
	char zip[256];

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct run *run = unit_run();
		struct str bytes = hand_made_zip(zip, cases[i].name, cases[i].flags, cases[i].method);
		CU_ASSERT_TRUE(archive_is(bytes));
		UNIT_EQUAL(list(run, bytes, 0), cases[i].listed);
		CU_ASSERT_TRUE_FATAL(unit_has_diag(run, cases[i].id, cases[i].left_out));
		CU_ASSERT_EQUAL(run->diags.list.len, cases[i].left_out);
		unit_run_free(run);
	}
}

/* Zips that are documents are no archives; nor is gzip in gzip, which nobody would count in between. */
static void
what_is_no_container(void)
{
	static const char *const firsts[] = { "[Content_Types].xml", "_rels/.rels", "docProps/app.xml", "xl/workbook.xml", "mimetype" };
	struct run *run = unit_run();
	char zip[256];

	for (size_t i = 0; i < sizeof firsts / sizeof *firsts; i++)
		CU_ASSERT_FALSE(archive_is(hand_made_zip(zip, firsts[i], 0, 0)));
	struct writer inner = writer_new(0, 1), outer = writer_new(0, 0);
	writer_open(&inner);
	put(&inner, "etc/passwd", AE_IFREG, "root", 4, NULL);
	struct str bytes = writer_done(&inner);
	CU_ASSERT_TRUE(archive_is(bytes));
	archive_write_free(outer.archive);
	outer.archive = archive_write_new();
	archive_write_set_format_raw(outer.archive);
	archive_write_add_filter_gzip(outer.archive);
	writer_open(&outer);
	put(&outer, "inner", AE_IFREG, bytes.ptr, bytes.len, NULL);
	struct str twice = writer_done(&outer), once;
	CU_ASSERT_FALSE(archive_is(twice));
	UNIT_EQUAL(list(run, twice, -1), "");
	CU_ASSERT_EQUAL_FATAL(archive_inflate(run, run->arena, "a", twice, 1 << 20, &once), 0);
	CU_ASSERT_TRUE(once.len == bytes.len && memcmp(once.ptr, bytes.ptr, once.len) == 0);
	free(inner.bytes);
	free(outer.bytes);
	unit_run_free(run);
}

/* A compressed log, whole, cut, and larger than allowed. */
static void
single_files(void)
{
	struct run *run = unit_run();
	struct writer w = writer_new(0, 1);
	struct str log = { NULL, 7 };

	archive_write_free(w.archive);
	w.archive = archive_write_new();
	archive_write_set_format_raw(w.archive);
	archive_write_add_filter_xz(w.archive);
	writer_open(&w);
	put(&w, "log", AE_IFREG, "Nov 25 one\nNov 25 two\n", 22, NULL);
	struct str bytes = writer_done(&w);
	CU_ASSERT_FALSE(archive_is(bytes));
	CU_ASSERT_EQUAL(archive_inflate(run, run->arena, "a", bytes, 22, &log), 0);
	CU_ASSERT_TRUE(str_is(log, "Nov 25 one\nNov 25 two\n"));
	log = (struct str){ NULL, 7 };
	CU_ASSERT_EQUAL(archive_inflate(run, run->arena, "a", bytes, 21, &log), -1);
	CU_ASSERT_TRUE(unit_has_diag(run, DIAG_LIMIT, 1));
	CU_ASSERT_EQUAL(archive_inflate(run, run->arena, "a", (struct str){ bytes.ptr, bytes.len - 20 }, 99, &log), -1);
	CU_ASSERT_EQUAL(archive_inflate(run, run->arena, "a", STR("plain"), 99, &log), -1);
	CU_ASSERT_EQUAL(archive_inflate(run, run->arena, "a", STR(""), 99, &log), -1);
	CU_ASSERT_TRUE(unit_has_diag(run, DIAG_ARCHIVE_DAMAGED, 3));
	CU_ASSERT_TRUE(log.len == 7 && log.ptr == NULL);   /* untouched */
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

/* What is not wanted is counted all the same: skipping would decompress it too. */
static void
bombs_nobody_wants_are_stopped(void)
{
	static const char *const names[] = { "../zeros", "/zeros" };
	size_t size = (size_t)20 << 20;
	char *zeros = calloc(1, size);

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		struct run *run = unit_run();
		struct writer w = writer_new(0, 1);
		writer_open(&w);
		put(&w, names[i], AE_IFREG, zeros, size, NULL);
		put(&w, "last", AE_IFREG, "never read", 10, NULL);
		struct str bytes = writer_done(&w);
		UNIT_EQUAL(list(run, bytes, -1), "");
		CU_ASSERT_TRUE(unit_has_diag(run, DIAG_ARCHIVE_BOMB, 1));
		free(w.bytes);
		unit_run_free(run);
	}
	free(zeros);
}

/* One file beyond the limit costs that file. */
static void
a_member_too_large_is_left_out(void)
{
	struct run *run = unit_run();
	struct writer w = { .archive = archive_write_new(), .bytes = malloc((size_t)LIMIT_FILE_BYTES + (1 << 20)) };
	size_t size = (size_t)LIMIT_FILE_BYTES + 1;
	char *zeros = calloc(1, size);

	archive_write_set_format_pax_restricted(w.archive);
	CU_ASSERT_EQUAL_FATAL(archive_write_open_memory(w.archive, w.bytes, size + (1 << 19), &w.used), ARCHIVE_OK);
	put(&w, "large", AE_IFREG, zeros, size, NULL);
	put(&w, "last", AE_IFREG, "read", 4, NULL);
	struct str bytes = writer_done(&w);
	UNIT_EQUAL(list(run, bytes, 0), "last=read;");
	CU_ASSERT_TRUE(unit_has_diag(run, DIAG_LIMIT, 1));
	CU_ASSERT_EQUAL(run->diags.list.len, 1);
	CU_ASSERT_TRUE(arena_size(run->arena) < 1 << 20);   /* none of it was kept */
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
	{ "names that only look odd", names_that_only_look_odd },
	{ "a folder may hide a file", a_folder_may_hide_a_file },
	{ "names in zips", names_in_zips },
	{ "what is no container", what_is_no_container },
	{ "single files", single_files },
	{ "names of Windows zips", names_of_windows_zips },
	{ "bombs are stopped", bombs_are_stopped },
	{ "bombs nobody wants are stopped", bombs_nobody_wants_are_stopped },
	{ "a member too large is left out", a_member_too_large_is_left_out },
	{ "damage keeps what was read", damage_keeps_what_was_read },
	{ 0 },
};

const struct unit_suite suite_syntax_archive = { "syntax/archive", tests };
