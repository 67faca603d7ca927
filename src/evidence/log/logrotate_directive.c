/* logrotate.conf(5): the directives. What each costs when it is wrong differs, and was found by trying the program
 * (3.21): a bad number drops the stanza, a bad `weekly` the rest of the file, a missing size nothing but the line. */
#include "evidence/log/logrotate.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>

#include "tenken/base/limits.h"

enum directive_kind {
	DIRECTIVE_PERIOD,
	DIRECTIVE_WEEKLY,    /* may have a day behind it, and nothing else */
	DIRECTIVE_COUNT,     /* a number; missing or bad is a fault */
	DIRECTIVE_SIZE,      /* bytes; bad is a fault, missing is not */
	DIRECTIVE_TEXT,      /* a text of no interest here; missing is a fault */
	DIRECTIVE_ADDRESS,   /* the same; blanks in it are a fault too */
	DIRECTIVE_LOOSE,     /* the same, but missing is no fault */
	DIRECTIVE_LINE,      /* the same as text, but the line is lost with the fault */
	DIRECTIVE_OWNER,     /* [mode] [user [group]] */
	DIRECTIVE_SU,        /* user group */
	DIRECTIVE_INCLUDE,
	DIRECTIVE_TABOO,
	DIRECTIVE_SCRIPT,
};

static const struct directive {
	const char *name;
	enum directive_kind kind;
	size_t offset;                  /* of the setting in the rules */
	enum logrotate_period period;
	int64_t least;                  /* of a count */
} directives[] = {
	{ "hourly", .kind = DIRECTIVE_PERIOD, .period = LOGROTATE_HOURLY },
	{ "daily", .kind = DIRECTIVE_PERIOD, .period = LOGROTATE_DAILY },
	{ "weekly", .kind = DIRECTIVE_WEEKLY, .period = LOGROTATE_WEEKLY },
	{ "monthly", .kind = DIRECTIVE_PERIOD, .period = LOGROTATE_MONTHLY },
	{ "yearly", .kind = DIRECTIVE_PERIOD, .period = LOGROTATE_YEARLY },
	{ "rotate", .kind = DIRECTIVE_COUNT, .offset = offsetof(struct logrotate_rules, rotate), .least = -1 },
	{ "maxage", .kind = DIRECTIVE_COUNT, .offset = offsetof(struct logrotate_rules, maxage) },
	{ "minage", .kind = DIRECTIVE_COUNT, .offset = offsetof(struct logrotate_rules, minage) },
	{ "start", .kind = DIRECTIVE_COUNT, .offset = SIZE_MAX },
	{ "shredcycles", .kind = DIRECTIVE_COUNT, .offset = SIZE_MAX },
	{ "size", .kind = DIRECTIVE_SIZE, .offset = offsetof(struct logrotate_rules, size) },
	{ "minsize", .kind = DIRECTIVE_SIZE, .offset = offsetof(struct logrotate_rules, minsize) },
	{ "maxsize", .kind = DIRECTIVE_SIZE, .offset = offsetof(struct logrotate_rules, maxsize) },
	{ "include", .kind = DIRECTIVE_INCLUDE },
	{ "tabooext", .kind = DIRECTIVE_TABOO },
	{ "taboopat", .kind = DIRECTIVE_TABOO },
	{ "firstaction", .kind = DIRECTIVE_SCRIPT },
	{ "prerotate", .kind = DIRECTIVE_SCRIPT },
	{ "postrotate", .kind = DIRECTIVE_SCRIPT },
	{ "preremove", .kind = DIRECTIVE_SCRIPT },
	{ "lastaction", .kind = DIRECTIVE_SCRIPT },
	{ "mail", .kind = DIRECTIVE_ADDRESS },
	{ "olddir", .kind = DIRECTIVE_TEXT },
	{ "extension", .kind = DIRECTIVE_TEXT },
	{ "compresscmd", .kind = DIRECTIVE_TEXT },
	{ "uncompresscmd", .kind = DIRECTIVE_TEXT },
	{ "compressext", .kind = DIRECTIVE_TEXT },
	{ "compressoptions", .kind = DIRECTIVE_LINE },
	{ "addextension", .kind = DIRECTIVE_LOOSE },
	{ "dateformat", .kind = DIRECTIVE_LOOSE },
	{ "create", .kind = DIRECTIVE_OWNER },
	{ "createolddir", .kind = DIRECTIVE_OWNER },
	{ "su", .kind = DIRECTIVE_SU },
};

/* These stand alone: the rest of the line is read on. */
static const char *const plain[] = {
	"ignoreduplicates", "allowhardlink", "noallowhardlink", "compress", "nocompress", "copy", "nocopy",
	"copytruncate", "nocopytruncate", "renamecopy", "norenamecopy", "nocreate", "nocreateolddir", "dateext",
	"nodateext", "dateyesterday", "datehourago", "delaycompress", "nodelaycompress", "ifempty", "notifempty",
	"mailfirst", "maillast", "missingok", "nomissingok", "nomail", "noolddir", "sharedscripts", "nosharedscripts",
	"shred", "noshred", "errors",
};

static const struct directive *
find(struct str word)
{
	for (size_t i = 0; i < sizeof directives / sizeof *directives; i++)
		if (str_is(word, directives[i].name))
			return &directives[i];
	return NULL;
}

bool
logrotate_is_script(struct str word)
{
	const struct directive *directive = find(word);

	return directive && directive->kind == DIRECTIVE_SCRIPT;
}

static struct logrotate_rules *
rules_of(struct logrotate_cursor *cursor)
{
	return cursor->stanza ? &cursor->stanza->rules : cursor->outer;
}

static void
set(struct logrotate_cursor *cursor, struct logrotate_setting *setting, int64_t value)
{
	*setting = (struct logrotate_setting){ .value = value, .file = cursor->file, .line = cursor->line };
}

/* The byte behind a directive that takes nothing is lost, a blank in most cases. */
static enum logrotate_outcome
take_nothing(struct logrotate_cursor *cursor)
{
	if (cursor->p < cursor->end) {
		cursor->line += *cursor->p == '\n';
		cursor->p++;
	}
	return LOGROTATE_OK;
}

/* What is left of the line, as a C string: the program's values end at a NUL byte as well. The cursor goes to its end. */
static const char *
take_line(struct logrotate_cursor *cursor)
{
	const char *start = cursor->p;

	while (cursor->p < cursor->end && *cursor->p != '\n')
		cursor->p++;
	size_t len = (size_t)(cursor->p - start);
	if (len > LIMIT_LINE_BYTES)
		len = LIMIT_LINE_BYTES;
	struct str line = str_trim((struct str){ start, len });
	return arena_strndup(cursor->arena, line.ptr, line.len);
}

/* The value behind a directive: one `=` may stand before it. NULL without one; the cursor then stays where it was but
 * for the one byte that a fault loses. */
static const char *
take_value(struct logrotate_cursor *cursor)
{
	const char *p = cursor->p;

	while (p < cursor->end && (*p == ' ' || *p == '\t'))
		p++;
	if (p < cursor->end && *p == '=')
		p++;
	while (p < cursor->end && (*p == ' ' || *p == '\t'))
		p++;
	/* At the end of the file there is a value, and it is empty. */
	if (p < cursor->end && *p == '\n')
		return NULL;
	cursor->p = p;
	return take_line(cursor);
}

static enum logrotate_outcome
missing(struct logrotate_cursor *cursor, const struct directive *directive)
{
	cursor->fault = arena_printf(cursor->arena, "%s without a value", directive->name);
	take_nothing(cursor);
	return LOGROTATE_FAULT;
}

static enum logrotate_outcome
bad(struct logrotate_cursor *cursor, const struct directive *directive, const char *value)
{
	cursor->fault = arena_printf(cursor->arena, "%s `%s'", directive->name, value);
	return LOGROTATE_FAULT;
}

/* strtol with base 0, as the program does: 010 is eight. What was read of a bad number has been assigned already when
 * the program finds it bad, which shows where the file ends before the stanza does. */
static enum logrotate_outcome
take_count(struct logrotate_cursor *cursor, const struct directive *directive)
{
	const char *value = take_value(cursor);
	char *rest;

	if (!value)
		return missing(cursor, directive);
	long number = strtol(value, &rest, 0);
	int64_t count = (int32_t)(uint32_t)(unsigned long)number;
	if (directive->offset != SIZE_MAX)
		set(cursor, (struct logrotate_setting *)((char *)rules_of(cursor) + directive->offset), count);
	if (*rest || count < directive->least)
		return bad(cursor, directive, value);
	return LOGROTATE_OK;
}

/* A number with k, K, M or G. The product wraps in the program, so it does here. */
static bool
read_size(const char *value, size_t len, uint64_t *ret)
{
	uint64_t factor = 1;
	char *end;

	switch (len ? value[len - 1] : '\0') {
	case 'k': case 'K': factor = 1ull << 10; break;
	case 'M': factor = 1ull << 20; break;
	case 'G': factor = 1ull << 30; break;
	default:
		if (len == 0 || !isdigit((unsigned char)value[len - 1]))
			return false;
		len++;
	}
	errno = 0;
	uint64_t number = strtoull(value, &end, 0);
	if (end != value + len - 1 || errno == ERANGE || strchr(value, '-'))
		return false;
	*ret = number * factor;
	return true;
}

static enum logrotate_outcome
take_size(struct logrotate_cursor *cursor, const struct directive *directive)
{
	const char *value = take_value(cursor);
	uint64_t size;

	if (!value) {
		/* Only the line is lost. */
		logrotate_report(cursor, DIAG_SYNTAX_IGNORED, cursor->line, arena_printf(cursor->arena, "%s without a value", directive->name));
		return take_nothing(cursor);
	}
	if (!read_size(value, strlen(value), &size))
		return bad(cursor, directive, value);
	struct logrotate_rules *rules = rules_of(cursor);
	int64_t bytes = size > INT64_MAX ? INT64_MAX : (int64_t)size;
	set(cursor, (struct logrotate_setting *)((char *)rules + directive->offset), bytes);
	if (directive->offset == offsetof(struct logrotate_rules, size))
		set(cursor, &rules->period, LOGROTATE_SIZE);
	return LOGROTATE_OK;
}

/* `weekly` or `weekly DAY`, 0 to 7. A comment behind it is no day either. */
static enum logrotate_outcome
take_weekly(struct logrotate_cursor *cursor)
{
	const char *value = take_line(cursor);
	const char *digits = value + (*value == '+');
	struct str text = str_of(digits);
	int64_t day = 0;

	if (*value && (!str_int(text, &day) || day > 7)) {
		cursor->fault = arena_printf(cursor->arena, "weekly `%s'", value);
		return LOGROTATE_ABORT;
	}
	set(cursor, &rules_of(cursor)->period, LOGROTATE_WEEKLY);
	return LOGROTATE_OK;
}

static bool
is_octal(struct str word)
{
	for (size_t i = 0; i < word.len; i++)
		if (word.ptr[i] < '0' || word.ptr[i] > '7')
			return false;
	return word.len > 0;
}

/* Whether a user or group of that name may exist; which ones do, the bundle does not tell for certain. */
static bool
is_account_name(struct str word)
{
	for (size_t i = 0; i < word.len; i++)
		if (!isalnum((unsigned char)word.ptr[i]) && (word.ptr[i] == '\0' || !strchr("._-$@\\+", word.ptr[i])) &&
		    !((unsigned char)word.ptr[i] & 0x80))
			return false;
	return true;
}

static enum logrotate_outcome
take_owner(struct logrotate_cursor *cursor, const struct directive *directive)
{
	const char *value = take_line(cursor);
	struct str rest = str_of(value), word = str_token(&rest, " \t\r\f\v");
	int names = 0;

	if (directive->kind == DIRECTIVE_OWNER && is_octal(word))
		word = str_token(&rest, " \t\r\f\v");
	for (; word.len; word = str_token(&rest, " \t\r\f\v"), names++)
		if (!is_account_name(word))
			return bad(cursor, directive, value);
	/* What is left out may come from an su that is in force already. */
	bool is_short = directive->kind == DIRECTIVE_SU && names < 2 && !rules_of(cursor)->has_su;
	if (names > 2 || is_short)
		return bad(cursor, directive, value);
	rules_of(cursor)->has_su |= directive->kind == DIRECTIVE_SU;
	return LOGROTATE_OK;
}

static enum logrotate_outcome
take_include(struct logrotate_cursor *cursor, const struct directive *directive)
{
	const char *value = take_value(cursor);

	if (!value)
		return missing(cursor, directive);
	logrotate_include(cursor, value, rules_of(cursor));
	return LOGROTATE_OK;
}

static enum logrotate_outcome
take_taboo(struct logrotate_cursor *cursor, const struct directive *directive)
{
	if (cursor->stanza) {
		missing(cursor, directive);
		cursor->fault = arena_printf(cursor->arena, "%s inside of a stanza", directive->name);
		return LOGROTATE_FAULT;
	}
	const char *value = take_value(cursor);
	if (value)
		logrotate_taboo(cursor, str_of(value), str_is(STR("tabooext"), directive->name));
	return LOGROTATE_OK;
}

static enum logrotate_outcome
take_text(struct logrotate_cursor *cursor, const struct directive *directive)
{
	if (directive->kind == DIRECTIVE_LINE)
		return *take_line(cursor) ? LOGROTATE_OK : bad(cursor, directive, "");
	const char *value = take_value(cursor);
	if (value && directive->kind == DIRECTIVE_ADDRESS && strpbrk(value, " \t"))
		return bad(cursor, directive, value);
	if (value)
		return LOGROTATE_OK;
	return directive->kind == DIRECTIVE_LOOSE ? take_nothing(cursor) : missing(cursor, directive);
}

static enum logrotate_outcome
take_script(struct logrotate_cursor *cursor, const struct directive *directive)
{
	if (logrotate_skip_script(cursor))
		return LOGROTATE_OK;
	cursor->fault = arena_printf(cursor->arena, "%s without endscript", directive->name);
	return LOGROTATE_ABORT;
}

static bool
is_plain(struct str word)
{
	for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
		if (str_is(word, plain[i]))
			return true;
	return false;
}

enum logrotate_outcome
logrotate_directive(struct logrotate_cursor *cursor, struct str word)
{
	const struct directive *directive = find(word);

	if (!directive && is_plain(word)) {
		if (str_is(word, "ignoreduplicates"))
			rules_of(cursor)->ignores_duplicates = true;
		return take_nothing(cursor);
	}
	if (!directive) {
		logrotate_report(cursor, DIAG_SYNTAX_UNKNOWN, cursor->line, arena_printf(cursor->arena, "%.*s", (int)(word.len < LIMIT_DIAG_DETAIL ? word.len : LIMIT_DIAG_DETAIL), word.ptr));
		while (cursor->p < cursor->end && *cursor->p != '\n')
			cursor->p++;
		return LOGROTATE_OK;
	}
	switch (directive->kind) {
	case DIRECTIVE_PERIOD:
		set(cursor, &rules_of(cursor)->period, directive->period);
		return take_nothing(cursor);
	case DIRECTIVE_WEEKLY: return take_weekly(cursor);
	case DIRECTIVE_COUNT: return take_count(cursor, directive);
	case DIRECTIVE_SIZE: return take_size(cursor, directive);
	case DIRECTIVE_OWNER: case DIRECTIVE_SU: return take_owner(cursor, directive);
	case DIRECTIVE_INCLUDE: return take_include(cursor, directive);
	case DIRECTIVE_TABOO: return take_taboo(cursor, directive);
	case DIRECTIVE_SCRIPT: return take_script(cursor, directive);
	case DIRECTIVE_TEXT: case DIRECTIVE_ADDRESS: case DIRECTIVE_LOOSE: case DIRECTIVE_LINE:
		return take_text(cursor, directive);
	}
	return LOGROTATE_OK;
}
