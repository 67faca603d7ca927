/* arena, vec, buf and map: the containers everything stands on. */
#include "unit.h"

#include <stdalign.h>
#include <stddef.h>
#include <stdint.h>

#include "tenken/base/buf.h"
#include "tenken/base/map.h"

static void
alloc_is_zeroed_and_aligned(void)
{
	struct arena *arena = arena_new();

	for (size_t size = 1; size < 3 << 20; size = size * 3 + 1) {
		char *bytes = arena_alloc(arena, size);
		CU_ASSERT_EQUAL((uintptr_t)bytes % alignof(max_align_t), 0);
		CU_ASSERT(bytes[0] == 0 && bytes[size - 1] == 0);
		memset(bytes, 0xff, size);
	}
	arena_free(arena);
}

static void
note_release(void *data)
{
	char *order = data;

	order[strlen(order + 1) + 1] = order[0]++;
}

static void
cleanups_run_last_first(void)
{
	struct arena *arena = arena_new();
	static char log[4];

	log[0] = '1';
	arena_cleanup(arena, note_release, log);
	arena_cleanup(arena, note_release, log);
	arena_free(arena);
	UNIT_EQUAL(log, "312");
	arena_free(NULL);
}

static void
vec_keeps_what_was_pushed(void)
{
	struct arena *arena = arena_new();
	VEC(int) numbers = { 0 };

	for (int i = 0; i < 1000; i++)
		vec_push(arena, &numbers, i * i);
	CU_ASSERT_EQUAL(numbers.len, 1000);
	for (int i = 0; i < 1000; i++)
		CU_ASSERT_EQUAL(numbers.items[i], i * i);
	arena_free(arena);
}

/* Items large enough to stand alone grow in place; with neighbours, or small, they are copied. Either way nothing is lost. */
static void
large_items_grow_where_they_are(void)
{
	struct arena *arena = arena_new();
	size_t size = (size_t)1 << 20;
	char *small = arena_strdup(arena, "small"), *large = arena_alloc(arena, size);

	memset(large, 'x', size);
	char *grown = arena_grow(arena, large, size, 3 * size);
	CU_ASSERT_EQUAL(grown[0], 'x');
	CU_ASSERT_EQUAL(grown[size - 1], 'x');
	memset(grown, 'y', 3 * size);
	size_t before = arena_size(arena);
	grown = arena_grow(arena, grown, 3 * size, 4 * size);
	CU_ASSERT_EQUAL(grown[3 * size - 1], 'y');
	CU_ASSERT_EQUAL(arena_size(arena) - before, size);   /* not four */
	char *more = arena_grow(arena, small, 6, 12);
	UNIT_EQUAL(more, "small");
	CU_ASSERT_PTR_NOT_EQUAL(more, small);
	arena_free(arena);
}

static void
buf_never_grows_beyond_its_bound(void)
{
	struct buf buf = BUF_INIT(10);

	CU_ASSERT_TRUE(buf_puts(&buf, "12345"));
	CU_ASSERT_TRUE(buf_printf(&buf, "%d", 67890));
	CU_ASSERT_EQUAL(buf.len, 10);
	CU_ASSERT_FALSE(buf_putc(&buf, 'x'));
	CU_ASSERT_TRUE(buf.is_full);
	UNIT_EQUAL(buf.ptr, "1234567890");
	/* Once something was lost nothing more is taken: what is there would look whole. */
	CU_ASSERT_FALSE(buf_puts(&buf, ""));
	buf_free(&buf);
	CU_ASSERT_TRUE(buf_puts(&buf, "again"));
	buf_free(&buf);
}

static void
map_finds_what_was_stored(void)
{
	struct arena *arena = arena_new();
	struct map map = MAP_INIT(arena);
	char other[] = "other";

	CU_ASSERT_PTR_NULL(map_get(&map, "a"));
	for (int i = 0; i < 5000; i++)
		CU_ASSERT_TRUE(map_add(&map, arena_printf(arena, "key%d", i), arena_printf(arena, "%d", i)));
	CU_ASSERT_EQUAL(map.len, 5000);
	for (int i = 0; i < 5000; i++)
		UNIT_EQUAL(map_get(&map, arena_printf(arena, "key%d", i)), arena_printf(arena, "%d", i));
	CU_ASSERT_FALSE(map_add(&map, "key7", other));
	UNIT_EQUAL(map_get(&map, "key7"), "7");
	map_set(&map, "key7", other);
	UNIT_EQUAL(map_get(&map, "key7"), "other");
	CU_ASSERT_PTR_NULL(map_get(&map, "key5000"));
	CU_ASSERT_PTR_NULL(map_get(&map, ""));
	arena_free(arena);
}

static void
a_text_is_kept_once(void)
{
	struct arena *arena = arena_new();
	struct map texts = MAP_INIT(arena);
	char buffer[] = "same";

	const char *first = map_intern(&texts, buffer), *second = map_intern(&texts, "same");
	CU_ASSERT_PTR_EQUAL(first, second);
	CU_ASSERT_PTR_NOT_EQUAL(first, buffer);
	buffer[0] = 'l';
	UNIT_EQUAL(map_intern(&texts, "same"), "same");
	UNIT_EQUAL(map_intern(&texts, buffer), "lame");
	CU_ASSERT_EQUAL(texts.len, 2);
	arena_free(arena);
}

static const struct unit_test tests[] = {
	{ "alloc is zeroed and aligned", alloc_is_zeroed_and_aligned },
	{ "cleanups run last first", cleanups_run_last_first },
	{ "vec keeps what was pushed", vec_keeps_what_was_pushed },
	{ "large items grow where they are", large_items_grow_where_they_are },
	{ "buf never grows beyond its bound", buf_never_grows_beyond_its_bound },
	{ "map finds what was stored", map_finds_what_was_stored },
	{ "a text is kept once", a_text_is_kept_once },
	{ 0 },
};

const struct unit_suite suite_base_arena = { "base/arena", tests };
