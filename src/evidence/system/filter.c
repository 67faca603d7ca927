/* The question to a packet filter: walks its chains for one port, as the kernel would, with conditions that are met always, never,
 * or perhaps. */
#include "evidence/system/filter.h"

#include "tenken/base/limits.h"

#define DEPTH_MAX 16         /* jumps within jumps; the kernel knows no more */
#define STEPS_MAX 100000     /* rules looked at for one question: the longest lists of addresses, once */

struct filter_chain *
filter_chain_of(struct filter *filter, const char *name)
{
	struct filter_chain *chain = map_get(&filter->by_name, name);

	if (chain)
		return chain;
	chain = arena_alloc(filter->arena, sizeof *chain);
	chain->name = name;
	map_add(&filter->by_name, name, chain);
	vec_push(filter->arena, &filter->chains, chain);
	return chain;
}

void
filter_and(struct filter_rule *rule, enum filter_match match)
{
	if (match < rule->rest)
		rule->rest = match;
}

enum filter_match
filter_source(struct str address, bool is_not)
{
	const char *slash = address.len ? memchr(address.ptr, '/', address.len) : NULL;
	int64_t prefix = 128;
	bool is_all = str_is_nocase(address, "anywhere") || str_is(address, "any");

	if (slash && str_int((struct str){ slash + 1, address.len - (size_t)(slash + 1 - address.ptr) }, &prefix))
		is_all |= prefix < 8;
	else if (slash)
		is_all |= str_has_suffix(address, "/0.0.0.0");
	return is_all != is_not ? FILTER_ALWAYS : FILTER_NEVER;
}

enum filter_match
filter_protocol(struct str protocol, bool is_not)
{
	bool is_tcp = str_is_nocase(protocol, "tcp") || str_is(protocol, "6");
	bool is_all = str_is_nocase(protocol, "all") || str_is(protocol, "0") || str_is_nocase(protocol, "ip") || str_is_nocase(protocol, "ipv6");

	return (is_tcp || is_all) != is_not ? FILTER_ALWAYS : FILTER_NEVER;
}

enum filter_match
filter_interface(struct str name, bool is_not)
{
	if (str_is(name, "*") || str_is(name, "any"))
		return FILTER_ALWAYS;
	if (str_is(name, "lo"))
		return is_not ? FILTER_ALWAYS : FILTER_NEVER;
	/* All but the bridge of containers is everything out there. */
	return is_not && (str_has_prefix(name, "docker") || str_has_prefix(name, "br-")) ? FILTER_ALWAYS : FILTER_PERHAPS;
}

enum filter_match
filter_flags(struct str mask, struct str set, bool is_not)
{
	bool has_syn = str_is_nocase(mask, "ALL") || str_has(mask, "SYN") || str_is(mask, "0x17") || str_is(mask, "0x3F") ||
	    str_is(mask, "0x02") || str_is(mask, "0x03") || str_is(mask, "0x06");
	bool is_met = has_syn ? str_is_nocase(set, "SYN") || str_is(set, "0x02") : str_is_nocase(set, "NONE") || str_is(set, "0x00");

	return is_met != is_not ? FILTER_ALWAYS : FILTER_NEVER;
}

/* Services that listings write by name, where they are of interest here. */
static bool
port_number(struct str text, int64_t *ret)
{
	static const struct {
		const char *name;
		int64_t port;
	} known[] = { { "ssh", 22 }, { "telnet", 23 }, { "http", 80 }, { "www", 80 }, { "https", 443 }, { "domain", 53 }, { "smtp", 25 },
		{ "netbios-ssn", 139 }, { "microsoft-ds", 445 }, { "ms-sql-s", 1433 }, { "mysql", 3306 }, { "ms-wbt-server", 3389 },
		{ "postgresql", 5432 }, { "winrm", 5985 }, { "wsman", 5985 }, { "wsmans", 5986 }, { "ntp", 123 }, { "bootps", 67 },
		{ "bootpc", 68 }, { "mdns", 5353 }, { "submission", 587 }, { "imaps", 993 }, { "ldap", 389 }, { "ldaps", 636 } };

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (str_is(text, known[i].name)) {
			*ret = known[i].port;
			return true;
		}
	return str_int(text, ret) && *ret <= 65535;
}

bool
filter_add_ports(struct arena *arena, struct filter_rule *rule, struct str list)
{
	rule->has_ports = true;
	for (struct str item; (item = str_token(&list, ", ")).len;) {
		struct filter_ports ports;
		struct str rest = item, from = str_token(&rest, ":-"), to = str_token(&rest, ":-");
		/* Names have hyphens, too. */
		bool is_read = port_number(item, &ports.from);
		if (is_read)
			ports.to = ports.from;
		else if (str_has_prefix(item, ":"))   /* up to */
			is_read = (ports.from = 0, port_number(from, &ports.to));
		else
			is_read = port_number(from, &ports.from) && (to.len ? port_number(to, &ports.to) : (ports.to = 65535, true));
		if (!is_read) {
			rule->has_ports = false;
			filter_and(rule, FILTER_PERHAPS);
			return false;
		}
		vec_push(arena, &rule->ports, ports);
	}
	return true;
}

static enum filter_match
meets(const struct filter_rule *rule, int64_t port)
{
	int64_t covered = 0;

	if (!rule->has_ports || rule->rest == FILTER_NEVER)
		return rule->rest;
	for (size_t i = 0; i < rule->ports.len; i++) {
		const struct filter_ports *ports = &rule->ports.items[i];
		if (port != FILTER_OTHER_PORT && port >= ports->from && port <= ports->to)
			return rule->rest;
		covered += ports->to - ports->from;
	}
	/* All ports but a few, written as a range. */
	return port == FILTER_OTHER_PORT && covered >= 60000 ? rule->rest : FILTER_NEVER;
}

/* What may become of the packet in a chain. */
struct outcome {
	bool may_accept, may_drop, may_fall;
};

struct question {
	const struct filter *filter;
	int64_t port;
	unsigned steps;
};

static struct outcome ask_chain(struct question *question, const struct filter_chain *chain, int depth);

static struct outcome
ask_verdict(struct question *question, const struct filter_rule *rule, int depth)
{
	const struct filter_chain *target;

	switch (rule->verdict) {
	case FILTER_ACCEPT: return (struct outcome){ .may_accept = true };
	case FILTER_DROP: return (struct outcome){ .may_drop = true };
	case FILTER_RETURN: return (struct outcome){ 0 };
	case FILTER_UNCLEAR: return (struct outcome){ .may_accept = true, .may_drop = true, .may_fall = true };
	case FILTER_NOTHING:
	case FILTER_REDIRECT: return (struct outcome){ .may_fall = true };
	case FILTER_JUMP:
	case FILTER_GOTO: break;
	}
	target = rule->target ? map_get(&question->filter->by_name, rule->target) : NULL;
	if (!target)
		return (struct outcome){ .may_accept = true, .may_drop = true, .may_fall = true };
	return ask_chain(question, target, depth + 1);
}

static struct outcome
ask_chain(struct question *question, const struct filter_chain *chain, int depth)
{
	struct outcome result = { 0 };

	if (depth > DEPTH_MAX)
		return (struct outcome){ true, true, true };
	for (size_t i = 0; i < chain->rules.len; i++) {
		const struct filter_rule *rule = &chain->rules.items[i];
		enum filter_match match = meets(rule, question->port);
		if (++question->steps > STEPS_MAX)
			return (struct outcome){ true, true, true };
		if (match == FILTER_NEVER)
			continue;
		struct outcome outcome = ask_verdict(question, rule, depth);
		bool is_leaving = rule->verdict == FILTER_RETURN || (rule->verdict == FILTER_GOTO && outcome.may_fall);
		bool goes_on = rule->verdict != FILTER_GOTO && outcome.may_fall;
		/* A limit drops what is too much; the first connection gets through. */
		if (rule->is_rate && outcome.may_drop && !outcome.may_accept)
			continue;
		result.may_accept |= outcome.may_accept;
		result.may_drop |= outcome.may_drop;
		result.may_fall |= is_leaving;
		if (match == FILTER_ALWAYS && !goes_on)
			return result;
	}
	result.may_fall = true;
	return result;
}

static enum filter_answer
ask_input(struct question *question, const struct filter_chain *chain)
{
	struct outcome outcome = ask_chain(question, chain, 0);

	if (outcome.may_fall && chain->is_closed)
		outcome.may_drop = true;
	else if (outcome.may_fall)
		outcome.may_accept = true;
	return !outcome.may_accept ? FILTER_CLOSED : outcome.may_drop ? FILTER_UNDECIDED : FILTER_OPEN;
}

/* Whether a redirection takes the connection past the chains of input. */
static enum filter_answer
ask_redirections(const struct filter *filter, int64_t port)
{
	enum filter_answer answer = FILTER_CLOSED;

	for (size_t i = 0; i < filter->chains.len; i++)
		for (size_t k = 0; k < filter->chains.items[i]->rules.len && !filter->chains.items[i]->is_outgoing; k++) {
			const struct filter_rule *rule = &filter->chains.items[i]->rules.items[k];
			enum filter_match match = rule->has_ports ? meets(rule, port) : FILTER_NEVER;
			if (rule->verdict != FILTER_REDIRECT || match == FILTER_NEVER)
				continue;
			if (match == FILTER_ALWAYS)
				return FILTER_OPEN;
			answer = FILTER_UNDECIDED;
		}
	return answer;
}

enum filter_answer
filter_ask(const struct filter *filter, int64_t port)
{
	enum filter_answer redirected = ask_redirections(filter, port), all = FILTER_OPEN;
	struct question question = { .filter = filter, .port = port };

	if (redirected == FILTER_OPEN)
		return FILTER_OPEN;
	for (size_t i = 0; i < filter->chains.len; i++) {
		if (!filter->chains.items[i]->is_input)
			continue;
		enum filter_answer answer = ask_input(&question, filter->chains.items[i]);
		if (answer == FILTER_CLOSED)
			return redirected;
		if (answer == FILTER_UNDECIDED)
			all = FILTER_UNDECIDED;
	}
	return all;
}

bool
filter_is_active(const struct filter *filter)
{
	for (size_t i = 0; i < filter->chains.len; i++) {
		const struct filter_chain *chain = filter->chains.items[i];
		if (chain->is_input && (chain->is_closed || chain->rules.len))
			return true;
	}
	return false;
}
