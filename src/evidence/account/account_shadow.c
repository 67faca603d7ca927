/* Passwords as shadow(5) stores them: crypt(5) tells the method from the beginning of the field.
 *
 * A hash or a salt is looked at where it lies, and kept only in the vault of a password search (secret.h); a diagnostic names the line and the number of fields.
 * Decision rule for a weak hash: what can be tried millions of times a second on one machine. DES, BSDi DES, MD5, SHA-1
 * and NT always; bcrypt below cost 10 (the least OWASP's password storage advice allows) and the flawed $2x$ and the
 * first $2$; sha256crypt and sha512crypt with fewer rounds than their default of 5000 (somebody has weakened them). */
#include "evidence/account/account.h"

#include "tenken/base/limits.h"
#include "tenken/model/secret.h"
#include "tenken/syntax/lines.h"

static struct str
after(struct str text, size_t count)
{
	return count < text.len ? (struct str){ text.ptr + count, text.len - count } : STR("");
}

/* `$2b$12$...`: the two digits are the cost. */
static bool
is_weak_bcrypt(struct str field)
{
	int64_t cost = 0;
	struct str digits = after(field, 4);

	digits.len = digits.len < 2 ? digits.len : 2;
	return str_has_prefix(field, "$2x$") || !str_int(digits, &cost) || cost < 10;
}

/* `$6$rounds=1000$...`; without the word the method's default holds. */
static bool
is_weak_sha(struct str field)
{
	struct str rest = after(field, 3);
	int64_t rounds = 0;

	if (!str_has_prefix(rest, "rounds="))
		return false;
	rest = after(rest, 7);
	return !str_int(str_token(&rest, "$"), &rounds) || rounds < 5000;
}

/* Methods that have one of these beginnings. */
static bool
find_method(struct str field, struct password *ret)
{
	static const struct {
		const char *prefix, *kind;
		bool is_weak;
	} methods[] = {
		{ "$y$", "yescrypt", false },
		{ "$gy$", "gost-yescrypt", false },
		{ "$sm3y$", "sm3-yescrypt", false },
		{ "$7$", "scrypt", false },
		{ "$2a$", "bcrypt", false },
		{ "$2b$", "bcrypt", false },
		{ "$2y$", "bcrypt", false },
		{ "$2x$", "bcrypt", true },
		{ "$2$", "bcrypt", true },
		{ "$6$", "sha512", false },
		{ "$5$", "sha256", false },
		{ "$sha1", "sha1", true },
		{ "$md5", "sunmd5", true },
		{ "$1$", "md5", true },
		{ "$apr1$", "md5", true },
		{ "$3$", "nt", true },
	};

	for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
		if (!str_has_prefix(field, methods[i].prefix))
			continue;
		bool is_weak = methods[i].is_weak;
		if (field.ptr[1] == '2')
			is_weak |= is_weak_bcrypt(field);
		else if (field.ptr[1] == '5' || field.ptr[1] == '6')
			is_weak |= is_weak_sha(field);
		*ret = (struct password){ .state = PASSWORD_SET, .hash_kind = methods[i].kind, .is_weak = is_weak };
		return true;
	}
	return false;
}

/* The alphabet of crypt(3). */
static bool
is_crypt_text(struct str text)
{
	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];
		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
		        c == '/'))
			return false;
	}
	return true;
}

struct password
account_password(struct str field)
{
	struct password password = { 0 };

	if (field.len == 0)
		return (struct password){ .state = PASSWORD_NONE };
	if (field.ptr[0] == '!' || field.ptr[0] == '*' || str_is(field, "x"))
		return (struct password){ .state = PASSWORD_LOCKED };
	if (find_method(field, &password))
		return password;
	if (field.ptr[0] == '$')
		return (struct password){ .state = PASSWORD_SET };   /* a method of its own */
	if (field.ptr[0] == '_' && field.len == 20 && is_crypt_text(after(field, 1)))
		return (struct password){ .state = PASSWORD_SET, .hash_kind = "bsdi-des", .is_weak = true };
	if (field.len == 13 && is_crypt_text(field))
		return (struct password){ .state = PASSWORD_SET, .hash_kind = "des", .is_weak = true };
	return password;   /* perhaps a word that is meant to lock it; nobody can tell */
}

void
account_set_password(struct subject *subject, struct record *record, const struct password *password)
{
	static const char *const states[] = { [PASSWORD_UNKNOWN] = "unknown", [PASSWORD_SET] = "set", [PASSWORD_NONE] = "none",
		[PASSWORD_LOCKED] = "locked" };

	record_set(subject, record, "password", states[password->state]);
	record_set(subject, record, "hash-kind", password->hash_kind);
	if (password->hash_kind && !password->is_unrated)
		record_set_bool(subject, record, "hash-weak", password->is_weak);
}

/* A number of days; false for an empty field and for -1, which both mean that nothing is set. */
static bool
read_days(struct str field, int64_t *ret)
{
	int64_t days;

	if (!account_number(field, &days) || days > ACCOUNT_LAST_DAY)
		return false;
	*ret = days;
	return true;
}

/* shadow(5), field 8: from that day on nobody can log in, by key or otherwise. The day 0 means expired to PAM and
 * nothing to the other programs. Fields 5 and 7: PAM closes the account when the password has been out of date for
 * so long, but a server without PAM does not look. */
static void
read_ageing(const struct account_row *row, int32_t today, struct account *account)
{
	int64_t changed = 0, max = 0, inactive = 0, expiry = 0;
	bool has_changed = read_days(row->fields[2], &changed);

	if (has_changed && changed > 0)   /* 0: must be changed at the next login */
		account->changed = (int32_t)changed;
	if (read_days(row->fields[7], &expiry)) {
		account->is_expired = expiry > 0 && today != DAY_UNKNOWN && today >= expiry;
		account->is_expiry_unclear = expiry == 0 || today == DAY_UNKNOWN;
	}
	if (has_changed && changed > 0 && read_days(row->fields[4], &max) && read_days(row->fields[6], &inactive) &&
	    (today == DAY_UNKNOWN || today - changed > max + inactive))
		account->is_expiry_unclear = true;
}

static void
take_row(const struct parse *parse, struct span at, struct str text, struct accounts *accounts, struct map *seen)
{
	struct account_row row = account_row_of(text, ACCOUNT_FIELDS);
	const char *name = arena_strndup(accounts->arena, row.fields[0].ptr, row.fields[0].len);
	struct account *account = map_get(&accounts->by_name, name);

	/* The C library also takes rows without the last field, and those of old systems that end after the fifth. */
	if (row.count != 5 && row.count != 8 && row.count != ACCOUNT_FIELDS) {
		diag_report(&parse->run->diags, DIAG_SYNTAX_UNKNOWN, at, "no shadow row (%zu fields)", row.count);
		return;
	}
	if (!account)
		return;   /* nobody of passwd: it opens nothing */
	if (!map_add(seen, name, account)) {
		diag_report(&parse->run->diags, DIAG_SYNTAX_IGNORED, at, "%s", "only the first row of a name counts");
		return;
	}
	if (account->is_shadowed) {
		account->password = account_password(row.fields[1]);
		secret_add(parse->subject->secrets, parse->subject->id, name, at, SECRET_CRYPT, row.fields[1]);
		if (account->password.state == PASSWORD_UNKNOWN)
			diag_report(
			    &parse->run->diags, DIAG_SYNTAX_UNKNOWN, at, "%s", "the password field has no known form");
	}
	read_ageing(&row, parse_day(parse), account);
}

void
account_read_shadow(const struct parse *parse, struct accounts *accounts)
{
	struct file *file = bundle_file(parse, "etc/shadow");
	struct map seen = MAP_INIT(accounts->arena);

	if (!file || file->link)
		return;
	file->is_used = true;
	for (struct lines lines = lines_of(file->bytes); lines_next(&lines);) {
		struct span at = file_span(file, lines.line);
		if (str_trim(lines.text).len == 0 || lines.text.ptr[0] == '#')
			continue;
		if (lines.is_cut)
			diag_report(&parse->run->diags, DIAG_LIMIT, at, "line longer than %u bytes", LIMIT_LINE_BYTES);
		else if (lines.text.ptr[0] == '+' || lines.text.ptr[0] == '-')
			diag_report(&parse->run->diags, DIAG_SYNTAX_UNKNOWN, at, "%s",
			    "NIS line: what it adds is not known here");
		else
			take_row(parse, at, lines.text, accounts, &seen);
	}
}
