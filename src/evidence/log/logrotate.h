/* Private to the room: what logrotate's configuration says, as the program itself reads it. */
#ifndef TENKEN_EVIDENCE_LOGROTATE_H
#define TENKEN_EVIDENCE_LOGROTATE_H

#include "tenken/evidence/evidence.h"

/* What decides that a log is rotated. The program's own default is size, at 1048576 bytes. */
enum logrotate_period {
	LOGROTATE_SIZE,
	LOGROTATE_HOURLY,
	LOGROTATE_DAILY,
	LOGROTATE_WEEKLY,
	LOGROTATE_MONTHLY,
	LOGROTATE_YEARLY,
};

/* One value in force, and the line that set it. */
struct logrotate_setting {
	int64_t value;
	const struct file *file;   /* NULL: nothing set it, `value` is the default */
	unsigned line;
	bool is_unknown;           /* a file that may have set it was not collected */
};

/* All that bears on how long a log is kept. */
struct logrotate_rules {
	struct logrotate_setting period;    /* enum logrotate_period */
	struct logrotate_setting rotate;    /* old logs kept; -1: all of them */
	struct logrotate_setting size, minsize, maxsize;   /* bytes; 0: none (size: always) */
	struct logrotate_setting minage, maxage;           /* days; 0: none */
	bool ignores_duplicates, has_su;
};

struct logrotate_path {
	const char *name;          /* a path or a pattern, quotes taken off */
	unsigned line;
};

/* Paths and the rules between their braces. */
struct logrotate_stanza {
	const struct file *file;
	unsigned line;             /* where the first path stands */
	struct logrotate_rules rules;
	VEC(struct logrotate_path) paths;   /* without those an earlier stanza has already */
	bool is_dropped;           /* the program dropped it for a fault in it */
};

struct logrotate_config {
	VEC(struct logrotate_stanza *) stanzas;   /* in the order they are read, dropped ones too */
};

/* Reads the configuration of the bundle: etc/logrotate.conf (else usr/etc/logrotate.conf) and what it includes, or,
 * where neither was collected, the fragments of the logrotate.d folders with all global values unknown. What the
 * program itself refuses is reported (syntax-ignored), so are includes that were not collected (include-missing),
 * cycles and limits. After a faulty include inside of a stanza nobody can tell what stands: all values are unknown. */
void logrotate_read(const struct parse *parse, struct logrotate_config *ret);

struct logrotate_pattern {
	const char *text;
	const struct logrotate_stanza *stanza;
};

/* All that is shared by the files of one configuration; private to logrotate_*.c, as all below. */
struct logrotate_reading {
	const struct parse *parse;
	struct logrotate_config *config;
	struct map names;                    /* path to the stanza that has it */
	VEC(struct logrotate_pattern) patterns;
	VEC(const char *) taboos;            /* shell patterns of file names */
	VEC(const struct file *) open;       /* being read, the outermost first */
	size_t bytes;                        /* read so far, files read again counted again */
	size_t paths;
	struct map said;                     /* diagnostics: a file read again finds the same again */
	bool is_full;                        /* a limit was met, and said */
	bool is_lost;                        /* the program is in a state that nobody can tell */
};

/* One pass through one file. */
struct logrotate_cursor {
	struct logrotate_reading *reading;
	struct arena *arena;
	struct diags *diags;
	struct file *file;
	const char *p, *end;
	unsigned line;
	struct logrotate_rules *outer;      /* the global values, or those of the stanza that includes this file */
	struct logrotate_stanza *stanza;    /* open; NULL outside of any */
	const char *fault;                  /* what was wrong, for the diagnostic */
	bool is_faulty;                     /* the program gives the file up: its global values are taken back */
};

/* What a fault costs. */
enum logrotate_outcome {
	LOGROTATE_OK,
	LOGROTATE_FAULT,   /* inside a stanza the stanza, else the rest of the file; `fault` says why */
	LOGROTATE_ABORT,   /* the rest of the file, and the stanza that is open */
};

/* Reports something of the cursor's file. */
void logrotate_report(struct logrotate_cursor *cursor, enum diag_id id, unsigned line, const char *detail);

/* Whether there is room for more; else it is reported, once. */
bool logrotate_within_limits(struct logrotate_cursor *cursor);

/* Reads one file into `outer`. False when the program gives the file up for a fault; then `outer` is as before. */
bool logrotate_read_file(struct logrotate_reading *reading, struct file *file, struct logrotate_rules *outer);

/* Carries out the directive `word`; the cursor stands behind it. On a fault the cursor stands at the byte that the
 * program loses along with it. */
enum logrotate_outcome logrotate_directive(struct logrotate_cursor *cursor, struct str word);

/* Reads the file or folder of that name; its values go into `rules`. */
void logrotate_include(struct logrotate_cursor *cursor, const char *name, struct logrotate_rules *rules);

/* Adds to the patterns of file names that an included folder's files must not match, or replaces them (`+` adds). */
void logrotate_taboo(struct logrotate_cursor *cursor, struct str list, bool is_extension);

/* Skips a script up to its endscript; false when the file ends first. */
bool logrotate_skip_script(struct logrotate_cursor *cursor);

/* Whether the word begins a script. */
bool logrotate_is_script(struct str word);

/* A list of paths that is read word by word. */
struct logrotate_words {
	const char *p, *end;
	unsigned line;
};

/* The next path of the list, quotes and backslashes taken off as popt does. False at the end, and at a backslash with
 * nothing behind it (then p is not at the end). */
bool logrotate_path_next(struct arena *arena, struct logrotate_words *words, struct logrotate_path *ret);

/* The path-aware match of glob(7): * and ? do not match a slash, nor a leading dot. A part of 256 bytes or more, which
 * no file system has, matches nothing. */
bool logrotate_glob(const char *pattern, const char *path);

#endif
