/* Rules over one evidence document. */
#ifndef TENKEN_CHECK_EVALUATE_H
#define TENKEN_CHECK_EVALUATE_H

#include "check/schema.h"
#include "tenken/model/record.h"

/* The evidence document of docs/evidence.md as a tree, for all rule files; the caller frees it with xmlFreeDoc. */
xmlDocPtr document_of(const struct subject *subject, int32_t as_of);

/* One document under evaluation. */
struct evaluation {
	struct run *run;
	struct arena *arena;       /* dropped afterwards */
	xmlDocPtr doc;
	const char *subject;       /* id, for diagnostics; "" for none */
	struct map elements;       /* names of the elements there are: a context of another name matches nothing */
	xmlNodePtr carried;        /* the last record that an earlier part has had judged, or NULL */
};

/* Prepares the document. Its `_private` counts the patterns evaluated over it, that of an element says in which of them
 * a rule took it last. */
struct evaluation evaluation_begin(struct run *run, struct arena *arena, xmlDocPtr doc, const char *subject);

/* Puts the file's variables in force over this document, `as-of` with the run's day; and takes them away. */
void schema_begin(struct evaluation *evaluation, struct schema *schema);
void schema_end(struct schema *schema);

/* An element and the first rule of the pattern that matches it. */
struct match {
	xmlNodePtr node;
	struct rule *rule;
};
struct matches {
	VEC(struct match) list;    /* in document order */
};

/* Puts the pattern's variables in force and finds what its rules judge. -1 when a context could not be evaluated
 * (reported): then nobody knows which rule judges what. Followed by pattern_end in any case. */
int pattern_begin(struct evaluation *evaluation, struct schema *schema, struct pattern *pattern, struct matches *ret);
void pattern_end(struct schema *schema, struct pattern *pattern);

/* What the rules say of a subject as a whole, collected over its parts. */
struct whole_verdict {
	struct verdict verdict;
	size_t count;              /* parts that say so */
};
struct whole_verdicts {
	VEC(struct whole_verdict) list;
	struct arena *arena;
};

/* judge.c: the verdicts of one pattern over the document: those of records are appended to `ret`, those of the subject as a
 * whole are counted in `wholes`. */
void pattern_judge(struct evaluation *evaluation, struct schema *schema, struct pattern *pattern,
    const char *subject_kind, struct verdicts *ret, struct whole_verdicts *wholes);

/* Appends what holds of the subject when it had that many parts. That a check does not concern it, or that it has all
 * it needs, every part must say; what one part leaves open or finds wrong stays so. */
void wholes_add(const struct whole_verdicts *wholes, size_t parts, struct verdicts *ret);

/* Everything that fires over the document, in the way of the standard and of every other processor: all assertions of
 * all rules that match, roles not looked at. Patterns in order of the file, records in document order. */
struct fired {
	const char *pattern, *record;   /* record: its name, else its element */
	bool is_report;
	const char *id;                 /* "" for none */
};
struct fired_list {
	VEC(struct fired) list;
};
int schema_fired(struct run *run, struct schema *schema, xmlDocPtr doc, struct fired_list *ret);

/* Evaluates every expression once over a document without records, so that a call with the wrong number or type of
 * arguments is found before there is evidence. The number of expressions that failed, each reported. */
size_t schema_rehearse(struct run *run, struct schema *schema);

/* The name of the thing an element speaks of, on `arena`: its `name`, else the element's own. */
const char *record_name_of(struct arena *arena, xmlNodePtr node);

#endif
