/* What `show logging` prints on IOS, IOS-XE and ASA: whether the device logs, to whom it sends, and what is in its
 * buffer.
 *
 * Decision rule: the weaker of what was configured and what was seen holds; where the configuration could not tell,
 * what was seen does. A target whose link is down gets nothing now, and may tomorrow: that cannot be told. The oldest
 * record in the buffer counts only when the day of collection is known, the clock was right when it was written (no
 * `*` or `.` before the time), and the records follow each other without a leap: a clock that was set anew makes old
 * of young. */
#include "evidence/network/cisco.h"

#include "evidence/log/loglist.h"
#include "tenken/syntax/lines.h"

#define GAP_DAYS 90 /* between two records; beyond, the clock was set anew */

struct show {
	struct network *network;
	unsigned before;
	bool is_off, is_trap_off, has_target, has_link;
	int trap;
	struct str target;
	const char *protocol;
	unsigned state_line, trap_line, target_line;
	bool is_buffer; /* the records begin */
	int32_t today, oldest, newest;
	unsigned oldest_line;
};

bool
cisco_is_show_logging(struct str text)
{
	return network_has_line(text, "Syslog logging: ");
}

static struct str
behind(struct str text, const char *beginning)
{
	size_t len = strlen(beginning);

	return str_trim((struct str){ text.ptr + len, text.len - len });
}

/* `level informational, 478 message lines logged`, `disabled` */
static void
take_trap(struct show *show, struct str text)
{
	show->is_trap_off = str_has_prefix(text, "disabled");
	str_token(&text, " ");
	show->trap = network_severity(str_token(&text, " ,"));
}

/* `10.5.2.1  (udp port 514, audit disabled,` and, on an ASA, `inside 10.67.88.90, UDP TX:323 errors: 0  dropped: 1` */
static void
take_target(struct show *show, struct str text, unsigned number)
{
	struct words words = words_of(text);
	struct str target = words.at[0];
	bool is_asa = words.count > 1 && words.at[1].len && words.at[1].ptr[0] != '(';

	if (is_asa)
		target = words.at[1];
	if (target.len && target.ptr[target.len - 1] == ',')
		target.len--;
	if (!clock_is_external(target, NULL))
		return;
	if (!show->has_target) {
		show->target = target;
		show->protocol = str_has(text, "udp") || str_has(text, "UDP")   ? "udp"
		                 : str_has(text, "tls")                         ? "tls"
		                 : str_has(text, "tcp") || str_has(text, "TCP") ? "tcp"
		                                                                : NULL;
		show->target_line = number;
	}
	show->has_target = true;
	show->has_link |= is_asa ? !str_has(text, "Not connected") : str_has(text, "link up");
}

static void
take_buffer(struct show *show, struct str text, unsigned number)
{
	struct network_log *log = network_log(show->network, "buffer", file_span(show->network->file, number));

	if (str_has_prefix(text, "disabled")) {
		log->kind = "none";
		log->days = 0;
		log->at = file_span(show->network->file, number);
	} else if (!log->kind || strcmp(log->kind, "none") != 0) {
		log->kind = "size-bound";
		log->reason = NULL;
	}
}

/* `enabled, url bootflash:/, disk space 16384 bytes, ...` */
static void
take_persistent(struct show *show, struct str text, unsigned number)
{
	if (!str_has_prefix(text, "enabled"))
		return;
	struct network_log *log = network_log(show->network, "persistent", file_span(show->network->file, number));
	struct words words = words_of(text);
	int64_t bytes;

	log->kind = "size-bound";
	if (str_int(words_after(&words, "space", 0), &bytes))
		log->bytes = bytes;
}

/* `Log Buffer (4096 bytes):`; the records follow. */
static void
take_size(struct show *show, struct str text, unsigned number)
{
	struct network_log *log = network_log(show->network, "buffer", file_span(show->network->file, number));
	struct str size = behind(text, "Log Buffer (");
	int64_t bytes;

	show->is_buffer = true;
	if (log->bytes < 0 && log->kind && strcmp(log->kind, "size-bound") == 0 &&
	    str_int(str_token(&size, " "), &bytes))
		log->bytes = bytes;
}

/* `Aug 15 2019 13:44:38:` has its year. */
static int32_t
day_with_year(struct str text)
{
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	struct words words = words_of(text);
	int64_t day, year;

	if (words.count < 4 || words.at[0].len != 3 || words.at[2].len != 4 || !str_int(words.at[1], &day) ||
	    !str_int(words.at[2], &year))
		return DAY_UNKNOWN;
	for (int month = 0; month < 12; month++)
		if (memcmp(words.at[0].ptr, months + month * 3, 3) == 0)
			return day_of((int)year, month + 1, day < 32 ? (int)day : 0);
	return DAY_UNKNOWN;
}

/* The day of a record, behind the sequence number. */
static int32_t
day_of_record(const struct show *show, struct str text)
{
	struct str rest = text, number = str_token(&rest, ":");
	int64_t sequence;

	if (str_int(number, &sequence) && rest.len)
		text = str_trim((struct str){ rest.ptr + 1, rest.len - 1 });
	int32_t day = day_with_year(text);
	return day != DAY_UNKNOWN ? day : loglist_day(text, show->today);
}

static void
take_record(struct show *show, struct str text, unsigned number)
{
	int32_t day = show->today == DAY_UNKNOWN ? DAY_UNKNOWN : day_of_record(show, text);

	if (day == DAY_UNKNOWN || day > show->today + 1)
		return;
	if (show->newest == DAY_UNKNOWN || day < show->newest || day - show->newest > GAP_DAYS) {
		show->oldest = day;
		show->oldest_line = number;
	}
	show->newest = day;
}

static void
take_line(struct show *show, struct str text, unsigned number)
{
	if (str_has_prefix(text, "Syslog logging: ")) {
		show->is_off = str_has_prefix(behind(text, "Syslog logging: "), "disabled");
		show->state_line = number;
	} else if (str_has_prefix(text, "Trap logging: ")) {
		take_trap(show, behind(text, "Trap logging: "));
		show->trap_line = number;
	} else if (str_has_prefix(text, "Logging to ")) {
		take_target(show, behind(text, "Logging to "), number);
	} else if (str_has_prefix(text, "link up")) {
		show->has_link = true;
	} else if (str_has_prefix(text, "Buffer logging: ")) {
		take_buffer(show, behind(text, "Buffer logging: "), number);
	} else if (str_has_prefix(text, "Persistent logging: ")) {
		take_persistent(show, behind(text, "Persistent logging: "), number);
	} else if (str_has_prefix(text, "Log Buffer (")) {
		take_size(show, text, number);
	} else if (show->is_buffer || str_has(text, "%ASA-")) {
		take_record(show, text, number);
	}
}

/* What was seen, and what the configuration said before, if anything. */
static void
decide(struct show *show)
{
	bool is_barred = show->is_off || show->is_trap_off || !show->has_target;
	unsigned line = show->is_off || !show->trap_line ? show->state_line
	                : is_barred                      ? show->trap_line
	                                                 : show->target_line;
	struct network_forward *forward =
	    network_forward(show->network, "syslog", file_span(show->network->file, line));
	bool was_configured = forward->scope != NULL;
	enum known seen = is_barred ? KNOWN_NO : network_central(show->trap);

	if (seen == KNOWN_YES && !show->has_link)
		seen = KNOWN_NOT;
	if (!was_configured || seen == KNOWN_NO || forward->central == KNOWN_NOT ||
	    (seen == KNOWN_NOT && forward->central == KNOWN_YES)) {
		forward->central = seen;
		forward->at = file_span(show->network->file, line);
		forward->target = forward->target ? forward->target : network_text(show->network, show->target);
		forward->protocol = forward->protocol ? forward->protocol : show->protocol;
	}
	forward->scope = "all";
}

void
cisco_read_show_logging(struct network *network, struct str text, unsigned before)
{
	const struct subject *subject = network->parse->subject;
	struct show show = { .network = network,
		.before = before,
		.trap = -1,
		.oldest = DAY_UNKNOWN,
		.newest = DAY_UNKNOWN,
		.today = subject->collected_at.is_known ? instant_day(subject->collected_at) : DAY_UNKNOWN };
	struct lines lines = lines_of(text);

	while (lines_next(&lines))
		take_line(&show, str_trim(lines.text), before + lines.line);
	decide(&show);
	if (show.oldest != DAY_UNKNOWN && show.today - show.newest <= GAP_DAYS) {
		struct network_log *log = network_log(network, "buffer", file_span(network->file, show.oldest_line));
		log->oldest = show.oldest;
		log->oldest_at = file_span(network->file, show.oldest_line);
	}
	network_os_guess(network, str_has(text, "%ASA-") ? "asa" : "cisco");
}
