/* A byte buffer with a bound. */
#include "tenken/base/buf.h"

#include <stdio.h>
#include <stdlib.h>

#include "tenken/base/arena.h"

#define FIRST_BYTES 256

/* Makes room for `size` more bytes and a NUL. */
static bool
reserve(struct buf *buf, size_t size)
{
	if (buf->is_full || size > buf->max - buf->len) {
		buf->is_full = true;
		return false;
	}
	if (buf->cap - buf->len > size)
		return true;
	size_t cap = buf->cap ? buf->cap : FIRST_BYTES;
	while (cap - buf->len <= size)
		cap *= 2;
	char *grown = realloc(buf->ptr, cap);
	if (!grown) {
		buf->is_full = true;
		return false;
	}
	buf->ptr = grown;
	buf->cap = cap;
	return true;
}

bool
buf_add(struct buf *buf, const void *bytes, size_t size)
{
	if (!reserve(buf, size))
		return false;
	if (size)
		memcpy(buf->ptr + buf->len, bytes, size);
	buf->len += size;
	buf->ptr[buf->len] = '\0';
	return true;
}

bool
buf_puts(struct buf *buf, const char *text)
{
	return buf_add(buf, text, strlen(text));
}

bool
buf_putc(struct buf *buf, char c)
{
	return buf_add(buf, &c, 1);
}

bool
buf_printf(struct buf *buf, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	int size = vsnprintf(NULL, 0, format, args);
	va_end(args);
	if (size < 0 || !reserve(buf, (size_t)size))
		return false;
	va_start(args, format);
	vsnprintf(buf->ptr + buf->len, (size_t)size + 1, format, args);
	va_end(args);
	buf->len += (size_t)size;
	return true;
}

void
buf_free(struct buf *buf)
{
	free(buf->ptr);
	*buf = BUF_INIT(buf->max);
}
