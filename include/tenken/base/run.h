/* The one context that is passed around: what the run may use and what it must remember. */
#ifndef TENKEN_BASE_RUN_H
#define TENKEN_BASE_RUN_H

#include "tenken/base/arena.h"
#include "tenken/base/clock.h"
#include "tenken/base/diag.h"

struct run {
	struct arena *arena;       /* lives as long as the run */
	struct diags diags;
	const char *datadir;       /* holds controls/ profiles/ mappings/ reports/ */
	const char *encoding;      /* --encoding, or NULL to decide by the bytes */
	struct instant collected_at;   /* --collected-at: when evidence was collected that does not tell it itself */
	int32_t as_of;             /* the day the audit speaks of; DAY_UNKNOWN until it is settled */
};

#endif
