/* The secrets of accounts: what a password is kept as. They stand beside the records, in memory of their own (base/vault.h), and go
 * into no record, document, result or report. */
#ifndef TENKEN_MODEL_SECRET_H
#define TENKEN_MODEL_SECRET_H

#include "tenken/base/span.h"
#include "tenken/base/vault.h"
#include "tenken/base/vec.h"

/* How the text is to be read; the source knows, and 32 hexadecimal digits alone may be several things. */
enum secret_form {
	SECRET_CRYPT,       /* crypt(5), as in shadow(5) */
	SECRET_NT,          /* 32 hexadecimal digits */
	SECRET_LM,
	SECRET_CISCO,       /* the type and the text: `7 070C285F4D06`, `9 $9$...` */
	SECRET_JUNOS,       /* `$9$...`, else crypt(5) */
	SECRET_FORTIGATE,   /* what follows ENC */
	SECRET_POSTGRESQL,  /* rolpassword of pg_authid */
	SECRET_MYSQL,       /* authentication_string of mysql.user */
	SECRET_LDAP,        /* userPassword: `{SSHA}...` */
	SECRET_PLAIN,       /* the password itself */
};

struct secret {
	const char *subject;   /* its id */
	const char *account;   /* name of its account record */
	struct span at;
	enum secret_form form;
	struct str text;       /* in the vault */
};

struct secrets {
	struct vault *vault;
	struct arena *arena;   /* of the rest */
	VEC(struct secret) list;
};

/* Keeps one; nothing when `secrets` is NULL: then nobody may look at them. `subject`, `account` and the path of `at` are copied. */
void secret_add(struct secrets *secrets, const char *subject, const char *account, struct span at, enum secret_form form, struct str text);

#endif
