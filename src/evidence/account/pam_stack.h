/* Private to the room: the rules of a PAM service, those of the files it includes put in their place. */
#ifndef TENKEN_EVIDENCE_PAM_STACK_H
#define TENKEN_EVIDENCE_PAM_STACK_H

#include "tenken/evidence/evidence.h"

struct pam_rule {
	struct str control;        /* required, ..., or what stands in the brackets */
	struct str module;         /* pam_unix.so, without its folder */
	struct str arguments;
	struct span at;
	int level;                 /* how many substacks it is in */
	bool may_miss;             /* `-auth`: where the module is not installed the line is none */
};

/* Of `substack` the directive itself stands before its rules, as a rule of that control: jumps count it and them as one. */
struct pam_stack {
	VEC(struct pam_rule) rules;
	bool is_open;              /* a file that is included was not collected, or a line was not understood */
};

/* Reads the rules of one type (auth, password) of etc/pam.d/SERVICE. False when there is no such file. */
bool pam_stack_read(const struct parse *parse, const char *service, const char *type, struct pam_stack *ret);

/* Whether the module has the word as an argument. */
bool pam_rule_has(const struct pam_rule *rule, const char *word);

/* The number of `name=number`; false without it. */
bool pam_rule_number(const struct pam_rule *rule, const char *name, int64_t *ret);

/* Whether a module that refuses makes the whole refuse: required, requisite, or brackets whose default does. */
bool pam_rule_is_enforced(const struct pam_rule *rule);

/* Whether success may end the stack or jump over rules behind it. */
bool pam_rule_may_skip(const struct pam_rule *rule);

#endif
