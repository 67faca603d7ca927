/* What Junos prints: show system uptime, show ntp status (the variables of ntpq). The peers of ntpq are read as
 * everybody's (cisco_status.c).
 *
 * Decision rules: `Time Source: NTP CLOCK` says that NTP sets the clock and not how well; a local clock is no source.
 * The variables say sync_ntp and leap_none where a source is followed. Milliseconds become seconds here. */
#include "evidence/network/junos.h"

#include "tenken/syntax/lines.h"
#include "tenken/syntax/words.h"

static bool
is_uptime(struct str text)
{
	return network_has_line(text, "Current time:") && network_has_line(text, "System booted:");
}

bool
junos_is_variables(struct str text)
{
	return str_has(text, "leap_") && str_has(text, "stratum=") &&
	       (network_has_line(text, "status=") || network_has_line(text, "associd="));
}

bool
junos_is_status(struct str text)
{
	return is_uptime(text) || junos_is_variables(text);
}

/* `Current time: 2021-08-31 08:48:11 MSK`, `Time Source:  NTP CLOCK`; without a source it is not known. */
static void
read_uptime(struct network *network, struct str text, unsigned before)
{
	struct lines lines = lines_of(text);

	while (lines_next(&lines)) {
		struct words words = words_of(lines.text);
		if (words_begin(&words, "Current time: * * *"))
			network->clock.timezone = network_text(network, words.at[4]);
		else if (words_begin(&words, "Time Source: NTP"))
			network_observe(network, KNOWN_YES, before + lines.line);
		else if (words_begin(&words, "Time Source: LOCAL"))
			network_observe(network, KNOWN_NO, before + lines.line);
	}
}

void
junos_read_status(struct network *network, struct str text, unsigned line)
{
	if (is_uptime(text))
		read_uptime(network, text, line);
	else
		clock_read_variables(network->parse, &network->clock.state, network->file, text, line);
	network_os_guess(network, "junos");
}
