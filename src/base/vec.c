/* The growing half of vec.h. */
#include "tenken/base/vec.h"

#include <string.h>

#define FIRST_ITEMS 8

void *
vec_grow(struct arena *arena, const void *items, size_t len, size_t *cap, size_t size)
{
	size_t more = *cap ? *cap * 2 : FIRST_ITEMS;
	void *grown = arena_array(arena, more, size);

	if (len)
		memcpy(grown, items, len * size);
	*cap = more;
	return grown;
}
