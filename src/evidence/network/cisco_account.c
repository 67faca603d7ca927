/* Local users and shared passwords: username, enable, passwords of lines, and whether users are asked of a server
 * (aaa).
 *
 * Decision rules: privilege 15, or a role or group that may do everything, is an administrator; the enable password
 * makes one of whoever knows it, and is an account of its own. A local login has no second factor; where the first
 * method of any login list is a server group, what that asks for is not known. Types 0 and 7 can be read back by
 * anybody, 4 is an unsalted hash, 5 is told by the text (MD5, SHA-256, ...), 8 is PBKDF2, 9 scrypt, 6 is encrypted by
 * a key that is not in here. */
#include "evidence/network/cisco.h"

/* How users are authenticated, as far as this configuration tells. */
struct aaa {
	bool is_on, is_off; /* told; by a line of their own on IOS only */
	bool has_server, has_enable_server;
	const struct block_line *server_line; /* the first that asks a server */
};

static bool
is_masked(struct str text)
{
	return text.len == 0 || text.ptr[0] == '<' || text.ptr[0] == '*';
}

/* The type, or the method of an ASA, and the text. */
static void
note_secret(const struct cisco *cisco, struct network_account *account, struct str type, struct str text)
{
	const char *both = arena_printf(cisco->network->arena, "%.*s %.*s", (int)type.len, type.ptr, (int)text.len, text.ptr);

	network_secret(account, SECRET_CISCO, str_of(both));
}

static void
set_kind(struct network_account *account, const char *kind, enum known weak, enum known reversible)
{
	account->password = (struct password){ .state = PASSWORD_SET, .hash_kind = kind, .is_weak = weak == KNOWN_YES };
	account->has_strength = weak != KNOWN_NOT;
	account->reversible = reversible;
}

static void
set_crypt(struct network_account *account, struct str text, const char *otherwise)
{
	struct password password = account_password(text);

	if (password.state != PASSWORD_SET || !password.hash_kind || text.ptr[0] != '$') {
		set_kind(account, otherwise, KNOWN_NOT, KNOWN_NO);
		return;
	}
	account->password = password;
	account->has_strength = true;
	account->reversible = KNOWN_NO;
}

/* An ASA names the method behind the text; elsewhere a text without a type before it is the password itself. */
static size_t
take_untyped(
    const struct cisco *cisco, struct network_account *account, struct str text, struct str method, bool is_secret)
{
	bool is_pbkdf2 = str_is(method, "pbkdf2") || str_has_prefix(text, "$sha512$");

	if (is_pbkdf2)
		set_kind(account, "pbkdf2-sha512", KNOWN_NO, KNOWN_NO);
	else if (str_is(method, "encrypted"))
		set_kind(account, "pix-md5", KNOWN_YES, KNOWN_NO);
	else if (str_is(method, "mschap") || str_is(method, "nt-encrypted"))
		set_kind(account, "nt", KNOWN_YES, KNOWN_NO);
	else if (!is_masked(text) && !is_secret && cisco->kind != CISCO_ASA)
		set_kind(account, "clear", KNOWN_YES, KNOWN_YES);
	else
		return 1;
	bool is_clear = strcmp(account->password.hash_kind, "clear") == 0;
	if (!is_masked(text))
		note_secret(cisco, account, is_clear ? STR("0") : is_pbkdf2 ? STR("pbkdf2") : method, text);
	return is_clear ? 1 : 2;
}

/* What stands behind `secret` or `password`: [TYPE] TEXT [WORD]. The text is looked at where it lies. How many words
 * it was. */
static size_t
take_secret(
    const struct cisco *cisco, struct network_account *account, const struct words *words, size_t at, bool is_secret)
{
	struct str type = words->at[at], text = words->at[at + 1];
	bool has_type = at + 1 < words->count && (type.len == 1 || str_is(type, "10") || str_is(type, "sha512")) &&
	                !(cisco->kind == CISCO_ASA);

	account->password = (struct password){ .state = PASSWORD_SET };
	account->secret = (struct str){ 0 };
	account->has_strength = false;
	account->reversible = KNOWN_NOT;
	if (!has_type)
		return take_untyped(cisco, account, type, is_masked(text) ? STR("") : text, is_secret);
	if (is_masked(text))
		return 2;
	note_secret(cisco, account, type, text);
	if (str_is(type, "0"))
		set_kind(account, "clear", KNOWN_YES, KNOWN_YES);
	else if (str_is(type, "7"))
		set_kind(account, "cisco-7", KNOWN_YES, KNOWN_YES);
	else if (str_is(type, "4"))
		set_kind(account, "cisco-4", KNOWN_YES, KNOWN_NO);
	else if (str_is(type, "8"))
		set_kind(account, "pbkdf2-sha256", KNOWN_NO, KNOWN_NO);
	else if (str_is(type, "9"))
		set_kind(account, "scrypt", KNOWN_NO, KNOWN_NO);
	else if (str_is(type, "6"))
		set_kind(account, "cisco-6", KNOWN_NOT, KNOWN_NOT);
	else if (str_is(type, "5") || str_is(type, "10") || str_is(type, "sha512"))
		set_crypt(account, text, "cisco-5");
	return 2;
}

static void
add_reason(const struct cisco *cisco, struct network_account *account, const char *reason)
{
	if (!account->admin_by)
		account->admin_by = reason;
	else if (!str_has(str_of(account->admin_by), reason))
		account->admin_by = arena_printf(cisco->network->arena, "%s %s", account->admin_by, reason);
	account->admin = KNOWN_YES;
}

static void
take_privilege(const struct cisco *cisco, struct network_account *account, struct str level)
{
	if (str_is(level, "15"))
		add_reason(cisco, account, "privilege-15");
	else if (account->admin == KNOWN_NOT)
		account->admin = KNOWN_NO;
}

/* Roles of NX-OS and Arista, groups of IOS-XR: those that may do everything, those that may only look, and others. */
static void
take_role(const struct cisco *cisco, struct network_account *account, const char *what, struct str role)
{
	static const char *const all[] = { "network-admin", "vdc-admin", "root-lr", "root-system", "root-owner",
		"cisco-support" };
	static const char *const look[] = { "network-operator", "vdc-operator", "operator" };

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (str_is(role, all[i]))
			add_reason(cisco, account, arena_printf(cisco->network->arena, "%s:%s", what, all[i]));
	for (size_t i = 0; i < sizeof look / sizeof *look; i++)
		if (str_is(role, look[i]) && account->admin == KNOWN_NOT)
			account->admin = KNOWN_NO;
}

/* The settings of one user: behind its name, or on a line under it. */
static void
take_settings(const struct cisco *cisco, struct network_account *account, const struct words *words, size_t from)
{
	for (size_t i = from; i < words->count; i++) {
		struct str word = words->at[i], next = i + 1 < words->count ? words->at[i + 1] : STR("");
		if (str_is(word, "privilege")) {
			take_privilege(cisco, account, next);
			i++;
		} else if (str_is(word, "role") || str_is(word, "group")) {
			take_role(cisco, account, str_is(word, "role") ? "role" : "group", next);
			i++;
		} else if (str_is(word, "nopassword")) {
			account->password = (struct password){ .state = PASSWORD_NONE };
			network_secret(account, SECRET_PLAIN, STR(""));
		} else if ((str_is(word, "secret") || str_is(word, "password")) && i + 3 < WORDS_MAX) {
			i += take_secret(cisco, account, words, i + 1, str_is(word, "secret"));
		}
	}
}

static void
read_user(const struct cisco *cisco, size_t index, const struct block_line *line, const struct words *words)
{
	/* `username U attributes` of an ASA adds to a user that stands elsewhere; so does what is about the life of a
	 * password. */
	if (words->count < 2 || str_is(words->at[2], "attributes"))
		return;
	const char *name = arena_strndup(cisco->network->arena, words->at[1].ptr, words->at[1].len);
	struct network_account *account = network_account(cisco->network, name, cisco_span(cisco, line));
	const struct block_line *child;

	take_settings(cisco, account, words, 2);
	for (size_t in = 0; (child = blocks_next(&cisco->blocks, index, &in));) {
		struct words inner = words_of(child->text);
		take_settings(cisco, account, &inner, 0);
	}
}

/* enable secret|password [level N] [TYPE] TEXT; the secret goes before the password. */
static void
read_enable(const struct cisco *cisco, const struct block_line *line, const struct words *words)
{
	size_t at = 2;
	bool is_secret = str_is(words->at[1], "secret");

	if (str_is(words->at[at], "level") && !str_is(words->at[at + 1], "15"))
		return;
	if (str_is(words->at[at], "level"))
		at += 2;
	struct network_account *account = network_account(cisco->network, "enable", cisco_span(cisco, line));
	if (account->admin == KNOWN_YES && !is_secret)
		return;
	account->at = cisco_span(cisco, line);
	take_secret(cisco, account, words, at, is_secret);
	add_reason(cisco, account, "enable");
}

/* A password of the lines themselves, for whoever knows it; or none at all (`no login`). */
static void
read_line(const struct cisco *cisco, size_t index, const struct block_line *line, const struct aaa *aaa)
{
	const struct block_line *child, *password = NULL;
	bool is_login = false, is_open = false, is_privileged = false;

	for (size_t in = 0; (child = blocks_next(&cisco->blocks, index, &in));) {
		struct words words = words_of(child->text);
		password = words_begin(&words, "password *") ? child : password;
		is_login |= words_is(child->text, "login");
		is_open |= words_is(child->text, "no login");
		is_privileged |= words_begin(&words, "privilege level 15");
	}
	if (aaa->is_on || (!is_open && !(is_login && password)))
		return;
	const char *name = arena_strndup(cisco->network->arena, line->text.ptr, line->text.len);
	struct network_account *account =
	    network_account(cisco->network, name, cisco_span(cisco, is_open ? line : password));
	if (is_open) {
		account->password = (struct password){ .state = PASSWORD_NONE };
		network_secret(account, SECRET_PLAIN, STR(""));
	} else {
		struct words words = words_of(password->text);
		take_secret(cisco, account, &words, 1, false);
	}
	if (is_privileged)
		add_reason(cisco, account, "privilege-15");
	else if (cisco->is_whole)
		account->admin = KNOWN_NO;
}

/* aaa authentication login LIST METHOD...; on an ASA: aaa authentication ssh console GROUP. */
static void
take_aaa(const struct block_line *line, const struct words *words, struct aaa *aaa)
{
	static const char *const local[] = { "local", "LOCAL", "local-case", "line", "enable", "none" };
	bool is_login = words_begin(words, "aaa authentication login * *"),
	     is_enable = words_begin(words, "aaa authentication enable * *");
	bool is_console = words_begin(words, "aaa authentication * console *"), is_local = false;

	if (words_begin(words, "aaa new-model") || words_begin(words, "no aaa new-model")) {
		aaa->is_on = str_is(words->at[0], "aaa");
		aaa->is_off = !aaa->is_on;
	}
	if (!is_login && !is_enable && !is_console)
		return;
	for (size_t i = 0; i < sizeof local / sizeof *local; i++)
		is_local |= str_is(words->at[4], local[i]);
	if (!is_enable && !is_local && !aaa->has_server)
		aaa->server_line = line;
	aaa->has_server |= !is_enable && !is_local;
	aaa->has_enable_server |= (is_enable || is_console) && !is_local;
}

/* Users that only a server knows, administrators among them or not: one account stands for them. */
static void
add_server_users(const struct cisco *cisco, const struct aaa *aaa)
{
	if (aaa->has_server)
		network_account(cisco->network, "users of the AAA server", cisco_span(cisco, aaa->server_line));
}

/* What follows from everything together. */
static void
settle(const struct cisco *cisco, const struct aaa *aaa)
{
	for (size_t i = 0; i < cisco->network->accounts.len; i++) {
		struct network_account *account = cisco->network->accounts.items[i];
		bool has_server = aaa->has_server || (strcmp(account->name, "enable") == 0 && aaa->has_enable_server);
		if (account->password.state != PASSWORD_UNKNOWN)
			account->enabled = KNOWN_YES;
		if (account->admin == KNOWN_NOT && cisco->kind == CISCO_IOS && cisco->is_whole)
			account->admin = KNOWN_NO; /* privilege 1 */
		account->mfa = cisco->is_whole && !has_server ? "none" : "unknown";
	}
}

void
cisco_read_accounts(struct cisco *cisco)
{
	struct aaa aaa = { .is_on = false };
	const struct block_line *line;

	for (size_t at = 0; (line = blocks_next(&cisco->blocks, BLOCKS_TOP, &at));) {
		struct words words = words_of(line->text);
		take_aaa(line, &words, &aaa);
	}
	/* Without the new model its lists mean nothing. */
	aaa.has_server &= !aaa.is_off;
	aaa.has_enable_server &= !aaa.is_off;
	for (size_t at = 0; (line = blocks_next(&cisco->blocks, BLOCKS_TOP, &at));) {
		struct words words = words_of(line->text);
		if (words_begin(&words, "username *"))
			read_user(cisco, at - 1, line, &words);
		else if (words_begin(&words, "enable secret *") || words_begin(&words, "enable password *"))
			read_enable(cisco, line, &words);
		else if (words_begin(&words, "security passwords min-length *"))
			network_policy(cisco->network, "security passwords", words.at[3], cisco_span(cisco, line));
		else if (words_begin(&words, "password-policy minimum-length *"))
			network_policy(cisco->network, "password-policy", words.at[2], cisco_span(cisco, line));
		else if (words_begin(&words, "line vty"))
			read_line(cisco, at - 1, line, &aaa);
	}
	settle(cisco, &aaa);
	add_server_users(cisco, &aaa);
}
