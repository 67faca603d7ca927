/* tar (.gz .xz .zst too) and zip by libarchive, into memory. Nothing is extracted and no name is trusted: what could
 * leave the archive is left out, and said. */
#include "tenken/syntax/archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <stdlib.h>

#include "tenken/base/limits.h"
#include "tenken/base/map.h"
#include "tenken/syntax/text.h"

#define CHUNK_BYTES ((size_t)64 << 10)
#define RATIO_FREE_BYTES ((size_t)16 << 20)   /* small archives may compress as well as they like */
#define TAR_BLOCK 512

/* A reader over bytes for the containers and filters of this room, or NULL (out of memory). `is_container` false: a single
 * compressed file. */
static struct archive *
open_reader(struct str bytes, bool is_container)
{
	struct archive *reader = archive_read_new();

	if (!reader)
		return NULL;
	archive_read_support_filter_gzip(reader);
	archive_read_support_filter_xz(reader);
	archive_read_support_filter_zstd(reader);
	if (is_container) {
		archive_read_support_format_tar(reader);
		archive_read_support_format_zip(reader);
	} else {
		archive_read_support_format_raw(reader);
	}
	if (archive_read_open_memory(reader, bytes.ptr, bytes.len) == ARCHIVE_OK)
		return reader;
	archive_read_free(reader);
	return NULL;
}

static bool
is_compressed(struct str bytes)
{
	return str_has_prefix(bytes, "\x1f\x8b") || str_has_prefix(bytes, "\xfd" "7zXZ") || str_has_prefix(bytes, "\x28\xb5\x2f\xfd");
}

static bool
is_tar(struct str bytes)
{
	return bytes.len >= TAR_BLOCK && memcmp(bytes.ptr + 257, "ustar", 5) == 0;
}

/* Whether what decompresses begins like a tar: a compressed log does not. */
static bool
holds_tar(struct str bytes)
{
	char head[TAR_BLOCK];
	struct archive *reader = open_reader(bytes, false);
	struct archive_entry *entry;
	size_t len = 0;

	if (!reader)
		return false;
	if (archive_read_next_header(reader, &entry) == ARCHIVE_OK)
		while (len < sizeof head) {
			la_ssize_t got = archive_read_data(reader, head + len, sizeof head - len);
			if (got <= 0)
				break;
			len += (size_t)got;
		}
	archive_read_free(reader);
	return is_tar((struct str){ head, len });
}

bool
archive_is(struct str bytes)
{
	if (str_has_prefix(bytes, "PK\x03\x04"))
		return true;
	return is_tar(bytes) || (is_compressed(bytes) && holds_tar(bytes));
}

/* The archive while it is being read. */
struct reading {
	struct run *run;
	struct arena *arena;
	const char *name;        /* of the archive */
	size_t packed;           /* its size */
	size_t held;             /* bytes of members so far */
	struct archive *reader;
	struct map seen;         /* member names, to their index + 1 */
	struct archive_list *ret;
};

static struct span
member_span(const struct reading *reading, const char *member)
{
	return (struct span){ .path = arena_printf(reading->arena, "%s!%s", reading->name, member) };
}

/* The name as UTF-8: as it stands when it is that, else from CP932, as Windows writes zips. NULL when it is neither. */
static const char *
decode_name(const struct reading *reading, const char *raw)
{
	struct run quiet = { .arena = reading->arena, .diags.arena = reading->arena, .encoding = "CP932" };
	struct text text;

	if (!raw || strlen(raw) > LIMIT_PATH_BYTES)
		return NULL;
	if (text_is_utf8(str_of(raw)))
		return raw;
	if (text_decode(&quiet, reading->arena, "", str_of(raw), &text) != 0)
		return NULL;
	return arena_strndup(reading->arena, text.utf8.ptr, text.utf8.len);
}

/* `./a//b/` as `a/b`; NULL when it is absolute, empty or holds `..`. Windows' backslashes are no separators in a zip's
 * standard, but some tools write them: with a drive or a leading one the name is as absolute as any. */
static const char *
normal_name(struct arena *arena, const char *name)
{
	char *normal = arena_alloc(arena, strlen(name) + 1), *out = normal;
	struct str rest = str_of(name);

	if (*name == '/' || *name == '\\' || (name[0] && name[1] == ':'))
		return NULL;
	for (struct str part; (part = str_token(&rest, "/")).len;) {
		if (str_is(part, "."))
			continue;
		if (str_is(part, "..") || memchr(part.ptr, '\\', part.len))
			return NULL;
		if (out != normal)
			*out++ = '/';
		memcpy(out, part.ptr, part.len);
		out += part.len;
	}
	return out == normal ? NULL : normal;
}

/* The data of the current member, bounded by file, archive and ratio. -1: reported. */
static int
read_data(struct reading *reading, const char *member, struct str *ret)
{
	size_t len = 0, cap = 0;
	char *bytes = NULL;
	int status = 0;

	for (;;) {
		if (cap - len < CHUNK_BYTES) {
			cap = cap ? cap * 2 : CHUNK_BYTES;
			char *grown = realloc(bytes, cap);
			if (!grown) {
				status = diag_report(&reading->run->diags, DIAG_LIMIT, member_span(reading, member), "%s", "out of memory");
				break;
			}
			bytes = grown;
		}
		la_ssize_t got = archive_read_data(reading->reader, bytes + len, CHUNK_BYTES);
		if (got < 0) {
			status = diag_report(&reading->run->diags, DIAG_ARCHIVE_DAMAGED, member_span(reading, member), "%s",
			    archive_error_string(reading->reader) ? archive_error_string(reading->reader) : "");
			break;
		}
		if (got == 0)
			break;
		len += (size_t)got;
		reading->held += (size_t)got;
		if (reading->held > LIMIT_ARCHIVE_BYTES ||
		    (reading->held > RATIO_FREE_BYTES && reading->held / LIMIT_ARCHIVE_RATIO > reading->packed)) {
			status = diag_report(&reading->run->diags, DIAG_ARCHIVE_BOMB, member_span(reading, member), "%zu bytes from %zu", reading->held,
			    reading->packed);
			break;
		}
		if (len > LIMIT_FILE_BYTES)
			break;
	}
	if (status == 0)
		*ret = (struct str){ arena_strndup(reading->arena, bytes, len), len };
	free(bytes);
	return status;
}

/* The last member of a name wins, as unpacking would have it. */
static void
add_member(struct reading *reading, const struct archive_member *member)
{
	struct archive_list *list = reading->ret;
	size_t index = (size_t)(uintptr_t)map_get(&reading->seen, member->name);

	if (index) {
		if (member->kind != ARCHIVE_FOLDER)
			diag_report(&reading->run->diags, DIAG_ARCHIVE_MEMBER, member_span(reading, member->name), "%s", "twice: the last one counts");
		list->members.items[index - 1] = *member;
		return;
	}
	vec_push(reading->arena, &list->members, *member);
	map_set(&reading->seen, member->name, (void *)(uintptr_t)list->members.len);
}

static int
take_file(struct reading *reading, struct archive_member *member)
{
	struct str bytes = STR("");

	if (read_data(reading, member->name, &bytes) != 0)
		return -1;
	if (bytes.len > LIMIT_FILE_BYTES) {
		diag_report(&reading->run->diags, DIAG_LIMIT, member_span(reading, member->name), "more than %u bytes", LIMIT_FILE_BYTES);
		return 0;
	}
	member->kind = ARCHIVE_FILE;
	member->bytes = bytes;
	add_member(reading, member);
	return 0;
}

static void
leave_out(struct reading *reading, const char *name, const char *why)
{
	diag_report(&reading->run->diags, DIAG_ARCHIVE_MEMBER, member_span(reading, name ? name : "?"), "%s", why);
}

/* One header. -1 only when reading cannot go on. */
static int
take_entry(struct reading *reading, struct archive_entry *entry)
{
	const char *raw = archive_entry_pathname(entry);
	const char *decoded = decode_name(reading, raw), *name = decoded ? normal_name(reading->arena, decoded) : NULL;
	struct archive_member member = { .modified = { .seconds = archive_entry_mtime(entry), .is_known = archive_entry_mtime_is_set(entry) } };

	if (decoded && (strcmp(decoded, ".") == 0 || strcmp(decoded, "./") == 0))
		return 0;   /* the top itself */
	if (!name) {
		leave_out(reading, decoded, decoded ? "absolute, or leads upwards" : "the name is neither UTF-8 nor CP932");
		return 0;
	}
	member.name = arena_strdup(reading->arena, name);
	const char *hard = archive_entry_hardlink(entry);
	if (hard || archive_entry_filetype(entry) == AE_IFLNK) {
		const char *target = decode_name(reading, hard ? hard : archive_entry_symlink(entry));
		const char *normal = hard && target ? normal_name(reading->arena, target) : target;
		member.kind = ARCHIVE_LINK;
		member.is_hard = hard != NULL;
		member.target = normal ? arena_strdup(reading->arena, normal) : NULL;
		if (member.target)
			add_member(reading, &member);
		else
			leave_out(reading, member.name, "a link without a usable target");
		return 0;
	}
	if (archive_entry_filetype(entry) == AE_IFDIR) {
		member.kind = ARCHIVE_FOLDER;
		add_member(reading, &member);
		return 0;
	}
	if (archive_entry_filetype(entry) != AE_IFREG) {
		leave_out(reading, member.name, "a device, FIFO or socket");
		return 0;
	}
	if (archive_entry_is_encrypted(entry)) {
		leave_out(reading, member.name, "encrypted");
		return 0;
	}
	return take_file(reading, &member);
}

static int
compare_members(const void *a, const void *b)
{
	return strcmp(((const struct archive_member *)a)->name, ((const struct archive_member *)b)->name);
}

static int
read_entries(struct reading *reading)
{
	struct archive_entry *entry;

	for (size_t count = 0;; count++) {
		int status = archive_read_next_header(reading->reader, &entry);
		if (status == ARCHIVE_EOF)
			return 0;
		if (status < ARCHIVE_WARN)
			return diag_report(&reading->run->diags, DIAG_ARCHIVE_DAMAGED, (struct span){ .path = reading->name }, "%s",
			    archive_error_string(reading->reader) ? archive_error_string(reading->reader) : "");
		if (count >= LIMIT_ARCHIVE_FILES)
			return diag_report(&reading->run->diags, DIAG_ARCHIVE_BOMB, (struct span){ .path = reading->name }, "more than %d members",
			    LIMIT_ARCHIVE_FILES);
		if (take_entry(reading, entry) != 0)
			return -1;
	}
}

int
archive_members(struct run *run, struct arena *arena, const char *name, struct str bytes, struct archive_list *ret)
{
	struct reading reading = { .run = run, .arena = arena, .name = name, .packed = bytes.len, .seen = MAP_INIT(arena), .ret = ret };

	reading.reader = open_reader(bytes, true);
	if (!reading.reader)
		return diag_report(&run->diags, DIAG_ARCHIVE_DAMAGED, (struct span){ .path = name }, "%s", "not an archive");
	int status = read_entries(&reading);
	archive_read_free(reading.reader);
	if (ret->members.len)
		qsort(ret->members.items, ret->members.len, sizeof *ret->members.items, compare_members);
	return status;
}

int
archive_inflate(struct run *run, struct arena *arena, const char *name, struct str bytes, size_t max, struct str *ret)
{
	struct archive *reader = is_compressed(bytes) ? open_reader(bytes, false) : NULL;
	struct archive_entry *entry;
	char *out = arena_alloc(arena, max + 1);
	size_t len = 0;
	la_ssize_t got = 0;

	if (!reader || archive_read_next_header(reader, &entry) != ARCHIVE_OK) {
		archive_read_free(reader);
		return diag_report(&run->diags, DIAG_ARCHIVE_DAMAGED, (struct span){ .path = name }, "%s", "not a compressed file");
	}
	while (len < max && (got = archive_read_data(reader, out + len, max - len)) > 0)
		len += (size_t)got;
	archive_read_free(reader);
	if (got < 0)
		return diag_report(&run->diags, DIAG_ARCHIVE_DAMAGED, (struct span){ .path = name }, "%s", "the compressed data is damaged");
	*ret = (struct str){ out, len };
	return 0;
}
