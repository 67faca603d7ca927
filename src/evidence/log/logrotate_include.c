/* logrotate.conf(5): include, tabooext and taboopat, and where the configuration begins.
 *
 * A folder's files are read in the order of their names, those that match a taboo pattern left out. Includes that were
 * not collected make all global values unknown that stood before them. */
#include "evidence/log/logrotate.h"

#include "tenken/base/limits.h"

static const char *const default_taboos[] = {
	"*,v", "*.bak", "*.cfsaved", "*.disabled", "*.dpkg-bak", "*.dpkg-del", "*.dpkg-dist", "*.dpkg-new", "*.dpkg-old",
	"*.dpkg-tmp", "*.rhn-cfg-tmp-*", "*.rpmnew", "*.rpmorig", "*.rpmsave", "*.swp", "*.ucf-dist", "*.ucf-new",
	"*.ucf-old", "*~",
};

/* Nobody knows what the file that was not collected sets. */
static void
forget(struct logrotate_rules *rules)
{
	rules->period.is_unknown = rules->rotate.is_unknown = rules->size.is_unknown = true;
	rules->minsize.is_unknown = rules->maxsize.is_unknown = true;
	rules->minage.is_unknown = rules->maxage.is_unknown = true;
}

static bool
is_taboo(const struct logrotate_reading *reading, const char *base)
{
	for (size_t i = 0; i < reading->taboos.len; i++)
		if (str_glob(reading->taboos.items[i], base))
			return true;
	return false;
}

/* Reads the files right in the folder (`etc/logrotate.d/`, with the slash), in the order of their names. `ret_count`
 * gets how many files the bundle has beneath it. False when one of them was given up. */
static bool
read_folder(struct logrotate_reading *reading, const char *folder, struct logrotate_rules *rules, size_t *ret_count)
{
	const struct bundle *bundle = reading->parse->bundle;
	size_t low = 0, high = bundle->files.len, len = strlen(folder), start;
	bool is_good = true;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (strcmp(bundle->files.items[middle].name, folder) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	start = low;
	for (; low < bundle->files.len && strncmp(bundle->files.items[low].name, folder, len) == 0; low++) {
		const char *name = bundle->files.items[low].name;
		if (strchr(name + len, '/') || is_taboo(reading, name + len))
			continue;
		struct file *file = bundle_file(reading->parse, name);
		if (!file) {
			diag_report(&reading->parse->run->diags, DIAG_INCLUDE_MISSING, file_span(&bundle->files.items[low], 0), "%s",
			    bundle->files.items[low].link);
			forget(rules);
		} else if (!file->link) {   /* to /dev/null: no regular file, so the program passes it over */
			is_good = logrotate_read_file(reading, file, rules) && is_good;
		}
	}
	if (bundle_is_withheld(reading->parse, folder)) {
		forget(rules);
		reading->is_lost = true;
		low++;   /* there is something, which counts as found */
	}
	*ret_count = low - start;
	return is_good;
}

/* The name inside the bundle: without the leading slash, `.`, `..` and doubled slashes; NULL for a relative one. */
static const char *
member_name(struct arena *arena, const char *path)
{
	char *name = arena_strdup(arena, path), *out = name;
	struct str rest = str_of(path);

	if (*path != '/')
		return NULL;
	for (struct str part; (part = str_token(&rest, "/")).len;) {
		if (str_is(part, "."))
			continue;
		if (str_is(part, "..")) {
			while (out > name && *--out != '/')
				;
			continue;
		}
		if (out > name)
			*out++ = '/';
		memmove(out, part.ptr, part.len);
		out += part.len;
	}
	*out = '\0';
	return name;
}

void
logrotate_include(struct logrotate_cursor *cursor, const char *path, struct logrotate_rules *rules)
{
	struct logrotate_reading *reading = cursor->reading;
	const char *name = member_name(cursor->arena, path);
	struct file *file = name ? bundle_file(reading->parse, name) : NULL;
	size_t count = 0;

	if (reading->open.len > LIMIT_INCLUDE_DEPTH) {
		logrotate_report(cursor, DIAG_LIMIT, cursor->line, "files included by files");
		cursor->is_faulty = true;
		return;
	}
	bool is_good = true;
	if (file)
		is_good = file->link || logrotate_read_file(reading, file, rules);
	else if (name)
		is_good = read_folder(reading, arena_printf(cursor->arena, "%s/", name), rules, &count);
	if (!file && count == 0) {
		logrotate_report(cursor, DIAG_INCLUDE_MISSING, cursor->line, path);
		forget(rules);
	}
	cursor->is_faulty |= !is_good;
	if (!is_good && cursor->stanza) {
		/* Taking back what the file set takes the paths with it, and at times the stanzas of other files. */
		logrotate_report(cursor, DIAG_SYNTAX_IGNORED, cursor->stanza->line,
		    "a faulty include in the stanza: its logs are left out");
		cursor->stanza->is_dropped = true;
		reading->is_lost = true;
	}
}

void
logrotate_taboo(struct logrotate_cursor *cursor, struct str list, bool is_extension)
{
	struct logrotate_reading *reading = cursor->reading;

	if (str_has_prefix(list, "+"))
		list = (struct str){ list.ptr + 1, list.len - 1 };
	else
		reading->taboos.len = 0;
	for (struct str word; (word = str_token(&list, " \t\r\f\v,")).len && reading->taboos.len < LIMIT_INCLUDE_DEPTH * 64;) {
		const char *pattern = arena_printf(cursor->arena, "%s%.*s", is_extension ? "*" : "", (int)word.len, word.ptr);
		vec_push(cursor->arena, &reading->taboos, pattern);
	}
}

void
logrotate_read(const struct parse *parse, struct logrotate_config *ret)
{
	static const char *const mains[] = { "etc/logrotate.conf", "usr/etc/logrotate.conf", NULL };
	static const char *const folders[] = { "etc/logrotate.d/", "usr/etc/logrotate.d/", NULL };
	struct logrotate_config config = { 0 };
	struct logrotate_reading reading = { .parse = parse, .config = &config, .names = MAP_INIT(parse->bundle->arena),
		.said = MAP_INIT(parse->bundle->arena) };
	struct logrotate_rules rules = { .period = { .value = LOGROTATE_SIZE }, .size = { .value = 1 << 20 } };
	struct file *main = bundle_first(parse, mains);
	size_t count;

	for (size_t i = 0; i < sizeof default_taboos / sizeof *default_taboos; i++)
		vec_push(parse->bundle->arena, &reading.taboos, default_taboos[i]);
	if (main) {
		logrotate_read_file(&reading, main, &rules);
	} else {
		forget(&rules);
		/* Read beneath a file that is not there, so that a fault takes back what a fragment set. */
		vec_push(parse->bundle->arena, &reading.open, NULL);
		for (int i = 0; folders[i]; i++)
			read_folder(&reading, folders[i], &rules, &count);
	}
	for (size_t i = 0; reading.is_lost && i < config.stanzas.len; i++)
		forget(&config.stanzas.items[i]->rules);
	*ret = config;
}
