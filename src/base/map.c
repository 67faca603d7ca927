/* Text to pointer: open addressing, FNV-1a. Keys come from hostile files too; the bounds on files and records
 * bound the worst case, which is why no keyed hash is needed. */
#include "tenken/base/map.h"

#include <stdint.h>
#include <string.h>

#define FIRST_SLOTS 16

struct map_slot {
	const char *key;
	void *value;
	uint64_t hash;
};

static uint64_t
hash_of(const char *key)
{
	uint64_t hash = 14695981039346656037u;

	for (const unsigned char *p = (const unsigned char *)key; *p; p++)
		hash = (hash ^ *p) * 1099511628211u;
	return hash;
}

/* The slot of the key, or the empty one where it belongs. */
static struct map_slot *
find(const struct map *map, const char *key, uint64_t hash)
{
	size_t i = hash & (map->cap - 1);

	while (map->slots[i].key && (map->slots[i].hash != hash || strcmp(map->slots[i].key, key) != 0))
		i = (i + 1) & (map->cap - 1);
	return &map->slots[i];
}

static void
grow(struct map *map)
{
	struct map old = *map;

	map->cap = old.cap ? old.cap * 2 : FIRST_SLOTS;
	map->slots = arena_array(map->arena, map->cap, sizeof *map->slots);
	for (size_t i = 0; i < old.cap; i++)
		if (old.slots[i].key)
			*find(map, old.slots[i].key, old.slots[i].hash) = old.slots[i];
}

void *
map_get(const struct map *map, const char *key)
{
	if (map->len == 0)
		return NULL;
	return find(map, key, hash_of(key))->value;
}

bool
map_add(struct map *map, const char *key, void *value)
{
	if (map_get(map, key))
		return false;
	map_set(map, key, value);
	return true;
}

const char *
map_intern(struct map *map, const char *text)
{
	const char *kept = map_get(map, text);

	if (kept)
		return kept;
	char *copy = arena_strdup(map->arena, text);
	map_set(map, copy, copy);
	return copy;
}

void
map_set(struct map *map, const char *key, void *value)
{
	uint64_t hash = hash_of(key);

	if (map->len * 4 >= map->cap * 3)
		grow(map);
	struct map_slot *slot = find(map, key, hash);
	if (!slot->key)
		map->len++;
	*slot = (struct map_slot){ .key = key, .value = value, .hash = hash };
}
