/* authorized_keys, by sshd(8), AUTHORIZED_KEYS FILE FORMAT: options, type, key, comment. */
#include "evidence/account/authorized_keys.h"

#include "tenken/base/buf.h"
#include "tenken/base/digest.h"
#include "tenken/base/limits.h"
#include "tenken/syntax/base64.h"
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
	key.blob = blob;
	key.comment = str_trim(peek);
	*ret = key;
	return true;
}

/* The value of a lower-case hexadecimal digit. */
static unsigned
digit_of(char c)
{
	return (unsigned)(c <= '9' ? c - '0' : c - 'a' + 10);
}

const char *
authorized_key_id(struct arena *arena, struct str blob)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	struct str bytes;
	char text[44];   /* 64 digits of four bits are 43 letters of six; the last one is filled up with zeros */

	if (!base64_decode_new(arena, blob, &bytes))
		return NULL;
	const char *hex = digest_sha256(arena, bytes);
	for (unsigned i = 0; i < 43; i++) {
		unsigned at = i * 6 / 4, shift = i * 6 % 4, window = 0;
		for (unsigned k = 0; k < 3; k++)
			window = window << 4 | (at + k < 64 ? digit_of(hex[at + k]) : 0);
		text[i] = letters[window >> (6 - shift) & 63];
	}
	return arena_printf(arena, "SHA256:%.43s", text);
}

/* What was found so far, joined; each once. */
struct words {
	struct map seen;
	struct buf text;
};

static void
add_word(struct words *words, const char *word, const char *separator)
{
	if (*word && words->text.len < COMMENTS_BYTES && map_add(&words->seen, word, words))
		buf_printf(&words->text, "%s%s", words->text.len ? separator : "", word);
}

/* The words on the arena; NULL without any. */
static const char *
end_words(struct arena *arena, struct words *words)
{
	const char *text = words->text.len ? arena_strndup(arena, words->text.ptr, words->text.len) : NULL;

	buf_free(&words->text);
	return text;
}

static void
read_file(const struct parse *parse, const char *name, struct authorized_keys *keys, struct words *comments, struct words *ids)
{
	struct arena *arena = parse->bundle->arena;
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
		add_word(comments, arena_strndup(arena, key.comment.ptr, key.comment.len < 200 ? key.comment.len : 200), ", ");
		const char *id = ids->text.len < COMMENTS_BYTES ? authorized_key_id(arena, key.blob) : NULL;
		add_word(ids, id ? id : "", " ");
	}
}

struct authorized_keys
authorized_keys_read(const struct parse *parse, const char *name, const char *home)
{
	struct arena *arena = parse->bundle->arena;
	struct authorized_keys keys = { 0 };
	struct words comments = { MAP_INIT(arena), BUF_INIT(LIMIT_CELL_BYTES) }, ids = { MAP_INIT(arena), BUF_INIT(LIMIT_CELL_BYTES) };

	if (home[0] == '/' && home[1]) {
		read_file(parse, arena_printf(arena, "%s/.ssh/authorized_keys", home + 1), &keys, &comments, &ids);
		read_file(parse, arena_printf(arena, "%s/.ssh/authorized_keys2", home + 1), &keys, &comments, &ids);
	}
	read_file(parse, arena_printf(arena, "etc/ssh/authorized_keys/%s", name), &keys, &comments, &ids);
	keys.comments = end_words(arena, &comments);
	keys.ids = end_words(arena, &ids);
	return keys;
}
