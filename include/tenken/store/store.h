/* A run on disk: results.json (format 1, docs/results.md). */
#ifndef TENKEN_STORE_STORE_H
#define TENKEN_STORE_STORE_H

#include "tenken/base/run.h"
#include "tenken/model/results.h"

/* Writes `<folder>/results.json`: sorted arrays, stable keys, the same bytes for the same results. -1: reported. */
int store_write(struct run *run, const struct results *results, const char *folder);

/* Reads it back, whole: a report from it has the same bytes as the first. -1: reported. */
int store_read(struct run *run, const char *path, struct results *ret);

#endif
