/* The files of sudoers(5): lines with their continuations and comments, @include and @includedir.
 *
 * What is included but not in the bundle may grant anything: then the whole counts as incomplete. A folder that is
 * included and has no files in the bundle is empty when a manifest shows that the collector was there, else missing. */
#include "evidence/account/sudoers.h"

#include "tenken/base/buf.h"
#include "tenken/base/limits.h"
#include "tenken/syntax/lines.h"

/* One line with all that it is continued by; a list of users may be long. */
#define JOINED_MAX (1u << 20)

/* One walk through the files. */
struct walk {
	const struct parse *parse;
	struct sudoers *sudoers;
	const struct file *open[LIMIT_INCLUDE_DEPTH];   /* from the first to the one being read */
	int depth;
	size_t bytes;                                   /* read so far; a file may be included more than once */
};

static void
incomplete(struct walk *walk, enum diag_id id, struct span at, const char *detail)
{
	walk->sudoers->is_incomplete = true;
	diag_report(&walk->parse->run->diags, id, at, "%s", detail);
}

/* The line without its comment: # but before a number (an id), inside quotes, or behind a backslash. */
static struct str
without_comment(struct str line, bool *ret_has_comment)
{
	bool is_quoted = false;

	*ret_has_comment = false;
	for (size_t i = 0; i < line.len; i++) {
		char c = line.ptr[i];
		if (c == '\\')
			i++;
		else if (c == '"')
			is_quoted = !is_quoted;
		else if (c == '#' && !is_quoted) {
			size_t digit = i + 1 + (i + 1 < line.len && line.ptr[i + 1] == '-');
			if (digit < line.len && line.ptr[digit] >= '0' && line.ptr[digit] <= '9')
				continue;
			*ret_has_comment = true;
			return (struct str){ line.ptr, i };
		}
	}
	return line;
}

/* Whether a backslash, blanks allowed behind it, carries the line on; it is cut off then. */
static bool
cut_continuation(struct str *line)
{
	size_t len = line->len, count = 0;

	while (len && (line->ptr[len - 1] == ' ' || line->ptr[len - 1] == '\t'))
		len--;
	while (count < len && line->ptr[len - 1 - count] == '\\')
		count++;
	if (count % 2 == 0)
		return false;
	line->len = len - 1;
	return true;
}

/* The name inside the bundle of a path that a file names: relative ones start at that file's folder. */
static const char *
bundle_name(struct arena *arena, const struct file *from, const char *path)
{
	const char *slash = *path == '/' ? NULL : strrchr(from->name, '/');
	struct str rest =
	    str_of(slash ? arena_printf(arena, "%.*s/%s", (int)(slash - from->name), from->name, path) : path);
	const char *name = "";

	for (struct str part; (part = str_token(&rest, "/")).len;)
		if (!str_is(part, "."))
			name = arena_printf(arena, "%s%s%.*s", name, *name ? "/" : "", (int)part.len, part.ptr);
	return name;
}

static void read_file(struct walk *walk, struct file *file, struct span named_at);

static void
read_included(struct walk *walk, const char *name, struct span at)
{
	struct file *file = bundle_file(walk->parse, name);

	if (!file)
		incomplete(walk, DIAG_INCLUDE_MISSING, at, name);
	else if (!file->link)
		read_file(walk, file, at);
}

/* The files of a folder in the order of their names; sudo passes over names with a dot or a tilde at the end. */
static void
read_folder(struct walk *walk, const char *folder, struct span at)
{
	const struct bundle *bundle = walk->parse->bundle;
	const char *prefix = arena_printf(bundle->arena, "%s/", folder);
	bool is_there = map_get(&bundle->by_name, "manifest.xml") || map_get(&bundle->by_name, "manifest.csv");

	for (size_t i = 0; i < bundle->files.len; i++) {
		const char *name = bundle->files.items[i].name;
		if (!str_has_prefix(str_of(name), prefix))
			continue;
		is_there = true;
		const char *base = name + strlen(prefix);
		if (!strpbrk(base, "./") && !str_has_suffix(str_of(base), "~"))
			read_included(walk, name, at);
	}
	if (!is_there || bundle_is_withheld(walk->parse, prefix))
		incomplete(walk, DIAG_INCLUDE_MISSING, at, folder);
}

/* The path behind @include: quoted, or with backslashes before blanks. NULL when there is not exactly one. */
static const char *
include_path(struct arena *arena, struct str text)
{
	char *path = arena_alloc(arena, text.len + 1), *out = path;
	bool is_quoted = text.len && text.ptr[0] == '"';
	size_t i = is_quoted;

	for (; i < text.len && (is_quoted ? text.ptr[i] != '"' : text.ptr[i] != ' ' && text.ptr[i] != '\t'); i++) {
		if (text.ptr[i] == '\\' && i + 1 < text.len)
			i++;
		*out++ = text.ptr[i];
	}
	if (is_quoted && i++ >= text.len)
		return NULL;
	return i >= text.len && out > path && strlen(path) == (size_t)(out - path) ? path : NULL;
}

/* Whether the line is an include, which is then followed. `#include` is one too, and no comment. */
static bool
take_include(struct walk *walk, struct file *file, unsigned line, struct str text)
{
	struct span at = file_span(file, line);
	bool is_folder, has_comment;

	text = str_trim(text);
	if (!str_has_prefix(text, "@include") && !str_has_prefix(text, "#include"))
		return false;
	struct str rest = { text.ptr + 8, text.len - 8 };
	is_folder = str_has_prefix(rest, "dir");
	if (is_folder)
		rest = (struct str){ rest.ptr + 3, rest.len - 3 };
	if (rest.len == 0 || (rest.ptr[0] != ' ' && rest.ptr[0] != '\t'))
		return false;
	const char *path = include_path(walk->parse->bundle->arena, str_trim(without_comment(rest, &has_comment)));
	if (!path)
		incomplete(walk, DIAG_SYNTAX_UNKNOWN, at, "an include without one path");
	else if (strstr(path, "%h"))
		incomplete(walk, DIAG_INCLUDE_MISSING, at, "%h: the name of the host is not known here");
	else if (is_folder)
		read_folder(walk, bundle_name(walk->parse->bundle->arena, file, path), at);
	else
		read_included(walk, bundle_name(walk->parse->bundle->arena, file, path), at);
	return true;
}

static void
take_line(struct walk *walk, struct file *file, unsigned line, struct str text)
{
	bool has_other = false;
	const char *error = sudoers_line(walk->sudoers, text, &has_other);

	if (error)
		incomplete(walk, DIAG_SYNTAX_UNKNOWN, file_span(file, line), error);
	else if (has_other)
		/* Not incomplete: the rule says itself who may be meant. */
		diag_report(&walk->parse->run->diags, DIAG_SYNTAX_UNKNOWN, file_span(file, line), "%s",
		    "members of a netgroup or of a group from elsewhere are not known");
}

/* All lines of a file; those that go on are joined by a blank. */
static void
read_lines(struct walk *walk, struct file *file)
{
	struct arena *arena = walk->parse->bundle->arena;
	struct buf joined = BUF_INIT(JOINED_MAX);
	unsigned begin = 0;

	for (struct lines lines = lines_of(file->bytes); lines_next(&lines);) {
		bool has_comment;
		struct str text = lines.text;
		if (lines.is_cut) {
			incomplete(walk, DIAG_LIMIT, file_span(file, lines.line), "a line is too long");
			continue;
		}
		if (!begin && take_include(walk, file, lines.line, text))
			continue;
		text = without_comment(text, &has_comment);
		begin = begin ? begin : lines.line;
		bool goes_on = !has_comment && cut_continuation(&text);
		buf_add(&joined, text.ptr, text.len);
		if (goes_on) {
			buf_putc(&joined, ' ');
			continue;
		}
		if (joined.is_full)
			incomplete(walk, DIAG_LIMIT, file_span(file, begin), "a line is too long");
		else
			take_line(walk, file, begin,
			    (struct str){ arena_strndup(arena, buf_str(&joined).ptr, joined.len), joined.len });
		buf_free(&joined);
		joined = BUF_INIT(JOINED_MAX);
		begin = 0;
	}
	if (begin)
		incomplete(walk, DIAG_SYNTAX_UNKNOWN, file_span(file, begin), "the file ends within a line");
	buf_free(&joined);
}

static void
read_file(struct walk *walk, struct file *file, struct span named_at)
{
	for (int i = 0; i < walk->depth; i++)
		if (walk->open[i] == file) {
			incomplete(walk, DIAG_CYCLE, named_at, file->name);
			return;
		}
	walk->bytes += file->bytes.len + LIMIT_INCLUDE_COST;
	if (walk->depth == LIMIT_INCLUDE_DEPTH || walk->bytes > LIMIT_FILE_BYTES) {
		incomplete(walk, DIAG_LIMIT, named_at, "sudoers files that include one another");
		return;
	}
	file->is_used = true;
	walk->open[walk->depth++] = file;
	read_lines(walk, file);
	walk->depth--;
}

bool
sudoers_read(const struct parse *parse, struct sudoers *ret)
{
	struct arena *arena = parse->bundle->arena;
	struct sudoers sudoers = { .arena = arena };
	struct walk walk = { .parse = parse, .sudoers = &sudoers };
	static const char *const mains[] = { "etc/sudoers", "usr/etc/sudoers", NULL };   /* the second is the distribution's own */
	struct file *file = bundle_first(parse, mains);

	if (!file || file->link)
		return false;
	for (int i = 0; i < SUDO_ALIAS_KINDS; i++)
		sudoers.aliases[i] = MAP_INIT(arena);
	read_file(&walk, file, file_span(file, 0));
	sudoers.is_read = true;
	*ret = sudoers;
	return true;
}
