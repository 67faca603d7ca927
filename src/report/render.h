/* The renderers, one a file; report.h's table lists them. */
#ifndef REPORT_RENDER_H
#define REPORT_RENDER_H

#include "tenken/report/report.h"

extern const struct renderer renderer_pdf;   /* render_pdf.c: A4, tagged, with bookmarks */
extern const struct renderer renderer_tree;  /* render_tree.c: text for golden tests */

#endif
