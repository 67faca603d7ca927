/* Private to the room: what is found out about one network device, before it becomes records. Every vendor's reader
 * fills in the same struct, and one place (network.c) makes the records of it. A secret is kept as it lies in the file, and goes
 * nowhere but into the table of secrets. */
#ifndef TENKEN_EVIDENCE_NETWORK_H
#define TENKEN_EVIDENCE_NETWORK_H

#include "evidence/account/account.h"
#include "evidence/clock/clock.h"
#include "tenken/evidence/evidence.h"
#include "tenken/model/secret.h"
#include "tenken/syntax/transcript.h"

/* A place on the device that keeps records. What is not known is NULL, or below 0. */
struct network_log {
	const char *name;          /* buffer, disk, messages, ... */
	const char *class;         /* of mappings/log-classes.xml */
	const char *kind;          /* retention-kind */
	const char *reason;
	int64_t days, max_days, bytes, generations;
	bool is_unrecorded;        /* no record is made, so none can be sent either */
	int32_t oldest;            /* the day of the oldest record seen; DAY_UNKNOWN */
	struct span at, oldest_at;
};

/* A way records leave the device by. */
struct network_forward {
	const char *name;          /* syslog, fortianalyzer, ... */
	enum known central;
	const char *target, *protocol, *scope;
	struct span at;
};

/* What stands before each record that leaves the device. */
struct network_stamp {
	enum known time, year, zone;
	struct span at;            /* without a path: nothing was seen */
};

struct network_account {
	const char *name;
	enum known admin, enabled, reversible;
	const char *admin_by, *mfa;
	struct password password;  /* is_weak counts only with has_strength */
	bool has_strength;
	enum secret_form form;     /* of the secret */
	struct str secret;         /* what the password is kept as; without a pointer: it is not there, or masked */
	struct span at;
};

/* The clock: its configuration, and what was seen of it. */
struct network_clock {
	const char *daemon, *timezone;
	enum known configured, authenticated;
	int64_t sources;           /* below 0: some, but how many is not known */
	struct span configured_at;
	struct clock_state state;
};

/* One service by which the device is managed, in one place it listens. */
struct network_access {
	const char *name;
	const char *service;       /* telnet, ssh, http, https, snmp */
	enum known enabled, encrypted;
	enum known restricted;     /* to addresses that are named */
	enum known well_known;     /* snmp: a community that everybody knows */
	enum known writable;       /* snmp */
	struct span at;
};

struct network {
	const struct parse *parse;
	struct arena *arena;
	const struct file *file;   /* what is read now */
	const char *os, *os_guess; /* id of the operating system: ios, junos, ...; NULL: nothing told it */
	const char *version, *title;
	struct span os_at;
	bool is_whole;             /* a whole configuration was read: what it does not say is not set */
	bool is_damaged;           /* part of what was read may not mean what it says: nothing good is believed */
	VEC(struct network_log *) logs;
	VEC(struct network_forward *) forwards;
	struct network_stamp stamp;
	VEC(struct network_account *) accounts;
	struct map log_names, forward_names, account_names;
	VEC(struct network_access) accesses;
	struct network_clock clock;
	const char *policy;        /* what asks for long passwords; NULL: nothing that was seen */
	int64_t min_length;
	struct span policy_at;
};

/* What one vendor's reader can do. Parts are commands of a terminal session with their outputs, or whole files. */
struct network_vendor {
	bool (*is_config)(const struct transcript_part *part);
	bool (*is_whole)(struct str text);                          /* a configuration, and nothing of it is missing */
	bool (*is_output)(struct str text);                         /* of a command that shows a state; may be NULL */
	bool (*is_common)(struct str text);                         /* an output that computers have too; may be NULL */
	struct str (*name_in)(struct str text);                     /* the device's own name; empty: not told */
	void (*read_config)(struct network *network, const struct transcript_part *part);
	void (*read_output)(struct network *network, struct str text, unsigned line);
	void (*settle)(struct network *network);                    /* what follows from all together; may be NULL */
};
extern const struct network_vendor network_cisco, network_fortigate, network_junos, network_paloalto, network_yamaha;

/* An empty device; its memory is the bundle's. */
struct network network_of(const struct parse *parse);

/* Notes the operating system, unless a configuration told it already. From an output it is a guess. */
void network_os(struct network *network, const char *os, struct str version, struct span at);
void network_os_guess(struct network *network, const char *os);

/* The log, forwarder, account of that name, made with nothing known at its first mention. */
struct network_log *network_log(struct network *network, const char *name, struct span at);
struct network_forward *network_forward(struct network *network, const char *name, struct span at);
struct network_account *network_account(struct network *network, const char *name, struct span at);

/* Notes what the password is kept as; nothing where it was masked (`<removed>`, `*****`). */
void network_secret(struct network_account *account, enum secret_form form, struct str text);

/* A new way to manage the device, valid until the next is made; whether it is encrypted follows from the service, but
 * for snmp. */
struct network_access *network_access(struct network *network, const char *name, const char *service, struct span at);

/* The shortest password that is accepted, when `length` is a number. `name` is static. */
void network_policy(struct network *network, const char *name, struct str length, struct span at);

/* One more time source, when it is not the device itself. */
void network_clock_source(struct network *network, struct str source, bool is_authenticated, struct span at);

/* Notes what an output says of the clock. Once one says that it does not follow a source, no other one changes that. */
void network_observe(struct network *network, enum known synchronised, unsigned line);

/* Adds all records to the subject. */
void network_emit(const struct network *network);

/* KNOWN_YES and KNOWN_NO for the two words, KNOWN_NOT for any other, and none. */
enum known network_switch(struct str word, const char *yes, const char *no);

/* A copy on the device's arena; NULL for an empty text. */
const char *network_text(const struct network *network, struct str text);

/* The severity of syslog, 0 to 7, for its number or name in any of the usual spellings (also `info`, `err`); -1 for
 * another word. */
int network_severity(struct str word);

/* central, by the least severe level that is sent: yes from informational on, no below notification. With notification
 * alone most products send logins and keep back the rest: that cannot be told, nor can a level below 0. */
enum known network_central(int severity);

/* Whether an SNMP community is one that everybody knows. KNOWN_NOT for one that was masked. */
enum known network_community(struct str community);

/* Whether some line of the text begins so, blanks before it left out. */
bool network_has_line(struct str text, const char *beginning);

#endif
