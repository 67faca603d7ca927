/* Terminal sessions. A line is a prompt when it begins with a name, `#` or `>`, and one of the verbs: a configuration
 * has no such lines of its own, and what no prompt precedes is a part as well, so a file of one output is one part. */
#include "tenken/syntax/transcript.h"

#include "tenken/syntax/words.h"

#define PROMPT_MAX 80 /* bytes of a prompt; a longer line is output */

struct transcript
transcript_of(struct str bytes, const char *const *verbs)
{
	return (struct transcript){ .rest = bytes, .verbs = verbs };
}

static bool
is_prompt_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       strchr("._-@:/~() ", c) != NULL;
}

/* The host's name in what stands before the `#`: behind `@`, or behind the `:` of a place in it
 * (`RP/0/RP0/CPU0:rt01`), up to the first mark of a mode. */
static struct str
host_of(struct str prompt)
{
	const char *at = prompt.len ? memchr(prompt.ptr, '@', prompt.len) : NULL;
	const char *slash = prompt.len ? memchr(prompt.ptr, '/', prompt.len) : NULL;

	if (!at && slash)
		at = memchr(slash, ':', prompt.len - (size_t)(slash - prompt.ptr));
	if (at)
		prompt = (struct str){ at + 1, prompt.len - (size_t)(at + 1 - prompt.ptr) };
	return str_token(&prompt, " (/:~");
}

static bool
is_verb(const char *const *verbs, struct str word)
{
	for (size_t i = 0; verbs[i]; i++)
		if (str_is(word, verbs[i]))
			return true;
	return false;
}

/* The same prompt as before, with any command behind it, or none. */
static bool
is_same_prompt(const struct transcript *transcript, struct str line)
{
	return transcript->prompt.len && line.len >= transcript->prompt.len &&
	       memcmp(line.ptr, transcript->prompt.ptr, transcript->prompt.len) == 0;
}

static bool
is_prompt(struct transcript *transcript, struct str line, struct transcript_part *ret)
{
	size_t end = 0;
	struct str word;

	line = str_trim(line);
	while (end < line.len && end < PROMPT_MAX && line.ptr[end] && is_prompt_char(line.ptr[end]))
		end++;
	if (end == 0 || end >= line.len || (line.ptr[end] != '#' && line.ptr[end] != '>'))
		return false;
	struct str command = str_trim((struct str){ line.ptr + end + 1, line.len - end - 1 }), rest = command;
	bool is_command = words_next(&rest, &word) && is_verb(transcript->verbs, word);
	if (!is_command && !is_same_prompt(transcript, line))
		return false;
	transcript->prompt = (struct str){ line.ptr, end + 1 };
	ret->host = host_of(str_trim((struct str){ line.ptr, end }));
	ret->command = command;
	return true;
}

bool
transcript_next(struct transcript *transcript, struct transcript_part *ret)
{
	struct transcript_part part = { .host = STR(""), .command = STR("") };
	struct transcript_part next;
	struct str line;

	part.line = transcript->line;
	part.bytes = (struct str){ transcript->rest.ptr, 0 };
	for (struct str before = transcript->rest; str_line(&transcript->rest, &line); before = transcript->rest) {
		if (!is_prompt(transcript, line, &next)) {
			transcript->line++;
			part.bytes.len = (size_t)(transcript->rest.ptr - part.bytes.ptr);
			continue;
		}
		if (str_trim(part.bytes).len) {
			transcript->rest = before;
			break;
		}
		transcript->line++;
		part = (struct transcript_part){ .host = next.host,
			.command = next.command,
			.line = transcript->line,
			.bytes = { transcript->rest.ptr, 0 } };
	}
	if (str_trim(part.bytes).len == 0)
		return false;
	*ret = part;
	return true;
}
