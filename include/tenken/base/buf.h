/* A byte buffer that grows up to a bound named when it is made. */
#ifndef TENKEN_BASE_BUF_H
#define TENKEN_BASE_BUF_H

#include <stdbool.h>
#include <stdarg.h>
#include <stddef.h>

#include "tenken/base/str.h"

struct buf {
	char *ptr;      /* NUL-terminated for convenience; NULL while empty */
	size_t len;
	size_t cap;
	size_t max;     /* bytes it may hold */
	bool is_full;   /* something did not fit; what is there is incomplete */
};

/* No buffer without a bound: `struct buf buf = BUF_INIT(LIMIT_FILE_BYTES);` */
#define BUF_INIT(limit) ((struct buf){ .max = (limit) })

/* Each appends, or sets is_full and appends nothing; false then. */
bool buf_add(struct buf *buf, const void *bytes, size_t size);
bool buf_puts(struct buf *buf, const char *text);
bool buf_putc(struct buf *buf, char c);
bool buf_printf(struct buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));

static inline struct str
buf_str(const struct buf *buf)
{
	return (struct str){ buf->ptr ? buf->ptr : "", buf->len };
}

/* Frees the bytes; the buffer may be used again. */
void buf_free(struct buf *buf);

#endif
