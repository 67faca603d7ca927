/* tar (also .gz .xz .zst) and zip, read into memory; never extracted. */
#ifndef TENKEN_SYNTAX_ARCHIVE_H
#define TENKEN_SYNTAX_ARCHIVE_H

#include "tenken/base/run.h"

enum archive_kind { ARCHIVE_FILE, ARCHIVE_LINK, ARCHIVE_FOLDER };

struct archive_member {
	const char *name;      /* UTF-8, `/` between parts, no leading `/` or `./`, no `..`; unique */
	enum archive_kind kind;
	struct str bytes;      /* of a file */
	const char *target;    /* of a symbolic or hard link (hard: is_hard) */
	bool is_hard;
	struct instant modified;
};

struct archive_list {
	VEC(struct archive_member) members;  /* sorted by name */
	VEC(const char *) left_out;          /* names of members that could not be read; "": there may be any */
};

/* Whether the first bytes (256 KiB are enough) are those of a container this room reads. A compressed log is none, nor
 * is a document that is a zip inside (.xlsx, .docx, .ods). */
bool archive_is(struct str bytes);

/* Reads all members; with `is_wanted` (by name) only the bytes of some, the others are files without bytes. Devices, FIFOs, `..` and absolute names, encrypted members are left out, each reported
 * (archive-member), and so is a name that comes twice: the last one counts. A member beyond LIMIT_FILE_BYTES is left out
 * (`limit`). Names that are not UTF-8 are tried as CP932. A bomb (LIMIT_ARCHIVE_*) or damage is reported (archive-bomb,
 * archive-damaged); what was read before stays in `ret` and -1 is returned. Nothing is written anywhere. */
int archive_members(struct run *run, struct arena *arena, const char *name, struct str bytes, bool (*is_wanted)(const char *name),
    struct archive_list *ret);

/* A single compressed file (.gz, .xz, .zst; logs): its bytes on `arena`. -1 when it is damaged (archive-damaged) or
 * holds more than `max` (`limit`). */
int archive_inflate(struct run *run, struct arena *arena, const char *name, struct str bytes, size_t max,
    struct str *ret);

#endif
