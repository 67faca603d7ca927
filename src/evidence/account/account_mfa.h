/* Private to the room: the second factor that the accounts of a host are asked for. */
#ifndef TENKEN_EVIDENCE_ACCOUNT_MFA_H
#define TENKEN_EVIDENCE_ACCOUNT_MFA_H

#include "evidence/account/account.h"
#include "evidence/account/authorized_keys.h"
#include "evidence/account/pam_ways.h"
#include "evidence/account/sshd_config.h"
#include "evidence/account/sshd_match.h"

/* What one path into the host, or up in it, asks for; the order is no rank. */
enum mfa { MFA_ABSENT, MFA_CLOSED, MFA_NONE, MFA_OPTIONAL, MFA_ENFORCED, MFA_UNKNOWN };

/* Different services of PAM that Match blocks may name. */
#define MFA_SERVICES_MAX 8

/* What is the same for all accounts of a host. */
struct mfa_host {
	const struct parse *parse;
	bool has_ssh;                       /* its files were collected */
	struct sshd_config config;
	enum sshd_match *matches;           /* of each block, for the account that is looked at */
	struct sshd_value effective[SSHD_KEYS];
	bool has_effective;
	bool has_groups, is_pam_doubted;
	struct pam_ways sudo, console;
	struct {
		const char *name;
		struct pam_ways ways;
	} services[MFA_SERVICES_MAX];       /* of PAM, for sshd */
	size_t service_count;
	size_t steps;                       /* spent on matching */
};

/* Reads what sshd and PAM ask for. */
void account_mfa_read(const struct parse *parse, bool has_groups, struct mfa_host *ret);

/* Sets mfa, mfa-ssh, mfa-console, mfa-sudo and mfa-strength of the account's record. `is_sudoer`: sudo gives it all
 * commands; `nopasswd`: some of them unasked (1), none (0), not known (-1). */
void account_mfa_set(struct mfa_host *host, const struct account *account, const struct authorized_keys *keys, bool is_sudoer,
    int nopasswd, struct record *record);

#endif
