/* Which of CP932 and EUC-JP-MS bytes were written in, by what Japanese looks like.
 *
 * Most files decide themselves: one of the two cannot be read. What is left is short answers and half-width kana: `はい`
 * in EUC is `､ﾏ､､` in CP932, `ｶﾅ` in CP932 is a kanji in EUC. Characters are judged by their row in JIS X 0208
 * (4 hiragana, 5 katakana, 16-47 the kanji of level 1, 48-84 those of level 2) and half-width kana by whether they
 * could be spoken: a voice mark follows a consonant it can voice, small kana follow a syllable they bend, a comma does not
 * come first. Bytes that mean kanji keep these rules by chance only, and every further character makes it less likely.
 * Where nothing decides, CP932 is taken. */
#include "syntax/encoding.h"

struct character {
	size_t len;            /* in bytes; 0: none, the text is broken */
	int row;               /* of JIS X 0208 and its extensions; 0: ASCII, or kana */
	unsigned char kana;    /* half-width, A1 to DF as in JIS X 0201; 0: none */
};

/* The supplementary kanji of JIS X 0212, in no row of 0208. */
#define ROW_SUPPLEMENT 200

static bool
is_between(unsigned char c, unsigned char first, unsigned char last)
{
	return c >= first && c <= last;
}

static struct character
cp932_at(const unsigned char *p, size_t left)
{
	unsigned char lead = p[0], trail = left > 1 ? p[1] : 0;

	if (lead < 0x80)
		return (struct character){ .len = 1 };
	if (is_between(lead, 0xa1, 0xdf))
		return (struct character){ .len = 1, .kana = lead };
	if (!is_between(lead, 0x81, 0x9f) && !is_between(lead, 0xe0, 0xfc))
		return (struct character){ 0 };
	if (!is_between(trail, 0x40, 0x7e) && !is_between(trail, 0x80, 0xfc))
		return (struct character){ 0 };
	/* Two rows a lead byte. */
	return (struct character){ .len = 2, .row = (lead - (lead < 0xa0 ? 0x81 : 0xc1)) * 2 + 1 + (trail >= 0x9f) };
}

static struct character
euc_at(const unsigned char *p, size_t left)
{
	unsigned char lead = p[0], second = left > 1 ? p[1] : 0, third = left > 2 ? p[2] : 0;

	if (lead < 0x80)
		return (struct character){ .len = 1 };
	if (lead == 0x8e && is_between(second, 0xa1, 0xdf))
		return (struct character){ .len = 2, .kana = second };
	if (lead == 0x8f && is_between(second, 0xa1, 0xfe) && is_between(third, 0xa1, 0xfe))
		return (struct character){ .len = 3, .row = ROW_SUPPLEMENT };
	if (is_between(lead, 0xa1, 0xfe) && is_between(second, 0xa1, 0xfe))
		return (struct character){ .len = 2, .row = lead - 0xa0 };
	return (struct character){ 0 };
}

static int
row_points(int row)
{
	static const struct {
		int last, points;
	} rows[] = {
		{ 0, 0 },      /* ASCII is the same in both */
		{ 1, 1 },      /* 、。「」ー */
		{ 2, 0 },
		{ 3, 1 },      /* full-width letters and digits */
		{ 5, 3 },      /* kana */
		{ 8, -2 },     /* Greek, Cyrillic, box lines */
		{ 15, 0 },     /* ① ㈱ */
		{ 47, 2 },     /* kanji, level 1 */
		{ 84, -1 },    /* kanji, level 2 */
		{ 94, 0 },     /* NEC's selection of IBM's kanji */
		{ 114, -3 },   /* private characters */
		{ 120, 0 },    /* IBM's kanji: 髙 and 﨑 of names */
		{ ROW_SUPPLEMENT, -1 },
	};
	size_t i = 0;

	while (row > rows[i].last)
		i++;
	return rows[i].points;
}

static bool
is_one_of(unsigned char kana, const char *set)
{
	return kana != 0 && strchr(set, (char)kana) != NULL;
}

/* Whether half-width kana may follow `before` (0: it begins a run). */
static bool
may_follow(unsigned char kana, unsigned char before)
{
	if (kana == 0xa2)                                     /* ｢ */
		return !is_between(before, 0xa1, 0xa5);
	if (kana <= 0xa5)                                     /* ｡ ｣ ､ ･ */
		return before >= 0xa6;
	if (is_between(kana, 0xa7, 0xab))                     /* ｧ to ｫ: ﾌｧ ｳﾞｧ ﾃｨ ﾄｩ ﾂｧ ｼｪ ﾁｪ ｸｫ ｲｪ */
		return is_one_of(before, "\xcc\xb3\xc3\xc4\xc2\xbc\xc1\xb8\xb2\xde");
	if (is_between(kana, 0xac, 0xae))                     /* ｬ ｭ ｮ: behind the syllables on i, ﾃｭ ﾌｭ */
		return is_one_of(before, "\xb7\xbc\xc1\xc6\xcb\xd0\xd8\xc3\xcc\xde\xdf");
	if (kana == 0xaf)                                     /* ｯ */
		return before >= 0xac;
	if (kana == 0xb0)                                     /* ｰ */
		return before >= 0xa6 && before != 0xb0;
	if (kana == 0xde)                                     /* voiced: ｳ, ｶ to ﾄ, ﾊ to ﾎ */
		return before == 0xb3 || is_between(before, 0xb6, 0xc4) || is_between(before, 0xca, 0xce);
	if (kana == 0xdf)                                     /* half-voiced: ﾊ to ﾎ */
		return is_between(before, 0xca, 0xce);
	return true;
}

static int
kana_points(unsigned char kana, unsigned char before)
{
	if (!may_follow(kana, before))
		return -3;
	return kana <= 0xa5 ? 0 : 1;   /* signs prove nothing */
}

long
encoding_score_cp932(struct str bytes)
{
	const unsigned char *p = (const unsigned char *)bytes.ptr;
	unsigned char before = 0;
	long points = 0;

	for (size_t i = 0; i < bytes.len;) {
		struct character c = cp932_at(p + i, bytes.len - i);
		if (c.len == 0)
			return ENCODING_BROKEN;
		points += c.kana ? kana_points(c.kana, before) : row_points(c.row);
		before = c.kana;
		i += c.len;
	}
	return points;
}

long
encoding_score_euc(struct str bytes)
{
	const unsigned char *p = (const unsigned char *)bytes.ptr;
	long points = 0;

	for (size_t i = 0; i < bytes.len;) {
		struct character c = euc_at(p + i, bytes.len - i);
		if (c.len == 0)
			return ENCODING_BROKEN;
		/* Hardly anybody wrote half-width kana in EUC; in CP932 8E begins common kanji (実, 社, 者). */
		points += c.kana ? -1 : row_points(c.row);
		i += c.len;
	}
	return points;
}
