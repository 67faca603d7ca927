/* Base64 (RFC 4648, 4) and its relatives that passwords are kept in. */
#ifndef TENKEN_SYNTAX_BASE64_H
#define TENKEN_SYNTAX_BASE64_H

#include "tenken/base/arena.h"
#include "tenken/base/str.h"

enum base64_kind {
	BASE64_PADDED,    /* RFC 4648, padding required */
	BASE64_ADAPTED,   /* `.` for `+`, or either; padding may be there or not */
	BASE64_CRYPT,     /* the digits of crypt(5), without padding */
};

/* Room for what `length` characters decode to. */
#define BASE64_BYTES(length) ((length) / 4 * 3 + 3)

/* Decodes into `ret` (BASE64_BYTES). False, and `ret` is of no use, when it is none. */
bool base64_decode(enum base64_kind kind, struct str text, char *ret, size_t *ret_len);

/* The padded kind onto `arena`, with a NUL behind. False when it is none. */
bool base64_decode_new(struct arena *arena, struct str text, struct str *ret);

#endif
