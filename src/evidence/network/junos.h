/* Private to the room: Juniper's configuration, in braces or as `set` commands. */
#ifndef TENKEN_EVIDENCE_JUNOS_H
#define TENKEN_EVIDENCE_JUNOS_H

#include "evidence/network/network.h"
#include "tenken/syntax/paths.h"

/* One statement that is in force. */
struct statement {
	const struct path *path;
	size_t skip;             /* words of the group it was written in */
};

struct junos {
	struct network *network;
	struct paths paths;
	VEC(struct statement) list;   /* those of applied groups first: what is set directly wins */
	bool is_whole;                /* nothing could come from elsewhere */
};

static inline struct span
junos_span(const struct junos *junos, const struct statement *statement)
{
	return file_span(junos->network->file, statement->path->line);
}

/* The word at `index`, the group left off; empty beyond the last. */
struct str statement_word(const struct statement *statement, size_t index);

/* Whether the statement begins with the words of the pattern; `*` stands for any one. */
bool statement_begins(const struct statement *statement, const char *pattern);

/* Whether `word` stands at `from` or behind; then `*ret_at` is where. */
bool statement_has(const struct statement *statement, const char *word, size_t from, size_t *ret_at);

/* system syslog: files and hosts. */
void junos_read_logs(const struct junos *junos);

/* system ntp, time-zone. */
void junos_read_clock(const struct junos *junos);

/* system login, root-authentication. */
void junos_read_accounts(const struct junos *junos);

/* system services, snmp. */
void junos_read_access(const struct junos *junos);

/* Whether the text is what `show system uptime` or `show ntp status` print, and what it tells. */
bool junos_is_status(struct str text);
bool junos_is_variables(struct str text);   /* of ntpq */
void junos_read_status(struct network *network, struct str text, unsigned line);

#endif
