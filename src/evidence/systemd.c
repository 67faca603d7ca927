/* Configuration of systemd daemons: main file, drop-ins, precedence, units of time and size. */
#include "evidence/systemd.h"

#include <stdlib.h>

#include "tenken/base/limits.h"
#include "tenken/syntax/lines.h"

static const char *const folders[] = { "etc/systemd", "run/systemd", "usr/local/lib/systemd", "usr/lib/systemd" };
#define FOLDERS (sizeof folders / sizeof *folders)

/* conf_files_list of systemd: right in the folder, not hidden. */
static bool
is_dropin(struct str base)
{
	return str_has_suffix(base, ".conf") && base.ptr[0] != '.' && !memchr(base.ptr, '/', base.len);
}

bool
systemd_is_file(const struct file *file, const char *name)
{
	struct str path = str_of(file->name);

	for (size_t i = 0; i < FOLDERS; i++) {
		if (!str_has_prefix(path, folders[i]))
			continue;
		struct str rest = { path.ptr + strlen(folders[i]), path.len - strlen(folders[i]) };
		size_t len = strlen(name);
		if (rest.len < len + 6 || rest.ptr[0] != '/' || memcmp(rest.ptr + 1, name, len) != 0)
			continue;
		rest.ptr += len + 1;
		rest.len -= len + 1;
		if (str_is(rest, ".conf") || (str_has_prefix(rest, ".conf.d/") && is_dropin((struct str){ rest.ptr + 8, rest.len - 8 })))
			return true;
	}
	return false;
}

struct dropin {
	const char *base;        /* file name without folder */
	size_t folder;           /* precedence: index in folders */
	const struct file *file;
};

static int
compare_dropins(const void *a, const void *b)
{
	const struct dropin *x = a, *y = b;
	int order = strcmp(x->base, y->base);

	return order ? order : (x->folder > y->folder) - (x->folder < y->folder);
}

static void
add_dropins(const struct parse *parse, const char *name, struct systemd_config *config)
{
	struct arena *arena = parse->bundle->arena;
	VEC(struct dropin) found = { 0 };

	for (size_t f = 0; f < FOLDERS; f++) {
		const char *prefix = arena_printf(arena, "%s/%s.conf.d/", folders[f], name);
		config->is_open |= bundle_is_withheld(parse, arena_printf(arena, "%s*.conf", prefix));
		for (size_t i = 0; i < parse->bundle->files.len; i++) {
			const struct file *file = &parse->bundle->files.items[i];
			if (str_has_prefix(str_of(file->name), prefix) && is_dropin(str_of(file->name + strlen(prefix))))
				vec_push(arena, &found, (struct dropin){ file->name + strlen(prefix), f, file });
		}
	}
	if (found.len)
		qsort(found.items, found.len, sizeof *found.items, compare_dropins);
	for (size_t i = 0; i < found.len; i++) {
		if (i && strcmp(found.items[i].base, found.items[i - 1].base) == 0)
			continue;   /* masked by the folder before */
		const struct file *file = bundle_file(parse, found.items[i].file->name);
		if (file && !file->link)   /* a link to /dev/null disables */
			vec_push(arena, &config->files, file);
		config->is_open |= !file;
	}
}

bool
systemd_find(const struct parse *parse, const char *name, struct systemd_config *ret)
{
	struct systemd_config config = { 0 };

	for (size_t f = 0; f < FOLDERS && !config.main; f++) {
		const char *path = arena_printf(parse->bundle->arena, "%s/%s.conf", folders[f], name);
		const struct file *file = bundle_file(parse, path);
		if (file && !file->link)
			config.main = file;
		else
			config.is_open |= bundle_is_withheld(parse, path) || (!file && map_get(&parse->bundle->by_name, path));
	}
	if (config.main)
		vec_push(parse->bundle->arena, &config.files, config.main);
	add_dropins(parse, name, &config);
	if (config.files.len == 0)
		return false;
	for (size_t i = 0; i < parse->bundle->files.len; i++)
		if (systemd_is_file(&parse->bundle->files.items[i], name))
			parse->bundle->files.items[i].is_used = true;
	/* Said here, once: systemd_get reads them again for every key. */
	for (size_t i = 0; i < config.files.len; i++) {
		struct line_pairs pairs = { 0 };
		lines_pairs(parse->run, parse->bundle->arena, config.files.items[i]->path, config.files.items[i]->bytes, LINES_INI, &pairs);
	}
	*ret = config;
	return true;
}

struct setting
systemd_get(const struct parse *parse, const struct systemd_config *config, const char *section, const char *key)
{
	struct setting found = { 0 };
	/* Files are small and few; the same faults must not be reported once a key. */
	struct run quiet = { .arena = parse->bundle->arena, .diags.arena = parse->bundle->arena };

	for (size_t i = 0; i < config->files.len; i++) {
		const struct file *file = config->files.items[i];
		struct line_pairs pairs = { 0 };
		lines_pairs(&quiet, parse->bundle->arena, file->path, file->bytes, LINES_INI, &pairs);
		for (size_t p = 0; p < pairs.list.len; p++)
			if (str_is(pairs.list.items[p].section, section) && str_is(pairs.list.items[p].key, key))
				found = (struct setting){ pairs.list.items[p].value, file, pairs.list.items[p].line };
	}
	return found;
}

bool
systemd_seconds(struct str text, double *ret)
{
	static const struct {
		const char *name;
		double seconds;
	} units[] = {
		{ "s", 1 }, { "sec", 1 }, { "second", 1 }, { "seconds", 1 }, { "m", 60 }, { "min", 60 }, { "minute", 60 }, { "minutes", 60 },
		{ "h", 3600 }, { "hr", 3600 }, { "hour", 3600 }, { "hours", 3600 }, { "d", 86400 }, { "day", 86400 }, { "days", 86400 },
		{ "w", 604800 }, { "week", 604800 }, { "weeks", 604800 }, { "M", 2629800 }, { "month", 2629800 }, { "months", 2629800 },
		{ "y", 31557600 }, { "year", 31557600 }, { "years", 31557600 }, { "ms", 0.001 }, { "msec", 0.001 }, { "us", 1e-6 }, { "usec", 1e-6 },
	};
	double total = 0;
	size_t i = 0;

	text = str_trim(text);
	if (text.len == 0)
		return false;
	while (i < text.len) {
		size_t start = i;
		while (i < text.len && ((text.ptr[i] >= '0' && text.ptr[i] <= '9') || text.ptr[i] == '.'))
			i++;
		double number;
		if (!str_double((struct str){ text.ptr + start, i - start }, &number))
			return false;
		while (i < text.len && text.ptr[i] == ' ')
			i++;
		start = i;
		while (i < text.len && ((text.ptr[i] >= 'a' && text.ptr[i] <= 'z') || text.ptr[i] == 'M'))
			i++;
		struct str unit = { text.ptr + start, i - start };
		double factor = unit.len == 0 ? 1 : 0;
		for (size_t u = 0; u < sizeof units / sizeof *units; u++)
			if (str_is(unit, units[u].name))
				factor = units[u].seconds;
		if (factor == 0)
			return false;
		total += number * factor;
		while (i < text.len && text.ptr[i] == ' ')
			i++;
	}
	*ret = total;
	return true;
}

bool
systemd_bytes(struct str text, int64_t *ret)
{
	static const char letters[] = "KMGTPE";
	int64_t number;
	int shift = 0;

	text = str_trim(text);
	if (text.len && (text.ptr[text.len - 1] == 'B'))
		text.len--;
	const char *letter = text.len ? memchr(letters, text.ptr[text.len - 1], sizeof letters - 1) : NULL;
	if (letter) {
		shift = 10 * (int)(letter - letters + 1);
		text.len--;
	}
	if (!str_int(str_trim(text), &number) || number > INT64_MAX >> shift)
		return false;
	*ret = number << shift;
	return true;
}
