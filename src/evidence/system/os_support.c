/* Until when an operating system is supported: the table mappings/os-eol.xml, held against a record. */
#include "evidence/system/os.h"

#include "evidence/table/mapping.h"
#include "tenken/base/limits.h"
#include "tenken/syntax/lines.h"

static bool
is_version(const struct os_release *release, const char *version)
{
	size_t len = strlen(release->version);

	if (strncmp(release->version, version, len) != 0)
		return false;
	return version[len] == '\0' || (release->is_any_minor && version[len] == '.');
}

/* The first row that says nothing else than the record. */
static const struct os_release *
find_release(const struct mappings *mappings, const struct record *os)
{
	const char *id = record_get(os, "id"), *version = record_get(os, "version"), *title = record_get(os, "title");

	for (size_t i = 0; id && i < mappings->os_releases.len; i++) {
		const struct os_release *release = &mappings->os_releases.items[i];
		if (strcmp(release->id, id) != 0)
			continue;
		if (release->version && !(version && is_version(release, version)))
			continue;
		if (release->title && !(title && str_glob(release->title, title)))
			continue;
		return release;
	}
	return NULL;
}

static void
set_day(const struct parse *parse, struct record *os, const char *name, const char *days, int32_t day)
{
	if (day == DAY_UNKNOWN)
		return;
	record_set_day(parse->subject, os, name, day);
	if (parse->run->as_of != DAY_UNKNOWN)
		record_set_int(parse->subject, os, days, (int64_t)day - parse->run->as_of);
}

void
os_set_support(const struct parse *parse, struct record *os)
{
	const struct os_release *release = parse->mappings ? find_release(parse->mappings, os) : NULL;

	if (!release)
		return;
	set_day(parse, os, "eol", "days-to-eol", release->eol);
	set_day(parse, os, "extended-eol", "days-to-extended-eol", release->extended);
}

bool
os_has_extended_support(const struct parse *parse, const char *id, const char *codename, int32_t eol)
{
	struct file *file = bundle_file(parse, "cmd/find-apt-lists.txt");
	bool is_debian = id && strcmp(id, "debian") == 0, is_ubuntu = id && strcmp(id, "ubuntu") == 0;

	if (!file || file->link || !codename || eol == DAY_UNKNOWN || (!is_debian && !is_ubuntu))
		return false;
	const char *archive = arena_printf(parse->bundle->arena, "_%s%s-security_InRelease", codename, is_ubuntu ? "-infra" : "");
	for (struct lines lines = lines_of(file->bytes); lines_next(&lines) && lines.line <= LIMIT_LINES;) {
		struct str rest = lines.text, path = str_token(&rest, "\t");
		str_token(&rest, "\t");
		struct str modified = str_token(&rest, "\t");
		if (str_has_prefix(path, "/var/lib/apt/lists/") && str_has_suffix(path, archive) && modified.len >= 10 &&
		    day_parse((struct str){ modified.ptr, 10 }) > eol)
			return true;
	}
	return false;
}
