/* Memory that lives and dies together: one arena a run, one a bundle. */
#ifndef TENKEN_BASE_ARENA_H
#define TENKEN_BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

struct arena;

/* An empty arena; out of memory ends the program (exit status 5) with one line on stderr. */
struct arena *arena_new(void);

/* Runs the cleanups, last registered first, and frees everything. NULL is allowed. */
void arena_free(struct arena *arena);

/* `size` zeroed bytes, aligned for any type; never NULL. A size from the outside is bounded by the caller first. */
void *arena_alloc(struct arena *arena, size_t size);

/* `count` zeroed items of `size` bytes; an overflow ends the program as running out of memory does. */
void *arena_array(struct arena *arena, size_t count, size_t size);

/* The item of `old` bytes with room for `size`, which is more; what is added is not zeroed. In place where it stands alone
 * in its block, as large items do, so that a long list does not leave its former selves behind; else a copy. */
void *arena_grow(struct arena *arena, const void *item, size_t old, size_t size);

/* NUL-terminated copies. */
char *arena_strdup(struct arena *arena, const char *text);
char *arena_strndup(struct arena *arena, const char *bytes, size_t size);
char *arena_printf(struct arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *arena, const char *format, va_list args) __attribute__((format(printf, 2, 0)));

/* Calls `release(data)` when the arena goes: closes what other libraries allocated. */
void arena_cleanup(struct arena *arena, void (*release)(void *data), void *data);

/* Bytes handed out so far. */
size_t arena_size(const struct arena *arena);

#endif
