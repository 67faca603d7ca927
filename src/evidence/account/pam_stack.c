/* pam.d(5): `type control module arguments`, `include` and `substack` controls, Debian's `@include`. */
#include "evidence/account/pam_stack.h"

#include "tenken/base/limits.h"
#include "tenken/syntax/lines.h"

#define RULES_MAX 1000

struct reading {
	const struct parse *parse;
	const char *type;
	int level;                 /* substacks that are open */
	struct pam_stack stack;
};

static void read_service(struct reading *reading, struct str service, int depth);

/* The next word; [a b] is one, without its brackets. */
static struct str
next_word(struct str *rest)
{
	struct str text = str_trim(*rest);
	const char *close = text.len && text.ptr[0] == '[' ? memchr(text.ptr, ']', text.len) : NULL;

	*rest = text;
	if (!close)
		return str_token(rest, " \t");
	*rest = (struct str){ close + 1, text.len - (size_t)(close + 1 - text.ptr) };
	return (struct str){ text.ptr + 1, (size_t)(close - text.ptr) - 1 };
}

static struct str
base_of(struct str path)
{
	for (size_t i = path.len; i > 0; i--)
		if (path.ptr[i - 1] == '/')
			return (struct str){ path.ptr + i, path.len - i };
	return path;
}

static void
add_rule(struct reading *reading, struct pam_rule rule)
{
	if (!rule.module.len || reading->stack.rules.len >= RULES_MAX)
		reading->stack.is_open = true;
	else
		vec_push(reading->parse->bundle->arena, &reading->stack.rules, rule);
}

static void
take_line(struct reading *reading, struct str line, struct span at, int depth)
{
	struct str type = next_word(&line);

	if (str_is_nocase(type, "@include")) {
		read_service(reading, base_of(next_word(&line)), depth + 1);
		return;
	}
	bool may_miss = str_has_prefix(type, "-");
	if (may_miss)
		type = (struct str){ type.ptr + 1, type.len - 1 };
	if (!str_is_nocase(type, reading->type))
		return;
	struct str control = next_word(&line), module = next_word(&line);
	if (str_is_nocase(control, "include")) {
		read_service(reading, base_of(module), depth + 1);
		return;
	}
	add_rule(reading, (struct pam_rule){ control, base_of(module), line, at, reading->level, may_miss });
	if (str_is_nocase(control, "substack")) {
		reading->level++;
		read_service(reading, base_of(module), depth + 1);
		reading->level--;
	}
}

static void
read_service(struct reading *reading, struct str service, int depth)
{
	struct arena *arena = reading->parse->bundle->arena;
	struct file *file = service.len < LIMIT_PATH_BYTES && depth <= LIMIT_INCLUDE_DEPTH
	    ? bundle_file(reading->parse, arena_printf(arena, "etc/pam.d/%.*s", (int)service.len, service.ptr)) : NULL;

	if (!file || file->link || reading->stack.rules.len >= RULES_MAX) {
		reading->stack.is_open = true;
		return;
	}
	file->is_used = true;
	for (struct lines lines = lines_of(file->bytes); lines_next(&lines) && lines.line <= LIMIT_LINES && reading->stack.rules.len < RULES_MAX;) {
		const char *hash = lines.text.len ? memchr(lines.text.ptr, '#', lines.text.len) : NULL;
		struct str text = str_trim(hash ? (struct str){ lines.text.ptr, (size_t)(hash - lines.text.ptr) } : lines.text);
		/* What a line that goes on says is not known here. */
		reading->stack.is_open |= str_has_suffix(text, "\\");
		if (text.len)
			take_line(reading, text, file_span(file, lines.line), depth);
	}
}

bool
pam_stack_read(const struct parse *parse, const char *service, const char *type, struct pam_stack *ret)
{
	struct reading reading = { .parse = parse, .type = type };
	struct file *file = bundle_file(parse, arena_printf(parse->bundle->arena, "etc/pam.d/%s", service));

	if (!file || file->link)
		return false;
	read_service(&reading, str_of(service), 0);
	*ret = reading.stack;
	return true;
}

bool
pam_rule_has(const struct pam_rule *rule, const char *word)
{
	struct str rest = rule->arguments;

	for (struct str argument; (argument = next_word(&rest)).len;)
		if (str_is(argument, word))
			return true;
	return false;
}

bool
pam_rule_number(const struct pam_rule *rule, const char *name, int64_t *ret)
{
	struct str rest = rule->arguments;
	size_t len = strlen(name);

	for (struct str argument; (argument = next_word(&rest)).len;)
		if (argument.len > len + 1 && str_has_prefix(argument, name) && argument.ptr[len] == '=')
			return str_int((struct str){ argument.ptr + len + 1, argument.len - len - 1 }, ret);
	return false;
}

bool
pam_rule_is_enforced(const struct pam_rule *rule)
{
	return str_is_nocase(rule->control, "required") || str_is_nocase(rule->control, "requisite") || str_has(rule->control, "default=die") ||
	    str_has(rule->control, "default=bad");
}

bool
pam_rule_may_skip(const struct pam_rule *rule)
{
	const char *success = rule->control.len ? memmem(rule->control.ptr, rule->control.len, "success=", 8) : NULL;
	bool is_bracketed = success && success + 8 < rule->control.ptr + rule->control.len;

	if (str_is_nocase(rule->control, "sufficient"))
		return true;
	/* success=ok and ignore go on; a number jumps, done ends. */
	return is_bracketed && success[8] != 'o' && success[8] != 'i';
}
