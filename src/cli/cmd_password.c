/* tenken password: weak and shared passwords, found offline in what the sources keep of them. No login is tried, no network used. */
#include "cli/audit.h"

#include "cli/output.h"
#include "tenken/base/file.h"
#include "tenken/store/store.h"

static void
print_summary(const struct password_run *passwords, const char *out, enum lang lang)
{
	const struct password_results *results = &passwords->results;
	size_t weak = 0, open = 0;

	for (size_t i = 0; i < results->list.len; i++) {
		const struct password_finding *finding = &results->list.items[i];
		weak += finding->is_weak;
		open += !finding->is_weak && finding->status != HASH_NONE && !finding->is_complete;
	}
	printf(lang == LANG_JA ? "パスワード情報 %zu件中、弱いもの %zu件、未確認 %zu件、使い回しの組 %zu組(試行 %zu回、%.0f秒)\n封緘別紙: %s/password-annex.pdf\n結果: %s/results.json\n"
	                       : "%zu secrets: %zu weak, %zu left open, %zu groups with one password (%zu tries, %.0f s)\nSealed annex: %s/password-annex.pdf\nResults: %s/results.json\n",
	    results->list.len, weak, open, results->groups, results->tries, results->seconds, out, out);
}

/* 1: something is weak or shared; 2: something could not be told. */
static int
exit_status(const struct results *results)
{
	bool is_open = false;

	for (size_t i = 0; i < results->verdicts.len; i++) {
		if (results->verdicts.items[i].result == RESULT_FAIL)
			return EXIT_GAPS;
		is_open |= results->verdicts.items[i].result == RESULT_UNKNOWN;
	}
	return is_open ? EXIT_INCOMPLETE : EXIT_CONFORMING;
}

static int
run_password(struct run *run, const struct options *options, enum lang lang)
{
	const char *out = options->out ? options->out : "tenken-out";
	struct input_list inputs = { 0 };
	struct audit_results audit = { 0 };
	size_t printed = 0;

	if (!options->authorisation || options->path_count == 0) {
		fprintf(stderr, "tenken password: name --authorisation FILE and what is to be read\n");
		return EXIT_USAGE;
	}
	int status = input_find(run, options->paths, options->path_count, &inputs) != 0 ? EXIT_INPUT
	    : audit_inputs(run, options, &inputs, out, AUDIT_PASSWORDS, &audit);
	diags_print(run, &printed, DIAG_WARNING, lang);
	if (status != EXIT_CONFORMING)
		return status;
	if (store_write(run, &audit.results, out, &audit.results.digest) != 0 || output_annex(run, &audit, out, report_lang(options->lang)) != 0) {
		diags_print(run, &printed, DIAG_WARNING, lang);
		return EXIT_SYSTEM_ERROR;
	}
	if (!options->is_quiet)
		print_summary(&audit.passwords, out, lang);
	return exit_status(&audit.results);
}

static const char *const password_options[] = { "authorisation", "words", "wordlist", "breached", "minutes", "output", "lang", "as-of", "collected-at",
	"encoding", "organisation", "quiet", NULL };

const struct command cmd_password = {
	.name = "password",
	.arguments = "PATH...",
	.summary = { "許可の範囲で、弱いパスワードと使い回しを見つける", "find weak and shared passwords, as far as that is allowed" },
	.options = password_options,
	.run = run_password,
};
