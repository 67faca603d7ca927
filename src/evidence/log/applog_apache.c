/* Apache httpd: ErrorLog, CustomLog, TransferLog, GlobalLog and LogFormat, in the main file and what it includes; also through rotatelogs.
 *
 * `rotatelogs -n N PATH SECONDS` writes to N files in turn and empties the one it comes back to; without -n it leaves all files
 * where they are, and what removes them nobody tells. Debian names the folder in envvars; RHEL's logs/ is a link to
 * /var/log/httpd. */
#include "evidence/log/applog.h"

#include "tenken/base/limits.h"
#include "tenken/syntax/lines.h"

struct apache {
	const struct parse *parse;
	const char *folder;            /* ServerRoot, without the first slash */
	const char *log_dir;           /* APACHE_LOG_DIR; NULL: not known */
	const char *transfer;          /* the format of TransferLog: the last LogFormat without a name */
	struct applog_naming naming;
};

static void read_file(struct apache *apache, struct file *file, int depth);

/* The next argument of a directive, quotes taken off; a backslash keeps the next one. */
static struct str
next_argument(struct arena *arena, struct str *rest)
{
	struct str text = str_trim(*rest);

	if (!text.len || text.ptr[0] != '"') {
		*rest = text;
		return str_token(rest, " \t");
	}
	char *out = arena_alloc(arena, text.len);
	size_t len = 0, i = 1;
	for (; i < text.len && text.ptr[i] != '"'; i++) {
		if (text.ptr[i] == '\\' && i + 1 < text.len)
			i++;
		out[len++] = text.ptr[i];
	}
	*rest = i < text.len ? (struct str){ text.ptr + i + 1, text.len - i - 1 } : STR("");
	return (struct str){ out, len };
}

/* ${APACHE_LOG_DIR} by its value, logs/ by what RHEL links it to; empty where the folder is not known. */
static struct str
resolve(const struct apache *apache, struct str path)
{
	static const char name[] = "${APACHE_LOG_DIR}";
	struct arena *arena = apache->parse->bundle->arena;

	if (apache->log_dir && str_has_prefix(path, name))
		return str_of(arena_printf(arena, "%s%.*s", apache->log_dir, (int)(path.len - strlen(name)), path.ptr + strlen(name)));
	if (str_has_prefix(path, "${"))
		return STR("");
	if (strcmp(apache->folder, "etc/httpd") == 0 && str_has_prefix(path, "logs/"))
		return str_of(arena_printf(arena, "/var/log/httpd/%.*s", (int)(path.len - 5), path.ptr + 5));
	return path;
}

/* Behind the program's name: options, the file, and seconds or a size. */
static void
read_rotatelogs(const struct apache *apache, struct str rest, struct applog *log)
{
	struct arena *arena = apache->parse->bundle->arena;
	struct str word;
	int64_t files = -1, number;

	while ((word = next_argument(arena, &rest)).len && word.ptr[0] == '-') {
		if (str_is(word, "-n") && !str_int(next_argument(arena, &rest), &files))
			files = -1;
		else if (str_is(word, "-L") || str_is(word, "-p"))
			next_argument(arena, &rest);
	}
	log->path = applog_path(arena, apache->folder, resolve(apache, word));
	log->path = log->path ? applog_dated(arena, log->path) : NULL;
	word = next_argument(arena, &rest);
	log->kind = "unknown";
	log->reason = "rotatelogs keeps all files; what removes them is not known";
	if (files < 1)
		return;
	log->reason = "how often rotatelogs changes the file could not be read";
	if (str_int(word, &number)) {
		applog_in_turn(log, files, number);
		log->reason = log->kind && strcmp(log->kind, "unknown") != 0 ? NULL : log->reason;
	} else if (applog_size(word, &number) && number <= ((int64_t)1 << 50) / (files > 0 ? files : 1)) {
		log->kind = "size-bound";
		log->reason = NULL;
		log->capacity = number * files;
		log->generations = files - 1;
	}
}

/* The log's path; NULL when it is no file. */
static const char *
read_log(const struct apache *apache, const struct file *file, unsigned line, struct str target)
{
	struct applog log = APPLOG_INIT;

	log.writer = "apache";
	log.class = "web";
	log.at = file_span(file, line);
	if (str_has_prefix(target, "|")) {
		struct str rest = { target.ptr + 1, target.len - 1 };
		if (str_has_prefix(rest, "|") || str_has_prefix(rest, "$"))
			rest = (struct str){ rest.ptr + 1, rest.len - 1 };
		struct str program = str_token(&rest, " \t");
		if (str_has_suffix(program, "rotatelogs"))
			read_rotatelogs(apache, rest, &log);
	} else if (!str_has_prefix(target, "syslog")) {
		log.path = applog_path(apache->parse->bundle->arena, apache->folder, resolve(apache, target));
	}
	if (log.path)
		applog_emit(apache->parse, &log);
	return log.path;
}

/* LogFormat "text" NAME, or without a name for the TransferLogs to come. */
static void
read_format(struct apache *apache, struct str rest)
{
	struct arena *arena = apache->parse->bundle->arena;
	struct str text = next_argument(arena, &rest), name = next_argument(arena, &rest);
	const char *copy = arena_strndup(arena, text.ptr, text.len);

	if (name.len)
		map_set(&apache->naming.defined, arena_strndup(arena, name.ptr, name.len), (void *)copy);
	else
		apache->transfer = copy;
}

/* An access log; `name` names its format, or is the format itself. */
static void
ask_format(struct apache *apache, const struct file *file, unsigned line, const char *log, struct str name)
{
	struct arena *arena = apache->parse->bundle->arena;
	struct log_format format = { .log = log, .writer = "apache", .class = "web", .at = file_span(file, line) };
	struct applog_request request = { format, name };

	if (str_has(name, "%"))
		map_add(&apache->naming.defined, arena_strndup(arena, name.ptr, name.len), arena_strndup(arena, name.ptr, name.len));
	vec_push(arena, &apache->naming.requests, request);
}

/* Logs of what was asked for have a format, the error log has none. */
static void
read_access_log(struct apache *apache, const struct file *file, unsigned line, bool is_transfer, struct str rest)
{
	struct arena *arena = apache->parse->bundle->arena;
	const char *log = read_log(apache, file, line, next_argument(arena, &rest));

	if (log)
		ask_format(apache, file, line, log, is_transfer ? str_of(apache->transfer) : next_argument(arena, &rest));
}

static void
read_line(struct apache *apache, const struct file *file, unsigned line, struct str text, int depth)
{
	struct arena *arena = apache->parse->bundle->arena;
	struct str rest = text, word = next_argument(arena, &rest);

	if (str_is_nocase(word, "ServerRoot")) {
		struct str root = next_argument(arena, &rest);
		if (root.len > 1 && root.ptr[0] == '/' && root.len < LIMIT_PATH_BYTES)
			apache->folder = arena_strndup(arena, root.ptr + 1, root.len - 1);
	} else if (str_is_nocase(word, "Include") || str_is_nocase(word, "IncludeOptional")) {
		struct str pattern = next_argument(arena, &rest);
		size_t at = 0;
		for (struct file *other; (other = applog_included(apache->parse, apache->folder, pattern, &at));)
			read_file(apache, other, depth + 1);
	} else if (str_is_nocase(word, "LogFormat")) {
		read_format(apache, rest);
	} else if (str_is_nocase(word, "ErrorLog")) {
		read_log(apache, file, line, next_argument(arena, &rest));
	} else if (str_is_nocase(word, "CustomLog") || str_is_nocase(word, "TransferLog") || str_is_nocase(word, "GlobalLog")) {
		read_access_log(apache, file, line, str_is_nocase(word, "TransferLog"), rest);
	}
}

static void
read_file(struct apache *apache, struct file *file, int depth)
{
	if (!applog_begin(apache->parse, file, depth))
		return;
	for (struct lines lines = lines_of(file->bytes); lines_next(&lines) && lines.line <= LIMIT_LINES;) {
		if (lines.is_cut)
			diag_report(&apache->parse->run->diags, DIAG_LIMIT, file_span(file, lines.line), "line longer than %u bytes", LIMIT_LINE_BYTES);
		struct str text = str_trim(lines.text);
		if (text.len && text.ptr[0] != '#')
			read_line(apache, file, lines.line, text, depth);
	}
	applog_end(file);
}

/* `export APACHE_LOG_DIR=/var/log/apache2$SUFFIX`; the suffix is that of further instances. */
static const char *
find_log_dir(const struct parse *parse)
{
	struct file *file = bundle_file(parse, "etc/apache2/envvars");

	if (!file || file->link)
		return NULL;
	file->is_used = true;
	for (struct lines lines = lines_of(file->bytes); lines_next(&lines) && lines.line <= LIMIT_LINES;) {
		struct str text = str_trim(lines.text);
		if (!str_has_prefix(text, "export APACHE_LOG_DIR="))
			continue;
		struct str value = { text.ptr + 22, text.len - 22 };
		struct str folder = str_token(&value, "$\"' \t");
		return folder.len ? arena_strndup(parse->bundle->arena, folder.ptr, folder.len) : NULL;
	}
	return NULL;
}

void
applog_apache(const struct parse *parse, struct log_formats *formats)
{
	static const struct {
		const char *main, *folder;
	} layouts[] = { { "etc/apache2/apache2.conf", "etc/apache2" }, { "etc/httpd/conf/httpd.conf", "etc/httpd" } };

	for (size_t i = 0; i < sizeof layouts / sizeof *layouts; i++) {
		struct file *main = bundle_file(parse, layouts[i].main);
		struct apache apache = { .parse = parse, .folder = layouts[i].folder, .log_dir = find_log_dir(parse),
			.transfer = "%h %l %u %t \"%r\" %>s %b", .naming = { .defined = MAP_INIT(parse->bundle->arena) } };
		if (main && !main->link)
			read_file(&apache, main, 0);
		applog_formats(parse, &apache.naming, log_fields_apache, formats);
	}
}
