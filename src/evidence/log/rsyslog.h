/* Private to the room: rsyslog configuration as statements, the forwarding in them, and which records a selector takes. */
#ifndef TENKEN_EVIDENCE_RSYSLOG_H
#define TENKEN_EVIDENCE_RSYSLOG_H

#include "tenken/evidence/evidence.h"

#define RSYSLOG_FACILITIES 24
#define RSYSLOG_ALL 0xffu      /* every priority, emerg to debug */

/* One statement at its nesting: a condition or filter with its action, or a RainerScript call, comments taken off and
 * lines joined to one text. */
struct rsyslog_statement {
	const char *text;
	bool is_nested;       /* in braces: of a ruleset or behind a condition */
	bool is_missing;      /* stands for something that was not collected or not read */
	const struct file *file;
	unsigned line;
};
struct rsyslog_config {
	VEC(struct rsyslog_statement) list;   /* in the order the daemon reads them */
	const struct file *main;
};

/* Reads /etc/rsyslog.conf with what it includes, in order. False when it was not collected. */
bool rsyslog_read(const struct parse *parse, struct rsyslog_config *ret);

/* A record `log-format` of the files the daemon writes. */
void rsyslog_template_emit(const struct parse *parse, const struct rsyslog_config *config);

/* Whether the text begins with the word, in any case, and it ends there. */
bool rsyslog_begins(const char *text, const char *word);

/* Whether the word stands in the text, in any case, outside paths and longer words. */
bool rsyslog_has_word(const char *text, const char *word);

/* What stands in quotes behind `key=` in the call's text (the first of an array); empty when there is nothing. */
struct str rsyslog_argument(struct str call, const char *key);

/* Which priorities of a facility (0 to 23; auth 4, authpriv 10) a selector takes: bit n is priority n, 0 emerg to 7 debug.
 * rsyslog.conf(5), SELECTORS: parts are taken from left to right. */
unsigned rsyslog_selects(struct str selector, int facility);

/* Whether the text is a selector that the daemon takes: with a name it does not know it throws the whole line away. */
bool rsyslog_is_selector(struct str text);

/* Sending to another program, found in a statement. */
struct rsyslog_forward {
	const char *protocol;     /* udp, tcp, relp */
	struct str target;        /* host without port and brackets; empty when it cannot be told */
	struct str selector;      /* valid; `*.*` where nothing stands before the action */
	bool is_undecided;        /* a condition, filter or option stands before it that is not understood */
	bool is_call;             /* action(...); else a legacy line */
	bool is_queued;           /* of a call: by its own queue with retries */
};

/* The first forwarding action of the statement, whatever stands before it; false when there is none. */
bool rsyslog_forward_of(const char *text, struct rsyslog_forward *ret);

/* Whether the target is the host itself, by its name or a loopback address. */
bool rsyslog_is_local(struct str target, const char *host);

#endif
