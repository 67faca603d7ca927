/* Private to the room: writing JSON (RFC 8259) one value after the other, indented by two. */
#ifndef TENKEN_STORE_EMIT_H
#define TENKEN_STORE_EMIT_H

#include <stdint.h>

#include "tenken/base/buf.h"
#include "tenken/base/lang.h"
#include "tenken/base/limits.h"

struct emit {
	struct buf *buf;                     /* is_full when something did not fit */
	void (*drain)(struct emit *emit);    /* called at the end of objects when much has gathered in `buf`: takes it all. NULL: none */
	void *sink;                          /* of drain */
	unsigned depth;
	bool has_items[LIMIT_JSON_DEPTH];    /* by depth: a comma goes before the next one */
};

/* Opens an object (`{`) or array (`[`), and closes it. `key` is NULL inside an array and for the root. */
void emit_open(struct emit *emit, const char *key, char bracket);
void emit_close(struct emit *emit, char bracket);

/* A text; NULL is null. Bytes that are not UTF-8 become U+FFFD each: one odd name must not cost the file. */
void emit_text(struct emit *emit, const char *key, const char *value);

/* A text in all languages, by enum lang: `{"ja", "en"}`. */
void emit_both(struct emit *emit, const char *key, const char *const value[LANG_COUNT]);

void emit_int(struct emit *emit, const char *key, int64_t value);
void emit_bool(struct emit *emit, const char *key, bool value);
void emit_null(struct emit *emit, const char *key);

/* The shortest decimal that reads back as the same double, with a point or an exponent; null where it is not finite. */
void emit_real(struct emit *emit, const char *key, double value);

#endif
