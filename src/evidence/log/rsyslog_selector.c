/* Selectors of rsyslog.conf(5): `facility.priority` parts, from left to right. */
#include "evidence/log/rsyslog.h"

static int
index_of(struct str name, const char *const *names, int count)
{
	for (int i = 0; i < count; i++)
		if (names[i] && str_is_nocase(name, names[i]))
			return i;
	return -1;
}

/* Numbers are left alone: which code they are depends on the version. */
static int
facility_of(struct str name)
{
	static const char *const names[RSYSLOG_FACILITIES] = { "kern", "user", "mail", "daemon", "auth", "syslog", "lpr", "news",
		"uucp", "cron", "authpriv", "ftp", NULL, NULL, NULL, NULL, "local0", "local1", "local2", "local3", "local4", "local5", "local6",
		"local7" };

	return str_is_nocase(name, "security") ? 4 : index_of(name, names, RSYSLOG_FACILITIES);
}

static int
priority_of(struct str name)
{
	static const char *const names[8] = { "emerg", "alert", "crit", "err", "warning", "notice", "info", "debug" };

	if (str_is_nocase(name, "panic"))
		return 0;
	if (str_is_nocase(name, "error"))
		return 3;
	return str_is_nocase(name, "warn") ? 4 : index_of(name, names, 8);
}

/* One part taken apart. */
struct part {
	struct str facilities, priority;
	bool is_not, is_exact;
};

static bool
cut_prefix(struct str *text, const char *prefix)
{
	if (!str_has_prefix(*text, prefix))
		return false;
	*text = (struct str){ text->ptr + 1, text->len - 1 };
	return true;
}

static struct part
part_of(struct str text)
{
	struct part part = { .facilities = str_token(&text, ".") };

	cut_prefix(&text, ".");
	part.priority = text;
	part.is_not = cut_prefix(&part.priority, "!");
	part.is_exact = cut_prefix(&part.priority, "=");
	return part;
}

static bool
names_facility(struct str list, int facility)
{
	for (struct str name; (name = str_token(&list, ",")).len;)
		if (str_is(name, "*") || facility_of(name) == facility)
			return true;
	return false;
}

unsigned
rsyslog_selects(struct str selector, int facility)
{
	unsigned taken = 0;

	for (struct str text; (text = str_token(&selector, ";")).len;) {
		struct part part = part_of(text);
		if (!names_facility(part.facilities, facility))
			continue;
		int level = priority_of(part.priority);
		unsigned bits = str_is(part.priority, "*") ? RSYSLOG_ALL : level < 0 ? 0 : part.is_exact ? 1u << level : (2u << level) - 1;
		if (str_is_nocase(part.priority, "none"))
			taken = 0;
		else
			taken = part.is_not ? taken & ~bits : taken | bits;
	}
	return taken;
}

static bool
is_part(struct str text)
{
	struct part part = part_of(text);
	struct str list = part.facilities;
	bool has_facility = false;

	for (struct str name; (name = str_token(&list, ",")).len; has_facility = true)
		if (!str_is(name, "*") && facility_of(name) < 0)
			return false;
	/* `=*` takes nothing; nobody means that. */
	bool is_any = str_is(part.priority, "*") && !part.is_exact;
	return has_facility && (is_any || str_is_nocase(part.priority, "none") || priority_of(part.priority) >= 0);
}

bool
rsyslog_is_selector(struct str text)
{
	bool has_part = false;

	for (struct str part; (part = str_token(&text, ";")).len; has_part = true)
		if (!is_part(part))
			return false;
	return has_part;
}
