/* Reading sshd_config(5). For each keyword the first value obtained in a block counts; included files are read where the
 * Include stands, in lexical order, and a Match inside one ends with it. */
#include "evidence/account/sshd_config.h"

#include <ctype.h>

#include "tenken/base/limits.h"
#include "tenken/syntax/lines.h"

#define WORDS_MAX 64      /* sshd takes fewer of any keyword told here */

/* What the daemon does when nothing is set. UsePAM is off upstream; distributions set it in their file. */
static const char *const defaults[SSHD_KEYS] = {
	[SSHD_ROOT_LOGIN] = "prohibit-password",
	[SSHD_PASSWORD] = "yes",
	[SSHD_KBD_INTERACTIVE] = "yes",
	[SSHD_PUBKEY] = "yes",
	[SSHD_USE_PAM] = "no",
	[SSHD_METHODS] = "any",
	[SSHD_GSSAPI] = "no",
	[SSHD_HOSTBASED] = "no",
	[SSHD_PAM_SERVICE] = "sshd",
};

int
sshd_key_of(struct str name)
{
	static const struct {
		const char *name;
		enum sshd_key key;
	} names[] = {
		{ "permitrootlogin", SSHD_ROOT_LOGIN }, { "passwordauthentication", SSHD_PASSWORD },
		{ "kbdinteractiveauthentication", SSHD_KBD_INTERACTIVE }, { "challengeresponseauthentication", SSHD_KBD_INTERACTIVE },
		{ "skeyauthentication", SSHD_KBD_INTERACTIVE }, { "pubkeyauthentication", SSHD_PUBKEY }, { "dsaauthentication", SSHD_PUBKEY },
		{ "usepam", SSHD_USE_PAM }, { "authenticationmethods", SSHD_METHODS }, { "gssapiauthentication", SSHD_GSSAPI },
		{ "hostbasedauthentication", SSHD_HOSTBASED }, { "pamservicename", SSHD_PAM_SERVICE },
	};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (str_is_nocase(name, names[i].name))
			return (int)names[i].key;
	return -1;
}

struct reader {
	const struct parse *parse;
	struct sshd_config *config;
	size_t block;              /* index of the current one */
	size_t outer;              /* of the one in which the current file is included */
	bool is_quiet;
	const struct file *open[LIMIT_INCLUDE_DEPTH];
	int depth;                 /* how many are open */
	bool is_over;              /* a limit was passed, and that was said */
	size_t bytes;              /* read so far, files that are included again counted again */
	char *words;               /* of the current line; what is kept is copied */
};

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* Splits a line into words: blanks and the first `=` separate, quotes of either kind hold together, # begins a comment
 * at a word. `out` holds the line and a NUL for each word. */
static size_t
split(struct str line, char *out, const char **words)
{
	size_t count = 0, i = 0;

	while (i < line.len && count < WORDS_MAX) {
		while (i < line.len && (is_blank(line.ptr[i]) || (count == 1 && line.ptr[i] == '=')))
			i++;
		if (i == line.len || line.ptr[i] == '#')
			break;
		words[count] = out;
		char quote = '\0';
		for (; i < line.len; i++) {
			char c = line.ptr[i];
			if (!quote && (is_blank(c) || (count == 0 && c == '=')))
				break;
			if (quote ? c == quote : c == '"' || c == '\'')
				quote = quote ? '\0' : c;
			else
				*out++ = c;
		}
		*out++ = '\0';
		count++;
	}
	return count;
}

/* In an arena, so that it outlives the line. */
static const char *
join(struct arena *arena, const char *const *words, size_t count)
{
	const char *text = arena_strdup(arena, count ? words[0] : "");

	for (size_t i = 1; i < count; i++)
		text = arena_printf(arena, "%s %s", text, words[i]);
	return text;
}

static struct sshd_block *
current(struct reader *reader)
{
	return &reader->config->blocks.items[reader->block];
}

/* What a file that is not there may have set first cannot be known any more, and a Match in it overrides what is known. */
static void
mark_unknown(struct reader *reader, struct span at)
{
	if (!reader->config->unread.path)
		reader->config->unread = at;
	for (int key = 0; key < SSHD_KEYS; key++)
		if (!current(reader)->values[key].text)
			current(reader)->values[key].is_unknown = true;
}

bool
sshd_value_is_known(enum sshd_key key, const char *text)
{
	static const char *const root[] = { "yes", "no", "prohibit-password", "forced-commands-only" };

	if (key == SSHD_METHODS || key == SSHD_PAM_SERVICE)
		return *text != '\0';
	for (size_t i = 0; i < (key == SSHD_ROOT_LOGIN ? 4 : 2); i++)
		if (strcmp(text, root[i]) == 0)
			return true;
	return false;
}

static void
set_value(struct reader *reader, enum sshd_key key, const char *const *words, size_t count, struct span at)
{
	struct sshd_value *value = &current(reader)->values[key];
	struct arena *arena = reader->parse->bundle->arena;

	if (value->text || value->is_unknown)
		return;
	char *text = arena_strdup(arena, key == SSHD_METHODS ? join(arena, words, count) : count ? words[0] : "");
	for (char *p = text; *p; p++)
		*p = (char)tolower((unsigned char)*p);
	const char *known = strcmp(text, "without-password") == 0 ? "prohibit-password" : text;
	value->at = at;
	if (sshd_value_is_known(key, known) && !(key == SSHD_USE_PAM && reader->block > 0)) {
		value->text = known;
		return;
	}
	/* The daemon does not start with this; what is in force is what it was started with. */
	value->is_unknown = true;
	if (!reader->is_quiet)
		diag_report(&reader->parse->run->diags, DIAG_SYNTAX_UNKNOWN, at, "%s", join(arena, words, count));
}

static void
begin_match(struct reader *reader, const char *const *words, size_t count, struct span at)
{
	struct arena *arena = reader->parse->bundle->arena;
	struct sshd_block block = { .match = join(arena, words, count), .at = at, .is_nested = reader->outer > 0 };

	if (reader->config->blocks.len >= LIMIT_RECORDS) {
		/* What follows must not be taken for part of the block before: it goes into the last one, as not known. */
		mark_unknown(reader, at);
		return;
	}
	vec_push(arena, &reader->config->blocks, block);
	reader->block = reader->config->blocks.len - 1;
}

static void read_file(struct reader *reader, struct file *file);

static bool
has_manifest(const struct parse *parse)
{
	return map_get(&parse->bundle->by_name, "manifest.xml") || map_get(&parse->bundle->by_name, "manifest.csv");
}

/* One pattern of an Include. Of the folder that the collector goes through, no file means that there is none; a name
 * without wildcards, another folder, or a bundle put together by hand leaves it open. */
static void
include(struct reader *reader, const char *pattern, struct span at)
{
	const struct parse *parse = reader->parse;
	const char *path = *pattern == '/' ? pattern + 1 : arena_printf(parse->bundle->arena, "etc/ssh/%s", pattern);
	bool is_pattern = strpbrk(path, "*?[") != NULL, is_found = bundle_is_withheld(parse, path);
	size_t next = 0;

	if (is_found)
		mark_unknown(reader, at);   /* one that could not be read may come before the others, and the first value counts */
	for (const struct file *match; (match = bundle_match(parse, path, &next));) {
		struct file *file = bundle_file(parse, match->name);
		is_found = true;
		if (!file)
			mark_unknown(reader, at);   /* a link out of the bundle */
		else if (!file->link)
			read_file(reader, file);
	}
	if (is_found || (is_pattern && str_has_prefix(str_of(path), "etc/ssh/sshd_config.d/") && has_manifest(parse)))
		return;
	if (!reader->is_quiet)
		diag_report(&parse->run->diags, DIAG_INCLUDE_MISSING, at, "%s", pattern);
	mark_unknown(reader, at);
}

static void
read_includes(struct reader *reader, const char **words, size_t count, struct span at)
{
	/* The files read meanwhile have words of their own. */
	for (size_t i = 0; i < count; i++)
		words[i] = arena_strdup(reader->parse->bundle->arena, words[i]);
	for (size_t i = 0; i < count; i++)
		include(reader, words[i], at);
}

static void
read_line(struct reader *reader, struct file *file, struct lines *lines)
{
	const char *words[WORDS_MAX];
	struct span at = file_span(file, lines->line);
	size_t count = split(str_trim(lines->text), reader->words, words);

	if (count == 0)
		return;
	int key = sshd_key_of(str_of(words[0]));
	if (str_is_nocase(str_of(words[0]), "Match"))
		begin_match(reader, words + 1, count - 1, at);
	else if (str_is_nocase(str_of(words[0]), "Include"))
		read_includes(reader, words + 1, count - 1, at);
	else if (key >= 0)
		set_value(reader, (enum sshd_key)key, words + 1, count - 1, at);
}

static bool
is_open(const struct reader *reader, const struct file *file)
{
	for (int i = 0; i < reader->depth; i++)
		if (reader->open[i] == file)
			return true;
	return false;
}

static void
read_file(struct reader *reader, struct file *file)
{
	struct lines lines = lines_of(file->bytes);
	size_t outer = reader->block, before = reader->outer;
	bool is_cycle = is_open(reader, file);

	reader->bytes += file->bytes.len + LIMIT_INCLUDE_COST;
	if (is_cycle || reader->depth >= LIMIT_INCLUDE_DEPTH || (reader->depth && reader->bytes > LIMIT_FILE_BYTES)) {
		if (!reader->is_quiet && (is_cycle || !reader->is_over))
			diag_report(&reader->parse->run->diags, is_cycle ? DIAG_CYCLE : DIAG_LIMIT, file_span(file, 0), "Include");
		reader->is_over |= !is_cycle;
		mark_unknown(reader, file_span(file, 0));
		return;
	}
	file->is_used = true;
	reader->open[reader->depth++] = file;
	reader->outer = outer;
	while (lines_next(&lines)) {
		read_line(reader, file, &lines);
		if (lines.is_cut) {
			if (!reader->is_quiet)
				diag_report(&reader->parse->run->diags, DIAG_LIMIT, file_span(file, lines.line), "line longer than %u bytes", LIMIT_LINE_BYTES);
			mark_unknown(reader, file_span(file, lines.line));   /* an Include may stand behind */
		}
	}
	reader->depth--;
	/* A Match inside an included file ends with that file. */
	reader->block = outer;
	reader->outer = before;
}

bool
sshd_config_read(const struct parse *parse, bool is_quiet, struct sshd_config *ret)
{
	/* The second is where SUSE ships what /etc may replace. */
	static const char *const mains[] = { "etc/ssh/sshd_config", "usr/etc/ssh/sshd_config", NULL };
	struct reader reader = { .parse = parse, .config = ret, .is_quiet = is_quiet };
	struct sshd_block global = { 0 };
	struct file *main = bundle_first(parse, mains);

	if (!main || main->link)
		return false;
	global.at = file_span(main, 0);
	vec_push(parse->bundle->arena, &ret->blocks, global);
	reader.words = arena_alloc(parse->bundle->arena, LIMIT_LINE_BYTES + WORDS_MAX + 1);
	read_file(&reader, main);
	return true;
}

struct sshd_value
sshd_value_in(const struct sshd_config *config, size_t block, const struct sshd_value *effective,
    enum sshd_key key)
{
	const struct sshd_value *own = &config->blocks.items[block].values[key];
	const struct sshd_value *global = effective ? &effective[key] : &config->blocks.items[0].values[key];

	if (own->text || own->is_unknown)
		return *own;
	if (effective || global->text || global->is_unknown)
		return *global;
	return (struct sshd_value){ .text = defaults[key], .at = config->blocks.items[block].at };
}

static bool
is_yes(const char *text)
{
	return strcmp(text, "yes") == 0;
}

/* One list of AuthenticationMethods: only a password asked for, in one way or two. */
static bool
is_password_only(struct str list, bool has_password, bool has_kbd)
{
	for (struct str method; (method = str_token(&list, ",")).len;) {
		bool is_password = str_is(method, "password") && has_password;
		bool is_kbd = (str_is(method, "keyboard-interactive") || str_has_prefix(method, "keyboard-interactive:")) && has_kbd;
		if (!is_password && !is_kbd)
			return false;
	}
	return true;
}

int
sshd_password_login(const char *password, const char *kbd_interactive, const char *use_pam, const char *methods)
{
	if (!password || !kbd_interactive || !use_pam || !methods)
		/* One sure way in is enough to know; none is sure only when all is known. */
		return password && is_yes(password) && methods && strcmp(methods, "any") == 0 ? 1 : -1;
	/* Through PAM keyboard-interactive asks for the password as well. */
	bool has_password = is_yes(password), has_kbd = is_yes(kbd_interactive) && is_yes(use_pam);
	if (strcmp(methods, "any") == 0)
		return has_password || has_kbd;
	struct str rest = str_of(methods);
	for (struct str list; (list = str_token(&rest, " ")).len;)
		if (is_password_only(list, has_password, has_kbd))
			return 1;
	return 0;
}
