/* Private to the room: what a security template and an audit policy hold, whether a host's own or a group policy's. */
#ifndef TENKEN_EVIDENCE_WINPOLICY_H
#define TENKEN_EVIDENCE_WINPOLICY_H

#include "evidence/windows/windows.h"

/* One setting of an account policy by the name templates and reports give it (`MinimumPasswordLength`), set on the
 * record under the name of docs/evidence.md. Settings we have no use for and values that are no numbers are passed
 * over. */
void winpolicy_set(struct subject *subject, struct record *record, struct str name, struct str value);

/* Adds what the settings of a host come to, as they stand on `settings` (a record that is no part of the subject): a
 * password-policy, and a lockout where anything is told of it. */
void winpolicy_emit(const struct parse *parse, const struct record *settings, const char *name);

/* Sets what the section [System Access] of a template says. False when there is none. */
bool winpolicy_template(struct subject *subject, struct record *record, struct str text);

/* Sets what the section [Event Audit] says (the categories of before Windows Vista). False when there is none. */
bool winpolicy_template_audit(struct subject *subject, struct record *record, struct str text);

/* Sets the setting of one audit subcategory by its GUID, in braces and any case: value 0 none, 1 success, 2
 * failure, 3 both. Subcategories and values that we do not know are passed over. */
void winpolicy_set_audit(struct subject *subject, struct record *record, struct str guid, struct str value);

/* Sets what a table of auditpol or of a group policy object says. */
void winpolicy_audit_table(struct subject *subject, struct record *record, const struct csv *csv);

/* Adds what a report of gpresult /x shows to be in force. */
void winpolicy_rsop(const struct parse *parse, struct file *file);

/* The host whose report it is, on `arena`; NULL where it does not tell. */
const char *winpolicy_rsop_host(struct arena *arena, const struct file *file);

#endif
