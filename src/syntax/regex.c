/* Regular expressions by PCRE2, for EXSLT regexp:test and for line grammars.
 *
 * Patterns come from rule files, texts from strangers: the match, depth and heap limits of limits.h hold for every
 * match, with JIT and without. Texts are UTF-8; a text that is not is matched by a second form of the pattern, made
 * when first needed, in which bytes outside UTF-8 match nothing. That form is not used throughout because it costs
 * every match of a well-formed text, and because its interpreter is quadratic when a caller steps through a large
 * text: hence one line a call (regex.h). */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "tenken/base/limits.h"
#include "tenken/syntax/regex.h"

/* What a pattern may be: a `$` that also matches before a final line feed would let `^no$` accept "no\n"; \C splits
 * characters. \d and \w stay ASCII, as EXSLT has them: a full-width digit is no digit to any daemon. */
#define PATTERN_OPTIONS (PCRE2_UTF | PCRE2_NEVER_BACKSLASH_C | PCRE2_DOLLAR_ENDONLY)

/* The interpreter's heap, KiB: one frame a level of depth, the largest frame (all groups used) below 4 KiB. */
#define HEAP_KIB (LIMIT_REGEX_DEPTH * 4)

/* JIT code begins on 32 KiB of the machine's stack; the few matches that need more get this. */
#define JIT_STACK_START (32u << 10)
#define JIT_STACK_MAX   (1u << 20)

struct regex {
	const char *pattern;
	uint32_t options;
	pcre2_code *code;
	pcre2_code *lenient;           /* for texts that are not UTF-8; NULL until one comes */
	pcre2_match_data *data;        /* one: a run has one thread */
	pcre2_match_context *context;
	pcre2_jit_stack *stack;        /* NULL until a match asks for more than the default */
};

static void
release(void *data)
{
	struct regex *regex = data;

	pcre2_match_data_free(regex->data);
	pcre2_match_context_free(regex->context);
	pcre2_jit_stack_free(regex->stack);
	pcre2_code_free(regex->lenient);
	pcre2_code_free(regex->code);
}

/* PCRE2 says "out of memory" by NULL only; the arena's way of ending is the house's way. */
static void *
or_end(struct arena *arena, void *handle)
{
	if (!handle)
		arena_array(arena, SIZE_MAX, 2);
	return handle;
}

static pcre2_code *
compile(const char *pattern, uint32_t options, int *ret_error, size_t *ret_offset)
{
	PCRE2_SPTR text = (PCRE2_SPTR)pattern;
	pcre2_code *code = pcre2_compile(text, PCRE2_ZERO_TERMINATED, options, ret_error, ret_offset, NULL);

	/* Without JIT (not built in, or forbidden by the system) the interpreter does the same, slower. */
	if (code)
		(void)pcre2_jit_compile(code, PCRE2_JIT_COMPLETE);
	return code;
}

struct regex *
regex_compile(struct arena *arena, const char *pattern, unsigned flags, const char **ret_error)
{
	uint32_t options = PATTERN_OPTIONS | (flags & REGEX_NOCASE ? PCRE2_CASELESS : 0);
	int error;
	size_t offset;
	pcre2_code *code = compile(pattern, options, &error, &offset);

	if (!code) {
		PCRE2_UCHAR text[120] = "";
		pcre2_get_error_message(error, text, sizeof text);
		*ret_error = arena_printf(arena, "%s (at byte %zu)", (const char *)text, offset);
		return NULL;
	}
	struct regex *regex = arena_alloc(arena, sizeof *regex);
	arena_cleanup(arena, release, regex);
	regex->pattern = arena_strdup(arena, pattern);
	regex->options = options;
	regex->code = code;
	regex->data = or_end(arena, pcre2_match_data_create(REGEX_GROUPS, NULL));
	regex->context = or_end(arena, pcre2_match_context_create(NULL));
	pcre2_set_match_limit(regex->context, LIMIT_REGEX_MATCH);
	pcre2_set_depth_limit(regex->context, LIMIT_REGEX_DEPTH);
	pcre2_set_heap_limit(regex->context, HEAP_KIB);
	return regex;
}

static int
match_once(struct regex *regex, const pcre2_code *code, struct str text)
{
	const char *start = text.ptr ? text.ptr : "";

	return pcre2_match(code, (PCRE2_SPTR)start, text.len, 0, 0, regex->data, regex->context);
}

/* As match_once, with a larger stack when the first was too small. */
static int
match(struct regex *regex, const pcre2_code *code, struct str text)
{
	int count = match_once(regex, code, text);

	if (count != PCRE2_ERROR_JIT_STACKLIMIT || regex->stack)
		return count;
	regex->stack = pcre2_jit_stack_create(JIT_STACK_START, JIT_STACK_MAX, NULL);
	if (!regex->stack)
		return count;
	pcre2_jit_stack_assign(regex->context, NULL, regex->stack);
	return match_once(regex, code, text);
}

static int
match_lenient(struct regex *regex, struct str text)
{
	int error;
	size_t offset;

	if (!regex->lenient)
		regex->lenient = compile(regex->pattern, regex->options | PCRE2_MATCH_INVALID_UTF, &error, &offset);
	return regex->lenient ? match(regex, regex->lenient, text) : PCRE2_ERROR_NOMEMORY;
}

/* `count` pairs of the last match were set; the pattern may have fewer groups, or more than fit. */
static void
groups_of(struct regex *regex, struct str text, int count, struct str *groups)
{
	const size_t *pairs = pcre2_get_ovector_pointer(regex->data);
	const char *start = text.ptr ? text.ptr : "";
	int set = count == 0 ? REGEX_GROUPS : count;

	for (int i = 0; i < REGEX_GROUPS; i++) {
		size_t from = pairs[2 * i], to = pairs[2 * i + 1];
		groups[i] = (struct str){ NULL, 0 };
		if (i < set && from != PCRE2_UNSET && from <= to)
			groups[i] = (struct str){ start + from, to - from };
	}
}

int
regex_match(struct regex *regex, struct str text, struct str *groups)
{
	int count = match(regex, regex->code, text);

	/* The range of "not UTF-8", from the first to the last of its 21 reasons. */
	if (count <= PCRE2_ERROR_UTF8_ERR1 && count >= PCRE2_ERROR_UTF8_ERR21)
		count = match_lenient(regex, text);
	if (count == PCRE2_ERROR_NOMATCH)
		return 0;
	if (count < 0)
		return -1;
	if (groups)
		groups_of(regex, text, count, groups);
	return 1;
}
