/* What `show ntp status`, `show ntp associations`, `show ntp peer-status` and `show clock` print.
 *
 * Decision rule: synchronised is a source that is followed and is not a clock of the device's own, nor one that says
 * of itself that it follows its own (127.127.1.1, .LOCL.): no real time comes from there. A time shown with `*` or
 * `.` is not synchronised; one shown without proves nothing, as it may have been set by hand. Units become seconds
 * here. */
#include "evidence/network/cisco.h"

#include <math.h>

#include "tenken/syntax/lines.h"

static bool
is_own_clock(struct str name)
{
	static const char *const own[] = { ".LOCL.", "LOCL", ".LOCAL.", "LOCAL(0)", "LOCAL" };

	for (size_t i = 0; i < sizeof own / sizeof *own; i++)
		if (str_is(name, own[i]))
			return true;
	return str_has_prefix(name, "127.") || str_is(name, "::1");
}

/* `clock offset is 27.0279 msec, root delay is 5.61 msec`: the number behind the words. */
static bool
number_after(struct str text, const char *words, double *ret)
{
	size_t len = strlen(words);

	for (size_t i = 0; i + len <= text.len; i++)
		if (memcmp(text.ptr + i, words, len) == 0) {
			struct str rest = { text.ptr + i + len, text.len - i - len };
			return str_double(str_token(&rest, " ,"), ret);
		}
	return false;
}

/* Clock is synchronized, stratum 4, reference is 10.16.2.2 */
static void
take_state(struct network *network, struct str text, unsigned line)
{
	struct clock_state *state = &network->clock.state;
	struct words words = words_of(text);
	struct str reference = words_after(&words, "is", 3), stratum = words_after(&words, "stratum", 3);

	if (stratum.len && stratum.ptr[stratum.len - 1] == ',')
		stratum.len--;
	str_int(stratum, &state->stratum);
	state->reference = network_text(network, reference);
	bool is_followed = str_has_prefix(text, "Clock is synchronized") && !is_own_clock(reference);
	network_observe(network, is_followed ? KNOWN_YES : KNOWN_NO, line);
}

/* `reference time is DFA02517.D2F7B9F6 (...)`: when the clock was last updated; an old output must not look fresh, so it
 * counts from the collection. */
static void
take_figures(struct network *network, struct str text, double *delay, double *dispersion)
{
	const struct instant *collected = &network->parse->subject->collected_at;
	struct clock_state *state = &network->clock.state;
	double number;

	if (number_after(text, "clock offset is ", &number))
		state->offset = fabs(number) / 1000;
	number_after(text, "root delay is ", delay);
	number_after(text, "root dispersion is ", dispersion);
	number_after(text, "system poll interval is ", &state->poll);
	struct words words = words_of(text);
	if (words_begin(&words, "reference time is *") && collected->is_known && clock_ntp_time(words.at[3], &number))
		state->updated = floor((double)collected->seconds - number);
}

/* *~10.16.2.2 127.127.1.1 3 25 64 7 5.610 27.027 3.342: marks, address, its reference, stratum, when, poll, reach,
 * delay, offset, dispersion; milliseconds. */
static void
take_association(struct network *network, struct str text, unsigned line, bool *is_followed, int64_t *reachable)
{
	struct clock_state *state = &network->clock.state;
	struct str address = text;
	double offset;
	int64_t stratum;

	while (address.len && strchr("*#+-x~ ", address.ptr[0]) != NULL)
		address = (struct str){ address.ptr + 1, address.len - 1 };
	struct words words = words_of(address);
	if (words.count < 9 || !str_int(words.at[2], &stratum))
		return;
	*reachable += clock_is_reached(words.at[5]);
	if (!str_has_prefix(text, "*"))
		return;
	*is_followed = !is_own_clock(words.at[0]) && !is_own_clock(words.at[1]) && clock_is_reached(words.at[5]);
	network_observe(network, *is_followed ? KNOWN_YES : KNOWN_NO, line);
	state->reference = state->reference ? state->reference : network_text(network, words.at[0]);
	if (state->stratum < 0)
		state->stratum = stratum + 1; /* the source's; the device is one below */
	if (isnan(state->offset) && str_double(words.at[7], &offset))
		state->offset = fabs(offset) / 1000;
	clock_interval(words.at[3], &state->answered);
	clock_interval(words.at[4], &state->poll);
}

static bool
is_associations(struct str line)
{
	line = str_trim(line);
	return str_has_prefix(line, "address ") && str_has(line, "ref clock");
}

static void
read_associations(struct network *network, struct lines *lines, unsigned before)
{
	unsigned header = before + lines->line;
	bool is_followed = false;
	int64_t reachable = 0;

	while (lines_next(lines)) {
		struct str text = str_trim(lines->text);
		if (!str_has_prefix(text, "* sys.peer") && !str_has_prefix(text, "* master"))
			take_association(network, text, before + lines->line, &is_followed, &reachable);
	}
	network->clock.state.reachable = reachable;
	if (!is_followed)
		network_observe(network, KNOWN_NO, header);
}

/* NX-OS, show ntp peer-status: `*10.0.0.1  10.0.0.2  2  64  377  0.00134  default`; it tells no offset. */
static void
read_peer_status(struct network *network, struct lines *lines, unsigned before)
{
	unsigned header = before + lines->line;
	bool is_followed = false;
	int64_t stratum;

	while (lines_next(lines)) {
		struct str text = str_trim(lines->text);
		struct words words = words_of(text);
		if (!str_has_prefix(text, "*") || words.count < 6 || !str_int(words.at[2], &stratum))
			continue;
		struct str address = { words.at[0].ptr + 1, words.at[0].len - 1 };
		is_followed = !is_own_clock(address) && clock_is_reached(words.at[4]);
		network_observe(network, is_followed ? KNOWN_YES : KNOWN_NO, before + lines->line);
		network->clock.state.reference = network_text(network, address);
		network->clock.state.stratum = stratum + 1;
	}
	if (!is_followed)
		network_observe(network, KNOWN_NO, header);
}

static bool
is_peer_status(struct str line)
{
	struct words words = words_of(line);

	return words_begin(&words, "remote local st poll reach");
}

static bool
is_ntpq(struct str line)
{
	struct words words = words_of(line);

	return words_begin(&words, "remote refid st t when poll");
}

/* `*13:40:23.824 EST Wed Nov 21 2018` */
static bool
is_time(struct str text, struct words *ret)
{
	struct str time;

	*ret = words_of(text);
	if (ret->count != 6 || ret->at[2].len != 3 || ret->at[3].len != 3 || ret->at[5].len != 4)
		return false;
	time = ret->at[0];
	if (time.len && (time.ptr[0] == '*' || time.ptr[0] == '.'))
		time = (struct str){ time.ptr + 1, time.len - 1 };
	return time.len >= 8 && time.ptr[2] == ':' && time.ptr[5] == ':';
}

/* Arista, show ntp status: `synchronised to NTP server (10.0.0.1) at stratum 3`, `time correct to within 43 ms`. */
static bool
take_arista(struct network *network, struct str text, unsigned line)
{
	struct clock_state *state = &network->clock.state;
	double number;

	if (str_has_prefix(text, "synchronised to ") && number_after(text, "at stratum ", &number)) {
		struct words words = words_of(text);
		struct str server = words.at[4];
		if (server.len > 2 && server.ptr[0] == '(')
			server = (struct str){ server.ptr + 1, server.len - 2 };
		bool is_followed = str_has_prefix(text, "synchronised to NTP server") && !is_own_clock(server);
		state->reference = network_text(network, server);
		state->stratum = number >= 0 && number < 17 ? (int64_t)number : -1;
		network_observe(network, is_followed ? KNOWN_YES : KNOWN_NO, line);
	} else if (str_has_prefix(text, "time correct to within ") && number_after(text, "within ", &number)) {
		state->distance = fabs(number) / 1000;
	} else if (str_is(text, "unsynchronised")) {
		network_observe(network, KNOWN_NO, line);
	} else {
		return false;
	}
	return true;
}

static bool
is_state(struct str text)
{
	return str_has_prefix(text, "Clock is synchronized") || str_has_prefix(text, "Clock is unsynchronized");
}

bool
cisco_is_show_clock(struct str text)
{
	struct words words;
	struct str line;

	for (int number = 0; number < 12 && str_line(&text, &line);) {
		line = str_trim(line);
		if (line.len == 0)
			continue;
		number++;
		if (is_state(line) || is_associations(line) || is_peer_status(line) || is_ntpq(line) ||
		    is_time(line, &words) || str_has_prefix(line, "synchronised to ") || str_is(line, "unsynchronised"))
			return true;
	}
	return false;
}

bool
cisco_is_peers(struct str text)
{
	struct str line;

	while (str_line(&text, &line))
		if (is_ntpq(line))
			return true;
	return false;
}

void
cisco_read_show_clock(struct network *network, struct str text, unsigned before)
{
	struct clock_state *state = &network->clock.state;
	struct lines lines = lines_of(text);
	double delay = -1, dispersion = -1;
	bool is_ntpq_table = false;
	struct words words;

	while (lines_next(&lines)) {
		struct str line = str_trim(lines.text);
		unsigned number = before + lines.line;
		if (is_state(line)) {
			take_state(network, line, number);
		} else if (is_associations(line)) {
			read_associations(network, &lines, before);
		} else if (is_peer_status(line)) {
			read_peer_status(network, &lines, before);
		} else if (is_ntpq(line)) {
			clock_read_peers(network->parse, state, network->file, text, before);
			is_ntpq_table = true;
			break;
		} else if (is_time(line, &words)) {
			network->clock.timezone = network_text(network, words.at[1]);
			if (line.ptr[0] == '*' || line.ptr[0] == '.')
				network_observe(network, KNOWN_NO, number);
		} else if (!take_arista(network, line, number)) {
			take_figures(network, line, &delay, &dispersion);
		}
	}
	if (delay >= 0 && dispersion >= 0)
		state->distance = (delay / 2 + dispersion) / 1000;
	/* The table of ntpq is printed by others as well. */
	if (!is_ntpq_table)
		network_os_guess(network, "cisco");
}
