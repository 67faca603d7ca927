/* Lint: one profile without a fault, and each fault alone in it. */
#include "tenken/catalog/catalog.h"
#include "unit.h"

/* A profile that lint has nothing to say of, built in memory; each test spoils one thing. */
struct sample {
	struct run *run;
	struct profile profile;
	struct control requirement, advice;   /* x-1, x-2 */
	struct question first, second;        /* q-1 covers x-1, q-2 covers x-2 */
	struct map checks, kinds;
};

/* Japanese, and one text for every other language there is. */
static void
say(const char *texts[LANG_COUNT], const char *ja, const char *others)
{
	for (int lang = 0; lang < LANG_COUNT; lang++)
		texts[lang] = lang == LANG_JA ? ja : others;
}

static void
add_control(struct sample *s, struct control *c, const char *id, enum modality modality, const char *question)
{
	struct arena *arena = s->run->arena;

	*c = (struct control){ .id = id, .evidence_kind = "document technical", .modality = modality, .is_assessed = true,
		.span = { "c.xml", 7, 1 } };
	say(c->title, "題", "Title");
	say(c->statement, "文", "Text");
	say(c->effect, "影響", "Effect");
	vec_push(arena, &c->criteria, (struct criterion){ .level = 2, .kind = CRITERION_DOCUMENT, .id = "policy" });
	vec_push(arena, &c->criteria, (struct criterion){ .level = 3, .kind = CRITERION_CHECK, .id = "log-retention" });
	vec_push(arena, &c->criteria, (struct criterion){ .level = 4, .kind = CRITERION_QUESTION, .id = question });
	vec_push(arena, &s->profile.controls, c);
	map_set(&s->profile.control_by_id, id, c);
	map_set(&s->profile.known_ids, id, c);
}

static void
add_question(struct sample *s, struct question *q, const char *id, const char *covers)
{
	*q = (struct question){ .id = id, .span = { "q.xml", 3, 1 } };
	say(q->text, "問", "Ask");
	for (int level = 0; level < MATURITY_LEVELS; level++)
		say(q->levels[level], "x", "x");
	vec_push(s->run->arena, &q->covers, covers);
	vec_push(s->run->arena, &s->profile.questions, q);
	map_set(&s->profile.question_by_id, id, q);
}

static struct sample *
sample_new(void)
{
	static const char *const names[] = { "document-review-days", "evidence-max-age-days", "target-level", "testimony-max-level",
		"weight-informative", "weight-recommendation", "weight-requirement" };
	struct run *run = unit_run();
	struct sample *s = arena_alloc(run->arena, sizeof *s);

	s->run = run;
	s->profile = (struct profile){ .id = "p", .control_by_id = MAP_INIT(run->arena), .question_by_id = MAP_INIT(run->arena),
		.known_ids = MAP_INIT(run->arena) };
	s->checks = MAP_INIT(run->arena);
	s->kinds = MAP_INIT(run->arena);
	map_set(&s->checks, "log-retention", s);
	map_set(&s->kinds, "policy", s);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		vec_push(run->arena, &s->profile.parameters, (struct parameter){ .name = names[i], .value = "1" });
	add_control(s, &s->requirement, "x-1", MODALITY_REQUIREMENT, "q-1");
	add_control(s, &s->advice, "x-2", MODALITY_RECOMMENDATION, "q-2");
	add_question(s, &s->first, "q-1", "x-1");
	add_question(s, &s->second, "q-2", "x-2");
	return s;
}

/* Lints, and frees the sample. Every fault that is counted is reported. */
static size_t
faults(struct sample *s)
{
	size_t count = catalog_lint(s->run, &s->profile, &s->checks, &s->kinds);

	CU_ASSERT_EQUAL(s->run->diags.list.len, count);
	unit_run_free(s->run);
	return count;
}

static void
test_clean(void)
{
	struct sample *s = sample_new();

	vec_push(s->run->arena, &s->requirement.related, "x-2");
	vec_push(s->run->arena, &s->requirement.related, "other-9");   /* of a catalogue that is not here */
	CU_ASSERT_EQUAL(faults(s), 0);
}

static void
test_references(void)
{
	struct sample *s = sample_new();

	s->requirement.criteria.items[0].id = "no-kind";
	CU_ASSERT_EQUAL(faults(s), 1);
	s = sample_new();
	s->requirement.criteria.items[1].id = "no-check";
	CU_ASSERT_EQUAL(faults(s), 1);
	s = sample_new();
	s->requirement.criteria.items[2].id = "q-3";
	CU_ASSERT_EQUAL(faults(s), 1);
	s = sample_new();
	vec_push(s->run->arena, &s->requirement.related, "x-9");
	CU_ASSERT_EQUAL(faults(s), 1);
	s = sample_new();
	vec_push(s->run->arena, &s->first.covers, "x-9");
	CU_ASSERT_EQUAL(faults(s), 1);
	/* Lists that are not there are not checked. */
	s = sample_new();
	s->requirement.criteria.items[0].id = "no-kind";
	s->requirement.criteria.items[1].id = "no-check";
	CU_ASSERT_EQUAL(catalog_lint(s->run, &s->profile, NULL, NULL), 0);
	unit_run_free(s->run);
}

static void
test_questions(void)
{
	struct sample *s = sample_new();

	s->second.covers.items[0] = "x-1";   /* x-2 is left alone */
	CU_ASSERT_EQUAL(faults(s), 1);
	s = sample_new();
	vec_push(s->run->arena, &s->first.covers, "x-2");   /* a requirement and a recommendation by one answer */
	CU_ASSERT_EQUAL(faults(s), 1);
	s = sample_new();
	s->requirement.modality = MODALITY_LEGAL_DUTY;
	vec_push(s->run->arena, &s->first.covers, "x-2");
	CU_ASSERT_EQUAL(faults(s), 1);
	s = sample_new();
	s->requirement.modality = MODALITY_INFORMATIVE;
	vec_push(s->run->arena, &s->first.covers, "x-2");
	CU_ASSERT_EQUAL(faults(s), 0);
	s = sample_new();
	s->first.levels[3][LANG_EN] = "";
	CU_ASSERT_EQUAL(faults(s), 1);
	s = sample_new();
	s->first.text[LANG_EN] = s->first.text[LANG_JA];
	CU_ASSERT_EQUAL(faults(s), 1);
	s = sample_new();
	s->second.covers.len = 0;   /* covers nothing, and x-2 has no question */
	CU_ASSERT_EQUAL(faults(s), 2);
}

static void
test_evidence(void)
{
	struct sample *s = sample_new();

	s->requirement.criteria.items[1].level = 4;   /* what shows the practice stands above level 3 */
	CU_ASSERT_EQUAL(faults(s), 1);
	s = sample_new();
	s->requirement.criteria.items[1].is_supplementary = true;   /* nothing left that shows it */
	CU_ASSERT_EQUAL(faults(s), 1);
	s = sample_new();
	s->requirement.criteria.items[1] = (struct criterion){ .level = 3, .kind = CRITERION_INTERVIEW, .id = "q-1" };
	CU_ASSERT_EQUAL(faults(s), 0);
	s = sample_new();
	s->requirement.criteria.items[1] = (struct criterion){ .level = 3, .kind = CRITERION_RULE, .id = "policy" };
	CU_ASSERT_EQUAL(faults(s), 1);
	s = sample_new();
	s->requirement.criteria.items[1] = (struct criterion){ .level = 3, .kind = CRITERION_RULE, .id = "policy" };
	s->requirement.evidence_kind = "document";
	CU_ASSERT_EQUAL(faults(s), 0);
	s = sample_new();
	s->requirement.evidence_kind = NULL;
	CU_ASSERT_EQUAL(faults(s), 1);
	s = sample_new();
	s->requirement.criteria.len = 0;
	s->requirement.is_assessed = false;
	CU_ASSERT_EQUAL(faults(s), 1);
}

static void
test_texts(void)
{
	struct sample *s = sample_new();

	s->requirement.title[LANG_EN] = s->requirement.title[LANG_JA];   /* as the reader leaves it without English */
	CU_ASSERT_EQUAL(faults(s), 1);
	s = sample_new();
	s->requirement.title[LANG_JA] = "";
	CU_ASSERT_EQUAL(faults(s), 1);
	s = sample_new();
	s->requirement.statement[LANG_EN] = "";
	CU_ASSERT_EQUAL(faults(s), 1);
	s = sample_new();
	s->requirement.effect[LANG_EN] = "";
	CU_ASSERT_EQUAL(faults(s), 1);
}

static void
test_parameters(void)
{
	struct sample *s = sample_new();

	s->profile.parameters.len--;
	CU_ASSERT_EQUAL(faults(s), 1);
	s = sample_new();
	s->profile.parameters.items[0].value = "0.5";
	CU_ASSERT_EQUAL(faults(s), 0);
	s = sample_new();
	s->profile.parameters.items[5].value = "a year";
	CU_ASSERT_EQUAL(faults(s), 1);
	s = sample_new();
	s->profile.parameters.items[5].value = "-1";
	CU_ASSERT_EQUAL(faults(s), 1);
}

static const struct unit_test tests[] = {
	{ "nothing to say", test_clean },
	{ "references", test_references },
	{ "questions", test_questions },
	{ "evidence", test_evidence },
	{ "texts", test_texts },
	{ "parameters", test_parameters },
	{ NULL, NULL },
};

const struct unit_suite suite_catalog_lint = { "catalog/lint", tests };
