/* The way from the inputs to results, as `tenken audit` and `tenken password` go it. */
#include "cli/audit.h"

#include <stdlib.h>
#include <unistd.h>

#include "cli/output.h"
#include "config.h"
#include "tenken/base/digest.h"
#include "tenken/base/file.h"
#include "tenken/base/limits.h"

/* The audit while it is going on. */
struct audit {
	struct run *run;
	const struct options *options;
	const struct standard *standard;
	const struct plan *plan;       /* NULL without one */
	struct results *results;
	enum audit_kind kind;
	struct verdicts verdicts;
	struct statements statements;
	const char *evidence_folder;   /* --format evidence; else NULL */
	size_t hosts;
	bool is_terminal;
};

static void
keep_inputs(struct audit *audit, const struct bundle *bundle)
{
	struct arena *arena = audit->run->arena;
	struct map *texts = &audit->verdicts.texts;   /* hosts share many of these */

	for (size_t i = 0; i < bundle->files.len; i++) {
		const struct file *file = &bundle->files.items[i];
		if (file->link)
			continue;
		struct input input = { .path = diag_escape(arena, file->path, LIMIT_PATH_BYTES), .sha256 = map_intern(texts, file->sha256),
			.bytes = file->bytes.len, .subject = map_intern(texts, bundle->subject),
			.parser = file->parser ? file->parser->name : NULL, .note = map_intern(texts, file->note) };
		vec_push(arena, &audit->results->inputs, input);
	}
}

static void
keep_subject(struct audit *audit, const struct subject *subject)
{
	struct arena *arena = audit->run->arena;
	struct subject_entry entry = { .id = arena_strdup(arena, subject->id), .kind = subject->kind, .collected_at = subject->collected_at };

	for (size_t i = 0; i < audit->results->subjects.len; i++)
		if (strcmp(audit->results->subjects.items[i].id, entry.id) == 0)
			return;
	vec_push(arena, &audit->results->subjects, entry);
}

static int
write_evidence(struct audit *audit, const struct subject *subject)
{
	struct buf buf = BUF_INIT(LIMIT_OUTPUT_BYTES);
	/* A scan of a host bears the host's name, and must not take the place of what the host itself showed. */
	const char *suffix = strcmp(subject->kind, "scan") == 0 ? "-scan" : "";
	const char *name = arena_printf(audit->run->arena, "%s/%s%s.evidence.xml", audit->evidence_folder,
	    output_name(audit->run->arena, subject->id), suffix);

	buf_puts(&buf, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
	evidence_write(audit->run, subject, &buf);
	int status = file_write(audit->run, name, buf_str(&buf));
	buf_free(&buf);
	return status;
}

/* What the checks of passwords say, and nothing else. */
static void
keep_password_verdicts(const struct verdicts *judged, struct verdicts *ret)
{
	for (size_t i = 0; i < judged->list.len; i++)
		if (verdict_is_sealed(judged->list.items[i].check))
			vec_push(ret->texts.arena, &ret->list, judged->list.items[i]);
}

static int
take(void *context, struct bundle *bundle, struct subject *subject, const struct verdicts *judged)
{
	struct audit *audit = context;
	struct arena *arena = audit->run->arena;

	if (audit->is_terminal)
		fprintf(stderr, "\r%zu %-40.40s", ++audit->hosts, subject->id);
	keep_inputs(audit, bundle);
	/* The organisation is always judged, so that what nobody presented is asked for; it is a subject of this audit only
	 * when something of it was presented. */
	if (bundle->files.len || strcmp(bundle->kind, "organisation") != 0)
		keep_subject(audit, subject);
	statements_take(arena, subject, audit->run->as_of, profile_number(&audit->standard->profile, "document-review-days", 365), audit->plan,
	    &audit->statements);
	if (audit->evidence_folder && write_evidence(audit, subject) != 0)
		return -1;
	struct verdicts kept = { .texts = MAP_INIT(bundle->arena) };
	if (audit->kind == AUDIT_PASSWORDS)
		keep_password_verdicts(judged, &kept);
	verdicts_join(&audit->verdicts, audit->kind == AUDIT_PASSWORDS ? &kept : judged);
	return 0;
}

static int
compare_verdicts(const void *a, const void *b)
{
	const struct verdict *x = a, *y = b;
	int order = strcmp(x->check, y->check);

	if (order == 0)
		order = strcmp(x->subject, y->subject);
	if (order == 0)
		order = strcmp(x->record, y->record);
	return order ? order : strcmp(x->at, y->at);
}

static int
compare_inputs(const void *a, const void *b)
{
	return strcmp(((const struct input *)a)->path, ((const struct input *)b)->path);
}

static int
compare_subjects(const void *a, const void *b)
{
	const struct subject_entry *x = a, *y = b;
	int order = strcmp(x->kind, y->kind);

	return order ? order : strcmp(x->id, y->id);
}

#define SORT(vec, compare) do { if ((vec)->len) qsort((vec)->items, (vec)->len, sizeof *(vec)->items, compare); } while (0)

/* Digest over what was read, so that a report can be held against its evidence. */
static void
set_identity(struct audit *audit)
{
	struct arena *arena = audit->run->arena;
	struct results *results = audit->results;
	struct buf buf = BUF_INIT(LIMIT_OUTPUT_BYTES);

	for (size_t i = 0; i < results->inputs.len; i++)
		buf_printf(&buf, "%s  %s\n", results->inputs.items[i].sha256, results->inputs.items[i].path);
	results->input_digest = digest_sha256(arena, buf_str(&buf));
	buf_free(&buf);
	const char *name = arena_printf(arena, "%s %s %s %s", results->input_digest, results->profile, results->profile_edition,
	    day_text(arena, results->as_of));
	results->id = digest_uuid(arena, str_of(name));
}

static void
finish_results(struct audit *audit, const struct plan *plan)
{
	struct results *results = audit->results;
	const struct profile *profile = &audit->standard->profile;

	results->as_of = audit->run->as_of;
	results->tool = "tenken " PACKAGE_VERSION;
	results->profile = profile->id;
	memcpy(results->profile_title, profile->title, sizeof results->profile_title);
	results->profile_edition = profile->edition ? profile->edition : "";
	results->plan = plan;
	results->organisation = plan && plan->organisation ? plan->organisation
	    : audit->options->organisation ? audit->options->organisation : "";
	for (size_t i = 0; i < profile->parameters.len; i++)
		vec_push(audit->run->arena, &results->parameters, profile->parameters.items[i]);
	results->verdicts.items = audit->verdicts.list.items;
	results->verdicts.len = audit->verdicts.list.len;
	results->verdicts.cap = audit->verdicts.list.cap;
	SORT(&results->verdicts, compare_verdicts);
	SORT(&results->inputs, compare_inputs);
	SORT(&results->subjects, compare_subjects);
	results->diags = &audit->run->diags;
	set_identity(audit);
	if (audit->kind == AUDIT_ALL)
		maturity_rate(audit->run, profile, &audit->statements, &audit->standard->titles, results);
}

/* Answers to questions the profile does not have are said, not lost in silence. */
static void
check_statements(struct audit *audit)
{
	for (size_t i = 0; i < audit->statements.list.len; i++) {
		const struct statement *statement = &audit->statements.list.items[i];
		if (!map_get(&audit->standard->profile.question_by_id, statement->question))
			diag_report(&audit->run->diags, DIAG_QUESTION_UNKNOWN, (struct span){ .path = statement->at }, "%s", statement->question);
	}
}

static bool
is_plan(const char *path)
{
	const char *slash = strrchr(path, '/');

	return strcmp(slash ? slash + 1 : path, "audit.xml") == 0;
}

/* audit.xml: the option, else the first among what was handed in. NULL: an audit without a plan. */
static const char *
plan_path(const struct options *options, const struct input_list *inputs)
{
	if (options->plan)
		return options->plan;
	for (size_t i = 0; i < inputs->sources.len; i++)
		for (size_t k = 0; k < inputs->sources.items[i].paths.len; k++)
			if (is_plan(inputs->sources.items[i].paths.items[k]))
				return inputs->sources.items[i].paths.items[k];
	return NULL;
}

int
audit_inputs(struct run *run, const struct options *options, const struct input_list *inputs, const char *out, enum audit_kind kind,
    struct audit_results *ret)
{
	struct results *results = &ret->results;
	struct standard standard = { 0 };
	struct plan *plan = NULL;
	struct audit audit = { .run = run, .options = options, .standard = &standard, .results = results, .kind = kind,
		.verdicts.texts = MAP_INIT(run->arena), .is_terminal = isatty(STDERR_FILENO) && !options->is_quiet };
	struct reading reading = { .take = take, .context = &audit, .is_parsed = true, .standard = &standard };

	as_of_settle(run, options->as_of, inputs);
	if (standard_load(run, options->profile, &standard) != 0 || standard_widen(run, inputs->sources.len, &standard) != 0)
		return EXIT_INPUT;
	/* A criterion that names no check there is would stay unknown for ever, and nobody would know why. */
	catalog_lint(run, &standard.profile, &standard.titles.checks, &standard.titles.kinds);
	const char *path = plan_path(options, inputs);
	if (path) {
		plan = arena_alloc(run->arena, sizeof *plan);
		if (plan_load(run, path, plan) != 0)
			return EXIT_INPUT;
	}
	/* Only now: what fails before leaves nothing behind. */
	if (file_make_folder(run, out) != 0)
		return EXIT_SYSTEM_ERROR;
	audit.plan = plan;
	if (output_wants(options->format, "evidence"))
		audit.evidence_folder = out;
	reading.mappings = standard.mappings;
	if (options->authorisation) {
		if (password_run(run, options, inputs, standard.mappings, audit.is_terminal, &ret->passwords) != 0)
			return EXIT_INPUT;
		reading.passwords = &ret->passwords;
	}
	if (sources_read(run, inputs, &reading) != 0)
		return EXIT_SYSTEM_ERROR;
	if (audit.is_terminal)
		fprintf(stderr, "\r%-60s\r", "");
	check_statements(&audit);
	finish_results(&audit, plan);
	return EXIT_CONFORMING;
}

