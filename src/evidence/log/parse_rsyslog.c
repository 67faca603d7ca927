/* Central logging by rsyslog: whether security records really leave the host.
 *
 * Decision rule (docs/evidence.md, log-forwarding): what actions that are always in force send to other hosts is added up,
 * and so is what actions may send of which that cannot be told: behind a condition or a filter, in a ruleset, behind a
 * statement that may throw the records away. central is true when the first sum has auth and authpriv at info and above;
 * unknown when only both together have, or when a part of the configuration was not read; else false. */
#include "tenken/evidence/evidence.h"

#include <strings.h>

#include "evidence/log/rsyslog.h"

#define AUTH 4
#define AUTHPRIV 10
#define INFO_AND_ABOVE 0x7fu   /* emerg to info */

static int
bid(const struct file *file)
{
	struct str name = str_of(file->name);

	if (str_is(name, "etc/rsyslog.conf"))
		return 80;
	return str_has_prefix(name, "etc/rsyslog.d/") && str_has_suffix(name, ".conf") ? 80 : 0;
}

/* Priorities sent, by facility. */
struct sums {
	unsigned bits[RSYSLOG_FACILITIES];
};

/* The action that the record tells of. */
struct told {
	bool is_set;
	bool is_alone;                /* it sends all that is asked for, alone */
	struct rsyslog_forward forward;
	struct span at;
};

/* What stands before the current statement and bears on it. */
struct state {
	struct sums sure, maybe;
	struct told told_sure, told_maybe;
	struct str selector;          /* of the statement before, for `&`; empty when it has none */
	bool is_rebound;              /* local records go through another ruleset than the default one */
	bool is_in_ruleset;           /* behind $RuleSet */
	bool is_at_times;             /* behind a $ActionExecOnly... directive */
	bool is_discarding;           /* auth or authpriv may have been thrown away */
	bool is_discarding_others;
	bool is_open;                 /* something was not read */
	bool has_queue, has_retries;  /* legacy directives: for the next action only */
};

static bool
has_auth(const struct sums *a, const struct sums *b)
{
	unsigned auth = a->bits[AUTH] | (b ? b->bits[AUTH] : 0), authpriv = a->bits[AUTHPRIV] | (b ? b->bits[AUTHPRIV] : 0);

	return (auth & authpriv & INFO_AND_ABOVE) == INFO_AND_ABOVE;
}

static bool
has_all(const struct sums *sums)
{
	for (int facility = 0; facility < RSYSLOG_FACILITIES; facility++)
		if ((sums->bits[facility] & INFO_AND_ABOVE) != INFO_AND_ABOVE)
			return false;
	return true;
}

static void
directive(struct state *state, const char *text)
{
	struct str rest = str_of(text), name = str_token(&rest, " \t"), value = str_trim(rest);

	if (str_is_nocase(name, "$RuleSet"))
		state->is_in_ruleset = !str_is_nocase(value, "RSYSLOG_DefaultRuleset");
	else if (str_is_nocase(name, "$DefaultRuleset"))
		state->is_rebound |= !str_is_nocase(value, "RSYSLOG_DefaultRuleset");
	else if (str_is_nocase(name, "$ActionQueueType"))
		state->has_queue = !str_is_nocase(value, "direct");
	else if (str_is_nocase(name, "$ActionResumeRetryCount"))
		state->has_retries = !str_is(value, "0");
	else if (strncasecmp(text, "$ActionExecOnly", strlen("$ActionExecOnly")) == 0)
		state->is_at_times |= !str_is_nocase(value, "off") && !str_is(value, "0");
}

/* The first word when it is a selector; `&` takes that of the statement before. */
static struct str
selector_of(const struct state *state, const char *text)
{
	struct str rest = str_of(text), first = str_token(&rest, " \t{");

	if (str_is(first, "&"))
		return state->selector;
	return rsyslog_is_selector(first) ? first : STR("");
}

/* Whether the statement may take records of the facilities of interest; so does all that has no selector. */
static bool
may_take_auth(struct str selector)
{
	return !selector.len || rsyslog_selects(selector, AUTH) || rsyslog_selects(selector, AUTHPRIV);
}

/* Statements that may throw records away before they reach a later action; a ruleset called may, too. */
static bool
may_discard(const char *text)
{
	return str_has_suffix(str_of(text), "~") || rsyslog_has_word(text, "stop") || rsyslog_has_word(text, "omdiscard") ||
	    rsyslog_has_word(text, "call") || rsyslog_has_word(text, "call_indirect");
}

static void
add_forward(struct state *state, const struct rsyslog_statement *statement, struct rsyslog_forward *forward)
{
	bool is_sure = !forward->is_undecided && !statement->is_nested && !state->is_in_ruleset && !state->is_discarding &&
	    (forward->is_call || !state->is_at_times);
	struct sums *sums = is_sure ? &state->sure : &state->maybe, own = { 0 };

	for (int facility = 0; facility < RSYSLOG_FACILITIES; facility++) {
		own.bits[facility] = forward->is_undecided ? RSYSLOG_ALL : rsyslog_selects(forward->selector, facility);
		sums->bits[facility] |= own.bits[facility];
	}
	if (!own.bits[AUTH] && !own.bits[AUTHPRIV])
		return;
	/* The one to tell of is the first that does it alone, else the first that takes part. */
	struct told *told = is_sure ? &state->told_sure : &state->told_maybe;
	bool is_alone = has_auth(&own, NULL);
	if (told->is_set && (told->is_alone || !is_alone))
		return;
	if (!forward->is_call)
		forward->is_queued = state->has_queue && state->has_retries;
	struct span at = file_span(statement->file, statement->line);
	*told = (struct told){ .is_set = true, .is_alone = is_alone, .forward = *forward, .at = at };
}

static void
walk(struct state *state, const struct rsyslog_statement *statement, const char *host)
{
	const char *text = statement->text;
	struct rsyslog_forward forward;

	if (statement->is_missing) {
		/* It may throw records away as well as send them. */
		state->is_open = state->is_discarding = true;
	}
	if (*text == '$') {
		directive(state, text);
		return;
	}
	struct str selector = selector_of(state, text);
	if (rsyslog_forward_of(text, &forward) && !rsyslog_is_local(forward.target, host)) {
		if (*text == '&' && selector.len && !forward.is_call) {
			forward.selector = selector;
			forward.is_undecided = false;
		}
		add_forward(state, statement, &forward);
	}
	if (may_discard(text)) {
		state->is_discarding |= statement->is_nested || may_take_auth(selector);
		state->is_discarding_others = true;
	}
	bool is_input = rsyslog_begins(text, "module") || rsyslog_begins(text, "input");
	state->is_rebound |= is_input && rsyslog_argument(str_of(text), "ruleset").len > 0 &&
	    (rsyslog_has_word(text, "imuxsock") || rsyslog_has_word(text, "imjournal"));
	state->selector = statement->is_nested ? STR("") : selector;
	state->has_queue = state->has_retries = false;
}

static void
emit(const struct parse *parse, const char *central, const struct told *told, const char *scope)
{
	struct subject *subject = parse->subject;
	struct record *record = record_add(subject, "log-forwarding", "rsyslog", told->at);

	record_set(subject, record, "central", central);
	if (!told->is_set)
		return;
	const struct rsyslog_forward *forward = &told->forward;
	if (forward->target.len)
		record_set(subject, record, "target", arena_strndup(subject->arena, forward->target.ptr, forward->target.len));
	record_set(subject, record, "protocol", forward->protocol);
	record_set(subject, record, "scope", scope);
	record_set_bool(subject, record, "queued", forward->is_queued);
}

static void
parse(const struct parse *parse)
{
	struct rsyslog_config config = { 0 };
	struct state state = { 0 };

	if (!rsyslog_read(parse, &config))
		return;
	rsyslog_template_emit(parse, &config);
	struct told nothing = { .at = file_span(config.main, 0) };
	for (size_t i = 0; i < config.list.len; i++)
		walk(&state, &config.list.items[i], parse->subject->id);
	bool is_sure = has_auth(&state.sure, NULL);
	if (is_sure && !state.is_rebound)
		emit(parse, "true", &state.told_sure, has_all(&state.sure) && !state.is_discarding_others ? "all" : "auth");
	else if (is_sure)
		emit(parse, "unknown", &state.told_sure, NULL);
	else if (state.is_open || has_auth(&state.maybe, &state.sure))
		emit(parse, "unknown", state.told_maybe.is_set ? &state.told_maybe : &nothing, NULL);
	else
		emit(parse, "false", &nothing, NULL);
}

const struct parser parser_rsyslog = {
	.name = "rsyslog",
	.title = { "rsyslogの設定(ログの転送)", "rsyslog: forwarding of logs" },
	.bid = bid,
	.parse = parse,
};
