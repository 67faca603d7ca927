/* Juniper Junos: the configuration in braces (`show configuration`) or as commands (`| display set`), `show system
 * uptime`, `show ntp status`, `show ntp associations`.
 *
 * Decision rules: what is inactive (`inactive:`, `deactivate`) is not there. The statements of a group count where
 * the group is applied to the whole; a group that is applied further down, or one with wildcards, can add what is not
 * seen here, and the configuration then counts as a part. It is whole when it names its version and goes on beyond
 * `system`. */
#include "evidence/network/junos.h"

#include "tenken/syntax/words.h"

/* `set` commands of the system; a router of another maker has `set service` as well. */
static bool
is_set(struct str text)
{
	return (network_has_line(text, "set system ") || network_has_line(text, "set version ")) &&
	       !network_has_line(text, "set service ");
}

static bool
is_braces(struct str text)
{
	return (network_has_line(text, "system {") || network_has_line(text, "groups {")) &&
	       network_has_line(text, "host-name ") && str_has(text, ";\n");
}

static bool
is_config(const struct transcript_part *part)
{
	return is_set(part->bytes) || is_braces(part->bytes);
}

/* `host-name rt01;` or `set system host-name rt01`. */
static struct str
name_in(struct str text)
{
	struct str line;

	while (str_line(&text, &line)) {
		struct words words = words_of(line);
		size_t at = words_begin(&words, "set system host-name *") ? 3
		            : words_begin(&words, "host-name *")          ? 1
		                                                          : 0;
		struct str told = words.at[at];
		if (at && told.len && told.ptr[told.len - 1] == ';')
			told.len--;
		if (at)
			return told;
	}
	return STR("");
}

struct str
statement_word(const struct statement *statement, size_t index)
{
	return path_word(statement->path, index + statement->skip);
}

bool
statement_begins(const struct statement *statement, const char *pattern)
{
	struct words wanted = words_of(str_of(pattern));

	if (statement->path->total < wanted.count + statement->skip)
		return false;
	for (size_t i = 0; i < wanted.count; i++) {
		struct str word = statement_word(statement, i);
		if (!str_is(wanted.at[i], "*") &&
		    (word.len != wanted.at[i].len || memcmp(word.ptr, wanted.at[i].ptr, word.len) != 0))
			return false;
	}
	return true;
}

bool
statement_has(const struct statement *statement, const char *word, size_t from, size_t *ret_at)
{
	for (size_t i = from; i + statement->skip < statement->path->total; i++)
		if (str_is(statement_word(statement, i), word)) {
			*ret_at = i;
			return true;
		}
	return false;
}

/* The names of the groups that are applied to the whole configuration; `*ret_is_partial` where some are applied
 * within. */
static struct map
applied_groups(const struct junos *junos, bool *ret_is_partial)
{
	struct map applied = MAP_INIT(junos->network->arena);

	for (size_t i = 0; i < junos->paths.list.len; i++) {
		struct path *path = junos->paths.list.items[i];
		if (path->is_off)
			continue;
		for (size_t w = 1; w < path->total; w++)
			*ret_is_partial |= str_is(path_word(path, w), "apply-groups");
		if (path_begins(path, "apply-groups *") && path_word(path, 1).len)
			map_add(&applied,
			    arena_strndup(junos->network->arena, path_word(path, 1).ptr, path_word(path, 1).len), path);
	}
	return applied;
}

/* Puts together what is in force. */
static void
collect(struct junos *junos, bool *ret_is_partial)
{
	struct map applied = applied_groups(junos, ret_is_partial);
	struct arena *arena = junos->network->arena;

	for (size_t i = 0; i < junos->paths.list.len; i++) {
		const struct path *path = junos->paths.list.items[i];
		const char *group =
		    path_begins(path, "groups *") ? network_text(junos->network, path_word(path, 1)) : NULL;
		if (path->is_off || !group || !map_get(&applied, group))
			continue;
		for (size_t w = 2; w < path->total; w++)
			*ret_is_partial |= str_has_prefix(path_word(path, w), "<");
		struct statement statement = { .path = path, .skip = 2 };
		vec_push(arena, &junos->list, statement);
	}
	for (size_t i = 0; i < junos->paths.list.len; i++) {
		struct statement statement = { .path = junos->paths.list.items[i] };
		if (!statement.path->is_off && !path_begins(statement.path, "groups"))
			vec_push(arena, &junos->list, statement);
	}
}

/* Whether the file goes on behind `system`, so that nothing of that was cut off. */
static bool
goes_on(const struct junos *junos)
{
	static const char *const early[] = { "version", "groups", "apply-groups", "system", "logical-systems",
		"chassis" };
	bool has_version = false, has_more = false;

	for (size_t i = 0; i < junos->paths.list.len; i++) {
		struct str top = path_word(junos->paths.list.items[i], 0);
		bool is_early = false;
		has_version |= str_is(top, "version");
		for (size_t k = 0; k < sizeof early / sizeof *early; k++)
			is_early |= str_is(top, early[k]);
		has_more |= !is_early;
	}
	return has_version && has_more;
}

static void
read_system(const struct junos *junos)
{
	struct span at = file_span(junos->network->file, 0);
	struct str version = STR("");

	for (size_t i = 0; i < junos->list.len; i++)
		if (statement_begins(&junos->list.items[i], "version *")) {
			version = statement_word(&junos->list.items[i], 1);
			at = junos_span(junos, &junos->list.items[i]);
		}
	network_os(junos->network, "junos", version, at);
}

static void
read_config(struct network *network, const struct transcript_part *part)
{
	struct junos junos = { .network = network };
	bool is_partial = false;

	paths_read(network->parse->run, network->arena, network->file->path, part->bytes, part->line,
	    is_set(part->bytes) ? PATHS_SET : PATHS_BRACES, &junos.paths);
	collect(&junos, &is_partial);
	junos.is_whole = junos.paths.is_whole && !network->is_damaged && !is_partial && goes_on(&junos);
	network->is_whole |= junos.is_whole;
	network->is_damaged |= junos.paths.is_damaged;
	read_system(&junos);
	junos_read_logs(&junos);
	junos_read_clock(&junos);
	junos_read_accounts(&junos);
	junos_read_access(&junos);
}

/* Good enough to choose by; whether it is whole indeed is seen when it has been read. */
static bool
is_whole(struct str text)
{
	return (network_has_line(text, "version ") || network_has_line(text, "set version ")) &&
	       (network_has_line(text, "interfaces {") || network_has_line(text, "set interfaces "));
}

const struct network_vendor network_junos = {
	.is_config = is_config,
	.is_whole = is_whole,
	.is_output = junos_is_status,
	.is_common = junos_is_variables,
	.name_in = name_in,
	.read_config = read_config,
	.read_output = junos_read_status,
};
