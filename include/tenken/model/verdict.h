/* What a check said of one record. */
#ifndef TENKEN_MODEL_VERDICT_H
#define TENKEN_MODEL_VERDICT_H

#include <stdbool.h>
#include <stdint.h>

#include "tenken/base/diag.h"
#include "tenken/base/map.h"
#include "tenken/base/vec.h"

enum result {
	RESULT_PASS,
	RESULT_FAIL,
	RESULT_UNKNOWN,         /* missing or undecidable evidence, with a reason */
	RESULT_NOT_APPLICABLE,
	RESULT_ERROR,           /* the check itself could not be evaluated */
};

struct verdict {
	const char *check;      /* check id */
	const char *subject;    /* subject id */
	const char *subject_kind;
	const char *record;     /* name of the thing judged */
	const char *kind;       /* its record kind; `evidence` when the check found nothing to judge */
	const char *topics;     /* document kinds of a document record, space separated; else "" */
	enum result result;
	uint32_t more;          /* further records of which the same is true, with the same reason: counted, not listed */
	const char *reason;     /* id of the assert or report that decided; "" for a pass */
	const char *message[LANG_COUNT]; /* by enum lang; "" for a pass */
	const char *at;         /* where the record was read, as text */
};

struct verdict_tally;   /* private to verdict.c, as the next */
struct verdict_passes;

struct verdicts {
	struct map texts;       /* what verdicts say, each text once (hosts of one kind say the same); on the list's arena */
	VEC(struct verdict) list;
	size_t dropped;         /* beyond LIMIT_VERDICTS */
	const char *subject;    /* whose verdicts were added last, and how many of them are alike */
	VEC(struct verdict_tally) tallies;
	VEC(struct verdict_passes) passes;   /* of all subjects, by check */
};

/* Whether so many are alike already that this one is only counted; then it has been. Check, reason, topics and subject are those of
 * the map; the other texts need not be made before. */
bool verdicts_count(struct verdicts *verdicts, const struct verdict *verdict);

/* Adds a verdict, whose texts are those of the map. Beyond LIMIT_VERDICTS_ALIKE of one check, subject, result, reason and topics, or
 * of all passes of one check, it is only counted, in `more` of the last of its subject. */
void verdicts_add(struct verdicts *verdicts, const struct verdict *verdict);

/* Adds all verdicts of another list, whose texts may go afterwards. */
void verdicts_join(struct verdicts *verdicts, const struct verdicts *more);

/* Whether the names in verdicts of that check stand in the sealed annex and in results.json only; every other paper gives counts. */
bool verdict_is_sealed(const char *check);

/* `pass`, `fail`, `unknown`, `not-applicable`, `error`. */
const char *result_name(enum result result);

/* The result of that name; -1 when there is none. */
int result_parse(const char *name, enum result *ret);

/* AND = first present of fail, error, unknown, pass, not-applicable; OR = first present of pass, error,
 * unknown, fail, not-applicable. Commutative and associative; not-applicable is the identity of both. */
enum result result_and(enum result a, enum result b);
enum result result_or(enum result a, enum result b);

#endif
