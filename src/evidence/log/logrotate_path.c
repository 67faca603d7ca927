/* The paths before a stanza: words as popt's poptParseArgvString(3) cuts them, patterns as glob(7) matches them. */
#include "evidence/log/logrotate.h"

#include <ctype.h>

#define PART_MAX 256

/* Cuts the part before the next slash off, as a C string. False when it is longer than any file name. */
static bool
cut_part(const char **rest, char part[PART_MAX])
{
	size_t len = strcspn(*rest, "/");

	if (len >= PART_MAX)
		return false;
	memcpy(part, *rest, len);
	part[len] = '\0';
	*rest += len + ((*rest)[len] == '/');
	return true;
}

bool
logrotate_glob(const char *pattern, const char *path)
{
	char wanted[PART_MAX], part[PART_MAX];

	while (*pattern && *path) {
		if (!cut_part(&pattern, wanted) || !cut_part(&path, part))
			return false;
		if ((*part == '.' && *wanted != '.') || !str_glob(wanted, part))
			return false;
	}
	return !*pattern && !*path;
}

static void
step(struct logrotate_words *words)
{
	words->line += *words->p == '\n';
	words->p++;
}

/* The end of the word that begins at `p`; NULL for a backslash with nothing behind it. */
static const char *
word_end(const char *p, const char *end)
{
	char quote = '\0';

	for (; p < end && (quote || !isspace((unsigned char)*p)); p++) {
		if (quote ? *p == quote : *p == '"' || *p == '\'')
			quote = quote ? '\0' : *p;
		else if (*p == '\\' && ++p == end)
			return NULL;
	}
	return p;
}

/* One word, which may be empty ("") and then counts for nothing. */
static const char *
take_word(struct arena *arena, struct logrotate_words *words, const char *end)
{
	char *text = arena_alloc(arena, (size_t)(end - words->p) + 1), *out = text, quote = '\0';

	for (; words->p < end; step(words)) {
		if (quote ? *words->p == quote : *words->p == '"' || *words->p == '\'') {
			quote = quote ? '\0' : *words->p;
			continue;
		}
		if (*words->p == '\\') {
			/* Inside quotes a backslash means itself, but before that quote. */
			if (quote && words->p[1] != quote)
				*out++ = '\\';
			step(words);
		}
		*out++ = *words->p;
	}
	return text;
}

bool
logrotate_path_next(struct arena *arena, struct logrotate_words *words, struct logrotate_path *ret)
{
	while (words->p < words->end) {
		unsigned line = words->line;
		const char *end, *name;
		if (isspace((unsigned char)*words->p)) {
			step(words);
			continue;
		}
		if (!(end = word_end(words->p, words->end)))
			return false;
		name = take_word(arena, words, end);
		if (*name) {
			*ret = (struct logrotate_path){ .name = name, .line = line };
			return true;
		}
	}
	return false;
}
