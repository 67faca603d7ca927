/* The list of a run's verdicts, bounded: a register of a million accounts must not cost a million lines that nobody reads.
 * What is alike beyond a bound is counted in the last one that is listed, so every sum stays what it was. */
#include "tenken/model/verdict.h"

#include <stdbool.h>
#include <string.h>

#include "tenken/base/limits.h"

/* Verdicts alike: of one check on the current subject, with the same result, reason and topics. */
struct verdict_tally {
	const char *check, *reason, *topics;
	enum result result;
	size_t listed, last;   /* how many are in the list, and where the last one stands */
};

/* Passes of one check, of all subjects: most of what a fleet gives, and the least read. */
struct verdict_passes {
	const char *check;
	size_t listed;
};

static struct verdict_passes *
passes_of(struct verdicts *verdicts, const char *check)
{
	for (size_t i = 0; i < verdicts->passes.len; i++)
		if (verdicts->passes.items[i].check == check)
			return &verdicts->passes.items[i];
	vec_push(verdicts->texts.arena, &verdicts->passes, (struct verdict_passes){ .check = check });
	return &verdicts->passes.items[verdicts->passes.len - 1];
}

/* The tally of the verdict's like; a new one when it is the first. Texts of one run are kept once, so their addresses tell. */
static struct verdict_tally *
tally_of(struct verdicts *verdicts, const struct verdict *verdict)
{
	if (verdicts->subject != verdict->subject) {
		verdicts->subject = verdict->subject;
		verdicts->tallies.len = 0;
	}
	/* From the end: the verdicts of a check come one after the other. */
	for (size_t i = verdicts->tallies.len; i-- > 0;) {
		struct verdict_tally *tally = &verdicts->tallies.items[i];
		if (tally->check == verdict->check && tally->reason == verdict->reason && tally->topics == verdict->topics &&
		    tally->result == verdict->result)
			return tally;
	}
	struct verdict_tally tally = { .check = verdict->check, .reason = verdict->reason, .topics = verdict->topics, .result = verdict->result };
	vec_push(verdicts->texts.arena, &verdicts->tallies, tally);
	return &verdicts->tallies.items[verdicts->tallies.len - 1];
}

bool
verdicts_count(struct verdicts *verdicts, const struct verdict *verdict)
{
	struct verdict_tally *tally = tally_of(verdicts, verdict);
	struct verdict_passes *passes = verdict->result == RESULT_PASS ? passes_of(verdicts, verdict->check) : NULL;
	/* Every subject keeps one of its own: it has to be rated. */
	bool is_enough = tally->listed >= LIMIT_VERDICTS_ALIKE || (passes && passes->listed >= LIMIT_VERDICTS_ALIKE && tally->listed > 0);

	if (is_enough)
		verdicts->list.items[tally->last].more++;
	return is_enough;
}

void
verdicts_add(struct verdicts *verdicts, const struct verdict *verdict)
{
	if (verdicts_count(verdicts, verdict))
		return;
	if (verdicts->list.len >= LIMIT_VERDICTS) {
		verdicts->dropped++;
		return;
	}
	struct verdict_tally *tally = tally_of(verdicts, verdict);
	tally->listed++;
	if (verdict->result == RESULT_PASS)
		passes_of(verdicts, verdict->check)->listed++;
	tally->last = verdicts->list.len;
	vec_push(verdicts->texts.arena, &verdicts->list, *verdict);
}

/* The same with the texts of this list. */
static struct verdict
kept(struct map *texts, const struct verdict *verdict)
{
	struct verdict copy = *verdict;

	copy.check = map_intern(texts, verdict->check);
	copy.subject = map_intern(texts, verdict->subject);
	copy.subject_kind = map_intern(texts, verdict->subject_kind);
	copy.kind = map_intern(texts, verdict->kind);
	copy.topics = map_intern(texts, verdict->topics);
	copy.reason = map_intern(texts, verdict->reason);
	copy.more = 0;
	return copy;
}

void
verdicts_join(struct verdicts *verdicts, const struct verdicts *more)
{
	for (size_t i = 0; i < more->list.len; i++) {
		const struct verdict *verdict = &more->list.items[i];
		struct verdict copy = kept(&verdicts->texts, verdict);
		if (!verdicts_count(verdicts, &copy)) {
			copy.record = map_intern(&verdicts->texts, verdict->record);
			copy.at = map_intern(&verdicts->texts, verdict->at);
			for (int lang = 0; lang < LANG_COUNT; lang++)
				copy.message[lang] = map_intern(&verdicts->texts, verdict->message[lang]);
			verdicts_add(verdicts, &copy);
		}
		struct verdict_tally *tally = tally_of(verdicts, &copy);
		if (tally->listed)
			verdicts->list.items[tally->last].more += verdict->more;
	}
	verdicts->dropped += more->dropped;
}

bool
verdict_is_sealed(const char *check)
{
	return strcmp(check, "password-weak") == 0 || strcmp(check, "password-shared") == 0;
}
