/* One rule file, compiled: what the standard's elements become (ISO/IEC 19757-3, clause 5; docs/checks.md). */
#ifndef TENKEN_CHECK_SCHEMA_H
#define TENKEN_CHECK_SCHEMA_H

#include "check/expression.h"
#include "tenken/model/rating.h"
#include "tenken/model/verdict.h"

#define NS_SCHEMATRON "http://purl.oclc.org/dsdl/schematron"
#define NS_EVIDENCE "urn:tenken:evidence"

/* Mixed content: text and `value-of` / `name` in turn. */
struct part {
	const char *text;             /* NULL: the expression's value */
	struct expression *select;
};
struct message {
	VEC(struct part) parts;
};

struct diagnostic {
	const char *id;
	bool has_lang[LANG_COUNT];             /* by enum lang; all without xml:lang */
	struct message message;
	struct span span;
};

enum role { ROLE_NONE, ROLE_UNKNOWN, ROLE_NOT_APPLICABLE };

struct assertion {
	bool is_report;
	enum role role;               /* of a report */
	const char *id;               /* "" for none */
	const char *reason;           /* the id, else the first diagnostic's without its language, else the pattern's */
	struct expression *test;
	struct message message;
	VEC(struct diagnostic *) diagnostics;
	struct span span;
};

/* One alternative of a rule's context, `a | b` has two. */
struct branch {
	struct expression *pattern;   /* as written: what the lint looks at */
	struct expression *select;    /* the same as a path from the root */
	const char *element;          /* local name of the elements it matches; NULL: any */
};

struct rule {
	VEC(struct branch) branches;
	struct lets lets;
	VEC(struct assertion *) assertions;  /* those of abstract rules where `extends` stood */
	bool asserts;                 /* has some assert or report without role: only then there is something to pass */
	unsigned long ops;            /* spent on the subject at hand */
	struct span span;
};

struct pattern {
	const char *id, *see;
	const char *title[LANG_COUNT], *why[LANG_COUNT];
	struct lets lets;
	VEC(struct rule *) rules;
	struct span span;
};

struct schema {
	const char *name;             /* as diagnostics call it */
	struct engine *engine;
	struct lets lets;
	VEC(struct diagnostic *) diagnostics;
	VEC(struct pattern *) patterns;      /* the abstract ones are gone */
	unsigned long ops;            /* spent by the variables of the file and its patterns */
};

/* What the lint must know of the evidence vocabulary: attributes that each record of a kind has (mandatory.c). */
struct mandatory {
	struct map by_name;           /* `log/source` to something */
};

/* Compiles the rule file in memory on the run's arena. Everything that is wrong with it is reported (xml-syntax,
 * xml-forbidden, limit, check-*) and -1 returned. `mandatory` NULL: only name and at are exempt from guards.
 * Parameters as checks_load has them. */
int schema_compile(struct run *run, const char *name, struct str bytes, const struct mandatory *mandatory,
    const struct parameter *parameters, size_t count, struct schema **ret);

/* source.c: parses the rule file into a tree (the caller frees it with xmlFreeDoc) of which each element of the
 * standard is known, stands where it may, and has no attribute that is not read. -1: reported. */
int source_read(struct run *run, const char *name, struct str bytes, xmlDocPtr *ret);

/* The place of an element; its attribute copied to `arena`, or NULL; the language it is in, LANG_COUNT for none or another. */
struct span source_span(const char *name, const xmlNode *node);
const char *source_attribute(struct arena *arena, xmlNodePtr node, const char *name);
enum lang source_lang(xmlNodePtr node);

/* Whether it is an element of the standard of that name. */
bool source_is(const xmlNode *node, const char *name);

/* context.c: compiles a rule's context into branches. -1: reported. */
int context_compile(struct run *run, struct engine *engine, const char *text, struct span span, struct rule *rule);

/* lint.c: reports (check-unguarded) each attribute of the record that decides without a guard; the number found. */
size_t schema_lint(struct run *run, const struct schema *schema, const struct mandatory *mandatory);

/* mandatory.c: reads the attributes that are never absent from the RELAX NG schema of the evidence. */
int mandatory_read(struct run *run, const char *name, struct str bytes, struct mandatory *ret);
bool mandatory_has(const struct mandatory *mandatory, const char *element, struct str attribute);

/* message.c: what the message says of the record at hand, on `arena`: white space folded, values cut to
 * MESSAGE_VALUE_BYTES. Never NULL; a value that cannot be had is reported and shown as `?`. */
#define MESSAGE_VALUE_BYTES 300
const char *message_text(struct run *run, struct arena *arena, struct engine *engine, const struct message *message,
    xmlNodePtr node, unsigned long *ops, const char *subject);

#endif
