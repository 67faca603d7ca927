/* Diagnostics: what could not be read or trusted, said once, where it was found.
 *
 * Printed `path!member:line:col: LEVEL: text: detail [ID]`. The table (diag_ids.h) holds the
 * texts and explanations in both languages; `tenken explain ID` prints them and every report lists them. */
#ifndef TENKEN_BASE_DIAG_H
#define TENKEN_BASE_DIAG_H

#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include "tenken/base/arena.h"
#include "tenken/base/lang.h"
#include "tenken/base/span.h"
#include "tenken/base/vec.h"

enum diag_level {
	DIAG_NOTE,     /* the reader may want to know; nothing is lost */
	DIAG_WARNING,  /* read, but part of it may not mean what it seems to */
	DIAG_ERROR,    /* input has been left out of the audit */
};

/* Named by the table, diag_ids.h, which holds all there is to say of each. */
enum diag_id {
#define DIAG_ID(name, ...) DIAG_##name,
#include "tenken/base/diag_ids.h"
#undef DIAG_ID
	DIAG_COUNT
};

/* The table's row of one id; texts are never NULL. */
struct diag_entry {
	const char *id;
	enum diag_level level;
	const char *text[LANG_COUNT];     /* by enum lang: what is wrong, a phrase */
	const char *explain[LANG_COUNT];  /* by enum lang: what it means for the audit and what to do */
};

struct diag {
	enum diag_id id;
	struct span span;
	const char *detail;  /* untrusted parts escaped and cut; "" when there is none */
};

struct diags {
	struct arena *arena;
	VEC(struct diag) list;   /* in the order of finding */
	size_t dropped;          /* not kept, beyond LIMIT_DIAGS */
	enum diag_level worst;
};

const struct diag_entry *diag_entry(enum diag_id id);

/* The entry with that kebab-case id in any case, or NULL. */
const struct diag_entry *diag_find(const char *id);

/* Records a diagnostic. The detail is printed by the format, escaped for a terminal and cut to
 * LIMIT_DIAG_DETAIL bytes. The span is copied. Always returns -1, so that a caller may `return diag_report(...)`. */
int diag_report(struct diags *diags, enum diag_id id, struct span span, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Appends what another list found, with copies of its texts. */
void diags_join(struct diags *diags, const struct diags *more);

/* The one printed form, without a line end, on the arena. */
const char *diag_text(struct arena *arena, const struct diag *diag, enum lang lang);

/* `ERROR`, `WARNING` or `NOTE`. */
const char *diag_level_name(enum diag_level level);

/* `text` made safe to show: control characters and invalid UTF-8 as \xNN, cut after `max` bytes with `...`. */
const char *diag_escape(struct arena *arena, const char *text, size_t max);

#endif
