/* Rows of backup programs. */
#include "evidence/system/backup.h"

#include "unit.h"

static void
test_restic(void)
{
	struct str host;
	int32_t day;

	CU_ASSERT_TRUE_FATAL(backup_restic_row(STR("0a1b2c3d  2026-11-18 02:00:01  web01       daily       /etc"), &day, &host));
	CU_ASSERT_EQUAL(day, day_of(2026, 11, 18));
	CU_ASSERT_TRUE(str_is(host, "web01"));
	CU_ASSERT_FALSE(backup_restic_row(STR("ID        Time                 Host        Tags        Paths"), &day, &host));
	CU_ASSERT_FALSE(backup_restic_row(STR("                                                       /home"), &day, &host));
	CU_ASSERT_FALSE(backup_restic_row(STR("0a1b2c3d  2026-11-31 02:00:01  web01"), &day, &host));
	CU_ASSERT_FALSE(backup_restic_row(STR("3 snapshots"), &day, &host));
}

static void
test_borg(void)
{
	struct str name;
	int32_t day;

	CU_ASSERT_TRUE_FATAL(backup_borg_row(STR("web01-2026-11-18T02:00:04      Wed, 2026-11-18 02:00:05 [0a1b2c3d]"), &day, &name));
	CU_ASSERT_EQUAL(day, day_of(2026, 11, 18));
	CU_ASSERT_TRUE(str_is(name, "web01"));
	CU_ASSERT_TRUE_FATAL(backup_borg_row(STR("home                Wed, 2026-11-18 02:00:05 [0a1b2c3d]"), &day, &name));
	CU_ASSERT_TRUE(str_is(name, "home"));
	CU_ASSERT_FALSE(backup_borg_row(STR("Repository /backup is locked [x]"), &day, &name));
	CU_ASSERT_FALSE(backup_borg_row(STR("home Wed, 2026-11-18 02:00:05"), &day, &name));
	CU_ASSERT_FALSE(backup_borg_row(STR(""), &day, &name));
}

static void
test_rsnapshot(void)
{
	CU_ASSERT_TRUE(backup_is_rsnapshot(STR("/var/cache/rsnapshot/daily.0")));
	CU_ASSERT_TRUE(backup_is_rsnapshot(STR("/.snapshots/weekly.12")));
	CU_ASSERT_FALSE(backup_is_rsnapshot(STR("/.snapshots/_delete.4711x")));
	CU_ASSERT_FALSE(backup_is_rsnapshot(STR("/.snapshots/.1")));
	CU_ASSERT_FALSE(backup_is_rsnapshot(STR("/.snapshots/daily.0/web01")));
	CU_ASSERT_FALSE(backup_is_rsnapshot(STR("daily")));
}

/* Several of one day are one generation. */
static void
test_days(void)
{
	struct arena *arena = arena_new();
	struct backup_sets sets = { .arena = arena, .by_name = MAP_INIT(arena) };

	for (int i = 0; i < 5; i++)
		backup_add(&sets, "a", day_of(2026, 11, 18), (struct span){ .path = "x", .line = 1 });
	backup_add(&sets, "a", day_of(2026, 11, 17), (struct span){ .path = "x", .line = 2 });
	backup_add(&sets, "b", day_of(2026, 11, 16), (struct span){ .path = "x", .line = 3 });
	CU_ASSERT_EQUAL_FATAL(sets.list.len, 2);
	CU_ASSERT_EQUAL(sets.list.items[0]->days.len, 2);
	CU_ASSERT_EQUAL(sets.list.items[0]->last, day_of(2026, 11, 18));
	CU_ASSERT_EQUAL(sets.list.items[0]->at.line, 1);
	arena_free(arena);
}

static const struct unit_test tests[] = {
	{ "restic", test_restic },
	{ "borg", test_borg },
	{ "rsnapshot", test_rsnapshot },
	{ "days", test_days },
	{ NULL, NULL }
};
const struct unit_suite suite_evidence_backup = { "evidence/backup", tests };
