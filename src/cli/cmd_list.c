/* tenken list, tenken explain: what there is, and what an id means. */
#include "cli/command.h"

#include <strings.h>

static void
list_controls(const struct profile *profile, enum lang lang)
{
	for (size_t i = 0; i < profile->controls.len; i++) {
		const struct control *control = profile->controls.items[i];
		printf("%s\t%s\t%s\t%s\n", control->id, control->label[lang], modality_name(control->modality), control->title[lang]);
	}
}

static void
list_checks(struct run *run, const struct standard *standard, enum lang lang)
{
	struct check_list list = { 0 };

	checks_list(standard->lanes.items[0], &list, run->arena);
	for (size_t i = 0; i < list.list.len; i++)
		printf("%s\t%s\n", list.list.items[i].id, list.list.items[i].title[lang]);
}

static int
list_profiles(struct run *run)
{
	struct file_names names = { 0 };

	if (profile_list(run, &names) != 0)
		return -1;
	for (size_t i = 0; i < names.list.len; i++)
		printf("%s\n", names.list.items[i]);
	return 0;
}

static int
run_list(struct run *run, const struct options *options, enum lang lang)
{
	const char *what = options->path_count ? options->paths[0] : "profiles";
	struct standard standard = { 0 };
	size_t printed = 0;
	int status = EXIT_CONFORMING;

	run->as_of = instant_day(clock_now());
	if (strcmp(what, "parsers") == 0) {
		for (int i = 0; parsers[i]; i++)
			printf("%s\t%s\n", parsers[i]->name, lang_text(parsers[i]->title, lang));
	} else if (strcmp(what, "profiles") == 0) {
		if (list_profiles(run) != 0)
			status = EXIT_INPUT;
	} else if (strcmp(what, "diagnostics") == 0) {
		for (int i = 0; i < DIAG_COUNT; i++)
			printf("%s\t%s\n", diag_entry((enum diag_id)i)->id, lang_text(diag_entry((enum diag_id)i)->text, lang));
	} else if (strcmp(what, "controls") != 0 && strcmp(what, "checks") != 0 && strcmp(what, "questions") != 0) {
		fprintf(stderr, "tenken list: %s: profiles, controls, checks, questions, parsers or diagnostics\n", what);
		status = EXIT_USAGE;
	} else if (standard_load(run, options->profile, &standard) != 0) {
		status = EXIT_INPUT;
	} else if (strcmp(what, "controls") == 0) {
		list_controls(&standard.profile, lang);
	} else if (strcmp(what, "checks") == 0) {
		list_checks(run, &standard, lang);
	} else {
		for (size_t i = 0; i < standard.profile.questions.len; i++)
			printf("%s\t%s\n", standard.profile.questions.items[i]->id, standard.profile.questions.items[i]->text[lang]);
	}
	diags_print(run, &printed, DIAG_NOTE, lang);
	return status;
}

static const char *const criterion_names[] = { "check", "document", "rule", "interview", "question" };

static bool
explain_control(const struct profile *profile, const char *id, enum lang lang)
{
	for (size_t i = 0; i < profile->controls.len; i++) {
		const struct control *control = profile->controls.items[i];
		if (strcasecmp(control->id, id) != 0)
			continue;
		printf("%s  %s  %s\n%s\n\n%s\n", control->id, control->label[lang], modality_name(control->modality), control->title[lang],
		    control->statement[lang]);
		if (*control->effect[lang])
			printf("\n%s\n", control->effect[lang]);
		printf("\n");
		for (size_t k = 0; k < control->criteria.len; k++)
			printf("  %d  %s %s%s\n", control->criteria.items[k].level, criterion_names[control->criteria.items[k].kind],
			    control->criteria.items[k].id, control->criteria.items[k].is_all ? " (all)"
			    : control->criteria.items[k].is_supplementary ? " (supplementary)" : "");
		return true;
	}
	return false;
}

static bool
explain_question(const struct profile *profile, const char *id, enum lang lang)
{
	for (size_t i = 0; i < profile->questions.len; i++) {
		const struct question *question = profile->questions.items[i];
		if (strcasecmp(question->id, id) != 0)
			continue;
		printf("%s\n%s\n\n", question->id, question->text[lang]);
		for (int level = 0; level < MATURITY_LEVELS; level++)
			printf("  %d  %s\n", level, question->levels[level][lang]);
		printf("\n");
		for (size_t k = 0; k < question->covers.len; k++)
			printf("  %s\n", question->covers.items[k]);
		return true;
	}
	return false;
}

static bool
explain_check(struct run *run, const struct standard *standard, const char *id, enum lang lang)
{
	struct check_list list = { 0 };

	checks_list(standard->lanes.items[0], &list, run->arena);
	for (size_t i = 0; i < list.list.len; i++) {
		const struct check_entry *entry = &list.list.items[i];
		if (strcasecmp(entry->id, id) != 0)
			continue;
		printf("%s\n%s\n\n%s\n\n%s\n%s\n", entry->id, lang_text(entry->title, lang), lang_text(entry->why, lang), entry->see, span_text(run->arena, entry->span));
		return true;
	}
	return false;
}

static int
explain(struct run *run, const struct options *options, enum lang lang)
{
	const char *id = options->paths[0];
	const struct diag_entry *diag = diag_find(id);
	struct standard standard = { 0 };

	if (diag) {
		printf("%s  %s\n%s\n\n%s\n", diag->id, diag_level_name(diag->level), diag->text[lang], diag->explain[lang]);
		return EXIT_CONFORMING;
	}
	run->as_of = instant_day(clock_now());
	if (standard_load(run, options->profile, &standard) != 0)
		return EXIT_INPUT;
	const char *const *kind = map_get(&standard.titles.kinds, id);
	if (kind)
		printf("%s\n%s\n", id, lang_text(kind, lang));
	else if (!explain_control(&standard.profile, id, lang) && !explain_question(&standard.profile, id, lang) &&
	    !explain_check(run, &standard, id, lang)) {
		fprintf(stderr, "tenken explain: %s: no control, question, check, document kind or diagnostic of that id\n", id);
		return EXIT_INPUT;
	}
	return EXIT_CONFORMING;
}

static int
run_explain(struct run *run, const struct options *options, enum lang lang)
{
	size_t printed = 0;

	if (options->path_count != 1) {
		fprintf(stderr, "tenken explain: one id\n");
		return EXIT_USAGE;
	}
	int status = explain(run, options, lang);
	diags_print(run, &printed, DIAG_NOTE, lang);
	return status;
}

static const char *const list_options[] = { "profile", "lang", NULL };

const struct command cmd_list = {
	.name = "list",
	.arguments = "[profiles|controls|checks|questions|parsers|diagnostics]",
	.summary = { "プロファイル、管理策、検査などを一覧する", "list profiles, controls, checks and so on" },
	.options = list_options,
	.run = run_list,
};

const struct command cmd_explain = {
	.name = "explain",
	.arguments = "ID",
	.summary = { "識別子の意味を説明する", "say what an id means" },
	.options = list_options,
	.run = run_explain,
};
