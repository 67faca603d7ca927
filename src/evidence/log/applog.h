/* Private to the room: logs that programs write by themselves, and the records they meet. */
#ifndef TENKEN_EVIDENCE_APPLOG_H
#define TENKEN_EVIDENCE_APPLOG_H

#include "evidence/log/log_fields.h"
#include "tenken/evidence/evidence.h"
#include "tenken/syntax/braces.h"

/* One log as a program's configuration names it. */
struct applog {
	const char *path;        /* absolute; `*` where a variable stood */
	const char *writer;      /* nginx, apache, postgresql, squid, bind, docker */
	const char *class;       /* when the path is of no class that is known; NULL: other */
	struct span at;
	/* How the program itself rotates it: retention-kind, or NULL when it leaves that to others; -1: not said. */
	const char *kind, *reason;
	int64_t guaranteed, most, capacity, generations;
};

#define APPLOG_INIT ((struct applog){ .guaranteed = -1, .most = -1, .capacity = -1, .generations = -1 })

/* Adds what is known to the log record of that path (by name or by its pattern), or makes one when there is none. A log that two
 * rotate is bounded by nobody knows what. */
void applog_emit(const struct parse *parse, const struct applog *log);

/* Walks the bundle's files that a path with wildcards names, in order: `*at` starts at 0; relative paths stand below `folder`
 * (`etc/nginx`). Links are followed inside the bundle. NULL at the end. */
struct file *applog_included(const struct parse *parse, const char *folder, struct str pattern, size_t *at);

/* Whether the file is to be read now: false when it was read before, and for a circle or files too deep in files, which is
 * reported (cycle, limit). What was begun is ended. */
bool applog_begin(const struct parse *parse, struct file *file, int depth);
void applog_end(struct file *file);

/* `file` with `$variables` and `${variables}` replaced by `*`, absolute: NULL when it is no path (off, a program, syslog:). */
const char *applog_path(struct arena *arena, const char *folder, struct str file);

/* A path whose escapes of strftime(3) are replaced by `*`; on the arena. */
const char *applog_dated(struct arena *arena, const char *path);

/* A number with k, m or g behind it (1024). False for anything else, and beyond 2^50. */
bool applog_size(struct str text, int64_t *ret);

/* What is kept when a program writes to `count` files in turn, for `seconds` each, and empties the one it comes back to: the
 * others are whole. Sets kind, guaranteed, most. */
void applog_in_turn(struct applog *log, int64_t count, int64_t seconds);

/* A format as a configuration names and defines it, and a log that asks for it; programs may ask before they define. */
struct applog_request {
	struct log_format format;   /* its log */
	struct str name;            /* of the format that is asked for */
};

struct applog_naming {
	struct map defined;         /* the text of a format by its name; the last definition stands */
	VEC(struct applog_request) requests;
};

/* Answers the requests by `fields_of` the text of their format; one that nobody defined is not known. */
void applog_formats(const struct parse *parse, const struct applog_naming *naming, unsigned (*fields_of)(struct str text),
    struct log_formats *formats);

/* Each reads the configuration of one program, when it is there, and adds the formats of its logs. */
void applog_nginx(const struct parse *parse, struct log_formats *formats);
void applog_apache(const struct parse *parse, struct log_formats *formats);
void applog_postgres(const struct parse *parse, struct log_formats *formats);
void applog_squid(const struct parse *parse, struct log_formats *formats);
void applog_bind(const struct parse *parse, struct log_formats *formats);
void applog_docker(const struct parse *parse);

#endif
