/* The guard rule: what is not known must not decide. An absent attribute makes `not(@x < 5)` true, so an assert (or a
 * report without role) may read an attribute of its record only when
 *   - the evidence always has it (mandatory.c), or it is name or at;
 *   - a report with role before it in the same rule mentions it;
 *   - every alternative of the rule's context mentions it in its last predicates; or
 *   - it is one side of a plain comparison that stands, after `or`, beside a test of an attribute of the kinds above
 *     (`@kind='a' or @days >= 5`): there absence makes that alternative false and never the whole true.
 * The analysis is by tokens and errs on the side of refusal; a mention is not proof that the guard is right. */
#include "check/schema.h"

struct names {
	VEC(struct str) list;
};

struct lint {
	struct run *run;
	const struct schema *schema;
	const struct mandatory *mandatory;
	const struct pattern *pattern;
	const struct rule *rule;
	struct names guards;
};

static bool
has_name(const struct names *names, struct str name)
{
	for (size_t i = 0; i < names->list.len; i++)
		if (names->list.items[i].len == name.len && memcmp(names->list.items[i].ptr, name.ptr, name.len) == 0)
			return true;
	return false;
}

static void
add_name(struct lint *lint, struct names *names, struct str name)
{
	if (!has_name(names, name))
		vec_push(lint->run->arena, &names->list, name);
}

/* The bracket that closes at item `i`, seen from behind. */
static size_t
opening(const struct tokens *tokens, size_t i)
{
	enum token_kind kind = tokens->list.items[i].kind == TOKEN_CLOSE ? TOKEN_OPEN : TOKEN_LEFT;
	size_t depth = tokens->list.items[i].depth;

	while (tokens->list.items[i].kind != kind || tokens->list.items[i].depth != depth)
		i--;
	return i;
}

static bool
is_slash(const struct tokens *tokens, size_t i)
{
	return token_is(tokens, i, TOKEN_SLASH, NULL) || token_is(tokens, i, TOKEN_SLASHES, NULL);
}

static const struct let *
find_let(const struct lets *lets, struct str name)
{
	for (size_t i = lets->list.len; i-- > 0;)
		if (str_is(name, lets->list.items[i]->name))
			return lets->list.items[i];
	return NULL;
}

/* Whether something between the items can be the record itself. */
static bool
has_record(const struct tokens *tokens, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		if (token_is(tokens, i, TOKEN_DOT, NULL) || token_is(tokens, i, TOKEN_AXIS, "self") ||
		    token_is(tokens, i, TOKEN_FUNCTION, "current"))
			return true;
	return false;
}

/* Whether the path whose last step ends at item `i` still stands at the record: `.`, `self::x`, `current()`, each with
 * predicates or after another such step; for a variable or parentheses, whether it may. */
static bool
is_at_record(const struct lint *lint, const struct tokens *tokens, size_t i)
{
	for (;;) {
		while (token_is(tokens, i, TOKEN_RIGHT, NULL)) {
			i = opening(tokens, i);
			if (i-- == 0)
				return false;
		}
		if (i >= 2 && token_is(tokens, i - 2, TOKEN_NODE_TYPE, NULL))
			i -= 2;   /* node() */
		size_t first = i;
		if (token_is(tokens, i, TOKEN_CLOSE, NULL))
			return (i >= 2 && token_is(tokens, i - 2, TOKEN_FUNCTION, "current")) ||
			    has_record(tokens, opening(tokens, i), i);
		if (token_is(tokens, i, TOKEN_VARIABLE, NULL)) {
			const struct let *let = find_let(&lint->rule->lets, tokens->list.items[i].text);
			return let && has_record(&let->value->tokens, 0, let->value->tokens.list.len);
		}
		if (i >= 2 && token_is(tokens, i - 2, TOKEN_AXIS, "self"))
			first = i - 2;
		else if (!token_is(tokens, i, TOKEN_DOT, NULL))
			return false;
		if (first == 0 || !is_slash(tokens, first - 1))
			return true;
		if (first == 1)
			return false;   /* `/.`: the document */
		i = first - 2;
	}
}

/* Whether a relative path at item `i` begins at the record: all predicates around it, but the `base` outermost, are
 * those of steps that stand at the record. */
static bool
begins_at_record(const struct lint *lint, const struct tokens *tokens, size_t i, size_t base)
{
	size_t depth = tokens->list.items[i].depth;

	while (i-- > 0 && depth > base) {
		const struct token *token = &tokens->list.items[i];
		if (token->depth >= depth)
			continue;
		if (token->kind != TOKEN_LEFT && token->kind != TOKEN_OPEN)
			continue;
		depth = token->depth;
		if (token->kind == TOKEN_LEFT && (i == 0 || !is_at_record(lint, tokens, i - 1)))
			return false;
	}
	return true;
}

/* Whether the attribute step at item `i` (`@`, or the axis) is one of the record. */
static bool
is_of_record(const struct lint *lint, const struct tokens *tokens, size_t i, size_t base)
{
	if (i == 0 || !is_slash(tokens, i - 1))
		return begins_at_record(lint, tokens, i, base);
	if (i == 1 || !is_at_record(lint, tokens, i - 2))
		return false;
	return token_is(tokens, i - 2, TOKEN_CLOSE, NULL) || begins_at_record(lint, tokens, i, base);
}

/* The name of the attribute that item `i` reads of the record. */
static bool
attribute_at(const struct lint *lint, const struct tokens *tokens, size_t i, size_t base, struct str *ret)
{
	size_t name = 0;

	if (token_is(tokens, i, TOKEN_AT, NULL))
		name = i + 1;
	else if (token_is(tokens, i, TOKEN_AXIS, "attribute"))
		name = i + 2;
	if (name == 0 || !is_of_record(lint, tokens, i, base))
		return false;
	*ret = token_is(tokens, name, TOKEN_NAME, NULL) ? tokens->list.items[name].text : STR("*");
	return true;
}

/* Adds the attributes of the record that the items read, also through the first `lets` variables of the rule. */
static void
collect(struct lint *lint, const struct tokens *tokens, size_t from, size_t to, size_t base, size_t lets,
    struct names *names)
{
	struct str name;

	for (size_t i = from; i < to; i++) {
		if (attribute_at(lint, tokens, i, base, &name))
			add_name(lint, names, name);
		if (!token_is(tokens, i, TOKEN_VARIABLE, NULL))
			continue;
		for (size_t k = lets; k-- > 0;) {
			const struct let *let = lint->rule->lets.list.items[k];
			if (!str_is(tokens->list.items[i].text, let->name))
				continue;
			/* Only what stands before it: `$x` in `x` is an outer variable. */
			collect(lint, &let->value->tokens, 0, let->value->tokens.list.len, 0, k, names);
			break;
		}
	}
}

static void
collect_all(struct lint *lint, const struct tokens *tokens, struct names *names)
{
	collect(lint, tokens, 0, tokens->list.len, 0, lint->rule->lets.list.len, names);
}

/* What the predicates of the last step of every alternative of the context mention. */
static void
collect_context(struct lint *lint)
{
	for (size_t b = 0; b < lint->rule->branches.len; b++) {
		const struct tokens *tokens = &lint->rule->branches.items[b].pattern->tokens;
		struct names names = { 0 }, both = { 0 };
		size_t step = 0;

		for (size_t i = 0; i < tokens->list.len; i++)
			if (tokens->list.items[i].depth == 0 && tokens->list.items[i].kind == TOKEN_NAME)
				step = i;
		collect(lint, tokens, step + 1, tokens->list.len, 1, 0, &names);
		for (size_t i = 0; i < names.list.len; i++)
			if (b == 0 || has_name(&lint->guards, names.list.items[i]))
				add_name(lint, &both, names.list.items[i]);
		lint->guards = both;
	}
}

static bool
is_known(const struct lint *lint, struct str name)
{
	if (has_name(&lint->guards, name))
		return true;
	for (size_t i = 0; i < lint->rule->branches.len; i++)
		if (!mandatory_has(lint->mandatory, lint->rule->branches.items[i].element, name))
			return false;
	return lint->rule->branches.len > 0;
}

/* Something that is a number or a string whatever the evidence: no boolean, which absence would equal as false. */
static bool
is_constant(const struct lint *lint, const struct token *token)
{
	if (token->kind == TOKEN_LITERAL || token->kind == TOKEN_NUMBER)
		return true;
	/* An inner variable of the same name would be another one. */
	if (token->kind != TOKEN_VARIABLE || find_let(&lint->rule->lets, token->text) ||
	    find_let(&lint->pattern->lets, token->text))
		return false;
	const struct let *let = find_let(&lint->schema->lets, token->text);
	if (!let || let->value->tokens.list.len != 1)
		return false;
	enum token_kind kind = let->value->tokens.list.items[0].kind;
	return kind == TOKEN_LITERAL || kind == TOKEN_NUMBER;
}

/* Whether the items are `@name OP constant` or the other way round, with an operator that absence makes false. */
static bool
is_plain(const struct lint *lint, const struct tokens *tokens, size_t from, size_t to)
{
	const struct token *items = tokens->list.items;

	if (to - from != 4)
		return false;
	bool is_first = items[from].kind == TOKEN_AT;
	const struct token *operator = &items[is_first ? from + 2 : from + 1];
	if (!is_first && items[from + 2].kind != TOKEN_AT)
		return false;
	return operator->kind == TOKEN_OPERATOR && operator->text.len <= 2 && memchr("=<>", operator->text.ptr[0], 3) &&
	    is_constant(lint, &items[is_first ? from + 3 : from]);
}

/* The next item from `from` that is this operator outside all brackets, or `to`. */
static size_t
split(const struct tokens *tokens, size_t from, size_t to, const char *operator)
{
	while (from < to && !(tokens->list.items[from].depth == 0 && token_is(tokens, from, TOKEN_OPERATOR, operator)))
		from++;
	return from;
}

/* Whether all that `from` to `to`, joined by `and`, reads of the attribute are plain comparisons. */
static bool
is_false_without(struct lint *lint, const struct tokens *tokens, size_t from, size_t to, struct str name)
{
	while (from < to) {
		size_t end = split(tokens, from, to, "and");
		struct names names = { 0 };
		collect(lint, tokens, from, end, 0, lint->rule->lets.list.len, &names);
		if (has_name(&names, name) && !is_plain(lint, tokens, from, end))
			return false;
		from = end + 1;
	}
	return true;
}

/* The last case of the comment at the top. */
static bool
is_alternative(struct lint *lint, const struct tokens *tokens, struct str name)
{
	bool has_other = false;

	for (size_t from = 0; from < tokens->list.len;) {
		size_t end = split(tokens, from, tokens->list.len, "or");
		struct names names = { 0 };
		collect(lint, tokens, from, end, 0, lint->rule->lets.list.len, &names);
		if (has_name(&names, name) && !is_false_without(lint, tokens, from, end, name))
			return false;
		for (size_t i = 0; !has_name(&names, name) && i < names.list.len; i++)
			has_other |= is_known(lint, names.list.items[i]);
		from = end + 1;
	}
	return has_other;
}

static size_t
lint_assertion(struct lint *lint, const struct assertion *assertion)
{
	const struct tokens *tokens = &assertion->test->tokens;
	struct names names = { 0 };
	size_t found = 0;

	collect_all(lint, tokens, &names);
	for (size_t i = 0; i < names.list.len; i++) {
		struct str name = names.list.items[i];
		if (str_is(name, "name") || str_is(name, "at") || is_known(lint, name))
			continue;
		if (!assertion->is_report && is_alternative(lint, tokens, name))
			continue;
		diag_report(&lint->run->diags, DIAG_CHECK_UNGUARDED, assertion->span, "@%.*s in: %s", (int)name.len,
		    name.ptr, assertion->test->text);
		found++;
	}
	return found;
}

static size_t
lint_rule(struct lint *lint)
{
	size_t found = 0;

	lint->guards = (struct names){ 0 };
	collect_context(lint);
	for (size_t i = 0; i < lint->rule->assertions.len; i++) {
		const struct assertion *assertion = lint->rule->assertions.items[i];
		if (assertion->role != ROLE_NONE)
			collect_all(lint, &assertion->test->tokens, &lint->guards);
		else
			found += lint_assertion(lint, assertion);
	}
	return found;
}

size_t
schema_lint(struct run *run, const struct schema *schema, const struct mandatory *mandatory)
{
	struct lint lint = { .run = run, .schema = schema, .mandatory = mandatory };
	size_t found = 0;

	for (size_t i = 0; i < schema->patterns.len; i++) {
		lint.pattern = schema->patterns.items[i];
		for (size_t k = 0; k < lint.pattern->rules.len; k++) {
			lint.rule = lint.pattern->rules.items[k];
			found += lint_rule(&lint);
		}
	}
	return found;
}
