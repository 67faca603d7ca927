/* Recognising the artefacts of Windows by their first bytes: by words that no language changes (keys of wevtutil,
 * names of properties, GUIDs), else by the shape of the first lines. Only where the output has no shape of its own
 * (one line of w32tm /query /source, an error message) the name decides that the collector gives it. */
#include "evidence/windows/windows.h"

#include <strings.h>

#include "tenken/base/limits.h"
#include "tenken/syntax/lines.h"
#include "tenken/syntax/text.h"

#define HEAD_BYTES 8192

/* The first bytes of the file, up to the last line end of them: not through a character. In UTF-16 a line end has a NUL on one
 * side. */
static struct str
first_bytes(const struct file *file)
{
	struct str head = file->bytes;

	if (head.len <= HEAD_BYTES)
		return head;
	for (head.len = HEAD_BYTES; head.len && head.ptr[head.len - 1] != '\n'; head.len--)
		;
	if (head.len && head.ptr[head.len] == '\0')
		head.len++;
	return head;
}

struct str
windows_head(struct arena *arena, const struct file *file)
{
	struct run quiet = { .arena = arena, .diags.arena = arena };
	struct str head = first_bytes(file);
	struct text text;

	return head.len && text_decode(&quiet, arena, file->name, head, &text) == 0 ? text.utf8 : STR("");
}

/* The same for recognising, which every file goes through: only UTF-16 is decoded. What is looked for is ASCII, and no byte
 * of a sign that matters here (blanks, quotes, colon, comma) is the second half of a character of CP932 or EUC. */
static struct str
plain_head(struct arena *scratch, const struct file *file)
{
	struct str head = first_bytes(file);

	if (str_has_prefix(head, "\xef\xbb\xbf"))
		return (struct str){ head.ptr + 3, head.len - 3 };
	bool is_wide =
	    str_has_prefix(head, "\xff\xfe") || str_has_prefix(head, "\xfe\xff") || memchr(head.ptr, '\0', head.len);
	return is_wide ? windows_head(scratch, file) : head;
}

/* Whether the word stands in the line as a cell of its own. */
static bool
has_cell(struct str line, const char *word)
{
	size_t len = strlen(word);

	for (size_t i = 0; i + len <= line.len; i++) {
		bool is_begin = i == 0 || strchr("\",;\t", line.ptr[i - 1]);
		bool is_end = i + len == line.len || strchr("\",;\t", line.ptr[i + len]);
		if (is_begin && is_end && strncasecmp(line.ptr + i, word, len) == 0)
			return true;
	}
	return false;
}

/* Tables, by headings that come together nowhere else. */
static enum windows_kind
kind_of_table(struct str line)
{
	static const struct {
		enum windows_kind kind;
		const char *headings[3];
	} tables[] = {
		{ WINDOWS_LOG_LIST, { "LogName", "LogMode", "IsEnabled" } },
		{ WINDOWS_LOCAL_USERS, { "Name", "SID", "PasswordRequired" } },
		{ WINDOWS_LOCAL_GROUP, { "Name", "SID", "PrincipalSource" } },
		{ WINDOWS_AD_USERS, { "DN", "sAMAccountName", "objectClass" } },
		{ WINDOWS_AD_USERS, { "SamAccountName", "Enabled", NULL } },
		{ WINDOWS_AD_GROUPS, { "DistinguishedName", "GroupCategory", "GroupScope" } },
		{ WINDOWS_AD_MEMBERS, { "distinguishedName", "objectClass", "objectGUID" } },
		{ WINDOWS_HOTFIX, { "HotFixID", "InstalledOn", NULL } },
		{ WINDOWS_DEFENDER, { "RealTimeProtectionEnabled", "AntivirusEnabled", NULL } },
	};

	for (size_t t = 0; t < sizeof tables / sizeof *tables; t++) {
		bool is_ours = true;
		for (int h = 0; h < 3 && tables[t].headings[h]; h++)
			is_ours = is_ours && has_cell(line, tables[t].headings[h]);
		if (is_ours)
			return tables[t].kind;
	}
	return WINDOWS_NONE;
}

/* What begins in one way and has a word that belongs to it. */
static enum windows_kind
kind_of_words(struct str head)
{
	static const struct {
		enum windows_kind kind;
		const char *begin, *word;
	} marks[] = {
		{ WINDOWS_LOG_CONFIG, "name: ", "\nlogging:" },
		{ WINDOWS_LOG_INFO, "creationTime: ", "\nnumberOfLogRecords:" },
		{ WINDOWS_LOG_EVENTS, "<", "http://schemas.microsoft.com/win/2004/08/events/event" },
		{ WINDOWS_LOG_REGISTRY, "", "\\EventLog\\" },
		{ WINDOWS_LOG_REGISTRY, "", "\\Eventlog\\" },
		{ WINDOWS_LOG_COLLECTION, "Subscription Id:", "SubscriptionType:" },
		{ WINDOWS_TIME_CONFIGURATION, "[", "\nEventLogFlags: " },
		{ WINDOWS_SECEDIT, "", "[System Access]" },
		{ WINDOWS_RSOP, "<", "http://www.microsoft.com/GroupPolicy/Rsop" },
		{ WINDOWS_POLICY_HTML, "<", "gpmc_reportInitialized" },
		{ WINDOWS_GPO_REPORT, "<", "http://www.microsoft.com/GroupPolicy/Settings" },
		{ WINDOWS_AUDITPOL, "", "-69ae-11d9-bed3-505054503030}" },
		{ WINDOWS_AUDITPOL, "", "-69AE-11D9-BED3-505054503030}" },
		{ WINDOWS_NET_USER, "User name  ", "  " },
		{ WINDOWS_NET_USER, "ユーザー名  ", "  " },
		{ WINDOWS_NET_USER, "\x83\x86\x81\x5b\x83\x55\x81\x5b\x96\xbc  ", "  " }, /* the same in CP932 */
		{ WINDOWS_NET_GROUP, "Alias name  ", "\n---------------" },
		{ WINDOWS_NET_GROUP, "エイリアス名  ", "\n---------------" },
		{ WINDOWS_NET_GROUP, "\x83\x47\x83\x43\x83\x8a\x83\x41\x83\x58\x96\xbc  ", "\n---------------" },
		{ WINDOWS_AD_LDIF, "dn:", "\nobjectClass: " },
		{ WINDOWS_AD_LDIF, "dn:", "\nchangetype: add" },
		{ WINDOWS_AD_LDIF, "version: 1", "\ndn:" },
		{ WINDOWS_HOTFIX, "", " HotFixID " },
		{ WINDOWS_DEFENDER, "", "\nRealTimeProtectionEnabled " },
	};

	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (str_has_prefix(head, marks[i].begin) && str_has(head, marks[i].word))
			return marks[i].kind;
	return WINDOWS_NONE;
}

/* Digits and then that character, blanks between them left out. */
static bool
begins_with_number(struct str text, char behind)
{
	size_t i = 0;

	while (i < text.len && text.ptr[i] >= '0' && text.ptr[i] <= '9')
		i++;
	bool has_digits = i > 0;
	while (i < text.len && text.ptr[i] == ' ')
		i++;
	return has_digits && i < text.len && text.ptr[i] == behind;
}

static bool
is_role(struct str text)
{
	return str_is(text, "WORKSTATION") || str_is(text, "SERVER") || str_is(text, "PRIMARY") ||
	       str_is(text, "BACKUP");
}

/* Outputs whose labels are in the language of the console. */
static enum windows_kind
kind_of_shape(struct str head)
{
	struct lines lines = lines_of(head);
	struct str values[9], label;
	size_t count = 0;

	while (count < 9 && lines_next(&lines)) {
		if (str_trim(lines.text).len == 0)
			continue;
		if (!windows_labelled(lines.text, &label, &values[count]))
			break;
		count++;
	}
	/* 0(no warning), 4 (secondary reference - ...), ..., 0xC0000210 (source IP: ...) */
	if (count == 9 && begins_with_number(values[0], '(') && begins_with_number(values[1], '(') &&
	    str_has_prefix(values[5], "0x"))
		return WINDOWS_TIME_STATUS;
	if (count == 9 && is_role(values[8]))
		return WINDOWS_NET_ACCOUNTS;
	/* 10.0.19042 N/A Build 19042 */
	if (count >= 3 && begins_with_number(values[2], '.') && str_has(values[1], "Windows"))
		return WINDOWS_SYSTEMINFO;
	return WINDOWS_NONE;
}

/* The names the collector gives to outputs that may be an error message or have no shape. */
static enum windows_kind
kind_of_name(const struct file *file)
{
	static const struct {
		const char *prefix;
		enum windows_kind kind;
	} names[] = {
		{ "w32tm-query-status", WINDOWS_TIME_STATUS },
		{ "w32tm-query-source", WINDOWS_TIME_SOURCE },
		{ "w32tm-query-configuration", WINDOWS_TIME_CONFIGURATION },
		{ "net-accounts", WINDOWS_NET_ACCOUNTS },
		{ "net-user-", WINDOWS_NET_USER },
		{ "net-localgroup-", WINDOWS_NET_GROUP },
	};
	const char *slash = strrchr(file->name, '/'), *base = slash ? slash + 1 : file->name;

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (str_has_prefix(str_of(base), names[i].prefix))
			return names[i].kind;
	return WINDOWS_NONE;
}

static bool
has_word(const char *name, const char *word)
{
	for (; *name; name++)
		if (strncasecmp(name, word, strlen(word)) == 0)
			return true;
	return false;
}

/* A security template or audit.csv that lies in a group policy object says what is wanted, not what a host does. */
static enum windows_kind
kind_in_policy(enum windows_kind kind, const struct file *file)
{
	const char *slash = strrchr(file->name, '/'), *base = slash ? slash + 1 : file->name;
	struct str name = str_of(file->name);
	struct str tail = { name.ptr + (name.len > 9 ? name.len - 9 : 0), name.len > 9 ? 9 : name.len };

	/* An export and a template look alike. Only one that its name calls an export is taken for what is in force. */
	if (kind == WINDOWS_SECEDIT && !has_word(base, "secedit") && !has_word(base, "secpol"))
		return WINDOWS_GPO_TEMPLATE;
	if (kind == WINDOWS_AUDITPOL && str_is_nocase(tail, "audit.csv"))
		return WINDOWS_GPO_AUDIT;
	return kind;
}

/* The mirrored root of another system holds nothing of Windows. */
static bool
is_elsewhere(const char *name)
{
	static const char *const roots[] = { "etc/", "var/", "usr/", "run/", "lib/" };

	for (size_t i = 0; i < sizeof roots / sizeof *roots; i++)
		if (str_has_prefix(str_of(name), roots[i]))
			return true;
	return false;
}

enum windows_kind
windows_kind(const struct file *file)
{
	struct arena *scratch;
	enum windows_kind kind = WINDOWS_NONE;

	if (is_elsewhere(file->name) || file->bytes.len == 0)
		return WINDOWS_NONE;
	scratch = arena_new();
	struct str head = plain_head(scratch, file), rest = head, line;
	bool is_line = str_line(&rest, &line);
	if (is_line && str_has_prefix(line, "#TYPE "))
		is_line = str_line(&rest, &line);
	if (is_line)
		kind = kind_of_table(line);
	if (kind == WINDOWS_NONE && head.len)
		kind = kind_of_words(head);
	if (kind == WINDOWS_NONE && head.len)
		kind = kind_of_shape(head);
	arena_free(scratch);
	return kind != WINDOWS_NONE ? kind_in_policy(kind, file) : kind_of_name(file);
}

int
windows_bid(const struct file *file, enum windows_kind first, enum windows_kind last)
{
	/* Recognising costs a fleet more than reading does, and what lies in a Unix host's folders is none of these. */
	if (file_is_under(file, "etc/") || file_is_under(file, "var/"))
		return 0;
	enum windows_kind kind = windows_kind(file);
	if (kind < first || kind > last)
		return 0;
	return kind_of_name(file) == kind ? 80 : 50;
}
