/* The work of a search: threads take one job after the other and try on it what is known, then what its accounts' own candidates are. */
#include "password/search.h"

#include <pthread.h>
#include <time.h>

#include "password/scheme.h"

/* One thread. */
struct worker {
	pthread_t thread;
	bool is_started;
	struct search *search;
	struct arena *arena;
	struct attempt *attempt;
	bool is_reporting;
	double reported;
	char output[HASH_OUTPUT_BYTES];
};

double
search_clock(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void
report(struct worker *worker, double now)
{
	struct search *search = worker->search;
	double done = (double)search->done / search->total, spent = now - search->start;

	if (!search->settings->progress || now - worker->reported < 0.5)
		return;
	worker->reported = now;
	done = done > 1 ? 1 : done;
	search->settings->progress(search->settings->progress_context, done, done > 0 ? spent / done - spent : 0);
}

/* Looks at the clock; whether there is time left. */
static bool
has_time(struct worker *worker)
{
	struct search *search = worker->search;
	double now = search_clock();

	if (search->settings->seconds > 0 && now - search->start >= search->settings->seconds)
		search->is_over = true;
	if (worker->is_reporting)
		report(worker, now);
	return !search->is_over;
}

static int
compare_expected(struct str output, struct str expected)
{
	size_t len = output.len < expected.len ? output.len : expected.len;
	int order = memcmp(output.ptr, expected.ptr, len);

	return order ? order : (output.len > expected.len) - (output.len < expected.len);
}

/* The first target that expects that, or the number of targets. */
static size_t
find_target(const struct job *job, struct str output)
{
	size_t low = 0, high = job->targets.len;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (compare_expected(output, job->targets.items[middle]->hash.expected) > 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void
found(struct job *job, struct target *target, struct str password, const char *weakness)
{
	if (target->found.ptr)
		return;
	target->found = password;
	target->finding->is_weak = true;
	target->finding->weakness = weakness;
	job->open--;
}

/* Tries one password on all targets of a job. It is `weakness` of its owner, and of the others too where nobody owns it. The text
 * must stay. */
static void
try(struct worker *worker, struct job *job, const struct target *owner, struct str password, const char *weakness)
{
	struct search *search = worker->search;
	size_t len = attempt_compute(worker->attempt, job->hash, password, worker->output);
	struct str output = { worker->output, len };

	search->tries++;
	search->done += job->hash->microseconds;
	for (size_t i = len ? find_target(job, output) : job->targets.len; i < job->targets.len; i++) {
		struct target *target = job->targets.items[i];
		if (compare_expected(output, target->hash.expected) != 0)
			break;
		found(job, target, password, !owner || target == owner ? weakness : "reused");
	}
}

static void
try_known(struct worker *worker, struct job *job)
{
	struct search *search = worker->search;

	for (size_t i = search->known_before; i < search->known.len && job->open && has_time(worker); i++)
		try(worker, job, NULL, search->known.items[i], "reused");
}

static size_t
most_of(const struct search *search, const struct job *job)
{
	return job->hash->microseconds > SEARCH_SLOW_MICROSECONDS ? search->settings->most_slow : search->settings->most_fast;
}

/* The candidates of one account. Those of all accounts of a job are tried on all of them: computed once, they cost no more. */
static void
try_own(struct worker *worker, struct job *job, struct target *target)
{
	struct search *search = worker->search;
	struct arena *arena = arena_new();
	struct vault *vault = vault_new();
	struct candidate_list list = { 0 };
	size_t i = 0;

	candidates_make(search->settings->rules, target->words, search->settings->year, most_of(search, job), arena, vault, &list);
	for (; i < list.list.len && job->open && has_time(worker); i++) {
		const struct candidate *candidate = &list.list.items[i];
		size_t open = job->open;
		try(worker, job, candidate->is_own ? target : NULL, candidate->text, candidate->weakness);
		if (job->open == open)
			continue;
		/* It has to outlive the list. */
		pthread_mutex_lock(&search->lock);
		struct str kept = vault_keep(search->vault, candidate->text);
		pthread_mutex_unlock(&search->lock);
		for (size_t t = 0; t < job->targets.len; t++)
			if (job->targets.items[t]->found.ptr == candidate->text.ptr)
				job->targets.items[t]->found = kept;
	}
	target->finding->tried += i;
	target->finding->is_complete = target->found.ptr || i == list.list.len;
	vault_free(vault);
	arena_free(arena);
}

static void *
work(void *context)
{
	struct worker *worker = context;
	struct search *search = worker->search;
	size_t i;

	while ((i = search->next++) < search->end && has_time(worker)) {
		struct job *job = &search->jobs.items[i];
		try_known(worker, job);
		for (size_t t = 0; search->is_own && t < job->targets.len; t++)
			if (!job->targets.items[t]->found.ptr)
				try_own(worker, job, job->targets.items[t]);
			else
				job->targets.items[t]->finding->is_complete = true;
	}
	explicit_bzero(worker->output, sizeof worker->output);
	return NULL;
}

void
search_stage(struct search *search, size_t first, size_t end, bool is_own)
{
	struct arena *arena = arena_new();
	unsigned count = search->settings->threads ? search->settings->threads : 1;
	struct worker *workers = arena_array(arena, count, sizeof *workers);

	search->next = search->first = first;
	search->end = end;
	search->is_own = is_own;
	for (unsigned i = 0; i < count; i++) {
		struct worker *worker = &workers[i];
		*worker = (struct worker){ .search = search, .arena = arena_new(), .is_reporting = i == 0 };
		worker->attempt = attempt_new(worker->arena, search->vault);
	}
	for (unsigned i = 1; i < count; i++)
		workers[i].is_started = pthread_create(&workers[i].thread, NULL, work, &workers[i]) == 0;
	work(&workers[0]);
	for (unsigned i = 0; i < count; i++) {
		if (workers[i].is_started)
			pthread_join(workers[i].thread, NULL);
		arena_free(workers[i].arena);
	}
	arena_free(arena);
}
