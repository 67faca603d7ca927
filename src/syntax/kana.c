/* Kana in Latin letters (kana.h): Hepburn as in passports, and kunrei (ISO 3602 has both sounds and table in common use). */
#include "tenken/syntax/kana.h"

#include <ctype.h>

#include "tenken/base/buf.h"

#define FIRST_HIRAGANA 0x3041
#define LAST_HIRAGANA 0x3096
#define FIRST_KATAKANA 0x30a1
#define LAST_KATAKANA 0x30f6
#define LONG_VOWEL 0x30fc
#define MOST_BYTES 4096

/* By place behind U+3041; a small ya, yu, yo begins with `*`, the small tsu is `+`. */
static const char *const hepburn[] = {
	"a", "a", "i", "i", "u", "u", "e", "e", "o", "o", "ka", "ga", "ki", "gi", "ku", "gu", "ke", "ge", "ko", "go", "sa", "za", "shi", "ji", "su", "zu",
	"se", "ze", "so", "zo", "ta", "da", "chi", "ji", "+", "tsu", "zu", "te", "de", "to", "do", "na", "ni", "nu", "ne", "no", "ha", "ba", "pa", "hi",
	"bi", "pi", "fu", "bu", "pu", "he", "be", "pe", "ho", "bo", "po", "ma", "mi", "mu", "me", "mo", "*ya", "ya", "*yu", "yu", "*yo", "yo", "ra",
	"ri", "ru", "re", "ro", "wa", "wa", "i", "e", "o", "n", "vu", "ka", "ke",
};

static const struct {
	const char *from, *to;
} kunrei[] = { { "shi", "si" }, { "chi", "ti" }, { "tsu", "tu" }, { "fu", "hu" }, { "ji", "zi" } };

static const char *
spelt(const char *sound, enum kana_spelling spelling)
{
	for (size_t i = 0; spelling == KANA_KUNREI && i < sizeof kunrei / sizeof *kunrei; i++)
		if (strcmp(sound, kunrei[i].from) == 0)
			return kunrei[i].to;
	return sound;
}

/* The code point of three bytes of UTF-8, where kana lie; 0 for anything else. */
static uint32_t
point_of(struct str text)
{
	const unsigned char *p = (const unsigned char *)text.ptr;

	return text.len >= 3 && p[0] == 0xe3 ? (uint32_t)(p[0] & 0x0f) << 12 | (uint32_t)(p[1] & 0x3f) << 6 | (p[2] & 0x3fu) : 0;
}

/* The sound of a kana, NULL when it is none. */
static const char *
sound_of(uint32_t point)
{
	if (point >= FIRST_KATAKANA && point <= LAST_KATAKANA)
		point -= FIRST_KATAKANA - FIRST_HIRAGANA;
	return point >= FIRST_HIRAGANA && point <= LAST_HIRAGANA ? hepburn[point - FIRST_HIRAGANA] : NULL;
}

/* ki and small ya are kya; shi, chi and ji lose their i and keep no y in Hepburn. */
static void
put_small(struct buf *buf, const char *small, enum kana_spelling spelling)
{
	const char *text = buf_str(buf).ptr;
	size_t len = buf->len;
	bool is_soft = spelling != KANA_KUNREI && len >= 2 && (text[len - 2] == 'h' || text[len - 2] == 'j');

	if (len && text[len - 1] == 'i')
		buf->len--;
	buf_puts(buf, is_soft ? small + 2 : small + 1);
}

/* A doubled consonant: kk, tch. */
static void
put_sound(struct buf *buf, const char *sound, bool is_doubled)
{
	if (is_doubled)
		buf_putc(buf, strncmp(sound, "ch", 2) == 0 ? 't' : sound[0]);
	buf_puts(buf, sound);
}

/* ou, oo, uu: the second vowel is only the first held longer. */
static const char *
without_long_vowels(struct arena *arena, struct str text)
{
	char *out = arena_strndup(arena, text.ptr, text.len);
	size_t len = 0;

	for (size_t i = 0; i < text.len; i++) {
		char before = len ? out[len - 1] : '\0', c = text.ptr[i];
		if ((before == 'o' && (c == 'u' || c == 'o')) || (before == 'u' && c == 'u'))
			continue;
		out[len++] = c;
	}
	out[len] = '\0';
	return out;
}

const char *
kana_latin(struct arena *arena, struct str text, enum kana_spelling spelling)
{
	struct buf buf = BUF_INIT(MOST_BYTES);
	bool is_doubled = false, is_kana = true;

	while (text.len && is_kana) {
		uint32_t point = point_of(text);
		const char *sound = sound_of(point);
		size_t size = point ? 3 : 1;
		if (sound && *sound == '*')
			put_small(&buf, sound, spelling);
		else if (sound && *sound != '+')
			put_sound(&buf, spelt(sound, spelling), is_doubled);
		else if (!point && (unsigned char)text.ptr[0] < 0x80)
			buf_putc(&buf, (char)tolower((unsigned char)text.ptr[0]));
		else if (point != LONG_VOWEL && !sound)
			is_kana = false;
		is_doubled = sound && *sound == '+';
		text.ptr += size;
		text.len -= size;
	}
	const char *latin = is_kana && !buf.is_full ? arena_strndup(arena, buf_str(&buf).ptr, buf.len) : NULL;
	buf_free(&buf);
	return latin && spelling == KANA_SHORT ? without_long_vowels(arena, str_of(latin)) : latin;
}
