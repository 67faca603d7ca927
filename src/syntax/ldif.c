/* LDIF as RFC 2849 has it and directory tools write it: `name: value`, `name:: base64`, long lines folded with one
 * blank, an empty line behind each record. */
#include "tenken/syntax/ldif.h"

#include "tenken/base/buf.h"
#include "tenken/base/limits.h"
#include "tenken/syntax/base64.h"
#include "tenken/syntax/lines.h"

struct reading {
	struct run *run;
	struct arena *arena;
	const char *name;
	struct ldif ldif;
	bool is_inside;    /* a record is open */
	struct buf joined; /* the line so far, where it was folded */
	struct str text;   /* the line so far, where it was not */
	unsigned line;     /* where it began; 0: there is none */
};

/* What stands behind the name of an attribute, and what has no name, may be a password: it is not shown. */
static void
report(struct reading *reading, enum diag_id id, struct str text)
{
	int shown = text.len < LIMIT_DIAG_DETAIL ? (int)text.len : LIMIT_DIAG_DETAIL;

	diag_report(&reading->run->diags, id, (struct span){ .path = reading->name, .line = reading->line }, "%.*s",
	    shown, text.ptr);
}

static void
add(struct reading *reading, struct str name, struct str value)
{
	if (!reading->is_inside) {
		vec_push(reading->arena, &reading->ldif.entries, (struct ldif_entry){ .line = reading->line });
		reading->is_inside = true;
	}
	struct ldif_entry *entry = &reading->ldif.entries.items[reading->ldif.entries.len - 1];
	vec_push(
	    reading->arena, &entry->values, (struct ldif_value){ .name = name, .value = value, .line = reading->line });
}

/* One whole line. */
static void
take(struct reading *reading, struct str line)
{
	const char *colon = line.len ? memchr(line.ptr, ':', line.len) : NULL;
	size_t at = colon ? (size_t)(colon - line.ptr) : 0;
	struct str name = { line.ptr, at }, value;

	if (line.len == 0 || line.ptr[0] == '#' || str_is(line, "-"))
		return;
	if (at == 0) {
		report(reading, DIAG_SYNTAX_UNKNOWN, STR("a line without a name"));
		return;
	}
	value = str_trim((struct str){ colon + 1, line.len - at - 1 });
	if (!reading->is_inside && str_is_nocase(name, "version"))
		return;
	if (value.len && value.ptr[0] == '<') {
		report(reading, DIAG_SYNTAX_UNKNOWN, name);
	} else if (value.len && value.ptr[0] == ':') {
		struct str encoded = str_trim((struct str){ value.ptr + 1, value.len - 1 });
		if (base64_decode_new(reading->arena, encoded, &value))
			add(reading, name, value);
		else
			report(reading, DIAG_SYNTAX_UNKNOWN, name);
	} else {
		add(reading, name, value);
	}
}

/* The end of a line that may have been folded. */
static void
finish(struct reading *reading)
{
	struct str line = reading->text;

	if (reading->line == 0)
		return;
	if (reading->joined.is_full) {
		report(reading, DIAG_LIMIT, STR("a folded line"));
	} else {
		if (reading->joined.len) {
			line = buf_str(&reading->joined);
			line.ptr = arena_strndup(reading->arena, line.ptr, line.len);
		}
		take(reading, line);
	}
	buf_free(&reading->joined);
	reading->joined = BUF_INIT(LIMIT_LINE_BYTES);
	reading->line = 0;
}

static void
take_physical(struct reading *reading, const struct lines *lines)
{
	if (lines->text.len && lines->text.ptr[0] == ' ' && reading->line) {
		if (reading->joined.len == 0)
			buf_add(&reading->joined, reading->text.ptr, reading->text.len);
		buf_add(&reading->joined, lines->text.ptr + 1, lines->text.len - 1);
		return;
	}
	finish(reading);
	reading->text = lines->text;
	reading->line = lines->line;
	if (lines->text.len == 0) {
		reading->is_inside = false;
		reading->line = 0;
	}
}

void
ldif_read(struct run *run, struct arena *arena, const char *name, struct str utf8, struct ldif *ret)
{
	struct reading reading = { .run = run, .arena = arena, .name = name, .joined = BUF_INIT(LIMIT_LINE_BYTES) };

	for (struct lines lines = lines_of(utf8); lines_next(&lines);) {
		if (lines.line > LIMIT_LINES) {
			reading.line = lines.line;
			report(&reading, DIAG_LIMIT, STR("lines"));
			reading.line = 0;
			break;
		}
		take_physical(&reading, &lines);
	}
	finish(&reading);
	*ret = reading.ldif;
}
