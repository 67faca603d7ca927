/* Whether passwords may be tried, on what, and who allowed it. Without it no secret is kept, and nothing is tried. */
#ifndef TENKEN_PASSWORD_AUTHORISATION_H
#define TENKEN_PASSWORD_AUTHORISATION_H

#include "tenken/base/run.h"
#include "tenken/base/vec.h"

/* What the record says, as it says it; "" for what it leaves out. */
struct authorisation {
	const char *path;
	const char *who, *approver, *purpose, *owner;      /* required */
	const char *rule, *notified, *consulted, *recipients, *destroy_by;
	VEC(const char *) scope;                           /* subjects, as shell patterns */
	int32_t valid_until;
};

/* Reads `key = value` lines (docs/passwords.md), UTF-8, keys in English or Japanese. -1, reported with its line, when it does not allow anything: a
 * required field is missing or given twice, the approver is who runs it, or it has expired on the day `today`. */
int authorisation_load(struct run *run, const char *path, int32_t today, struct authorisation *ret);

/* Whether it covers the subject. */
bool authorisation_covers(const struct authorisation *authorisation, const char *subject);

#endif
