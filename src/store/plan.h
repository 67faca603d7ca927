/* Private to the room: the audit plan as a part of results.json. */
#ifndef TENKEN_STORE_PLAN_H
#define TENKEN_STORE_PLAN_H

#include "store/emit.h"
#include "tenken/model/results.h"

/* Writes the key `plan`: an object, or null without one. */
void store_write_plan(struct emit *emit, const struct plan *plan);

#endif
