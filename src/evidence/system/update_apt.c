/* Updates of Debian and Ubuntu: dpkg.log, `apt list --upgradable`, the lists apt has, APT::Periodic.
 *
 * dpkg.log and dpkg.log.1 always hold what was done last: an empty log is not rotated. What is pending is known as of the
 * day of apt's own lists, which is that of the newest one with security fixes; their files carry the server's day. apt
 * upgrades by itself when unattended-upgrades is installed, APT::Periodic::Unattended-Upgrade and ::Update-Package-Lists
 * are set, and ::Enable is not 0. That it did is seen by upgrade-stamp, which it touches when it ends without an error; the stamps
 * of `apt update` say no more than the lists themselves, and are later than what they hold. Where apt has no list with security fixes at all, nothing it offers says that none wait. */
#include "evidence/system/update.h"

#include <ctype.h>

#include "tenken/base/limits.h"
#include "tenken/syntax/braces.h"
#include "tenken/syntax/lines.h"

static void
read_dpkg_log(const struct parse *parse, const char *name, struct update *update)
{
	struct file *file = bundle_file(parse, name);
	unsigned found = 0;

	if (!file || file->link)
		return;
	file->is_used = true;
	for (struct lines lines = lines_of(file->bytes); lines_next(&lines) && lines.line <= LIMIT_LINES;) {
		int32_t day = update_dpkg_day(lines.text);
		if (day != DAY_UNKNOWN && (update->last == DAY_UNKNOWN || day >= update->last)) {
			update->last = day;
			found = lines.line;
		}
	}
	if (found)
		update_told(update, file_span(file, found));
}

/* Only a list that apt began to write counts: an error message has no "Listing". */
static void
read_upgradable(const struct parse *parse, struct update *update)
{
	struct file *file = bundle_file(parse, "cmd/apt-list.txt");
	int64_t counts[UPDATE_UNCLEAR + 1] = { 0 };

	if (!file || file->link || !str_has_prefix(file->bytes, "Listing..."))
		return;
	file->is_used = true;
	for (struct lines lines = lines_of(file->bytes); lines_next(&lines) && lines.line <= LIMIT_LINES;)
		counts[update_apt_class(lines.text)]++;
	update->pending = counts[UPDATE_SECURITY] + counts[UPDATE_OTHER] + counts[UPDATE_UNCLEAR];
	/* One is enough to know of; none is known only where every other one is told apart. */
	if (counts[UPDATE_SECURITY] || !counts[UPDATE_UNCLEAR])
		update->pending_security = counts[UPDATE_SECURITY];
	update_told(update, file_span(file, 0));
}

/* PATH TAB SIZE TAB MTIME TAB TYPE */
static void
read_lists(const struct parse *parse, struct update *update)
{
	struct file *file = bundle_file(parse, "cmd/find-apt-lists.txt");
	if (!file || file->link)
		return;
	file->is_used = true;
	for (struct lines lines = lines_of(file->bytes); lines_next(&lines) && lines.line <= LIMIT_LINES;) {
		struct str rest = lines.text, path = str_token(&rest, "\t");
		bool is_security = false;
		str_token(&rest, "\t");
		struct str modified = str_token(&rest, "\t");
		if (modified.len >= 10 && str_is(path, "/var/lib/apt/periodic/upgrade-stamp"))
			update->automatic_run = day_parse((struct str){ modified.ptr, 10 });
		if (modified.len < 10 || !update_is_release_file(path, &is_security))
			continue;
		if (is_security)
			update_later(day_parse((struct str){ modified.ptr, 10 }), &update->refreshed);
	}
}

/* The settings of APT::Periodic, -1 where nothing sets them. */
struct periodic {
	int enable, lists, upgrade;
};

/* A period: 0 and "" are never; days, or `always`, or with a unit. */
static void
take_setting(struct periodic *periodic, struct str name, struct str value)
{
	static const struct {
		const char *name;
		size_t offset;
	} known[] = {
		{ "APT::Periodic::Enable", offsetof(struct periodic, enable) },
		{ "APT::Periodic::Update-Package-Lists", offsetof(struct periodic, lists) },
		{ "APT::Periodic::Unattended-Upgrade", offsetof(struct periodic, upgrade) },
	};

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (str_is_nocase(name, known[i].name))
			*(int *)((char *)periodic + known[i].offset) = value.len && !str_is(value, "0");
}

static void
take_statements(struct arena *arena, const struct braces_statement *statement, const char *scope, struct periodic *periodic)
{
	for (; statement; statement = statement->next) {
		struct str word = braces_word(statement, 0);
		const char *name = arena_printf(arena, "%s%s%.*s", scope, *scope ? "::" : "", (int)(word.len < 200 ? word.len : 200), word.ptr);
		if (statement->count == 2)
			take_setting(periodic, str_of(name), braces_word(statement, 1));
		if (statement->children && strlen(name) < 100)
			take_statements(arena, statement->children, name, periodic);
	}
}

/* apt.conf(5): of apt.conf.d the names of letters, digits and -_. without an ending or with .conf; then apt.conf itself. */
static bool
is_apt_conf(struct str name)
{
	static const char folder[] = "etc/apt/apt.conf.d/";
	const char *dot = memrchr(name.ptr, '.', name.len);

	if (str_is(name, "etc/apt/apt.conf"))
		return true;
	if (!str_has_prefix(name, folder) || name.ptr[sizeof folder - 1] == '.')
		return false;
	for (size_t i = sizeof folder - 1; i < name.len; i++)
		if (!isalnum((unsigned char)name.ptr[i]) && !memchr("-_.", name.ptr[i], 3))
			return false;
	return dot < name.ptr + sizeof folder - 1 || strcmp(dot, ".conf") == 0;
}

/* Reads one file into what is set so far. False when apt would stop at it. */
static bool
read_conf(const struct parse *parse, struct file *file, struct periodic *periodic, struct span *ret_at)
{
	struct braces_statement *first;

	file->is_used = true;
	if (braces_read(parse->run, parse->bundle->arena, file->path, file->bytes, BRACES_PLAIN, &first) != 0)
		return false;
	*ret_at = file_span(file, 0);
	take_statements(parse->bundle->arena, first, "", periodic);
	return true;
}

/* What `apt-config dump` says is in force; else the files in their order. False when there is neither, when one of them could
 * not be read, or when the collector, which takes some of the files only, could not have the dump. */
static bool
read_periodic(const struct parse *parse, struct periodic *periodic, struct span *ret_at)
{
	static const char dump_name[] = "cmd/apt-config-periodic.txt", main_name[] = "etc/apt/apt.conf";
	struct file *dump = bundle_file(parse, dump_name), *main = bundle_file(parse, main_name);
	bool is_there = false;

	if (dump && !dump->link)
		return read_conf(parse, dump, periodic, ret_at);
	if (bundle_is_withheld(parse, dump_name) || bundle_is_withheld(parse, "etc/apt/apt.conf.d/") || bundle_is_withheld(parse, main_name))
		return false;
	for (size_t i = 0; i < parse->bundle->files.len; i++) {
		const char *name = parse->bundle->files.items[i].name;
		if (!is_apt_conf(str_of(name)) || strcmp(name, main_name) == 0)
			continue;
		struct file *file = bundle_file(parse, name);
		if (!file || (!file->link && !read_conf(parse, file, periodic, ret_at)))
			return false;
		is_there |= !file->link;
	}
	if (main && !main->link)
		return read_conf(parse, main, periodic, ret_at);
	return is_there;
}

/* Whether unattended-upgrades is installed: 0, 1, -1 where no list of packages tells. */
static int
is_installed(const struct parse *parse)
{
	struct file *list = bundle_file(parse, "cmd/dpkg-query.txt"), *status = bundle_file(parse, "var/lib/dpkg/status");

	if (status && !status->link) {
		status->is_used = true;
		const char *name = memmem(status->bytes.ptr, status->bytes.len, "Package: unattended-upgrades\n", 29);
		if (!name)
			return status->bytes.len > 0 ? 0 : -1;
		struct str rest = { name, status->bytes.len - (size_t)(name - status->bytes.ptr) }, line;
		while (str_line(&rest, &line) && line.len)
			if (str_has_prefix(line, "Status:"))
				return str_is(line, "Status: install ok installed");
		return 0;
	}
	if (!list || list->link || list->bytes.len == 0)
		return -1;
	/* Also lists what was removed and left its configuration: only its absence is certain. */
	list->is_used = true;
	return str_has(list->bytes, "\nunattended-upgrades\t") || str_has_prefix(list->bytes, "unattended-upgrades\t") ? -1 : 0;
}

static void
read_automatic(const struct parse *parse, struct update *update)
{
	struct periodic periodic = { -1, -1, -1 };
	struct span at;

	if (!read_periodic(parse, &periodic, &at))
		return;
	int installed = is_installed(parse);
	update_told(update, at);
	if (periodic.enable == 0 || periodic.lists < 1 || periodic.upgrade < 1 || installed == 0)
		update->automatic = 0;
	else if (installed == 1)
		update->automatic = 1;
}

bool
update_read_apt(const struct parse *parse, struct update *ret)
{
	struct update update = UPDATE_INIT;

	read_upgradable(parse, &update);
	read_dpkg_log(parse, "var/log/dpkg.log.1", &update);
	read_dpkg_log(parse, "var/log/dpkg.log", &update);
	read_automatic(parse, &update);
	if (!update.at.path)
		return false;
	read_lists(parse, &update);
	*ret = update;
	return true;
}
