/* Private to the room: commands, their options, and what they share. Only this room prints or exits. */
#ifndef TENKEN_CLI_COMMAND_H
#define TENKEN_CLI_COMMAND_H

#include "tenken/base/map.h"
#include "tenken/catalog/catalog.h"
#include "tenken/check/check.h"
#include "tenken/evidence/evidence.h"
#include "tenken/maturity/maturity.h"

enum exit_status {
	EXIT_CONFORMING = 0,  /* done; of `audit`: nothing at or above the gate, evidence complete */
	EXIT_GAPS = 1,        /* gaps at or above the gate */
	EXIT_INCOMPLETE = 2,  /* done, but evidence incomplete or a file unreadable */
	EXIT_INPUT = 3,       /* no readable input, or unknown profile */
	EXIT_USAGE = 4,
	EXIT_SYSTEM_ERROR = 5 /* output not written, and the like */
};

/* Every option there is; a command's table says which ones it takes. */
struct options {
	const char *profile, *out, *lang, *as_of, *collected_at, *format, *gate, *plan, *encoding, *organisation;
	const char *authorisation, *words, *wordlist, *breached, *minutes;
	bool is_help, is_quiet;
	char **paths;
	size_t path_count;
};

struct option_entry {
	const char *name;        /* without the dashes */
	char letter;             /* or 0 */
	const char *argument;    /* name of its argument; NULL for a flag */
	size_t offset;           /* in struct options */
	const char *help[LANG_COUNT];     /* by enum lang */
};

struct command {
	const char *name;
	const char *arguments;   /* behind the options in the usage line */
	const char *summary[LANG_COUNT];
	const char *const *options;  /* names in the one option table, NULL-terminated */
	int (*run)(struct run *run, const struct options *options, enum lang lang);
};

/* NULL-terminated, in the order of the help. */
extern const struct command *const commands[];

/* Parses `argv` behind the command's name. 0, or -1 after a line on stderr. */
int options_parse(const struct command *command, int argc, char **argv, struct options *ret);

/* The help of one command, or of the program (command NULL), on `out`. */
void help_print(FILE *out, const struct command *command, enum lang lang);

/* The language of messages: --lang, else the locale's. Of reports: --lang, else Japanese. */
enum lang message_lang(const char *option);
enum lang report_lang(const char *option);

/* Prints the run's diagnostics from the `*next`th on, those of at least that level, to stderr and moves it. */
void diags_print(const struct run *run, size_t *next, enum diag_level least, enum lang lang);

/* The folder of controls/, profiles/, mappings/ and reports/: $TENKEN_DATADIR, the source tree of a program that was not
 * installed, or the installed one. */
const char *datadir_find(struct arena *arena);

#define DEFAULT_PROFILE "internal-audit"

/* What an audit is held against, loaded and compiled. */
struct standard {
	struct profile profile;
	VEC(struct checks *) lanes;   /* the rules, compiled once for each thread that judges; all are the same */
	struct mappings *mappings;
	struct titles titles;
};

/* -1: reported. The run's as_of must be settled first, since rules may use it. */
int standard_load(struct run *run, const char *profile, struct standard *ret);

/* Compiles the rules for as many threads as there are processors, where there are sources enough to pay for it. -1: reported. */
int standard_widen(struct run *run, size_t sources, struct standard *standard);

/* Settles run->as_of: the option (a day: main.c has seen to it), else the latest collection, else today. */
void as_of_settle(struct run *run, const char *option, const struct input_list *inputs);

struct authorisation;
struct password_run;

/* Reads all sources, the next ones while one is taken, and hands every bundle to `take` in the order of the sources (the organisation
 * last, once, with all loose files in it). At most one source more than there are lanes is held at once. -1 when `take` said so. */
struct reading {
	/* `judged` holds what the checks say of the subject; it lives no longer than the bundle. */
	int (*take)(void *context, struct bundle *bundle, struct subject *subject, const struct verdicts *judged);
	void *context;
	const struct mappings *mappings;
	bool is_parsed;                    /* false: files are only recognised */
	const struct standard *standard;   /* NULL: nothing is judged */
	const struct authorisation *authorisation;   /* what it covers has its secrets kept for `take`; NULL: no secret is kept */
	const struct password_run *passwords;        /* what was found by them is put on the records before they are judged; or NULL */
};
int sources_read(struct run *run, const struct input_list *inputs, const struct reading *reading);

/* Collects a bundle of this host with the collector into `path` (mode 0600). -1: reported. */
int host_collect(struct run *run, const char *path);

#endif
