/* Squid: access_log, cache_log, logformat. It rotates only when it is told to (squid -k rotate), so what others do decides. */
#include "evidence/log/applog.h"

#include "tenken/base/limits.h"
#include "tenken/syntax/lines.h"

struct squid {
	const struct parse *parse;
	struct applog_naming naming;
	bool has_access;
	struct span off_at;        /* `access_log none` without a condition */
};

/* A log; NULL when it is no file. */
static const char *
emit(const struct parse *parse, struct span at, struct str target)
{
	static const char *const modules[] = { "daemon:", "stdio:" };
	struct applog log = APPLOG_INIT;

	for (size_t i = 0; i < sizeof modules / sizeof *modules; i++)
		if (str_has_prefix(target, modules[i]))
			target = (struct str){ target.ptr + strlen(modules[i]), target.len - strlen(modules[i]) };
	log.path = target.len && target.ptr[0] == '/' ? applog_path(parse->bundle->arena, "", target) : NULL;
	log.writer = "squid";
	log.class = "proxy";
	log.at = at;
	if (log.path)
		applog_emit(parse, &log);
	return log.path;
}

/* access_log PLACE [FORMAT [acl ...]], or PLACE with logformat=FORMAT among its options; `squid` unless it is told. */
static void
read_access(struct squid *squid, struct span at, struct str place, struct str rest)
{
	const char *log = emit(squid->parse, at, place);
	struct str name = STR("squid"), word;
	bool has_condition = str_trim(rest).len > 0;

	for (size_t i = 0; (word = str_token(&rest, " \t")).len; i++) {
		if (str_has_prefix(word, "logformat="))
			name = (struct str){ word.ptr + strlen("logformat="), word.len - strlen("logformat=") };
		else if (i == 0 && !str_has(word, "="))
			name = word;
	}
	if (!log) {
		if (str_is(place, "none") && !has_condition)
			squid->off_at = at;
		return;
	}
	struct applog_request request = { { .log = log, .writer = "squid", .class = "proxy", .at = at }, name };
	vec_push(squid->parse->bundle->arena, &squid->naming.requests, request);
}

static void
read_file(struct squid *squid, struct file *file, int depth)
{
	struct arena *arena = squid->parse->bundle->arena;

	if (!applog_begin(squid->parse, file, depth))
		return;
	for (struct lines lines = lines_of(file->bytes); lines_next(&lines) && lines.line <= LIMIT_LINES;) {
		if (lines.is_cut)
			diag_report(&squid->parse->run->diags, DIAG_LIMIT, file_span(file, lines.line), "line longer than %u bytes", LIMIT_LINE_BYTES);
		struct str rest = lines.text, word = str_token(&rest, " \t"), value = str_token(&rest, " \t");
		if (str_is(word, "include")) {
			size_t at = 0;
			for (struct file *other; (other = applog_included(squid->parse, "etc/squid", value, &at));)
				read_file(squid, other, depth + 1);
		} else if (str_is(word, "access_log")) {
			squid->has_access = true;
			read_access(squid, file_span(file, lines.line), value, rest);
		} else if (str_is(word, "cache_log")) {
			emit(squid->parse, file_span(file, lines.line), value);
		} else if (str_is(word, "logformat") && value.len) {
			map_set(&squid->naming.defined, arena_strndup(arena, value.ptr, value.len), arena_strndup(arena, rest.ptr, rest.len));
		}
	}
	applog_end(file);
}

/* A proxy that is told to write no access log records nothing. */
static void
add_silence(const struct squid *squid, struct log_formats *formats)
{
	struct log_format format = { .log = "access_log none", .writer = "squid", .class = "proxy", .known = FIELD_OBJECT, .at = squid->off_at };

	if (squid->off_at.path && !squid->naming.requests.len)
		log_formats_add(formats, &format);
}

/* Squid writes an access log unless it is told `none`. */
void
applog_squid(const struct parse *parse, struct log_formats *formats)
{
	struct file *main = bundle_file(parse, "etc/squid/squid.conf");
	struct squid squid = { .parse = parse, .naming = { .defined = MAP_INIT(parse->bundle->arena) } };

	if (!main || main->link)
		return;
	/* Built in: the documentation of logformat. */
	map_set(&squid.naming.defined, "squid", (void *)"%ts.%03tu %6tr %>a %Ss/%03>Hs %<st %rm %ru %[un %Sh/%<a %mt");
	map_set(&squid.naming.defined, "common", (void *)"%>a - %[un [%tl] \"%rm %ru HTTP/%rv\" %>Hs %<st %Ss:%Sh");
	map_set(&squid.naming.defined, "combined",
	    (void *)"%>a - %[un [%tl] \"%rm %ru HTTP/%rv\" %>Hs %<st \"%{Referer}>h\" \"%{User-Agent}>h\" %Ss:%Sh");
	map_set(&squid.naming.defined, "referrer", (void *)"%ts.%03tu %>a %{Referer}>h %ru");
	map_set(&squid.naming.defined, "useragent", (void *)"%>a [%tl] \"%{User-Agent}>h\"");
	read_file(&squid, main, 0);
	if (!squid.has_access)
		read_access(&squid, file_span(main, 0), STR("/var/log/squid/access.log"), STR(""));
	applog_formats(parse, &squid.naming, log_fields_squid, formats);
	add_silence(&squid, formats);
}
