/* What follows from a row of a register: ages from the as-of day, kinds by titles, sums. Thresholds are the profile's;
 * nothing is judged here. */
#include "evidence/table/row.h"

#include "tenken/syntax/text.h"

/* Days from a date of the record to the as-of day, and the other way for what is due: an attribute each. */
struct age {
	const char *date, *attribute;
	bool is_due;               /* as-of is taken from the date, negative when it is past */
};

static void
set_ages(const struct row *row, struct record *record, const struct age *ages)
{
	int32_t as_of = row->parse->run->as_of;

	for (; ages->date; ages++) {
		const char *text = record_get(record, ages->date);
		int32_t day = text ? day_parse(str_of(text)) : DAY_UNKNOWN;
		if (day != DAY_UNKNOWN && as_of != DAY_UNKNOWN)
			record_set_int(row->parse->subject, record, ages->attribute, ages->is_due ? day - as_of : as_of - day);
	}
}

static bool
number_of(const struct record *record, const char *name, int64_t *ret)
{
	const char *text = record_get(record, name);

	return text && str_int(str_of(text), ret);
}

/* Of how many who should have been there how many were. Sums that do not add up show nothing: 120 called, 112 there, 12
 * missing. */
static void
derive_training(const struct row *row, struct value *values, struct record *record)
{
	static const struct age ages[] = { { "date", "days-since", false }, { 0 } };
	struct subject *subject = row->parse->subject;
	int64_t called, attended, missing;

	const char *title = record_get(record, "title");
	const char *kinds = title_kinds_of(&row->parse->mappings->training_kinds, row->parse->bundle->arena, str_of(title ? title : ""));
	record_set(subject, record, "training-kind", *kinds ? kinds : NULL);
	const struct value *audience = value_of(row, values, "audience");
	if (audience && audience->state == VALUE_READ)
		record_set_bool(subject, record, "audience-all", audience->word != NULL);
	set_ages(row, record, ages);
	bool has_called = number_of(record, "called", &called), has_attended = number_of(record, "attended", &attended);
	bool has_missing = number_of(record, "missing", &missing);
	const struct value *cell = value_of(row, values, "attended");
	if (has_called && has_missing && missing <= called && (!cell || cell->state == VALUE_ABSENT)) {
		attended = called - missing;
		has_attended = true;
	}
	if (!has_called || !has_attended)
		return;
	bool is_consistent = attended <= called && (!has_missing || attended + missing == called);
	record_set_bool(subject, record, "counts-consistent", is_consistent);
	/* Nobody was called: there is nothing to divide by, and nothing was completed. Rounded down: 94.9 is not 95. */
	if (is_consistent && called > 0)
		record_set_int(subject, record, "completion-percent", attended * 100 / called);
}

static void
derive_supplier(const struct row *row, struct value *values, struct record *record)
{
	static const struct age ages[] = { { "evaluated", "days-since-evaluation", false },
		{ "next-evaluation", "days-to-next-evaluation", true }, { "contract-end", "days-to-contract-end", true }, { "contract-start", "days-since-contract-start", false }, { 0 } };

	(void)values;
	set_ages(row, record, ages);
}

static void
derive_asset(const struct row *row, struct value *values, struct record *record)
{
	static const struct age ages[] = { { "inventoried", "days-since-inventory", false },
		{ "support-end", "days-to-support-end", true }, { 0 } };

	(void)values;
	set_ages(row, record, ages);
}

static void
derive_account(const struct row *row, struct value *values, struct record *record)
{
	static const struct age ages[] = { { "last-used", "days-since-use", false }, { "left", "days-since-left", false },
		{ "reviewed", "days-since-review", false }, { "expires", "days-to-expiry", true }, { 0 } };
	const struct value *person = value_of(row, values, "person");

	set_ages(row, record, ages);
	if (person && person->has_column && person->state == VALUE_ABSENT)
		record_set_bool(row->parse->subject, record, "person-missing", true);
}

/* Minutes from one moment to another; a day without a time of day gives none. */
static void
set_minutes(const struct row *row, struct record *record, const char *from, const char *to, const char *attribute)
{
	struct arena *arena = row->parse->bundle->arena;
	const char *a = record_get(record, from), *b = record_get(record, to);

	if (!a || !b || !strchr(a, 'T') || !strchr(b, 'T'))
		return;
	struct instant x = instant_parse(str_of(arena_printf(arena, "%s:00Z", a)));
	struct instant y = instant_parse(str_of(arena_printf(arena, "%s:00Z", b)));
	if (x.is_known && y.is_known)
		record_set_int(row->parse->subject, record, attribute, (y.seconds - x.seconds) / 60);
}

/* Negative minutes are for the rules to speak of: an incident contained before it was detected. */
static void
derive_incident(const struct row *row, struct value *values, struct record *record)
{
	static const struct age ages[] = { { "prevention-due", "days-to-prevention-due", true }, { 0 } };
	const struct value *cause = value_of(row, values, "cause"), *prevention = value_of(row, values, "prevention");

	set_minutes(row, record, "occurred", "detected", "minutes-to-detect");
	set_minutes(row, record, "detected", "reported", "minutes-to-report");
	set_minutes(row, record, "detected", "contained", "minutes-to-contain");
	set_minutes(row, record, "contained", "recovered", "minutes-to-recover");
	set_ages(row, record, ages);
	if (cause && cause->has_column && cause->state == VALUE_ABSENT)
		record_set_bool(row->parse->subject, record, "cause-missing", true);
	if (prevention && prevention->has_column && prevention->state == VALUE_ABSENT)
		record_set_bool(row->parse->subject, record, "prevention-missing", true);
}

void
record_derive(const struct row *row, struct value *values, struct record *record)
{
	static const struct {
		const char *kind;
		void (*derive)(const struct row *row, struct value *values, struct record *record);
	} derivations[] = {
		{ "document", document_derive },
		{ "training", derive_training },
		{ "incident", derive_incident },
		{ "asset", derive_asset },
		{ "supplier", derive_supplier },
		{ "ledger-account", derive_account },
	};

	for (size_t i = 0; i < sizeof derivations / sizeof *derivations; i++)
		if (strcmp(derivations[i].kind, record->kind) == 0)
			derivations[i].derive(row, values, record);
}
