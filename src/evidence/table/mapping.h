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

/* document-kinds.xml, training-kinds.xml: what a title says. Phrases are folded (text_fold). */
struct title_kind {
	const char *id;
	const char *title[LANG_COUNT];
	bool is_record;                 /* a record of something done, which nobody approves */
	VEC(const char *) matches, nots;
};
struct title_kinds {
	VEC(struct title_kind) list;
	VEC(const char *) nots;         /* phrases that no title of any kind has */
};

/* os-eol.xml: first match wins. NULL where the table does not say. */
struct os_release {
	const char *id;          /* of os-release, `windows` */
	const char *version;
	bool is_any_minor;       /* .N may stand behind the version */
	const char *title;       /* shell wildcards over the title */
	int32_t eol, extended;   /* days; extended DAY_UNKNOWN where there is none */
};

enum column_type {
	COLUMN_TEXT,
	COLUMN_DATE,        /* of something done; a month stands for its first day */
	COLUMN_DUE,         /* of something to be done, or an end; a month stands for its last day */
	COLUMN_TIME,        /* day and time of day */
	COLUMN_NUMBER,
	COLUMN_DAYS,        /* a period */
	COLUMN_LEVEL,
	COLUMN_BOOLEAN,
	COLUMN_ENUM,
};

/* What a row says when several of its columns mean one attribute. */
enum column_several {
	SEVERAL_AGREE,      /* they must say the same; else the attribute is not known */
	SEVERAL_FIRST,      /* the one whose heading comes first in the mapping (文書番号 before No.) */
	SEVERAL_JOIN,       /* all of them: free text that decides nothing */
	SEVERAL_EARLIEST,   /* the earliest day */
};

struct word {
	const char *text;               /* folded */
	const char *value;              /* what the attribute gets */
	const char *level;              /* of an answer sheet; or NULL */
	const char *most;               /* the highest level that can stand beside it in the row; NULL: `level` */
	const char *applicable;         /* `false` for 対象外; or NULL */
};
struct table_column {
	const char *attribute;
	enum column_type type;
	enum column_several several;
	bool is_required;               /* the heading must be there for the table to be this one */
	bool is_cell_required;          /* and the cell for the row to be one */
	VEC(const char *) headings;     /* folded */
	VEC(struct word) words;
	VEC(const char *) doubts;       /* folded; a cell that contains one is not decided: 鈴木(承認予定) */
};
struct table {
	const char *id, *record, *name_from;
	VEC(const char *) blanks;       /* narrowed; cells that name nobody and nothing: 未定, 同上, - */
	VEC(const char *) asides;       /* folded; a title, section or number that sets rows aside: 廃止, 記入例 */
	VEC(const char *) not_asides;   /* folded; with one of these they do not: 廃止文書を除く */
	VEC(struct table_column) columns;
};

/* Where a heading is known: a column of a table. */
struct heading_use {
	size_t table, column;
	size_t rank;                    /* among the column's headings */
	const struct heading_use *next;
};

struct mappings {
	VEC(struct log_class) log_classes;
	struct title_kinds document_kinds, training_kinds;
	VEC(struct table) tables;
	VEC(struct export) exports;
	struct paging paging;
	VEC(struct os_release) os_releases;
	struct map headings;               /* folded heading to its `struct heading_use`s */
};

/* Sets class, via and security of a log record by its name. A log that no line names counts as security="true":
 * judging one too many is better than overlooking one. */
void log_classify(const struct parse *parse, struct record *log);

/* The kinds a title is of, as ids separated by spaces, in the order of the file; "" for none. */
const char *title_kinds_of(const struct title_kinds *kinds, struct arena *arena, struct str title);

#endif
