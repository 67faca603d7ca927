/* Private to the room: what logrotate's rules promise, as pure functions. */
#ifndef TENKEN_EVIDENCE_PARSE_LOGROTATE_H
#define TENKEN_EVIDENCE_PARSE_LOGROTATE_H

#include "evidence/log/logrotate.h"

/* The values of the record's attributes; -1 and NULL: left out. */
struct logrotate_decision {
	const char *kind, *reason;
	const struct logrotate_setting *by;   /* what decided, one of the rules; its file may be NULL */
	int64_t guaranteed, most;             /* days */
	int64_t capacity;                     /* bytes */
};

/* What the rules promise. `is_daily_run`: logrotate is known to run once a day and not more often. */
struct logrotate_decision logrotate_decide(const struct logrotate_rules *rules, bool is_daily_run);

/* Days of `count` periods: the fewest, or with `is_longest` the most there can be; 0 for size. */
int64_t logrotate_days(enum logrotate_period period, int64_t count, bool is_longest, bool is_daily_run);

#endif
