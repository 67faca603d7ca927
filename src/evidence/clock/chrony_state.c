/* chronyc(1): `tracking` and `sources`, as CSV (-c) and as text. Units are converted here, once: seconds.
 *
 * Decision rule: the clock follows a source when the reference is outside the host (7F... is loopback or chronyd itself, all
 * zeros none), the stratum is one, the leap status is one chronyd uses only then, and one reached source is selected. When
 * it last did is told by the reference time, against the time of collection, and by the last sample of the selected source.
 * A daemon that cannot be talked to is evidence that it does not run; an empty output is evidence of nothing. */
#include "evidence/clock/clock.h"

#include "tenken/base/limits.h"
#include "tenken/syntax/lines.h"

#define TRACKING_FIELDS 14
#define SOURCES_FIELDS 10
#define NEVER 4294967295.0   /* of the last sample: none came yet */

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

/* The number at the beginning, or NAN. */
static double
number_of(struct str text)
{
	double number = NAN;

	str_double(str_token(&text, " "), &number);
	return number;
}

static int64_t
count_of(struct str text)
{
	int64_t count = -1;

	str_int(str_trim(text), &count);
	return count;
}

/* Seconds from the last update to the collection; chronyd's time of no update at all is 1970. */
static double
since(const struct parse *parse, double reference_time)
{
	if (!parse->subject->collected_at.is_known || !(reference_time > 0))
		return NAN;
	return floor((double)parse->subject->collected_at.seconds - reference_time);
}

/* A word of the leap status that we do not know leaves it open. */
static void
decide_tracking(const struct parse *parse, struct clock_state *state, struct str refid, struct str name)
{
	static const char *const good[] = { "Normal", "Insert second", "Delete second" };
	const char *host = parse->bundle->subject;
	bool is_local = (refid.len >= 2 && refid.ptr[0] == '7' && (refid.ptr[1] == 'F' || refid.ptr[1] == 'f')) ||
	    str_has_prefix(refid, "127.") || str_is(refid, "00000000") || (name.len && clock_is_own(name, host));
	bool is_good = false;

	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		is_good |= strcmp(state->leap, good[i]) == 0;
	if (is_local || str_is_nocase(str_of(state->leap), "Not synchronised") || str_is_nocase(str_of(state->leap), "Not synchronized") ||
	    state->stratum == 0 || state->stratum > 15)
		state->synchronised = KNOWN_NO;
	else if (is_good && state->stratum > 0)
		state->synchronised = KNOWN_YES;
	else
		state->reason = "chronyc tracking shows a leap status or stratum that is not known";
}

/* refid, name, stratum, reference time, system time, last offset, rms offset, frequency, residual, skew, root delay,
 * root dispersion, update interval, leap. The sign of the offset is of no interest. */
static void
read_tracking_csv(const struct parse *parse, struct clock_state *state, struct str *fields)
{
	state->reference = clock_text(parse, fields[1].len ? fields[1] : fields[0]);
	state->leap = clock_text(parse, str_trim(fields[13]));
	state->stratum = count_of(fields[2]);
	state->updated = since(parse, number_of(fields[3]));
	state->offset = fabs(number_of(fields[4]));
	state->distance = number_of(fields[10]) / 2 + number_of(fields[11]);
	decide_tracking(parse, state, fields[0], fields[1]);
}

static void
read_tracking_text(const struct parse *parse, struct clock_state *state, struct str text)
{
	struct lines lines = lines_of(text);
	struct str value, refid = STR(""), name = STR("");
	double delay = NAN, dispersion = NAN;
	int64_t time;

	while (lines_next(&lines)) {
		if (clock_labelled(lines.text, "Reference ID", &value)) {
			refid = str_token(&value, " ");
			name = str_token(&value, " ()");
			state->reference = clock_text(parse, name.len ? name : refid);
		} else if (clock_labelled(lines.text, "Stratum", &value)) {
			state->stratum = count_of(value);
		} else if (clock_labelled(lines.text, "Ref time (UTC)", &value)) {
			state->updated = clock_asctime(value, &time) ? since(parse, (double)time) : NAN;
		} else if (clock_labelled(lines.text, "System time", &value)) {
			state->offset = fabs(number_of(value));
		} else if (clock_labelled(lines.text, "Root delay", &value)) {
			delay = number_of(value);
		} else if (clock_labelled(lines.text, "Root dispersion", &value)) {
			dispersion = number_of(value);
		} else if (clock_labelled(lines.text, "Leap status", &value)) {
			state->leap = clock_text(parse, value);
		}
	}
	state->distance = delay / 2 + dispersion;
	if (state->leap)
		decide_tracking(parse, state, refid, name);
}

static void
read_tracking(const struct parse *parse, struct clock_state *state, struct file *file)
{
	struct str fields[TRACKING_FIELDS], rest = file->bytes, line;

	file->is_used = true;
	if (!str_trim(file->bytes).len)
		return;
	state->by = "chrony";
	state->at = file_span(file, 1);
	if (clock_is_silent(file->bytes))
		state->is_silent = true;
	else if (str_line(&rest, &line) && split(line, fields, TRACKING_FIELDS) == TRACKING_FIELDS)
		read_tracking_csv(parse, state, fields);
	else if (str_has(file->bytes, "Leap status"))
		read_tracking_text(parse, state, file->bytes);
	else {
		state->by = NULL;
		diag_report(&parse->run->diags, DIAG_SYNTAX_UNKNOWN, file_span(file, 1), "not what chronyc tracking prints");
	}
}

/* One line of `sources`. */
struct source {
	char mode, state;
	struct str name, poll, reach, last;
};

/* ^,*,name,stratum,poll,reach,last,offset,measured,error   or   ^* name   stratum poll reach last ... */
static bool
read_source(struct str line, struct source *ret)
{
	struct str fields[SOURCES_FIELDS];

	if (split(line, fields, SOURCES_FIELDS) == SOURCES_FIELDS && fields[0].len == 1 && fields[1].len == 1) {
		*ret = (struct source){ fields[0].ptr[0], fields[1].ptr[0], fields[2], fields[4], fields[5], fields[6] };
		return true;
	}
	if (line.len < 4 || !strchr("^=#", line.ptr[0]) || !strchr("*+-x~?", line.ptr[1]) || line.ptr[2] != ' ')
		return false;
	struct str rest = { line.ptr + 3, line.len - 3 };
	for (size_t i = 0; i < 5; i++)
		fields[i] = str_token(&rest, " ");
	*ret = (struct source){ line.ptr[0], line.ptr[1], fields[0], fields[2], fields[3], fields[4] };
	return fields[4].len != 0;
}

static void
follow(const struct source *source, struct clock_state *state)
{
	double poll = number_of(source->poll), last;

	if (poll >= -8 && poll <= 32)
		state->poll = exp2(poll);
	if (clock_interval(source->last, &last) && last < NEVER)
		state->answered = last;
}

/* One source must be selected; poll is a power of 2 in seconds, reach octal. */
static void
read_sources(const struct parse *parse, struct clock_state *state, struct file *file)
{
	struct lines lines = lines_of(file->bytes);
	struct source source;
	bool is_selected = false, is_any = false;
	int64_t reachable = 0, listed = 0;

	file->is_used = true;
	while (lines_next(&lines)) {
		bool is_header = str_has_prefix(lines.text, "MS Name/IP address");
		is_any |= is_header;
		if (is_header || !read_source(lines.text, &source))
			continue;
		bool is_own = clock_is_own(source.name, parse->bundle->subject), is_reached = clock_is_reached(source.reach);
		is_any = true;
		reachable += is_reached;
		listed += !is_own && is_reached;
		if (source.state != '*' || !is_reached || is_own)
			continue;
		is_selected = true;
		follow(&source, state);
	}
	if (!is_any && !clock_is_silent(file->bytes))
		return;
	if (!state->by || !is_selected)
		state->at = file_span(file, 1);
	state->by = "chrony";
	state->is_silent |= !is_any;
	if (!is_any)
		return;
	state->reachable = reachable;
	state->listed = listed;
	if (!is_selected)
		state->synchronised = KNOWN_NO;
}

void
clock_chrony_state(const struct parse *parse, struct clock_state *ret)
{
	struct file *file;

	*ret = (struct clock_state)CLOCK_STATE_UNKNOWN;
	if ((file = clock_next(parse, CLOCK_TRACKING, NULL)))
		read_tracking(parse, ret, file);
	if ((file = clock_next(parse, CLOCK_SOURCES, NULL)))
		read_sources(parse, ret, file);
}
