/* Coverage: the hosts of the asset registers against the hosts of which evidence was handed in, both ways.
 *
 * Names are compared by NFKC and without regard to case. A short name (web01) stands for a full one (web01.example.jp) where
 * only one host can be meant; two full names of different domains are two hosts. Nothing is guessed from a part of a
 * title. An asset is a host when its row names a host, an address or an operating system, or when its title is the name of
 * a host of this audit; rows of paper and contracts are none. */
#include "evidence/join.h"

#include "tenken/syntax/text.h"

/* The hosts by the ways they can be called. */
struct names {
	struct arena *arena;
	struct map full;        /* to the id */
	struct map bare;        /* hosts that are known by a short name alone, by it */
	struct map stem;        /* the first part of full names; to AMBIGUOUS where two have it */
	struct map listed;      /* the first part of full names in registers; to the name, or AMBIGUOUS */
	struct map doubtful;    /* names and first parts that may mean several */
};

static const char AMBIGUOUS[] = "";

/* How an asset was found to be a host. */
struct found {
	const char *subject;    /* AMBIGUOUS when several hosts may be meant; NULL: none */
	const char *by;
};

static const char *
key_of(struct arena *arena, const char *name)
{
	char *key = arena_strdup(arena, text_narrow(arena, str_of(name)));
	size_t len = strlen(key);

	for (char *p = key; *p; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p += 'a' - 'A';
	if (len && key[len - 1] == '.')
		key[len - 1] = '\0';
	return key;
}

/* The part before the first dot of a full name; NULL for a name without a domain, and for an address. */
static const char *
stem_of(struct arena *arena, const char *key)
{
	const char *dot = strchr(key, '.');

	if (!dot || dot == key || strspn(key, "0123456789.") == strlen(key))
		return NULL;
	return arena_strndup(arena, key, (size_t)(dot - key));
}

static void
add_name(struct names *names, const char *id)
{
	const char *key = key_of(names->arena, id), *stem = stem_of(names->arena, key);

	if (!*key)
		return;
	map_add(&names->full, key, (void *)id);
	if (!stem)
		map_add(&names->bare, key, (void *)id);
	else if (!map_add(&names->stem, stem, (void *)id))
		map_set(&names->stem, stem, (void *)AMBIGUOUS);
}

/* Notes a name that a register has: web01.example.jp and web01.example.com cannot both be web01. */
static void
note_listed(struct names *names, const char *name)
{
	const char *key = name ? key_of(names->arena, name) : "", *stem = stem_of(names->arena, key);
	const char *other = stem ? map_get(&names->listed, stem) : NULL;

	if (stem && (!other || strcmp(other, key) != 0))
		map_set(&names->listed, stem, (void *)(other ? AMBIGUOUS : key));
}

/* The host a name means. */
static struct found
find(struct names *names, const char *name, const char *by, const char *by_short)
{
	if (!name)
		return (struct found){ 0 };
	const char *key = key_of(names->arena, name), *stem = stem_of(names->arena, key);
	const char *subject = map_get(&names->full, key);
	if (subject)
		return (struct found){ subject, by };
	subject = stem ? map_get(&names->bare, stem) : map_get(&names->stem, key);
	if (subject && stem && map_get(&names->listed, stem) == AMBIGUOUS)
		subject = AMBIGUOUS;
	if (subject == AMBIGUOUS)
		map_add(&names->doubtful, stem ? stem : key, (void *)AMBIGUOUS);
	return (struct found){ subject, subject ? by_short : NULL };
}

/* Whether the host may be what a row means that may mean several. */
static bool
is_doubtful(const struct names *names, const char *id)
{
	const char *key = key_of(names->arena, id), *stem = stem_of(names->arena, key);

	return map_get(&names->doubtful, stem ? stem : key) != NULL;
}

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
emit_asset(struct subject *organisation, const struct record *asset, struct found found)
{
	const char *host = record_get(asset, "host"), *title = record_get(asset, "title");
	bool is_one = found.subject && found.subject != AMBIGUOUS;

	if (is_retired(asset) && !is_one)
		return;
	const char *name = is_one ? found.subject : host ? host : title ? title : asset->name;
	struct record *record = record_add(organisation, "coverage", name, asset->at);
	record_set(organisation, record, "registered", is_retired(asset) ? "false" : "true");
	if (found.subject != AMBIGUOUS)
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
take_asset(struct names *names, struct subject *organisation, const struct record *asset, struct map *listed)
{
	struct found found = find(names, record_get(asset, "host"), "name", "short-name");

	if (!found.subject)
		found = find(names, record_get(asset, "title"), "title", "short-title");
	if (!found.subject && !is_host(asset))
		return false;
	if (found.subject && found.subject != AMBIGUOUS)
		map_set(listed, key_of(names->arena, found.subject), (void *)found.subject);
	emit_asset(organisation, asset, found);
	return true;
}

void
join_coverage(const struct join *join, struct subject *organisation)
{
	struct arena *arena = organisation->arena;
	struct names names = { arena, MAP_INIT(arena), MAP_INIT(arena), MAP_INIT(arena), MAP_INIT(arena), MAP_INIT(arena) };
	struct map listed = MAP_INIT(arena);
	bool has_register = false, has_unread = false;
	size_t count = organisation->records.len;

	for (size_t i = 0; i < join->hosts.len; i++)
		add_name(&names, join->hosts.items[i]);
	for (size_t i = 0; i < count; i++)
		if (is_asset(organisation->records.items[i])) {
			note_listed(&names, record_get(organisation->records.items[i], "host"));
			note_listed(&names, record_get(organisation->records.items[i], "title"));
		}
	for (size_t i = 0; i < count; i++)
		if (is_asset(organisation->records.items[i])) {
			has_unread |= is_unread(organisation->records.items[i]);
			has_register |= take_asset(&names, organisation, organisation->records.items[i], &listed);
		}
	/* Without a register of hosts it says nothing that a host is in none. */
	for (size_t i = 0; has_register && i < join->hosts.len; i++)
		if (!map_get(&listed, key_of(arena, join->hosts.items[i])))
			emit_host(organisation, join->hosts.items[i], !has_unread && !is_doubtful(&names, join->hosts.items[i]));
}
