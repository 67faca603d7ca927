/* Private to the room: hashes of many passwords at once, one in each lane of a vector (RFC 1320, RFC 1321, FIPS 180-4;
 * the schemes of crypt(5) made of them).
 *
 * What takes the time is written once and compiled for each instruction set (lanes_body.inc); what surrounds it, and what
 * no lane takes, is ordinary C (lanes_crypt.c, scheme_windows.c) and libxcrypt, which the tests hold all of this against. */
#ifndef TENKEN_PASSWORD_LANES_H
#define TENKEN_PASSWORD_LANES_H

#include <stdalign.h>

#include "password/scheme.h"

#define LANES_VECTOR 64                        /* bytes of the widest vector */
#define LANES_BYTES ((size_t)4 * LANES_VECTOR) /* of one word of all lanes: vectors side by side keep a core busy */
#define LANES_MOST (LANES_BYTES / sizeof(uint32_t))
#define LANES_BLOCK 16                        /* words of a block, in all hashes that are here */
#define LANES_WORDS ((size_t)2 * LANES_BLOCK) /* of the longest message */
#define LANES_LAYOUTS 8
#define LANES_NT_BYTES 28   /* that MD4 takes in one block when they are widened */
#define LANES_NT_LENGTH 7

/* Memory of the rounds of md5crypt and of the SHA-2 schemes; words of one place lie side by side, a lane each.
 *
 * A round hashes the digest of the round before, the password and the salt, in an order that hangs on the number of the
 * round, modulo 2, 3 and 7: eight messages, which differ from round to round in nothing but the digest. So they are written
 * once, padding and all, and a round only puts its digest in. */
struct lanes_rounds {
	uint32_t count;
	unsigned offsets[LANES_LAYOUTS];          /* of the digest, in bytes */
	unsigned blocks[LANES_LAYOUTS];           /* one or two */
	alignas(LANES_VECTOR) unsigned char messages[LANES_LAYOUTS * LANES_WORDS * LANES_BYTES];
	/* The words that the digest shares with what is beside it. */
	alignas(LANES_VECTOR) unsigned char edges[LANES_LAYOUTS * 2 * LANES_BYTES];
	alignas(LANES_VECTOR) unsigned char digest[8 * LANES_BYTES];
	alignas(LANES_VECTOR) unsigned char schedule[LANES_BLOCK * LANES_BYTES];
};

/* One hash in lanes: how many there are, and all rounds of a message. */
struct lanes_hash {
	size_t lanes;
	void (*rounds)(struct lanes_rounds *rounds);
};

/* What an instruction set has. */
struct lanes {
	const char *name;
	struct lanes_hash md5, sha256, sha512;
	/* NT: MD4 of passwords in ASCII, each with the byte 0x80 behind, zeros up to LANES_NT_BYTES, and the length of its
	 * UTF-16LE in bits in word LANES_NT_LENGTH: from the messages into the digest. */
	size_t nt_lanes;
	void (*nt)(struct lanes_rounds *rounds);
};

/* The instruction sets of this machine, the fastest first; NULL behind the last. */
const struct lanes *lanes_of_machine(size_t i);

/* An aligned lanes_rounds in the vault. */
struct lanes_rounds *lanes_rounds_new(struct vault *vault);

/* lanes_crypt.c: attempt_compute_many of the schemes. */
void lanes_md5crypt(struct attempt *attempt, const struct hash *hash, const struct str *passwords, size_t count,
    char *outputs, size_t *lengths);
void lanes_sha256crypt(struct attempt *attempt, const struct hash *hash, const struct str *passwords, size_t count,
    char *outputs, size_t *lengths);
void lanes_sha512crypt(struct attempt *attempt, const struct hash *hash, const struct str *passwords, size_t count,
    char *outputs, size_t *lengths);

extern const struct lanes lanes_plain, lanes_avx2, lanes_avx512;

#endif
