/* Private to the room: when the accounts of a host last logged in, as lastlog and last tell. */
#ifndef TENKEN_EVIDENCE_LAST_LOGIN_H
#define TENKEN_EVIDENCE_LAST_LOGIN_H

#include "tenken/evidence/evidence.h"

struct last_login {
	int32_t day;          /* DAY_UNKNOWN */
	bool is_never;        /* lastlog has no login of it */
	bool is_undated;      /* last has one, and does not tell the year */
};

/* A row of `last -F` (also of wtmpdb): false for reboots and whatever else is no login; DAY_UNKNOWN without a year (no -F). */
bool last_login_row(struct str line, struct str *ret_name, int32_t *ret_day);

/* A row of `lastlog` or `lastlog2`: DAY_UNKNOWN for "Never logged in". */
bool last_login_lastlog_row(struct str line, struct str *ret_name, int32_t *ret_day);

/* Reads cmd/last.txt, cmd/lastlog.txt, cmd/lastlog2.txt and cmd/wtmpdb-last.txt: struct last_login by name. Days behind the
 * collection are left out: a clock was wrong then. */
struct map last_logins_read(const struct parse *parse);

#endif
