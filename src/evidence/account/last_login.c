/* Last logins: last(1), lastlog(8), lastlog2(8), wtmpdb(8), as they print in the C locale.
 *
 * A login seen anywhere is one. That there was none only lastlog proves: wtmp is kept for a month on many systems. Neither
 * knows of cron jobs, services, su or sudo. */
#include "evidence/account/last_login.h"

#include "tenken/base/limits.h"
#include "tenken/syntax/lines.h"

static int
month_of(struct str word)
{
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };

	for (int i = 0; i < 12; i++)
		if (str_is(word, months[i]))
			return i + 1;
	return 0;
}

static bool
is_time(struct str word)
{
	return word.len == 8 && word.ptr[2] == ':' && word.ptr[5] == ':';
}

/* The first `Nov 16 09:12:33 2026` of a text, a zone before the year or none. DAY_UNKNOWN without one. */
static int32_t
first_day(struct str text)
{
	for (struct str word; (word = str_token(&text, " \t")).len;) {
		int month = month_of(word);
		if (!month)
			continue;
		struct str day = str_token(&text, " \t"), time = str_token(&text, " \t"), year = str_token(&text, " \t");
		int64_t number, day_number;
		if (year.len == 5 && (year.ptr[0] == '+' || year.ptr[0] == '-'))
			year = str_token(&text, " \t");
		bool is_read = is_time(time) && str_int(day, &day_number) && str_int(year, &number) && number > 1970 && number <= 9999 && day_number <= 31;
		return is_read ? day_of((int)number, month, (int)day_number) : DAY_UNKNOWN;
	}
	return DAY_UNKNOWN;
}

bool
last_login_row(struct str line, struct str *ret_name, int32_t *ret_day)
{
	static const char *const others[] = { "reboot", "shutdown", "runlevel", "wtmp", "btmp", "wtmpdb", "soft-reboot" };
	struct str rest = line, name = str_token(&rest, " \t");
	int32_t day = first_day(rest);

	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		if (str_is(name, others[i]))
			return false;
	/* Where from, at least, and the day's name, month and day. */
	struct str words[4];
	for (size_t i = 0; i < 4; i++)
		words[i] = str_token(&rest, " \t");
	if (!name.len || !words[3].len)
		return false;
	*ret_name = name;
	*ret_day = day;
	return true;
}

bool
last_login_lastlog_row(struct str line, struct str *ret_name, int32_t *ret_day)
{
	struct str rest = line, name = str_token(&rest, " \t");
	bool is_never = str_has(rest, "**Never logged in**");
	int32_t day = is_never ? DAY_UNKNOWN : first_day(rest);

	if (!name.len || str_is(name, "Username") || (!is_never && day == DAY_UNKNOWN))
		return false;
	*ret_name = name;
	*ret_day = day;
	return true;
}

static void
take(const struct parse *parse, struct map *logins, struct str name, int32_t day, bool is_lastlog)
{
	struct arena *arena = parse->bundle->arena;
	const char *key = arena_strndup(arena, name.ptr, name.len);
	struct last_login *login = map_get(logins, key);
	int32_t today = parse_day(parse);

	if (!login) {
		login = arena_alloc(arena, sizeof *login);
		login->day = DAY_UNKNOWN;
		map_add(logins, key, login);
	}
	/* A day ahead may be that of another zone. */
	if (day == DAY_UNKNOWN && is_lastlog)
		login->is_never = true;
	else if (day == DAY_UNKNOWN)
		login->is_undated = true;
	else if ((today == DAY_UNKNOWN || day <= today + 1) && (login->day == DAY_UNKNOWN || day > login->day))
		login->day = day;
}

struct map
last_logins_read(const struct parse *parse)
{
	static const struct {
		const char *file;
		bool (*row)(struct str line, struct str *ret_name, int32_t *ret_day);
	} sources[] = {
		{ "cmd/lastlog.txt", last_login_lastlog_row },
		{ "cmd/lastlog2.txt", last_login_lastlog_row },
		{ "cmd/last.txt", last_login_row },
		{ "cmd/wtmpdb-last.txt", last_login_row },
	};
	struct map logins = MAP_INIT(parse->bundle->arena);

	for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
		struct file *file = bundle_file(parse, sources[i].file);
		struct str name;
		int32_t day;
		if (!file || file->link)
			continue;
		file->is_used = true;
		for (struct lines lines = lines_of(file->bytes); lines_next(&lines) && lines.line <= LIMIT_LINES;)
			if (sources[i].row(lines.text, &name, &day))
				take(parse, &logins, name, day, sources[i].row == last_login_lastlog_row);
	}
	return logins;
}
