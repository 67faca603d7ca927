/* The event logs of Windows: what bounds them, and how far back they reach.
 *
 * Decision rule (docs/evidence.md, log): a log that overwrites (Circular) is bounded by its size and promises no
 * period. One that is archived when full (AutoBackup) keeps everything on the host: unbounded; its current file then
 * shows nothing of what lies in the archives, so nothing is observed. One that neither overwrites nor archives stops
 * when it is full: what happens then is lost, which is as good as no log (retention none). So is a log that is off, if
 * it is one that every host writes; of the hundreds of others most are off by default and are no logs of this host.
 *
 * Events are numbered from 1. The event that was collected is the oldest only when its number is (nearly) the
 * oldest one that the service tells: a log is written to between two commands. If that number is 1, nothing older
 * ever was (young); otherwise older events were there and are gone. */
#include "evidence/windows/eventlog.h"

#include "evidence/table/mapping.h"
#include "tenken/base/limits.h"
#include "tenken/syntax/lines.h"
#include "tenken/syntax/xml.h"

static int
bid(const struct file *file)
{
	return windows_bid(file, WINDOWS_LOG_CONFIG, WINDOWS_LOG_COLLECTION);
}

static void
decide(struct subject *subject, struct record *log, const struct channel_settings *set)
{
	static const char *const kinds[] = { [FULL_UNKNOWN] = "unknown",
		[FULL_OVERWRITE] = "size-bound",
		[FULL_ARCHIVE] = "unbounded",
		[FULL_STOP] = "none",
		[FULL_DISPUTED] = "unknown" };
	static const char *const words[] = {
		[FULL_OVERWRITE] = "overwrite", [FULL_ARCHIVE] = "archive", [FULL_STOP] = "stop", [FULL_DISPUTED] = NULL
	};
	bool is_off = set->enabled == TRUTH_NO;
	const char *kind = is_off ? "none" : kinds[set->full];

	record_set(subject, log, "retention-kind", kind);
	if (strcmp(kind, "none") == 0)
		record_set_int(subject, log, "guaranteed-days", 0);
	if (is_off)
		record_set(subject, log, "reason", "the log is off");
	else if (set->full == FULL_STOP)
		record_set(subject, log, "reason", "when the log is full, new events are lost");
	else if (set->full == FULL_DISPUTED)
		record_set(
		    subject, log, "reason", "what happens when the log is full is told in two ways, or by halves");
	else if (set->full == FULL_UNKNOWN)
		record_set(subject, log, "reason", "what happens when the log is full was not collected");
	if (!is_off)
		record_set(subject, log, "when-full", words[set->full]);
	if (!is_off && set->max_bytes >= 0 && set->full == FULL_OVERWRITE)
		record_set_int(subject, log, "capacity-bytes", set->max_bytes);
}

/* Whether the event in hand is the oldest of the log: its number is that of the oldest, or so near that the log may
 * have moved on by it between two commands. */
static bool
is_oldest(const struct channel *channel)
{
	return channel->event_id > 0 && channel->oldest_id > 0 && channel->count > 0 &&
	       channel->event_id >= channel->oldest_id &&
	       channel->event_id - channel->oldest_id <= channel->count / 100;
}

/* The first event ever, from before Windows was installed here: the maker of an image wrote it. (A release upgrade
 * counts as an installation too; later events of an older log are believed.) */
static bool
is_of_image(const struct parse *parse, const struct channel *channel)
{
	int32_t installed = channel->event_id == 1 ? windows_install_day(parse) : DAY_UNKNOWN;

	return installed != DAY_UNKNOWN && channel->event_day < installed - 1;
}

static void
observe(
    const struct parse *parse, struct record *log, const struct channel *channel, const struct channel_settings *set)
{
	int32_t today = parse_day(parse);

	if (channel->event_day == DAY_UNKNOWN || today == DAY_UNKNOWN || set->full == FULL_ARCHIVE ||
	    set->enabled == TRUTH_NO || is_of_image(parse, channel))
		return;
	int32_t days = today - channel->event_day;
	record_set_int(parse->subject, log, "observed-days", days < 0 ? 0 : days);
	record_set(parse->subject, log, "observed-by", "record");
	if (channel->event_id == 1)
		record_set_bool(parse->subject, log, "young", true);
	else if (is_oldest(channel) && (set->full == FULL_OVERWRITE || set->full == FULL_STOP))
		record_set_bool(parse->subject, log, "young", false); /* else the older ones may lie in archives */
	record_set(parse->subject, log, "observed-at", span_text(parse->subject->arena, channel->event_at));
}

/* Logs that every host writes. */
static bool
is_expected(const struct record *log)
{
	const char *class = record_get(log, "class");

	return strcmp(log->name, "ForwardedEvents") != 0 &&
	       (strcmp(class, "auth") == 0 || strcmp(class, "audit") == 0 || strcmp(class, "system") == 0);
}

static void
emit(const struct parse *parse, const struct channel *channel)
{
	struct channel_settings set = eventlog_settings(channel);
	struct subject probe = { .arena = parse->bundle->arena };
	struct parse probing = *parse;
	struct span at = set.at.path ? set.at : channel->event_at;

	/* Only the number of events is known: there is a log, and nothing of its rules. */
	probing.subject = &probe;
	struct record *log = record_add(&probe, "log", channel->name, at);
	log_classify(&probing, log);
	if (set.enabled == TRUTH_NO && !is_expected(log))
		return;
	log = record_add(parse->subject, "log", channel->name, at);
	record_set(parse->subject, log, "source", "eventlog");
	log_classify(parse, log);
	decide(parse->subject, log, &set);
	observe(parse, log, channel, &set);
}

/* wecutil gs: a subscription of a host that collects others' events. */
static void
read_collection(const struct parse *parse, struct file *file)
{
	struct str text, key, value;
	struct record *record = NULL;
	bool is_security = false;

	if (!windows_text(parse, file, &text))
		return;
	for (struct lines lines = lines_of(text); lines_next(&lines) && lines.line <= LIMIT_LINES;) {
		is_security |= str_has(lines.text, "Path=\"Security\"") || str_has(lines.text, "Path='Security'");
		if (!windows_labelled(lines.text, &key, &value) || value.len == 0)
			continue;
		if (str_is(key, "Subscription Id") && !record)
			record = record_add(parse->subject, "log-collection",
			    arena_strndup(parse->bundle->arena, value.ptr, value.len), file_span(file, lines.line));
		else if (record && str_is(key, "Enabled") && !record_get(record, "enabled"))
			windows_set_truth(parse->subject, record, "enabled", windows_boolean(value));
		else if (record && str_is(key, "LogFile") && !record_get(record, "log"))
			record_set(
			    parse->subject, record, "log", arena_strndup(parse->bundle->arena, value.ptr, value.len));
	}
	if (record)
		record_set_bool(parse->subject, record, "security", is_security);
}

/* A policy that names a collector. Whether the collector asks for the security log only its subscription tells. */
static void
emit_forwarding(const struct eventlogs *logs)
{
	struct subject *subject = logs->parse->subject;

	if (!logs->wef_target)
		return;
	struct record *record = record_add(subject, "log-forwarding", "wef", logs->wef_at);
	record_set(subject, record, "central", "unknown");
	record_set(subject, record, "target", logs->wef_target);
}

static void
read(struct eventlogs *logs, struct file *file)
{
	switch (windows_kind(file)) {
	case WINDOWS_LOG_CONFIG:
		eventlog_read_config(logs, file);
		break;
	case WINDOWS_LOG_INFO:
		eventlog_read_info(logs, file);
		break;
	case WINDOWS_LOG_EVENTS:
		eventlog_read_events(logs, file);
		break;
	case WINDOWS_LOG_LIST:
		eventlog_read_list(logs, file);
		break;
	case WINDOWS_LOG_REGISTRY:
		eventlog_read_registry(logs, file);
		break;
	case WINDOWS_LOG_COLLECTION:
		read_collection(logs->parse, file);
		break;
	default:
		break;
	}
}

static void
parse(const struct parse *parse)
{
	struct eventlogs logs = { .parse = parse, .by_name = MAP_INIT(parse->bundle->arena) };

	for (struct file *file = NULL; (file = bundle_next(parse, file));)
		read(&logs, file);
	for (size_t i = 0; i < logs.list.len; i++)
		if (eventlog_settings(logs.list.items[i]).at.path || logs.list.items[i]->event_day != DAY_UNKNOWN)
			emit(parse, logs.list.items[i]);
	emit_forwarding(&logs);
}

const struct parser parser_eventlog = {
	.name = "windows-eventlog",
	.title = { "Windowsのイベントログ(wevtutil, Get-WinEvent, wecutil, レジストリ)",
	    "event logs of Windows: wevtutil, Get-WinEvent, wecutil, registry" },
	.bid = bid,
	.scope = SCOPE_HOST,
	.parse = parse,
};
