/* w32tm(1) /query: the clock of a Windows host.
 *
 * Decision rules (docs/evidence.md, clock): the lines of /query /status come in one order in every language, so they
 * are read by their place and shape. The clock is synchronised when a source outside the host is followed, the leap
 * indicator is not 3, the stratum is 1 to 15 and the time of the last synchronisation is told. Leap 0 and stratum 1
 * are no proof: a host on its own clock shows both, and betrays itself by its source (Local CMOS Clock, Free-running
 * System Clock) or the reference LOCL. A virtual machine that follows its host (VM IC) is as right as that host, which
 * nobody looked at: not known.
 *
 * Configured: the NTP client is enabled and has a server outside the host (Type NTP or AllSync). A member of a
 * domain (NT5DS) follows the domain; whether it has one to follow (a root domain's first controller has none) only
 * its source shows. */
#include "evidence/windows/windows.h"

#include <math.h>

#include "tenken/base/limits.h"
#include "tenken/syntax/lines.h"

/* The lines of /query /status; those behind the poll interval come with /verbose only. */
enum status_line {
	STATUS_LEAP,
	STATUS_STRATUM,
	STATUS_PRECISION,
	STATUS_DELAY,
	STATUS_DISPERSION,
	STATUS_REFERENCE,
	STATUS_LAST_SYNC,
	STATUS_SOURCE,
	STATUS_POLL,
	STATUS_OFFSET,
	STATUS_RATE,
	STATUS_STATE,
	STATUS_FLAGS,
	STATUS_ROLE,
	STATUS_ERROR,
	STATUS_SINCE,
	STATUS_COUNT
};

struct w32tm {
	struct str status[STATUS_COUNT];
	size_t status_count;
	enum truth synchronised, configured;
	struct str source; /* "" : not told */
	bool is_domain;    /* Type NT5DS */
	int64_t servers;
	struct span observed_at, configured_at;
};

static int
bid(const struct file *file)
{
	return windows_bid(file, WINDOWS_TIME_STATUS, WINDOWS_TIME_CONFIGURATION);
}

static bool
is_own_clock(struct str source)
{
	static const char *const names[] = { "Local CMOS Clock", "Free-running System Clock", "LOCAL", "localhost",
		"::1" };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (str_is_nocase(source, names[i]))
			return true;
	return str_has_prefix(source, "127.");
}

static bool
is_virtual_host(struct str source)
{
	return str_has_prefix(source, "VM IC Time Synchronization");
}

/* `0.0216253s` in seconds. */
static bool
seconds_of(struct str text, double *ret)
{
	if (!str_has_suffix(text, "s"))
		return false;
	return str_double((struct str){ text.ptr, text.len - 1 }, ret);
}

/* The number before ` (...` or `(...`. */
static bool
number_of(struct str text, int64_t *ret)
{
	struct str number = str_token(&text, " (");

	return str_int(number, ret);
}

/* The source without its flags: `ntp1.example.org,0x9`. */
static struct str
source_of(struct str text)
{
	return str_trim(str_token(&text, ","));
}

/* What the lines of the status show; TRUTH_UNKNOWN where one of them is none that we know. */
static enum truth
judge(const struct w32tm *clock)
{
	const struct str *status = clock->status;
	struct str source = source_of(status[STATUS_SOURCE]), last = status[STATUS_LAST_SYNC];
	int64_t leap, stratum;

	if (!number_of(status[STATUS_LEAP], &leap) || !number_of(status[STATUS_STRATUM], &stratum))
		return TRUTH_UNKNOWN;
	bool is_unspecified = str_is(last, "unspecified") || str_is(last, "未指定");
	if (leap == 3 || stratum < 1 || stratum > 15 || is_own_clock(source) || is_unspecified ||
	    str_has_prefix(status[STATUS_REFERENCE], "0x4C4F434C") ||
	    str_has_prefix(status[STATUS_REFERENCE], "0x00000000"))
		return TRUTH_NO;
	/* An own clock by a name we do not know, or a language without a word for `unspecified`, must not pass. */
	bool has_time = last.len && last.ptr[0] >= '0' && last.ptr[0] <= '9';
	return leap <= 2 && source.len && has_time && !is_virtual_host(source) ? TRUTH_YES : TRUTH_UNKNOWN;
}

/* The service answers with an error message instead: not started is evidence that nothing is followed. */
static void
read_error(const struct parse *parse, struct w32tm *clock, struct file *file, struct str text)
{
	if (str_has(text, "0x80070426")) {
		clock->synchronised = TRUTH_NO;
		clock->observed_at = file_span(file, 1);
	} else if (str_trim(text).len) {
		diag_report(
		    &parse->run->diags, DIAG_SYNTAX_UNKNOWN, file_span(file, 1), "not what w32tm /query prints");
	}
}

static void
read_status(const struct parse *parse, struct w32tm *clock, struct file *file)
{
	struct str text, label;
	size_t count = 0;

	if (!windows_text(parse, file, &text))
		return;
	for (struct lines lines = lines_of(text); count < STATUS_COUNT && lines_next(&lines);)
		count += windows_labelled(lines.text, &label, &clock->status[count]);
	if (count < STATUS_OFFSET) {
		read_error(parse, clock, file, text);
		return;
	}
	clock->status_count = count;
	clock->synchronised = judge(clock);
	clock->source = clock->status[STATUS_SOURCE];
	clock->observed_at = file_span(file, 1);
}

/* One line: the source that is followed. */
static void
read_source(const struct parse *parse, struct w32tm *clock, struct file *file)
{
	struct str text, line = STR("");

	if (!windows_text(parse, file, &text))
		return;
	struct str rest = text;
	while (str_line(&rest, &line) && str_trim(line).len == 0)
		;
	line = str_trim(line);
	if (str_has(text, "(0x8")) {
		read_error(parse, clock, file, text);
	} else if (line.len) {
		clock->synchronised = is_own_clock(source_of(line)) ? TRUTH_NO : clock->synchronised;
		clock->observed_at = file_span(file, 1);
		clock->source = line;
	}
}

/* The value without the ` (Local)` or ` (ポリシー)` that says where it was set. */
static struct str
setting_of(struct str value)
{
	for (size_t i = value.len; i > 1; i--)
		if (value.ptr[i - 1] == '(' && value.ptr[i - 2] == ' ')
			return str_trim((struct str){ value.ptr, i - 1 });
	return value;
}

/* How many servers outside the host `time.windows.com,0x9 ntp.nict.jp,0x8` names. */
static int64_t
count_servers(struct str list)
{
	int64_t count = 0;

	for (struct str server; (server = str_token(&list, " \t")).len;)
		count += !is_own_clock(source_of(server));
	return count;
}

/* The block of NtpClient, from its name to the next provider's: it says whether it is enabled, what kind, which
 * servers. */
static void
read_configuration(const struct parse *parse, struct w32tm *clock, struct file *file)
{
	struct str text, key, value, type = STR("");
	enum truth enabled = TRUTH_UNKNOWN;
	bool is_client = false;

	if (!windows_text(parse, file, &text))
		return;
	for (struct lines lines = lines_of(text); lines_next(&lines);) {
		struct str line = str_trim(lines.text);
		if (!windows_labelled(line, &key, &value)) {
			is_client = line.len ? str_has_prefix(line, "NtpClient ") : is_client;
			if (is_client && !clock->configured_at.path)
				clock->configured_at = file_span(file, lines.line);
		} else if (is_client && str_is(key, "Enabled")) {
			enabled = str_is(setting_of(value), "1")   ? TRUTH_YES
			          : str_is(setting_of(value), "0") ? TRUTH_NO
			                                           : TRUTH_UNKNOWN;
		} else if (is_client && str_is(key, "Type")) {
			type = setting_of(value);
		} else if (is_client && str_is(key, "NtpServer")) {
			clock->servers = count_servers(setting_of(value));
		}
	}
	clock->is_domain = str_is(type, "NT5DS");
	if (enabled == TRUTH_NO || str_is(type, "NoSync"))
		clock->configured = TRUTH_NO;
	else if (enabled == TRUTH_YES && (str_is(type, "NTP") || (str_is(type, "AllSync") && clock->servers)))
		clock->configured = clock->servers ? TRUTH_YES : TRUTH_NO;
	if (!clock->configured_at.path)
		read_error(parse, clock, file, text);
}

static void
set_status(struct subject *subject, struct record *record, const struct w32tm *clock)
{
	static const char *const leaps[] = { "Normal", "Insert second", "Delete second", "Not synchronised" };
	double delay, dispersion, offset, since;
	int64_t stratum, leap;

	if (clock->status_count == 0)
		return;
	if (number_of(clock->status[STATUS_STRATUM], &stratum))
		record_set_int(subject, record, "stratum", stratum);
	if (clock->status_count > STATUS_OFFSET && seconds_of(clock->status[STATUS_OFFSET], &offset))
		record_set_double(subject, record, "offset-seconds", fabs(offset));
	if (seconds_of(clock->status[STATUS_DELAY], &delay) &&
	    seconds_of(clock->status[STATUS_DISPERSION], &dispersion))
		record_set_double(subject, record, "root-distance-seconds", fabs(delay) / 2 + dispersion);
	if (clock->status_count > STATUS_SINCE && seconds_of(clock->status[STATUS_SINCE], &since) && since >= 0)
		record_set_double(subject, record, "last-update-seconds", since);
	if (number_of(clock->status[STATUS_LEAP], &leap) && leap <= 3)
		record_set(subject, record, "leap", leaps[leap]);
}

static void
emit(const struct parse *parse, struct w32tm *clock)
{
	struct subject *subject = parse->subject;
	struct record *record =
	    record_add(subject, "clock", NULL, clock->observed_at.path ? clock->observed_at : clock->configured_at);
	struct str source = source_of(clock->source);

	record_set(subject, record, "daemon", "w32time");
	/* A member that follows somebody in its domain has a domain to follow. */
	if (clock->is_domain && clock->configured == TRUTH_UNKNOWN && clock->synchronised == TRUTH_YES)
		clock->configured = TRUTH_YES;
	windows_set_truth(subject, record, "configured", clock->configured);
	if (clock->servers)
		record_set_int(subject, record, "sources", clock->servers);
	if (clock->configured_at.path)
		record_set(subject, record, "configured-at", span_text(subject->arena, clock->configured_at));
	windows_set_truth(subject, record, "synchronised", clock->synchronised);
	set_status(subject, record, clock);
	if (source.len)
		record_set(subject, record, "reference", arena_strndup(subject->arena, source.ptr, source.len));
}

static void
parse(const struct parse *parse)
{
	struct w32tm clock = { .source = STR("") };

	/* The status comes last: it tells more than the source alone. A source that says `own clock` stands all the
	 * same. */
	for (struct file *file = NULL; (file = bundle_next(parse, file));) {
		enum windows_kind kind = windows_kind(file);
		if (kind == WINDOWS_TIME_CONFIGURATION)
			read_configuration(parse, &clock, file);
		else if (kind == WINDOWS_TIME_SOURCE)
			read_source(parse, &clock, file);
	}
	enum truth by_source = clock.synchronised;
	struct span source_at = clock.observed_at;
	for (struct file *file = NULL; (file = bundle_next(parse, file));)
		if (windows_kind(file) == WINDOWS_TIME_STATUS)
			read_status(parse, &clock, file);
	if (by_source == TRUTH_NO && clock.synchronised != TRUTH_NO) {
		clock.synchronised = TRUTH_NO;
		clock.observed_at = source_at;
	}
	if (clock.configured_at.path || clock.observed_at.path)
		emit(parse, &clock);
}

const struct parser parser_w32tm = {
	.name = "w32tm",
	.title = { "Windowsの時刻同期(w32tm /query)", "time synchronisation of Windows: w32tm /query" },
	.bid = bid,
	.scope = SCOPE_HOST,
	.parse = parse,
};
