/* The registry keys of the event logs, as `reg export` (.reg) and `reg query /s` write them.
 *
 * HKLM\SYSTEM\CurrentControlSet\Services\EventLog\LOG holds MaxSize in bytes, HKLM\SOFTWARE\Policies\Microsoft\Windows\
 * EventLog\LOG in KB, and a policy beats the local key. Retention 0 overwrites and 0xFFFFFFFF never does; what stands
 * between is of Windows before Vista and not known. EventForwarding\SubscriptionManager names a collector: that events
 * may go there, not that they do. */
#include "evidence/windows/eventlog.h"

#include "tenken/base/limits.h"
#include "tenken/syntax/lines.h"

#define SERVICE_KEY "\\Services\\EventLog\\"
#define POLICY_KEY "\\Policies\\Microsoft\\Windows\\EventLog\\"

/* One key with what was read of it. */
struct key {
	struct channel *channel; /* NULL: no key of a log */
	enum layer layer;
	bool is_forwarding;
	int64_t max, retention, backup; /* -1: not told */
	struct span at;
};

/* The text behind `marker`, which the registry writes in any case. "" without it. */
static struct str
behind(struct str path, const char *marker)
{
	size_t len = strlen(marker);

	for (size_t i = 0; i + len <= path.len; i++)
		if (str_is_nocase((struct str){ path.ptr + i, len }, marker))
			return (struct str){ path.ptr + i + len, path.len - i - len };
	return STR("");
}

static void
finish_key(struct key *key)
{
	struct channel_settings settings = { .max_bytes = key->max, .at = key->at };
	bool is_never = key->retention == UINT32_MAX || (key->layer == LAYER_POLICY && key->retention == 1);

	if (!key->channel || (key->max < 0 && key->retention < 0))
		return;
	if (key->layer == LAYER_POLICY && key->max >= 0)
		settings.max_bytes = key->max * 1024;
	if (key->retention == 0)
		settings.full = FULL_OVERWRITE;
	else if (is_never)
		settings.full = key->backup < 0 ? FULL_DISPUTED : key->backup ? FULL_ARCHIVE : FULL_STOP;
	eventlog_note(key->channel, key->layer, &settings);
}

static void
begin_key(struct eventlogs *logs, struct str path, struct key *ret)
{
	struct key key = { .layer = LAYER_LOCAL, .max = -1, .retention = -1, .backup = -1 };
	struct str name = behind(path, SERVICE_KEY);

	key.is_forwarding = str_is_nocase(behind(path, POLICY_KEY), "EventForwarding\\SubscriptionManager");
	if (name.len == 0) {
		name = behind(path, POLICY_KEY);
		key.layer = LAYER_POLICY;
	}
	/* Below a log lie its sources, which have no size. */
	if (name.len && !memchr(name.ptr, '\\', name.len) && !str_is_nocase(name, "EventForwarding"))
		key.channel = eventlog_channel(logs, name);
	*ret = key;
}

/* A number as both forms write one: dword:01400000 and 0x1400000 are hexadecimal, a policy's text is decimal. */
static int64_t
number_of(struct str text)
{
	int64_t number = 0;

	if (str_has_prefix(text, "dword:"))
		text = (struct str){ text.ptr + 6, text.len - 6 };
	else if (str_has_prefix(text, "0x"))
		text = (struct str){ text.ptr + 2, text.len - 2 };
	else
		return str_int(text, &number) && number <= UINT32_MAX ? number : -1;
	if (text.len == 0 || text.len > 8)
		return -1;
	for (size_t i = 0; i < text.len; i++) {
		const char *digits = "0123456789abcdef",
		           *digit = strchr(digits, text.ptr[i] | ('A' <= text.ptr[i] && text.ptr[i] <= 'F' ? 32 : 0));
		if (!digit || !text.ptr[i])
			return -1;
		number = number * 16 + (digit - digits);
	}
	return number;
}

/* `"MaxSize"=dword:01400000` of an export, `MaxSize    REG_DWORD    0x1400000` of a query. */
static bool
split_value(struct str line, struct str *ret_name, struct str *ret_value)
{
	line = str_trim(line);
	if (line.len && line.ptr[0] == '"') {
		const char *end = memchr(line.ptr + 1, '"', line.len - 1);
		size_t len = end ? (size_t)(end - line.ptr) : line.len;
		if (len + 1 >= line.len || line.ptr[len + 1] != '=')
			return false;
		*ret_name = (struct str){ line.ptr + 1, len - 1 };
		*ret_value = (struct str){ line.ptr + len + 2, line.len - len - 2 };
		if (ret_value->len >= 2 && ret_value->ptr[0] == '"' && ret_value->ptr[ret_value->len - 1] == '"')
			*ret_value = (struct str){ ret_value->ptr + 1, ret_value->len - 2 };
		return true;
	}
	struct str name = str_token(&line, " \t"), type = str_token(&line, " \t");
	if (!str_has_prefix(type, "REG_"))
		return false;
	*ret_name = name;
	*ret_value = str_trim(line);
	return true;
}

static void
take_value(struct eventlogs *logs, struct key *key, struct str name, struct str value, struct span at)
{
	if (key->is_forwarding && str_has_prefix(value, "Server=") && !logs->wef_target) {
		struct str rest = { value.ptr + 7, value.len - 7 }, target = str_token(&rest, ",");
		logs->wef_target =
		    target.len ? arena_strndup(logs->parse->bundle->arena, target.ptr, target.len) : NULL;
		logs->wef_at = at;
	}
	if (str_is_nocase(name, "MaxSize")) {
		key->max = number_of(value);
		key->at = at;
	} else if (str_is_nocase(name, "Retention")) {
		key->retention = number_of(value);
		key->at = key->at.path ? key->at : at;
	} else if (str_is_nocase(name, "AutoBackupLogFiles")) {
		key->backup = number_of(value);
	}
}

void
eventlog_read_registry(struct eventlogs *logs, struct file *file)
{
	struct key key = { .max = -1, .retention = -1, .backup = -1 };
	struct str text, name, value;

	if (!windows_text(logs->parse, file, &text))
		return;
	for (struct lines lines = lines_of(text); lines_next(&lines) && lines.line <= LIMIT_LINES;) {
		struct str line = lines.text;
		if (line.len > 2 && line.ptr[0] == '[' && line.ptr[line.len - 1] == ']')
			line = (struct str){ line.ptr + 1, line.len - 2 };
		if (str_has_prefix(line, "HKEY_") || str_has_prefix(line, "HKLM\\")) {
			finish_key(&key);
			begin_key(logs, line, &key);
		} else if (split_value(line, &name, &value)) {
			take_value(logs, &key, name, value, file_span(file, lines.line));
		}
	}
	finish_key(&key);
}
