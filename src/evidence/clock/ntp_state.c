/* ntpq(8) of the reference ntpd and of ntpsec: the peers (`-p`, with -n, -w or without) and the system variables (`-c rv`).
 * Units are converted here, once: milliseconds to seconds.
 *
 * Decision rule: * and o mark the source that is followed; it must have been reached (octal, the last eight polls) and be
 * outside the host. `when` says how long ago it answered, `poll` how often it is asked. The system variables add the
 * root distance and when the clock was last updated. */
#include "evidence/clock/clock.h"

#include "tenken/base/limits.h"
#include "tenken/syntax/lines.h"

#define BLANKS " \t"
#define FIELDS 9   /* refid st t when poll reach delay offset jitter, behind the name */

/* Cuts the last word off `*rest`. */
static struct str
last_token(struct str *rest)
{
	struct str text = str_trim(*rest);
	size_t start = text.len;

	while (start > 0 && !strchr(BLANKS, text.ptr[start - 1]))
		start--;
	*rest = (struct str){ text.ptr, start };
	return (struct str){ text.ptr + start, text.len - start };
}

/* The fields are cut from the right: a name that was cut short can hold a blank. False when there are fewer. */
static bool
split(struct str line, struct str *ret_name, struct str fields[FIELDS])
{
	for (size_t i = FIELDS; i-- > 0;)
		if (!(fields[i] = last_token(&line)).len)
			return false;
	*ret_name = str_trim(line);
	return true;
}

static double
milliseconds(struct str text)
{
	double number = NAN;

	str_double(text, &number);
	return number / 1000;
}

static void
follow(const struct parse *parse, struct clock_state *state, struct str name, const struct str fields[FIELDS], struct span at)
{
	int64_t stratum;

	state->synchronised = KNOWN_YES;
	state->at = at;
	state->reference = clock_text(parse, name);
	if (str_int(fields[1], &stratum))
		state->stratum = stratum + 1;   /* the host is one below its source */
	clock_interval(fields[3], &state->answered);
	clock_interval(fields[4], &state->poll);
	state->offset = fabs(milliseconds(fields[7]));
}

/* tally remote refid st t when poll reach delay offset jitter; with -w a long name stands on a line of its own. */
void
clock_read_peers(const struct parse *parse, struct clock_state *state, const struct file *file, struct str bytes, unsigned before)
{
	const char *host = parse->bundle->subject;
	struct lines lines = lines_of(bytes);
	struct str fields[FIELDS], name, held = STR("");
	bool is_any = false;
	int64_t reachable = 0, listed = 0;

	while (lines_next(&lines)) {
		struct str line = lines.text;
		if (line.len < 2 || line.ptr[0] == '=' || str_has(line, "remote  "))
			continue;
		char tally = line.ptr[0];
		struct str rest = { line.ptr + 1, line.len - 1 };
		if (!split(rest, &name, fields)) {
			held = line;
			continue;
		}
		if (!name.len && held.len) {
			tally = held.ptr[0];
			name = str_trim((struct str){ held.ptr + 1, held.len - 1 });
		}
		held = STR("");
		if (!name.len || str_is(fields[0], ".POOL."))
			continue;
		bool is_own = clock_is_own(name, host) || clock_is_own(fields[0], NULL), is_reached = clock_is_reached(fields[5]);
		is_any = true;
		reachable += is_reached;
		listed += is_reached && !is_own;
		if ((tally == '*' || tally == 'o') && is_reached && !is_own && state->synchronised == KNOWN_NOT)
			follow(parse, state, name, fields, file_span(file, before + lines.line));
	}
	state->is_silent = !is_any && clock_is_silent(bytes);
	if (!is_any && !state->is_silent)
		return;
	state->by = "ntp";
	if (state->synchronised == KNOWN_NOT)
		state->at = file_span(file, before + 1);
	if (state->is_silent)
		return;
	state->reachable = reachable;
	state->listed = listed;
	if (state->synchronised == KNOWN_NOT)
		state->synchronised = KNOWN_NO;
}

/* The system variables that are of interest; texts are empty where one is not there. */
struct variables {
	struct str leap, stratum, refid, rootdelay, rootdisp, reftime, clock, offset;
	bool is_alarm, is_followed, is_local;   /* the words leap_alarm; sync_ntp and its like; sync_local, sync_unspec */
};

static void
read_variables(struct str text, struct variables *ret)
{
	static const struct {
		const char *name;
		size_t offset;
	} known[] = {
		{ "leap", offsetof(struct variables, leap) }, { "stratum", offsetof(struct variables, stratum) },
		{ "refid", offsetof(struct variables, refid) }, { "rootdelay", offsetof(struct variables, rootdelay) },
		{ "rootdisp", offsetof(struct variables, rootdisp) },
		{ "rootdispersion", offsetof(struct variables, rootdisp) }, { "reftime", offsetof(struct variables, reftime) },
		{ "clock", offsetof(struct variables, clock) }, { "offset", offsetof(struct variables, offset) },
	};

	for (struct str part; (part = str_token(&text, ",\r\n")).len;) {
		struct str rest = part, key = str_trim(str_token(&rest, "=")), value = str_token(&rest, "= \t");
		ret->is_alarm |= str_has(key, "leap_alarm");
		ret->is_local |= str_has(key, "sync_local") || str_has(key, "sync_unspec");
		ret->is_followed |= str_has(key, "sync_");
		for (size_t i = 0; i < sizeof known / sizeof *known; i++)
			if (str_is(key, known[i].name))
				*(struct str *)((char *)ret + known[i].offset) = value;
	}
}

static void
decide_variables(const struct variables *vars, struct clock_state *state)
{
	bool is_good = str_is(vars->leap, "00") || str_is(vars->leap, "01") || str_is(vars->leap, "10");

	if (vars->is_alarm || vars->is_local || str_is(vars->leap, "11") || state->stratum == 0 || state->stratum > 15 ||
	    (vars->refid.len && clock_is_own(vars->refid, NULL)))
		state->synchronised = KNOWN_NO;
	else if (state->synchronised == KNOWN_NOT && is_good && vars->is_followed && state->stratum > 0)
		state->synchronised = KNOWN_YES;
}

void
clock_read_variables(const struct parse *parse, struct clock_state *state, const struct file *file, struct str bytes, unsigned before)
{
	struct variables vars = { 0 };
	double updated, now;

	read_variables(bytes, &vars);
	if (!vars.stratum.len || !vars.leap.len)
		return;
	state->by = "ntp";
	state->is_silent = false;
	if (!state->at.path)
		state->at = file_span(file, before + 1);
	str_int(vars.stratum, &state->stratum);
	state->leap = clock_text(parse, vars.leap);
	if (!state->reference)
		state->reference = clock_text(parse, vars.refid);
	state->distance = milliseconds(vars.rootdelay) / 2 + milliseconds(vars.rootdisp);
	state->offset = fmax(state->offset, fabs(milliseconds(vars.offset)));   /* the worse of the two; NAN gives way */
	if (parse->subject->collected_at.is_known)
		now = (double)parse->subject->collected_at.seconds;   /* an old output must not look fresh */
	else if (!clock_ntp_time(vars.clock, &now))
		now = NAN;
	if (clock_ntp_time(vars.reftime, &updated))
		state->updated = floor(now - updated);
	decide_variables(&vars, state);
}

void
clock_ntp_state(const struct parse *parse, struct clock_state *ret)
{
	struct file *file = NULL;

	*ret = (struct clock_state)CLOCK_STATE_UNKNOWN;
	while (!ret->by && (file = clock_next(parse, CLOCK_PEERS, file))) {
		file->is_used = true;
		clock_read_peers(parse, ret, file, file->bytes, 0);
	}
	if ((file = clock_next(parse, CLOCK_VARIABLES, NULL))) {
		file->is_used = true;
		clock_read_variables(parse, ret, file, file->bytes, 0);
	}
}
