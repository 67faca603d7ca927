/* Who shares a password with whom: the same salted text or the same unsalted hash, and the same password once it is known, under whatever
 * scheme. Two secrets of one account (its NT and LM hashes, one account in two dumps) are no sharing. */
#include "password/search.h"

#include <stdlib.h>

#include "password/scheme.h"

/* What two findings must have in common, and whose it is. */
struct mark {
	const char *scheme;      /* NULL: the password itself */
	struct str setting, text;
	size_t target;
};

static int
compare_str(struct str a, struct str b)
{
	size_t len = a.len < b.len ? a.len : b.len;
	int order = len ? memcmp(a.ptr, b.ptr, len) : 0;

	return order ? order : (a.len > b.len) - (a.len < b.len);
}

static int
compare_what(const struct mark *x, const struct mark *y)
{
	int order = (x->scheme != NULL) - (y->scheme != NULL);

	if (order == 0 && x->scheme)
		order = strcmp(x->scheme, y->scheme);
	if (order == 0)
		order = compare_str(x->setting, y->setting);
	return order ? order : compare_str(x->text, y->text);
}

static int
compare_marks(const void *a, const void *b)
{
	const struct mark *x = a, *y = b;
	int order = compare_what(x, y);

	return order ? order : (x->target > y->target) - (x->target < y->target);
}

/* The first of the set a target is in; sets are joined by pointing one first at the other. */
static size_t
root_of(size_t *parents, size_t i)
{
	while (parents[i] != i)
		i = parents[i] = parents[parents[i]];
	return i;
}

static bool
is_one_account(const struct password_finding *a, const struct password_finding *b)
{
	return strcmp(a->secret->subject, b->secret->subject) == 0 && strcmp(a->secret->account, b->secret->account) == 0;
}

/* Joins all that have something in common. */
static void
join_marks(struct mark *marks, size_t count, size_t *parents)
{
	if (count)
		qsort(marks, count, sizeof *marks, compare_marks);
	for (size_t i = 1; i < count; i++)
		if (compare_what(&marks[i - 1], &marks[i]) == 0) {
			size_t a = root_of(parents, marks[i - 1].target), b = root_of(parents, marks[i].target);
			parents[a > b ? a : b] = a > b ? b : a;
		}
}

/* Numbers the sets of more than one account, in the order of the targets. */
static void
number_groups(struct search *search, size_t *parents, struct password_results *results)
{
	size_t *firsts = arena_array(search->run->arena, search->targets.len + 1, sizeof *firsts);

	for (size_t i = 0; i < search->targets.len; i++) {
		struct password_finding *finding = search->targets.items[i].finding;
		size_t root = root_of(parents, i);
		struct password_finding *first = search->targets.items[root].finding;
		if (root != i && !is_one_account(first, finding) && !firsts[root])
			firsts[root] = ++results->groups;
	}
	for (size_t i = 0; i < search->targets.len; i++)
		search->targets.items[i].finding->group = firsts[root_of(parents, i)];
}

void
search_groups(struct search *search, struct password_results *results)
{
	struct arena *arena = arena_new();
	size_t count = 0, *parents = arena_array(arena, search->targets.len + 1, sizeof *parents);
	struct mark *marks = arena_array(arena, 2 * search->targets.len + 1, sizeof *marks);

	for (size_t i = 0; i < search->targets.len; i++) {
		const struct target *target = &search->targets.items[i];
		parents[i] = i;
		if (target->finding->status == HASH_GOOD)
			marks[count++] = (struct mark){ hash_scheme_name(&target->hash), target->hash.setting, target->hash.expected, i };
		if (target->found.ptr)
			marks[count++] = (struct mark){ NULL, STR(""), target->found, i };
	}
	join_marks(marks, count, parents);
	number_groups(search, parents, results);
	arena_free(arena);
}
