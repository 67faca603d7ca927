/* Private to the room: one account of a Windows host or of a directory, before it becomes a record. */
#ifndef TENKEN_EVIDENCE_WINACCOUNT_H
#define TENKEN_EVIDENCE_WINACCOUNT_H

#include "evidence/windows/windows.h"

/* Bits of userAccountControl ([MS-ADTS] 2.2.16). */
#define UAC_DISABLED          0x2
#define UAC_PASSWORD_OPTIONAL 0x20
#define UAC_REVERSIBLE        0x80
#define UAC_MACHINE           0x3000     /* workstation or server trust */
#define UAC_NEVER_EXPIRES     0x10000
#define UAC_SMARTCARD         0x40000

struct winaccount {
	const char *name;
	struct span at;
	int64_t rid;                     /* the last part of its SID; -1: not told */
	bool has_sid;                    /* it is known by its SID, which nobody else has */
	bool is_rid_duplicate;           /* another account of the same file has it, which Windows does not allow */
	bool is_local;                   /* of the host itself */
	bool is_machine;
	enum truth admin, enabled;
	const char *admin_by;            /* reasons, space separated; NULL: none */
	int32_t expires;                 /* the day it ends; DAY_UNKNOWN: never, or not told */
	bool is_expiry_unclear;
	enum truth password_required, password_expires, reversible, smartcard;
	int32_t password_changed, created, last_used;
	int64_t last_used_slack;         /* days by which the last use may be later than told */
	bool is_never_used;              /* the source says that it has never been used */
	const char *password;            /* set, none; NULL: not known */
	const char *hash_kind;           /* NULL: none that is known */
	bool is_hash_weak;               /* only with a hash_kind */
};

/* An account of which nothing is known but its name. */
struct winaccount winaccount_of(const char *name, struct span at);

/* Adds the record. */
void winaccount_emit(const struct parse *parse, const struct winaccount *account);

/* The last part of a SID (`S-1-5-21-1-2-3-512`: 512), -1 where the text is none. */
int64_t winaccount_rid(struct str sid);

/* The names of such groups, NULL at the end. */
extern const char *const winaccount_admin_groups[];

/* Whether membership of the group makes an administrator, by its plain name in any case; the account operators and
 * their like can make themselves one. */
bool winaccount_is_admin_group(struct str name);

/* The same by the last part of the group's SID; those of builtin groups (S-1-5-32-) and of a domain differ in no
 * number. */
bool winaccount_is_admin_rid(int64_t rid);

/* Notes that the group makes it an administrator. */
void winaccount_add_group(struct arena *arena, struct winaccount *account, struct str group);

#endif
