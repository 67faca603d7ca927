/* The settings of security templates ([MS-GPSB], as secedit writes them) and of audit policies ([MS-GPAC]) by the names
 * and GUIDs that no language changes. */
#include "evidence/windows/winpolicy.h"

#include "tenken/base/limits.h"
#include "tenken/syntax/lines.h"

static bool
signed_int(struct str text, int64_t *ret)
{
	bool is_negative = text.len && text.ptr[0] == '-';
	int64_t number;

	if (is_negative)
		text = (struct str){ text.ptr + 1, text.len - 1 };
	if (!str_int(text, &number))
		return false;
	/* Reports write -1 as the number it is without a sign. */
	*ret = number == UINT32_MAX ? -1 : is_negative ? -number : number;
	return true;
}

void
winpolicy_set(struct subject *subject, struct record *record, struct str name, struct str value)
{
	static const struct {
		const char *name, *attribute;
		int64_t min; /* below it the value means something else */
		bool is_boolean;
	} settings[] = {
		{ "MinimumPasswordLength", "min-length", 0, false },
		{ "MaximumPasswordAge", "max-days", -1, false }, /* -1: never */
		{ "MinimumPasswordAge", "min-days", 0, false },
		{ "PasswordHistorySize", "history", 0, false },
		{ "LockoutBadCount", "lockout-threshold", 0, false }, /* 0: no lockout */
		{ "LockoutDuration", "lockout-minutes", -1, false },  /* -1: until an administrator unlocks */
		{ "ResetLockoutCount", "lockout-window-minutes", 0, false },
		{ "PasswordComplexity", "complexity", 0, true },
		{ "ClearTextPassword", "reversible", 0, true },
	};
	int64_t number;

	for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) {
		if (!str_is_nocase(name, settings[i].name) || record_get(record, settings[i].attribute))
			continue;
		enum truth truth = str_is(value, "1")   ? TRUTH_YES
		                   : str_is(value, "0") ? TRUTH_NO
		                                        : windows_boolean(value);
		if (settings[i].is_boolean)
			windows_set_truth(subject, record, settings[i].attribute, truth);
		else if (signed_int(value, &number) && number >= settings[i].min)
			record_set_int(subject, record, settings[i].attribute, number);
	}
}

static void
emit_lockout(const struct parse *parse, const struct record *settings, const char *name)
{
	const char *threshold = record_get(settings, "lockout-threshold"),
	           *minutes = record_get(settings, "lockout-minutes");
	int64_t attempts, duration;

	if (!threshold || !str_int(str_of(threshold), &attempts))
		return;
	struct record *lockout = record_add(parse->subject, "lockout", name, settings->at);
	record_set(parse->subject, lockout, "active", attempts > 0 ? "true" : "false");
	if (attempts > 0)
		record_set_int(parse->subject, lockout, "attempts", attempts);
	/* -1 and 0 both mean: until an administrator unlocks it. */
	if (attempts > 0 && minutes && signed_int(str_of(minutes), &duration))
		record_set_int(parse->subject, lockout, "unlock-seconds", duration > 0 ? duration * 60 : 0);
	record_set(parse->subject, lockout, "history", record_get(settings, "history"));
}

void
winpolicy_emit(const struct parse *parse, const struct record *settings, const char *name)
{
	static const char *const attributes[] = { "min-length", "max-days", "min-days", "complexity", "reversible" };
	struct record *record = record_add(parse->subject, "password-policy", name, settings->at);

	for (size_t i = 0; i < sizeof attributes / sizeof *attributes; i++)
		record_set(parse->subject, record, attributes[i], record_get(settings, attributes[i]));
	emit_lockout(parse, settings, name);
}

/* Walks the settings of one section; a line that is none is passed over, as other sections are full of them. */
struct section {
	struct lines lines;
	const char *name;
	bool is_inside, is_found;
	struct str key, value;
};

static bool
section_next(struct section *section)
{
	while (lines_next(&section->lines) && section->lines.line <= LIMIT_LINES) {
		struct str line = str_trim(section->lines.text);
		if (line.len >= 2 && line.ptr[0] == '[' && line.ptr[line.len - 1] == ']') {
			section->is_inside = str_is_nocase((struct str){ line.ptr + 1, line.len - 2 }, section->name);
			section->is_found |= section->is_inside;
			continue;
		}
		const char *equals =
		    section->is_inside && line.len && line.ptr[0] != ';' ? memchr(line.ptr, '=', line.len) : NULL;
		if (!equals)
			continue;
		size_t at = (size_t)(equals - line.ptr);
		section->key = str_trim((struct str){ line.ptr, at });
		section->value = str_trim((struct str){ equals + 1, line.len - at - 1 });
		return true;
	}
	return false;
}

bool
winpolicy_template(struct subject *subject, struct record *record, struct str text)
{
	struct section section = { .lines = lines_of(text), .name = "System Access" };

	while (section_next(&section))
		winpolicy_set(subject, record, section.key, section.value);
	return section.is_found;
}

static void
set_audit(struct subject *subject, struct record *record, const char *attribute, struct str value)
{
	static const char *const words[] = { "none", "success", "failure", "both" };

	if (value.len == 1 && value.ptr[0] >= '0' && value.ptr[0] <= '3' && !record_get(record, attribute))
		record_set(subject, record, attribute, words[value.ptr[0] - '0']);
}

bool
winpolicy_template_audit(struct subject *subject, struct record *record, struct str text)
{
	static const struct {
		const char *name, *attribute;
	} categories[] = {
		{ "AuditLogonEvents", "logon" },
		{ "AuditAccountLogon", "credential-validation" },
		{ "AuditAccountManage", "user-account-management" },
		{ "AuditPolicyChange", "policy-change" },
		{ "AuditPrivilegeUse", "privilege-use" },
		{ "AuditProcessTracking", "process-creation" },
		{ "AuditSystemEvents", "system-integrity" },
	};
	struct section section = { .lines = lines_of(text), .name = "Event Audit" };

	while (section_next(&section))
		for (size_t i = 0; i < sizeof categories / sizeof *categories; i++)
			if (str_is_nocase(section.key, categories[i].name))
				set_audit(subject, record, categories[i].attribute, section.value);
	return section.is_found;
}

void
winpolicy_set_audit(struct subject *subject, struct record *record, struct str guid, struct str value)
{
	static const struct {
		const char *guid, *attribute; /* the first group; the others are the same for all */
	} subcategories[] = {
		{ "{0cce9215", "logon" },
		{ "{0cce9216", "logoff" },
		{ "{0cce9217", "account-lockout" },
		{ "{0cce921b", "special-logon" },
		{ "{0cce923f", "credential-validation" },
		{ "{0cce9235", "user-account-management" },
		{ "{0cce9237", "security-group-management" },
		{ "{0cce922f", "policy-change" },
		{ "{0cce922b", "process-creation" },
		{ "{0cce9228", "privilege-use" },
		{ "{0cce9212", "system-integrity" },
		{ "{0cce9245", "removable-storage" },
	};

	for (size_t i = 0; guid.len == 38 && i < sizeof subcategories / sizeof *subcategories; i++)
		if (str_is_nocase((struct str){ guid.ptr, 9 }, subcategories[i].guid))
			set_audit(subject, record, subcategories[i].attribute, value);
}

/* The number of a setting that is told in words only; the text itself where it is neither. */
static struct str
number_of_words(struct str words)
{
	static const struct {
		const char *words[3];
		const char *number;
	} known[] = {
		{ { "No Auditing", "監査なし", "監査しない" }, "0" },
		{ { "Success", "成功", "成功の監査" }, "1" },
		{ { "Failure", "失敗", "失敗の監査" }, "2" },
		{ { "Success and Failure", "成功および失敗", "成功と失敗" }, "3" },
	};

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		for (int k = 0; k < 3; k++)
			if (str_is_nocase(words, known[i].words[k]))
				return str_of(known[i].number);
	return words;
}

/* Machine, policy target, subcategory, GUID, inclusion, exclusion, and mostly the value: the headings are
 * translated, the order is not. A row for one user only (a SID as its target) says nothing of the others. */
void
winpolicy_audit_table(struct subject *subject, struct record *record, const struct csv *csv)
{
	for (size_t i = 0; i < csv->rows.len; i++) {
		const struct csv_row *row = &csv->rows.items[i];
		struct str value = windows_cell(row, 6);
		if (str_has_prefix(windows_cell(row, 1), "S-1-"))
			continue;
		winpolicy_set_audit(
		    subject, record, windows_cell(row, 3), value.len ? value : number_of_words(windows_cell(row, 4)));
	}
}
