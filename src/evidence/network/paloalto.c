/* Palo Alto PAN-OS: the configuration as `set` commands or as XML (paloalto_xml.c), and `show system info`.
 *
 * Decision rules: a syslog profile is only a destination; records go there when a match list of the system log names
 * it (logins are in that log), and traffic when a rule names a forwarding profile that does. Management by Panorama
 * can add to what is seen here: where a Panorama is named, what is not set is not known. An expiration is a limit and
 * no promise, as the quota deletes earlier. Services that are not named are left to the default and not known. */
#include "evidence/network/paloalto.h"
#include "tenken/syntax/words.h"

#define PROFILES_MAX 1000 /* services in management profiles that are looked at */

struct paloalto {
	struct network *network;
	struct paths paths;
	bool is_whole;
};

static bool
is_config(const struct transcript_part *part)
{
	return paloalto_is_xml(part->bytes) || network_has_line(part->bytes, "set deviceconfig ") || network_has_line(part->bytes, "set mgt-config ") ||
	       network_has_line(part->bytes, "set shared log-settings ");
}

static bool
is_output(struct str text)
{
	return network_has_line(text, "sw-version: ") && network_has_line(text, "hostname: ");
}

static struct str
name_in(struct str text)
{
	struct str line;

	if (paloalto_is_xml(text))
		return paloalto_xml_name(text);
	while (str_line(&text, &line)) {
		struct words words = words_of(line);
		if (words_begin(&words, "set deviceconfig system hostname *"))
			return words.at[4];
		if (words.count == 2 && words_begin(&words, "hostname: *"))
			return words.at[1];
	}
	return STR("");
}

/* A device of its own: settings of the device and of what it forwards, and no Panorama over it. */
static bool
is_whole(struct str text)
{
	if (paloalto_is_xml(text))
		return paloalto_is_whole_xml(text);
	return network_has_line(text, "set deviceconfig system ") && network_has_line(text, "set network ") &&
	       network_has_line(text, "set mgt-config ") && !str_has(text, "panorama");
}

static struct span
span_of(const struct paloalto *paloalto, const struct path *path)
{
	return file_span(paloalto->network->file, path->line);
}

/* The first index at or behind `from` where the words of `key` stand; 0 when they do not. */
static size_t
find(const struct path *path, const char *key, size_t from)
{
	for (size_t i = from; i < path->total; i++)
		if (str_is(path_word(path, i), key))
			return i;
	return 0;
}

/* The servers of the syslog profiles by the profile's name: set [shared|vsys V] log-settings syslog P server S server
 * A. */
static struct map
syslog_profiles(const struct paloalto *paloalto)
{
	struct map profiles = MAP_INIT(paloalto->network->arena);

	for (size_t i = 0; i < paloalto->paths.list.len; i++) {
		struct path *path = paloalto->paths.list.items[i];
		size_t at = find(path, "log-settings", 0);
		if (!at || path->is_off || !str_is(path_word(path, at + 1), "syslog") ||
		    !str_is(path_word(path, at + 5), "server"))
			continue;
		const char *name = network_text(paloalto->network, path_word(path, at + 2));
		if (name && clock_is_external(path_word(path, at + 6), NULL))
			map_add(&profiles, name, path);
	}
	return profiles;
}

/* set shared log-settings system match-list M send-syslog P; with a filter that is not all, nobody can tell here. */
static void
read_forwarding(const struct paloalto *paloalto)
{
	struct map profiles = syslog_profiles(paloalto);
	struct map filtered = MAP_INIT(paloalto->network->arena);
	const struct path *used = NULL, *defined = NULL, *server = NULL;
	bool is_filtered = true;

	for (size_t i = 0; i < paloalto->paths.list.len; i++) {
		struct path *path = paloalto->paths.list.items[i];
		const char *list = path_begins(path, "shared log-settings system match-list * filter *")
		                       ? network_text(paloalto->network, path_word(path, 4))
		                       : NULL;
		if (list && !str_is(path_word(path, 6), "All Logs"))
			map_add(&filtered, list, path);
		size_t at = find(path, "log-settings", 0);
		if (!defined && at && str_is(path_word(path, at + 1), "syslog") &&
		    str_is(path_word(path, at + 5), "server"))
			server = defined = path;
	}
	for (size_t i = 0; i < paloalto->paths.list.len; i++) {
		const struct path *path = paloalto->paths.list.items[i];
		if (!path_begins(path, "shared log-settings system match-list * send-syslog *"))
			continue;
		const char *profile = network_text(paloalto->network, path_word(path, 6)),
		           *list = network_text(paloalto->network, path_word(path, 4));
		const struct path *to = profile ? map_get(&profiles, profile) : NULL;
		if (!to || !list || (used && !is_filtered))
			continue;
		used = path;
		server = to;
		is_filtered = map_get(&filtered, list) != NULL;
	}
	if (!used && !defined && !paloalto->is_whole)
		return;
	struct network_forward *forward = network_forward(paloalto->network, "syslog",
	    used      ? span_of(paloalto, used)
	    : defined ? span_of(paloalto, defined)
	              : file_span(paloalto->network->file, 0));
	forward->central = used ? (is_filtered ? KNOWN_NOT : KNOWN_YES) : paloalto->is_whole ? KNOWN_NO : KNOWN_NOT;
	forward->target =
	    server ? network_text(paloalto->network, path_word(server, find(server, "log-settings", 0) + 6)) : NULL;
	forward->scope = "auth";
}

/* set deviceconfig setting management quota-settings log-expiration-period traffic 90 */
static void
read_logs(const struct paloalto *paloalto)
{
	for (size_t i = 0; i < paloalto->paths.list.len; i++) {
		const struct path *path = paloalto->paths.list.items[i];
		size_t at = find(path, "log-expiration-period", 0);
		int64_t days;
		if (!at || !path_begins(path, "deviceconfig setting management") ||
		    !str_int(path_word(path, at + 2), &days) || days > 100000)
			continue;
		const char *name = network_text(paloalto->network, path_word(path, at + 1));
		struct network_log *log = network_log(paloalto->network, name ? name : "logs", span_of(paloalto, path));
		log->kind = "size-bound";
		log->max_days = days;
		log->class = str_is(path_word(path, at + 1), "traffic") || str_is(path_word(path, at + 1), "threat")
		                 ? "firewall"
		                 : "system";
	}
	if (paloalto->is_whole) {
		struct network_log *log =
		    network_log(paloalto->network, "system", file_span(paloalto->network->file, 0));
		log->kind = "size-bound";
	}
}

static void
read_clock(const struct paloalto *paloalto)
{
	struct network_clock *clock = &paloalto->network->clock;
	const struct path *servers[2] = { NULL, NULL };
	enum known is_signed[2] = { KNOWN_NOT, KNOWN_NOT };

	for (size_t i = 0; i < paloalto->paths.list.len; i++) {
		const struct path *path = paloalto->paths.list.items[i];
		size_t which = str_is(path_word(path, 3), "secondary-ntp-server");
		if (path_begins(path, "deviceconfig system timezone *"))
			clock->timezone = network_text(paloalto->network, path_word(path, 3));
		if (path_begins(path, "deviceconfig system ntp-servers * ntp-server-address *"))
			servers[which] = path;
		if (path_begins(path, "deviceconfig system ntp-servers * authentication-type *"))
			is_signed[which] = str_is(path_word(path, 5), "none") ? KNOWN_NO : KNOWN_YES;
	}
	for (size_t i = 0; i < 2; i++)
		if (servers[i])
			network_clock_source(paloalto->network, path_word(servers[i], 5), is_signed[i] == KNOWN_YES,
			    span_of(paloalto, servers[i]));
	for (size_t i = 0; i < 2; i++)
		if (servers[i] && is_signed[i] == KNOWN_NOT)
			clock->authenticated = KNOWN_NOT; /* left to the default */
	if (clock->configured == KNOWN_NOT && paloalto->is_whole) {
		clock->configured = KNOWN_NO;
		clock->configured_at = file_span(paloalto->network->file, 0);
	}
	clock->daemon = clock->configured != KNOWN_NOT ? "ntp" : NULL;
}

/* set mgt-config users U permissions role-based superuser yes | superreader yes | custom profile P */
static void
take_role(const struct paloalto *paloalto, struct network_account *account, struct str role)
{
	if (!role.len)
		return;
	account->admin = str_is(role, "superuser")                                     ? KNOWN_YES
	                 : str_is(role, "superreader") || str_is(role, "devicereader") ? KNOWN_NO
	                                                                               : KNOWN_NOT;
	account->admin_by = arena_printf(paloalto->network->arena, "role:%s", network_text(paloalto->network, role));
}

static void
take_hash(struct network_account *account, struct str text)
{
	struct password password = account_password(text);
	bool is_known = password.state == PASSWORD_SET && password.hash_kind && text.len && text.ptr[0] == '$';

	network_secret(account, SECRET_CRYPT, text);
	account->password = is_known ? password : (struct password){ .state = PASSWORD_SET };
	account->has_strength = is_known;
	account->reversible = KNOWN_NO;
	account->enabled = KNOWN_YES;
}

static void
read_accounts(const struct paloalto *paloalto)
{
	struct network *network = paloalto->network;

	const struct path *length = NULL;
	bool is_enabled = false;

	for (size_t i = 0; i < paloalto->paths.list.len; i++) {
		const struct path *path = paloalto->paths.list.items[i];
		is_enabled |= path_begins(path, "mgt-config password-complexity enabled yes");
		length = path_begins(path, "mgt-config password-complexity minimum-length *") ? path : length;
		const char *name =
		    path_begins(path, "mgt-config users *") ? network_text(network, path_word(path, 2)) : NULL;
		if (!name)
			continue;
		struct network_account *account = network_account(network, name, span_of(paloalto, path));
		struct str key = path_word(path, 3);
		if (str_is(key, "phash"))
			take_hash(account, path_word(path, 4));
		else if (str_is(key, "permissions") && str_is(path_word(path, 4), "role-based"))
			take_role(paloalto, account, path_word(path, 5));
		/* A profile, a certificate or a key: what that asks for is told elsewhere. */
		if (str_is(key, "authentication-profile") || str_is(key, "client-certificate-only") ||
		    str_is(key, "public-key"))
			account->mfa = "unknown";
		else if (!account->mfa && paloalto->is_whole)
			account->mfa = "none";
	}
	if (length && is_enabled)
		network_policy(network, "password-complexity", path_word(length, 3), span_of(paloalto, length));
}

/* What limits the management interface, or those with a profile; named addresses that are all addresses limit
 * nothing. */
static enum known
permitted(const struct paloalto *paloalto, const char *pattern)
{
	size_t at = words_of(str_of(pattern)).count;
	bool is_open = false, is_named = false;

	for (size_t i = 0; i < paloalto->paths.list.len; i++) {
		const struct path *path = paloalto->paths.list.items[i];
		if (!path_begins(path, pattern) || path->total <= at)
			continue;
		is_named = true;
		is_open |= str_is(path_word(path, at), "0.0.0.0/0") || str_is(path_word(path, at), "::/0");
	}
	if (is_named)
		return is_open ? KNOWN_NO : KNOWN_YES;
	return paloalto->is_whole ? KNOWN_NO : KNOWN_NOT;
}

/* set deviceconfig system service disable-telnet no; what is not told is left to the default. */
static void
read_services(const struct paloalto *paloalto, enum known restricted)
{
	static const char *const services[] = { "telnet", "http", "https", "ssh" };

	for (size_t s = 0; s < sizeof services / sizeof *services; s++) {
		const char *pattern =
		    arena_printf(paloalto->network->arena, "deviceconfig system service disable-%s *", services[s]);
		const struct path *found = NULL;
		for (size_t i = 0; i < paloalto->paths.list.len; i++)
			if (path_begins(paloalto->paths.list.items[i], pattern))
				found = paloalto->paths.list.items[i];
		if (!found && !paloalto->is_whole)
			continue;
		struct network_access *access = network_access(paloalto->network, services[s], services[s],
		    found ? span_of(paloalto, found) : file_span(paloalto->network->file, 0));
		struct str value = found ? path_word(found, 4) : STR("");
		access->enabled = network_switch(value, "no", "yes");
		access->restricted = restricted;
	}
}

/* set network profiles interface-management-profile P ssh yes: for the interfaces that traffic passes. */
static void
read_profiles(const struct paloalto *paloalto)
{
	static const char *const services[] = { "telnet", "http", "https", "ssh" };
	struct network *network = paloalto->network;
	size_t count = 0;

	for (size_t i = 0; i < paloalto->paths.list.len && count < PROFILES_MAX; i++) {
		const struct path *path = paloalto->paths.list.items[i];
		const char *profile = path_begins(path, "network profiles interface-management-profile * * yes")
		                          ? network_text(network, path_word(path, 3))
		                          : NULL;
		for (size_t s = 0; profile && s < sizeof services / sizeof *services; s++) {
			if (!str_is(path_word(path, 4), services[s]))
				continue;
			const char *name = arena_printf(network->arena, "%s (profile %s)", services[s], profile);
			const char *hosts = arena_printf(network->arena,
			    "network profiles interface-management-profile \"%s\" permitted-ip", profile);
			struct network_access *access =
			    network_access(network, name, services[s], span_of(paloalto, path));
			access->enabled = KNOWN_YES;
			access->restricted = permitted(paloalto, hosts);
			count++;
		}
	}
}

static void
read_access(const struct paloalto *paloalto)
{
	enum known restricted = permitted(paloalto, "deviceconfig system permitted-ip");

	for (size_t i = 0; i < paloalto->paths.list.len; i++) {
		const struct path *path = paloalto->paths.list.items[i];
		if (!path_begins(
		        path, "deviceconfig system snmp-setting access-setting version v2c snmp-community-string *"))
			continue;
		const char *name = arena_printf(paloalto->network->arena, "snmp community (line %u)", path->line);
		struct network_access *access =
		    network_access(paloalto->network, name, "snmp", span_of(paloalto, path));
		access->encrypted = KNOWN_NO;
		access->well_known = network_community(path_word(path, 7));
		access->restricted = restricted;
	}
	read_services(paloalto, restricted);
	read_profiles(paloalto);
}

static void
read_config(struct network *network, const struct transcript_part *part)
{
	struct paloalto paloalto = { .network = network };

	if (paloalto_is_xml(part->bytes))
		paloalto_read_xml(network, part, &paloalto.paths);
	else
		paths_read(network->parse->run, network->arena, network->file->path, part->bytes, part->line, PATHS_SET,
		    &paloalto.paths);
	paloalto.is_whole = paloalto.paths.is_whole && !network->is_damaged && is_whole(part->bytes);
	network->is_whole |= paloalto.is_whole;
	network->is_damaged |= paloalto.paths.is_damaged;
	network_os(network, "pan-os", STR(""), file_span(network->file, 0));
	read_logs(&paloalto);
	read_forwarding(&paloalto);
	read_clock(&paloalto);
	read_accounts(&paloalto);
	read_access(&paloalto);
}

/* show system info: `sw-version: 7.0.1`, `model: PA-VM`. */
static void
read_output(struct network *network, struct str text, unsigned before)
{
	struct str line;

	for (unsigned number = before + 1; str_line(&text, &line); number++) {
		struct words words = words_of(line);
		if (words_begin(&words, "sw-version: *"))
			network_os(network, "pan-os", words.at[1], file_span(network->file, number));
		else if (words_begin(&words, "model: *") && !network->title)
			network->title = network_text(network, words.at[1]);
	}
}

const struct network_vendor network_paloalto = {
	.is_config = is_config,
	.is_whole = is_whole,
	.is_output = is_output,
	.name_in = name_in,
	.read_config = read_config,
	.read_output = read_output,
};
