/* diag: recording, printing, escaping, the table. */
#include "unit.h"

#include "tenken/base/limits.h"

static void
printed_form(void)
{
	struct run *run = unit_run();

	CU_ASSERT_EQUAL(diag_report(&run->diags, DIAG_SYNTAX_UNKNOWN, (struct span){ "web01!/etc/x", 3, 7 }, "%s", "odd\x1b[31m"), -1);
	UNIT_EQUAL(diag_text(run->arena, &run->diags.list.items[0], LANG_EN),
	    "web01!/etc/x:3:7: WARNING: a line that could not be understood: odd\\x1b[31m [syntax-unknown]");
	diag_report(&run->diags, DIAG_INPUT_EMPTY, (struct span){ 0 }, "%s", "");
	UNIT_EQUAL(diag_text(run->arena, &run->diags.list.items[1], LANG_JA), "ERROR: 読める入力がない [input-empty]");
	CU_ASSERT_EQUAL(run->diags.worst, DIAG_ERROR);
	unit_run_free(run);
}

static void
untrusted_text_is_escaped_and_cut(void)
{
	struct arena *arena = arena_new();

	UNIT_EQUAL(diag_escape(arena, "日本\n", 100), "日本\\x0a");
	UNIT_EQUAL(diag_escape(arena, "\xff\xc0\x80", 100), "\\xff\\xc0\\x80");
	UNIT_EQUAL(diag_escape(arena, "\xc2\x9b" "1m", 100), "\\xc2\\x9b1m");          /* C1 control */
	UNIT_EQUAL(diag_escape(arena, "a\xe2\x80\xae" "b", 100), "a\\xe2\\x80\\xaeb"); /* direction override */
	UNIT_EQUAL(diag_escape(arena, "abcdef", 3), "abc...");
	UNIT_EQUAL(diag_escape(arena, "ab日本", 4), "ab...");   /* never half a character */
	arena_free(arena);
}

static void
beyond_the_limit_only_counted(void)
{
	struct run *run = unit_run();

	for (int i = 0; i < LIMIT_DIAGS + 5; i++)
		diag_report(&run->diags, DIAG_FILE_EMPTY, (struct span){ 0 }, "%d", i);
	CU_ASSERT_EQUAL(run->diags.list.len, LIMIT_DIAGS);
	CU_ASSERT_EQUAL(run->diags.dropped, 5);
	unit_run_free(run);
}

static void
table_is_whole_and_in_order(void)
{
	for (int i = 0; i < DIAG_COUNT; i++) {
		const struct diag_entry *entry = diag_entry((enum diag_id)i);
		CU_ASSERT_PTR_EQUAL(diag_find(entry->id), entry);
		for (int lang = 0; lang < LANG_COUNT; lang++)
			CU_ASSERT(entry->text[lang] && *entry->text[lang] && entry->explain[lang] && *entry->explain[lang]);
		if (i > 0)
			CU_ASSERT(strcmp(diag_entry((enum diag_id)(i - 1))->id, entry->id) < 0);
	}
	CU_ASSERT_PTR_NULL(diag_find("no-such-id"));
}

static const struct unit_test tests[] = {
	{ "printed form", printed_form },
	{ "untrusted text is escaped and cut", untrusted_text_is_escaped_and_cut },
	{ "beyond the limit only counted", beyond_the_limit_only_counted },
	{ "the table is whole and in order", table_is_whole_and_in_order },
	{ 0 },
};

const struct unit_suite suite_base_diag = { "base/diag", tests };
