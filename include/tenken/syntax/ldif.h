/* LDIF (RFC 2849), the text form of directory entries. */
#ifndef TENKEN_SYNTAX_LDIF_H
#define TENKEN_SYNTAX_LDIF_H

#include "tenken/base/run.h"

struct ldif_value {
	struct str name;       /* of the attribute, as written, options (`;binary`) included */
	struct str value;      /* decoded: may hold any bytes */
	unsigned line;         /* where it begins */
};

/* One record, from its `dn:` on; `changetype` and the like are values as all others. */
struct ldif_entry {
	VEC(struct ldif_value) values;
	unsigned line;
};

struct ldif {
	VEC(struct ldif_entry) entries;
};

/* Reads UTF-8 text: folded lines are joined, comments left out, base64 decoded. What fits no form, and what is to
 * be fetched from a URL, is reported (syntax-unknown) and costs that line; beyond the limits: `limit`. Values live
 * on `arena` or are views of `utf8`. */
void ldif_read(struct run *run, struct arena *arena, const char *name, struct str utf8, struct ldif *ret);

#endif
