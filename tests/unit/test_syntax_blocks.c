/* Blocks by indentation. */
#include "unit.h"

#include "tenken/base/limits.h"
#include "tenken/syntax/blocks.h"

static const struct blocks_style style = { .comment = '!', .mark = "^C", .text = "banner" };

/* The lines as `line:depth text;`. */
static const char *
blocks_text(struct run *run, const char *bytes, const struct blocks_style *with)
{
	struct blocks blocks;
	const char *text = "";

	blocks_read(run, run->arena, "f", str_of(bytes), 10, with, &blocks);
	for (size_t i = 0; i < blocks.list.len; i++) {
		struct block_line line = blocks.list.items[i];
		text = arena_printf(
		    run->arena, "%s%u:%u %.*s;", text, line.line, line.depth, (int)line.text.len, line.text.ptr);
	}
	return text;
}

static void
test_depth(void)
{
	struct run *run = unit_run();

	UNIT_EQUAL(blocks_text(run, "a\n b\n  c\n !\n d\n!\ne\n   f\n  g\n", &style),
	    "11:0 a;12:1 b;13:2 c;15:1 d;17:0 e;18:1 f;19:1 g;");
	UNIT_EQUAL(blocks_text(run, "  a\n  b\n c\r\n\td\n", &style), "11:0 a;12:0 b;13:0 c;14:0 d;");
	unit_run_free(run);
}

static void
test_free_text(void)
{
	struct run *run = unit_run();

	UNIT_EQUAL(blocks_text(run, "banner motd ^C\nntp server x\n ^C\nb\n", &style), "14:0 b;");
	UNIT_EQUAL(blocks_text(run, "banner motd ^Cone line^C\nb\n", &style), "12:0 b;");
	UNIT_EQUAL(blocks_text(run, "banner motd #text\nmore\nend#\nb\n", &style), "14:0 b;");
	UNIT_EQUAL(blocks_text(run, "banner motd #text#\nb\n", &style), "12:0 b;");
	UNIT_EQUAL(blocks_text(run, "banner login\nmore\nEOF\nb\n", &style), "14:0 b;");
	/* Never closed: the rest is not swallowed. */
	UNIT_EQUAL(blocks_text(run, "description ^C x\nb\ndescription ^C y\n",
	               &(struct blocks_style){ .comment = '!', .mark = "^D" }),
	    "11:0 description ^C x;12:0 b;13:0 description ^C y;");
	UNIT_EQUAL(blocks_text(run, "x ^C\nb\n", &style), "11:0 x ^C;12:0 b;");
	UNIT_EQUAL(blocks_text(run, "banner motd #x\nb\nbanner exec #y\nc", &style), "14:0 c;");
	UNIT_EQUAL(blocks_text(run, "banner login\nb\n", &style), "12:0 b;");
	/* A letter closes nothing. */
	UNIT_EQUAL(blocks_text(run, "banner motd Hello\nb\nH\n", &style), "12:0 b;13:0 H;");
	UNIT_EQUAL(blocks_text(run, "banner motd #x\nb\n", &(struct blocks_style){ .comment = '!' }),
	    "11:0 banner motd #x;12:0 b;");
	unit_run_free(run);
}

static void
test_children(void)
{
	struct run *run = unit_run();
	struct blocks blocks;
	size_t at = 0;

	blocks_read(run, run->arena, "f", STR("a\n b\n  c\n d\ne\n"), 0, &style, &blocks);
	CU_ASSERT_TRUE(str_is(blocks_next(&blocks, 0, &at)->text, "b"));
	CU_ASSERT_EQUAL(at, 2);
	CU_ASSERT_TRUE(str_is(blocks_next(&blocks, 0, &at)->text, "d"));
	CU_ASSERT_PTR_NULL(blocks_next(&blocks, 0, &at));
	at = 0;
	CU_ASSERT_TRUE(str_is(blocks_next(&blocks, BLOCKS_TOP, &at)->text, "a"));
	CU_ASSERT_TRUE(str_is(blocks_next(&blocks, BLOCKS_TOP, &at)->text, "e"));
	CU_ASSERT_PTR_NULL(blocks_next(&blocks, BLOCKS_TOP, &at));
	at = 0;
	CU_ASSERT_PTR_NULL(blocks_next(&blocks, 4, &at));
	unit_run_free(run);
}

static void
test_limits(void)
{
	struct run *run = unit_run();
	char *long_line = arena_alloc(run->arena, LIMIT_LINE_BYTES + 10);
	struct blocks blocks;

	memset(long_line, 'x', LIMIT_LINE_BYTES + 8);
	blocks_read(
	    run, run->arena, "f", str_of(arena_printf(run->arena, "a\n%s\nb\n", long_line)), 0, &style, &blocks);
	CU_ASSERT_EQUAL(blocks.list.len, 2);
	CU_ASSERT_FALSE(blocks.is_whole);
	CU_ASSERT_TRUE(unit_has_diag(run, DIAG_LIMIT, 1));
	unit_run_free(run);
}

static const struct unit_test tests[] = {
	{ "blocks: a line belongs to the nearest before it that is indented less", test_depth },
	{ "blocks: free texts are left out, unclosed ones swallow nothing", test_free_text },
	{ "blocks: children are walked", test_children },
	{ "blocks: a line beyond the limit is left out and said so", test_limits },
	{ NULL, NULL },
};

const struct unit_suite suite_syntax_blocks = { "syntax/blocks", tests };
