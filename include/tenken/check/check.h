/* Checks: the ISO Schematron subset, compiled once and evaluated over each subject's evidence document.
 * docs/checks.md says which parts of the standard are read and how reports become verdicts. */
#ifndef TENKEN_CHECK_CHECK_H
#define TENKEN_CHECK_CHECK_H

#include "tenken/base/map.h"
#include "tenken/base/run.h"
#include "tenken/model/results.h"

struct checks;   /* all compiled rule files */

struct check_entry {
	const char *id;
	const char *title[LANG_COUNT], *why[LANG_COUNT];
	const char *see;           /* control ids as written */
	struct span span;
};
struct check_list {
	VEC(struct check_entry) list;   /* sorted by id */
};

/* Compiles every .sch file of `controls/checks` of the data folder. Parameters (as in the profile, sorted by name) replace the
 * top-level lets of the same name; `as-of` takes the run's day. A file that cannot be compiled is reported and fails the
 * whole (-1): a run with half its rules would pass what it did not look at. `controls/evidence.rng` says which attributes
 * need no guard; without it nothing is loaded. Freed with the run's arena. */
int checks_load(struct run *run, const struct parameter *parameters, size_t count, struct checks **ret);

/* The same for one file, for `tenken lint`. */
int checks_load_file(struct run *run, const char *path, struct checks **ret);

void checks_list(const struct checks *checks, struct check_list *ret, struct arena *arena);

/* Judges every record of one subject; appends to `ret` (texts in its map), in order of check, then record. */
int checks_evaluate(struct run *run, struct checks *checks, const struct subject *subject, struct verdicts *ret);

#endif
