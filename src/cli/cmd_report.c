/* tenken report: the report again, from results.json and without evidence. */
#include "cli/output.h"

#include "tenken/base/file.h"
#include "tenken/store/store.h"

/* RUN is an audit's output folder, or the results.json itself. */
static const char *
results_path(struct arena *arena, const char *run_path)
{
	enum file_kind kind;

	if (file_kind_of(run_path, &kind) == 0 && kind == FILE_FOLDER)
		return file_join(arena, run_path, "results.json");
	return run_path;
}

/* Where the report goes without --output: beside the results. */
static const char *
results_folder(struct arena *arena, const char *run_path)
{
	enum file_kind kind;
	const char *slash = strrchr(run_path, '/');

	if (file_kind_of(run_path, &kind) != 0 || kind == FILE_FOLDER)
		return run_path;
	return slash ? arena_strndup(arena, run_path, (size_t)(slash - run_path)) : ".";
}

static int
run_report(struct run *run, const struct options *options, enum lang lang)
{
	struct results results = { 0 };
	size_t printed = 0;
	int status = EXIT_CONFORMING;

	if (options->path_count != 1) {
		fprintf(stderr, "tenken report: one RUN\n");
		return EXIT_USAGE;
	}
	if (!output_formats_known(options->format, false))
		return EXIT_USAGE;
	const char *out = options->out ? options->out : results_folder(run->arena, options->paths[0]);
	if (store_read(run, results_path(run->arena, options->paths[0]), &results) != 0)
		status = EXIT_INPUT;
	else if (file_make_folder(run, out) != 0 || output_reports(run, &results, out, options->format, report_lang(options->lang)) != 0)
		status = EXIT_SYSTEM_ERROR;
	diags_print(run, &printed, DIAG_NOTE, lang);
	if (status == EXIT_CONFORMING && !options->is_quiet)
		output_summary(&results, out, lang);
	return status;
}

static const char *const report_options[] = { "output", "lang", "format", "quiet", NULL };

const struct command cmd_report = {
	.name = "report",
	.arguments = "RUN",
	.summary = { "証拠を読み直さずに報告書を作り直す", "write the report again, without the evidence" },
	.options = report_options,
	.run = run_report,
};
