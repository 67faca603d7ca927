/* Cisco IOS, IOS-XE, NX-OS, IOS-XR and ASA, Arista EOS: `show running-config`, `show logging`, `show ntp status`,
 * `show ntp associations`, `show clock`.
 *
 * Decision rules: what a configuration does not say is not set only when it is whole (it ends with `end`, as these
 * systems close it; NX-OS closes nothing and is taken as whole by its header). A configuration of another maker's
 * that merely looks alike gets no default. */
#include "evidence/network/cisco.h"

/* A configuration: a name or a header, and comments of this family. Linux routing daemons look alike and are none. */
static bool
is_full(struct str text)
{
	static const char *const headers[] = { "hostname ", "switchname ", "Building configuration",
		"Current configuration", "!Command: show running-config", "! Command: show running-config",
		"!! IOS XR Configuration", "ASA Version", NULL };
	static const char *const others[] = { "frr version", "frr defaults", "zebra version", "log file ", NULL };
	bool has_header = false;

	if (!network_has_line(text, "!") && !network_has_line(text, ": Saved"))
		return false;
	for (size_t i = 0; others[i]; i++)
		if (network_has_line(text, others[i]))
			return false;
	for (size_t i = 0; headers[i]; i++)
		has_header |= network_has_line(text, headers[i]);
	return has_header;
}

/* `show ntp config` and its likes print a few lines of a configuration behind a prompt. */
static bool
is_fragment(const struct transcript_part *part)
{
	return part->command.len && (str_has(part->command, "run") || str_has(part->command, "config")) &&
	       (network_has_line(part->bytes, "ntp ") || network_has_line(part->bytes, "logging ") ||
	           network_has_line(part->bytes, "username ") || network_has_line(part->bytes, "line vty") ||
	           network_has_line(part->bytes, "snmp-server ") || network_has_line(part->bytes, "aaa "));
}

static bool
is_config(const struct transcript_part *part)
{
	return is_full(part->bytes) || is_fragment(part);
}

static bool
is_output(struct str text)
{
	return cisco_is_show_logging(text) || cisco_is_show_clock(text);
}

static struct str
name_in(struct str text)
{
	bool is_mine = is_full(text);
	struct str line;

	while (is_mine && str_line(&text, &line)) {
		struct words words = words_of(line);
		if (line.len && line.ptr[0] == 'h' && words.count == 2 && str_is(words.at[0], "hostname"))
			return words.at[1];
	}
	return STR("");
}

/* `version 12.4` to `version 17.x`, as IOS numbers its releases (NX-OS has reached 10). */
static bool
has_ios_version(struct str text)
{
	static const char *const releases[] = { "version 11.", "version 12.", "version 15.", "version 16.",
		"version 17." };

	for (size_t i = 0; i < sizeof releases / sizeof *releases; i++)
		if (network_has_line(text, releases[i]))
			return true;
	return false;
}

enum cisco_kind
cisco_kind_of(struct str text)
{
	static const struct {
		const char *beginning;
		enum cisco_kind kind;
	} signs[] = {
		{ "ASA Version", CISCO_ASA },
		{ "!! IOS XR Configuration", CISCO_XR },
		{ "! Command: show running-config", CISCO_EOS },
		{ "!Command: show running-config", CISCO_NXOS },
		{ "Building configuration", CISCO_IOS },
		{ "Current configuration", CISCO_IOS },
		{ "!RANCID-CONTENT-TYPE: cisco\n", CISCO_IOS },
		{ "!RANCID-CONTENT-TYPE: cisco-nx", CISCO_NXOS },
		{ "service timestamps", CISCO_IOS },
	};

	if (str_has(text, "EOS-") && network_has_line(text, "! device:"))
		return CISCO_EOS;
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
		if (strchr(signs[i].beginning, '\n') ? str_has(text, signs[i].beginning)
		                                     : network_has_line(text, signs[i].beginning))
			return signs[i].kind;
	return has_ios_version(text) ? CISCO_IOS : CISCO_OTHER;
}

static bool
has_whole_line(struct str text, const char *wanted)
{
	struct str line;

	while (str_line(&text, &line))
		if (str_is(line, wanted))
			return true;
	return false;
}

static bool
is_whole(struct str text)
{
	switch (cisco_kind_of(text)) {
	case CISCO_ASA:
		return has_whole_line(text, ": end");
	case CISCO_NXOS:
		return has_whole_line(text, "!Command: show running-config");
	case CISCO_OTHER:
		return false;
	default:
		return has_whole_line(text, "end");
	}
}

/* `! device: sw01 (DCS-7050SX3-48YC8, EOS-4.28.3M)` */
static struct str
eos_version(struct str line)
{
	for (struct str part; (part = str_token(&line, " (),")).len;)
		if (str_has_prefix(part, "EOS-"))
			return (struct str){ part.ptr + 4, part.len - 4 };
	return STR("");
}

/* The release, where the configuration names it. */
static void
read_system(struct cisco *cisco, struct str text)
{
	static const char *const ids[] = { "cisco", "ios", "nx-os", "ios-xr", "asa", "eos" };
	struct str rest = text, line, version = STR("");

	for (unsigned number = 1; number <= 200 && str_line(&rest, &line); number++) {
		struct words words = words_of(line);
		if (words_begin(&words, "version *") && line.ptr[0] == 'v')
			version = words.at[1];
		else if (words_begin(&words, "ASA Version *"))
			version = words.at[2];
		else if (words_begin(&words, "!! IOS XR Configuration *"))
			version = words.at[4];
		else if (words_begin(&words, "! device:"))
			version = eos_version(line);
	}
	network_os(cisco->network, ids[cisco->kind], version, file_span(cisco->network->file, 0));
}

static void
read_config(struct network *network, const struct transcript_part *part)
{
	struct cisco cisco = {
		.network = network, .kind = cisco_kind_of(part->bytes), .acls = MAP_INIT(network->arena)
	};
	const struct blocks_style style = {
		.comment = '!', .mark = "^C", .text = cisco.kind == CISCO_ASA ? NULL : "banner"
	};

	blocks_read(
	    network->parse->run, network->arena, network->file->path, part->bytes, part->line, &style, &cisco.blocks);
	cisco.is_whole = cisco.blocks.is_whole && !network->is_damaged && is_whole(part->bytes);
	network->is_whole |= cisco.is_whole;
	network->is_damaged |= !cisco.blocks.is_whole;
	read_system(&cisco, part->bytes);
	cisco_read_acls(&cisco);
	cisco_read_logging(&cisco);
	cisco_read_clock(&cisco);
	cisco_read_accounts(&cisco);
	cisco_read_access(&cisco);
}

static void
read_output(struct network *network, struct str text, unsigned line)
{
	if (cisco_is_show_logging(text))
		cisco_read_show_logging(network, text, line);
	else
		cisco_read_show_clock(network, text, line);
}

const struct network_vendor network_cisco = {
	.is_config = is_config,
	.is_whole = is_whole,
	.is_output = is_output,
	.is_common = cisco_is_peers,
	.name_in = name_in,
	.read_config = read_config,
	.read_output = read_output,
};
