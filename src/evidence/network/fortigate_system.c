/* FortiGate's clock, administrators and the ways to manage it.
 *
 * Decision rules: ntpsync must be told to be enabled, as its default differs by release; with type custom at least
 * one server must be named. The profile super_admin is an administrator's; one of the file that only reads is none;
 * of the others nobody can tell. Without two-factor a local administrator has none; where a server, a certificate or
 * a key decides, it is not known. An interface is restricted when every administrator has trusted hosts: one without
 * them opens it to all. HTTP redirects to HTTPS unless told otherwise, so by itself it is not known to be in the
 * clear. SNMP only reads. */
#include "evidence/network/fortigate.h"

#include "tenken/syntax/words.h"

/* Each server is a block of its own: its name, and whether it must prove itself. */
static void
add_servers(const struct fortigate *fortigate)
{
	const struct path *block = NULL, *server = NULL;
	bool is_authenticated = false;

	for (size_t i = 0; i <= fortigate->paths.list.len; i++) {
		const struct path *path = i < fortigate->paths.list.len ? fortigate->paths.list.items[i] : NULL;
		const struct path *now = path && path_begins(path, "system ntp ntpserver * *") ? path->parent : NULL;
		if (now != block && server)
			network_clock_source(fortigate->network, path_word(server, 5), is_authenticated,
			    fortigate_span(fortigate, server));
		if (now != block) {
			block = now;
			server = NULL;
			is_authenticated = false;
		}
		if (now && str_is(path_word(path, 4), "server"))
			server = path;
		else if (now && str_is(path_word(path, 4), "authentication"))
			is_authenticated = str_is(path_word(path, 5), "enable");
	}
}

void
fortigate_read_clock(const struct fortigate *fortigate)
{
	struct network_clock *clock = &fortigate->network->clock;
	const struct path *sync = fortigate_find(fortigate, "system ntp ntpsync");
	struct str type = fortigate_value(fortigate, "system ntp type");

	struct str zone = fortigate_value(fortigate, "system global timezone");
	int64_t number;

	if (!str_int(zone, &number)) /* older releases write a number of their own list */
		clock->timezone = network_text(fortigate->network, zone);
	if (!sync)
		return;
	clock->daemon = "ntp";
	clock->configured_at = fortigate_span(fortigate, sync);
	if (str_is(path_word(sync, 3), "disable")) {
		clock->configured = KNOWN_NO;
	} else if (str_is(type, "fortiguard")) {
		clock->configured = KNOWN_YES;
		clock->sources = -1;
	} else if (str_is(type, "custom")) {
		add_servers(fortigate);
		if (clock->configured == KNOWN_NOT && fortigate->is_whole)
			clock->configured = KNOWN_NO;
	}
}

/* The profiles of the file by name: what is there lets one write, what is not there only reads. */
static struct map
writing_profiles(const struct fortigate *fortigate, struct map *ret_defined)
{
	struct map writing = MAP_INIT(fortigate->network->arena);

	for (size_t i = 0; i < fortigate->paths.list.len; i++) {
		struct path *path = fortigate->paths.list.items[i];
		const char *name = path_begins(path, "system accprofile *")
		                       ? network_text(fortigate->network, path_word(path, 2))
		                       : NULL;
		if (!name)
			continue;
		map_add(ret_defined, name, path);
		for (size_t w = 3; w < path->total; w++)
			if (str_is(path_word(path, w), "read-write") || str_is(path_word(path, w), "custom") ||
			    str_is(path_word(path, w), "enable"))
				map_add(&writing, name, path);
	}
	return writing;
}

/* What a profile lets one do: KNOWN_YES everything, KNOWN_NO nothing but reading. */
static enum known
rights_of(const char *profile, const struct map *defined, const struct map *writing)
{
	if (strcmp(profile, "super_admin") == 0)
		return KNOWN_YES;
	if (strcmp(profile, "super_admin_readonly") == 0)
		return KNOWN_NO;
	return map_get(defined, profile) && !map_get(writing, profile) ? KNOWN_NO : KNOWN_NOT;
}

/* ENC and a text, or the password itself, as somebody wrote it who is to load the file. */
static void
take_password(struct network_account *account, struct str value, struct str behind)
{
	bool is_encrypted = str_is(value, "ENC");
	struct str text = is_encrypted ? behind : STR("");

	network_secret(account, is_encrypted ? SECRET_FORTIGATE : SECRET_PLAIN, is_encrypted ? behind : value);
	account->password = (struct password){ .state = PASSWORD_SET };
	account->reversible = KNOWN_NO;
	if (str_has_prefix(text, "SH2")) {
		/* Salted SHA-256, once: whether that is weak is for the reader. */
		account->password.hash_kind = "fortios-sh2";
	} else if (str_has_prefix(text, "AK1")) {
		account->password.hash_kind = "fortios-ak1"; /* salted SHA-1 */
		account->password.is_weak = true;
		account->has_strength = true;
	} else if (!is_encrypted && account->secret.len) {
		account->password.hash_kind = "clear";
		account->password.is_weak = true;
		account->has_strength = true;
		account->reversible = KNOWN_YES;
	}
}

/* One setting of one administrator. */
static void
take_admin(const struct fortigate *fortigate, struct network_account *account, const struct path *path,
    const char **profile, bool *has_other_means)
{
	struct str key = path_word(path, 3), value = path_word(path, 4);

	if (str_is(key, "accprofile")) {
		*profile = network_text(fortigate->network, value);
	} else if (str_is(key, "password")) {
		take_password(account, value, path_word(path, 5));
	} else if (str_is(key, "two-factor")) {
		account->mfa = str_is(value, "disable") ? "none" : "enforced";
	} else if (str_has_prefix(key, "ssh-public-key") || str_is(key, "ssh-certificate") ||
	           ((str_is(key, "remote-auth") || str_is(key, "wildcard") || str_is(key, "peer-auth")) &&
	               str_is(value, "enable"))) {
		*has_other_means = true;
	}
}

static void
close_admin(const struct fortigate *fortigate, struct network_account *account, bool has_other_means)
{
	if (!account)
		return;
	account->enabled = KNOWN_YES;
	if (has_other_means)
		account->mfa = "unknown";
	else if (!account->mfa)
		account->mfa = fortigate->is_whole ? "none" : "unknown";
}

void
fortigate_read_accounts(const struct fortigate *fortigate)
{
	struct network *network = fortigate->network;
	struct map defined = MAP_INIT(network->arena), writing = writing_profiles(fortigate, &defined);
	struct network_account *account = NULL;
	bool has_other_means = false;

	for (size_t i = 0; i < fortigate->paths.list.len; i++) {
		const struct path *path = fortigate->paths.list.items[i];
		const char *profile = NULL;
		if (!path_begins(path, "system admin *"))
			continue;
		/* The block itself comes before its settings. */
		if (path->total == 3 && path->count == 1) {
			close_admin(fortigate, account, has_other_means);
			has_other_means = false;
			const char *name = network_text(network, path->words[0]);
			account = name ? network_account(network, name, fortigate_span(fortigate, path)) : NULL;
		} else if (account && path->total > 4 && path->parent && path->parent->total == 3) {
			take_admin(fortigate, account, path, &profile, &has_other_means);
		}
		if (account && profile) {
			account->admin = rights_of(profile, &defined, &writing);
			account->admin_by = arena_printf(network->arena, "profile:%s", profile);
		}
	}
	close_admin(fortigate, account, has_other_means);
	const struct path *length = fortigate_find(fortigate, "system password-policy minimum-length");
	struct str scope = fortigate_value(fortigate, "system password-policy apply-to");
	/* It may be told to look at the keys of VPNs only. */
	bool is_for_admins = scope.len == 0 || str_is(scope, "admin-password");
	if (length && is_for_admins && str_is(fortigate_value(fortigate, "system password-policy status"), "enable"))
		network_policy(network, "password-policy", path_word(length, 3), fortigate_span(fortigate, length));
	const struct path *saml = fortigate_find(fortigate, "system saml status");
	if (saml && str_is(path_word(saml, 3), "enable"))
		network_account(network, "users of the SAML server", fortigate_span(fortigate, saml));
}

/* Whether trusted hosts keep everybody else out. */
static enum known
has_trusted_hosts(const struct fortigate *fortigate)
{
	const struct path *admin = NULL;
	bool is_trusted = true, is_open = false, is_any = false;

	for (size_t i = 0; i < fortigate->paths.list.len; i++) {
		const struct path *path = fortigate->paths.list.items[i];
		if (path_begins(path, "firewall local-in-policy *") || path_begins(path, "firewall local-in-policy6 *"))
			return KNOWN_NOT;
		if (!path_begins(path, "system admin *"))
			continue;
		if (path->total == 3) {
			is_open |= admin && !is_trusted;
			admin = path;
			is_any = true;
			is_trusted = false;
		} else if ((str_has_prefix(path_word(path, 3), "trusthost") ||
		               str_has_prefix(path_word(path, 3), "ip6-trusthost"))) {
			is_open |= str_is(path_word(path, 4), "0.0.0.0") || str_is(path_word(path, 4), "0.0.0.0/0") ||
			           str_is(path_word(path, 4), "::/0");
			is_trusted = true;
		}
	}
	is_open |= admin && !is_trusted;
	if (is_open)
		return fortigate->is_whole ? KNOWN_NO : KNOWN_NOT;
	return is_any && fortigate->is_whole ? KNOWN_YES : KNOWN_NOT;
}

static void
add_access(
    const struct fortigate *fortigate, const struct path *path, size_t from, enum known restricted, struct str redirect)
{
	static const char *const services[] = { "telnet", "http", "https", "ssh" };

	for (size_t w = from; w < path->total; w++)
		for (size_t i = 0; i < sizeof services / sizeof *services; i++) {
			if (!str_is(path_word(path, w), services[i]))
				continue;
			const char *interface = network_text(fortigate->network, path_word(path, 2));
			const char *name = arena_printf(fortigate->network->arena, "%s (%s%s)", services[i],
			    interface ? interface : "", from > 4 ? ", IPv6" : "");
			struct network_access *access =
			    network_access(fortigate->network, name, services[i], fortigate_span(fortigate, path));
			access->enabled = KNOWN_YES;
			access->restricted = restricted;
			if (strcmp(services[i], "http") == 0)
				access->encrypted = network_switch(redirect, "enable", "disable");
		}
}

/* One SNMP community: the block, then its settings. */
static void
take_community(struct network_access *access, const struct path *path)
{
	struct str key = path_word(path, 4), host = path_word(path, 7);

	if (str_is(key, "name")) {
		access->well_known = network_community(path_word(path, 5));
	} else if (str_is(key, "status") && str_is(path_word(path, 5), "disable")) {
		access->enabled = KNOWN_NO;
	} else if (str_is(key, "hosts") && str_is(path_word(path, 6), "ip") && path->total > 7) {
		bool is_any = str_is(host, "0.0.0.0") || str_is(host, "0.0.0.0/0");
		access->restricted = is_any || access->restricted == KNOWN_NO ? KNOWN_NO : KNOWN_YES;
	}
}

static void
read_snmp(const struct fortigate *fortigate)
{
	struct network *network = fortigate->network;
	struct str status = fortigate_value(fortigate, "system snmp sysinfo status");
	size_t first = network->accesses.len;

	for (size_t i = 0; i < fortigate->paths.list.len; i++) {
		const struct path *path = fortigate->paths.list.items[i];
		if (!path_begins(path, "system snmp community *"))
			continue;
		if (path->total == 4) {
			const char *name = arena_printf(network->arena, "snmp community (line %u)", path->line);
			struct network_access *access =
			    network_access(network, name, "snmp", fortigate_span(fortigate, path));
			access->enabled = network_switch(status, "enable", "disable");
			access->encrypted = KNOWN_NO;
			access->writable = KNOWN_NO;
		} else if (network->accesses.len > first) {
			take_community(&network->accesses.items[network->accesses.len - 1], path);
		}
	}
	for (size_t i = first; i < network->accesses.len && fortigate->is_whole; i++)
		if (network->accesses.items[i].restricted == KNOWN_NOT)
			network->accesses.items[i].restricted = KNOWN_NO;
}

void
fortigate_read_access(const struct fortigate *fortigate)
{
	enum known restricted = has_trusted_hosts(fortigate);
	struct str redirect = fortigate_value(fortigate, "system global admin-https-redirect");

	for (size_t i = 0; i < fortigate->paths.list.len; i++) {
		const struct path *path = fortigate->paths.list.items[i];
		if (path_begins(path, "system interface * allowaccess *"))
			add_access(fortigate, path, 4, restricted, redirect);
		/* Trusted hosts are told for IPv4 and IPv6 apart. */
		else if (path_begins(path, "system interface * ipv6 ip6-allowaccess *"))
			add_access(fortigate, path, 5, restricted == KNOWN_YES ? KNOWN_NOT : restricted, redirect);
	}
	read_snmp(fortigate);
}
