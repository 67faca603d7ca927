/* The work of a search: threads take one job after the other and try on it what is known, then what its accounts' own candidates are. */
#include "password/search.h"

#include <pthread.h>
#include <time.h>

#include "password/scheme.h"

#define SEARCH_BATCH 512
#define SEARCH_BATCH_MICROSECONDS 250000
#define OUTPUTS_BYTES ((size_t)SEARCH_BATCH * HASH_OUTPUT_BYTES)

/* No longer than this a password is one that every scheme takes. */
#define ORDINARY_BYTES 64

/* One thread. */
struct worker {
	pthread_t thread;
	bool is_started;
	struct search *search;
	struct arena *arena;
	struct attempt *attempt;
	bool is_reporting;
	double reported;
	char *outputs;                        /* of a batch */
	size_t lengths[SEARCH_BATCH];
	struct str passwords[SEARCH_BATCH];
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

/* How many passwords are tried between two looks at the clock. That hangs on the job and on nothing else: results must not differ by
 * machine. */
static size_t
batch_of(const struct job *job)
{
	uint64_t count = SEARCH_BATCH_MICROSECONDS / (job->hash->microseconds + 1);

	return count == 0 ? 1 : count > SEARCH_BATCH ? SEARCH_BATCH : (size_t)count;
}

/* Holds the password that gave the n-th output against all targets of a job. It is `weakness` of its owner, and of the others too where
 * nobody owns it. The text must stay. */
static void
take_output(const struct worker *worker, struct job *job, size_t n, const struct target *owner, struct str password, const char *weakness)
{
	struct str output = { worker->outputs + n * HASH_OUTPUT_BYTES, worker->lengths[n] };

	for (size_t i = output.len ? find_target(job, output) : job->targets.len; i < job->targets.len; i++) {
		struct target *target = job->targets.items[i];
		if (compare_expected(output, target->hash.expected) != 0)
			break;
		found(job, target, password, !owner || target == owner ? weakness : "reused");
	}
}

/* Computes the passwords that worker->passwords holds. */
static void
compute_batch(struct worker *worker, struct job *job, size_t count)
{
	attempt_compute_many(worker->attempt, job->hash, worker->passwords, count, worker->outputs, worker->lengths);
	/* What is very long a scheme may refuse, and then it is no password of it. */
	for (size_t n = 0; n < count; n++)
		job->is_failing |= worker->lengths[n] == 0 && worker->passwords[n].len <= ORDINARY_BYTES;
	worker->search->tries += count;
	worker->search->done += job->hash->microseconds * count;
}

static void
try_known(struct worker *worker, struct job *job)
{
	struct search *search = worker->search;
	size_t batch = batch_of(job);

	for (size_t i = search->known_before; i < search->known.len && job->open && has_time(worker); i += batch) {
		size_t count = search->known.len - i < batch ? search->known.len - i : batch;
		memcpy(worker->passwords, search->known.items + i, count * sizeof *worker->passwords);
		compute_batch(worker, job, count);
		for (size_t n = 0; n < count && job->open; n++)
			take_output(worker, job, n, NULL, worker->passwords[n], "reused");
	}
}

static size_t
most_of(const struct search *search, const struct job *job)
{
	return job->hash->microseconds > SEARCH_SLOW_MICROSECONDS ? search->settings->most_slow : search->settings->most_fast;
}

/* A password that was found outlives the list it stood in. */
static void
keep_found(struct worker *worker, struct job *job, struct str password)
{
	pthread_mutex_lock(&worker->search->lock);
	struct str kept = vault_keep(worker->search->vault, password);
	pthread_mutex_unlock(&worker->search->lock);
	for (size_t t = 0; t < job->targets.len; t++)
		if (job->targets.items[t]->found.ptr == password.ptr)
			job->targets.items[t]->found = kept;
}

/* Tries a batch of candidates, in their order; how many it took until all was found. */
static size_t
try_batch(struct worker *worker, struct job *job, const struct target *target, const struct candidate *candidates, size_t count)
{
	size_t n;

	for (n = 0; n < count; n++)
		worker->passwords[n] = candidates[n].text;
	compute_batch(worker, job, count);
	for (n = 0; n < count && job->open; n++) {
		size_t open = job->open;
		take_output(worker, job, n, candidates[n].is_own ? target : NULL, candidates[n].text, candidates[n].weakness);
		if (job->open != open)
			keep_found(worker, job, candidates[n].text);
	}
	return n;
}

/* The candidates of one account. Those of all accounts of a job are tried on all of them: computed once, they cost no more. */
static void
try_own(struct worker *worker, struct job *job, struct target *target)
{
	struct search *search = worker->search;
	struct arena *arena = arena_new();
	struct vault *vault = vault_new();
	struct candidate_list list = { 0 };
	size_t i = 0, batch = batch_of(job);

	candidates_make(search->settings->rules, target->words, search->settings->year, most_of(search, job), arena, vault, &list);
	while (i < list.list.len && job->open && has_time(worker))
		i += try_batch(worker, job, target, &list.list.items[i], list.list.len - i < batch ? list.list.len - i : batch);
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
	explicit_bzero(worker->outputs, OUTPUTS_BYTES);
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
		worker->outputs = arena_alloc(worker->arena, OUTPUTS_BYTES);
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
