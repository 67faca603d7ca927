/* Dates as people in Japan write them: Western with any separator, eras in kanji and letters, full-width digits, Excel
 * serials. What is doubtful is unreadable, never a guess. */
#include "tenken/syntax/date.h"

#include "tenken/syntax/text.h"

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

static bool
is_none(const char *text)
{
	static const char *const words[] = { "", "-", "--", "ー", "―", "未定", "なし", "無", "無し", "永年", "永久", "N/A", "n/a", "NA", "該当なし" };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strcmp(words[i], text) == 0)
			return true;
	return false;
}

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

static void
skip_blanks(const char **p)
{
	while (**p == ' ')
		(*p)++;
}

/* The separator behind a part: the kanji of its unit, or one of / - . — the same one all through (`*separator`, 0 at
 * first). */
static bool
take_separator(const char **p, const char *kanji, char *separator)
{
	skip_blanks(p);
	if (take_text(p, kanji)) {
		skip_blanks(p);
		return true;
	}
	if (**p != '/' && **p != '-' && **p != '.')
		return false;
	if (*separator && *separator != **p)
		return false;
	*separator = *(*p)++;
	skip_blanks(p);
	return true;
}

/* A time of day behind the date is cut: blank or T, then digits and colons. */
static bool
is_rest_harmless(const char *p)
{
	if (*p == '\0')
		return true;
	if (*p != ' ' && *p != 'T')
		return false;
	for (p++; *p; p++)
		if (!strchr("0123456789:.+-ZJST ", *p) )
			return false;
	return true;
}

static int32_t
last_of_month(int year, int month)
{
	for (int d = 31; d > 27; d--)
		if (day_of(year, month, d) != DAY_UNKNOWN)
			return day_of(year, month, d);
	return DAY_UNKNOWN;
}

/* year SEP month [SEP day [日]], from behind the year. */
static enum date_kind
parse_month_day(const char *p, int year, int32_t *ret_day)
{
	char separator = 0;
	int month, d;

	if (!take_separator(&p, "年", &separator) || !take_number(&p, 2, &month))
		return DATE_UNREADABLE;
	const char *behind_month = p;
	bool has_day = take_separator(&p, "月", &separator) && take_number(&p, 2, &d);
	if (!has_day) {
		p = behind_month;
		skip_blanks(&p);
		take_text(&p, "月");
		take_text(&p, "末");
		int32_t day = last_of_month(year, month);
		if (*p != '\0' || day == DAY_UNKNOWN)
			return DATE_UNREADABLE;
		*ret_day = day;
		return DATE_MONTH;
	}
	skip_blanks(&p);
	if (!take_text(&p, "日"))
		while (p[-1] == ' ')
			p--;
	int32_t day = day_of(year, month, d);
	if (day == DAY_UNKNOWN || !is_rest_harmless(p))
		return DATE_UNREADABLE;
	*ret_day = day;
	return DATE_DAY;
}

static enum date_kind
parse_era(const char *text, int32_t *ret_day)
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
		enum date_kind kind = parse_month_day(p, era->first_year + year - 1, &day);
		if (kind != DATE_DAY && kind != DATE_MONTH)
			return DATE_UNREADABLE;
		if (day < day_of(era->from[0], era->from[1], era->from[2]) ||
		    (kind == DATE_DAY && day > day_of(era->to[0], era->to[1], era->to[2])))
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

enum date_kind
date_parse(struct run *run, struct str text, int32_t *ret_day)
{
	const char *narrow = text_narrow(run->arena, text), *p = narrow;
	int64_t number;
	int year;

	if (is_none(narrow))
		return DATE_NONE;
	struct str whole = str_of(narrow);
	if (str_int(whole, &number))
		return parse_digits(number, whole.len, ret_day);
	/* 45383.5 is a serial with a time of day. */
	const char *dot = strchr(narrow, '.');
	if (dot && dot - narrow == 5 && str_int((struct str){ narrow, 5 }, &number) && str_int(str_of(dot + 1), &(int64_t){ 0 }))
		return parse_digits(number, 5, ret_day);
	if (*p < '0' || *p > '9')
		return parse_era(narrow, ret_day);
	if (!take_number(&p, 4, &year) || p - narrow != 4)
		return DATE_UNREADABLE;
	return parse_month_day(p, year, ret_day);
}
