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
extern const struct parser parser_database;
extern const struct parser parser_ldif;
extern const struct parser parser_login_defs;
extern const struct parser parser_shadow_file;
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
extern const struct parser parser_pwdump;
extern const struct parser parser_ntds;
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
	&parser_shadow_file,
	&parser_database,
	&parser_ldif,
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
	&parser_pwdump,
	&parser_ntds,
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

/* A link that leads nowhere, or to what was not collected: said once. */
static struct file *
lose_link(const struct parse *parse, struct file *link, enum diag_id id)
{
	if (!link->is_lost)
		diag_report(&parse->run->diags, id, file_span(link, 0), "%s", link->link);
	link->is_lost = true;
	return NULL;
}

struct file *
bundle_file(const struct parse *parse, const char *name)
{
	struct file *first = map_get(&parse->bundle->by_name, name), *file = first;

	for (int i = 0; file && file->link; i++) {
		if (strcmp(file->link, "/dev/null") == 0)
			return file;
		if (i >= LIMIT_LINKS)
			return lose_link(parse, first, DIAG_CYCLE);
		const char *target = resolve(parse->bundle->arena, file->name, file->link);
		if (!target)
			return lose_link(parse, file, DIAG_LINK_OUTSIDE);
		file = map_get(&parse->bundle->by_name, target);
		if (!file)
			return lose_link(parse, first, DIAG_LINK_OUTSIDE);
	}
	return file;
}

static size_t
count_slashes(const char *text)
{
	size_t count = 0;

	for (; *text; text++)
		count += *text == '/';
	return count;
}

/* As many slashes on both sides leave none for a star. */
static bool
is_match(const char *pattern, const char *name)
{
	const char *base = strrchr(name, '/'), *wanted = strrchr(pattern, '/');
	char first = base ? base[1] : name[0], first_wanted = wanted ? wanted[1] : pattern[0];

	if (first == '.' && first_wanted != '.')
		return false;
	return str_glob(pattern, name) && count_slashes(pattern) == count_slashes(name);
}

struct file *
bundle_match(const struct parse *parse, const char *pattern, size_t *at)
{
	struct bundle *bundle = parse->bundle;

	while (*at < bundle->files.len && bundle->matched < LIMIT_MATCHES) {
		struct file *file = &bundle->files.items[(*at)++];
		if (is_match(pattern, file->name))
			return file;
		if (++bundle->matched < LIMIT_MATCHES)
			continue;
		diag_report(&parse->run->diags, DIAG_LIMIT, (struct span){ .path = bundle->subject }, "includes with more than %d names to look at",
		    LIMIT_MATCHES);
		vec_push(bundle->arena, &bundle->withheld, "");
	}
	return NULL;
}

bool
bundle_is_withheld(const struct parse *parse, const char *pattern)
{
	const struct bundle *bundle = parse->bundle;
	size_t fixed = strcspn(pattern, "*?[");
	bool is_folder = str_has_suffix(str_of(pattern), "/");

	for (size_t i = 0; i < bundle->withheld.len; i++) {
		const char *name = bundle->withheld.items[i];
		size_t len = strlen(name);
		if (len == 0 || name[len - 1] == '/') {
			/* The folder holds where the pattern looks, or is held there. */
			if (strncmp(pattern, name, len < fixed ? len : fixed) == 0)
				return true;
		} else if (is_folder ? str_has_prefix(str_of(name), pattern) : is_match(pattern, name)) {
			return true;
		}
	}
	return false;
}

struct file *
bundle_first(const struct parse *parse, const char *const *names)
{
	for (; *names; names++)
		if (map_get(&parse->bundle->by_name, *names))
			return bundle_file(parse, *names);
		else if (bundle_is_withheld(parse, *names))
			return NULL;
	return NULL;
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
