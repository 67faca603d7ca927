/* A run on disk: results.json (format 1, docs/results.md). */
#ifndef TENKEN_STORE_STORE_H
#define TENKEN_STORE_STORE_H

#include "tenken/base/run.h"
#include "tenken/model/results.h"

/* Writes `<folder>/results.json`: sorted arrays, stable keys, the same bytes for the same results. The digest that closes
 * it comes back in `ret_digest` (may be NULL). -1: reported. */
int store_write(struct run *run, const struct results *results, const char *folder, const char **ret_digest);

/* Reads it back, whole: a report from it has the same bytes as the first. What was changed since it was written is refused
 * (results-altered). -1: reported. */
int store_read(struct run *run, const char *path, struct results *ret);

#endif
