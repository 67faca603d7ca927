/* What a format text records, by the manuals of nginx (ngx_http_log_module, ngx_http_core_module), Apache httpd (mod_log_config),
 * Squid (logformat) and PostgreSQL (log_line_prefix).
 *
 * Decision rule (docs/evidence.md, log-format): a text is read whole, so what no code of it writes is not recorded. A code that
 * nobody here knows writes nothing. */
#include "evidence/log/log_fields.h"

/* A code of a program, and what it writes. */
struct code {
	const char *name;
	unsigned fields;
};

#define WEB_REQUEST (FIELD_ACTION | FIELD_OBJECT)

static bool
is_word(char c)
{
	return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static bool
begins_with_any(struct str text, const char *set)
{
	return text.len && text.ptr[0] && strchr(set, text.ptr[0]);
}

/* The first of the codes that the text begins with; they stand longest first where one begins another. */
static const struct code *
find(const struct code *codes, struct str text)
{
	for (; codes->name; codes++)
		if (str_has_prefix(text, codes->name))
			return codes;
	return NULL;
}

static struct str
behind(struct str text, size_t count)
{
	return count < text.len ? (struct str){ text.ptr + count, text.len - count } : STR("");
}

/* Goes to behind the next `%`; false when there is none. The second of two is taken as a code that nobody knows. */
static bool
next_code(struct str *text)
{
	const char *mark = text->len ? memchr(text->ptr, '%', text->len) : NULL;

	if (mark)
		*text = behind(*text, (size_t)(mark - text->ptr) + 1);
	return mark && text->len;
}

unsigned
log_fields_nginx(struct str text)
{
	static const struct code variables[] = {
		{ "time_local", FIELD_MOMENT }, { "time_iso8601", FIELD_MOMENT }, { "msec", FIELD_MOMENT }, { "remote_user", FIELD_USER },
		{ "remote_addr", FIELD_SOURCE }, { "realip_remote_addr", FIELD_SOURCE }, { "server_port", FIELD_PORT }, { "request", WEB_REQUEST },
		{ "request_method", FIELD_ACTION }, { "request_uri", FIELD_OBJECT }, { "uri", FIELD_OBJECT }, { "document_uri", FIELD_OBJECT },
		{ "status", FIELD_RESULT }, { "http_user_agent", FIELD_AGENT }, { "body_bytes_sent", FIELD_BYTES }, { "bytes_sent", FIELD_BYTES },
		{ NULL, 0 }
	};
	unsigned fields = 0;

	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] != '$')
			continue;
		size_t begin = i + 1 < text.len && text.ptr[i + 1] == '{' ? i + 2 : i + 1, end = begin;
		while (end < text.len && is_word(text.ptr[end]))
			end++;
		for (const struct code *v = variables; v->name; v++)
			if (str_is((struct str){ text.ptr + begin, end - begin }, v->name))
				fields |= v->fields;
	}
	return fields;
}

/* What a date in the form of strftime(3) tells. Without a time of day none of it is a moment. */
static unsigned
fields_of_date(struct str date)
{
	unsigned fields = 0;

	if (str_has(date, "%s"))
		return FIELD_MOMENT;
	bool has_clock = str_has(date, "%H") || str_has(date, "%I") || str_has(date, "%T") || str_has(date, "%R") || str_has(date, "%c") ||
	    str_has(date, "%X") || str_has(date, "%r");
	bool has_day = str_has(date, "%d") || str_has(date, "%e") || str_has(date, "%D") || str_has(date, "%F") || str_has(date, "%c") ||
	    str_has(date, "%x") || str_has(date, "%j");
	if (has_clock && has_day)
		fields |= FIELD_TIME;
	if (str_has(date, "%Y") || str_has(date, "%y") || str_has(date, "%F") || str_has(date, "%D") || str_has(date, "%G") ||
	    str_has(date, "%c") || str_has(date, "%x"))
		fields |= FIELD_YEAR;
	if (str_has(date, "%z") || str_has(date, "%Z"))
		fields |= FIELD_ZONE;
	return fields;
}

/* %{FORMAT}t of Apache: begin: and end: stand before it, sec, msec and usec are counted from the epoch. */
static unsigned
fields_of_apache_time(struct str format)
{
	if (str_has_prefix(format, "begin:"))
		format = behind(format, strlen("begin:"));
	else if (str_has_prefix(format, "end:"))
		format = behind(format, strlen("end:"));
	if (!format.len || str_is(format, "sec") || str_is(format, "msec") || str_is(format, "usec"))
		return FIELD_MOMENT;
	return fields_of_date(format);
}

/* Takes `{...}` off the front of the text. */
static struct str
take_argument(struct str *text)
{
	const char *end = text->len && text->ptr[0] == '{' ? memchr(text->ptr, '}', text->len) : NULL;

	if (!end)
		return STR("");
	struct str argument = { text->ptr + 1, (size_t)(end - text->ptr) - 1 };
	*text = behind(*text, argument.len + 2);
	return argument;
}

/* Takes a code off the text, behind its `%`. One that only some statuses write (%400,501{User-agent}i) is not in each record. */
static unsigned
take_apache_code(struct str *text)
{
	static const struct code codes[] = { { "h", FIELD_SOURCE }, { "a", FIELD_SOURCE }, { "u", FIELD_USER }, { "r", WEB_REQUEST },
		{ "m", FIELD_ACTION }, { "U", FIELD_OBJECT }, { "s", FIELD_RESULT }, { "b", FIELD_BYTES }, { "B", FIELD_BYTES },
		{ "O", FIELD_BYTES }, { "I", FIELD_BYTES }, { "S", FIELD_BYTES }, { "p", FIELD_PORT }, { NULL, 0 } };

	while (begins_with_any(*text, "<>"))
		*text = behind(*text, 1);
	struct str argument = take_argument(text);
	const struct code *code = find(codes, *text);
	bool is_time = str_has_prefix(*text, "t"), is_header = str_has_prefix(*text, "i");
	*text = behind(*text, 1);
	if (is_time)
		return fields_of_apache_time(argument);
	if (is_header)
		return str_is_nocase(argument, "User-Agent") ? FIELD_AGENT : 0;
	/* %{remote}p is the port the client came from. */
	if (!code || (argument.len && code->fields == FIELD_PORT && str_is(argument, "remote")))
		return 0;
	return code->fields;
}

unsigned
log_fields_apache(struct str text)
{
	unsigned fields = 0;

	while (next_code(&text))
		fields |= take_apache_code(&text);
	return fields;
}

/* Takes off what stands behind a `%`: a quoting mark, a width, an argument, the code, and the argument where newer versions have it. */
static unsigned
take_squid_code(struct str *text)
{
	static const struct code codes[] = {
		{ ">ru", FIELD_OBJECT | FIELD_PORT }, { "<ru", FIELD_OBJECT | FIELD_PORT }, { "ru", FIELD_OBJECT | FIELD_PORT },
		{ ">rm", FIELD_ACTION }, { "<rm", FIELD_ACTION }, { "rm", FIELD_ACTION }, { ">rp", FIELD_OBJECT }, { "<rp", FIELD_OBJECT },
		{ "rp", FIELD_OBJECT }, { ">rP", FIELD_PORT }, { "<rP", FIELD_PORT }, { "rP", FIELD_PORT }, { ">Hs", FIELD_RESULT },
		{ "<Hs", FIELD_RESULT }, { "Hs", FIELD_RESULT }, { "Ss", FIELD_RESULT }, { ">st", FIELD_BYTES }, { "<st", FIELD_BYTES },
		{ "st", FIELD_BYTES }, { ">a", FIELD_SOURCE }, { ">A", FIELD_SOURCE }, { "<p", FIELD_PORT }, { "un", FIELD_USER },
		{ "ul", FIELD_USER }, { "ue", FIELD_USER }, { "ts", FIELD_MOMENT }, { "tl", FIELD_MOMENT }, { "tg", FIELD_MOMENT },
		{ ">h", FIELD_AGENT }, { NULL, 0 }
	};

	if (begins_with_any(*text, "\"['#/"))
		*text = behind(*text, 1);
	while (begins_with_any(*text, "-.0123456789"))
		*text = behind(*text, 1);
	struct str argument = take_argument(text);
	const struct code *code = find(codes, *text);
	*text = behind(*text, code ? strlen(code->name) : 1);
	if (!code)
		return 0;
	if (!argument.len)
		argument = take_argument(text);
	/* Without a name it is the whole header. */
	if (code->fields == FIELD_AGENT)
		return !argument.len || str_is_nocase(argument, "User-Agent") ? FIELD_AGENT : 0;
	bool is_date = argument.len && code->fields == FIELD_MOMENT && !str_is(str_of(code->name), "ts");
	return is_date ? fields_of_date(argument) : code->fields;
}

unsigned
log_fields_squid(struct str text)
{
	unsigned fields = 0;

	while (next_code(&text))
		fields |= take_squid_code(&text);
	return fields;
}

unsigned
log_fields_postgres(struct str text)
{
	static const struct code escapes[] = { { "t", FIELD_MOMENT }, { "m", FIELD_MOMENT }, { "n", FIELD_MOMENT }, { "u", FIELD_USER },
		{ "r", FIELD_SOURCE }, { "h", FIELD_SOURCE }, { "d", FIELD_OBJECT }, { "i", FIELD_ACTION }, { "e", FIELD_RESULT }, { NULL, 0 } };
	unsigned fields = 0;

	while (next_code(&text)) {
		while (begins_with_any(text, "-0123456789"))
			text = behind(text, 1);
		const struct code *escape = find(escapes, text);
		fields |= escape ? escape->fields : 0;
		text = behind(text, 1);
	}
	return fields;
}
