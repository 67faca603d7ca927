/* system syslog: what is kept in files and what is sent to hosts.
 *
 * Decision rules: a file is bounded by size times number, its own before those of all (`syslog archive`); where
 * either is not set it depends on the platform. A host gets the records of logins by `authorization`, else by `any`,
 * at the level written there last; `none` is nothing, and behind a `match` nobody knows what passes. */
#include "evidence/network/junos.h"

#define NONE (-2) /* the level `none` */
#define UNSET (-3)

struct archive {
	int64_t size, files; /* bytes, number; -1: not set */
};

/* What one file holds. */
struct store {
	struct archive archive;
	bool has_any, has_authorization, has_commands, has_firewall, has_kernel;
	struct network_log *log;
};

/* What one host gets. */
struct target {
	struct str name;
	int any, authorization; /* severity */
	bool is_matched;
	const char *protocol;
	struct span at;
};

/* 10m, 128k, 1g, 65536 */
static bool
size_of(struct str text, int64_t *ret)
{
	int64_t unit = 1, number;

	if (text.len && strchr("kKmMgG", text.ptr[text.len - 1]) != NULL) {
		char c = (char)(text.ptr[--text.len] | 0x20);
		unit = c == 'k' ? 1 << 10 : c == 'm' ? 1 << 20 : 1 << 30;
	}
	if (!str_int(text, &number) || number > (int64_t)1 << 40)
		return false;
	*ret = number * unit;
	return true;
}

static void
take_archive(struct archive *archive, const struct statement *statement, size_t from)
{
	size_t at;

	if (statement_has(statement, "size", from, &at))
		size_of(statement_word(statement, at + 1), &archive->size);
	if (statement_has(statement, "files", from, &at))
		str_int(statement_word(statement, at + 1), &archive->files);
}

static int
level_of(struct str word)
{
	return str_is(word, "none") ? NONE : network_severity(word);
}

static struct store *
store_of(const struct junos *junos, struct map *stores, const struct statement *statement)
{
	const char *name = network_text(junos->network, statement_word(statement, 3));
	struct store *store = name ? map_get(stores, name) : NULL;

	if (store || !name || strcmp(name, "*") == 0)
		return store;
	store = arena_alloc(junos->network->arena, sizeof *store);
	store->archive = (struct archive){ .size = -1, .files = -1 };
	store->log = network_log(
	    junos->network, arena_printf(junos->network->arena, "/var/log/%s", name), junos_span(junos, statement));
	map_set(stores, name, store);
	return store;
}

static void
take_file(struct store *store, const struct statement *statement)
{
	struct str key = statement_word(statement, 4);
	bool is_on = level_of(statement_word(statement, 5)) != NONE;

	if (str_is(key, "archive"))
		take_archive(&store->archive, statement, 5);
	store->has_any |= is_on && str_is(key, "any");
	store->has_authorization |= is_on && str_is(key, "authorization");
	store->has_commands |= is_on && (str_is(key, "interactive-commands") || str_is(key, "change-log"));
	store->has_firewall |= is_on && str_is(key, "firewall");
	store->has_kernel |= is_on && str_is(key, "kernel");
}

static void
settle_file(struct store *store, const struct archive *all)
{
	int64_t size = store->archive.size >= 0 ? store->archive.size : all->size;
	int64_t files = store->archive.files >= 0 ? store->archive.files : all->files;

	store->log->kind = "size-bound";
	store->log->class = store->has_any             ? "system"
	                    : store->has_authorization ? "auth"
	                    : store->has_commands      ? "audit"
	                    : store->has_firewall      ? "firewall"
	                    : store->has_kernel        ? "kernel"
	                                               : "other";
	store->log->generations = files >= 0 && files < 1 << 20 ? files : -1;
	if (size >= 0 && files >= 0 && files < 1 << 20)
		store->log->bytes = size * files;
}

static void
read_files(const struct junos *junos)
{
	struct map stores = MAP_INIT(junos->network->arena);
	struct archive all = { .size = -1, .files = -1 };
	VEC(struct store *) list = { 0 };

	for (size_t i = 0; i < junos->list.len; i++) {
		const struct statement *statement = &junos->list.items[i];
		if (statement_begins(statement, "system syslog archive"))
			take_archive(&all, statement, 3);
		if (!statement_begins(statement, "system syslog file * *"))
			continue;
		size_t known = junos->network->logs.len;
		struct store *store = store_of(junos, &stores, statement);
		if (store && junos->network->logs.len > known)
			vec_push(junos->network->arena, &list, store);
		if (store)
			take_file(store, statement);
	}
	for (size_t i = 0; i < list.len; i++)
		settle_file(list.items[i], &all);
}

static void
take_host(struct target *target, const struct statement *statement)
{
	struct str key = statement_word(statement, 4), value = statement_word(statement, 5);

	if (str_is(key, "any"))
		target->any = level_of(value);
	else if (str_is(key, "authorization"))
		target->authorization = level_of(value);
	else if (str_is(key, "match") || str_is(key, "match-strings"))
		target->is_matched = true;
	else if (str_is(key, "transport"))
		target->protocol = str_is(value, "tcp")   ? "tcp"
		                   : str_is(value, "tls") ? "tls"
		                   : str_is(value, "udp") ? "udp"
		                                          : NULL;
}

static enum known
central_of(const struct target *target)
{
	int level = target->authorization != UNSET ? target->authorization : target->any;

	if (level == UNSET || level == NONE)
		return KNOWN_NO;
	return target->is_matched && network_central(level) != KNOWN_NO ? KNOWN_NOT : network_central(level);
}

static void
decide(const struct junos *junos, struct target *const *targets, size_t count)
{
	static const int rank[] = { [KNOWN_NO] = 1, [KNOWN_NOT] = 2, [KNOWN_YES] = 3 };
	const struct target *best = NULL;

	for (size_t i = 0; i < count; i++)
		if (!best || rank[central_of(targets[i])] > rank[central_of(best)])
			best = targets[i];
	if (!best && !junos->is_whole)
		return;
	struct network_forward *forward =
	    network_forward(junos->network, "syslog", best ? best->at : file_span(junos->network->file, 0));
	forward->central = best ? central_of(best) : KNOWN_NO;
	forward->target = best ? network_text(junos->network, best->name) : NULL;
	forward->protocol = best ? best->protocol : NULL;
	forward->scope = best && best->any >= 6 ? "all" : "auth";
}

static void
read_hosts(const struct junos *junos)
{
	struct map by_name = MAP_INIT(junos->network->arena);
	VEC(struct target *) list = { 0 };

	for (size_t i = 0; i < junos->list.len; i++) {
		const struct statement *statement = &junos->list.items[i];
		struct str name = statement_word(statement, 3);
		/* The other half of the same chassis is no other host. */
		if (!statement_begins(statement, "system syslog host *") || !clock_is_external(name, NULL) ||
		    str_is(name, "other-routing-engine") || str_is(name, "scc-master"))
			continue;
		const char *key = network_text(junos->network, name);
		struct target *target = map_get(&by_name, key);
		if (!target) {
			target = arena_alloc(junos->network->arena, sizeof *target);
			*target = (struct target){
				.name = name, .any = UNSET, .authorization = UNSET, .at = junos_span(junos, statement)
			};
			map_set(&by_name, key, target);
			vec_push(junos->network->arena, &list, target);
		}
		take_host(target, statement);
	}
	decide(junos, list.items, list.len);
}

void
junos_read_logs(const struct junos *junos)
{
	read_files(junos);
	read_hosts(junos);
}
