/* nft list ruleset, as text (nft(8)): one rule a line, chains within tables.
 *
 * Tables of the family `inet` see both IPv4 and IPv6. Each chain that hooks into input gets every packet, and one that drops it
 * is enough. What iptables-nft added is listed here too, some of it as `xt match`, which is met perhaps. */
#include "evidence/system/filter.h"

#include "tenken/base/limits.h"
#include "tenken/syntax/lines.h"

struct reading {
	struct filter *filter;
	bool is_ipv6;
	const char *table;            /* family and name; NULL outside any, or in one that does not see the packet */
	struct filter_chain *chain;   /* NULL outside any */
	int skipped;                  /* braces open in what is skipped: sets, maps */
};

/* A rule that is being read: the words left of it. */
struct rule_text {
	struct reading *reading;
	struct str rest;
	struct filter_rule rule;
};

/* The next word: "quoted", a brace, a list up to its comma's end, != and the like; a comment ends the line. */
static struct str
next_word(struct str *rest)
{
	struct str text = str_trim(*rest);

	if (text.len == 0 || text.ptr[0] == '#') {
		*rest = STR("");
		return STR("");
	}
	if (text.ptr[0] == '"') {
		const char *end = text.len > 1 ? memchr(text.ptr + 1, '"', text.len - 1) : NULL;
		size_t len = end ? (size_t)(end - text.ptr) - 1 : text.len - 1;
		*rest = end ? (struct str){ end + 1, text.len - len - 2 } : STR("");
		return (struct str){ text.ptr + 1, len };
	}
	*rest = text;
	/* A colon parts value and verdict in a map; that of ::1 is no word. */
	if (strchr("{};", text.ptr[0]) || (text.ptr[0] == ':' && (text.len == 1 || text.ptr[1] == ' '))) {
		*rest = (struct str){ text.ptr + 1, text.len - 1 };
		return (struct str){ text.ptr, 1 };
	}
	return str_token(rest, " \t{};");
}

/* The operand of a match: a word, or what stands in braces, as one text. */
struct operand {
	struct str text;
	bool is_not;
	bool is_map;      /* vmap: verdicts by value */
	bool is_known;    /* false: a named set, or no end */
};

static struct operand
next_operand(struct rule_text *text)
{
	struct operand operand = { .is_known = true };
	struct str word = next_word(&text->rest);

	if (str_is(word, "!=") || str_is(word, "==")) {
		operand.is_not = str_is(word, "!=");
		word = next_word(&text->rest);
	}
	operand.is_map = str_is(word, "vmap");
	if (operand.is_map)
		word = next_word(&text->rest);
	if (str_is(word, "{")) {
		const char *end = text->rest.len ? memchr(text->rest.ptr, '}', text->rest.len) : NULL;
		operand.is_known = end != NULL;
		operand.text = str_trim((struct str){ text->rest.ptr, end ? (size_t)(end - text->rest.ptr) : text->rest.len });
		text->rest = end ? (struct str){ end + 1, text->rest.len - (size_t)(end + 1 - text->rest.ptr) } : STR("");
	} else {
		operand.is_known = word.len && word.ptr[0] != '@' && word.ptr[0] != '$';
		operand.text = word;
	}
	return operand;
}

static void
and(struct rule_text *text, enum filter_match match)
{
	filter_and(&text->rule, match);
}

/* Any of the items; a condition that is turned around must hold for all of them. */
static void
and_any(struct rule_text *text, struct operand operand, enum filter_match (*match)(struct str item, bool is_not))
{
	enum filter_match best = FILTER_NEVER;

	if (!operand.is_known || operand.is_map) {
		and(text, FILTER_PERHAPS);
		return;
	}
	for (struct str item; (item = str_token(&operand.text, ", \t\"")).len;) {
		enum filter_match one = match(item, false);
		best = one > best ? one : best;
	}
	/* Something that is met perhaps stays so. */
	if (operand.is_not && best != FILTER_PERHAPS)
		best = best == FILTER_ALWAYS ? FILTER_NEVER : FILTER_ALWAYS;
	and(text, best);
}

static enum filter_match
is_new(struct str state, bool is_not)
{
	return str_is(state, "new") != is_not ? FILTER_ALWAYS : FILTER_NEVER;
}

static bool
set_verdict(struct rule_text *text, struct str word)
{
	struct filter_rule *rule = &text->rule;

	if (str_is(word, "accept"))
		rule->verdict = FILTER_ACCEPT;
	else if (str_is(word, "drop") || str_is(word, "reject"))
		rule->verdict = FILTER_DROP;
	else if (str_is(word, "return"))
		rule->verdict = FILTER_RETURN;
	else if (str_is(word, "queue"))
		rule->verdict = FILTER_UNCLEAR;
	else if (str_is(word, "dnat") || str_is(word, "redirect") || str_is(word, "tproxy"))
		rule->verdict = FILTER_REDIRECT;
	else if (str_is(word, "jump") || str_is(word, "goto")) {
		struct str target = next_word(&text->rest);
		rule->verdict = str_is(word, "jump") ? FILTER_JUMP : FILTER_GOTO;
		rule->target = arena_printf(text->reading->filter->arena, "%s %.*s", text->reading->table, (int)target.len, target.ptr);
	} else {
		return false;
	}
	return true;
}

/* `vmap { invalid : drop, new : jump x }`: the verdict for new connections; none: the rule does nothing. */
static void
take_state_map(struct rule_text *text, struct str map)
{
	struct rule_text inner = { .reading = text->reading };

	text->rule.verdict = FILTER_NOTHING;
	for (struct str item; (item = str_token(&map, ",")).len;) {
		inner.rest = item;
		if (!str_is(next_word(&inner.rest), "new"))
			continue;
		next_word(&inner.rest);   /* the colon */
		inner.rule = (struct filter_rule){ 0 };
		if (set_verdict(&inner, next_word(&inner.rest))) {
			text->rule.verdict = inner.rule.verdict;
			text->rule.target = inner.rule.target;
		}
	}
}

static void
take_ports(struct rule_text *text)
{
	struct operand operand = next_operand(text);

	if (operand.is_known && !operand.is_not && !operand.is_map)
		filter_add_ports(text->reading->filter->arena, &text->rule, operand.text);
	else
		and(text, FILTER_PERHAPS);
	if (operand.is_map)
		text->rule.verdict = FILTER_UNCLEAR;
}

/* Addresses of the other family never meet the packet. */
static void
take_network(struct rule_text *text, bool is_ipv6)
{
	struct str field = next_word(&text->rest);
	struct operand operand = next_operand(text);

	if (is_ipv6 != text->reading->is_ipv6)
		and(text, FILTER_NEVER);
	if (str_is(field, "saddr"))
		and_any(text, operand, filter_source);
	else if (str_is(field, "protocol") || str_is(field, "nexthdr"))
		and_any(text, operand, filter_protocol);
	else
		and(text, FILTER_PERHAPS);
}

static void
take_meta(struct rule_text *text)
{
	struct str key = next_word(&text->rest);

	if (str_is(key, "l4proto")) {
		and_any(text, next_operand(text), filter_protocol);
	} else if (str_is(key, "iif") || str_is(key, "iifname")) {
		and_any(text, next_operand(text), filter_interface);
	} else if (str_is(key, "nfproto")) {
		struct operand operand = next_operand(text);
		bool is_ours = str_is(operand.text, text->reading->is_ipv6 ? "ipv6" : "ipv4");
		and(text, is_ours != operand.is_not ? FILTER_ALWAYS : FILTER_NEVER);
	} else if (!str_is(key, "mark")) {
		and(text, FILTER_PERHAPS);
	} else if (!str_is(next_word(&text->rest), "set")) {
		and(text, FILTER_PERHAPS);
	}
}

static void
take_ct(struct rule_text *text)
{
	struct str key = next_word(&text->rest);

	if (str_is(key, "count")) {
		text->rule.is_rate = true;
	} else if (str_is(key, "state")) {
		struct operand operand = next_operand(text);
		if (operand.is_map)
			take_state_map(text, operand.text);
		else
			and_any(text, operand, is_new);
	} else if (str_is(key, "status")) {
		/* One that was redirected is asked for elsewhere. */
		struct operand operand = next_operand(text);
		and(text, str_is(operand.text, "dnat") && !operand.is_not ? FILTER_NEVER : FILTER_PERHAPS);
	} else {
		and(text, FILTER_PERHAPS);
	}
}

/* `fib daddr type local`: for the host itself, as all that comes to the chain of input; `fib saddr . iif oif missing`: a forged
 * sender, which somebody out there is not. */
static void
take_fib(struct rule_text *text)
{
	struct str what = next_word(&text->rest), key = next_word(&text->rest);

	if (str_is(what, "daddr") && str_is(key, "type")) {
		struct operand operand = next_operand(text);
		and(text, str_is(operand.text, "local") != operand.is_not ? FILTER_ALWAYS : FILTER_NEVER);
	} else {
		and(text, str_is(what, "saddr") && (str_has(text->rest, "missing") || str_has(text->rest, "oif 0")) ? FILTER_NEVER : FILTER_PERHAPS);
		while (!str_is(what, "missing") && !str_is(what, "0") && text->rest.len)
			what = next_word(&text->rest);
	}
}

/* Words that change nothing, with how many follow them. */
static bool
skip_neutral(struct rule_text *text, struct str word)
{
	static const struct {
		const char *name;
		int words;
	} known[] = { { "counter", 0 }, { "packets", 1 }, { "bytes", 1 }, { "log", 0 }, { "prefix", 1 }, { "level", 1 }, { "group", 1 },
		{ "flags", 1 }, { "snaplen", 1 }, { "comment", 1 }, { "notrack", 0 }, { "continue", 0 }, { "burst", 2 }, { "name", 1 },
		{ "with", 3 }, { "masquerade", 0 }, { "to", 1 } };

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (str_is(word, known[i].name)) {
			for (int k = 0; k < known[i].words; k++)
				next_word(&text->rest);
			return true;
		}
	return false;
}

static void
take_word(struct rule_text *text, struct str word)
{
	if (set_verdict(text, word) || skip_neutral(text, word))
		return;
	if (str_is(word, "ip") || str_is(word, "ip6")) {
		take_network(text, str_is(word, "ip6"));
	} else if (str_is(word, "tcp") || str_is(word, "th")) {
		struct str field = next_word(&text->rest);
		if (str_is(field, "dport"))
			take_ports(text);
		else if (str_is(field, "sport"))
			next_operand(text);   /* who connects chooses it */
		else
			and(text, FILTER_PERHAPS);
	} else if (str_is(word, "udp") || str_is(word, "icmp") || str_is(word, "icmpv6") || str_is(word, "sctp") || str_is(word, "dccp") ||
	    str_is(word, "esp") || str_is(word, "ah") || str_is(word, "udplite")) {
		and(text, FILTER_NEVER);
		next_word(&text->rest);
		next_operand(text);
	} else if (str_is(word, "iif") || str_is(word, "iifname")) {
		and_any(text, next_operand(text), filter_interface);
	} else if (str_is(word, "meta")) {
		take_meta(text);
	} else if (str_is(word, "ct")) {
		take_ct(text);
	} else if (str_is(word, "fib")) {
		take_fib(text);
	} else if (str_is(word, "limit")) {
		text->rule.is_rate = true;
		next_word(&text->rest);   /* rate */
		if (str_is(next_word(&text->rest), "over"))
			next_word(&text->rest);
	} else {
		and(text, FILTER_PERHAPS);
	}
}

static int
braces(struct str line)
{
	int open = 0;

	for (size_t i = 0; i < line.len && line.ptr[i] != '#'; i++)
		open += (line.ptr[i] == '{') - (line.ptr[i] == '}');
	return open;
}

/* A rule that was not seen to its end may let in. */
static void
read_rule(struct reading *reading, struct str line, bool is_cut)
{
	struct filter_rule unclear = { .rest = FILTER_PERHAPS, .verdict = FILTER_UNCLEAR };

	if (is_cut || braces(line) != 0) {
		vec_push(reading->filter->arena, &reading->chain->rules, unclear);
		return;
	}
	struct rule_text text = { .reading = reading, .rest = line, .rule = { .rest = FILTER_ALWAYS } };

	for (struct str word; (word = next_word(&text.rest)).len;)
		take_word(&text, word);
	vec_push(reading->filter->arena, &reading->chain->rules, text.rule);
}

/* `type filter hook input priority filter; policy drop;` */
static void
read_base(struct reading *reading, struct str line, struct span at)
{
	struct filter_chain *chain = reading->chain;
	bool is_filter = str_has_prefix(line, "type filter ");

	chain->is_outgoing = str_has(line, " hook output ") || str_has(line, " hook postrouting ");
	if (!is_filter || !str_has(line, " hook input "))
		return;
	chain->is_input = true;
	chain->is_closed = str_has(line, "policy drop");
	if (!reading->filter->at.path)
		reading->filter->at = at;
}

/* A line outside any chain, or one that opens or closes something. */
static void
read_frame(struct reading *reading, struct str line)
{
	struct str rest = line, word = str_token(&rest, " \t"), name = str_token(&rest, " \t{");

	if (str_is(word, "}")) {
		if (reading->chain)
			reading->chain = NULL;
		else
			reading->table = NULL;
	} else if (str_is(word, "table")) {
		struct str own = str_token(&rest, " \t{");
		bool is_seen = str_is(name, "inet") || str_is(name, reading->is_ipv6 ? "ip6" : "ip");
		reading->table = is_seen ? arena_printf(reading->filter->arena, "%.*s %.*s", (int)name.len, name.ptr, (int)own.len, own.ptr) : NULL;
		if (!is_seen)
			reading->skipped = braces(line);
	} else if (str_is(word, "chain") && reading->table && str_has_suffix(line, "{")) {
		reading->chain =
		    filter_chain_of(reading->filter, arena_printf(reading->filter->arena, "%s %.*s", reading->table, (int)name.len, name.ptr));
	} else if (reading->table) {
		reading->skipped = braces(line);
	}
}

bool
filter_read_nft(const struct parse *parse, struct file *file, bool is_ipv6, struct filter *ret)
{
	struct arena *arena = parse->bundle->arena;
	struct filter filter = { .arena = arena, .by_name = MAP_INIT(arena), .at = { 0 } };
	struct reading reading = { .filter = &filter, .is_ipv6 = is_ipv6 };
	bool is_there = false;

	file->is_used = true;
	for (struct lines lines = lines_of(file->bytes); lines_next(&lines) && lines.line <= LIMIT_LINES;) {
		struct str line = str_trim(lines.text);
		is_there |= str_has_prefix(line, "table ");
		if (reading.skipped > 0)
			reading.skipped += braces(line);
		else if (line.len == 0 || line.ptr[0] == '#')
			continue;
		else if (!reading.chain || str_is(line, "}"))
			read_frame(&reading, line);
		else if (str_has_prefix(line, "type ") && str_has(line, " hook "))
			read_base(&reading, line, file_span(file, lines.line));
		else if (!str_has_prefix(line, "policy "))
			read_rule(&reading, line, lines.is_cut);
	}
	if (!is_there)
		return false;
	if (!filter.at.path)
		filter.at = file_span(file, 1);
	*ret = filter;
	return true;
}
