/* The account policy of a Windows host as it is in force: secedit /export, net accounts, gpresult /x (winpolicy_rsop.c); and
 * its audit policy: auditpol.
 *
 * Decision rule (docs/evidence.md, password-policy): the lines of net accounts come in one order in every language
 * and end with the role of the computer, which is not translated; an output of another shape is not read. -1 days
 * is how a template writes "never". What a domain asks of its accounts is the domain's policy, of which a member's
 * own is only a copy. */
#include "evidence/windows/winpolicy.h"

#include "tenken/base/limits.h"
#include "tenken/syntax/lines.h"

enum accounts_line {
	ACCOUNTS_LOGOFF,
	ACCOUNTS_MIN_AGE,
	ACCOUNTS_MAX_AGE,
	ACCOUNTS_LENGTH,
	ACCOUNTS_HISTORY,
	ACCOUNTS_THRESHOLD,
	ACCOUNTS_DURATION,
	ACCOUNTS_WINDOW,
	ACCOUNTS_ROLE,
	ACCOUNTS_COUNT
};

static int
bid(const struct file *file)
{
	return windows_bid(file, WINDOWS_SECEDIT, WINDOWS_AUDITPOL);
}

static void
read_secedit(const struct parse *parse, struct file *file)
{
	struct subject probe = { .arena = parse->bundle->arena }, *subject = parse->subject;
	struct str text;

	if (!windows_text(parse, file, &text))
		return;
	struct record *settings = record_add(&probe, "password-policy", NULL, file_span(file, 0));
	if (winpolicy_template(&probe, settings, text))
		winpolicy_emit(parse, settings, "secedit");
	if (winpolicy_template_audit(&probe, record_add(&probe, "audit-policy", NULL, file_span(file, 0)), text)) {
		struct record *record = record_add(subject, "audit-policy", "secedit", file_span(file, 0));
		record_set(subject, record, "source", "categories");
		winpolicy_template_audit(subject, record, text);
	}
}

/* A word in the place of a number, in the languages we know. */
static struct str
number_or_never(struct str value, const char *never)
{
	static const char *const words[] = { "Never", "None", "Unlimited", "なし", "無し", "無制限", "無期限",
		"しない" };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_is_nocase(value, words[i]))
			return str_of(never);
	return value;
}

static void
read_net_accounts(const struct parse *parse, struct file *file)
{
	static const struct {
		enum accounts_line line;
		const char *name, *never;
	} settings[] = {
		{ ACCOUNTS_LENGTH, "MinimumPasswordLength", "0" },
		{ ACCOUNTS_MAX_AGE, "MaximumPasswordAge", "-1" },
		{ ACCOUNTS_MIN_AGE, "MinimumPasswordAge", "0" },
		{ ACCOUNTS_HISTORY, "PasswordHistorySize", "0" },
		{ ACCOUNTS_THRESHOLD, "LockoutBadCount", "0" },
		{ ACCOUNTS_DURATION, "LockoutDuration", "-1" },
		{ ACCOUNTS_WINDOW, "ResetLockoutCount", "0" },
	};
	struct str values[ACCOUNTS_COUNT], label, text;
	size_t count = 0;

	if (!windows_text(parse, file, &text))
		return;
	for (struct lines lines = lines_of(text); count < ACCOUNTS_COUNT && lines_next(&lines);)
		count += windows_labelled(lines.text, &label, &values[count]);
	if (count < ACCOUNTS_COUNT) {
		diag_report(
		    &parse->run->diags, DIAG_SYNTAX_UNKNOWN, file_span(file, 1), "not what net accounts prints");
		return;
	}
	struct subject probe = { .arena = parse->bundle->arena };
	struct record *record = record_add(&probe, "password-policy", NULL, file_span(file, 1));
	for (size_t i = 0; i < sizeof settings / sizeof *settings; i++)
		winpolicy_set(&probe, record, str_of(settings[i].name),
		    number_or_never(values[settings[i].line], settings[i].never));
	winpolicy_emit(parse, record, "net-accounts");
}

static void
read_auditpol(const struct parse *parse, struct file *file)
{
	struct csv csv;

	if (!windows_csv(parse, file, &csv))
		return;
	struct record *record = record_add(parse->subject, "audit-policy", "auditpol", file_span(file, 0));
	record_set(parse->subject, record, "source", "effective");
	winpolicy_audit_table(parse->subject, record, &csv);
}

/* HTML for people, in the language of the console. */
static void
refuse_html(const struct parse *parse, struct file *file)
{
	diag_report(&parse->run->diags, DIAG_FILE_UNRECOGNISED, file_span(file, 0), "%s",
	    "a report of policies in HTML: gpresult /x (Get-GPOReport -ReportType Xml) writes one that is read");
	file->parser = NULL;   /* listed as not recognised */
}

static void
parse(const struct parse *parse)
{
	for (struct file *file = NULL; (file = bundle_next(parse, file));) {
		enum windows_kind kind = windows_kind(file);
		if (kind == WINDOWS_SECEDIT)
			read_secedit(parse, file);
		else if (kind == WINDOWS_NET_ACCOUNTS)
			read_net_accounts(parse, file);
		else if (kind == WINDOWS_AUDITPOL)
			read_auditpol(parse, file);
		else if (kind == WINDOWS_RSOP)
			winpolicy_rsop(parse, file);
		else if (kind == WINDOWS_POLICY_HTML)
			refuse_html(parse, file);
	}
}

static const char *
subject_of(struct arena *arena, const struct file *file)
{
	return windows_kind(file) == WINDOWS_RSOP ? winpolicy_rsop_host(arena, file) : NULL;
}

const struct parser parser_winpolicy = {
	.name = "windows-policy",
	.title = { "Windowsのアカウントと監査の方針(secedit, net accounts, gpresult, auditpol)",
	    "account and audit policy of Windows: secedit, net accounts, gpresult, auditpol" },
	.bid = bid,
	.scope = SCOPE_HOST,
	.subject_of = subject_of,
	.parse = parse,
};
