/* Trying passwords: the authorisation first, then the sources are read for their secrets alone, then the search. What was found goes
 * on the records when the sources are read again to be judged. */
#include "cli/password.h"

#include <stdlib.h>
#include <unistd.h>

#include "tenken/base/file.h"
#include "tenken/base/limits.h"
#include "tenken/syntax/lines.h"
#include "tenken/syntax/text.h"

#define MOST_SLOW 2000
#define MOST_FAST 20000
#define MOST_THREADS 64

struct password_finding_list {
	VEC(const struct password_finding *) list;
};

/* Secrets while the sources are read. */
struct gathering {
	struct run *run;
	struct password_run *passwords;
	struct secrets secrets;
	VEC(struct candidate_words) words;   /* by secret */
};

static const char *
key_of(struct arena *arena, const char *subject, const char *account)
{
	return arena_printf(arena, "%s\n%s", subject, account);
}

static const struct record *
account_of(const struct subject *subject, const char *name)
{
	for (size_t i = 0; i < subject->records.len; i++)
		if (strcmp(subject->records.items[i]->kind, "account") == 0 && strcmp(subject->records.items[i]->name, name) == 0)
			return subject->records.items[i];
	return NULL;
}

/* What the evidence says of the account that its password may be made of. */
static struct candidate_words
words_of(struct arena *arena, const struct subject *subject, const char *account)
{
	static const char *const names[] = { "person", "mail", "owner" };
	const struct record *record = account_of(subject, account);
	struct candidate_words words = { 0 };

	candidate_user(arena, str_of(account), &words);
	candidate_place(arena, str_of(subject->id), &words);
	for (size_t i = 0; record && i < sizeof names / sizeof *names; i++)
		if (record_get(record, names[i]))
			candidate_person(arena, str_of(record_get(record, names[i])), &words);
	return words;
}

static int
take(void *context, struct bundle *bundle, struct subject *subject, const struct verdicts *judged)
{
	struct gathering *gathering = context;
	struct arena *arena = gathering->run->arena;

	(void)judged;
	if (!subject->secrets && (strcmp(bundle->kind, "host") == 0 || strcmp(bundle->kind, "tenant") == 0))
		gathering->passwords->subjects_left_out++;
	for (size_t i = 0; subject->secrets && i < subject->secrets->list.len; i++) {
		const struct secret *secret = &subject->secrets->list.items[i];
		vec_push(arena, &gathering->words, words_of(arena, subject, secret->account));
		secret_add(&gathering->secrets, secret->subject, secret->account, secret->at, secret->form, secret->text);
	}
	return 0;
}

/* A file of words, one a line; `#` begins a comment where comments are taken. */
static int
read_words(struct run *run, const char *path, bool has_comments, struct str_list *ret)
{
	struct str bytes;
	struct text text;

	if (file_read(run, run->arena, path, LIMIT_FILE_BYTES, &bytes) != 0 || text_decode(run, run->arena, path, bytes, &text) != 0)
		return -1;
	for (struct lines lines = lines_of(text.utf8); lines_next(&lines);) {
		struct str word = has_comments ? str_trim(lines.text) : lines.text;
		if (word.len && word.len <= HASH_PASSWORD_BYTES && !(has_comments && word.ptr[0] == '#'))
			vec_push(run->arena, &ret->list, word);
	}
	return 0;
}

static int
read_settings(struct run *run, const struct options *options, struct password_settings *ret)
{
	struct candidate_rules *rules;
	struct candidate_words context = { 0 };
	struct str_list lines = { 0 };
	struct breach *breached = NULL;
	int month, day;

	if (candidate_rules_load(run, &rules) != 0)
		return -1;
	if (options->words && read_words(run, options->words, true, &lines) != 0)
		return -1;
	for (size_t i = 0; i < lines.list.len; i++)
		candidate_context(run->arena, lines.list.items[i], &context);
	if (options->wordlist && read_words(run, options->wordlist, false, &ret->wordlist) != 0)
		return -1;
	if (options->breached && breach_open(run, run->arena, options->breached, &breached) != 0)
		return -1;
	ret->breached = breached;
	ret->rules = rules;
	ret->context = context.context;
	day_split(run->as_of, &ret->year, &month, &day);
	ret->most_slow = MOST_SLOW;
	ret->most_fast = MOST_FAST;
	ret->seconds = options->minutes ? strtod(options->minutes, NULL) * 60 : 0;
	long processors = sysconf(_SC_NPROCESSORS_ONLN);
	ret->threads = processors > 0 && processors < MOST_THREADS ? (unsigned)processors : 1;
	return 0;
}

static void
show_progress(void *context, double done, double seconds_left)
{
	(void)context;
	fprintf(stderr, "\r%3.0f %%  %.0f:%02d  ", done * 100, seconds_left / 60, (int)seconds_left % 60);
}

static void
index_findings(struct run *run, struct password_run *passwords)
{
	passwords->by_account = MAP_INIT(run->arena);
	for (size_t i = 0; i < passwords->results.list.len; i++) {
		const struct password_finding *finding = &passwords->results.list.items[i];
		const char *key = key_of(run->arena, finding->secret->subject, finding->secret->account);
		struct password_finding_list *list = map_get(&passwords->by_account, key);
		if (!list) {
			list = arena_alloc(run->arena, sizeof *list);
			map_set(&passwords->by_account, key, list);
		}
		vec_push(run->arena, &list->list, finding);
	}
}

/* Settings and words are known to all; the secrets are gone when this returns. */
static void
search(struct gathering *gathering, struct password_settings *settings, bool is_terminal)
{
	struct password_run *passwords = gathering->passwords;

	for (size_t i = 0; i < gathering->words.len; i++) {
		gathering->words.items[i].context = settings->context;
		gathering->words.items[i].wordlist = settings->wordlist;
	}
	settings->progress = is_terminal ? show_progress : NULL;
	passwords_search(gathering->run, &gathering->secrets, gathering->words.items, settings, &passwords->results);
	if (is_terminal)
		fprintf(stderr, "\r%-30s\r", "");
	passwords->is_locked = vault_is_locked(gathering->secrets.vault);
	passwords->most_slow = settings->most_slow;
	passwords->most_fast = settings->most_fast;
	index_findings(gathering->run, passwords);
}

int
password_run(struct run *run, const struct options *options, const struct input_list *inputs, const struct mappings *mappings,
    bool is_terminal, struct password_run *ret)
{
	struct password_settings settings = { 0 };
	struct gathering gathering = { .run = run, .passwords = ret };
	/* What is wrong with the sources is said when they are judged; here only what concerns secrets. */
	struct run quiet = *run;

	*ret = (struct password_run){ 0 };
	if (authorisation_load(run, options->authorisation, instant_day(clock_now()), &ret->authorisation) != 0)
		return -1;
	if (read_settings(run, options, &settings) != 0)
		return -1;
	vault_close_process();
	quiet.diags = (struct diags){ .arena = run->arena };
	gathering.secrets = (struct secrets){ .vault = vault_new(), .arena = run->arena };
	struct reading reading = { .take = take, .context = &gathering, .mappings = mappings, .is_parsed = true, .authorisation = &ret->authorisation };
	int status = sources_read(&quiet, inputs, &reading);
	if (status == 0)
		search(&gathering, &settings, is_terminal);
	vault_free(gathering.secrets.vault);
	return status;
}

/* Of several secrets of one account the worst counts; it is strong only when each of them was tried to the end. */
static void
mark_account(struct subject *subject, struct record *record, const struct password_finding_list *findings)
{
	const struct password_finding *weak = NULL;
	size_t tried = 0, group = 0;
	uint64_t breached = 0;
	bool is_complete = true, has_password = false;

	for (size_t i = 0; i < findings->list.len; i++) {
		const struct password_finding *finding = findings->list.items[i];
		if (finding->is_weak && !weak)
			weak = finding;
		group = group ? group : finding->group;
		breached = finding->breached > breached ? finding->breached : breached;
		tried = finding->tried > tried ? finding->tried : tried;
		has_password |= finding->status != HASH_NONE;
		is_complete &= finding->status == HASH_NONE || finding->is_complete;
	}
	if (!has_password)
		return;
	record_set(subject, record, "password-weak", weak ? "true" : is_complete ? "false" : "unknown");
	record_set(subject, record, "password-weakness", weak ? weak->weakness : NULL);
	record_set_int(subject, record, "password-tried", (int64_t)tried);
	if (breached)
		record_set_int(subject, record, "password-breached", (int64_t)breached);
	if (group)
		record_set_int(subject, record, "password-group", (int64_t)group);
	record_set_bool(subject, record, "password-shared", group > 0);
}

void
password_mark(const struct password_run *passwords, struct subject *subject)
{
	struct arena *scratch = arena_new();

	for (size_t i = 0; i < subject->records.len; i++) {
		struct record *record = subject->records.items[i];
		if (strcmp(record->kind, "account") != 0)
			continue;
		const struct password_finding_list *findings = map_get(&passwords->by_account, key_of(scratch, subject->id, record->name));
		if (findings)
			mark_account(subject, record, findings);
	}
	arena_free(scratch);
}
