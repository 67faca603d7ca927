/* A bundle of files from strings, and what a parser of it works on. */
#include "fixture_account.h"

const struct parse *
fixture_parse(struct run *run, const char *const *files)
{
	struct arena *arena = run->arena;
	struct bundle *bundle = arena_alloc(arena, sizeof *bundle);
	struct subject *subject = arena_alloc(arena, sizeof *subject);
	struct parse *parse = arena_alloc(arena, sizeof *parse);

	*bundle = (struct bundle){ .arena = arena, .subject = "host1", .kind = "host", .by_name = MAP_INIT(arena) };
	for (; *files; files += 2) {
		struct file file = {
			.name = files[0], .path = arena_printf(arena, "host1!/%s", files[0]), .bytes = str_of(files[1])
		};
		vec_push(arena, &bundle->files, file);
	}
	for (size_t i = 0; i < bundle->files.len; i++)
		map_add(&bundle->by_name, bundle->files.items[i].name, &bundle->files.items[i]);
	*subject = (struct subject){ .id = "host1", .kind = "host", .arena = arena };
	*parse = (struct parse){ .run = run, .bundle = bundle, .subject = subject };
	return parse;
}
