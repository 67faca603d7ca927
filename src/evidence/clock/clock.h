/* Private to the room: what is found out about a host's clock, before it becomes one record. */
#ifndef TENKEN_EVIDENCE_CLOCK_H
#define TENKEN_EVIDENCE_CLOCK_H

#include "tenken/evidence/evidence.h"

enum known { KNOWN_NOT, KNOWN_NO, KNOWN_YES };

struct clock {
	const char *daemon;          /* NULL: no daemon's configuration was read */
	enum known configured;
	int64_t sources, fallback_sources;
	struct span configured_at;
	enum known synchronised;
	const char *leap, *reference, *timezone;   /* NULL: not known */
	bool has_stratum, has_offset, has_distance, has_reachable;
	int64_t stratum, reachable;
	double offset, distance;     /* seconds; the offset absolute */
	struct span observed_at;
};

/* Reads the configuration that is in the bundle: chrony, ntp, ntpsec, timesyncd, the first of them that is there. */
void clock_read_config(const struct parse *parse, struct clock *clock);

/* Reads what commands printed: chronyc tracking and sources, ntpq, timedatectl. */
void clock_read_status(const struct parse *parse, struct clock *clock);

#endif
