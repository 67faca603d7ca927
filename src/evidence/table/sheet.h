/* Private to the room: one sheet of a workbook, or a CSV file. */
#ifndef TENKEN_EVIDENCE_SHEET_H
#define TENKEN_EVIDENCE_SHEET_H

#include "evidence/table/row.h"

/* Reads the tables of a sheet, wherever they begin, into records. `path` is what spans show, `name` the sheet's own name or
 * "". False when no mapping knows any heading row (reported). The ids of the tables are added to `*ret_note`. */
bool sheet_read(const struct parse *parse, const char *path, const char *name, const struct csv *csv, const char **ret_note);

#endif
