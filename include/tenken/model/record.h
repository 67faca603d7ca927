/* One thing that was seen in the evidence. The vocabulary is docs/evidence.md and controls/evidence.rng. */
#ifndef TENKEN_MODEL_RECORD_H
#define TENKEN_MODEL_RECORD_H

#include <stdbool.h>

#include "tenken/base/clock.h"
#include "tenken/base/span.h"
#include "tenken/base/vec.h"

struct attribute {
	const char *name;
	const char *value;  /* valid UTF-8 that XML can hold */
};

struct record {
	const char *kind;   /* the element: log, clock, account, document, answer, ... */
	const char *name;   /* what is judged; the kind where the thing has no name of its own */
	VEC(struct attribute) attributes;  /* without name and at, in the order they were set */
	struct span at;
};

struct run;
struct secrets;
struct subject;

/* A list too long to be held: its records are made when they are asked for (parts.h), as often as they are. */
struct record_list {
	/* A cursor at the start of the list, on `arena`. */
	void *(*open)(const void *context, struct arena *arena);
	/* Adds at most `most` records to the part; how many. 0: the list has ended. */
	size_t (*next)(void *cursor, struct run *run, struct subject *part, size_t most);
	const void *context;
};

/* Everything seen of one host, tenant, supplier or of the organisation as a whole. */
struct subject {
	const char *id;
	const char *kind;              /* host, tenant, supplier, organisation */
	struct instant collected_at;
	struct arena *arena;           /* owns the records and all they point to */
	VEC(struct record *) records;  /* in the order of the parsers, then of the files */
	VEC(struct record_list) lists; /* what else it has; mostly none */
	struct secrets *secrets;       /* where parsers put what passwords are kept as (secret.h); NULL: nobody may look at them */
	size_t dropped;                /* records beyond LIMIT_RECORDS, not kept */
	size_t held;                   /* of a part: its first records, which are in every part */
	bool is_later;                 /* of a part: those were judged with the first */
};

/* A new record at the end of the subject; attributes are set on it afterwards.
 * `name` NULL: the kind stands for it. Beyond LIMIT_RECORDS returns a record that is not kept
 *, and counts it in `subject.dropped`. */
struct record *record_add(struct subject *subject, const char *kind, const char *name, struct span at);

/* Sets an attribute; NULL leaves it out. Values are made fit for XML 1.0 (bytes that are not UTF-8 and
 * control characters become U+FFFD) and live on the subject's arena. Each name is set once. */
void record_set(struct subject *subject, struct record *record, const char *name, const char *value);
void record_set_bool(struct subject *subject, struct record *record, const char *name, bool value);
void record_set_int(struct subject *subject, struct record *record, const char *name, int64_t value);
/* DAY_UNKNOWN leaves it out. */
void record_set_day(struct subject *subject, struct record *record, const char *name, int32_t value);
/* Decimal text with at most nine decimals, never an exponent; left out when not finite or beyond 1e15. */
void record_set_double(struct subject *subject, struct record *record, const char *name, double value);

/* The value, or NULL. */
const char *record_get(const struct record *record, const char *name);

#endif
