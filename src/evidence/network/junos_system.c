/* Junos: system ntp, system login, system services, snmp.
 *
 * Decision rules: a boot server sets the clock once and is no source. A user of class super-user, or of a class that
 * may do `all`, is an administrator; read-only, operator and unauthorized are not; of other classes nobody can tell.
 * Without authentication-order, or with `password` first, a local login has no second factor. A service that is not
 * named is off. Access to the device is limited by a filter on lo0 or by zones, of which only the presence is seen:
 * where there is neither, it is open. */
#include "evidence/network/junos.h"

#define KEYS_MAX 256 /* of one device */

struct keys {
	struct str trusted[KEYS_MAX], defined[KEYS_MAX];
	size_t trusted_count, defined_count;
};

static bool
is_among(const struct str *list, size_t count, struct str key)
{
	for (size_t i = 0; i < count; i++)
		if (list[i].len == key.len && memcmp(list[i].ptr, key.ptr, key.len) == 0)
			return true;
	return false;
}

static void
read_keys(const struct junos *junos, struct keys *keys)
{
	for (size_t i = 0; i < junos->list.len; i++) {
		const struct statement *statement = &junos->list.items[i];
		if (statement_begins(statement, "system ntp trusted-key *") && keys->trusted_count < KEYS_MAX)
			keys->trusted[keys->trusted_count++] = statement_word(statement, 3);
		else if (statement_begins(statement, "system ntp authentication-key * value") &&
		         keys->defined_count < KEYS_MAX)
			keys->defined[keys->defined_count++] = statement_word(statement, 3);
	}
}

/* One server or peer, over all its statements. */
struct source {
	struct str name;
	bool is_authenticated;
	struct span at;
};

void
junos_read_clock(const struct junos *junos)
{
	struct network_clock *clock = &junos->network->clock;
	struct map by_name = MAP_INIT(junos->network->arena);
	struct keys keys = { .trusted_count = 0 };
	VEC(struct source *) list = { 0 };
	size_t at;

	read_keys(junos, &keys);
	for (size_t i = 0; i < junos->list.len; i++) {
		const struct statement *statement = &junos->list.items[i];
		if (statement_begins(statement, "system time-zone *"))
			clock->timezone = network_text(junos->network, statement_word(statement, 2));
		if (!statement_begins(statement, "system ntp server *") &&
		    !statement_begins(statement, "system ntp peer *"))
			continue;
		const char *name = network_text(junos->network, statement_word(statement, 3));
		struct source *source = name ? map_get(&by_name, name) : NULL;
		if (name && !source) {
			source = arena_alloc(junos->network->arena, sizeof *source);
			*source =
			    (struct source){ .name = statement_word(statement, 3), .at = junos_span(junos, statement) };
			map_set(&by_name, name, source);
			vec_push(junos->network->arena, &list, source);
		}
		if (source && statement_has(statement, "key", 4, &at))
			source->is_authenticated =
			    is_among(keys.trusted, keys.trusted_count, statement_word(statement, at + 1)) &&
			    is_among(keys.defined, keys.defined_count, statement_word(statement, at + 1));
		if (source && statement_has(statement, "nts", 4, &at))
			source->is_authenticated = true;
	}
	for (size_t i = 0; i < list.len; i++)
		network_clock_source(
		    junos->network, list.items[i]->name, list.items[i]->is_authenticated, list.items[i]->at);
	if (clock->configured == KNOWN_NOT && junos->is_whole) {
		clock->configured = KNOWN_NO;
		clock->configured_at = file_span(junos->network->file, 0);
	}
	clock->daemon = clock->configured != KNOWN_NOT ? "ntp" : NULL;
}

/* The classes of the file that may do everything. */
static struct map
full_classes(const struct junos *junos)
{
	struct map classes = MAP_INIT(junos->network->arena);

	for (size_t i = 0; i < junos->list.len; i++) {
		const struct statement *statement = &junos->list.items[i];
		if (statement_begins(statement, "system login class * permissions all") &&
		    statement_word(statement, 3).len)
			map_add(&classes, network_text(junos->network, statement_word(statement, 3)), junos->network);
	}
	return classes;
}

static void
take_class(const struct junos *junos, struct network_account *account, struct str class, const struct map *full)
{
	const char *name = network_text(junos->network, class);
	bool is_reading = str_is(class, "read-only") || str_is(class, "operator") || str_is(class, "unauthorized");

	if (!name)
		return;
	account->admin = str_is(class, "super-user") || str_is(class, "superuser") || map_get(full, name) ? KNOWN_YES
	                 : is_reading                                                                     ? KNOWN_NO
	                                                                                                  : KNOWN_NOT;
	account->admin_by = arena_printf(junos->network->arena, "class:%s", name);
}

/* encrypted-password "$6$...", plain-text-password-value, or keys, which leave the password locked. */
static void
take_authentication(struct network_account *account, struct str kind, struct str text)
{
	if (str_is(kind, "encrypted-password")) {
		network_secret(account, SECRET_JUNOS, text);
		struct password password = account_password(text);
		bool is_known = password.state == PASSWORD_SET && password.hash_kind && text.ptr[0] == '$';
		account->password = is_known ? password : (struct password){ .state = PASSWORD_SET };
		account->has_strength = is_known;
		account->reversible = str_has_prefix(text, "$8$") ? KNOWN_NOT : KNOWN_NO;   /* by who has the master password */
		if (str_has_prefix(text, "$9$")) {
			account->password = (struct password){ .state = PASSWORD_SET, .hash_kind = "junos-9", .is_weak = true };
			account->has_strength = true;
			account->reversible = KNOWN_YES;
		}
	} else if (str_is(kind, "plain-text-password-value")) {
		network_secret(account, SECRET_PLAIN, text);
		account->password = (struct password){ .state = PASSWORD_SET, .hash_kind = "clear", .is_weak = true };
		account->has_strength = true;
		account->reversible = KNOWN_YES;
	} else if (str_has_prefix(kind, "ssh-") && account->password.state == PASSWORD_UNKNOWN) {
		account->password = (struct password){ .state = PASSWORD_LOCKED };
	}
	account->enabled = KNOWN_YES;
}

/* Whether the first method asks a server. */
static bool
asks_server(const struct junos *junos)
{
	for (size_t i = 0; i < junos->list.len; i++)
		if (statement_begins(&junos->list.items[i], "system authentication-order *"))
			return !str_is(statement_word(&junos->list.items[i], 2), "password");
	return false;
}

void
junos_read_accounts(const struct junos *junos)
{
	struct network *network = junos->network;
	struct map full = full_classes(junos);
	bool has_server = asks_server(junos);

	for (size_t i = 0; i < junos->list.len; i++) {
		const struct statement *statement = &junos->list.items[i];
		bool is_root = statement_begins(statement, "system root-authentication *");
		if (statement_begins(statement, "system login password minimum-length *"))
			network_policy(
			    network, "login password", statement_word(statement, 4), junos_span(junos, statement));
		if (!is_root && !statement_begins(statement, "system login user *"))
			continue;
		const char *name = is_root ? "root" : network_text(network, statement_word(statement, 3));
		struct network_account *account =
		    name ? network_account(network, name, junos_span(junos, statement)) : NULL;
		if (!account)
			continue;
		size_t at = is_root ? 2 : 5;
		if (is_root) {
			account->admin = KNOWN_YES;
			account->admin_by = "root";
		}
		if (statement_begins(statement, "system login user * class *"))
			take_class(junos, account, statement_word(statement, 5), &full);
		else if (is_root || str_is(statement_word(statement, 4), "authentication"))
			take_authentication(account, statement_word(statement, at), statement_word(statement, at + 1));
		account->mfa = junos->is_whole && !has_server ? "none" : "unknown";
	}
	if (has_server)
		network_account(network, "users of the AAA server", file_span(network->file, 0));
}

/* A filter on the loopback interface or zones can limit who reaches the device. */
static enum known
restricted_of(const struct junos *junos)
{
	size_t at;

	for (size_t i = 0; i < junos->list.len; i++) {
		const struct statement *statement = &junos->list.items[i];
		if (statement_begins(statement, "security zones") ||
		    (statement_begins(statement, "interfaces lo0") && statement_has(statement, "filter", 2, &at)))
			return KNOWN_NOT;
	}
	return junos->is_whole ? KNOWN_NO : KNOWN_NOT;
}

static void
read_services(const struct junos *junos)
{
	static const struct {
		const char *pattern, *service, *name;
	} services[] = {
		{ "system services telnet", "telnet", "telnet" },
		{ "system services ssh", "ssh", "ssh" },
		{ "system services web-management http", "http", "http" },
		{ "system services web-management https", "https", "https" },
	};

	for (size_t s = 0; s < sizeof services / sizeof *services; s++) {
		const struct statement *found = NULL;
		for (size_t i = 0; i < junos->list.len && !found; i++)
			found =
			    statement_begins(&junos->list.items[i], services[s].pattern) ? &junos->list.items[i] : NULL;
		if (!found && !junos->is_whole)
			continue;
		struct network_access *access = network_access(junos->network, services[s].name, services[s].service,
		    found ? junos_span(junos, found) : file_span(junos->network->file, 0));
		access->enabled = found ? KNOWN_YES : KNOWN_NO;
		access->restricted = restricted_of(junos);
	}
}

/* snmp community NAME authorization read-only, clients ADDRESS. */
static void
read_snmp(const struct junos *junos)
{
	struct network *network = junos->network;
	struct map seen = MAP_INIT(network->arena);

	for (size_t i = 0; i < junos->list.len; i++) {
		const struct statement *statement = &junos->list.items[i];
		const char *key = statement_begins(statement, "snmp community *")
		                      ? network_text(network, statement_word(statement, 2))
		                      : NULL;
		if (!key)
			continue;
		size_t *index = map_get(&seen, key);
		if (!index) {
			index = arena_alloc(network->arena, sizeof *index);
			*index = network->accesses.len;
			map_set(&seen, key, index);
			/* The name is a secret: the number of the line stands for it. */
			const char *name =
			    arena_printf(network->arena, "snmp community (line %u)", statement->path->line);
			struct network_access *access =
			    network_access(network, name, "snmp", junos_span(junos, statement));
			access->enabled = KNOWN_YES;
			access->encrypted = KNOWN_NO;
			access->well_known = network_community(statement_word(statement, 2));
			access->writable = junos->is_whole ? KNOWN_NO : KNOWN_NOT;
			access->restricted = junos->is_whole ? KNOWN_NO : KNOWN_NOT;
		}
		struct network_access *access = &network->accesses.items[*index];
		struct str what = statement_word(statement, 3), value = statement_word(statement, 4);
		if (str_is(what, "authorization"))
			access->writable = str_is(value, "read-write") ? KNOWN_YES : KNOWN_NO;
		else if (str_is(what, "client-list-name"))
			access->restricted = KNOWN_NOT;
		else if (str_is(what, "clients") && !str_is(value, "0.0.0.0/0") && !str_is(value, "::/0"))
			access->restricted = KNOWN_YES;
	}
}

void
junos_read_access(const struct junos *junos)
{
	read_services(junos);
	read_snmp(junos);
}
