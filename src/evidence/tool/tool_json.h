/* Private to the family: results in JSON and CSV, as rows of named fields. */
#ifndef EVIDENCE_TOOL_TOOL_JSON_H
#define EVIDENCE_TOOL_TOOL_JSON_H

#include "evidence/tool/tool.h"
#include "tenken/syntax/csv.h"
#include "tenken/syntax/json.h"

#define TOOL_BID 70   /* by words that only this tool writes, before what knows files by single headings */

/* The first bytes of a file as ASCII: what is UTF-16 (PowerShell writes it) comes without its NULs. On `buffer`. */
struct tool_ascii {
	char text[TOOL_HEAD_BYTES];
};
struct str tool_ascii_head(const struct file *file, struct tool_ascii *buffer);

/* The file as a tree on `arena`, whatever its encoding. Problems are reported; false then. */
bool tool_json_read(const struct parse *parse, const struct file *file, struct arena *arena, struct json **ret_root);

/* Reads every file of the parser as a tree and hands it to `emit`; what cannot be read is a run that is not complete. */
void tool_json_each(const struct parse *parse, const char *tool, const char *looks_at,
    void (*emit)(const struct parse *parse, const struct file *file, struct arena *arena, const struct json *root));

/* The text of the member (string, number, word), "" when there is none. On `arena`; never NULL. */
const char *tool_text(struct arena *arena, const struct json *object, const char *name);

/* The text at the end of a path of members (json_select), the first of several; "" when there is none. */
const char *tool_path(struct arena *arena, const struct json *node, const char *path);

/* A table with its heading row. */
struct tool_table {
	struct csv csv;
	bool is_whole;       /* every row could be read */
};

/* The file as a table on `arena`, whatever its encoding. Problems are reported; false when nothing could be read. */
bool tool_csv_read(const struct parse *parse, const struct file *file, struct arena *arena, struct tool_table *ret);

/* The cell under the heading, by one of its names (NULL-ended, any case), trimmed; "" when there is none. On `arena`. */
const char *tool_cell(struct arena *arena, const struct tool_table *table, size_t row, const char *const *names);

/* Up to the first `<`: some tools write mark-up behind their texts. On `arena`. */
const char *tool_plain(struct arena *arena, const char *text);

#endif
