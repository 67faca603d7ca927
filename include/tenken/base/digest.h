/* SHA-256 and name-based UUIDs, by libcrypto. */
#ifndef TENKEN_BASE_DIGEST_H
#define TENKEN_BASE_DIGEST_H

#include "tenken/base/arena.h"
#include "tenken/base/str.h"

/* 64 lower-case hexadecimal digits. */
const char *digest_sha256(struct arena *arena, struct str bytes);

/* The same of bytes that come piece by piece; digest_sha256_end gives the text, once. Freed with the arena. */
struct digest;
struct digest *digest_sha256_begin(struct arena *arena);
void digest_sha256_add(struct digest *digest, struct str bytes);
const char *digest_sha256_end(struct digest *digest, struct arena *arena);

/* UUID version 5 (RFC 9562) of `name` in tenken's own namespace: the same name, the same UUID. */
const char *digest_uuid(struct arena *arena, struct str name);

#endif
