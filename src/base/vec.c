/* The growing half of vec.h. */
#include "tenken/base/vec.h"

#define FIRST_ITEMS 8

void *
vec_grow(struct arena *arena, const void *items, size_t len, size_t *cap, size_t size)
{
	size_t more = *cap ? *cap * 2 : FIRST_ITEMS;

	/* Twice as much of what is there is far from overflow: an array of that size could not have been made. */
	*cap = more;
	return len ? arena_grow(arena, items, len * size, more * size) : arena_array(arena, more, size);
}
