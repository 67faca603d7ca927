/* Results of a made-up run, as hard on a report as a real one: two hosts and registers, every kind of verdict and
 * claim, long and hostile strings, controls that nobody showed anything for. */
#ifndef TENKEN_TESTS_FIXTURE_RESULTS_H
#define TENKEN_TESTS_FIXTURE_RESULTS_H

#include "tenken/model/results.h"

/* On `arena`; with the plan of an internal audit, or without one. */
struct results *fixture_results(struct arena *arena, bool has_plan);

#endif
