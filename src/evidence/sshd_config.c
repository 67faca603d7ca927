/* Reading sshd_config(5). For each keyword the first value obtained in a block counts; included files are read where the
 * Include stands, in lexical order, and a Match inside one ends with it. */
#include "evidence/sshd_config.h"

#include <ctype.h>
#include <stdlib.h>

#include "tenken/base/limits.h"
#include "tenken/syntax/lines.h"

#define MAIN_FILE "etc/ssh/sshd_config"

/* What the daemon does when nothing is set. UsePAM is off upstream; distributions set it in their file. */
static const char *const defaults[SSHD_KEYS] = {
	[SSHD_ROOT_LOGIN] = "prohibit-password",
	[SSHD_PASSWORD] = "yes",
	[SSHD_KBD_INTERACTIVE] = "yes",
	[SSHD_PUBKEY] = "yes",
	[SSHD_USE_PAM] = "no",
	[SSHD_METHODS] = "any",
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
		{ "usepam", SSHD_USE_PAM }, { "authenticationmethods", SSHD_METHODS },
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
	int depth;
};

/* Splits a line into words: blanks and the first `=` separate, quotes hold together, # begins a comment at a word. */
static size_t
split(struct arena *arena, struct str line, const char **words, size_t max)
{
	size_t count = 0, i = 0;

	while (i < line.len && count < max) {
		while (i < line.len && (line.ptr[i] == ' ' || line.ptr[i] == '\t' || (count == 1 && line.ptr[i] == '=')))
			i++;
		if (i == line.len || line.ptr[i] == '#')
			break;
		char *word = arena_alloc(arena, line.len - i + 1), *out = word;
		bool is_quoted = false;
		for (; i < line.len && (is_quoted || !(line.ptr[i] == ' ' || line.ptr[i] == '\t' || (count == 0 && line.ptr[i] == '='))); i++) {
			if (line.ptr[i] == '"')
				is_quoted = !is_quoted;
			else
				*out++ = line.ptr[i];
		}
		words[count++] = word;
	}
	return count;
}

#define WORDS_MAX 64

static const char *
join(struct arena *arena, const char *const *words, size_t count)
{
	const char *text = count ? words[0] : "";

	for (size_t i = 1; i < count; i++)
		text = arena_printf(arena, "%s %s", text, words[i]);
	return text;
}

static struct sshd_block *
current(struct reader *reader)
{
	return &reader->config->blocks.items[reader->block];
}

/* What a file that is not there may have set first cannot be known any more. */
static void
mark_unknown(struct reader *reader)
{
	for (int key = 0; key < SSHD_KEYS; key++)
		if (!current(reader)->values[key].text)
			current(reader)->values[key].is_unknown = true;
}

static void
set_value(struct reader *reader, enum sshd_key key, const char *const *words, size_t count, struct span at)
{
	struct sshd_value *value = &current(reader)->values[key];
	struct arena *arena = reader->parse->bundle->arena;

	if (value->text || value->is_unknown || count == 0)
		return;
	char *text = arena_strdup(arena, key == SSHD_METHODS ? join(arena, words, count) : words[0]);
	for (char *p = text; *p; p++)
		*p = (char)tolower((unsigned char)*p);
	value->text = strcmp(text, "without-password") == 0 ? "prohibit-password" : text;
	value->at = at;
}

static void
begin_match(struct reader *reader, const char *const *words, size_t count, struct span at)
{
	struct arena *arena = reader->parse->bundle->arena;
	struct sshd_block block = { .match = join(arena, words, count), .at = at };

	vec_push(arena, &reader->config->blocks, block);
	reader->block = reader->config->blocks.len - 1;
}

static void read_file(struct reader *reader, struct file *file);

static bool
has_manifest(const struct parse *parse)
{
	return map_get(&parse->bundle->by_name, "manifest.xml") || map_get(&parse->bundle->by_name, "manifest.csv");
}

static size_t
count_slashes(const char *text)
{
	size_t count = 0;

	for (; *text; text++)
		count += *text == '/';
	return count;
}

/* One pattern of an Include. Of a folder that a collector went through, no file means that there is none; a name without
 * wildcards, or a bundle put together by hand, leaves it open. */
static void
include(struct reader *reader, const char *pattern, struct span at)
{
	const struct parse *parse = reader->parse;
	const char *path = *pattern == '/' ? pattern + 1 : arena_printf(parse->bundle->arena, "etc/ssh/%s", pattern);
	bool is_pattern = strpbrk(path, "*?[") != NULL, is_found = false;

	for (size_t i = 0; i < parse->bundle->files.len; i++) {
		const char *name = parse->bundle->files.items[i].name;
		/* glob(3): a star does not cross folders. */
		if (!str_glob(path, name) || count_slashes(path) != count_slashes(name))
			continue;
		struct file *file = bundle_file(parse, name);
		if (!file)
			continue;
		is_found = true;
		if (!file->link)
			read_file(reader, file);
	}
	if (is_found || (is_pattern && has_manifest(parse)))
		return;
	diag_report(&parse->run->diags, DIAG_SYNTAX_UNKNOWN, at, "Include %s: not collected; what it may set is not known", pattern);
	mark_unknown(reader);
}

static void
read_line(struct reader *reader, struct file *file, struct lines *lines)
{
	const char *words[WORDS_MAX];
	struct span at = file_span(file, lines->line);
	size_t count = split(reader->parse->bundle->arena, str_trim(lines->text), words, WORDS_MAX);

	if (count == 0)
		return;
	int key = sshd_key_of(str_of(words[0]));
	if (str_is_nocase(str_of(words[0]), "Match"))
		begin_match(reader, words + 1, count - 1, at);
	else if (str_is_nocase(str_of(words[0]), "Include"))
		for (size_t i = 1; i < count; i++)
			include(reader, words[i], at);
	else if (key >= 0)
		set_value(reader, (enum sshd_key)key, words + 1, count - 1, at);
}

static void
read_file(struct reader *reader, struct file *file)
{
	struct lines lines = lines_of(file->bytes);
	size_t outer = reader->block;

	if (reader->depth >= LIMIT_INCLUDE_DEPTH) {
		diag_report(&reader->parse->run->diags, DIAG_CYCLE, file_span(file, 0), "%s", file->name);
		mark_unknown(reader);
		return;
	}
	file->is_used = true;
	reader->depth++;
	while (lines_next(&lines))
		read_line(reader, file, &lines);
	reader->depth--;
	/* A Match inside an included file ends with that file. */
	reader->block = outer;
}

bool
sshd_config_read(const struct parse *parse, struct sshd_config *ret)
{
	struct file *main = bundle_file(parse, MAIN_FILE);
	struct reader reader = { .parse = parse, .config = ret };
	struct sshd_block global = { 0 };

	if (!main || main->link)
		return false;
	global.at = file_span(main, 0);
	vec_push(parse->bundle->arena, &ret->blocks, global);
	read_file(&reader, main);
	return true;
}

struct sshd_value
sshd_value_in(const struct sshd_config *config, size_t block, enum sshd_key key)
{
	const struct sshd_value *own = &config->blocks.items[block].values[key], *global = &config->blocks.items[0].values[key];

	if (own->text || own->is_unknown)
		return *own;
	if (global->text || global->is_unknown)
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
