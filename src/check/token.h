/* The words of an XPath 1.0 expression, for what must be known before it is evaluated. */
#ifndef TENKEN_CHECK_TOKEN_H
#define TENKEN_CHECK_TOKEN_H

#include "tenken/base/arena.h"
#include "tenken/base/str.h"
#include "tenken/base/vec.h"

enum token_kind {
	TOKEN_NAME,       /* a name test: `e:log`, `*`, `e:*`; after TOKEN_AT an attribute */
	TOKEN_AXIS,       /* the name before `::` */
	TOKEN_FUNCTION,   /* the name before `(` */
	TOKEN_NODE_TYPE,  /* text, comment, node, processing-instruction before `(` */
	TOKEN_OPERATOR,   /* and or mod div * + - = != < <= > >= | */
	TOKEN_SLASH,      /* / */
	TOKEN_SLASHES,    /* // */
	TOKEN_AT,
	TOKEN_DOT,
	TOKEN_DOTS,
	TOKEN_OPEN,       /* ( */
	TOKEN_CLOSE,
	TOKEN_LEFT,       /* [ */
	TOKEN_RIGHT,
	TOKEN_COMMA,
	TOKEN_COLONS,     /* :: */
	TOKEN_VARIABLE,   /* text without the $ */
	TOKEN_LITERAL,    /* text without the quotes */
	TOKEN_NUMBER,
};

struct token {
	enum token_kind kind;
	struct str text;
	size_t start, end;   /* where it stands in the expression, $ and quotes included */
	size_t depth;        /* brackets and parentheses open around it; a pair has the depth of what it stands in */
};

struct tokens {
	VEC(struct token) list;
};

#define EXPRESSION_BYTES 8192   /* one expression of a rule file, as written */
#define EXPRESSION_DEPTH 64     /* brackets and parentheses open at once */

/* Cuts `text` into tokens on `arena`; pairs are closed in order. NULL when it could be done, else what is wrong with
 * it, a constant phrase. Whether the tokens make an expression is for libxml2 to say. */
const char *tokens_read(struct arena *arena, const char *text, struct tokens *ret);

/* Whether item `i` is there, of that kind and, unless NULL, of that text. */
bool token_is(const struct tokens *tokens, size_t i, enum token_kind kind, const char *text);

/* The item that closes the bracket or parenthesis at item `i`. */
size_t token_closing(const struct tokens *tokens, size_t i);

/* The part of a name before and after its colon; the prefix is empty when there is none. */
void token_split(struct str name, struct str *ret_prefix, struct str *ret_local);

#endif
