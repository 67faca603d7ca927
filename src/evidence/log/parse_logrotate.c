/* logrotate.conf(5): how long the logs that logrotate rotates are kept.
 *
 * Decision rule (docs/evidence.md, log), with R = rotate and the directive that counts being the last one read:
 *   R = 0, or never set       none: the old log is removed at each rotation
 *   R = -1                    unbounded; with maxage M, time-bound: M days
 *   a period, R > 0           time-bound: R periods are certain, the shortest R calendar months for monthly; maxage M: at most M
 *   size or maxsize, R > 0    size-bound: size x R bytes; how many days that is nobody knows
 * minsize, minage and notifempty only put a rotation off. hourly means daily where the program runs once a day, and is
 * taken at its word where that is not known. Days beyond what is certain are given as max-days: R + 1 periods. */
#include "tenken/evidence/evidence.h"

#include "evidence/log/logrotate.h"
#include "evidence/table/mapping.h"
#include "evidence/log/parse_logrotate.h"
#include "tenken/base/limits.h"
#include "tenken/syntax/lines.h"

#define CAPACITY_MAX ((int64_t)1 << 50)

static const char *const timers[] = {
	"etc/systemd/system/logrotate.timer", "usr/lib/systemd/system/logrotate.timer", "lib/systemd/system/logrotate.timer", NULL
};

static int
bid(const struct file *file)
{
	static const char *const names[] = {
		"etc/logrotate.conf", "usr/etc/logrotate.conf", "var/lib/logrotate/status", "var/lib/logrotate/logrotate.status",
		"var/lib/logrotate.status", "etc/cron.daily/logrotate", "etc/cron.hourly/logrotate", NULL
	};
	static const char *const folders[] = { "etc/logrotate.d/", "usr/etc/logrotate.d/", "etc/systemd/system/logrotate.timer.d/", NULL };

	for (int i = 0; names[i]; i++)
		if (strcmp(file->name, names[i]) == 0)
			return 80;
	for (int i = 0; timers[i]; i++)
		if (strcmp(file->name, timers[i]) == 0)
			return 80;
	for (int i = 0; folders[i]; i++)
		if (str_has_prefix(str_of(file->name), folders[i]))
			return 80;
	return 0;
}

/* Days of the longest or shortest `count` consecutive months; only the longest have a 29 February. */
static int64_t
month_days(int64_t count, bool is_longest)
{
	const int lengths[] = { 31, is_longest ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	int64_t best = -1;

	for (int start = 0; start < 12; start++) {
		int64_t days = 0;
		for (int i = 0; i < count % 12; i++)
			days += lengths[(start + i) % 12];
		if (best < 0 || (is_longest ? days > best : days < best))
			best = days;
	}
	return count / 12 * (is_longest ? 366 : 365) + best;
}

int64_t
logrotate_days(enum logrotate_period period, int64_t count, bool is_longest, bool is_daily_run)
{
	switch (period) {
	case LOGROTATE_HOURLY: return is_longest || is_daily_run ? count : count / 24;
	case LOGROTATE_DAILY: return count;
	case LOGROTATE_WEEKLY: return 7 * count;
	case LOGROTATE_MONTHLY: return month_days(count, is_longest);
	case LOGROTATE_YEARLY: return (is_longest ? 366 : 365) * count;
	case LOGROTATE_SIZE: break;
	}
	return 0;
}

/* Days after which nothing is left, or -1 where nothing says so: an old log goes at the first rotation that finds R of
 * them, or finds it M days old; either may come one period late, and its oldest record is one period older than itself.
 * A size or an age below which nothing is rotated puts it off for good. */
static int64_t
days_at_most(const struct logrotate_rules *rules)
{
	enum logrotate_period period = (enum logrotate_period)rules->period.value;
	int64_t most = -1;

	if (period == LOGROTATE_SIZE || rules->minsize.value > 0 || rules->minage.value > 0)
		return -1;
	if (rules->rotate.value >= 0)
		most = logrotate_days(period, rules->rotate.value + 1, true, false);
	if (rules->maxage.value > 0) {
		int64_t aged = rules->maxage.value + logrotate_days(period, 2, true, false);
		most = most < 0 || aged < most ? aged : most;
	}
	return most;
}

struct logrotate_decision
logrotate_decide(const struct logrotate_rules *rules, bool is_daily_run)
{
	const struct logrotate_setting *rotate = &rules->rotate, *maxage = &rules->maxage;
	struct logrotate_decision decision = { .kind = "unknown", .by = rotate, .guaranteed = -1, .most = -1, .capacity = -1 };
	bool is_by_size = rules->period.value == LOGROTATE_SIZE || rules->maxsize.value > 0;

	if (rotate->is_unknown) {
		decision.reason = "what rotate is here cannot be told: a file that may set it was not collected, or is faulty";
	} else if (rotate->value == 0) {
		decision.kind = "none";
		decision.guaranteed = 0;
	} else if (rotate->value < -1) {
		decision.reason = "rotate is no number that means anything";
	} else if (rotate->value == -1 && maxage->value <= 0) {
		decision.kind = "unbounded";
	} else if (rotate->value > 0 && rules->period.is_unknown) {
		decision.reason = "when it is rotated cannot be told: a file that may set it was not collected, or is faulty";
	} else if (rotate->value > 0 && is_by_size) {
		const struct logrotate_setting *size = rules->period.value == LOGROTATE_SIZE ? &rules->size : &rules->maxsize;
		decision.kind = "size-bound";
		decision.by = size->file ? size : rotate;
		decision.most = days_at_most(rules);
		if (size->value <= CAPACITY_MAX / rotate->value)
			decision.capacity = size->value * rotate->value;
	} else {
		decision.kind = "time-bound";
		if (rotate->value > 0)
			decision.guaranteed = logrotate_days((enum logrotate_period)rules->period.value, rotate->value, false, is_daily_run);
		if (maxage->value > 0 && (decision.guaranteed < 0 || maxage->value < decision.guaranteed)) {
			decision.guaranteed = maxage->value;
			decision.by = maxage;
		}
		decision.most = rules->period.is_unknown ? -1 : days_at_most(rules);
	}
	return decision;
}

static void
emit(const struct parse *parse, const struct logrotate_stanza *stanza, const struct logrotate_path *path,
    const struct logrotate_decision *decision)
{
	struct subject *subject = parse->subject;
	struct span at = decision->by->file ? file_span(decision->by->file, decision->by->line) : file_span(stanza->file, path->line);
	struct record *log = record_add(subject, "log", path->name, at);

	record_set(subject, log, "source", "logrotate");
	log_classify(parse, log);
	record_set(subject, log, "retention-kind", decision->kind);
	if (decision->guaranteed >= 0)
		record_set_int(subject, log, "guaranteed-days", decision->guaranteed);
	if (decision->most >= 0)
		record_set_int(subject, log, "max-days", decision->most);
	if (decision->capacity >= 0)
		record_set_int(subject, log, "capacity-bytes", decision->capacity);
	if (!stanza->rules.rotate.is_unknown && stanza->rules.rotate.value >= 0)
		record_set_int(subject, log, "generations", stanza->rules.rotate.value);
	record_set(subject, log, "reason", decision->reason);
}

/* Whether the timer says daily and nothing else. -1: some other time; 0: nothing said; 1: daily. */
static int
timer_says(const struct parse *parse, struct file *file)
{
	struct line_pairs pairs = { 0 };
	int says = 0;

	if (file->link)
		return 0;
	lines_pairs(parse->run, parse->bundle->arena, file->path, file->bytes, LINES_INI, &pairs);
	file->is_used = true;
	for (size_t i = 0; i < pairs.list.len; i++) {
		const struct line_pair *pair = &pairs.list.items[i];
		if (!str_is(pair->section, "Timer") || !str_has_prefix(pair->key, "On"))
			continue;
		if (!str_is(pair->key, "OnCalendar") || !str_is(pair->value, "daily"))
			return -1;
		says = 1;
	}
	return says;
}

/* Whether logrotate is known to run once a day, by its timer or by cron, and by nothing more often. */
static bool
runs_daily(const struct parse *parse)
{
	struct file *cron = bundle_file(parse, "etc/cron.daily/logrotate");
	bool is_daily = cron != NULL;

	if (cron)
		cron->is_used = true;
	for (int i = 0; timers[i]; i++) {
		struct file *timer = bundle_file(parse, timers[i]);
		if (!timer)
			continue;
		int says = timer_says(parse, timer);
		if (says < 0)
			return false;
		is_daily |= says > 0;
		break;   /* the first folder hides the others */
	}
	static const char *const others[] = { "etc/crontab", "etc/cron.d/", "etc/cron.hourly/logrotate", "var/spool/cron/", "etc/systemd/system/logrotate.timer.d/" };
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		is_daily &= !bundle_is_withheld(parse, others[i]);
	for (size_t i = 0; i < parse->bundle->files.len; i++) {
		struct file *file = &parse->bundle->files.items[i];
		struct str name = str_of(file->name);
		bool is_crontab = str_is(name, "etc/crontab") || str_has_prefix(name, "etc/cron.d/") || str_has_prefix(name, "var/spool/cron/");
		if (str_is(name, "etc/cron.hourly/logrotate") || (is_crontab && str_has(file->bytes, "logrotate")))
			return false;
		if (str_has_prefix(str_of(file->name), "etc/systemd/system/logrotate.timer.d/") && timer_says(parse, file) < 0)
			return false;
	}
	return is_daily;
}

static void
parse(const struct parse *parse)
{
	struct logrotate_config config = { 0 };
	bool is_daily_run = runs_daily(parse);

	logrotate_read(parse, &config);
	for (size_t i = 0; i < config.stanzas.len; i++) {
		const struct logrotate_stanza *stanza = config.stanzas.items[i];
		if (stanza->is_dropped)
			continue;
		struct logrotate_decision decision = logrotate_decide(&stanza->rules, is_daily_run);
		for (size_t k = 0; k < stanza->paths.len; k++)
			emit(parse, stanza, &stanza->paths.items[k], &decision);
	}
}

const struct parser parser_logrotate = {
	.name = "logrotate",
	.title = { "logrotateの設定(ログの世代と保存期間)", "logrotate: how many old logs are kept, for how long" },
	.bid = bid,
	.parse = parse,
};
