/* Forwarders beside the syslog daemon: whether one is set up, and where it sends to.
 *
 * Decision rule (docs/evidence.md, log-forwarding): central is unknown. Whether the records of authentication are among what an agent
 * sends hangs on its inputs, and often on what its server tells it, which these files do not. A plugin that is not active is
 * none. Only addresses are read: these files hold passwords, too. */
#include "tenken/evidence/evidence.h"

#include "tenken/base/limits.h"
#include "tenken/syntax/lines.h"

/* One agent: its file, and the key whose value is the target. */
struct agent {
	const char *name, *file;
	const char *section, *key;    /* section NULL: any */
	const char *active_file;      /* with `active = yes`; NULL: none needed */
};

static const struct agent agents[] = {
	{ "audisp-remote", "etc/audit/audisp-remote.conf", NULL, "remote_server", "etc/audit/plugins.d/au-remote.conf" },
	{ "audisp-remote", "etc/audisp/audisp-remote.conf", NULL, "remote_server", "etc/audisp/plugins.d/au-remote.conf" },
	{ "journal-upload", "etc/systemd/journal-upload.conf", "Upload", "URL", NULL },
	{ "filebeat", "etc/filebeat/filebeat.yml", NULL, "hosts", NULL },
	{ "fluent-bit", "etc/fluent-bit/fluent-bit.conf", "OUTPUT", "Host", NULL },
	{ "vector", "etc/vector/vector.toml", NULL, "endpoint", NULL },
	{ "vector", "etc/vector/vector.yaml", NULL, "endpoint", NULL },
	{ "splunk", "opt/splunkforwarder/etc/system/local/outputs.conf", NULL, "server", NULL },
	{ "wazuh-agent", "var/ossec/etc/ossec.conf", NULL, "<address>", NULL },
};
#define AGENTS (sizeof agents / sizeof *agents)

static int
bid(const struct file *file)
{
	for (size_t i = 0; i < AGENTS; i++)
		if (strcmp(file->name, agents[i].file) == 0 || (agents[i].active_file && strcmp(file->name, agents[i].active_file) == 0))
			return 80;
	return str_has_prefix(str_of(file->name), "etc/audit/plugins.d/") || str_has_prefix(str_of(file->name), "etc/audisp/plugins.d/") ? 80 : 0;
}

static bool
is_yes(struct str text)
{
	return str_is_nocase(text, "yes") || str_is_nocase(text, "true");
}

static bool
is_active(const struct parse *parse, const char *name)
{
	struct file *file = bundle_file(parse, name);
	bool is_active = false;

	if (!file || file->link)
		return false;
	file->is_used = true;
	for (struct lines lines = lines_of(file->bytes); lines_next(&lines) && lines.line <= LIMIT_LINES;) {
		struct str rest = lines.text, key = str_token(&rest, " \t=");
		if (str_is_nocase(key, "active"))
			is_active = is_yes(str_token(&rest, " \t="));
	}
	return is_active;
}

/* What may stand around an address: blanks, quotes, brackets of a list, marks of keys. */
static const char marks[] = " \t=:\"'[],<>";

/* The value behind the key: `key = value`, `key: ["value"]`, `<key>value</key>`, `key value`. */
static struct str
value_of(struct str line, const char *key)
{
	struct str text = str_trim(line);
	size_t len = strlen(key);

	if (text.len && text.ptr[0] == '-')   /* an item of a list in YAML */
		text = str_trim((struct str){ text.ptr + 1, text.len - 1 });
	if (text.len <= len || !str_is_nocase((struct str){ text.ptr, len }, key))
		return STR("");
	struct str rest = { text.ptr + len, text.len - len };
	if (!strchr(marks, rest.ptr[0]) && key[0] != '<')
		return STR("");
	/* An address keeps its colons: only the marks before it are skipped. */
	while (rest.len && strchr(marks, rest.ptr[0]))
		rest = (struct str){ rest.ptr + 1, rest.len - 1 };
	return str_token(&rest, " \t\"'],<>");
}

static void
read_agent(const struct parse *parse, const struct agent *agent, struct file *file)
{
	struct subject *subject = parse->subject;
	bool is_in_section = agent->section == NULL;

	file->is_used = true;
	if (agent->active_file && !is_active(parse, agent->active_file))
		return;
	for (struct lines lines = lines_of(file->bytes); lines_next(&lines) && lines.line <= LIMIT_LINES;) {
		struct str text = str_trim(lines.text);
		if (agent->section && str_has_prefix(text, "["))
			is_in_section = text.len > 2 && str_is_nocase((struct str){ text.ptr + 1, text.len - 2 }, agent->section);
		if (!text.len || text.ptr[0] == '#' || text.ptr[0] == ';' || !is_in_section)
			continue;
		struct str target = value_of(text, agent->key);
		if (!target.len || target.len > LIMIT_CELL_BYTES || str_has(target, "@"))   /* not with somebody's password */
			continue;
		struct record *record = record_add(subject, "log-forwarding", agent->name, file_span(file, lines.line));
		record_set(subject, record, "central", "unknown");
		record_set(subject, record, "target", arena_strndup(subject->arena, target.ptr, target.len));
		return;
	}
}

static void
parse(const struct parse *parse)
{
	for (size_t i = 0; i < AGENTS; i++) {
		struct file *file = bundle_file(parse, agents[i].file);
		if (file && !file->link)
			read_agent(parse, &agents[i], file);
	}
}

const struct parser parser_forwarder = {
	.name = "log-forwarder",
	.title = { "ログ転送エージェントの設定(auditd, journal-upload, filebeat, Wazuhなど)",
	    "agents that forward logs: auditd, journal-upload, filebeat, Wazuh and others" },
	.bid = bid,
	.parse = parse,
};
