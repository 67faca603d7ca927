/* Updates of RHEL and its likes: `rpm -qa --last`, `dnf -C updateinfo list --security`, dnf's cache, dnf-automatic.
 *
 * Only packages that came with the system tell of an update (update_rpm_day): a newly installed one is none. A list of
 * advisories without an entry means nothing where the distribution publishes none (CentOS), so it counts for the others
 * only. The lists are of the day dnf last made its cache. */
#include "evidence/system/update.h"

#include "tenken/base/limits.h"
#include "tenken/syntax/lines.h"

static void
read_installed(const struct parse *parse, struct update *update)
{
	struct file *file = bundle_file(parse, "cmd/rpm-qa-last.txt");
	unsigned found = 0;

	if (!file || file->link)
		return;
	file->is_used = true;
	for (struct lines lines = lines_of(file->bytes); lines_next(&lines) && lines.line <= LIMIT_LINES;) {
		int32_t day = update_rpm_day(lines.text);
		if (day != DAY_UNKNOWN && (update->last == DAY_UNKNOWN || day > update->last)) {
			update->last = day;
			found = lines.line;
		}
	}
	if (found)
		update_told(update, file_span(file, found));
}

/* Whether the distribution publishes its security advisories to dnf. */
static bool
has_advisories(const struct parse *parse)
{
	static const char *const ids[] = { "rhel", "rocky", "almalinux", "ol", "fedora", "amzn" };

	for (size_t i = 0; i < parse->subject->records.len; i++) {
		const struct record *record = parse->subject->records.items[i];
		const char *id = strcmp(record->kind, "os") == 0 ? record_get(record, "id") : NULL;
		for (size_t k = 0; id && k < sizeof ids / sizeof *ids; k++)
			if (strcmp(ids[k], id) == 0)
				return true;
	}
	return false;
}

/* Whatever else dnf may say, an error comes in a line of its own. */
static bool
is_complaint(struct str line)
{
	return str_has_prefix(line, "Error") || str_has_prefix(line, "Cache-only") || str_has_prefix(line, "No such command") ||
	    str_has_prefix(line, "Failed");
}

static void
read_advisories(const struct parse *parse, struct update *update)
{
	struct file *file = bundle_file(parse, "cmd/dnf-updateinfo.txt");
	int64_t count = 0;

	if (!file || file->link)
		return;
	file->is_used = true;
	for (struct lines lines = lines_of(file->bytes); lines_next(&lines) && lines.line <= LIMIT_LINES;) {
		if (is_complaint(lines.text))
			return;
		count += update_is_advisory(lines.text);
	}
	if (count == 0 && !has_advisories(parse))
		return;
	update->pending_security = count;
	update_told(update, file_span(file, 0));
}

/* PATH TAB SIZE TAB MTIME TAB TYPE of each repository's repomd.xml, which dnf touches when it has looked. The one that was
 * looked at least recently counts: the security fixes may be in that. */
static void
read_cache(const struct parse *parse, struct update *update)
{
	struct file *file = bundle_file(parse, "cmd/find-dnf-cache.txt");

	if (!file || file->link)
		return;
	file->is_used = true;
	for (struct lines lines = lines_of(file->bytes); lines_next(&lines) && lines.line <= LIMIT_LINES;) {
		struct str rest = lines.text, path = str_token(&rest, "\t");
		str_token(&rest, "\t");
		struct str modified = str_token(&rest, "\t");
		if (!str_has_suffix(path, "/repomd.xml") || modified.len < 10)
			continue;
		int32_t day = day_parse((struct str){ modified.ptr, 10 });
		if (day != DAY_UNKNOWN && (update->refreshed == DAY_UNKNOWN || day < update->refreshed))
			update->refreshed = day;
	}
}

/* apply_updates of automatic.conf; whether the timer runs is another matter, so only `no` is certain. */
static void
read_automatic(const struct parse *parse, struct update *update)
{
	static const char *const names[] = { "etc/dnf/automatic.conf", "etc/yum/yum-cron.conf" };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		struct file *file = bundle_file(parse, names[i]);
		struct line_pairs pairs = { 0 };
		if (!file || file->link)
			continue;
		lines_pairs(parse->run, parse->bundle->arena, file->path, file->bytes, LINES_INI, &pairs);
		file->is_used = true;
		for (size_t k = 0; k < pairs.list.len; k++)
			if (str_is(pairs.list.items[k].section, "commands") && str_is(pairs.list.items[k].key, "apply_updates"))
				update->automatic = str_is_nocase(pairs.list.items[k].value, "no") ? 0 : -1;
	}
}

bool
update_read_rpm(const struct parse *parse, struct update *ret)
{
	struct update update = UPDATE_INIT;

	read_installed(parse, &update);
	read_advisories(parse, &update);
	if (!update.at.path)
		return false;
	read_cache(parse, &update);
	read_automatic(parse, &update);
	*ret = update;
	return true;
}
