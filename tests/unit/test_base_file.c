/* file, digest: bounded reads, whole writes. */
#include "unit.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tenken/base/digest.h"
#include "tenken/base/file.h"

/* A fresh folder, on the run's arena; its content is removed by remove_all. */
static const char *
make_folder(struct run *run)
{
	char *folder = arena_strdup(run->arena, "/tmp/tenken-unit-XXXXXX");

	CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(folder));
	return folder;
}

static void
reads_are_bounded(void)
{
	struct run *run = unit_run();
	const char *folder = make_folder(run), *path = file_join(run->arena, folder, "a");
	struct str bytes = STR("untouched");

	CU_ASSERT_EQUAL(file_write(run, path, STR("12345")), 0);
	CU_ASSERT_EQUAL(file_read(run, run->arena, path, 4, &bytes), -1);
	CU_ASSERT_TRUE(unit_has_diag(run, DIAG_LIMIT, 1) && str_is(bytes, "untouched"));
	CU_ASSERT_EQUAL(file_head(run, run->arena, path, 4, &bytes), 0);
	CU_ASSERT_TRUE(str_is(bytes, "1234"));
	CU_ASSERT_EQUAL(file_read(run, run->arena, path, 5, &bytes), 0);
	CU_ASSERT_TRUE(str_is(bytes, "12345"));
	CU_ASSERT_EQUAL(file_read(run, run->arena, folder, 5, &bytes), -1);
	CU_ASSERT_TRUE(unit_has_diag(run, DIAG_FILE_KIND, 1));
	CU_ASSERT_EQUAL(file_read(run, run->arena, "/no/such", 5, &bytes), -1);
	CU_ASSERT_TRUE(unit_has_diag(run, DIAG_FILE_MISSING, 1));
	unlink(path);
	/* A FIFO that nobody writes to must not hold us. */
	CU_ASSERT_EQUAL_FATAL(mkfifo(path, 0600), 0);
	CU_ASSERT_EQUAL(file_read(run, run->arena, path, 5, &bytes), -1);
	CU_ASSERT_TRUE(unit_has_diag(run, DIAG_FILE_KIND, 2));
	unlink(path);
	rmdir(folder);
	unit_run_free(run);
}

static void
writes_are_whole_or_nothing(void)
{
	struct run *run = unit_run();
	const char *folder = make_folder(run), *path = file_join(run->arena, folder, "out");
	struct file_list list;
	struct stat st;

	CU_ASSERT_EQUAL(file_write(run, path, STR("first")), 0);
	CU_ASSERT(stat(path, &st) == 0 && (st.st_mode & 0777) == 0600);
	CU_ASSERT_EQUAL(file_write(run, "/no/such/folder/out", STR("x")), -1);
	CU_ASSERT_TRUE(unit_has_diag(run, DIAG_OUTPUT, 1));
	/* A folder stands where the file should go: the rename fails and the temporary file is taken away. */
	const char *taken = file_join(run->arena, folder, "taken/inside");
	CU_ASSERT_EQUAL(file_make_folder(run, taken), 0);
	CU_ASSERT_EQUAL(file_write(run, file_join(run->arena, folder, "taken"), STR("x")), -1);
	CU_ASSERT_EQUAL(file_walk(run, run->arena, folder, &list), 0);
	CU_ASSERT_EQUAL_FATAL(list.entries.len, 3);
	UNIT_EQUAL(list.entries.items[0].name, "out");
	UNIT_EQUAL(list.entries.items[1].name, "taken");
	UNIT_EQUAL(list.entries.items[2].name, "taken/inside");
	rmdir(taken);
	rmdir(file_join(run->arena, folder, "taken"));
	unlink(path);
	rmdir(folder);
	unit_run_free(run);
}

static void
digests(void)
{
	struct arena *arena = arena_new();

	UNIT_EQUAL(digest_sha256(arena, STR("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	UNIT_EQUAL(digest_sha256(arena, STR("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	const char *uuid = digest_uuid(arena, STR("abc"));
	CU_ASSERT_EQUAL(strlen(uuid), 36);
	CU_ASSERT(uuid[14] == '5' && strchr("89ab", uuid[19]));
	UNIT_EQUAL(digest_uuid(arena, STR("abc")), uuid);
	CU_ASSERT(strcmp(digest_uuid(arena, STR("abd")), uuid) != 0);
	arena_free(arena);
}

/* Piece by piece it is the same file, there at the end only; what is not wanted leaves nothing. */
static void
long_files_come_in_pieces(void)
{
	struct run *run = unit_run();
	const char *folder = make_folder(run), *path = file_join(run->arena, folder, "long");
	struct file_output *output;
	struct digest *digest = digest_sha256_begin(run->arena);
	enum file_kind kind;
	struct str bytes;

	CU_ASSERT_EQUAL_FATAL(file_begin(run, run->arena, path, &output), 0);
	for (int i = 0; i < 3; i++) {
		file_add(output, STR("piece "));
		digest_sha256_add(digest, STR("piece "));
	}
	CU_ASSERT_EQUAL(file_kind_of(path, &kind), -1);
	CU_ASSERT_EQUAL(file_end(output, true), 0);
	CU_ASSERT_EQUAL(file_read(run, run->arena, path, 100, &bytes), 0);
	CU_ASSERT_TRUE(str_is(bytes, "piece piece piece "));
	UNIT_EQUAL(digest_sha256_end(digest, run->arena), digest_sha256(run->arena, bytes));
	CU_ASSERT_EQUAL_FATAL(file_begin(run, run->arena, path, &output), 0);
	file_add(output, STR("other"));
	CU_ASSERT_EQUAL(file_end(output, false), -1);
	CU_ASSERT_EQUAL(file_read(run, run->arena, path, 100, &bytes), 0);
	CU_ASSERT_TRUE(str_is(bytes, "piece piece piece "));
	CU_ASSERT_EQUAL(run->diags.list.len, 0);
	unlink(path);
	CU_ASSERT_EQUAL(rmdir(folder), 0);
	unit_run_free(run);
}

static const struct unit_test tests[] = {
	{ "reads are bounded", reads_are_bounded },
	{ "writes are whole or nothing", writes_are_whole_or_nothing },
	{ "long files come in pieces", long_files_come_in_pieces },
	{ "digests", digests },
	{ 0 },
};

const struct unit_suite suite_base_file = { "base/file", tests };
