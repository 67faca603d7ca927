/* Days and instants of the proleptic Gregorian calendar (civil-day arithmetic by 400-year eras). */
#include "tenken/base/clock.h"

#include <time.h>

#define SECONDS_A_DAY 86400

static const int days_in_month[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

static bool
is_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int32_t
day_of(int year, int month, int day_of_month)
{
	if (year < 1 || year > 9999 || month < 1 || month > 12 || day_of_month < 1)
		return DAY_UNKNOWN;
	int last = days_in_month[month - 1] + (month == 2 && is_leap(year));
	if (day_of_month > last)
		return DAY_UNKNOWN;
	/* Years that begin in March put the leap day last. */
	int y = month <= 2 ? year - 1 : year;
	int era = y / 400, year_of_era = y % 400;
	int day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day_of_month - 1;
	int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
	return era * 146097 + day_of_era - 719468;
}

void
day_split(int32_t d, int *ret_year, int *ret_month, int *ret_day)
{
	int z = d + 719468;
	int era = (z >= 0 ? z : z - 146096) / 146097;
	int day_of_era = z - era * 146097;
	int year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
	int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int mp = (5 * day_of_year + 2) / 153;

	*ret_day = day_of_year - (153 * mp + 2) / 5 + 1;
	*ret_month = mp < 10 ? mp + 3 : mp - 9;
	*ret_year = year_of_era + era * 400 + (*ret_month <= 2);
}

/* `count` digits at `text`, or -1. */
static int
digits(const char *text, size_t count)
{
	int value = 0;

	for (size_t i = 0; i < count; i++) {
		if (text[i] < '0' || text[i] > '9')
			return -1;
		value = value * 10 + (text[i] - '0');
	}
	return value;
}

int32_t
day_parse(struct str text)
{
	if (text.len != 10 || text.ptr[4] != '-' || text.ptr[7] != '-')
		return DAY_UNKNOWN;
	return day_of(digits(text.ptr, 4), digits(text.ptr + 5, 2), digits(text.ptr + 8, 2));
}

const char *
day_text(struct arena *arena, int32_t d)
{
	int year, month, day_of_month;

	day_split(d, &year, &month, &day_of_month);
	return arena_printf(arena, "%04d-%02d-%02d", year, month, day_of_month);
}

/* The zone behind the time: nothing, Z, +hh:mm or +hhmm. */
static bool
parse_zone(struct str text, int *ret_minutes)
{
	if (text.len == 0 || str_is(text, "Z") || str_is(text, "z")) {
		*ret_minutes = 0;
		return true;
	}
	if ((text.ptr[0] != '+' && text.ptr[0] != '-') || (text.len != 6 && text.len != 5))
		return false;
	if (text.len == 6 && text.ptr[3] != ':')
		return false;
	int hours = digits(text.ptr + 1, 2), minutes = digits(text.ptr + text.len - 2, 2);
	if (hours < 0 || hours > 14 || minutes < 0 || minutes > 59)
		return false;
	*ret_minutes = (text.ptr[0] == '-' ? -1 : 1) * (hours * 60 + minutes);
	return true;
}

struct instant
instant_parse(struct str text)
{
	const struct instant unknown = { 0 };

	text = str_trim(text);
	if (text.len < 19 || (text.ptr[10] != 'T' && text.ptr[10] != ' ') || text.ptr[13] != ':' || text.ptr[16] != ':')
		return unknown;
	int32_t d = day_parse((struct str){ text.ptr, 10 });
	int hour = digits(text.ptr + 11, 2), minute = digits(text.ptr + 14, 2), second = digits(text.ptr + 17, 2);
	if (d == DAY_UNKNOWN || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60)
		return unknown;
	size_t i = 19;
	if (i < text.len && text.ptr[i] == '.')
		for (i++; i < text.len && text.ptr[i] >= '0' && text.ptr[i] <= '9'; i++)
			;
	int offset;
	if (!parse_zone(str_trim((struct str){ text.ptr + i, text.len - i }), &offset))
		return unknown;
	int64_t local = (int64_t)d * SECONDS_A_DAY + hour * 3600 + minute * 60 + second;
	return (struct instant){ .seconds = local - offset * 60, .offset_minutes = offset, .is_known = true };
}

int32_t
instant_day(struct instant instant)
{
	if (!instant.is_known)
		return DAY_UNKNOWN;
	int64_t local = instant.seconds + instant.offset_minutes * 60;
	int64_t d = local / SECONDS_A_DAY - (local % SECONDS_A_DAY < 0);
	return (int32_t)d;
}

const char *
instant_text(struct arena *arena, struct instant instant)
{
	if (!instant.is_known)
		return "";
	int64_t local = instant.seconds + instant.offset_minutes * 60;
	int32_t d = instant_day(instant);
	int second = (int)(local - (int64_t)d * SECONDS_A_DAY);
	int offset = instant.offset_minutes, minutes = offset < 0 ? -offset : offset;
	return arena_printf(arena, "%sT%02d:%02d:%02d%c%02d:%02d", day_text(arena, d), second / 3600, second / 60 % 60,
	    second % 60, offset < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

struct instant
clock_now(void)
{
	return (struct instant){ .seconds = time(NULL), .is_known = true };
}
