/* Reading all sources, one ahead: while one is judged, a thread reads and parses the next. Both stages take about as long, so
 * a second processor nearly halves a fleet's time, and memory holds two sources instead of one.
 *
 * The two share nothing but what is never written (mappings, parsers): the thread works in a run of its own, whose
 * diagnostics join the others when its source is taken. So everything comes in the order of the sources, as if there were
 * one thread. */
#include "cli/command.h"

#include <pthread.h>
#include <stdlib.h>

/* One source on its way. */
struct ahead {
	pthread_t thread;
	bool is_threaded;
	struct run run;                        /* the thread's own */
	const struct mappings *mappings;
	const struct input_source *source;
	bool is_parsed;
	struct bundles bundles;
	VEC(struct subject) subjects;          /* by bundle; the organisation's are empty */
};

/* What is read as a whole. */
struct readers {
	struct run *run;
	const struct mappings *mappings;
	const struct reading *reading;
	struct map seen;                       /* subjects so far */
	struct join *join;                     /* what is held against the others at the end */
	struct bundle organisation;            /* the files of every loose bundle, which stay alive with the run */
};

static bool
is_organisation(const struct bundle *bundle)
{
	return strcmp(bundle->kind, "organisation") == 0;
}

/* Recognises, and parses where that is asked for. */
static struct subject
subject_of(struct run *run, const struct mappings *mappings, bool is_parsed, struct bundle *bundle)
{
	struct subject subject = { .id = bundle->subject, .kind = bundle->kind, .collected_at = bundle->collected_at,
		.arena = bundle->arena };

	if (is_parsed)
		evidence_parse(run, mappings, bundle, &subject);
	else
		evidence_recognise(run, bundle);
	return subject;
}

static void *
read_source(void *context)
{
	struct ahead *ahead = context;

	if (bundles_read(&ahead->run, ahead->mappings, ahead->source, &ahead->bundles) != 0)
		return NULL;
	for (size_t i = 0; i < ahead->bundles.list.len; i++) {
		struct bundle *bundle = ahead->bundles.list.items[i];
		struct subject subject = { 0 };
		if (!is_organisation(bundle))
			subject = subject_of(&ahead->run, ahead->mappings, ahead->is_parsed, bundle);
		vec_push(ahead->run.arena, &ahead->subjects, subject);
	}
	return NULL;
}

/* Where no thread can be had the work is done at once. */
static struct ahead *
ahead_start(const struct readers *readers, const struct input_source *source)
{
	struct arena *arena = arena_new();
	struct ahead *ahead = arena_alloc(arena, sizeof *ahead);

	ahead->run = *readers->run;
	ahead->run.arena = arena;
	ahead->run.diags = (struct diags){ .arena = arena };
	ahead->mappings = readers->mappings;
	ahead->source = source;
	ahead->is_parsed = readers->reading->is_parsed;
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

/* Hands over what a source held. -1 when `take` said so. */
static int
source_take(struct readers *readers, struct ahead *ahead, bool *ret_is_kept)
{
	const struct reading *reading = readers->reading;

	for (size_t b = 0; b < ahead->bundles.list.len; b++) {
		struct bundle *bundle = ahead->bundles.list.items[b];
		if (is_organisation(bundle)) {
			for (size_t i = 0; i < bundle->files.len; i++)
				vec_push(readers->run->arena, &readers->organisation.files, bundle->files.items[i]);
			*ret_is_kept = true;
			continue;
		}
		note_twice(readers, bundle);
		join_note(readers->join, &ahead->subjects.items[b]);
		if (reading->take(reading->context, bundle, &ahead->subjects.items[b]) != 0)
			return -1;
	}
	return 0;
}

static int
compare_paths(const void *a, const void *b)
{
	return strcmp(((const struct file *)a)->path, ((const struct file *)b)->path);
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
	struct subject subject = subject_of(readers->run, readers->mappings, readers->reading->is_parsed, bundle);
	join_finish(readers->join, &subject);
	return readers->reading->take(readers->reading->context, bundle, &subject);
}

int
sources_read(struct run *run, const struct mappings *mappings, const struct input_list *inputs, const struct reading *reading)
{
	struct readers readers = { .run = run, .mappings = mappings, .reading = reading, .seen = MAP_INIT(run->arena),
		.join = join_new(run), .organisation = { .arena = run->arena, .subject = "organisation", .kind = "organisation", .by_name = MAP_INIT(run->arena) } };
	size_t count = inputs->sources.len;
	struct ahead *next = count ? ahead_start(&readers, &inputs->sources.items[0]) : NULL;
	int status = 0;

	for (size_t i = 0; next; i++) {
		struct ahead *ahead = next;
		bool is_kept = false;
		ahead_join(ahead, run);
		next = status == 0 && i + 1 < count ? ahead_start(&readers, &inputs->sources.items[i + 1]) : NULL;
		if (status == 0)
			status = source_take(&readers, ahead, &is_kept);
		ahead_end(ahead, run, is_kept);
	}
	return status == 0 ? organisation_take(&readers) : status;
}
