/* The file system. Reading never blocks and never takes more than it was told; writing is all or nothing. */
#include "tenken/base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tenken/base/limits.h"

const char *
file_join(struct arena *arena, const char *folder, const char *name)
{
	if (*folder == '\0')
		return name;
	const char *slash = folder[strlen(folder) - 1] == '/' ? "" : "/";
	return arena_printf(arena, "%s%s%s", folder, slash, name);
}

static int
report_errno(struct run *run, const char *path)
{
	int error = errno;
	enum diag_id id = error == ENOENT || error == ENOTDIR ? DIAG_FILE_MISSING : DIAG_FILE_UNREADABLE;

	return diag_report(&run->diags, id, (struct span){ .path = path }, "%s", strerror(error));
}

/* Reads `size` bytes or up to the end; the file may shrink or grow while it is read. */
static ssize_t
read_up_to(int fd, char *bytes, size_t size)
{
	size_t len = 0;

	while (len < size) {
		ssize_t got = read(fd, bytes + len, size - len);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -1;
		if (got == 0)
			break;
		len += (size_t)got;
	}
	return (ssize_t)len;
}

/* Whether the file is no more what it was: half of its bytes may be those of before. */
static bool
has_changed(int fd, const struct stat *before)
{
	struct stat st;

	return fstat(fd, &st) != 0 || st.st_size != before->st_size || st.st_mtim.tv_sec != before->st_mtim.tv_sec ||
	    st.st_mtim.tv_nsec != before->st_mtim.tv_nsec;
}

/* The open descriptor's bytes. Files under /proc and the like say 0 bytes and hold more: those are not evidence files. */
static int
read_open(struct run *run, struct arena *arena, int fd, const char *path, size_t max, bool is_head, struct str *ret)
{
	const struct span span = { .path = path };
	struct stat st;

	if (fstat(fd, &st) != 0)
		return report_errno(run, path);
	if (S_ISDIR(st.st_mode) || !S_ISREG(st.st_mode))
		return diag_report(&run->diags, DIAG_FILE_KIND, span, "%s", S_ISDIR(st.st_mode) ? "folder" : "special file");
	size_t size = (uint64_t)st.st_size > max ? max : (size_t)st.st_size;
	if ((uint64_t)st.st_size > max && !is_head)
		return diag_report(&run->diags, DIAG_LIMIT, span, "%lld bytes, at most %zu are read", (long long)st.st_size, max);
	char *bytes = arena_alloc(arena, size + 1);
	ssize_t len = read_up_to(fd, bytes, size);
	if (len < 0)
		return report_errno(run, path);
	if (!is_head && ((size_t)len != size || has_changed(fd, &st)))
		return diag_report(&run->diags, DIAG_FILE_UNREADABLE, span, "%s", "it changed while it was read");
	bytes[len] = '\0';
	*ret = (struct str){ bytes, (size_t)len };
	return 0;
}

static int
read_path(struct run *run, struct arena *arena, const char *path, size_t max, bool is_head, struct str *ret)
{
	/* O_NONBLOCK: opening a FIFO that nobody writes to would wait for ever. */
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);

	if (fd < 0)
		return report_errno(run, path);
	int status = read_open(run, arena, fd, path, max, is_head, ret);
	close(fd);
	return status;
}

int
file_read(struct run *run, struct arena *arena, const char *path, size_t max, struct str *ret)
{
	return read_path(run, arena, path, max, false, ret);
}

int
file_head(struct run *run, struct arena *arena, const char *path, size_t size, struct str *ret)
{
	return read_path(run, arena, path, size, true, ret);
}

struct file_random {
	int fd;
};

static void
close_random(void *data)
{
	close(((struct file_random *)data)->fd);
}

int
file_open_random(struct run *run, struct arena *arena, const char *path, struct file_random **ret, uint64_t *ret_size)
{
	struct file_random *file = arena_alloc(arena, sizeof *file);
	struct stat st;

	file->fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
	if (file->fd < 0)
		return report_errno(run, path);
	arena_cleanup(arena, close_random, file);
	if (fstat(file->fd, &st) != 0)
		return report_errno(run, path);
	if (!S_ISREG(st.st_mode))
		return diag_report(&run->diags, DIAG_FILE_KIND, (struct span){ .path = path }, "%s", S_ISDIR(st.st_mode) ? "folder" : "special file");
	*ret = file;
	*ret_size = (uint64_t)st.st_size;
	return 0;
}

size_t
file_read_at(const struct file_random *file, uint64_t offset, char *bytes, size_t size)
{
	ssize_t done;

	do
		done = pread(file->fd, bytes, size, (off_t)offset);
	while (done < 0 && errno == EINTR);
	return done > 0 ? (size_t)done : 0;
}

static enum file_kind
kind_of_mode(mode_t mode)
{
	return S_ISREG(mode) ? FILE_REGULAR : S_ISDIR(mode) ? FILE_FOLDER : S_ISLNK(mode) ? FILE_LINK : FILE_OTHER;
}

int
file_kind_of(const char *path, enum file_kind *ret)
{
	struct stat st;

	if (stat(path, &st) != 0)
		return -1;
	*ret = kind_of_mode(st.st_mode);
	return 0;
}

struct walk {
	struct arena *arena;
	const char *top;
	struct file_list list;
	bool is_over;   /* a limit was passed */
};

static void walk_folder(struct walk *walk, int fd, const char *name, int depth);

/* The folder cannot be gone through: `name` is its own. */
static void
walk_unread(struct walk *walk, const char *name)
{
	const char *path = file_join(walk->arena, walk->top, name);
	struct diag diag = { .id = DIAG_FILE_UNREADABLE, .span.path = path, .detail = arena_strdup(walk->arena, strerror(errno)) };

	vec_push(walk->arena, &walk->list.unread, (struct file_unread){ arena_printf(walk->arena, "%s/", name), diag });
}

/* Nothing more is looked at. */
static void
walk_over(struct walk *walk, const char *name)
{
	const char *path = file_join(walk->arena, walk->top, name);
	struct diag diag = { .id = DIAG_LIMIT, .span.path = path, .detail = arena_printf(walk->arena, "more than %d files or %d folders deep",
	    LIMIT_WALK_FILES, LIMIT_WALK_DEPTH) };

	vec_push(walk->arena, &walk->list.unread, (struct file_unread){ "", diag });
	walk->is_over = true;
}

static const char *
read_target(struct walk *walk, int folder, const char *name)
{
	char target[LIMIT_PATH_BYTES];
	ssize_t len = readlinkat(folder, name, target, sizeof target);

	return len < 0 ? "" : arena_strndup(walk->arena, target, (size_t)len);
}

static void
walk_entry(struct walk *walk, int folder, const char *prefix, const char *base, int depth)
{
	struct stat st;
	const char *name = *prefix ? arena_printf(walk->arena, "%s/%s", prefix, base) : arena_strdup(walk->arena, base);

	if (fstatat(folder, base, &st, AT_SYMLINK_NOFOLLOW) != 0) {
		walk_unread(walk, name);   /* a folder that may be listed, and not searched; or it went away meanwhile */
		return;
	}
	if (walk->list.entries.len >= LIMIT_WALK_FILES || depth > LIMIT_WALK_DEPTH) {
		walk_over(walk, name);
		return;
	}
	struct file_entry entry = { .name = name, .kind = kind_of_mode(st.st_mode), .size = st.st_size };
	if (entry.kind == FILE_LINK)
		entry.target = read_target(walk, folder, base);
	vec_push(walk->arena, &walk->list.entries, entry);
	if (entry.kind != FILE_FOLDER)
		return;
	int fd = openat(folder, base, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		walk_unread(walk, name);
	else
		walk_folder(walk, fd, name, depth + 1);
}

/* Takes the descriptor over. */
static void
walk_folder(struct walk *walk, int fd, const char *name, int depth)
{
	DIR *dir = fdopendir(fd);

	if (!dir) {
		walk_unread(walk, name);
		close(fd);
		return;
	}
	for (struct dirent *entry; (entry = readdir(dir)) && !walk->is_over;)
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			walk_entry(walk, dirfd(dir), name, entry->d_name, depth);
	closedir(dir);
}

static int
compare_entries(const void *a, const void *b)
{
	return strcmp(((const struct file_entry *)a)->name, ((const struct file_entry *)b)->name);
}

int
file_walk(struct run *run, struct arena *arena, const char *folder, struct file_list *ret)
{
	struct walk walk = { .arena = arena, .top = folder };
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return report_errno(run, folder);
	walk_folder(&walk, fd, "", 0);
	if (walk.list.entries.len)
		qsort(walk.list.entries.items, walk.list.entries.len, sizeof *walk.list.entries.items, compare_entries);
	*ret = walk.list;
	return 0;
}

static int
write_all(int fd, struct str bytes)
{
	while (bytes.len) {
		ssize_t done = write(fd, bytes.ptr, bytes.len);
		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return -1;
		bytes.ptr += done;
		bytes.len -= (size_t)done;
	}
	return 0;
}

/* A file while it is being written. */
struct file_output {
	struct run *run;
	const char *path;
	char *temporary;
	int fd;
	int error;   /* errno of the first failure, or 0 */
};

int
file_begin(struct run *run, struct arena *arena, const char *path, struct file_output **ret)
{
	struct file_output *output = arena_alloc(arena, sizeof *output);

	*output = (struct file_output){ .run = run, .path = path, .temporary = arena_printf(arena, "%s.XXXXXX", path) };
	output->fd = mkostemp(output->temporary, O_CLOEXEC);   /* mode 0600 */
	if (output->fd < 0)
		return diag_report(&run->diags, DIAG_OUTPUT, (struct span){ .path = path }, "%s", strerror(errno));
	*ret = output;
	return 0;
}

void
file_add(struct file_output *output, struct str bytes)
{
	if (output->error == 0 && write_all(output->fd, bytes) != 0)
		output->error = errno;
}

int
file_end(struct file_output *output, bool is_wanted)
{
	if (is_wanted && output->error == 0 && fsync(output->fd) != 0)
		output->error = errno;
	if (close(output->fd) != 0 && output->error == 0)
		output->error = errno;
	if (is_wanted && output->error == 0 && rename(output->temporary, output->path) != 0)
		output->error = errno;
	if (is_wanted && output->error == 0)
		return 0;
	unlink(output->temporary);
	return is_wanted ? diag_report(&output->run->diags, DIAG_OUTPUT, (struct span){ .path = output->path }, "%s", strerror(output->error)) : -1;
}

int
file_write(struct run *run, const char *path, struct str bytes)
{
	struct file_output *output;

	if (file_begin(run, run->arena, path, &output) != 0)
		return -1;
	file_add(output, bytes);
	return file_end(output, true);
}

int
file_make_folder(struct run *run, const char *path)
{
	char *part = arena_strdup(run->arena, path);
	struct stat st;

	for (char *slash = part + 1; *part && *slash; slash++) {
		if (*slash != '/')
			continue;
		*slash = '\0';
		if (mkdir(part, 0700) != 0 && errno != EEXIST)
			return diag_report(&run->diags, DIAG_OUTPUT, (struct span){ .path = part }, "%s", strerror(errno));
		*slash = '/';
	}
	if (mkdir(part, 0700) != 0 && (errno != EEXIST || stat(part, &st) != 0 || !S_ISDIR(st.st_mode)))
		return diag_report(&run->diags, DIAG_OUTPUT, (struct span){ .path = path }, "%s", strerror(errno));
	return 0;
}
