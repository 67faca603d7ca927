/* Private to the room: whether a Match of sshd_config(5) applies to an account. */
#ifndef TENKEN_EVIDENCE_SSHD_MATCH_H
#define TENKEN_EVIDENCE_SSHD_MATCH_H

#include "evidence/account/account.h"

enum sshd_match { SSHD_MATCH_NO, SSHD_MATCH_MAYBE, SSHD_MATCH_YES };

/* Whom the criteria of a Match (as words parted by blanks: `user a,b group !c,*`) mean. MAYBE where it depends on
 * something else than the account (its address), or on what is not known here. `has_groups`: the account's groups are
 * all there are. `*steps` counts the patterns that were tried. */
enum sshd_match sshd_match_account(const char *criteria, const struct account *account, bool has_groups, size_t *steps);

#endif
