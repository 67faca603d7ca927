/* Match of sshd_config(5): all criteria must hold; of a list of patterns one must fit and none that begins with `!`. */
#include "evidence/account/sshd_match.h"

#include "tenken/base/limits.h"

#define NAME_BYTES 256

/* Whether a name fits a list: 1, 0, or -1 where a pattern with `!` fits, which decides. */
static int
fit(struct str list, const char *name, size_t *steps)
{
	int found = 0;

	for (struct str pattern; (pattern = str_token(&list, ",")).len; ++*steps) {
		char text[NAME_BYTES];
		bool is_negated = pattern.ptr[0] == '!';
		if (is_negated)
			pattern = (struct str){ pattern.ptr + 1, pattern.len - 1 };
		if (pattern.len >= sizeof text)
			continue;   /* longer than any name */
		memcpy(text, pattern.ptr, pattern.len);
		text[pattern.len] = '\0';
		if (!str_glob(text, name))
			continue;
		if (is_negated)
			return -1;
		found = 1;
	}
	return found;
}

static enum sshd_match
match_groups(struct str list, const struct account *account, bool has_groups, size_t *steps)
{
	bool is_found = false;

	for (size_t i = 0; i < account->groups.len; i++) {
		int one = fit(list, account->groups.items[i], steps);
		if (one < 0)
			return SSHD_MATCH_NO;
		is_found |= one > 0;
	}
	return !has_groups ? SSHD_MATCH_MAYBE : is_found ? SSHD_MATCH_YES : SSHD_MATCH_NO;
}

/* One criterion. -1 where it is not known, or its list has what is no wildcard of sshd: then where the next begins is
 * not known either. */
static int
match_one(struct str name, struct str list, const struct account *account, bool has_groups, size_t *steps)
{
	static const char *const elsewhere[] = { "host", "address", "localaddress", "localport", "localnetwork", "rdomain", "version" };

	if (!list.len || str_has(list, "["))
		return -1;
	if (str_is_nocase(name, "user"))
		return fit(list, account->name, steps) > 0 ? SSHD_MATCH_YES : SSHD_MATCH_NO;
	if (str_is_nocase(name, "group"))
		return (int)match_groups(list, account, has_groups, steps);
	for (size_t i = 0; i < sizeof elsewhere / sizeof *elsewhere; i++)
		if (str_is_nocase(name, elsewhere[i]))
			return SSHD_MATCH_MAYBE;
	return -1;
}

enum sshd_match
sshd_match_account(const char *criteria, const struct account *account, bool has_groups, size_t *steps)
{
	struct str rest = str_of(criteria);
	enum sshd_match all = SSHD_MATCH_YES;
	bool is_any = false;

	if (str_is_nocase(str_trim(rest), "all"))
		return SSHD_MATCH_YES;
	for (struct str word; (word = str_token(&rest, " \t")).len; is_any = true) {
		struct str value = word, name = str_token(&value, "=");
		struct str list = value.len ? (struct str){ value.ptr + 1, value.len - 1 } : str_token(&rest, " \t");
		int one = match_one(name, list, account, has_groups, steps);
		if (one < 0)
			return SSHD_MATCH_MAYBE;
		all = (enum sshd_match)one < all ? (enum sshd_match)one : all;
	}
	return is_any ? all : SSHD_MATCH_MAYBE;
}
