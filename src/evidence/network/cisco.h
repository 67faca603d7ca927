/* Private to the room: the configurations that look like Cisco's, one line a command, indented under another. */
#ifndef TENKEN_EVIDENCE_CISCO_H
#define TENKEN_EVIDENCE_CISCO_H

#include "evidence/network/network.h"
#include "tenken/syntax/blocks.h"
#include "tenken/syntax/words.h"

enum cisco_kind {
	CISCO_OTHER,   /* looks like it, but nothing says whose it is: no default is taken for granted */
	CISCO_IOS,     /* and IOS-XE */
	CISCO_NXOS,
	CISCO_XR,
	CISCO_ASA,
	CISCO_EOS,     /* Arista */
};

/* Whether an access list keeps anybody out. */
struct cisco_acl {
	bool has_entries, is_open;
};

struct cisco {
	struct network *network;
	enum cisco_kind kind;
	struct blocks blocks;
	struct map acls;       /* name to struct cisco_acl */
	bool is_whole;         /* of this configuration */
	bool has_ipv6;         /* some interface speaks it */
};

static inline struct span
cisco_span(const struct cisco *cisco, const struct block_line *line)
{
	return file_span(cisco->network->file, line->line);
}

/* Whose configuration the text is, by its header and the commands only that system has. */
enum cisco_kind cisco_kind_of(struct str text);

/* logging ...: the buffer, other logs on the device, and where records are sent. */
void cisco_read_logging(struct cisco *cisco);

/* ntp, sntp, clock timezone. */
void cisco_read_clock(struct cisco *cisco);

/* username, enable, aaa, passwords of lines. */
void cisco_read_accounts(struct cisco *cisco);

/* line vty, ip http, snmp-server, telnet, ssh. */
void cisco_read_access(struct cisco *cisco);

/* Sorts the access lists by what they let in. */
void cisco_read_acls(struct cisco *cisco);

/* KNOWN_NOT when the list is not in the configuration. */
enum known cisco_acl_restricts(const struct cisco *cisco, struct str name);

/* Whether the lines of `show` output are this, and what they tell. `line` lines stood before them in the file. */
bool cisco_is_show_logging(struct str text);
void cisco_read_show_logging(struct network *network, struct str text, unsigned line);
bool cisco_is_show_clock(struct str text);
bool cisco_is_peers(struct str text);   /* of ntpq */
void cisco_read_show_clock(struct network *network, struct str text, unsigned line);

#endif
