/* A subject in parts: what is too long to be held at once is judged part by part. */
#ifndef TENKEN_MODEL_PARTS_H
#define TENKEN_MODEL_PARTS_H

#include <pthread.h>

#include "tenken/base/run.h"
#include "tenken/model/record.h"

/* Where in its parts a subject is. */
struct parts {
	const struct subject *whole;
	struct subject part;       /* the current one; its arena holds the records of lists */
	size_t count;              /* parts so far */

	/* The part behind it, which a thread fills meanwhile; nobody else touches these until it is joined. */
	struct subject next;
	struct run run;            /* its own: what it says joins the others when the part is taken */
	struct arena *arena;       /* of the cursors and of what is said */
	size_t list;               /* the list that comes next, or is being read */
	void *cursor;              /* in that list; NULL: not begun */
	pthread_t thread;
	bool is_threaded;
};

/* `whole` must live until parts_end. */
struct parts parts_begin(const struct subject *whole);

/* The next part: the records the subject holds, then at most LIMIT_PART_RECORDS of its lists. Those it holds are in every part,
 * since rules may ask them; `is_later` tells of all parts but the first that they were judged already. A subject without
 * lists is one part. NULL at the end. The part lives until the next one; what is wrong with a row is said to `run`. */
const struct subject *parts_next(struct parts *parts, struct run *run);

void parts_end(struct parts *parts);

#endif
