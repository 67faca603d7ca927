/* Private to the room: a host's packet filter, whichever program wrote it down, and the one question that is asked of it:
 * may anybody open a TCP connection to this port?
 *
 * A condition that cannot be told here (an interface, a set, a match nobody knows) is FILTER_PERHAPS: it makes the answer
 * undecided, never closed and never open. */
#ifndef TENKEN_EVIDENCE_FILTER_H
#define TENKEN_EVIDENCE_FILTER_H

#include "tenken/evidence/evidence.h"

enum filter_match { FILTER_NEVER, FILTER_PERHAPS, FILTER_ALWAYS };

enum filter_verdict {
	FILTER_NOTHING,   /* goes on to the next rule: LOG, MARK, a counter */
	FILTER_ACCEPT,
	FILTER_DROP,      /* or a refusal */
	FILTER_JUMP,
	FILTER_GOTO,      /* a jump that does not come back */
	FILTER_RETURN,
	FILTER_UNCLEAR,   /* a target nobody knows: may let it in */
	FILTER_REDIRECT,  /* in a nat table: another host or port gets it, past the chains of input */
};

struct filter_ports {
	int64_t from, to;
};

struct filter_rule {
	enum filter_match rest;       /* all conditions but the port, for a new TCP connection from some address out there */
	bool has_ports;               /* only these destination ports */
	VEC(struct filter_ports) ports;
	bool is_rate;                 /* only beyond or up to some rate: the first packet meets what lets in, and nothing else */
	enum filter_verdict verdict;
	const char *target;           /* of a jump */
};

struct filter_chain {
	const char *name;
	VEC(struct filter_rule) rules;
	bool is_input;                /* the kernel hands it what comes in */
	bool is_closed;               /* its policy is to drop */
	bool is_outgoing;             /* what it redirects comes from the host itself */
};

struct filter {
	struct arena *arena;
	VEC(struct filter_chain *) chains;
	struct map by_name;
	struct span at;               /* of its first chain of input */
};

enum filter_answer { FILTER_OPEN, FILTER_CLOSED, FILTER_UNDECIDED };

#define FILTER_OTHER_PORT 0   /* any port that no rule names */

/* The chain of that name, made when it is new. */
struct filter_chain *filter_chain_of(struct filter *filter, const char *name);

/* Adds one condition to a rule: it meets no more than before. */
void filter_and(struct filter_rule *rule, enum filter_match match);

/* What an address with an optional prefix length says of some address out there: ALWAYS for everything (also prefixes below 8:
 * two of them make the whole), else NEVER. `is_not` turns it around. */
enum filter_match filter_source(struct str address, bool is_not);

/* The same of a protocol, by name or number, and of the interface a packet comes in by. */
enum filter_match filter_protocol(struct str protocol, bool is_not);
enum filter_match filter_interface(struct str name, bool is_not);

/* Adds ports: `22`, `22:25`, `22-25`, a known service's name, several parted by commas. False when one is not known; the rule is
 * then perhaps met by any. */
bool filter_add_ports(struct arena *arena, struct filter_rule *rule, struct str list);

/* What becomes of a connection to the port, by all chains of input together: one that drops it is enough. */
enum filter_answer filter_ask(const struct filter *filter, int64_t port);

/* Whether some rule or policy of input does anything at all. */
bool filter_is_active(const struct filter *filter);

/* What a listing's flags of TCP say of a connection's first packet, which has SYN and no other: `mask` are those looked at, `set`
 * those that must be there. */
enum filter_match filter_flags(struct str mask, struct str set, bool is_not);

/* What a file says; false when it holds nothing of the kind. */
bool filter_read_iptables(const struct parse *parse, struct file *file, struct filter *ret);
bool filter_read_nft(const struct parse *parse, struct file *file, bool is_ipv6, struct filter *ret);
/* The text that nft would list for what `nft -j list ruleset` printed, on the bundle's arena. False when it is no such thing (JSON that is
 * malformed is reported). */
bool filter_nft_text(const struct parse *parse, const struct file *file, struct str *ret);
/* `*ret_is_active` false: ufw is off, and says nothing more. */
bool filter_read_ufw(const struct parse *parse, struct file *file, bool is_ipv6, struct filter *ret, bool *ret_is_active);

#endif
