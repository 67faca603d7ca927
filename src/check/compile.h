/* The state of compiling one rule file, shared by compile.c, message.c and params.c. */
#ifndef TENKEN_CHECK_COMPILE_H
#define TENKEN_CHECK_COMPILE_H

#include "check/schema.h"

/* A parameter of an abstract pattern: `$name` in its expressions becomes `value`, as text. */
struct param {
	const char *name, *value;
};

struct compiler {
	struct run *run;
	struct arena *arena;
	struct schema *schema;
	xmlNodePtr root;
	VEC(struct param) params;    /* of the pattern being instantiated */
	size_t faults;               /* reported so far */
};

/* Compiles all below the root into the schema; what is wrong is reported and counted. */
void compile_schema(struct compiler *compiler);

/* Takes the parameters of `pattern`; the abstract pattern that it instantiates, or NULL when it has no `is-a` (or a
 * wrong one, reported). params_end forgets them. */
xmlNodePtr params_begin(struct compiler *compiler, xmlNodePtr pattern);
void params_end(struct compiler *compiler);

/* The expression with the parameters put in; itself when there is none. */
const char *params_put(struct compiler *compiler, const char *text);

/* message.c: reads the content of `node`. `has_variables` false: they are checked later. -1: reported. */
int message_compile(struct compiler *compiler, xmlNodePtr node, bool has_variables, struct message *ret);

#endif
