/* Private to the room: what PAM does against guessing: locking out after failures, and refusing old passwords. */
#ifndef TENKEN_EVIDENCE_PAM_LOCKOUT_H
#define TENKEN_EVIDENCE_PAM_LOCKOUT_H

#include "tenken/evidence/evidence.h"

/* Adds a `lockout` record for each stack that others include: common-auth with common-password, system-auth, password-auth. */
void pam_lockout_emit(const struct parse *parse);

#endif
