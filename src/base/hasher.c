/* Digests and key derivations, by libcrypto (hasher.h). */
#include "tenken/base/hasher.h"

#include <limits.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/provider.h>

/* scrypt's own bound on memory is 32 MiB; what a hash may cost is bounded before (password/scheme.c). */
#define SCRYPT_MOST_BYTES ((uint64_t)1 << 30)

struct hasher {
	OSSL_LIB_CTX *library;                    /* with the legacy provider; the program's own is left as it is */
	OSSL_PROVIDER *legacy, *standard;
	EVP_MD *kinds[HASHER_KINDS];              /* fetched once: a fetch costs more than a digest */
	EVP_MD_CTX *context;
};

static void
release(void *data)
{
	struct hasher *hasher = data;

	EVP_MD_CTX_free(hasher->context);
	for (int kind = 0; kind < HASHER_KINDS; kind++)
		EVP_MD_free(hasher->kinds[kind]);
	OSSL_PROVIDER_unload(hasher->legacy);
	OSSL_PROVIDER_unload(hasher->standard);
	OSSL_LIB_CTX_free(hasher->library);
}

struct hasher *
hasher_new(struct arena *arena)
{
	static const char *const names[HASHER_KINDS] = { [HASHER_MD4] = "MD4", [HASHER_MD5] = "MD5", [HASHER_SHA1] = "SHA1",
		[HASHER_SHA256] = "SHA256", [HASHER_SHA512] = "SHA512" };
	struct hasher *hasher = arena_alloc(arena, sizeof *hasher);

	hasher->library = OSSL_LIB_CTX_new();
	hasher->standard = OSSL_PROVIDER_load(hasher->library, "default");
	hasher->legacy = OSSL_PROVIDER_load(hasher->library, "legacy");
	for (int kind = 0; kind < HASHER_KINDS; kind++)
		hasher->kinds[kind] = EVP_MD_fetch(hasher->library, names[kind], NULL);
	hasher->context = EVP_MD_CTX_new();
	arena_cleanup(arena, release, hasher);
	return hasher;
}

size_t
hasher_digest(struct hasher *hasher, enum hasher_kind kind, const struct str *parts, size_t count, uint8_t *ret)
{
	unsigned len = 0;
	int ok = hasher->kinds[kind] && hasher->context && EVP_DigestInit_ex(hasher->context, hasher->kinds[kind], NULL);

	for (size_t i = 0; ok && i < count; i++)
		ok = EVP_DigestUpdate(hasher->context, parts[i].ptr, parts[i].len);
	return ok && EVP_DigestFinal_ex(hasher->context, ret, &len) ? len : 0;
}

size_t
hasher_hmac(struct hasher *hasher, enum hasher_kind kind, struct str key, struct str data, uint8_t *ret)
{
	unsigned len = 0;

	if (!hasher->kinds[kind] || key.len > INT_MAX)
		return 0;
	return HMAC(hasher->kinds[kind], key.ptr, (int)key.len, (const uint8_t *)data.ptr, data.len, ret, &len) ? len : 0;
}

bool
hasher_pbkdf2(struct hasher *hasher, enum hasher_kind kind, struct str password, struct str salt, uint32_t rounds, size_t size, uint8_t *ret)
{
	if (!hasher->kinds[kind] || password.len > INT_MAX || salt.len > INT_MAX || rounds > INT_MAX || size > HASHER_BYTES)
		return false;
	return PKCS5_PBKDF2_HMAC(password.ptr, (int)password.len, (const uint8_t *)salt.ptr, (int)salt.len, (int)rounds, hasher->kinds[kind],
	    (int)size, ret) == 1;
}

bool
hasher_scrypt(struct str password, struct str salt, uint64_t n, uint64_t r, uint64_t p, size_t size, uint8_t *ret)
{
	return EVP_PBE_scrypt(password.ptr, password.len, (const uint8_t *)salt.ptr, salt.len, n, r, p, SCRYPT_MOST_BYTES, ret, size) == 1;
}
