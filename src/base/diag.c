/* Recording and printing diagnostics. */
#include "tenken/base/diag.h"

#include <string.h>

#include "tenken/base/limits.h"
#include "tenken/base/str.h"

/* Length of the character at `p` beyond ASCII if it can be shown, else 0. */
static size_t
visible_length(const unsigned char *p)
{
	size_t len = str_character(p);

	/* C1 controls drive terminals as well as C0 ones do; so do the direction overrides U+202A-E and U+2066-9. */
	if (len == 2 && p[0] == 0xc2 && p[1] < 0xa0)
		return 0;
	if (len == 3 && p[0] == 0xe2 && ((p[1] == 0x80 && p[2] >= 0xaa && p[2] <= 0xae) || (p[1] == 0x81 && p[2] >= 0xa6 && p[2] <= 0xa9)))
		return 0;
	return len;
}

/* Whether there is nothing but visible ASCII, as in nearly all names. */
static int
is_plain(const char *text)
{
	while (*text >= 0x20 && *text < 0x7f)
		text++;
	return *text == '\0';
}

const char *
diag_escape(struct arena *arena, const char *text, size_t max)
{
	static const char hex[] = "0123456789abcdef";
	size_t given = strlen(text), len = 0;

	if (given <= max && is_plain(text))
		return arena_strndup(arena, text, given);
	char *out = arena_alloc(arena, (given < max / 4 ? given * 4 : max) + 8);

	for (const unsigned char *p = (const unsigned char *)text; *p;) {
		size_t size = *p >= 0x20 && *p < 0x7f ? 1 : *p >= 0x80 ? visible_length(p) : 0;
		if (len + (size ? size : 4) > max) {
			memcpy(out + len, "...", 4);
			return out;
		}
		if (size) {
			memcpy(out + len, p, size);
			len += size;
			p += size;
		} else {
			memcpy(out + len, (char[]){ '\\', 'x', hex[*p >> 4], hex[*p & 15] }, 4);
			len += 4;
			p++;
		}
	}
	return out;
}

int
diag_report(struct diags *diags, enum diag_id id, struct span span, const char *format, ...)
{
	va_list args;

	if (diag_entry(id)->level > diags->worst)
		diags->worst = diag_entry(id)->level;
	if (diags->list.len >= LIMIT_DIAGS) {
		diags->dropped++;
		return -1;
	}
	va_start(args, format);
	const char *detail = arena_vprintf(diags->arena, format, args);
	va_end(args);
	if (span.path)
		span.path = diag_escape(diags->arena, span.path, LIMIT_PATH_BYTES);
	struct diag diag = { .id = id, .span = span, .detail = diag_escape(diags->arena, detail, LIMIT_DIAG_DETAIL) };
	vec_push(diags->arena, &diags->list, diag);
	return -1;
}

void
diags_join(struct diags *diags, const struct diags *more)
{
	for (size_t i = 0; i < more->list.len; i++) {
		struct diag diag = more->list.items[i];
		if (diags->list.len >= LIMIT_DIAGS) {
			diags->dropped++;
			continue;
		}
		diag.detail = arena_strdup(diags->arena, diag.detail);
		diag.span.path = diag.span.path ? arena_strdup(diags->arena, diag.span.path) : NULL;
		vec_push(diags->arena, &diags->list, diag);
	}
	diags->dropped += more->dropped;
	diags->worst = more->worst > diags->worst ? more->worst : diags->worst;
}

const char *
diag_level_name(enum diag_level level)
{
	static const char *const names[] = { "NOTE", "WARNING", "ERROR" };

	return names[level];
}

const char *
diag_text(struct arena *arena, const struct diag *diag, enum lang lang)
{
	const struct diag_entry *entry = diag_entry(diag->id);
	const char *at = span_text(arena, diag->span);

	return arena_printf(arena, "%s%s%s: %s%s%s [%s]", at, *at ? ": " : "", diag_level_name(entry->level),
	    lang_text(entry->text, lang), *diag->detail ? ": " : "", diag->detail, entry->id);
}
