/* Which command printed a file: told by its name in a bundle (cmd/chronyc-tracking.txt), else by its content, for files that
 * come loose or under names of their own. */
#include "evidence/clock/clock.h"

#include "tenken/syntax/lines.h"

#define LOOKED_AT 4096   /* bytes; every one of these outputs shows itself at its beginning */

static enum clock_output
output_by_name(const struct file *file)
{
	static const struct {
		const char *name;
		enum clock_output output;
	} names[] = {
		{ "cmd/chronyc-tracking.txt", CLOCK_TRACKING }, { "cmd/chronyc-sources.txt", CLOCK_SOURCES }, { "cmd/ntpq-pn.txt", CLOCK_PEERS },
		{ "cmd/ntpq.txt", CLOCK_PEERS }, { "cmd/ntpq-p.txt", CLOCK_PEERS }, { "cmd/ntpq-rv.txt", CLOCK_VARIABLES },
		{ "cmd/ntpctl-all.txt", CLOCK_NTPCTL }, { "cmd/ntpctl-status.txt", CLOCK_NTPCTL }, { "cmd/ntpctl-peers.txt", CLOCK_NTPCTL },
		{ "cmd/ntpctl.txt", CLOCK_NTPCTL }, { "cmd/timedatectl-show.txt", CLOCK_SHOW }, { "cmd/timedatectl-status.txt", CLOCK_STATUS },
		{ "cmd/timedatectl.txt", CLOCK_STATUS }, { "cmd/timedatectl-timesync-status.txt", CLOCK_TIMESYNC_STATUS },
		{ "cmd/timedatectl-show-timesync.txt", CLOCK_SHOW_TIMESYNC },
	};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strcmp(file->name, names[i].name) == 0)
			return names[i].output;
	return CLOCK_NONE;
}

static size_t
count_commas(struct str line)
{
	size_t count = 0;

	for (size_t i = 0; i < line.len; i++)
		count += line.ptr[i] == ',';
	return count;
}

/* chronyc -c: no header, but fields that nothing else has in these places. */
static enum clock_output
output_of_csv(struct str line)
{
	bool is_hex = line.len > 8 && line.ptr[8] == ',';

	for (size_t i = 0; is_hex && i < 8; i++)
		is_hex = memchr("0123456789ABCDEF", line.ptr[i], 16) != NULL;
	if (is_hex && count_commas(line) == 13)
		return CLOCK_TRACKING;
	bool is_source = line.len > 4 && memchr("^=#", line.ptr[0], 3) && line.ptr[1] == ',' && memchr("*+-x~?", line.ptr[2], 6) &&
	    line.ptr[3] == ',';
	return is_source && count_commas(line) == 9 ? CLOCK_SOURCES : CLOCK_NONE;
}

static enum clock_output
output_by_content(const struct file *file)
{
	/* Every one of the words must be there. */
	static const struct {
		const char *words[3];
		enum clock_output output;
	} known[] = {
		{ { "Reference ID    :", "Leap status     :", "" }, CLOCK_TRACKING }, { { "506 Cannot talk to daemon", "", "" }, CLOCK_TRACKING },
		{ { "MS Name/IP address", "Reach LastRx", "" }, CLOCK_SOURCES }, { { "remote", "refid", "when poll reach" }, CLOCK_PEERS },
		{ { "associd=0 status=", "leap", "" }, CLOCK_VARIABLES }, { { " valid, ", "clock synced, stratum", "" }, CLOCK_NTPCTL },
		{ { " valid, ", "clock unsynced", "" }, CLOCK_NTPCTL }, { { "Timezone=", "\nNTPSynchronized=", "" }, CLOCK_SHOW },
		{ { "Universal time:", "synchronized:", "" }, CLOCK_STATUS }, { { "Poll interval:", "Packet count:", "" }, CLOCK_TIMESYNC_STATUS },
		{ { "FallbackNTPServers=", "PollInterval", "" }, CLOCK_SHOW_TIMESYNC },
	};
	struct str start = { file->bytes.ptr, file->bytes.len < LOOKED_AT ? file->bytes.len : LOOKED_AT };
	struct str rest = start, line;

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (str_has(start, known[i].words[0]) && str_has(start, known[i].words[1]) && str_has(start, known[i].words[2]))
			return known[i].output;
	return str_line(&rest, &line) ? output_of_csv(line) : CLOCK_NONE;
}

enum clock_output
clock_output_of(const struct file *file)
{
	enum clock_output named = output_by_name(file);

	return named != CLOCK_NONE || file->link || file_is_under(file, "etc/") ? named : output_by_content(file);
}

/* How many files of the parser are that output by name, and how many by content only. */
static void
count_outputs(const struct parse *parse, enum clock_output output, size_t *ret_named, size_t *ret_alike)
{
	*ret_named = *ret_alike = 0;
	for (struct file *file = NULL; (file = bundle_next(parse, file));) {
		enum clock_output named = output_by_name(file);
		*ret_named += named == output;
		*ret_alike += named == CLOCK_NONE && clock_output_of(file) == output;
	}
}

struct file *
clock_next(const struct parse *parse, enum clock_output output, struct file *previous)
{
	size_t named, alike;

	count_outputs(parse, output, &named, &alike);
	while ((previous = bundle_next(parse, previous)))
		if (output_by_name(previous) == output || (named == 0 && alike == 1 && clock_output_of(previous) == output))
			break;
	return previous;
}

void
clock_report_unread(const struct parse *parse)
{
	for (struct file *file = NULL; (file = bundle_next(parse, file));) {
		enum clock_output output = clock_output_of(file);
		size_t named, alike;
		if (output == CLOCK_NONE || output_by_name(file) != CLOCK_NONE)
			continue;
		count_outputs(parse, output, &named, &alike);
		if (named || alike > 1)
			diag_report(&parse->run->diags, DIAG_OUTPUT_TWICE, file_span(file, 0), "%s", "");
	}
}
