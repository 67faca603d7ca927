/* What an assertion says: mixed content with `value-of` and `name` (ISO/IEC 19757-3, 5.5). The values come from the
 * evidence and so from strangers: each is cut, and all white space is folded, so that no value can draw a report
 * of its own. */
#include "check/compile.h"

#include "tenken/base/buf.h"
#include "tenken/base/limits.h"

static int
add_select(struct compiler *compiler, xmlNodePtr node, const char *text, bool has_variables, struct message *message)
{
	struct part part = { 0 };

	part.select = expression_compile(compiler->run, compiler->schema->engine, params_put(compiler, text),
	    source_span(compiler->schema->name, node), has_variables);
	if (!part.select)
		return -1;
	vec_push(compiler->arena, &message->parts, part);
	return 0;
}

/* `value-of` needs an expression; `name` without one is the name of the record's element. */
static int
add_element(struct compiler *compiler, xmlNodePtr node, bool has_variables, struct message *message)
{
	if (source_is(node, "value-of")) {
		const char *select = source_attribute(compiler->arena, node, "select");
		if (!select)
			return diag_report(&compiler->run->diags, DIAG_CHECK_ELEMENT,
			    source_span(compiler->schema->name, node), "`value-of' without `select'");
		return add_select(compiler, node, select, has_variables, message);
	}
	if (source_is(node, "name")) {
		const char *path = source_attribute(compiler->arena, node, "path");
		return add_select(compiler, node, arena_printf(compiler->arena, "name(%s)", path ? path : "."),
		    has_variables, message);
	}
	return message_compile(compiler, node, has_variables, message);   /* emph, span, dir: their content */
}

int
message_compile(struct compiler *compiler, xmlNodePtr node, bool has_variables, struct message *ret)
{
	for (xmlNodePtr child = node->children; child; child = child->next) {
		if (child->type == XML_ELEMENT_NODE) {
			if (add_element(compiler, child, has_variables, ret) < 0)
				return -1;
		} else if (child->type == XML_TEXT_NODE && child->content) {
			struct part part = { .text = arena_strdup(compiler->arena, (const char *)child->content) };
			vec_push(compiler->arena, &ret->parts, part);
		}
	}
	return 0;
}

/* Appends a value, cut at a character's edge. */
static void
add_value(struct buf *buf, const char *value)
{
	size_t len = strlen(value);

	if (len <= MESSAGE_VALUE_BYTES) {
		buf_puts(buf, value);
		return;
	}
	for (len = MESSAGE_VALUE_BYTES; len > 0 && ((unsigned char)value[len] & 0xc0) == 0x80; len--)
		;
	buf_add(buf, value, len);
	buf_puts(buf, "…");
}

/* Runs of white space become one space, none at the ends. */
static const char *
fold(struct arena *arena, struct str text)
{
	char *out = arena_alloc(arena, text.len + 1);
	size_t len = 0;

	for (size_t i = 0; i < text.len; i++) {
		bool is_blank = memchr(" \t\r\n", text.ptr[i], 4) != NULL;
		if (!is_blank)
			out[len++] = text.ptr[i];
		else if (len > 0 && out[len - 1] != ' ')
			out[len++] = ' ';
	}
	while (len > 0 && out[len - 1] == ' ')
		len--;
	out[len] = '\0';
	return out;
}

const char *
message_text(struct run *run, struct arena *arena, struct engine *engine, const struct message *message,
    xmlNodePtr node, unsigned long *ops, const char *subject)
{
	struct buf buf = BUF_INIT(LIMIT_CELL_BYTES);

	for (size_t i = 0; i < message->parts.len; i++) {
		const struct part *part = &message->parts.items[i];
		if (part->text) {
			buf_puts(&buf, part->text);
			continue;
		}
		xmlXPathObjectPtr value = expression_value(engine, part->select, node, ops);
		xmlChar *text = value ? xmlXPathCastToString(value) : NULL;
		if (!text)
			expression_report(run, engine, part->select, subject);
		add_value(&buf, text ? (const char *)text : "?");
		xmlFree(text);
		xmlXPathFreeObject(value);
	}
	const char *folded = fold(arena, buf_str(&buf));
	buf_free(&buf);
	return folded;
}
