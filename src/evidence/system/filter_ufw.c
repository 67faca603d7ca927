/* ufw status verbose (ufw(8)): defaults, and its rules in the order they count, of one family. */
#include "evidence/system/filter.h"

#include "tenken/base/limits.h"
#include "tenken/syntax/lines.h"

/* Cuts the columns: two blanks part them. */
static struct str
cut_column(struct str *rest)
{
	struct str text = str_trim(*rest);
	const char *gap = text.len ? memmem(text.ptr, text.len, "  ", 2) : NULL;
	size_t len = gap ? (size_t)(gap - text.ptr) : text.len;

	*rest = (struct str){ text.ptr + len, text.len - len };
	return (struct str){ text.ptr, len };
}

/* Profiles that distributions ship, by their ports; others may open anything. */
static const char *
profile_ports(struct str name)
{
	static const struct {
		const char *name, *ports;
	} known[] = { { "OpenSSH", "22" }, { "SSH", "22" }, { "Apache Full", "80,443" }, { "Apache", "80" }, { "Apache Secure", "443" },
		{ "Nginx Full", "80,443" }, { "Nginx HTTP", "80" }, { "Nginx HTTPS", "443" }, { "WWW Full", "80,443" }, { "WWW", "80" },
		{ "WWW Secure", "443" }, { "Samba", "139,445" } };

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (str_is(name, known[i].name))
			return known[i].ports;
	return NULL;
}

/* `22`, `22/tcp`, `80,443/tcp`, `Anywhere`, `OpenSSH`, `192.0.2.1 22/tcp`, each with ` on eth0`. */
static void
take_to(struct arena *arena, struct filter_rule *rule, struct str to)
{
	const char *on = to.len ? memmem(to.ptr, to.len, " on ", 4) : NULL;

	if (on) {
		filter_and(rule, filter_interface(str_trim((struct str){ on + 4, to.len - (size_t)(on + 4 - to.ptr) }), false));
		to.len = (size_t)(on - to.ptr);
	}
	to = str_trim(to);
	if (str_is(to, "Anywhere"))
		return;
	const char *profile = profile_ports(to), *slash = to.len ? memchr(to.ptr, '/', to.len) : NULL;
	if (profile) {
		filter_add_ports(arena, rule, str_of(profile));
		return;
	}
	struct str ports = { to.ptr, slash ? (size_t)(slash - to.ptr) : to.len };
	if (slash)
		filter_and(rule, filter_protocol((struct str){ slash + 1, to.len - ports.len - 1 }, false));
	/* An address of the host, or a profile that is not known. */
	if (!filter_add_ports(arena, rule, ports))
		filter_and(rule, FILTER_PERHAPS);
}

/* Cuts ` (v6)` out; whether it was there. */
static bool
cut_v6(struct arena *arena, struct str *text)
{
	const char *mark = text->len ? memmem(text->ptr, text->len, "(v6)", 4) : NULL;

	if (!mark)
		return false;
	int before = (int)(mark - text->ptr), after = (int)(text->len - (size_t)before - 4);
	*text = str_trim(str_of(arena_printf(arena, "%.*s%.*s", before, text->ptr, after, mark + 4)));
	return true;
}

static void
read_row(struct filter *filter, struct filter_chain *chain, bool is_ipv6, struct str line)
{
	const char *comment = line.len ? memchr(line.ptr, '#', line.len) : NULL;
	struct filter_rule rule = { .rest = FILTER_ALWAYS };
	struct str rest = { line.ptr, comment ? (size_t)(comment - line.ptr) : line.len };
	const char *number = rest.len && rest.ptr[0] == '[' ? memchr(rest.ptr, ']', rest.len) : NULL;

	if (number)   /* of `status numbered` */
		rest = (struct str){ number + 1, rest.len - (size_t)(number + 1 - rest.ptr) };
	struct str to = cut_column(&rest), action = cut_column(&rest), from = cut_column(&rest);

	if (!from.len) {   /* a long first column leaves one blank only */
		static const char *const actions[] = { " ALLOW", " DENY", " REJECT", " LIMIT" };
		for (size_t i = 0; i < sizeof actions / sizeof *actions; i++) {
			const char *at = memmem(to.ptr, to.len, actions[i], strlen(actions[i]));
			if (!at)
				continue;
			from = action;
			action = (struct str){ at + 1, to.len - (size_t)(at + 1 - to.ptr) };
			to.len = (size_t)(at - to.ptr);
		}
	}
	bool is_v6_row = cut_v6(filter->arena, &to);
	is_v6_row |= cut_v6(filter->arena, &from);
	bool is_v6_address = memchr(from.ptr ? from.ptr : "", ':', from.len) != NULL;
	if (str_has_suffix(action, " OUT") || str_has_suffix(action, " FWD") || (is_v6_row || is_v6_address) != is_ipv6)
		return;
	rule.verdict = str_has_prefix(action, "ALLOW") || str_has_prefix(action, "LIMIT") ? FILTER_ACCEPT
	    : str_has_prefix(action, "DENY") || str_has_prefix(action, "REJECT") ? FILTER_DROP : FILTER_UNCLEAR;
	take_to(filter->arena, &rule, to);
	/* A port behind the address is the sender's, who chooses it. */
	filter_and(&rule, filter_source(str_token(&from, " "), false));
	if (str_has(from, "on "))
		filter_and(&rule, FILTER_PERHAPS);
	vec_push(filter->arena, &chain->rules, rule);
}

bool
filter_read_ufw(const struct parse *parse, struct file *file, bool is_ipv6, struct filter *ret, bool *ret_is_active)
{
	struct arena *arena = parse->bundle->arena;
	struct filter filter = { .arena = arena, .by_name = MAP_INIT(arena) };
	struct filter_chain *chain = filter_chain_of(&filter, "input");
	bool is_active = false, has_default = false, is_table = false;

	file->is_used = true;
	chain->is_input = true;
	for (struct lines lines = lines_of(file->bytes); lines_next(&lines) && lines.line <= LIMIT_LINES;) {
		struct str line = str_trim(lines.text);
		if (str_is(line, "Status: inactive")) {
			filter.at = file_span(file, lines.line);
			*ret_is_active = false;
			*ret = filter;
			return true;
		}
		is_active |= str_is(line, "Status: active");
		if (str_has_prefix(line, "Default: ")) {
			has_default = str_has(line, "(incoming)");
			chain->is_closed = str_has_prefix(line, "Default: deny (incoming)") || str_has_prefix(line, "Default: reject (incoming)");
			filter.at = file_span(file, lines.line);
		} else if (is_table && lines.is_cut) {
			struct filter_rule unclear = { .rest = FILTER_PERHAPS, .verdict = FILTER_UNCLEAR };
			vec_push(arena, &chain->rules, unclear);
		} else if (is_table && line.len) {
			read_row(&filter, chain, is_ipv6, line);
		}
		is_table |= str_has_prefix(line, "--  ");
	}
	/* Without `verbose` the default is not told. */
	if (!is_active || !has_default)
		return false;
	*ret_is_active = true;
	*ret = filter;
	return true;
}
