/* Private to the room: generations of backups, gathered by what they are of. */
#ifndef TENKEN_EVIDENCE_BACKUP_H
#define TENKEN_EVIDENCE_BACKUP_H

#include "tenken/evidence/evidence.h"

/* What is backed up together, and the days it was. */
struct backup_set {
	const char *name;        /* `restic web01`, `borg web01`, `rsnapshot` */
	VEC(int32_t) days;       /* each once, in no order */
	int64_t configured;      /* generations that are to be kept; -1: not known */
	struct span at;          /* of the latest one */
	int32_t last;            /* DAY_UNKNOWN while there is none */
};

struct backup_sets {
	struct arena *arena;
	VEC(struct backup_set *) list;
	struct map by_name;
};

/* The set of that name, made when it is new, then with that place. */
struct backup_set *backup_set_of(struct backup_sets *sets, const char *name, struct span at);

/* Counts a generation. Several of one day are one: they are lost together. */
void backup_add(struct backup_sets *sets, const char *name, int32_t day, struct span at);

/* A row of `restic snapshots`, `0a1b2c3d  2026-11-18 02:00:01  web01 ...`: false for any other line. */
bool backup_restic_row(struct str line, int32_t *ret_day, struct str *ret_host);

/* A row of `borg list`, `web01-2026-11-18  Wed, 2026-11-18 02:00:05 [0a1b...]`; the name comes without its date. */
bool backup_borg_row(struct str line, int32_t *ret_day, struct str *ret_name);

/* Cuts what begins with a year off a name's end, with the mark before it: web01-2026-11-18T02:00:04 is web01. */
struct str backup_without_date(struct str name);

/* Reads the JSON of restic and borg; what is no list of theirs adds nothing. */
void backup_read_json(const struct parse *parse, struct backup_sets *sets, const struct file *file);

/* `/var/cache/rsnapshot/daily.0`: a generation that rsnapshot made. */
bool backup_is_rsnapshot(struct str path);

#endif
