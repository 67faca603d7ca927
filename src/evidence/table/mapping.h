/* Private to the room: what the mapping files say. Formats are explained in the files themselves (mappings/). */
#ifndef TENKEN_EVIDENCE_MAPPING_H
#define TENKEN_EVIDENCE_MAPPING_H

#include "evidence/cloud/export.h"
#include "tenken/evidence/evidence.h"

/* log-classes.xml: first match wins. */
struct log_class {
	const char *pattern;   /* shell wildcards over the absolute path */
	const char *class;
	const char *via;       /* syslog, or NULL */
	bool is_security;
};

/* document-kinds.xml. Phrases are folded (text_fold). */
struct document_kind {
	const char *id;
	const char *title[2];
	bool is_record;                 /* a record of something done, which nobody approves */
	VEC(const char *) matches, nots;
};

/* os-eol.xml: first match wins. NULL where the table does not say. */
struct os_release {
	const char *id;          /* of os-release, `windows` */
	const char *version;
	bool is_any_minor;       /* .N may stand behind the version */
	const char *title;       /* shell wildcards over the title */
	int32_t eol, extended;   /* days; extended DAY_UNKNOWN where there is none */
};

enum column_type { COLUMN_TEXT, COLUMN_DATE, COLUMN_DAYS, COLUMN_LEVEL, COLUMN_BOOLEAN, COLUMN_ENUM };

struct word {
	const char *text;               /* folded */
	const char *value;              /* what the attribute gets */
	const char *level;              /* of an answer sheet; or NULL */
	const char *applicable;         /* `false` for 対象外; or NULL */
};
struct table_column {
	const char *attribute;
	enum column_type type;
	bool is_required;
	VEC(const char *) headings;     /* folded */
	VEC(struct word) words;
};
struct table {
	const char *id, *record, *name_from;
	VEC(const char *) blanks;       /* narrowed; cells that name nobody and nothing: 未定, 同上, - */
	VEC(struct table_column) columns;
};

struct mappings {
	VEC(struct log_class) log_classes;
	VEC(struct document_kind) document_kinds;
	VEC(const char *) document_nots;   /* phrases that no document of any kind has in its title */
	VEC(struct table) tables;
	VEC(struct export) exports;
	struct paging paging;
	VEC(struct os_release) os_releases;
};

/* Sets class, via and security of a log record by its name. A log that no line names counts as security="true":
 * judging one too many is better than overlooking one. */
void log_classify(const struct parse *parse, struct record *log);

/* The kinds a title is of, as ids separated by spaces, in the order of the file; "" for none. */
const char *document_kinds_of(const struct mappings *mappings, struct arena *arena, struct str title);

#endif
