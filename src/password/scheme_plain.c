/* A password that stands in the evidence as it is. */
#include "password/scheme.h"

static enum hash_status
read_plain(struct vault *vault, const struct secret *secret, struct hash *ret)
{
	if (secret->text.len == 0)
		return HASH_EMPTY;
	if (secret->text.len > HASH_PASSWORD_BYTES)
		return HASH_MALFORMED;
	ret->setting = STR("");
	ret->expected = vault_keep(vault, secret->text);
	return HASH_REVEALED;
}

const struct scheme scheme_plain = { .name = "plain", .form = SECRET_PLAIN, .read = read_plain };
