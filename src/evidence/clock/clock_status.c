/* Whether the clock follows its source now: chronyc(1) -c tracking and sources, ntpq(8) -pn, timedatectl(1).
 * Units are converted here, once: seconds. A daemon that cannot be talked to is evidence that it does not run; an
 * empty output is evidence of nothing. */
#include "evidence/clock/clock.h"

#include <math.h>

#include "tenken/base/limits.h"
#include "tenken/syntax/lines.h"

#define TRACKING_FIELDS 14
#define SOURCES_FIELDS 10

/* Splits at commas, empty fields kept. The number of fields. */
static size_t
split(struct str line, struct str *fields, size_t max)
{
	size_t count = 0;

	for (size_t start = 0, i = 0; i <= line.len; i++)
		if (i == line.len || line.ptr[i] == ',') {
			if (count < max)
				fields[count] = (struct str){ line.ptr + start, i - start };
			count++;
			start = i + 1;
		}
	return count;
}

static const char *
text_of(const struct parse *parse, struct str text)
{
	return arena_strndup(parse->bundle->arena, text.ptr, text.len);
}

static bool
is_daemon_silent(struct str text)
{
	return str_has(text, "506 Cannot talk to daemon") || str_has(text, "Connection refused");
}

/* Following a source means: a reference outside this host (7F... is loopback or chronyd itself, all zeros none), a stratum
 * that is one, and a leap status that chronyd uses only then. A word we do not know leaves it open. */
static void
decide_tracking(struct clock *clock, struct str refid)
{
	static const char *const good[] = { "Normal", "Insert second", "Delete second" };
	bool is_local = (refid.len >= 2 && refid.ptr[0] == '7' && (refid.ptr[1] == 'F' || refid.ptr[1] == 'f')) ||
	    str_has_prefix(refid, "127.") || str_is(refid, "00000000");
	bool is_good = false;

	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		is_good |= strcmp(clock->leap, good[i]) == 0;
	if (is_local || str_is_nocase(str_of(clock->leap), "Not synchronised") || str_is_nocase(str_of(clock->leap), "Not synchronized") ||
	    !clock->has_stratum || clock->stratum < 1 || clock->stratum > 15)
		clock->synchronised = KNOWN_NO;
	else
		clock->synchronised = is_good ? KNOWN_YES : KNOWN_NOT;
}

/* refid, name, stratum, reference time, system time, last offset, rms offset, frequency, residual, skew, root delay,
 * root dispersion, update interval, leap. The sign of the offset is of no interest. */
static void
read_tracking_csv(const struct parse *parse, struct clock *clock, struct str *fields)
{
	double delay, dispersion;

	clock->reference = text_of(parse, fields[1].len ? fields[1] : fields[0]);
	clock->leap = text_of(parse, str_trim(fields[13]));
	clock->has_stratum = str_int(fields[2], &clock->stratum);
	if (str_double(fields[4], &clock->offset)) {
		clock->offset = fabs(clock->offset);
		clock->has_offset = true;
	}
	if (str_double(fields[10], &delay) && str_double(fields[11], &dispersion)) {
		clock->distance = delay / 2 + dispersion;
		clock->has_distance = true;
	}
	decide_tracking(clock, fields[0]);
}

/* What stands behind `label :` in chronyc's text form; false when the line is another. */
static bool
labelled(struct str line, const char *label, struct str *ret)
{
	const char *colon = memchr(line.ptr, ':', line.len);

	if (!colon || !str_is_nocase(str_trim((struct str){ line.ptr, (size_t)(colon - line.ptr) }), label))
		return false;
	*ret = str_trim((struct str){ colon + 1, line.len - (size_t)(colon + 1 - line.ptr) });
	return true;
}

static void
read_tracking_text(const struct parse *parse, struct clock *clock, struct str text)
{
	struct lines lines = lines_of(text);
	struct str value, refid = STR("");
	double delay = -1, dispersion = -1;

	while (lines_next(&lines)) {
		if (labelled(lines.text, "Reference ID", &value)) {
			refid = str_token(&value, " ");
			clock->reference = text_of(parse, refid);
		} else if (labelled(lines.text, "Stratum", &value)) {
			clock->has_stratum = str_int(value, &clock->stratum);
		} else if (labelled(lines.text, "System time", &value)) {
			clock->has_offset = str_double(str_token(&value, " "), &clock->offset);
			clock->offset = fabs(clock->offset);
		} else if (labelled(lines.text, "Root delay", &value)) {
			str_double(str_token(&value, " "), &delay);
		} else if (labelled(lines.text, "Root dispersion", &value)) {
			str_double(str_token(&value, " "), &dispersion);
		} else if (labelled(lines.text, "Leap status", &value)) {
			clock->leap = text_of(parse, value);
		}
	}
	if (!clock->leap)
		return;
	if (delay >= 0 && dispersion >= 0) {
		clock->distance = delay / 2 + dispersion;
		clock->has_distance = true;
	}
	decide_tracking(clock, refid);
}

static void
read_tracking(const struct parse *parse, struct clock *clock, struct file *file)
{
	struct str fields[TRACKING_FIELDS], rest = file->bytes, line;

	file->is_used = true;
	clock->observed_at = file_span(file, 1);
	if (is_daemon_silent(file->bytes))
		clock->synchronised = KNOWN_NO;
	else if (str_line(&rest, &line) && split(line, fields, TRACKING_FIELDS) == TRACKING_FIELDS)
		read_tracking_csv(parse, clock, fields);
	else if (str_has(file->bytes, "Leap status"))
		read_tracking_text(parse, clock, file->bytes);
	else if (str_trim(file->bytes).len)
		diag_report(&parse->run->diags, DIAG_SYNTAX_UNKNOWN, file_span(file, 1), "not what chronyc -c tracking prints");
}

/* Reach is octal: any digit but 0 says that an answer came. */
static bool
is_reached(struct str reach)
{
	bool is_any = false;

	for (size_t i = 0; i < reach.len; i++) {
		if (reach.ptr[i] < '0' || reach.ptr[i] > '7')
			return false;
		is_any |= reach.ptr[i] != '0';
	}
	return is_any;
}

/* Names under which daemons show the host's own clock. */
static bool
is_own_clock(struct str name)
{
	return str_has_prefix(name, "127.") || str_has_prefix(name, "LOCAL") || str_has_prefix(name, ".LOCL") || str_is(name, "LOCL") ||
	    str_is(name, "::1") || str_is_nocase(name, "localhost");
}

/* mode, state, name, stratum, poll, reach (octal), last, offset, ...: one source must be selected. */
static void
read_sources(struct clock *clock, struct file *file)
{
	struct lines lines = lines_of(file->bytes);
	struct str fields[SOURCES_FIELDS];
	bool is_selected = false, is_any = false;
	int64_t reachable = 0;

	file->is_used = true;
	while (lines_next(&lines)) {
		if (split(lines.text, fields, SOURCES_FIELDS) != SOURCES_FIELDS)
			continue;
		is_any = true;
		is_selected |= str_is(fields[1], "*") && is_reached(fields[5]) && !is_own_clock(fields[2]);
		reachable += is_reached(fields[5]);
	}
	if (!is_any && !is_daemon_silent(file->bytes))
		return;
	clock->has_reachable = true;
	clock->reachable = reachable;
	if (!is_selected) {
		clock->synchronised = KNOWN_NO;
		clock->observed_at = file_span(file, 1);
	}
}

/* tally remote refid st t when poll reach delay offset jitter; milliseconds. * and o mark the source that is followed. */
static void
read_ntpq(const struct parse *parse, struct clock *clock, struct file *file)
{
	struct lines lines = lines_of(file->bytes);
	bool is_any = false;
	int64_t reachable = 0;

	file->is_used = true;
	while (lines_next(&lines)) {
		struct str rest = lines.text, fields[10];
		size_t count = 0;
		if (rest.len < 2 || str_has(rest, "remote") || rest.ptr[0] == '=')
			continue;
		char tally = rest.ptr[0];
		rest.ptr++;
		rest.len--;
		while (count < 10 && (fields[count] = str_token(&rest, " \t")).len)
			count++;
		if (count < 10 || str_is(fields[1], ".POOL."))
			continue;
		is_any = true;
		reachable += is_reached(fields[6]);
		if ((tally != '*' && tally != 'o') || is_own_clock(fields[0]) || is_own_clock(fields[1]) || !is_reached(fields[6]))
			continue;
		clock->synchronised = KNOWN_YES;
		clock->observed_at = file_span(file, lines.line);
		clock->reference = text_of(parse, fields[0]);
		clock->has_stratum = str_int(fields[2], &clock->stratum);
		/* What the host itself is, is one below its source. */
		clock->stratum += clock->has_stratum;
		clock->has_offset = str_double(fields[8], &clock->offset);
		clock->offset = fabs(clock->offset) / 1000;
	}
	if (!is_any && !is_daemon_silent(file->bytes))
		return;
	clock->has_reachable = true;
	clock->reachable = reachable;
	if (clock->synchronised == KNOWN_NOT) {
		clock->synchronised = KNOWN_NO;
		clock->observed_at = file_span(file, 1);
	}
}

/* `-5.224ms`, `+1min 2s`, `12us`: a signed span of systemd.time(7), as timedatectl prints offsets. */
static bool
signed_seconds(struct str text, double *ret)
{
	static const struct {
		const char *unit;
		double seconds;
	} units[] = { { "us", 1e-6 }, { "μs", 1e-6 }, { "ms", 1e-3 }, { "min", 60 }, { "s", 1 }, { "h", 3600 }, { "d", 86400 } };
	double total = 0;
	bool is_any = false;

	if (text.len && (text.ptr[0] == '-' || text.ptr[0] == '+')) {
		text.ptr++;
		text.len--;
	}
	for (struct str part; (part = str_token(&text, " ")).len;) {
		size_t u = 0;
		double number;
		while (u < sizeof units / sizeof *units && !str_has_suffix(part, units[u].unit))
			u++;
		if (u == sizeof units / sizeof *units)
			return false;
		part.len -= strlen(units[u].unit);
		if (!str_double(part, &number))
			return false;
		total += number * units[u].seconds;
		is_any = true;
	}
	if (!is_any)
		return false;
	*ret = total;
	return true;
}

/* timedatectl show: NTPSynchronized is a kernel flag, set by whatever daemon follows a source. */
static void
read_timedatectl(const struct parse *parse, struct clock *clock, struct file *file)
{
	struct lines lines = lines_of(file->bytes);

	file->is_used = true;
	while (lines_next(&lines)) {
		struct str line = lines.text, key = str_token(&line, "=");
		struct str value = line.len ? (struct str){ line.ptr + 1, line.len - 1 } : line;
		if (str_is(key, "Timezone") && value.len)
			clock->timezone = text_of(parse, value);
		if (!str_is(key, "NTPSynchronized") || clock->synchronised != KNOWN_NOT)
			continue;
		clock->synchronised = str_is(value, "yes") ? KNOWN_YES : str_is(value, "no") ? KNOWN_NO : KNOWN_NOT;
		clock->observed_at = file_span(file, lines.line);
	}
}

/* timedatectl timesync-status: what the flag does not say. */
static void
read_timesync_status(const struct parse *parse, struct clock *clock, struct file *file)
{
	struct lines lines = lines_of(file->bytes);
	struct str value;

	file->is_used = true;
	while (lines_next(&lines)) {
		if (labelled(lines.text, "Stratum", &value) && !clock->has_stratum) {
			clock->has_stratum = str_int(value, &clock->stratum);
			clock->stratum += clock->has_stratum;   /* the server's; the host is one below */
		} else if (labelled(lines.text, "Offset", &value) && !clock->has_offset) {
			clock->has_offset = signed_seconds(value, &clock->offset);
			clock->observed_at = clock->has_offset ? file_span(file, lines.line) : clock->observed_at;
		} else if (labelled(lines.text, "Leap", &value) && !clock->leap) {
			clock->leap = text_of(parse, value);
			if (!str_is_nocase(value, "normal") && clock->synchronised == KNOWN_YES)
				clock->synchronised = KNOWN_NO;   /* what the kernel's flag says is older than this */
		} else if (labelled(lines.text, "Server", &value) && !clock->reference) {
			clock->reference = text_of(parse, value);
			if (is_own_clock(value))
				clock->synchronised = KNOWN_NO;
		}
	}
}

void
clock_read_status(const struct parse *parse, struct clock *clock)
{
	struct file *file;

	if ((file = bundle_file(parse, "cmd/chronyc-tracking.txt")))
		read_tracking(parse, clock, file);
	if ((file = bundle_file(parse, "cmd/chronyc-sources.txt")))
		read_sources(clock, file);
	if (((file = bundle_file(parse, "cmd/ntpq.txt")) || (file = bundle_file(parse, "cmd/ntpq-pn.txt"))) && clock->synchronised == KNOWN_NOT)
		read_ntpq(parse, clock, file);
	if ((file = bundle_file(parse, "cmd/timedatectl-show.txt")))
		read_timedatectl(parse, clock, file);
	if ((file = bundle_file(parse, "cmd/timedatectl-timesync-status.txt")))
		read_timesync_status(parse, clock, file);
}
