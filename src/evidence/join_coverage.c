/* Coverage: the hosts of the asset registers against the hosts of which evidence was handed in, both ways.
 *
 * How names are compared is written in join_names.c. Nothing is guessed from a part of a title. An asset is a host when its row
 * names a host, an address or an operating system, or when its title is the name of a host of this audit; rows of paper and
 * contracts are none. */
#include "evidence/join.h"

static bool
is_host(const struct record *asset)
{
	return record_get(asset, "host") || record_get(asset, "address") || record_get(asset, "os");
}

static bool
is_retired(const struct record *asset)
{
	const char *state = record_get(asset, "state");

	return state && strcmp(state, "retired") == 0;
}

/* One asset that is a host. A retired one is listed, and not as something that runs: its host counts as unregistered. */
static void
emit_asset(struct subject *organisation, const struct record *asset, struct join_found found)
{
	const char *host = record_get(asset, "host"), *title = record_get(asset, "title");
	bool is_one = found.subject && !join_is_ambiguous(found);

	if (is_retired(asset) && !is_one)
		return;
	const char *name = is_one ? found.subject : host ? host : title ? title : asset->name;
	struct record *record = record_add(organisation, "coverage", name, asset->at);
	record_set(organisation, record, "registered", is_retired(asset) ? "false" : "true");
	if (!join_is_ambiguous(found))
		record_set_bool(organisation, record, "evidence", is_one);
	if (is_one) {
		record_set(organisation, record, "matched-by", found.by);
		record_set(organisation, record, "subject", found.subject);
	}
	record_set(organisation, record, "asset", asset->name);
}

/* A host that no asset is. */
static void
emit_host(struct subject *organisation, const char *id, bool is_known)
{
	struct record *record = record_add(organisation, "coverage", id, (struct span){ .path = id });

	record_set(organisation, record, "registered", is_known ? "false" : "unknown");
	record_set_bool(organisation, record, "evidence", true);
	record_set(organisation, record, "subject", id);
}

/* Whether a row names something that nobody can read: it may be any host. */
static bool
is_unread(const struct record *asset)
{
	const char *text = record_get(asset, "undecided");
	struct str rest = str_of(text ? text : ""), name;

	while ((name = str_token(&rest, " ")).len)
		if (str_is(name, "host") || str_is(name, "title"))
			return true;
	return false;
}

static bool
is_asset(const struct record *record)
{
	return strcmp(record->kind, "asset") == 0;
}

/* Takes one asset; whether it is a host. `*listed` gets the keys of the hosts that were found. */
static bool
take_asset(struct join_names *names, struct subject *organisation, const struct record *asset, struct map *listed)
{
	struct join_found found = join_find(names, record_get(asset, "host"), "name", "short-name");

	if (!found.subject)
		found = join_find(names, record_get(asset, "title"), "title", "short-title");
	if (!found.subject && !is_host(asset))
		return false;
	if (found.subject && !join_is_ambiguous(found))
		map_set(listed, join_key(names->arena, found.subject), (void *)found.subject);
	emit_asset(organisation, asset, found);
	return true;
}

void
join_coverage(const struct join *join, struct subject *organisation)
{
	struct arena *arena = organisation->arena;
	struct join_names names = join_names_of(arena);
	struct map listed = MAP_INIT(arena);
	bool has_register = false, has_unread = false;
	size_t count = organisation->records.len;

	for (size_t i = 0; i < join->hosts.len; i++)
		join_names_add(&names, join->hosts.items[i]);
	for (size_t i = 0; i < count; i++)
		if (is_asset(organisation->records.items[i])) {
			join_names_listed(&names, record_get(organisation->records.items[i], "host"));
			join_names_listed(&names, record_get(organisation->records.items[i], "title"));
		}
	for (size_t i = 0; i < count; i++)
		if (is_asset(organisation->records.items[i])) {
			has_unread |= is_unread(organisation->records.items[i]);
			has_register |= take_asset(&names, organisation, organisation->records.items[i], &listed);
		}
	/* Without a register of hosts it says nothing that a host is in none. */
	for (size_t i = 0; has_register && i < join->hosts.len; i++)
		if (!map_get(&listed, join_key(arena, join->hosts.items[i])))
			emit_host(organisation, join->hosts.items[i], !has_unread && !join_is_doubtful(&names, join->hosts.items[i]));
}
