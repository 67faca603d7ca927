/* verdict: what is alike is counted beyond a bound. */
#include "unit.h"

#include "tenken/base/limits.h"
#include "tenken/model/verdict.h"

static struct verdict
verdict_of(struct verdicts *verdicts, const char *check, const char *subject, const char *kind, enum result result)
{
	return (struct verdict){ .check = map_intern(&verdicts->texts, check), .subject = map_intern(&verdicts->texts, subject),
		.subject_kind = "host", .record = "r", .kind = map_intern(&verdicts->texts, kind), .topics = map_intern(&verdicts->texts, ""),
		.result = result, .reason = map_intern(&verdicts->texts, result == RESULT_PASS ? "" : "why"), .message = { "", "" }, .at = "" };
}

static void
add(struct verdicts *verdicts, const char *check, const char *subject, const char *kind, enum result result)
{
	struct verdict verdict = verdict_of(verdicts, check, subject, kind, result);

	verdicts_add(verdicts, &verdict);
}

static void
what_is_alike_is_counted(void)
{
	struct arena *arena = arena_new();
	struct verdicts verdicts = { .texts = MAP_INIT(arena) };

	for (int i = 0; i < LIMIT_VERDICTS_ALIKE + 5; i++) {
		add(&verdicts, "a", "h1", "account", RESULT_FAIL);
		add(&verdicts, "a", "h1", "account", RESULT_PASS);
	}
	CU_ASSERT_EQUAL(verdicts.list.len, 2 * LIMIT_VERDICTS_ALIKE);
	CU_ASSERT_EQUAL(verdicts.list.items[verdicts.list.len - 1].result, RESULT_PASS);
	CU_ASSERT_EQUAL(verdicts.list.items[verdicts.list.len - 1].more, 5);
	CU_ASSERT_EQUAL(verdicts.list.items[verdicts.list.len - 2].result, RESULT_FAIL);
	CU_ASSERT_EQUAL(verdicts.list.items[verdicts.list.len - 2].more, 5);
	CU_ASSERT_EQUAL(verdicts.list.items[0].more, 0);
	/* Another check and another subject have bounds of their own. */
	add(&verdicts, "b", "h1", "account", RESULT_FAIL);
	add(&verdicts, "a", "h2", "account", RESULT_FAIL);
	CU_ASSERT_EQUAL(verdicts.list.len, 2 * LIMIT_VERDICTS_ALIKE + 2);
	CU_ASSERT_EQUAL(verdicts.dropped, 0);
	arena_free(arena);
}

/* Ten hosts of 2,000 passes each: the first five are listed, each of the others has one that stands for all of its own. */
static void
passes_of_a_fleet_are_counted(void)
{
	struct arena *arena = arena_new();
	struct verdicts verdicts = { .texts = MAP_INIT(arena) };
	size_t sum = 0;

	for (int host = 0; host < 10; host++)
		for (int i = 0; i < LIMIT_VERDICTS_ALIKE / 5; i++) {
			add(&verdicts, "a", arena_printf(arena, "h%d", host), "account", RESULT_PASS);
			if (i == 0)
				add(&verdicts, "a", arena_printf(arena, "h%d", host), "account", RESULT_FAIL);
		}
	CU_ASSERT_EQUAL(verdicts.list.len, LIMIT_VERDICTS_ALIKE + 5 + 10);
	for (size_t i = 0; i < verdicts.list.len; i++)
		sum += 1 + verdicts.list.items[i].more;
	CU_ASSERT_EQUAL(sum, 2 * LIMIT_VERDICTS_ALIKE + 10);
	UNIT_EQUAL(verdicts.list.items[verdicts.list.len - 2].subject, "h9");
	CU_ASSERT_EQUAL(verdicts.list.items[verdicts.list.len - 2].more, LIMIT_VERDICTS_ALIKE / 5 - 1);
	arena_free(arena);
}

/* Two lists joined are what one list would have been, also where one of them has only counted some. */
static void
lists_are_joined(void)
{
	struct arena *arena = arena_new();
	struct verdicts first = { .texts = MAP_INIT(arena) }, second = { .texts = MAP_INIT(arena) }, all = { .texts = MAP_INIT(arena) },
			joined = { .texts = MAP_INIT(arena) };
	size_t sums[2] = { 0 };

	for (int i = 0; i < LIMIT_VERDICTS_ALIKE + 7; i++) {
		add(&first, "a", "h1", "account", RESULT_FAIL);
		add(&all, "a", "h1", "account", RESULT_FAIL);
	}
	for (int i = 0; i < 5; i++) {
		add(&second, "a", "h2", "account", i % 2 ? RESULT_FAIL : RESULT_PASS);
		add(&all, "a", "h2", "account", i % 2 ? RESULT_FAIL : RESULT_PASS);
	}
	verdicts_join(&joined, &first);
	verdicts_join(&joined, &second);
	CU_ASSERT_EQUAL_FATAL(joined.list.len, all.list.len);
	for (size_t i = 0; i < all.list.len; i++) {
		CU_ASSERT_EQUAL(joined.list.items[i].more, all.list.items[i].more);
		CU_ASSERT_EQUAL(joined.list.items[i].result, all.list.items[i].result);
		UNIT_EQUAL(joined.list.items[i].subject, all.list.items[i].subject);
		sums[0] += 1 + joined.list.items[i].more;
	}
	CU_ASSERT_EQUAL(sums[0], LIMIT_VERDICTS_ALIKE + 12);
	/* Once more: the first list's are all counted now, and what it counted is added. */
	verdicts_join(&joined, &first);
	CU_ASSERT_EQUAL(joined.list.len, all.list.len + LIMIT_VERDICTS_ALIKE);
	for (size_t i = 0; i < joined.list.len; i++)
		sums[1] += 1 + joined.list.items[i].more;
	CU_ASSERT_EQUAL(sums[1], 2 * LIMIT_VERDICTS_ALIKE + 19);
	arena_free(arena);
}

static const struct unit_test tests[] = {
	{ "what is alike is counted", what_is_alike_is_counted },
	{ "lists are joined", lists_are_joined },
	{ "passes of a fleet are counted", passes_of_a_fleet_are_counted },
	{ 0 },
};

const struct unit_suite suite_model_verdict = { "model/verdict", tests };
