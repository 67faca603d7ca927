/* JSON out (RFC 8259). A tree of a library's own would hold the whole run twice, and print doubles with 17 digits. */
#include "store/emit.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define DRAIN_BYTES ((size_t)1 << 20)

static void
put_control(struct buf *buf, unsigned char c)
{
	static const char *const names[32] = { ['\b'] = "\\b", ['\f'] = "\\f", ['\n'] = "\\n", ['\r'] = "\\r", ['\t'] = "\\t" };

	if (names[c])
		buf_puts(buf, names[c]);
	else
		buf_printf(buf, "\\u%04x", (unsigned)c);
}

static void
put_string(struct buf *buf, const char *value)
{
	const unsigned char *p = (const unsigned char *)value, *run = p;

	buf_putc(buf, '"');
	while (*p) {
		size_t len = str_character(p);
		if (len && *p >= 0x20 && *p != '"' && *p != '\\') {
			p += len;
			continue;
		}
		buf_add(buf, run, (size_t)(p - run));
		if (*p == '"' || *p == '\\')
			buf_add(buf, (char[]){ '\\', (char)*p }, 2);
		else if (len)
			put_control(buf, *p);
		else
			buf_puts(buf, "\xef\xbf\xbd");
		run = ++p;
	}
	buf_add(buf, run, (size_t)(p - run));
	buf_putc(buf, '"');
}

static void
new_line(struct emit *emit)
{
	buf_putc(emit->buf, '\n');
	for (unsigned i = 0; i < emit->depth; i++)
		buf_add(emit->buf, "  ", 2);
}

/* What goes before a value: the comma, the line, the key. */
static void
begin(struct emit *emit, const char *key)
{
	if (emit->depth == 0)
		return;
	if (emit->has_items[emit->depth - 1])
		buf_putc(emit->buf, ',');
	emit->has_items[emit->depth - 1] = true;
	new_line(emit);
	if (key) {
		put_string(emit->buf, key);
		buf_puts(emit->buf, ": ");
	}
}

void
emit_open(struct emit *emit, const char *key, char bracket)
{
	begin(emit, key);
	buf_putc(emit->buf, bracket);
	emit->has_items[emit->depth++] = false;
}

void
emit_close(struct emit *emit, char bracket)
{
	if (emit->has_items[--emit->depth])
		new_line(emit);
	buf_putc(emit->buf, bracket);
	if (emit->drain && emit->buf->len >= DRAIN_BYTES)
		emit->drain(emit);
}

void
emit_text(struct emit *emit, const char *key, const char *value)
{
	begin(emit, key);
	if (value)
		put_string(emit->buf, value);
	else
		buf_puts(emit->buf, "null");
}

void
emit_both(struct emit *emit, const char *key, const char *const value[LANG_COUNT])
{
	emit_open(emit, key, '{');
	for (int lang = 0; lang < LANG_COUNT; lang++)
		emit_text(emit, lang_name((enum lang)lang), value[lang] ? value[lang] : "");
	emit_close(emit, '}');
}

void
emit_int(struct emit *emit, const char *key, int64_t value)
{
	begin(emit, key);
	buf_printf(emit->buf, "%" PRId64, value);
}

void
emit_bool(struct emit *emit, const char *key, bool value)
{
	begin(emit, key);
	buf_puts(emit->buf, value ? "true" : "false");
}

void
emit_null(struct emit *emit, const char *key)
{
	emit_text(emit, key, NULL);
}

void
emit_real(struct emit *emit, const char *key, double value)
{
	char text[40];
	int precision = 1;

	if (!isfinite(value)) {
		emit_null(emit, key);
		return;
	}
	do
		snprintf(text, sizeof text, "%.*g", precision, value);
	while (strtod(text, NULL) != value && ++precision <= 17);
	begin(emit, key);
	buf_puts(emit->buf, text);
	/* Whole numbers stay recognisable as reals. */
	if (!strpbrk(text, ".e"))
		buf_puts(emit->buf, ".0");
}
