/* JSON (RFC 8259) as a plain tree with lines: one document, or several one after the other (JSON lines, pages). */
#ifndef TENKEN_SYNTAX_JSON_H
#define TENKEN_SYNTAX_JSON_H

#include "tenken/base/run.h"

enum json_kind {
	JSON_KIND_NULL,
	JSON_KIND_FALSE,
	JSON_KIND_TRUE,
	JSON_KIND_NUMBER,
	JSON_KIND_STRING,
	JSON_KIND_ARRAY,
	JSON_KIND_OBJECT,
};

struct json {
	enum json_kind kind;
	unsigned line;           /* where it begins, from 1 */
	const char *name;        /* of an object's member; NULL for an item of an array */
	struct str text;         /* string: decoded, no NUL in it; number: as written; true, false, null: the word; else "" */
	struct json *children;   /* members or items, in their order */
	struct json *next;
};

/* Reads UTF-8 text on `arena`. Several values one after the other come back as one array. What is malformed, a member
 * named twice, a lone surrogate, U+0000 or a number beyond a double is reported (json-syntax), what is too deep, too long
 * or too much (LIMIT_JSON_*) as `limit`, each with its line; then -1 and nothing of the file is given. */
int json_parse(struct run *run, struct arena *arena, const char *name, struct str utf8, struct json **ret_root);

/* The object's member of that name, or NULL; NULL for what is no object. */
const struct json *json_member(const struct json *object, const char *name);

/* Nodes found, in their order. */
struct json_list {
	VEC(const struct json *) nodes;
};

/* Adds what a path leads to from `node`: names with a point between them (`profile.login`); a name may hold points of its
 * own (`@odata.nextLink`). A name that differs in ASCII case only is taken where the exact one is not there. An array on the way
 * is walked item by item; one at the end is given itself. "" is `node`. */
void json_select(struct arena *arena, const struct json *node, const char *path, struct json_list *ret);

#endif
