/* When a host was last updated, and what it waits for: one record a package manager.
 *
 * Decision rule (docs/evidence.md, update): last-update is the day a package was replaced by a newer one, not that of any
 * installation. pending counts what the host's own lists offer, and so means nothing without last-refresh, the day of those
 * lists. pending-security is left out where security fixes cannot be told from others. */
#include "evidence/system/update.h"

static int
bid(const struct file *file)
{
	static const char *const names[] = { "cmd/apt-list.txt", "cmd/find-apt-lists.txt", "cmd/apt-config-periodic.txt",
		"cmd/apt-config-unattended.txt", "cmd/dpkg-query.txt", "cmd/rpm-qa.txt", "cmd/rpm-qa-last.txt", "cmd/dnf-updateinfo.txt",
		"cmd/find-dnf-cache.txt", "var/log/dpkg.log", "var/log/dpkg.log.1", "var/lib/dpkg/status", "etc/apt/apt.conf", "etc/dnf/automatic.conf",
		"etc/yum/yum-cron.conf" };
	struct str name = str_of(file->name);

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (str_is(name, names[i]))
			return 80;
	return str_has_prefix(name, "etc/apt/apt.conf.d/") || str_has_prefix(name, "var/lib/apt/periodic/") ? 80 : 0;
}

static void
set_day(const struct parse *parse, struct record *record, const char *name, const char *days, int32_t day)
{
	int32_t today = parse_day(parse);

	record_set_day(parse->subject, record, name, day);
	if (day != DAY_UNKNOWN && today != DAY_UNKNOWN)
		record_set_int(parse->subject, record, days, (int64_t)today - day);
}

static void
emit(const struct parse *parse, const char *name, const struct update *update)
{
	struct subject *subject = parse->subject;
	struct record *record = record_add(subject, "update", name, update->at);

	set_day(parse, record, "last-update", "days-since-update", update->last);
	set_day(parse, record, "last-refresh", "days-since-refresh", update->refreshed);
	if (update->pending >= 0)
		record_set_int(subject, record, "pending", update->pending);
	if (update->pending_security >= 0)
		record_set_int(subject, record, "pending-security", update->pending_security);
	set_day(parse, record, "last-automatic", "days-since-automatic", update->automatic_run);
	if (update->automatic >= 0)
		record_set_bool(subject, record, "automatic", update->automatic);
}

static void
parse(const struct parse *parse)
{
	struct update update;

	if (update_read_apt(parse, &update))
		emit(parse, "apt", &update);
	if (update_read_rpm(parse, &update))
		emit(parse, "rpm", &update);
}

const struct parser parser_update = {
	.name = "update",
	.title = { "更新の状況(dpkg, apt, rpm, dnf)", "updates: dpkg, apt, rpm, dnf" },
	.bid = bid,
	.scope = SCOPE_HOST,
	.parse = parse,
};
