/* Dates of Windows. Most commands print them as the user's country does, so that 8/9/2026 is one day in Tokyo's English
 * Windows and another in London's: what can be read in two ways is not known. */
#include "evidence/windows/windows.h"

#define FILETIME_SECOND 10000000
#define FILETIME_1970 11644473600 /* seconds from 1601 */
#define SECONDS_A_DAY 86400

/* Up to three numbers with what stands between them, and the rest. */
struct parts {
	int numbers[3];
	size_t widths[3];
	char separator;
	struct str rest;
};

static bool
split_date(struct str text, struct parts *ret)
{
	struct parts parts = { .rest = str_trim(text) };

	for (int i = 0; i < 3; i++) {
		size_t width = 0;
		while (
		    width < parts.rest.len && width < 5 && parts.rest.ptr[width] >= '0' && parts.rest.ptr[width] <= '9')
			parts.numbers[i] = parts.numbers[i] * 10 + (parts.rest.ptr[width++] - '0');
		if (width == 0 || width > 4)
			return false;
		parts.widths[i] = width;
		parts.rest = (struct str){ parts.rest.ptr + width, parts.rest.len - width };
		if (i == 2)
			break;
		if (parts.rest.len == 0 || !strchr("/-.", parts.rest.ptr[0]) ||
		    (i == 1 && parts.rest.ptr[0] != parts.separator))
			return false;
		parts.separator = parts.rest.ptr[0];
		parts.rest = (struct str){ parts.rest.ptr + 1, parts.rest.len - 1 };
	}
	/* 20.1.5 is no date, and neither is 2026/09/29abc. */
	if (parts.rest.len && parts.rest.ptr[0] != ' ' && parts.rest.ptr[0] != 'T' && parts.rest.ptr[0] != ',')
		return false;
	*ret = parts;
	return true;
}

static bool
is_year_last(const struct parts *parts)
{
	return parts->widths[0] <= 2 && parts->widths[1] <= 2 && parts->widths[2] == 4;
}

static enum windows_order
order_of(const struct parts *parts)
{
	if (!is_year_last(parts))
		return ORDER_UNKNOWN;
	if (parts->separator == '.' || parts->numbers[0] > 12)
		return ORDER_DAY_FIRST; /* points are Central Europe's */
	return parts->numbers[1] > 12 ? ORDER_MONTH_FIRST : ORDER_UNKNOWN;
}

enum windows_order
windows_date_order(struct str text)
{
	struct parts parts;

	return split_date(text, &parts) ? order_of(&parts) : ORDER_UNKNOWN;
}

static int32_t
day_of_parts(const struct parts *parts, enum windows_order order)
{
	const int *n = parts->numbers;

	if (parts->widths[0] == 4 && parts->widths[1] <= 2 && parts->widths[2] <= 2)
		return day_of(n[0], n[1], n[2]);
	if (!is_year_last(parts))
		return DAY_UNKNOWN;
	if (order_of(parts) != ORDER_UNKNOWN)
		order = order_of(parts);
	if (order == ORDER_UNKNOWN && n[0] != n[1])
		return DAY_UNKNOWN;
	return order == ORDER_DAY_FIRST ? day_of(n[2], n[1], n[0]) : day_of(n[2], n[0], n[1]);
}

int32_t
windows_day(struct str text, enum windows_order order)
{
	struct parts parts;

	return split_date(text, &parts) ? day_of_parts(&parts, order) : DAY_UNKNOWN;
}

/* `8:12:01`, `08:12`, `8:55:55 PM`. */
static bool
seconds_of_day(struct str text, int64_t *ret)
{
	struct str clock = str_token(&text, " "), half = str_trim(text);
	int64_t parts[3] = { 0 };
	int count = 0;

	for (struct str part; count < 3 && (part = str_token(&clock, ":")).len; count++)
		if (part.len > 2 || !str_int(part, &parts[count]))
			return false;
	bool is_afternoon = str_is_nocase(half, "PM") || str_is(half, "午後");
	bool is_halved = is_afternoon || str_is_nocase(half, "AM") || str_is(half, "午前");
	if (count < 2 || clock.len || (half.len && !is_halved) || parts[0] > (is_halved ? 12 : 23) || parts[1] > 59 ||
	    parts[2] > 60)
		return false;
	if (is_halved)
		parts[0] = parts[0] % 12 + (is_afternoon ? 12 : 0);
	*ret = parts[0] * 3600 + parts[1] * 60 + parts[2];
	return true;
}

bool
windows_seconds(struct str text, int64_t *ret)
{
	struct parts parts;
	int64_t seconds;
	int32_t day = DAY_UNKNOWN;

	if (split_date(text, &parts))
		day = day_of_parts(&parts, ORDER_UNKNOWN);
	if (day == DAY_UNKNOWN || parts.rest.len == 0 ||
	    !seconds_of_day((struct str){ parts.rest.ptr + 1, parts.rest.len - 1 }, &seconds))
		return false;
	*ret = (int64_t)day * SECONDS_A_DAY + seconds;
	return true;
}

static int32_t
day_at(int64_t seconds, int offset_minutes)
{
	return instant_day((struct instant){ .seconds = seconds, .offset_minutes = offset_minutes, .is_known = true });
}

int32_t
windows_filetime_day(struct str text, int offset_minutes)
{
	int64_t units;

	if (!str_int(text, &units) || units == 0 || units == INT64_MAX)
		return DAY_UNKNOWN;
	int64_t seconds = units / FILETIME_SECOND - FILETIME_1970;
	/* Beyond the year 9999 our calendar ends; before 1970 there was no directory. */
	return seconds < 0 || seconds > 253402300799 ? DAY_UNKNOWN : day_at(seconds, offset_minutes);
}

int32_t
windows_utc_day(struct str text, int offset_minutes)
{
	char plain[] = "YYYY-MM-DDThh:mm:ssZ";
	static const int places[] = { 0, 1, 2, 3, 5, 6, 8, 9, 11, 12, 14, 15, 17, 18 };
	struct instant instant = instant_parse(text);

	if (!instant.is_known && text.len >= 15 && text.ptr[text.len - 1] == 'Z') {
		for (size_t i = 0; i < sizeof places / sizeof *places; i++)
			plain[places[i]] = text.ptr[i];
		instant = instant_parse(str_of(plain));
	}
	return instant.is_known ? day_at(instant.seconds, offset_minutes) : DAY_UNKNOWN;
}
