/* Forwarding actions in a statement of rsyslog.conf(5), in either dialect. They are found wherever they stand, so that one
 * behind a condition is not taken for none; what the condition means is not looked into. */
#include "evidence/log/rsyslog.h"

#include <ctype.h>
#include <strings.h>

#define CALLS_MAX 64   /* in one statement, each of which is looked through */

static struct str
until(struct str text, const char *stops)
{
	struct str cut = { text.ptr, 0 };

	while (cut.len < text.len && !(text.ptr[cut.len] && strchr(stops, text.ptr[cut.len])))
		cut.len++;
	return cut;
}

static struct str
behind(struct str text, size_t len)
{
	len = len < text.len ? len : text.len;
	return (struct str){ text.ptr + len, text.len - len };
}

/* The host of `host:port`, `[v6]:port`, `https://host:port/`. */
static struct str
host_of(struct str text)
{
	const char *scheme = text.len ? memmem(text.ptr, text.len, "://", 3) : NULL;

	if (scheme)
		text = behind(text, (size_t)(scheme - text.ptr) + 3);
	return str_has_prefix(text, "[") ? until(behind(text, 1), "]") : until(text, ":;/, \t");
}

/* `@host`, `@@host:port`, `@@(o,z9)[2001:db8::1]:514`, `:omrelp:host:port;template`. */
static bool
read_legacy(struct str action, struct rsyslog_forward *ret)
{
	static const struct {
		const char *prefix, *protocol;
	} forms[] = { { ":omrelp:", "relp" }, { "@@", "tcp" }, { "@", "udp" } };

	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		if (!str_has_prefix(action, forms[i].prefix))
			continue;
		action = behind(action, strlen(forms[i].prefix));
		if (str_has_prefix(action, "("))
			action = behind(action, until(action, ")").len + 1);
		ret->protocol = forms[i].protocol;
		ret->target = host_of(action);
		return ret->target.len > 0;
	}
	return false;
}

/* The next word outside quotes, braces taken for blanks; a word with quotes in it is one word. */
static struct str
next_word(struct str *rest)
{
	static const char blanks[] = " \t{}";

	while (rest->len && strchr(blanks, *rest->ptr))
		*rest = behind(*rest, 1);
	struct str word = { rest->ptr, 0 };
	bool is_quoted = false;
	for (; word.len < rest->len && (is_quoted || !strchr(blanks, rest->ptr[word.len])); word.len++)
		is_quoted ^= rest->ptr[word.len] == '"';
	*rest = behind(*rest, word.len);
	return word;
}

static void
set_selector(struct str before, struct rsyslog_forward *ret)
{
	before = str_trim(before);
	ret->selector = before.len ? before : STR("*.*");
	ret->is_undecided |= !rsyslog_is_selector(ret->selector);
}

static bool
find_legacy(const char *text, struct rsyslog_forward *ret)
{
	struct str rest = str_of(text), first = next_word(&rest), word;

	for (int i = 1; (word = next_word(&rest)).len; i++) {
		if (!read_legacy(word, ret))
			continue;
		set_selector(first, ret);
		ret->is_undecided |= i > 1;
		return true;
	}
	/* `{ @host }`, or an action left on a line of its own. */
	ret->is_undecided = true;
	return read_legacy(first, ret);
}

struct str
rsyslog_argument(struct str call, const char *key)
{
	size_t len = strlen(key);

	for (size_t i = 0; i + len < call.len; i++) {
		char before = i ? call.ptr[i - 1] : ' ';
		if (strncasecmp(call.ptr + i, key, len) != 0 || isalnum((unsigned char)before) || before == '.' || before == '_')
			continue;
		struct str rest = str_trim(behind(call, i + len));
		if (!str_has_prefix(rest, "="))
			continue;
		rest = str_trim(behind(rest, 1));
		if (str_has_prefix(rest, "["))
			rest = str_trim(behind(rest, 1));
		return str_has_prefix(rest, "\"") ? until(behind(rest, 1), "\"") : STR("");
	}
	return STR("");
}

/* Options that let an action run at times only. */
static bool
is_always_on(struct str call)
{
	static const char *const options[] = { "action.execOnlyWhenPreviousIsSuspended", "action.execOnlyEveryNthTime",
		"action.execOnlyOnceEveryInterval" };
	struct str enabled = rsyslog_argument(call, "config.enabled");

	for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
		struct str value = rsyslog_argument(call, options[i]);
		if (value.len && !str_is_nocase(value, "off"))
			return false;
	}
	return !enabled.len || str_is_nocase(enabled, "on");
}

static bool
has_queue(struct str call)
{
	struct str queue = rsyslog_argument(call, "queue.type"), retries = rsyslog_argument(call, "action.resumeRetryCount");

	return queue.len && !str_is_nocase(queue, "direct") && retries.len && !str_is(retries, "0");
}

static bool
read_call(struct str call, struct rsyslog_forward *ret)
{
	static const struct {
		const char *type, *protocol, *key;
	} kinds[] = { { "omfwd", "udp", "target" }, { "omrelp", "relp", "target" }, { "omelasticsearch", "tcp", "server" },
		{ "omkafka", "tcp", "broker" } };
	struct str type = rsyslog_argument(call, "type");

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		if (!str_is_nocase(type, kinds[i].type))
			continue;
		bool is_tcp = str_is_nocase(rsyslog_argument(call, "protocol"), "tcp");
		ret->protocol = is_tcp && i == 0 ? "tcp" : kinds[i].protocol;
		/* An IPv6 address stands bare in a target; elsewhere a port may follow. */
		struct str target = rsyslog_argument(call, kinds[i].key);
		ret->target = i < 2 ? target : host_of(target);
		ret->is_undecided |= !ret->target.len || !is_always_on(call);
		ret->is_queued = has_queue(call);
		ret->is_call = true;
		return !str_is_nocase(rsyslog_argument(call, "config.enabled"), "off");
	}
	return false;
}

/* Where the parenthesis that opens at `open` closes, or the end. */
static struct str
call_at(const char *open)
{
	int depth = 0;
	bool is_quoted = false;
	size_t len = 0;

	for (; open[len]; len++) {
		if (open[len] == '"' && !(len && open[len - 1] == '\\'))
			is_quoted = !is_quoted;
		else if (!is_quoted && open[len] == '(')
			depth++;
		else if (!is_quoted && open[len] == ')' && --depth == 0)
			break;
	}
	return (struct str){ open, len };
}

bool
rsyslog_forward_of(const char *text, struct rsyslog_forward *ret)
{
	int seen = 0;

	for (const char *p = text; (p = strcasestr(p, "action")); p++) {
		if (++seen > CALLS_MAX) {
			*ret = (struct rsyslog_forward){ .is_undecided = true, .is_call = true };
			return true;
		}
		const char *open = p + strlen("action") + strspn(p + strlen("action"), " \t");
		struct rsyslog_forward forward = { 0 };
		if (*open != '(' || (p > text && (isalnum((unsigned char)p[-1]) || p[-1] == '"')) || !read_call(call_at(open), &forward))
			continue;
		set_selector((struct str){ text, (size_t)(p - text) }, &forward);
		*ret = forward;
		return true;
	}
	struct rsyslog_forward forward = { 0 };
	if (*text == '$' || !find_legacy(text, &forward))
		return false;
	*ret = forward;
	return true;
}

/* `web01` and `web01.example.jp` are one host. */
static bool
is_same_host(struct str a, struct str b)
{
	struct str longer = a.len > b.len ? a : b, shorter = a.len > b.len ? b : a;

	return shorter.len && strncasecmp(longer.ptr, shorter.ptr, shorter.len) == 0 &&
	    (longer.len == shorter.len || longer.ptr[shorter.len] == '.');
}

bool
rsyslog_is_local(struct str target, const char *host)
{
	static const char *const names[] = { "localhost", "localhost.", "localhost.localdomain", "localhost4", "localhost6",
		"ip6-localhost", "ip6-loopback", "::1", "::", "0.0.0.0", "0" };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (str_is_nocase(target, names[i]))
			return true;
	return str_has_prefix(target, "127.") || str_has_prefix(target, "::ffff:127.") || is_same_host(target, str_of(host));
}
