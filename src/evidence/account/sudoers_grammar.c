/* One line of sudoers(5): a rule, an alias, a Defaults setting.
 *
 * The grammar is that of sudo 1.9: runas list, then options, then tags, then the command, each inherited by the
 * commands behind it. A line that does not fit adds nothing and makes the whole incomplete: sudo itself drops it, or,
 * before 1.9.3, refuses everything. */
#include "evidence/account/sudoers.h"

#include <ctype.h>

/* What is left of the line, and the first thing that was wrong. */
struct cursor {
	struct sudoers *sudoers;
	const char *p, *end;
	const char *error;
	bool has_other;
};

static void
fail(struct cursor *cursor, const char *error)
{
	if (!cursor->error)
		cursor->error = error;
	cursor->p = cursor->end;
}

static void
skip_blanks(struct cursor *cursor)
{
	while (cursor->p < cursor->end && (*cursor->p == ' ' || *cursor->p == '\t'))
		cursor->p++;
}

/* The next byte that is no blank, not taken; NUL at the end. */
static char
peek(struct cursor *cursor)
{
	skip_blanks(cursor);
	return cursor->p < cursor->end ? *cursor->p : '\0';
}

static bool
accept(struct cursor *cursor, char wanted)
{
	if (peek(cursor) != wanted)
		return false;
	cursor->p++;
	return true;
}

/* A copy without the backslashes that guard one of `guarded`, or any byte when that is NULL. Memory as the text needs:
 * a line may have as many words as bytes. */
static char *
unescape(struct arena *arena, const char *text, size_t len, const char *guarded)
{
	char *copy = arena_alloc(arena, len + 1), *out = copy;

	for (size_t i = 0; i < len; i++) {
		if (text[i] == '\\' && i + 1 < len && (!guarded || strchr(guarded, text[i + 1])))
			i++;
		*out++ = text[i];
	}
	return copy;
}

/* A word up to one of `stops` or a blank; a backslash takes the next byte as it is, quotes take all. Nothing at all is
 * an error, and so is "" unless it may be empty. */
static const char *
take_word(struct cursor *cursor, const char *stops, bool may_be_empty, bool *ret_is_quoted)
{
	bool is_quoted = peek(cursor) == '"';
	const char *begin = cursor->p += is_quoted;

	while (cursor->p < cursor->end && *cursor->p != '"' && (is_quoted || !strchr(stops, *cursor->p))) {
		if (!is_quoted && (*cursor->p == ' ' || *cursor->p == '\t'))
			break;
		cursor->p += *cursor->p == '\\' && cursor->p + 1 < cursor->end ? 2 : 1;
	}
	const char *text = unescape(cursor->sudoers->arena, begin, (size_t)(cursor->p - begin), NULL);
	bool is_at_quote = cursor->p < cursor->end && *cursor->p == '"';
	if (is_quoted && is_at_quote)
		cursor->p++;
	else if (is_quoted || is_at_quote)
		fail(cursor, "a quote that has no other");
	if (!*text && !(is_quoted && may_be_empty))
		fail(cursor, "a name is missing");
	if (ret_is_quoted)
		*ret_is_quoted = is_quoted;
	return text;
}

/* Options of a command; no list may have them as names. */
enum option { OPTION_NOT_BEFORE, OPTION_NOT_AFTER, OPTION_TIMEOUT, OPTION_CWD, OPTION_CHROOT };
static const char *const options[] = { [OPTION_NOT_BEFORE] = "NOTBEFORE", [OPTION_NOT_AFTER] = "NOTAFTER", [OPTION_TIMEOUT] = "TIMEOUT",
	[OPTION_CWD] = "CWD", [OPTION_CHROOT] = "CHROOT", "ROLE", "TYPE", "PRIVS", "LIMITPRIVS", "APPARMOR_PROFILE", NULL };

static bool
is_reserved(const char *text)
{
	for (size_t i = 0; options[i]; i++)
		if (strcmp(text, options[i]) == 0)
			return true;
	return false;
}

/* What a word of a user, runas or host list names. */
static struct sudo_item
item_of(struct cursor *cursor, const char *text)
{
	struct sudo_item item = { .kind = SUDO_WORD, .text = text };

	if (strcmp(text, "ALL") == 0)
		item.kind = SUDO_ALL;
	else if (text[0] == '+' || str_has_prefix(str_of(text), "%:"))
		item.kind = SUDO_OTHER;
	else if (str_has_prefix(str_of(text), "%#"))
		item.kind = account_number(str_of(text + 2), &item.id) ? SUDO_GROUP_ID : SUDO_OTHER;
	else if (text[0] == '%')
		item = (struct sudo_item){ .kind = SUDO_GROUP, .text = text + 1 };
	else if (text[0] == '#')
		item.kind = account_number(str_of(text + 1), &item.id) ? SUDO_ID : SUDO_OTHER;
	cursor->has_other |= item.kind == SUDO_OTHER;
	if (item.kind == SUDO_GROUP && !*item.text)
		fail(cursor, "a group without a name");
	if ((text[0] == '#' || str_has_prefix(str_of(text), "%#")) && item.kind == SUDO_OTHER)
		fail(cursor, "no number behind #");
	if (is_reserved(text))
		fail(cursor, "a word of the language as a name");
	return item;
}

static bool
take_negation(struct cursor *cursor)
{
	bool is_negated = false;

	while (accept(cursor, '!'))
		is_negated = !is_negated;
	return is_negated;
}

/* What sudo's scanner takes for an address of IPv6: two to seven colons, up to four digits between them, :: once. */
static bool
is_ipv6(struct str text)
{
	size_t colons = 0, digits = 0, gaps = 0;

	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] == ':') {
			gaps += i > 0 && text.ptr[i - 1] == ':';
			colons++;
			digits = 0;
		} else if (!isxdigit((unsigned char)text.ptr[i]) || ++digits > 4) {
			return false;
		}
	}
	return colons >= 2 && colons <= 7 && gaps <= 1;
}

/* An address, also with the length or the mask of its network. */
static bool
is_ipv6_network(const char *text)
{
	const char *slash = strchr(text, '/');
	int64_t length;

	if (!slash)
		return is_ipv6(str_of(text));
	struct str network = str_of(slash + 1);
	return is_ipv6((struct str){ text, (size_t)(slash - text) }) && (is_ipv6(network) || (str_int(network, &length) && length <= 128));
}

/* Hosts have neither groups nor numbers; a colon is part of an address only. */
static bool
is_host(const struct sudo_item *item)
{
	if (item->kind == SUDO_WORD)
		return !strchr(item->text, ':') || is_ipv6_network(item->text);
	return item->kind == SUDO_ALL || (item->kind == SUDO_OTHER && item->text[0] == '+');
}

/* Items parted by commas. A colon belongs to a group from elsewhere (%:name) and to addresses in host lists. */
static struct sudo_list
take_list(struct cursor *cursor, bool are_hosts)
{
	struct sudo_list list = { 0 };

	do {
		bool is_negated = take_negation(cursor);
		const char *prefix = "";
		if (peek(cursor) == '%' && cursor->p + 1 < cursor->end && cursor->p[1] == ':') {
			cursor->p += 2;
			prefix = "%:";
		} else if (peek(cursor) == '#') {
			cursor->p++;
			prefix = "#";
		} else if (peek(cursor) == '%' && cursor->p + 1 < cursor->end && cursor->p[1] == '#') {
			cursor->p += 2;
			prefix = "%#";
		}
		const char *begin = cursor->p;
		const char *word = take_word(cursor, are_hosts ? "#>!=,()" : "#>!=:,()", false, NULL);
		if (are_hosts && strchr(word, ':') && memchr(begin, '\\', (size_t)(cursor->p - begin)))
			fail(cursor, "a backslash in an address");
		if (cursor->error)
			break;
		struct sudo_item item =
		    item_of(cursor, *prefix ? arena_printf(cursor->sudoers->arena, "%s%s", prefix, word) : word);
		item.is_negated = is_negated;
		if (are_hosts && !is_host(&item))
			fail(cursor, "no name or address of a host");
		vec_push(cursor->sudoers->arena, &list.items, item);
	} while (accept(cursor, ','));
	return list;
}

/* Whether these are so many bytes in hexadecimal or base64, with or without its padding. */
static bool
is_digest(const char *text, size_t bytes)
{
	size_t len = strlen(text), hex = 0, plain = 0;

	while (isxdigit((unsigned char)text[hex]))
		hex++;
	while (isalnum((unsigned char)text[plain]) || text[plain] == '+' || text[plain] == '/')
		plain++;
	size_t padding = strspn(text + plain, "=");
	bool is_base64 = plain + padding == len && plain == (bytes * 8 + 5) / 6 && (padding == 0 || len == (bytes + 2) / 3 * 4);
	return (hex == len && len == 2 * bytes) || is_base64;
}

/* `sha256:...` before a command, or several with commas between. */
static bool
take_digests(struct cursor *cursor)
{
	static const struct {
		const char *name;
		size_t bytes;
	} kinds[] = { { "sha224", 28 }, { "sha256", 32 }, { "sha384", 48 }, { "sha512", 64 } };
	bool has_digest = false;

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		skip_blanks(cursor);
		struct str rest = { cursor->p, (size_t)(cursor->end - cursor->p) };
		if (!str_has_prefix(rest, kinds[i].name))
			continue;
		cursor->p += 6;
		if (!accept(cursor, ':') || !is_digest(take_word(cursor, ",", false, NULL), kinds[i].bytes))
			fail(cursor, "a digest without a value");
		has_digest = true;
		accept(cursor, ',');
		i = (size_t)-1;   /* another may follow */
	}
	return has_digest;
}

/* A path with its arguments: to a comma, colon or the end that no backslash guards; a regular expression to its `$`. */
static const char *
take_path(struct cursor *cursor)
{
	const char *begin = cursor->p;
	bool is_expression = false, is_in_arguments = false;

	for (; cursor->p < cursor->end; cursor->p++) {
		char c = *cursor->p;
		if (c == '^' && (cursor->p == begin || isspace((unsigned char)cursor->p[-1])))
			is_expression = true;
		if (is_expression && c == '$' && (cursor->p + 1 == cursor->end || strchr(" \t,:", cursor->p[1])))
			is_expression = false;
		if (!is_expression && strchr(",:#", c))
			break;
		is_in_arguments |= c == ' ' || c == '\t';
		if (is_expression || c != '\\')
			continue;
		char next = cursor->p + 1 < cursor->end ? cursor->p[1] : '\0';
		if (!next || !strchr(is_in_arguments ? ":\\,= \t#*?[]!^" : ":\\,= \t#", next)) {
			fail(cursor, "a backslash before what needs none");
			return "";
		}
		cursor->p++;
	}
	if (is_expression)
		fail(cursor, "a regular expression without its end");
	struct str path = str_trim((struct str){ begin, (size_t)(cursor->p - begin) });
	const char *blank = memchr(path.ptr, ' ', path.len);
	if (path.len == 1 || (blank && blank > path.ptr && blank[-1] == '/'))
		fail(cursor, "a folder with arguments, or the root of all");
	return unescape(cursor->sudoers->arena, path.ptr, path.len, ":\\,= \t#");
}

static bool
is_alias_name(const char *text)
{
	if (!isupper((unsigned char)*text))
		return false;
	for (; *text; text++)
		if (!isupper((unsigned char)*text) && !isdigit((unsigned char)*text) && *text != '_')
			return false;
	return true;
}

/* Whether the whole word stands at the beginning. */
static bool
is_word(struct str rest, const char *word)
{
	size_t len = strlen(word);

	return str_has_prefix(rest, word) && (rest.len == len || strchr(" \t,:", rest.ptr[len]));
}

/* ALL, an alias, a path, or one of the two built-in commands. */
static struct sudo_item
take_command(struct cursor *cursor)
{
	bool has_digest = take_digests(cursor), is_quoted = false;
	struct sudo_item item = { .kind = SUDO_WORD, .is_negated = take_negation(cursor), .text = "" };
	char first = peek(cursor);
	struct str rest = { cursor->p, (size_t)(cursor->end - cursor->p) };

	if (first == '/' || first == '^' || is_word(rest, "sudoedit") || is_word(rest, "list")) {
		item.text = take_path(cursor);
	} else {
		item.text = take_word(cursor, "#>!=:,()", false, &is_quoted);
		bool is_escaped = memchr(rest.ptr, '\\', (size_t)(cursor->p - rest.ptr));
		if (!cursor->error && (is_quoted || is_escaped || !is_alias_name(item.text)))
			fail(cursor, "a command without its whole path");
		else if (strcmp(item.text, "ALL") == 0)
			item.kind = SUDO_ALL;
	}
	if (has_digest)
		item.kind = SUDO_DIGEST;
	return item;
}

/* Takes a word of capitals that `mark` follows, from the table; its index, or -1 with nothing taken. */
static int
take_keyword(struct cursor *cursor, const char *const *words, char mark)
{
	skip_blanks(cursor);
	for (int i = 0; words[i]; i++) {
		size_t len = strlen(words[i]);
		if ((size_t)(cursor->end - cursor->p) <= len || memcmp(cursor->p, words[i], len) != 0)
			continue;
		const char *p = cursor->p + len;
		while (p < cursor->end && (*p == ' ' || *p == '\t'))
			p++;
		if (p < cursor->end && *p == mark) {
			cursor->p = p + 1;
			return i;
		}
	}
	return -1;
}

static void
take_runas(struct cursor *cursor, struct sudo_command *command)
{
	if (!accept(cursor, '('))
		return;
	command->has_runas = true;
	command->runas_users = (struct sudo_list){ 0 };
	command->runas_groups = (struct sudo_list){ 0 };
	if (peek(cursor) != ':' && peek(cursor) != ')')
		command->runas_users = take_list(cursor, false);
	if (accept(cursor, ':') && (peek(cursor) != ')' || command->runas_users.items.len))
		command->runas_groups = take_list(cursor, false);
	if (!accept(cursor, ')'))
		fail(cursor, "a runas list that is not closed");
}

/* A time as sudo reads it: ten, twelve or fourteen digits, a fraction, a zone. */
static bool
is_time(const char *text)
{
	size_t digits = strspn(text, "0123456789");

	text += digits;
	if (digits != 10 && digits != 12 && digits != 14)
		return false;
	if (*text == '.' || *text == ',')
		text += 1 + strspn(text + 1, "0123456789");
	if (*text == '+' || *text == '-')
		return strspn(text + 1, "0123456789") == strlen(text + 1) && strlen(text + 1) == 4;
	return strcmp(text, "Z") == 0 || !*text;
}

/* A span of time: seconds, or numbers with the units d, h, m, s in that order. */
static bool
is_span(const char *text)
{
	const char *units = "dhms";

	do {
		size_t digits = strspn(text, "0123456789");
		const char *unit = digits && text[digits] ? strchr(units, tolower((unsigned char)text[digits])) : NULL;
		if (digits && !text[digits])
			return true;
		if (!unit)
			return false;
		units = unit + 1;
		text += digits + 1;
	} while (*text);
	return true;
}

static bool
is_value(int option, const char *text)
{
	if (option == OPTION_NOT_BEFORE || option == OPTION_NOT_AFTER)
		return is_time(text);
	if (option == OPTION_TIMEOUT)
		return is_span(text);
	return (option != OPTION_CWD && option != OPTION_CHROOT) || strchr("/~*", text[0]);
}

static void
take_modifiers(struct cursor *cursor, struct sudo_command *command)
{
	static const char *const tags[] = { "PASSWD", "NOPASSWD", "EXEC", "NOEXEC", "FOLLOW", "NOFOLLOW", "INTERCEPT",
		"NOINTERCEPT", "LOG_INPUT", "NOLOG_INPUT", "LOG_OUTPUT", "NOLOG_OUTPUT", "MAIL", "NOMAIL", "SETENV",
		"NOSETENV", NULL };

	for (int i; (i = take_keyword(cursor, options, '=')) >= 0;) {
		command->is_timed |= i == OPTION_NOT_BEFORE || i == OPTION_NOT_AFTER;
		if (!is_value(i, take_word(cursor, "#=:,", false, NULL)))
			fail(cursor, "a value that the option does not take");
	}
	for (int i; (i = take_keyword(cursor, tags, ':')) >= 0;)
		if (i < 2)
			command->authenticate = i == 0 ? SUDO_TAG_YES : SUDO_TAG_NO;
}

static struct sudo_privilege
take_privilege(struct cursor *cursor)
{
	struct sudo_privilege privilege = { .hosts = take_list(cursor, true) };
	struct sudo_command command = { 0 };

	if (!accept(cursor, '='))
		fail(cursor, "no = behind the hosts");
	do {
		take_runas(cursor, &command);
		take_modifiers(cursor, &command);
		command.command = take_command(cursor);
		if (cursor->error)
			break;
		vec_push(cursor->sudoers->arena, &privilege.commands, command);
	} while (accept(cursor, ','));
	return privilege;
}

static void
take_rule(struct cursor *cursor)
{
	struct sudo_rule rule = { .users = take_list(cursor, false) };

	do {
		struct sudo_privilege privilege = take_privilege(cursor);
		vec_push(cursor->sudoers->arena, &rule.privileges, privilege);
	} while (accept(cursor, ':'));
	if (peek(cursor) != '\0')
		fail(cursor, "something behind the command");
	if (!cursor->error)
		vec_push(cursor->sudoers->arena, &cursor->sudoers->rules, rule);
}

static void
take_aliases(struct cursor *cursor, enum sudo_alias_kind kind)
{
	struct arena *arena = cursor->sudoers->arena;

	do {
		struct sudo_alias *alias = arena_alloc(arena, sizeof *alias);
		const char *name = take_word(cursor, "#>!=:,()", false, NULL);
		if (!cursor->error && (!is_alias_name(name) || strcmp(name, "ALL") == 0))
			fail(cursor, "no name of an alias");
		else if (!accept(cursor, '='))
			fail(cursor, "no = behind the alias");
		if (cursor->error)
			return;
		if (kind != SUDO_ALIAS_COMMAND) {
			alias->list = take_list(cursor, kind == SUDO_ALIAS_HOST);
		} else {
			do {
				struct sudo_item item = take_command(cursor);
				vec_push(arena, &alias->list.items, item);
			} while (accept(cursor, ','));
		}
		if (!cursor->error && !map_add(&cursor->sudoers->aliases[kind], name, alias))
			fail(cursor, "the alias is defined twice");
	} while (accept(cursor, ':'));
	if (peek(cursor) != '\0')
		fail(cursor, "something behind the alias");
}

void
sudoers_set(struct sudoers *sudoers, const struct sudo_default *entry)
{
	vec_push(sudoers->arena, &sudoers->defaults, *entry);
	if (strcmp(entry->name, "runas_default") == 0)
		sudoers->has_runas_default = true;
	else if (strcmp(entry->name, "exempt_group") == 0)
		sudoers->exempt_group = entry->is_on ? entry->value : NULL;
}

/* Which commands a setting is for makes no difference here: it may concern any. */
static void
pass_commands(struct cursor *cursor)
{
	do {
		take_negation(cursor);
		take_word(cursor, "#=:,", false, NULL);
	} while (accept(cursor, ','));
}

/* `Defaults@host !name, name = value, ...`. The names are not checked: sudo passes over one that it does not know. */
static void
take_defaults(struct cursor *cursor)
{
	struct sudo_default entry = { 0 };

	if (cursor->p < cursor->end && strchr(":@>!", *cursor->p)) {
		entry.scope = *cursor->p++;
		if (entry.scope == '!')
			pass_commands(cursor);
		else
			entry.who = take_list(cursor, entry.scope == '@');
		if (cursor->p < cursor->end && !strchr(" \t", cursor->p[-1]) && !strchr(" \t", *cursor->p))
			fail(cursor, "no blank before the settings");
	}
	do {
		entry.is_on = !take_negation(cursor);
		entry.name = take_word(cursor, "=,+-", false, NULL);
		if (entry.name[strspn(entry.name, "abcdefghijklmnopqrstuvwxyz_")] != '\0')
			fail(cursor, "no name of a setting");
		entry.value = "";
		if (peek(cursor) == '+' || peek(cursor) == '-')
			cursor->p++;
		if (accept(cursor, '='))
			entry.value = take_word(cursor, ",", true, NULL);
		if (cursor->error)
			break;
		sudoers_set(cursor->sudoers, &entry);
	} while (accept(cursor, ','));
	if (peek(cursor) != '\0')
		fail(cursor, "something behind the settings");
}

const char *
sudoers_line(struct sudoers *sudoers, struct str line, bool *ret_has_other)
{
	static const char *const aliases[] = { "User_Alias", "Runas_Alias", "Host_Alias", "Cmnd_Alias", "Cmd_Alias" };
	struct cursor cursor = { .sudoers = sudoers, .p = line.ptr, .end = line.ptr + line.len };

	if (memchr(line.ptr, '\0', line.len))
		return "a NUL byte";
	if (peek(&cursor) == '\0')
		return NULL;
	struct str rest = { cursor.p, (size_t)(cursor.end - cursor.p) };
	for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++) {
		size_t len = strlen(aliases[i]);
		if (!str_has_prefix(rest, aliases[i]) || rest.len == len ||
		    (rest.ptr[len] != ' ' && rest.ptr[len] != '\t'))
			continue;
		cursor.p += len;
		take_aliases(&cursor, i < SUDO_ALIAS_KINDS ? (enum sudo_alias_kind)i : SUDO_ALIAS_COMMAND);
		*ret_has_other |= cursor.has_other;
		return cursor.error;
	}
	if (str_has_prefix(rest, "Defaults") && (rest.len == 8 || strchr(" \t:@>!", rest.ptr[8]))) {
		cursor.p += 8;
		take_defaults(&cursor);
		return cursor.error;
	}
	take_rule(&cursor);
	*ret_has_other |= cursor.has_other;
	return cursor.error;
}
