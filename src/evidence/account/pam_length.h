/* Private to the room: the length that PAM asks of a new password. */
#ifndef TENKEN_EVIDENCE_PAM_LENGTH_H
#define TENKEN_EVIDENCE_PAM_LENGTH_H

#include "tenken/evidence/evidence.h"

struct pam_length {
	bool has_pam;          /* something of PAM was collected: PASS_MIN_LEN of login.defs is not in force */
	const char *module;    /* pwquality, cracklib, pam_unix: who decides; NULL: nothing tells */
	bool is_known;         /* else the length cannot be told */
	int64_t min_length;
	struct span at;
};

/* How sure the parser of the length is of a file with that name. */
int pam_length_bid(struct str name);

/* Reads the password stacks of pam.d and pwquality.conf. */
void pam_length_read(const struct parse *parse, struct pam_length *ret);

#endif
