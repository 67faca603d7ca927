/* What a configuration says of logging.
 *
 * Decision rule: records leave the device when a host is named that is not the device itself, logging is not turned
 * off (`no logging on`; on an ASA `logging enable` must stand), and the level reaches to informational: the host's
 * own (NX-OS, IOS-XR) before that of `logging trap`, whose default is informational on IOS and not taken for granted
 * elsewhere. A host behind a discriminator or filter gets nobody knows what. A buffer is overwritten by size,
 * whatever its size. Of IOS, records begin as `service timestamps log` says: with the time since the start (uptime) or
 * with the day, with year and zone only where it says so; what stands there when it says nothing differs by release. */
#include "evidence/network/cisco.h"

#define UNSET (-2) /* no level was given */

struct logging {
	bool is_off, is_enabled, is_trap_off;
	bool is_silenced; /* messages of logins are taken out, one by one */
	int trap;         /* severity, -1: a list or a word nobody knows */
	bool has_host;
	enum known best; /* over the hosts, without is_off */
	struct str target;
	const char *protocol;
	struct span at, off_at;
};

static bool
is_address(struct str word)
{
	bool has_mark = false;

	for (size_t i = 0; i < word.len; i++) {
		char c = word.ptr[i];
		has_mark |= c == '.' || c == ':';
		if (c != '.' && c != ':' && c != '-' && !(c >= '0' && c <= '9') &&
		    !((c | 0x20) >= 'a' && (c | 0x20) <= 'z'))
			return false;
	}
	return has_mark;
}

/* Where the host's name stands in the line; 0: the line names none. */
static size_t
host_at(const struct words *words)
{
	size_t at = 2;

	if (words_begin(words, "logging vrf * host *"))
		return 4;
	if (words->count >= 2 && is_address(words->at[1]))
		return 1;
	if (!words_begin(words, "logging host *") && !words_begin(words, "logging server *"))
		return 0;
	if (str_is(words->at[at], "ipv4") || str_is(words->at[at], "ipv6"))
		return at + 1;
	if (str_is(words->at[at], "vrf"))
		return at + 2;
	/* An ASA names the interface first. */
	return !is_address(words->at[at]) && is_address(words->at[at + 1]) ? at + 1 : at;
}

static const char *
protocol_of(const struct words *words, size_t from)
{
	static const char *const names[] = { "udp", "tcp", "tls" };

	for (size_t i = from; i < words->count; i++)
		for (size_t n = 0; n < sizeof names / sizeof *names; n++)
			if (str_is(words->at[i], names[n]) ||
			    (str_has_prefix(words->at[i], names[n]) && words->at[i].ptr[3] == '/'))
				return names[n];
	return NULL;
}

/* The level at which this host is sent to. */
static int
level_of(const struct cisco *cisco, const struct logging *logging, const struct words *words, size_t at)
{
	struct str own = words_after(words, "severity", at);

	if (words_has(words, "discriminator", at) || words_has(words, "filtered", at))
		return -1;
	if (own.len)
		return network_severity(own);
	if (cisco->kind == CISCO_NXOS || str_is(words->at[1], "server"))
		return at + 1 < words->count ? network_severity(words->at[at + 1]) : -1;
	if (logging->trap != UNSET)
		return logging->trap;
	return cisco->kind == CISCO_IOS && cisco->is_whole ? 6 : -1;
}

static void
take_host(const struct cisco *cisco, struct logging *logging, const struct block_line *line, const struct words *words,
    size_t at)
{
	static const int rank[] = { [KNOWN_NO] = 1, [KNOWN_NOT] = 2, [KNOWN_YES] = 3 };
	bool has_own = words_after(words, "severity", at).len > 0;

	if (!clock_is_external(words->at[at], NULL))
		return;
	enum known central =
	    logging->is_trap_off && !has_own ? KNOWN_NO : network_central(level_of(cisco, logging, words, at));
	if (logging->has_host && rank[central] <= rank[logging->best])
		return;
	logging->has_host = true;
	logging->best = central;
	logging->target = words->at[at];
	logging->protocol = protocol_of(words, at + 1);
	logging->at = cisco_span(cisco, line);
}

/* ASA: `no logging message 605005`; these tell of logins and of who was let in. */
static bool
silences_logins(const struct words *words)
{
	static const char *const numbers[] = { "605004", "605005", "611101", "611102", "113004", "113005", "113015" };
	bool is_login = false;

	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
		is_login |= str_is(words->at[3], numbers[i]);
	return is_login && words_begin(words, "no logging message");
}

/* What holds for all hosts, wherever it stands. */
static void
take_setting(
    const struct cisco *cisco, struct logging *logging, const struct block_line *line, const struct words *words)
{
	logging->is_silenced |= silences_logins(words);
	bool is_off = words_is(line->text, "no logging on") || words_is(line->text, "no logging enable");

	if (is_off || words_is(line->text, "logging on") || words_is(line->text, "logging enable")) {
		logging->is_off = is_off;
		logging->is_enabled = !is_off;
		logging->off_at = cisco_span(cisco, line);
	} else if (words_begin(words, "no logging trap")) {
		logging->is_trap_off = true;
	} else if (words_begin(words, "logging trap")) {
		logging->is_trap_off = words_begin(words, "logging trap disable");
		logging->trap = words->count > 2 ? network_severity(words->at[2]) : UNSET;
	}
}

static void
set_size(struct network_log *log, const struct words *words, size_t from, bool is_bytes)
{
	int64_t size;

	log->kind = "size-bound";
	log->days = -1;
	for (size_t i = from; i < words->count && is_bytes; i++)
		if (str_int(words->at[i], &size) && size > 7) /* 0 to 7 is a level */
			log->bytes = size;
}

static void
set_none(struct network_log *log)
{
	log->kind = "none";
	log->days = 0;
}

/* IOS-XR: logging archive; archive-length is in weeks, and an older archive goes earlier when the size is met. */
static void
read_archive(const struct cisco *cisco, size_t parent, const struct block_line *line)
{
	struct network_log *log = network_log(cisco->network, "archive", cisco_span(cisco, line));
	const struct block_line *child;

	log->kind = "size-bound";
	for (size_t at = 0; (child = blocks_next(&cisco->blocks, parent, &at));) {
		struct words words = words_of(child->text);
		int64_t weeks;
		if (words_begin(&words, "archive-length *") && str_int(words.at[1], &weeks) && weeks < 10000)
			log->max_days = weeks * 7;
	}
}

/* archive / log config / logging enable: the changes of the configuration, a number of entries of them. */
static void
read_config_log(const struct cisco *cisco, size_t parent)
{
	const struct block_line *child, *grandchild;

	for (size_t at = 0; (child = blocks_next(&cisco->blocks, parent, &at));)
		for (size_t in = 0;
		     words_is(child->text, "log config") && (grandchild = blocks_next(&cisco->blocks, at - 1, &in));)
			if (words_is(grandchild->text, "logging enable")) {
				struct network_log *log =
				    network_log(cisco->network, "config-changes", cisco_span(cisco, grandchild));
				log->class = "audit";
				log->kind = "size-bound";
			}
}

static void
read_store(const struct cisco *cisco, size_t index, const struct block_line *line, const struct words *words)
{
	struct network *network = cisco->network;
	struct span at = cisco_span(cisco, line);

	if (words_begin(words, "logging buffered"))
		/* An Arista counts messages there, not bytes. */
		set_size(network_log(network, "buffer", at), words, 2, cisco->kind != CISCO_EOS);
	else if (words_begin(words, "no logging buffered"))
		set_none(network_log(network, "buffer", at));
	else if (words_begin(words, "logging buffer-size *"))
		set_size(network_log(network, "buffer", at), words, 2, true);
	else if (words_begin(words, "logging logfile *"))
		set_size(network_log(network, "logfile", at), words, 3, true);
	else if (words_begin(words, "logging persistent"))
		set_size(network_log(network, "persistent", at), words, 2, false);
	else if (words_is(line->text, "logging archive"))
		read_archive(cisco, index, line);
	else if (words_is(line->text, "archive"))
		read_config_log(cisco, index);
}

/* The last one stands. */
static void
take_stamp(const struct cisco *cisco, const struct block_line *line, const struct words *words)
{
	struct network_stamp *stamp = &cisco->network->stamp;
	bool is_datetime = words_begin(words, "service timestamps log datetime");

	if (!is_datetime && !words_begin(words, "service timestamps log uptime") && !words_begin(words, "no service timestamps log"))
		return;
	stamp->at = cisco_span(cisco, line);
	stamp->time = is_datetime ? KNOWN_YES : KNOWN_NO;
	stamp->year = is_datetime && words_has(words, "year", 4) ? KNOWN_YES : KNOWN_NO;
	stamp->zone = is_datetime && words_has(words, "show-timezone", 4) ? KNOWN_YES : KNOWN_NO;
}

static void
decide_forward(const struct cisco *cisco, const struct logging *logging)
{
	struct network *network = cisco->network;

	if (!logging->has_host && !logging->is_off && !cisco->is_whole)
		return;
	struct span at = logging->is_off     ? logging->off_at
	                 : logging->has_host ? logging->at
	                                     : file_span(network->file, 0);
	struct network_forward *forward = network_forward(network, "syslog", at);
	if (logging->is_off || !logging->has_host)
		forward->central = KNOWN_NO;
	else if (logging->best == KNOWN_YES &&
	         (logging->is_silenced || (cisco->kind == CISCO_ASA && !logging->is_enabled)))
		forward->central = KNOWN_NOT;
	else
		forward->central = logging->best;
	forward->target = network_text(network, logging->target);
	forward->protocol = logging->protocol;
	forward->scope = "all";
}

void
cisco_read_logging(struct cisco *cisco)
{
	struct logging logging = { .trap = UNSET };
	const struct block_line *line;

	for (size_t at = 0; (line = blocks_next(&cisco->blocks, BLOCKS_TOP, &at));) {
		struct words words = words_of(line->text);
		take_setting(cisco, &logging, line, &words);
		read_store(cisco, at - 1, line, &words);
		if (cisco->kind == CISCO_IOS)
			take_stamp(cisco, line, &words);
	}
	for (size_t at = 0; (line = blocks_next(&cisco->blocks, BLOCKS_TOP, &at));) {
		struct words words = words_of(line->text);
		size_t host = host_at(&words);
		if (str_is(words.at[0], "logging") && host && host < words.count)
			take_host(cisco, &logging, line, &words, host);
	}
	decide_forward(cisco, &logging);
	/* What is kept where nothing is said. */
	struct network_log *log = cisco->is_whole
	                              ? network_log(cisco->network, cisco->kind == CISCO_NXOS ? "logfile" : "buffer",
	                                    file_span(cisco->network->file, 0))
	                              : NULL;
	if (log && !log->kind)
		log->reason = "its setting is left to the default, which depends on the product";
}
