/* The files beneath /var/log as they were found: how far back each log really reaches.
 *
 * cmd/find-var-log*.txt: PATH TAB SIZE TAB MTIME TAB TYPE, as find -printf writes it; cmd/var-log-first-lines.txt: PATH TAB
 * LINE, the first line of each; cmd/install-date.txt: PATH|MTIME|BIRTH of what is as old as the host.
 *
 * Decision rule (docs/evidence.md, log): the rotated files of a log are walked from the newest on, while their numbers follow
 * each other and no gap of more than two months shows (a file left over from former times is not retention). The
 * oldest of them tells the day: by its first line, else by its mtime, which is its last write and so understates.
 * young = true: nothing of the host is older than that. young = false needs proof that older records were there and are
 * gone: the host is older, the day is that of a record, the log has been rotated, and it is either written every day on
 * any host or has as many old files as are kept. A log that merely has few events is neither. */
#include "tenken/evidence/evidence.h"

#include <stdlib.h>

#include "evidence/log/loglist.h"
#include "evidence/log/logrotate.h"
#include "evidence/table/mapping.h"
#include "tenken/base/limits.h"
#include "tenken/syntax/lines.h"

#define LISTING      "cmd/find-var-log"
#define FIRST_LINES  "cmd/var-log-first-lines.txt"
#define INSTALL_DATE "cmd/install-date.txt"
#define GAP_DAYS     62
#define PATTERNS_MAX 256   /* records with a pattern that a log is held against */

/* One file of the listing. */
struct member {
	const char *name;
	int generation;
	struct str modified;      /* as written: sorts by time */
	int32_t modified_day;
	int32_t first_day;        /* of its first line; DAY_UNKNOWN */
	struct span at;           /* the line of the listing, or of its first line */
};

/* A log with its rotated files, and what they show. */
struct family {
	const char *base;
	VEC(struct member *) members;
	int32_t day;              /* of the oldest record; DAY_UNKNOWN: nothing shows it */
	bool is_by_record;
	struct span at;
	int rotated;              /* old files that count */
};

/* What is known of the host's beginning. */
struct host {
	int32_t since;            /* nothing of it is older; DAY_UNKNOWN */
	int32_t machine_id;       /* it was running by then; DAY_UNKNOWN */
};

struct listing {
	const struct parse *parse;
	struct arena *arena;
	struct map members, families;
	VEC(struct family *) list;
	struct host host;
};

static int
bid(const struct file *file)
{
	bool is_ours = str_has_prefix(str_of(file->name), LISTING) || strcmp(file->name, FIRST_LINES) == 0 ||
	    strcmp(file->name, INSTALL_DATE) == 0;

	return is_ours ? 80 : 0;
}

static struct str
cut_field(struct str *rest, char separator)
{
	const char *end = rest->len ? memchr(rest->ptr, separator, rest->len) : NULL;
	struct str field = { rest->ptr, end ? (size_t)(end - rest->ptr) : rest->len };
	size_t taken = end ? field.len + 1 : field.len;

	rest->ptr += taken;
	rest->len -= taken;
	return field;
}

static int32_t
date_of(struct str text)
{
	return text.len >= 10 ? day_parse((struct str){ text.ptr, 10 }) : DAY_UNKNOWN;
}

static void
add_member(struct listing *listing, struct member *member)
{
	const char *base;

	member->generation = loglist_generation(listing->arena, member->name, &base);
	if (!map_add(&listing->members, member->name, member))
		return;
	struct family *family = map_get(&listing->families, base);
	if (!family) {
		family = arena_alloc(listing->arena, sizeof *family);
		family->base = base;
		family->day = DAY_UNKNOWN;
		map_add(&listing->families, base, family);
		vec_push(listing->arena, &listing->list, family);
	}
	vec_push(listing->arena, &family->members, member);
}

/* Empty files show nothing; the journal's own files are its business. */
static void
read_listing(struct listing *listing, struct file *file)
{
	struct lines lines = lines_of(file->bytes);

	file->is_used = true;
	while (lines_next(&lines) && lines.line <= LIMIT_LINES) {
		struct str rest = lines.text, path = cut_field(&rest, '\t'), size = cut_field(&rest, '\t'), modified = cut_field(&rest, '\t');
		int32_t day = date_of(modified);
		int64_t bytes;
		if (lines.text.len == 0)
			continue;
		if (path.len == 0 || path.ptr[0] != '/' || path.len > LIMIT_PATH_BYTES || !str_int(size, &bytes) || day == DAY_UNKNOWN) {
			diag_report(&listing->parse->run->diags, DIAG_SYNTAX_UNKNOWN, file_span(file, lines.line), "%.*s",
			    (int)(lines.text.len < LIMIT_DIAG_DETAIL ? lines.text.len : LIMIT_DIAG_DETAIL), lines.text.ptr);
			continue;
		}
		if (bytes == 0 || str_has_prefix(path, "/var/log/journal/"))
			continue;
		struct member *member = arena_alloc(listing->arena, sizeof *member);
		*member = (struct member){ .name = arena_strndup(listing->arena, path.ptr, path.len), .modified = modified,
			.modified_day = day, .first_day = DAY_UNKNOWN, .at = file_span(file, lines.line) };
		add_member(listing, member);
	}
}

static void
read_first_lines(struct listing *listing, struct file *file)
{
	struct lines lines = lines_of(file->bytes);

	file->is_used = true;
	while (lines_next(&lines) && lines.line <= LIMIT_LINES) {
		struct str rest = lines.text, path = cut_field(&rest, '\t');
		struct member *member = map_get(&listing->members, arena_strndup(listing->arena, path.ptr, path.len));
		int32_t day = member ? loglist_day(rest, member->modified_day) : DAY_UNKNOWN;
		if (day == DAY_UNKNOWN)
			continue;
		member->first_day = day;
		member->at = file_span(file, lines.line);
	}
}

static void
read_install_date(struct listing *listing, struct file *file)
{
	struct host *host = &listing->host;
	struct lines lines = lines_of(file->bytes);
	int32_t earliest = day_of(2000, 1, 1);   /* a birth that a file system does not know is 1970 */

	file->is_used = true;
	while (lines_next(&lines)) {
		struct str rest = lines.text, name = cut_field(&rest, '|');
		int32_t days[] = { date_of(cut_field(&rest, '|')), date_of(cut_field(&rest, '|')) };
		for (int i = 0; i < 2; i++)
			if (days[i] >= earliest && (host->since == DAY_UNKNOWN || days[i] < host->since))
				host->since = days[i];
		if (str_is(name, "/etc/machine-id") && days[0] >= earliest)
			host->machine_id = days[0];
	}
}

/* The current file first, then the newer ones; of equal times the lower number. */
static int
compare_members(const void *a, const void *b)
{
	const struct member *x = *(struct member *const *)a, *y = *(struct member *const *)b;
	bool is_x_current = x->generation == LOGLIST_CURRENT, is_y_current = y->generation == LOGLIST_CURRENT;
	size_t len = x->modified.len < y->modified.len ? x->modified.len : y->modified.len;

	if (is_x_current != is_y_current)
		return is_x_current ? -1 : 1;
	int order = memcmp(y->modified.ptr, x->modified.ptr, len < 19 ? len : 19);
	if (order == 0)
		order = x->generation - y->generation;
	return order ? order : strcmp(y->name, x->name);
}

static void
observe(struct family *family)
{
	int32_t reach = DAY_UNKNOWN;
	int last = -1;

	qsort(family->members.items, family->members.len, sizeof *family->members.items, compare_members);
	for (size_t i = 0; i < family->members.len; i++) {
		const struct member *member = family->members.items[i];
		bool is_next = member->generation < 0 || member->generation == last + 1 || (last < 0 && member->generation == 1);
		if (!is_next || (reach != DAY_UNKNOWN && reach - member->modified_day > GAP_DAYS))
			break;
		if (member->generation >= 0)
			last = member->generation;
		family->rotated += member->generation != LOGLIST_CURRENT;
		/* A file that was touched since does not take back what a newer one shows. */
		bool is_by_record = member->first_day != DAY_UNKNOWN;
		int32_t day = is_by_record ? member->first_day : member->modified_day;
		if (reach != DAY_UNKNOWN && day > reach)
			continue;
		reach = day;
		family->is_by_record = is_by_record;
		family->at = member->at;
	}
	family->day = reach;
}

/* What every host writes to every day, from its first day on. */
static bool
is_daily(const char *base)
{
	static const char *const names[] = { "/var/log/syslog", "/var/log/messages", "/var/log/auth.log", "/var/log/secure", NULL };

	for (int i = 0; names[i]; i++)
		if (strcmp(names[i], base) == 0)
			return true;
	return false;
}

static const char *
young_of(const struct listing *listing, const struct record *log, const struct family *family)
{
	const struct host *host = &listing->host;
	const char *text = record_get(log, "generations");
	int64_t kept = 0;

	if (host->since != DAY_UNKNOWN && host->since >= family->day - 1)
		return "true";
	if (!family->is_by_record || host->machine_id == DAY_UNKNOWN || host->machine_id >= family->day - 1 || family->rotated == 0)
		return NULL;
	bool is_full = text && str_int(str_of(text), &kept) && kept > 0 && family->rotated >= kept;
	return is_full || is_daily(family->base) ? "false" : NULL;
}

/* Of the logs that one record stands for the worst: one that certainly lost records, else the one that reaches back least. */
static bool
is_worse(const struct listing *listing, const struct record *log, const struct family *a, const struct family *b)
{
	const char *young_a = young_of(listing, log, a), *young_b = young_of(listing, log, b);
	bool is_lost_a = young_a && strcmp(young_a, "false") == 0, is_lost_b = young_b && strcmp(young_b, "false") == 0;

	return is_lost_a != is_lost_b ? is_lost_a : a->day > b->day;
}

static void
emit(const struct listing *listing, struct record *log, const struct family *family)
{
	struct subject *subject = listing->parse->subject;
	int32_t days = parse_day(listing->parse) - family->day;

	if (parse_day(listing->parse) == DAY_UNKNOWN)
		return;
	record_set_int(subject, log, "observed-days", days < 0 ? 0 : days);
	record_set(subject, log, "observed-by", family->is_by_record ? "record" : "mtime");
	record_set(subject, log, "young", young_of(listing, log, family));
	record_set(subject, log, "observed-at", span_text(subject->arena, family->at));
}

/* A security log that nothing is known to rotate. Databases of last logins are no logs; files of a class nobody named
 * may be anything. */
static void
add_unruled(const struct listing *listing, const struct family *family)
{
	static const char *const databases[] = { "/var/log/lastlog", "/var/log/faillog", "/var/log/tallylog", NULL };
	const struct parse *parse = listing->parse;
	struct subject probe = { .arena = listing->arena };
	struct parse probing = *parse;

	for (int i = 0; databases[i]; i++)
		if (strcmp(databases[i], family->base) == 0)
			return;
	probing.subject = &probe;
	struct record *log = record_add(&probe, "log", family->base, family->at);
	log_classify(&probing, log);
	if (strcmp(record_get(log, "security"), "true") != 0 || strcmp(record_get(log, "class"), "other") == 0)
		return;
	log = record_add(parse->subject, "log", family->base, family->at);
	record_set(parse->subject, log, "source", "listing");
	log_classify(parse, log);
	record_set(parse->subject, log, "retention-kind", "unknown");
	record_set(parse->subject, log, "reason", bundle_file(parse, "etc/logrotate.conf") || bundle_file(parse, "usr/etc/logrotate.conf")
	    ? "no rotation rule was found" : "the rules of rotation were not collected");
	emit(listing, log, family);
}

/* The log records before this parser, by exact name and with patterns. */
struct rules {
	struct map by_name;                          /* name to the place in `worst` */
	VEC(size_t) patterns;
	VEC(const struct family *) worst;            /* of each record of the subject, NULL: none */
};

static void
find_rules(const struct listing *listing, struct rules *rules)
{
	const struct subject *subject = listing->parse->subject;

	rules->by_name = MAP_INIT(listing->arena);
	rules->worst.items = arena_array(listing->arena, subject->records.len + 1, sizeof *rules->worst.items);
	rules->worst.len = subject->records.len;
	for (size_t i = 0; i < subject->records.len; i++) {
		const char *name = subject->records.items[i]->name;
		if (strcmp(subject->records.items[i]->kind, "log") != 0)
			continue;
		map_add(&rules->by_name, name, (void *)&rules->worst.items[i]);
		if (strpbrk(name, "*?[") && rules->patterns.len < PATTERNS_MAX)
			vec_push(listing->arena, &rules->patterns, i);
	}
}

/* The place of the record that stands for the log, or NULL. */
static const struct family **
rule_of(const struct listing *listing, struct rules *rules, const char *base)
{
	const struct family **worst = map_get(&rules->by_name, base);

	for (size_t i = 0; !worst && i < rules->patterns.len; i++) {
		const char *pattern = listing->parse->subject->records.items[rules->patterns.items[i]]->name;
		if (strncmp(pattern, base, strcspn(pattern, "*?[")) == 0 && logrotate_glob(pattern, base))
			worst = &rules->worst.items[rules->patterns.items[i]];
	}
	return worst;
}

static void
decide(struct listing *listing)
{
	struct subject *subject = listing->parse->subject;
	struct rules rules = { 0 };
	size_t known = subject->records.len;

	find_rules(listing, &rules);
	for (size_t i = 0; i < listing->list.len; i++) {
		struct family *family = listing->list.items[i];
		observe(family);
		if (family->day == DAY_UNKNOWN)
			continue;
		const struct family **worst = rule_of(listing, &rules, family->base);
		if (!worst)
			add_unruled(listing, family);
		else if (!*worst || is_worse(listing, subject->records.items[worst - rules.worst.items], family, *worst))
			*worst = family;
	}
	for (size_t i = 0; i < known; i++)
		if (rules.worst.items[i])
			emit(listing, subject->records.items[i], rules.worst.items[i]);
}

static void
parse(const struct parse *parse)
{
	struct arena *arena = parse->bundle->arena;
	struct listing listing = { .parse = parse, .arena = arena, .members = MAP_INIT(arena), .families = MAP_INIT(arena),
		.host = { DAY_UNKNOWN, DAY_UNKNOWN } };

	/* The listing sorts before the first lines, which are looked up in it. */
	for (struct file *file = NULL; (file = bundle_next(parse, file));) {
		if (strcmp(file->name, FIRST_LINES) == 0)
			read_first_lines(&listing, file);
		else if (strcmp(file->name, INSTALL_DATE) == 0)
			read_install_date(&listing, file);
		else
			read_listing(&listing, file);
	}
	decide(&listing);
}

const struct parser parser_loglist = {
	.name = "log-listing",
	.title = { "/var/logのファイル一覧(実際に残っているログ)", "listing of /var/log: which logs are really there" },
	.bid = bid,
	.parse = parse,
};
