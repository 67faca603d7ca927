/* How the device is managed: virtual terminals and what they accept, web servers, SNMP; and from where.
 *
 * Decision rules: what a configuration does not say of telnet or of the web server depends on product and release,
 * and is not known. Without an access list a service is open to whoever reaches the device; a list that permits any
 * is none. The name of a community is looked at and not kept. */
#include "evidence/network/cisco.h"

static const char *
copy(const struct cisco *cisco, struct str text)
{
	return arena_strndup(cisco->network->arena, text.ptr, text.len);
}

/* The lists of a service, one for each family of addresses. */
struct lists {
	struct str ipv4, ipv6;
};

static bool
has_ipv6(const struct cisco *cisco)
{
	for (size_t i = 0; i < cisco->blocks.list.len; i++)
		if (str_has_prefix(cisco->blocks.list.items[i].text, "ipv6 address ") ||
		    str_is(cisco->blocks.list.items[i].text, "ipv6 enable"))
			return true;
	return false;
}

/* Without a list: open, when the configuration is whole. Where the device speaks IPv6, a list for IPv4 alone does
 * not tell. */
static enum known
restricted_by(const struct cisco *cisco, struct lists lists)
{
	enum known unlisted = cisco->is_whole ? KNOWN_NO : KNOWN_NOT;
	enum known ipv4 = lists.ipv4.len ? cisco_acl_restricts(cisco, lists.ipv4) : unlisted;
	enum known ipv6 = cisco->has_ipv6 ? KNOWN_NOT : KNOWN_YES;

	if (lists.ipv6.len)
		ipv6 = cisco_acl_restricts(cisco, lists.ipv6);
	if (ipv4 == KNOWN_NO || ipv6 == KNOWN_NO)
		return KNOWN_NO;
	return ipv4 == KNOWN_YES && ipv6 == KNOWN_YES ? KNOWN_YES : KNOWN_NOT;
}

static void
add_line(const struct cisco *cisco, const struct block_line *line, const char *service, enum known enabled,
    struct lists lists)
{
	const char *name = arena_printf(cisco->network->arena, "%s (%s)", service, copy(cisco, line->text));
	struct network_access *access = network_access(cisco->network, name, service, cisco_span(cisco, line));

	access->enabled = enabled;
	access->restricted = restricted_by(cisco, lists);
}

/* line vty 0 4: transport input says which services; without it the release decides. Before `none` and single names
 * `all` is both of those that matter. */
static void
read_vty(const struct cisco *cisco, size_t index, const struct block_line *line)
{
	const struct block_line *child;
	struct lists lists = { .ipv4 = STR(""), .ipv6 = STR("") };
	enum known telnet = KNOWN_NOT, ssh = KNOWN_NOT;

	for (size_t in = 0; (child = blocks_next(&cisco->blocks, index, &in));) {
		struct words words = words_of(child->text);
		if (words_begin(&words, "access-class *") && words_has(&words, "in", 2))
			lists.ipv4 = words.at[1];
		else if (words_begin(&words, "ipv6 access-class *") && words_has(&words, "in", 3))
			lists.ipv6 = words.at[2];
		if (!words_begin(&words, "transport input *"))
			continue;
		bool is_all = words_has(&words, "all", 2);
		telnet = is_all || words_has(&words, "telnet", 2) ? KNOWN_YES : KNOWN_NO;
		ssh = is_all || words_has(&words, "ssh", 2) ? KNOWN_YES : KNOWN_NO;
	}
	/* Arista and NX-OS have services of their own for it. */
	if (cisco->kind == CISCO_NXOS || cisco->kind == CISCO_EOS)
		return;
	add_line(cisco, line, "telnet", telnet, lists);
	add_line(cisco, line, "ssh", ssh, lists);
}

/* ip http server, ip http secure-server, ip http access-class [ipv4|ipv6] LIST */
struct web {
	enum known http, https;
	const struct block_line *http_line, *https_line;
	struct lists lists;
};

static void
take_web(struct web *web, const struct block_line *line, const struct words *words)
{
	bool is_no = str_is(words->at[0], "no");
	size_t at = is_no ? 1 : 0;

	if (!str_is(words->at[at], "ip") || !str_is(words->at[at + 1], "http"))
		return;
	if (str_is(words->at[at + 2], "server")) {
		web->http = is_no ? KNOWN_NO : KNOWN_YES;
		web->http_line = line;
	} else if (str_is(words->at[at + 2], "secure-server")) {
		web->https = is_no ? KNOWN_NO : KNOWN_YES;
		web->https_line = line;
	} else if (str_is(words->at[at + 2], "access-class")) {
		if (str_is(words->at[at + 3], "ipv6"))
			web->lists.ipv6 = words->at[at + 4];
		else
			web->lists.ipv4 = words->at[at + (str_is(words->at[at + 3], "ipv4") ? 4 : 3)];
	}
}

static void
add_web(const struct cisco *cisco, const char *service, enum known enabled, const struct block_line *line,
    struct lists lists)
{
	if (!line && !(cisco->kind == CISCO_IOS && cisco->is_whole))
		return;
	struct span at = line ? cisco_span(cisco, line) : file_span(cisco->network->file, 0);
	struct network_access *access = network_access(cisco->network, service, service, at);
	access->enabled = enabled;
	access->restricted = restricted_by(cisco, lists);
}

/* snmp-server community NAME [view V] [ro|rw] [ipv6 LIST] [LIST]; NX-OS: group G, use-ipv4acl LIST on a line of their
 * own. */
static void
take_community(const struct cisco *cisco, struct map *seen, const struct block_line *line, const struct words *words)
{
	const char *key = copy(cisco, words->at[2]);
	size_t *index = map_get(seen, key);
	struct str last = words->at[words->count - 1], list = words_after(words, "use-ipv4acl", 3),
	           list6 = words_after(words, "use-ipv6acl", 3);

	list = list.len ? list : words_after(words, "use-acl", 3);
	list6 = list6.len ? list6 : words_after(words, "ipv6", 3);
	if (!index) {
		index = arena_alloc(cisco->network->arena, sizeof *index);
		*index = cisco->network->accesses.len;
		map_set(seen, key, index);
		/* The name is a secret: the number of the line stands for it. */
		const char *name = arena_printf(cisco->network->arena, "snmp community (line %u)", line->line);
		struct network_access *access = network_access(cisco->network, name, "snmp", cisco_span(cisco, line));
		access->enabled = KNOWN_YES;
		access->encrypted = KNOWN_NO;
		access->well_known = network_community(words->at[2]);
		access->restricted = cisco->is_whole ? KNOWN_NO : KNOWN_NOT;
	}
	struct network_access *access = &cisco->network->accesses.items[*index];
	bool is_rw = words_has(words, "RW", 3) || words_has(words, "rw", 3) || words_has(words, "network-admin", 3);
	bool is_ro = words_has(words, "RO", 3) || words_has(words, "ro", 3) || words_has(words, "network-operator", 3);
	if (is_rw || is_ro)
		access->writable = is_rw ? KNOWN_YES : KNOWN_NO;
	bool is_word = str_is(last, "RO") || str_is(last, "RW") || str_is(last, "ro") || str_is(last, "rw");
	if (!list.len && words->count > 4 && !is_word && (is_ro || is_rw) && !words_has(words, "group", 3))
		list = last;
	if (list.len)
		access->restricted = restricted_by(cisco, (struct lists){ .ipv4 = list, .ipv6 = list6 });
}

/* snmp-server group G v3 noauth|auth|priv ... [access LIST] */
static void
take_group(const struct cisco *cisco, const struct block_line *line, const struct words *words)
{
	const char *name = arena_printf(cisco->network->arena, "snmp group %s", copy(cisco, words->at[2]));
	struct network_access *access = network_access(cisco->network, name, "snmp", cisco_span(cisco, line));

	access->enabled = KNOWN_YES;
	access->encrypted = str_is(words->at[4], "priv") ? KNOWN_YES : KNOWN_NO;
	access->well_known = KNOWN_NO;
	access->writable = words_has(words, "write", 5) ? KNOWN_YES : KNOWN_NO;
	struct str list = words_after(words, "access", 5);
	access->restricted = restricted_by(cisco,
	    (struct lists){ .ipv4 = str_is(list, "ipv6") ? STR("") : list, .ipv6 = words_after(words, "ipv6", 5) });
}

/* ASA: `telnet 10.0.0.0 255.0.0.0 inside`, `ssh ...`, `http ...`: an address, a mask, an interface; the last is
 * HTTPS. */
static void
take_asa(const struct cisco *cisco, const struct block_line *line, const struct words *words)
{
	bool is_http = str_is(words->at[0], "http");
	bool is_address = words->at[1].len &&
	                  ((words->at[1].ptr[0] >= '0' && words->at[1].ptr[0] <= '9') || str_has(words->at[1], ":"));

	if (words->count < 3 || !is_address ||
	    (!is_http && !str_is(words->at[0], "telnet") && !str_is(words->at[0], "ssh")))
		return;
	const char *service = is_http ? "https" : str_is(words->at[0], "ssh") ? "ssh" : "telnet";
	const char *name =
	    arena_printf(cisco->network->arena, "%s (%s)", service, copy(cisco, words->at[words->count - 1]));
	struct network_access *access = network_access(cisco->network, name, service, cisco_span(cisco, line));
	access->enabled = KNOWN_YES;
	bool is_any = str_is(words->at[1], "0.0.0.0") || str_is(words->at[1], "::/0") || str_is(words->at[1], "0");
	access->restricted = is_any ? KNOWN_NO : KNOWN_YES;
}

/* ASA: `snmp-server host inside 192.0.2.60 community X version 2c`: only the hosts that are named may ask, and only
 * read. */
static void
take_asa_snmp(const struct cisco *cisco, const struct block_line *line, const struct words *words)
{
	if (!words_begin(words, "snmp-server host * *"))
		return;
	struct str version = words_after(words, "version", 4), community = words_after(words, "community", 4);
	const char *name = arena_printf(cisco->network->arena, "snmp host %s", copy(cisco, words->at[3]));
	struct network_access *access = network_access(cisco->network, name, "snmp", cisco_span(cisco, line));
	access->enabled = KNOWN_YES;
	access->encrypted = str_is(version, "3") ? KNOWN_NOT : KNOWN_NO;
	access->well_known = str_is(version, "3") ? KNOWN_NO : network_community(community);
	access->writable = KNOWN_NO;
	access->restricted = KNOWN_YES;
}

/* Services that are switched on by name: NX-OS features, Arista's and IOS-XR's servers. */
static void
take_feature(const struct cisco *cisco, size_t index, const struct block_line *line)
{
	static const struct {
		const char *words, *service;
		bool is_block; /* on by `no shutdown` under it */
	} features[] = {
		{ "feature telnet", "telnet", false },
		{ "no feature ssh", "ssh", false },
		{ "management telnet", "telnet", true },
		{ "telnet vrf default ipv4 server", "telnet", false },
		{ "ssh server v2", "ssh", false },
		{ "management ssh", "ssh", true },
	};
	struct words words = words_of(line->text);
	const struct block_line *child;
	bool is_on = false;

	for (size_t i = 0; i < sizeof features / sizeof *features; i++) {
		if (!words_begin(&words, features[i].words))
			continue;
		for (size_t in = 0; (child = blocks_next(&cisco->blocks, index, &in));)
			is_on |= words_is(child->text, "no shutdown");
		struct network_access *access =
		    network_access(cisco->network, features[i].service, features[i].service, cisco_span(cisco, line));
		if (str_is(words.at[0], "no"))
			access->enabled = KNOWN_NO;
		else if (!features[i].is_block || is_on)
			access->enabled = KNOWN_YES;
	}
}

/* NX-OS and Arista serve SSH of their own accord; what they do not say of it is not known. */
static void
add_default_ssh(const struct cisco *cisco)
{
	if (!cisco->is_whole || (cisco->kind != CISCO_NXOS && cisco->kind != CISCO_EOS))
		return;
	for (size_t i = 0; i < cisco->network->accesses.len; i++)
		if (strcmp(cisco->network->accesses.items[i].service, "ssh") == 0)
			return;
	network_access(cisco->network, "ssh", "ssh", file_span(cisco->network->file, 0));
}

void
cisco_read_access(struct cisco *cisco)
{
	struct map communities = MAP_INIT(cisco->network->arena);
	struct web web = { .http = KNOWN_NOT };
	const struct block_line *line;

	cisco->has_ipv6 = has_ipv6(cisco);
	for (size_t at = 0; (line = blocks_next(&cisco->blocks, BLOCKS_TOP, &at));) {
		struct words words = words_of(line->text);
		if (words_begin(&words, "line vty"))
			read_vty(cisco, at - 1, line);
		else if (words_begin(&words, "snmp-server community *") && cisco->kind != CISCO_ASA)
			take_community(cisco, &communities, line, &words);
		else if (words_begin(&words, "snmp-server group * v3 *"))
			take_group(cisco, line, &words);
		else if (cisco->kind == CISCO_ASA && str_is(words.at[0], "snmp-server"))
			take_asa_snmp(cisco, line, &words);
		else if (cisco->kind == CISCO_ASA)
			take_asa(cisco, line, &words);
		else
			take_feature(cisco, at - 1, line);
		take_web(&web, line, &words);
	}
	if (cisco->kind == CISCO_ASA)
		return;
	add_default_ssh(cisco);
	add_web(cisco, "http", web.http, web.http_line, web.lists);
	add_web(cisco, "https", web.https, web.https_line, web.lists);
}
