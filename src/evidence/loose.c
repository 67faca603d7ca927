/* Whose a loose file is. Registers and answers belong to the organisation; a device's configuration and a provider's
 * export speak for a host or a tenant of their own, which they mostly name themselves. Two files are one subject only
 * when both tell the same name: to join by guess could let one device pass with the evidence of another. */
#include "evidence/bundle.h"

#include "tenken/base/limits.h"

/* The file's own name without its folder and its last ending. */
static const char *
stem_of(struct arena *arena, const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *base = slash ? slash + 1 : path;
	const char *dot = strrchr(base, '.');

	return arena_strndup(arena, base, dot && dot > base ? (size_t)(dot - base) : strlen(base));
}

static const char *
key_of(struct arena *arena, const char *kind, const char *name)
{
	return arena_printf(arena, "%s %s", kind, name);
}

/* The subject the file tells, or one of its own, and that is said: its name, or where that is taken (`a/users.json` and
 * `b/users.json` may be of two tenants) its path. */
static const char *
name_of(struct run *run, const struct map *made, struct bundle *loose, const char *kind, const struct file *file, const struct parser *parser)
{
	const char *told = parser->subject_of ? parser->subject_of(loose->arena, file) : NULL;

	if (told && *told && strcmp(told, loose->subject) != 0)
		return told;
	const char *stem = stem_of(loose->arena, file->name);
	if (map_get(made, key_of(loose->arena, kind, stem)))
		stem = file->name;
	diag_report(&run->diags, DIAG_SUBJECT_UNKNOWN, file_span(file, 0), "%s", stem);
	return stem;
}

/* The bundle of that kind and name, made at its first file. */
static struct bundle *
bundle_of(struct run *run, struct map *made, struct bundle *loose, const char *kind, const char *name, struct bundles *ret)
{
	const char *key = key_of(loose->arena, kind, name);
	struct bundle *bundle = map_get(made, key);

	if (bundle)
		return bundle;
	bundle = bundle_new(loose->arena, name, kind);
	map_set(made, key, bundle);
	vec_push(run->arena, &ret->list, bundle);
	return bundle;
}

void
loose_split(struct run *run, struct bundle *loose, struct bundles *ret)
{
	static const char *const kinds[] = { [SCOPE_HOST] = "host", [SCOPE_TENANT] = "tenant", [SCOPE_SCAN] = "scan" };
	struct map made = MAP_INIT(loose->arena);
	size_t first = ret->list.len, kept = 0;

	for (size_t i = 0; i < loose->files.len; i++) {
		struct file file = loose->files.items[i];
		const struct parser *parser = file.link ? NULL : parser_of(&file, &(const struct parser *){ NULL });
		if (!parser || parser->scope == SCOPE_ORGANISATION) {
			loose->files.items[kept++] = file;
			continue;
		}
		const char *kind = kinds[parser->scope], *name = name_of(run, &made, loose, kind, &file, parser);
		struct bundle *bundle = bundle_of(run, &made, loose, kind, name, ret);
		vec_push(bundle->arena, &bundle->files, file);
	}
	loose->files.len = kept;
	for (size_t i = first; i < ret->list.len; i++)
		bundle_settle(run, ret->list.items[i]);
}
