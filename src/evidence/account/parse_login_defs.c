/* What is asked of passwords, and what is done against guessing them: login.defs(5), pam.d(5), pwquality.conf(5).
 *
 * Decision rule (docs/evidence.md, password-policy): ages and the hash method come from login.defs. The minimum length
 * is what PAM enforces (pam_length.c); PASS_MIN_LEN holds only where no PAM is, so it is left out as soon as anything
 * shows that PAM is in use. */
#include "tenken/evidence/evidence.h"

#include "evidence/account/pam_length.h"
#include "evidence/account/pam_lockout.h"
#include "tenken/syntax/lines.h"

static int
bid(const struct file *file)
{
	struct str name = str_of(file->name);

	if (str_is(name, "etc/login.defs") || str_is(name, "usr/etc/login.defs") || str_is(name, "etc/security/faillock.conf") ||
	    str_is(name, "etc/security/pwhistory.conf"))
		return 80;
	return str_has_prefix(name, "etc/pam.d/") && pam_length_bid(name) == 0 ? 60 : pam_length_bid(name);
}

/* What the file sets; a later line of the same key wins. Line 0: not set. */
struct login_defs {
	struct line_pair max_days, min_days, min_length, method, md5;
};

static void
read_settings(const struct line_pairs *pairs, struct login_defs *ret)
{
	static const struct {
		const char *key;
		size_t offset;
	} known[] = {
		{ "PASS_MAX_DAYS", offsetof(struct login_defs, max_days) },
		{ "PASS_MIN_DAYS", offsetof(struct login_defs, min_days) },
		{ "PASS_MIN_LEN", offsetof(struct login_defs, min_length) },
		{ "ENCRYPT_METHOD", offsetof(struct login_defs, method) },
		{ "MD5_CRYPT_ENAB", offsetof(struct login_defs, md5) },
	};

	for (size_t i = 0; i < pairs->list.len; i++)
		for (size_t k = 0; k < sizeof known / sizeof *known; k++)
			if (str_is(pairs->list.items[i].key, known[k].key))
				*(struct line_pair *)((char *)ret + known[k].offset) = pairs->list.items[i];
}

/* Numbers as written, -1 included; anything else is reported and left out. */
static void
set_number(const struct parse *parse, const struct file *file, const struct line_pair *pair, struct record *record,
    const char *name)
{
	struct str digits = pair->value;
	int64_t value;
	bool is_negative = digits.len && digits.ptr[0] == '-';

	if (!pair->line)
		return;
	if (is_negative)
		digits = (struct str){ digits.ptr + 1, digits.len - 1 };
	if (str_int(digits, &value))
		record_set_int(parse->subject, record, name, is_negative ? -value : value);
	else
		diag_report(
		    &parse->run->diags, DIAG_SYNTAX_UNKNOWN, file_span(file, pair->line), "%s is no number", name);
}

static void
emit_login_defs(const struct parse *parse, struct file *file, bool has_pam)
{
	struct arena *arena = parse->bundle->arena;
	struct line_pairs pairs = { 0 };
	struct login_defs set = { 0 };

	file->is_used = true;
	lines_pairs(parse->run, arena, file->path, file->bytes, LINES_BLANK, &pairs);
	read_settings(&pairs, &set);
	unsigned line = set.max_days.line ? set.max_days.line : set.method.line;
	struct record *record = record_add(parse->subject, "password-policy", "login.defs", file_span(file, line));
	if (!has_pam && set.min_length.line && set.min_length.value.len && set.min_length.value.ptr[0] != '-')
		set_number(parse, file, &set.min_length, record, "min-length");
	set_number(parse, file, &set.max_days, record, "max-days");
	set_number(parse, file, &set.min_days, record, "min-days");
	if (set.method.line)
		record_set(parse->subject, record, "encrypt-method",
		    arena_strndup(arena, set.method.value.ptr, set.method.value.len));
	else if (set.md5.line && str_is_nocase(set.md5.value, "yes"))
		record_set(parse->subject, record, "encrypt-method", "MD5");
}

static void
parse(const struct parse *parse)
{
	struct pam_length length;
	static const char *const mains[] = { "etc/login.defs", "usr/etc/login.defs", NULL };   /* the second is the distribution's own */
	struct file *file = bundle_first(parse, mains);

	pam_length_read(parse, &length);
	if (file && !file->link)
		emit_login_defs(parse, file, length.has_pam);
	if (length.module) {
		struct record *record = record_add(parse->subject, "password-policy", length.module, length.at);
		if (length.is_known)
			record_set_int(parse->subject, record, "min-length", length.min_length);
	}
	pam_lockout_emit(parse);
}

const struct parser parser_login_defs = {
	.name = "login-defs",
	.title = { "パスワードの方針(login.defs, pwquality)", "password policy: login.defs, pwquality" },
	.bid = bid,
	.parse = parse,
};
