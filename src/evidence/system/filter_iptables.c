/* iptables-save(8) and the listing of iptables -L (-n, -v), of either family.
 *
 * A listing without -v hides the interfaces: a rule that seems to let in everything may be that of the loopback, so a rule
 * without any other condition is met perhaps. */
#include "evidence/system/filter.h"

#include "tenken/base/limits.h"
#include "tenken/syntax/lines.h"

#define WORDS_MAX 128

/* A line cut into words; quotes hold blanks together, as iptables-save writes comments. */
struct words {
	struct str list[WORDS_MAX];
	size_t count;
};

static struct words
words_of(struct str line)
{
	struct words words = { 0 };
	size_t i = 0;

	while (i < line.len && words.count < WORDS_MAX) {
		while (i < line.len && (line.ptr[i] == ' ' || line.ptr[i] == '\t'))
			i++;
		size_t start = i;
		if (i < line.len && line.ptr[i] == '"') {
			for (i++; i < line.len && line.ptr[i] != '"'; i++)
				i += line.ptr[i] == '\\';
			i += i < line.len;
		} else {
			while (i < line.len && line.ptr[i] != ' ' && line.ptr[i] != '\t')
				i++;
		}
		if (i > line.len)
			i = line.len;
		if (i > start)
			words.list[words.count++] = (struct str){ line.ptr + start, i - start };
	}
	return words;
}

/* NEW connections, by a list of states; one that was redirected (DNAT) is asked for elsewhere. */
static enum filter_match
match_states(struct str states, bool is_not)
{
	bool has_new = false;

	for (struct str state; (state = str_token(&states, ",")).len;)
		has_new |= str_is_nocase(state, "NEW");
	return has_new != is_not ? FILTER_ALWAYS : FILTER_NEVER;
}

static void
set_target(struct filter *filter, struct filter_rule *rule, struct str target)
{
	static const struct {
		const char *name;
		enum filter_verdict verdict;
	} known[] = { { "ACCEPT", FILTER_ACCEPT }, { "DROP", FILTER_DROP }, { "REJECT", FILTER_DROP }, { "TARPIT", FILTER_DROP },
		{ "RETURN", FILTER_RETURN }, { "LOG", FILTER_NOTHING }, { "NFLOG", FILTER_NOTHING }, { "ULOG", FILTER_NOTHING },
		{ "MARK", FILTER_NOTHING }, { "CONNMARK", FILTER_NOTHING }, { "CT", FILTER_NOTHING }, { "AUDIT", FILTER_NOTHING },
		{ "TCPMSS", FILTER_NOTHING }, { "SET", FILTER_NOTHING }, { "QUEUE", FILTER_UNCLEAR }, { "NFQUEUE", FILTER_UNCLEAR },
		{ "DNAT", FILTER_REDIRECT }, { "REDIRECT", FILTER_REDIRECT }, { "MASQUERADE", FILTER_NOTHING }, { "SNAT", FILTER_NOTHING } };

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (str_is(target, known[i].name)) {
			rule->verdict = known[i].verdict;
			return;
		}
	if (rule->verdict != FILTER_GOTO)
		rule->verdict = FILTER_JUMP;
	rule->target = arena_strndup(filter->arena, target.ptr, target.len);
}

/* One option of iptables-save and its value. */
static void
take_option(struct filter *filter, struct filter_rule *rule, struct str option, struct str value, bool is_not)
{
	static const char *const neutral[] = { "--comment", "--reject-with", "--log-prefix", "--log-level", "--nflog-prefix", "--nflog-group",
		"--limit", "--limit-burst", "--name", "--mask", "--rsource", "--hashlimit-name", "--set-xmark", "--to-ports",
		"--to-destination", "--connlimit-mask", NULL };

	if (str_is(option, "-s") || str_is(option, "--source"))
		filter_and(rule, filter_source(value, is_not));
	else if (str_is(option, "-p") || str_is(option, "--protocol"))
		filter_and(rule, filter_protocol(value, is_not));
	else if (str_is(option, "-i") || str_is(option, "--in-interface"))
		filter_and(rule, filter_interface(value, is_not));
	else if (str_is(option, "--ctstate") || str_is(option, "--state"))
		filter_and(rule, match_states(value, is_not));
	else if (str_is(option, "--dst-type"))
		filter_and(rule, str_is_nocase(value, "LOCAL") != is_not ? FILTER_ALWAYS : FILTER_NEVER);
	else if ((str_is(option, "--dport") || str_is(option, "--dports") || str_is(option, "--ports")) && !is_not)
		filter_add_ports(filter->arena, rule, value);
	else if (str_is(option, "-j") || str_is(option, "--jump"))
		set_target(filter, rule, value);
	else if (str_is(option, "-g") || str_is(option, "--goto")) {
		rule->verdict = FILTER_GOTO;
		set_target(filter, rule, value);
	} else if (str_is(option, "-m")) {
		rule->is_rate |= str_is(value, "limit") || str_is(value, "hashlimit") || str_is(value, "connlimit");
	} else if (str_is(option, "--update") || str_is(option, "--rcheck")) {
		rule->is_rate = true;
		filter_and(rule, FILTER_PERHAPS);
	} else if (str_is(option, "--sport") || str_is(option, "--sports")) {
		/* Who connects chooses it. */
	} else if (str_is(option, "--syn")) {
		filter_and(rule, is_not ? FILTER_NEVER : FILTER_ALWAYS);
	} else if (str_has_prefix(option, "--hashlimit-") ||
	    str_has_prefix(option, "--connlimit-") || str_is(option, "--set") || str_is(option, "--seconds") || str_is(option, "--hitcount")) {
		/* A matter of rate; recent's --set only remembers. */
	} else if (!is_not) {
		for (int i = 0; neutral[i]; i++)
			if (str_is(option, neutral[i]))
				return;
		filter_and(rule, FILTER_PERHAPS);
	} else {
		filter_and(rule, FILTER_PERHAPS);
	}
}

static bool
is_option(struct str word)
{
	return word.len > 1 && word.ptr[0] == '-' && !(word.ptr[1] >= '0' && word.ptr[1] <= '9');
}

/* The options behind `-A CHAIN`. */
static struct filter_rule
rule_of_options(struct filter *filter, const struct words *words, size_t i)
{
	struct filter_rule rule = { .rest = FILTER_ALWAYS };
	bool is_not = false;

	/* A line that does not fit is not known to its end. */
	if (words->count == WORDS_MAX)
		return (struct filter_rule){ .rest = FILTER_PERHAPS, .verdict = FILTER_UNCLEAR };
	for (; i < words->count; i++) {
		if (str_is(words->list[i], "!")) {
			is_not = true;
			continue;
		}
		if (!is_option(words->list[i]))
			continue;
		struct str option = words->list[i], value = STR("");
		if (i + 2 < words->count && str_is(words->list[i + 1], "!")) {   /* as old versions wrote it */
			is_not = true;
			i++;
		}
		if (i + 1 < words->count && !is_option(words->list[i + 1]) && !str_is(words->list[i + 1], "!"))
			value = words->list[++i];
		if (str_is(option, "--tcp-flags"))
			filter_and(&rule, filter_flags(value, i + 1 < words->count ? words->list[i + 1] : STR(""), is_not));
		else
			take_option(filter, &rule, option, value, is_not);
		is_not = false;
	}
	return rule;
}

/* Of the two tables that are read, nat's chains stand under names of their own. */
static struct filter_chain *
chain_of(struct filter *filter, struct str name, bool is_nat, const struct file *file, unsigned line)
{
	struct filter_chain *chain =
	    filter_chain_of(filter, arena_printf(filter->arena, "%s%.*s", is_nat ? "nat " : "", (int)name.len, name.ptr));

	if (!is_nat && str_is(name, "INPUT") && !chain->is_input) {
		chain->is_input = true;
		filter->at = file_span(file, line);
	}
	chain->is_outgoing = str_is(name, "OUTPUT") || str_is(name, "POSTROUTING");
	return chain;
}

/* `:INPUT DROP [0:0]`, `-A INPUT ...`, `[1:2] -A INPUT ...` */
static void
read_saved(struct filter *filter, bool is_nat, const struct file *file, unsigned line, struct str text, bool is_cut)
{
	struct words words = words_of(text);
	size_t first = words.count && words.list[0].ptr[0] == '[' ? 1 : 0;

	if (words.count == 0)
		return;
	if (words.list[0].ptr[0] == ':' && words.count > 1) {
		struct str name = { words.list[0].ptr + 1, words.list[0].len - 1 };
		struct filter_chain *chain = chain_of(filter, name, is_nat, file, line);
		chain->is_closed = str_is(words.list[1], "DROP") || str_is(words.list[1], "REJECT");
	} else if (first + 1 < words.count && (str_is(words.list[first], "-A") || str_is(words.list[first], "--append"))) {
		struct filter_chain *chain = chain_of(filter, words.list[first + 1], is_nat, file, line);
		/* A line that was not seen to its end may let in. */
		struct filter_rule unclear = { .rest = FILTER_PERHAPS, .verdict = FILTER_UNCLEAR };
		vec_push(filter->arena, &chain->rules, is_cut ? unclear : rule_of_options(filter, &words, first + 2));
	}
}

static bool
read_save_file(const struct file *file, struct filter *filter)
{
	enum { TABLE_OTHER, TABLE_FILTER, TABLE_NAT } table = TABLE_OTHER;
	bool is_there = false;

	for (struct lines lines = lines_of(file->bytes); lines_next(&lines) && lines.line <= LIMIT_LINES;) {
		struct str text = str_trim(lines.text);
		if (text.len && text.ptr[0] == '*')
			table = str_is(text, "*filter") ? TABLE_FILTER : str_is(text, "*nat") ? TABLE_NAT : TABLE_OTHER;
		else if (table != TABLE_OTHER && text.len && text.ptr[0] != '#')
			read_saved(filter, table == TABLE_NAT, file, lines.line, text, lines.is_cut);
		is_there |= str_is(text, "*filter");
	}
	return is_there;
}

/* What stands behind the columns of a listing. */
static void
take_extras(struct filter *filter, struct filter_rule *rule, const struct words *words, size_t i)
{
	for (; i < words->count; i++) {
		struct str word = words->list[i], next = i + 1 < words->count ? words->list[i + 1] : STR("");
		if (str_is(word, "/*")) {
			while (i < words->count && !str_is(words->list[i], "*/"))
				i++;
		} else if (str_has_prefix(word, "dpt:") || str_has_prefix(word, "dpts:")) {
			size_t skip = str_has_prefix(word, "dpts:") ? 5 : 4;
			filter_add_ports(filter->arena, rule, (struct str){ word.ptr + skip, word.len - skip });
		} else if (str_is(word, "dports")) {
			filter_add_ports(filter->arena, rule, next);
			i++;
		} else if (str_is(word, "ctstate") || str_is(word, "state")) {
			filter_and(rule, match_states(next, false));
			i++;
		} else if (str_is(word, "[goto]")) {
			rule->verdict = rule->verdict == FILTER_JUMP ? FILTER_GOTO : rule->verdict;
		} else if (str_is(word, "reject-with") || str_is(word, "LOG") || str_is(word, "NFLOG")) {
			return;
		} else if (str_is(word, "limit:")) {
			rule->is_rate = true;
			return;
		} else if (str_has_prefix(word, "flags:")) {
			struct str rest = { word.ptr + 6, word.len - 6 }, mask = str_token(&rest, "/"), set = str_token(&rest, "/");
			bool is_not = mask.len && mask.ptr[0] == '!';
			filter_and(rule, filter_flags((struct str){ mask.ptr + is_not, mask.len - is_not }, set, is_not));
		} else if (!str_is(word, "tcp") && !str_is(word, "multiport") && !str_has_prefix(word, "spt:") && !str_has_prefix(word, "spts:")) {
			filter_and(rule, FILTER_PERHAPS);
		}
	}
}

/* Where the columns of a listing stand, by its heading. */
struct columns {
	size_t target;
	bool has_interfaces;
};

/* `target prot opt [in out] source destination extras`; the heading told which. */
static void
read_row(struct filter *filter, struct filter_chain *chain, const struct columns *columns, struct str text)
{
	struct filter_rule rule = { .rest = FILTER_ALWAYS };
	struct words words = words_of(text);
	/* Without -j the column is blank, and the words move up: the protocol is then followed by the options' "--". */
	bool has_target = words.count > columns->target + 2 && !str_is(words.list[columns->target + 1], "--") &&
	    !str_is(words.list[columns->target + 1], "-f") && !str_is(words.list[columns->target + 1], "!f");
	size_t protocol = columns->target + has_target, source = protocol + 2 + (columns->has_interfaces ? 2 : 0);

	if (words.count < source + 2 || words.count == WORDS_MAX || text.len >= LIMIT_LINE_BYTES - 4) {
		rule = (struct filter_rule){ .rest = FILTER_PERHAPS, .verdict = FILTER_UNCLEAR };
		vec_push(filter->arena, &chain->rules, rule);
		return;
	}
	if (has_target)
		set_target(filter, &rule, words.list[columns->target]);
	bool is_not = words.list[source].ptr[0] == '!', is_not_protocol = words.list[protocol].ptr[0] == '!';
	filter_and(&rule, filter_protocol((struct str){ words.list[protocol].ptr + is_not_protocol, words.list[protocol].len - is_not_protocol },
	    is_not_protocol));
	filter_and(&rule, filter_source((struct str){ words.list[source].ptr + is_not, words.list[source].len - is_not }, is_not));
	if (filter_source(words.list[source + 1], false) != FILTER_ALWAYS)
		filter_and(&rule, FILTER_PERHAPS);
	if (columns->has_interfaces) {
		bool is_not_in = words.list[protocol + 2].ptr[0] == '!';
		filter_and(&rule, filter_interface((struct str){ words.list[protocol + 2].ptr + is_not_in, words.list[protocol + 2].len - is_not_in },
		    is_not_in));
	}
	size_t extras = source + 2;
	take_extras(filter, &rule, &words, extras);
	bool is_bare = extras == words.count && !rule.has_ports;
	if (!columns->has_interfaces && is_bare && rule.verdict == FILTER_ACCEPT)
		filter_and(&rule, FILTER_PERHAPS);
	vec_push(filter->arena, &chain->rules, rule);
}

static bool
read_listing(const struct file *file, struct filter *filter)
{
	struct filter_chain *chain = NULL;
	struct columns columns = { 0 };
	bool is_heading_next = false, is_there = false;

	for (struct lines lines = lines_of(file->bytes); lines_next(&lines) && lines.line <= LIMIT_LINES;) {
		struct str rest = lines.text, word = str_token(&rest, " ");
		if (str_is(word, "Chain")) {
			struct str name = str_token(&rest, " ");
			chain = chain_of(filter, name, false, file, lines.line);
			chain->is_closed = str_has_prefix(str_trim(rest), "(policy DROP") || str_has_prefix(str_trim(rest), "(policy REJECT");
			is_there |= str_is(name, "INPUT");
			is_heading_next = true;
		} else if (is_heading_next) {
			columns.has_interfaces = str_has(lines.text, " in ") && str_has(lines.text, " out ");
			columns.target = str_is(word, "num") ? 1 : 0;
			columns.target += str_has(lines.text, "pkts") ? 2 : 0;
			is_heading_next = false;
		} else if (chain && str_trim(lines.text).len) {
			read_row(filter, chain, &columns, lines.text);
		}
	}
	return is_there;
}

bool
filter_read_iptables(const struct parse *parse, struct file *file, struct filter *ret)
{
	struct arena *arena = parse->bundle->arena;
	struct filter filter = { .arena = arena, .by_name = MAP_INIT(arena) };

	file->is_used = true;
	if (!(str_has_prefix(file->bytes, "Chain ") ? read_listing(file, &filter) : read_save_file(file, &filter)))
		return false;
	*ret = filter;
	return true;
}
