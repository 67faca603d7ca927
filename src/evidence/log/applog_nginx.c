/* nginx: access_log, error_log and log_format, in any block of nginx.conf and what it includes.
 *
 * `off`, syslog: and programs are no files. nginx rotates nothing by itself. */
#include "evidence/log/applog.h"

#include "tenken/base/limits.h"

#define FOLDER "etc/nginx"
#define LIMIT_FORMAT_WORDS 1000   /* each is copied once more for every word behind it */

/* Formats may be defined behind the logs that ask for them. */
struct nginx {
	const struct parse *parse;
	struct applog_naming naming;
};

static void read_file(struct nginx *nginx, struct file *file, int depth);

/* log_format NAME [escape=...] 'text' 'text' ...; the texts are one. */
static void
read_format(struct nginx *nginx, const struct braces_statement *statement)
{
	struct arena *arena = nginx->parse->bundle->arena;
	struct str name = braces_word(statement, 1);
	const char *text = "";

	if (!name.len || statement->count > LIMIT_FORMAT_WORDS)
		return;
	for (size_t i = 2; i < statement->count; i++) {
		struct str word = statement->words[i];
		if (i > 2 || !str_has_prefix(word, "escape="))
			text = arena_printf(arena, "%s%.*s", text, (int)word.len, word.ptr);
	}
	map_set(&nginx->naming.defined, arena_strndup(arena, name.ptr, name.len), (void *)text);
}

/* access_log PATH [FORMAT [buffer=... if=...]]; without a format it is `combined`. */
static void
read_log(struct nginx *nginx, const struct file *file, const struct braces_statement *statement)
{
	struct arena *arena = nginx->parse->bundle->arena;
	struct str name = braces_word(statement, 2);
	struct applog log = APPLOG_INIT;

	log.path = applog_path(arena, FOLDER, braces_word(statement, 1));
	log.writer = "nginx";
	log.class = "web";
	log.at = file_span(file, statement->line);
	if (!log.path)
		return;
	applog_emit(nginx->parse, &log);
	if (!str_is(braces_word(statement, 0), "access_log"))
		return;
	struct log_format format = { .log = log.path, .writer = log.writer, .class = log.class, .at = log.at };
	struct applog_request request = { format, name.len && !str_has(name, "=") ? name : STR("combined") };
	vec_push(arena, &nginx->naming.requests, request);
}

static void
walk(struct nginx *nginx, const struct file *file, const struct braces_statement *statement, int depth)
{
	for (; statement; statement = statement->next) {
		struct str word = braces_word(statement, 0);
		if (str_is(word, "include")) {
			size_t at = 0;
			for (struct file *other; (other = applog_included(nginx->parse, FOLDER, braces_word(statement, 1), &at));)
				read_file(nginx, other, depth + 1);
		} else if (str_is(word, "log_format")) {
			read_format(nginx, statement);
		} else if (str_is(word, "access_log") || str_is(word, "error_log")) {
			read_log(nginx, file, statement);
		}
		if (statement->children)
			walk(nginx, file, statement->children, depth);
	}
}

static void
read_file(struct nginx *nginx, struct file *file, int depth)
{
	struct braces_statement *first;

	/* What two files include is read once. */
	if (!applog_begin(nginx->parse, file, depth))
		return;
	if (braces_read(nginx->parse->run, nginx->parse->bundle->arena, file->path, file->bytes, BRACES_PLAIN, &first) == 0)
		walk(nginx, file, first, depth);
	applog_end(file);
}

void
applog_nginx(const struct parse *parse, struct log_formats *formats)
{
	struct nginx nginx = { .parse = parse, .naming = { .defined = MAP_INIT(parse->bundle->arena) } };
	struct file *main = bundle_file(parse, FOLDER "/nginx.conf");

	/* Built in: ngx_http_log_module. */
	map_set(&nginx.naming.defined, "combined",
	    (void *)"$remote_addr - $remote_user [$time_local] \"$request\" $status $body_bytes_sent \"$http_referer\" \"$http_user_agent\"");
	if (main && !main->link)
		read_file(&nginx, main, 0);
	applog_formats(parse, &nginx.naming, log_fields_nginx, formats);
}
