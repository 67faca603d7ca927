/* Private to the room: what is known of a host's updates, before it becomes a record. */
#ifndef TENKEN_EVIDENCE_UPDATE_H
#define TENKEN_EVIDENCE_UPDATE_H

#include "tenken/evidence/evidence.h"

/* -1, DAY_UNKNOWN: not known. */
struct update {
	int32_t last;         /* the day a package was last replaced by a newer one */
	int32_t refreshed;    /* the day of the newest list of packages that pending was told by */
	int64_t pending, pending_security;
	int automatic;        /* 0, 1 */
	int32_t automatic_run;   /* the day updates were last applied by themselves, or none were found, without an error */
	struct span at;       /* of the first thing that told something */
};

#define UPDATE_INIT ((struct update){ .last = DAY_UNKNOWN, .refreshed = DAY_UNKNOWN, .automatic_run = DAY_UNKNOWN, .pending = -1, .pending_security = -1, .automatic = -1 })

/* Keeps the first place. */
void update_told(struct update *update, struct span at);

/* The later day. */
void update_later(int32_t day, int32_t *latest);

/* The day a line of dpkg.log tells of an upgrade, `2026-11-01 06:25:11 upgrade NAME OLD NEW`; else DAY_UNKNOWN. */
int32_t update_dpkg_day(struct str line);

enum update_class { UPDATE_NONE, UPDATE_SECURITY, UPDATE_OTHER, UPDATE_UNCLEAR };

/* What a line of `apt list --upgradable` is: `NAME/SUITES VERSION ARCH [upgradable from: OLD]`. UNCLEAR: the suite holds security
 * fixes and others alike. */
enum update_class update_apt_class(struct str line);

/* Whether the name of a file below /var/lib/apt/lists is that of a suite's own list, and of one with security fixes. */
bool update_is_release_file(struct str path, bool *ret_is_security);

/* The day of a line of `rpm -qa --last` when its package is one of those that come with the system and that nobody installs
 * afterwards: the line then tells of an update. Else DAY_UNKNOWN. */
int32_t update_rpm_day(struct str line);

/* Whether a line of `dnf updateinfo list --security` names an advisory and a package. */
bool update_is_advisory(struct str line);

/* Reads all that a bundle has of apt and dpkg, of rpm and dnf. False when nothing was told. */
bool update_read_apt(const struct parse *parse, struct update *ret);
bool update_read_rpm(const struct parse *parse, struct update *ret);

#endif
