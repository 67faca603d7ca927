/* Private to the room: what is found out about a host's clock, before it becomes one record. */
#ifndef TENKEN_EVIDENCE_CLOCK_H
#define TENKEN_EVIDENCE_CLOCK_H

#include <math.h>

#include "tenken/evidence/evidence.h"

enum known { KNOWN_NOT, KNOWN_NO, KNOWN_YES };

/* What a command printed. */
enum clock_output {
	CLOCK_NONE, CLOCK_TRACKING, CLOCK_SOURCES, CLOCK_PEERS, CLOCK_VARIABLES, CLOCK_NTPCTL, CLOCK_SHOW, CLOCK_STATUS, CLOCK_TIMESYNC_STATUS,
	CLOCK_SHOW_TIMESYNC
};

/* What one daemon's configuration says. */
struct clock_config {
	const char *daemon;          /* chrony, ntp, ntpsec, openntpd, timesyncd; NULL: no configuration was collected */
	enum known configured;
	int64_t sources, fallback_sources;
	struct span at;
	const char *reason;          /* why `configured` is not known, for people */
	bool is_refused;             /* the daemon may not start with it */
	bool is_without_flag;        /* chrony without rtcsync */
	bool is_detached;            /* the daemon is told to leave the clock alone (chronyd -x) */
};

/* What one program showed of the clock. Seconds are NAN and counts -1 where they are not known. */
struct clock_state {
	const char *by;              /* chrony, ntp, openntpd, timesyncd, kernel: whose word it is; NULL: nothing was shown */
	bool is_silent;              /* the program was asked and could not reach its daemon */
	enum known synchronised;
	int64_t stratum, reachable;
	int64_t listed;              /* sources outside the host the daemon works with; -1: no list was shown */
	double offset, distance;     /* seconds; the offset absolute */
	double updated;              /* from the last update to the collection; negative when the update is said to be after it */
	double answered, poll;       /* since the followed source last answered; the interval it is asked at */
	const char *leap, *reference;
	const char *reason;          /* why `synchronised` is not known, for people */
	struct span at;
};

#define CLOCK_STATE_UNKNOWN \
	{ .stratum = -1, .reachable = -1, .listed = -1, .offset = NAN, .distance = NAN, .updated = NAN, .answered = NAN, .poll = NAN }

/* What timedatectl says beside the state itself. */
struct clock_timedatectl {
	struct clock_state state;    /* by: timesyncd where its own figures were shown, else kernel */
	enum known service;          /* a time service that systemd knows is switched on; KNOWN_NOT where systemd has none */
	int64_t servers;             /* sources outside the host that timesyncd says it uses; -1: not shown */
	struct span servers_at;
	const char *timezone;
};

/* Which output the file is, by its name or else by its first bytes. */
enum clock_output clock_output_of(const struct file *file);

/* Walks the files of one output, in order of name: start with NULL. A file known by its content only is given where
 * none is named so, and where it is the only one: of two, nobody could tell which speaks for the host. */
struct file *clock_next(const struct parse *parse, enum clock_output output, struct file *previous);

/* Says which files clock_next does not give for that reason (output-twice). */
void clock_report_unread(const struct parse *parse);

/* Whether a name or address of a time source leads out of the host called `host`: loopback in all its forms does not. */
bool clock_is_external(struct str source, const char *host);

/* The same of a name as status commands print it, perhaps cut short or followed by a comment. */
bool clock_is_own(struct str shown, const char *host);

/* `text` in the arena of the bundle. */
const char *clock_text(const struct parse *parse, struct str text);

/* What stands behind `label :` in a line; false when the line is another. */
bool clock_labelled(struct str line, const char *label, struct str *ret);

/* Time since the last sample as chronyc and ntpq print it: 12, 34m, 10h, 5d, 1y. False for `-` and all else. */
bool clock_interval(struct str text, double *ret);

/* `-5.224ms`, `+1min 2s`, `12us`: a signed span of systemd.time(7). */
bool clock_span(struct str text, double *ret);

/* `Sun Nov 22 05:39:34 2026`, UTC: seconds since 1970. */
bool clock_asctime(struct str text, int64_t *ret);

/* `Sun 2026-11-22 05:39:34 UTC`: seconds since 1970. Zones have no unique names: only UTC, GMT and JST are read. */
bool clock_timestamp(struct str text, int64_t *ret);

/* `e8a4b3c1.12345678`, hexadecimal seconds since 1900: seconds since 1970. */
bool clock_ntp_time(struct str text, double *ret);

/* Octal text; any digit but 0 says that an answer came. */
bool clock_is_reached(struct str reach);

/* The daemon cannot be talked to, says its own program. */
bool clock_is_silent(struct str output);

/* What `key` is set to in a file of shell assignments (etc/default/chrony), quotes taken off; the last one counts.
 * Empty where the file was not collected or does not set it. */
struct str clock_start_options(const struct parse *parse, const char *name, const char *key);

/* chrony.conf(5). `main` is the file chronyd begins with. */
void clock_chrony_config(const struct parse *parse, struct file *main, struct clock_config *ret);

/* ntp.conf(5) of ntp and of ntpsec; ret->daemon says whose. */
void clock_ntp_config(const struct parse *parse, struct file *main, struct clock_config *ret);

/* ntpd.conf(5) of OpenBSD. */
void clock_openntpd_config(const struct parse *parse, struct file *main, struct clock_config *ret);

/* timesyncd.conf(5) with its drop-ins; ret->daemon stays NULL when none was collected. */
void clock_timesyncd_config(const struct parse *parse, struct clock_config *ret);

/* chronyc(1): tracking and sources, with -c or without. */
void clock_chrony_state(const struct parse *parse, struct clock_state *ret);

/* The table of peers, and the system variables, as ntpq(8) prints them, out of `bytes`, before which `line` lines
 * stood in the file: devices print them as well. */
void clock_read_peers(const struct parse *parse, struct clock_state *state, const struct file *file, struct str bytes, unsigned line);
void clock_read_variables(const struct parse *parse, struct clock_state *state, const struct file *file, struct str bytes, unsigned line);

/* Sets the attributes of the state. */
void clock_set_state(struct subject *subject, struct record *record, const struct clock_state *state);

/* ntpq(8): -p with -n or without, and -c rv. */
void clock_ntp_state(const struct parse *parse, struct clock_state *ret);

/* ntpctl(8) -s status, peers or all. */
void clock_openntpd_state(const struct parse *parse, struct clock_state *ret);

/* timedatectl(1): status, show, timesync-status, show-timesync. */
void clock_timedatectl_state(const struct parse *parse, struct clock_timedatectl *ret);

/* Whether systemctl(1) show, or else is-active, lists the daemon's unit as running. */
enum known clock_unit_active(const struct parse *parse, const char *daemon);

#endif
