/* os-release(5): which operating system this is.
 *
 * /etc/os-release counts, else /usr/lib/os-release; of a variable that is set twice the last one, as a shell would read
 * it. A system without VERSION_ID (a rolling release, Debian testing) has no version, and so no end of support is known. */
#include "tenken/evidence/evidence.h"

#include "evidence/system/os.h"
#include "tenken/base/limits.h"
#include "tenken/syntax/lines.h"

#define VALUE_MAX 256   /* bytes of an id or a title; longer ones are cut */

static int
bid(const struct file *file)
{
	struct str name = str_of(file->name);

	if (str_is(name, "etc/os-release") || str_is(name, "usr/lib/os-release"))
		return 80;
	/* Loose, with the host's name before it: web01-os-release, web01.os-release.txt */
	bool is_named = str_has_suffix(name, "os-release") || str_has_suffix(name, "os-release.txt");
	return is_named && (str_has_prefix(file->bytes, "ID=") || str_has(file->bytes, "\nID=")) ? 50 : 0;
}

/* The value without its quotes and escapes: single quotes keep everything, else a backslash keeps the next one. */
static const char *
unquote(struct arena *arena, struct str value)
{
	char *text = arena_alloc(arena, VALUE_MAX + 1);
	size_t len = 0;
	char quote = '\0';

	for (size_t i = 0; i < value.len && len < VALUE_MAX; i++) {
		char c = value.ptr[i];
		if ((c == '"' || c == '\'') && (!quote || quote == c)) {
			quote = quote ? '\0' : c;
			continue;
		}
		if (c == '\\' && quote != '\'' && i + 1 < value.len)
			c = value.ptr[++i];
		text[len++] = c;
	}
	return text;
}

static const char *
last_value(struct arena *arena, const struct line_pairs *pairs, const char *key, unsigned *ret_line)
{
	for (size_t i = pairs->list.len; i-- > 0;)
		if (str_is(pairs->list.items[i].key, key)) {
			const char *text = unquote(arena, pairs->list.items[i].value);
			*ret_line = pairs->list.items[i].line;
			return *text ? text : NULL;
		}
	return NULL;
}

static void
read_file(const struct parse *parse, struct file *file)
{
	struct arena *arena = parse->bundle->arena;
	struct line_pairs pairs = { 0 };
	unsigned version_line = 0, id_line = 0, line = 0;

	lines_pairs(parse->run, arena, file->path, file->bytes, LINES_EQUALS, &pairs);
	file->is_used = true;
	const char *id = last_value(arena, &pairs, "ID", &id_line);
	const char *version = last_value(arena, &pairs, "VERSION_ID", &version_line);
	const char *title = last_value(arena, &pairs, "PRETTY_NAME", &line);
	if (!title)
		title = last_value(arena, &pairs, "NAME", &line);
	const char *name = id ? arena_printf(arena, "%s%s%s", id, version ? " " : "", version ? version : "") : NULL;
	struct record *os = record_add(parse->subject, "os", name, file_span(file, version_line ? version_line : id_line));
	record_set(parse->subject, os, "id", id);
	record_set(parse->subject, os, "version", version);
	record_set(parse->subject, os, "title", title);
	os_set_support(parse, os);
	const char *eol = record_get(os, "eol"), *codename = last_value(arena, &pairs, "VERSION_CODENAME", &line);
	if (eol && os_has_extended_support(parse, id, codename, day_parse(str_of(eol))))
		record_set_bool(parse->subject, os, "extended-support", true);
}

static void
parse(const struct parse *parse)
{
	struct file *file = bundle_file(parse, "etc/os-release");

	if (!file || file->link)
		file = bundle_file(parse, "usr/lib/os-release");
	if (file && !file->link) {
		read_file(parse, file);
		return;
	}
	while ((file = bundle_next(parse, file)))
		read_file(parse, file);
}

const struct parser parser_os = {
	.name = "os-release",
	.title = { "os-release(OSの種類と版)", "os-release: operating system and version" },
	.bid = bid,
	.scope = SCOPE_HOST,
	.parse = parse,
};
