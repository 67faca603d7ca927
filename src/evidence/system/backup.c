/* Generations of backups as their programs list them. */
#include "evidence/system/backup.h"

#include "tenken/base/limits.h"

#define DAYS_MAX 10000   /* generations of one set that are told apart; more than anybody asks for */

struct backup_set *
backup_set_of(struct backup_sets *sets, const char *name, struct span at)
{
	struct backup_set *set = map_get(&sets->by_name, name);

	if (set)
		return set;
	set = arena_alloc(sets->arena, sizeof *set);
	*set = (struct backup_set){ .name = name, .configured = -1, .at = at, .last = DAY_UNKNOWN };
	map_add(&sets->by_name, name, set);
	vec_push(sets->arena, &sets->list, set);
	return set;
}

void
backup_add(struct backup_sets *sets, const char *name, int32_t day, struct span at)
{
	struct backup_set *set = backup_set_of(sets, name, at);
	bool is_new = set->days.len < DAYS_MAX;

	/* Lists are in order of time, so the day is mostly the last one. */
	for (size_t i = set->days.len; i-- > 0 && is_new;)
		is_new = set->days.items[i] != day;
	if (is_new)
		vec_push(sets->arena, &set->days, day);
	if (set->last == DAY_UNKNOWN || day >= set->last) {
		set->last = day;
		set->at = at;
	}
}

static bool
is_hex(struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (!strchr("0123456789abcdef", text.ptr[i]) || !text.ptr[i])
			return false;
	return text.len > 0;
}

bool
backup_restic_row(struct str line, int32_t *ret_day, struct str *ret_host)
{
	struct str rest = line, id = str_token(&rest, " "), date = str_token(&rest, " "), time = str_token(&rest, " ");
	struct str host = str_token(&rest, " ");
	int32_t day = day_parse(date);

	if (id.len != 8 || !is_hex(id) || day == DAY_UNKNOWN || time.len != 8 || !host.len)
		return false;
	*ret_day = day;
	*ret_host = host;
	return true;
}

struct str
backup_without_date(struct str name)
{
	for (size_t i = 1; i + 4 < name.len; i++) {
		bool is_year = name.ptr[i] == '2' && name.ptr[i + 1] == '0' && strchr("-_.:@", name.ptr[i - 1]);
		if (is_year)
			return (struct str){ name.ptr, i - 1 };
	}
	return name;
}

bool
backup_borg_row(struct str line, int32_t *ret_day, struct str *ret_name)
{
	const char *bracket = line.len ? memrchr(line.ptr, '[', line.len) : NULL;
	struct str rest = line, name = str_token(&rest, " "), date = STR(""), weekday = str_token(&rest, " ");

	date = str_token(&rest, " ");
	int32_t day = day_parse(date);
	if (!bracket || !name.len || !str_has_suffix(weekday, ",") || day == DAY_UNKNOWN || !str_has_suffix(str_trim(line), "]"))
		return false;
	*ret_day = day;
	*ret_name = backup_without_date(name);
	return true;
}

bool
backup_is_rsnapshot(struct str path)
{
	size_t point = path.len;
	int64_t number;

	while (point > 0 && path.ptr[point - 1] != '.' && path.ptr[point - 1] != '/')
		point--;
	if (point == 0 || path.ptr[point - 1] != '.' || !str_int((struct str){ path.ptr + point, path.len - point }, &number))
		return false;
	/* A name before the point, and nothing deeper. */
	return point >= 2 && path.ptr[point - 2] != '/' && path.ptr[0] == '/';
}
