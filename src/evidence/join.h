/* Private to the room: the second pass over all subjects. */
#ifndef TENKEN_EVIDENCE_JOIN_H
#define TENKEN_EVIDENCE_JOIN_H

#include "tenken/evidence/evidence.h"

struct join {
	struct run *run;
	VEC(const char *) hosts;    /* ids of the subjects of kind host, each once, in the order they came */
	struct map seen;            /* the same by id */
};

/* Holds the asset registers against the hosts, both ways: a record `coverage` for each. */
void join_coverage(const struct join *join, struct subject *organisation);

#endif
