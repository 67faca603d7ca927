/* The registry of schemes, and what the room's face says of a hash. */
#include "password/scheme.h"

#include <crypt.h>

#include "tenken/base/limits.h"

static const struct scheme *const schemes[] = {
	&scheme_yescrypt,
	&scheme_gost_yescrypt,
	&scheme_scrypt,
	&scheme_bcrypt,
	&scheme_sha512crypt,
	&scheme_sha256crypt,
	&scheme_sha1crypt,
	&scheme_sunmd5,
	&scheme_md5crypt,
	&scheme_nt_crypt,
	&scheme_bsdicrypt,
	&scheme_descrypt,   /* has no mark of its own: after all others */
	&scheme_nt,
	&scheme_lm,
	&scheme_plain,
	NULL
};

const char *
hash_status_name(enum hash_status status)
{
	static const char *const names[] = { [HASH_GOOD] = "good", [HASH_NONE] = "none", [HASH_EMPTY] = "empty", [HASH_REVEALED] = "revealed",
		[HASH_MALFORMED] = "malformed", [HASH_COSTLY] = "costly", [HASH_UNSUPPORTED] = "unsupported" };

	return names[status];
}

bool
is_affordable(uint64_t microseconds, uint64_t memory)
{
	return microseconds <= LIMIT_HASH_MICROSECONDS && memory <= LIMIT_HASH_MEMORY;
}

enum hash_status
hash_read(struct vault *vault, const struct secret *secret, struct hash *ret)
{
	for (int i = 0; schemes[i]; i++) {
		struct hash hash = { .scheme = schemes[i] };
		if (schemes[i]->form != secret->form)
			continue;
		enum hash_status status = schemes[i]->read(vault, secret, &hash);
		if (status == HASH_UNSUPPORTED)
			continue;
		*ret = hash;
		return status;
	}
	*ret = (struct hash){ 0 };
	return HASH_UNSUPPORTED;
}

const char *
hash_scheme_name(const struct hash *hash)
{
	return hash->scheme ? hash->scheme->name : "";
}

struct attempt *
attempt_new(struct arena *arena, struct vault *vault)
{
	struct attempt *attempt = arena_alloc(arena, sizeof *attempt);

	attempt->hasher = hasher_new(arena);
	attempt->crypt = vault_alloc(vault, sizeof *attempt->crypt);
	attempt->scratch = vault_alloc(vault, ATTEMPT_SCRATCH_BYTES);
	return attempt;
}

size_t
attempt_compute(struct attempt *attempt, const struct hash *hash, struct str password, char *ret)
{
	if (!hash->scheme->compute || password.len > HASH_PASSWORD_BYTES)
		return 0;
	return hash->scheme->compute(attempt, hash, password, ret);
}

bool
attempt_matches(struct attempt *attempt, const struct hash *hash, struct str password)
{
	char output[HASH_OUTPUT_BYTES];
	size_t len = attempt_compute(attempt, hash, password, output);
	bool is_match = len > 0 && len == hash->expected.len && memcmp(output, hash->expected.ptr, len) == 0;

	explicit_bzero(output, sizeof output);
	return is_match;
}
