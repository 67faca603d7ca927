/* Digests and key derivations of many short inputs, by libcrypto: what passwords are kept with. One hasher a thread. */
#ifndef TENKEN_BASE_HASHER_H
#define TENKEN_BASE_HASHER_H

#include <stdbool.h>
#include <stdint.h>

#include "tenken/base/arena.h"
#include "tenken/base/str.h"

#define HASHER_BYTES 64   /* the longest digest */

enum hasher_kind { HASHER_MD4, HASHER_MD5, HASHER_SHA1, HASHER_SHA256, HASHER_SHA512, HASHER_KINDS };

/* Goes with the arena. MD4 comes from the legacy provider, in a library context of its own. */
struct hasher;
struct hasher *hasher_new(struct arena *arena);

/* The digest of the parts one after another into `ret` (HASHER_BYTES). Its length; 0 when this libcrypto has no such digest. */
size_t hasher_digest(struct hasher *hasher, enum hasher_kind kind, const struct str *parts, size_t count, uint8_t *ret);

/* HMAC (RFC 2104). The same. */
size_t hasher_hmac(struct hasher *hasher, enum hasher_kind kind, struct str key, struct str data, uint8_t *ret);

/* PBKDF2 (RFC 8018, 5.2) and scrypt (RFC 7914) of `size` bytes. False when libcrypto refuses. */
bool hasher_pbkdf2(struct hasher *hasher, enum hasher_kind kind, struct str password, struct str salt, uint32_t rounds, size_t size, uint8_t *ret);
bool hasher_scrypt(struct str password, struct str salt, uint64_t n, uint64_t r, uint64_t p, size_t size, uint8_t *ret);

#endif
