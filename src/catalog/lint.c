/* The meaning of a profile and its catalogues: what the shape alone does not show. Each fault is reported at its place. */
#include "catalog/load.h"

struct lint {
	struct run *run;
	const struct profile *profile;
	const struct map *checks, *kinds;   /* NULL: not checked */
	struct map covered;                 /* control id to its question */
	size_t faults;
};

static void __attribute__((format(printf, 4, 5)))
fault(struct lint *lint, enum diag_id id, struct span span, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	diag_report(&lint->run->diags, id, span, "%s", arena_vprintf(lint->run->arena, format, args));
	va_end(args);
	lint->faults++;
}

/* What a criterion names must exist. */
static void
lint_criterion(struct lint *lint, const struct control *control, const struct criterion *criterion)
{
	const struct map *known = criterion->kind == CRITERION_CHECK ? lint->checks
	    : criterion->kind == CRITERION_DOCUMENT || criterion->kind == CRITERION_RULE ? lint->kinds
	    : &lint->profile->question_by_id;

	if (known && !map_get(known, criterion->id))
		fault(lint, DIAG_CATALOG_REFERENCE, criterion->span, "%s: %s", control->id, criterion->id);
}

/* A row whose evidence is a practice or a technical fact must not pass on a document alone. */
static bool
needs_more_than_documents(const struct control *control)
{
	return control->evidence_kind && (strstr(control->evidence_kind, "technical") || strstr(control->evidence_kind, "interview"));
}

/* `related` names rows of our own catalogues; those of a catalogue that this profile does not import cannot be seen. */
static void
lint_related(struct lint *lint, const struct control *control)
{
	for (size_t i = 0; i < control->related.len; i++) {
		const char *id = control->related.items[i];
		size_t stem = strcspn(id, "-");
		bool is_ours_here = stem == strcspn(control->id, "-") && strncmp(id, control->id, stem) == 0;
		if (is_ours_here && !map_get(&lint->profile->known_ids, id))
			fault(lint, DIAG_CATALOG_REFERENCE, control->span, "%s: related %s", control->id, id);
	}
}

/* Whether the language says something of its own: where it does not, the reader left the Japanese pointer. */
static bool
has_own(const char *const text[LANG_COUNT], int lang)
{
	return text[lang] && *text[lang] && (lang == LANG_JA || text[lang] != text[LANG_JA]);
}

static void
lint_texts(struct lint *lint, const struct control *control)
{
	bool has_effect = true;

	for (int lang = 0; lang < LANG_COUNT; lang++) {
		if (!has_own(control->title, lang) || (control->is_assessed && (!control->statement[lang] || !*control->statement[lang])))
			fault(lint, DIAG_CATALOG_VALUE, control->span, "%s: title or statement missing in %s", control->id,
			    lang_name((enum lang)lang));
		has_effect &= control->effect[lang] && *control->effect[lang];
	}
	if (control->is_assessed && !has_effect)
		fault(lint, DIAG_CATALOG_VALUE, control->span, "%s: no effect on the business, own or inherited", control->id);
}

static void
lint_control(struct lint *lint, const struct control *control)
{
	bool has_more = false;

	lint_texts(lint, control);
	lint_related(lint, control);
	if (control->is_assessed != (control->evidence_kind != NULL))
		fault(lint, DIAG_CATALOG_VALUE, control->span, "%s: %s", control->id,
		    control->is_assessed ? "criteria without evidence-kind" : "evidence-kind without criteria");
	if (!control->is_assessed)
		return;
	for (size_t i = 0; i < control->criteria.len; i++) {
		const struct criterion *criterion = &control->criteria.items[i];
		lint_criterion(lint, control, criterion);
		/* Level 3 is where the practice is in force; what shows it above does not show it there. */
		bool is_practice = criterion->kind == CRITERION_CHECK || criterion->kind == CRITERION_INTERVIEW;
		has_more |= criterion->level <= 3 && is_practice && !criterion->is_supplementary;
	}
	if (needs_more_than_documents(control) && !has_more)
		fault(lint, DIAG_CATALOG_VALUE, control->span, "%s: could pass on documents alone", control->id);
	if (!map_get(&lint->covered, control->id))
		fault(lint, DIAG_CATALOG_REFERENCE, control->span, "%s: no question covers it", control->id);
}

static bool
is_duty(const struct control *control)
{
	return control->modality == MODALITY_REQUIREMENT || control->modality == MODALITY_LEGAL_DUTY;
}

/* One answer must not speak for a requirement and a recommendation at once. */
static void
lint_question(struct lint *lint, struct question *question)
{
	const struct control *first = NULL;

	for (int lang = 0; lang < LANG_COUNT; lang++)
		if (!has_own(question->text, lang))
			fault(lint, DIAG_CATALOG_VALUE, question->span, "%s: text missing in %s", question->id, lang_name((enum lang)lang));
	if (question->covers.len == 0)
		fault(lint, DIAG_CATALOG_REFERENCE, question->span, "%s covers nothing", question->id);
	for (int level = 0; level < MATURITY_LEVELS; level++)
		for (int lang = 0; lang < LANG_COUNT; lang++)
			if (!question->levels[level][lang] || !*question->levels[level][lang])
				fault(lint, DIAG_CATALOG_VALUE, question->span, "%s: level %d missing in %s", question->id, level, lang_name((enum lang)lang));
	for (size_t i = 0; i < question->covers.len; i++) {
		const struct control *control = map_get(&lint->profile->control_by_id, question->covers.items[i]);
		map_set(&lint->covered, question->covers.items[i], question);
		if (!control) {
			fault(lint, DIAG_CATALOG_REFERENCE, question->span, "%s covers %s", question->id, question->covers.items[i]);
			continue;
		}
		if (first && is_duty(first) != is_duty(control))
			fault(lint, DIAG_CATALOG_VALUE, question->span, "%s covers a requirement and a recommendation: %s, %s", question->id, first->id,
			    control->id);
		first = first ? first : control;
	}
}

/* What the program itself reads must be there; every parameter, those of rules too, is a number (docs/catalogue.md). */
static void
lint_parameters(struct lint *lint)
{
	static const char *const needed[] = { "target-level", "weight-requirement", "weight-recommendation", "weight-informative",
		"testimony-max-level", "document-review-days", "evidence-max-age-days" };
	const struct profile *profile = lint->profile;
	const struct span span = { .path = profile->id };
	double number;

	for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
		if (!profile_parameter(profile, needed[i]))
			fault(lint, DIAG_CATALOG_VALUE, span, "parameter %s: `'", needed[i]);
	for (size_t i = 0; i < profile->parameters.len; i++) {
		const struct parameter *parameter = &profile->parameters.items[i];
		if (!str_double(str_of(parameter->value), &number) || number < 0)
			fault(lint, DIAG_CATALOG_VALUE, span, "parameter %s: `%s'", parameter->name, parameter->value);
	}
}

size_t
catalog_lint(struct run *run, const struct profile *profile, const struct map *checks, const struct map *kinds)
{
	struct lint lint = { .run = run, .profile = profile, .checks = checks, .kinds = kinds, .covered = MAP_INIT(run->arena) };

	for (size_t i = 0; i < profile->questions.len; i++)
		lint_question(&lint, profile->questions.items[i]);
	for (size_t i = 0; i < profile->controls.len; i++)
		lint_control(&lint, profile->controls.items[i]);
	lint_parameters(&lint);
	return lint.faults;
}
