/* What FortiGate logs, where it keeps it and where it sends it.
 *
 * Decision rules: records on disk go after maximum-log-age days (7 unless set; 0: never for their age), and before
 * when the disk is full: nothing is guaranteed. They leave the device when a syslog server or FortiAnalyzer is
 * enabled and named (FortiGuard's cloud needs no name), its filter lets informational pass and holds nothing else
 * back, and events are logged at all. */
#include "evidence/network/fortigate.h"

#define DEFAULT_LOG_AGE 7 /* days; config log disk setting */

static void
read_disk(const struct fortigate *fortigate)
{
	const struct path *status = fortigate_find(fortigate, "log disk setting status");
	struct str value = fortigate_value(fortigate, "log disk setting status");
	struct str age = fortigate_value(fortigate, "log disk setting maximum-log-age");
	int64_t days = DEFAULT_LOG_AGE;

	if (str_is(value, "enable")) {
		struct network_log *log = network_log(fortigate->network, "disk", fortigate_span(fortigate, status));
		log->kind = "size-bound";
		if ((age.len == 0 || str_int(age, &days)) && days > 0)
			log->max_days = days;
	} else if (str_is(value, "disable")) {
		struct network_log *log = network_log(fortigate->network, "memory", fortigate_span(fortigate, status));
		bool is_off = str_is(fortigate_value(fortigate, "log memory setting status"), "disable");
		log->kind = is_off ? "none" : "size-bound";
		log->days = is_off ? 0 : -1;
	}
}

/* What of the events the filter lets pass. */
static enum known
filtered(const struct fortigate *fortigate, const char *name)
{
	struct arena *arena = fortigate->network->arena;
	const struct path *severity = fortigate_find(fortigate, arena_printf(arena, "log %s filter severity", name));
	bool is_free = fortigate_find(fortigate, arena_printf(arena, "log %s filter filter", name)) ||
	               fortigate_find(fortigate, arena_printf(arena, "log %s filter free-style", name));

	if (is_free)
		return KNOWN_NOT;
	return severity ? network_central(network_severity(path_word(severity, 4))) : KNOWN_YES;
}

/* Whether events of the system, logins among them, are recorded at all. */
static bool
has_events(const struct fortigate *fortigate)
{
	return !str_is(fortigate_value(fortigate, "log eventfilter event"), "disable") &&
	       !str_is(fortigate_value(fortigate, "log eventfilter system"), "disable");
}

static const char *
protocol_of(const struct fortigate *fortigate, const char *name)
{
	struct arena *arena = fortigate->network->arena;
	struct str mode = fortigate_value(fortigate, arena_printf(arena, "log %s setting mode", name));
	struct str cipher = fortigate_value(fortigate, arena_printf(arena, "log %s setting enc-algorithm", name));

	if (cipher.len && !str_is(cipher, "disable"))
		return "tls";
	return str_is(mode, "reliable") || str_is(mode, "legacy-reliable") ? "tcp" : str_is(mode, "udp") ? "udp" : NULL;
}

/* One destination; false when it is not enabled, then `*ret_off` is where the first of these stands. */
static bool
read_destination(const struct fortigate *fortigate, const char *name, bool needs_server, const struct path **ret_off)
{
	struct arena *arena = fortigate->network->arena;
	const struct path *status = fortigate_find(fortigate, arena_printf(arena, "log %s setting status", name));
	struct str server = fortigate_value(fortigate, arena_printf(arena, "log %s setting server", name));

	if (!status || !str_is(path_word(status, 4), "enable")) {
		*ret_off = *ret_off ? *ret_off : status;
		return false;
	}
	struct network_forward *forward = network_forward(fortigate->network, name, fortigate_span(fortigate, status));
	if ((needs_server && !clock_is_external(server, NULL)) || !has_events(fortigate))
		forward->central = KNOWN_NO;
	else
		forward->central = filtered(fortigate, name);
	bool is_partial =
	    str_is(fortigate_value(fortigate, arena_printf(arena, "log %s filter forward-traffic", name)), "disable");
	forward->target = network_text(fortigate->network, server);
	forward->protocol = protocol_of(fortigate, name);
	forward->scope = is_partial ? "auth" : "all";
	return true;
}

/* A virtual domain with destinations of its own, in the place of the others: which domain sends what is not worked
 * out here. */
static const struct path *
override_of(const struct fortigate *fortigate)
{
	for (size_t i = 0; i < fortigate->paths.list.len; i++)
		if (path_begins(fortigate->paths.list.items[i], "log * override-setting status enable") ||
		    path_begins(fortigate->paths.list.items[i], "log * override-setting override enable"))
			return fortigate->paths.list.items[i];
	return NULL;
}

static void
read_destinations(const struct fortigate *fortigate)
{
	static const struct {
		const char *name;
		bool needs_server;
	} destinations[] = {
		{ "syslogd", true },
		{ "syslogd2", true },
		{ "syslogd3", true },
		{ "syslogd4", true },
		{ "fortianalyzer", true },
		{ "fortianalyzer2", true },
		{ "fortianalyzer3", true },
		{ "fortianalyzer-cloud", false },
		{ "fortiguard", false },
	};
	const struct path *off = NULL;
	bool is_any = false;

	for (size_t i = 0; i < sizeof destinations / sizeof *destinations; i++)
		is_any |= read_destination(fortigate, destinations[i].name, destinations[i].needs_server, &off);
	const struct path *override = override_of(fortigate);
	if (override) {
		for (size_t i = 0; i < fortigate->network->forwards.len; i++)
			if (fortigate->network->forwards.items[i]->central == KNOWN_YES)
				fortigate->network->forwards.items[i]->central = KNOWN_NOT;
		network_forward(fortigate->network, "override", fortigate_span(fortigate, override));
	} else if (!is_any && fortigate->is_whole) {
		network_forward(fortigate->network, "syslogd", file_span(fortigate->network->file, off ? off->line : 0))
		    ->central = KNOWN_NO;
	}
}

/* One firewall policy, as far as it was read. */
struct policy {
	const struct path *block;
	bool is_accepting, is_off;
	const struct path *unlogged;
};

static void
close_policy(const struct fortigate *fortigate, const struct policy *policy)
{
	if (!policy->unlogged || !policy->is_accepting || policy->is_off)
		return;
	const char *number = network_text(fortigate->network, policy->block->words[0]);
	const char *name = arena_printf(fortigate->network->arena, "traffic of policy %s", number);
	struct network_log *log = network_log(fortigate->network, name, fortigate_span(fortigate, policy->unlogged));
	log->class = "firewall";
	log->kind = "none";
	log->days = 0;
	log->is_unrecorded = true;
}

/* Traffic that is let through and of which no record is made. */
static void
read_policies(const struct fortigate *fortigate)
{
	struct policy policy = { 0 };

	for (size_t i = 0; i < fortigate->paths.list.len; i++) {
		const struct path *path = fortigate->paths.list.items[i];
		if (!path_begins(path, "firewall policy *") || !path->parent || path->total < 4)
			continue;
		if (path->parent != policy.block) {
			close_policy(fortigate, &policy);
			policy = (struct policy){ .block = path->parent };
		}
		struct str key = path_word(path, 3), value = path_word(path, 4);
		if (str_is(key, "action"))
			policy.is_accepting = str_is(value, "accept");
		else if (str_is(key, "status"))
			policy.is_off = str_is(value, "disable");
		else if (str_is(key, "logtraffic"))
			policy.unlogged = str_is(value, "disable") ? path : NULL;
	}
	close_policy(fortigate, &policy);
}

void
fortigate_read_logs(const struct fortigate *fortigate)
{
	read_disk(fortigate);
	read_destinations(fortigate);
	read_policies(fortigate);
}
