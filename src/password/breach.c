/* Searching the lists of breached passwords (breach.h): a binary search over offsets, since lines differ in length by their counts. */
#include "tenken/password/breach.h"

#include <ctype.h>

#include "tenken/base/file.h"

#define LINE_BYTES 128      /* no line is longer */
#define PROBES 64           /* places where the order is looked at */
#define PREFIX 5            /* digits in the name of a range */

struct breach {
	enum breach_kind kind;
	const char *folder;              /* of ranges, or NULL */
	const struct file_random *file;  /* else */
	uint64_t size;
};

static size_t
digits_of(enum breach_kind kind)
{
	return kind == BREACH_NTLM ? 32 : 40;
}

/* A line, in upper case: its digits, and the count behind the colon. */
struct line {
	char hash[LINE_BYTES];
	size_t digits;
	uint64_t count;
	uint64_t next;   /* offset behind the line */
};

/* The line that begins at the offset; false at the end, and where there is none of that form. */
static bool
read_line(const struct file_random *file, uint64_t offset, struct line *ret)
{
	char bytes[LINE_BYTES];
	size_t len = file_read_at(file, offset, bytes, sizeof bytes), i = 0;

	while (i < len && isxdigit((unsigned char)bytes[i])) {
		ret->hash[i] = (char)toupper((unsigned char)bytes[i]);
		i++;
	}
	ret->digits = i;
	if (i == 0 || i == len || bytes[i] != ':')
		return false;
	ret->hash[i++] = '\0';
	for (ret->count = 0; i < len && isdigit((unsigned char)bytes[i]); i++)
		ret->count = ret->count * 10 + (uint64_t)(bytes[i] - '0');
	const char *end = i < len ? memchr(bytes + i, '\n', len - i) : NULL;
	ret->next = offset + (end ? (size_t)(end - bytes) + 1 : len);
	return true;
}

/* Where the line begins in which the offset lies. */
static uint64_t
line_start(const struct file_random *file, uint64_t offset)
{
	char bytes[LINE_BYTES];
	uint64_t from = offset > LINE_BYTES ? offset - LINE_BYTES : 0;
	size_t len = file_read_at(file, from, bytes, (size_t)(offset - from));

	while (len > 0 && bytes[len - 1] != '\n')
		len--;
	return from + len;
}

/* The count behind the digits, 0 when no line has them. */
static uint64_t
find(const struct file_random *file, uint64_t size, const char *digits)
{
	uint64_t low = 0, high = size;
	struct line line;

	while (low < high) {
		uint64_t start = line_start(file, low + (high - low) / 2);
		if (!read_line(file, start, &line))
			return 0;
		int order = strcmp(digits, line.hash);
		if (order == 0)
			return line.count ? line.count : 1;
		if (order < 0)
			high = start;
		else
			low = line.next;
	}
	return 0;
}

static int
refuse(struct run *run, const char *path, const char *what)
{
	return diag_report(&run->diags, DIAG_BREACH_LIST, (struct span){ .path = path }, "%s", what);
}

/* The order at a number of places: a list in another order would seem to hold nothing. */
static int
check_order(struct run *run, const char *path, const struct file_random *file, uint64_t size, size_t digits)
{
	char last[LINE_BYTES] = "";
	struct line line;

	for (uint64_t probe = 0; probe < PROBES; probe++) {
		uint64_t start = line_start(file, size / PROBES * probe);
		if (!read_line(file, start, &line) || line.digits != digits)
			return refuse(run, path, "a line that is no HASH:COUNT");
		if (strcmp(last, line.hash) > 0)
			return refuse(run, path, "not ordered by hash");
		memcpy(last, line.hash, sizeof last);
		struct line next;
		if (line.next < size && (!read_line(file, line.next, &next) || strcmp(line.hash, next.hash) >= 0))
			return refuse(run, path, "not ordered by hash");
	}
	return 0;
}

static int
kind_of_digits(size_t digits, enum breach_kind *ret)
{
	if (digits != 32 && digits != 40)
		return -1;
	*ret = digits == 32 ? BREACH_NTLM : BREACH_SHA1;
	return 0;
}

static int
open_file(struct run *run, struct arena *arena, const char *path, size_t taken, struct breach *breach)
{
	struct file_random *file;
	struct line line;

	if (file_open_random(run, arena, path, &file, &breach->size) != 0)
		return -1;
	if (!read_line(file, 0, &line) || kind_of_digits(line.digits + taken, &breach->kind) != 0)
		return refuse(run, path, "no list of NTLM or SHA-1 hashes with counts");
	breach->file = file;
	return check_order(run, path, file, breach->size, line.digits);
}

/* Every range has a file; the first shows what they are of. */
static int
open_folder(struct run *run, struct arena *arena, const char *path, struct breach *breach)
{
	breach->folder = path;
	return open_file(run, arena, file_join(arena, path, "00000.txt"), PREFIX, breach);
}

int
breach_open(struct run *run, struct arena *arena, const char *path, struct breach **ret)
{
	struct breach *breach = arena_alloc(arena, sizeof *breach);
	enum file_kind kind;

	if (file_kind_of(path, &kind) == 0 && kind == FILE_FOLDER ? open_folder(run, arena, path, breach) : open_file(run, arena, path, 0, breach))
		return -1;
	*ret = breach;
	return 0;
}

enum breach_kind
breach_kind(const struct breach *breach)
{
	return breach->kind;
}

/* A range is opened for each look: there are a million of them. */
static uint64_t
count_in_folder(const struct breach *breach, const char *hash)
{
	struct arena *arena = arena_new();
	struct run quiet = { .arena = arena, .diags.arena = arena };
	struct file_random *file;
	uint64_t size, count = 0;
	const char *path = arena_printf(arena, "%s/%.*s.txt", breach->folder, PREFIX, hash);

	if (file_open_random(&quiet, arena, path, &file, &size) == 0)
		count = find(file, size, hash + PREFIX);
	arena_free(arena);
	return count;
}

uint64_t
breach_count(const struct breach *breach, const char *hash)
{
	char upper[LINE_BYTES];
	size_t len = strlen(hash);

	if (len != digits_of(breach->kind))
		return 0;
	for (size_t i = 0; i <= len; i++)
		upper[i] = (char)toupper((unsigned char)hash[i]);
	uint64_t count = breach->folder ? count_in_folder(breach, upper) : find(breach->file, breach->size, upper);
	explicit_bzero(upper, sizeof upper);
	return count;
}

uint64_t
breach_bucket(uint64_t count)
{
	uint64_t bucket = 1;

	while (count / 10 >= bucket)
		bucket *= 10;
	return count ? bucket : 0;
}
