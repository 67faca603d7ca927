/* Private to the room: what the records of a log tell, by the format its program was given. */
#ifndef TENKEN_EVIDENCE_LOG_FIELDS_H
#define TENKEN_EVIDENCE_LOG_FIELDS_H

#include "tenken/evidence/evidence.h"

/* docs/evidence.md, log-format. */
enum log_field {
	FIELD_TIME = 1 << 0,          /* month, day and time of day */
	FIELD_YEAR = 1 << 1,
	FIELD_ZONE = 1 << 2,
	FIELD_USER = 1 << 3,
	FIELD_SOURCE = 1 << 4,        /* the address that asked */
	FIELD_PORT = 1 << 5,          /* that was asked for */
	FIELD_ACTION = 1 << 6,
	FIELD_OBJECT = 1 << 7,
	FIELD_RESULT = 1 << 8,
	FIELD_AGENT = 1 << 9,
	FIELD_BYTES = 1 << 10,
	FIELD_MOMENT = FIELD_TIME | FIELD_YEAR | FIELD_ZONE,
	FIELD_ALL = (1 << 11) - 1,
};

/* The format of one log. A field that is not known is neither there nor missing. */
struct log_format {
	const char *log;              /* its path, or the name of whoever writes several */
	const char *writer, *class;
	const char *format;           /* its name; NULL: none */
	unsigned known, has;          /* sets of enum log_field; `has` within `known` */
	struct span at;
};

/* Formats by the log. Where two write to one log in different formats, it has what both have. */
struct log_formats {
	struct arena *arena;
	struct map by_log;
	VEC(struct log_format *) list;
};

struct log_formats log_formats_of(struct arena *arena);
void log_formats_add(struct log_formats *formats, const struct log_format *format);

/* A record `log-format` for each, in the order of their logs' first mention. */
void log_formats_emit(const struct parse *parse, const struct log_formats *formats);

/* The fields that a format text records: log_format of nginx, LogFormat of Apache httpd, logformat of Squid, log_line_prefix of
 * PostgreSQL. */
unsigned log_fields_nginx(struct str text);
unsigned log_fields_apache(struct str text);
unsigned log_fields_squid(struct str text);
unsigned log_fields_postgres(struct str text);

#endif
