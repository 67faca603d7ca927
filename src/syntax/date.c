/* Dates as people in Japan write them: Western with any separator, eras in kanji and letters, full-width digits, Excel
 * serials. What is doubtful is unreadable, never a guess. */
#include "tenken/syntax/date.h"

#include "tenken/syntax/text.h"

/* A cell longer than any date with its time, its weekday and blanks. */
#define LONGEST 128

/* An era's first and last day, so that 平成31年5月 is no date. */
struct era {
	const char *kanji, *letter;
	int first_year;                 /* the Western year of its year 1 */
	int from[3], to[3];
};
static const struct era eras[] = {
	{ "令和", "R", 2019, { 2019, 5, 1 }, { 9999, 12, 31 } },
	{ "平成", "H", 1989, { 1989, 1, 8 }, { 2019, 4, 30 } },
	{ "昭和", "S", 1926, { 1926, 12, 25 }, { 1989, 1, 7 } },
};

/* People type any of the dashes that look alike. */
static const char *const dashes[] = { "-", "ー", "―", "—", "–", "‐", "−", "─", NULL };

static const char *const none_words[] = { "未定", "未設定", "なし", "無", "無し", "無期限", "永年", "永久", "該当なし",
	"N/A", "n/a", "NA", NULL };

/* Takes a number of at most `max` digits off. False when there is none. */
static bool
take_number(const char **p, int max, int *ret)
{
	int value = 0, count = 0;

	while (count < max && **p >= '0' && **p <= '9') {
		value = value * 10 + *(*p)++ - '0';
		count++;
	}
	if (count == 0 || (**p >= '0' && **p <= '9'))
		return false;
	*ret = value;
	return true;
}

static bool
take_text(const char **p, const char *text)
{
	size_t len = strlen(text);

	if (strncmp(*p, text, len) != 0)
		return false;
	*p += len;
	return true;
}

/* Takes the first of `texts` that stands there off. */
static bool
take_one_of(const char **p, const char *const *texts)
{
	for (; *texts; texts++) {
		if (take_text(p, *texts))
			return true;
	}
	return false;
}

static bool
is_none(const char *text)
{
	const char *p = text;

	while (take_one_of(&p, dashes))
		;
	if (*p == '\0')
		return true;
	for (size_t i = 0; none_words[i]; i++) {
		if (strcmp(none_words[i], text) == 0)
			return true;
	}
	return false;
}

static void
skip_blanks(const char **p)
{
	while (**p == ' ')
		(*p)++;
}

/* The separator behind a part: the kanji of its unit, or one of / - . and the same sort all through (`*separator`: 0 at
 * first, 'K' for kanji). */
static bool
take_separator(const char **p, const char *kanji, char *separator)
{
	const char *q = *p;
	char found = 'K';

	skip_blanks(&q);
	if (!take_text(&q, kanji)) {
		if (*q != '/' && *q != '-' && *q != '.')
			return false;
		found = *q++;
	}
	if (*separator && *separator != found)
		return false;
	*separator = found;
	skip_blanks(&q);
	*p = q;
	return true;
}

/* (水), (水曜), (水曜日). */
static void
take_weekday(const char **p)
{
	static const char *const days[] = { "日", "月", "火", "水", "木", "金", "土", NULL };
	const char *q = *p;

	skip_blanks(&q);
	if (!take_text(&q, "(") || !take_one_of(&q, days))
		return;
	if (take_text(&q, "曜"))
		take_text(&q, "日");
	if (take_text(&q, ")"))
		*p = q;
}

/* A part of a time, at most `max`. */
static bool
take_part(const char **p, int max, int *ret)
{
	int value;

	if (!take_number(p, 2, &value) || value > max)
		return false;
	*ret = value;
	return true;
}

/* 10:30, 10:30:05.123, 10時, 10時30分5秒; in minutes. */
static bool
take_clock(const char **p, int *ret_minute)
{
	int hour, minute = 0, second;

	if (!take_part(p, 24, &hour))
		return false;
	if (take_text(p, "時")) {
		*ret_minute = hour * 60;
		if (take_part(p, 59, &minute) && !take_text(p, "分"))
			return false;
		*ret_minute += minute;
		return !take_part(p, 60, &second) || take_text(p, "秒");
	}
	if (!take_text(p, ":") || !take_part(p, 59, &minute))
		return false;
	*ret_minute = hour * 60 + minute;
	if (take_text(p, ":") && !take_part(p, 60, &second))
		return false;
	if (take_text(p, ".") || take_text(p, ","))
		*p += strspn(*p, "0123456789");
	return true;
}

/* Z, UTC, JST, +09:00, +0900, +9. */
static bool
take_zone(const char **p)
{
	static const char *const names[] = { "Z", "UTC", "GMT", "JST", NULL };
	int value;

	skip_blanks(p);
	if (**p == '\0' || take_one_of(p, names))
		return true;
	if (!take_text(p, "+") && !take_text(p, "-"))
		return false;
	if (!take_number(p, 4, &value))
		return false;
	return !take_text(p, ":") || take_part(p, 59, &value);
}

/* The hour of a clock with two halves: 12 is the first of each. */
static int
minute_of_half(int minute, bool is_afternoon)
{
	return minute >= 13 * 60 ? minute : minute % (12 * 60) + (is_afternoon ? 12 * 60 : 0);
}

/* What may stand behind a day: nothing, its weekday, a time of day. Anything else may change its meaning (a range,
 * `予定`), and then it is not ours to cut. */
static bool
is_rest_harmless(const char *p, int *ret_minute)
{
	static const char *const mornings[] = { "午前", "AM", NULL }, *const afternoons[] = { "午後", "PM", NULL };
	int minute;

	take_weekday(&p);
	if (*p == '\0')
		return true;
	if (!take_text(&p, "T"))
		skip_blanks(&p);
	bool is_morning = take_one_of(&p, mornings), is_afternoon = !is_morning && take_one_of(&p, afternoons);
	if (is_morning || is_afternoon)
		skip_blanks(&p);
	if (!take_clock(&p, &minute))
		return false;
	skip_blanks(&p);
	is_morning = is_morning || take_one_of(&p, mornings);
	is_afternoon = !is_morning && (is_afternoon || take_one_of(&p, afternoons));
	*ret_minute = is_morning || is_afternoon ? minute_of_half(minute, is_afternoon) : minute;
	return take_zone(&p) && *p == '\0';
}

static int32_t
last_of_month(int year, int month)
{
	for (int d = 31; d > 27; d--)
		if (day_of(year, month, d) != DAY_UNKNOWN)
			return day_of(year, month, d);
	return DAY_UNKNOWN;
}

/* From behind the month: a month written in kanji ends in 月, perhaps 末. */
static enum date_kind
parse_month_end(const char *p, int year, int month, char separator, int32_t *ret_day)
{
	int32_t day = last_of_month(year, month);

	skip_blanks(&p);
	if (separator == 'K' && !take_text(&p, "月"))
		return DATE_UNREADABLE;
	take_text(&p, "末");
	if (*p != '\0' || day == DAY_UNKNOWN)
		return DATE_UNREADABLE;
	*ret_day = day;
	return DATE_MONTH;
}

/* year SEP month [SEP day [日]], from behind the year. */
static enum date_kind
parse_month_day(const char *p, int year, int32_t *ret_day, int *ret_minute)
{
	char separator = 0;
	int month, d;

	if (!take_separator(&p, "年", &separator) || !take_number(&p, 2, &month))
		return DATE_UNREADABLE;
	const char *behind_month = p;
	if (!take_separator(&p, "月", &separator) || !take_number(&p, 2, &d))
		return parse_month_end(behind_month, year, month, separator, ret_day);
	const char *behind_day = p;
	skip_blanks(&p);
	if (!take_text(&p, "日"))
		p = behind_day;
	int32_t day = day_of(year, month, d);
	if (day == DAY_UNKNOWN || !is_rest_harmless(p, ret_minute))
		return DATE_UNREADABLE;
	*ret_day = day;
	return DATE_DAY;
}

/* A month counts when a day of it does: 昭和64年1月 is one, though it ended in 平成. */
static bool
is_in_era(const struct era *era, enum date_kind kind, int32_t day)
{
	int year, month, day_of_month;
	int32_t first = day, from = day_of(era->from[0], era->from[1], era->from[2]);

	if (kind == DATE_MONTH) {
		day_split(day, &year, &month, &day_of_month);
		first = day - (day_of_month - 1);
	}
	return day >= from && first <= day_of(era->to[0], era->to[1], era->to[2]);
}

static enum date_kind
parse_era(const char *text, int32_t *ret_day, int *ret_minute)
{
	for (size_t i = 0; i < sizeof eras / sizeof *eras; i++) {
		const struct era *era = &eras[i];
		const char *p = text;
		int year = 1;
		bool is_kanji = take_text(&p, era->kanji);
		if (!is_kanji && !take_text(&p, era->letter) && !(*p == era->letter[0] + 32 && p++))
			continue;
		skip_blanks(&p);
		take_text(&p, ".");
		if (!take_text(&p, "元") && (!take_number(&p, 2, &year) || year == 0))
			return DATE_UNREADABLE;
		int32_t day;
		enum date_kind kind = parse_month_day(p, era->first_year + year - 1, &day, ret_minute);
		if (kind != DATE_DAY && kind != DATE_MONTH)
			return DATE_UNREADABLE;
		if (!is_in_era(era, kind, day))
			return DATE_UNREADABLE;
		*ret_day = day;
		return kind;
	}
	return DATE_UNREADABLE;
}

/* 20260401, and Excel's serial of the 1900 system: 25569 is 1970-01-01. */
static enum date_kind
parse_digits(int64_t number, size_t digits, int32_t *ret_day)
{
	int32_t day = DAY_UNKNOWN;

	if (digits == 8)
		day = day_of((int)(number / 10000), (int)(number / 100 % 100), (int)(number % 100));
	else if (number >= 20000 && number <= 80000)
		day = (int32_t)(number - 25569);
	if (day == DAY_UNKNOWN)
		return DATE_UNREADABLE;
	*ret_day = day;
	return DATE_DAY;
}

bool
date_is_serial(struct str text)
{
	size_t digits = 0;

	while (digits < text.len && text.ptr[digits] >= '0' && text.ptr[digits] <= '9')
		digits++;
	return digits == 5 && (text.len == 5 || text.ptr[5] == '.');
}

enum date_kind
date_parse(struct run *run, struct str text, int32_t *ret_day)
{
	return date_time_parse(run, text, ret_day, &(int){ 0 });
}

enum date_kind
date_time_parse(struct run *run, struct str text, int32_t *ret_day, int *ret_minute)
{
	int minute = -1;

	if (text.len > LONGEST)
		return DATE_UNREADABLE;
	const char *narrow = text_narrow(run->arena, text), *p = narrow;
	enum date_kind kind;
	int64_t number;
	int year;

	if (is_none(narrow))
		return DATE_NONE;
	struct str whole = str_of(narrow);
	/* 45383.5 is a serial with a time of day. */
	const char *dot = strchr(narrow, '.');
	if (str_int(whole, &number))
		kind = parse_digits(number, whole.len, ret_day);
	else if (dot && dot - narrow == 5 && str_int((struct str){ narrow, 5 }, &number) && str_int(str_of(dot + 1), &(int64_t){ 0 }))
		kind = parse_digits(number, 5, ret_day);
	else if (*p < '0' || *p > '9')
		kind = parse_era(narrow, ret_day, &minute);
	else if (take_number(&p, 4, &year) && p - narrow == 4)
		kind = parse_month_day(p, year, ret_day, &minute);
	else
		kind = DATE_UNREADABLE;
	if (kind == DATE_DAY)
		*ret_minute = minute;
	return kind;
}
