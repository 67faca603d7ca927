/* The lexical structure of XPath 1.0 (section 3.7 of the recommendation), with its rule that tells `*` and the
 * operator names from name tests by the token before. */
#include "check/token.h"

static bool
is_name_start(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (unsigned char)c >= 0x80;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_name_char(char c)
{
	return is_name_start(c) || is_digit(c) || c == '-' || c == '.';
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* A name from `at`: NCName, NCName:NCName or NCName:*. `::` is left for the axis. */
static size_t
name_end(const char *text, size_t at)
{
	while (is_name_char(text[at]))
		at++;
	if (text[at] != ':' || text[at + 1] == ':')
		return at;
	if (text[at + 1] == '*')
		return at + 2;
	if (!is_name_start(text[at + 1]))
		return at;
	at++;
	while (is_name_char(text[at]))
		at++;
	return at;
}

/* XPath 1.0, 3.7: after an operand `*` multiplies and a name is an operator. */
static bool
follows_operand(const struct tokens *tokens)
{
	if (tokens->list.len == 0)
		return false;
	switch (tokens->list.items[tokens->list.len - 1].kind) {
	case TOKEN_AT:
	case TOKEN_COLONS:
	case TOKEN_OPEN:
	case TOKEN_LEFT:
	case TOKEN_COMMA:
	case TOKEN_OPERATOR:
	case TOKEN_SLASH:
	case TOKEN_SLASHES:
		return false;
	default:
		return true;
	}
}

static enum token_kind
name_kind(const struct tokens *tokens, const char *text, struct str name, size_t end)
{
	static const char *const operators[] = { "and", "or", "mod", "div" };
	static const char *const node_types[] = { "text", "comment", "node", "processing-instruction" };

	if (follows_operand(tokens))
		for (size_t i = 0; i < sizeof operators / sizeof *operators; i++)
			if (str_is(name, operators[i]))
				return TOKEN_OPERATOR;
	while (is_blank(text[end]))
		end++;
	if (text[end] == ':' && text[end + 1] == ':')
		return TOKEN_AXIS;
	if (text[end] != '(')
		return TOKEN_NAME;
	for (size_t i = 0; i < sizeof node_types / sizeof *node_types; i++)
		if (str_is(name, node_types[i]))
			return TOKEN_NODE_TYPE;
	return TOKEN_FUNCTION;
}

/* Marks of one or two characters; 0 when there is none at `p`. */
static size_t
mark_at(const struct tokens *tokens, const char *p, enum token_kind *ret)
{
	static const struct {
		const char *text;
		enum token_kind kind;
	} marks[] = {
		{ "//", TOKEN_SLASHES }, { "::", TOKEN_COLONS }, { "..", TOKEN_DOTS }, { "!=", TOKEN_OPERATOR },
		{ "<=", TOKEN_OPERATOR }, { ">=", TOKEN_OPERATOR }, { "/", TOKEN_SLASH }, { "@", TOKEN_AT },
		{ ".", TOKEN_DOT }, { "(", TOKEN_OPEN }, { ")", TOKEN_CLOSE }, { "[", TOKEN_LEFT },
		{ "]", TOKEN_RIGHT },
		{ ",", TOKEN_COMMA }, { "=", TOKEN_OPERATOR }, { "<", TOKEN_OPERATOR }, { ">", TOKEN_OPERATOR },
		{ "+", TOKEN_OPERATOR }, { "-", TOKEN_OPERATOR }, { "|", TOKEN_OPERATOR }, { "*", TOKEN_NAME },
	};

	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
		size_t len = strlen(marks[i].text);
		if (strncmp(p, marks[i].text, len) == 0) {
			*ret = *p == '*' && follows_operand(tokens) ? TOKEN_OPERATOR : marks[i].kind;
			return len;
		}
	}
	return 0;
}

/* Reads the token at `at` into `token` except its depth. NULL, or what is wrong. */
static const char *
read_one(const struct tokens *tokens, const char *text, size_t at, struct token *token)
{
	size_t end = at;

	token->start = at;
	if (text[at] == '\'' || text[at] == '"') {
		const char *close = strchr(text + at + 1, text[at]);
		if (!close)
			return "a string is not closed";
		token->kind = TOKEN_LITERAL;
		end = (size_t)(close - text) + 1;
		token->text = (struct str){ text + at + 1, end - at - 2 };
	} else if (text[at] == '$') {
		if (!is_name_start(text[at + 1]))
			return "a name is missing after $";
		token->kind = TOKEN_VARIABLE;
		end = name_end(text, at + 1);
		token->text = (struct str){ text + at + 1, end - at - 1 };
	} else if (is_digit(text[at]) || (text[at] == '.' && is_digit(text[at + 1]))) {
		token->kind = TOKEN_NUMBER;
		while (is_digit(text[end]) || text[end] == '.')
			end++;
		token->text = (struct str){ text + at, end - at };
	} else if (is_name_start(text[at])) {
		end = name_end(text, at);
		token->text = (struct str){ text + at, end - at };
		token->kind = name_kind(tokens, text, token->text, end);
	} else {
		end = at + mark_at(tokens, text + at, &token->kind);
		token->text = (struct str){ text + at, end - at };
		if (end == at)
			return "a character has no meaning in XPath";
	}
	token->end = end;
	return NULL;
}

const char *
tokens_read(struct arena *arena, const char *text, struct tokens *ret)
{
	struct tokens tokens = { 0 };
	enum token_kind open[EXPRESSION_DEPTH];
	size_t depth = 0;

	if (strlen(text) > EXPRESSION_BYTES)
		return "longer than 8192 bytes";
	for (size_t at = 0; text[at];) {
		struct token token = { 0 };
		if (is_blank(text[at])) {
			at++;
			continue;
		}
		const char *fault = read_one(&tokens, text, at, &token);
		if (fault)
			return fault;
		if (token.kind == TOKEN_CLOSE || token.kind == TOKEN_RIGHT) {
			if (depth == 0 || open[depth - 1] != (token.kind == TOKEN_CLOSE ? TOKEN_OPEN : TOKEN_LEFT))
				return "brackets do not pair";
			depth--;
		}
		token.depth = depth;
		if (token.kind == TOKEN_OPEN || token.kind == TOKEN_LEFT) {
			if (depth == EXPRESSION_DEPTH)
				return "brackets are nested deeper than 64";
			open[depth++] = token.kind;
		}
		vec_push(arena, &tokens.list, token);
		at = token.end;
	}
	if (depth)
		return "brackets do not pair";
	if (tokens.list.len == 0)
		return "an empty expression";
	*ret = tokens;
	return NULL;
}

bool
token_is(const struct tokens *tokens, size_t i, enum token_kind kind, const char *text)
{
	return i < tokens->list.len && tokens->list.items[i].kind == kind &&
	    (!text || str_is(tokens->list.items[i].text, text));
}

size_t
token_closing(const struct tokens *tokens, size_t i)
{
	const struct token *open = &tokens->list.items[i];
	enum token_kind kind = open->kind == TOKEN_OPEN ? TOKEN_CLOSE : TOKEN_RIGHT;

	for (i++; tokens->list.items[i].kind != kind || tokens->list.items[i].depth != open->depth; i++)
		;
	return i;
}

void
token_split(struct str name, struct str *ret_prefix, struct str *ret_local)
{
	const char *colon = memchr(name.ptr, ':', name.len);

	if (!colon) {
		*ret_prefix = (struct str){ name.ptr, 0 };
		*ret_local = name;
		return;
	}
	*ret_prefix = (struct str){ name.ptr, (size_t)(colon - name.ptr) };
	*ret_local = (struct str){ colon + 1, name.len - ret_prefix->len - 1 };
}
