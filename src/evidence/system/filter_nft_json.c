/* nft -j list ruleset (libnftables-json(5)): written out as the text that nft would list, for its one reader (filter_nft.c).
 *
 * Statements and matches that have no place in that text here become a word nobody knows, and so are met perhaps. */
#include "evidence/system/filter.h"

#include "tenken/base/buf.h"
#include "tenken/base/limits.h"
#include "tenken/syntax/json.h"

#define UNKNOWN " unknown"

/* A name or value as one word: whatever could be read as more becomes `_`. */
static void
put_word(struct buf *out, const struct json *node)
{
	struct str text = node ? node->text : STR("");

	buf_putc(out, ' ');
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.ptr[i];
		bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c && strchr("_.:/@*-", c));
		buf_putc(out, is_plain ? (char)c : '_');
	}
	if (!text.len)
		buf_putc(out, '_');
}

static void
put_left(struct buf *out, const struct json *left)
{
	const struct json *payload = json_member(left, "payload"), *meta = json_member(left, "meta"), *ct = json_member(left, "ct"), *fib = json_member(left, "fib");

	if (payload && json_member(payload, "field")) {
		put_word(out, json_member(payload, "protocol"));
		put_word(out, json_member(payload, "field"));
	} else if (meta) {
		buf_puts(out, " meta");
		put_word(out, json_member(meta, "key"));
	} else if (ct) {
		buf_puts(out, " ct");
		put_word(out, json_member(ct, "key"));
	} else if (fib && json_member(fib, "flags")) {
		buf_puts(out, " fib");
		put_word(out, json_member(fib, "flags")->children ? json_member(fib, "flags")->children : json_member(fib, "flags"));
		put_word(out, json_member(fib, "result"));
	} else {
		buf_puts(out, UNKNOWN);
	}
}

/* A value: a word, a range, a network. False for what is none of these. */
static bool
put_value(struct buf *out, const struct json *value)
{
	const struct json *range = json_member(value, "range"), *prefix = json_member(value, "prefix");

	if (value->kind == JSON_KIND_STRING || value->kind == JSON_KIND_NUMBER) {
		put_word(out, value);
	} else if (range && range->children && range->children->next) {
		put_word(out, range->children);
		buf_putc(out, '-');
		struct buf end = BUF_INIT(LIMIT_CELL_BYTES);
		put_word(&end, range->children->next);
		buf_puts(out, end.ptr ? end.ptr + 1 : "_");
		buf_free(&end);
	} else if (prefix) {
		put_word(out, json_member(prefix, "addr"));
		buf_printf(out, "/%.*s", json_member(prefix, "len") ? (int)json_member(prefix, "len")->text.len : 0,
		    json_member(prefix, "len") ? json_member(prefix, "len")->text.ptr : "");
	} else {
		return false;
	}
	return true;
}

static void
put_right(struct buf *out, const struct json *right)
{
	const struct json *set = right && right->kind == JSON_KIND_ARRAY ? right : json_member(right, "set");
	bool is_known = true;

	if (!set) {
		if (!right || !put_value(out, right))
			buf_puts(out, " @unknown");
		return;
	}
	struct buf list = BUF_INIT(LIMIT_LINE_BYTES / 2);
	for (const struct json *item = set->children; item; item = item->next) {
		is_known &= put_value(&list, item);
		if (item->next)
			buf_putc(&list, ',');
	}
	if (is_known && list.len && !list.is_full)
		buf_printf(out, " {%s }", list.ptr);
	else
		buf_puts(out, " @unknown");
	buf_free(&list);
}

/* One of the verdicts by its member's name. */
static bool
put_verdict(struct buf *out, const struct json *statement)
{
	static const char *const plain[] = { "accept", "drop", "return", "continue", "reject", "queue", "masquerade" };
	static const char *const redirections[] = { "dnat", "redirect", "tproxy" };
	const struct json *jump = json_member(statement, "jump"), *go = json_member(statement, "goto");

	for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
		if (json_member(statement, plain[i])) {
			buf_printf(out, " %s", plain[i]);
			return true;
		}
	for (size_t i = 0; i < sizeof redirections / sizeof *redirections; i++)
		if (json_member(statement, redirections[i])) {
			buf_printf(out, " %s", redirections[i]);
			return true;
		}
	if (!jump && !go)
		return false;
	buf_puts(out, jump ? " jump" : " goto");
	put_word(out, json_member(jump ? jump : go, "target"));
	return true;
}

/* `ct state vmap { established : accept, ... }` */
static void
put_map(struct buf *out, const struct json *map)
{
	const struct json *set = json_member(json_member(map, "data"), "set");

	put_left(out, json_member(map, "key"));
	buf_puts(out, " vmap {");
	for (const struct json *pair = set ? set->children : NULL; pair; pair = pair->next) {
		if (pair->kind != JSON_KIND_ARRAY || !pair->children || !pair->children->next || !put_value(out, pair->children))
			continue;
		buf_puts(out, " :");
		if (!put_verdict(out, pair->children->next))
			buf_puts(out, UNKNOWN);
		buf_puts(out, pair->next ? "," : "");
	}
	buf_puts(out, " }");
}

static void
put_statement(struct buf *out, const struct json *statement)
{
	const struct json *match = json_member(statement, "match"), *op = json_member(match, "op");

	if (match && op) {
		bool is_not = str_is(op->text, "!=");
		put_left(out, json_member(match, "left"));
		if (is_not)
			buf_puts(out, " !=");
		if (is_not || str_is(op->text, "==") || str_is(op->text, "in"))
			put_right(out, json_member(match, "right"));
		else
			buf_puts(out, " @unknown");
	} else if (json_member(statement, "vmap")) {
		put_map(out, json_member(statement, "vmap"));
	} else if (json_member(statement, "limit")) {
		buf_puts(out, " limit rate 1/second");
	} else if (!json_member(statement, "counter") && !json_member(statement, "log") && !put_verdict(out, statement)) {
		buf_puts(out, UNKNOWN);
	}
}

/* One chain or rule, in a table of its own: of one name, they are one. */
static void
put_object(struct buf *out, const struct json *object, bool is_rule)
{
	const struct json *hook = json_member(object, "hook"), *expr = json_member(object, "expr");

	buf_puts(out, "table");
	put_word(out, json_member(object, "family"));
	put_word(out, json_member(object, "table"));
	buf_puts(out, " {\nchain");
	put_word(out, json_member(object, is_rule ? "chain" : "name"));
	buf_puts(out, " {\n");
	if (hook) {
		buf_puts(out, "type");
		put_word(out, json_member(object, "type"));
		buf_puts(out, " hook");
		put_word(out, hook);
		buf_puts(out, " priority 0; policy");
		put_word(out, json_member(object, "policy"));
		buf_puts(out, ";\n");
	}
	for (const struct json *statement = expr ? expr->children : NULL; statement && is_rule; statement = statement->next)
		put_statement(out, statement);
	buf_puts(out, "\n}\n}\n");
}

bool
filter_nft_text(const struct parse *parse, const struct file *file, struct str *ret)
{
	struct arena *arena = parse->bundle->arena;
	struct buf out = BUF_INIT(LIMIT_FILE_BYTES);
	struct json *root;

	if (json_parse(parse->run, arena, file->path, file->bytes, &root) != 0)
		return false;
	const struct json *list = json_member(root, "nftables");
	for (const struct json *item = list ? list->children : NULL; item; item = item->next) {
		if (json_member(item, "chain"))
			put_object(&out, json_member(item, "chain"), false);
		else if (json_member(item, "rule"))
			put_object(&out, json_member(item, "rule"), true);
	}
	bool is_whole = list && out.len && !out.is_full;
	if (is_whole)
		*ret = (struct str){ arena_strndup(arena, out.ptr, out.len), out.len };
	buf_free(&out);
	return is_whole;
}
