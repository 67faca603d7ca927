/* Private to the gap_*.c files: the gap report while it is built. Each part of it is one function in a file named
 * after it; gap.c holds the table of parts, reports/gap.xml their order. */
#ifndef REPORT_GAP_H
#define REPORT_GAP_H

#include "report/wording.h"
#include "tenken/report/report.h"

#define GAP_VERDICT_ROWS  20    /* of one finding; the rest is in results.json */
#define GAP_NAMES         8     /* subjects or controls named in one cell */
#define GAP_REQUEST_ROWS  300
#define GAP_EVIDENCE_ROWS 2000  /* files listed; those that findings cite come first */
#define GAP_SUBJECT_ROWS  1000
#define GAP_DIAG_ROWS     500

/* A control that is a gap; its place in the list is its rank. */
struct gap_finding {
	const struct rating *rating;
	const char *id;      /* of its section: gap-1 */
	const char *number;  /* as people cite it: G-01 */
};

struct gap_cited {
	bool is_listed;
	const char *id;            /* of its row: ev-1 */
	VEC(size_t) findings;      /* that cite it, by rank */
};

struct gap {
	struct run *run;
	struct arena *arena;
	const struct results *results;
	struct document *document;
	struct wording wording;
	enum lang lang;
	struct gap_finding *findings;
	size_t finding_count;
	struct map finding_by_id;  /* struct gap_finding by control id */
	struct map input_by_path;  /* struct gap_cited by path */
	struct gap_cited *cited;   /* by index of results.inputs */
	struct map clause_ids;     /* destination of a clause's row, by clause id; what is in the report only */
	int numbers[3];            /* of the sections so far */
};

/* gap_words.c: words and small nodes. */
const char *gap_pair(const struct gap *gap, const char *const pair[LANG_COUNT]);  /* another language when this one is empty */
const char *gap_get(struct gap *gap, const char *key);
const char *gap_count(const struct gap *gap, size_t count);
const char *gap_decimal(const struct gap *gap, double value); /* one digit behind the point; a dash when negative */
const char *gap_percent(const struct gap *gap, size_t part, size_t whole);
const char *gap_level(struct gap *gap, int level);                       /* 0 to 5, or the word for not assessed */
const char *gap_claim(struct gap *gap, const struct rating *rating);     /* claimed level, or a dash */
const char *gap_control(const struct gap *gap, const struct rating *rating);  /* label and title */
const char *gap_subject(struct gap *gap, const struct verdict *verdict);  /* its id; of the organisation, the word */
const char *gap_clause(const struct gap *gap, const struct clause *clause);
const char *gap_size(const struct gap *gap, uint64_t bytes);             /* digits in threes */
bool gap_is_requirement(const struct rating *rating);                    /* requirements and legal duties */
const char *gap_verdict_word(struct gap *gap, const struct rating *rating, enum tone *ret_tone);

/* A numbered heading of level 1 or 2, or a plain one of level 3. */
struct node *gap_section(struct gap *gap, struct node *parent, int level, const char *id, const char *text);
struct node *gap_paragraph(struct gap *gap, struct node *parent, const char *text);
struct node *gap_note(struct gap *gap, struct node *parent, const char *text);  /* small and quiet */
struct node *gap_run(struct gap *gap, struct node *parent, const char *text, enum tone tone, const char *target);
struct node *gap_badge(struct gap *gap, struct node *parent, const char *text, enum tone tone);
void gap_verdict_badge(struct gap *gap, struct node *parent, const struct rating *rating);
/* A row of as many cells as texts before the NULL. */
struct node *gap_row(struct gap *gap, struct node *table, ...) __attribute__((sentinel));
struct node *gap_cell(struct gap *gap, struct node *row, const char *text, enum tone tone);
/* A table with the head whose texts are `table.<key>.1` and on. */
struct node *gap_table(struct gap *gap, struct node *parent, const char *key, size_t count, const double *shares);
/* A row of a key-value table; left out when there is no value. */
void gap_fact(struct gap *gap, struct node *table, const char *key, const char *value);
/* The rows that did not find room, named as a note; nothing for 0. */
void gap_more(struct gap *gap, struct node *parent, size_t count);

/* gap_cite.c: which finding cites which input. */
void gap_findings_order(struct gap *gap);
void gap_inputs_cite(struct gap *gap);
/* The input a place was read in, or NULL. */
struct gap_cited *gap_input_at(struct gap *gap, const char *at);
/* The verdicts of a finding in the order they are shown: those that fail, then errors; the first GAP_VERDICT_ROWS of
 * them. Returns how many there are in all. */
size_t gap_shown_verdicts(
    const struct gap *gap, const struct rating *rating, const struct verdict **ret, size_t *ret_count);

/* The parts. */
void gap_cover(struct gap *gap, struct node *root);
void gap_contents(struct gap *gap, struct node *root);
void gap_plan(struct gap *gap, struct node *root);
void gap_summary(struct gap *gap, struct node *root);
void gap_maturity(struct gap *gap, struct node *root);
void gap_clauses(struct gap *gap, struct node *root);
void gap_findings(struct gap *gap, struct node *root);
void gap_requests(struct gap *gap, struct node *root);
void gap_controls(struct gap *gap, struct node *root);
void gap_evidence(struct gap *gap, struct node *root);
void gap_subjects(struct gap *gap, struct node *root);
void gap_diagnostics(struct gap *gap, struct node *root);
void gap_method(struct gap *gap, struct node *root);
void gap_signature(struct gap *gap, struct node *root);

#endif
