/* Central logging by rsyslog: whether security records really leave the host.
 *
 * Decision rule (docs/evidence.md, log-forwarding): central is true when an action that is always in force sends auth and
 * authpriv at info and below to another host, and nothing before it may throw those records away; false when the whole
 * configuration was read and nothing is sent to another host; else unknown: an action behind a condition, a filter or in
 * a ruleset, a `stop` before it, an include that was not collected. */
#include "tenken/evidence/evidence.h"

#include <ctype.h>
#include <strings.h>

#include "evidence/rsyslog.h"

#define AUTH 4
#define AUTHPRIV 10
#define FACILITIES 24
#define INFO_AND_ABOVE 0x7fu   /* emerg to info */

static int
bid(const struct file *file)
{
	struct str name = str_of(file->name);

	if (str_is(name, "etc/rsyslog.conf"))
		return 80;
	return str_has_prefix(name, "etc/rsyslog.d/") && str_has_suffix(name, ".conf") ? 80 : 0;
}

/* A forwarding action found in a statement. */
struct forward {
	const char *protocol;
	struct str target;        /* host without port and brackets */
	struct str selector;      /* of a legacy line; empty for a call that takes everything */
	bool is_queued;
	bool is_call;
};

static struct str
until(struct str text, const char *stops)
{
	struct str cut = { text.ptr, 0 };

	while (cut.len < text.len && !strchr(stops, cut.ptr[cut.len]))
		cut.len++;
	return cut;
}

/* `@host`, `@@host:port`, `@@(o,z9)[2001:db8::1]:514`, `:omrelp:host:port;template`. */
static bool
read_legacy_action(struct str action, struct forward *ret)
{
	if (str_has_prefix(action, ":omrelp:")) {
		ret->protocol = "relp";
		action = (struct str){ action.ptr + 8, action.len - 8 };
	} else if (str_has_prefix(action, "@@")) {
		ret->protocol = "tcp";
		action = (struct str){ action.ptr + 2, action.len - 2 };
	} else if (str_has_prefix(action, "@")) {
		ret->protocol = "udp";
		action = (struct str){ action.ptr + 1, action.len - 1 };
	} else {
		return false;
	}
	if (str_has_prefix(action, "(")) {
		struct str options = until(action, ")");
		size_t taken = options.len < action.len ? options.len + 1 : options.len;
		action = (struct str){ action.ptr + taken, action.len - taken };
	}
	if (str_has_prefix(action, "["))
		ret->target = until((struct str){ action.ptr + 1, action.len - 1 }, "]");
	else
		ret->target = until(action, ":; \t");
	return ret->target.len > 0;
}

/* The value of `key="..."` in a call; empty when it is not there. */
static struct str
call_argument(const char *text, const char *key)
{
	for (const char *p = text; (p = strcasestr(p, key)); p++) {
		const char *q = p + strlen(key);
		if (p > text && (isalnum((unsigned char)p[-1]) || p[-1] == '.'))
			continue;
		while (*q == ' ' || *q == '=')
			q++;
		if (*q == '"')
			return (struct str){ q + 1, strcspn(q + 1, "\"") };
	}
	return STR("");
}

static bool
read_call(const char *text, struct forward *ret)
{
	const char *call = strcasestr(text, "action(");
	struct str type = call ? call_argument(call, "type") : STR("");

	if (!str_is_nocase(type, "omfwd") && !str_is_nocase(type, "omrelp"))
		return false;
	struct str protocol = call_argument(call, "protocol"), queue = call_argument(call, "queue.type");
	ret->is_call = true;
	ret->protocol = str_is_nocase(type, "omrelp") ? "relp" : str_is_nocase(protocol, "tcp") ? "tcp" : "udp";
	ret->target = call_argument(call, "target");
	ret->is_queued = queue.len && !str_is_nocase(queue, "direct");
	struct str before = str_trim((struct str){ text, (size_t)(call - text) });
	ret->selector = before;
	return ret->target.len > 0;
}

/* Whether the text looks like a selector: facility.priority parts and nothing else. */
static bool
is_selector(struct str text)
{
	if (text.len == 0 || !memchr(text.ptr, '.', text.len))
		return false;
	for (size_t i = 0; i < text.len; i++)
		if (!isalnum((unsigned char)text.ptr[i]) && !strchr("*.,;=!", text.ptr[i]))
			return false;
	return true;
}

static bool
read_forward(const char *text, struct forward *ret)
{
	struct str rest = str_of(text), selector = str_token(&rest, " \t");

	*ret = (struct forward){ 0 };
	if (read_call(text, ret))
		return true;
	ret->selector = selector;
	if (str_is(selector, "&"))
		ret->selector = STR("");
	return read_legacy_action(str_trim(rest), ret);
}

static bool
is_loopback(struct str target)
{
	return str_is_nocase(target, "localhost") || str_has_prefix(target, "127.") || str_is(target, "::1");
}

/* Statements that may throw records away before they reach a later action. */
static bool
may_discard(const char *text)
{
	struct str trimmed = str_trim(str_of(text));

	return str_has_suffix(trimmed, "~") || strcasestr(text, "stop") != NULL || strcasestr(text, "discard") != NULL;
}

/* What one statement means for auth and authpriv: 1 surely sent, 0 surely not sent by it, -1 cannot be told. */
static int
decide(const struct rsyslog_statement *statement, const struct forward *forward, bool is_behind_discard)
{
	bool takes_all = forward->is_call && forward->selector.len == 0;

	if (is_loopback(forward->target))
		return 0;
	if (statement->is_conditional || (!takes_all && !is_selector(forward->selector)))
		return -1;
	bool takes = takes_all || ((rsyslog_selects(forward->selector, AUTH) & INFO_AND_ABOVE) == INFO_AND_ABOVE &&
	    (rsyslog_selects(forward->selector, AUTHPRIV) & INFO_AND_ABOVE) == INFO_AND_ABOVE);
	if (!takes)
		return 0;
	return is_behind_discard ? -1 : 1;
}

static bool
takes_every_facility(const struct forward *forward)
{
	if (forward->is_call && forward->selector.len == 0)
		return true;
	for (int facility = 0; facility < FACILITIES; facility++)
		if ((rsyslog_selects(forward->selector, facility) & INFO_AND_ABOVE) != INFO_AND_ABOVE)
			return false;
	return true;
}

static void
emit(const struct parse *parse, const char *central, const struct forward *forward, struct span at)
{
	struct subject *subject = parse->subject;
	struct record *record = record_add(subject, "log-forwarding", "rsyslog", at);

	record_set(subject, record, "central", central);
	if (!forward)
		return;
	record_set(subject, record, "target", arena_strndup(subject->arena, forward->target.ptr, forward->target.len));
	record_set(subject, record, "protocol", forward->protocol);
	if (strcmp(central, "true") == 0)
		record_set(subject, record, "scope", takes_every_facility(forward) ? "all" : "auth");
	record_set_bool(subject, record, "queued", forward->is_queued);
}

static void
parse(const struct parse *parse)
{
	struct rsyslog_config config = { 0 };
	struct forward best = { 0 };
	struct span at;
	int verdict = 0;
	bool is_behind_discard = false, is_queue_set = false;

	if (!rsyslog_read(parse, &config))
		return;
	at = file_span(config.main, 0);
	for (size_t i = 0; i < config.list.len && verdict != 1; i++) {
		const struct rsyslog_statement *statement = &config.list.items[i];
		struct forward forward;
		is_queue_set |= strncasecmp(statement->text, "$ActionQueueType", 16) == 0 && !strcasestr(statement->text, "direct");
		if (read_forward(statement->text, &forward)) {
			int one = decide(statement, &forward, is_behind_discard);
			forward.is_queued |= !forward.is_call && is_queue_set;
			is_queue_set = false;   /* the legacy directives are for the next action only */
			if (one == 1 || (one == -1 && verdict == 0)) {
				verdict = one;
				best = forward;
				at = file_span(statement->file, statement->line);
			}
		}
		is_behind_discard |= may_discard(statement->text);
	}
	if (verdict == 0 && config.is_open)
		verdict = -1;
	emit(parse, verdict == 1 ? "true" : verdict == 0 ? "false" : "unknown", best.protocol ? &best : NULL, at);
}

const struct parser parser_rsyslog = {
	.name = "rsyslog",
	.title = { "rsyslogの設定(ログの転送)", "rsyslog: forwarding of logs" },
	.bid = bid,
	.parse = parse,
};
