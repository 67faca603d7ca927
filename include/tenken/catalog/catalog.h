/* Catalogues, questions, profiles and audit plans: what an audit is held against.
 * Formats: docs/catalogue.md (OSCAL 1.2.1). Loading checks the shape; catalog_lint checks the meaning. */
#ifndef TENKEN_CATALOG_CATALOG_H
#define TENKEN_CATALOG_CATALOG_H

#include "tenken/base/map.h"
#include "tenken/base/run.h"
#include "tenken/model/results.h"

struct criterion {
	int level;                /* 1 to 5 */
	enum criterion_kind kind;
	const char *id;           /* of the check, document kind or question */
	bool is_all;
	bool is_supplementary;    /* counts only when it fails */
	struct span span;
};

struct mapping_id {
	const char *framework, *id;   /* iso27001, A.8.15 */
};

struct control {
	const char *id;
	const char *label[LANG_COUNT];          /* as the guideline is cited */
	const char *title[LANG_COUNT], *statement[LANG_COUNT], *effect[LANG_COUNT];  /* effect inherited when the control has none; "" at last */
	const char *catalog, *clause;  /* ids */
	const char *evidence_kind;     /* document, interview, technical, joined by spaces; NULL: nothing has to show it */
	const struct control *parent;  /* the nearest above that the profile took; NULL at the top of a clause */
	int depth;
	enum modality modality;
	bool is_assessed;              /* has criteria */
	bool is_published_text_open;
	int target, weight;            /* by the profile */
	VEC(struct criterion) criteria;     /* by level, then in order */
	VEC(const char *) related;
	VEC(struct mapping_id) maps_to;
	struct span span;
};

struct question {
	const char *id;
	const char *text[LANG_COUNT];
	const char *levels[MATURITY_LEVELS][LANG_COUNT];
	VEC(const char *) covers;      /* control ids */
	struct span span;
};

/* A profile with all it imports, resolved. Const after loading. */
struct profile {
	const char *id;                /* the file's name without .xml */
	const char *title[LANG_COUNT], *edition, *version;
	VEC(struct clause) clauses;    /* id, label, titles and catalog are set; the numbers are not */
	VEC(struct control *) controls;     /* in catalogue order, whether assessed or not */
	VEC(struct question *) questions;
	VEC(struct parameter) parameters;   /* sorted by name */
	struct map control_by_id, question_by_id;
	struct map known_ids;          /* every control and group of the imported catalogues, taken or not */
};

/* Loads `profiles/<name>.xml` of the data folder, or the file when `name` holds a `/` or ends in .xml, with all
 * catalogues it imports (relative to the profile's file). Reports (profile-unknown, xml-*, catalog-*) and returns -1. */
int profile_load(struct run *run, const char *name, struct profile *ret);

struct file_names {
	VEC(const char *) list;
};

/* Names of the profiles in the data folder, sorted. */
int profile_list(struct run *run, struct file_names *ret);

/* The parameter's value, or NULL; as a whole number, or `fallback`. */
const char *profile_parameter(const struct profile *profile, const char *name);
int64_t profile_number(const struct profile *profile, const char *name, int64_t fallback);

/* Meaning: ids unique, references exist, every assessed control has a question, document kinds and checks are known
 * (NULL lists are not checked), levels in range. Reports each; the number found. */
size_t catalog_lint(struct run *run, const struct profile *profile, const struct map *checks, const struct map *kinds);

/* audit.xml (docs/audit-plan.md). Reports and returns -1 when it cannot be read. */
int plan_load(struct run *run, const char *path, struct plan *ret);

#endif
