/* Paths, sizes and turns of logs that programs write. */
#include "evidence/log/applog.h"

#include "unit.h"

static void
check_path(const char *file, const char *expected)
{
	struct arena *arena = arena_new();

	UNIT_EQUAL(applog_path(arena, "etc/nginx", str_of(file)), expected);
	arena_free(arena);
}

static void
test_paths(void)
{
	check_path("/var/log/nginx/access.log", "/var/log/nginx/access.log");
	check_path("logs/access.log", "/etc/nginx/logs/access.log");
	check_path("/var/log/nginx/$host.log", "/var/log/nginx/*.log");
	check_path("/var/log/nginx/${host}-$server_port.log", "/var/log/nginx/*-*.log");
	check_path("/var/log/nginx/${host", "/var/log/nginx/*");
	check_path("/var/log/$", "/var/log/*");
	check_path("off", NULL);
	check_path("|/usr/bin/logger", NULL);
	check_path("syslog:server=192.0.2.1", NULL);
	check_path("/dev/stdout", NULL);
	check_path("", NULL);
}

static void
test_dates(void)
{
	struct arena *arena = arena_new();

	UNIT_EQUAL(applog_dated(arena, "/l/pg-%a.log"), "/l/pg-*.log");
	UNIT_EQUAL(applog_dated(arena, "/l/%Y-%m%%.log"), "/l/*-**.log");
	UNIT_EQUAL(applog_dated(arena, "/l/x%"), "/l/x%");
	arena_free(arena);
}

static void
test_sizes(void)
{
	int64_t size = 0;

	CU_ASSERT_TRUE(applog_size(STR("5m"), &size));
	CU_ASSERT_EQUAL(size, 5 << 20);
	CU_ASSERT_TRUE(applog_size(STR("10K"), &size));
	CU_ASSERT_EQUAL(size, 10 << 10);
	CU_ASSERT_TRUE(applog_size(STR("7"), &size));
	CU_ASSERT_EQUAL(size, 7);
	CU_ASSERT_FALSE(applog_size(STR("99999999999g"), &size));
	CU_ASSERT_FALSE(applog_size(STR("unlimited"), &size));
	CU_ASSERT_FALSE(applog_size(STR("m"), &size));
	CU_ASSERT_FALSE(applog_size(STR(""), &size));
	CU_ASSERT_EQUAL(size, 7);
}

static void
test_turns(void)
{
	struct applog log = APPLOG_INIT;

	/* The file that is written now was emptied when its turn came. */
	applog_in_turn(&log, 8, 86400);
	UNIT_EQUAL(log.kind, "time-bound");
	CU_ASSERT_EQUAL(log.guaranteed, 7);
	CU_ASSERT_EQUAL(log.most, 8);
	log = APPLOG_INIT;
	applog_in_turn(&log, 24, 3600);
	CU_ASSERT_EQUAL(log.guaranteed, 0);
	CU_ASSERT_EQUAL(log.most, 1);
	log = APPLOG_INIT;
	applog_in_turn(&log, 0, 86400);
	CU_ASSERT_PTR_NULL(log.kind);
	applog_in_turn(&log, 8, -1);
	CU_ASSERT_PTR_NULL(log.kind);
}

static const struct unit_test tests[] = {
	{ "paths", test_paths },
	{ "dates", test_dates },
	{ "sizes", test_sizes },
	{ "turns", test_turns },
	{ NULL, NULL }
};
const struct unit_suite suite_evidence_applog = { "evidence/applog", tests };
