/* The words of a report, in all languages, from an XML file an auditor keeps (docs/reports.md). */
#ifndef REPORT_WORDING_H
#define REPORT_WORDING_H

#include "tenken/base/map.h"
#include "tenken/base/run.h"

struct wording {
	struct run *run;
	enum lang lang;
	const char *path;           /* of the file, for diagnostics */
	struct map texts;           /* const char *texts[LANG_COUNT] by key */
	struct map reported;        /* keys that were missed and said so */
	VEC(const char *) parts;    /* of the layout, in order */
};

/* Reads `reports/<name>.xml` of the data folder. Reports (file-*, xml-*, report-wording) and returns -1. */
int wording_load(struct run *run, const char *name, enum lang lang, struct wording *ret);

/* The text of `key`. A missing one is reported (report-wording), once, and the key in brackets stands for it. */
const char *wording_get(struct wording *wording, const char *key);

/* The same with `{name}` replaced: pairs of name and value, both const char *, and a last NULL. A placeholder without
 * a value is reported and stays as it is. On the run's arena. */
const char *wording_fill(struct wording *wording, const char *key, ...) __attribute__((sentinel));

/* The text of `prefix.name`. */
const char *wording_of(struct wording *wording, const char *prefix, const char *name);

#endif
