/* journald.conf(5): how long the systemd journal is kept.
 *
 * Decision rule (docs/evidence.md, log): the journal is bounded by size, always, unless it is not kept at all.
 * MaxRetentionSec only deletes what is older; it guarantees nothing, since SystemMaxUse (default: 10 % of the file
 * system, at most 4 GiB) may bite much earlier. So it sets max-days and never guaranteed-days.
 * Storage=none keeps nothing; volatile is lost at boot; auto is persistent only where /var/log/journal exists, which
 * the files alone do not tell. */
#include "tenken/evidence/evidence.h"

#include "evidence/table/mapping.h"
#include "evidence/systemd.h"

static int
bid(const struct file *file)
{
	return systemd_is_file(file, "journald") ? 80 : 0;
}

/* A size limit that was set, as the capacity; the default depends on the file system. */
static void
set_capacity(const struct parse *parse, const struct systemd_config *config, struct record *log)
{
	struct setting use = systemd_get(parse, config, "Journal", "SystemMaxUse");
	int64_t bytes;

	if (use.file && systemd_bytes(use.value, &bytes) && bytes > 0)
		record_set_int(parse->subject, log, "capacity-bytes", bytes);
}

static void
decide(const struct parse *parse, const struct systemd_config *config, struct record *log)
{
	struct subject *subject = parse->subject;
	struct setting storage = systemd_get(parse, config, "Journal", "Storage");
	struct setting retention = systemd_get(parse, config, "Journal", "MaxRetentionSec");
	double seconds = 0;

	if (storage.file && str_is_nocase(storage.value, "none")) {
		record_set(subject, log, "retention-kind", "none");
		record_set_int(subject, log, "guaranteed-days", 0);
		return;
	}
	if (storage.file && str_is_nocase(storage.value, "volatile")) {
		/* In memory: the next boot ends it, whatever the limits say. */
		record_set(subject, log, "retention-kind", "none");
		record_set_int(subject, log, "guaranteed-days", 0);
		return;
	}
	if (retention.file && retention.value.len && !systemd_seconds(retention.value, &seconds)) {
		record_set(subject, log, "retention-kind", "unknown");
		record_set(subject, log, "reason", "MaxRetentionSec is no span of time");
		return;
	}
	record_set(subject, log, "retention-kind", "size-bound");
	if (seconds > 0)
		record_set_int(subject, log, "max-days", (int64_t)(seconds / 86400));
	set_capacity(parse, config, log);
}

/* The line that says most: what is set, else the main file as a whole. */
static struct span
deciding_line(const struct parse *parse, const struct systemd_config *config)
{
	static const char *const keys[] = { "Storage", "MaxRetentionSec", "SystemMaxUse" };

	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		struct setting setting = systemd_get(parse, config, "Journal", keys[i]);
		if (setting.file)
			return file_span(setting.file, setting.line);
	}
	return file_span(config->files.items[0], 0);
}

static void
parse(const struct parse *parse)
{
	struct systemd_config config;

	if (!systemd_find(parse, "journald", &config))
		return;
	struct record *log = record_add(parse->subject, "log", "journal", deciding_line(parse, &config));
	record_set(parse->subject, log, "source", "journald");
	log_classify(parse, log);
	if (!config.main || config.is_open) {
		/* Drop-ins without the file they stand on, or the other way round: what the rest sets is not known. */
		record_set(parse->subject, log, "retention-kind", "unknown");
		record_set(parse->subject, log, "reason", config.main ? "a drop-in could not be read" : "journald.conf was not collected");
		return;
	}
	decide(parse, &config, log);
}

const struct parser parser_journald = {
	.name = "journald",
	.title = { "journald.conf(ジャーナルの保存)", "journald.conf: retention of the systemd journal" },
	.bid = bid,
	.parse = parse,
};
