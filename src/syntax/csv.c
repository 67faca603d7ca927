/* CSV and TSV to rows (RFC 4180), by libcsv.
 *
 * libcsv loses lines (it skips empty ones), takes a bare CR as the end of a row, and in strict mode stops for good at a
 * malformed quote. So rows are cut here and libcsv is given one at a time: lines are right, CR alone ends nothing, and
 * a malformed quote costs its own row. */
#include "tenken/syntax/csv.h"

#include <csv.h>

#include "tenken/base/buf.h"
#include "tenken/base/limits.h"

/* Title lines above the headings that are looked at for a delimiter. */
#define DELIMITER_ROWS 20
/* Lines of two cells may be alike by accident. */
#define COLUMNS_TELLING 3

/* One row as it stands in the text. */
struct cut {
	size_t len;           /* without its line feed */
	size_t cells;
	const char *wrong;    /* what is malformed about its quotes, or NULL */
	size_t wrong_at;      /* where in the row */
};

static size_t
line_end(struct str text, size_t from)
{
	const char *end = from < text.len ? memchr(text.ptr + from, '\n', text.len - from) : NULL;

	return end ? (size_t)(end - text.ptr) : text.len;
}

/* The index behind the quote that closes a cell whose content begins at `from`; 0 when none does. */
static size_t
behind_quoted(struct str text, size_t from)
{
	const char *quote;

	while (from < text.len && (quote = memchr(text.ptr + from, '"', text.len - from))) {
		from = (size_t)(quote - text.ptr) + 1;
		if (from == text.len || text.ptr[from] != '"')
			return from;
		from++;   /* an escaped quote */
	}
	return 0;
}

static bool
is_cell_end(struct str text, size_t at, char delimiter)
{
	if (at < text.len && text.ptr[at] == '\r')
		at++;
	else if (at < text.len && text.ptr[at] == delimiter)
		return true;
	return at == text.len || text.ptr[at] == '\n';
}

/* Whether every line of the row, quotes disregarded, has as many cells as the row before: then these are rows, and the
 * quote that holds them together was closed by a quote of another row. */
static bool
holds_rows(struct str row, char delimiter, size_t columns)
{
	size_t delimiters = 0;

	if (columns < COLUMNS_TELLING)
		return false;
	for (size_t i = 0; i <= row.len; i++) {
		if (i < row.len && row.ptr[i] != '\n') {
			delimiters += row.ptr[i] == delimiter;
			continue;
		}
		if (delimiters + 1 != columns)
			return false;
		delimiters = 0;
	}
	return true;
}

/* The row ends with the line on which the malformed cell at `at` begins. */
static struct cut
cut_short(struct str text, size_t at, size_t cells, const char *wrong)
{
	return (struct cut){ .len = line_end(text, at), .cells = cells, .wrong = wrong, .wrong_at = at };
}

/* The row at the start of the text: up to a line feed outside quotes, where a quote opens only at the start of a cell.
 * `columns` is the number of cells of the row before, 0 where that is not known.
 *
 * A quoted cell that is not closed, or closed in the middle, or holds rows, makes the row end with the line the cell
 * began on: where its end was meant to be nobody can know, and the next lines are most likely rows of their own. They
 * are looked at twice then, never more often: the search for a closing quote stops at the next odd number of quotes, and
 * a line that leaves a quote open has one. */
static struct cut
cut_row(struct str text, char delimiter, size_t columns)
{
	struct cut cut = { 0 };
	size_t i = 0, long_cell = SIZE_MAX, long_cells = 0;   /* the first that goes over a line end */

	for (;;) {
		size_t start = i;
		cut.cells++;
		if (i < text.len && text.ptr[i] == '"') {
			i = behind_quoted(text, i + 1);
			if (i == 0 || !is_cell_end(text, i, delimiter))
				return cut_short(text, start, cut.cells, i ? "text behind a closing quote" : "a quote is not closed");
			if (long_cell == SIZE_MAX && memchr(text.ptr + start, '\n', i - start)) {
				long_cell = start;
				long_cells = cut.cells;
			}
		}
		for (; i < text.len && text.ptr[i] != delimiter && text.ptr[i] != '\n'; i++) {
			if (text.ptr[i] == '"' && !cut.wrong) {
				cut.wrong = "a quote inside a cell";
				cut.wrong_at = i;
			}
		}
		if (i == text.len || text.ptr[i] == '\n')
			break;
		i++;
	}
	cut.len = i;
	if (long_cell != SIZE_MAX && holds_rows((struct str){ text.ptr, i }, delimiter, columns))
		return cut_short(text, long_cell, long_cells, "a quoted cell holds whole rows");
	return cut;
}

static struct str
behind_row(struct str text, struct cut cut)
{
	size_t taken = cut.len < text.len ? cut.len + 1 : cut.len;

	return (struct str){ text.ptr + taken, text.len - taken };
}

/* The delimiter that the first row with any has most of; comma where there is none. */
static char
find_delimiter(struct str text)
{
	static const char candidates[] = { ',', '\t', ';' };

	for (int row = 0; row < DELIMITER_ROWS && text.len; row++) {
		struct cut cuts[sizeof candidates];
		size_t best = 0;
		for (size_t c = 0; c < sizeof candidates; c++) {
			cuts[c] = cut_row(text, candidates[c], 0);
			best = cuts[c].cells > cuts[best].cells ? c : best;
		}
		if (cuts[best].cells > 1)
			return candidates[best];
		text = behind_row(text, cuts[best]);
	}
	return candidates[0];
}

/* One row on its way through libcsv: its cells end to end, each with a NUL behind. */
struct filling {
	struct buf bytes;
	size_t ends[LIMIT_CSV_COLUMNS];   /* in bytes, behind the NUL */
	size_t count;
	bool is_too_large, has_text;
};

static void
take_cell(void *bytes, size_t len, void *context)
{
	struct filling *filling = context;

	if (filling->count >= LIMIT_CSV_COLUMNS || len > LIMIT_CELL_BYTES) {
		filling->is_too_large = true;
		return;
	}
	if (len)
		buf_add(&filling->bytes, bytes, len);
	buf_putc(&filling->bytes, '\0');
	filling->ends[filling->count++] = filling->bytes.len;
	filling->has_text |= str_trim((struct str){ bytes, len }).len != 0;
}

/* Blanks in cells belong to them, and the row has been cut already. */
static int
is_never(unsigned char c)
{
	(void)c;
	return 0;
}

/* Gives one row to libcsv. False when that finds its quotes malformed. */
static bool
split_row(struct csv_parser *parser, struct str row, struct filling *filling)
{
	filling->bytes.len = 0;
	filling->count = 0;
	filling->is_too_large = filling->has_text = false;
	bool is_read = csv_parse(parser, row.ptr, row.len, take_cell, NULL, filling) == row.len;
	return csv_fini(parser, take_cell, NULL, filling) == 0 && is_read;
}

/* The row's own memory, in one piece. */
static struct csv_row
keep_row(struct arena *arena, const struct filling *filling, unsigned line)
{
	struct csv_row row = { .cells = arena_array(arena, filling->count, sizeof *row.cells), .count = filling->count, .line = line };
	const char *bytes = arena_strndup(arena, filling->bytes.ptr, filling->bytes.len);
	size_t start = 0;

	for (size_t i = 0; i < filling->count; i++) {
		row.cells[i] = (struct str){ bytes + start, filling->ends[i] - 1 - start };
		start = filling->ends[i];
	}
	return row;
}

/* A reader is where it is in the text. */
struct csv_reader {
	const char *name;
	struct str rest;
	unsigned line;          /* of `rest` */
	struct csv_parser parser;
	struct filling filling;
	char delimiter;
	size_t columns;         /* cells of the last row that could be read */
	size_t rows;            /* so far */
	bool is_after_gap;      /* nothing but blanks since the last of them */
};

static unsigned
count_lines(struct str text)
{
	unsigned lines = 0;

	for (size_t i = 0; (i = line_end(text, i)) < text.len; i++)
		lines++;
	return lines;
}

static void
release_reader(void *data)
{
	struct csv_reader *reader = data;

	csv_free(&reader->parser);
	buf_free(&reader->filling.bytes);
}

struct csv_reader *
csv_reader_new(struct arena *arena, const char *name, struct str utf8)
{
	struct csv_reader *reader = arena_alloc(arena, sizeof *reader);

	*reader = (struct csv_reader){ .name = name, .rest = utf8, .line = 1, .delimiter = find_delimiter(utf8) };
	csv_init(&reader->parser, CSV_STRICT | CSV_STRICT_FINI);   /* fails for no parser only */
	reader->filling.bytes = BUF_INIT(LIMIT_FILE_BYTES);
	csv_set_delim(&reader->parser, (unsigned char)reader->delimiter);
	csv_set_space_func(&reader->parser, is_never);
	csv_set_term_func(&reader->parser, is_never);
	csv_set_blk_size(&reader->parser, LIMIT_CELL_BYTES);
	arena_cleanup(arena, release_reader, reader);
	return reader;
}

/* A blank line, or a row of empty cells: no row, but whoever wrote it may have meant an end. */
static enum csv_got
skip_blank(struct csv_reader *reader)
{
	reader->is_after_gap = reader->rows > 0;
	return CSV_END;
}

/* What the row at the start of the rest is; a good one is in the filling. CSV_END: nothing. */
static enum csv_got
read_row(struct csv_reader *reader, struct diags *diags, struct cut cut)
{
	struct filling *filling = &reader->filling;
	struct str row = { reader->rest.ptr, cut.len };
	struct span span = { .path = reader->name, .line = reader->line };

	if (row.len && row.ptr[row.len - 1] == '\r')
		row.len--;
	if (row.len == 0)
		return skip_blank(reader);
	if (cut.wrong || !split_row(&reader->parser, row, filling)) {
		span.line += count_lines((struct str){ row.ptr, cut.wrong_at });
		diag_report(diags, DIAG_CSV_SYNTAX, span, "%s", cut.wrong ? cut.wrong : "malformed quotes");
		return CSV_DAMAGED;
	}
	if (filling->is_too_large || filling->bytes.is_full) {
		diag_report(diags, DIAG_LIMIT, span, "more than %d columns, or %u bytes in a cell", LIMIT_CSV_COLUMNS, LIMIT_CELL_BYTES);
		return CSV_REFUSED;
	}
	if (!filling->has_text)
		return skip_blank(reader);
	if (reader->rows >= LIMIT_CSV_ROWS) {
		diag_report(diags, DIAG_LIMIT, span, "more than %d rows", LIMIT_CSV_ROWS);
		return CSV_REFUSED;
	}
	return CSV_ROW;
}

enum csv_got
csv_reader_next(struct csv_reader *reader, struct diags *diags, struct arena *arena, struct csv_row *ret)
{
	enum csv_got got = CSV_END;

	while (got == CSV_END && reader->rest.len) {
		unsigned line = reader->line;
		struct cut cut = cut_row(reader->rest, reader->delimiter, reader->columns);
		got = read_row(reader, diags, cut);
		if (got == CSV_ROW) {
			*ret = keep_row(arena, &reader->filling, line);
			ret->is_after_gap = reader->is_after_gap;
			reader->is_after_gap = false;
			reader->columns = ret->count;
			reader->rows++;
		}
		if (got == CSV_DAMAGED)
			*ret = (struct csv_row){ .line = line };
		reader->line += count_lines((struct str){ reader->rest.ptr, cut.len }) + 1;
		reader->rest = behind_row(reader->rest, cut);
	}
	return got;
}

int
csv_read(struct run *run, struct arena *arena, const char *name, struct str utf8, struct csv *ret)
{
	struct arena *scratch = arena_new();   /* what reading takes beside the rows */
	struct csv_reader *reader = csv_reader_new(scratch, name, utf8);
	struct csv csv = { .delimiter = reader->delimiter };
	struct csv_row row;
	enum csv_got got;
	size_t cells = 0;

	while ((got = csv_reader_next(reader, &run->diags, arena, &row)) == CSV_ROW || got == CSV_DAMAGED) {
		if (got == CSV_DAMAGED) {
			vec_push(arena, &csv.damaged, row.line);
			continue;
		}
		vec_push(arena, &csv.rows, row);
		cells += row.count;
		if (cells > LIMIT_CSV_CELLS) {
			diag_report(&run->diags, DIAG_LIMIT, (struct span){ .path = name, .line = row.line }, "more than %d cells", LIMIT_CSV_CELLS);
			got = CSV_REFUSED;
			break;
		}
	}
	arena_free(scratch);
	if (got == CSV_REFUSED)
		return -1;
	*ret = csv;
	return 0;
}
