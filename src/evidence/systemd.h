/* Private to the room: configuration files of systemd daemons with their drop-ins. */
#ifndef TENKEN_EVIDENCE_SYSTEMD_H
#define TENKEN_EVIDENCE_SYSTEMD_H

#include "tenken/evidence/evidence.h"

/* One setting in force, and where it stands. */
struct setting {
	struct str value;
	const struct file *file;   /* NULL: not set */
	unsigned line;
};

struct systemd_config {
	const struct file *main;   /* NULL: no main file was collected */
	VEC(const struct file *) files;   /* main, then the drop-ins, in the order they are read */
	bool is_open;              /* a file of it is there and could not be read: it may set anything */
};

/* Finds the files of `name` (`journald`): the first main file of /etc, /run, /usr/local/lib, /usr/lib, then all
 * drop-ins (`<name>.conf.d`, names ending in .conf) of the four folders in order of their file names, where the earlier folder masks the later
 * and a link to /dev/null disables (systemd-system.conf(5), CONFIGURATION DIRECTORIES AND PRECEDENCE). False when
 * nothing was collected at all. */
bool systemd_find(const struct parse *parse, const char *name, struct systemd_config *ret);

/* Whether the bundle's file belongs to that configuration. */
bool systemd_is_file(const struct file *file, const char *name);

/* The setting that counts: the last one read; an empty assignment takes back what stood before (file stays set, value
 * empty). Keys are compared as they are, sections too. */
struct setting systemd_get(const struct parse *parse, const struct systemd_config *config, const char *section, const char *key);

/* A span of time as systemd.time(7): `1month 2week 3d 4h 5min 6s`, a bare number is seconds. False when unreadable. */
bool systemd_seconds(struct str text, double *ret);

/* A size as journald.conf(5): a number with K, M, G, T (1024). False when unreadable. */
bool systemd_bytes(struct str text, int64_t *ret);

#endif
