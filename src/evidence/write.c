/* The evidence document as text (docs/evidence.md): what the rules see, for people, for other processors and for next
 * year. Record values are fit for XML already (model/record.c); here they are only escaped. */
#include "tenken/evidence/evidence.h"
#include "tenken/model/parts.h"

static void
put_escaped(struct buf *buf, const char *text)
{
	for (const char *p = text; *p; p++) {
		switch (*p) {
		case '&': buf_puts(buf, "&amp;"); break;
		case '<': buf_puts(buf, "&lt;"); break;
		case '>': buf_puts(buf, "&gt;"); break;
		case '"': buf_puts(buf, "&quot;"); break;
		/* A parser would turn these into spaces inside an attribute. */
		case '\t': buf_puts(buf, "&#9;"); break;
		case '\n': buf_puts(buf, "&#10;"); break;
		case '\r': buf_puts(buf, "&#13;"); break;
		default: buf_putc(buf, *p);
		}
	}
}

static void
put_attribute(struct buf *buf, const char *name, const char *value)
{
	buf_printf(buf, " %s=\"", name);
	put_escaped(buf, value);
	buf_putc(buf, '"');
}

static void
put_record(struct arena *scratch, struct buf *buf, const struct record *record)
{
	buf_printf(buf, "  <%s", record->kind);
	if (strcmp(record->name, record->kind) != 0)
		put_attribute(buf, "name", record->name);
	for (size_t a = 0; a < record->attributes.len; a++)
		put_attribute(buf, record->attributes.items[a].name, record->attributes.items[a].value);
	put_attribute(buf, "at", span_text(scratch, record->at));
	buf_puts(buf, "/>\n");
}

/* The records of a part that no part before it had. */
static void
put_part(struct buf *buf, const struct subject *part)
{
	struct arena *scratch = arena_new();

	for (size_t i = part->is_later ? part->held : 0; i < part->records.len; i++)
		put_record(scratch, buf, part->records.items[i]);
	arena_free(scratch);
}

void
evidence_write(struct run *run, const struct subject *subject, struct buf *ret)
{
	struct arena *scratch = arena_new();
	struct parts parts = parts_begin(subject);
	int32_t as_of = run->as_of;

	buf_puts(ret, "<evidence xmlns=\"urn:tenken:evidence\"");
	put_attribute(ret, "subject", subject->id);
	put_attribute(ret, "kind", subject->kind);
	if (subject->collected_at.is_known)
		put_attribute(ret, "collected-at", instant_text(scratch, subject->collected_at));
	if (as_of != DAY_UNKNOWN)
		put_attribute(ret, "as-of", day_text(scratch, as_of));
	if (subject->collected_at.is_known && as_of != DAY_UNKNOWN)
		buf_printf(ret, " age-days=\"%d\"", as_of - instant_day(subject->collected_at));
	buf_puts(ret, ">\n");
	for (const struct subject *part; (part = parts_next(&parts, run));)
		put_part(ret, part);
	buf_puts(ret, "</evidence>\n");
	parts_end(&parts);
	arena_free(scratch);
}
