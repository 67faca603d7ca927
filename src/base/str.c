/* Views of bytes. */
#include "tenken/base/str.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <strings.h>

bool
str_is(struct str a, const char *text)
{
	size_t len = strlen(text);

	return a.len == len && (len == 0 || memcmp(a.ptr, text, len) == 0);
}

bool
str_is_nocase(struct str a, const char *text)
{
	size_t len = strlen(text);

	return a.len == len && (len == 0 || strncasecmp(a.ptr, text, len) == 0);
}

bool
str_has_prefix(struct str a, const char *prefix)
{
	size_t len = strlen(prefix);

	return a.len >= len && (len == 0 || memcmp(a.ptr, prefix, len) == 0);
}

bool
str_has_suffix(struct str a, const char *suffix)
{
	size_t len = strlen(suffix);

	return a.len >= len && (len == 0 || memcmp(a.ptr + a.len - len, suffix, len) == 0);
}

bool
str_has(struct str a, const char *needle)
{
	size_t len = strlen(needle);

	return len == 0 || (a.len >= len && memmem(a.ptr, a.len, needle, len) != NULL);
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f' || c == '\v';
}

struct str
str_trim(struct str a)
{
	while (a.len && is_blank(a.ptr[0])) {
		a.ptr++;
		a.len--;
	}
	while (a.len && is_blank(a.ptr[a.len - 1]))
		a.len--;
	return a;
}

static bool
is_one_of(char c, const char *set)
{
	return c != '\0' && strchr(set, c) != NULL;
}

struct str
str_token(struct str *rest, const char *separators)
{
	while (rest->len && is_one_of(rest->ptr[0], separators)) {
		rest->ptr++;
		rest->len--;
	}
	struct str token = { rest->ptr, 0 };
	while (token.len < rest->len && !is_one_of(token.ptr[token.len], separators))
		token.len++;
	if (token.len) {
		rest->ptr += token.len;
		rest->len -= token.len;
	}
	return token;
}

bool
str_line(struct str *rest, struct str *ret_line)
{
	if (rest->len == 0)
		return false;
	const char *end = memchr(rest->ptr, '\n', rest->len);
	size_t len = end ? (size_t)(end - rest->ptr) : rest->len;
	size_t taken = end ? len + 1 : len;
	*ret_line = (struct str){ rest->ptr, len };
	if (len && rest->ptr[len - 1] == '\r')
		ret_line->len--;
	rest->ptr += taken;
	rest->len -= taken;
	return true;
}

bool
str_int(struct str a, int64_t *ret)
{
	int64_t value = 0;

	if (a.len == 0)
		return false;
	for (size_t i = 0; i < a.len; i++) {
		if (a.ptr[i] < '0' || a.ptr[i] > '9')
			return false;
		int digit = a.ptr[i] - '0';
		if (value > (INT64_MAX - digit) / 10)
			return false;
		value = value * 10 + digit;
	}
	*ret = value;
	return true;
}

bool
str_double(struct str a, double *ret)
{
	char text[64], *end;

	/* Only what looks like a decimal number: strtod would take nan, infinity and hexadecimal too. */
	if (a.len == 0 || a.len >= sizeof text)
		return false;
	for (size_t i = 0; i < a.len; i++)
		if (!isdigit((unsigned char)a.ptr[i]) && !is_one_of(a.ptr[i], "+-.eE"))
			return false;
	memcpy(text, a.ptr, a.len);
	text[a.len] = '\0';
	double value = strtod(text, &end);
	if (*end != '\0' || end == text || !isfinite(value))
		return false;
	*ret = value;
	return true;
}

/* Matches one [set] at `*pattern` and moves behind it; a set without end is a plain `[`. */
static bool
match_set(const char **pattern, char c)
{
	const char *p = *pattern + 1;
	bool is_negated = *p == '!' || *p == '^', is_in = false;

	if (is_negated)
		p++;
	for (bool is_first = true; *p && (*p != ']' || is_first); is_first = false) {
		if (p[1] == '-' && p[2] && p[2] != ']') {
			is_in |= *p <= c && c <= p[2];
			p += 3;
		} else {
			is_in |= *p++ == c;
		}
	}
	if (*p != ']') {
		*pattern += 1;
		return c == '[';
	}
	*pattern = p + 1;
	return is_in != is_negated;
}

bool
str_glob(const char *pattern, const char *text)
{
	const char *star = NULL, *back = NULL;

	/* One remembered star is enough: a later star only ever has to match less. Linear in practice, quadratic at worst. */
	while (*text) {
		const char *next = pattern;
		if (*pattern == '*') {
			star = pattern++;
			back = text;
			continue;
		}
		if (*pattern == '?' || (*pattern && *pattern != '[' && *pattern == *text)) {
			pattern++;
			text++;
			continue;
		}
		if (*pattern == '[' && match_set(&next, *text)) {
			pattern = next;
			text++;
			continue;
		}
		if (!star)
			return false;
		pattern = star + 1;
		text = ++back;
	}
	while (*pattern == '*')
		pattern++;
	return *pattern == '\0';
}

size_t
str_character(const unsigned char *text)
{
	unsigned char lead = text[0];
	size_t len = lead < 0x80 ? 1 : lead >= 0xc2 && lead <= 0xdf ? 2 : (lead & 0xf0) == 0xe0 ? 3 : lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;

	for (size_t i = 1; i < len; i++)
		if ((text[i] & 0xc0) != 0x80)
			return 0;
	/* Longer than it needs to be, half of a UTF-16 pair, or beyond U+10FFFF. */
	if (len == 3 && ((lead == 0xe0 && text[1] < 0xa0) || (lead == 0xed && text[1] > 0x9f)))
		return 0;
	if (len == 4 && ((lead == 0xf0 && text[1] < 0x90) || (lead == 0xf4 && text[1] > 0x8f)))
		return 0;
	return len;
}

int
str_compare(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}
