/* XPath as the rules use it: compiled once, evaluated often, bounded, with the few functions of docs/checks.md. */
#ifndef TENKEN_CHECK_EXPRESSION_H
#define TENKEN_CHECK_EXPRESSION_H

#include <libxml/xpath.h>

#include "check/token.h"
#include "tenken/base/map.h"
#include "tenken/base/run.h"

struct expression {
	const char *text;
	struct tokens tokens;
	xmlXPathCompExprPtr comp;
	struct span span;        /* of the element it stands in */
	bool is_reported;        /* it failed, and that was said */
};

/* A variable of a rule file. */
struct let {
	const char *name;
	struct expression *value;
	const char *given;           /* the profile's value instead; NULL for none */
	xmlXPathObjectPtr object;    /* its value now; NULL when it could not be evaluated */
	bool is_evaluated;
};
struct lets {
	VEC(struct let *) list;
};

enum scope { SCOPE_SCHEMA, SCOPE_PATTERN, SCOPE_RULE, SCOPE_COUNT };

/* One XPath context: namespaces, functions, variables of one rule file. */
struct engine {
	struct arena *arena;
	xmlXPathContextPtr context;
	const struct lets *scopes[SCOPE_COUNT];  /* the variables in force; inner ones hide outer ones */
	xmlNodePtr current;                      /* what current() gives */
	struct map regexes;                      /* regexp:test: flag and pattern to struct regex */
	bool is_cost;                            /* the last failure: a limit was met */
	bool is_let;                             /* the last failure: a variable that had failed before */
	char fault[200];                         /* the last failure in words */
};

/* An engine that lives as long as `arena`; without namespaces. */
struct engine *engine_new(struct arena *arena);

/* Declares a prefix; one for EXSLT dates or regular expressions brings those functions. */
void engine_namespace(struct engine *engine, const char *prefix, const char *uri);

/* Compiles the expression: every prefix, function and (unless `has_variables` is false, when they are checked later)
 * variable must be known now. NULL: what is wrong has been reported (check-expression, check-reference). */
struct expression *expression_compile(struct run *run, struct engine *engine, const char *text, struct span span,
    bool has_variables);

/* Reports (check-reference) the first variable of the expression that no scope in force declares; -1 then. */
int expression_variables(struct run *run, const struct engine *engine, const struct expression *expression);

/* Evaluates at `node`, as a condition (1, 0) or to a value (the caller frees it with xmlXPathFreeObject). `ops` is what
 * the rule has spent so far. -1 or NULL: failed, the reason is in the engine. */
int expression_test(struct engine *engine, const struct expression *expression, xmlNodePtr node, unsigned long *ops);
xmlXPathObjectPtr expression_value(struct engine *engine, const struct expression *expression, xmlNodePtr node,
    unsigned long *ops);

/* Reports the engine's last failure as this expression's, once in its life (check-cost, check-expression). */
void expression_report(struct run *run, const struct engine *engine, struct expression *expression,
    const char *subject);

/* Gives each variable its value at `node`; failures are reported and leave it without. lets_clear takes the values
 * away. */
void lets_evaluate(struct run *run, struct engine *engine, enum scope scope, const struct lets *lets, xmlNodePtr node,
    unsigned long *ops, const char *subject);
void lets_clear(struct engine *engine, enum scope scope, const struct lets *lets);

/* functions.c: registers current(), and by namespace what a prefix declared for `uri` brings. */
void functions_register(struct engine *engine);
void functions_namespace(struct engine *engine, const char *prefix, const char *uri);

#define NS_DATES "http://exslt.org/dates-and-times"
#define NS_REGEXP "http://exslt.org/regular-expressions"

#endif
