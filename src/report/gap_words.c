/* The words and small nodes that all parts of the gap report share. Numbers are made of whole numbers, so that no
 * locale changes them. */
#include "report/gap.h"

const char *
gap_pair(const struct gap *gap, const char *const pair[LANG_COUNT])
{
	return lang_text(pair, gap->lang);
}

const char *
gap_get(struct gap *gap, const char *key)
{
	return wording_get(&gap->wording, key);
}

const char *
gap_count(const struct gap *gap, size_t count)
{
	return arena_printf(gap->arena, "%zu", count);
}

const char *
gap_decimal(const struct gap *gap, double value)
{
	int tenths = (int)(value * 10 + 0.5);

	if (!(value >= 0))
		return "―";
	return arena_printf(gap->arena, "%d.%d", tenths / 10, tenths % 10);
}

const char *
gap_percent(const struct gap *gap, size_t part, size_t whole)
{
	if (whole == 0)
		return "―";
	return arena_printf(gap->arena, "%zu %%", (part * 200 + whole) / (whole * 2));
}

const char *
gap_level(struct gap *gap, int level)
{
	if (level == LEVEL_UNASSESSED)
		return gap_get(gap, "level.unassessed");
	return arena_printf(gap->arena, "%d", level);
}

const char *
gap_claim(struct gap *gap, const struct rating *rating)
{
	return rating->claim_level == LEVEL_UNASSESSED ? "―" : gap_level(gap, rating->claim_level);
}

const char *
gap_subject(struct gap *gap, const struct verdict *verdict)
{
	return strcmp(verdict->subject_kind, "organisation") == 0 ? gap_get(gap, "subject.organisation") : verdict->subject;
}

static const char *
labelled(const struct gap *gap, const char *label, const char *title)
{
	return label && *label ? arena_printf(gap->arena, "%s  %s", label, title) : title;
}

const char *
gap_control(const struct gap *gap, const struct rating *rating)
{
	return labelled(gap, gap_pair(gap, rating->label), gap_pair(gap, rating->title));
}

const char *
gap_clause(const struct gap *gap, const struct clause *clause)
{
	return labelled(gap, gap_pair(gap, clause->label), gap_pair(gap, clause->title));
}

const char *
gap_size(const struct gap *gap, uint64_t bytes)
{
	char digits[32];
	struct buf out = BUF_INIT(64);
	int len = snprintf(digits, sizeof digits, "%llu", (unsigned long long)bytes);

	for (int i = 0; i < len; i++) {
		if (i > 0 && (len - i) % 3 == 0)
			buf_putc(&out, ',');
		buf_putc(&out, digits[i]);
	}
	const char *kept = arena_strndup(gap->arena, buf_str(&out).ptr, out.len);
	buf_free(&out);
	return kept;
}

bool
gap_is_requirement(const struct rating *rating)
{
	return rating->modality == MODALITY_REQUIREMENT || rating->modality == MODALITY_LEGAL_DUTY;
}

/* A requirement fails, a recommendation is not met, what was not shown is neither. */
const char *
gap_verdict_word(struct gap *gap, const struct rating *rating, enum tone *ret_tone)
{
	switch (rating->verdict) {
	case RESULT_FAIL:
		*ret_tone = gap_is_requirement(rating) ? TONE_FAIL : TONE_STRONG;
		return wording_of(&gap->wording, "verdict.fail", modality_name(rating->modality));
	case RESULT_PASS:
		*ret_tone = TONE_PASS;
		return wording_of(&gap->wording, "verdict.pass", modality_name(rating->modality));
	case RESULT_NOT_APPLICABLE:
		*ret_tone = TONE_QUIET;
		return gap_get(gap, "verdict.not-applicable");
	default:
		*ret_tone = rating->level == LEVEL_UNASSESSED ? TONE_QUIET : TONE_UNKNOWN;
		return gap_get(gap, rating->level == LEVEL_UNASSESSED ? "verdict.unassessed" : "verdict.unknown");
	}
}

static const char *
numbered(struct gap *gap, int level, const char *text)
{
	if (level == 1) {
		gap->numbers[0]++;
		gap->numbers[1] = 0;
		return arena_printf(gap->arena, "%d  %s", gap->numbers[0], text);
	}
	gap->numbers[1]++;
	return arena_printf(gap->arena, "%d.%d  %s", gap->numbers[0], gap->numbers[1], text);
}

struct node *
gap_section(struct gap *gap, struct node *parent, int level, const char *id, const char *text)
{
	struct node *section =
	    node_add(gap->document, parent, NODE_SECTION, level < 3 ? numbered(gap, level, text) : text);

	section->level = level;
	section->id = id;
	return section;
}

struct node *
gap_paragraph(struct gap *gap, struct node *parent, const char *text)
{
	return node_add(gap->document, parent, NODE_PARAGRAPH, text);
}

struct node *
gap_note(struct gap *gap, struct node *parent, const char *text)
{
	struct node *note = gap_paragraph(gap, parent, text);

	note->tone = TONE_QUIET;
	return note;
}

struct node *
gap_run(struct gap *gap, struct node *parent, const char *text, enum tone tone, const char *target)
{
	struct node *run = node_add(gap->document, parent, NODE_RUN, text);

	run->tone = tone;
	if (target)
		run->href = arena_printf(gap->arena, "#%s", target);
	return run;
}

struct node *
gap_badge(struct gap *gap, struct node *parent, const char *text, enum tone tone)
{
	struct node *badge = node_add(gap->document, parent, NODE_BADGE, text);

	badge->tone = tone;
	return badge;
}

void
gap_verdict_badge(struct gap *gap, struct node *parent, const struct rating *rating)
{
	enum tone tone;
	const char *word = gap_verdict_word(gap, rating, &tone);

	gap_badge(gap, parent, word, tone);
}

struct node *
gap_cell(struct gap *gap, struct node *row, const char *text, enum tone tone)
{
	struct node *cell = node_add(gap->document, row, NODE_CELL, text);

	cell->tone = tone;
	return cell;
}

struct node *
gap_row(struct gap *gap, struct node *table, ...)
{
	struct node *row = node_add(gap->document, table, NODE_ROW, NULL);
	const char *text;
	va_list args;

	va_start(args, table);
	while ((text = va_arg(args, const char *)) != NULL)
		gap_cell(gap, row, text, TONE_PLAIN);
	va_end(args);
	return row;
}

struct node *
gap_table(struct gap *gap, struct node *parent, const char *key, size_t count, const double *shares)
{
	struct node *table = node_add_table(gap->document, parent, true, count, shares);
	struct node *head = node_add(gap->document, table, NODE_ROW, NULL);

	for (size_t i = 1; i <= count; i++)
		gap_cell(gap, head, gap_get(gap, arena_printf(gap->arena, "table.%s.%zu", key, i)), TONE_PLAIN);
	return table;
}

void
gap_fact(struct gap *gap, struct node *table, const char *key, const char *value)
{
	if (!value || !*value)
		return;
	struct node *row = node_add(gap->document, table, NODE_ROW, NULL);
	gap_cell(gap, row, gap_get(gap, key), TONE_QUIET);
	gap_cell(gap, row, value, TONE_PLAIN);
}

void
gap_more(struct gap *gap, struct node *parent, size_t count)
{
	if (count > 0)
		gap_note(gap, parent, wording_fill(&gap->wording, "more", "count", gap_count(gap, count), NULL));
}
