/* tar (.gz .xz .zst too) and zip by libarchive, into memory. Nothing is extracted and no name is trusted: what could
 * leave the archive is left out, and said.
 *
 * libarchive hands over `..`, absolute names, links and devices as they are, would undo compression in compression, and
 * skips a member by decompressing it unseen: every byte is read and counted here instead, wanted or not. */
#include "tenken/syntax/archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <locale.h>
#include <stdlib.h>

#include "tenken/base/buf.h"
#include "tenken/base/limits.h"
#include "tenken/base/map.h"
#include "tenken/syntax/text.h"

#define CHUNK_BYTES ((size_t)64 << 10)
#define RATIO_FREE_BYTES ((size_t)16 << 20)   /* small archives may compress as well as they like */
#define TAR_BLOCK 512

/* A member whose name cannot be used. */
#define UNNAMED "?"

/* The filter that the first bytes ask for. */
static int
filter_of(struct str bytes)
{
	if (str_has_prefix(bytes, "\x1f\x8b"))
		return ARCHIVE_FILTER_GZIP;
	if (str_has_prefix(bytes, "\xfd" "7zXZ"))
		return ARCHIVE_FILTER_XZ;
	if (str_has_prefix(bytes, "\x28\xb5\x2f\xfd"))
		return ARCHIVE_FILTER_ZSTD;
	return ARCHIVE_FILTER_NONE;
}

/* A reader over bytes for the containers of this room, or for a single compressed file, or NULL. Exactly one filter:
 * left to itself libarchive undoes gzip in gzip, and between the layers nobody counts. */
static struct archive *
open_reader(struct str bytes, bool is_container)
{
	struct archive *reader = archive_read_new();
	int filter = filter_of(bytes);

	if (!reader)
		return NULL;
	if (is_container) {
		archive_read_support_format_tar(reader);
		archive_read_support_format_zip(reader);
	} else {
		archive_read_support_format_raw(reader);
	}
	if ((filter == ARCHIVE_FILTER_NONE || archive_read_append_filter(reader, filter) == ARCHIVE_OK) &&
	    archive_read_open_memory(reader, bytes.ptr, bytes.len) == ARCHIVE_OK)
		return reader;
	archive_read_free(reader);
	return NULL;
}

static const char *
error_text(struct archive *reader)
{
	const char *text = archive_error_string(reader);

	return text ? text : "";
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
	if (archive_read_next_header(reader, &entry) == ARCHIVE_OK) {
		while (len < sizeof head) {
			la_ssize_t got = archive_read_data(reader, head + len, sizeof head - len);
			if (got <= 0)
				break;
			len += (size_t)got;
		}
	}
	archive_read_free(reader);
	return is_tar((struct str){ head, len });
}

/* Whether a zip is a document: OOXML (ECMA-376 part 2) and OpenDocument are zips whose first member gives them away. */
static bool
is_document(struct str bytes)
{
	static const char *const firsts[] = {
		"[Content_Types].xml", "_rels/", "docProps/", "xl/", "word/", "ppt/", "mimetype",
	};
	const size_t name = 30;   /* of a local file header (APPNOTE 4.3.7) */

	for (size_t i = 0; i < sizeof firsts / sizeof firsts[0] && bytes.len > name; i++) {
		if (str_has_prefix((struct str){ bytes.ptr + name, bytes.len - name }, firsts[i]))
			return true;
	}
	return false;
}

bool
archive_is(struct str bytes)
{
	if (str_has_prefix(bytes, "PK\x03\x04"))
		return !is_document(bytes);
	return is_tar(bytes) || (filter_of(bytes) != ARCHIVE_FILTER_NONE && holds_tar(bytes));
}

/* The archive while it is being read. */
struct reading {
	struct run *run;
	struct arena *arena;
	const char *name;        /* of the archive */
	size_t packed;           /* its size */
	size_t seen;             /* bytes of members so far, kept or not */
	struct archive *reader;
	struct buf bytes;        /* of the current member */
	bool (*is_wanted)(const char *name);   /* NULL: all are */
	struct map names;        /* of members, to their index + 1 */
	struct archive_list *ret;
};

static struct span
member_span(const struct reading *reading, const char *member)
{
	return (struct span){ .path = arena_printf(reading->arena, "%s!%s", reading->name, member) };
}

static void
leave_out(const struct reading *reading, const char *name, const char *why)
{
	diag_report(&reading->run->diags, DIAG_ARCHIVE_MEMBER, member_span(reading, name), "%s", why);
	vec_push(reading->arena, &reading->ret->left_out, strcmp(name, UNNAMED) == 0 ? "" : name);
}

/* The name as UTF-8: as it stands when it is that, else from CP932, as Windows writes zips. NULL when it is neither. */
static const char *
decode_name(const struct reading *reading, const char *raw)
{
	struct str utf8;

	if (!raw || strlen(raw) > LIMIT_PATH_BYTES)
		return NULL;
	if (text_is_utf8(str_of(raw)))
		return arena_strdup(reading->arena, raw);
	return text_from_cp932(reading->arena, str_of(raw), &utf8) ? utf8.ptr : NULL;
}

/* Whether a part is `..`, a backslash taken for a separator too: some tools of Windows write them so. Elsewhere it is
 * an ordinary letter (`dev-disk-by\x2duuid.swap` of systemd). */
static bool
leads_up(struct str name)
{
	for (struct str part; (part = str_token(&name, "/\\")).len;) {
		if (str_is(part, ".."))
			return true;
	}
	return false;
}

static bool
is_absolute(const char *name)
{
	bool has_drive = ((name[0] >= 'A' && name[0] <= 'Z') || (name[0] >= 'a' && name[0] <= 'z')) && name[1] == ':';

	return name[0] == '/' || name[0] == '\\' || (has_drive && (name[2] == '/' || name[2] == '\\'));
}

/* `./a//b/` as `a/b`, the top itself as "". NULL when it is absolute or leads upwards. */
static const char *
normal_name(struct arena *arena, const char *name)
{
	if (is_absolute(name) || leads_up(str_of(name)))
		return NULL;
	char *normal = arena_alloc(arena, strlen(name) + 1), *out = normal;
	struct str rest = str_of(name);

	for (struct str part; (part = str_token(&rest, "/")).len;) {
		if (str_is(part, "."))
			continue;
		if (out != normal)
			*out++ = '/';
		memcpy(out, part.ptr, part.len);
		out += part.len;
	}
	return normal;
}

/* Counts what came out of the archive. -1 when that is a bomb: reported. */
static int
count_bytes(struct reading *reading, const char *member, size_t size)
{
	reading->seen += size;
	if (reading->seen <= LIMIT_ARCHIVE_BYTES &&
	    (reading->seen <= RATIO_FREE_BYTES || reading->seen / LIMIT_ARCHIVE_RATIO <= reading->packed))
		return 0;
	return diag_report(&reading->run->diags, DIAG_ARCHIVE_BOMB, member_span(reading, member), "%zu bytes from %zu",
	    reading->seen, reading->packed);
}

/* Reads the current member's data to its end into `reading->bytes`, which takes no more than fits one file. With `keep`
 * false it is only counted. 1: this member cannot be read, -1: nothing more can be; both reported. */
static int
read_data(struct reading *reading, const char *member, bool keep)
{
	char chunk[CHUNK_BYTES];
	struct archive *reader = reading->reader;

	reading->bytes.len = 0;
	reading->bytes.is_full = false;
	for (;;) {
		la_ssize_t got = archive_read_data(reader, chunk, sizeof chunk);
		if (got == ARCHIVE_FATAL)
			return diag_report(&reading->run->diags, DIAG_ARCHIVE_DAMAGED, member_span(reading, member),
			    "%s", error_text(reader));
		if (got < 0) {
			diag_report(&reading->run->diags, DIAG_ARCHIVE_DAMAGED, member_span(reading, member), "%s", error_text(reader));
			vec_push(reading->arena, &reading->ret->left_out, strcmp(member, UNNAMED) == 0 ? "" : member);
			return 1;
		}
		if (got == 0)
			return 0;
		if (count_bytes(reading, member, (size_t)got) != 0)
			return -1;
		if (keep)
			buf_add(&reading->bytes, chunk, (size_t)got);
	}
}

/* The last member of a name wins, as unpacking would have it. Folders may come as often as they like. */
static void
add_member(struct reading *reading, const struct archive_member *member)
{
	struct archive_list *list = reading->ret;
	size_t index = (size_t)(uintptr_t)map_get(&reading->names, member->name);

	if (index == 0) {
		vec_push(reading->arena, &list->members, *member);
		map_set(&reading->names, member->name, (void *)(uintptr_t)list->members.len);
		return;
	}
	struct archive_member *before = &list->members.items[index - 1];
	if (member->kind != ARCHIVE_FOLDER || before->kind != ARCHIVE_FOLDER)
		diag_report(&reading->run->diags, DIAG_ARCHIVE_MEMBER, member_span(reading, member->name), "%s", "twice: the last one counts");
	*before = *member;
}

static int
take_file(struct reading *reading, struct archive_member *member)
{
	bool is_wanted = !reading->is_wanted || reading->is_wanted(member->name);
	int status = read_data(reading, member->name, is_wanted);

	if (status != 0)
		return status;
	if (reading->bytes.is_full) {
		diag_report(&reading->run->diags, DIAG_LIMIT, member_span(reading, member->name), "more than %u bytes",
		    LIMIT_FILE_BYTES);
		vec_push(reading->arena, &reading->ret->left_out, member->name);
		return 0;
	}
	struct str bytes = buf_str(&reading->bytes);
	member->kind = ARCHIVE_FILE;
	member->bytes = (struct str){ arena_strndup(reading->arena, bytes.ptr, bytes.len), bytes.len };
	add_member(reading, member);
	return 0;
}

/* A symbolic link may point anywhere, it is followed inside its bundle only; a hard link's target is a member. */
static void
take_link(struct reading *reading, struct archive_entry *entry, struct archive_member *member)
{
	const char *hard = archive_entry_hardlink(entry);
	const char *target = decode_name(reading, hard ? hard : archive_entry_symlink(entry));

	if (hard && target)
		target = normal_name(reading->arena, target);
	if (!target || !*target) {
		leave_out(reading, member->name, "a link without a usable target");
		return;
	}
	member->kind = ARCHIVE_LINK;
	member->is_hard = hard != NULL;
	member->target = target;
	add_member(reading, member);
}

/* The member's name; NULL when it is to be left out, which is reported, or is the top itself. */
static const char *
take_name(struct reading *reading, struct archive_entry *entry)
{
	const char *raw = archive_entry_pathname(entry), *decoded = decode_name(reading, raw);

	if (!decoded) {
		leave_out(reading, UNNAMED, "the name is neither UTF-8 nor CP932, or too long");
		return NULL;
	}
	const char *name = normal_name(reading->arena, decoded);
	if (!name) {
		diag_report(&reading->run->diags, DIAG_ARCHIVE_MEMBER, member_span(reading, decoded), "%s", "absolute, or leads upwards");
		vec_push(reading->arena, &reading->ret->left_out, "");
	}
	return name && *name ? name : NULL;
}

/* One header and what belongs to it, data too: even a device may carry some. Negative only when nothing more can be
 * read. */
static int
take_entry(struct reading *reading, struct archive_entry *entry)
{
	struct archive_member member = { .name = take_name(reading, entry) };

	member.modified.seconds = archive_entry_mtime(entry);
	member.modified.is_known = archive_entry_mtime_is_set(entry);
	if (!member.name)
		return read_data(reading, UNNAMED, false);
	if (archive_entry_is_encrypted(entry)) {
		leave_out(reading, member.name, "encrypted");
		return 0;
	}
	if (archive_entry_hardlink(entry) || archive_entry_filetype(entry) == AE_IFLNK) {
		take_link(reading, entry, &member);
	} else if (archive_entry_filetype(entry) == AE_IFREG) {
		return take_file(reading, &member);
	} else if (archive_entry_filetype(entry) == AE_IFDIR) {
		member.kind = ARCHIVE_FOLDER;
		add_member(reading, &member);
	} else {
		leave_out(reading, member.name, "a device, FIFO or socket");
	}
	return read_data(reading, member.name, false);
}

static int
compare_members(const void *a, const void *b)
{
	return strcmp(((const struct archive_member *)a)->name, ((const struct archive_member *)b)->name);
}

/* A tar ends with a block of zeros (POSIX pax, ustar: two). libarchive ends as well where the bytes just stop between two
 * members, as they do when a connection breaks; `before` is how much it had taken when it came to the end. */
static bool
is_cut_off(const struct reading *reading, la_int64_t before)
{
	bool is_tar = (archive_format(reading->reader) & ARCHIVE_FORMAT_BASE_MASK) == ARCHIVE_FORMAT_TAR;

	return is_tar && archive_filter_bytes(reading->reader, 0) == before;
}

static int
read_entries(struct reading *reading)
{
	struct diags *diags = &reading->run->diags;
	struct span span = { .path = reading->name };
	struct archive_entry *entry;

	for (size_t count = 0;; count++) {
		la_int64_t before = archive_filter_bytes(reading->reader, 0);
		int status = archive_read_next_header(reading->reader, &entry);
		if (status == ARCHIVE_EOF && !is_cut_off(reading, before))
			return 0;
		if (status == ARCHIVE_EOF)
			return diag_report(diags, DIAG_ARCHIVE_DAMAGED, span, "%s", "no mark at the end: it may have been cut off");
		if (status < ARCHIVE_WARN)
			return diag_report(diags, DIAG_ARCHIVE_DAMAGED, span, "%s", error_text(reading->reader));
		if (count >= LIMIT_ARCHIVE_FILES)
			return diag_report(diags, DIAG_ARCHIVE_BOMB, span, "more than %d members", LIMIT_ARCHIVE_FILES);
		if (take_entry(reading, entry) < 0)
			return -1;
	}
}

/* libarchive brings names into the character set of the locale and gives up where that has none for them (a zip's UTF-8
 * names in the C locale). For this thread and this call it is UTF-8; without that locale such names are left out. */
static int
read_entries_utf8(struct reading *reading)
{
	locale_t utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
	locale_t before = utf8 ? uselocale(utf8) : (locale_t)0;
	int status = read_entries(reading);

	if (utf8) {
		uselocale(before);
		freelocale(utf8);
	}
	return status;
}

int
archive_members(struct run *run, struct arena *arena, const char *name, struct str bytes, bool (*is_wanted)(const char *name),
    struct archive_list *ret)
{
	struct reading reading = { .run = run, .arena = arena, .name = name, .packed = bytes.len, .is_wanted = is_wanted, .ret = ret };
	struct span span = { .path = name };

	reading.names = MAP_INIT(arena);
	reading.bytes = BUF_INIT(LIMIT_FILE_BYTES);
	reading.reader = open_reader(bytes, true);
	if (!reading.reader)
		return diag_report(&run->diags, DIAG_ARCHIVE_DAMAGED, span, "%s", "not an archive");
	int status = read_entries_utf8(&reading);
	if (status != 0)
		vec_push(arena, &ret->left_out, "");
	archive_read_free(reading.reader);
	buf_free(&reading.bytes);
	if (ret->members.len)
		qsort(ret->members.items, ret->members.len, sizeof *ret->members.items, compare_members);
	return status;
}

/* What a single compressed file holds, into `buf`. NULL, or the diagnostic's detail. */
static const char *
inflate(struct archive *reader, struct buf *buf)
{
	struct archive_entry *entry;
	char chunk[CHUNK_BYTES];

	if (archive_read_next_header(reader, &entry) != ARCHIVE_OK)
		return error_text(reader);
	while (!buf->is_full) {
		la_ssize_t got = archive_read_data(reader, chunk, sizeof chunk);
		if (got < 0)
			return error_text(reader);
		if (got == 0)
			return NULL;
		buf_add(buf, chunk, (size_t)got);
	}
	return NULL;
}

int
archive_inflate(struct run *run, struct arena *arena, const char *name, struct str bytes, size_t max, struct str *ret)
{
	struct span span = { .path = name };
	struct buf buf = BUF_INIT(max);
	struct archive *reader = filter_of(bytes) == ARCHIVE_FILTER_NONE ? NULL : open_reader(bytes, false);
	const char *damage = reader ? inflate(reader, &buf) : "not a compressed file";

	if (damage) {
		diag_report(&run->diags, DIAG_ARCHIVE_DAMAGED, span, "%s", damage);
	} else if (buf.is_full) {
		diag_report(&run->diags, DIAG_LIMIT, span, "more than %zu bytes when decompressed", max);
	} else {
		*ret = (struct str){ arena_strndup(arena, buf_str(&buf).ptr, buf.len), buf.len };
	}
	bool is_read = !damage && !buf.is_full;
	if (reader)
		archive_read_free(reader);
	buf_free(&buf);
	return is_read ? 0 : -1;
}
