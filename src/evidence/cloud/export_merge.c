/* One account in two exports of a provider: one says who is an administrator, the other who can sign in and when they last
 * did. They become one record, or each would leave open what the other has settled.
 *
 * Only what agrees is joined. Where two exports say different things both records stand, and each is judged: whatever
 * either shows must hold. Two rows of one file are two things, even under one name, unless the mapping says that rows speak of
 * one thing again and again (the roles of a user). */
#include "evidence/cloud/export.h"

#define PLACES_BYTES 1000   /* a thing that is named in thousands of rows is not given all their places */

/* Names in mail addresses are compared without case. */
static const char *
key_of(struct arena *arena, const struct export *export, const char *name)
{
	char *key = arena_printf(arena, "%s %s %s", export->provider, export->record, name);

	for (char *p = key; *p; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p += 'a' - 'A';
	return key;
}

static struct attribute *
attribute_of(struct record *record, const char *name)
{
	for (size_t i = 0; i < record->attributes.len; i++)
		if (strcmp(record->attributes.items[i].name, name) == 0)
			return &record->attributes.items[i];
	return NULL;
}

static bool
is_unknown(const char *value)
{
	return strcmp(value, "unknown") == 0;
}

/* Reasons do not contradict each other: all of them are kept. */
static bool
is_reasons(const struct attribute *attribute)
{
	return strcmp(attribute->name, "admin-by") == 0;
}

static bool
agree(struct record *old, const struct record *new)
{
	for (size_t i = 0; i < new->attributes.len; i++) {
		const struct attribute *theirs = &new->attributes.items[i], *ours = attribute_of(old, theirs->name);
		bool is_same = !ours || strcmp(ours->value, theirs->value) == 0 || is_reasons(theirs);
		if (!is_same && !is_unknown(ours->value) && !is_unknown(theirs->value))
			return false;
	}
	return true;
}

/* A finding must lead to every line it was read from. */
static void
note_place(struct subject *subject, struct record *old, struct span at)
{
	struct attribute *places = attribute_of(old, "also-at");
	const char *place = span_text(subject->arena, at);

	if (places && strlen(places->value) > PLACES_BYTES)
		return;
	if (places)
		places->value = arena_printf(subject->arena, "%s; %s", places->value, place);
	else
		record_set(subject, old, "also-at", place);
}

/* Adds the words that are not there yet. */
static void
add_reasons(struct subject *subject, struct attribute *ours, const char *theirs)
{
	struct str rest = str_of(theirs), word;

	while ((word = str_token(&rest, " ")).len) {
		struct str old = str_of(ours->value), known;
		while ((known = str_token(&old, " ")).len && (known.len != word.len || memcmp(known.ptr, word.ptr, word.len) != 0))
			;
		if (!known.len)
			ours->value = arena_printf(subject->arena, "%s %.*s", ours->value, (int)word.len, word.ptr);
	}
}

static void
join(struct subject *subject, struct record *old, const struct record *new)
{
	note_place(subject, old, new->at);
	for (size_t i = 0; i < new->attributes.len; i++) {
		const struct attribute *theirs = &new->attributes.items[i];
		struct attribute *ours = attribute_of(old, theirs->name);
		if (!ours)
			vec_push(subject->arena, &old->attributes, *theirs);
		else if (is_reasons(theirs))
			add_reasons(subject, ours, theirs->value);
		else if (is_unknown(ours->value))
			ours->value = theirs->value;
	}
}

void
export_place(struct export_merge *merge, const struct export *export, const struct record *new, struct subject *subject)
{
	struct arena *arena = subject->arena;
	const char *key = key_of(arena, export, new->name);
	struct record *here = map_get(&merge->here, key), *old = here ? here : map_get(&merge->before, key);

	if (old && old != &merge->several && (!here || export->has_repeats) && agree(old, new)) {
		join(subject, old, new);
		map_set(&merge->here, key, old);
		vec_push(arena, &merge->keys, key);
		return;
	}
	struct record *record = record_add(subject, new->kind, new->name, new->at);
	record->attributes.items = new->attributes.items;
	record->attributes.len = new->attributes.len;
	record->attributes.cap = new->attributes.cap;
	map_set(&merge->here, key, old ? &merge->several : record);
	vec_push(arena, &merge->keys, key);
}

void
export_merge_next(struct export_merge *merge)
{
	for (size_t i = 0; i < merge->keys.len; i++)
		map_set(&merge->before, merge->keys.items[i], map_get(&merge->here, merge->keys.items[i]));
	merge->here = MAP_INIT(merge->before.arena);
	merge->keys.len = 0;
}
