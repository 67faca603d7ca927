/* results.json back into results. The file may come from anybody: shape and ranges are checked, and what is missing or of
 * another kind fails the whole, since half a result reported as a whole one would be a lie. */
#include "tenken/store/store.h"

#include <jansson.h>

#include "store/format.h"
#include "tenken/base/digest.h"
#include "tenken/base/file.h"
#include "tenken/base/limits.h"

/* Reading goes on after a fault, with harmless values; the first fault is reported at the end. */
struct reader {
	struct run *run;
	struct arena *arena;
	const char *fault;   /* NULL: none so far */
};

static void
fault(struct reader *r, const char *key)
{
	if (!r->fault)
		r->fault = arena_strdup(r->arena, key);
}

/* A text that must be there. */
static const char *
need(struct reader *r, const json_t *object, const char *key)
{
	const char *value = json_string_value(json_object_get(object, key));

	if (!value)
		fault(r, key);
	return arena_strdup(r->arena, value ? value : "");
}

/* A text or null. */
static const char *
maybe(struct reader *r, const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);

	return json_is_null(value) ? NULL : need(r, object, key);
}

/* A text in an array. */
static const char *
element(struct reader *r, const json_t *item, const char *key)
{
	if (!json_is_string(item))
		fault(r, key);
	return arena_strdup(r->arena, json_is_string(item) ? json_string_value(item) : "");
}

/* `{"ja", "en"}`. Both have been there from the first; a language that came later is empty in older results. */
static void
languages(struct reader *r, const json_t *value, const char **ret)
{
	for (int lang = 0; lang < LANG_COUNT; lang++) {
		const char *name = lang_name((enum lang)lang);
		ret[lang] = lang <= LANG_EN || json_object_get(value, name) ? need(r, value, name) : "";
	}
}

static void
both(struct reader *r, const json_t *object, const char *key, const char **ret)
{
	languages(r, json_object_get(object, key), ret);
}

static int64_t
number(struct reader *r, const json_t *object, const char *key, int64_t min, int64_t max)
{
	const json_t *value = json_object_get(object, key);

	if (!json_is_integer(value) || json_integer_value(value) < min || json_integer_value(value) > max) {
		fault(r, key);
		return min;
	}
	return json_integer_value(value);
}

static size_t
count(struct reader *r, const json_t *object, const char *key)
{
	return (size_t)number(r, object, key, 0, INT32_MAX);
}

/* A level, or null for not assessed. */
static int
level(struct reader *r, const json_t *object, const char *key)
{
	if (json_is_null(json_object_get(object, key)))
		return LEVEL_UNASSESSED;
	return (int)number(r, object, key, 0, MATURITY_LEVELS - 1);
}

/* A number from 0 to `max`, or null where there was nothing to divide by. */
static double
mean(struct reader *r, const json_t *object, const char *key, double max)
{
	const json_t *value = json_object_get(object, key);

	if (json_is_null(value))
		return -1;
	if (!json_is_number(value) || json_number_value(value) < 0 || json_number_value(value) > max) {
		fault(r, key);
		return -1;
	}
	return json_number_value(value);
}

static double
share(struct reader *r, const json_t *object, const char *key)
{
	return mean(r, object, key, 1);
}

static double
level_mean(struct reader *r, const json_t *object, const char *key)
{
	return mean(r, object, key, MATURITY_LEVELS - 1);
}

static bool
truth(struct reader *r, const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);

	if (!json_is_boolean(value))
		fault(r, key);
	return json_is_true(value);
}

static const json_t *
array(struct reader *r, const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);

	if (!json_is_array(value))
		fault(r, key);
	return value;
}

static enum result
result(struct reader *r, const json_t *object)
{
	enum result value = RESULT_ERROR;

	if (result_parse(need(r, object, "verdict"), &value) != 0)
		fault(r, "verdict");
	return value;
}

/* The place of a word in a list. */
static int
word(struct reader *r, const char *value, const char *const *words, int words_count, const char *key)
{
	for (int i = 0; i < words_count; i++)
		if (strcmp(words[i], value) == 0)
			return i;
	fault(r, key);
	return 0;
}

static void
levels(struct reader *r, const json_t *object, size_t *ret)
{
	const json_t *values = array(r, object, "levels");

	for (size_t i = 0; i < MATURITY_LEVELS; i++) {
		const json_t *value = json_array_get(values, i);
		if (!json_is_integer(value) || json_integer_value(value) < 0 || json_integer_value(value) > INT32_MAX)
			fault(r, "levels");
		else
			ret[i] = (size_t)json_integer_value(value);
	}
}

static const struct plan *
read_plan(struct reader *r, const json_t *object)
{
	struct plan *plan;
	const json_t *item;
	size_t i;

	if (json_is_null(object))
		return NULL;
	plan = arena_alloc(r->arena, sizeof *plan);
	*plan = (struct plan){ .number = maybe(r, object, "number"), .kind = maybe(r, object, "kind"),
		.engagement = maybe(r, object, "engagement"), .organisation = maybe(r, object, "organisation"), .title = maybe(r, object, "title"),
		.purpose = maybe(r, object, "purpose"), .scope = maybe(r, object, "scope"), .sampling = maybe(r, object, "sampling"),
		.confidentiality = maybe(r, object, "confidentiality"), .period_from = maybe(r, object, "period_from"),
		.period_to = maybe(r, object, "period_to"), .evidence_place = maybe(r, object, "evidence_place"),
		.evidence_keeper = maybe(r, object, "evidence_keeper"), .evidence_until = maybe(r, object, "evidence_until") };
	json_array_foreach(array(r, object, "criteria"), i, item)
		vec_push(r->arena, &plan->criteria, element(r, item, "criteria"));
	json_array_foreach(array(r, object, "distribution"), i, item)
		vec_push(r->arena, &plan->distribution, element(r, item, "distribution"));
	json_array_foreach(array(r, object, "exclusions"), i, item)
		vec_push(r->arena, &plan->exclusions, (struct plan_exclusion){ need(r, item, "what"), need(r, item, "reason") });
	json_array_foreach(array(r, object, "team"), i, item)
		vec_push(r->arena, &plan->team, (struct plan_member){ need(r, item, "name"), maybe(r, item, "role"), maybe(r, item, "competence"),
		    maybe(r, item, "independence") });
	return plan;
}

static void
read_run(struct reader *r, const json_t *object, struct results *ret)
{
	ret->id = need(r, object, "id");
	ret->as_of = day_parse(str_of(need(r, object, "as_of")));
	if (ret->as_of == DAY_UNKNOWN)
		fault(r, "as_of");
	ret->profile = need(r, object, "profile");
	both(r, object, "profile_title", ret->profile_title);
	ret->profile_edition = need(r, object, "profile_edition");
	ret->tool = need(r, object, "tool");
	ret->organisation = need(r, object, "organisation");
	ret->input_digest = need(r, object, "input_digest");
	ret->plan = read_plan(r, json_object_get(object, "plan"));
}

static void
read_lists(struct reader *r, const json_t *root, struct results *ret)
{
	const json_t *item;
	size_t i;

	json_array_foreach(array(r, root, "parameters"), i, item) {
		struct parameter p = { .name = need(r, item, "name"), .value = need(r, item, "value"),
			.is_own_setting = truth(r, item, "own_setting") };
		both(r, item, "label", p.label);
		vec_push(r->arena, &ret->parameters, p);
	}
	json_array_foreach(array(r, root, "inputs"), i, item) {
		struct input in = { .path = need(r, item, "path"), .sha256 = need(r, item, "sha256"),
			.bytes = (uint64_t)number(r, item, "bytes", 0, INT64_MAX), .subject = need(r, item, "subject"), .parser = maybe(r, item, "parser"),
			.note = need(r, item, "note") };
		vec_push(r->arena, &ret->inputs, in);
	}
	json_array_foreach(array(r, root, "subjects"), i, item) {
		const char *at = maybe(r, item, "collected_at");
		struct subject_entry s = { .id = need(r, item, "id"), .kind = need(r, item, "kind") };
		s.collected_at = at ? instant_parse(str_of(at)) : (struct instant){ 0 };
		if (at && !s.collected_at.is_known)
			fault(r, "collected_at");
		vec_push(r->arena, &ret->subjects, s);
	}
	json_array_foreach(array(r, root, "verdicts"), i, item) {
		struct verdict v = { .check = need(r, item, "check"), .subject = need(r, item, "subject"),
			.subject_kind = need(r, item, "subject_kind"), .record = need(r, item, "record"), .kind = need(r, item, "kind"),
			.topics = need(r, item, "topics"), .result = result(r, item), .reason = need(r, item, "reason"), .at = need(r, item, "at") };
		both(r, item, "message", v.message);
		if (json_object_get(item, "more"))
			v.more = (uint32_t)count(r, item, "more");
		vec_push(r->arena, &ret->verdicts, v);
	}
}

static void
read_clauses(struct reader *r, const json_t *root, struct results *ret)
{
	const json_t *item;
	size_t i;

	json_array_foreach(array(r, root, "clauses"), i, item) {
		struct clause c = { .id = need(r, item, "id"), .catalog = need(r, item, "catalog"),
			.controls = count(r, item, "controls"), .assessed = count(r, item, "assessed"), .level_mean = level_mean(r, item, "level_mean"),
			.claim_mean = level_mean(r, item, "claim_mean"), .target_mean = level_mean(r, item, "target_mean"), .failed = count(r, item, "failed"),
			.passed = count(r, item, "passed"), .unknown = count(r, item, "unknown") };
		both(r, item, "label", c.label);
		both(r, item, "title", c.title);
		levels(r, item, c.levels);
		vec_push(r->arena, &ret->clauses, c);
	}
}

static void
read_criteria(struct reader *r, const json_t *object, struct rating *rating)
{
	const json_t *item;
	size_t i;

	json_array_foreach(array(r, object, "criteria"), i, item) {
		struct criterion_rating c = { .level = (int)number(r, item, "level", 1, MATURITY_LEVELS - 1),
			.kind = (enum criterion_kind)word(r, need(r, item, "kind"), store_criterion_kinds, STORE_CRITERION_KINDS, "kind"), .id = need(r, item, "id"),
			.is_all = truth(r, item, "all"), .is_supplementary = json_is_true(json_object_get(item, "supplementary")), .attainment = share(r, item, "attainment"),
			.has_evidence = truth(r, item, "evidence"), .decides = truth(r, item, "decides"),
			.result = result(r, item), .subjects = count(r, item, "subjects"), .passed = count(r, item, "passed") };
		both(r, item, "title", c.title);
		vec_push(r->arena, &rating->criteria, c);
	}
}

static void
read_rating_lists(struct reader *r, const json_t *item, const struct results *results, struct rating *rating)
{
	static const char *const ladder[] = { "N", "P", "L", "F" };
	const json_t *reason, *place;
	size_t i;

	for (int n = 1; n < MATURITY_LEVELS; n++) {
		const char *step = json_string_value(json_array_get(json_object_get(item, "ladder"), (size_t)n - 1));
		rating->ladder[n] = (enum attainment)word(r, step ? step : "", ladder, 4, "ladder");
	}
	json_array_foreach(array(r, item, "why_not_next"), i, reason) {
		const char *sentence[LANG_COUNT];
		languages(r, reason, sentence);
		for (int lang = 0; lang < LANG_COUNT; lang++)
			vec_push(r->arena, &rating->why_not_next[lang], sentence[lang]);
	}
	json_array_foreach(array(r, item, "verdict_indexes"), i, place) {
		json_int_t index = json_is_integer(place) ? json_integer_value(place) : -1;
		if (index < 0 || (size_t)index >= results->verdicts.len)
			fault(r, "verdict_indexes");
		else
			vec_push(r->arena, &rating->verdicts, (size_t)index);
	}
}

static void
read_controls(struct reader *r, const json_t *root, struct results *ret)
{
	static const char *const claims[] = { "none", "agrees", "unproven", "contradicted" };
	const json_t *item;
	size_t i;

	json_array_foreach(array(r, root, "controls"), i, item) {
		const json_t *claim = json_object_get(item, "claim");
		struct rating c = { .id = need(r, item, "id"), .clause = need(r, item, "clause"),
			.depth = (int)number(r, item, "depth", 0, LIMIT_XML_DEPTH), .weight = (int)number(r, item, "weight", 0, 1000),
			.target = (int)number(r, item, "target", 0, MATURITY_LEVELS - 1), .level = level(r, item, "level"), .verdict = result(r, item),
			.claim_level = level(r, claim, "level"), .claim = (enum claim_status)word(r, need(r, claim, "status"), claims, 4, "status"),
			.coverage = share(r, item, "coverage"), .conformity = share(r, item, "conformity"), .freshness = share(r, item, "freshness"),
			.priority = (int)number(r, item, "priority", 0, INT32_MAX),
			.is_published_text_open = truth(r, item, "published_text_open") };
		if (modality_parse(need(r, item, "modality"), &c.modality) != 0)
			fault(r, "modality");
		both(r, item, "label", c.label);
		both(r, item, "title", c.title);
		both(r, item, "statement", c.statement);
		both(r, item, "effect", c.effect);
		both(r, item, "next_level", c.next_level);
		read_criteria(r, item, &c);
		read_rating_lists(r, item, ret, &c);
		vec_push(r->arena, &ret->ratings, c);
	}
}

static void
read_summary(struct reader *r, const json_t *object, struct summary *ret)
{
	const json_t *verdicts = json_object_get(object, "verdicts");

	*ret = (struct summary){ .controls = count(r, object, "controls"), .assessed = count(r, object, "assessed"),
		.level_mean = level_mean(r, object, "level_mean"), .requirements = count(r, object, "requirements"),
		.requirements_failed = count(r, object, "requirements_failed"), .requirements_passed = count(r, object, "requirements_passed"),
		.recommendations = count(r, object, "recommendations"), .recommendations_failed = count(r, object, "recommendations_failed"),
		.recommendations_passed = count(r, object, "recommendations_passed"), .contradictions = count(r, object, "contradictions"),
		.criteria = count(r, object, "criteria"), .criteria_evidenced = count(r, object, "criteria_evidenced"),
		.evidence = count(r, object, "evidence"), .evidence_fresh = count(r, object, "evidence_fresh") };
	levels(r, object, ret->levels);
	for (enum result v = RESULT_PASS; v <= RESULT_ERROR; v++)
		ret->verdicts[v] = count(r, verdicts, result_name(v));
}

/* `path:line:column` back into a place: numbers behind the last colons, as span_text wrote them. */
static struct span
parse_span(struct arena *arena, const char *at)
{
	char *path = arena_strdup(arena, at);
	unsigned parts[2] = { 0, 0 };
	int found = 0;

	if (!*path)
		return (struct span){ 0 };
	for (char *colon; found < 2 && (colon = strrchr(path, ':')); found++) {
		int64_t value;
		if (!str_int(str_of(colon + 1), &value) || value > UINT32_MAX)
			break;
		parts[found] = (unsigned)value;
		*colon = '\0';
	}
	return found == 2 ? (struct span){ path, parts[1], parts[0] } : (struct span){ path, parts[0], 0 };
}

/* The diagnostics of the audit, which are the report's, apart from those of this run. */
static const struct diags *
read_diags(struct reader *r, const json_t *root)
{
	struct diags *diags = arena_alloc(r->arena, sizeof *diags);
	const json_t *item;
	size_t i;

	diags->arena = r->arena;
	json_array_foreach(array(r, root, "diagnostics"), i, item) {
		struct diag d = { .span = parse_span(r->arena, need(r, item, "at")), .detail = need(r, item, "detail") };
		const struct diag_entry *entry = diag_find(need(r, item, "id"));
		if (!entry) {
			fault(r, "diagnostics");
			continue;
		}
		while (diag_entry(d.id) != entry)
			d.id++;
		diags->worst = entry->level > diags->worst ? entry->level : diags->worst;
		vec_push(r->arena, &diags->list, d);
	}
	return diags;
}

static int
read_root(struct run *run, const char *path, const json_t *root, struct results *ret)
{
	struct reader reader = { .run = run, .arena = run->arena };
	struct results results = { 0 };
	const char *format = json_string_value(json_object_get(root, "format"));
	json_int_t version = json_integer_value(json_object_get(root, "version"));

	if (!format || strcmp(format, STORE_FORMAT) != 0 || version != STORE_VERSION)
		return diag_report(&run->diags, DIAG_RESULTS_FORMAT, (struct span){ .path = path }, "format `%s', version %lld; this program reads %s %d",
		    format ? format : "", (long long)version, STORE_FORMAT, STORE_VERSION);
	read_run(&reader, json_object_get(root, "run"), &results);
	read_lists(&reader, root, &results);
	read_clauses(&reader, root, &results);
	read_controls(&reader, root, &results);
	read_summary(&reader, json_object_get(root, "summary"), &results.summary);
	results.diags = read_diags(&reader, root);
	results.digest = need(&reader, root, STORE_DIGEST);
	if (reader.fault)
		return diag_report(&run->diags, DIAG_RESULTS_FORMAT, (struct span){ .path = path }, "%s", reader.fault);
	*ret = results;
	return 0;
}

/* Whether a tree of the text stays within the limits: nesting, and values (each but the first of a bracket has a comma
 * before it). Looked at before the library allocates anything, and before it is known to be JSON at all. */
static bool
is_bounded(struct str bytes)
{
	size_t depth = 0, values = 1;
	bool is_string = false;

	for (size_t i = 0; i < bytes.len; i++) {
		char c = bytes.ptr[i];
		if (is_string) {
			i += c == '\\';
			is_string = c != '"';
		} else if (c == '"') {
			is_string = true;
		} else if (c == '[' || c == '{') {
			depth++;
			values++;
		} else if (c == ',') {
			values++;
		} else if ((c == ']' || c == '}') && depth) {
			depth--;
		}
		if (depth > LIMIT_JSON_DEPTH || values > LIMIT_JSON_VALUES)
			return false;
	}
	return true;
}

/* Whether the bytes before the last member are those its digest was taken of. */
static bool
is_unaltered(struct arena *arena, struct str bytes, const char *digest)
{
	const char *last = NULL;

	for (const char *at = bytes.ptr, *end = bytes.ptr + bytes.len; (at = memmem(at, (size_t)(end - at), STORE_DIGEST_MEMBER,
	    strlen(STORE_DIGEST_MEMBER))) != NULL; at++)
		last = at;
	return last && strcmp(digest, digest_sha256(arena, (struct str){ bytes.ptr, (size_t)(last - bytes.ptr) })) == 0;
}

int
store_read(struct run *run, const char *path, struct results *ret)
{
	json_error_t error;
	struct str bytes;

	if (file_read(run, run->arena, path, LIMIT_OUTPUT_BYTES, &bytes) != 0)
		return -1;
	if (!is_bounded(bytes))
		return diag_report(&run->diags, DIAG_LIMIT, (struct span){ .path = path }, "nesting or number of values");
	json_t *root = json_loadb(bytes.ptr, bytes.len, JSON_REJECT_DUPLICATES, &error);
	if (!root)
		return diag_report(&run->diags, DIAG_RESULTS_FORMAT, (struct span){ path, (unsigned)error.line, (unsigned)error.column }, "%s",
		    error.text);
	struct results results;
	int status = read_root(run, path, root, &results);
	if (status == 0 && !is_unaltered(run->arena, bytes, results.digest))
		status = diag_report(&run->diags, DIAG_RESULTS_ALTERED, (struct span){ .path = path }, "%s", results.digest);
	json_decref(root);
	if (status == 0)
		*ret = results;
	return status;
}
