/* auditd.conf(5): how long the Linux audit trail is kept on the host.
 *
 * Decision rule (docs/evidence.md, log): the trail is bounded by max_log_file (MB) x num_logs when max_log_file_action
 * is ROTATE and num_logs is 2 or more; keep_logs keeps everything; other actions stop or do not rotate, so nothing
 * can be promised; write_logs = no keeps nothing. Keywords are case-insensitive; the daemon reads no includes.
 *
 * This is the smallest parser and the model for new ones: bid, read the grammar, decide, emit with the line. */
#include "tenken/evidence/evidence.h"

#include "evidence/log/log_fields.h"
#include "tenken/base/limits.h"
#include "tenken/syntax/lines.h"

/* What the file sets, each with the line it was set on (0: not set). */
struct auditd {
	struct line_pair log_file, max_log_file, num_logs, action, write_logs, local_events;
	struct line_pair space_left, admin_space_left, disk_full;
};

static int
bid(const struct file *file)
{
	return strcmp(file->name, "etc/audit/auditd.conf") == 0 ? 80 : 0;
}

static void
read_settings(const struct line_pairs *pairs, struct auditd *ret)
{
	static const struct {
		const char *key;
		size_t offset;
	} known[] = {
		{ "log_file", offsetof(struct auditd, log_file) },
		{ "max_log_file", offsetof(struct auditd, max_log_file) },
		{ "num_logs", offsetof(struct auditd, num_logs) },
		{ "max_log_file_action", offsetof(struct auditd, action) },
		{ "write_logs", offsetof(struct auditd, write_logs) },
		{ "local_events", offsetof(struct auditd, local_events) },
		{ "space_left_action", offsetof(struct auditd, space_left) },
		{ "admin_space_left_action", offsetof(struct auditd, admin_space_left) },
		{ "disk_full_action", offsetof(struct auditd, disk_full) },
	};

	for (size_t i = 0; i < pairs->list.len; i++)
		for (size_t k = 0; k < sizeof known / sizeof *known; k++)
			if (str_is_nocase(pairs->list.items[i].key, known[k].key))
				*(struct line_pair *)((char *)ret + known[k].offset) = pairs->list.items[i];
}

/* Actions that delete old records or drop new ones. */
static bool
loses(const struct line_pair *action)
{
	return action->line && (str_is_nocase(action->value, "rotate") || str_is_nocase(action->value, "ignore"));
}

/* What the settings promise: sets the retention attributes of the record. */
static void
decide(const struct parse *parse, const struct auditd *set, struct record *log)
{
	struct subject *subject = parse->subject;
	int64_t megabytes = 8, logs = 0;   /* the daemon's own defaults: auditd.conf(5) */

	bool is_off = (set->write_logs.line && str_is_nocase(set->write_logs.value, "no")) ||
	    (set->local_events.line && str_is_nocase(set->local_events.value, "no")) || str_has_prefix(set->log_file.value, "/dev/");
	if (is_off) {
		record_set(subject, log, "retention-kind", "none");
		record_set_int(subject, log, "guaranteed-days", 0);
		return;
	}
	if (set->action.line && str_is_nocase(set->action.value, "keep_logs")) {
		bool is_lost = loses(&set->space_left) || loses(&set->admin_space_left) || loses(&set->disk_full);
		record_set(subject, log, "retention-kind", is_lost ? "unknown" : "unbounded");
		record_set(subject, log, "reason", is_lost ? "keep_logs, but records are lost when the disk fills" : NULL);
		return;
	}
	bool is_readable = (!set->max_log_file.line || str_int(set->max_log_file.value, &megabytes)) &&
	    (!set->num_logs.line || str_int(set->num_logs.value, &logs));
	if (!is_readable) {
		record_set(subject, log, "retention-kind", "unknown");
		record_set(subject, log, "reason", "max_log_file or num_logs is no number");
	} else if (set->action.line && str_is_nocase(set->action.value, "rotate") && logs >= 2 && megabytes < 1 << 20 && logs < 1000) {
		record_set(subject, log, "retention-kind", "size-bound");
		record_set_int(subject, log, "capacity-bytes", megabytes * logs << 20);
	} else {
		record_set(subject, log, "retention-kind", "unknown");
		record_set(subject, log, "reason", "the log is not rotated: what happens when it is full is not decided by this file");
	}
}

/* Every record begins with the seconds since 1970; what an event tells beyond that is the kernel's: user and result of all of
 * interest here, an address of logins only. */
static void
add_format(const struct parse *parse, const char *log, struct span at)
{
	struct log_formats formats = log_formats_of(parse->bundle->arena);
	unsigned fields = FIELD_MOMENT | FIELD_USER | FIELD_ACTION | FIELD_RESULT;
	struct log_format format = { .log = log, .writer = "auditd", .class = "audit", .known = fields, .has = fields, .at = at };

	log_formats_add(&formats, &format);
	log_formats_emit(parse, &formats);
}

static void
parse(const struct parse *parse)
{
	for (struct file *file = NULL; (file = bundle_next(parse, file));) {
		struct auditd set = { 0 };
		struct line_pairs pairs = { 0 };

		lines_pairs(parse->run, parse->bundle->arena, file->path, file->bytes, LINES_EQUALS, &pairs);
		read_settings(&pairs, &set);
		const char *name = set.log_file.line
		    ? arena_strndup(parse->bundle->arena, set.log_file.value.ptr, set.log_file.value.len) : "/var/log/audit/audit.log";
		unsigned line = set.action.line ? set.action.line : set.num_logs.line;
		struct record *log = record_add(parse->subject, "log", name, file_span(file, line));
		record_set(parse->subject, log, "source", "auditd");
		/* Whatever it is called: it is the audit trail. */
		record_set_bool(parse->subject, log, "security", true);
		record_set(parse->subject, log, "class", "audit");
		decide(parse, &set, log);
		if (strcmp(record_get(log, "retention-kind"), "none") != 0)
			add_format(parse, name, file_span(file, line));
		file->is_used = true;
	}
}

const struct parser parser_auditd = {
	.name = "auditd",
	.title = { "auditd.conf(監査ログの保存)", "auditd.conf: retention of the audit trail" },
	.bid = bid,
	.parse = parse,
};
