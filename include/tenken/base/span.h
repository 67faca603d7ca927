/* Where something was read: `web01!/etc/logrotate.d/rsyslog:3`. */
#ifndef TENKEN_BASE_SPAN_H
#define TENKEN_BASE_SPAN_H

#include "tenken/base/arena.h"

struct span {
	const char *path;  /* the input as shown to people, member behind `!`; NULL: no place */
	unsigned line;     /* from 1; 0: the file as a whole */
	unsigned column;   /* from 1; 0: the line as a whole */
};

/* `path:line:column` with the parts that are known; "" for no place. Untrusted bytes are shown as they are. */
const char *span_text(struct arena *arena, struct span span);

#endif
