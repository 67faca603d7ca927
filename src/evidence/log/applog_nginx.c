/* nginx: access_log and error_log, in any block of nginx.conf and what it includes.
 *
 * `off`, syslog: and programs are no files. nginx rotates nothing by itself. */
#include "evidence/log/applog.h"

#include "tenken/base/limits.h"

#define FOLDER "etc/nginx"

static void read_file(const struct parse *parse, struct file *file, int depth);

static void
walk(const struct parse *parse, const struct file *file, const struct braces_statement *statement, int depth)
{
	for (; statement; statement = statement->next) {
		struct str word = braces_word(statement, 0), value = braces_word(statement, 1);
		if (str_is(word, "include")) {
			size_t at = 0;
			for (struct file *other; (other = applog_included(parse, FOLDER, value, &at));)
				read_file(parse, other, depth + 1);
		} else if (str_is(word, "access_log") || str_is(word, "error_log")) {
			struct applog log = APPLOG_INIT;
			log.path = applog_path(parse->bundle->arena, FOLDER, value);
			log.writer = "nginx";
			log.class = "web";
			log.at = file_span(file, statement->line);
			if (log.path)
				applog_emit(parse, &log);
		}
		if (statement->children)
			walk(parse, file, statement->children, depth);
	}
}

static void
read_file(const struct parse *parse, struct file *file, int depth)
{
	struct braces_statement *first;

	/* What two files include is read once. */
	if (depth > LIMIT_INCLUDE_DEPTH || file->is_used)
		return;
	file->is_used = true;
	if (braces_read(parse->run, parse->bundle->arena, file->path, file->bytes, BRACES_PLAIN, &first) == 0)
		walk(parse, file, first, depth);
}

void
applog_nginx(const struct parse *parse)
{
	struct file *main = bundle_file(parse, FOLDER "/nginx.conf");

	if (main && !main->link)
		read_file(parse, main, 0);
}
