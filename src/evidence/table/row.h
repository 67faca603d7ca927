/* Private to the room: one row under its headings, on its way to a record. */
#ifndef TENKEN_EVIDENCE_ROW_H
#define TENKEN_EVIDENCE_ROW_H

#include "evidence/table/heading.h"

struct row {
	const struct parse *parse;
	const char *path;              /* of its file or sheet, as shown */
	const struct match *match;
	const struct csv_row *cells;
	bool is_1904;                  /* day numbers are not of the 1900 system */
};

enum value_state {
	VALUE_ABSENT,       /* no such column, or nothing is written */
	VALUE_READ,
	VALUE_UNDECIDED,    /* something is written, and nobody can say what it means */
};

/* What a row says under one column of its mapping. */
struct value {
	enum value_state state;
	bool has_column;
	bool is_conflict;              /* undecided, because several columns of one meaning disagree */
	const char *text;              /* read: as the record has it */
	const struct word *word;       /* of a column with words, when one fits */
	size_t cell;                   /* where it was read */
};

static inline struct span
row_span(const struct row *row)
{
	return (struct span){ .path = row->path, .line = row->cells->line };
}

/* The cell, trimmed; "" beyond the row's end. */
struct str row_cell(const struct row *row, size_t cell);

/* The values under every column of the mapping, on the bundle's arena. What is undecided is reported: a word or date that
 * is not understood, an error value of a spreadsheet, a formula that was never computed, a cell in doubt (承認予定), columns
 * of one meaning that disagree. */
struct value *row_values(const struct row *row);

/* How many of the row's cells under columns of days, levels and words are written, and how many can be read. Nothing is
 * reported. */
void row_count_typed(const struct row *row, size_t *ret_written, size_t *ret_read);

/* The value of an attribute, or NULL when the mapping has no such column. */
struct value *value_of(const struct row *row, struct value *values, const char *attribute);

/* Settles an answer whose parts contradict each other, and reports it. The lower of two levels counts; where the answer
 * cannot have a level at all (対象外, わからない, a free text with a negation) none is claimed. */
void answer_settle(const struct row *row, struct value *values);

/* The first required column whose cell is empty; NULL for a row that is whole. Of a statement its question is enough: what
 * else is missing makes it incomplete, and the rating says so. */
const char *row_missing(const struct row *row);

/* Makes the row a record of the subject. */
void record_read(const struct row *row);

/* A record for a row that is there and cannot be read, so that what is judged over all rows is not judged without it. */
void record_unread(const struct parse *parse, const struct table *table, struct span span);

/* Adds to a record what follows from its row: ages, kinds, sums. Rows of other tables have nothing to derive. */
void record_derive(const struct row *row, struct value *values, struct record *record);

/* The same of a row of a document register: document-kind by the title, the latest dates and ages, whether an approver is
 * missing though the register has the column. */
void document_derive(const struct row *row, struct value *values, struct record *record);

/* Looks for the files that the register names among the inputs. Only a register of which at least one file was handed in
 * says anything about the others: otherwise the auditor simply was not given the files. */
void documents_find_files(const struct parse *parse);

#endif
