/* Formats of logs, and the records made of them (docs/evidence.md, log-format). */
#include "evidence/log/log_fields.h"

struct log_formats
log_formats_of(struct arena *arena)
{
	return (struct log_formats){ .arena = arena, .by_log = MAP_INIT(arena) };
}

void
log_formats_add(struct log_formats *formats, const struct log_format *format)
{
	struct log_format *known = map_get(&formats->by_log, format->log);

	if (known) {
		/* What one of them lacks is missing, whatever the other is. */
		unsigned lacks = (known->known & ~known->has) | (format->known & ~format->has);
		known->has &= format->has;
		known->known = known->has | lacks;
		if (!known->format || !format->format || strcmp(known->format, format->format) != 0)
			known->format = NULL;
		return;
	}
	known = arena_alloc(formats->arena, sizeof *known);
	*known = *format;
	map_set(&formats->by_log, known->log, known);
	vec_push(formats->arena, &formats->list, known);
}

static void
emit(const struct parse *parse, const struct log_format *format)
{
	static const struct {
		enum log_field field;
		const char *attribute;
	} fields[] = {
		{ FIELD_TIME, "time" }, { FIELD_YEAR, "year" }, { FIELD_ZONE, "zone" }, { FIELD_USER, "user" }, { FIELD_SOURCE, "source" },
		{ FIELD_PORT, "port" }, { FIELD_ACTION, "action" }, { FIELD_OBJECT, "object" }, { FIELD_RESULT, "result" },
		{ FIELD_AGENT, "agent" }, { FIELD_BYTES, "bytes" },
	};
	struct record *record = record_add(parse->subject, "log-format", format->log, format->at);

	record_set(parse->subject, record, "writer", format->writer);
	record_set(parse->subject, record, "class", format->class);
	record_set(parse->subject, record, "format", format->format);
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		if (format->known & fields[i].field)
			record_set_bool(parse->subject, record, fields[i].attribute, (format->has & fields[i].field) != 0);
}

void
log_formats_emit(const struct parse *parse, const struct log_formats *formats)
{
	for (size_t i = 0; i < formats->list.len; i++)
		emit(parse, formats->list.items[i]);
}
