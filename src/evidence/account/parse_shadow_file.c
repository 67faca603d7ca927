/* shadow(5) alone, as an administrator hands it over for a password search: without passwd nobody knows who is who, but what
 * each password is kept as can be told. In a host's tree it is read with the other files of the accounts (parse_account.c). */
#include "evidence/account/account.h"

#include "tenken/model/secret.h"
#include "tenken/syntax/lines.h"

#define LOOKED_AT 20   /* lines of a file that may be one */

/* Digits, perhaps with a sign before them, or nothing. */
static bool
is_days(struct str text)
{
	for (size_t i = text.len && text.ptr[0] == '-' ? 1 : 0; i < text.len; i++)
		if (text.ptr[i] < '0' || text.ptr[i] > '9')
			return false;
	return true;
}

/* `name:hash:19800:0:99999:7:::`: eight colons, digits in the third field, and no blank in the name. */
static bool
is_row(const struct account_row *row)
{
	bool is_name = row->fields[0].len > 0 && !memchr(row->fields[0].ptr, ' ', row->fields[0].len);

	return row->count == ACCOUNT_FIELDS && is_name && is_days(row->fields[2]);
}

/* The first line is a row, and so are most; what stands there for the passwords is mostly a hash, a lock or nothing, and not nothing alone. */
static int
bid(const struct file *file)
{
	struct lines lines = lines_of(file->bytes);
	int rows = 0, forms = 0, kept = 0, seen = 0;

	/* In a host's tree its place decides. */
	if (file_is_under(file, "etc/") || file->bytes.len == 0)
		return 0;
	for (; seen < LOOKED_AT && lines_next(&lines); seen++) {
		struct account_row row = account_row_of(lines.text, ACCOUNT_FIELDS);
		if (str_trim(lines.text).len == 0)
			continue;
		bool is_good = is_row(&row);
		if (!is_good && rows == 0)
			return 0;
		rows += is_good;
		enum password_state state = is_good ? account_password(row.fields[1]).state : PASSWORD_UNKNOWN;
		forms += state != PASSWORD_UNKNOWN;
		kept += state == PASSWORD_SET || state == PASSWORD_LOCKED;
	}
	return kept > 0 && 2 * forms > seen ? 60 : 0;
}

static void
take_row(const struct parse *parse, struct span at, const struct account_row *row)
{
	struct password password = account_password(row->fields[1]);
	const char *name = arena_strndup(parse->bundle->arena, row->fields[0].ptr, row->fields[0].len);
	struct record *record = record_add(parse->subject, "account", name, at);
	int64_t changed = 0;

	record_set(parse->subject, record, "admin", strcmp(name, "root") == 0 ? "true" : "unknown");
	record_set(parse->subject, record, "enabled", "unknown");   /* a locked password closes no key */
	account_set_password(parse->subject, record, &password);
	record_set(parse->subject, record, "mfa", "unknown");
	if (account_number(row->fields[2], &changed) && changed > 0 && changed <= ACCOUNT_LAST_DAY)
		record_set_day(parse->subject, record, "password-changed", (int32_t)changed);
	secret_add(parse->subject->secrets, parse->subject->id, record->name, at, SECRET_CRYPT, row->fields[1]);
}

static void
parse(const struct parse *parse)
{
	for (struct file *file = NULL; (file = bundle_next(parse, file));) {
		file->is_used = true;
		for (struct lines lines = lines_of(file->bytes); lines_next(&lines);) {
			struct account_row row = account_row_of(lines.text, ACCOUNT_FIELDS);
			if (str_trim(lines.text).len == 0)
				continue;
			if (is_row(&row))
				take_row(parse, file_span(file, lines.line), &row);
			else
				diag_report(&parse->run->diags, DIAG_SYNTAX_UNKNOWN, file_span(file, lines.line), "no shadow row (%zu fields)", row.count);
		}
	}
}

const struct parser parser_shadow_file = {
	.name = "shadow-file",
	.title = { "パスワード情報(shadow 単独)", "password file (shadow alone)" },
	.bid = bid,
	.scope = SCOPE_HOST,
	.parse = parse,
};
