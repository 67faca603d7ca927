/* A run of another tool and its results as records (docs/evidence.md: tool-run, tool-result). */
#include "evidence/tool/tool.h"

#include <ctype.h>

#include "tenken/base/limits.h"

/* Seconds since 1970 that are a time of these tools: 2001 to the year 9999. Less is some other number (20261120). */
#define FIRST_SECOND 1000000000
#define LAST_SECOND 253402300799

#define TEXT_BYTES 400        /* of one value: a tool's explanations are for its own report */
#define SUBJECT_BYTES 253     /* of a host's name: RFC 1035 */

int32_t
tool_day(struct str text)
{
	struct instant instant = instant_parse(str_trim(text));
	int64_t seconds;

	if (!instant.is_known && str_int(str_trim(text), &seconds) && seconds >= FIRST_SECOND && seconds <= LAST_SECOND)
		instant = (struct instant){ .seconds = seconds, .is_known = true };
	return instant.is_known ? instant_day(instant) : DAY_UNKNOWN;
}

void
tool_set(const struct tool_run *run, struct record *record, const char *name, const char *value)
{
	if (!value || !*value)
		return;
	char *line = arena_strndup(run->parse->subject->arena, value, strnlen(value, TEXT_BYTES + 1));
	for (char *p = line; *p; p++)
		*p = *p == '\n' || *p == '\r' || *p == '\t' ? ' ' : *p;
	record_set(run->parse->subject, record, name, diag_escape(run->parse->subject->arena, line, TEXT_BYTES));
}

/* How old the run is on the day of the audit: results of a tool age as other evidence does. */
static void
set_age(const struct tool_run *run, struct record *record)
{
	int32_t as_of = run->parse->run->as_of;

	if (run->day != DAY_UNKNOWN && as_of != DAY_UNKNOWN)
		record_set_int(run->parse->subject, record, "days-since-run", as_of - run->day);
}

void
tool_run_begin(struct tool_run *run, const struct parse *parse, const struct file *file, unsigned line,
    const struct tool_identity *identity)
{
	struct subject *subject = parse->subject;
	const char *profile = identity->profile ? identity->profile : "";
	const char *name = arena_printf(subject->arena, "%s%s%s", identity->tool, *profile ? " " : "", profile);
	int32_t started = tool_day(identity->started), finished = tool_day(identity->finished);

	*run = (struct tool_run){ .parse = parse, .file = file, .tool = arena_strdup(subject->arena, identity->tool),
		.day = finished != DAY_UNKNOWN ? finished : started, .dropped = subject->dropped };
	run->record = record_add(subject, "tool-run", diag_escape(subject->arena, name, TEXT_BYTES), file_span(file, line));
	tool_set(run, run->record, "tool", identity->tool);
	record_set(subject, run->record, "looks-at", identity->looks_at);
	tool_set(run, run->record, "profile", identity->profile);
	tool_set(run, run->record, "version", identity->version);
	tool_set(run, run->record, "target", identity->target);
	record_set_day(subject, run->record, "started", started);
	record_set_day(subject, run->record, "finished", finished);
	set_age(run, run->record);
}

const char *
tool_severity(const char *word)
{
	static const char *const known[] = { "critical", "high", "medium", "low", "info" };

	for (size_t i = 0; word && i < sizeof known / sizeof *known; i++)
		if (str_is_nocase(str_of(word), known[i]))
			return known[i];
	return NULL;
}

bool
tool_is_grave(const char *severity)
{
	return severity && (strcmp(severity, "critical") == 0 || strcmp(severity, "high") == 0);
}

struct record *
tool_record(struct tool_run *run, const char *kind, const char *name, unsigned line, bool is_grave)
{
	struct subject *subject = run->parse->subject;

	if (run->recorded >= (is_grave ? LIMIT_TOOL_RESULTS : LIMIT_TOOL_RESULTS / 2)) {
		run->left_out++;
		return NULL;
	}
	run->recorded++;
	struct record *record = record_add(subject, kind, diag_escape(subject->arena, name, TEXT_BYTES), file_span(run->file, line));
	record_set(subject, record, "tool", run->tool);
	set_age(run, record);
	return record;
}

struct record *
tool_result(struct tool_run *run, unsigned line, const char *rule, enum outcome outcome, const char *severity, const char *title)
{
	static const char *const words[] = {
		[OUTCOME_PASS] = "pass", [OUTCOME_FAIL] = "fail", [OUTCOME_UNKNOWN] = "unknown",
		[OUTCOME_NOT_APPLICABLE] = "not-applicable", [OUTCOME_ERROR] = "error",
	};

	run->passed += outcome == OUTCOME_PASS;
	run->failed += outcome == OUTCOME_FAIL;
	run->evaluated += outcome == OUTCOME_PASS || outcome == OUTCOME_FAIL;
	run->not_evaluated += outcome != OUTCOME_PASS && outcome != OUTCOME_FAIL;
	severity = tool_severity(severity);
	bool is_grave = outcome == OUTCOME_FAIL && (tool_is_grave(severity) || !severity);
	struct record *record = tool_record(run, "tool-result", rule, line, is_grave);
	if (!record)
		return NULL;
	record_set(run->parse->subject, record, "result", words[outcome]);
	record_set(run->parse->subject, record, "severity", severity);
	tool_set(run, record, "title", title);
	return record;
}

static void
set_count(const struct tool_run *run, const char *name, int64_t count)
{
	if (count >= 0)
		record_set_int(run->parse->subject, run->record, name, count);
}

void
tool_lost(struct tool_run *run, unsigned line, const char *what)
{
	run->lost++;
	diag_report(&run->parse->run->diags, DIAG_SYNTAX_UNKNOWN, file_span(run->file, line), "%s", what);
}

void
tool_run_end(struct tool_run *run)
{
	size_t lost = run->lost + run->left_out + (run->parse->subject->dropped - run->dropped);

	set_count(run, "evaluated", run->evaluated);
	set_count(run, "passed", run->passed);
	set_count(run, "failed", run->failed);
	set_count(run, "not-evaluated", run->not_evaluated);
	if (run->left_out)
		diag_report(&run->parse->run->diags, DIAG_LIMIT, file_span(run->file, 0), "%zu results beyond %zu", run->left_out, run->recorded);
	/* What was left out may be the worst of it. */
	if (lost)
		record_set_int(run->parse->subject, run->record, "left-out", (int64_t)lost);
	record_set_bool(run->parse->subject, run->record, "complete", run->is_complete && lost == 0);
}

/* A result of the tools, its key, and how long ago its run was; false for other records and undated ones. */
static bool
read_dated(struct arena *arena, const struct record *record, const char **ret_key, int64_t *ret_days)
{
	const char *days = record_get(record, "days-since-run"), *target = record_get(record, "target");

	if (strcmp(record->kind, "tool-result") != 0 || !days || !str_int(str_of(days), ret_days))
		return false;
	*ret_key = arena_printf(arena, "%s\n%s\n%s", record_get(record, "tool"), record->name, target ? target : "");
	return true;
}

void
tool_supersede(const struct parse *parse)
{
	struct subject *subject = parse->subject;
	struct arena *arena = arena_new();
	struct map passed = MAP_INIT(arena);   /* key to the days since the latest pass */
	const char *key;
	int64_t days;

	for (size_t i = 0; i < subject->records.len; i++) {
		const struct record *record = subject->records.items[i];
		if (!read_dated(arena, record, &key, &days) || strcmp(record_get(record, "result"), "pass") != 0 || record_get(record, "overridden-from"))
			continue;   /* what somebody made pass by hand mends nothing */
		int64_t *latest = map_get(&passed, key);
		if (!latest) {
			latest = arena_alloc(arena, sizeof *latest);
			*latest = days;
			map_set(&passed, key, latest);
		}
		*latest = days < *latest ? days : *latest;
	}
	for (size_t i = 0; i < subject->records.len; i++) {
		struct record *record = subject->records.items[i];
		if (!read_dated(arena, record, &key, &days) || strcmp(record_get(record, "result"), "fail") != 0)
			continue;
		const int64_t *latest = map_get(&passed, key);
		if (latest && *latest < days && !record_get(record, "superseded"))
			record_set_bool(subject, record, "superseded", true);
	}
	arena_free(arena);
}

void
tool_run_broken(const struct parse *parse, const struct file *file, const char *tool, const char *looks_at)
{
	struct tool_identity identity = { .tool = tool, .looks_at = looks_at };
	struct tool_run run;

	tool_run_begin(&run, parse, file, 0, &identity);
	run.evaluated = run.passed = run.failed = run.not_evaluated = -1;
	tool_run_end(&run);
}

bool
tool_days_since(const struct tool_run *run, int32_t day, int64_t *ret_days)
{
	const struct subject *subject = run->parse->subject;
	int32_t then = run->day != DAY_UNKNOWN ? run->day
	    : subject->collected_at.is_known ? instant_day(subject->collected_at) : DAY_UNKNOWN;

	if (then == DAY_UNKNOWN || day == DAY_UNKNOWN)
		return false;
	*ret_days = (int64_t)then - day;
	return true;
}

struct str
tool_head(const struct file *file)
{
	return (struct str){ file->bytes.ptr, file->bytes.len < TOOL_HEAD_BYTES ? file->bytes.len : TOOL_HEAD_BYTES };
}

char
tool_first(const struct file *file)
{
	struct str head = tool_head(file);

	for (size_t i = 0; i < head.len; i++)
		if (!memchr(" \t\r\n\xef\xbb\xbf\xff\xfe", head.ptr[i], 10))
			return head.ptr[i];
	return '\0';
}

const char *
tool_subject(struct arena *arena, struct str name)
{
	name = str_trim(name);
	if (name.len == 0 || name.len > SUBJECT_BYTES || name.ptr[0] == '-' || name.ptr[0] == '.')
		return NULL;
	for (size_t i = 0; i < name.len; i++)
		if (!isalnum((unsigned char)name.ptr[i]) && !memchr("._:-", name.ptr[i], 4))
			return NULL;
	const char *copy = arena_strndup(arena, name.ptr, name.len);
	bool is_anybody = str_is_nocase(name, "localhost") || strncasecmp(copy, "localhost.", 10) == 0 || str_has_prefix(name, "127.") ||
	    str_is(name, "::1");
	return is_anybody ? NULL : copy;
}

struct str
tool_element(struct str bytes, const char *name)
{
	size_t len = strlen(name);
	struct str rest = bytes;

	while (rest.len) {
		const char *open = memchr(rest.ptr, '<', rest.len);
		if (!open)
			break;
		rest = (struct str){ open + 1, rest.len - (size_t)(open + 1 - rest.ptr) };
		size_t tag = 0, local = 0;
		while (tag < rest.len && tag < 256 && !memchr(" \t\r\n/>", rest.ptr[tag], 6))
			if (rest.ptr[tag++] == ':')
				local = tag;
		if (tag - local != len || memcmp(rest.ptr + local, name, len) != 0)
			continue;
		const char *text = memchr(rest.ptr, '>', rest.len);
		const char *end = text ? memchr(text, '<', rest.len - (size_t)(text - rest.ptr)) : NULL;
		return end ? (struct str){ text + 1, (size_t)(end - text - 1) } : STR("");
	}
	return STR("");
}
