/* Bundle roots: a folder, at any depth, that holds a manifest, `etc/` or `cmd/`. Works on names alone, so that folders
 * and archives are told by one rule. */
#include "evidence/bundle.h"

#include <stdlib.h>

/* The folder of `name` when its last part marks a root, else NULL. */
static const char *
marked_folder(struct arena *arena, const char *name, bool is_folder)
{
	const char *slash = strrchr(name, '/');
	const char *base = slash ? slash + 1 : name;
	bool is_mark = is_folder ? strcmp(base, "etc") == 0 || strcmp(base, "cmd") == 0
	                         : strcmp(base, "manifest.xml") == 0 || strcmp(base, "manifest.csv") == 0;

	if (!is_mark)
		return NULL;
	return slash ? arena_strndup(arena, name, (size_t)(slash - name)) : "";
}

void
root_note(struct arena *arena, struct root_names *roots, const char *name, bool is_folder)
{
	const char *folder = marked_folder(arena, name, is_folder);

	/* Names come in order, so the marks of one root mostly follow each other. */
	if (folder && (roots->list.len == 0 || strcmp(roots->list.items[roots->list.len - 1], folder) != 0))
		vec_push(arena, &roots->list, folder);
}

static bool
is_inside(const char *root, const char *name)
{
	size_t len = strlen(root);

	return len == 0 || (strncmp(root, name, len) == 0 && (name[len] == '/' || name[len] == '\0'));
}

void
root_settle(struct root_names *roots)
{
	size_t kept = 0;

	if (roots->list.len)
		qsort(roots->list.items, roots->list.len, sizeof *roots->list.items, str_compare);
	/* An outer root sorts before what it holds, though `web01-b` may stand between `web01` and `web01/x`. */
	for (size_t i = 0; i < roots->list.len; i++) {
		bool is_held = false;
		for (size_t k = kept; k-- > 0 && !is_held;)
			is_held = is_inside(roots->list.items[k], roots->list.items[i]);
		if (!is_held)
			roots->list.items[kept++] = roots->list.items[i];
	}
	roots->list.len = kept;
}

const char *
root_of(const struct root_names *roots, const char *name)
{
	/* The last root that does not sort behind the name, walking back over those that only share a prefix. */
	size_t low = 0, high = roots->list.len;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (strcmp(roots->list.items[middle], name) <= 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (size_t i = low; i-- > 0;) {
		const char *root = roots->list.items[i];
		if (is_inside(root, name))
			return root;
		if (*root && *name && root[0] != name[0])
			break;
	}
	return roots->list.len && *roots->list.items[0] == '\0' ? roots->list.items[0] : NULL;
}
