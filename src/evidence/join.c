/* The second pass: what is noted of each subject while it is there, and the joins made of it when all have been read. */
#include "evidence/join.h"

struct join *
join_new(struct run *run)
{
	struct join *join = arena_alloc(run->arena, sizeof *join);

	*join = (struct join){ .run = run, .seen = MAP_INIT(run->arena), .words = MAP_INIT(run->arena) };
	return join;
}

static bool
is_attribute(const struct record *record, const char *name, const char *value)
{
	const char *text = record_get(record, name);

	return text && strcmp(text, value) == 0;
}

/* Records go with the memory of their subject. The same names and paths come again and again. */
static void
note_account(struct join *join, const char *subject, int32_t day, const struct record *record)
{
	struct join_account account = {
		.subject = subject,
		.name = map_intern(&join->words, record->name),
		.is_admin = is_attribute(record, "admin", "true"),
		.is_enabled = is_attribute(record, "enabled", "true"),
		.is_disabled = is_attribute(record, "enabled", "false"),
		.is_uid_shared = is_attribute(record, "uid-duplicate", "true"),
		.keys = record_get(record, "ssh-key-ids"),
		.comments = record_get(record, "ssh-key-comments"),
		.day = day,
		.at = record->at,
	};

	account.at.path = account.at.path ? map_intern(&join->words, account.at.path) : NULL;
	account.keys = account.keys ? map_intern(&join->words, account.keys) : NULL;
	account.comments = account.comments ? map_intern(&join->words, account.comments) : NULL;
	vec_push(join->run->arena, &join->accounts, account);
}

void
join_note(struct join *join, const struct subject *subject)
{
	bool is_host = strcmp(subject->kind, "host") == 0;

	if (!is_host && strcmp(subject->kind, "tenant") != 0)
		return;
	char *id = arena_strdup(join->run->arena, subject->id);
	int32_t day = subject->collected_at.is_known ? instant_day(subject->collected_at) : DAY_UNKNOWN;
	for (size_t i = 0; i < subject->records.len; i++)
		if (strcmp(subject->records.items[i]->kind, "account") == 0)
			note_account(join, id, day, subject->records.items[i]);
	/* A list too long to be held was not looked through: who of it is an administrator is open. */
	struct join_account rest = { .subject = id, .name = "(a list too long to be held)", .is_admin = true, .day = day };
	if (subject->lists.len)
		vec_push(join->run->arena, &join->accounts, rest);
	if (!is_host || map_get(&join->seen, id))
		return;
	map_set(&join->seen, id, id);
	vec_push(join->run->arena, &join->hosts, id);
}

void
join_finish(const struct join *join, struct subject *organisation)
{
	join_coverage(join, organisation);
	join_ledger(join, organisation);
}
