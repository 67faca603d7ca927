/* People of a directory other than Active Directory, as slapcat(8) and ldapsearch(1) write them (RFC 2849), with their userPassword (RFC 2307)
 * and the hashes that Samba keeps beside it.
 *
 * Decision rules: an entry with a uid or a userPassword is an account, by its uid, else its cn, else its distinguished name. Without a
 * userPassword nothing is known of the password: who may not read it gets none. One digest is weak where it is MD5 or SHA-1, or where it has no
 * salt; PBKDF2 and crypt(5) are as strong as their rounds; no scheme is the password itself. */
#include "evidence/account/account.h"
#include "evidence/windows/directory.h"

#include "tenken/base/limits.h"
#include "tenken/model/secret.h"
#include "tenken/syntax/ldif.h"
#include "tenken/syntax/text.h"

#define HEAD_BYTES 65536

/* Whether a line of the head begins with the attribute. */
static bool
has_attribute(struct str head, const char *name)
{
	size_t len = strlen(name);

	for (struct str line; str_line(&head, &line);)
		if (line.len > len && line.ptr[len] == ':' && str_is_nocase((struct str){ line.ptr, len }, name))
			return true;
	return false;
}

/* An entry, the version of the format, or a comment: all other files go no further. */
static bool
is_begin(struct str head)
{
	return str_has_prefix(head, "dn:") || str_has_prefix(head, "version:") || str_has_prefix(head, "# ");
}

/* Beyond what active-directory bids for any LDIF; what only a directory of Windows has stays there. */
static int
bid(const struct file *file)
{
	struct str head = { file->bytes.ptr, file->bytes.len < HEAD_BYTES ? file->bytes.len : HEAD_BYTES };

	if (!is_begin(head) || !has_attribute(head, "dn") || has_attribute(head, "sAMAccountName") || has_attribute(head, "userAccountControl"))
		return 0;
	return has_attribute(head, "userPassword") || has_attribute(head, "uid") ? 65 : 0;
}

static struct str
value_of(const struct ldif_entry *entry, const char *name)
{
	for (size_t i = 0; i < entry->values.len; i++)
		if (str_is_nocase(entry->values.items[i].name, name))
			return entry->values.items[i].value;
	return STR("");
}

/* `{CRYPT}$6$...`: what stands behind the braces. */
static struct password
crypt_password(struct str text)
{
	struct password password = account_password(text);

	return password.state == PASSWORD_UNKNOWN ? (struct password){ .state = PASSWORD_SET } : password;
}

static struct password
password_of(struct str text)
{
	static const struct {
		const char *prefix, *kind;
		bool is_weak, is_unrated;
	} schemes[] = {
		{ "{SSHA}", "ssha", true, false }, { "{SHA}", "sha", true, false }, { "{SMD5}", "smd5", true, false }, { "{MD5}", "md5", true, false },
		{ "{SHA256}", "sha256", true, false }, { "{SHA512}", "sha512", true, false }, { "{SSHA256}", "ssha256", false, true },
		{ "{SSHA512}", "ssha512", false, true }, { "{PBKDF2}", "pbkdf2-sha1", false, true }, { "{PBKDF2-SHA1}", "pbkdf2-sha1", false, true },
		{ "{PBKDF2-SHA256}", "pbkdf2-sha256", false, true }, { "{PBKDF2-SHA512}", "pbkdf2-sha512", false, true },
		{ "{CLEARTEXT}", "clear", true, false },
	};

	if (text.len == 0)
		return (struct password){ .state = PASSWORD_NONE };
	for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
		size_t len = strlen(schemes[i].prefix);
		if (text.len >= len && str_is_nocase((struct str){ text.ptr, len }, schemes[i].prefix))
			return (struct password){ .state = PASSWORD_SET, .hash_kind = schemes[i].kind, .is_weak = schemes[i].is_weak,
				.is_unrated = schemes[i].is_unrated };
	}
	if (text.len >= 7 && str_is_nocase((struct str){ text.ptr, 7 }, "{CRYPT}"))
		return crypt_password((struct str){ text.ptr + 7, text.len - 7 });
	if (text.ptr[0] == '{')
		return (struct password){ .state = PASSWORD_UNKNOWN };   /* {SASL} and the like: it is kept elsewhere */
	return (struct password){ .state = PASSWORD_SET, .hash_kind = "clear", .is_weak = true };
}

static void
keep_secrets(const struct parse *parse, const struct ldif_entry *entry, const char *account, const struct file *file)
{
	static const struct {
		const char *name;
		enum secret_form form;
	} attributes[] = { { "userPassword", SECRET_LDAP }, { "sambaNTPassword", SECRET_NT }, { "sambaLMPassword", SECRET_LM } };
	struct subject *subject = parse->subject;

	for (size_t i = 0; i < entry->values.len; i++)
		for (size_t a = 0; a < sizeof attributes / sizeof *attributes; a++) {
			const struct ldif_value *value = &entry->values.items[i];
			if (str_is_nocase(value->name, attributes[a].name))
				secret_add(subject->secrets, subject->id, account, file_span(file, value->line), attributes[a].form, value->value);
		}
}

/* Of several passwords, all of which open it, the worst is told: one that can be read, then one that is weak. */
static struct password
worst_of(const struct ldif_entry *entry)
{
	struct password worst = { .state = PASSWORD_UNKNOWN };
	int rank = -1;

	for (size_t i = 0; i < entry->values.len; i++) {
		if (!str_is_nocase(entry->values.items[i].name, "userPassword"))
			continue;
		struct password password = password_of(entry->values.items[i].value);
		bool is_clear = password.hash_kind && strcmp(password.hash_kind, "clear") == 0;
		int own = password.state == PASSWORD_NONE ? 4 : is_clear ? 3 : password.is_weak ? 2 : password.state == PASSWORD_SET ? 1 : 0;
		if (own > rank) {
			worst = password;
			rank = own;
		}
	}
	return worst;
}

static void
emit(const struct parse *parse, const struct ldif_entry *entry, const struct file *file)
{
	struct subject *subject = parse->subject;
	struct str name = value_of(entry, "uid");

	if (name.len == 0 && value_of(entry, "userPassword").len == 0)
		return;
	if (name.len == 0)
		name = value_of(entry, "cn");
	if (name.len == 0)
		name = value_of(entry, "dn");
	struct password password = worst_of(entry);
	struct record *record =
	    record_add(subject, "account", arena_strndup(parse->bundle->arena, name.ptr, name.len), file_span(file, entry->line));
	record_set(subject, record, "admin", "unknown");
	record_set(subject, record, "enabled", "unknown");
	account_set_password(subject, record, &password);
	record_set(subject, record, "mfa", "unknown");
	if (password.hash_kind)
		record_set_bool(subject, record, "password-reversible", strcmp(password.hash_kind, "clear") == 0);
	keep_secrets(parse, entry, record->name, file);
}

static void
parse(const struct parse *parse)
{
	struct arena *arena = parse->bundle->arena;

	for (struct file *file = NULL; (file = bundle_next(parse, file));) {
		struct text text;
		struct ldif ldif;
		if (text_decode(parse->run, arena, file->path, file->bytes, &text) != 0)
			continue;
		file->is_used = true;
		ldif_read(parse->run, arena, file->path, text.utf8, &ldif);
		for (size_t i = 0; i < ldif.entries.len; i++)
			emit(parse, &ldif.entries.items[i], file);
	}
}

static const char *
subject_of(struct arena *arena, const struct file *file)
{
	return directory_domain(arena, (struct str){ file->bytes.ptr, file->bytes.len < HEAD_BYTES ? file->bytes.len : HEAD_BYTES });
}

const struct parser parser_ldif = {
	.name = "ldap-users",
	.title = { "LDAPディレクトリの利用者(LDIF, userPassword)", "people of an LDAP directory: LDIF with userPassword" },
	.bid = bid,
	.scope = SCOPE_TENANT,
	.subject_of = subject_of,
	.parse = parse,
};
