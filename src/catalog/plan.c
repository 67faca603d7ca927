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
	plan->period_from = xml_get(node, "from");
	plan->period_to = xml_get(node, "to");
	if (!plan->period_from || day_parse(str_of(plan->period_from)) == DAY_UNKNOWN || !plan->period_to ||
	    day_parse(str_of(plan->period_to)) == DAY_UNKNOWN)
		return bad(run, node, "from and to are YYYY-MM-DD");
	return 0;
}

/* Nobody audits their own work: who does not say how they are independent is told so, and the report shows it. */
static int
read_member(struct run *run, const struct xml_node *node, struct plan *plan)
{
	struct plan_member member = { .name = xml_get(node, "name"), .role = xml_get(node, "role"),
		.competence = xml_get(node, "competence"), .independence = xml_get(node, "independence") };
	const char *audits_own = xml_get(node, "audits-own-work");

	if (!member.name || !member.role)
		return bad(run, node, "name and role are needed");
	member.competence = member.competence ? member.competence : "";
	member.independence = member.independence ? member.independence : "";
	if (!*member.independence || (audits_own && strcmp(audits_own, "true") == 0))
		diag_report(&run->diags, DIAG_PLAN_INDEPENDENCE, node->span, "%s", member.name);
	vec_push(run->arena, &plan->team, member);
	return 0;
}

static int
read_exclusion(struct run *run, const struct xml_node *node, struct plan *plan)
{
	struct plan_exclusion exclusion = { .what = xml_text(run->arena, node), .reason = xml_get(node, "reason") };

	if (!exclusion.reason || !*exclusion.reason)
		return bad(run, node, "an exclusion needs a reason");
	vec_push(run->arena, &plan->exclusions, exclusion);
	return 0;
}

static void
read_criterion(struct run *run, const struct xml_node *node, struct plan *plan)
{
	const char *edition = xml_get(node, "edition"), *text = xml_text(run->arena, node);

	vec_push(run->arena, &plan->criteria, edition ? arena_printf(run->arena, "%s(%s)", text, edition) : text);
}

static int
read_element(struct run *run, const struct xml_node *node, struct plan *plan)
{
	if (read_text(run, node, plan))
		return 0;
	if (strcmp(node->name, "criterion") == 0)
		read_criterion(run, node, plan);
	else if (strcmp(node->name, "recipient") == 0)
		vec_push(run->arena, &plan->distribution, xml_text(run->arena, node));
	else if (strcmp(node->name, "exclusion") == 0)
		return read_exclusion(run, node, plan);
	else if (strcmp(node->name, "period") == 0)
		return read_period(run, node, plan);
	else if (strcmp(node->name, "member") == 0)
		return read_member(run, node, plan);
	else if (strcmp(node->name, "evidence") == 0) {
		plan->evidence_place = xml_get(node, "place");
		plan->evidence_keeper = xml_get(node, "keeper");
		plan->evidence_until = xml_get(node, "until");
	} else
		return diag_report(&run->diags, DIAG_CATALOG_ELEMENT, node->span, "%s", node->name);
	return 0;
}

static bool
is_one_of(const char *value, const char *a, const char *b)
{
	return strcmp(value, a) == 0 || strcmp(value, b) == 0;
}

int
plan_load(struct run *run, const char *path, struct plan *ret)
{
	struct plan plan = { .kind = "internal", .engagement = "advisory" };
	struct xml_node *root;
	struct str bytes;

	if (file_read(run, run->arena, path, LIMIT_XML_BYTES, &bytes) != 0 || xml_parse(run, run->arena, path, bytes, &root) != 0)
		return -1;
	if (strcmp(root->name, "audit") != 0 || strcmp(root->ns, AUDIT_NS) != 0)
		return diag_report(&run->diags, DIAG_CATALOG_ELEMENT, root->span, "`%s', expected audit of %s", root->name, AUDIT_NS);
	plan.kind = xml_get(root, "kind") ? xml_get(root, "kind") : plan.kind;
	plan.engagement = xml_get(root, "engagement") ? xml_get(root, "engagement") : plan.engagement;
	if (!is_one_of(plan.kind, "internal", "second-party"))
		return bad(run, root, "kind is internal or second-party");
	if (!is_one_of(plan.engagement, "advisory", "assurance"))
		return bad(run, root, "engagement is advisory or assurance");
	for (const struct xml_node *n = root->children; n; n = n->next)
		if (read_element(run, n, &plan) != 0)
			return -1;
	*ret = plan;
	return 0;
}
