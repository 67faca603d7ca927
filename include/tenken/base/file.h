/* The file system, from the one place that touches it: bounded reads, whole writes. */
#ifndef TENKEN_BASE_FILE_H
#define TENKEN_BASE_FILE_H

#include <stdbool.h>
#include <sys/types.h>

#include "tenken/base/run.h"
#include "tenken/base/str.h"

enum file_kind { FILE_REGULAR, FILE_FOLDER, FILE_LINK, FILE_OTHER };

struct file_entry {
	const char *name;        /* relative to the folder that was listed, `/` between parts */
	enum file_kind kind;
	const char *target;      /* of a link, else NULL */
	int64_t size;
};

/* What could not be gone through. */
struct file_unread {
	const char *name;        /* of the folder, with `/` behind; "": a limit was passed, and it may be anything */
	struct diag diag;        /* what to say of it */
};

struct file_list {
	VEC(struct file_entry) entries;  /* sorted by name */
	VEC(struct file_unread) unread;  /* not reported yet */
};

/* Reads one regular file whole, at most `max` bytes, following links; never blocks on a FIFO or device.
 * The bytes live on `arena`. On failure reports (file-missing, file-unreadable, file-kind, limit) and returns -1. */
int file_read(struct run *run, struct arena *arena, const char *path, size_t max, struct str *ret);

/* A file that is read here and there (not mapped: one that shrinks meanwhile would end the program). Closed with the arena; `ret_size` is that of the
 * moment. -1 as file_read. */
struct file_random;
int file_open_random(struct run *run, struct arena *arena, const char *path, struct file_random **ret, uint64_t *ret_size);

/* Up to `size` bytes from the offset; how many, 0 at the end or when it cannot be read. */
size_t file_read_at(const struct file_random *file, uint64_t offset, char *bytes, size_t size);

/* The first bytes of a file, at most `size`; otherwise as file_read. */
int file_head(struct run *run, struct arena *arena, const char *path, size_t size, struct str *ret);

/* Kind of what `path` names, links followed at the last step. -1 when there is nothing (nothing is reported). */
int file_kind_of(const char *path, enum file_kind *ret);

/* All below `folder`, without following links. What is left out (folders that cannot be opened, what lies beyond a limit) is
 * named in `unread`; to report it is the caller's. -1 when `folder` itself cannot be opened (reported). */
int file_walk(struct run *run, struct arena *arena, const char *folder, struct file_list *ret);

/* Writes `bytes` to a temporary name beside `path`, syncs and renames: `path` is either complete or as before.
 * Mode 0600. On failure the temporary file is removed, `output` reported and -1 returned. */
int file_write(struct run *run, const char *path, struct str bytes);

/* The same for what is too long to be held at once: begin, add piece by piece, end. `arena` holds what begin returns. */
struct file_output;
int file_begin(struct run *run, struct arena *arena, const char *path, struct file_output **ret);

/* After a piece could not be written the others are left out; file_end says so. */
void file_add(struct file_output *output, struct str bytes);

/* Syncs and renames when `is_wanted` and all was written, else removes the temporary file. -1 when the file is not there as it
 * should be: `output` is reported, but not for what was not wanted. */
int file_end(struct file_output *output, bool is_wanted);

/* Makes `path` a folder, mode 0700, with its parents. 0 when it is one already. */
int file_make_folder(struct run *run, const char *path);

/* `folder/name` on the arena. */
const char *file_join(struct arena *arena, const char *folder, const char *name);

#endif
