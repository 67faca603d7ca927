/* tenken lint: profiles with their catalogues, and rule files, held against their own rules. */
#include "cli/command.h"

static int
lint_profile(struct run *run, const char *path, size_t *faults)
{
	struct standard standard = { 0 };

	if (standard_load(run, path, &standard) != 0)
		return -1;
	*faults += catalog_lint(run, &standard.profile, &standard.titles.checks, &standard.titles.kinds);
	return 0;
}

static int
run_lint(struct run *run, const struct options *options, enum lang lang)
{
	size_t printed = 0, faults = 0;

	if (options->path_count == 0) {
		fprintf(stderr, "tenken lint: name profiles (by name or file) or rule files (.sch)\n");
		return EXIT_USAGE;
	}
	run->as_of = instant_day(clock_now());
	for (size_t i = 0; i < options->path_count; i++) {
		const char *path = options->paths[i];
		struct checks *checks;
		int status = str_has_suffix(str_of(path), ".sch") ? checks_load_file(run, path, &checks) : lint_profile(run, path, &faults);
		faults += status != 0;
	}
	diags_print(run, &printed, DIAG_NOTE, lang);
	return faults ? EXIT_GAPS : EXIT_CONFORMING;
}

static const char *const lint_options[] = { "lang", NULL };

const struct command cmd_lint = {
	.name = "lint",
	.arguments = "PROFILE|FILE.sch...",
	.summary = { "プロファイルと検査のXMLを点検する", "check the XML of profiles and rule files" },
	.options = lint_options,
	.run = run_lint,
};
