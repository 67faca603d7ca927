/* Lines of words, some of them in double quotes: the commands of which a device's configuration is made. */
#include "tenken/syntax/words.h"

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Where the quote that opens at `text.ptr[0]` is closed, or 0. */
static size_t
closing_quote(struct str text)
{
	for (size_t i = 1; i < text.len; i++) {
		if (text.ptr[i] == '\\')
			i++;
		else if (text.ptr[i] == '"')
			return i;
	}
	return 0;
}

static struct str
cut(struct str text, size_t count)
{
	return (struct str){ text.ptr + count, text.len - count };
}

bool
words_next(struct str *rest, struct str *ret)
{
	while (rest->len && is_blank(rest->ptr[0]))
		*rest = cut(*rest, 1);
	if (rest->len == 0)
		return false;
	size_t end = rest->ptr[0] == '"' ? closing_quote(*rest) : 0;
	if (end) {
		*ret = (struct str){ rest->ptr + 1, end - 1 };
		*rest = cut(*rest, end + 1);
		return true;
	}
	while (end < rest->len && !is_blank(rest->ptr[end]))
		end++;
	*ret = (struct str){ rest->ptr, end };
	*rest = cut(*rest, end);
	return true;
}

struct words
words_of(struct str line)
{
	struct words words = { .count = 0 };

	while (words.count < WORDS_MAX && words_next(&line, &words.at[words.count]))
		words.count++;
	for (size_t i = words.count; i < WORDS_MAX; i++)
		words.at[i] = STR("");
	return words;
}

bool
words_begin(const struct words *words, const char *pattern)
{
	struct str rest = str_of(pattern), wanted;

	for (size_t i = 0; words_next(&rest, &wanted); i++)
		if (i >= words->count ||
		    (!str_is(wanted, "*") &&
		        (wanted.len != words->at[i].len || memcmp(wanted.ptr, words->at[i].ptr, wanted.len) != 0)))
			return false;
	return true;
}

bool
words_is(struct str line, const char *pattern)
{
	struct words words = words_of(line), wanted = words_of(str_of(pattern));

	return words.count == wanted.count && words_begin(&words, pattern);
}

bool
words_has(const struct words *words, const char *key, size_t from)
{
	for (size_t i = from; i < words->count; i++)
		if (str_is(words->at[i], key))
			return true;
	return false;
}

struct str
words_after(const struct words *words, const char *key, size_t from)
{
	for (size_t i = from; i + 1 < words->count; i++)
		if (str_is(words->at[i], key))
			return words->at[i + 1];
	return STR("");
}
