/* JSON to a plain tree (RFC 8259), by jansson. The only home of its reader outside the store.
 *
 * jansson is strict but knows neither our limits nor where a value stands. So the text is walked three times: measured
 * before anything is allocated (depth, values, longest string), parsed, and walked along the parsed values once more to
 * give each its line and each number the digits it was written with. The last walk is over well-formed text and may be
 * simple. */
#include "tenken/syntax/json.h"

#include <jansson.h>

#include "tenken/base/limits.h"

/* Numbers keep their digits in the text; as doubles they are only checked. A 20-digit id is no error. */
#define DECODE_FLAGS (JSON_REJECT_DUPLICATES | JSON_DISABLE_EOF_CHECK | JSON_DECODE_INT_AS_REAL | JSON_DECODE_ANY)

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* The index behind the string whose opening quote is at `at`; the end of the text when it is not closed. */
static size_t
behind_string(struct str text, size_t at)
{
	for (at++; at < text.len && text.ptr[at] != '"'; at++)
		at += text.ptr[at] == '\\';
	return at < text.len ? at + 1 : text.len;
}

/* Refuses what would cost too much, before it costs anything. Counts brackets, commas and strings in whatever text it is;
 * whether they make sense is jansson's to say. */
static int
measure(struct run *run, const char *name, struct str text)
{
	struct span span = { .path = name, .line = 1 };
	size_t depth = 0, values = 1;

	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];
		if (c == '"') {
			size_t end = behind_string(text, i);
			if (end - i > LIMIT_JSON_STRING_BYTES)
				return diag_report(&run->diags, DIAG_LIMIT, span, "a string of more than %u bytes",
				    LIMIT_JSON_STRING_BYTES);
			i = end - 1;
			continue;
		}
		span.line += c == '\n';
		depth += c == '{' || c == '[';
		depth -= (c == '}' || c == ']') && depth;
		values += c == ',' || c == '{' || c == '[';
		if (depth > LIMIT_JSON_DEPTH)
			return diag_report(&run->diags, DIAG_LIMIT, span, "nested more than %d deep", LIMIT_JSON_DEPTH);
		if (values > LIMIT_JSON_TREE_VALUES)
			return diag_report(&run->diags, DIAG_LIMIT, span, "more than %d values", LIMIT_JSON_TREE_VALUES);
	}
	return 0;
}

/* The walk along parsed text. */
struct walk {
	struct arena *arena;
	struct str text;
	size_t at;
	unsigned line;
};

static void
skip_blanks(struct walk *walk)
{
	for (; walk->at < walk->text.len && is_blank(walk->text.ptr[walk->at]); walk->at++)
		walk->line += walk->text.ptr[walk->at] == '\n';
}

/* Steps over one mark (a bracket, a comma, a colon) and the blanks on both sides of it. */
static void
skip_mark(struct walk *walk)
{
	skip_blanks(walk);
	walk->at++;
	skip_blanks(walk);
}

/* The bytes of a number or word. */
static struct str
take_word(struct walk *walk)
{
	size_t start = walk->at;

	while (walk->at < walk->text.len && !is_blank(walk->text.ptr[walk->at]) && !strchr(",]}", walk->text.ptr[walk->at]))
		walk->at++;
	return (struct str){ walk->text.ptr + start, walk->at - start };
}

static struct json *take_value(struct walk *walk, json_t *value);

/* Hangs a child behind the last. */
static void
hang(struct json ***tail, struct json *child)
{
	**tail = child;
	*tail = &child->next;
}

static void
take_items(struct walk *walk, json_t *value, struct json *node)
{
	struct json **tail = &node->children;

	skip_mark(walk);
	for (size_t i = 0; i < json_array_size(value); i++) {
		hang(&tail, take_value(walk, json_array_get(value, i)));
		skip_blanks(walk);
		if (i + 1 < json_array_size(value))
			skip_mark(walk);
	}
	skip_blanks(walk);
	walk->at++;
}

/* jansson walks an object in the order in which its members were read, and none is there twice. */
static void
take_members(struct walk *walk, json_t *value, struct json *node)
{
	struct json **tail = &node->children;

	skip_mark(walk);
	for (void *iter = json_object_iter(value); iter; iter = json_object_iter_next(value, iter)) {
		walk->at = behind_string(walk->text, walk->at);
		skip_mark(walk);
		struct json *child = take_value(walk, json_object_iter_value(iter));
		child->name = arena_strdup(walk->arena, json_object_iter_key(iter));
		hang(&tail, child);
		skip_blanks(walk);
		if (json_object_iter_next(value, iter))
			skip_mark(walk);
	}
	skip_blanks(walk);
	walk->at++;
}

static struct json *
take_value(struct walk *walk, json_t *value)
{
	static const enum json_kind kinds[] = { [JSON_OBJECT] = JSON_KIND_OBJECT, [JSON_ARRAY] = JSON_KIND_ARRAY,
		[JSON_STRING] = JSON_KIND_STRING, [JSON_INTEGER] = JSON_KIND_NUMBER, [JSON_REAL] = JSON_KIND_NUMBER,
		[JSON_TRUE] = JSON_KIND_TRUE, [JSON_FALSE] = JSON_KIND_FALSE, [JSON_NULL] = JSON_KIND_NULL };
	struct json *node = arena_alloc(walk->arena, sizeof *node);

	*node = (struct json){ .kind = kinds[json_typeof(value)], .line = walk->line, .text = STR("") };
	if (node->kind == JSON_KIND_OBJECT) {
		take_members(walk, value, node);
	} else if (node->kind == JSON_KIND_ARRAY) {
		take_items(walk, value, node);
	} else if (node->kind == JSON_KIND_STRING) {
		size_t len = json_string_length(value);
		node->text = (struct str){ arena_strndup(walk->arena, json_string_value(value), len), len };
		walk->at = behind_string(walk->text, walk->at);
	} else {
		node->text = take_word(walk);
	}
	return node;
}

/* Reads the next value of the text and walks along it. -1 when there is none that is well-formed. */
static int
read_value(struct run *run, const char *name, struct walk *walk, struct json **ret)
{
	json_error_t error;
	json_t *value = json_loadb(walk->text.ptr + walk->at, walk->text.len - walk->at, DECODE_FLAGS, &error);

	if (!value) {
		/* jansson counts from where it began, and quotes what stands there: that may be a secret. */
		char *quote = strstr(error.text, " near ");
		if (quote)
			*quote = '\0';
		unsigned line = walk->line + (error.line > 0 ? (unsigned)error.line - 1 : 0);
		return diag_report(&run->diags, DIAG_JSON_SYNTAX, (struct span){ .path = name, .line = line }, "%s", error.text);
	}
	*ret = take_value(walk, value);
	json_decref(value);
	skip_blanks(walk);
	return 0;
}

int
json_parse(struct run *run, struct arena *arena, const char *name, struct str utf8, struct json **ret_root)
{
	struct walk walk = { .arena = arena, .text = utf8, .line = 1 };
	struct json *first = NULL, **tail = &first;

	if (measure(run, name, utf8) != 0)
		return -1;
	skip_blanks(&walk);
	do {
		struct json *value = NULL;
		if (read_value(run, name, &walk, &value) != 0)
			return -1;
		hang(&tail, value);
	} while (walk.at < utf8.len);
	if (first->next) {
		struct json *all = arena_alloc(arena, sizeof *all);
		*all = (struct json){ .kind = JSON_KIND_ARRAY, .line = first->line, .text = STR(""), .children = first };
		first = all;
	}
	*ret_root = first;
	return 0;
}

/* Whether the path begins with the member's name; what is behind it comes back, behind its point. */
static bool
begins_path(const struct json *member, const char *path, bool is_exact, const char **ret_rest)
{
	size_t len = strlen(member->name);

	if (len == 0 || strlen(path) < len || (path[len] && (path[len] != '.' || !path[len + 1])))
		return false;
	struct str start = { path, len };
	if (is_exact ? !str_is(start, member->name) : !str_is_nocase(start, member->name))
		return false;
	*ret_rest = path + len + (path[len] == '.');
	return true;
}

const struct json *
json_member(const struct json *object, const char *name)
{
	if (!object || object->kind != JSON_KIND_OBJECT)
		return NULL;
	for (const struct json *member = object->children; member; member = member->next)
		if (strcmp(member->name, name) == 0)
			return member;
	return NULL;
}

void
json_select(struct arena *arena, const struct json *node, const char *path, struct json_list *ret)
{
	bool is_found = false;

	if (*path == '\0') {
		vec_push(arena, &ret->nodes, node);
		return;
	}
	for (const struct json *item = node->kind == JSON_KIND_ARRAY ? node->children : NULL; item; item = item->next)
		json_select(arena, item, path, ret);
	for (int pass = 0; pass < 2 && node->kind == JSON_KIND_OBJECT && !is_found; pass++)
		for (const struct json *member = node->children; member; member = member->next) {
			const char *rest;
			if (!begins_path(member, path, pass == 0, &rest))
				continue;
			is_found = true;
			json_select(arena, member, rest, ret);
		}
}
