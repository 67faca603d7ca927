/* The room's face: files in, subjects with records out. */
#ifndef TENKEN_EVIDENCE_EVIDENCE_H
#define TENKEN_EVIDENCE_EVIDENCE_H

#include "tenken/base/buf.h"
#include "tenken/base/map.h"
#include "tenken/base/run.h"
#include "tenken/model/record.h"

struct mappings;
struct parser;

/* One file of the evidence. */
struct file {
	const char *name;        /* inside its bundle: `etc/logrotate.conf`; a loose file: its path as given */
	const char *path;        /* as shown to people: `web01!/etc/logrotate.conf` */
	struct str bytes;        /* as collected */
	const struct mappings *mappings;  /* of the run, for bids that data decides; or NULL */
	const char *link;        /* target of a symbolic link, then bytes are empty; else NULL */
	bool is_lost;            /* such a link leads nowhere, and that was said */
	const char *sha256;
	const char *command;     /* what printed it, by the manifest; NULL: not told */
	const struct parser *parser;  /* who takes it; NULL: not recognised */
	bool is_used;            /* some parser really read it (an include that nothing names is not) */
	bool is_open;            /* it is being read: an include that leads here again is a circle */
	const char *note;        /* encoding guessed and the like; "" */
};

/* The files that belong together: one host's tree, or all loose files (registers, answers). */
struct bundle {
	struct arena *arena;         /* owns the files' bytes and all parsers make; those of one source share it */
	const char *subject;         /* id: host name from the manifest, else the folder's name; `organisation` */
	const char *kind;            /* host, organisation */
	struct instant collected_at; /* from the manifest */
	const struct mappings *mappings;  /* what its files carry; or NULL */
	VEC(struct file) files;      /* sorted by name */
	struct map by_name;          /* name to struct file */
	struct map doubted;          /* names of the parsers whose files are not what the manifest says: they read nothing */
	VEC(const char *) withheld;  /* what is there, or may be, and could not be read: names, folders with `/` behind, "" for
	                              * anything. What is not among the files is not therefore absent (bundle_is_withheld) */
	size_t matched;              /* names that patterns were held against so far */
};

/* What one parser works on. */
struct parse {
	struct run *run;
	const struct mappings *mappings;
	struct bundle *bundle;
	const struct parser *parser;
	struct subject *subject;     /* gets the records; holds those of the parsers before */
};

/* Whose a file is when it comes loose, outside any bundle. Inside a host's bundle everything is the host's. */
enum parser_scope {
	SCOPE_ORGANISATION,   /* registers, answer sheets: the subject `organisation` */
	SCOPE_HOST,           /* a device's configuration, a command's output: a subject of kind host */
	SCOPE_TENANT,         /* an export of a cloud or identity provider: a subject of kind tenant */
	SCOPE_SCAN,           /* results of another tool: a subject of kind scan, of which nothing else is expected */
};

/* A parser: one grammar family of evidence. The registry in parser.c is the one list; the order there is the order
 * of the records. */
struct parser {
	const char *name;            /* what `inputs[].parser` says: `logrotate` */
	const char *title[LANG_COUNT];        /* by enum lang: what it reads, for `tenken identify` */
	/* How sure it is that the file is its own: 0 not at all; 50 by its content; 80 by its path; 100 by both.
	 * Looks at the name and the first bytes only, never fails. */
	int (*bid)(const struct file *file);
	enum parser_scope scope;
	/* The subject's name as a loose file tells it (`hostname rt01`, an account number), in the arena; NULL or "": it does
	 * not tell, and the file's folder or own name stands for it. May be NULL. Never fails, reports nothing. */
	const char *(*subject_of)(struct arena *arena, const struct file *file);
	/* Reads every file of the bundle whose `parser` is this one, and adds records. Problems are reported and cost
	 * the file (or the line), never the run. */
	void (*parse)(const struct parse *parse);
};

/* NULL-terminated: every parser there is. */
extern const struct parser *const parsers[];

/* The file of that name in the bundle, symbolic links followed inside the bundle (at most LIMIT_LINKS), or NULL.
 * A link to /dev/null gives a file with empty bytes and `link` set. A link that leaves the bundle, to
 * what is not in it or in a circle is reported (link-outside, cycle) once and gives NULL. */
struct file *bundle_file(const struct parse *parse, const char *name);

/* The file under the first of the names (NULL at the end) that the bundle has: where a daemon looks in several places and the first
 * counts. NULL also when the first that is there could not be read. A link to /dev/null counts as there. */
struct file *bundle_first(const struct parse *parse, const char *const *names);

/* The next file whose name fits the pattern as glob(3) has it (no `/` in front, a star crosses no folder and takes no hidden
 * file), links as they are, or NULL. `*at` starts as 0. Costs a look at each name: beyond LIMIT_MATCHES of the bundle nothing
 * is found any more (`limit`, once) and everything counts as withheld. */
struct file *bundle_match(const struct parse *parse, const char *pattern, size_t *at);

/* Whether something that fits the pattern (or lies in the folder, when it ends in `/`) is there, or may be, and could not be
 * read: then nobody knows what it says, and that no file was found does not mean that there is none. */
bool bundle_is_withheld(const struct parse *parse, const char *pattern);

/* Walks the bundle's files that this parser takes, in order of name: start with NULL. Links are not given. */
struct file *bundle_next(const struct parse *parse, const struct file *previous);

/* The day ages are counted from: the subject's collection, else the run's as-of. */
int32_t parse_day(const struct parse *parse);

/* Where a line of a file is. */
static inline struct span
file_span(const struct file *file, unsigned line)
{
	return (struct span){ .path = file->path, .line = line };
}

/* Whether it lies in that folder of its bundle: `etc/`. */
static inline bool
file_is_under(const struct file *file, const char *folder)
{
	return strncmp(file->name, folder, strlen(folder)) == 0;
}

/* Mapping files of the data folder (document kinds, log classes, tables), loaded once for the run. */
int mappings_load(struct run *run, struct mappings **ret);

/* Adds the titles of the document kinds (`const char *[LANG_COUNT]`) under their ids. */
void mappings_titles(const struct mappings *mappings, struct map *ret);

enum source_kind {
	SOURCE_FOLDER,    /* a bundle root on disk */
	SOURCE_ARCHIVE,   /* an archive, whatever it holds */
	SOURCE_LOOSE,     /* files that belong to no bundle: registers, answer sheets */
};

/* One thing to read, found but not read. */
struct input_source {
	enum source_kind kind;
	const char *path;          /* of a folder or archive */
	VEC(const char *) paths;   /* of loose files, sorted */
};
struct input_list {
	VEC(struct input_source) sources;   /* folders, then archives, each sorted; the loose files last */
};
struct bundles {
	VEC(struct bundle *) list;
};

/* Looks through files and folders for bundle roots: any folder, at any depth, that holds a manifest, `etc/` or `cmd/`;
 * the outermost counts. Paths that cannot be opened are reported. -1 when nothing is left to read (input-empty). */
int input_find(struct run *run, char *const *paths, size_t count, struct input_list *ret);

/* The latest collection time any manifest in the sources tells; is_known false when none does. Archives are read for it. */
struct instant input_latest(struct run *run, const struct input_list *inputs);

/* Reads the bytes of one source: as many bundles as it holds, all on one arena (the first one's), which the caller frees.
 * `mappings` may be NULL where only manifests matter. -1 when nothing could be read. */
int bundles_read(struct run *run, const struct mappings *mappings, const struct input_source *source, struct bundles *ret);

/* Decides for every file of the bundle which parser takes it; ties are reported (bid-tie). */
void evidence_recognise(struct run *run, struct bundle *bundle);

/* Recognises and parses the bundle into `subject` (whose arena must live as long as the bundle's). */
void evidence_parse(struct run *run, const struct mappings *mappings, struct bundle *bundle, struct subject *subject);

/* The second pass: what only all subjects together can show (coverage of the asset register, ...). Note each subject while
 * it is there; when all are read and the organisation is parsed, finish adds records to it. */
struct join;
struct join *join_new(struct run *run);
void join_note(struct join *join, const struct subject *subject);
void join_finish(const struct join *join, struct subject *organisation);

/* The evidence document of docs/evidence.md as of the run's day, without an XML declaration; a long list is written whole. */
void evidence_write(struct run *run, const struct subject *subject, struct buf *ret);

#endif
