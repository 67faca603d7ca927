/* Logs that programs write by themselves: joined to the records of those who rotate them. */
#include "evidence/log/applog.h"

#include "evidence/log/logrotate.h"
#include "evidence/table/mapping.h"
#include "tenken/base/limits.h"

#define SIZE_LIMIT ((int64_t)1 << 50)

static struct record *
find_record(const struct subject *subject, const char *path)
{
	struct record *by_pattern = NULL;

	for (size_t i = 0; i < subject->records.len; i++) {
		struct record *record = subject->records.items[i];
		if (strcmp(record->kind, "log") != 0)
			continue;
		if (strcmp(record->name, path) == 0)
			return record;
		if (!by_pattern && strpbrk(record->name, "*?[") && logrotate_glob(record->name, path))
			by_pattern = record;
	}
	return by_pattern;
}

/* Takes an attribute away. */
static void
drop(struct record *record, const char *name)
{
	for (size_t i = 0; i < record->attributes.len; i++)
		if (strcmp(record->attributes.items[i].name, name) == 0) {
			record->attributes.len--;
			memmove(&record->attributes.items[i], &record->attributes.items[i + 1],
			    (record->attributes.len - i) * sizeof *record->attributes.items);
			return;
		}
}

static void
set_retention(const struct parse *parse, struct record *record, const struct applog *log)
{
	struct subject *subject = parse->subject;

	record_set(subject, record, "retention-kind", log->kind ? log->kind : "unknown");
	if (log->guaranteed >= 0)
		record_set_int(subject, record, "guaranteed-days", log->guaranteed);
	if (log->most >= 0)
		record_set_int(subject, record, "max-days", log->most);
	if (log->capacity >= 0)
		record_set_int(subject, record, "capacity-bytes", log->capacity);
	if (log->generations >= 0)
		record_set_int(subject, record, "generations", log->generations);
	bool has_rules = bundle_file(parse, "etc/logrotate.conf") || bundle_file(parse, "usr/etc/logrotate.conf");
	record_set(subject, record, "reason", log->kind ? log->reason
	    : has_rules ? "no rotation rule was found" : "the rules of rotation were not collected");
}

static void
add_record(const struct parse *parse, const struct applog *log)
{
	struct record *record = record_add(parse->subject, "log", log->path, log->at);

	record_set(parse->subject, record, "source", log->writer);
	log_classify(parse, record);
	if (log->class && strcmp(record_get(record, "class"), "other") == 0) {
		drop(record, "class");
		record_set(parse->subject, record, "class", log->class);
	}
	record_set(parse->subject, record, "writer", log->writer);
	set_retention(parse, record, log);
}

void
applog_emit(const struct parse *parse, const struct applog *log)
{
	static const char *const bounds[] = { "guaranteed-days", "max-days", "capacity-bytes", "generations", "reason", "retention-kind" };
	struct record *record = find_record(parse->subject, log->path);

	if (!record) {
		add_record(parse, log);
		return;
	}
	if (!record_get(record, "writer"))
		record_set(parse->subject, record, "writer", log->writer);
	const char *source = record_get(record, "source");
	if (!log->kind || (source && strcmp(source, log->writer) == 0))
		return;
	for (size_t i = 0; i < sizeof bounds / sizeof *bounds; i++)
		drop(record, bounds[i]);
	record_set(parse->subject, record, "retention-kind", "unknown");
	record_set(parse->subject, record, "reason",
	    arena_printf(parse->subject->arena, "rotated by %s and by %s itself", source ? source : "another", log->writer));
}

/* Bundle names have no slash in front. */
static const char *
absolute(struct arena *arena, const char *folder, struct str path)
{
	if (path.len && path.ptr[0] == '/')
		return arena_strndup(arena, path.ptr, path.len);
	return arena_printf(arena, "/%s/%.*s", folder, (int)path.len, path.ptr);
}

struct file *
applog_included(const struct parse *parse, const char *folder, struct str pattern, size_t *at)
{
	struct arena *arena = parse->bundle->arena;

	if (pattern.len > LIMIT_PATH_BYTES)
		return NULL;
	const char *path = absolute(arena, folder, pattern);
	for (struct file *file; (file = bundle_match(parse, path + 1, at));) {
		file = bundle_file(parse, file->name);
		if (file && !file->link)
			return file;
	}
	return NULL;
}

bool
applog_begin(const struct parse *parse, struct file *file, int depth)
{
	if (file->is_open || depth > LIMIT_INCLUDE_DEPTH) {
		diag_report(&parse->run->diags, file->is_open ? DIAG_CYCLE : DIAG_LIMIT, file_span(file, 0), "%s", "include");
		return false;
	}
	if (file->is_used)
		return false;
	file->is_used = file->is_open = true;
	return true;
}

void
applog_end(struct file *file)
{
	file->is_open = false;
}

const char *
applog_path(struct arena *arena, const char *folder, struct str file)
{
	if (!file.len || file.len > LIMIT_PATH_BYTES || file.ptr[0] == '|' || str_is_nocase(file, "off") || str_is_nocase(file, "none") ||
	    str_is_nocase(file, "stderr") || str_has_prefix(file, "syslog:") || str_has_prefix(file, "memory:") || str_has_prefix(file, "/dev/"))
		return NULL;
	char *path = arena_strdup(arena, absolute(arena, folder, file)), *out = path;
	for (const char *p = path; *p;) {
		if (*p != '$') {
			*out++ = *p++;
			continue;
		}
		*out++ = '*';
		if (*++p == '{') {
			while (*p && *p != '}')
				p++;
			p += *p == '}';
		} else {
			while (*p == '_' || (*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') || (*p >= '0' && *p <= '9'))
				p++;
		}
	}
	*out = '\0';
	return path;
}

const char *
applog_dated(struct arena *arena, const char *path)
{
	char *text = arena_strdup(arena, path), *out = text;

	for (const char *p = path; *p; p++) {
		bool is_escape = *p == '%' && p[1];
		*out++ = is_escape ? '*' : *p;
		p += is_escape;
	}
	*out = '\0';
	return text;
}

void
applog_formats(const struct parse *parse, const struct applog_naming *naming, unsigned (*fields_of)(struct str text),
    struct log_formats *formats)
{
	for (size_t i = 0; i < naming->requests.len; i++) {
		struct log_format format = naming->requests.items[i].format;
		struct str name = naming->requests.items[i].name;
		format.format = name.len ? arena_strndup(parse->bundle->arena, name.ptr, name.len) : NULL;
		const char *text = format.format ? map_get(&naming->defined, format.format) : NULL;
		if (text) {
			format.known = FIELD_ALL;
			format.has = fields_of(str_of(text));
		}
		log_formats_add(formats, &format);
	}
}

bool
applog_size(struct str text, int64_t *ret)
{
	int shift = 0;
	int64_t number;

	if (text.len && str_has_suffix(text, "B") && text.len > 1)
		text.len--;
	switch (text.len ? text.ptr[text.len - 1] : '\0') {
	case 'k': case 'K': shift = 10; break;
	case 'm': case 'M': shift = 20; break;
	case 'g': case 'G': shift = 30; break;
	default: break;
	}
	if (shift)
		text.len--;
	if (!str_int(text, &number) || number > SIZE_LIMIT >> shift)
		return false;
	*ret = number << shift;
	return true;
}

void
applog_in_turn(struct applog *log, int64_t count, int64_t seconds)
{
	if (count < 1 || seconds < 1 || count > 100000 || seconds > SIZE_LIMIT / 100000)
		return;
	log->kind = "time-bound";
	log->guaranteed = (count - 1) * seconds / 86400;
	log->most = (count * seconds + 86399) / 86400;
	log->generations = count - 1;
}
