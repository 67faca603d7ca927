/* Days and instants of the proleptic Gregorian calendar; nothing here asks the system's clock but clock_now. */
#ifndef TENKEN_BASE_CLOCK_H
#define TENKEN_BASE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

#include "tenken/base/arena.h"
#include "tenken/base/str.h"

/* A calendar day is an int32_t: days since 1970-01-01; DAY_UNKNOWN where it is not known. */

#define DAY_UNKNOWN INT32_MIN

struct instant {
	int64_t seconds;      /* since 1970-01-01T00:00:00Z */
	int offset_minutes;   /* of the zone it was written in */
	bool is_known;
};

/* The day of a date, or DAY_UNKNOWN when there is no such date (month 1-12, day 1-31, year 1-9999). */
int32_t day_of(int year, int month, int day_of_month);
void day_split(int32_t d, int *ret_year, int *ret_month, int *ret_day);

/* `YYYY-MM-DD`, exactly. DAY_UNKNOWN for anything else. */
int32_t day_parse(struct str text);
const char *day_text(struct arena *arena, int32_t d);

/* RFC 3339 (`2026-11-20T02:00:00+09:00`, `Z`; a space for the T and a missing zone are allowed, then offset 0).
 * Fractions of a second are cut. is_known is false when it cannot be read. */
struct instant instant_parse(struct str text);
const char *instant_text(struct arena *arena, struct instant instant);

/* The day on the writer's own calendar. */
int32_t instant_day(struct instant instant);

/* Now, in UTC. */
struct instant clock_now(void);

#endif
