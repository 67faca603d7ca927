/* What `tenken audit` does for its hosts, without rating, results.json and report, for `make bench`: host-bench PATH...
 * loads the profile and its rules, reads the bundles, parses and judges them. Three lines to standard output: seconds to
 * load, seconds to read and judge, numbers of subjects and verdicts. */
#include <locale.h>
#include <stdio.h>
#include <time.h>

#include "cli/command.h"

/* What is counted, and where the verdicts go. */
struct tally {
	struct run *run;
	const struct standard *standard;
	struct verdicts verdicts;
	struct statements statements;
	size_t subjects;
};

static double
seconds_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static int
take(void *context, struct bundle *bundle, struct subject *subject, const struct verdicts *judged)
{
	struct tally *tally = context;

	(void)bundle;
	tally->subjects++;
	statements_take(tally->run->arena, subject, tally->run->as_of, profile_number(&tally->standard->profile, "document-review-days", 365), NULL,
	    &tally->statements);
	verdicts_join(&tally->verdicts, judged);
	return 0;
}

static int
bench(struct run *run, char **paths, size_t count)
{
	struct standard standard = { 0 };
	struct input_list inputs = { 0 };
	struct tally tally = { .run = run, .standard = &standard, .verdicts.texts = MAP_INIT(run->arena) };
	struct reading reading = { .take = take, .context = &tally, .is_parsed = true, .standard = &standard };

	if (input_find(run, paths, count, &inputs) != 0)
		return -1;
	as_of_settle(run, NULL, &inputs);
	double start = seconds_now();
	if (standard_load(run, "internal-audit", &standard) != 0 || standard_widen(run, inputs.sources.len, &standard) != 0)
		return -1;
	double loaded = seconds_now();
	reading.mappings = standard.mappings;
	if (sources_read(run, &inputs, &reading) != 0)
		return -1;
	printf("%.6f\n%.6f\n%zu subjects, %zu verdicts\n", loaded - start, seconds_now() - loaded, tally.subjects,
	    tally.verdicts.list.len);
	return 0;
}

int
main(int argc, char **argv)
{
	struct run run = { .arena = arena_new(), .as_of = DAY_UNKNOWN };

	setlocale(LC_ALL, "C");
	run.diags.arena = run.arena;
	run.datadir = datadir_find(run.arena);
	int status = argc > 1 ? bench(&run, argv + 1, (size_t)(argc - 1)) : -1;
	arena_free(run.arena);
	return status == 0 ? 0 : 1;
}
