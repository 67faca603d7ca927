/* Group policy objects: what a domain wants of its hosts. Get-GPOReport -ReportType Xml, and the files GptTmpl.inf and
 * audit.csv of an object or of its backup.
 *
 * Decision rule (docs/evidence.md, group-policy): an object is an intention. It may be linked to nothing, filtered,
 * or beaten by another; so its settings are records of their own and never stand for what a host does. Reports name
 * settings in the language of the console, except the account policy (names of [MS-GPSB]) and audit subcategories
 * (GUIDs); the size of the security log is found in English reports only. Sizes there are KB. */
#include "evidence/windows/winpolicy.h"

#include "tenken/base/limits.h"
#include "tenken/syntax/xml.h"

static int
bid(const struct file *file)
{
	return windows_bid(file, WINDOWS_GPO_REPORT, WINDOWS_GPO_AUDIT);
}

static struct str
child_text(const struct xml_node *node, const char *name)
{
	const struct xml_node *child = xml_child(node, name);

	return child ? str_trim(str_of(child->text)) : STR("");
}

static const char *
copy(const struct parse *parse, struct str text)
{
	return arena_strndup(parse->bundle->arena, text.ptr, text.len);
}

/* The records of one object. */
struct gpo {
	const struct parse *parse;
	struct record *policy, *audit;
};

/* <Account><Name>MinimumPasswordLength</Name><SettingNumber>14</SettingNumber>, or SettingBoolean. */
static void
take_account(struct gpo *gpo, const struct xml_node *node)
{
	struct str number = child_text(node, "SettingNumber");

	winpolicy_set(gpo->parse->subject, gpo->policy, child_text(node, "Name"),
	    number.len ? number : child_text(node, "SettingBoolean"));
}

static void
take_audit(struct gpo *gpo, const struct xml_node *node)
{
	if (!gpo->audit) {
		gpo->audit = record_add(gpo->parse->subject, "audit-policy", gpo->policy->name, node->span);
		record_set(gpo->parse->subject, gpo->audit, "source", "policy");
	}
	winpolicy_set_audit(
	    gpo->parse->subject, gpo->audit, child_text(node, "SubcategoryGuid"), child_text(node, "SettingValue"));
}

/* The size of the security log, under Administrative Templates. */
static void
take_policy(struct gpo *gpo, const struct xml_node *node)
{
	const struct xml_node *numeric = xml_child(node, "Numeric");
	int64_t kilobytes;

	if (!numeric || !str_has_suffix(child_text(node, "Category"), "Event Log Service/Security") ||
	    !str_has(child_text(node, "Name"), "maximum log file size") ||
	    !str_is(child_text(node, "State"), "Enabled"))
		return;
	if (str_int(child_text(numeric, "Value"), &kilobytes) && kilobytes <= INT32_MAX &&
	    !record_get(gpo->policy, "security-log-bytes"))
		record_set_int(gpo->parse->subject, gpo->policy, "security-log-bytes", kilobytes * 1024);
}

/* The settings of the computer half; those of users (below User) are of no use here. The depth is the reader's. */
static void
walk(struct gpo *gpo, const struct xml_node *node)
{
	for (const struct xml_node *n = node->children; n; n = n->next) {
		if (strcmp(n->name, "Account") == 0)
			take_account(gpo, n);
		else if (strcmp(n->name, "AuditSetting") == 0)
			take_audit(gpo, n);
		else if (strcmp(n->name, "Policy") == 0)
			take_policy(gpo, n);
		else
			walk(gpo, n);
	}
}

/* Linked somewhere, and neither the link nor the computer half is off. */
static bool
is_linked(const struct xml_node *gpo, const struct xml_node *computer)
{
	if (str_is(child_text(computer, "Enabled"), "false"))
		return false;
	for (const struct xml_node *link = xml_child(gpo, "LinksTo"); link; link = xml_next(link, "LinksTo"))
		if (!str_is(child_text(link, "Enabled"), "false"))
			return true;
	return false;
}

static void
read_gpo(const struct parse *parse, const struct xml_node *node)
{
	const struct xml_node *computer = xml_child(node, "Computer");
	struct str name = child_text(node, "Name");

	if (!computer)
		return;
	struct gpo gpo = { .parse = parse };
	gpo.policy = record_add(parse->subject, "group-policy", name.len ? copy(parse, name) : NULL, node->span);
	record_set_bool(parse->subject, gpo.policy, "linked", is_linked(node, computer));
	walk(&gpo, computer);
}

static void
read_report(const struct parse *parse, struct file *file)
{
	struct xml_node *root;

	if (xml_parse(parse->run, parse->bundle->arena, file->path, file->bytes, &root) != 0)
		return;
	file->is_used = true;
	if (strcmp(root->name, "GPO") == 0)
		read_gpo(parse, root);
	for (const struct xml_node *n = xml_child(root, "GPO"); n; n = xml_next(n, "GPO"))
		read_gpo(parse, n);
}

/* The folder named by the object's GUID stands for it; without one the file's name. */
static const char *
name_of(const struct parse *parse, const struct file *file)
{
	const char *slash = strrchr(file->name, '/'), *brace = strrchr(file->name, '{');
	const char *end = brace ? strchr(brace, '}') : NULL;

	if (end)
		return copy(parse, (struct str){ brace, (size_t)(end + 1 - brace) });
	return slash ? slash + 1 : file->name;
}

static void
read_template(const struct parse *parse, struct file *file)
{
	struct str text;

	if (!windows_text(parse, file, &text))
		return;
	struct record *record = record_add(parse->subject, "group-policy", name_of(parse, file), file_span(file, 0));
	winpolicy_template(parse->subject, record, text);
}

static void
read_audit(const struct parse *parse, struct file *file)
{
	struct csv csv;

	if (!windows_csv(parse, file, &csv))
		return;
	struct record *record = record_add(parse->subject, "audit-policy", name_of(parse, file), file_span(file, 0));
	record_set(parse->subject, record, "source", "policy");
	winpolicy_audit_table(parse->subject, record, &csv);
}

static void
parse(const struct parse *parse)
{
	for (struct file *file = NULL; (file = bundle_next(parse, file));) {
		enum windows_kind kind = windows_kind(file);
		if (kind == WINDOWS_GPO_REPORT)
			read_report(parse, file);
		else if (kind == WINDOWS_GPO_TEMPLATE)
			read_template(parse, file);
		else if (kind == WINDOWS_GPO_AUDIT)
			read_audit(parse, file);
	}
}

/* A report names the domain near its beginning. */
static const char *
subject_of(struct arena *arena, const struct file *file)
{
	struct run quiet = { .arena = arena, .diags.arena = arena };
	struct xml_node *root;

	if (windows_kind(file) != WINDOWS_GPO_REPORT || xml_parse(&quiet, arena, file->name, file->bytes, &root) != 0)
		return NULL;
	const struct xml_node *gpo = strcmp(root->name, "GPO") == 0 ? root : xml_child(root, "GPO");
	const struct xml_node *id = gpo ? xml_child(gpo, "Identifier") : NULL;
	struct str domain = id ? child_text(id, "Domain") : STR("");

	return domain.len ? arena_strndup(arena, domain.ptr, domain.len) : NULL;
}

const struct parser parser_gpo = {
	.name = "group-policy",
	.title = { "グループポリシー(gpreport.xml, GptTmpl.inf, audit.csv)",
	    "group policy objects: gpreport.xml, GptTmpl.inf, audit.csv" },
	.bid = bid,
	.scope = SCOPE_TENANT,
	.subject_of = subject_of,
	.parse = parse,
};
