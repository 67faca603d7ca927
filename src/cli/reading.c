/* Reading all sources in lanes: in each a thread reads, parses and judges one source after the other, lane 0 the first, lane 1 the
 * second, and so on. Here they are taken in the order of the sources, as if there were one thread.
 *
 * Lanes share nothing but what is never written (mappings, parsers): a thread works in a run of its own, whose
 * diagnostics and verdicts join the others when its source is taken, and with rules of its own, which hold state. */
#include "cli/password.h"

#include <pthread.h>
#include <stdlib.h>

#include "tenken/base/limits.h"

/* One source on its way. */
struct ahead {
	pthread_t thread;
	bool is_threaded;
	struct run run;                        /* the thread's own */
	const struct reading *reading;
	struct checks *checks;                 /* the lane's, or NULL */
	const struct input_source *source;
	struct vault *vault;                   /* of its secrets, or NULL */
	struct bundles bundles;
	VEC(struct subject) subjects;          /* by bundle; the organisation's are empty */
	VEC(struct verdicts) judged;           /* by bundle */
};

/* What is read as a whole. */
struct readers {
	struct run *run;
	const struct reading *reading;
	struct map seen;                       /* subjects so far */
	struct join *join;                     /* what is held against the others at the end */
	size_t held;                           /* bytes of its files */
	struct bundle organisation;            /* the files of every loose bundle, which stay alive with the run */
};

static bool
is_organisation(const struct bundle *bundle)
{
	return strcmp(bundle->kind, "organisation") == 0;
}

/* Recognises, and parses where that is asked for. */
static struct subject
subject_of(struct run *run, const struct reading *reading, struct vault *vault, struct bundle *bundle)
{
	struct subject subject = { .id = bundle->subject, .kind = bundle->kind, .collected_at = bundle->collected_at,
		.arena = bundle->arena };

	if (vault && authorisation_covers(reading->authorisation, subject.id)) {
		subject.secrets = arena_alloc(run->arena, sizeof *subject.secrets);
		*subject.secrets = (struct secrets){ .vault = vault, .arena = run->arena };
	}
	if (reading->is_parsed)
		evidence_parse(run, reading->mappings, bundle, &subject);
	else
		evidence_recognise(run, bundle);
	if (reading->passwords)
		password_mark(reading->passwords, &subject);
	return subject;
}

/* What the rules say of it, its texts on the run's arena; nothing without rules. */
static struct verdicts
judge(struct run *run, struct checks *checks, const struct subject *subject)
{
	struct verdicts judged = { .texts = MAP_INIT(run->arena) };

	if (checks)
		checks_evaluate(run, checks, subject, &judged);
	return judged;
}

static void *
read_source(void *context)
{
	struct ahead *ahead = context;

	if (bundles_read(&ahead->run, ahead->reading->mappings, ahead->source, &ahead->bundles) != 0)
		return NULL;
	for (size_t i = 0; i < ahead->bundles.list.len; i++) {
		struct bundle *bundle = ahead->bundles.list.items[i];
		struct subject subject = { 0 };
		struct verdicts judged = { 0 };
		if (!is_organisation(bundle)) {
			subject = subject_of(&ahead->run, ahead->reading, ahead->vault, bundle);
			judged = judge(&ahead->run, ahead->checks, &subject);
		}
		vec_push(ahead->run.arena, &ahead->subjects, subject);
		vec_push(ahead->run.arena, &ahead->judged, judged);
	}
	return NULL;
}

/* Where no thread can be had the work is done at once. */
static struct ahead *
ahead_start(const struct readers *readers, struct checks *checks, const struct input_source *source)
{
	struct arena *arena = arena_new();
	struct ahead *ahead = arena_alloc(arena, sizeof *ahead);

	ahead->run = *readers->run;
	ahead->run.arena = arena;
	ahead->run.diags = (struct diags){ .arena = arena };
	ahead->reading = readers->reading;
	ahead->checks = checks;
	ahead->source = source;
	ahead->vault = readers->reading->authorisation ? vault_new() : NULL;
	ahead->is_threaded = pthread_create(&ahead->thread, NULL, read_source, ahead) == 0;
	if (!ahead->is_threaded)
		read_source(ahead);
	return ahead;
}

static void
ahead_join(struct ahead *ahead, struct run *run)
{
	if (ahead->is_threaded)
		pthread_join(ahead->thread, NULL);
	ahead->is_threaded = false;
	diags_join(&run->diags, &ahead->run.diags);
}

static void
release_arena(void *arena)
{
	arena_free(arena);
}

/* Frees the source, or leaves its files to the run where the organisation has some of them. */
static void
ahead_end(struct ahead *ahead, struct run *run, bool is_kept)
{
	struct arena *arena = ahead->bundles.list.len ? ahead->bundles.list.items[0]->arena : NULL;

	if (arena && is_kept)
		arena_cleanup(run->arena, release_arena, arena);
	else
		arena_free(arena);
	vault_free(ahead->vault);
	arena_free(ahead->run.arena);
}

/* Two bundles of one subject are judged as one: all that either shows must hold, and copies dilute nothing. */
static void
note_twice(struct readers *readers, const struct bundle *bundle)
{
	char *id = arena_strdup(readers->run->arena, bundle->subject);

	if (strcmp(bundle->kind, "scan") == 0)
		return;   /* it stands beside what the host itself showed */
	if (!map_add(&readers->seen, id, id))
		diag_report(&readers->run->diags, DIAG_SUBJECT_TWICE, (struct span){ .path = id }, "%s", "");
}

/* Keeps the files for the organisation, which is judged last: as many as may be held until then, of all sources together. False
 * when none was kept. */
static bool
organisation_add(struct readers *readers, const struct bundle *bundle)
{
	bool is_any = false;

	for (size_t i = 0; i < bundle->files.len; i++) {
		const struct file *file = &bundle->files.items[i];
		if (readers->held >= LIMIT_LOOSE_TOTAL) {
			diag_report(&readers->run->diags, DIAG_LIMIT, file_span(file, 0), "more than %u bytes outside of bundles", LIMIT_LOOSE_TOTAL);
			continue;
		}
		readers->held += file->bytes.len;
		vec_push(readers->run->arena, &readers->organisation.files, *file);
		is_any = true;
	}
	return is_any;
}

/* Hands over what a source held. -1 when `take` said so. */
static int
source_take(struct readers *readers, struct ahead *ahead, bool *ret_is_kept)
{
	const struct reading *reading = readers->reading;

	for (size_t b = 0; b < ahead->bundles.list.len; b++) {
		struct bundle *bundle = ahead->bundles.list.items[b];
		if (is_organisation(bundle)) {
			*ret_is_kept |= organisation_add(readers, bundle);
			continue;
		}
		note_twice(readers, bundle);
		join_note(readers->join, &ahead->subjects.items[b]);
		if (reading->take(reading->context, bundle, &ahead->subjects.items[b], &ahead->judged.items[b]) != 0)
			return -1;
	}
	return 0;
}

static int
compare_paths(const void *a, const void *b)
{
	return strcmp(((const struct file *)a)->path, ((const struct file *)b)->path);
}

/* The rules of the lane that has the source of that number; NULL when nothing is judged. */
static struct checks *
lane_checks(const struct readers *readers, size_t source)
{
	const struct standard *standard = readers->reading->standard;

	return standard ? standard->lanes.items[source % standard->lanes.len] : NULL;
}

/* The organisation comes last, once, with all loose files in it. */
static int
organisation_take(struct readers *readers)
{
	struct bundle *bundle = &readers->organisation;

	if (bundle->files.len)
		qsort(bundle->files.items, bundle->files.len, sizeof *bundle->files.items, compare_paths);
	for (size_t f = 0; f < bundle->files.len; f++)
		map_add(&bundle->by_name, bundle->files.items[f].path, &bundle->files.items[f]);
	struct subject subject = subject_of(readers->run, readers->reading, NULL, bundle);
	join_finish(readers->join, &subject);
	struct verdicts judged = judge(readers->run, lane_checks(readers, 0), &subject);
	return readers->reading->take(readers->reading->context, bundle, &subject, &judged);
}

int
sources_read(struct run *run, const struct input_list *inputs, const struct reading *reading)
{
	struct readers readers = { .run = run, .reading = reading, .seen = MAP_INIT(run->arena), .join = join_new(run),
		.organisation = { .arena = run->arena, .subject = "organisation", .kind = "organisation", .by_name = MAP_INIT(run->arena) } };
	size_t count = inputs->sources.len, lanes = reading->standard ? reading->standard->lanes.len : 1, started = 0;
	struct ahead **aheads = arena_array(run->arena, lanes, sizeof *aheads);
	int status = 0;

	for (; started < count && started < lanes; started++)
		aheads[started] = ahead_start(&readers, lane_checks(&readers, started), &inputs->sources.items[started]);
	for (size_t i = 0; i < started; i++) {
		struct ahead *ahead = aheads[i % lanes];
		bool is_kept = false;
		ahead_join(ahead, run);
		if (status == 0 && started < count) {
			aheads[i % lanes] = ahead_start(&readers, lane_checks(&readers, started), &inputs->sources.items[started]);
			started++;
		}
		if (status == 0)
			status = source_take(&readers, ahead, &is_kept);
		ahead_end(ahead, run, is_kept);
	}
	return status == 0 ? organisation_take(&readers) : status;
}
