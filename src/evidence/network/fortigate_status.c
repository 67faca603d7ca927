/* What FortiGate's commands print: get system status, get system ntp, diagnose sys ntp status, execute time.
 *
 * Decision rules: the clock follows a source when it says so and one server is selected; `last ntp sync: never` is
 * none. A date behind `last ntp sync` proves only that day. */
#include "evidence/network/fortigate.h"

#include <math.h>

#include "tenken/syntax/lines.h"
#include "tenken/syntax/words.h"

bool
fortigate_is_status(struct str text)
{
	return network_has_line(text, "Version: Forti") || network_has_line(text, "last ntp sync:") ||
	       (network_has_line(text, "synchronized: ") && str_has(text, "ntpsync: ")) ||
	       (network_has_line(text, "ntpsync ") && network_has_line(text, "syncinterval "));
}

/* `Version: FortiGate-60F v7.4.8,build2795,250523 (GA.M)` */
static void
take_version(struct network *network, const struct words *words, unsigned line)
{
	struct str version = words->at[2];

	if (words->count < 3 || version.ptr[0] != 'v')
		return;
	version = (struct str){ version.ptr + 1, version.len - 1 };
	network_os(network, "fortios", str_token(&version, ","), file_span(network->file, line));
	if (!network->title)
		network->title = network_text(network, words->at[1]);
}

/* Without a disk the records are in memory. */
static void
take_disk(struct network *network, struct str text, unsigned line)
{
	if (!str_has(text, "Not available") || map_get(&network->log_names, "disk"))
		return;
	struct network_log *log = network_log(network, "memory", file_span(network->file, line));
	log->kind = log->kind ? log->kind : "size-bound";
}

/* The number behind the words, in seconds: the unit follows it. */
static bool
seconds_after(struct str text, const char *words, double *ret)
{
	size_t len = strlen(words);
	double number;

	for (size_t i = 0; i + len <= text.len; i++) {
		if (memcmp(text.ptr + i, words, len) != 0)
			continue;
		struct str rest = { text.ptr + i + len, text.len - i - len };
		if (!str_double(str_token(&rest, " ,"), &number))
			return false;
		struct str unit = str_token(&rest, " ,");
		if (!str_is(unit, "sec") && !str_is(unit, "msec"))
			return false;
		*ret = fabs(number) / (str_is(unit, "msec") ? 1000 : 1);
		return true;
	}
	return false;
}

/* The lines about the server that is selected. */
static void
take_figures(struct clock_state *state, struct str text, double *delay, double *dispersion)
{
	struct str rest = text;
	int64_t stratum;

	for (struct str part; (part = str_token(&rest, ", ")).len;)
		if (str_has_prefix(part, "stratum=") && str_int((struct str){ part.ptr + 8, part.len - 8 }, &stratum))
			state->stratum = stratum + 1; /* the server's; the device is one below */
	seconds_after(text, "clock offset is ", &state->offset);
	seconds_after(text, "root delay is ", delay);
	seconds_after(text, "root dispersion is ", dispersion);
}

/* `ipv4 server(ntp.nict.jp) 133.243.238.163 -- reachable(0xff) S:4 T:6 selected` */
static bool
take_server(struct network *network, struct str text)
{
	struct words words = words_of(text);

	if (!words_has(&words, "selected", 1))
		return false;
	network->clock.state.reference = network_text(network, words.at[2]);
	return true;
}

/* get system ntp: `type : custom`, as it is in force. */
static void
take_setting(struct network *network, struct str text, unsigned line, bool *is_on)
{
	struct network_clock *clock = &network->clock;
	struct words words = words_of(text);

	if (clock->configured != KNOWN_NOT || words.count < 3 || !str_is(words.at[1], ":"))
		return;
	*is_on |= str_is(words.at[0], "ntpsync") && str_is(words.at[2], "enable");
	bool is_off = str_is(words.at[0], "ntpsync") && str_is(words.at[2], "disable");
	bool is_known = *is_on && str_is(words.at[0], "type") && str_is(words.at[2], "fortiguard");
	if (!is_off && !is_known)
		return;
	clock->configured = is_off ? KNOWN_NO : KNOWN_YES;
	clock->sources = is_off ? 0 : -1;
	clock->daemon = "ntp";
	clock->configured_at = file_span(network->file, line);
}

void
fortigate_read_status(struct network *network, struct str text, unsigned before)
{
	struct lines lines = lines_of(text);
	bool is_selected = false, is_any_selected = false, is_on = false;
	unsigned state_line = 0;
	double delay = -1, dispersion = -1;

	while (lines_next(&lines)) {
		struct str line = str_trim(lines.text);
		struct words words = words_of(line);
		unsigned number = before + lines.line;
		if (words_begin(&words, "Version: * *")) {
			take_version(network, &words, number);
		} else if (str_has_prefix(line, "Log hard disk:")) {
			take_disk(network, line, number);
		} else if (str_has_prefix(line, "last ntp sync:")) {
			network_observe(network, str_has(line, "never") ? KNOWN_NO : KNOWN_NOT, number);
		} else if (str_has_prefix(line, "synchronized: ")) {
			state_line = str_has_prefix(line, "synchronized: yes") ? number : 0;
			network_observe(network, state_line ? KNOWN_NOT : KNOWN_NO, number);
		} else if (str_has_prefix(line, "ipv4 server(") || str_has_prefix(line, "ipv6 server(")) {
			is_selected = take_server(network, line);
			is_any_selected |= is_selected;
		} else if (is_selected) {
			take_figures(&network->clock.state, line, &delay, &dispersion);
		} else {
			take_setting(network, line, number, &is_on);
		}
	}
	if (state_line)
		network_observe(network, is_any_selected ? KNOWN_YES : KNOWN_NO, state_line);
	if (delay >= 0 && dispersion >= 0)
		network->clock.state.distance = delay / 2 + dispersion;
	network_os_guess(network, "fortios");
}
