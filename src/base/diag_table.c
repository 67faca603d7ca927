/* Looking up the table of diagnostics (diag_ids.h, where each is written once). */
#include "tenken/base/diag.h"

#include <strings.h>

static const struct diag_entry entries[DIAG_COUNT] = {
#define DIAG_ID(name, kebab, severity, ja, en, explain_ja, explain_en) \
	[DIAG_##name] = { kebab, severity, { ja, en }, { explain_ja, explain_en } },
#include "tenken/base/diag_ids.h"
#undef DIAG_ID
};

const struct diag_entry *
diag_entry(enum diag_id id)
{
	return &entries[id];
}

const struct diag_entry *
diag_find(const char *id)
{
	for (int i = 0; i < DIAG_COUNT; i++)
		if (strcasecmp(entries[i].id, id) == 0)
			return &entries[i];
	return NULL;
}
