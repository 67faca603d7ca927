/* The passwords that are tried on an account: each step of the rules takes its words, writes them in its forms and puts its endings behind
 * them. Nothing here is chance: the same account gets the same list on the same day. */
#include "password/candidate.h"

#include <ctype.h>

#include "tenken/base/clock.h"
#include "tenken/password/hash.h"
#include "tenken/syntax/kana.h"
#include "tenken/syntax/text.h"

#define YEARS 9          /* this one and those before, for a word with a year behind it */
#define YEARS_MARKED 4   /* with a mark beside the year, or by the era */
#define REIWA 2018       /* R1 is 2019 */
#define HEISEI 1988
#define LAST_HEISEI 2019

/* The list while it is made. */
struct making {
	const struct candidate_rules *rules;
	const struct candidate_words *words;
	struct arena *arena;
	struct vault *vault;
	struct map seen;
	const char *class;
	bool is_own;
	int year;
	size_t most;
	struct candidate_list *ret;
	char text[HASH_PASSWORD_BYTES + 1];
};

/* Adds the text and what is put behind it; long or repeated ones not. */
static void
add(struct making *making, struct str stem, const char *ending)
{
	size_t more = strlen(ending), len = stem.len + more;

	if (making->ret->list.len >= making->most || len > HASH_PASSWORD_BYTES)
		return;
	memcpy(making->text, stem.ptr, stem.len);
	memcpy(making->text + stem.len, ending, more + 1);
	if (map_get(&making->seen, making->text))
		return;
	struct str kept = vault_keep(making->vault, (struct str){ making->text, len });
	map_set(&making->seen, kept.ptr, making);
	vec_push(making->arena, &making->ret->list, (struct candidate){ .text = kept, .weakness = making->class, .is_own = making->is_own });
}

static void
add_years(struct making *making, struct str stem)
{
	char text[16];

	for (int year = making->year; year > making->year - YEARS; year--) {
		snprintf(text, sizeof text, "%d", year);
		add(making, stem, text);
		snprintf(text, sizeof text, "%02d", year % 100);
		add(making, stem, text);
	}
}

static void
add_marked_years(struct making *making, struct str stem, bool is_mark_first)
{
	char text[32];

	for (int year = making->year; year > making->year - YEARS_MARKED; year--)
		for (size_t m = 0; m < making->rules->marks.list.len; m++) {
			struct str mark = making->rules->marks.list.items[m];
			if (is_mark_first)
				snprintf(text, sizeof text, "%.*s%d", (int)mark.len, mark.ptr, year);
			else
				snprintf(text, sizeof text, "%d%.*s", year, (int)mark.len, mark.ptr);
			add(making, stem, text);
		}
}

/* R6, r6, R06, r06, and Heisei before. */
static void
add_eras(struct making *making, struct str stem)
{
	static const char *const formats[] = { "%c%d", "%c%02d" };
	char text[16];

	for (int year = making->year; year > making->year - YEARS_MARKED; year--)
		for (size_t f = 0; f < sizeof formats / sizeof *formats; f++) {
			bool is_reiwa = year > REIWA;
			int count = is_reiwa ? year - REIWA : year - HEISEI;
			if (!is_reiwa && year > LAST_HEISEI)
				continue;
			snprintf(text, sizeof text, formats[f], is_reiwa ? 'R' : 'H', count);
			add(making, stem, text);
			text[0] = (char)tolower((unsigned char)text[0]);
			add(making, stem, text);
		}
}

static void
add_ended(struct making *making, struct str stem, enum candidate_ending ending)
{
	switch (ending) {
	case ENDING_NONE:
		add(making, stem, "");
		break;
	case ENDING_SHORT:
		for (size_t i = 0; i < making->rules->endings.list.len; i++) {
			struct str text = making->rules->endings.list.items[i];
			add(making, stem, arena_strndup(making->arena, text.ptr, text.len));
		}
		break;
	case ENDING_YEAR:
		add_years(making, stem);
		break;
	case ENDING_YEAR_MARK:
	case ENDING_MARK_YEAR:
		add_marked_years(making, stem, ending == ENDING_MARK_YEAR);
		break;
	case ENDING_ERA:
		add_eras(making, stem);
		break;
	case ENDING_COUNT:
		break;
	}
}

static char
leet_of(const struct candidate_rules *rules, char c)
{
	for (size_t i = 0; i < rules->leet.list.len; i++)
		if (rules->leet.list.items[i].ptr[0] == tolower((unsigned char)c))
			return rules->leet.list.items[i].ptr[1];
	return c;
}

/* The word in that form, in `ret` (HASH_PASSWORD_BYTES). Forms are of ASCII: other letters stay, and are not turned round. */
static size_t
form_of(const struct making *making, struct str word, enum candidate_form form, char *ret)
{
	bool is_double = form == FORM_DOUBLED;

	if (word.len * (is_double ? 2 : 1) > HASH_PASSWORD_BYTES)
		return 0;
	for (size_t i = 0; i < word.len; i++) {
		char c = form == FORM_REVERSED ? word.ptr[word.len - 1 - i] : word.ptr[i];
		unsigned char plain = (unsigned char)c;
		if (form == FORM_LOWER || (form == FORM_CAPITAL && i > 0))
			c = (char)tolower(plain);
		else if (form == FORM_UPPER || form == FORM_CAPITAL)
			c = (char)toupper(plain);
		else if (form == FORM_LEET)
			c = leet_of(making->rules, c);
		ret[i] = c;
		if (is_double)
			ret[word.len + i] = c;
	}
	return word.len * (is_double ? 2 : 1);
}

static bool
is_ascii(struct str word)
{
	for (size_t i = 0; i < word.len; i++)
		if ((unsigned char)word.ptr[i] >= 0x80)
			return false;
	return true;
}

static void
add_word(struct making *making, const struct candidate_step *step, struct str word)
{
	char stem[HASH_PASSWORD_BYTES];

	for (size_t f = 0; f < step->forms.len; f++) {
		if (step->forms.items[f] != FORM_SAME && !is_ascii(word))
			continue;
		size_t len = form_of(making, word, step->forms.items[f], stem);
		for (size_t e = 0; len && e < step->endings.len; e++)
			add_ended(making, (struct str){ stem, len }, step->endings.items[e]);
	}
	explicit_bzero(stem, sizeof stem);
}

static const struct str_list *
list_of(const struct making *making, const char *id)
{
	const struct candidate_words *words = making->words;
	const struct {
		const char *id;
		const struct str_list *list;
	} given[] = { { "user", &words->user }, { "person", &words->person }, { "number", &words->number }, { "place", &words->place },
		{ "context", &words->context }, { "wordlist", &words->wordlist } };

	for (size_t i = 0; i < sizeof given / sizeof *given; i++)
		if (strcmp(given[i].id, id) == 0)
			return given[i].list;
	return map_get(&making->rules->lists, id);
}

void
candidates_make(const struct candidate_rules *rules, const struct candidate_words *words, int year, size_t most, struct arena *arena,
    struct vault *vault, struct candidate_list *ret)
{
	struct making making = { .rules = rules, .words = words, .arena = arena, .vault = vault, .seen = MAP_INIT(arena), .year = year,
		.most = most, .ret = ret };

	/* A hash of nothing looks like any other. */
	making.class = "empty";
	add(&making, STR(""), "");
	for (size_t s = 0; s < rules->steps.len; s++) {
		const struct candidate_step *step = &rules->steps.items[s];
		making.class = step->class;
		for (size_t l = 0; l < step->words.len; l++) {
			const struct str_list *list = list_of(&making, step->words.items[l]);
			making.is_own = list == &words->user || list == &words->person || list == &words->number || list == &words->place;
			/* What the auditor asks for by name is tried whole. */
			making.most = list == &words->wordlist ? SIZE_MAX : most;
			for (size_t i = 0; i < list->list.len && ret->list.len < making.most; i++)
				add_word(&making, step, list->list.items[i]);
		}
	}
	explicit_bzero(making.text, sizeof making.text);
}

/* Adds a word of more than one letter that is not in the list yet. */
static void
keep(struct arena *arena, struct str_list *list, struct str word)
{
	if (word.len < 2 || word.len > HASH_PASSWORD_BYTES)
		return;
	for (size_t i = 0; i < list->list.len; i++)
		if (list->list.items[i].len == word.len && memcmp(list->list.items[i].ptr, word.ptr, word.len) == 0)
			return;
	vec_push(arena, &list->list, ((struct str){ arena_strndup(arena, word.ptr, word.len), word.len }));
}

/* The word, in Latin letters too where it is kana. */
static void
keep_spelt(struct arena *arena, struct str_list *list, struct str word)
{
	for (int spelling = 0; spelling < KANA_SPELLINGS && !is_ascii(word); spelling++) {
		const char *latin = kana_latin(arena, word, (enum kana_spelling)spelling);
		if (latin)
			keep(arena, list, str_of(latin));
	}
	keep(arena, list, word);
}

/* Without the digits at its end. */
static struct str
bare(struct str word)
{
	while (word.len && isdigit((unsigned char)word.ptr[word.len - 1]))
		word.len--;
	return word;
}

void
candidate_user(struct arena *arena, struct str account, struct candidate_words *words)
{
	struct str rest = account, part;

	keep_spelt(arena, &words->user, account);
	while ((part = str_token(&rest, " ._-@\\/")).len)
		keep_spelt(arena, &words->user, part);
	keep(arena, &words->user, bare(account));
}

void
candidate_person(struct arena *arena, struct str name, struct candidate_words *words)
{
	/* NFKC and lower case: a name in half-width kana is the same name. */
	struct str rest = str_of(text_narrow(arena, name)), part, parts[2] = { { 0 } };
	size_t count = 0;

	while ((part = str_token(&rest, " ,.@()\t")).len) {
		bool is_number = bare(part).len == 0;
		keep_spelt(arena, is_number ? &words->number : &words->person, part);
		if (!is_number && count < 2)
			parts[count++] = part;
	}
	/* Family name and given name as one word. */
	if (count == 2) {
		const char *joined = arena_printf(arena, "%.*s%.*s", (int)parts[0].len, parts[0].ptr, (int)parts[1].len, parts[1].ptr);
		keep_spelt(arena, &words->person, str_of(joined));
	}
}

void
candidate_place(struct arena *arena, struct str host, struct candidate_words *words)
{
	struct str rest = host, part;

	keep(arena, &words->place, host);
	while ((part = str_token(&rest, " .-_:/")).len) {
		keep(arena, &words->place, part);
		keep(arena, &words->place, bare(part));
	}
}

void
candidate_context(struct arena *arena, struct str word, struct candidate_words *words)
{
	keep_spelt(arena, &words->context, str_trim(word));
}
