/* A whole run, const once it is made: what the store keeps and every report reads. */
#ifndef TENKEN_MODEL_RESULTS_H
#define TENKEN_MODEL_RESULTS_H

#include "tenken/model/rating.h"
#include "tenken/model/verdict.h"

struct input {
	const char *path;      /* as shown to people: `web01!/etc/passwd` */
	const char *sha256;
	uint64_t bytes;
	const char *subject;   /* subject id */
	const char *parser;    /* NULL: not recognised */
	const char *note;      /* encoding guessed and the like; "" when there is nothing to say */
};

struct subject_entry {
	const char *id, *kind;
	struct instant collected_at;
};

/* The plan of the audit (audit.xml); members NULL or empty where the plan does not say. */
struct plan_member {
	const char *name, *role, *competence, *independence;
};
struct plan_exclusion {
	const char *what, *reason;
};
struct plan {
	const char *number, *kind, *engagement;  /* internal | second-party; advisory | assurance */
	const char *organisation, *title;
	const char *purpose, *scope, *sampling, *confidentiality;
	const char *period_from, *period_to;
	const char *evidence_place, *evidence_keeper, *evidence_until;
	VEC(const char *) criteria, distribution;
	VEC(struct plan_exclusion) exclusions;
	VEC(struct plan_member) team;
};

struct summary {
	size_t controls, assessed;             /* controls that could be rated; those with a level */
	size_t levels[MATURITY_LEVELS];        /* how many stand at each confirmed level */
	double level_mean;                     /* of the assessed; 0 when there is none */
	size_t requirements, requirements_failed, requirements_passed;
	size_t recommendations, recommendations_failed, recommendations_passed;
	size_t contradictions;
	size_t verdicts[RESULT_ERROR + 1];     /* by enum result */
	size_t criteria, criteria_evidenced;   /* coverage = evidenced / criteria */
	size_t evidence, evidence_fresh;       /* freshness = fresh / evidence */
};

struct results {
	const char *id;                        /* UUID v5 of the inputs, profile and as-of day */
	int32_t as_of;
	const char *tool;                      /* `tenken 0.1.0` */
	const char *organisation;              /* "" when nobody said */
	const char *profile;                   /* id */
	const char *profile_title[LANG_COUNT];
	const char *profile_edition;
	const char *input_digest;              /* SHA-256 over the sorted list of digests and paths */
	const char *digest;                    /* SHA-256 over results.json without its last member; NULL before it is written */
	const struct plan *plan;               /* NULL without audit.xml */
	VEC(struct parameter) parameters;      /* values in force, sorted by name */
	VEC(struct input) inputs;              /* sorted by path */
	VEC(struct subject_entry) subjects;    /* sorted by kind, then id */
	VEC(struct verdict) verdicts;          /* sorted by check, subject, record, place */
	VEC(struct clause) clauses;            /* in catalogue order */
	VEC(struct rating) ratings;            /* in catalogue order */
	struct summary summary;
	const struct diags *diags;
};

#endif
