/* Text to pointer, on an arena. Keys are compared by bytes and must outlive the map. */
#ifndef TENKEN_BASE_MAP_H
#define TENKEN_BASE_MAP_H

#include <stdbool.h>
#include <stddef.h>

#include "tenken/base/arena.h"

struct map {
	struct arena *arena;
	struct map_slot *slots;
	size_t len, cap;
};

#define MAP_INIT(on_arena) ((struct map){ .arena = (on_arena) })

/* The value stored under `key`, or NULL. */
void *map_get(const struct map *map, const char *key);

/* Stores `value` (not NULL) unless the key is there already. True when it was stored. */
bool map_add(struct map *map, const char *key, void *value);

/* The one copy of `text` in the map's keys, made on the map's arena when it is new. For a map of texts alone. */
const char *map_intern(struct map *map, const char *text);

/* Stores `value`, replacing what was there. */
void map_set(struct map *map, const char *key, void *value);

#endif
