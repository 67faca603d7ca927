/* Growing arrays on an arena: declare with VEC(type), walk with a plain for. */
#ifndef TENKEN_BASE_VEC_H
#define TENKEN_BASE_VEC_H

#include <stddef.h>

#include "tenken/base/arena.h"

#define VEC(type) struct { type *items; size_t len, cap; }

/* Appends a copy of `item`; never fails (out of memory ends the program). */
#define vec_push(arena, vec, ...)                                                              \
	do {                                                                                   \
		if ((vec)->len == (vec)->cap)                                                  \
			(vec)->items = vec_grow((arena), (vec)->items, (vec)->len, &(vec)->cap, \
			    sizeof *(vec)->items);                                             \
		(vec)->items[(vec)->len++] = (__VA_ARGS__);                                    \
	} while (0)

/* A larger copy of `len` items of `size` bytes; sets `*cap`. Only for vec_push. */
void *vec_grow(struct arena *arena, const void *items, size_t len, size_t *cap, size_t size);

#endif
