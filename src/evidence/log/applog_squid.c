/* Squid: access_log, cache_log. It rotates only when it is told to (squid -k rotate), so what others do decides. */
#include "evidence/log/applog.h"

#include "tenken/base/limits.h"
#include "tenken/syntax/lines.h"

static void
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
}

/* Squid writes an access log unless it is told `none`. */
static void
read_file(const struct parse *parse, struct file *file, bool *has_access, int depth)
{
	if (depth > LIMIT_INCLUDE_DEPTH || file->is_used)
		return;
	file->is_used = true;
	for (struct lines lines = lines_of(file->bytes); lines_next(&lines) && lines.line <= LIMIT_LINES;) {
		struct str rest = lines.text, word = str_token(&rest, " \t"), value = str_token(&rest, " \t");
		if (str_is(word, "include")) {
			size_t at = 0;
			for (struct file *other; (other = applog_included(parse, "etc/squid", value, &at));)
				read_file(parse, other, has_access, depth + 1);
		} else if (str_is(word, "access_log") || str_is(word, "cache_log")) {
			*has_access |= str_is(word, "access_log");
			emit(parse, file_span(file, lines.line), value);
		}
	}
}

void
applog_squid(const struct parse *parse)
{
	struct file *main = bundle_file(parse, "etc/squid/squid.conf");
	bool has_access = false;

	if (!main || main->link)
		return;
	read_file(parse, main, &has_access, 0);
	if (!has_access)
		emit(parse, file_span(main, 0), STR("/var/log/squid/access.log"));
}
