/* A record list for tests (fixture_list.h). */
#include "fixture_list.h"

struct cursor {
	const struct fixture_list *list;
	int next;
};

static void *
list_open(const void *context, struct arena *arena)
{
	struct cursor *cursor = arena_alloc(arena, sizeof *cursor);

	cursor->list = context;
	return cursor;
}

static size_t
list_next(void *data, struct run *run, struct subject *part, size_t most)
{
	struct cursor *cursor = data;
	const struct fixture_list *list = cursor->list;
	size_t added = 0;

	for (; added < most && cursor->next < list->count; added++, cursor->next++) {
		struct span at = { .path = "list.csv", .line = (unsigned)cursor->next + 2 };
		struct record *record = record_add(part, list->kind, arena_printf(part->arena, "%d", cursor->next), at);
		record_set_int(part, record, "n", cursor->next);
		if (list->noise && cursor->next % list->noise == 0)
			diag_report(&run->diags, DIAG_TABLE_VALUE, at, "%d", cursor->next);
	}
	return added;
}

void
fixture_list_add(struct subject *subject, const struct fixture_list *list)
{
	vec_push(subject->arena, &subject->lists, (struct record_list){ .open = list_open, .next = list_next, .context = list });
}
