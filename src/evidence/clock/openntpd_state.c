/* ntpctl(8) of OpenNTPD: -s status, peers or all.
 *
 * Decision rule: `clock synced` is the daemon's own word and * its source. A peer at a trust level below 6 is not valid to
 * ntpd, and one missed answer brings any peer there: so a valid one answered when it was last asked, poll minus next
 * seconds ago. The daemon shows no root distance. */
#include "evidence/clock/clock.h"

#include "tenken/base/limits.h"
#include "tenken/syntax/lines.h"

#define TRUSTED 6

/* `30s`, as ntpctl prints every span. */
static bool
read_seconds(struct str text, double *ret)
{
	int64_t seconds;

	if (!text.len || text.ptr[text.len - 1] != 's' || !str_int((struct str){ text.ptr, text.len - 1 }, &seconds))
		return false;
	*ret = (double)seconds;
	return true;
}

/* * wt tl st next poll offset delay jitter: the line below the name of the peer that is followed. */
static void
read_peer(const struct parse *parse, struct clock_state *state, struct str name, struct str line)
{
	struct str fields[9];
	int64_t trust;
	double next, poll, offset;

	for (size_t i = 0; i < 9; i++)
		fields[i] = str_token(&line, " ");
	if (!str_is(fields[0], "*") || !str_int(fields[2], &trust) || trust < TRUSTED || !read_seconds(fields[4], &next) ||
	    !read_seconds(fields[5], &poll) || !clock_span(fields[6], &offset))
		return;
	state->offset = fabs(offset);
	state->poll = poll;
	state->answered = poll > next ? poll - next : 0;
	state->reference = clock_text(parse, str_trim(name));
	if (clock_is_own(str_trim(name), parse->bundle->subject))
		state->synchronised = KNOWN_NO;
}

static void
read_status(struct clock_state *state, struct str line)
{
	for (struct str part; (part = str_token(&line, ",")).len;) {
		part = str_trim(part);
		if (str_is(part, "clock synced") && state->synchronised == KNOWN_NOT)
			state->synchronised = KNOWN_YES;
		else if (str_is(part, "clock unsynced"))
			state->synchronised = KNOWN_NO;
		else if (str_has_prefix(part, "stratum "))
			str_int((struct str){ part.ptr + 8, part.len - 8 }, &state->stratum);
		else if (str_has_prefix(part, "clock offset is "))
			clock_span((struct str){ part.ptr + 16, part.len - 16 }, &state->offset);
	}
	state->offset = fabs(state->offset);
}

static void
read_output(const struct parse *parse, struct clock_state *state, struct file *file)
{
	struct lines lines = lines_of(file->bytes);
	struct str before = STR("");

	file->is_used = true;
	while (lines_next(&lines)) {
		if (str_has(lines.text, "clock synced") || str_has(lines.text, "clock unsynced")) {
			read_status(state, lines.text);
			state->by = "openntpd";
			state->at = file_span(file, lines.line);
		} else if (str_has_prefix(lines.text, " * ")) {
			read_peer(parse, state, before, lines.text);
		}
		before = lines.text;
	}
	if (!state->by && clock_is_silent(file->bytes)) {
		state->by = "openntpd";
		state->is_silent = true;
		state->at = file_span(file, 1);
	}
}

void
clock_openntpd_state(const struct parse *parse, struct clock_state *ret)
{
	*ret = (struct clock_state)CLOCK_STATE_UNKNOWN;
	for (struct file *file = NULL; (file = clock_next(parse, CLOCK_NTPCTL, file));)
		read_output(parse, ret, file);
}
