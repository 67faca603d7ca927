/* chrony.conf(5): which sources chronyd has, with confdir, sourcedir and include, and how it is started.
 *
 * Decision rule: a server, pool or peer outside the host that may be selected is a source, and so is a reference clock
 * that tells the time of day (not PPS, which only ticks, nor RTC, which is the host's own). `local` makes the host its own
 * reference and is none. Directives only add sources, so one that was read is enough for yes; no is said only where
 * everything was read. chronyd does not start with a line that it does not understand: then nothing is known. */
#include "evidence/clock/clock.h"

#include <stdlib.h>

#include "tenken/base/limits.h"
#include "tenken/syntax/lines.h"

#define BLANKS " \t\r\v\f"
#define LINE_MAX_BYTES 2046   /* chronyd cuts longer lines and takes the rest for another */
#define DIRS_MAX 10

struct walk {
	const struct parse *parse;
	struct clock_config *config;
	struct map seen;           /* names of files, once they are read */
	int depth;
	bool is_faulty;
	const char *open;          /* what was not collected, or may be switched on later; NULL: everything was read */
	struct str missed;         /* the first that was not collected; said only where nothing else decides, since an empty folder */
	struct span missed_at;     /* (that for DHCP mostly is) leaves nothing to collect */
};

enum argument { ARG_NONE, ARG_NUMBER, ARG_WHOLE, ARG_POSITIVE, ARG_WORD };   /* NUMBER: with decimals; WHOLE: with a sign */

struct option {
	const char *name;
	enum argument argument;
};

static const struct option source_options[] = {
	{ "asymmetry", ARG_NUMBER }, { "auto_offline", ARG_NONE }, { "burst", ARG_NONE }, { "certset", ARG_WHOLE }, { "copy", ARG_NONE },
	{ "extfield", ARG_WORD }, { "filter", ARG_WHOLE }, { "iburst", ARG_NONE }, { "ipv4", ARG_NONE }, { "ipv6", ARG_NONE },
	{ "key", ARG_POSITIVE }, { "maxdelay", ARG_NUMBER }, { "maxdelaydevratio", ARG_NUMBER }, { "maxdelayquant", ARG_NUMBER },
	{ "maxdelayratio", ARG_NUMBER }, { "maxpoll", ARG_WHOLE }, { "maxsamples", ARG_WHOLE }, { "maxsources", ARG_POSITIVE },
	{ "maxunreach", ARG_WHOLE }, { "mindelay", ARG_NUMBER }, { "minpoll", ARG_WHOLE }, { "minsamples", ARG_WHOLE },
	{ "minstratum", ARG_WHOLE }, { "noselect", ARG_NONE }, { "nts", ARG_NONE }, { "ntsport", ARG_WHOLE }, { "offline", ARG_NONE },
	{ "offset", ARG_NUMBER }, { "polltarget", ARG_POSITIVE }, { "port", ARG_WHOLE }, { "prefer", ARG_NONE }, { "presend", ARG_WHOLE },
	{ "require", ARG_NONE }, { "trust", ARG_NONE }, { "version", ARG_POSITIVE }, { "xleave", ARG_NONE }, { 0 },
};

static const struct option refclock_options[] = {
	{ "delay", ARG_NUMBER }, { "dpoll", ARG_WHOLE }, { "filter", ARG_WHOLE }, { "local", ARG_NONE }, { "lock", ARG_WORD },
	{ "maxdispersion", ARG_NUMBER }, { "maxlockage", ARG_WHOLE }, { "maxsamples", ARG_WHOLE }, { "maxunreach", ARG_WHOLE },
	{ "minsamples", ARG_WHOLE }, { "noselect", ARG_NONE }, { "offset", ARG_NUMBER }, { "poll", ARG_WHOLE }, { "pps", ARG_NONE },
	{ "precision", ARG_NUMBER }, { "prefer", ARG_NONE }, { "rate", ARG_WHOLE }, { "refid", ARG_WORD }, { "require", ARG_NONE },
	{ "stratum", ARG_WHOLE }, { "tai", ARG_NONE }, { "trust", ARG_NONE }, { "width", ARG_NUMBER }, { 0 },
};

/* The directives of chrony 3 to 4.7 that add no source. */
static const char *const other_directives[] = {
	"acquisitionport", "allow", "authselectmode", "bindacqaddress", "bindacqdevice", "bindaddress", "bindcmdaddress", "bindcmddevice",
	"binddevice", "broadcast", "clientloglimit", "clockprecision", "cmdallow", "cmddeny", "cmdport", "cmdratelimit", "combinelimit",
	"commandkey", "corrtimeratio", "deny", "driftfile", "dscp", "dumpdir", "dumponexit", "fallbackdrift", "generatecommandkey",
	"hwclockfile", "hwtimestamp", "hwtstimeout", "initstepslew", "keyfile", "leapseclist", "leapsecmode", "leapsectz", "linux_freq_scale",
	"linux_hz", "local", "lock_all", "log", "logbanner", "logchange", "logdir", "mailonchange", "makestep", "manual", "maxchange",
	"maxclockerror", "maxdistance", "maxdrift", "maxjitter", "maxntsconnections", "maxsamples", "maxslewrate", "maxupdateskew",
	"minsamples", "minsources", "nocerttimecheck", "noclientlog", "nosystemcert", "ntpsigndsocket", "ntsaeads", "ntscachedir", "ntsdumpdir",
	"ntsntpserver", "ntsport", "ntsprocesses", "ntsratelimit", "ntsrefresh", "ntsrotate", "ntsservercert", "ntsserverkey",
	"ntstrustedcerts", "opencommands", "pidfile", "port", "ptpdomain", "ptpport", "ratelimit", "refresh", "reselectdist", "rtcautotrim",
	"rtcdevice", "rtcfile", "rtconutc", "rtcsync", "sched_priority", "smoothtime", "stratumweight", "tempcomp", "user",
};

static const struct option *
find_option(const struct option *options, struct str word)
{
	for (; options->name; options++)
		if (str_is_nocase(word, options->name))
			return options;
	return NULL;
}

static bool
is_argument(struct str word, enum argument argument)
{
	double number;
	int64_t whole = 0;
	bool has_sign = word.len > 1 && (word.ptr[0] == '+' || word.ptr[0] == '-');
	struct str digits = { word.ptr + has_sign, word.len - has_sign };

	if (argument == ARG_NUMBER)
		return str_double(word.ptr[0] == '+' ? digits : word, &number);
	if (argument == ARG_WHOLE || argument == ARG_POSITIVE)
		return str_int(digits, &whole) && (argument == ARG_WHOLE || (whole > 0 && word.ptr[0] != '-'));
	return word.len != 0;
}

/* Whether every option is one, with its argument. `*ret_flags` gets a letter for each that decides: noselect N, offline O,
 * pps P, local L. */
static bool
read_options(const struct option *options, struct str rest, char ret_flags[8])
{
	static const char *const deciding[] = { "noselect", "offline", "pps", "local" };
	static const char letters[] = "NOPL";

	for (struct str word; (word = str_token(&rest, BLANKS)).len;) {
		const struct option *option = find_option(options, word);
		struct str argument = option && option->argument != ARG_NONE ? str_token(&rest, BLANKS) : word;
		if (!option || !argument.len || !is_argument(argument, option->argument))
			return false;
		for (size_t i = 0; i < sizeof deciding / sizeof *deciding; i++)
			if (strcmp(option->name, deciding[i]) == 0 && !strchr(ret_flags, letters[i]))
				ret_flags[strlen(ret_flags)] = letters[i];
	}
	return true;
}

static void
add_source(struct walk *walk, const struct file *file, unsigned line)
{
	walk->config->sources++;
	if (!walk->config->at.path)
		walk->config->at = file_span(file, line);
}

/* Something that may hold sources was not collected. */
static void
miss(struct walk *walk, struct span at, struct str name)
{
	walk->open = "an included file or folder was not collected";
	if (!walk->missed.len) {
		walk->missed = name;
		walk->missed_at = at;
	}
}

/* A line of a .sources file that chronyd passes over. */
static void
pass_over(const struct walk *walk, const struct file *file, unsigned line, const char *why)
{
	diag_report(&walk->parse->run->diags, DIAG_SYNTAX_IGNORED, file_span(file, line), "%s", why);
}

/* A line that chronyd would not start with. */
static void
refuse(struct walk *walk, const struct file *file, unsigned line, struct str word)
{
	walk->is_faulty = true;
	diag_report(&walk->parse->run->diags, DIAG_SYNTAX_UNKNOWN, file_span(file, line), "%.*s", (int)word.len, word.ptr);
}

static void read_file(struct walk *walk, struct file *file, bool is_sources_only);

/* A file in a folder that confdir or sourcedir names. */
struct fragment {
	const char *base;
	size_t folder;             /* of several folders the first has the file of that name */
	const char *name;
};

static int
compare_fragments(const void *a, const void *b)
{
	const struct fragment *x = a, *y = b;
	int order = strcmp(x->base, y->base);

	return order ? order : (x->folder > y->folder) - (x->folder < y->folder);
}

/* The folder's name inside the bundle, closed by one slash. */
static const char *
folder_prefix(struct arena *arena, struct str folder)
{
	while (folder.len && folder.ptr[0] == '/') {
		folder.ptr++;
		folder.len--;
	}
	while (folder.len && folder.ptr[folder.len - 1] == '/')
		folder.len--;
	return arena_printf(arena, "%.*s/", (int)folder.len, folder.ptr);
}

static void
read_folders(struct walk *walk, struct span at, struct str folders, const char *ending, bool is_sources_only)
{
	struct bundle *bundle = walk->parse->bundle;
	VEC(struct fragment) found = { 0 };
	size_t folder = 0;

	for (struct str word; (word = str_token(&folders, BLANKS)).len && folder < DIRS_MAX; folder++) {
		const char *prefix = folder_prefix(bundle->arena, word);
		bool is_collected = false;
		for (size_t i = 0; i < bundle->files.len; i++) {
			struct str name = str_of(bundle->files.items[i].name);
			if (!str_has_prefix(name, prefix))
				continue;
			const char *base = name.ptr + strlen(prefix);
			is_collected = true;
			if (str_has_suffix(name, ending) && !strchr(base, '/') && *base != '.')
				vec_push(bundle->arena, &found, (struct fragment){ base, folder, name.ptr });
		}
		if (!is_collected || bundle_is_withheld(walk->parse, arena_printf(bundle->arena, "%s*%s", prefix, ending)))
			miss(walk, at, word);
	}
	if (found.len)
		qsort(found.items, found.len, sizeof *found.items, compare_fragments);
	for (size_t i = 0; i < found.len; i++) {
		if (i && strcmp(found.items[i].base, found.items[i - 1].base) == 0)
			continue;
		struct file *file = bundle_file(walk->parse, found.items[i].name);
		if (!file)
			miss(walk, at, str_of(found.items[i].name));
		else if (!file->link)
			read_file(walk, file, is_sources_only);
	}
}

/* Where no file matches, nobody can tell whether there is none or none was collected. */
static void
read_pattern(struct walk *walk, struct span at, struct str pattern)
{
	struct bundle *bundle = walk->parse->bundle;
	const char *glob = arena_strndup(bundle->arena, pattern.ptr, pattern.len);
	bool is_any = false;

	glob += strspn(glob, "/");
	size_t next = 0;
	for (const struct file *match; (match = bundle_match(walk->parse, glob, &next));) {
		struct file *file = bundle_file(walk->parse, match->name);
		is_any |= file != NULL;
		if (file && !file->link)
			read_file(walk, file, false);
	}
	if (!is_any || bundle_is_withheld(walk->parse, glob))
		miss(walk, at, pattern);
}

/* server, pool, peer. False: another directive. A source that is told not to be used is none; one that begins offline
 * waits for somebody to switch it on. */
static bool
read_source(struct walk *walk, const struct file *file, unsigned line, struct str word, struct str rest, bool is_sources_only)
{
	char flags[8] = "";

	if (!str_is_nocase(word, "server") && !str_is_nocase(word, "pool") && !str_is_nocase(word, "peer"))
		return false;
	struct str name = str_token(&rest, BLANKS);
	if (!name.len || !read_options(source_options, rest, flags)) {
		if (is_sources_only)
			pass_over(walk, file, line, "an option that is not understood");
		else
			refuse(walk, file, line, word);
		return true;
	}
	if (strchr(flags, 'N') || !clock_is_external(name, walk->parse->bundle->subject))
		return true;
	if (strchr(flags, 'O'))
		walk->open = "a source is configured as offline until it is switched on";
	else
		add_source(walk, file, line);
	return true;
}

static void
read_refclock(struct walk *walk, const struct file *file, unsigned line, struct str rest)
{
	char flags[8] = "";
	struct str driver = str_token(&rest, BLANKS), parameter = str_token(&rest, BLANKS);

	if (!parameter.len || !read_options(refclock_options, rest, flags))
		refuse(walk, file, line, STR("refclock"));
	else if (!*flags && !str_is_nocase(driver, "PPS") && !str_is_nocase(driver, "RTC"))
		add_source(walk, file, line);
}

static void
read_directive(struct walk *walk, const struct file *file, unsigned line, struct str word, struct str rest)
{
	if (str_is_nocase(word, "refclock")) {
		read_refclock(walk, file, line, rest);
		return;
	}
	if (str_is_nocase(word, "confdir")) {
		read_folders(walk, file_span(file, line), rest, ".conf", false);
		return;
	}
	if (str_is_nocase(word, "sourcedir")) {
		read_folders(walk, file_span(file, line), rest, ".sources", true);
		return;
	}
	if (str_is_nocase(word, "include")) {
		read_pattern(walk, file_span(file, line), str_token(&rest, BLANKS));
		return;
	}
	if (str_is_nocase(word, "rtcsync"))
		walk->config->is_without_flag = false;
	for (size_t i = 0; i < sizeof other_directives / sizeof *other_directives; i++)
		if (str_is_nocase(word, other_directives[i]))
			return;
	refuse(walk, file, line, word);
}

/* Directives are case-insensitive; # % ! ; begin a comment at the start of a line only. In .sources files only server, pool
 * and peer count, what is wrong there costs its line, and a last line that does not end is not read. */
static void
read_file(struct walk *walk, struct file *file, bool is_sources_only)
{
	struct lines lines = lines_of(file->bytes);

	if (map_get(&walk->seen, file->name) == file)
		return;   /* its sources are there already */
	if (walk->depth > LIMIT_INCLUDE_DEPTH || !map_add(&walk->seen, file->name, walk)) {
		walk->is_faulty = true;
		diag_report(&walk->parse->run->diags, DIAG_CYCLE, file_span(file, 0), "%s", file->name);
		return;
	}
	file->is_used = true;
	walk->depth++;
	while (lines_next(&lines)) {
		const char *nul = memchr(lines.text.ptr, '\0', lines.text.len);   /* chronyd's lines are C strings */
		struct str rest = str_trim(nul ? (struct str){ lines.text.ptr, (size_t)(nul - lines.text.ptr) } : lines.text);
		bool is_open_end = lines.rest.len == 0 && file->bytes.ptr[file->bytes.len - 1] != '\n';
		if (is_sources_only && is_open_end && rest.len) {
			pass_over(walk, file, lines.line, "the last line does not end");
			break;
		}
		if (lines.is_cut || lines.text.len > LINE_MAX_BYTES)
			refuse(walk, file, lines.line, STR("a line of more than 2046 bytes"));
		if (rest.len == 0 || strchr("#%!;", rest.ptr[0]) || lines.text.len > LINE_MAX_BYTES)
			continue;
		struct str word = str_token(&rest, BLANKS);
		if (read_source(walk, file, lines.line, word, rest, is_sources_only))
			continue;
		if (is_sources_only)
			pass_over(walk, file, lines.line, "not a source");
		else
			read_directive(walk, file, lines.line, word, rest);
	}
	walk->depth--;
	map_set(&walk->seen, file->name, file);
}

/* The options chronyd is started with: DAEMON_OPTS of Debian, OPTIONS of Red Hat. */
struct start {
	struct str file;           /* -f; empty: the usual one */
	bool is_detached;          /* -x, or a single run (-q, -Q) */
	bool has_directives;       /* on the command line, and no file is read */
};

static void
read_letters(struct str word, struct str *rest, struct start *ret)
{
	for (size_t i = 1; i < word.len; i++) {
		char c = word.ptr[i];
		ret->is_detached |= c == 'x' || c == 'q' || c == 'Q';
		if (!strchr("fFlLPtuw", c))
			continue;
		struct str argument = { word.ptr + i + 1, word.len - i - 1 };
		if (!argument.len)
			argument = str_token(rest, BLANKS);
		if (c == 'f')
			ret->file = argument;
		return;
	}
}

static void
read_start(const struct parse *parse, struct start *ret)
{
	static const struct {
		const char *name, *key;
	} places[] = { { "etc/default/chrony", "DAEMON_OPTS" }, { "etc/sysconfig/chronyd", "OPTIONS" } };

	for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
		struct str options = clock_start_options(parse, places[i].name, places[i].key);
		for (struct str word; (word = str_token(&options, BLANKS)).len;)
			if (word.ptr[0] == '-')
				read_letters(word, &options, ret);
			else
				ret->has_directives = true;
	}
}

static void
settle(const struct walk *walk, struct file *main, struct clock_config *ret)
{
	if (!ret->at.path)
		ret->at = file_span(main, 0);
	if (walk->is_faulty) {
		ret->is_refused = true;
		ret->reason = "chronyd may refuse its configuration: a line is not understood";
	} else if (ret->sources) {
		ret->configured = KNOWN_YES;
	} else {
		ret->configured = walk->open ? KNOWN_NOT : KNOWN_NO;
		ret->reason = walk->open;
		if (walk->missed.len)
			diag_report(&walk->parse->run->diags, DIAG_INCLUDE_MISSING, walk->missed_at, "%.*s", (int)walk->missed.len,
			    walk->missed.ptr);
	}
}

void
clock_chrony_config(const struct parse *parse, struct file *main, struct clock_config *ret)
{
	struct walk walk = { .parse = parse, .config = ret, .seen = MAP_INIT(parse->bundle->arena) };
	struct start start = { 0 };

	*ret = (struct clock_config){ .daemon = "chrony", .is_without_flag = true };
	read_start(parse, &start);
	ret->is_detached = start.is_detached;
	if (start.file.len) {
		const char *path = clock_text(parse, start.file);
		struct file *other = bundle_file(parse, path + strspn(path, "/"));
		main = other && !other->link ? other : NULL;
	}
	if (!main || start.has_directives) {
		ret->reason = "chronyd is started with another configuration, which was not collected";
		return;
	}
	read_file(&walk, main, false);
	settle(&walk, main, ret);
	if (ret->is_detached) {
		ret->configured = KNOWN_NOT;
		ret->reason = "chronyd is started with an option (-x, -q) that leaves the clock alone";
	}
}
