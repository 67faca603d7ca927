/* Network devices: from what the readers of each vendor found to records. The vocabulary is that of hosts, so that the
 * same rules judge them; what only devices have is `management`.
 *
 * Decision rules that hold for all of them: what a configuration does not say counts as not set only when it was read
 * whole; a default that differs by product or release is not known. */
#include "evidence/network/network.h"

struct network
network_of(const struct parse *parse)
{
	struct map names = MAP_INIT(parse->bundle->arena);

	return (struct network){ .parse = parse,
		.arena = parse->bundle->arena,
		.log_names = names,
		.forward_names = names,
		.account_names = names,
		.clock = { .state = CLOCK_STATE_UNKNOWN } };
}

const char *
network_text(const struct network *network, struct str text)
{
	return text.len ? arena_strndup(network->arena, text.ptr, text.len) : NULL;
}

void
network_os(struct network *network, const char *os, struct str version, struct span at)
{
	if (!network->os) {
		network->os = os;
		network->os_at = at;
	}
	if (!network->version && version.len) {
		network->version = network_text(network, version);
		network->os_at = at;
	}
}

void
network_os_guess(struct network *network, const char *os)
{
	if (!network->os_guess)
		network->os_guess = os;
}

struct network_log *
network_log(struct network *network, const char *name, struct span at)
{
	struct network_log *log = map_get(&network->log_names, name);

	if (log)
		return log;
	log = arena_alloc(network->arena, sizeof *log);
	*log = (struct network_log){ .name = name,
		.class = "system",
		.days = -1,
		.max_days = -1,
		.bytes = -1,
		.generations = -1,
		.oldest = DAY_UNKNOWN,
		.at = at };
	map_set(&network->log_names, name, log);
	vec_push(network->arena, &network->logs, log);
	return log;
}

struct network_forward *
network_forward(struct network *network, const char *name, struct span at)
{
	struct network_forward *forward = map_get(&network->forward_names, name);

	if (forward)
		return forward;
	forward = arena_alloc(network->arena, sizeof *forward);
	*forward = (struct network_forward){ .name = name, .at = at };
	map_set(&network->forward_names, name, forward);
	vec_push(network->arena, &network->forwards, forward);
	return forward;
}

struct network_account *
network_account(struct network *network, const char *name, struct span at)
{
	struct network_account *account = map_get(&network->account_names, name);

	if (account)
		return account;
	account = arena_alloc(network->arena, sizeof *account);
	account->name = name;
	account->at = at;
	map_set(&network->account_names, name, account);
	vec_push(network->arena, &network->accounts, account);
	return account;
}

void
network_secret(struct network_account *account, enum secret_form form, struct str text)
{
	bool is_masked = str_has_prefix(text, "<") || str_has_prefix(text, "/*") || str_has_prefix(text, "**");

	account->form = form;
	account->secret = is_masked ? (struct str){ 0 } : text;
}

struct network_access *
network_access(struct network *network, const char *name, const char *service, struct span at)
{
	bool is_clear = strcmp(service, "telnet") == 0 || strcmp(service, "http") == 0;
	enum known encrypted = strcmp(service, "snmp") == 0 ? KNOWN_NOT : is_clear ? KNOWN_NO : KNOWN_YES;
	struct network_access access = { .name = name, .service = service, .encrypted = encrypted, .at = at };

	vec_push(network->arena, &network->accesses, access);
	return &network->accesses.items[network->accesses.len - 1];
}

void
network_clock_source(struct network *network, struct str source, bool is_authenticated, struct span at)
{
	struct network_clock *clock = &network->clock;

	if (!clock_is_external(source, NULL))
		return;
	if (clock->configured != KNOWN_YES)
		clock->configured_at = at;
	clock->configured = KNOWN_YES;
	clock->sources++;
	if (!is_authenticated || clock->authenticated == KNOWN_NOT)
		clock->authenticated = is_authenticated ? KNOWN_YES : KNOWN_NO;
}

void
network_policy(struct network *network, const char *name, struct str length, struct span at)
{
	if (!str_int(length, &network->min_length) || network->min_length > 1000)
		return;
	network->policy = name;
	network->policy_at = at;
}

void
network_observe(struct network *network, enum known synchronised, unsigned line)
{
	struct clock_state *state = &network->clock.state;

	if (synchronised == KNOWN_NOT || state->synchronised == KNOWN_NO)
		return;
	state->by = "ntp";
	state->synchronised = synchronised;
	state->at = file_span(network->file, line);
}

enum known
network_switch(struct str word, const char *yes, const char *no)
{
	if (str_is(word, yes))
		return KNOWN_YES;
	return str_is(word, no) ? KNOWN_NO : KNOWN_NOT;
}

int
network_severity(struct str word)
{
	static const char *const names[][4] = {
		{ "0", "emergencies", "emergency", "emerg" },
		{ "1", "alerts", "alert", "alert" },
		{ "2", "critical", "crit", "critical" },
		{ "3", "errors", "error", "err" },
		{ "4", "warnings", "warning", "warn" },
		{ "5", "notifications", "notification", "notice" },
		{ "6", "informational", "information", "info" },
		{ "7", "debugging", "debug", "any" },
	};

	for (int severity = 0; severity < 8; severity++)
		for (int i = 0; i < 4; i++)
			if (str_is_nocase(word, names[severity][i]))
				return severity;
	return -1;
}

enum known
network_central(int severity)
{
	if (severity < 0 || severity == 5)
		return KNOWN_NOT;
	return severity >= 6 ? KNOWN_YES : KNOWN_NO;
}

enum known
network_community(struct str community)
{
	if (community.len == 0 || community.ptr[0] == '<' || community.ptr[0] == '*')
		return KNOWN_NOT;
	return str_is_nocase(community, "public") || str_is_nocase(community, "private") ? KNOWN_YES : KNOWN_NO;
}

bool
network_has_line(struct str text, const char *beginning)
{
	struct str line;

	while (str_line(&text, &line))
		if (str_has_prefix(str_trim(line), beginning))
			return true;
	return false;
}

static void
set_known(struct subject *subject, struct record *record, const char *name, enum known known)
{
	if (known != KNOWN_NOT)
		record_set_bool(subject, record, name, known == KNOWN_YES);
}

static void
set_count(struct subject *subject, struct record *record, const char *name, int64_t count)
{
	if (count >= 0)
		record_set_int(subject, record, name, count);
}

/* What the device keeps are the records it may send as well, so forwarding may cover it (via). */
static void
emit_log(const struct network *network, const struct network_log *log)
{
	struct subject *subject = network->parse->subject;
	struct record *record = record_add(subject, "log", log->name, log->at);

	record_set(subject, record, "source", "device");
	record_set_bool(subject, record, "security", true);
	record_set(subject, record, "class", log->class);
	record_set(subject, record, "via", log->is_unrecorded ? NULL : "syslog");
	record_set(subject, record, "retention-kind", log->kind ? log->kind : "unknown");
	set_count(subject, record, "guaranteed-days", log->days);
	set_count(subject, record, "max-days", log->max_days);
	set_count(subject, record, "capacity-bytes", log->bytes);
	set_count(subject, record, "generations", log->generations);
	record_set(subject, record, "reason", log->reason);
	if (log->oldest == DAY_UNKNOWN || log->oldest > parse_day(network->parse))
		return;
	record_set_int(subject, record, "observed-days", parse_day(network->parse) - log->oldest);
	record_set(subject, record, "observed-by", "record");
	record_set(subject, record, "observed-at", span_text(subject->arena, log->oldest_at));
}

/* What can make something pass is not believed of a damaged configuration. */
static enum known
believed(const struct network *network, enum known known, enum known good)
{
	return network->is_damaged && known == good ? KNOWN_NOT : known;
}

static void
emit_forward(const struct network *network, const struct network_forward *forward)
{
	static const char *const words[] = { [KNOWN_NOT] = "unknown", [KNOWN_NO] = "false", [KNOWN_YES] = "true" };
	struct subject *subject = network->parse->subject;
	struct record *record = record_add(subject, "log-forwarding", forward->name, forward->at);

	enum known central = believed(network, forward->central, KNOWN_YES);

	record_set(subject, record, "central", words[central]);
	record_set(subject, record, "target", forward->target);
	record_set(subject, record, "protocol", forward->protocol);
	record_set(subject, record, "scope", central == KNOWN_YES ? forward->scope : NULL);
}

static void
emit_stamp(const struct network *network)
{
	const struct network_stamp *stamp = &network->stamp;

	if (!stamp->at.path)
		return;
	struct subject *subject = network->parse->subject;
	struct record *record = record_add(subject, "log-format", "syslog", stamp->at);
	record_set(subject, record, "class", "system");
	set_known(subject, record, "time", believed(network, stamp->time, KNOWN_YES));
	set_known(subject, record, "year", believed(network, stamp->year, KNOWN_YES));
	set_known(subject, record, "zone", believed(network, stamp->zone, KNOWN_YES));
}

static const char *
tristate(enum known known)
{
	return known == KNOWN_YES ? "true" : known == KNOWN_NO ? "false" : "unknown";
}

/* Whether the accounts that were seen show that there is no administrator; parts of a configuration cannot. */
static bool
is_complete(const struct network *network)
{
	for (size_t i = 0; i < network->accounts.len; i++)
		if (network->accounts.items[i]->admin != KNOWN_NO)
			return true;
	return network->is_whole;
}

static void
emit_account(const struct network *network, const struct network_account *account, bool is_complete)
{
	static const char *const states[] = { [PASSWORD_UNKNOWN] = "unknown",
		[PASSWORD_SET] = "set",
		[PASSWORD_NONE] = "none",
		[PASSWORD_LOCKED] = "locked" };
	struct subject *subject = network->parse->subject;
	struct record *record = record_add(subject, "account", account->name, account->at);

	record_set(subject, record, "admin", is_complete ? tristate(account->admin) : "unknown");
	record_set(subject, record, "admin-by", account->admin == KNOWN_YES ? account->admin_by : NULL);
	record_set(subject, record, "enabled", tristate(account->enabled));
	record_set(subject, record, "password", states[account->password.state]);
	record_set(subject, record, "hash-kind", account->password.hash_kind);
	if (account->password.hash_kind && account->has_strength)
		record_set_bool(subject, record, "hash-weak", account->password.is_weak);
	set_known(subject, record, "password-reversible", account->reversible);
	bool has_mfa = account->mfa && !(network->is_damaged && strcmp(account->mfa, "enforced") == 0);
	record_set(subject, record, "mfa", has_mfa ? account->mfa : "unknown");
	if (account->secret.ptr)
		secret_add(subject->secrets, subject->id, account->name, account->at, account->form, account->secret);
}

static void
emit_access(const struct network *network, const struct network_access *access)
{
	struct subject *subject = network->parse->subject;
	struct record *record = record_add(subject, "management", access->name, access->at);
	enum known enabled = believed(network, access->enabled, KNOWN_NO);

	record_set(subject, record, "service", access->service);
	record_set(subject, record, "enabled", tristate(enabled));
	if (enabled == KNOWN_NO)
		return;
	set_known(subject, record, "encrypted", access->encrypted);
	set_known(subject, record, "restricted", believed(network, access->restricted, KNOWN_YES));
	set_known(subject, record, "well-known-community", access->well_known);
	set_known(subject, record, "writable", access->writable);
}

/* That it is a network device is known even where nothing tells whose. */
static void
emit_os(const struct network *network)
{
	struct subject *subject = network->parse->subject;
	const char *id = network->os ? network->os : network->os_guess;
	const char *name = !id                ? "network device"
	                   : network->version ? arena_printf(network->arena, "%s %s", id, network->version)
	                                      : id;
	struct record *record =
	    record_add(subject, "os", name, network->os_at.path ? network->os_at : file_span(network->file, 0));

	record_set(subject, record, "id", id);
	record_set(subject, record, "version", network->version);
	record_set(subject, record, "title", network->title);
	record_set(subject, record, "class", "network");
}

static void
emit_clock(const struct network *network)
{
	const struct network_clock *clock = &network->clock;
	enum known configured = believed(network, clock->configured, KNOWN_YES);

	if (configured == KNOWN_NOT && !clock->state.by)
		return;
	struct subject *subject = network->parse->subject;
	struct record *record =
	    record_add(subject, "clock", NULL, clock->state.by ? clock->state.at : clock->configured_at);
	if (configured != KNOWN_NOT) {
		record_set(subject, record, "daemon", clock->daemon);
		set_known(subject, record, "configured", configured);
		set_count(subject, record, "sources", clock->sources);
		record_set(subject, record, "configured-at", span_text(subject->arena, clock->configured_at));
		set_known(subject, record, "authenticated", clock->authenticated);
	}
	clock_set_state(subject, record, &clock->state);
	record_set(subject, record, "timezone", clock->timezone);
}

void
network_emit(const struct network *network)
{
	bool has_all_accounts = is_complete(network);

	emit_os(network);
	for (size_t i = 0; i < network->logs.len; i++)
		emit_log(network, network->logs.items[i]);
	emit_stamp(network);
	for (size_t i = 0; i < network->forwards.len; i++)
		emit_forward(network, network->forwards.items[i]);
	emit_clock(network);
	for (size_t i = 0; i < network->accounts.len; i++)
		emit_account(network, network->accounts.items[i], has_all_accounts);
	if (network->policy && !network->is_damaged) {
		struct record *record =
		    record_add(network->parse->subject, "password-policy", network->policy, network->policy_at);
		record_set_int(network->parse->subject, record, "min-length", network->min_length);
	}
	for (size_t i = 0; i < network->accesses.len; i++)
		emit_access(network, &network->accesses.items[i]);
}
