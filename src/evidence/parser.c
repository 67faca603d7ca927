/* The registry: every parser there is, in the order of their records, and the choosing among them. */
#include "evidence/bundle.h"
#include "tenken/base/limits.h"

/* One line a parser; docs/evidence.md says what each emits. */
extern const struct parser parser_manifest;
extern const struct parser parser_plan;
extern const struct parser parser_auditd;
extern const struct parser parser_journald;
extern const struct parser parser_logrotate;
extern const struct parser parser_applog;
extern const struct parser parser_loglist;
extern const struct parser parser_rsyslog;
extern const struct parser parser_syslog_ng;
extern const struct parser parser_forwarder;
extern const struct parser parser_clock;
extern const struct parser parser_account;
extern const struct parser parser_login_defs;
extern const struct parser parser_sshd;
extern const struct parser parser_os;
extern const struct parser parser_update;
extern const struct parser parser_firewall;
extern const struct parser parser_backup;
extern const struct parser parser_eventlog;
extern const struct parser parser_w32tm;
extern const struct parser parser_winpolicy;
extern const struct parser parser_gpo;
extern const struct parser parser_winaccount;
extern const struct parser parser_directory;
extern const struct parser parser_winhost;
extern const struct parser parser_network;
extern const struct parser parser_table;
extern const struct parser parser_export;
extern const struct parser parser_xccdf;
extern const struct parser parser_lynis;
extern const struct parser parser_nmap;
extern const struct parser parser_trivy;
extern const struct parser parser_wazuh;
extern const struct parser parser_scuba;
extern const struct parser parser_prowler;
extern const struct parser parser_osquery;

const struct parser *const parsers[] = {
	&parser_manifest,
	&parser_plan,
	&parser_auditd,
	&parser_journald,
	&parser_logrotate,
	&parser_applog,    /* adds to the log records of those before it */
	&parser_loglist,   /* so does this one */
	&parser_rsyslog,
	&parser_syslog_ng,
	&parser_forwarder,
	&parser_clock,
	&parser_account,
	&parser_login_defs,
	&parser_sshd,
	&parser_os,
	&parser_update,    /* asks the os record */
	&parser_firewall,
	&parser_backup,
	&parser_eventlog,
	&parser_w32tm,
	&parser_winpolicy,
	&parser_gpo,
	&parser_winaccount,
	&parser_directory,
	&parser_winhost,
	&parser_network,
	&parser_table,
	&parser_export,
	/* Other tools' results come last: theirs are many, and what finds no room must not be our own. */
	&parser_xccdf,
	&parser_lynis,
	&parser_nmap,
	&parser_trivy,
	&parser_wazuh,
	&parser_scuba,
	&parser_prowler,
	&parser_osquery,
	NULL
};

const struct parser *
parser_of(const struct file *file, const struct parser **ret_rival)
{
	const struct parser *taker = NULL;
	int best = 0;

	for (int i = 0; parsers[i]; i++) {
		int bid = parsers[i]->bid(file);
		if (bid > best) {
			best = bid;
			taker = parsers[i];
			*ret_rival = NULL;
		} else if (bid == best && best > 0) {
			*ret_rival = parsers[i];
		}
	}
	return taker;
}

/* The highest bid wins; of equal ones the first in the registry, and that is said. */
static void
recognise(struct run *run, struct file *file)
{
	const struct parser *rival = NULL;

	file->parser = parser_of(file, &rival);
	if (rival)
		diag_report(&run->diags, DIAG_BID_TIE, file_span(file, 0), "%s, %s", file->parser->name, rival->name);
}

void
evidence_recognise(struct run *run, struct bundle *bundle)
{
	for (size_t i = 0; i < bundle->files.len; i++) {
		struct file *file = &bundle->files.items[i];
		recognise(run, file);
		if (!file->parser && !file->link)
			diag_report(&run->diags, DIAG_FILE_UNRECOGNISED, file_span(file, 0), "%s", "");
		else if (file->bytes.len == 0 && !file->link)
			diag_report(&run->diags, DIAG_FILE_EMPTY, file_span(file, 0), "%s", "");
	}
}

void
evidence_parse(struct run *run, const struct mappings *mappings, struct bundle *bundle, struct subject *subject)
{
	evidence_recognise(run, bundle);
	for (int i = 0; parsers[i]; i++) {
		struct parse parse = { .run = run, .mappings = mappings, .bundle = bundle, .parser = parsers[i], .subject = subject };
		bool is_wanted = false;
		for (size_t f = 0; f < bundle->files.len && !is_wanted; f++)
			is_wanted = bundle->files.items[f].parser == parsers[i];
		/* Of a kind whose files are not those that were collected nothing is known. */
		if (is_wanted && parsers[i]->parse && !map_get(&bundle->doubted, parsers[i]->name))
			parsers[i]->parse(&parse);
	}
	if (subject->dropped)
		diag_report(&run->diags, DIAG_LIMIT, (struct span){ .path = bundle->subject }, "%zu records beyond %d", subject->dropped,
		    LIMIT_RECORDS);
}

struct file *
bundle_next(const struct parse *parse, const struct file *previous)
{
	struct file *files = parse->bundle->files.items;
	size_t i = previous ? (size_t)(previous - files) + 1 : 0;

	for (; i < parse->bundle->files.len; i++)
		if (files[i].parser == parse->parser && !files[i].link)
			return &files[i];
	return NULL;
}

int32_t
parse_day(const struct parse *parse)
{
	return parse->subject->collected_at.is_known ? instant_day(parse->subject->collected_at) : parse->run->as_of;
}

/* The name a link's target has inside the bundle: absolute targets start at its root, relative ones at the link's
 * folder. NULL when `..` leads out. */
static const char *
resolve(struct arena *arena, const char *name, const char *target)
{
	char *path = *target == '/' ? arena_strdup(arena, target) : arena_printf(arena, "%s/../%s", name, target);
	struct str rest = str_of(path);
	VEC(struct str) parts = { 0 };

	for (struct str part; (part = str_token(&rest, "/")).len;) {
		if (str_is(part, "."))
			continue;
		if (!str_is(part, ".."))
			vec_push(arena, &parts, part);
		else if (parts.len == 0)
			return NULL;
		else
			parts.len--;
	}
	char *resolved = arena_alloc(arena, strlen(path) + 1), *out = resolved;
	for (size_t i = 0; i < parts.len; i++) {
		if (i)
			*out++ = '/';
		memcpy(out, parts.items[i].ptr, parts.items[i].len);
		out += parts.items[i].len;
	}
	return resolved;
}

struct file *
bundle_file(const struct parse *parse, const char *name)
{
	struct file *file = map_get(&parse->bundle->by_name, name);

	for (int i = 0; file && file->link; i++) {
		if (strcmp(file->link, "/dev/null") == 0)
			return file;
		const char *target = i < LIMIT_LINKS ? resolve(parse->bundle->arena, file->name, file->link) : NULL;
		if (!target) {
			diag_report(&parse->run->diags, DIAG_LINK_OUTSIDE, file_span(file, 0), "%s", file->link);
			return NULL;
		}
		file = map_get(&parse->bundle->by_name, target);
	}
	return file;
}

/* The manifest is read before everything else (manifest.c) and the plan by the catalogue's room; here they are only known
 * for what they are. */
static int
bid_manifest(const struct file *file)
{
	return strcmp(file->name, "manifest.xml") == 0 || strcmp(file->name, "manifest.csv") == 0 ? 100 : 0;
}

static int
bid_plan(const struct file *file)
{
	const char *slash = strrchr(file->name, '/');

	return strcmp(slash ? slash + 1 : file->name, "audit.xml") == 0 && str_has(file->bytes, "urn:tenken:audit") ? 100 : 0;
}

const struct parser parser_plan = {
	.name = "plan",
	.title = { "監査計画(audit.xml)", "audit plan (audit.xml)" },
	.bid = bid_plan,
};

const struct parser parser_manifest = {
	.name = "manifest",
	.title = { "束の目録(収集日時とハッシュ値)", "manifest of the bundle: when it was collected, digests" },
	.bid = bid_manifest,
};
