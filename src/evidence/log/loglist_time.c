/* Times at the beginning of log lines, and the names of rotated logs.
 *
 * The lines come from the audited host and partly from whoever talked to it: a date counts only where the program that
 * writes the log puts it, and never one that would make the log look older than its file can be. */
#include "evidence/log/loglist.h"

#include <ctype.h>

#define EARLIEST 10957   /* 2000-01-01: what is older is a clock that was not set */

/* `count` digits at `at`, or -1. */
static int
digits(struct str text, size_t at, size_t count)
{
	int value = 0;

	if (count > 9 || at + count > text.len)
		return -1;
	for (size_t i = at; i < at + count; i++) {
		if (!isdigit((unsigned char)text.ptr[i]))
			return -1;
		value = value * 10 + (text.ptr[i] - '0');
	}
	return value;
}

static char
byte_at(struct str text, size_t at)
{
	return at < text.len ? text.ptr[at] : '\0';
}

static int
month_of(struct str text, size_t at)
{
	static const char names[] = "JanFebMarAprMayJunJulAugSepOctNovDec";

	if (at + 3 > text.len)
		return 0;
	for (int month = 0; month < 12; month++)
		if (memcmp(text.ptr + at, names + month * 3, 3) == 0)
			return month + 1;
	return 0;
}

/* 2025-10-10T13:55:36+09:00, 2025-10-10 13:55, 2025/10/10 13:55 */
static int32_t
iso_day(struct str text)
{
	int year = digits(text, 0, 4), month = digits(text, 5, 2), day = digits(text, 8, 2);
	char mark = byte_at(text, 4), next = byte_at(text, 10);

	if (year < 0 || month < 0 || day < 0 || (mark != '-' && mark != '/') || byte_at(text, 7) != mark)
		return DAY_UNKNOWN;
	if ((next != 'T' && next != ' ' && next != '\0') || (next && digits(text, 11 + (byte_at(text, 11) == ' '), 2) < 0))
		return DAY_UNKNOWN;
	return day_of(year, month, day);
}

/* `Oct  3 13:55:36`: the latest such day that is not after `modified`. */
static int32_t
bsd_day(struct str text, int32_t modified)
{
	int month = month_of(text, 0), year, unused_month, unused_day;
	int day = byte_at(text, 4) == ' ' ? digits(text, 5, 1) : digits(text, 4, 2);

	if (month == 0 || day < 0 || byte_at(text, 3) != ' ' || byte_at(text, 6) != ' ' || digits(text, 7, 2) < 0 ||
	    byte_at(text, 9) != ':')
		return DAY_UNKNOWN;
	day_split(modified, &year, &unused_month, &unused_day);
	for (int back = 0; back <= 8; back++) {   /* 29 February may be eight years back */
		int32_t found = day_of(year - back, month, day);
		if (found != DAY_UNKNOWN && found <= modified)
			return found;
	}
	return DAY_UNKNOWN;
}

/* `10/Oct/2025:13:55:36 +0900]` */
static int32_t
access_day(struct str text)
{
	int day = digits(text, 0, 2), month = month_of(text, 3), year = digits(text, 7, 4);

	if (day < 0 || month == 0 || year < 0 || byte_at(text, 2) != '/' || byte_at(text, 6) != '/' || byte_at(text, 11) != ':')
		return DAY_UNKNOWN;
	return day_of(year, month, day);
}

/* host ident user [time] ..., with the virtual host before it in some formats. The user's name is the client's to choose:
 * where it looks like a time as well, the later one counts. */
static int32_t
access_line_day(struct str line)
{
	int32_t found = DAY_UNKNOWN;

	for (int i = 0; i < 5; i++) {
		struct str word = str_token(&line, " ");
		if (i < 3 || !str_has_prefix(word, "["))
			continue;
		int32_t day = access_day((struct str){ word.ptr + 1, word.len - 1 });
		if (day != DAY_UNKNOWN && (found == DAY_UNKNOWN || day > found))
			found = day;
	}
	return found;
}

/* `Fri Oct 10 13:55:36.123456 2025]` */
static int32_t
error_day(struct str text)
{
	struct str word = str_token(&text, " ");
	bool is_weekday = word.len == 3;
	struct str month = str_token(&text, " "), day = str_token(&text, " "), time = str_token(&text, " ");
	struct str year = str_token(&text, " ]");

	if (!is_weekday || month.len != 3 || year.len != 4 || digits(time, 0, 2) < 0)
		return DAY_UNKNOWN;
	return day_of(digits(year, 0, 4), month_of(month, 0), digits(day, 0, day.len));
}

/* Ten digits and the end of a number: seconds since 1970. */
static int32_t
epoch_day(struct str text)
{
	int high = digits(text, 0, 5), low = digits(text, 5, 5);

	if (high < 0 || low < 0 || isdigit((unsigned char)byte_at(text, 10)))
		return DAY_UNKNOWN;
	return (int32_t)(((int64_t)high * 100000 + low) / 86400);
}

/* [node=NAME] type=TYPE msg=audit(EPOCH.MS:SERIAL): */
static int32_t
audit_day(struct str line)
{
	static const char mark[] = "msg=audit(";

	for (int i = 0; i < 3; i++) {
		struct str word = str_token(&line, " ");
		if (str_has_prefix(word, mark))
			return epoch_day((struct str){ word.ptr + sizeof mark - 1, word.len - (sizeof mark - 1) });
	}
	return DAY_UNKNOWN;
}

static int32_t
any_day(struct str line, int32_t modified)
{
	int32_t day = DAY_UNKNOWN;

	if (str_has_prefix(line, "type=") || str_has_prefix(line, "node="))
		return audit_day(line);
	if (str_has_prefix(line, "Start-Date: "))
		line = (struct str){ line.ptr + 12, line.len - 12 };
	if (str_has_prefix(line, "[")) {
		line = (struct str){ line.ptr + 1, line.len - 1 };
		day = error_day(line);
	}
	if (day == DAY_UNKNOWN)
		day = iso_day(line);
	if (day == DAY_UNKNOWN)
		day = bsd_day(line, modified);
	if (day == DAY_UNKNOWN)
		day = epoch_day(line);
	return day != DAY_UNKNOWN ? day : access_line_day(line);
}

int32_t
loglist_day(struct str line, int32_t modified)
{
	int32_t day = any_day(str_trim(line), modified);

	/* A day more for the difference of time zones. */
	return day == DAY_UNKNOWN || day < EARLIEST || day > modified + 1 ? DAY_UNKNOWN : day;
}

/* Where the mark of rotation begins that ends at `len`, or 0: `.12`, `-20250101`, `.2025-01-01`, `-2025010113`. */
static size_t
mark_of(const char *name, size_t len, int *ret_generation)
{
	size_t start = len;
	struct str text;

	while (start > 0 && (isdigit((unsigned char)name[start - 1]) ||
	    (name[start - 1] == '-' && start < len && start > 1 && isdigit((unsigned char)name[start - 2]))))
		start--;
	text = (struct str){ name + start, len - start };
	if (start < 2 || text.len == 0 || name[start - 2] == '/' || (name[start - 1] != '.' && name[start - 1] != '-'))
		return 0;
	if (text.len <= 4 && name[start - 1] == '.' && digits(text, 0, text.len) >= 0) {
		*ret_generation = digits(text, 0, text.len);
		return start - 1;
	}
	bool is_plain = day_of(digits(text, 0, 4), digits(text, 4, 2), digits(text, 6, 2)) != DAY_UNKNOWN;
	if (!is_plain && iso_day((struct str){ text.ptr, text.len < 10 ? text.len : 10 }) == DAY_UNKNOWN)
		return 0;
	*ret_generation = LOGLIST_DATED;
	return start - 1;
}

int
loglist_generation(struct arena *arena, const char *name, const char **ret_base)
{
	static const char *const packed[] = { ".gz", ".xz", ".bz2", ".zst", ".lzma", ".Z", ".zip", NULL };
	static const char extension[] = ".log";
	struct str rest = str_of(name);
	int generation = LOGLIST_CURRENT;

	for (int i = 0; packed[i]; i++)
		if (str_has_suffix(rest, packed[i])) {
			rest.len -= strlen(packed[i]);
			break;
		}
	size_t mark = mark_of(name, rest.len, &generation);
	if (mark) {
		*ret_base = arena_strndup(arena, name, mark);
	} else if (str_has_suffix(rest, extension) && (mark = mark_of(name, rest.len - 4, &generation)) != 0) {
		*ret_base = arena_printf(arena, "%.*s%s", (int)mark, name, extension);
	} else {
		*ret_base = name;
	}
	return generation;
}
