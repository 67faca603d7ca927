/* Private to the room: what sudoers(5) grants, parsed, and whom it concerns. */
#ifndef TENKEN_EVIDENCE_SUDOERS_H
#define TENKEN_EVIDENCE_SUDOERS_H

#include "evidence/account/account.h"

/* One answer of a list; the order is that of certainty for the granting side. */
enum sudo_match { SUDO_NONE, SUDO_DENY, SUDO_MAYBE, SUDO_ALLOW };

enum sudo_item_kind {
	SUDO_ALL,
	SUDO_WORD,        /* a user, a host, a command with its arguments; or an alias when one has that name */
	SUDO_ID,          /* #uid */
	SUDO_GROUP,       /* %group */
	SUDO_GROUP_ID,    /* %#gid */
	SUDO_OTHER,       /* a netgroup or a group from elsewhere: members are not known */
	SUDO_DIGEST,      /* a command bound to one digest */
};
struct sudo_item {
	enum sudo_item_kind kind;
	bool is_negated;
	const char *text;
	int64_t id;
};
struct sudo_list {
	VEC(struct sudo_item) items;
};

enum sudo_tag { SUDO_TAG_NOT, SUDO_TAG_YES, SUDO_TAG_NO };

/* One command of a rule, with what it inherits from those before it. */
struct sudo_command {
	struct sudo_item command;
	bool has_runas;               /* (...) was written: both lists empty means as oneself */
	struct sudo_list runas_users, runas_groups;
	enum sudo_tag authenticate;   /* PASSWD: or NOPASSWD: */
	bool is_timed;                /* NOTBEFORE or NOTAFTER: in force on some days only */
};
struct sudo_privilege {
	struct sudo_list hosts;
	VEC(struct sudo_command) commands;
};
struct sudo_rule {
	struct sudo_list users;
	VEC(struct sudo_privilege) privileges;
};

struct sudo_alias {
	struct sudo_list list;
	bool is_open;                 /* being looked at: a circle when met again */
};

/* One setting of a Defaults line. */
struct sudo_default {
	char scope;                   /* 0 everybody, : users, @ hosts, > runas, ! commands */
	struct sudo_list who;
	bool is_on;
	const char *name, *value;     /* value "" without one */
};

enum sudo_alias_kind { SUDO_ALIAS_USER, SUDO_ALIAS_RUNAS, SUDO_ALIAS_HOST, SUDO_ALIAS_COMMAND, SUDO_ALIAS_KINDS };

struct sudoers {
	struct arena *arena;
	VEC(struct sudo_rule) rules;
	VEC(struct sudo_default) defaults;
	struct map aliases[SUDO_ALIAS_KINDS];   /* name to struct sudo_alias */
	bool has_runas_default;       /* Defaults runas_default: without (...) it need not be root */
	const char *exempt_group;     /* Defaults exempt_group, or NULL */
	bool is_read;                 /* there is a sudoers */
	bool is_incomplete;           /* something of it is missing or could not be understood */
	size_t steps;                 /* spent on matching: aliases of aliases multiply */
};

/* Most steps that are spent on all accounts together; beyond, everything is only possible. */
#define SUDO_STEPS_MAX 20000000

/* Reads etc/sudoers and what it includes; false when there is none. Problems are reported. */
bool sudoers_read(const struct parse *parse, struct sudoers *ret);

/* How far into a file one looks for what it is. */
#define SUDO_HEAD_BYTES ((size_t)64 << 10)

/* Whether the file looks like what `cvtsudoers -f json` prints. */
bool sudoers_is_json(const struct file *file);

/* Reads such a file among the outputs of commands; false when there is none. Problems are reported. */
bool sudoers_read_json(const struct parse *parse, struct sudoers *ret);

/* Adds one setting (copied); later ones win. */
void sudoers_set(struct sudoers *sudoers, const struct sudo_default *entry);

/* Adds one whole line (continuations joined, comment cut off) that is no include. NULL, or what is wrong with it; the
 * line then adds nothing. `*ret_has_other` is set when it names members that are not known here. */
const char *sudoers_line(struct sudoers *sudoers, struct str line, bool *ret_has_other);

/* What the rules mean for one account. */
struct sudo_grant {
	enum sudo_match all;          /* all commands as root, or as anybody: NONE, MAYBE, ALLOW */
	enum sudo_match nopasswd;     /* some command without being asked for a password: NONE, MAYBE, ALLOW */
};

/* What judging needs besides the rules. */
struct sudo_context {
	const struct accounts *accounts;
	const char *host;             /* the host's name, or NULL when only a folder's name is known */
};
struct sudo_grant sudoers_grant(
    struct sudoers *sudoers, const struct sudo_context *context, const struct account *account);

#endif
