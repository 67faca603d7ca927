/* Abstract patterns (ISO/IEC 19757-3, 5.4.10): the text of a parameter takes the place of its `$name` in every
 * expression, before the expression is compiled. */
#include "check/compile.h"

#include "tenken/base/buf.h"

static xmlNodePtr
find_abstract(struct compiler *compiler, const char *id)
{
	for (xmlNodePtr node = compiler->root->children; node; node = node->next) {
		if (!source_is(node, "pattern"))
			continue;
		const char *abstract = source_attribute(compiler->arena, node, "abstract");
		if (!abstract || strcmp(abstract, "true") != 0)
			continue;
		const char *own = source_attribute(compiler->arena, node, "id");
		if (own && strcmp(own, id) == 0)
			return node;
	}
	return NULL;
}

xmlNodePtr
params_begin(struct compiler *compiler, xmlNodePtr pattern)
{
	struct span span = source_span(compiler->schema->name, pattern);
	const char *id = source_attribute(compiler->arena, pattern, "is-a");

	for (xmlNodePtr node = id ? pattern->children : NULL; node; node = node->next) {
		if (!source_is(node, "param"))
			continue;
		struct param param = { .name = source_attribute(compiler->arena, node, "name") };
		param.value = source_attribute(compiler->arena, node, "value");
		if (param.name && param.value) {
			vec_push(compiler->arena, &compiler->params, param);
			continue;
		}
		compiler->faults++;
		diag_report(&compiler->run->diags, DIAG_CHECK_ELEMENT, source_span(compiler->schema->name, node),
		    "`param' needs `name' and `value'");
	}
	xmlNodePtr base = id ? find_abstract(compiler, id) : NULL;
	if (id && !base) {
		compiler->faults++;
		diag_report(&compiler->run->diags, DIAG_CHECK_REFERENCE, span, "no abstract pattern has the id `%s'",
		    id);
	}
	return base;
}

void
params_end(struct compiler *compiler)
{
	compiler->params.len = 0;
}

static const char *
find_value(const struct compiler *compiler, struct str name)
{
	for (size_t i = 0; i < compiler->params.len; i++)
		if (str_is(name, compiler->params.items[i].name))
			return compiler->params.items[i].value;
	return NULL;
}

const char *
params_put(struct compiler *compiler, const char *text)
{
	struct buf buf = BUF_INIT(4 * EXPRESSION_BYTES);
	struct tokens tokens;
	size_t done = 0;

	if (compiler->params.len == 0 || tokens_read(compiler->arena, text, &tokens))
		return text;   /* what is wrong with it is said when it is compiled */
	for (size_t i = 0; i < tokens.list.len; i++) {
		const struct token *token = &tokens.list.items[i];
		const char *value = token->kind == TOKEN_VARIABLE ? find_value(compiler, token->text) : NULL;
		if (!value)
			continue;
		buf_add(&buf, text + done, token->start - done);
		buf_puts(&buf, value);
		done = token->end;
	}
	buf_puts(&buf, text + done);
	/* What did not fit is longer than any expression may be: left as it was, it fails for its unknown variable. */
	const char *put = buf.is_full ? text : arena_strndup(compiler->arena, buf.ptr, buf.len);
	buf_free(&buf);
	return put;
}
