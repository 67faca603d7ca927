/* Memory that lives and dies together. Blocks grow geometrically; nothing is freed singly. */
#include "tenken/base/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FIRST_BLOCK ((size_t)16 << 10)
#define LARGEST_BLOCK ((size_t)1 << 20)
#define EXIT_SYSTEM 5

struct block {
	struct block *next;
	size_t used, size;
	alignas(max_align_t) char bytes[];
};

struct cleanup {
	struct cleanup *next;
	void (*release)(void *data);
	void *data;
};

struct arena {
	struct block *blocks;      /* the one in use first */
	struct cleanup *cleanups;  /* last registered first */
	size_t handed_out;
};

/* Memory is not asked for to say that there is none. */
static _Noreturn void
die_out_of_memory(void)
{
	static const char text[] = "tenken: out of memory\n";

	if (write(STDERR_FILENO, text, sizeof text - 1) < 0)
		_exit(EXIT_SYSTEM);
	_exit(EXIT_SYSTEM);
}

struct arena *
arena_new(void)
{
	struct arena *arena = calloc(1, sizeof *arena);

	if (!arena)
		die_out_of_memory();
	return arena;
}

void
arena_free(struct arena *arena)
{
	if (!arena)
		return;
	for (struct cleanup *c = arena->cleanups; c; c = c->next)
		c->release(c->data);
	for (struct block *b = arena->blocks, *next; b; b = next) {
		next = b->next;
		free(b);
	}
	free(arena);
}

/* Puts a block that holds `size` bytes in front. A large item gets a block of its own size behind the current
 * one, so that the room left in the current one is not lost. */
static struct block *
add_block(struct arena *arena, size_t size)
{
	size_t want = arena->blocks ? arena->blocks->size * 2 : FIRST_BLOCK;
	if (want > LARGEST_BLOCK)
		want = LARGEST_BLOCK;
	int is_large = size > want / 2;
	if (is_large)
		want = size;
	struct block *block = calloc(1, sizeof *block + want);
	if (!block)
		die_out_of_memory();
	block->size = want;
	if (is_large && arena->blocks) {
		block->next = arena->blocks->next;
		arena->blocks->next = block;
	} else {
		block->next = arena->blocks;
		arena->blocks = block;
	}
	return block;
}

static size_t
rounded(size_t size)
{
	const size_t align = alignof(max_align_t);

	return (size + align - 1) / align * align;
}

void *
arena_alloc(struct arena *arena, size_t size)
{
	if (size > SIZE_MAX / 2)
		die_out_of_memory();
	size = rounded(size);
	struct block *block = arena->blocks;
	if (!block || block->size - block->used < size)
		block = add_block(arena, size);
	void *ptr = block->bytes + block->used;
	block->used += size;
	arena->handed_out += size;
	return ptr;
}

void *
arena_array(struct arena *arena, size_t count, size_t size)
{
	if (size && count > SIZE_MAX / 2 / size)
		die_out_of_memory();
	return arena_alloc(arena, count * size);
}

/* The link to the block that holds nothing but this item, or NULL. */
static struct block **
own_block(struct arena *arena, const void *item, size_t size)
{
	for (struct block **link = &arena->blocks; *link; link = &(*link)->next)
		if ((const void *)(*link)->bytes == item)
			return (*link)->used == size && (*link)->size == size ? link : NULL;
	return NULL;
}

void *
arena_grow(struct arena *arena, const void *item, size_t old, size_t size)
{
	size_t aligned = rounded(size);
	struct block **link = old >= LARGEST_BLOCK / 2 ? own_block(arena, item, rounded(old)) : NULL;

	if (!link) {
		void *copy = arena_alloc(arena, size);
		if (old)
			memcpy(copy, item, old);
		return copy;
	}
	if (size > SIZE_MAX / 2)
		die_out_of_memory();
	struct block *block = realloc(*link, sizeof *block + aligned);
	if (!block)
		die_out_of_memory();
	arena->handed_out += aligned - block->used;
	block->used = block->size = aligned;
	*link = block;
	return block->bytes;
}

char *
arena_strndup(struct arena *arena, const char *bytes, size_t size)
{
	if (size > SIZE_MAX / 2)
		die_out_of_memory();
	char *copy = arena_alloc(arena, size + 1);
	if (size)
		memcpy(copy, bytes, size);
	return copy;
}

char *
arena_strdup(struct arena *arena, const char *text)
{
	return arena_strndup(arena, text, strlen(text));
}

char *
arena_vprintf(struct arena *arena, const char *format, va_list args)
{
	va_list again;

	va_copy(again, args);
	int size = vsnprintf(NULL, 0, format, again);
	va_end(again);
	if (size < 0)
		return arena_strdup(arena, "");
	char *text = arena_alloc(arena, (size_t)size + 1);
	vsnprintf(text, (size_t)size + 1, format, args);
	return text;
}

char *
arena_printf(struct arena *arena, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	char *text = arena_vprintf(arena, format, args);
	va_end(args);
	return text;
}

void
arena_cleanup(struct arena *arena, void (*release)(void *data), void *data)
{
	struct cleanup *cleanup = arena_alloc(arena, sizeof *cleanup);

	*cleanup = (struct cleanup){ .next = arena->cleanups, .release = release, .data = data };
	arena->cleanups = cleanup;
}

size_t
arena_size(const struct arena *arena)
{
	return arena->handed_out;
}
