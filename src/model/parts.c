/* A subject in parts: each holds all records that are not of a list, and a piece of the lists. While one is judged, a thread
 * fills the next; the two share nothing that is written. */
#include "tenken/model/parts.h"

#include "tenken/base/limits.h"

struct parts
parts_begin(const struct subject *whole)
{
	return (struct parts){ .whole = whole, .arena = arena_new() };
}

static void
new_part(struct parts *parts)
{
	const struct subject *whole = parts->whole;

	parts->next = (struct subject){ .id = whole->id, .kind = whole->kind, .collected_at = whole->collected_at, .arena = arena_new(),
		.held = whole->records.len, .is_later = parts->count > 0 };
	for (size_t i = 0; i < whole->records.len; i++)
		vec_push(parts->next.arena, &parts->next.records, whole->records.items[i]);
}

/* Fills the next part from the lists, one after the other. */
static void *
fill(void *data)
{
	struct parts *parts = data;
	const struct subject *whole = parts->whole;
	size_t room = LIMIT_PART_RECORDS;

	while (room && parts->list < whole->lists.len) {
		const struct record_list *list = &whole->lists.items[parts->list];
		if (!parts->cursor)
			parts->cursor = list->open(list->context, parts->arena);
		size_t added = list->next(parts->cursor, &parts->run, &parts->next, room);
		room -= added;
		if (added == 0) {
			parts->cursor = NULL;
			parts->list++;
		}
	}
	return NULL;
}

/* Where no thread can be had the work is done at once. */
static void
start(struct parts *parts, const struct run *run)
{
	new_part(parts);
	parts->run = *run;
	parts->run.arena = parts->next.arena;
	parts->run.diags = (struct diags){ .arena = parts->arena };
	parts->is_threaded = pthread_create(&parts->thread, NULL, fill, parts) == 0;
	if (!parts->is_threaded)
		fill(parts);
}

static void
join(struct parts *parts)
{
	if (parts->is_threaded)
		pthread_join(parts->thread, NULL);
	parts->is_threaded = false;
}

const struct subject *
parts_next(struct parts *parts, struct run *run)
{
	if (parts->whole->lists.len == 0) {
		if (parts->count > 0)
			return NULL;
		parts->count = 1;
		return parts->whole;
	}
	if (parts->count == 0)
		start(parts, run);
	join(parts);
	diags_join(&run->diags, &parts->run.diags);
	arena_free(parts->part.arena);
	parts->part = parts->next;
	parts->next.arena = NULL;
	/* A list of nothing is a part, too: what it lacks is judged. */
	if (parts->count && parts->part.records.len == parts->part.held)
		return NULL;
	parts->count++;
	start(parts, run);
	return &parts->part;
}

void
parts_end(struct parts *parts)
{
	join(parts);
	arena_free(parts->part.arena);
	arena_free(parts->next.arena);
	arena_free(parts->arena);
}
