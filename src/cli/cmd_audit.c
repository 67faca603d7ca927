/* tenken audit: the main job. Evidence in; verdicts, ratings, results.json and report.pdf out. */
#include "cli/audit.h"

#include "cli/output.h"
#include "tenken/base/file.h"
#include "tenken/store/store.h"

static int
exit_status(const struct run *run, const struct results *results, const char *gate)
{
	bool is_any = !gate || strcmp(gate, "any") == 0, is_requirement = gate && strcmp(gate, "requirement") == 0;
	bool is_incomplete = run->diags.worst == DIAG_ERROR;

	for (size_t i = 0; i < results->ratings.len; i++) {
		const struct rating *rating = &results->ratings.items[i];
		bool is_duty = rating->modality == MODALITY_REQUIREMENT || rating->modality == MODALITY_LEGAL_DUTY;
		if (rating->verdict == RESULT_FAIL && (is_any || (is_requirement && is_duty)))
			return EXIT_GAPS;
		is_incomplete |= rating->verdict == RESULT_UNKNOWN || rating->verdict == RESULT_ERROR;
	}
	return is_incomplete ? EXIT_INCOMPLETE : EXIT_CONFORMING;
}

/* The inputs: what was named, or this host, collected into the output folder. */
static int
find_inputs(struct run *run, const struct options *options, const char *out, struct input_list *ret)
{
	if (options->path_count)
		return input_find(run, options->paths, options->path_count, ret);
	char *bundle = arena_strdup(run->arena, file_join(run->arena, out, "this-host.tar"));
	if (host_collect(run, bundle) != 0)
		return -1;
	return input_find(run, &bundle, 1, ret);
}

static int
run_audit(struct run *run, const struct options *options, enum lang lang)
{
	const char *out = options->out ? options->out : "tenken-out";
	struct input_list inputs = { 0 };
	struct audit_results audit = { 0 };
	struct results *results = &audit.results;
	size_t printed = 0;
	int status;

	if (options->gate && strcmp(options->gate, "any") != 0 && strcmp(options->gate, "requirement") != 0 && strcmp(options->gate, "none") != 0) {
		fprintf(stderr, "tenken audit: --gate %s: any, requirement or none\n", options->gate);
		return EXIT_USAGE;
	}
	if (!output_formats_known(options->format, true))
		return EXIT_USAGE;
	/* An unknown profile is found out before this host is collected. */
	struct profile profile;
	if (profile_load(run, options->profile ? options->profile : DEFAULT_PROFILE, &profile) != 0)
		status = EXIT_INPUT;
	else if (options->path_count == 0 && file_make_folder(run, out) != 0)
		status = EXIT_SYSTEM_ERROR;
	else if (find_inputs(run, options, out, &inputs) != 0)
		status = EXIT_INPUT;
	else
		status = audit_inputs(run, options, &inputs, out, AUDIT_ALL, &audit);
	diags_print(run, &printed, DIAG_WARNING, lang);
	if (status != EXIT_CONFORMING)
		return status;
	if (store_write(run, results, out, &results->digest) != 0 || output_reports(run, results, out, options->format, report_lang(options->lang)) != 0 ||
	    (options->authorisation && output_annex(run, &audit, out, report_lang(options->lang)) != 0)) {
		diags_print(run, &printed, DIAG_WARNING, lang);
		return EXIT_SYSTEM_ERROR;
	}
	if (!options->is_quiet)
		output_summary(results, out, lang);
	return exit_status(run, results, options->gate);
}

static const char *const audit_options[] = { "profile", "output", "lang", "as-of", "collected-at", "format", "gate", "plan", "encoding",
	"organisation", "authorisation", "words", "wordlist", "breached", "minutes", "quiet", NULL };

const struct command cmd_audit = {
	.name = "audit",
	.arguments = "PATH...",
	.summary = { "証拠を集めて判定し、報告書を作る(PATHがなければこのホスト)", "judge the evidence and write the report (this host when no PATH is given)" },
	.options = audit_options,
	.run = run_audit,
};
