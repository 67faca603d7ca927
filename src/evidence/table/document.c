/* Documents of a register: kinds by title, ages by the dates, files by their names. */
#include "evidence/table/row.h"

#include "tenken/syntax/text.h"

#include <stdlib.h>

static int32_t
date_of(const struct record *record, const char *name)
{
	const char *value = record_get(record, name);

	return value ? day_parse(str_of(value)) : DAY_UNKNOWN;
}

static int32_t
latest(const struct record *record, const char *const *names)
{
	int32_t day = DAY_UNKNOWN;   /* the least of all */

	for (; *names; names++) {
		int32_t one = date_of(record, *names);
		day = one > day ? one : day;
	}
	return day;
}

/* Whether one of the dates is written and cannot be read: what was found of the others may not be the latest. */
static bool
is_any_undecided(const struct row *row, struct value *values, const char *const *names)
{
	for (; *names; names++) {
		const struct value *value = value_of(row, values, *names);
		if (value && value->state == VALUE_UNDECIDED)
			return true;
	}
	return false;
}

/* Whether every kind of the document is of records (minutes, logs of training): nobody approves or reviews those. */
static bool
is_record_only(const struct title_kinds *known, const char *kinds)
{
	struct str rest = str_of(kinds);
	bool is_any = false;

	for (struct str part; (part = str_token(&rest, " ")).len;)
		for (size_t i = 0; i < known->list.len; i++) {
			if (!str_is(part, known->list.items[i].id))
				continue;
			if (!known->list.items[i].is_record)
				return false;
			is_any = true;
		}
	return is_any;
}

/* Whether every kind that is claimed is among the title's. */
static bool
is_borne_out(const char *kinds, const char *claimed)
{
	struct str rest = str_of(claimed);

	for (struct str part; (part = str_token(&rest, " ,")).len;) {
		struct str known = str_of(kinds), one;
		bool is_found = false;
		while ((one = str_token(&known, " ")).len)
			is_found |= one.len == part.len && memcmp(one.ptr, part.ptr, part.len) == 0;
		if (!is_found)
			return false;
	}
	return true;
}

/* A name as it is compared: NFKC, small letters, words in one order. */
static const char *
name_key(struct arena *arena, const char *name)
{
	const char *words[16];
	const char *key = "";
	size_t count = 0;
	char *narrow = arena_strdup(arena, text_narrow(arena, str_of(name)));

	/* The separators of more than one byte; str_token knows bytes only. */
	for (size_t i = 0; i < 2; i++)
		for (char *found; (found = strstr(narrow, i ? "・" : "、"));)
			memset(found, ' ', 3);
	struct str rest = str_of(narrow);
	for (struct str word; count < 16 && (word = str_token(&rest, " ,/")).len; count++)
		words[count] = text_fold(arena, word);
	qsort(words, count, sizeof *words, str_compare);
	for (size_t i = 0; i < count; i++)
		key = arena_printf(arena, "%s%s ", key, words[i]);
	return key;
}

static bool
is_ascii(const char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text >= 0x80)
			return false;
	return true;
}

/* Whether author and approver are one person: `true` when they are spelled alike but for width, case and order; `unknown`
 * when one is in Latin letters and the other not, for then nobody can tell by the spelling. */
static void
compare_people(const struct parse *parse, struct record *record)
{
	const char *author = record_get(record, "author"), *approver = record_get(record, "approver");

	if (!author || !approver)
		return;
	author = name_key(parse->bundle->arena, author);
	approver = name_key(parse->bundle->arena, approver);
	if (!*str_trim(str_of(approver)).ptr)
		record_set(parse->subject, record, "approver-is-author", "unknown");   /* marks only: ……, *** */
	else if (strcmp(author, approver) == 0)
		record_set(parse->subject, record, "approver-is-author", "true");
	else if (is_ascii(author) != is_ascii(approver))
		record_set(parse->subject, record, "approver-is-author", "unknown");
}

void
document_derive(const struct row *row, struct value *values, struct record *record)
{
	const struct parse *parse = row->parse;
	static const char *const changes[] = { "issued", "revised", "approved", "reviewed", NULL };
	/* A record is of the day it speaks of; looking at it again makes no exercise newer. */
	static const char *const record_dates[] = { "issued", "approved", NULL };
	struct subject *subject = parse->subject;
	const char *title = record_get(record, "title");
	int32_t as_of = parse->run->as_of, next = date_of(record, "next-review");

	/* What the register itself says of the kind is a claim; the title has to bear it out. */
	const char *claimed = record_get(record, "kind-claimed");
	const char *kinds = title_kinds_of(&parse->mappings->document_kinds, parse->bundle->arena, str_of(title ? title : ""));
	record_set(subject, record, "document-kind", *kinds ? kinds : NULL);
	if (claimed && !is_borne_out(kinds, claimed))
		diag_report(&parse->run->diags, DIAG_TABLE_VALUE, record->at, "document kind `%s': the title does not say so (mappings/document-kinds.xml)",
		    claimed);
	compare_people(parse, record);
	bool is_record = is_record_only(&parse->mappings->document_kinds, kinds);
	const char *const *dates = is_record ? record_dates : changes;
	int32_t changed = latest(record, dates);
	if (is_record)
		record_set_bool(subject, record, "record", true);
	const struct value *approver = value_of(row, values, "approver");
	if (approver && approver->has_column && approver->state == VALUE_ABSENT)
		record_set_bool(subject, record, "approver-missing", true);
	if (is_any_undecided(row, values, dates))
		record_set_bool(subject, record, "change-undecided", true);
	record_set_day(subject, record, "last-change", changed);
	if (as_of == DAY_UNKNOWN)
		return;
	/* Negative for a date still to come: the rules say what they think of that. */
	if (changed != DAY_UNKNOWN) {
		record_set_int(subject, record, "days-since-change", as_of - changed);
		record_set_int(subject, record, "days-since-review", as_of - changed);
	}
	if (next != DAY_UNKNOWN)
		record_set_int(subject, record, "days-to-next-review", next - as_of);
}

static struct str
base_of(struct str path)
{
	for (size_t i = path.len; i-- > 0;)
		if (path.ptr[i] == '/' || path.ptr[i] == '\\')
			return (struct str){ path.ptr + i + 1, path.len - i - 1 };
	return path;
}

static bool
is_among_inputs(const struct parse *parse, const char *name)
{
	struct arena *arena = parse->bundle->arena;
	const char *wanted = text_fold(arena, base_of(str_of(name)));

	/* An empty file, or the register itself, is no document. */
	for (size_t i = 0; i < parse->bundle->files.len; i++)
		if (parse->bundle->files.items[i].bytes.len && parse->bundle->files.items[i].parser != parse->parser &&
		    strcmp(text_fold(arena, base_of(str_of(parse->bundle->files.items[i].name))), wanted) == 0)
			return true;
	return false;
}

void
documents_find_files(const struct parse *parse)
{
	const struct subject *subject = parse->subject;
	size_t found = 0;

	for (int pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < subject->records.len; i++) {
			struct record *record = subject->records.items[i];
			const char *name = strcmp(record->kind, "document") == 0 ? record_get(record, "file") : NULL;
			if (!name || (pass == 1 && found == 0))
				continue;
			bool is_present = is_among_inputs(parse, name);
			if (pass == 0)
				found += is_present;
			else
				record_set_bool(parse->subject, record, "file-present", is_present);
		}
}
