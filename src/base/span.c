/* Places as text. */
#include "tenken/base/span.h"

const char *
span_text(struct arena *arena, struct span span)
{
	if (!span.path)
		return "";
	if (span.line && span.column)
		return arena_printf(arena, "%s:%u:%u", span.path, span.line, span.column);
	if (span.line)
		return arena_printf(arena, "%s:%u", span.path, span.line);
	return span.path;
}
