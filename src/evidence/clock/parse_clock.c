/* The clock of a host: one record from the daemon's configuration and from what its commands printed.
 *
 * Decision rule (docs/evidence.md, clock): configured and synchronised are two judgements and stay apart. Configured
 * means at least one source outside the host; synchronised means that one is followed now. */
#include "tenken/evidence/evidence.h"

#include "evidence/clock/clock.h"
#include "evidence/systemd.h"

static bool
is_command_output(struct str name)
{
	static const char *const names[] = { "cmd/chronyc-tracking.txt", "cmd/chronyc-sources.txt", "cmd/ntpq.txt", "cmd/ntpq-pn.txt",
		"cmd/timedatectl-show.txt", "cmd/timedatectl-timesync-status.txt" };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (str_is(name, names[i]))
			return true;
	return false;
}

static int
bid(const struct file *file)
{
	struct str name = str_of(file->name);
	bool is_chrony = str_has_prefix(name, "etc/chrony/") || str_has_prefix(name, "etc/chrony.d/") || str_has_prefix(name, "run/chrony-dhcp/");

	if (is_chrony && (str_has_suffix(name, ".conf") || str_has_suffix(name, ".sources")))
		return 80;
	if (str_is(name, "etc/chrony.conf") || str_is(name, "etc/ntp.conf") || str_is(name, "etc/ntpsec/ntp.conf"))
		return 80;
	return is_command_output(name) || systemd_is_file(file, "timesyncd") ? 80 : 0;
}

static void
set_known(struct subject *subject, struct record *record, const char *name, enum known known)
{
	if (known != KNOWN_NOT)
		record_set_bool(subject, record, name, known == KNOWN_YES);
}

static void
emit(const struct parse *parse, const struct clock *clock)
{
	struct subject *subject = parse->subject;
	bool is_observed = clock->synchronised != KNOWN_NOT;
	struct record *record = record_add(subject, "clock", NULL, is_observed ? clock->observed_at : clock->configured_at);

	record_set(subject, record, "daemon", clock->daemon);
	set_known(subject, record, "configured", clock->configured);
	if (clock->configured != KNOWN_NOT) {
		record_set_int(subject, record, "sources", clock->sources);
		if (clock->fallback_sources)
			record_set_int(subject, record, "fallback-sources", clock->fallback_sources);
		record_set(subject, record, "configured-at", span_text(subject->arena, clock->configured_at));
	}
	set_known(subject, record, "synchronised", clock->synchronised);
	if (clock->has_stratum)
		record_set_int(subject, record, "stratum", clock->stratum);
	if (clock->has_offset)
		record_set_double(subject, record, "offset-seconds", clock->offset);
	if (clock->has_distance)
		record_set_double(subject, record, "root-distance-seconds", clock->distance);
	record_set(subject, record, "leap", clock->leap);
	record_set(subject, record, "reference", clock->reference);
	if (clock->has_reachable)
		record_set_int(subject, record, "reachable", clock->reachable);
	record_set(subject, record, "timezone", clock->timezone);
}

static void
parse(const struct parse *parse)
{
	struct clock clock = { 0 };

	clock_read_config(parse, &clock);
	clock_read_status(parse, &clock);
	if (clock.daemon || clock.synchronised != KNOWN_NOT)
		emit(parse, &clock);
}

const struct parser parser_clock = {
	.name = "clock",
	.title = { "時刻同期(chrony, ntp, timesyncd の設定と状態)", "time synchronisation: configuration and state of chrony, ntp, timesyncd" },
	.bid = bid,
	.parse = parse,
};
