/* Folders for tests of what reads and writes files. */
#include "fixture_folder.h"

#include <ftw.h>
#include <unistd.h>

#include "tenken/base/file.h"
#include "unit.h"

const char *
fixture_folder(struct run *run)
{
	const char *base = getenv("TMPDIR");
	char *path = arena_printf(run->arena, "%s/tenken-unit-XXXXXX", base && *base ? base : "/tmp");

	CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(path));
	return path;
}

const char *
fixture_file(struct run *run, const char *folder, const char *name, const char *text)
{
	const char *path = file_join(run->arena, folder, name);
	const char *slash = strrchr(path, '/');

	CU_ASSERT_EQUAL_FATAL(file_make_folder(run, arena_strndup(run->arena, path, (size_t)(slash - path))), 0);
	CU_ASSERT_EQUAL_FATAL(file_write(run, path, str_of(text)), 0);
	return path;
}

static int
remove_one(const char *path, const struct stat *status, int kind, struct FTW *place)
{
	(void)status;
	(void)kind;
	(void)place;
	return remove(path);
}

void
fixture_folder_remove(struct run *run, const char *folder)
{
	(void)run;
	nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}
