/* wevtutil(1) gl and gli, Get-WinEvent -ListLog: what the event log service says of its logs. The keys are English
 * in every language of Windows; sizes are bytes. */
#include "evidence/windows/eventlog.h"

#include "tenken/base/limits.h"
#include "tenken/syntax/lines.h"

struct channel *
eventlog_channel(struct eventlogs *logs, struct str name)
{
	struct arena *arena = logs->parse->bundle->arena;
	const char *key = arena_strndup(arena, name.ptr, name.len);
	struct channel *channel = map_get(&logs->by_name, key);

	if (channel)
		return channel;
	channel = arena_alloc(arena, sizeof *channel);
	*channel =
	    (struct channel){ .name = key, .count = -1, .oldest_id = -1, .event_id = -1, .event_day = DAY_UNKNOWN };
	for (int i = 0; i < LAYER_COUNT; i++)
		channel->layers[i].max_bytes = -1;
	map_add(&logs->by_name, key, channel);
	vec_push(arena, &logs->list, channel);
	return channel;
}

void
eventlog_note(struct channel *channel, enum layer layer, const struct channel_settings *settings)
{
	struct channel_settings *known = &channel->layers[layer];

	if (!known->at.path)
		known->at = settings->at;
	/* Off in one file is off: nobody collects from a log twice to see it change. */
	if (settings->enabled != TRUTH_UNKNOWN && known->enabled != TRUTH_NO)
		known->enabled = settings->enabled;
	if (settings->full != FULL_UNKNOWN && known->full != settings->full)
		known->full = known->full == FULL_UNKNOWN ? settings->full : FULL_DISPUTED;
	if (settings->max_bytes >= 0 && (known->max_bytes < 0 || settings->max_bytes < known->max_bytes))
		known->max_bytes = settings->max_bytes;
}

struct channel_settings
eventlog_settings(const struct channel *channel)
{
	struct channel_settings settings = { .max_bytes = -1 };

	for (int i = 0; i < LAYER_COUNT; i++) {
		const struct channel_settings *layer = &channel->layers[i];
		if (!settings.at.path)
			settings.at = layer->at;
		if (settings.enabled == TRUTH_UNKNOWN)
			settings.enabled = layer->enabled;
		/* A policy that was not collected beats the host's own key: that one proves no promise, and no loss. */
		bool is_certain = i != LAYER_LOCAL || layer->full == FULL_OVERWRITE;
		if (settings.full == FULL_UNKNOWN && is_certain)
			settings.full = layer->full;
		if (settings.max_bytes < 0)
			settings.max_bytes = layer->max_bytes;
	}
	return settings;
}

enum when_full
eventlog_when_full(enum truth retention, enum truth backup)
{
	if (retention == TRUTH_NO)
		return FULL_OVERWRITE; /* a backup is made only where nothing may be overwritten */
	if (retention == TRUTH_UNKNOWN || backup == TRUTH_UNKNOWN)
		return FULL_UNKNOWN;
	return backup == TRUTH_YES ? FULL_ARCHIVE : FULL_STOP;
}

/* One block of wevtutil gl, from its `name:` on. */
struct block {
	struct channel *channel;
	struct channel_settings settings;
	enum truth retention, backup;
};

static void
finish_block(struct block *block)
{
	if (!block->channel)
		return;
	block->settings.full = eventlog_when_full(block->retention, block->backup);
	eventlog_note(block->channel, LAYER_SERVICE, &block->settings);
}

void
eventlog_read_config(struct eventlogs *logs, struct file *file)
{
	struct block block = { 0 };
	struct str text, key, value;

	if (!windows_text(logs->parse, file, &text))
		return;
	for (struct lines lines = lines_of(text); lines_next(&lines) && lines.line <= LIMIT_LINES;) {
		if (!windows_labelled(lines.text, &key, &value))
			continue;
		if (str_has_prefix(lines.text, "name:") && value.len) {
			finish_block(&block);
			block = (struct block){ .channel = eventlog_channel(logs, value), .settings.max_bytes = -1 };
			block.settings.at = file_span(file, lines.line);
		} else if (str_is(key, "enabled")) {
			block.settings.enabled = windows_boolean(value);
		} else if (str_is(key, "retention")) {
			block.retention = windows_boolean(value);
			block.settings.at = file_span(file, lines.line);
		} else if (str_is(key, "autoBackup")) {
			block.backup = windows_boolean(value);
		} else if (str_is(key, "maxSize")) {
			str_int(value, &block.settings.max_bytes);
		}
	}
	finish_block(&block);
}

/* The output does not name its log: the file's name does. */
void
eventlog_read_info(struct eventlogs *logs, struct file *file)
{
	const char *name = windows_named(logs->parse->bundle->arena, file, "wevtutil-gli");
	struct str text, key, value;

	if (!windows_text(logs->parse, file, &text))
		return;
	if (!name) {
		diag_report(&logs->parse->run->diags, DIAG_SYNTAX_UNKNOWN, file_span(file, 0),
		    "which log it is (wevtutil-gli-LOG.txt)");
		return;
	}
	struct channel *channel = eventlog_channel(logs, str_of(name));
	for (struct lines lines = lines_of(text); lines_next(&lines) && lines.line <= LIMIT_LINES;) {
		if (!windows_labelled(lines.text, &key, &value))
			continue;
		if (str_is(key, "numberOfLogRecords"))
			str_int(value, &channel->count);
		else if (str_is(key, "oldestRecordNumber"))
			str_int(value, &channel->oldest_id);
	}
}

static enum when_full
mode_of(struct str mode)
{
	if (str_is_nocase(mode, "Circular"))
		return FULL_OVERWRITE;
	if (str_is_nocase(mode, "AutoBackup"))
		return FULL_ARCHIVE;
	return str_is_nocase(mode, "Retain") ? FULL_STOP : FULL_UNKNOWN;
}

void
eventlog_read_list(struct eventlogs *logs, struct file *file)
{
	struct csv csv;

	if (!windows_csv(logs->parse, file, &csv))
		return;
	int name = windows_column(&csv, "LogName"), enabled = windows_column(&csv, "IsEnabled"),
	    mode = windows_column(&csv, "LogMode"), size = windows_column(&csv, "MaximumSizeInBytes"),
	    count = windows_column(&csv, "RecordCount"), oldest = windows_column(&csv, "OldestRecordNumber");
	for (size_t i = 1; i < csv.rows.len; i++) {
		const struct csv_row *row = &csv.rows.items[i];
		if (windows_cell(row, name).len == 0)
			continue;
		struct channel *channel = eventlog_channel(logs, windows_cell(row, name));
		struct channel_settings settings = { .enabled = windows_boolean(windows_cell(row, enabled)),
			.full = mode_of(windows_cell(row, mode)),
			.max_bytes = -1,
			.at = file_span(file, row->line) };
		str_int(windows_cell(row, size), &settings.max_bytes);
		eventlog_note(channel, LAYER_SERVICE, &settings);
		str_int(windows_cell(row, count), &channel->count);
		str_int(windows_cell(row, oldest), &channel->oldest_id);
	}
}
