/* Private to the room: rsyslog configuration as statements, and which records a selector takes. */
#ifndef TENKEN_EVIDENCE_RSYSLOG_H
#define TENKEN_EVIDENCE_RSYSLOG_H

#include "tenken/evidence/evidence.h"

/* One statement at its nesting: a legacy line, or a RainerScript call with its parentheses joined to one text. */
struct rsyslog_statement {
	const char *text;
	int depth;            /* braces around it */
	bool is_conditional;  /* behind an `if`, inside a ruleset, or continuing one with `&` */
	const struct file *file;
	unsigned line;
};
struct rsyslog_config {
	VEC(struct rsyslog_statement) list;   /* in the order the daemon reads them */
	const struct file *main;
	bool is_open;         /* something that was to be included was not collected */
};

/* Reads /etc/rsyslog.conf with what it includes, in order. False when it was not collected. */
bool rsyslog_read(const struct parse *parse, struct rsyslog_config *ret);

/* Which priorities of a facility (0 to 23; auth 4, authpriv 10) a selector takes: bit n is priority n, 0 emerg to 7 debug.
 * rsyslog.conf(5), SELECTORS: parts are taken from left to right. */
unsigned rsyslog_selects(struct str selector, int facility);

#endif
