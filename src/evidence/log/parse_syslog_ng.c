/* Central logging by syslog-ng: whether security records really leave the host.
 *
 * Decision rule (docs/evidence.md, log-forwarding): a destination counts only when a log path joins it to a source of the host's own
 * records (system, systemd-journal, /dev/log). central is true when such a path sends to another host without a filter or
 * anything else in between, and no path before it may have taken records away (flags(final)); unknown when it has one of
 * these, or when a part of the configuration was not read; else false. */
#include "tenken/evidence/evidence.h"

#include "evidence/log/applog.h"
#include "evidence/log/rsyslog.h"
#include "tenken/base/limits.h"

#define FOLDER "etc/syslog-ng"


struct config {
	const struct parse *parse;
	struct map sources, destinations;    /* name to its statement */
	VEC(const struct braces_statement *) paths;
	VEC(const struct file *) files;      /* of each path */
	const struct file *main;
	bool is_open;                        /* something was not read */
};

static int
bid(const struct file *file)
{
	struct str name = str_of(file->name);

	if (str_is(name, FOLDER "/syslog-ng.conf"))
		return 80;
	return str_has_prefix(name, FOLDER "/conf.d/") && str_has_suffix(name, ".conf") ? 80 : 0;
}

static void read_file(struct config *config, struct file *file, int depth);

/* scl.conf is the library that the package brings, and defines no log path. */
static void
include(struct config *config, struct str pattern, int depth)
{
	const struct parse *parse = config->parse;
	const char *path = pattern.len && pattern.ptr[0] == '/'
	    ? arena_strndup(parse->bundle->arena, pattern.ptr + 1, pattern.len - 1)
	    : arena_printf(parse->bundle->arena, FOLDER "/%.*s", (int)pattern.len, pattern.ptr);
	size_t at = 0;
	bool is_found = str_is(pattern, "scl.conf");

	config->is_open |= bundle_is_withheld(parse, path);
	for (struct file *match; (match = bundle_match(parse, path, &at));) {
		struct file *file = bundle_file(parse, match->name);
		is_found = true;
		if (!file)
			config->is_open = true;   /* a link out of the bundle */
		else if (!file->link)
			read_file(config, file, depth + 1);
	}
	/* A pattern may well match nothing. */
	bool has_wildcard = false;
	for (size_t i = 0; i < pattern.len; i++)
		has_wildcard |= pattern.ptr[i] == '*' || pattern.ptr[i] == '?';
	config->is_open |= !is_found && !has_wildcard;
}

static void
take_statement(struct config *config, const struct file *file, struct braces_statement *statement, int depth)
{
	struct arena *arena = config->parse->bundle->arena;
	struct str word = braces_word(statement, 0), name = braces_word(statement, 1);

	if (str_is(word, "@include"))
		include(config, name, depth);
	else if (str_is(word, "source"))
		map_set(&config->sources, arena_strndup(arena, name.ptr, name.len), statement);
	else if (str_is(word, "destination"))
		map_set(&config->destinations, arena_strndup(arena, name.ptr, name.len), statement);
	else if (str_is(word, "log")) {
		vec_push(arena, &config->paths, statement);
		vec_push(arena, &config->files, file);
	} else if (str_is(word, "block") || str_is(word, "channel") || str_is(word, "junction")) {
		config->is_open = true;   /* may hold a log path of its own */
	}
}

static void
read_file(struct config *config, struct file *file, int depth)
{
	struct braces_statement *first;

	config->is_open |= file->is_open || depth > LIMIT_INCLUDE_DEPTH;
	if (!applog_begin(config->parse, file, depth))
		return;
	if (braces_read(config->parse->run, config->parse->bundle->arena, file->path, file->bytes, BRACES_CALLS, &first) != 0) {
		config->is_open = true;
		first = NULL;
	}
	for (struct braces_statement *statement = first; statement; statement = statement->next)
		take_statement(config, file, statement, depth);
	applog_end(file);
}

/* Whether a source's drivers read the host's own records. */
static bool
is_own(const struct braces_statement *source)
{
	for (const struct braces_statement *driver = source ? source->children : NULL; driver; driver = driver->next) {
		struct str name = braces_word(driver, 0);
		bool is_socket = str_is(name, "unix-dgram") || str_is(name, "unix-stream");
		if (str_is(name, "system") || str_is(name, "systemd-journal") || str_is(name, "systemd-syslog") ||
		    (is_socket && str_is(braces_word(driver, 2), "/dev/log")))
			return true;
	}
	return false;
}

/* Where a destination sends to; empty when it stays on the host. `network("host" ...)` and its likes. */
struct remote {
	struct str target;
	const char *protocol;
	bool is_unclear;          /* a driver nobody knows: it may send */
};

static struct remote
remote_of(const struct braces_statement *destination, const char *host)
{
	static const char *const local[] = { "file", "pipe", "unix-dgram", "unix-stream", "usertty", "program", "getvirtconsole", "null",
		"sql", "sqlite", "stdout", NULL };
	struct remote remote = { .target = STR("") };

	for (const struct braces_statement *driver = destination ? destination->children : NULL; driver; driver = driver->next) {
		struct str name = braces_word(driver, 0), target = braces_word(driver, 2);
		bool is_local = false, is_udp = str_is(name, "udp") || str_is(name, "udp6");
		for (int i = 0; local[i]; i++)
			is_local |= str_is(name, local[i]);
		if (is_udp || str_is(name, "tcp") || str_is(name, "tcp6") || str_is(name, "network") || str_is(name, "syslog")) {
			if (rsyslog_is_local(target, host))
				continue;
			for (size_t i = 3; i + 2 < driver->count; i++)
				is_udp |= str_is(driver->words[i], "transport") && str_is(driver->words[i + 2], "udp");
			remote.target = target;
			remote.protocol = is_udp ? "udp" : "tcp";
			return remote;
		}
		remote.is_unclear |= !is_local;
	}
	return remote;
}

/* One log path: what it joins, and what stands in between. */
struct path {
	bool is_own, has_between, is_final;
	struct remote remote;
};

/* The definition an element of a path names, or that stands inside of it. */
static const struct braces_statement *
definition(const struct config *config, const struct map *named, const struct braces_statement *element)
{
	struct str name = braces_word(element, 2);

	if (element->has_block)
		return element;
	return map_get(named, arena_strndup(config->parse->bundle->arena, name.ptr, name.len));
}

static struct path
path_of(struct config *config, const struct braces_statement *log)
{
	struct path path = { .remote = { .target = STR("") } };

	for (const struct braces_statement *element = log->children; element; element = element->next) {
		struct str word = braces_word(element, 0);
		if (str_is(word, "source")) {
			path.is_own |= is_own(definition(config, &config->sources, element));
		} else if (str_is(word, "destination")) {
			const struct braces_statement *destination = definition(config, &config->destinations, element);
			struct remote remote = remote_of(destination, config->parse->subject->id);
			path.remote.is_unclear |= remote.is_unclear || !destination;
			if (remote.target.len && !path.remote.target.len)
				path.remote.target = remote.target, path.remote.protocol = remote.protocol;
		} else if (str_is(word, "flags")) {
			for (size_t i = 1; i < element->count; i++) {
				path.is_final |= str_is(element->words[i], "final");
				path.has_between |= str_is(element->words[i], "fallback") || str_is(element->words[i], "catchall");
			}
		} else {
			/* A filter, parser, rewrite or a branch. */
			path.has_between = true;
		}
	}
	return path;
}

static void
emit(const struct config *config, size_t index, const char *central, const struct path *path)
{
	struct subject *subject = config->parse->subject;
	bool is_path = index < config->paths.len;
	struct span at = is_path ? file_span(config->files.items[index], config->paths.items[index]->line) : file_span(config->main, 0);
	struct record *record = record_add(subject, "log-forwarding", "syslog-ng", at);

	record_set(subject, record, "central", central);
	if (!is_path || !path->remote.target.len)
		return;
	record_set(subject, record, "target", arena_strndup(subject->arena, path->remote.target.ptr, path->remote.target.len));
	record_set(subject, record, "protocol", path->remote.protocol);
	if (strcmp(central, "true") == 0)
		record_set(subject, record, "scope", "all");
}

static void
decide(struct config *config)
{
	struct path maybe = { .remote = { .target = STR("") } };
	size_t maybe_index = SIZE_MAX;
	bool is_taken_away = config->is_open;

	for (size_t i = 0; i < config->paths.len; i++) {
		struct path path = path_of(config, config->paths.items[i]);
		if (path.remote.target.len && path.is_own && !path.has_between && !is_taken_away) {
			emit(config, i, "true", &path);
			return;
		}
		bool is_maybe = path.remote.target.len || path.remote.is_unclear;
		if (is_maybe && (maybe_index == SIZE_MAX || (path.remote.target.len && !maybe.remote.target.len))) {
			maybe = path;
			maybe_index = i;
		}
		is_taken_away |= path.is_final;
	}
	emit(config, maybe_index, maybe_index != SIZE_MAX || config->is_open ? "unknown" : "false", &maybe);
}

static void
parse(const struct parse *parse)
{
	struct arena *arena = parse->bundle->arena;
	struct config config = { .parse = parse, .sources = MAP_INIT(arena), .destinations = MAP_INIT(arena) };
	struct file *main = bundle_file(parse, FOLDER "/syslog-ng.conf");

	if (!main || main->link)
		return;
	config.main = main;
	read_file(&config, main, 0);
	decide(&config);
}

const struct parser parser_syslog_ng = {
	.name = "syslog-ng",
	.title = { "syslog-ngの設定(ログの転送)", "syslog-ng: forwarding of logs" },
	.bid = bid,
	.parse = parse,
};
