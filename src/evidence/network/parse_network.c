/* Network devices: configurations and the outputs of commands, each in a file of its own or in the record of a
 * terminal session. Each part is recognised by its content and read by its vendor's reader; all of one device become
 * one set of records.
 *
 * Decision rules: of several whole configurations the first counts, one named startup last, and the others are
 * reported; where there are only parts, they complete each other. Configurations are read before outputs: what was
 * observed is held against what they say. A device's name counts only when it is not the factory's: two files are of
 * one device when both name it. */
#include "evidence/network/network.h"

#define HEAD_BYTES (64u << 10) /* of a file, by which it is recognised */
#define MARK_BYTES (16u << 10) /* of these, in which something must look familiar */
#define PARTS_MAX 16           /* of a session, by which it is recognised */
#define PROMPT_BYTES 100       /* of a line that may begin with a prompt */

static const char *const verbs[] = { "show", "sh", "more", "less", "get", "diagnose", "diag", "execute", "exec", NULL };

/* The first that knows a part reads it; Cisco last, whose fragments have no mark of their own. */
static const struct network_vendor *const vendors[] = { &network_fortigate, &network_junos, &network_paloalto,
	&network_yamaha, &network_cisco, NULL };

static struct str
without_bom(struct str bytes)
{
	return str_has_prefix(bytes, "\xef\xbb\xbf") ? (struct str){ bytes.ptr + 3, bytes.len - 3 } : bytes;
}

static struct str
head_of(const struct file *file)
{
	struct str head = without_bom(file->bytes);

	head.len = head.len < HEAD_BYTES ? head.len : HEAD_BYTES;
	return head;
}

/* Whose configuration the part is, or NULL. */
static const struct network_vendor *
config_of(const struct transcript_part *part)
{
	for (size_t i = 0; vendors[i]; i++)
		if (vendors[i]->is_config(part))
			return vendors[i];
	return NULL;
}

static const struct network_vendor *
output_of(const struct transcript_part *part)
{
	for (size_t i = 0; vendors[i]; i++)
		if (vendors[i]->is_output && vendors[i]->is_output(part->bytes))
			return vendors[i];
	return NULL;
}

/* Lines with which what we read begins somewhere. A cheap look at every file there is, before a vendor takes a closer
 * one; what a vendor's reader knows must be in here. */
static bool
is_mark(struct str line)
{
	static const char *const marks[] = { "hostname ", "switchname ", "Building configuration", "Current ",
		"!Command:", "! Command:", "!! IOS XR", "ASA Version", "Syslog logging:", "Clock is ", "address ",
		"remote ", "synchroni", "unsynchroni", "#config-version=", "config ", "Version: Forti",
		"last ntp sync:", "ntpsync ", "set ", "system {", "groups {",
		"status=", "associd=", "sw-version:", "# ", "<config ", "<response status=" };

	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (line.ptr[0] == marks[i][0] && str_has_prefix(line, marks[i]))
			return true;
	/* A time of day, `*13:40:23.824 EST ...`, and a prompt with its command. */
	if (line.len > 9 && (line.ptr[2] == ':' || line.ptr[3] == ':'))
		return true;
	return str_has(line, "#sh") || str_has(line, ">sh") || str_has(line, "# sh") || str_has(line, "> sh");
}

static bool
has_mark(struct str text)
{
	struct str line;

	text.len = text.len < MARK_BYTES ? text.len : MARK_BYTES;
	while (str_line(&text, &line)) {
		line = str_trim(line);
		line.len = line.len < PROMPT_BYTES ? line.len : PROMPT_BYTES;
		if (line.len && is_mark(line))
			return true;
	}
	return false;
}

/* How sure a part is ours. A command behind a prompt, or in the file's name (`show-ntp-associations.txt`), is a
 * device's; what a program of a computer prints as well is not ours without. */
static int
bid_part(const struct transcript_part *part, bool is_shown)
{
	const struct network_vendor *vendor = config_of(part) ? config_of(part) : output_of(part);

	if (!vendor)
		return 0;
	if (is_shown || part->command.len)
		return 90;
	return vendor->is_common && vendor->is_common(part->bytes) ? 0 : 50;
}

/* What a host's own bundle holds under these is that host's. */
static int
bid(const struct file *file)
{
	static const char *const elsewhere[] = { "etc/", "usr/", "var/", NULL };
	struct transcript transcript = transcript_of(head_of(file), verbs);
	bool is_shown = str_has(str_of(file->name), "show");
	struct transcript_part part;
	int best = 0;

	for (size_t i = 0; elsewhere[i]; i++)
		if (str_has_prefix(str_of(file->name), elsewhere[i]))
			return 0;
	if (!has_mark(head_of(file)))
		return 0;
	for (int parts = 0; parts < PARTS_MAX && best < 90 && transcript_next(&transcript, &part); parts++) {
		int sure = bid_part(&part, is_shown);
		best = sure > best ? sure : best;
	}
	return best;
}

static const char *
told(struct arena *arena, struct str name)
{
	static const char *const factory[] = { "Router", "Switch", "switch", "ciscoasa", "ios", "localhost", "Amnesiac",
		"PA-VM" };
	static const char *const models[] = { "FortiGate", "RTX", "NVR", "FWX" };

	for (size_t i = 0; i < sizeof factory / sizeof *factory; i++)
		if (str_is(name, factory[i]))
			return NULL;
	for (size_t i = 0; i < sizeof models / sizeof *models; i++)
		if (str_has_prefix(name, models[i]))
			return NULL;
	return name.len && name.len < 254 ? arena_strndup(arena, name.ptr, name.len) : NULL;
}

/* The name the configuration gives, else what an output says, else that of a prompt. */
static const char *
subject_of(struct arena *arena, const struct file *file)
{
	struct transcript transcript = transcript_of(head_of(file), verbs);
	struct transcript_part part;
	struct str name = STR("");

	for (int parts = 0; parts < PARTS_MAX && transcript_next(&transcript, &part); parts++) {
		const struct network_vendor *vendor = config_of(&part);
		struct str own = vendor || (vendor = output_of(&part)) ? vendor->name_in(part.bytes) : STR("");
		if (own.len)
			return told(arena, own);
		name = name.len ? name : part.host;
	}
	return told(arena, name);
}

/* Marks of a pager stand before the lines they hid, which are then lost: nothing counts as not set, and nothing good
 * is believed. */
static bool
has_pager(struct str text)
{
	static const char *const marks[] = { "--More--", "<--- More --->", "---(more", "---つづく---" };

	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (str_has(text, marks[i]))
			return true;
	return false;
}

static bool
has_whole(const struct file *file)
{
	struct transcript transcript = transcript_of(without_bom(file->bytes), verbs);
	struct transcript_part part;
	const struct network_vendor *vendor;

	while (transcript_next(&transcript, &part))
		if ((vendor = config_of(&part)) && vendor->is_whole(part.bytes) && !has_pager(part.bytes))
			return true;
	return false;
}

/* The file whose configuration counts; NULL: there are only parts. */
static const struct file *
choose(const struct parse *parse)
{
	const struct file *chosen = NULL;

	for (struct file *file = NULL; (file = bundle_next(parse, file));) {
		if (!has_whole(file))
			continue;
		bool is_better =
		    chosen && str_has(str_of(chosen->name), "startup") && !str_has(str_of(file->name), "startup");
		if (chosen)
			diag_report(
			    &parse->run->diags, DIAG_CONFIG_SECOND, file_span(is_better ? chosen : file, 0), "%s", "");
		if (!chosen || is_better)
			chosen = file;
	}
	return chosen;
}

static void
read_config(struct network *network, const struct network_vendor *vendor, const struct transcript_part *part)
{
	if (has_pager(part->bytes)) {
		diag_report(&network->parse->run->diags, DIAG_SYNTAX_UNKNOWN, file_span(network->file, 0),
		    "marks of a pager hide lines");
		network->is_damaged = true;
	}
	vendor->read_config(network, part);
}

/* One pass over the file: its configurations, or its outputs. */
static void
read_file(struct network *network, bool is_config)
{
	struct transcript transcript = transcript_of(without_bom(network->file->bytes), verbs);
	struct transcript_part part;

	while (transcript_next(&transcript, &part)) {
		const struct network_vendor *vendor = config_of(&part);
		if (vendor && is_config)
			read_config(network, vendor, &part);
		else if (!vendor && !is_config && (vendor = output_of(&part)))
			vendor->read_output(network, part.bytes, part.line);
	}
}

static void
parse(const struct parse *parse)
{
	const struct file *chosen = choose(parse);
	struct network network = network_of(parse);

	for (int round = 0; round < 2; round++)
		for (struct file *file = NULL; (file = bundle_next(parse, file));) {
			file->is_used = true;
			network.file = file;
			if (round == 1 || file == chosen || !chosen)
				read_file(&network, round == 0);
		}
	for (size_t i = 0; vendors[i]; i++)
		if (vendors[i]->settle)
			vendors[i]->settle(&network);
	network_emit(&network);
}

const struct parser parser_network = {
	.name = "network",
	.title = { "ネットワーク機器の設定と状態(Cisco, Arista, Juniper, FortiGate, Palo Alto, ヤマハ)",
	    "network devices: configuration and state (Cisco, Arista, Juniper, FortiGate, Palo Alto, Yamaha)" },
	.bid = bid,
	.scope = SCOPE_HOST,
	.subject_of = subject_of,
	.parse = parse,
};
