/* results.json, format 1 (docs/results.md): the contract other programs read. Keys are written in one order, arrays come
 * sorted from the results, so the same results are the same bytes. */
#include "tenken/store/store.h"

#include "store/emit.h"
#include "store/format.h"
#include "store/plan.h"
#include "tenken/base/digest.h"
#include "tenken/base/file.h"

/* Which controls a verdict bears on: indexes of ratings, a run of `count` items in one array for all verdicts. */
struct bearing {
	size_t first, count;
};

struct writer {
	struct emit emit;
	struct file_output *output;
	struct digest *digest;
	size_t written;
	struct arena *arena;        /* of the writing alone */
	const struct results *results;
	struct bearing *bearings;   /* by verdict */
	size_t *ratings;            /* what the bearings point into */
};

static void
level(struct emit *e, const char *key, int value)
{
	if (value == LEVEL_UNASSESSED)
		emit_null(e, key);
	else
		emit_int(e, key, value);
}

/* A share or mean; null where there was nothing to divide by. */
static void
share(struct emit *e, const char *key, double value)
{
	if (value < 0)
		emit_null(e, key);
	else
		emit_real(e, key, value);
}

static void
count(struct emit *e, const char *key, size_t value)
{
	emit_int(e, key, (int64_t)value);
}

static void
levels(struct emit *e, const size_t counts[MATURITY_LEVELS])
{
	emit_open(e, "levels", '[');
	for (int i = 0; i < MATURITY_LEVELS; i++)
		count(e, NULL, counts[i]);
	emit_close(e, ']');
}

static void
write_run(struct writer *w)
{
	const struct results *r = w->results;
	struct emit *e = &w->emit;

	emit_open(e, "run", '{');
	emit_text(e, "id", r->id);
	emit_text(e, "as_of", day_text(w->arena, r->as_of));
	emit_text(e, "profile", r->profile);
	emit_both(e, "profile_title", r->profile_title);
	emit_text(e, "profile_edition", r->profile_edition);
	emit_text(e, "tool", r->tool);
	emit_text(e, "organisation", r->organisation ? r->organisation : "");
	emit_text(e, "input_digest", r->input_digest);
	store_write_plan(e, r->plan);
	emit_close(e, '}');
}

static void
write_parameters(struct writer *w)
{
	struct emit *e = &w->emit;

	emit_open(e, "parameters", '[');
	for (size_t i = 0; i < w->results->parameters.len; i++) {
		const struct parameter *p = &w->results->parameters.items[i];
		emit_open(e, NULL, '{');
		emit_text(e, "name", p->name);
		emit_text(e, "value", p->value);
		emit_both(e, "label", p->label);
		emit_bool(e, "own_setting", p->is_own_setting);
		emit_close(e, '}');
	}
	emit_close(e, ']');
}

static void
write_inputs(struct writer *w)
{
	struct emit *e = &w->emit;

	emit_open(e, "inputs", '[');
	for (size_t i = 0; i < w->results->inputs.len; i++) {
		const struct input *in = &w->results->inputs.items[i];
		emit_open(e, NULL, '{');
		emit_text(e, "path", in->path);
		emit_text(e, "sha256", in->sha256);
		emit_int(e, "bytes", (int64_t)in->bytes);
		emit_text(e, "subject", in->subject);
		emit_text(e, "parser", in->parser);
		emit_text(e, "note", in->note ? in->note : "");
		emit_close(e, '}');
	}
	emit_close(e, ']');
}

static void
write_subjects(struct writer *w)
{
	struct emit *e = &w->emit;

	emit_open(e, "subjects", '[');
	for (size_t i = 0; i < w->results->subjects.len; i++) {
		const struct subject_entry *s = &w->results->subjects.items[i];
		emit_open(e, NULL, '{');
		emit_text(e, "id", s->id);
		emit_text(e, "kind", s->kind);
		emit_text(e, "collected_at", s->collected_at.is_known ? instant_text(w->arena, s->collected_at) : NULL);
		emit_close(e, '}');
	}
	emit_close(e, ']');
}

/* Turns "the verdicts of each control" around, in two passes: count, then fill. */
static void
find_bearings(struct writer *w)
{
	const struct results *r = w->results;
	size_t total = 0;

	w->bearings = arena_array(w->arena, r->verdicts.len + 1, sizeof *w->bearings);
	for (size_t i = 0; i < r->ratings.len; i++)
		for (size_t k = 0; k < r->ratings.items[i].verdicts.len; k++)
			w->bearings[r->ratings.items[i].verdicts.items[k]].count++;
	for (size_t v = 0; v < r->verdicts.len; v++) {
		w->bearings[v].first = total;
		total += w->bearings[v].count;
		w->bearings[v].count = 0;
	}
	w->ratings = arena_array(w->arena, total + 1, sizeof *w->ratings);
	for (size_t i = 0; i < r->ratings.len; i++)
		for (size_t k = 0; k < r->ratings.items[i].verdicts.len; k++) {
			struct bearing *b = &w->bearings[r->ratings.items[i].verdicts.items[k]];
			/* A check may stand at two levels of one control. */
			if (b->count == 0 || w->ratings[b->first + b->count - 1] != i)
				w->ratings[b->first + b->count++] = i;
		}
}

static void
write_verdict(struct writer *w, size_t index)
{
	const struct verdict *v = &w->results->verdicts.items[index];
	const struct bearing *b = &w->bearings[index];
	struct emit *e = &w->emit;

	emit_open(e, NULL, '{');
	emit_text(e, "check", v->check);
	emit_open(e, "controls", '[');
	for (size_t i = 0; i < b->count; i++)
		emit_text(e, NULL, w->results->ratings.items[w->ratings[b->first + i]].id);
	emit_close(e, ']');
	emit_text(e, "subject", v->subject);
	emit_text(e, "subject_kind", v->subject_kind);
	emit_text(e, "record", v->record);
	emit_text(e, "kind", v->kind);
	emit_text(e, "topics", v->topics);
	emit_text(e, "verdict", result_name(v->result));
	emit_text(e, "reason", v->reason);
	emit_both(e, "message", v->message);
	emit_text(e, "at", v->at);
	if (v->more)
		count(e, "more", v->more);
	emit_close(e, '}');
}

static void
write_verdicts(struct writer *w)
{
	emit_open(&w->emit, "verdicts", '[');
	for (size_t i = 0; i < w->results->verdicts.len; i++)
		write_verdict(w, i);
	emit_close(&w->emit, ']');
}

static void
write_clauses(struct writer *w)
{
	struct emit *e = &w->emit;

	emit_open(e, "clauses", '[');
	for (size_t i = 0; i < w->results->clauses.len; i++) {
		const struct clause *c = &w->results->clauses.items[i];
		emit_open(e, NULL, '{');
		emit_text(e, "id", c->id);
		emit_both(e, "label", c->label);
		emit_text(e, "catalog", c->catalog);
		emit_both(e, "title", c->title);
		count(e, "controls", c->controls);
		count(e, "assessed", c->assessed);
		levels(e, c->levels);
		share(e, "level_mean", c->level_mean);
		share(e, "claim_mean", c->claim_mean);
		share(e, "target_mean", c->target_mean);
		count(e, "failed", c->failed);
		count(e, "passed", c->passed);
		count(e, "unknown", c->unknown);
		emit_close(e, '}');
	}
	emit_close(e, ']');
}

static void
write_criteria(struct emit *e, const struct rating *rating)
{
	emit_open(e, "criteria", '[');
	for (size_t i = 0; i < rating->criteria.len; i++) {
		const struct criterion_rating *c = &rating->criteria.items[i];
		emit_open(e, NULL, '{');
		emit_int(e, "level", c->level);
		emit_text(e, "kind", store_criterion_kinds[c->kind]);
		emit_text(e, "id", c->id);
		emit_both(e, "title", c->title);
		emit_bool(e, "all", c->is_all);
		if (c->is_supplementary)
			emit_bool(e, "supplementary", true);
		emit_real(e, "attainment", c->attainment);
		emit_bool(e, "evidence", c->has_evidence);
		emit_bool(e, "decides", c->decides);
		emit_text(e, "verdict", result_name(c->result));
		count(e, "subjects", c->subjects);
		count(e, "passed", c->passed);
		emit_close(e, '}');
	}
	emit_close(e, ']');
}

/* One sentence a reason; all languages have as many. */
static void
write_reasons(struct emit *e, const struct rating *rating)
{
	emit_open(e, "why_not_next", '[');
	for (size_t i = 0; i < rating->why_not_next[LANG_JA].len; i++) {
		const char *reason[LANG_COUNT];
		for (int lang = 0; lang < LANG_COUNT; lang++)
			reason[lang] = i < rating->why_not_next[lang].len ? rating->why_not_next[lang].items[i] : "";
		emit_both(e, NULL, reason);
	}
	emit_close(e, ']');
}

static void
write_indexes(struct writer *w, const struct rating *rating)
{
	emit_open(&w->emit, "verdict_indexes", '[');
	for (size_t i = 0; i < rating->verdicts.len; i++)
		count(&w->emit, NULL, rating->verdicts.items[i]);
	emit_close(&w->emit, ']');
}

/* How it came out: the keys that the plan of the format names first. */
static void
write_outcome(struct emit *e, const struct rating *c)
{
	emit_text(e, "id", c->id);
	emit_both(e, "label", c->label);
	emit_text(e, "clause", c->clause);
	emit_both(e, "title", c->title);
	emit_text(e, "modality", modality_name(c->modality));
	level(e, "level", c->level);
	emit_int(e, "target", c->target);
	emit_open(e, "ladder", '[');
	for (int i = 1; i < MATURITY_LEVELS; i++)
		emit_text(e, NULL, attainment_name(c->ladder[i]));
	emit_close(e, ']');
	emit_text(e, "verdict", result_name(c->verdict));
	emit_open(e, "claim", '{');
	level(e, "level", c->claim_level);
	emit_text(e, "status", claim_name(c->claim));
	emit_close(e, '}');
	share(e, "coverage", c->coverage);
	share(e, "conformity", c->conformity);
	share(e, "freshness", c->freshness);
	write_reasons(e, c);
}

static void
write_controls(struct writer *w)
{
	struct emit *e = &w->emit;

	emit_open(e, "controls", '[');
	for (size_t i = 0; i < w->results->ratings.len; i++) {
		const struct rating *c = &w->results->ratings.items[i];
		emit_open(e, NULL, '{');
		write_outcome(e, c);
		emit_both(e, "next_level", c->next_level);
		emit_both(e, "statement", c->statement);
		emit_both(e, "effect", c->effect);
		emit_int(e, "depth", c->depth);
		emit_int(e, "weight", c->weight);
		emit_int(e, "priority", c->priority);
		emit_bool(e, "published_text_open", c->is_published_text_open);
		write_criteria(e, c);
		write_indexes(w, c);
		emit_close(e, '}');
	}
	emit_close(e, ']');
}

static void
write_summary(struct emit *e, const struct summary *s)
{
	emit_open(e, "summary", '{');
	count(e, "controls", s->controls);
	count(e, "assessed", s->assessed);
	levels(e, s->levels);
	emit_real(e, "level_mean", s->level_mean);
	count(e, "requirements", s->requirements);
	count(e, "requirements_failed", s->requirements_failed);
	count(e, "requirements_passed", s->requirements_passed);
	count(e, "recommendations", s->recommendations);
	count(e, "recommendations_failed", s->recommendations_failed);
	count(e, "recommendations_passed", s->recommendations_passed);
	count(e, "contradictions", s->contradictions);
	emit_open(e, "verdicts", '{');
	for (enum result r = RESULT_PASS; r <= RESULT_ERROR; r++)
		count(e, result_name(r), s->verdicts[r]);
	emit_close(e, '}');
	count(e, "criteria", s->criteria);
	count(e, "criteria_evidenced", s->criteria_evidenced);
	count(e, "evidence", s->evidence);
	count(e, "evidence_fresh", s->evidence_fresh);
	emit_close(e, '}');
}

static void
write_diagnostics(struct writer *w)
{
	const struct diags *diags = w->results->diags;
	struct emit *e = &w->emit;

	emit_open(e, "diagnostics", '[');
	for (size_t i = 0; i < diags->list.len; i++) {
		const struct diag *d = &diags->list.items[i];
		const struct diag_entry *entry = diag_entry(d->id);
		emit_open(e, NULL, '{');
		emit_text(e, "id", entry->id);
		emit_text(e, "level", diag_level_name(entry->level));
		emit_text(e, "at", span_text(w->arena, d->span));
		emit_text(e, "text", entry->text[LANG_EN]);
		emit_text(e, "detail", d->detail);
		emit_close(e, '}');
	}
	emit_close(e, ']');
}

static void
write_root(struct writer *w)
{
	struct emit *e = &w->emit;

	find_bearings(w);
	emit_open(e, NULL, '{');
	emit_text(e, "format", STORE_FORMAT);
	emit_int(e, "version", STORE_VERSION);
	write_run(w);
	write_parameters(w);
	write_inputs(w);
	write_subjects(w);
	write_verdicts(w);
	write_clauses(w);
	write_controls(w);
	write_summary(e, &w->results->summary);
	write_diagnostics(w);
}

/* What has gathered goes to the file: the results of a fleet are longer than what should be held at once. */
static void
drain(struct emit *emit)
{
	struct writer *w = emit->sink;

	digest_sha256_add(w->digest, buf_str(emit->buf));
	file_add(w->output, buf_str(emit->buf));
	w->written += emit->buf->len;
	emit->buf->len = 0;
}

int
store_write(struct run *run, const struct results *results, const char *folder, const char **ret_digest)
{
	const char *path = file_join(run->arena, folder, "results.json");
	struct buf buf = BUF_INIT(LIMIT_OUTPUT_BYTES);
	struct writer writer = { .emit = { .buf = &buf, .drain = drain }, .arena = arena_new(), .results = results };

	writer.emit.sink = &writer;
	writer.digest = digest_sha256_begin(writer.arena);
	if (file_begin(run, writer.arena, path, &writer.output) != 0) {
		arena_free(writer.arena);
		return -1;
	}
	write_root(&writer);
	drain(&writer.emit);
	const char *digest = digest_sha256_end(writer.digest, run->arena);
	emit_text(&writer.emit, STORE_DIGEST, digest);
	emit_close(&writer.emit, '}');
	file_add(writer.output, buf_str(&buf));
	bool is_bounded = !buf.is_full && writer.written + buf.len <= LIMIT_OUTPUT_BYTES;
	buf_free(&buf);
	int status = file_end(writer.output, is_bounded);
	arena_free(writer.arena);
	if (!is_bounded)
		return diag_report(&run->diags, DIAG_LIMIT, (struct span){ .path = path }, "the results are too large");
	if (status == 0 && ret_digest)
		*ret_digest = digest;
	return status;
}
