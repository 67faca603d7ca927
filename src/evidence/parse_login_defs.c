/* What is asked of passwords: login.defs(5), pam.d(5), pwquality.conf(5).
 *
 * Decision rule (docs/evidence.md, password-policy): ages and the hash method come from login.defs. The minimum length is
 * what PAM enforces: a pam_pwquality or pam_cracklib that the password stack requires, else pam_unix with its minlen
 * (6 unless set). PASS_MIN_LEN holds only where no PAM is: where nothing of pam.d was collected it is given, unless
 * pwquality.conf shows that PAM is in use. A stack that cannot be told (includes, an optional check) gives no length. */
#include "tenken/evidence/evidence.h"

#include "tenken/syntax/lines.h"

/* The stacks in which passwords are changed; each may stand alone. */
static const char *const stacks[] = { "etc/pam.d/common-password", "etc/pam.d/system-auth", "etc/pam.d/password-auth" };
#define STACKS (sizeof stacks / sizeof *stacks)

#define QUALITY_DIR "etc/security/pwquality.conf.d/"

static int
bid(const struct file *file)
{
	struct str name = str_of(file->name);

	if (str_is(name, "etc/login.defs") || str_is(name, "usr/etc/login.defs") || str_is(name, "etc/security/pwquality.conf"))
		return 80;
	/* Of pam.d only a part is read here: whoever reads it all comes first. */
	for (size_t i = 0; i < STACKS; i++)
		if (str_is(name, stacks[i]))
			return 60;
	return str_has_prefix(name, QUALITY_DIR) && str_has_suffix(name, ".conf") ? 80 : 0;
}

/* Settings of the length check, wherever they were made. */
struct quality {
	int64_t min_length;     /* -1: not set */
	int64_t credits;        /* taken off the length for kinds of characters, at most */
	bool is_advice;         /* enforcing = 0: it only warns */
	struct span at;         /* of the length, or of the first setting */
};

/* One `name=value`; what has no bearing on the length is passed over. */
static void
set_quality(struct quality *quality, struct str name, struct str value, struct span at)
{
	int64_t number;

	if (!str_int(value, &number))
		return;   /* negative credits are demands and take nothing off */
	if (str_is(name, "minlen")) {
		quality->min_length = number < 6 ? 6 : number;   /* the modules take no less */
		quality->at = at;
	} else if (str_is(name, "enforcing")) {
		quality->is_advice = number == 0;
	} else if (str_has_suffix(name, "credit") && name.len == 7) {
		quality->credits += number;
	}
}

static void
read_quality(const struct parse *parse, struct file *file, struct quality *quality)
{
	struct line_pairs pairs = { 0 };

	if (!file || file->link)
		return;
	file->is_used = true;
	for (struct lines lines = lines_of(file->bytes); lines_next(&lines);) {
		struct str rest = lines.text, before = str_token(&rest, "#");
		struct str name = str_token(&before, " \t="), value = str_token(&before, " \t=");
		if (lines.text.len && lines.text.ptr[0] != '#')
			set_quality(quality, name, value, file_span(file, lines.line));
	}
	(void)parse;
	(void)pairs;
}
