/* SHA-256 and name-based UUIDs, by libcrypto. */
#ifndef TENKEN_BASE_DIGEST_H
#define TENKEN_BASE_DIGEST_H

#include "tenken/base/arena.h"
#include "tenken/base/str.h"

/* 64 lower-case hexadecimal digits. */
const char *digest_sha256(struct arena *arena, struct str bytes);

/* UUID version 5 (RFC 9562) of `name` in tenken's own namespace: the same name, the same UUID. */
const char *digest_uuid(struct arena *arena, struct str name);

#endif
