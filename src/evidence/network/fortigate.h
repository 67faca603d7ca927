/* Private to the room: FortiGate's configuration, a tree of config, edit and set. */
#ifndef TENKEN_EVIDENCE_FORTIGATE_H
#define TENKEN_EVIDENCE_FORTIGATE_H

#include "evidence/network/network.h"
#include "tenken/syntax/paths.h"

struct fortigate {
	struct network *network;
	struct paths paths;    /* `config global` and `config vdom / edit root` are no part of the ways */
	bool is_whole;
};

static inline struct span
fortigate_span(const struct fortigate *fortigate, const struct path *path)
{
	return file_span(fortigate->network->file, path->line);
}

/* The last setting that begins so and has a word behind; NULL when there is none, or it was unset after. */
const struct path *fortigate_find(const struct fortigate *fortigate, const char *pattern);

/* The word behind the pattern of that setting; empty when there is none. */
struct str fortigate_value(const struct fortigate *fortigate, const char *pattern);

/* Logs on disk and in memory, syslog servers, FortiAnalyzer, and policies that log nothing. */
void fortigate_read_logs(const struct fortigate *fortigate);

/* NTP and the time zone. */
void fortigate_read_clock(const struct fortigate *fortigate);

/* Administrators and their profiles. */
void fortigate_read_accounts(const struct fortigate *fortigate);

/* allowaccess of interfaces, and SNMP. */
void fortigate_read_access(const struct fortigate *fortigate);

/* Whether the text is what `get system status`, `get system ntp`, `diagnose sys ntp status` or `execute time` print, and
 * what it tells. */
bool fortigate_is_status(struct str text);
void fortigate_read_status(struct network *network, struct str text, unsigned line);

#endif
