/* ntp.conf(5) of the reference ntpd and of ntpsec: which sources ntpd has.
 *
 * Decision rule: a server, pool or peer outside the host that may be selected is a source; so is a reference clock that
 * tells the time of day (not 127.127.1 or `refclock local`, the host's own, nor 127.127.22 or pps, which only tick). A line
 * that ntpd does not understand costs that line. `disable ntp` leaves the clock alone: nothing is in force. Where every
 * answer is thrown away (restrict default ignore, and nothing let through) nothing is known. */
#include "evidence/clock/clock.h"

#include "tenken/base/limits.h"
#include "tenken/syntax/lines.h"

#define BLANKS " \t\r\v\f"

struct walk {
	const struct parse *parse;
	struct clock_config *config;
	int depth;
	bool is_disabled, is_blocked, is_let_through, is_taken_away;
	const char *open;          /* why there may be more, or fewer, than was read */
	struct map seen;
};

/* The options of server, pool, peer and refclock, and whether a value follows. */
static const struct {
	const char *name;
	bool has_value;
} options[] = {
	{ "aead", true }, { "ask", true }, { "autokey", false }, { "baud", true }, { "bias", true }, { "burst", false }, { "ca", true },
	{ "cert", true }, { "expire", true }, { "flag1", true }, { "flag2", true }, { "flag3", true }, { "flag4", true },
	{ "holdover", true }, { "iburst", false }, { "ident", true }, { "key", true }, { "maxpoll", true }, { "minpoll", true },
	{ "mode", true }, { "noselect", false }, { "noval", false }, { "nts", false }, { "path", true }, { "ppspath", true },
	{ "preempt", false }, { "prefer", false }, { "refid", true }, { "require", true }, { "stratum", true }, { "subtype", true },
	{ "time1", true }, { "time2", true }, { "true", false }, { "ttl", true }, { "unit", true }, { "version", true },
	{ "xleave", false }, { "xmtnonce", false },
};

/* Whether all options are known; `*ret_noselect` where one keeps the source from being selected. */
static bool
read_options(struct str rest, bool *ret_noselect)
{
	for (struct str word; (word = str_token(&rest, BLANKS)).len;) {
		size_t i = 0;
		while (i < sizeof options / sizeof *options && !str_is(word, options[i].name))
			i++;
		if (i == sizeof options / sizeof *options || (options[i].has_value && !str_token(&rest, BLANKS).len))
			return false;
		*ret_noselect |= str_is(word, "noselect");
	}
	return true;
}

static void
ignore_line(struct walk *walk, const struct file *file, unsigned line, struct str word)
{
	walk->open = "ntpd may not understand a line that names a source";
	diag_report(&walk->parse->run->diags, DIAG_SYNTAX_UNKNOWN, file_span(file, line), "%.*s", (int)word.len, word.ptr);
}

static void
add_source(struct walk *walk, const struct file *file, unsigned line)
{
	walk->config->sources++;
	if (!walk->config->at.path)
		walk->config->at = file_span(file, line);
}

/* Without the quotes ntpd allows around a text; empty where it is no name and no address. */
static struct str
address_of(struct str word)
{
	bool is_quoted = word.len > 1 && word.ptr[0] == '"' && word.ptr[word.len - 1] == '"';
	struct str address = { word.ptr + is_quoted, word.len - 2 * is_quoted };

	for (size_t i = 0; i < address.len; i++) {
		char c = address.ptr[i];
		bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
		if (!is_letter && !memchr(".:_-%", c, 5))
			return STR("");
	}
	return address;
}

/* server, pool, peer ADDRESS; 127.127.T.U are reference clocks of type T. */
static void
read_source(struct walk *walk, const struct file *file, unsigned line, struct str word, struct str rest)
{
	struct str address = str_token(&rest, BLANKS);
	bool is_noselect = false;

	if (str_is(address, "-4") || str_is(address, "-6"))
		address = str_token(&rest, BLANKS);
	address = address_of(address);
	if (!address.len || !read_options(rest, &is_noselect)) {
		ignore_line(walk, file, line, word);
		return;
	}
	bool is_refclock = str_has_prefix(address, "127.127.");
	bool is_useless = str_has_prefix(address, "127.127.1.") || str_has_prefix(address, "127.127.22.");
	if (!is_noselect && (is_refclock ? !is_useless : clock_is_external(address, walk->parse->bundle->subject)))
		add_source(walk, file, line);
}

static void
read_refclock(struct walk *walk, const struct file *file, unsigned line, struct str rest)
{
	struct str type = str_token(&rest, BLANKS);
	bool is_noselect = false;

	if (!type.len || !read_options(rest, &is_noselect))
		ignore_line(walk, file, line, STR("refclock"));
	else if (!is_noselect && !str_is(type, "local") && !str_is(type, "pps"))
		add_source(walk, file, line);
}

/* restrict [-4|-6] ADDRESS [mask M] FLAGS: whether answers are thrown away. */
static void
read_restrict(struct walk *walk, struct str rest)
{
	struct str address = str_token(&rest, BLANKS);

	if (str_is(address, "-4") || str_is(address, "-6"))
		address = str_token(&rest, BLANKS);
	if (str_is(address, "default") || str_is(address, "0.0.0.0") || str_is(address, "::"))
		for (struct str word; (word = str_token(&rest, BLANKS)).len;)
			walk->is_blocked |= str_is(word, "ignore");
	else
		walk->is_let_through |= clock_is_external(address, NULL);   /* `source` is as good as an address */
}

static void read_file(struct walk *walk, struct file *file);

/* All files of a folder that end in .conf, in order of name. False when it holds none. */
static bool
read_folder(struct walk *walk, const char *folder)
{
	struct bundle *bundle = walk->parse->bundle;
	size_t len = strlen(folder);
	bool is_any = bundle_is_withheld(walk->parse, arena_printf(bundle->arena, "%s/*.conf", folder));

	if (is_any)
		walk->open = "an included file could not be read";
	for (size_t i = 0; i < bundle->files.len; i++) {
		const char *name = bundle->files.items[i].name;
		if (strncmp(name, folder, len) != 0 || name[len] != '/' || strchr(name + len + 1, '/') || !str_has_suffix(str_of(name), ".conf"))
			continue;
		struct file *file = bundle_file(walk->parse, name);
		is_any = true;
		if (!file)
			walk->open = "an included file could not be read";
		else if (!file->link)
			read_file(walk, file);
	}
	return is_any;
}

/* includefile FILE, or with ntpsec a folder; relative names start at the including file's folder. */
static void
read_include(struct walk *walk, const struct file *by, unsigned line, struct str name)
{
	struct arena *arena = walk->parse->bundle->arena;
	const char *slash = strrchr(by->name, '/');
	const char *path = clock_text(walk->parse, name);

	if (name.len > 1 && (name.ptr[0] == '"' || name.ptr[0] == '\''))
		path = arena_strndup(arena, name.ptr + 1, name.len - 2);
	if (*path != '/')
		path = arena_printf(arena, "%.*s%s", slash ? (int)(slash - by->name) + 1 : 0, by->name, path);
	path += strspn(path, "/");
	struct file *file = bundle_file(walk->parse, path);
	if (file && !file->link)
		read_file(walk, file);
	else if (!file && !read_folder(walk, path)) {
		walk->open = "an included file was not collected";
		diag_report(&walk->parse->run->diags, DIAG_INCLUDE_MISSING, file_span(by, line), "%s", path);
	}
}

static void
read_line(struct walk *walk, const struct file *file, unsigned line, struct str rest)
{
	static const char *const found[] = { "broadcastclient", "manycastclient", "multicastclient" };
	struct str word = str_token(&rest, BLANKS);

	if (str_is(word, "server") || str_is(word, "pool") || str_is(word, "peer"))
		read_source(walk, file, line, word, rest);
	else if (str_is(word, "refclock"))
		read_refclock(walk, file, line, rest);
	else if (str_is(word, "includefile"))
		read_include(walk, file, line, str_token(&rest, BLANKS));
	else if (str_is(word, "restrict"))
		read_restrict(walk, rest);
	else if (str_is(word, "unpeer") || str_is(word, "unconfig"))
		walk->is_taken_away = true;
	else if (str_is(word, "disable") || str_is(word, "enable"))
		for (struct str flag; (flag = str_token(&rest, BLANKS)).len;)
			walk->is_disabled = str_is(flag, "ntp") ? str_is(word, "disable") : walk->is_disabled;
	for (size_t i = 0; i < sizeof found / sizeof *found; i++)
		if (str_is(word, found[i]))
			walk->open = "sources are looked for on the network";
}

/* Keywords are lower case; # begins a comment anywhere. */
static void
read_file(struct walk *walk, struct file *file)
{
	struct lines lines = lines_of(file->bytes);

	if (walk->depth > LIMIT_INCLUDE_DEPTH || !map_add(&walk->seen, file->name, file)) {
		diag_report(&walk->parse->run->diags, DIAG_CYCLE, file_span(file, 0), "%s", file->name);
		return;
	}
	file->is_used = true;
	walk->depth++;
	while (lines_next(&lines)) {
		const char *comment = memchr(lines.text.ptr, '#', lines.text.len);
		if (comment)
			lines.text.len = (size_t)(comment - lines.text.ptr);
		read_line(walk, file, lines.line, lines.text);
	}
	walk->depth--;
}

/* Whether ntpd is started with `-c` and another file. */
static bool
is_started_otherwise(const struct parse *parse, const char *main)
{
	static const struct {
		const char *name, *key;
	} places[] = { { "etc/default/ntp", "NTPD_OPTS" }, { "etc/default/ntpsec", "NTPD_OPTS" }, { "etc/sysconfig/ntpd", "OPTIONS" } };
	bool is_other = false;

	for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
		struct str start = clock_start_options(parse, places[i].name, places[i].key);
		for (struct str word; (word = str_token(&start, BLANKS)).len;) {
			if (!str_has_prefix(word, "-c"))
				continue;
			struct str path = word.len > 2 ? (struct str){ word.ptr + 2, word.len - 2 } : str_token(&start, BLANKS);
			is_other = !path.len || !str_is((struct str){ path.ptr + 1, path.len - 1 }, main);
		}
	}
	return is_other;
}

static void
settle(const struct walk *walk, struct file *main, struct clock_config *ret)
{
	if (!ret->at.path)
		ret->at = file_span(main, 0);
	if (walk->is_disabled) {
		ret->configured = KNOWN_NO;
	} else if (walk->is_blocked && !walk->is_let_through) {
		ret->reason = "restrict default ignore throws away the answers of all servers";
	} else if (ret->sources && walk->is_taken_away) {
		ret->reason = "a source is taken away again";
	} else if (ret->sources) {
		ret->configured = KNOWN_YES;
	} else {
		ret->configured = walk->open ? KNOWN_NOT : KNOWN_NO;
		ret->reason = walk->open;
	}
}

void
clock_ntp_config(const struct parse *parse, struct file *main, struct clock_config *ret)
{
	struct walk walk = { .parse = parse, .config = ret, .seen = MAP_INIT(parse->bundle->arena) };
	bool is_ntpsec = str_has_prefix(str_of(main->name), "etc/ntpsec/") || str_has_prefix(str_of(main->name), "run/ntpsec/");

	*ret = (struct clock_config){ .daemon = is_ntpsec ? "ntpsec" : "ntp" };
	if (is_started_otherwise(parse, main->name)) {
		ret->at = file_span(main, 0);
		ret->reason = "ntpd is started with another configuration file";
		return;
	}
	read_file(&walk, main);
	if (is_ntpsec)   /* the folder beside its own file; the reference ntpd knows none */
		read_folder(&walk, "etc/ntpsec/ntp.d");
	settle(&walk, main, ret);
}
