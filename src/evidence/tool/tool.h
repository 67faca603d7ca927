/* Private to the family: what the results of other tools have in common.
 *
 * The result file of another tool is that tool's claim, handed in by whom it judges. It is supplementary: it may show
 * that something is wrong, and never that all is well. Scores and indexes are not read. */
#ifndef EVIDENCE_TOOL_TOOL_H
#define EVIDENCE_TOOL_TOOL_H

#include "tenken/evidence/evidence.h"

#define TOOL_HEAD_BYTES 16384   /* where a format must show itself: comments and command lines come first */

/* What a tool said of one rule. */
enum outcome { OUTCOME_PASS, OUTCOME_FAIL, OUTCOME_UNKNOWN, OUTCOME_NOT_APPLICABLE, OUTCOME_ERROR };

/* One run of a tool: the record `tool-run`, and what its results add up to. */
struct tool_run {
	const struct parse *parse;
	const struct file *file;
	struct record *record;
	const char *tool;
	int32_t day;               /* of its end, else of its beginning; DAY_UNKNOWN */
	bool is_complete;          /* the tool says that it came to its end, or its file shows it */
	/* What tool_result counts; a parser that knows better sets them, -1 leaves one out. */
	int64_t evaluated, passed, failed, not_evaluated;
	size_t recorded, left_out; /* records of the run: kept, and beyond LIMIT_TOOL_RESULTS */
	size_t lost;               /* results that could not be read */
	size_t dropped;            /* the subject's own count when the run began */
};

/* Who ran, on what. Texts may be NULL or "" where the file does not tell. */
struct tool_identity {
	const char *tool, *profile, *version, *target;
	const char *looks_at;           /* rules, ports, vulnerabilities */
	struct str started, finished;   /* as tool_day reads them; only the day is kept, as many tools write no zone */
};

/* Begins a run: adds its record. Texts are cut and copied. */
void tool_run_begin(struct tool_run *run, const struct parse *parse, const struct file *file, unsigned line,
    const struct tool_identity *identity);

/* The outcome of one rule: counts it and adds a record `tool-result` with what is not NULL. NULL where it is beyond
 * the limit. Severity words that are none of ours (critical high medium low info) are left out. */
struct record *tool_result(struct tool_run *run, unsigned line, const char *rule, enum outcome outcome, const char *severity,
    const char *title);

/* A record of another kind that belongs to the run, with the tool's name and the run's age; NULL beyond the limit. Half of
 * the room is kept for grave ones: a thousand trifles must not crowd out what fails. */
struct record *tool_record(struct tool_run *run, const char *kind, const char *name, unsigned line, bool is_grave);

/* The tool's word for how bad it is, in ours, or NULL. */
const char *tool_severity(const char *word);

/* Whether a severity of ours is critical or high. Not told (NULL) is not grave. */
bool tool_is_grave(const char *severity);

/* Sets an attribute of the run's records: on one line, cut, made fit to be shown. NULL and "" leave it out. */
void tool_set(const struct tool_run *run, struct record *record, const char *name, const char *value);

/* A result that cannot be read: reported (syntax-unknown), and the run is not complete without it. */
void tool_lost(struct tool_run *run, unsigned line, const char *what);

/* Ends the run: its counts, and whether it and what was kept of it are complete. What found no room is reported (limit). */
void tool_run_end(struct tool_run *run);

/* Marks what failed in one run and passed in a later one of the same tool, rule and resource: it was mended. To be called
 * when all files of a parser are read. Ports and vulnerabilities are not: a later scan may just have looked at less. */
void tool_supersede(const struct parse *parse);

/* A run whose file could not be read to its end: a record with nothing but the tool's name, not complete. */
void tool_run_broken(const struct parse *parse, const struct file *file, const char *tool, const char *looks_at);

/* `day` (a day the tool wrote about) counted back from the run's own day, else from the collection; false when neither
 * is known. */
bool tool_days_since(const struct tool_run *run, int32_t day, int64_t *ret_days);

/* The day of a time as tools write it: RFC 3339 or near it, seconds since 1970. DAY_UNKNOWN when it is neither. */
int32_t tool_day(struct str text);

/* The first bytes of a file, for bids. */
struct str tool_head(const struct file *file);

/* The first byte of a file that is no blank, byte order mark or NUL; '\0' for none. A bid looks at it before it searches. */
char tool_first(const struct file *file);

/* A host's name as a tool gives it, fit to name a subject; NULL for names that every host has (localhost, 127.0.0.1): the
 * results of two hosts must not fall together. */
const char *tool_subject(struct arena *arena, struct str name);

/* The text of the first element of that local name, whatever its prefix, without reading the document; empty when there
 * is none. For subject_of. */
struct str tool_element(struct str bytes, const char *name);

#endif
