/* Private to the room: what an audit leaves in its output folder, and on the screen. */
#ifndef TENKEN_CLI_OUTPUT_H
#define TENKEN_CLI_OUTPUT_H

#include "cli/audit.h"

/* A subject's id as a file name: other characters than letters, digits, `.`, `_`, `-` and non-ASCII become `_`. */
const char *output_name(struct arena *arena, const char *id);

/* Whether --format (NULL: none) lists the name; whether all it lists is known (else a line on stderr). `has_evidence`: the
 * command reads evidence and can write it, too. */
bool output_wants(const char *format, const char *name);
bool output_formats_known(const char *format, bool has_evidence);

/* Writes `report.pdf` and every further format asked for. -1: reported. */
int output_reports(struct run *run, const struct results *results, const char *out, const char *format, enum lang lang);

/* Writes the sealed annex `password-annex.pdf`. -1: reported. */
int output_annex(struct run *run, const struct audit_results *audit, const char *out, enum lang lang);

/* The short summary on standard output. */
void output_summary(const struct results *results, const char *out, enum lang lang);

#endif
