/* Records: what parsers write and rules read. Values are made fit for XML here, once, so that nothing behind
 * this point needs to care what a hostile host put into its files. */
#include "tenken/model/record.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "tenken/base/limits.h"
#include "tenken/base/str.h"

static const char replacement[] = "\xef\xbf\xbd";

/* Length of the character at `p` if XML 1.0 can hold it (production Char), else 0. */
static size_t
char_length(const unsigned char *p)
{
	if (*p < 0x80)
		return *p >= 0x20 || *p == '\t' || *p == '\n' || *p == '\r';
	bool is_noncharacter = p[0] == 0xef && p[1] == 0xbf && p[2] > 0xbd;   /* U+FFFE, U+FFFF */
	return is_noncharacter ? 0 : str_character(p);
}

static const char *
fit_for_xml(struct arena *arena, const char *text)
{
	size_t bad = 0, len = 0;

	for (const unsigned char *p = (const unsigned char *)text; *p; len++, p++) {
		size_t size = char_length(p);
		bad += size == 0;
		if (size > 1) {
			p += size - 1;
			len += size - 1;
		}
	}
	if (!bad)
		return arena_strdup(arena, text);
	char *fit = arena_alloc(arena, len + bad * (sizeof replacement - 1) + 1), *out = fit;
	for (const unsigned char *p = (const unsigned char *)text; *p;) {
		size_t size = char_length(p);
		memcpy(out, size ? (const char *)p : replacement, size ? size : sizeof replacement - 1);
		out += size ? size : sizeof replacement - 1;
		p += size ? size : 1;
	}
	return fit;
}

struct record *
record_add(struct subject *subject, const char *kind, const char *name, struct span at)
{
	struct record *record = arena_alloc(subject->arena, sizeof *record);

	record->kind = kind;
	record->name = name ? fit_for_xml(subject->arena, name) : kind;
	record->at = at;
	if (subject->records.len - subject->held >= LIMIT_RECORDS)
		subject->dropped++;
	else
		vec_push(subject->arena, &subject->records, record);
	return record;
}

void
record_set(struct subject *subject, struct record *record, const char *name, const char *value)
{
	if (!value)
		return;
	struct attribute attribute = { .name = name, .value = fit_for_xml(subject->arena, value) };
	vec_push(subject->arena, &record->attributes, attribute);
}

void
record_set_bool(struct subject *subject, struct record *record, const char *name, bool value)
{
	record_set(subject, record, name, value ? "true" : "false");
}

void
record_set_int(struct subject *subject, struct record *record, const char *name, int64_t value)
{
	record_set(subject, record, name, arena_printf(subject->arena, "%lld", (long long)value));
}

void
record_set_day(struct subject *subject, struct record *record, const char *name, int32_t value)
{
	if (value != DAY_UNKNOWN)
		record_set(subject, record, name, day_text(subject->arena, value));
}

void
record_set_double(struct subject *subject, struct record *record, const char *name, double value)
{
	char text[64];
	size_t len;

	/* XPath 1.0 numbers have no exponent; nine decimals are a nanosecond, finer than any clock says. */
	if (!isfinite(value) || fabs(value) >= 1e15)
		return;
	len = (size_t)snprintf(text, sizeof text, "%.9f", value);
	while (text[len - 1] == '0')
		text[--len] = '\0';
	if (text[len - 1] == '.')
		text[--len] = '\0';
	record_set(subject, record, name, strcmp(text, "-0") == 0 ? "0" : text);
}

const char *
record_get(const struct record *record, const char *name)
{
	for (size_t i = 0; i < record->attributes.len; i++)
		if (strcmp(record->attributes.items[i].name, name) == 0)
			return record->attributes.items[i].value;
	return NULL;
}
