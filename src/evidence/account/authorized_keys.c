/* authorized_keys, by sshd(8), AUTHORIZED_KEYS FILE FORMAT: options, type, key, comment. */
#include "evidence/account/authorized_keys.h"

#include "tenken/base/buf.h"
#include "tenken/base/limits.h"
#include "tenken/syntax/lines.h"

#define COMMENTS_BYTES 2000
#define RSA_2048_BYTES 360   /* in base64: a key of 2048 bits takes 372, one of 1536 bits 284 */

static bool
is_type(struct str word)
{
	static const char *const types[] = { "ssh-ed25519", "ssh-rsa", "ssh-dss", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384",
		"ecdsa-sha2-nistp521", "sk-ssh-ed25519@openssh.com", "sk-ecdsa-sha2-nistp256@openssh.com" };

	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (str_is(word, types[i]))
			return true;
	return str_has_suffix(word, "-cert-v01@openssh.com");
}

/* The options end at the first blank outside of quotes. */
static struct str
cut_options(struct str *rest)
{
	bool is_quoted = false;
	size_t i = 0;

	for (; i < rest->len && (is_quoted || (rest->ptr[i] != ' ' && rest->ptr[i] != '\t')); i++) {
		if (rest->ptr[i] == '\\' && i + 1 < rest->len)
			i++;
		else if (rest->ptr[i] == '"')
			is_quoted = !is_quoted;
	}
	if (i > rest->len)
		i = rest->len;
	struct str options = { rest->ptr, i };
	*rest = (struct str){ rest->ptr + i, rest->len - i };
	return options;
}

bool
authorized_key_of(struct str line, struct authorized_key *ret)
{
	struct authorized_key key = { .comment = STR("") };
	struct str rest = str_trim(line), peek = rest, type = str_token(&peek, " \t");

	if (!rest.len || rest.ptr[0] == '#')
		return false;
	if (!is_type(type)) {
		struct str options = cut_options(&rest);
		key.is_bound = str_has(options, "command=\"") || str_has(options, "from=\"");
		peek = rest;
		type = str_token(&peek, " \t");
	}
	struct str blob = str_token(&peek, " \t");
	if (!is_type(type) || blob.len < 16)
		return false;
	key.is_weak = str_is(type, "ssh-dss") || (str_is(type, "ssh-rsa") && blob.len < RSA_2048_BYTES);
	key.is_hardware = str_has_prefix(type, "sk-");
	key.comment = str_trim(peek);
	*ret = key;
	return true;
}

/* The comments so far, joined; each once. */
static void
add_comment(struct arena *arena, struct map *seen, struct buf *comments, struct str comment)
{
	const char *text = arena_strndup(arena, comment.ptr, comment.len < 200 ? comment.len : 200);

	if (*text && comments->len < COMMENTS_BYTES && map_add(seen, text, seen))
		buf_printf(comments, "%s%s", comments->len ? ", " : "", text);
}

static void
read_file(const struct parse *parse, const char *name, struct authorized_keys *keys, struct map *seen, struct buf *comments)
{
	struct file *file = bundle_file(parse, name);
	struct authorized_key key;

	if (!file || file->link)
		return;
	file->is_used = keys->is_read = true;
	for (struct lines lines = lines_of(file->bytes); lines_next(&lines) && lines.line <= LIMIT_LINES;) {
		if (!authorized_key_of(lines.text, &key))
			continue;
		keys->count++;
		keys->weak += key.is_weak;
		keys->bound += key.is_bound;
		keys->hardware += key.is_hardware;
		add_comment(parse->bundle->arena, seen, comments, key.comment);
	}
}

struct authorized_keys
authorized_keys_read(const struct parse *parse, const char *name, const char *home)
{
	struct arena *arena = parse->bundle->arena;
	struct authorized_keys keys = { 0 };
	struct map seen = MAP_INIT(arena);
	struct buf comments = BUF_INIT(LIMIT_CELL_BYTES);

	if (home[0] == '/' && home[1]) {
		read_file(parse, arena_printf(arena, "%s/.ssh/authorized_keys", home + 1), &keys, &seen, &comments);
		read_file(parse, arena_printf(arena, "%s/.ssh/authorized_keys2", home + 1), &keys, &seen, &comments);
	}
	read_file(parse, arena_printf(arena, "etc/ssh/authorized_keys/%s", name), &keys, &seen, &comments);
	keys.comments = comments.len ? arena_strndup(arena, comments.ptr, comments.len) : NULL;
	buf_free(&comments);
	return keys;
}
