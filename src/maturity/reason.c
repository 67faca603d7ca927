/* Why a control does not stand one level higher, and what that level means: one sentence a reason, in both languages. */
#include "maturity/rate.h"

static void
say(const struct rater *rater, struct rating *rating, const char *ja, const char *en)
{
	vec_push(rater->run->arena, &rating->why_not_next[LANG_JA], ja);
	vec_push(rater->run->arena, &rating->why_not_next[LANG_EN], en);
}

static void
say_check(const struct rater *rater, struct rating *rating, const struct criterion_rating *c)
{
	struct arena *arena = rater->run->arena;

	if (c->is_supplementary)
		say(rater, rating, arena_printf(arena, "補足証拠の検査「%s」で、%zu件の対象に不備が見つかった。", c->title[LANG_JA], c->subjects),
		    arena_printf(arena, "The supplementary check \"%s\" found defects in %zu subjects.", c->title[LANG_EN], c->subjects));
	else if (!c->has_evidence)
		say(rater, rating, arena_printf(arena, "検査「%s」に必要な証拠が提示されていない。", c->title[LANG_JA]),
		    arena_printf(arena, "No evidence was presented for the check \"%s\".", c->title[LANG_EN]));
	else
		say(rater, rating, arena_printf(arena, "検査「%s」に適合した対象は%zu件中%zu件である。", c->title[LANG_JA], c->subjects, c->passed),
		    arena_printf(arena, "%zu of %zu subjects pass the check \"%s\".", c->passed, c->subjects, c->title[LANG_EN]));
}

static void
say_document(const struct rater *rater, struct rating *rating, const struct criterion_rating *c, bool is_practised)
{
	struct arena *arena = rater->run->arena;
	const char *ja = c->title[LANG_JA], *en = c->title[LANG_EN];

	if (c->has_evidence && c->result == RESULT_FAIL)
		say(rater, rating, arena_printf(arena, "文書「%s」が、承認または見直しの条件を満たさない。", ja),
		    arena_printf(arena, "The document \"%s\" is not approved or not reviewed as required.", en));
	else if (c->has_evidence)
		say(rater, rating, arena_printf(arena, "文書「%s」の承認または見直しを台帳から確認できない。", ja),
		    arena_printf(arena, "The register does not show whether the document \"%s\" is approved and reviewed.", en));
	else if (is_practised)
		say(rater, rating, arena_printf(arena, "実装は確認、規程なし(「%s」が提示されていない)。", ja),
		    arena_printf(arena, "The practice was seen, but no rule (\"%s\" was not presented).", en));
	else
		say(rater, rating, arena_printf(arena, "文書「%s」が提示されていない。", ja),
		    arena_printf(arena, "The document \"%s\" was not presented.", en));
}

static void
say_statement(const struct rater *rater, const struct testimony *testimony, struct rating *rating,
    const struct criterion_rating *c)
{
	struct arena *arena = rater->run->arena;

	if (testimony->interview != LEVEL_UNASSESSED)
		say(rater, rating,
		    arena_printf(arena, "監査人の聴取で確認されたのはレベル%dまでである(設問%s)。", testimony->interview, c->id),
		    arena_printf(arena, "The auditor's interview confirmed level %d only (question %s).", testimony->interview, c->id));
	else
		say(rater, rating, arena_printf(arena, "レベル%dを監査人の聴取で確認していない(設問%s)。", c->level, c->id),
		    arena_printf(arena, "Level %d has not been confirmed in an auditor's interview (question %s).", c->level, c->id));
}

/* The criteria that hold the given level back: its own, or those of the next level that has some. */
static int
level_with_criteria(const struct rating *rating, int level)
{
	int found = MATURITY_LEVELS;

	for (size_t i = 0; i < rating->criteria.len; i++)
		if (rating->criteria.items[i].level >= level && rating->criteria.items[i].level < found)
			found = rating->criteria.items[i].level;
	return found;
}

static bool
is_practised(const struct rating *rating)
{
	for (size_t i = 0; i < rating->criteria.len; i++)
		if (rating->criteria.items[i].kind == CRITERION_CHECK && rating->criteria.items[i].passed)
			return true;
	return false;
}

static void
set_next_level(const struct rater *rater, const struct control *control, struct rating *rating, int next)
{
	for (int lang = 0; lang < LANG_COUNT; lang++)
		rating->next_level[lang] = "";
	for (size_t i = 0; i < rater->profile->questions.len; i++) {
		const struct question *question = rater->profile->questions.items[i];
		for (size_t k = 0; k < question->covers.len; k++) {
			if (strcmp(question->covers.items[k], control->id) != 0)
				continue;
			for (int lang = 0; lang < LANG_COUNT; lang++)
				rating->next_level[lang] = question->levels[next][lang];
			return;
		}
	}
}

void
reasons_give(const struct rater *rater, const struct control *control, const struct testimony *testimony, struct rating *rating)
{
	int next = (rating->level < 0 ? 0 : rating->level) + 1;

	for (int lang = 0; lang < LANG_COUNT; lang++)
		rating->next_level[lang] = "";
	if (next >= MATURITY_LEVELS || rating->verdict == RESULT_NOT_APPLICABLE)
		return;
	set_next_level(rater, control, rating, next);
	if (rating->level == LEVEL_UNASSESSED) {
		say(rater, rating, "証拠も回答もないため、評価していない。", "Neither evidence nor an answer was presented, so it was not assessed.");
		return;
	}
	int held = level_with_criteria(rating, next);
	if (held == MATURITY_LEVELS)
		say(rater, rating, "このレベルを示す判定条件がない。", "No criterion shows this level.");
	for (size_t i = 0; i < rating->criteria.len; i++) {
		const struct criterion_rating *c = &rating->criteria.items[i];
		if (c->level != held || c->attainment >= 1)
			continue;
		if (c->kind == CRITERION_CHECK && c->result != RESULT_NOT_APPLICABLE)
			say_check(rater, rating, c);
		else if (c->kind == CRITERION_DOCUMENT || c->kind == CRITERION_RULE)
			say_document(rater, rating, c, is_practised(rating));
		else if (c->kind != CRITERION_CHECK)
			say_statement(rater, testimony, rating, c);
	}
	if (next == 1)
		say(rater, rating, "基準を満たして実施されていると確認できた対象がない。", "No subject was seen to practise it as required.");
}
