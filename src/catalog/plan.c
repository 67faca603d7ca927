/* audit.xml: the audit around the scan (docs/audit-plan.md). Without it a report is a draft with no signature block. */
#include "catalog/load.h"

#include "tenken/base/file.h"
#include "tenken/base/limits.h"

#define AUDIT_NS "urn:tenken:audit"

static int
bad(struct run *run, const struct xml_node *node, const char *what)
{
	return diag_report(&run->diags, DIAG_CATALOG_VALUE, node->span, "%s: %s", node->name, what);
}

/* A slip in an attribute's name must not pass for its absence. `names` are separated by blanks. */
static int
check_attributes(struct run *run, const struct xml_node *node, const char *names)
{
	for (size_t i = 0; i < node->attribute_count; i++)
		if (!is_word_of(node->attributes[i].name, names))
			return diag_report(&run->diags, DIAG_CATALOG_VALUE, node->span, "%s: attribute %s", node->name, node->attributes[i].name);
	return 0;
}

/* Whether the attribute is there and not blank. */
static bool
is_said(const char *value)
{
	return value && str_trim(str_of(value)).len > 0;
}

/* Elements that hold one text each. */
static bool
read_text(struct run *run, const struct xml_node *node, struct plan *plan)
{
	const struct {
		const char *name;
		const char **place;
	} texts[] = {
		{ "number", &plan->number }, { "organisation", &plan->organisation }, { "title", &plan->title }, { "purpose", &plan->purpose },
		{ "scope", &plan->scope }, { "sampling", &plan->sampling }, { "confidentiality", &plan->confidentiality },
	};

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		if (strcmp(node->name, texts[i].name) == 0) {
			*texts[i].place = xml_text(run->arena, node);
			return true;
		}
	return false;
}

static int
read_period(struct run *run, const struct xml_node *node, struct plan *plan)
{
	const char *from = xml_get(node, "from"), *to = xml_get(node, "to");
	int32_t first = from ? day_parse(str_of(from)) : DAY_UNKNOWN, last = to ? day_parse(str_of(to)) : DAY_UNKNOWN;

	if (first == DAY_UNKNOWN || last == DAY_UNKNOWN)
		return bad(run, node, "from and to are YYYY-MM-DD");
	if (last < first)
		return bad(run, node, "to lies before from");
	plan->period_from = from;
	plan->period_to = to;
	return 0;
}

static int
read_evidence(struct run *run, const struct xml_node *node, struct plan *plan)
{
	const char *until = xml_get(node, "until");

	if (until && day_parse(str_of(until)) == DAY_UNKNOWN)
		return bad(run, node, "until is YYYY-MM-DD");
	plan->evidence_place = xml_get(node, "place");
	plan->evidence_keeper = xml_get(node, "keeper");
	plan->evidence_until = until;
	return 0;
}

/* Nobody audits their own work: who does not say how they are independent is told so, and the report shows it. */
static int
read_member(struct run *run, const struct xml_node *node, struct plan *plan)
{
	struct plan_member member = { .name = xml_get(node, "name"), .role = xml_get(node, "role"),
		.competence = xml_get(node, "competence"), .independence = xml_get(node, "independence") };
	const char *audits_own = xml_get(node, "audits-own-work");

	if (!is_said(member.name) || !is_said(member.role))
		return bad(run, node, "name and role are needed");
	if (audits_own && !is_word_of(audits_own, "true false"))
		return bad(run, node, "audits-own-work is true or false");
	member.competence = member.competence ? member.competence : "";
	member.independence = member.independence ? member.independence : "";
	if (!is_said(member.independence) || (audits_own && strcmp(audits_own, "true") == 0))
		diag_report(&run->diags, DIAG_PLAN_INDEPENDENCE, node->span, "%s", member.name);
	vec_push(run->arena, &plan->team, member);
	return 0;
}

static int
read_exclusion(struct run *run, const struct xml_node *node, struct plan *plan)
{
	struct plan_exclusion exclusion = { .what = xml_text(run->arena, node), .reason = xml_get(node, "reason") };

	if (!is_said(exclusion.reason) || !is_said(exclusion.what))
		return bad(run, node, "an exclusion needs a text and a reason");
	vec_push(run->arena, &plan->exclusions, exclusion);
	return 0;
}

static int
read_criterion(struct run *run, const struct xml_node *node, struct plan *plan)
{
	const char *edition = xml_get(node, "edition"), *text = xml_text(run->arena, node);

	vec_push(run->arena, &plan->criteria, edition ? arena_printf(run->arena, "%s(%s)", text, edition) : text);
	return 0;
}

static int
read_recipient(struct run *run, const struct xml_node *node, struct plan *plan)
{
	vec_push(run->arena, &plan->distribution, xml_text(run->arena, node));
	return 0;
}

static int
read_element(struct run *run, const struct xml_node *node, struct plan *plan)
{
	static const struct {
		const char *name, *attributes;
		int (*read)(struct run *run, const struct xml_node *node, struct plan *plan);
	} elements[] = {
		{ "criterion", "edition", read_criterion },
		{ "recipient", "", read_recipient },
		{ "exclusion", "reason", read_exclusion },
		{ "period", "from to", read_period },
		{ "member", "name role competence independence audits-own-work", read_member },
		{ "evidence", "place keeper until", read_evidence },
	};

	if (strcmp(node->ns, AUDIT_NS) != 0)
		return diag_report(&run->diags, DIAG_CATALOG_ELEMENT, node->span, "%s", node->name);
	for (size_t i = 0; i < sizeof elements / sizeof *elements; i++)
		if (strcmp(node->name, elements[i].name) == 0)
			return check_attributes(run, node, elements[i].attributes) == 0 ? elements[i].read(run, node, plan) : -1;
	if (!read_text(run, node, plan))
		return diag_report(&run->diags, DIAG_CATALOG_ELEMENT, node->span, "%s", node->name);
	return check_attributes(run, node, "");
}

int
plan_load(struct run *run, const char *path, struct plan *ret)
{
	struct plan plan = { .kind = "internal", .engagement = "advisory" };
	struct xml_node *root;
	struct str bytes;
	int status = 0;

	if (file_read(run, run->arena, path, LIMIT_XML_BYTES, &bytes) != 0 || xml_parse(run, run->arena, path, bytes, &root) != 0)
		return -1;
	if (strcmp(root->name, "audit") != 0 || strcmp(root->ns, AUDIT_NS) != 0)
		return diag_report(&run->diags, DIAG_CATALOG_ELEMENT, root->span, "`%s', expected audit of %s", root->name, AUDIT_NS);
	if (check_attributes(run, root, "version kind engagement") != 0)
		return -1;
	if (xml_get(root, "version") && strcmp(xml_get(root, "version"), "1") != 0)
		return bad(run, root, "version is 1");
	plan.kind = xml_get(root, "kind") ? xml_get(root, "kind") : plan.kind;
	plan.engagement = xml_get(root, "engagement") ? xml_get(root, "engagement") : plan.engagement;
	if (!is_word_of(plan.kind, "internal second-party"))
		return bad(run, root, "kind is internal or second-party");
	if (!is_word_of(plan.engagement, "advisory assurance"))
		return bad(run, root, "engagement is advisory or assurance");
	for (const struct xml_node *n = root->children; n; n = n->next)
		status |= read_element(run, n, &plan);
	if (status == 0)
		*ret = plan;
	return status;
}
