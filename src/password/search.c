/* The search: secrets become jobs, the cheapest scheme first; what is found in one is tried on all others before their own candidates are.
 * Stages end before the next begins, so that what is found does not hang on which thread was quicker. */
#include "password/search.h"

#include <stdlib.h>

#include "password/scheme.h"

static int
compare_secrets(const void *a, const void *b)
{
	const struct password_finding *x = a, *y = b;
	int order = strcmp(x->secret->subject, y->secret->subject);

	if (order == 0)
		order = strcmp(x->secret->account, y->secret->account);
	if (order == 0)
		order = (x->secret->form > y->secret->form) - (x->secret->form < y->secret->form);
	return order ? order : (x->secret > y->secret) - (x->secret < y->secret);
}

static void
report_unread(struct run *run, const struct password_finding *finding)
{
	if (finding->status == HASH_MALFORMED || finding->status == HASH_COSTLY || finding->status == HASH_UNSUPPORTED)
		diag_report(&run->diags, DIAG_PASSWORD_HASH, finding->secret->at, "%s: %s%s%s", finding->secret->account,
		    hash_status_name(finding->status), *finding->scheme ? " " : "", finding->scheme);
}

/* Reads one secret: a finding, and a target where there is something to try or to compare. */
static void
take_secret(struct search *search, const struct candidate_words *words, struct password_finding *finding)
{
	struct target target = { .finding = finding, .words = words };

	finding->status = hash_read(search->vault, finding->secret, &target.hash);
	/* Which scheme a password that is not there would have nobody can tell. */
	finding->scheme = finding->status == HASH_NONE || finding->status == HASH_EMPTY ? "" : hash_scheme_name(&target.hash);
	finding->weakness = "";
	report_unread(search->run, finding);
	if (finding->status == HASH_EMPTY) {
		finding->is_weak = finding->is_complete = true;
		finding->weakness = "empty";
	} else if (finding->status == HASH_REVEALED) {
		finding->is_weak = finding->is_complete = true;
		finding->weakness = "reversible";
		target.found = target.hash.expected;
	} else if (finding->status == HASH_GOOD && !target.hash.scheme->compute) {
		finding->is_weak = finding->is_complete = true;
		finding->weakness = "weak-scheme";
	}
	if (finding->status == HASH_GOOD || finding->status == HASH_REVEALED)
		vec_push(search->run->arena, &search->targets, target);
}

static int
compare_hashes(const struct hash *x, const struct hash *y)
{
	int order = (x->microseconds > y->microseconds) - (x->microseconds < y->microseconds);

	if (order == 0)
		order = strcmp(x->scheme->name, y->scheme->name);
	if (order == 0) {
		size_t len = x->setting.len < y->setting.len ? x->setting.len : y->setting.len;
		order = len ? memcmp(x->setting.ptr, y->setting.ptr, len) : 0;
	}
	return order ? order : (x->setting.len > y->setting.len) - (x->setting.len < y->setting.len);
}

/* By job, then by what is expected: what find_target of search_job.c looks for. */
static int
compare_targets(const void *a, const void *b)
{
	const struct target *x = *(struct target *const *)a, *y = *(struct target *const *)b;
	int order = compare_hashes(&x->hash, &y->hash);
	size_t len = x->hash.expected.len < y->hash.expected.len ? x->hash.expected.len : y->hash.expected.len;

	if (order == 0)
		order = memcmp(x->hash.expected.ptr, y->hash.expected.ptr, len);
	if (order == 0)
		order = (x->hash.expected.len > y->hash.expected.len) - (x->hash.expected.len < y->hash.expected.len);
	return order ? order : (x > y) - (x < y);
}

static void
make_jobs(struct search *search)
{
	struct arena *arena = search->run->arena;
	struct target **order = arena_array(arena, search->targets.len + 1, sizeof *order);
	size_t count = 0;

	for (size_t i = 0; i < search->targets.len; i++) {
		struct target *target = &search->targets.items[i];
		if (target->finding->status == HASH_GOOD && target->hash.scheme->compute)
			order[count++] = target;
	}
	if (count)
		qsort(order, count, sizeof *order, compare_targets);
	for (size_t i = 0; i < count; i++) {
		if (i == 0 || compare_hashes(&order[i - 1]->hash, &order[i]->hash) != 0)
			vec_push(arena, &search->jobs, (struct job){ .hash = &order[i]->hash });
		struct job *job = &search->jobs.items[search->jobs.len - 1];
		size_t most = job->hash->microseconds > SEARCH_SLOW_MICROSECONDS ? search->settings->most_slow : search->settings->most_fast;
		vec_push(arena, &job->targets, order[i]);
		job->open++;
		search->total += (double)job->hash->microseconds * (double)most;
	}
}

/* What was found since is known from now on; each password once. */
static void
learn(struct search *search)
{
	for (size_t i = 0; i < search->targets.len; i++) {
		struct str found = search->targets.items[i].found;
		bool is_known = !found.ptr;
		for (size_t k = 0; k < search->known.len && !is_known; k++)
			is_known = search->known.items[k].len == found.len && memcmp(search->known.items[k].ptr, found.ptr, found.len) == 0;
		if (!is_known)
			vec_push(search->run->arena, &search->known, found);
	}
}

/* Jobs that cost alike are one stage: after it, what they gave is tried on the dearer ones first. */
static void
run_stages(struct search *search)
{
	size_t count = search->jobs.len;

	learn(search);
	for (size_t first = 0, end; first < count; first = end) {
		for (end = first + 1; end < count && search->jobs.items[end].hash->microseconds == search->jobs.items[first].hash->microseconds; end++)
			;
		search_stage(search, first, end, true);
		learn(search);
	}
	/* And what the dearer ones gave on all that are still open, until nothing new comes of it. */
	for (size_t before = 0; before < search->known.len && !search->is_over;) {
		before = search->known.len;
		search_stage(search, 0, count, false);
		search->known_before = before;
		learn(search);
	}
}

static const char *
hex_of(struct arena *arena, const char *bytes, size_t count)
{
	char *text = arena_alloc(arena, 2 * count + 1);

	for (size_t i = 0; i < count; i++)
		snprintf(text + 2 * i, 3, "%02X", (unsigned char)bytes[i]);
	return text;
}

/* Not found means strong only where every try was made and every try worked. */
static void
settle(struct search *search)
{
	for (size_t i = 0; i < search->jobs.len; i++) {
		const struct job *job = &search->jobs.items[i];
		for (size_t t = 0; t < job->targets.len; t++) {
			struct password_finding *finding = job->targets.items[t]->finding;
			if (finding->is_weak)
				continue;
			finding->is_complete &= !job->is_failing && !search->is_over;
			if (!job->is_failing)
				continue;
			finding->status = HASH_UNSUPPORTED;
			report_unread(search->run, finding);
		}
	}
}

/* NT hashes stand in a list as they are; of other passwords those that are known by now are hashed for it. */
static uint64_t
count_breaches(struct arena *arena, struct hasher *hasher, const struct breach *breach, const struct target *target)
{
	uint8_t digest[HASHER_BYTES];

	if (breach_kind(breach) == BREACH_NTLM && target->hash.scheme == &scheme_nt)
		return breach_count(breach, hex_of(arena, target->hash.expected.ptr, target->hash.expected.len));
	if (breach_kind(breach) != BREACH_SHA1 || !target->found.ptr)
		return 0;
	size_t len = hasher_digest(hasher, HASHER_SHA1, &target->found, 1, digest);
	uint64_t count = breach_count(breach, hex_of(arena, (const char *)digest, len));
	explicit_bzero(digest, sizeof digest);
	return count;
}

static void
look_for_breaches(struct search *search)
{
	struct arena *arena = arena_new();
	struct hasher *hasher = hasher_new(arena);

	for (size_t i = 0; search->settings->breached && i < search->targets.len; i++) {
		struct target *target = &search->targets.items[i];
		struct password_finding *finding = target->finding;
		finding->breached = breach_bucket(count_breaches(arena, hasher, search->settings->breached, target));
		if (finding->breached && !finding->is_weak) {
			finding->is_weak = true;
			finding->weakness = "breached";
		}
	}
	arena_free(arena);
}

void
passwords_search(struct run *run, const struct secrets *secrets, const struct candidate_words *words,
    const struct password_settings *settings, struct password_results *ret)
{
	struct search search = { .run = run, .settings = settings, .vault = vault_new(), .start = search_clock() };
	struct password_results results = { 0 };

	pthread_mutex_init(&search.lock, NULL);
	for (size_t i = 0; i < secrets->list.len; i++)
		vec_push(run->arena, &results.list, (struct password_finding){ .secret = &secrets->list.items[i] });
	if (results.list.len)
		qsort(results.list.items, results.list.len, sizeof *results.list.items, compare_secrets);
	for (size_t i = 0; i < results.list.len; i++)
		take_secret(&search, &words[results.list.items[i].secret - secrets->list.items], &results.list.items[i]);
	make_jobs(&search);
	run_stages(&search);
	look_for_breaches(&search);
	search_groups(&search, &results);
	settle(&search);
	results.tries = search.tries;
	results.seconds = search_clock() - search.start;
	pthread_mutex_destroy(&search.lock);
	vault_free(search.vault);
	*ret = results;
}
