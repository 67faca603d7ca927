/* PostgreSQL: the logging collector, postgresql.conf and its conf.d (postgresql.auto.conf lies with the data and was not seen).
 *
 * With the collector and log_truncate_on_rotation, a name with %a comes back after a week and one with %d after a month, and what
 * it held is gone. Other names never come back: the program keeps all, and what removes it nobody tells. Without the
 * collector, Debian's pg_ctlcluster writes /var/log/postgresql/postgresql-VERSION-CLUSTER.log. */
#include "evidence/log/applog.h"

#include "tenken/base/limits.h"
#include "tenken/syntax/lines.h"

struct postgres {
	struct str collector, directory, filename, truncate, age, prefix, destination;
	struct span at;
};

/* `'on' # comment` */
static struct str
value_of(struct str text)
{
	struct str value = str_trim(text);

	if (value.len && value.ptr[0] == '\'') {
		const char *end = value.len > 1 ? memchr(value.ptr + 1, '\'', value.len - 1) : NULL;
		return (struct str){ value.ptr + 1, end ? (size_t)(end - value.ptr) - 1 : value.len - 1 };
	}
	struct str rest = value;
	return str_token(&rest, " \t#");
}

static void
read_file(struct file *file, struct postgres *set)
{
	static const struct {
		const char *key;
		size_t offset;
	} known[] = {
		{ "logging_collector", offsetof(struct postgres, collector) }, { "log_directory", offsetof(struct postgres, directory) },
		{ "log_filename", offsetof(struct postgres, filename) }, { "log_truncate_on_rotation", offsetof(struct postgres, truncate) },
		{ "log_rotation_age", offsetof(struct postgres, age) }, { "log_line_prefix", offsetof(struct postgres, prefix) },
		{ "log_destination", offsetof(struct postgres, destination) },
	};

	file->is_used = true;
	for (struct lines lines = lines_of(file->bytes); lines_next(&lines) && lines.line <= LIMIT_LINES;) {
		struct str rest = str_trim(lines.text), key = str_token(&rest, " \t=");
		rest = str_trim(rest);
		if (str_has_prefix(rest, "="))
			rest = (struct str){ rest.ptr + 1, rest.len - 1 };
		for (size_t i = 0; i < sizeof known / sizeof *known; i++)
			if (str_is_nocase(key, known[i].key)) {
				*(struct str *)((char *)set + known[i].offset) = value_of(rest);
				set->at = file_span(file, lines.line);
			}
	}
}

static bool
is_on(struct str value)
{
	return str_is_nocase(value, "on") || str_is_nocase(value, "true") || str_is_nocase(value, "yes") || str_is(value, "1");
}

/* log_rotation_age in minutes, -1 when it cannot be read; one day by default. */
static int64_t
minutes_of(struct str age)
{
	static const struct {
		const char *unit;
		int64_t minutes;
	} units[] = { { "min", 1 }, { "h", 60 }, { "d", 1440 }, { "", 1 } };
	int64_t number;

	if (!age.len)
		return 1440;
	for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
		size_t len = strlen(units[i].unit);
		if (str_has_suffix(age, units[i].unit) && str_int(str_trim((struct str){ age.ptr, age.len - len }), &number) && number < 1000000)
			return number * units[i].minutes;
	}
	return -1;
}

/* Whether the name holds that escape of strftime and none of a longer time. */
static bool
comes_back(struct str name, const char *escape)
{
	static const char *const longer[] = { "%Y", "%y", "%m", "%j", "%F", "%s", "%b", "%B", "%G", "%V", "%U", "%W", "%x", "%c", "%D", NULL };

	for (int i = 0; longer[i]; i++)
		if (str_has(name, longer[i]))
			return false;
	return str_has(name, escape);
}

static void
decide(const struct postgres *set, struct str name, struct applog *log)
{
	int64_t minutes = minutes_of(set->age);

	log->kind = "unknown";
	log->reason = "PostgreSQL keeps all files; what removes them is not known";
	if (!is_on(set->truncate) || !set->truncate.len)
		return;
	bool is_hourly = str_has(name, "%H") || str_has(name, "%I");
	if (minutes < 1 || minutes > 1440 || (is_hourly && minutes > 60)) {
		log->reason = "when PostgreSQL begins a new file could not be told";
		return;
	}
	if (comes_back(name, "%d") || comes_back(name, "%e")) {
		log->kind = "time-bound";
		log->reason = NULL;
		log->guaranteed = 27;   /* the day of the shortest month, until it is written again */
		log->most = 31;
	} else if (comes_back(name, "%a") || comes_back(name, "%A") || comes_back(name, "%u") || comes_back(name, "%w")) {
		log->reason = NULL;
		applog_in_turn(log, 7, 86400);
	} else if (comes_back(name, "%H")) {
		log->reason = NULL;
		applog_in_turn(log, 24, 3600);
	}
}

/* What stands before each line: log_line_prefix, whose default is '%m [%p] '. Tables (csvlog, jsonlog) go to files of other names. */
static void
add_format(const struct postgres *set, const struct applog *log, struct log_formats *formats)
{
	struct log_format format = { .log = log->path, .writer = log->writer, .class = log->class, .at = log->at };

	if (set->destination.len && !str_has(set->destination, "stderr"))
		return;
	format.known = FIELD_MOMENT | FIELD_USER | FIELD_SOURCE;
	format.has = log_fields_postgres(set->prefix.len ? set->prefix : STR("%m [%p] ")) & format.known;
	log_formats_add(formats, &format);
}

static void
emit(const struct parse *parse, const struct file *main, const struct postgres *set, struct log_formats *formats)
{
	struct arena *arena = parse->bundle->arena;
	struct applog log = APPLOG_INIT;
	bool is_debian = str_has_prefix(str_of(main->name), "etc/postgresql/");

	log.writer = "postgresql";
	log.class = "database";
	log.at = set->at.path ? set->at : file_span(main, 0);
	if (is_on(set->collector)) {
		struct str name = set->filename.len ? set->filename : STR("postgresql-%Y-%m-%d_%H%M%S.log");
		if (!set->directory.len || set->directory.ptr[0] != '/' || set->directory.len > LIMIT_PATH_BYTES || name.len > LIMIT_PATH_BYTES)
			return;   /* below the data, whose place is not known here */
		log.path = applog_dated(arena, arena_printf(arena, "%.*s/%.*s", (int)set->directory.len, set->directory.ptr, (int)name.len, name.ptr));
		decide(set, name, &log);
	} else if (is_debian) {
		struct str rest = str_of(main->name + strlen("etc/postgresql/"));
		struct str version = str_token(&rest, "/"), cluster = str_token(&rest, "/");
		log.path = arena_printf(arena, "/var/log/postgresql/postgresql-%.*s-%.*s.log", (int)version.len, version.ptr, (int)cluster.len, cluster.ptr);
	}
	if (!log.path)
		return;
	applog_emit(parse, &log);
	add_format(set, &log, formats);
}

void
applog_postgres(const struct parse *parse, struct log_formats *formats)
{
	static const char *const patterns[] = { "etc/postgresql/*/*/postgresql.conf", "var/lib/pgsql/data/postgresql.conf",
		"var/lib/pgsql/*/data/postgresql.conf" };
	struct arena *arena = parse->bundle->arena;

	for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
		size_t at = 0;
		for (struct file *main; (main = applog_included(parse, "", str_of(arena_printf(arena, "/%s", patterns[i])), &at));) {
			struct postgres set = { 0 };
			size_t next = 0, folder = strlen(main->name) - strlen("/postgresql.conf");
			read_file(main, &set);
			const char *drop_ins = arena_printf(arena, "/%.*s/conf.d/*.conf", (int)folder, main->name);
			for (struct file *file; (file = applog_included(parse, "", str_of(drop_ins), &next));)
				read_file(file, &set);
			emit(parse, main, &set, formats);
		}
	}
}
