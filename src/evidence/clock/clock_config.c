/* Which time sources are configured: chrony.conf(5) with confdir, sourcedir and include; ntp.conf(5) of ntp and ntpsec;
 * timesyncd.conf(5). A source on the host itself (loopback, the local clock) is none. */
#include "evidence/clock/clock.h"

#include "evidence/systemd.h"
#include "tenken/base/limits.h"
#include "tenken/syntax/lines.h"

/* One walk through a configuration and what it includes. */
struct walk {
	const struct parse *parse;
	struct clock *clock;
	struct map seen;           /* names read already */
	int depth;
};

static bool
is_external(struct str source)
{
	static const char *const own[] = { "localhost", "localhost.localdomain", "ip6-localhost", "ip6-loopback", "::1", "0.0.0.0", "::" };

	for (size_t i = 0; i < sizeof own / sizeof *own; i++)
		if (str_is_nocase(source, own[i]))
			return false;
	return source.len && !str_has_prefix(source, "127.") && !str_has_prefix(source, "::ffff:127.");
}

static bool
has_word(struct str text, const char *word)
{
	for (struct str part; (part = str_token(&text, " \t")).len;)
		if (str_is_nocase(part, word))
			return true;
	return false;
}

static void
add_source(struct walk *walk, const struct file *file, unsigned line)
{
	walk->clock->sources++;
	if (!walk->clock->configured_at.path)
		walk->clock->configured_at = file_span(file, line);
}

static void read_chrony(struct walk *walk, struct file *file, bool is_sources_only);

/* All files of a folder whose names end so, in order. */
static void
read_folder(struct walk *walk, struct str folder, const char *ending, bool is_sources_only)
{
	struct bundle *bundle = walk->parse->bundle;
	const char *prefix = arena_printf(bundle->arena, "%.*s/", (int)folder.len, folder.ptr) + (folder.len && folder.ptr[0] == '/');

	for (size_t i = 0; i < bundle->files.len; i++) {
		struct str name = str_of(bundle->files.items[i].name);
		if (!str_has_prefix(name, prefix) || !str_has_suffix(name, ending) || strchr(name.ptr + strlen(prefix), '/'))
			continue;
		struct file *file = bundle_file(walk->parse, bundle->files.items[i].name);
		if (file && !file->link)
			read_chrony(walk, file, is_sources_only);
	}
}

static void
read_pattern(struct walk *walk, struct str pattern)
{
	struct bundle *bundle = walk->parse->bundle;
	const char *glob = arena_strndup(bundle->arena, pattern.ptr, pattern.len);

	glob += *glob == '/';
	for (size_t i = 0; i < bundle->files.len; i++)
		if (str_glob(glob, bundle->files.items[i].name)) {
			struct file *file = bundle_file(walk->parse, bundle->files.items[i].name);
			if (file && !file->link)
				read_chrony(walk, file, false);
		}
}

/* chrony.conf(5): directives are case-insensitive; # % ! ; begin a comment at the start of a line. `local` makes the host
 * its own reference and is no source. In .sources files only server, pool and peer count. */
static void
read_chrony(struct walk *walk, struct file *file, bool is_sources_only)
{
	struct lines lines = lines_of(file->bytes);

	if (walk->depth > LIMIT_INCLUDE_DEPTH || !map_add(&walk->seen, file->name, file)) {
		diag_report(&walk->parse->run->diags, DIAG_CYCLE, file_span(file, 0), "%s", file->name);
		return;
	}
	file->is_used = true;
	walk->depth++;
	while (lines_next(&lines)) {
		struct str rest = str_trim(lines.text);
		if (rest.len == 0 || strchr("#%!;", rest.ptr[0]))
			continue;
		struct str word = str_token(&rest, " \t"), value = str_token(&rest, " \t,");
		/* A source that is told not to be used is none. */
		bool is_source = (str_is_nocase(word, "server") || str_is_nocase(word, "pool") || str_is_nocase(word, "peer")) &&
		    !has_word(rest, "offline") && !has_word(rest, "noselect");
		if ((is_source && is_external(value)) || (!is_sources_only && str_is_nocase(word, "refclock")))
			add_source(walk, file, lines.line);
		else if (is_sources_only)
			continue;
		else if (str_is_nocase(word, "confdir"))
			read_folder(walk, value, ".conf", false);
		else if (str_is_nocase(word, "sourcedir"))
			read_folder(walk, value, ".sources", true);
		else if (str_is_nocase(word, "include"))
			read_pattern(walk, value);
	}
	walk->depth--;
}

/* ntp.conf(5): server 127.127.x.y are reference clocks; 127.127.1.y is the local clock and no source. */
static void
read_ntp(struct walk *walk, struct file *file)
{
	struct lines lines = lines_of(file->bytes);

	file->is_used = true;
	while (lines_next(&lines)) {
		struct str rest = str_trim(lines.text);
		struct str word = str_token(&rest, " \t"), value = str_token(&rest, " \t");
		if (str_is(value, "-4") || str_is(value, "-6"))
			value = str_token(&rest, " \t");
		bool is_source = str_is_nocase(word, "server") || str_is_nocase(word, "pool") || str_is_nocase(word, "peer");
		bool is_refclock = str_has_prefix(value, "127.127.") && !str_has_prefix(value, "127.127.1.");
		if ((is_source && (is_external(value) || is_refclock)) || str_is_nocase(word, "refclock"))
			add_source(walk, file, lines.line);
	}
}

/* Sources outside the host among the words. */
static int64_t
count_sources(struct str text)
{
	int64_t count = 0;

	for (struct str word; (word = str_token(&text, " \t")).len;)
		count += is_external(word);
	return count;
}

/* The defaults compiled into timesyncd stand in its own file as a comment. */
static int64_t
compiled_fallback(const struct systemd_config *config)
{
	struct lines lines = lines_of(config->files.items[0]->bytes);

	while (lines_next(&lines)) {
		struct str text = str_trim(lines.text);
		if (str_has_prefix(text, "#FallbackNTP="))
			return count_sources((struct str){ text.ptr + 13, text.len - 13 });
	}
	return 0;
}

static void
read_timesyncd(const struct parse *parse, struct clock *clock)
{
	struct systemd_config config;

	if (!systemd_find(parse, "timesyncd", &config))
		return;
	struct setting ntp = systemd_get(parse, &config, "Time", "NTP"), fallback = systemd_get(parse, &config, "Time", "FallbackNTP");
	clock->daemon = "timesyncd";
	clock->sources = ntp.file ? count_sources(ntp.value) : 0;
	clock->fallback_sources = fallback.file ? count_sources(fallback.value) : compiled_fallback(&config);
	const struct setting *at = clock->sources ? &ntp : fallback.file ? &fallback : &ntp;
	clock->configured_at = at->file ? file_span(at->file, at->line) : file_span(config.files.items[0], 0);
	if (clock->sources || clock->fallback_sources)
		clock->configured = KNOWN_YES;
	else if (fallback.file)
		clock->configured = KNOWN_NO;   /* both taken away on purpose; else the compiled default is not known */
}

void
clock_read_config(const struct parse *parse, struct clock *clock)
{
	static const struct {
		const char *name, *daemon;
	} mains[] = {
		{ "etc/chrony/chrony.conf", "chrony" }, { "etc/chrony.conf", "chrony" }, { "etc/ntpsec/ntp.conf", "ntpsec" }, { "etc/ntp.conf", "ntp" },
	};

	for (size_t i = 0; i < sizeof mains / sizeof *mains; i++) {
		struct file *file = bundle_file(parse, mains[i].name);
		if (!file || file->link)
			continue;
		struct walk walk = { .parse = parse, .clock = clock, .seen = MAP_INIT(parse->bundle->arena) };
		clock->daemon = mains[i].daemon;
		if (strcmp(mains[i].daemon, "chrony") == 0)
			read_chrony(&walk, file, false);
		else
			read_ntp(&walk, file);
		clock->configured = clock->sources ? KNOWN_YES : KNOWN_NO;
		if (!clock->configured_at.path)
			clock->configured_at = file_span(file, 0);
		return;
	}
	read_timesyncd(parse, clock);
}
