/* Private to the room: the search in its parts. */
#ifndef TENKEN_PASSWORD_SEARCH_PRIVATE_H
#define TENKEN_PASSWORD_SEARCH_PRIVATE_H

#include <pthread.h>
#include <stdatomic.h>

#include "tenken/password/search.h"

/* One secret that can be tried. */
struct target {
	struct hash hash;
	struct password_finding *finding;
	const struct candidate_words *words;
	struct str found;             /* the password, in a vault; ptr NULL: not found */
};

/* Targets of one scheme and setting: a password is computed once for all of them. */
struct job {
	const struct hash *hash;      /* of any of them */
	VEC(struct target *) targets; /* by what is expected */
	size_t open;                  /* not found yet */
	bool is_failing;              /* an ordinary password could not be computed: that none fits then means nothing */
};

/* What all threads of a search share. */
struct search {
	struct run *run;
	const struct password_settings *settings;
	struct vault *vault;
	pthread_mutex_t lock;         /* of the vault, while threads run */
	VEC(struct target) targets;
	VEC(struct job) jobs;         /* the cheapest first */
	VEC(struct str) known;        /* passwords found so far; changes only between stages */
	size_t known_before;          /* of them, those that all open targets have been held against */

	double start, total;
	atomic_size_t next;           /* job of the stage */
	size_t first, end;            /* jobs of the stage */
	bool is_own;                  /* own candidates are tried after the known ones */
	atomic_ullong done;           /* microseconds of work by estimate */
	atomic_size_t tries;
	atomic_bool is_over;          /* the time is up */
};

/* search_job.c: one stage: all jobs from `first` to `end`, by all threads; returns when they are done or the time is up. */
void search_stage(struct search *search, size_t first, size_t end, bool is_own);

double search_clock(void);

/* search_group.c: numbers the groups of findings that have one password. */
void search_groups(struct search *search, struct password_results *results);

#endif
