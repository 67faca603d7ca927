/* Rule contexts. They are XSLT match patterns (XSLT 1.0, section 5.2); a node matches the pattern `P` exactly when the
 * path `//P` finds it (an absolute P as it stands), and a union matches when one of its branches does. */
#include "check/schema.h"

/* Outside predicates a pattern has child and attribute steps only; whatever else XPath allows there would make `//P`
 * find what no XSLT processor matches. NULL, or what is wrong with the token. */
static const char *
token_fault(const struct tokens *tokens, size_t i)
{
	const struct token *token = &tokens->list.items[i];

	if (token->kind == TOKEN_FUNCTION && str_is(token->text, "current"))
		return "current() has no meaning in a context";
	if (token->kind == TOKEN_VARIABLE)
		return "XSLT 1.0 has no variables in a match pattern";
	if (token->depth > 0)
		return NULL;
	switch (token->kind) {
	case TOKEN_NAME:
	case TOKEN_SLASH:
	case TOKEN_SLASHES:
	case TOKEN_COLONS:
	case TOKEN_LEFT:
	case TOKEN_RIGHT:
		return NULL;
	case TOKEN_OPERATOR:
		return str_is(token->text, "|") ? NULL : "an operator outside brackets";
	case TOKEN_AXIS:
		return str_is(token->text, "child") ? NULL : "an axis other than child outside brackets";
	case TOKEN_AT:
	case TOKEN_NODE_TYPE:
		return "a rule judges elements, nothing else";
	default:
		return "not a match pattern";
	}
}

/* The item where the branch that begins at item `start` ends: a `|` outside brackets, or the end. */
static size_t
branch_end(const struct tokens *tokens, size_t start)
{
	size_t i = start;

	while (i < tokens->list.len && !(tokens->list.items[i].depth == 0 && token_is(tokens, i, TOKEN_OPERATOR, "|")))
		i++;
	return i;
}

/* The local name that the last step asks for, or NULL for any. */
static const char *
last_element(struct arena *arena, const struct tokens *tokens)
{
	struct str prefix, local = { 0 };

	for (size_t i = 0; i < tokens->list.len; i++)
		if (tokens->list.items[i].depth == 0 && tokens->list.items[i].kind == TOKEN_NAME)
			token_split(tokens->list.items[i].text, &prefix, &local);
	return local.len == 0 || str_is(local, "*") ? NULL : arena_strndup(arena, local.ptr, local.len);
}

static int
add_branch(struct run *run, struct engine *engine, struct str text, struct span span, struct rule *rule)
{
	bool is_absolute = str_has_prefix(text, "/");
	struct branch branch = { 0 };

	branch.pattern = expression_compile(run, engine, arena_strndup(engine->arena, text.ptr, text.len), span, true);
	if (!branch.pattern)
		return -1;
	branch.element = last_element(engine->arena, &branch.pattern->tokens);
	if (branch.pattern->tokens.list.len == 1 && is_absolute)
		return diag_report(&run->diags, DIAG_CHECK_EXPRESSION, span,
		    "a rule judges elements; use e:evidence instead of `/'");
	const char *path = arena_printf(engine->arena, "%s%s", is_absolute ? "" : "//", branch.pattern->text);
	branch.select = expression_compile(run, engine, path, span, true);
	if (!branch.select)
		return -1;
	vec_push(engine->arena, &rule->branches, branch);
	return 0;
}

int
context_compile(struct run *run, struct engine *engine, const char *text, struct span span, struct rule *rule)
{
	struct tokens tokens;
	const char *fault = tokens_read(engine->arena, text, &tokens);

	for (size_t i = 0; !fault && i < tokens.list.len; i++)
		fault = token_fault(&tokens, i);
	if (fault)
		return diag_report(&run->diags, DIAG_CHECK_EXPRESSION, span, "context: %s: %s", fault, text);
	for (size_t start = 0; start <= tokens.list.len;) {
		size_t end = branch_end(&tokens, start);
		if (end == start)
			return diag_report(&run->diags, DIAG_CHECK_EXPRESSION, span,
			    "context: an empty alternative: %s", text);
		size_t from = tokens.list.items[start].start;
		struct str branch = { text + from, tokens.list.items[end - 1].end - from };
		if (add_branch(run, engine, branch, span, rule) < 0)
			return -1;
		start = end + 1;
	}
	return 0;
}
