/* parts: every record of a long list comes once and in order, and those the subject holds are in every part. */
#include "fixture_list.h"
#include "unit.h"

#include "tenken/base/limits.h"

static struct subject
subject_of(struct arena *arena, size_t held)
{
	struct subject subject = { .id = "t", .kind = "tenant", .arena = arena };

	for (size_t i = 0; i < held; i++)
		record_add(&subject, "policy", arena_printf(arena, "p%zu", i), (struct span){ .path = "p.json" });
	return subject;
}

/* Goes through the parts; the number of records of lists, which must be in order from `first`. */
static int
count_listed(struct run *run, const struct subject *subject, int first, size_t *ret_parts)
{
	struct parts parts = parts_begin(subject);
	int next = first;

	for (const struct subject *part; (part = parts_next(&parts, run));) {
		CU_ASSERT_EQUAL(part->held, subject->records.len);
		CU_ASSERT_EQUAL(part->is_later, parts.count > 1);
		for (size_t i = 0; i < part->held; i++)
			CU_ASSERT_PTR_EQUAL(part->records.items[i], subject->records.items[i]);
		for (size_t i = part->held; i < part->records.len; i++)
			UNIT_EQUAL(record_get(part->records.items[i], "n"), arena_printf(run->arena, "%d", next++));
	}
	CU_ASSERT_PTR_NULL(parts_next(&(struct parts){ .whole = &(struct subject){ .id = "" }, .count = 1 }, run));
	*ret_parts = parts.count;
	parts_end(&parts);
	return next - first;
}

static void
no_list_is_one_part(void)
{
	struct run *run = unit_run();
	struct subject subject = subject_of(run->arena, 2), empty = subject_of(run->arena, 0);
	struct parts parts = parts_begin(&subject), none = parts_begin(&empty);

	CU_ASSERT_PTR_EQUAL(parts_next(&parts, run), &subject);
	CU_ASSERT_PTR_NULL(parts_next(&parts, run));
	CU_ASSERT_PTR_NULL(parts_next(&parts, run));
	CU_ASSERT_EQUAL(parts.count, 1);
	CU_ASSERT_PTR_EQUAL(parts_next(&none, run), &empty);
	parts_end(&parts);
	parts_end(&none);
	unit_run_free(run);
}

static void
lists_come_whole(void)
{
	static const struct {
		int count;
		size_t held, parts;
	} rows[] = {
		{ 0, 0, 1 }, { 0, 3, 1 }, { 1, 3, 1 }, { LIMIT_PART_RECORDS, 1, 1 }, { LIMIT_PART_RECORDS + 1, 1, 2 },
		{ 3 * LIMIT_PART_RECORDS + 7, 2, 4 },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct run *run = unit_run();
		struct subject subject = subject_of(run->arena, rows[i].held);
		struct fixture_list list = { .kind = "account", .count = rows[i].count };
		size_t parts;
		fixture_list_add(&subject, &list);
		CU_ASSERT_EQUAL(count_listed(run, &subject, 0, &parts), rows[i].count);
		CU_ASSERT_EQUAL(parts, rows[i].parts);
		/* A second time they are the same. */
		CU_ASSERT_EQUAL(count_listed(run, &subject, 0, &parts), rows[i].count);
		unit_run_free(run);
	}
}

/* The second list begins in the part in which the first ends. */
static void
lists_follow_each_other(void)
{
	struct run *run = unit_run();
	struct subject subject = subject_of(run->arena, 1);
	struct fixture_list first = { .kind = "account", .count = 10 }, second = { .kind = "export", .count = LIMIT_PART_RECORDS - 10 };
	struct parts parts = parts_begin(&subject);

	fixture_list_add(&subject, &first);
	fixture_list_add(&subject, &second);
	const struct subject *part = parts_next(&parts, run);
	CU_ASSERT_EQUAL(part->records.len, LIMIT_PART_RECORDS + 1);
	UNIT_EQUAL(part->records.items[10]->kind, "account");
	UNIT_EQUAL(part->records.items[11]->kind, "export");
	CU_ASSERT_PTR_NULL(parts_next(&parts, run));
	parts_end(&parts);
	unit_run_free(run);
}

/* What is said of rows comes to the run in the order of the rows, and once; a part that was begun and is not wanted is let go. */
static void
what_is_wrong_is_said(void)
{
	struct run *run = unit_run();
	struct subject subject = subject_of(run->arena, 0);
	struct fixture_list list = { .kind = "account", .count = 2 * LIMIT_PART_RECORDS + 1, .noise = 1000 };
	struct parts parts = parts_begin(&subject);

	fixture_list_add(&subject, &list);
	parts_next(&parts, run);
	CU_ASSERT_TRUE(unit_has_diag(run, DIAG_TABLE_VALUE, LIMIT_PART_RECORDS / 1000));
	parts_next(&parts, run);
	CU_ASSERT_TRUE(unit_has_diag(run, DIAG_TABLE_VALUE, 2 * LIMIT_PART_RECORDS / 1000));
	for (size_t i = 0; i < run->diags.list.len; i++)
		CU_ASSERT_EQUAL(run->diags.list.items[i].span.line, i * 1000 + 2);
	parts_end(&parts);
	unit_run_free(run);
}

/* What the subject holds does not take the room of a list. */
static void
held_records_take_no_room(void)
{
	struct run *run = unit_run();
	struct subject subject = subject_of(run->arena, LIMIT_RECORDS);
	struct fixture_list list = { .kind = "account", .count = 10 };
	struct parts parts = parts_begin(&subject);

	fixture_list_add(&subject, &list);
	const struct subject *part = parts_next(&parts, run);
	CU_ASSERT_EQUAL(part->records.len, LIMIT_RECORDS + 10);
	CU_ASSERT_EQUAL(part->dropped, 0);
	parts_end(&parts);
	unit_run_free(run);
}

static const struct unit_test tests[] = {
	{ "a subject without lists is one part", no_list_is_one_part },
	{ "lists come whole", lists_come_whole },
	{ "lists follow each other", lists_follow_each_other },
	{ "what is wrong is said", what_is_wrong_is_said },
	{ "held records take no room", held_records_take_no_room },
	{ NULL, NULL },
};

const struct unit_suite suite_model_parts = { "model parts", tests };
