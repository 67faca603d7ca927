/* export_merge: one thing in two exports. */
#include "fixture_export.h"

/* Two files' records, `name attribute value` each; NEXT ends a file. What stands at the end, in its order. */
static const char *
merge_rows(struct run *run, bool has_repeats, const char *const (*rows)[3], size_t count)
{
	struct export export = { .provider = "p", .record = "account", .has_repeats = has_repeats };
	struct export_merge state = { .before = MAP_INIT(run->arena), .here = MAP_INIT(run->arena) };
	struct subject subject = { .id = "t", .kind = "tenant", .arena = run->arena };
	char *text = arena_strdup(run->arena, "");

	for (size_t i = 0; i < count; i++) {
		if (!rows[i][0]) {
			export_merge_next(&state);
			continue;
		}
		struct record record = { .kind = "account", .name = rows[i][0] };
		record_set(&subject, &record, rows[i][1], rows[i][2]);
		record.at = (struct span){ .path = "f", .line = (unsigned)i + 1 };
		export_place(&state, &export, &record, &subject);
	}
	for (size_t i = 0; i < subject.records.len; i++) {
		const struct record *record = subject.records.items[i];
		text = arena_printf(run->arena, "%s%s%s", text, i ? "; " : "", record->name);
		for (size_t a = 0; a < record->attributes.len; a++)
			text = arena_printf(run->arena, "%s %s=%s", text, record->attributes.items[a].name, record->attributes.items[a].value);
	}
	return text;
}

#define MERGE(...) merge_rows(run, false, (const char *const[][3]){ __VA_ARGS__ }, sizeof((const char *const[][3]){ __VA_ARGS__ }) / sizeof(const char *[3]))
#define REPEAT(...) merge_rows(run, true, (const char *const[][3]){ __VA_ARGS__ }, sizeof((const char *const[][3]){ __VA_ARGS__ }) / sizeof(const char *[3]))
#define NEXT { NULL, NULL, NULL }

static void
joined(void)
{
	struct run *run = unit_run();

	UNIT_EQUAL(MERGE({ "a", "x", "1" }, NEXT, { "a", "y", "2" }), "a x=1 also-at=f:3 y=2");
	UNIT_EQUAL(MERGE({ "a@b", "x", "unknown" }, NEXT, { "A@B", "x", "true" }), "a@b x=true also-at=f:3");
	UNIT_EQUAL(MERGE({ "a", "x", "true" }, NEXT, { "a", "x", "unknown" }), "a x=true also-at=f:3");
	UNIT_EQUAL(MERGE({ "a", "x", "1" }, NEXT, { "a", "y", "2" }, NEXT, { "a", "z", "3" }), "a x=1 also-at=f:3; f:5 y=2 z=3");
	unit_run_free(run);
}

/* Rows that speak of one thing again, and reasons, of which there may be many. */
static void
repeated(void)
{
	struct run *run = unit_run();

	UNIT_EQUAL(REPEAT({ "a", "x", "1" }, { "a", "y", "2" }), "a x=1 also-at=f:2 y=2");
	UNIT_EQUAL(REPEAT({ "a", "x", "true" }, { "a", "x", "unknown" }, { "a", "x", "true" }), "a x=true also-at=f:2; f:3");
	UNIT_EQUAL(REPEAT({ "a", "x", "true" }, { "a", "x", "false" }), "a x=true; a x=false");
	UNIT_EQUAL(REPEAT({ "a", "x", "true" }, { "a", "x", "false" }, { "a", "x", "true" }), "a x=true; a x=false; a x=true");
	UNIT_EQUAL(REPEAT({ "a", "x", "1" }, NEXT, { "a", "y", "2" }, { "a", "z", "3" }), "a x=1 also-at=f:3; f:4 y=2 z=3");
	UNIT_EQUAL(REPEAT({ "a", "admin-by", "p q" }, { "a", "admin-by", "q" }, { "a", "admin-by", "qq r" }), "a admin-by=p q qq r also-at=f:2; f:3");
	UNIT_EQUAL(MERGE({ "a", "admin-by", "p" }, NEXT, { "a", "admin-by", "q" }), "a admin-by=p q also-at=f:3");
	unit_run_free(run);
}

static void
apart(void)
{
	struct run *run = unit_run();

	/* Rows of one file; what contradicts; a name that stands for two. */
	UNIT_EQUAL(MERGE({ "a", "x", "1" }, { "a", "y", "2" }), "a x=1; a y=2");
	UNIT_EQUAL(MERGE({ "a", "x", "true" }, NEXT, { "a", "x", "false" }), "a x=true; a x=false");
	UNIT_EQUAL(MERGE({ "a", "x", "1" }, { "a", "x", "1" }, NEXT, { "a", "y", "2" }), "a x=1; a x=1; a y=2");
	UNIT_EQUAL(MERGE({ "a", "x", "1" }, NEXT, { "a", "y", "2" }, { "a", "z", "3" }), "a x=1 also-at=f:3 y=2; a z=3");
	UNIT_EQUAL(MERGE({ "a", "x", "1" }, NEXT, { "b", "y", "2" }), "a x=1; b y=2");
	unit_run_free(run);
}

static const struct unit_test tests[] = {
	{ "joined", joined },
	{ "repeated", repeated },
	{ "apart", apart },
	{ NULL, NULL }
};
const struct unit_suite suite_evidence_export_merge = { "evidence/export_merge", tests };
