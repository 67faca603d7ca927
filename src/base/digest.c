/* SHA-256 and name-based UUIDs, by libcrypto. */
#include "tenken/base/digest.h"

#include <openssl/evp.h>

/* Our own namespace: a random UUID drawn once, never to change. */
static const unsigned char uuid_namespace[16] = {
	0x3c, 0x1f, 0x9a, 0x52, 0x7e, 0x0b, 0x4d, 0x61, 0x9d, 0x24, 0x5b, 0xc8, 0x10, 0xee, 0x47, 0x93
};

/* Digests the parts one after another; `ret` holds EVP_MAX_MD_SIZE bytes. libcrypto fails only when it is broken
 * or out of memory, and a digest that is wrong must not be printed: then the text is all zeros. */
static void
digest_parts(const EVP_MD *kind, const struct str *parts, size_t count, unsigned char *ret)
{
	EVP_MD_CTX *context = EVP_MD_CTX_new();

	memset(ret, 0, EVP_MAX_MD_SIZE);
	int ok = context && EVP_DigestInit_ex(context, kind, NULL);
	for (size_t i = 0; ok && i < count; i++)
		ok = EVP_DigestUpdate(context, parts[i].ptr, parts[i].len);
	if (ok)
		ok = EVP_DigestFinal_ex(context, ret, NULL);
	if (!ok)
		memset(ret, 0, EVP_MAX_MD_SIZE);
	EVP_MD_CTX_free(context);
}

static void
to_hex(const unsigned char *bytes, size_t count, char *ret)
{
	static const char hex[] = "0123456789abcdef";

	for (size_t i = 0; i < count; i++) {
		ret[2 * i] = hex[bytes[i] >> 4];
		ret[2 * i + 1] = hex[bytes[i] & 15];
	}
}

const char *
digest_sha256(struct arena *arena, struct str bytes)
{
	unsigned char digest[EVP_MAX_MD_SIZE];
	char *text = arena_alloc(arena, 65);

	digest_parts(EVP_sha256(), &bytes, 1, digest);
	to_hex(digest, 32, text);
	return text;
}

struct digest {
	EVP_MD_CTX *context;
	int ok;
};

static void
digest_release(void *data)
{
	EVP_MD_CTX_free(((struct digest *)data)->context);
}

struct digest *
digest_sha256_begin(struct arena *arena)
{
	struct digest *digest = arena_alloc(arena, sizeof *digest);

	digest->context = EVP_MD_CTX_new();
	digest->ok = digest->context && EVP_DigestInit_ex(digest->context, EVP_sha256(), NULL);
	arena_cleanup(arena, digest_release, digest);
	return digest;
}

void
digest_sha256_add(struct digest *digest, struct str bytes)
{
	digest->ok = digest->ok && EVP_DigestUpdate(digest->context, bytes.ptr, bytes.len);
}

const char *
digest_sha256_end(struct digest *digest, struct arena *arena)
{
	unsigned char bytes[EVP_MAX_MD_SIZE] = { 0 };
	char *text = arena_alloc(arena, 65);

	digest->ok = digest->ok && EVP_DigestFinal_ex(digest->context, bytes, NULL);
	if (!digest->ok)
		memset(bytes, 0, sizeof bytes);
	to_hex(bytes, 32, text);
	return text;
}

const char *
digest_uuid(struct arena *arena, struct str name)
{
	unsigned char digest[EVP_MAX_MD_SIZE];
	struct str parts[] = { { (const char *)uuid_namespace, sizeof uuid_namespace }, name };
	char hex[32];

	digest_parts(EVP_sha1(), parts, 2, digest);
	digest[6] = (unsigned char)((digest[6] & 0x0f) | 0x50);
	digest[8] = (unsigned char)((digest[8] & 0x3f) | 0x80);
	to_hex(digest, 16, hex);
	return arena_printf(arena, "%.8s-%.4s-%.4s-%.4s-%.12s", hex, hex + 8, hex + 12, hex + 16, hex + 20);
}
