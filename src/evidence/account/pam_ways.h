/* Private to the room: what PAM may have asked for when it lets somebody in. */
#ifndef TENKEN_EVIDENCE_PAM_WAYS_H
#define TENKEN_EVIDENCE_PAM_WAYS_H

#include "tenken/evidence/evidence.h"

/* What was shown on one way in. A set of these is a number, the bits of all of them. */
enum proof {
	PROOF_PASSWORD = 1,     /* the password of this host */
	PROOF_FACTOR = 2,       /* a second factor: a one-time password, a security key */
	PROOF_REMOTE = 4,       /* what a directory asks for: a password at least */
	PROOF_OTHER = 8,        /* whatever a module asks for that decides elsewhere, or that is not known here */
	PROOF_KEY = 16,         /* an SSH key (never of PAM) */
	PROOF_SETS = 32,        /* sets there are */
};

struct pam_ways {
	bool is_there;          /* the service has a file */
	bool is_known;          /* the stack was read whole and understood */
	uint32_t sets;          /* bit `1 << set` of each set of proofs that some way in shows; 0: nobody gets in */
	const char *strength;   /* of the weakest factor that is asked for: phishing-resistant, app; NULL: none is */
};

/* Follows the auth rules of a service through all that they can come to. What depends on who asks, from where and when
 * may come to either: so a rule that jumps over the second factor is a way without it. */
struct pam_ways pam_ways_read(const struct parse *parse, const char *service);

#endif
