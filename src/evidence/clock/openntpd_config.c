/* ntpd.conf(5) of OpenNTPD: which sources it has.
 *
 * Decision rule: each `server` and `servers` outside the host is a source. `constraint` only bounds what servers may say and
 * is none; `sensor` is one only where the hardware exists, which the file does not tell. ntpd does not start with a line that
 * it does not understand, nor with a last line that does not end: then nothing is known. Keywords are lower case, # begins a
 * comment. A line that goes on in the next (\ at its end) is left open, since a comment goes on as well. */
#include "evidence/clock/clock.h"

#include "tenken/base/limits.h"
#include "tenken/syntax/lines.h"

#define BLANKS " \t\r\""

/* [weight N] [trusted] behind a server's name. */
static bool
are_options(struct str rest)
{
	int64_t weight;

	for (struct str word; (word = str_token(&rest, BLANKS)).len;)
		if (!str_is(word, "trusted") && !(str_is(word, "weight") && str_int(str_token(&rest, BLANKS), &weight) && weight >= 1 && weight <= 10))
			return false;
	return true;
}

/* Takes one line; a word that ntpd does not know makes the whole file one that it refuses. */
static void
read_line(const struct parse *parse, const struct file *file, unsigned line, struct str rest, struct clock_config *config)
{
	static const char *const others[] = { "listen", "query", "constraint", "constraints" };
	struct str word = str_token(&rest, BLANKS);
	bool is_server = str_is(word, "server") || str_is(word, "servers"), is_known = !word.len;
	struct str name = is_server ? str_token(&rest, BLANKS) : STR("");

	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		is_known |= str_is(word, others[i]);
	if (is_server && name.len && are_options(rest)) {
		if (clock_is_external(name, parse->bundle->subject) && config->sources++ == 0)
			config->at = file_span(file, line);
	} else if (str_is(word, "sensor")) {
		config->reason = "a sensor is named; whether the host has it is not known";
	} else if (!is_known) {
		config->is_refused = true;
		diag_report(&parse->run->diags, DIAG_SYNTAX_UNKNOWN, file_span(file, line), "%.*s", (int)word.len, word.ptr);
	}
}

void
clock_openntpd_config(const struct parse *parse, struct file *main, struct clock_config *ret)
{
	struct lines lines = lines_of(main->bytes);

	*ret = (struct clock_config){ .daemon = "openntpd" };
	main->is_used = true;
	while (lines_next(&lines)) {
		bool goes_on = str_has_suffix(lines.text, "\\") || (lines.rest.len == 0 && !str_has_suffix(main->bytes, "\n"));
		if (goes_on) {
			ret->is_refused = true;
			diag_report(&parse->run->diags, DIAG_SYNTAX_UNKNOWN, file_span(main, lines.line), "the line does not end");
		}
		const char *comment = memchr(lines.text.ptr, '#', lines.text.len);
		if (comment)
			lines.text.len = (size_t)(comment - lines.text.ptr);
		read_line(parse, main, lines.line, lines.text, ret);
	}
	if (!ret->at.path)
		ret->at = file_span(main, 0);
	if (ret->is_refused) {
		ret->reason = "ntpd may refuse its configuration: a line is not understood";
	} else if (ret->sources) {
		ret->configured = KNOWN_YES;
		ret->reason = NULL;
	} else if (!ret->reason) {
		ret->configured = KNOWN_NO;
	}
}
