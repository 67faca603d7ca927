/* Yamaha RTX, NVR, FWX: `show config`, one command a line.
 *
 * Decision rules: records leave the device when `syslog host` names one; those of filters, VPN and logins need
 * `syslog notice on` as well, and where that is not said it is not known. What the device keeps is its memory.
 * `ntpdate` asks once: it counts in a schedule that runs every day; `sntpd` only serves others. Passwords are masked
 * (`*`), so their strength is not known. Whoever knows the administrator's password is one: an account of its own. */
#include "evidence/network/network.h"
#include "tenken/syntax/blocks.h"
#include "tenken/syntax/words.h"

struct yamaha {
	struct network *network;
	struct blocks blocks;
	const struct block_line *notice, *info; /* syslog notice|info on|off, the last of each */
	bool is_whole;
	enum known default_admin; /* user attribute administrator=..., for those without their own */
};

/* `# RTX1220 Rev.15.04.04 (...)`; the words of the model and the release. */
static bool
is_header(struct str line, struct words *ret)
{
	static const char *const models[] = { "RTX", "NVR", "FWX", "vRX", "SRT" };

	*ret = words_of(line);
	if (!str_is(ret->at[0], "#") || !str_has_prefix(ret->at[2], "Rev."))
		return false;
	for (size_t i = 0; i < sizeof models / sizeof *models; i++)
		if (str_has_prefix(ret->at[1], models[i]))
			return true;
	return false;
}

static bool
has_header(struct str text)
{
	struct words words;
	struct str line;

	while (str_line(&text, &line))
		if (is_header(line, &words))
			return true;
	return false;
}

static bool
is_config(const struct transcript_part *part)
{
	return has_header(part->bytes);
}

/* `console prompt rt01`; without it the prompt is the model's name, which tells nothing. */
static struct str
name_in(struct str text)
{
	struct str line;

	while (str_line(&text, &line)) {
		struct words words = words_of(line);
		if (words_begin(&words, "console prompt *"))
			return words.at[2];
	}
	return STR("");
}

static struct span
span_of(const struct yamaha *yamaha, const struct block_line *line)
{
	return file_span(yamaha->network->file, line->line);
}

/* syslog host A [B]; syslog notice on */
static void
read_logs(struct yamaha *yamaha)
{
	struct network *network = yamaha->network;
	const struct block_line *line, *host = NULL;
	struct str target = STR("");

	for (size_t at = 0; (line = blocks_next(&yamaha->blocks, BLOCKS_TOP, &at));) {
		struct words words = words_of(line->text);
		if (words_begin(&words, "syslog notice *"))
			yamaha->notice = line;
		else if (words_begin(&words, "syslog info *"))
			yamaha->info = line;
		for (size_t i = 2; words_begin(&words, "syslog host *") && i < words.count; i++)
			if (clock_is_external(words.at[i], NULL) && !host) {
				host = line;
				target = words.at[i];
			}
	}
	network_log(network, "buffer", file_span(network->file, 0))->kind = "size-bound";
	if (!host && !yamaha->is_whole)
		return;
	struct network_forward *forward =
	    network_forward(network, "syslog", host ? span_of(yamaha, host) : file_span(network->file, 0));
	bool is_noticed = yamaha->notice && words_is(yamaha->notice->text, "syslog notice on");
	bool is_informed = !yamaha->info || words_is(yamaha->info->text, "syslog info on");
	forward->central = !host ? KNOWN_NO : is_noticed && is_informed ? KNOWN_YES : KNOWN_NOT;
	forward->target = network_text(network, target);
	forward->scope = "all";
}

/* schedule at N [DATE] TIME TARGET ntpdate HOST: DATE is MONTH/DAY, of which `*` and `*` are every day. */
static void
read_clock(const struct yamaha *yamaha)
{
	struct network *network = yamaha->network;
	const struct block_line *line;
	bool is_rare = false;

	for (size_t at = 0; (line = blocks_next(&yamaha->blocks, BLOCKS_TOP, &at));) {
		struct words words = words_of(line->text);
		if (words_begin(&words, "timezone *"))
			network->clock.timezone = network_text(network, words.at[1]);
		if (!words_begin(&words, "schedule at *") || !words_has(&words, "ntpdate", 4))
			continue;
		bool is_daily = str_is(words.at[3], "*/*") || str_has(words.at[3], ":");
		if (is_daily)
			network_clock_source(network, words_after(&words, "ntpdate", 4), false, span_of(yamaha, line));
		is_rare |= !is_daily;
	}
	if (network->clock.configured == KNOWN_NOT && !is_rare && yamaha->is_whole) {
		network->clock.configured = KNOWN_NO;
		network->clock.configured_at = file_span(network->file, 0);
	}
	network->clock.daemon = network->clock.configured != KNOWN_NOT ? "ntpdate" : NULL;
	network->clock.authenticated = KNOWN_NOT;
}

/* [encrypted] TEXT: masked by show config, and only then not the password itself or a form of it. */
static void
take_password(struct network_account *account, const struct words *words, size_t at)
{
	bool is_encrypted = str_is(words->at[at], "encrypted");
	struct str text = words->at[at + is_encrypted];

	account->password = (struct password){ .state = PASSWORD_SET };
	account->enabled = KNOWN_YES;
	if (is_encrypted || text.len == 0 || text.ptr[0] == '*')
		return;
	network_secret(account, SECRET_PLAIN, text);
	account->password.hash_kind = "clear";
	account->password.is_weak = true;
	account->has_strength = true;
	account->reversible = KNOWN_YES;
}

/* administrator=on (with the administrator's password), 2 (without), off */
static enum known
rights_of(const struct words *words, size_t from)
{
	for (size_t i = from; i < words->count; i++)
		if (str_has_prefix(words->at[i], "administrator=")) {
			struct str value = { words->at[i].ptr + 14, words->at[i].len - 14 };
			return str_is(value, "off") ? KNOWN_NO : KNOWN_YES;
		}
	return KNOWN_NOT;
}

static void
read_accounts(struct yamaha *yamaha)
{
	struct network *network = yamaha->network;
	const struct block_line *line;

	for (size_t at = 0; (line = blocks_next(&yamaha->blocks, BLOCKS_TOP, &at));) {
		struct words words = words_of(line->text);
		const char *name = network_text(network, words.at[2]);
		if (words_begin(&words, "login user * *")) {
			take_password(network_account(network, name, span_of(yamaha, line)), &words, 3);
		} else if (words_begin(&words, "user attribute *") && str_has(words.at[2], "=")) {
			yamaha->default_admin = rights_of(&words, 2);
		} else if (words_begin(&words, "user attribute * *")) {
			struct network_account *account = network_account(network, name, span_of(yamaha, line));
			account->admin = rights_of(&words, 3);
			account->admin_by = "administrator";
		} else if (words_begin(&words, "administrator password *")) {
			struct network_account *account =
			    network_account(network, "administrator", span_of(yamaha, line));
			take_password(account, &words, 2);
			account->admin = KNOWN_YES;
			account->admin_by = "administrator-password";
		} else if (words_begin(&words, "login password *")) {
			struct network_account *account =
			    network_account(network, "login password", span_of(yamaha, line));
			take_password(account, &words, 2);
			account->admin = KNOWN_NO;
		} else if (words_begin(&words, "login radius use on")) {
			network_account(network, "users of the RADIUS server", span_of(yamaha, line));
		}
	}
	for (size_t i = 0; i < network->accounts.len; i++)
		if (network->accounts.items[i]->admin == KNOWN_NOT &&
		    network->accounts.items[i]->password.state != PASSWORD_UNKNOWN)
			network->accounts.items[i]->admin = yamaha->default_admin;
}

/* telnetd service on; telnetd host lan1: addresses or interfaces, `any` or `none`. */
static void
read_service(const struct yamaha *yamaha, const char *daemon, const char *service)
{
	const struct block_line *line, *found = NULL;
	enum known enabled = KNOWN_NOT, restricted = KNOWN_NOT;

	for (size_t at = 0; (line = blocks_next(&yamaha->blocks, BLOCKS_TOP, &at));) {
		struct words words = words_of(line->text);
		if (!str_is(words.at[0], daemon) || words.count < 3)
			continue;
		if (str_is(words.at[1], "service")) {
			enabled = network_switch(words.at[2], "on", "off");
			found = line;
		} else if (str_is(words.at[1], "host") && !str_is(words.at[2], "key")) { /* sshd host key generate */
			bool is_any = words_has(&words, "any", 2);
			restricted = is_any ? KNOWN_NO : KNOWN_YES;
			enabled = str_is(words.at[2], "none") ? KNOWN_NO : enabled;
			found = found ? found : line;
		}
	}
	if (!found && !yamaha->is_whole)
		return;
	struct network_access *access = network_access(
	    yamaha->network, service, service, found ? span_of(yamaha, found) : file_span(yamaha->network->file, 0));
	access->enabled = enabled;
	access->restricted = restricted;
}

/* snmp community read-only NAME, snmpv2c community read-write NAME; snmp host any|none|ADDRESS. */
static void
read_snmp(const struct yamaha *yamaha)
{
	struct network *network = yamaha->network;
	const struct block_line *line;
	enum known restricted[2] = { KNOWN_NOT, KNOWN_NOT };

	for (size_t at = 0; (line = blocks_next(&yamaha->blocks, BLOCKS_TOP, &at));) {
		struct words words = words_of(line->text);
		size_t version = str_is(words.at[0], "snmpv2c");
		if ((version || str_is(words.at[0], "snmp")) && str_is(words.at[1], "host"))
			restricted[version] = str_is(words.at[2], "any") ? KNOWN_NO : KNOWN_YES;
	}
	for (size_t at = 0; (line = blocks_next(&yamaha->blocks, BLOCKS_TOP, &at));) {
		struct words words = words_of(line->text);
		size_t version = str_is(words.at[0], "snmpv2c");
		if (!words_begin(&words, "snmp community * *") && !words_begin(&words, "snmpv2c community * *"))
			continue;
		/* The name is a secret: the number of the line stands for it. */
		const char *name = arena_printf(network->arena, "snmp community (line %u)", line->line);
		struct network_access *access = network_access(network, name, "snmp", span_of(yamaha, line));
		access->enabled = restricted[version] == KNOWN_NOT ? KNOWN_NOT : KNOWN_YES;
		access->encrypted = KNOWN_NO;
		access->well_known = network_community(words.at[3]);
		access->writable = str_is(words.at[2], "read-write") ? KNOWN_YES : KNOWN_NO;
		access->restricted = restricted[version];
	}
}

static void
read_header(struct network *network, const struct transcript_part *part)
{
	struct str rest = part->bytes, line;
	struct words words;

	for (unsigned number = part->line + 1; str_line(&rest, &line); number++)
		if (is_header(line, &words)) {
			struct str release = { words.at[2].ptr + 4, words.at[2].len - 4 };
			network_os(network, "yamaha", release, file_span(network->file, number));
			network->title = network_text(network, words.at[1]);
			return;
		}
}

static void
read_config(struct network *network, const struct transcript_part *part)
{
	struct yamaha yamaha = { .network = network };

	blocks_read(network->parse->run, network->arena, network->file->path, part->bytes, part->line,
	    &(struct blocks_style){ .comment = '#' }, &yamaha.blocks);
	yamaha.is_whole = yamaha.blocks.is_whole && !network->is_damaged;
	network->is_whole |= yamaha.is_whole;
	network->is_damaged |= !yamaha.blocks.is_whole;
	read_header(network, part);
	read_logs(&yamaha);
	read_clock(&yamaha);
	read_accounts(&yamaha);
	read_service(&yamaha, "telnetd", "telnet");
	read_service(&yamaha, "sshd", "ssh");
	read_service(&yamaha, "httpd", "http");
	read_snmp(&yamaha);
}

const struct network_vendor network_yamaha = {
	.is_config = is_config,
	.is_whole = has_header,
	.name_in = name_in,
	.read_config = read_config,
};
