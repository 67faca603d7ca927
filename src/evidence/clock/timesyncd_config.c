/* timesyncd.conf(5) of systemd, merged over /etc, /run and /usr/lib with its drop-ins, and the options daemons are
 * started with.
 *
 * Decision rule: a name in NTP= or FallbackNTP= that leads out of the host is a source. Where neither is set, the fallback
 * compiled in is in force; which one that is stands as a comment in the file that the distribution ships, else nothing is
 * known. Servers from DHCP stand in no file: clock_timedatectl_state knows them. */
#include "evidence/clock/clock.h"

#include "evidence/systemd.h"
#include "tenken/base/limits.h"
#include "tenken/syntax/lines.h"

/* Sources outside the host among the words. */
static int64_t
count_sources(const struct parse *parse, struct str text)
{
	int64_t count = 0;

	for (struct str word; (word = str_token(&text, " \t")).len;)
		count += clock_is_external(word, parse->bundle->subject);
	return count;
}

static int64_t
compiled_fallback(const struct parse *parse, const struct systemd_config *config)
{
	struct lines lines = lines_of(config->main ? config->main->bytes : STR(""));

	while (lines_next(&lines)) {
		struct str text = str_trim(lines.text);
		if (str_has_prefix(text, "#FallbackNTP="))
			return count_sources(parse, (struct str){ text.ptr + 13, text.len - 13 });
	}
	return 0;
}

/* All of a list: each assignment adds to those before, an empty one takes them back. */
static struct setting
get_list(const struct parse *parse, const struct systemd_config *config, const char *key, int64_t *ret_count)
{
	struct setting last = { 0 }, first = { 0 };

	*ret_count = 0;
	for (size_t i = 0; i < config->files.len; i++) {
		struct line_pairs pairs = { 0 };
		struct run quiet = { .arena = parse->bundle->arena, .diags.arena = parse->bundle->arena };
		const struct file *file = config->files.items[i];
		lines_pairs(&quiet, parse->bundle->arena, file->path, file->bytes, LINES_INI, &pairs);
		for (size_t p = 0; p < pairs.list.len; p++) {
			const struct line_pair *pair = &pairs.list.items[p];
			if (!str_is(pair->section, "Time") || !str_is(pair->key, key))
				continue;
			int64_t count = count_sources(parse, pair->value);
			*ret_count = pair->value.len ? *ret_count + count : 0;
			last = (struct setting){ pair->value, file, pair->line };
			first = *ret_count && *ret_count == count ? last : first;
		}
	}
	return *ret_count ? first : last;
}

void
clock_timesyncd_config(const struct parse *parse, struct clock_config *ret)
{
	struct systemd_config config;

	*ret = (struct clock_config){ 0 };
	if (!systemd_find(parse, "timesyncd", &config))
		return;
	struct setting ntp = get_list(parse, &config, "NTP", &ret->sources);
	struct setting fallback = get_list(parse, &config, "FallbackNTP", &ret->fallback_sources);
	ret->daemon = "timesyncd";
	if (!fallback.file)
		ret->fallback_sources = compiled_fallback(parse, &config);
	const struct setting *at = ret->sources ? &ntp : fallback.file ? &fallback : &ntp;
	ret->at = at->file ? file_span(at->file, at->line) : file_span(config.files.items[0], 0);
	if (config.is_open)
		ret->reason = "a drop-in could not be read";
	else if (ret->sources || ret->fallback_sources)
		ret->configured = KNOWN_YES;
	else if (fallback.file)
		ret->configured = KNOWN_NO;   /* taken away on purpose */
	else
		ret->reason = "no server is set, and the fallback compiled into timesyncd is not known";
}

struct str
clock_start_options(const struct parse *parse, const char *name, const char *key)
{
	struct file *file = bundle_file(parse, name);
	struct str found = STR("");

	if (!file || file->link)
		return found;
	struct lines lines = lines_of(file->bytes);
	file->is_used = true;
	while (lines_next(&lines)) {
		struct str rest = str_trim(lines.text), word = str_token(&rest, "=");
		if (!str_is(word, key))
			continue;
		found = str_trim((struct str){ rest.ptr + (rest.len != 0), rest.len - (rest.len != 0) });
		bool is_quoted = found.len >= 2 && strchr("\"'", found.ptr[0]) && found.ptr[found.len - 1] == found.ptr[0];
		if (is_quoted)
			found = (struct str){ found.ptr + 1, found.len - 2 };
	}
	return found;
}
