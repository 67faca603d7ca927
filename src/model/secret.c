/* The secrets of accounts (secret.h). */
#include "tenken/model/secret.h"

void
secret_add(struct secrets *secrets, const char *subject, const char *account, struct span at, enum secret_form form, struct str text)
{
	if (!secrets)
		return;
	at.path = at.path ? arena_strdup(secrets->arena, at.path) : NULL;
	vec_push(secrets->arena, &secrets->list, (struct secret){ .subject = arena_strdup(secrets->arena, subject),
		.account = arena_strdup(secrets->arena, account), .at = at, .form = form, .text = vault_keep(secrets->vault, text) });
}
