/* The clock of a host: one record from the daemon's configuration and from what its commands printed.
 *
 * Decision rule (docs/evidence.md, clock): configured, running (service) and synchronised are three judgements and stay
 * apart. A host can hold the configuration of several daemons, left by packages that are gone: the one that runs counts.
 * Where nothing shows which runs, they must agree, else it is not known. */
#include "evidence/clock/clock.h"

#include "evidence/systemd.h"

/* What was found, of every daemon. */
struct findings {
	VEC(struct clock_config) configs;
	struct clock_state chrony, ntp, openntpd;
	struct clock_timedatectl timedatectl;
};

static const struct {
	const char *name, *daemon;
	void (*read)(const struct parse *, struct file *, struct clock_config *);
} mains[] = {
	{ "etc/chrony/chrony.conf", "chrony", clock_chrony_config }, { "etc/chrony.conf", "chrony", clock_chrony_config },
	{ "run/ntpsec/ntp.conf.dhcp", "ntpsec", clock_ntp_config }, { "etc/ntpsec/ntp.conf", "ntpsec", clock_ntp_config },
	{ "etc/ntp.conf", "ntp", clock_ntp_config }, { "etc/openntpd/ntpd.conf", "openntpd", clock_openntpd_config },
	{ "etc/ntpd.conf", "openntpd", clock_openntpd_config }, { "usr/local/etc/ntpd.conf", "openntpd", clock_openntpd_config },
};

/* The last part of a loose configuration's name that tells whose it is. */
static size_t
main_of_base(const char *name)
{
	const char *slash = strrchr(name, '/');
	struct str base = str_of(slash ? slash + 1 : name);

	return str_is(base, "chrony.conf") ? 1 : str_is(base, "ntp.conf") ? 4 : str_is(base, "ntpd.conf") ? 6 : sizeof mains / sizeof *mains;
}

static int
bid(const struct file *file)
{
	static const char *const starts[] = { "etc/default/chrony", "etc/sysconfig/chronyd", "etc/default/ntp", "etc/default/ntpsec",
		"etc/sysconfig/ntpd" };
	struct str name = str_of(file->name);
	bool is_chrony = str_has_prefix(name, "etc/chrony/") || str_has_prefix(name, "etc/chrony.d/") || str_has_prefix(name, "run/chrony-dhcp/");
	bool is_ntp = str_has_prefix(name, "etc/ntpsec/") || str_has_prefix(name, "etc/ntp.d/");

	if (is_chrony && (str_has_suffix(name, ".conf") || str_has_suffix(name, ".sources")))
		return 80;
	if (is_ntp && str_has_suffix(name, ".conf"))
		return 80;
	for (size_t i = 0; i < sizeof mains / sizeof *mains; i++)
		if (str_is(name, mains[i].name))
			return 80;
	for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
		if (str_is(name, starts[i]))
			return 80;
	if (str_is(name, "cmd/systemctl-show.txt") || str_is(name, "cmd/systemctl-is-active.txt"))
		return 30;   /* it tells of other services as well, for whoever reads those */
	if (systemd_is_file(file, "timesyncd"))
		return 80;
	if (clock_output_of(file) != CLOCK_NONE)
		return str_has_prefix(name, "cmd/") ? 80 : 50;
	return main_of_base(file->name) < sizeof mains / sizeof *mains ? 40 : 0;
}

/* A configuration that is there, of which nobody knows what it says. */
static void
add_withheld(const struct parse *parse, struct findings *found, size_t main)
{
	struct clock_config config = { .daemon = mains[main].daemon, .reason = "its configuration could not be read" };

	config.at.path = arena_printf(parse->bundle->arena, "%s!/%s", parse->bundle->subject, mains[main].name);
	vec_push(parse->bundle->arena, &found->configs, config);
}

static void
read_configs(const struct parse *parse, struct findings *found)
{
	struct clock_config config;

	for (size_t i = 0; i < sizeof mains / sizeof *mains; i++) {
		struct file *file = bundle_file(parse, mains[i].name);
		if (!file && bundle_is_withheld(parse, mains[i].name))
			add_withheld(parse, found, i);
		if (!file || file->link)
			continue;
		mains[i].read(parse, file, &config);
		vec_push(parse->bundle->arena, &found->configs, config);
	}
	clock_timesyncd_config(parse, &config);
	if (config.daemon)
		vec_push(parse->bundle->arena, &found->configs, config);
	for (struct file *file = NULL; found->configs.len == 0 && (file = bundle_next(parse, file));) {
		size_t main = main_of_base(file->name);
		if (main == sizeof mains / sizeof *mains)
			continue;
		mains[main].read(parse, file, &config);   /* a loose file, known by its last name alone */
		vec_push(parse->bundle->arena, &found->configs, config);
	}
}

static bool
is_answered(const struct clock_state *state)
{
	return state->by && !state->is_silent;
}

/* What the daemon's own program showed. */
static const struct clock_state *
state_of(const struct findings *found, const char *daemon)
{
	if (strcmp(daemon, "chrony") == 0)
		return &found->chrony;
	if (strcmp(daemon, "openntpd") == 0)
		return &found->openntpd;
	return strcmp(daemon, "timesyncd") == 0 ? &found->timedatectl.state : &found->ntp;
}

/* Whether the daemon runs, as it was seen: its own answer, systemd's list, its silence, timedatectl. */
static const char *
service_of(const struct parse *parse, const struct findings *found, const char *daemon)
{
	const struct clock_state *state = state_of(found, daemon);
	bool is_timesyncd = strcmp(daemon, "timesyncd") == 0;
	enum known unit = clock_unit_active(parse, daemon);
	bool is_silent = state->is_silent;

	if (!is_timesyncd && is_answered(state))
		return "active";
	if (unit != KNOWN_NOT)
		return unit == KNOWN_NO ? "inactive" : is_silent ? "unknown" : "active";
	if (is_silent)
		return "inactive";
	if (found->timedatectl.service == KNOWN_NO)
		return is_timesyncd ? "inactive" : "unknown";   /* timedatectl may not know the other daemons */
	return is_timesyncd && found->timedatectl.service == KNOWN_YES ? "active" : NULL;
}

/* A daemon answers whose configuration is not among those that were collected. */
static bool
is_stranger_running(const struct findings *found)
{
	bool is_timesyncd = found->timedatectl.state.by && strcmp(found->timedatectl.state.by, "timesyncd") == 0 &&
	    found->timedatectl.service != KNOWN_NO;
	const struct clock_state *running = is_answered(&found->chrony) ? &found->chrony : is_answered(&found->ntp) ? &found->ntp :
	    is_answered(&found->openntpd) ? &found->openntpd : is_timesyncd ? &found->timedatectl.state : NULL;

	for (size_t i = 0; i < found->configs.len; i++)
		if (running && state_of(found, found->configs.items[i].daemon) == running)
			return false;
	return running != NULL;
}

/* 2 a daemon that is seen to run, 0 one that is seen not to, 1 where that is not known. */
static int
rank_of(const char *service)
{
	return !service || strcmp(service, "unknown") == 0 ? 1 : strcmp(service, "active") == 0 ? 2 : 0;
}

/* The configuration that counts: of the daemons that run, else of those that may. Of several (also of one daemon: the
 * distributions have its file in different places) the first, but only as far as all agree. */
static struct clock_config
choose_config(const struct parse *parse, const struct findings *found)
{
	struct clock_config chosen = { 0 };
	int best = -1;

	if (is_stranger_running(found))
		return (struct clock_config){ .reason = "the configuration of the daemon that answers was not collected" };
	for (size_t i = 0; i < found->configs.len; i++) {
		const struct clock_config *config = &found->configs.items[i];
		int rank = rank_of(service_of(parse, found, config->daemon));
		if (rank > best) {
			chosen = *config;
			best = rank;
		} else if (rank == best && config->configured != chosen.configured && chosen.configured != KNOWN_NOT) {
			chosen.configured = KNOWN_NOT;
			chosen.is_refused = true;   /* what a daemon works with does not settle it */
			chosen.reason = "there are several configurations, and nothing shows which of them is in force";
		}
	}
	return chosen;
}

/* Where the files leave it open, the sources the daemon works with decide. */
static void
use_effective(const struct findings *found, struct clock_config *config)
{
	const struct clock_timedatectl *said = &found->timedatectl;
	bool is_timesyncd = config->daemon && strcmp(config->daemon, "timesyncd") == 0;
	int64_t listed = !config->daemon ? -1 : is_timesyncd ? said->servers : state_of(found, config->daemon)->listed;

	if (config->is_detached || config->is_refused || config->configured == KNOWN_YES || listed <= 0 || (config->configured == KNOWN_NO && !is_timesyncd))
		return;
	config->configured = KNOWN_YES;
	config->sources = listed;
	config->reason = NULL;
	config->at = is_timesyncd ? said->servers_at : state_of(found, config->daemon)->at;
}

/* The state that counts: the word of the daemon that answers, else the kernel's, else the silence of a daemon. */
static struct clock_state
choose_state(const struct parse *parse, const struct findings *found)
{
	const struct clock_state *const daemons[] = { &found->chrony, &found->ntp, &found->openntpd };
	static const char *const names[] = { "chrony", "ntp", "openntpd" };

	for (size_t i = 0; i < 3; i++)
		if (is_answered(daemons[i]))
			return *daemons[i];
	if (found->timedatectl.state.by)
		return found->timedatectl.state;
	for (size_t i = 0; i < 3; i++)
		if (daemons[i]->by) {
			struct clock_state state = *daemons[i];
			bool is_active = clock_unit_active(parse, names[i]) == KNOWN_YES;
			state.synchronised = is_active ? KNOWN_NOT : KNOWN_NO;
			state.reason = is_active ? "systemd lists the daemon as running, but it does not answer" : NULL;
			return state;
		}
	return (struct clock_state)CLOCK_STATE_UNKNOWN;
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

void
clock_set_state(struct subject *subject, struct record *record, const struct clock_state *state)
{
	set_known(subject, record, "synchronised", state->synchronised);
	record_set(subject, record, "observed-by", state->by);
	set_count(subject, record, "stratum", state->stratum);
	record_set_double(subject, record, "offset-seconds", state->offset);
	record_set_double(subject, record, "root-distance-seconds", state->distance);
	record_set_double(subject, record, "last-update-seconds", state->updated);
	record_set_double(subject, record, "last-answer-seconds", state->answered);
	record_set_double(subject, record, "poll-seconds", state->poll);
	record_set(subject, record, "leap", state->leap);
	record_set(subject, record, "reference", state->reference);
	set_count(subject, record, "reachable", state->reachable);
}

static void
emit(const struct parse *parse, const struct findings *found, const struct clock_config *config, const struct clock_state *state)
{
	struct subject *subject = parse->subject;
	struct record *record = record_add(subject, "clock", NULL, state->by ? state->at : config->at);

	record_set(subject, record, "daemon", config->daemon);
	if (config->daemon)
		record_set(subject, record, "service", service_of(parse, found, config->daemon));
	set_known(subject, record, "configured", config->configured);
	if (config->configured != KNOWN_NOT) {
		record_set_int(subject, record, "sources", config->sources);
		if (config->fallback_sources)
			record_set_int(subject, record, "fallback-sources", config->fallback_sources);
	}
	if (config->at.path)
		record_set(subject, record, "configured-at", span_text(subject->arena, config->at));
	clock_set_state(subject, record, state);
	record_set(subject, record, "timezone", found->timedatectl.timezone);
	record_set(subject, record, "reason", config->reason ? config->reason : state->reason);
}

static void
parse(const struct parse *parse)
{
	struct findings found = { 0 };

	clock_report_unread(parse);
	clock_chrony_state(parse, &found.chrony);
	clock_ntp_state(parse, &found.ntp);
	clock_openntpd_state(parse, &found.openntpd);
	clock_timedatectl_state(parse, &found.timedatectl);
	read_configs(parse, &found);
	struct clock_config config = choose_config(parse, &found);
	struct clock_state state = choose_state(parse, &found);
	/* chronyd leaves the kernel's flag alone unless it is told to copy the time to the hardware clock. */
	bool is_flag_of_use = !config.is_without_flag || !state.by || strcmp(state.by, "kernel") != 0;
	use_effective(&found, &config);
	if (config.is_detached && state.synchronised == KNOWN_YES) {
		state.synchronised = KNOWN_NOT;
		state.reason = config.reason;
	}
	if (!is_flag_of_use && state.synchronised == KNOWN_NO) {
		state.synchronised = KNOWN_NOT;
		state.reason = "chronyd without rtcsync does not set the flag of the kernel";
	}
	if (config.daemon || state.by)
		emit(parse, &found, &config, &state);
}

const struct parser parser_clock = {
	.name = "clock",
	.title = { "時刻同期(chrony, ntp, openntpd, timesyncd の設定と状態)",
		"time synchronisation: configuration and state of chrony, ntp, openntpd, timesyncd" },
	.bid = bid,
	.scope = SCOPE_HOST,   /* none of its files tells the host's name */
	.parse = parse,
};
