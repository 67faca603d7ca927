/* lynis-report.dat: what Lynis found on its own host (key=value lines, lists as key[]=, values in fields of `|`).
 *
 * Decision rule (docs/evidence.md, tool-run): a warning is a failed test, with no severity, as Lynis gives none; a
 * suggestion is advice and decides nothing; which tests passed is not in the report. hardening_index is a score and not
 * read. The run is complete when the report ends in finish=true. `-` is an empty field. */
#include "evidence/tool/tool.h"

#include "tenken/syntax/lines.h"

#define HEADING "# Lynis Report"

static int
bid(const struct file *file)
{
	if (!str_has_prefix(file->bytes, HEADING))
		return 0;
	return str_has_suffix(str_of(file->name), "lynis-report.dat") ? 100 : 50;
}

/* The value of a key, cut at the first `=`; false when the line is another. */
static bool
value_of(struct str line, const char *key, struct str *ret)
{
	size_t len = strlen(key);

	if (!str_has_prefix(line, key) || line.len <= len || line.ptr[len] != '=')
		return false;
	*ret = (struct str){ line.ptr + len + 1, line.len - len - 1 };
	return true;
}

static const char *
subject_of(struct arena *arena, const struct file *file)
{
	struct lines lines = lines_of(file->bytes);
	struct str host;

	while (lines_next(&lines))
		if (value_of(lines.text, "hostname", &host))
			return tool_subject(arena, host);
	return NULL;
}

/* What the head of the report and its end say. Keys repeat when a report is written on: the last one counts. */
struct report {
	struct str started, finished, version, host;
	struct str done;
	struct str skipped;      /* ptr NULL: no such line */
	bool is_finished;
};

static struct report
read_report(const struct file *file)
{
	struct report report = { .started = STR(""), .finished = STR(""), .version = STR(""), .host = STR(""), .done = STR("") };
	struct lines lines = lines_of(file->bytes);
	struct str finish;

	while (lines_next(&lines)) {
		(void)(value_of(lines.text, "report_datetime_start", &report.started) || value_of(lines.text, "report_datetime_end", &report.finished) ||
		    value_of(lines.text, "lynis_version", &report.version) || value_of(lines.text, "hostname", &report.host) ||
		    value_of(lines.text, "lynis_tests_done", &report.done) || value_of(lines.text, "tests_skipped", &report.skipped));
		if (value_of(lines.text, "finish", &finish))
			report.is_finished = str_is(finish, "true");
	}
	return report;
}

/* Up to the next `|`; a lone `-` is nothing. */
static struct str
cut_field(struct str *rest)
{
	const char *bar = rest->len ? memchr(rest->ptr, '|', rest->len) : NULL;
	struct str field = { rest->ptr, bar ? (size_t)(bar - rest->ptr) : rest->len };
	size_t taken = bar ? field.len + 1 : field.len;

	*rest = (struct str){ rest->ptr + taken, rest->len - taken };
	field = str_trim(field);
	return str_is(field, "-") ? STR("") : field;
}

/* TEST-ID|text|detail|solution| */
static void
emit_finding(struct tool_run *run, struct str value, unsigned line, enum outcome outcome)
{
	struct arena *arena = run->parse->subject->arena;
	struct str test = cut_field(&value), text = cut_field(&value), detail = cut_field(&value);

	if (test.len == 0) {
		tool_lost(run, line, "a finding without the test's id");
		return;
	}
	tool_result(run, line, arena_strndup(arena, test.ptr, test.len), outcome, NULL,
	    arena_printf(arena, "%.*s%s%.*s", (int)text.len, text.ptr, detail.len ? ": " : "", (int)detail.len, detail.ptr));
}

static int64_t
count_tokens(struct str list)
{
	int64_t count = 0;

	while (str_token(&list, "|").len)
		count++;
	return count;
}

static const char *
copy(const struct parse *parse, struct str text)
{
	return arena_strndup(parse->subject->arena, text.ptr, text.len);
}

static void
read_file(const struct parse *parse, struct file *file)
{
	struct report report = read_report(file);
	struct tool_identity identity = { .tool = "lynis", .looks_at = "rules", .version = copy(parse, report.version), .target = copy(parse, report.host),
		.started = report.started, .finished = report.finished };
	struct lines lines = lines_of(file->bytes);
	struct tool_run run;
	struct str value;

	file->is_used = true;
	tool_run_begin(&run, parse, file, 1, &identity);
	run.is_complete = report.is_finished;
	while (lines_next(&lines)) {
		if (value_of(lines.text, "warning[]", &value))
			emit_finding(&run, value, lines.line, OUTCOME_FAIL);
		else if (value_of(lines.text, "suggestion[]", &value))
			emit_finding(&run, value, lines.line, OUTCOME_UNKNOWN);
	}
	run.passed = -1;
	run.not_evaluated = report.skipped.ptr ? count_tokens(report.skipped) : -1;
	if (!str_int(report.done, &run.evaluated))
		run.evaluated = -1;
	tool_run_end(&run);
}

static void
parse(const struct parse *parse)
{
	for (struct file *file = NULL; (file = bundle_next(parse, file));)
		read_file(parse, file);
}

const struct parser parser_lynis = {
	.name = "lynis",
	.title = { "Lynisの検査結果(lynis-report.dat)", "results of Lynis: lynis-report.dat" },
	.scope = SCOPE_SCAN,
	.subject_of = subject_of,
	.bid = bid,
	.parse = parse,
};
