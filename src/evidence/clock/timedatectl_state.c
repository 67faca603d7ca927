/* timedatectl(1): status, show, timesync-status, show-timesync; and systemctl(1) show, or is-active, of the daemons' units.
 *
 * Decision rule: `synchronized` is a flag of the kernel, which any daemon sets and which falls when nobody steered the clock
 * for about nine hours; it tells no precision. What timesyncd shows of its server adds leap, stratum, offset and distance,
 * but not that the clock follows: the flag is needed. `NTP service: inactive` (NTP=no) speaks of the services systemd knows. */
#include "evidence/clock/clock.h"

#include "tenken/base/limits.h"
#include "tenken/syntax/lines.h"

static enum known
known_of(struct str value, const char *yes, const char *no)
{
	return str_is(value, yes) ? KNOWN_YES : str_is(value, no) ? KNOWN_NO : KNOWN_NOT;
}

/* What the flag and the time of the output say; what was said before stands. */
static void
note_flag(struct clock_timedatectl *said, enum known flag, struct span at)
{
	if (flag == KNOWN_NOT || said->state.synchronised != KNOWN_NOT)
		return;
	said->state.by = "kernel";
	said->state.synchronised = flag;
	said->state.at = at;
}

static void
note_time(const struct parse *parse, struct clock_timedatectl *said, struct str text)
{
	int64_t seconds;

	if (isnan(said->state.updated) && parse->subject->collected_at.is_known && clock_timestamp(text, &seconds))
		said->state.updated = (double)(parse->subject->collected_at.seconds - seconds);
}

static void
note_service(struct clock_timedatectl *said, enum known service)
{
	if (said->service == KNOWN_NOT)
		said->service = service;
}

/* key=value. */
static void
read_show(const struct parse *parse, struct clock_timedatectl *said, struct file *file)
{
	struct lines lines = lines_of(file->bytes);
	enum known service = KNOWN_NOT;
	bool can_ntp = true;

	file->is_used = true;
	while (lines_next(&lines)) {
		struct str line = lines.text, key = str_token(&line, "=");
		struct str value = line.len ? (struct str){ line.ptr + 1, line.len - 1 } : line;
		if (str_is(key, "Timezone") && value.len)
			said->timezone = clock_text(parse, value);
		else if (str_is(key, "NTPSynchronized"))
			note_flag(said, known_of(value, "yes", "no"), file_span(file, lines.line));
		else if (str_is(key, "NTP"))
			service = known_of(value, "yes", "no");
		else if (str_is(key, "CanNTP"))
			can_ntp = !str_is(value, "no");
		else if (str_is(key, "TimeUSec"))
			note_time(parse, said, value);
	}
	note_service(said, can_ntp ? service : KNOWN_NOT);
}

/* `label: value`; the labels changed over the years. */
static void
read_status(const struct parse *parse, struct clock_timedatectl *said, struct file *file)
{
	static const char *const flags[] = { "System clock synchronized", "NTP synchronized" };
	static const char *const services[] = { "NTP service", "NTP enabled", "Network time on", "systemd-timesyncd.service active" };
	struct lines lines = lines_of(file->bytes);
	struct str value;

	file->is_used = true;
	while (lines_next(&lines)) {
		for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
			if (clock_labelled(lines.text, flags[i], &value))
				note_flag(said, known_of(value, "yes", "no"), file_span(file, lines.line));
		for (size_t i = 0; i < sizeof services / sizeof *services; i++)
			if (clock_labelled(lines.text, services[i], &value))
				note_service(said, i == 0 ? known_of(value, "active", "inactive") : known_of(value, "yes", "no"));
		if (clock_labelled(lines.text, "Universal time", &value))
			note_time(parse, said, value);
		else if ((clock_labelled(lines.text, "Time zone", &value) || clock_labelled(lines.text, "Timezone", &value)) && !said->timezone)
			said->timezone = clock_text(parse, str_token(&value, " "));
	}
}

/* What the flag does not say. A leap status that we do not know leaves it open. */
static void
read_timesync_status(const struct parse *parse, struct clock_timedatectl *said, struct file *file)
{
	struct clock_state *state = &said->state;
	struct lines lines = lines_of(file->bytes);
	struct str value;
	double root = NAN, delay = NAN;
	int64_t stratum;

	file->is_used = true;
	while (lines_next(&lines)) {
		if (clock_labelled(lines.text, "Stratum", &value) && str_int(value, &stratum)) {
			state->stratum = stratum + 1;   /* the server's; the host is one below */
		} else if (clock_labelled(lines.text, "Offset", &value) && clock_span(value, &state->offset)) {
			state->offset = fabs(state->offset);
			state->by = "timesyncd";
			state->at = file_span(file, lines.line);
		} else if (clock_labelled(lines.text, "Leap", &value)) {
			state->leap = clock_text(parse, value);
		} else if (clock_labelled(lines.text, "Server", &value)) {
			state->reference = clock_text(parse, value);
		} else if (clock_labelled(lines.text, "Root distance", &value)) {
			clock_span(str_token(&value, "("), &root);
		} else if (clock_labelled(lines.text, "Delay", &value)) {
			clock_span(value, &delay);
		}
	}
	state->distance = root + fabs(delay) / 2;   /* the server's own, and half the way to it */
}

/* The words behind `key=` inside NTPMessage={ ... }. */
static struct str
message_field(struct str message, const char *key)
{
	for (struct str part; (part = str_token(&message, ",{}")).len;) {
		part = str_trim(part);
		if (str_has_prefix(part, key))
			return (struct str){ part.ptr + strlen(key), part.len - strlen(key) };
	}
	return STR("");
}

static int64_t
count_servers(const struct parse *parse, struct str text)
{
	int64_t count = 0;

	for (struct str word; (word = str_token(&text, " ")).len;)
		count += clock_is_external(word, parse->bundle->subject);
	return count;
}

/* timedatectl show-timesync --all: the servers in force, from DHCP and from files, or else those to fall back on; and the last
 * answer. */
static void
read_show_timesync(const struct parse *parse, struct clock_timedatectl *said, struct file *file)
{
	static const char *const lists[] = { "FallbackNTPServers", "LinkNTPServers", "SystemNTPServers", "RuntimeNTPServers" };
	int64_t servers[] = { 0, 0, 0, 0 };
	struct lines lines = lines_of(file->bytes);
	int64_t seconds;

	file->is_used = true;
	while (lines_next(&lines)) {
		struct str line = lines.text, key = str_token(&line, "=");
		struct str value = line.len ? (struct str){ line.ptr + 1, line.len - 1 } : line;
		for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
			if (str_is(key, lists[i])) {
				servers[i] = count_servers(parse, value);
				said->servers_at = servers[i] && !said->servers_at.path ? file_span(file, lines.line) : said->servers_at;
			}
		if (str_is(key, "ServerName") && value.len && !said->state.reference)
			said->state.reference = clock_text(parse, value);
		else if (str_is(key, "PollIntervalUSec"))
			clock_span(value, &said->state.poll);
		else if (str_is(key, "NTPMessage") && parse->subject->collected_at.is_known &&
		    clock_timestamp(message_field(value, "DestinationTimestamp="), &seconds))
			said->state.updated = (double)(parse->subject->collected_at.seconds - seconds);
	}
	said->servers = servers[1] + servers[2] + servers[3];
	if (said->servers == 0)
		said->servers = servers[0];
}

/* The flag stays only where nothing that timesyncd shows speaks against it. */
static void
decide(const struct parse *parse, struct clock_state *state)
{
	static const char *const good[] = { "normal", "last minute of the day has 61 seconds", "last minute of the day has 59 seconds" };
	bool is_good = !state->leap;

	for (size_t i = 0; state->leap && i < sizeof good / sizeof *good; i++)
		is_good |= str_is_nocase(str_of(state->leap), good[i]);
	if (state->reference && clock_is_own(str_of(state->reference), parse->bundle->subject))
		state->synchronised = KNOWN_NO;
	else if (state->leap && str_has(str_of(state->leap), "not sync"))
		state->synchronised = KNOWN_NO;
	else if (!is_good && state->synchronised == KNOWN_YES)
		state->synchronised = KNOWN_NOT;
	if (state->by && state->synchronised == KNOWN_NOT)
		state->reason = "timesyncd shows its server, but nothing shows that the clock follows it";
}

void
clock_timedatectl_state(const struct parse *parse, struct clock_timedatectl *ret)
{
	static const struct {
		enum clock_output output;
		void (*read)(const struct parse *, struct clock_timedatectl *, struct file *);
	} outputs[] = {
		{ CLOCK_SHOW, read_show }, { CLOCK_STATUS, read_status }, { CLOCK_TIMESYNC_STATUS, read_timesync_status },
		{ CLOCK_SHOW_TIMESYNC, read_show_timesync },
	};

	*ret = (struct clock_timedatectl){ .state = CLOCK_STATE_UNKNOWN, .servers = -1 };
	for (size_t i = 0; i < sizeof outputs / sizeof *outputs; i++)
		for (struct file *file = NULL; (file = clock_next(parse, outputs[i].output, file));)
			outputs[i].read(parse, ret, file);
	decide(parse, &ret->state);
}

/* Units under which the distributions run each daemon. ntp and ntpsec take over each other's names. */
static bool
is_unit_of(struct str unit, const char *daemon)
{
	static const struct {
		const char *daemon, *unit;
	} units[] = {
		{ "chrony", "chrony.service" }, { "chrony", "chronyd.service" }, { "ntp", "ntp.service" }, { "ntp", "ntpd.service" },
		{ "ntp", "ntpsec.service" }, { "ntpsec", "ntp.service" }, { "ntpsec", "ntpd.service" }, { "ntpsec", "ntpsec.service" },
		{ "openntpd", "openntpd.service" }, { "timesyncd", "systemd-timesyncd.service" },
	};

	for (size_t i = 0; i < sizeof units / sizeof *units; i++)
		if (strcmp(units[i].daemon, daemon) == 0 && str_is(unit, units[i].unit))
			return true;
	return false;
}

static bool
is_state(struct str text)
{
	static const char *const states[] = { "active", "inactive", "failed", "unknown", "activating", "deactivating", "reloading",
		"maintenance" };

	for (size_t i = 0; i < sizeof states / sizeof *states; i++)
		if (str_is(text, states[i]))
			return true;
	return false;
}

/* systemctl is-active prints one state a line, and only its command tells of which units. Where there are not as many of
 * one as of the other, or an error is printed, nothing is told. */
static enum known
listed_active(const struct parse *parse, const char *daemon)
{
	struct file *file = bundle_file(parse, "cmd/systemctl-is-active.txt");
	struct str names = str_of(file && file->command ? file->command : ""), word;
	enum known active = KNOWN_NOT;

	if (!file || file->link || !str_is(str_token(&names, " "), "systemctl") || !str_is(str_token(&names, " "), "is-active"))
		return KNOWN_NOT;
	file->is_used = true;
	for (struct lines lines = lines_of(file->bytes); lines_next(&lines);) {
		if (!(word = str_token(&names, " ")).len || !is_state(str_trim(lines.text)))
			return KNOWN_NOT;
		const char *unit = arena_printf(parse->bundle->arena, "%.*s%s", (int)word.len, word.ptr,
		    memchr(word.ptr, '.', word.len) ? "" : ".service");
		if (is_unit_of(str_of(unit), daemon) && active != KNOWN_YES)
			active = str_is(str_trim(lines.text), "active") ? KNOWN_YES : KNOWN_NO;
	}
	return str_token(&names, " ").len ? KNOWN_NOT : active;
}

enum known
clock_unit_active(const struct parse *parse, const char *daemon)
{
	struct file *file = bundle_file(parse, "cmd/systemctl-show.txt");
	enum known active = KNOWN_NOT;
	bool is_ours = false;

	if (!file || file->link)
		return listed_active(parse, daemon);
	file->is_used = true;
	for (struct lines lines = lines_of(file->bytes); lines_next(&lines);) {
		struct str line = lines.text, key = str_token(&line, "=");
		struct str value = line.len ? (struct str){ line.ptr + 1, line.len - 1 } : line;
		if (str_is(key, "Id"))
			is_ours = is_unit_of(value, daemon);
		else if (is_ours && str_is(key, "ActiveState") && active != KNOWN_YES)
			active = str_is(value, "active") ? KNOWN_YES : KNOWN_NO;
	}
	return active;
}
