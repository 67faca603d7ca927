/* The sealed annex: who has a weak or shared password. Its words are in reports/annex.xml; no password is, nor any hash. */
#include "report/gap.h"

#define ANNEX_ROWS 5000   /* of each list; all of them are in results.json */

/* The annex while it is built: the tools of the gap report, and what it is about. */
struct making {
	struct gap gap;
	const struct annex *annex;
	struct node *root;
};

static const char *
weakness_word(struct making *making, const char *weakness)
{
	return wording_of(&making->gap.wording, "weakness", weakness);
}

static bool
is_open(const struct password_finding *finding)
{
	return !finding->is_weak && finding->status != HASH_NONE && !(finding->status == HASH_GOOD && finding->is_complete);
}

static const char *
scope_text(struct making *making)
{
	const struct authorisation *authorisation = making->annex->authorisation;
	const char *text = "";

	for (size_t i = 0; i < authorisation->scope.len; i++)
		text = arena_printf(making->gap.arena, "%s%s%s", text, i ? ", " : "", authorisation->scope.items[i]);
	return text;
}

static void
add_warning(struct making *making, struct node *cover)
{
	static const char *const keys[] = { "warning.distribution", "warning.use", "warning.secrets" };
	struct node *box = node_add(making->gap.document, cover, NODE_CALLOUT, NULL);

	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		gap_paragraph(&making->gap, box, gap_get(&making->gap, keys[i]));
}

static void
add_record(struct making *making, struct node *cover)
{
	struct gap *gap = &making->gap;
	const struct authorisation *a = making->annex->authorisation;
	const struct {
		const char *key, *value;
	} rows[] = {
		{ "record.who", a->who }, { "record.approver", a->approver }, { "record.purpose", a->purpose }, { "record.owner", a->owner },
		{ "record.scope", scope_text(making) }, { "record.valid-until", day_text(gap->arena, a->valid_until) }, { "record.rule", a->rule },
		{ "record.notified", a->notified }, { "record.consulted", a->consulted }, { "record.recipients", a->recipients },
		{ "record.destroy-by", a->destroy_by },
	};
	struct node *table = node_add_table(gap->document, cover, false, 2, (double[]){ 0.3, 0.7 });

	table->text = gap_get(gap, "record");
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		gap_fact(gap, table, rows[i].key, *rows[i].value ? rows[i].value : gap_get(gap, "record.none"));
}

static void
add_cover(struct making *making)
{
	struct gap *gap = &making->gap;
	struct node *cover = node_add(gap->document, making->root, NODE_COVER, NULL);

	gap_paragraph(gap, cover, making->annex->organisation);
	gap_paragraph(gap, cover, gap_get(gap, "title"))->level = 1;
	add_warning(making, cover);
	add_record(making, cover);
}

/* How many different texts `of` gives over all findings. */
static size_t
count_distinct(struct making *making, const char *(*of)(struct arena *, const struct password_finding *))
{
	struct map seen = MAP_INIT(making->gap.arena);
	size_t count = 0;

	for (size_t i = 0; i < making->annex->results->list.len; i++)
		count += map_add(&seen, of(making->gap.arena, &making->annex->results->list.items[i]), making);
	return count;
}

static const char *
subject_key(struct arena *arena, const struct password_finding *finding)
{
	(void)arena;
	return finding->secret->subject;
}

static const char *
account_key(struct arena *arena, const struct password_finding *finding)
{
	return arena_printf(arena, "%s\n%s", finding->secret->subject, finding->secret->account);
}

/* One row a class, in the order of the findings. */
static void
add_classes(struct making *making, struct node *section)
{
	struct gap *gap = &making->gap;
	const struct password_results *results = making->annex->results;
	struct map seen = MAP_INIT(gap->arena);
	struct node *table = NULL;

	for (size_t i = 0; i < results->list.len; i++) {
		const char *weakness = results->list.items[i].weakness;
		size_t count = 0;
		if (!*weakness || !map_add(&seen, weakness, making))
			continue;
		for (size_t k = i; k < results->list.len; k++)
			count += strcmp(results->list.items[k].weakness, weakness) == 0;
		if (!table)
			table = gap_table(gap, section, "classes", 2, (double[]){ 0.8, -0.2 });
		gap_row(gap, table, weakness_word(making, weakness), gap_count(gap, count), NULL);
	}
}

static void
add_outcome(struct making *making)
{
	struct gap *gap = &making->gap;
	const struct annex *annex = making->annex;
	const struct password_results *results = annex->results;
	struct node *section = gap_section(gap, making->root, 1, "outcome", gap_get(gap, "outcome"));
	size_t weak = 0, open = 0;

	for (size_t i = 0; i < results->list.len; i++) {
		weak += results->list.items[i].is_weak;
		open += is_open(&results->list.items[i]);
	}
	gap_paragraph(gap, section, wording_fill(&gap->wording, "outcome.text", "subjects", gap_count(gap, count_distinct(making, subject_key)),
	    "accounts", gap_count(gap, count_distinct(making, account_key)), "secrets", gap_count(gap, results->list.len), "weak",
	    gap_count(gap, weak), "groups", gap_count(gap, results->groups), "open", gap_count(gap, open), "left-out",
	    gap_count(gap, annex->left_out), NULL));
	gap_paragraph(gap, section, wording_fill(&gap->wording, "outcome.method", "slow", gap_count(gap, annex->most_slow), "fast",
	    gap_count(gap, annex->most_fast), "tries", gap_count(gap, results->tries), "seconds", gap_count(gap, (size_t)(results->seconds + 0.5)), NULL));
	if (!annex->is_locked)
		gap_note(gap, section, gap_get(gap, "outcome.unlocked"));
	add_classes(making, section);
}

static const char *
group_text(struct making *making, const struct password_finding *finding)
{
	return finding->group ? gap_count(&making->gap, finding->group) : "―";
}

static void
add_weak(struct making *making)
{
	struct gap *gap = &making->gap;
	const struct password_results *results = making->annex->results;
	struct node *section = gap_section(gap, making->root, 1, "weak", gap_get(gap, "weak")), *table = NULL;
	size_t rows = 0;

	for (size_t i = 0; i < results->list.len; i++) {
		const struct password_finding *finding = &results->list.items[i];
		if (!finding->is_weak || rows++ >= ANNEX_ROWS)
			continue;
		if (!table)
			table = gap_table(gap, section, "weak", 5, (double[]){ 0.24, 0.22, 0.3, 0.15, -0.09 });
		gap_row(gap, table, finding->secret->subject, finding->secret->account, weakness_word(making, finding->weakness),
		    *finding->scheme ? finding->scheme : "―", group_text(making, finding), NULL);
	}
	if (!table)
		gap_paragraph(gap, section, gap_get(gap, "weak.none"));
	gap_more(gap, section, rows > ANNEX_ROWS ? rows - ANNEX_ROWS : 0);
}

/* One group: its accounts, each once, and on how many systems they are. */
static void
group_row(struct making *making, struct node *table, size_t group)
{
	struct gap *gap = &making->gap;
	const struct password_results *results = making->annex->results;
	struct map accounts = MAP_INIT(gap->arena), subjects = MAP_INIT(gap->arena);
	struct buf names = BUF_INIT(1u << 20);
	size_t account_count = 0, subject_count = 0;

	for (size_t i = 0; i < results->list.len; i++) {
		const struct password_finding *finding = &results->list.items[i];
		if (finding->group != group || !map_add(&accounts, account_key(gap->arena, finding), making))
			continue;
		subject_count += map_add(&subjects, finding->secret->subject, making);
		buf_printf(&names, "%s%s(%s)", account_count++ ? ", " : "", finding->secret->account, finding->secret->subject);
	}
	const char *size = wording_fill(&gap->wording, "shared.size", "accounts", gap_count(gap, account_count), "subjects",
	    gap_count(gap, subject_count), NULL);
	gap_row(gap, table, gap_count(gap, group), size, arena_strndup(gap->arena, buf_str(&names).ptr, names.len), NULL);
	buf_free(&names);
}

static void
add_shared(struct making *making)
{
	struct gap *gap = &making->gap;
	struct node *section = gap_section(gap, making->root, 1, "shared", gap_get(gap, "shared")), *table = NULL;
	size_t groups = making->annex->results->groups;

	for (size_t group = 1; group <= groups && group <= ANNEX_ROWS; group++) {
		if (!table)
			table = gap_table(gap, section, "shared", 3, (double[]){ -0.08, 0.26, 0.66 });
		group_row(making, table, group);
	}
	if (!table)
		gap_paragraph(gap, section, gap_get(gap, "shared.none"));
	gap_more(gap, section, groups > ANNEX_ROWS ? groups - ANNEX_ROWS : 0);
	gap_note(gap, section, gap_get(gap, "shared.note"));
}

static void
add_open(struct making *making)
{
	struct gap *gap = &making->gap;
	const struct password_results *results = making->annex->results;
	struct node *section = gap_section(gap, making->root, 1, "open", gap_get(gap, "open")), *table = NULL;
	size_t rows = 0;

	for (size_t i = 0; i < results->list.len; i++) {
		const struct password_finding *finding = &results->list.items[i];
		if (!is_open(finding) || rows++ >= ANNEX_ROWS)
			continue;
		if (!table)
			table = gap_table(gap, section, "open", 3, (double[]){ 0.3, 0.25, 0.45 });
		const char *key = arena_printf(gap->arena, "open.%s", hash_status_name(finding->status));
		const char *why = finding->status == HASH_GOOD ? wording_fill(&gap->wording, key, "tried", gap_count(gap, finding->tried), NULL)
		    : gap_get(gap, key);
		gap_row(gap, table, finding->secret->subject, finding->secret->account, why, NULL);
	}
	if (!table)
		gap_paragraph(gap, section, gap_get(gap, "open.none"));
	gap_more(gap, section, rows > ANNEX_ROWS ? rows - ANNEX_ROWS : 0);
}

static void
set_metadata(struct making *making)
{
	struct gap *gap = &making->gap;
	struct document *document = gap->document;

	document->title = gap_get(gap, "title");
	document->author = *making->annex->organisation ? making->annex->organisation : making->annex->tool;
	document->date = making->annex->as_of;
	document->running_head = gap_get(gap, "running.head");
	document->running_mark = gap_get(gap, "running.mark");
	document->running_foot = wording_fill(&gap->wording, "running.foot", "as-of", day_text(gap->arena, making->annex->as_of), "tool",
	    making->annex->tool, NULL);
}

int
report_annex(struct run *run, const struct annex *annex, enum lang lang, struct document *ret)
{
	struct document document;
	struct making making = { .gap = { .run = run, .arena = run->arena, .document = &document, .lang = lang }, .annex = annex };

	if (wording_load(run, "annex", lang, &making.gap.wording) != 0)
		return -1;
	document_init(&document, run->arena, lang);
	making.root = document.root;
	set_metadata(&making);
	add_cover(&making);
	add_outcome(&making);
	add_weak(&making);
	add_shared(&making);
	add_open(&making);
	*ret = document;
	return 0;
}
