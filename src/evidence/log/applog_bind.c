/* BIND: channels of `logging` that some category uses.
 *
 * versions N with size S: the file and N old ones of S bytes; unlimited versions keep all. Versions without a size change only when
 * the server reads its configuration again, and then nobody knows how far they reach. */
#include "evidence/log/applog.h"

#include "tenken/base/limits.h"

/* One block `logging`, and the folder its relative names stand in. */
struct bind {
	const struct parse *parse;
	const char *folder;                        /* options { directory }, without the first slash */
	const struct braces_statement *logging;
	const struct file *file;                   /* where it stands */
	struct log_formats *formats;
	bool has_queries;                          /* some channel takes the category queries */
};

/* Whether a category, or that of the name, goes to the channel. */
static bool
is_used(const struct bind *bind, struct str channel, const char *wanted)
{
	for (const struct braces_statement *category = bind->logging->children; category; category = category->next) {
		if (!str_is(braces_word(category, 0), "category") || (wanted && !str_is(braces_word(category, 1), wanted)))
			continue;
		for (const struct braces_statement *name = category->children; name; name = name->next) {
			struct str word = braces_word(name, 0);
			if (word.len == channel.len && memcmp(word.ptr, channel.ptr, word.len) == 0)
				return true;
		}
	}
	return false;
}

/* file "x" versions N|unlimited size S suffix increment|timestamp */
static void
decide(const struct braces_statement *statement, struct applog *log)
{
	struct str versions = STR(""), size = STR("");
	int64_t count, bytes = -1;

	for (size_t i = 2; i + 1 < statement->count; i++) {
		if (str_is(statement->words[i], "versions"))
			versions = statement->words[i + 1];
		else if (str_is(statement->words[i], "size"))
			size = statement->words[i + 1];
	}
	if (!versions.len && !size.len)
		return;
	log->kind = "unknown";
	if (!size.len || !applog_size(size, &bytes)) {
		log->reason = "old versions are made when the server is told, not by time or size";
	} else if (!versions.len) {
		log->reason = "BIND stops writing when the size is reached";
	} else if (str_is(versions, "unlimited")) {
		log->reason = "BIND keeps all versions; what removes them is not known";
	} else if (str_int(versions, &count) && count < 100000 && bytes <= ((int64_t)1 << 50) / (count + 1)) {
		log->kind = "size-bound";
		log->capacity = bytes * (count + 1);
		log->generations = count;
	}
}

/* print-time: no unless it is told; local time without a zone, and ISO 8601, which has one only of UTC. */
static unsigned
moment_of(const struct braces_statement *channel)
{
	struct str value = STR("no");

	for (const struct braces_statement *statement = channel->children; statement; statement = statement->next)
		if (str_is(braces_word(statement, 0), "print-time"))
			value = braces_word(statement, 1);
	if (str_is(value, "iso8601-utc"))
		return FIELD_MOMENT;
	return str_is(value, "yes") || str_is(value, "true") || str_is(value, "1") || str_is(value, "local") || str_is(value, "iso8601")
	    ? FIELD_TIME | FIELD_YEAR : 0;
}

/* A line of the category queries is "client ADDRESS#PORT (NAME): query: NAME CLASS TYPE FLAGS (ADDRESS)". */
static void
add_format(struct bind *bind, const struct braces_statement *channel, const struct applog *log)
{
	struct log_format format = { .log = log->path, .writer = log->writer, .class = log->class, .at = log->at };

	if (!is_used(bind, braces_word(channel, 1), "queries"))
		return;
	bind->has_queries = true;
	format.known = FIELD_MOMENT | FIELD_SOURCE | FIELD_ACTION | FIELD_OBJECT;
	format.has = moment_of(channel) | FIELD_SOURCE | FIELD_ACTION | FIELD_OBJECT;
	log_formats_add(bind->formats, &format);
}

static void
read_channel(struct bind *bind, const struct braces_statement *channel)
{
	for (const struct braces_statement *statement = channel->children; statement; statement = statement->next) {
		struct applog log = APPLOG_INIT;
		if (!str_is(braces_word(statement, 0), "file"))
			continue;
		log.path = applog_path(bind->parse->bundle->arena, bind->folder, braces_word(statement, 1));
		log.writer = "bind";
		log.class = "dns";
		log.at = file_span(bind->file, statement->line);
		decide(statement, &log);
		if (!log.path)
			continue;
		applog_emit(bind->parse, &log);
		add_format(bind, channel, &log);
	}
}

static void
walk(struct bind *bind, const struct braces_statement *first)
{
	for (const struct braces_statement *statement = first; statement; statement = statement->next) {
		if (str_is(braces_word(statement, 0), "logging")) {
			bind->logging = statement;
			for (const struct braces_statement *c = statement->children; c; c = c->next)
				if (str_is(braces_word(c, 0), "channel") && is_used(bind, braces_word(c, 1), NULL))
					read_channel(bind, c);
		}
	}
}

static void
find_folder(struct bind *bind, const struct braces_statement *first)
{
	for (const struct braces_statement *statement = first; statement; statement = statement->next)
		for (const struct braces_statement *c = statement->children; c && str_is(braces_word(statement, 0), "options"); c = c->next) {
			struct str folder = braces_word(c, 1);
			if (str_is(braces_word(c, 0), "directory") && folder.len > 1 && folder.ptr[0] == '/' && folder.len < LIMIT_PATH_BYTES)
				bind->folder = arena_strndup(bind->parse->bundle->arena, folder.ptr + 1, folder.len - 1);
		}
}

/* A server whose configuration shows no log of queries: whether there is one is not known (querylog, rndc). */
static void
add_silence(const struct bind *bind)
{
	struct log_format format = { .log = "queries", .writer = "bind", .class = "dns" };

	if (!bind->file || bind->has_queries)
		return;
	format.at = file_span(bind->file, 0);
	log_formats_add(bind->formats, &format);
}

void
applog_bind(const struct parse *parse, struct log_formats *formats)
{
	static const char *const patterns[] = { "/etc/bind/named.conf*", "/etc/named.conf", "/etc/named/*.conf" };
	struct bind bind = { .parse = parse, .folder = "var/cache/bind", .formats = formats };

	/* The folder may be named in another file than the channels; which of them is included does not matter: all are. */
	for (int pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
			size_t at = 0;
			for (struct file *file; (file = applog_included(parse, "", str_of(patterns[i]), &at));) {
				struct braces_statement *first;
				struct run quiet = { .arena = parse->run->arena, .datadir = parse->run->datadir };
				quiet.diags.arena = parse->run->arena;
				bind.file = file;
				file->is_used = true;
				/* What is wrong with it is said once. */
				if (braces_read(pass ? parse->run : &quiet, parse->bundle->arena, file->path, file->bytes, BRACES_PLAIN, &first) != 0)
					continue;
				if (pass)
					walk(&bind, first);
				else
					find_folder(&bind, first);
			}
		}
	add_silence(&bind);
}
