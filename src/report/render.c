/* The table of renderers (report.h). */
#include "report/render.h"

const struct renderer *const renderers[] = {
	&renderer_pdf,
	&renderer_tree,
	NULL,
};
