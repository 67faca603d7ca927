/* Ledgers of accounts against the accounts that hosts and tenants really have, both ways.
 *
 * Decision rule (docs/evidence.md, ledger-account and privileged-account): an account is the one of a row when the names are equal
 * but for width and case and the system the row names is its subject (join_names.c), or the row names none. The account is enabled
 * where it was seen so after the day of leaving that the row gives. That it is not is said only of an account that was found, switched off, on the system that the row names:
 * one that is not on a list may live in a directory. A privileged account is listed by a row that is not called deleted or
 * disabled; a row whose system is none of this audit's, may be several, or cannot be read, may be the one. */
#include "evidence/join.h"

/* What was seen of the accounts of one name: on all subjects, and on each. */
struct seen {
	const char *enabled_on;     /* the subject where it was seen so last; NULL: none */
	int32_t enabled_day, disabled_day;
	bool is_undecided;          /* on some subject whether it is enabled is not known */
	const char *name;           /* as it is spelled there */
	const char *shared_by, *shared_on;   /* what points to several people behind it, and on which subject; NULL: nothing */
};

/* What the rows of one name claim: those that name no system, and those of each subject. */
struct claim {
	bool is_listed;             /* as in use */
	bool is_open;               /* as in use, on a system that may be any */
	bool is_held;               /* by somebody who has not left */
};

struct ledger {
	struct arena *arena;
	int32_t as_of;
	struct join_names names;
	struct join_keys keys;
	struct map seen, claims;    /* by the account's name, and by its name on a subject */
	bool has_unread;            /* a row whose account nobody can read */
};

/* A name alone, or on a subject. */
static const char *
key_of(const struct ledger *ledger, const char *name, const char *subject)
{
	const char *key = join_key(ledger->arena, name);

	return subject ? arena_printf(ledger->arena, "%s\n%s", key, subject) : key;
}

static bool
is_row(const struct record *record)
{
	return strcmp(record->kind, "ledger-account") == 0;
}

static bool
is_undecided(const struct record *record, const char *attribute)
{
	const char *text = record_get(record, "undecided");
	struct str rest = str_of(text ? text : ""), name;

	while ((name = str_token(&rest, " ")).len)
		if (str_is(name, attribute))
			return true;
	return false;
}

/* The subject a row speaks of: NULL where it names no system. False where it names one that cannot be told. */
static bool
place_of(struct ledger *ledger, const struct record *row, const char **ret_subject)
{
	const char *name = record_get(row, "system");
	struct join_found found = join_find(&ledger->names, name, NULL, NULL);

	if (is_undecided(row, "system") || (name && (!found.subject || join_is_ambiguous(found))))
		return false;
	*ret_subject = found.subject;
	return true;
}

static void
see(const struct ledger *ledger, struct map *map, const char *key, const struct join_account *account)
{
	struct seen *seen = map_get(map, key);

	if (!seen) {
		seen = arena_alloc(ledger->arena, sizeof *seen);
		*seen = (struct seen){ .enabled_day = DAY_UNKNOWN, .disabled_day = DAY_UNKNOWN, .name = account->name };
		map_set(map, key, seen);
	}
	if (account->is_enabled && (!seen->enabled_on || account->day > seen->enabled_day)) {
		seen->enabled_on = account->subject;
		seen->enabled_day = account->day;
	}
	if (account->is_disabled && account->day > seen->disabled_day)
		seen->disabled_day = account->day;
	seen->is_undecided |= !account->is_enabled && !account->is_disabled;
	const char *shared_by = account->is_disabled ? NULL : join_shared_by(&ledger->keys, account);
	if (shared_by && !seen->shared_by) {
		seen->shared_by = shared_by;
		seen->shared_on = account->subject;
	}
}

static void
add_claim(struct ledger *ledger, const char *key, bool is_told, bool is_held)
{
	struct claim *claim = map_get(&ledger->claims, key);

	if (!claim) {
		claim = arena_alloc(ledger->arena, sizeof *claim);
		*claim = (struct claim){ 0 };
		map_set(&ledger->claims, key, claim);
	}
	claim->is_listed |= is_told;
	claim->is_open |= !is_told;
	claim->is_held |= is_held;
}

/* The day of leaving; DAY_UNKNOWN where the row gives none that can be read. */
static int32_t
left_of(const struct record *row)
{
	const char *text = record_get(row, "left");

	return text ? day_parse(str_of(text)) : DAY_UNKNOWN;
}

/* A row lists its account by the name, and by the address that providers know people by. */
static void
claim(struct ledger *ledger, const struct record *row)
{
	const char *state = record_get(row, "state"), *mail = record_get(row, "mail"), *subject = NULL;
	bool is_told = place_of(ledger, row, &subject);

	bool is_held = left_of(row) == DAY_UNKNOWN || left_of(row) >= ledger->as_of;

	ledger->has_unread |= is_undecided(row, "name");
	if (state && (strcmp(state, "deleted") == 0 || strcmp(state, "disabled") == 0))
		return;
	add_claim(ledger, key_of(ledger, row->name, is_told ? subject : NULL), is_told, is_held);
	if (mail)
		add_claim(ledger, key_of(ledger, mail, is_told ? subject : NULL), is_told, is_held);
}

/* What was seen on `day`; on the day of leaving, before it, or on a day that nobody knows it shows nothing. */
static void
set_enabled(const struct ledger *ledger, struct subject *organisation, struct record *row, const char *enabled_on, int32_t day)
{
	if (day == DAY_UNKNOWN || day <= left_of(row)) {
		record_set(organisation, row, "account-enabled", "unknown");
		return;
	}
	record_set_bool(organisation, row, "account-enabled", enabled_on != NULL);
	record_set(organisation, row, "enabled-on", enabled_on);
	if (ledger->as_of != DAY_UNKNOWN)
		record_set_int(organisation, row, "seen-age-days", ledger->as_of - day);
}

/* Whether another row gives the account to somebody who has not left. */
static bool
is_held(const struct ledger *ledger, const struct record *row, const char *subject)
{
	const struct claim *here = subject ? map_get(&ledger->claims, key_of(ledger, row->name, subject)) : NULL,
	                   *anywhere = map_get(&ledger->claims, key_of(ledger, row->name, NULL));

	return left_of(row) != DAY_UNKNOWN && ((here && here->is_held) || (anywhere && anywhere->is_held));
}

/* What was seen of a row's account. That one stays at work which another still holds is no finding. */
static void
judge(struct ledger *ledger, struct subject *organisation, struct record *row)
{
	const char *subject = NULL;

	if (!place_of(ledger, row, &subject))
		return;
	const struct seen *seen = map_get(&ledger->seen, key_of(ledger, row->name, subject));
	if (!seen)
		return;
	record_set(organisation, row, "matched-by", strcmp(seen->name, row->name) == 0 ? "name" : "normalised-name");
	record_set(organisation, row, "shared-by", seen->shared_by);
	record_set(organisation, row, "shared-on", seen->shared_on);
	if (seen->enabled_on && is_held(ledger, row, subject))
		record_set(organisation, row, "account-enabled", "unknown");
	else if (seen->enabled_on)
		set_enabled(ledger, organisation, row, seen->enabled_on, seen->enabled_day);
	else if (seen->is_undecided)
		record_set(organisation, row, "account-enabled", "unknown");
	else if (subject)
		set_enabled(ledger, organisation, row, NULL, seen->disabled_day);
}

/* The name without its domain: tanaka of tanaka@example.jp and of CORP\\tanaka; NULL where it has none. */
static const char *
without_domain(const struct ledger *ledger, const char *name)
{
	const char *at = strchr(name, '@'), *slash = strrchr(name, '\\');

	if (slash && slash[1])
		return slash + 1;
	return at && at != name ? arena_strndup(ledger->arena, name, (size_t)(at - name)) : NULL;
}

/* Whether some row lists the account as in use: "true", "false", "unknown". */
static const char *
listed(const struct ledger *ledger, const struct join_account *account)
{
	const struct claim *anywhere = map_get(&ledger->claims, key_of(ledger, account->name, NULL));
	const char *bare = without_domain(ledger, account->name);

	if (map_get(&ledger->claims, key_of(ledger, account->name, account->subject)) || (anywhere && anywhere->is_listed))
		return "true";
	/* One that nobody can use need not be listed. */
	bool may_be = ledger->has_unread || !account->is_enabled || (anywhere && anywhere->is_open);
	may_be |= bare && (map_get(&ledger->claims, key_of(ledger, bare, NULL)) || map_get(&ledger->claims, key_of(ledger, bare, account->subject)));
	return may_be ? "unknown" : "false";
}

static void
emit_account(const struct ledger *ledger, struct subject *organisation, const struct join_account *account)
{
	const char *name = arena_printf(ledger->arena, "%s %s", account->subject, account->name);
	struct record *record = record_add(organisation, "privileged-account", name, account->at);

	record_set(organisation, record, "subject", account->subject);
	record_set(organisation, record, "account", account->name);
	record_set(organisation, record, "listed", listed(ledger, account));
	if (account->day != DAY_UNKNOWN && ledger->as_of != DAY_UNKNOWN)
		record_set_int(organisation, record, "seen-age-days", ledger->as_of - account->day);
}

void
join_ledger(const struct join *join, struct subject *organisation)
{
	struct arena *arena = organisation->arena;
	struct ledger ledger = { .arena = arena, .as_of = join->run->as_of, .names = join_names_of(arena), .keys = join_keys_of(join, arena),
		.seen = MAP_INIT(arena), .claims = MAP_INIT(arena) };
	struct map subjects = MAP_INIT(arena);
	size_t count = organisation->records.len, rows = 0;

	for (size_t i = 0; i < count; i++)
		if (is_row(organisation->records.items[i])) {
			join_names_listed(&ledger.names, record_get(organisation->records.items[i], "system"));
			rows++;
		}
	/* Without a ledger it says nothing that an account is in none. */
	for (size_t i = 0; rows && i < join->accounts.len; i++) {
		const struct join_account *account = &join->accounts.items[i];
		if (map_add(&subjects, account->subject, (void *)account->subject))
			join_names_add(&ledger.names, account->subject);
		see(&ledger, &ledger.seen, key_of(&ledger, account->name, NULL), account);
		see(&ledger, &ledger.seen, key_of(&ledger, account->name, account->subject), account);
	}
	for (size_t i = 0; i < count; i++)
		if (is_row(organisation->records.items[i]))
			claim(&ledger, organisation->records.items[i]);
	for (size_t i = 0; i < count; i++)
		if (is_row(organisation->records.items[i]))
			judge(&ledger, organisation, organisation->records.items[i]);
	for (size_t i = 0; rows && i < join->accounts.len; i++)
		if (join->accounts.items[i].is_admin && !join->accounts.items[i].is_disabled)
			emit_account(&ledger, organisation, &join->accounts.items[i]);
}
