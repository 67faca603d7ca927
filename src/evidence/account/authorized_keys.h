/* Private to the room: which keys open an account, authorized_keys of sshd(8). Of a key only its fingerprint is kept, which is public. */
#ifndef TENKEN_EVIDENCE_AUTHORIZED_KEYS_H
#define TENKEN_EVIDENCE_AUTHORIZED_KEYS_H

#include "tenken/evidence/evidence.h"

/* One line, without its key. */
struct authorized_key {
	struct str blob;          /* the public key itself, in base64 */
	struct str comment;       /* mostly user@computer: whose it is */
	bool is_weak;             /* DSA, or RSA below 2048 bits */
	bool is_bound;            /* to a command or to senders */
	bool is_hardware;         /* in a security key (FIDO), which may ask for a PIN */
};

/* False for a comment, a blank line and whatever sshd takes for no key. */
bool authorized_key_of(struct str line, struct authorized_key *ret);

/* SHA256:... of a public key in base64; NULL where it is no base64. */
const char *authorized_key_id(struct arena *arena, struct str blob);

struct authorized_keys {
	bool is_read;             /* a file was there, if only an empty one */
	int64_t count, weak, bound, hardware;
	const char *comments;     /* the distinct ones, parted by ", "; NULL: none */
	const char *ids;          /* distinct fingerprints as `ssh-keygen -l` prints them, parted by blanks; NULL: none */
};

/* Reads ~/.ssh/authorized_keys, authorized_keys2 and /etc/ssh/authorized_keys/NAME of an account. */
struct authorized_keys authorized_keys_read(const struct parse *parse, const char *name, const char *home);

#endif
