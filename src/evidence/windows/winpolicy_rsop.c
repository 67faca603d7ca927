/* gpresult /x: the policies that a Windows host says it applied (the resultant set of policy).
 *
 * Decision rule (docs/evidence.md, password-policy): a setting stands there once for each group policy object that has it, and
 * the one of precedence 1 is in force. It counts only when the part of Windows that applies such settings did so without an
 * error. What no object sets is left to the host's own policy, which is not in the report. A report that was only planned
 * (what would be applied) says nothing of the host. */
#include "evidence/windows/winpolicy.h"

#include "tenken/syntax/xml.h"

/* Who applies what, by the GUIDs that no language changes. */
#define SECURITY_EXTENSION "{827D319E-6EAC-11D2-A4EA-00C04F79F83A}"
#define AUDIT_EXTENSION    "{F3CCC681-B74C-4060-9F26-CD84525DCA2A}"

/* One report being read. */
struct rsop {
	const struct parse *parse;
	const struct xml_node *computer;
	struct subject probe;                /* for settings that are not yet known to be in force */
	struct record *account, *audit;      /* NULL: there are none */
};

static struct str
child_text(const struct xml_node *node, const char *name)
{
	const struct xml_node *child = xml_child(node, name);

	return child ? str_trim(str_of(child->text)) : STR("");
}

/* Whether the extension was run, and ended without an error. */
static bool
is_applied(const struct rsop *rsop, const char *extension)
{
	for (const struct xml_node *n = xml_child(rsop->computer, "ExtensionStatus"); n; n = xml_next(n, "ExtensionStatus"))
		if (str_is_nocase(child_text(n, "Identifier"), extension))
			return str_is(child_text(n, "Error"), "0");
	return false;
}

static struct record *
settings_of(struct rsop *rsop, struct record **settings, const struct xml_node *node)
{
	if (!*settings)
		*settings = record_add(&rsop->probe, "settings", NULL, node->span);
	return *settings;
}

/* The settings of the computer half that are in force, wherever they stand. The depth is the reader's. */
static void
walk(struct rsop *rsop, const struct xml_node *node)
{
	for (const struct xml_node *n = node->children; n; n = n->next) {
		bool is_account = strcmp(n->name, "Account") == 0, is_audit = strcmp(n->name, "AuditSetting") == 0;
		if (!is_account && !is_audit) {
			walk(rsop, n);
			continue;
		}
		if (!str_is(child_text(n, "Precedence"), "1"))
			continue;
		struct str number = child_text(n, "SettingNumber");
		if (is_account)
			winpolicy_set(&rsop->probe, settings_of(rsop, &rsop->account, n), child_text(n, "Name"),
			    number.len ? number : child_text(n, "SettingBoolean"));
		else
			winpolicy_set_audit(&rsop->probe, settings_of(rsop, &rsop->audit, n), child_text(n, "SubcategoryGuid"),
			    child_text(n, "SettingValue"));
	}
}

/* Whether settings were found and are in force; those that are not are reported. */
static bool
is_in_force(const struct rsop *rsop, const struct record *settings, const char *extension)
{
	if (!settings || !settings->attributes.len)
		return false;
	if (is_applied(rsop, extension))
		return true;
	diag_report(&rsop->parse->run->diags, DIAG_SYNTAX_UNKNOWN, settings->at, "%s",
	    "settings that the host is not shown to have applied without an error");
	return false;
}

static void
emit_audit(const struct rsop *rsop)
{
	struct subject *subject = rsop->parse->subject;
	struct record *record = record_add(subject, "audit-policy", "gpresult", rsop->audit->at);

	record_set(subject, record, "source", "policy");
	for (size_t i = 0; i < rsop->audit->attributes.len; i++)
		record_set(subject, record, rsop->audit->attributes.items[i].name, rsop->audit->attributes.items[i].value);
}

void
winpolicy_rsop(const struct parse *parse, struct file *file)
{
	struct rsop rsop = { .parse = parse, .probe.arena = parse->bundle->arena };
	struct xml_node *root;

	if (xml_parse(parse->run, parse->bundle->arena, file->path, file->bytes, &root) != 0)
		return;
	file->is_used = true;
	rsop.computer = xml_child(root, "ComputerResults");
	if (!str_is(child_text(root, "DataType"), "LoggedData") || !rsop.computer) {
		diag_report(&parse->run->diags, DIAG_SYNTAX_UNKNOWN, root->span, "%s",
		    rsop.computer ? "what would be applied, not what was" : "nothing of the computer: run it as administrator");
		return;
	}
	walk(&rsop, rsop.computer);
	if (is_in_force(&rsop, rsop.account, SECURITY_EXTENSION))
		winpolicy_emit(parse, rsop.account, "gpresult");
	if (is_in_force(&rsop, rsop.audit, AUDIT_EXTENSION))
		emit_audit(&rsop);
}

const char *
winpolicy_rsop_host(struct arena *arena, const struct file *file)
{
	struct run quiet = { .arena = arena, .diags.arena = arena };
	struct xml_node *root;

	if (xml_parse(&quiet, arena, file->name, file->bytes, &root) != 0 || !xml_child(root, "ComputerResults"))
		return NULL;
	/* CORP\WEB01$ */
	struct str name = child_text(xml_child(root, "ComputerResults"), "Name");
	const char *slash = name.len ? memrchr(name.ptr, '\\', name.len) : NULL;
	if (slash)
		name = (struct str){ slash + 1, name.len - (size_t)(slash + 1 - name.ptr) };
	name.len -= str_has_suffix(name, "$");
	return name.len ? arena_strndup(arena, name.ptr, name.len) : NULL;
}
