/* Blocks by indentation. A line belongs to the nearest line before it that is indented less; how far is nobody's
 * business, as some programs indent by one blank and some by three. */
#include "tenken/syntax/blocks.h"

#include "tenken/base/limits.h"
#include "tenken/syntax/lines.h"
#include "tenken/syntax/words.h"

#define DEPTH_MAX 32 /* devices nest six deep; what is deeper stands beside its parent */

struct reading {
	const struct blocks_style *style;
	struct lines lines;
	size_t indents[DEPTH_MAX]; /* of the lines the next one may belong to */
	unsigned depth;            /* how many of them */
	/* A text that is not closed here is not closed further on: no search is made twice. */
	bool is_unclosed[256], is_mark_unclosed, is_eof_unclosed;
};

static size_t
indent_of(struct str text)
{
	size_t indent = 0;

	while (indent < text.len && (text.ptr[indent] == ' ' || text.ptr[indent] == '\t'))
		indent++;
	return indent;
}

static struct str
behind(struct str text, const char *mark)
{
	size_t len = strlen(mark);

	for (size_t i = 0; i + len <= text.len; i++)
		if (memcmp(text.ptr + i, mark, len) == 0)
			return (struct str){ text.ptr + i + len, text.len - i - len };
	return (struct str){ NULL, 0 };
}

/* Leaves the walk behind the line that closes the text. False, the walk untouched, when none does. */
static bool
skip_text(struct reading *reading, const char *closing, bool is_whole_line)
{
	struct lines ahead = reading->lines;

	while (lines_next(&ahead))
		if (is_whole_line ? str_is(str_trim(ahead.text), closing) : str_has(ahead.text, closing)) {
			reading->lines = ahead;
			return true;
		}
	return false;
}

/* A line that opens a free text: skips the lines it runs over. True when the line itself is part of such a text. */
static bool
take_text(struct reading *reading, struct str text)
{
	const struct blocks_style *style = reading->style;
	struct str rest = style->mark ? behind(text, style->mark) : (struct str){ NULL, 0 };

	if (rest.ptr) {
		if (behind(rest, style->mark).ptr)
			return true;
		if (!reading->is_mark_unclosed)
			reading->is_mark_unclosed = !skip_text(reading, style->mark, false);
		return !reading->is_mark_unclosed;
	}
	struct words words = words_of(text);
	if (!style->text || words.count < 2 || !str_is(words.at[0], style->text))
		return false;
	if (words.count == 2) {
		if (!reading->is_eof_unclosed)
			reading->is_eof_unclosed = !skip_text(reading, "EOF", true);
		return true;
	}
	char closing[2] = { words.at[2].len ? words.at[2].ptr[0] : '"', '\0' };
	bool is_letter = (closing[0] | 0x20) >= 'a' && (closing[0] | 0x20) <= 'z';
	rest = behind((struct str){ words.at[2].ptr, (size_t)(text.ptr + text.len - words.at[2].ptr) }, closing);
	if (is_letter || !rest.ptr || behind(rest, closing).ptr)
		return true;
	bool *is_unclosed = &reading->is_unclosed[(unsigned char)closing[0]];
	if (!*is_unclosed)
		*is_unclosed = !skip_text(reading, closing, false);
	return true;
}

static void
take(struct reading *reading, struct arena *arena, unsigned number, struct str line, struct blocks *ret)
{
	size_t indent = indent_of(line);
	struct str text = str_trim(line);

	if (text.len == 0 || text.ptr[0] == reading->style->comment || take_text(reading, text))
		return;
	while (reading->depth && reading->indents[reading->depth - 1] >= indent)
		reading->depth--;
	struct block_line item = { .text = text, .line = number, .depth = reading->depth };
	if (reading->depth < DEPTH_MAX)
		reading->indents[reading->depth++] = indent;
	vec_push(arena, &ret->list, item);
}

void
blocks_read(struct run *run, struct arena *arena, const char *name, struct str bytes, unsigned line,
    const struct blocks_style *style, struct blocks *ret)
{
	struct reading reading = { .style = style, .lines = lines_of(bytes) };

	*ret = (struct blocks){ .is_whole = true };
	while (lines_next(&reading.lines)) {
		struct span span = { .path = name, .line = line + reading.lines.line };
		bool is_beyond = reading.lines.line > LIMIT_LINES;
		if (is_beyond || reading.lines.is_cut) {
			diag_report(&run->diags, DIAG_LIMIT, span,
			    is_beyond ? "more than %d lines" : "line longer than %d bytes",
			    is_beyond ? (int)LIMIT_LINES : (int)LIMIT_LINE_BYTES);
			ret->is_whole = false;
		}
		if (is_beyond)
			return;
		if (!reading.lines.is_cut)
			take(&reading, arena, span.line, reading.lines.text, ret);
	}
}

const struct block_line *
blocks_next(const struct blocks *blocks, size_t parent, size_t *at)
{
	unsigned depth = parent == BLOCKS_TOP ? 0 : blocks->list.items[parent].depth + 1;
	size_t i = *at ? *at : parent == BLOCKS_TOP ? 0 : parent + 1;

	for (; i < blocks->list.len && blocks->list.items[i].depth >= depth; i++)
		if (blocks->list.items[i].depth == depth) {
			*at = i + 1;
			return &blocks->list.items[i];
		}
	return NULL;
}
