/* The second pass: what is noted of each subject while it is there, and the joins made of it when all have been read. */
#include "evidence/join.h"

struct join *
join_new(struct run *run)
{
	struct join *join = arena_alloc(run->arena, sizeof *join);

	*join = (struct join){ .run = run, .seen = MAP_INIT(run->arena) };
	return join;
}

void
join_note(struct join *join, const struct subject *subject)
{
	if (strcmp(subject->kind, "host") != 0 || map_get(&join->seen, subject->id))
		return;
	char *id = arena_strdup(join->run->arena, subject->id);
	map_set(&join->seen, id, id);
	vec_push(join->run->arena, &join->hosts, id);
}

void
join_finish(const struct join *join, struct subject *organisation)
{
	join_coverage(join, organisation);
}
