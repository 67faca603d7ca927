/* Private to the room: what a listing of /var/log tells, as pure functions. */
#ifndef TENKEN_EVIDENCE_LOGLIST_H
#define TENKEN_EVIDENCE_LOGLIST_H

#include "tenken/base/clock.h"
#include "tenken/base/str.h"

/* The day a line of a log begins with, DAY_UNKNOWN when it is in no form we know or cannot be: before 2000, or after the
 * day the file was last written. `modified` (that day, not unknown) also gives the year where the line has none.
 * Known: RFC 3339 and its likes, RFC 3164, audit, Apache and nginx (access and error), seconds since 1970. */
int32_t loglist_day(struct str line, int32_t modified);

#define LOGLIST_CURRENT (-1)   /* the file that is written now */
#define LOGLIST_DATED   (-2)   /* a rotated one with a date in its name */

/* Takes the marks of rotation off a name: auth.log.2.gz, auth.log-20250101, auth-20250101.log (logrotate's dateext,
 * extension). `*ret_base` is on the arena, or the name itself; the generation is the number, or one of the above. */
int loglist_generation(struct arena *arena, const char *name, const char **ret_base);

#endif
