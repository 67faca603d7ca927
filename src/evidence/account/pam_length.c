/* The length that PAM asks of a new password: pam.d(5), pam_unix(8), pam_pwquality(8), pwquality.conf(5),
 * pam_cracklib(8).
 *
 * Decision rule: in each password stack that was collected, a pam_pwquality or pam_cracklib that is required decides
 * (its arguments before pwquality.conf, 8 characters unless set; positive credits shorten it); without one pam_unix
 * does (minlen, 6 unless set). Of several stacks the weakest counts. A stack with includes, with a check that need not
 * succeed or only warns, or with a module that is not known gives no length. */
#include "evidence/account/pam_length.h"

#include "tenken/syntax/lines.h"

/* The stacks in which passwords are changed. */
static const char *const stacks[] = { "etc/pam.d/common-password", "etc/pam.d/system-auth", "etc/pam.d/password-auth" };
#define STACKS (sizeof stacks / sizeof *stacks)

#define QUALITY_FILE "etc/security/pwquality.conf"
#define QUALITY_DIR QUALITY_FILE ".d/"
#define CREDITS 4
#define JOINED_MAX 4096   /* a line with all that it is continued by */

/* Settings of the check, wherever they were made. */
struct quality {
	int64_t min_length;         /* -1: not set */
	int64_t credits[CREDITS];   /* taken off the length for digits, upper, lower, others */
	bool is_advice;             /* enforcing = 0: it only warns */
	bool is_open;               /* a file of it is there and could not be read */
	struct span at;             /* of the length */
};

/* One stack. */
struct stack {
	const char *checker;        /* pwquality or cracklib, NULL without */
	bool is_opaque;
	int64_t checker_length, unix_length;   /* unix_length -1: no pam_unix */
	struct span checker_at, unix_at;
};

int
pam_length_bid(struct str name)
{
	if (str_is(name, QUALITY_FILE) || (str_has_prefix(name, QUALITY_DIR) && str_has_suffix(name, ".conf")))
		return 80;
	/* Of pam.d only a part is read here: whoever reads it all comes first. */
	for (size_t i = 0; i < STACKS; i++)
		if (str_is(name, stacks[i]))
			return 60;
	return 0;
}

/* One `name=value`; what has no bearing on the length is passed over. A negative credit is a demand and takes nothing
 * off. */
static void
set_quality(struct quality *quality, struct str name, struct str value, struct span at)
{
	static const char *const credits[CREDITS] = { "dcredit", "ucredit", "lcredit", "ocredit" };
	int64_t number = 0;
	bool is_number = str_int(value, &number);

	for (int i = 0; i < CREDITS; i++)
		if (str_is(name, credits[i]))
			quality->credits[i] = is_number ? number : 0;
	if (str_is(name, "enforcing"))
		quality->is_advice = is_number && number == 0;
	if (str_is(name, "minlen")) {
		quality->min_length = number < 6 ? 6 : number;   /* the modules take no less */
		quality->at = at;
	}
}

static struct str
before_comment(struct str line)
{
	const char *hash = line.len ? memchr(line.ptr, '#', line.len) : NULL;

	return str_trim(hash ? (struct str){ line.ptr, (size_t)(hash - line.ptr) } : line);
}

static struct quality
read_quality_file(struct file *file)
{
	struct quality quality = { .min_length = -1 };

	file->is_used = true;
	for (struct lines lines = lines_of(file->bytes); lines_next(&lines);) {
		struct str rest = before_comment(lines.text);
		struct str name = str_token(&rest, " \t="), value = str_token(&rest, " \t=");
		set_quality(&quality, name, value, file_span(file, lines.line));
	}
	return quality;
}

/* Adds one file to what the others set. Which of the files is read last is not the same in all versions: the weaker
 * counts. */
static void
merge_quality(const struct quality *one, struct quality *all)
{
	if (one->min_length >= 0 && (all->min_length < 0 || one->min_length < all->min_length)) {
		all->min_length = one->min_length;
		all->at = one->at;
	}
	for (int i = 0; i < CREDITS; i++)
		if (one->credits[i] > all->credits[i])
			all->credits[i] = one->credits[i];
	all->is_advice |= one->is_advice;
}

/* False when there is no such file. */
static bool
read_quality(const struct parse *parse, struct quality *ret)
{
	struct bundle *bundle = parse->bundle;
	struct quality all = { .min_length = -1 };
	bool is_there = false;

	all.is_open = bundle_is_withheld(parse, QUALITY_FILE) || bundle_is_withheld(parse, QUALITY_DIR "*.conf");
	for (size_t i = 0; i < bundle->files.len; i++) {
		struct str name = str_of(bundle->files.items[i].name);
		if (!str_is(name, QUALITY_FILE) &&
		    !(str_has_prefix(name, QUALITY_DIR) && str_has_suffix(name, ".conf") && !strchr(name.ptr + strlen(QUALITY_DIR), '/')))
			continue;
		struct file *file = bundle_file(parse, name.ptr);
		all.is_open |= !file;
		if (!file || file->link)
			continue;
		is_there = true;
		struct quality one = read_quality_file(file);
		merge_quality(&one, &all);
	}
	*ret = all;
	return is_there;
}

static int64_t
effective_length(const struct quality *quality, int64_t unless_set)
{
	int64_t length = quality->min_length < 0 ? unless_set : quality->min_length;

	for (int i = 0; i < CREDITS; i++)
		length -= quality->credits[i] < length ? quality->credits[i] : length;
	return length;
}

/* The next word of a PAM line; [a b] is one. */
static struct str
pam_word(struct str *rest)
{
	struct str text = str_trim(*rest);
	const char *close = text.len && text.ptr[0] == '[' ? memchr(text.ptr, ']', text.len) : NULL;

	if (!close) {
		*rest = text;
		return str_token(rest, " \t");
	}
	*rest = (struct str){ close + 1, text.len - (size_t)(close + 1 - text.ptr) };
	return (struct str){ text.ptr + 1, (size_t)(close - text.ptr) - 1 };
}

/* Whether a password that the module refuses cannot be set. */
static bool
is_enforced(struct str control)
{
	return str_is_nocase(control, "required") || str_is_nocase(control, "requisite") ||
	       str_has(control, "default=die") || str_has(control, "default=bad");
}

static void
take_checker(
    struct stack *stack, struct str arguments, const struct quality *file_quality, bool is_cracklib, struct span at)
{
	/* pam_cracklib reads no file; its own defaults are 9 characters and a credit of 1 for each kind. */
	struct quality quality =
	    is_cracklib ? (struct quality){ .min_length = 9, .credits = { 1, 1, 1, 1 } } : *file_quality;

	for (struct str word; (word = pam_word(&arguments)).len;) {
		struct str value = word, name = str_token(&value, "=");
		if (str_has_prefix(value, "="))
			value = (struct str){ value.ptr + 1, value.len - 1 };
		set_quality(&quality, name, value, at);
	}
	stack->checker = is_cracklib ? "cracklib" : "pwquality";
	stack->checker_length = effective_length(&quality, 8);
	stack->checker_at = quality.at.path ? quality.at : at;
	stack->is_opaque |= quality.is_advice || quality.is_open;
}

static void
take_unix(struct stack *stack, struct str arguments, struct span at)
{
	int64_t length = 6;

	for (struct str word; (word = pam_word(&arguments)).len;)
		if (str_has_prefix(word, "minlen="))
			str_int((struct str){ word.ptr + 7, word.len - 7 }, &length);
	stack->unix_length = length;
	stack->unix_at = at;
}

/* One line `type control module arguments`; only those of the type password. */
static void
take_line(struct stack *stack, struct str line, const struct quality *file_quality, struct span at)
{
	struct str type = pam_word(&line);

	if (str_is_nocase(type, "@include"))
		stack->is_opaque = true;
	if (!str_is_nocase(type, "password") && !str_is_nocase(type, "-password"))
		return;
	struct str control = pam_word(&line), module = pam_word(&line);
	for (size_t i = module.len; i > 0; i--)
		if (module.ptr[i - 1] == '/') {
			module = (struct str){ module.ptr + i, module.len - i };
			break;
		}
	bool is_cracklib = str_is(module, "pam_cracklib.so");
	if (str_is_nocase(control, "include") || str_is_nocase(control, "substack") ||
	    str_is(module, "pam_passwdqc.so"))
		stack->is_opaque = true;
	else if (str_is(module, "pam_unix.so"))
		take_unix(stack, line, at);
	else if (str_is(module, "pam_pwquality.so") || is_cracklib) {
		take_checker(stack, line, file_quality, is_cracklib, at);
		stack->is_opaque |= !is_enforced(control);
	}
}

static struct stack
read_stack(struct arena *arena, struct file *file, const struct quality *quality)
{
	struct stack stack = { .unix_length = -1 };
	struct str whole = STR("");

	file->is_used = true;
	for (struct lines lines = lines_of(file->bytes); lines_next(&lines);) {
		struct str line = before_comment(lines.text);
		bool goes_on = str_has_suffix(line, "\\");
		if (goes_on)
			line.len--;
		if (whole.len > JOINED_MAX)
			stack.is_opaque = true;
		else if (whole.len)
			line = str_of(
			    arena_printf(arena, "%.*s %.*s", (int)whole.len, whole.ptr, (int)line.len, line.ptr));
		whole = goes_on ? line : STR("");
		if (!goes_on)
			take_line(&stack, line, quality, file_span(file, lines.line));
	}
	stack.is_opaque |= whole.len != 0;
	return stack;
}

/* Adds a stack to the answer: the weakest counts, and one that cannot be told makes the whole unknown. */
static void
add_stack(const struct stack *stack, struct pam_length *length)
{
	int64_t checker = stack->checker ? stack->checker_length : -1;
	int64_t least = checker > stack->unix_length ? checker : stack->unix_length;

	if (least < 0 && !stack->is_opaque)
		return;   /* passwords are not changed here */
	if (length->module && !length->is_known)
		return;
	if (length->module && !stack->is_opaque && least >= length->min_length)
		return;
	length->module = stack->checker ? stack->checker : "pam_unix";
	length->at = stack->checker ? stack->checker_at : stack->unix_at;
	length->is_known = !stack->is_opaque;
	length->min_length = least;
}

void
pam_length_read(const struct parse *parse, struct pam_length *ret)
{
	struct pam_length length = { 0 };
	struct quality quality;
	bool has_stack = false;

	bool has_quality = read_quality(parse, &quality);
	length.has_pam = has_quality;
	for (size_t i = 0; i < parse->bundle->files.len; i++)
		length.has_pam |= str_has_prefix(str_of(parse->bundle->files.items[i].name), "etc/pam.d/");
	for (size_t i = 0; i < STACKS; i++) {
		struct file *file = bundle_file(parse, stacks[i]);
		if (!file || file->link)
			continue;
		has_stack = true;
		struct stack stack = read_stack(parse->bundle->arena, file, &quality);
		if (!stack.unix_at.path && !stack.checker)
			stack.unix_at = file_span(file, 0);
		add_stack(&stack, &length);
	}
	/* No stack was collected: a length that somebody set in the file is in force as far as anyone can see. */
	if (!has_stack && quality.min_length >= 0 && !quality.is_advice && !quality.is_open) {
		length.module = "pwquality";
		length.is_known = true;
		length.min_length = effective_length(&quality, 8);
		length.at = quality.at;
	}
	*ret = length;
}
