/* From results to documents, and from documents to bytes. */
#ifndef TENKEN_REPORT_REPORT_H
#define TENKEN_REPORT_REPORT_H

#include "tenken/base/buf.h"
#include "tenken/base/run.h"
#include "tenken/model/results.h"
#include "tenken/password/authorisation.h"
#include "tenken/password/search.h"
#include "tenken/report/document.h"

/* Builds the gap report (layout and wording from reports/gap.xml of the data folder). -1: reported. */
int report_gap(struct run *run, const struct results *results, enum lang lang, struct document *ret);

/* What the sealed annex tells of. */
struct annex {
	const struct authorisation *authorisation;
	const struct password_results *results;
	const char *organisation, *tool;   /* "" for an organisation that nobody named */
	int32_t as_of;
	size_t most_slow, most_fast;       /* passwords tried on an account */
	size_t left_out;                   /* subjects that the authorisation does not cover */
	bool is_locked;                    /* nothing secret can have been written to swap */
};

/* Builds the sealed annex (wording from reports/annex.xml): accounts by name, no secret. -1: reported. */
int report_annex(struct run *run, const struct annex *annex, enum lang lang, struct document *ret);

/* A renderer walks a document and makes bytes. -1: reported. */
struct renderer {
	const char *name;        /* as --format names it: pdf */
	const char *suffix;      /* of the output file: .pdf */
	int (*render)(struct run *run, const struct document *document, struct buf *ret);
};

/* NULL-terminated: pdf, tree. */
extern const struct renderer *const renderers[];

#endif
