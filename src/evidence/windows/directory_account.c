/* What an entry of the directory says of its account ([MS-ADTS]: userAccountControl, lastLogonTimestamp, adminCount,
 * ...).
 *
 * adminCount is 1 for whom the directory once found in a protected group, directly or through other groups; it is
 * not taken back. So 1 alone proves nothing, while an account without it is in no protected group (but for the last
 * hour). Together with the groups that are told, that makes "no administrator"; either alone does not. */
#include "evidence/windows/directory.h"

#include "tenken/base/limits.h"

#define SLACK_DAYS 14

struct str
directory_name(struct str dn)
{
	if (dn.len < 3 || !str_is_nocase((struct str){ dn.ptr, 3 }, "CN="))
		return dn;
	struct str rest = { dn.ptr + 3, dn.len - 3 };
	return str_token(&rest, ",");
}

static void
set_groups(const struct parse *parse, const struct directory_entry *entry, struct winaccount *account)
{
	struct arena *arena = parse->bundle->arena;
	int64_t primary;

	for (size_t i = 0; i < entry->values.len; i++) {
		const struct directory_value *value = &entry->values.items[i];
		if (!str_is_nocase(value->name, "memberOf"))
			continue;
		struct str name = directory_name(value->value);
		if (winaccount_is_admin_group(name) || winaccount_is_admin_rid(winaccount_rid(name)))
			winaccount_add_group(arena, account, name);
	}
	/* The primary group is no value of memberOf. */
	if (str_int(directory_get(entry, "primaryGroupID"), &primary) && winaccount_is_admin_rid(primary))
		winaccount_add_group(
		    arena, account, primary == 512 ? STR("Domain Admins") : directory_get(entry, "primaryGroupID"));
}

int64_t
directory_rid(struct str sid)
{
	int64_t rid = 0;

	if (str_has_prefix(sid, "S-1-"))
		return winaccount_rid(sid);
	if (sid.len == 28 && sid.ptr[0] == '\1') {
		for (int i = 3; i >= 0; i--)
			rid = rid << 8 | (unsigned char)sid.ptr[24 + i];
		return rid;
	}
	if (sid.len != 59 || !str_has_prefix(sid, "X'01"))
		return -1;
	for (int i = 3; i >= 0; i--)
		for (int k = 0; k < 2; k++) {
			static const char digits[] = "0123456789abcdef";
			char c = sid.ptr[2 + (24 + i) * 2 + k];
			const char *digit = c ? strchr(digits, c >= 'A' && c <= 'F' ? c + ('a' - 'A') : c) : NULL;
			if (!digit)
				return -1;
			rid = rid << 4 | (digit - digits);
		}
	return rid;
}

static void
set_bits(struct winaccount *account, int64_t bits)
{
	account->enabled = bits & UAC_DISABLED ? TRUTH_NO : TRUTH_YES;
	account->password_required = bits & UAC_PASSWORD_OPTIONAL ? TRUTH_NO : TRUTH_YES;
	account->password_expires = bits & UAC_NEVER_EXPIRES ? TRUTH_NO : TRUTH_YES;
	account->reversible = bits & UAC_REVERSIBLE ? TRUTH_YES : TRUTH_NO;
	account->smartcard = bits & UAC_SMARTCARD ? TRUTH_YES : TRUTH_NO;
	account->is_machine = (bits & UAC_MACHINE) != 0;
}

static enum truth
opposite(enum truth truth)
{
	return truth == TRUTH_UNKNOWN ? TRUTH_UNKNOWN : truth == TRUTH_YES ? TRUTH_NO : TRUTH_YES;
}

static void
set_if_told(enum truth *truth, enum truth told)
{
	if (told != TRUTH_UNKNOWN)
		*truth = told;
}

/* The properties Get-ADUser makes of the bits. */
static void
set_properties(struct winaccount *account, const struct directory_entry *entry)
{
	set_if_told(&account->enabled, windows_boolean(directory_get(entry, "Enabled")));
	set_if_told(
	    &account->password_required, opposite(windows_boolean(directory_get(entry, "PasswordNotRequired"))));
	set_if_told(
	    &account->password_expires, opposite(windows_boolean(directory_get(entry, "PasswordNeverExpires"))));
	set_if_told(&account->reversible, windows_boolean(directory_get(entry, "AllowReversiblePasswordEncryption")));
	set_if_told(&account->smartcard, windows_boolean(directory_get(entry, "SmartcardLogonRequired")));
}

static int32_t
later(int32_t a, int32_t b)
{
	return a == DAY_UNKNOWN || (b != DAY_UNKNOWN && b > a) ? b : a;
}

/* lastLogonTimestamp (LastLogonDate) is written again only when it is 9 to 14 days behind. lastLogon is exact, but of the
 * controller that was asked: the later one counts. */
static void
set_use(const struct directory *directory, const struct directory_entry *entry, int offset, struct winaccount *account)
{
	int32_t coarse = later(windows_day(directory_get(entry, "LastLogonDate"), directory->order),
	    windows_filetime_day(directory_get(entry, "lastLogonTimestamp"), offset));
	int32_t exact = windows_filetime_day(directory_get(entry, "lastLogon"), offset);

	account->last_used = later(coarse, exact);
	account->last_used_slack = SLACK_DAYS;
	bool is_unreadable =
	    directory_get(entry, "LastLogonDate").len || directory_get(entry, "lastLogonTimestamp").len > 1;
	account->is_never_used = directory->has_last_logon && !is_unreadable;
}

static void
set_days(const struct parse *parse, const struct directory *directory, const struct directory_entry *entry,
    struct winaccount *account)
{
	int offset = parse->subject->collected_at.offset_minutes;
	struct str expiry = directory_get(entry, "AccountExpirationDate");

	account->password_changed = later(windows_day(directory_get(entry, "PasswordLastSet"), directory->order),
	    windows_filetime_day(directory_get(entry, "pwdLastSet"), offset));
	account->created = later(windows_day(directory_get(entry, "whenCreated"), directory->order),
	    windows_utc_day(directory_get(entry, "whenCreated"), offset));
	set_use(directory, entry, offset, account);
	account->expires = later(windows_day(expiry, directory->order),
	    windows_filetime_day(directory_get(entry, "accountExpires"), offset));
	account->is_expiry_unclear = expiry.len && account->expires == DAY_UNKNOWN;
}

bool
directory_account(const struct parse *parse, const struct directory *directory, const struct directory_entry *entry,
    struct winaccount *ret)
{
	struct arena *arena = parse->bundle->arena;
	struct str name = directory_get(entry, "sAMAccountName"),
	           bits_text = directory_get(entry, "userAccountControl");
	int64_t bits;

	/* Groups have an account name, too, and nothing that could be enabled. */
	if (name.len == 0 || (bits_text.len == 0 && directory_get(entry, "Enabled").len == 0))
		return false;
	struct winaccount account = winaccount_of(arena_strndup(arena, name.ptr, name.len), entry->at);
	struct str sid = directory_get(entry, "objectSid");
	account.rid = directory_rid(sid.len ? sid : directory_get(entry, "SID"));
	if (str_int(bits_text, &bits))
		set_bits(&account, bits);
	set_properties(&account, entry);
	account.is_machine |= str_has_suffix(name, "$");
	set_groups(parse, entry, &account);
	set_days(parse, directory, entry, &account);
	struct str protected = directory_get(entry, "adminCount");
	bool is_protected = protected.len && !str_is(protected, "0");
	if (account.admin == TRUTH_UNKNOWN && directory->has_member_of && directory->has_admin_count && !is_protected)
		account.admin = TRUTH_NO;
	*ret = account;
	return true;
}
