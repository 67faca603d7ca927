/* Names of subjects, and what a name in a register means.
 *
 * Names are compared by NFKC and without regard to case. A short name (web01) stands for a full one (web01.example.jp) where
 * only one subject can be meant; two full names of different domains are two. */
#include "evidence/join.h"

#include "tenken/syntax/text.h"

static const char AMBIGUOUS[] = "";

struct join_names
join_names_of(struct arena *arena)
{
	return (struct join_names){ arena, MAP_INIT(arena), MAP_INIT(arena), MAP_INIT(arena), MAP_INIT(arena), MAP_INIT(arena) };
}

bool
join_is_ambiguous(struct join_found found)
{
	return found.subject == AMBIGUOUS;
}

const char *
join_key(struct arena *arena, const char *name)
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

void
join_names_add(struct join_names *names, const char *id)
{
	const char *key = join_key(names->arena, id), *stem = stem_of(names->arena, key);

	if (!*key)
		return;
	map_add(&names->full, key, (void *)id);
	if (!stem)
		map_add(&names->bare, key, (void *)id);
	else if (!map_add(&names->stem, stem, (void *)id))
		map_set(&names->stem, stem, (void *)AMBIGUOUS);
}

void
join_names_listed(struct join_names *names, const char *name)
{
	const char *key = name ? join_key(names->arena, name) : "", *stem = stem_of(names->arena, key);
	const char *other = stem ? map_get(&names->listed, stem) : NULL;

	if (stem && (!other || strcmp(other, key) != 0))
		map_set(&names->listed, stem, (void *)(other ? AMBIGUOUS : key));
}

struct join_found
join_find(struct join_names *names, const char *name, const char *by, const char *by_short)
{
	if (!name)
		return (struct join_found){ 0 };
	const char *key = join_key(names->arena, name), *stem = stem_of(names->arena, key);
	const char *subject = map_get(&names->full, key);
	if (subject)
		return (struct join_found){ subject, by };
	subject = stem ? map_get(&names->bare, stem) : map_get(&names->stem, key);
	if (subject && stem && map_get(&names->listed, stem) == AMBIGUOUS)
		subject = AMBIGUOUS;
	if (subject == AMBIGUOUS)
		map_add(&names->doubtful, stem ? stem : key, (void *)AMBIGUOUS);
	return (struct join_found){ subject, subject ? by_short : NULL };
}

bool
join_is_doubtful(const struct join_names *names, const char *id)
{
	const char *key = join_key(names->arena, id), *stem = stem_of(names->arena, key);

	return map_get(&names->doubtful, stem ? stem : key) != NULL;
}
