/* Private to the family: what an export mapping says, and a file read by it. docs/mappings.md explains the language. */
#ifndef TENKEN_EVIDENCE_EXPORT_H
#define TENKEN_EVIDENCE_EXPORT_H

#include "tenken/evidence/evidence.h"
#include "tenken/syntax/csv.h"
#include "tenken/syntax/json.h"
#include "tenken/syntax/regex.h"
#include "tenken/syntax/xml.h"

/* A field of the export: where its rows hold it. */
struct export_field {
	const char *id;
	bool is_required;              /* the rows are told by these */
	const char *separator;         /* of the values in one cell; NULL: one value */
	VEC(const char *) paths;       /* JSON, first that is there */
	VEC(const char *) outer;       /* JSON, the same, in the object whose list the row stands in */
	VEC(const char *) headings;    /* CSV, folded */
};

enum export_test_kind {
	TEST_IS,       /* one of its values is one of the words */
	TEST_ONLY,     /* it has values, and all of them are of the words */
	TEST_SOME,     /* it has a value */
	TEST_EMPTY,    /* it is there, and has no value */
	TEST_BLANK,    /* it is there, be it null, and has no value */
	TEST_NONE,     /* it has no value, or is not there */
};

struct export_test {
	enum export_test_kind kind;
	size_t field;
	VEC(const char *) words;
};

/* When all tests hold, the attribute has the value. */
struct export_case {
	const char *value;             /* "": the attribute is left out */
	VEC(struct export_test) tests;
};

enum export_type {
	EXPORT_TEXT, EXPORT_NUMBER, EXPORT_COUNT,
	EXPORT_DATE,           /* a day or a time as people and RFC 3339 write them */
	EXPORT_SECONDS,        /* since 1970-01-01T00:00:00Z */
	EXPORT_MILLISECONDS,
};

struct export_attribute {
	const char *name;
	enum export_type type;
	VEC(size_t) fields;            /* of dates the latest counts, else the first that has a value */
	VEC(const char *) skipped;     /* words in the place of a value: N/A, Never logged in */
	const char *days;              /* of dates: the attribute that gets the days since; or NULL */
	VEC(struct export_case) cases; /* in the place of fields: the first that holds */
};

/* How a row tells whose export it is: group 1 of the pattern in the field. */
struct export_subject {
	size_t field;
	struct regex *pattern;
};

/* Where rows are. */
struct export_source {
	const char *at;                /* path to the rows; "" the document itself */
	const char *each;              /* they are the items of the list of this name in each object there; or NULL */
};

struct export {
	const char *id, *record, *provider;
	bool has_repeats;              /* several rows may speak of one thing */
	VEC(struct export_source) rows;
	VEC(struct export_case) passed;   /* rows of which one holds are passed over: they are of another kind */
	const char *content_at;        /* JSON: where the file of the rows itself is wrapped, in base64; or NULL */
	const char *content_beside;    /* a member that tells such a document from others */
	const char *none_at;           /* an empty list there is evidence too: a record with none_attribute; or NULL */
	const char *none_attribute, *none_value;
	VEC(int64_t) pages;            /* so many rows are most likely one page of several */
	VEC(struct export_field) fields;
	VEC(struct export_attribute) attributes;
	VEC(struct export_subject) subjects;
};

/* What says, in any export, that it is not all. */
struct paging {
	VEC(const char *) more;        /* there, and not false: another page follows */
	VEC(const char *) totals;      /* a number larger than that of the rows: the others are missing */
};

/* Reads an `export` or `paging` mapping. -1 after a diagnostic: the mapping would not mean what it says. */
int export_load(struct run *run, const struct xml_node *root, struct export *ret);
int paging_load(struct run *run, const struct xml_node *root, struct paging *ret);

/* One row: an object, or cells. */
struct export_row {
	const struct json *object;     /* or NULL */
	const struct json *outer;      /* the object whose list it stands in, or NULL */
	const struct csv_row *cells;
	unsigned line;
};

/* A file read by the mapping that knows it. */
struct export_table {
	const struct export *export;
	const struct file *file;       /* the lines of the rows are those of this one: the file, or what was wrapped in it */
	VEC(struct export_row) rows;   /* empty when the text is long */
	size_t row_count;
	bool is_long;                  /* CSV text of more than LIMIT_LIST_ROWS rows, which are read from the text when they are asked for */
	struct str text;
	const char *path;
	size_t skipped;                /* rows before the first of the list, headings included */
	size_t columns;                /* headings above rows of cells */
	int *places;                   /* of the fields in a row of cells; -1: not there */
	bool is_none;                  /* the list is there and is empty */
	const char *incomplete;        /* why rows are missing, or NULL */
	unsigned incomplete_line;
	const char *encoding;          /* what was guessed, or NULL */
};

/* The rows of a table, one after the other, however long it is. */
struct export_rows {
	const struct export_table *table;
	size_t next;
	struct csv_reader *reader;     /* of a long list */
	struct diags quiet;            /* what is wrong with it was said when it was counted */
};

/* At the first row; what it needs goes with `arena`. */
struct export_rows export_rows_begin(struct arena *arena, const struct export_table *table);
/* The next row, of a long list on `arena`; false at the end. */
bool export_rows_next(struct export_rows *rows, struct arena *arena, struct export_row *ret);

/* One file while it is read. */
struct opening {
	struct run *run;
	struct arena *arena;
	const struct file *file;
	const struct mappings *mappings;
	struct str text;
};

/* export_csv.c: 1 when a mapping knows the headings, 0 when none does, -1 when it was refused (reported). The first looks at
 * the headings only. */
int export_csv_head(const struct opening *opening, struct export_table *ret);
int export_csv_open(const struct opening *opening, struct export_table *ret);

/* The mapping of the export that the file looks like by its first bytes, or NULL. */
const struct export *export_guess(const struct file *file);

/* Reads the file by the mapping that finds the most fields. 1 when it did, 0 when none knows it; -1 when it is malformed
 * (reported). The table lives on `arena`. */
int export_open(struct run *run, struct arena *arena, const struct file *file, struct export_table *ret);

/* The values of a field in a row. */
struct export_values {
	bool is_named;                 /* the row has the field, be it null */
	bool is_there;                 /* it has, and it is not null */
	bool is_list;
	VEC(struct str) list;          /* trimmed, none is empty; an object in the place of a value is `{}` */
};
void export_values(struct arena *arena, const struct export_table *table, const struct export_row *row, size_t field,
    struct export_values *ret);

/* Records of one tenant while its exports are read, by provider, kind and name. */
struct export_merge {
	struct map before, here;       /* of the files before this one, and of this one */
	VEC(const char *) keys;        /* of `here` */
	struct record several;         /* in the place of a record: several have the name, and nothing can be joined to it */
};

/* Adds a record that was filled apart, or joins it to the one of an earlier file that has its name and contradicts nothing. */
void export_place(struct export_merge *merge, const struct export *export, const struct record *record, struct subject *subject);

/* The file ends. */
void export_merge_next(struct export_merge *merge);

/* What is said once for a file: the attributes whose values were not understood. */
struct export_reading {
	const struct parse *parse;
	const struct file *file;
	const struct export_table *table;
	bool *is_reported;             /* by attribute */
	struct arena *scratch;         /* of the row that is read */
};

/* The record of a row, on the subject's arena but for its name; not added to it. False when it cannot be read (reported). */
bool export_record(struct export_reading *reading, const struct export_row *row, struct record *ret);

/* Gives the subject the rows of a long table as a list, and says so. How many rows cannot be read (each reported). */
size_t export_list_add(struct export_reading *reading);

/* Whether something is written beyond the last heading: a comma too many has shifted the cells, and nobody knows from where on. */
bool export_is_shifted(const struct export_table *table, const struct export_row *row);

/* Whether the mapping passes the row over. */
bool export_is_passed(struct arena *arena, const struct export_table *table, const struct export_row *row);

/* Sets the attributes of a row on its record. */
void export_fill(struct export_reading *reading, const struct export_row *row, struct record *record);

/* The text of the attribute `name` (the record's own name too); NULL when the row does not tell it. */
const char *export_name(struct arena *arena, const struct export_table *table, const struct export_row *row);

#endif
