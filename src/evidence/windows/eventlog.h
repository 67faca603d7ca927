/* Private to the room: the event logs of a Windows host as several commands tell of them, before they become
 * records. */
#ifndef TENKEN_EVIDENCE_EVENTLOG_H
#define TENKEN_EVIDENCE_EVENTLOG_H

#include "evidence/windows/windows.h"

/* What happens when the log has reached its size. */
enum when_full {
	FULL_UNKNOWN,
	FULL_OVERWRITE,   /* the oldest events go */
	FULL_ARCHIVE,     /* the file is put aside and a new one begun */
	FULL_STOP,        /* new events are lost */
	FULL_DISPUTED,    /* two files tell different things, or one tells half */
};

/* How far to believe a setting: the service itself, the policies' key, the service's key of the registry. */
enum layer { LAYER_SERVICE, LAYER_POLICY, LAYER_LOCAL, LAYER_COUNT };

struct channel_settings {
	enum truth enabled;
	enum when_full full;
	int64_t max_bytes;        /* -1: not told */
	struct span at;           /* no path: the layer tells nothing */
};

/* One log, called a channel. */
struct channel {
	const char *name;
	struct channel_settings layers[LAYER_COUNT];
	int64_t count;            /* events in the current file; -1: not told */
	int64_t oldest_id;        /* the number of its oldest event; -1: not told */
	int32_t event_day;        /* of the oldest event that was handed in; DAY_UNKNOWN */
	int64_t event_id;         /* its number; -1: not told */
	struct span event_at;
};

struct eventlogs {
	const struct parse *parse;
	struct map by_name;
	VEC(struct channel *) list;   /* in the order of finding */
	const char *wef_target;       /* where a policy says that events are forwarded to; NULL: no such policy */
	struct span wef_at;
};

/* The channel of that name, made when it is new. */
struct channel *eventlog_channel(struct eventlogs *logs, struct str name);

/* Notes one setting of a layer; what an earlier file told otherwise becomes disputed (or, of sizes, the smaller). */
void eventlog_note(struct channel *channel, enum layer layer, const struct channel_settings *settings);

/* The settings that count: each from the first layer that tells it. */
struct channel_settings eventlog_settings(const struct channel *channel);

/* Readers of one kind of file each. */
void eventlog_read_config(struct eventlogs *logs, struct file *file);
void eventlog_read_info(struct eventlogs *logs, struct file *file);
void eventlog_read_list(struct eventlogs *logs, struct file *file);
void eventlog_read_events(struct eventlogs *logs, struct file *file);
void eventlog_read_registry(struct eventlogs *logs, struct file *file);

/* What two values of Retention and AutoBackupLogFiles come to. */
enum when_full eventlog_when_full(enum truth retention, enum truth backup);

#endif
