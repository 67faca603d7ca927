/* FortiGate: `show` and `show full-configuration` (or a backup), `get system status`, `get system ntp`, `diagnose sys
 * ntp status`, `execute time`.
 *
 * Decision rules: `show` prints only what differs from the default, so what it does not print is the default, and a
 * default that is not documented beyond doubt is not known. A configuration is whole when it has its header and every
 * block is closed. */
#include "evidence/network/fortigate.h"

#include "tenken/syntax/words.h"

static bool
is_config(const struct transcript_part *part)
{
	static const char *const blocks[] = { "config system ", "config log ", "config firewall ", "config global",
		"config vdom" };
	struct str text = part->bytes;
	bool has_block = false;

	if (network_has_line(text, "#config-version="))
		return true;
	for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++)
		has_block |= network_has_line(text, blocks[i]);
	return has_block && (network_has_line(text, "end") || network_has_line(text, "set "));
}

/* `set hostname "FGT"` of the global settings, or `Hostname: FGT` of the status. */
static struct str
name_in(struct str text)
{
	bool is_global = false;
	struct str line;

	while (str_line(&text, &line)) {
		struct words words = words_of(line);
		if (words_begin(&words, "config system global"))
			is_global = true;
		else if (words_begin(&words, "end"))
			is_global = false;
		if ((is_global && words_begin(&words, "set hostname *")) ||
		    (words.count == 2 && words_begin(&words, "Hostname: *")))
			return words.at[words.count - 1];
	}
	return STR("");
}

/* Takes `global` and the virtual domains out of the ways. Blocks stand in the list before what is in them. */
static void
take_off_domains(struct paths *paths)
{
	for (size_t i = 0; i < paths->list.len; i++) {
		struct path *path = paths->list.items[i];
		const struct path *block = path->parent;
		bool is_global = block && !block->parent && block->count == 1 && str_is(block->words[0], "global");
		bool is_domain = block && block->parent && !block->parent->parent && block->parent->count == 1 &&
		                 str_is(block->parent->words[0], "vdom");
		if (is_global || is_domain)
			path->parent = NULL;
		path->total = path->count + (path->parent ? path->parent->total : 0);
	}
}

const struct path *
fortigate_find(const struct fortigate *fortigate, const char *pattern)
{
	struct words words = words_of(str_of(pattern));
	const struct path *found = NULL;

	for (size_t i = 0; i < fortigate->paths.list.len; i++)
		if (path_begins(fortigate->paths.list.items[i], pattern))
			found = fortigate->paths.list.items[i];
	return found && found->total > words.count ? found : NULL;
}

struct str
fortigate_value(const struct fortigate *fortigate, const char *pattern)
{
	const struct path *path = fortigate_find(fortigate, pattern);

	return path ? path_word(path, words_of(str_of(pattern)).count) : STR("");
}

/* #config-version=FGT60F-7.4.5-FW-build2702-240910:opmode=0 */
static void
read_header(struct network *network, const struct transcript_part *part)
{
	struct str rest = part->bytes, line;

	for (unsigned number = part->line + 1; number < part->line + 20 && str_line(&rest, &line); number++) {
		if (!str_has_prefix(line, "#config-version="))
			continue;
		struct str fields = { line.ptr + 16, line.len - 16 }, model = str_token(&fields, "-");
		network_os(network, "fortios", str_token(&fields, "-"), file_span(network->file, number));
		network->title = network_text(network, model);
	}
	network_os(network, "fortios", STR(""), file_span(network->file, 0));
}

static bool
is_whole(struct str text)
{
	return network_has_line(text, "#config-version=");
}

static void
read_config(struct network *network, const struct transcript_part *part)
{
	struct fortigate fortigate = { .network = network };

	paths_read(network->parse->run, network->arena, network->file->path, part->bytes, part->line, PATHS_EDIT,
	    &fortigate.paths);
	take_off_domains(&fortigate.paths);
	fortigate.is_whole = fortigate.paths.is_whole && !network->is_damaged && is_whole(part->bytes);
	network->is_whole |= fortigate.is_whole;
	network->is_damaged |= fortigate.paths.is_damaged;
	read_header(network, part);
	fortigate_read_logs(&fortigate);
	fortigate_read_clock(&fortigate);
	fortigate_read_accounts(&fortigate);
	fortigate_read_access(&fortigate);
}

/* A device without a disk, or whose disk does not log, keeps its records in memory; where neither is told it is not
 * known. */
static void
settle(struct network *network)
{
	bool is_mine = network->os && strcmp(network->os, "fortios") == 0;

	if (is_mine && network->is_whole && !map_get(&network->log_names, "disk") &&
	    !map_get(&network->log_names, "memory"))
		network_log(network, "disk", network->os_at)->reason =
		    "whether the disk logs is left to the default, which depends on the product";
}

const struct network_vendor network_fortigate = {
	.is_config = is_config,
	.is_whole = is_whole,
	.is_output = fortigate_is_status,
	.name_in = name_in,
	.read_config = read_config,
	.read_output = fortigate_read_status,
	.settle = settle,
};
