/* How many passwords a second one thread tries, for `make bench`: a plain loop over crypt_r (for NT over libcrypto's MD4), and ours with every
 * instruction set this machine has, on the same hashes and candidates, the right one last. Prints `scheme TAB way TAB passwords a second`:
 * medians of turns, in each of which all ways go one after the other. */
#include <crypt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "password/lanes.h"
#include "tenken/base/hasher.h"
#include "tenken/base/vault.h"

enum { TURNS = 5, BATCH = 512, WAYS = 6 };

struct row {
	const char *name, *setting;   /* NULL: NT */
	size_t words, repeats;        /* in a turn: what is fast is not measured by what memory gives */
};

static const struct row rows[] = {
	{ "nt", NULL, 8192, 128 }, { "md5crypt", "$1$saltsalt$", 8192, 1 }, { "sha256crypt", "$5$saltsaltsaltsalt$", 1024, 1 },
	{ "sha512crypt", "$6$saltsaltsaltsalt$", 1024, 1 }, { "bcrypt", "$2b$05$abcdefghijklmnopqrstuu", 256, 1 }, { "yescrypt", "$y$j9T$saltsaltsalt$", 32, 1 },
};

struct bench {
	const struct row *row;
	struct arena *arena;
	struct vault *vault;
	struct str *words;
	struct hash hash;
	struct attempt *attempt;
	struct crypt_data *crypt;
	char outputs[BATCH * HASH_OUTPUT_BYTES];
	size_t lengths[BATCH];
};

static double
now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* What people choose: a word, perhaps a year or a mark; six to twelve bytes. */
static void
words_make(struct bench *bench)
{
	static const char *const stems[] = { "Sakura", "tanaka", "Welcome", "Password" };
	static const char *const marks[] = { "", "!", "#", "1" };

	bench->words = arena_array(bench->arena, bench->row->words, sizeof *bench->words);
	for (size_t i = 0; i < bench->row->words; i++)
		bench->words[i] = str_of(arena_printf(bench->arena, "%s%03zu%s", stems[i % 4], i / 16 % 1000, marks[i / 4 % 4]));
	bench->words[bench->row->words - 1] = STR("right-one");
}

/* The hash of a password, as text. */
static const char *
hash_text(struct bench *bench, const char *password)
{
	char output[HASH_OUTPUT_BYTES];

	if (bench->row->setting)
		return arena_strdup(bench->arena, crypt_r(password, bench->row->setting, bench->crypt));
	attempt_compute(bench->attempt, &(struct hash){ .scheme = &scheme_nt }, str_of(password), output);
	char *hex = arena_strdup(bench->arena, "");
	for (int i = 0; i < 16; i++)
		hex = arena_printf(bench->arena, "%s%02x", hex, (unsigned char)output[i]);
	return hex;
}

/* Reads the hash of the last word. */
static void
hash_make(struct bench *bench)
{
	const char *text = hash_text(bench, bench->words[bench->row->words - 1].ptr);
	struct secret secret = { .subject = "s", .account = "a", .form = bench->row->setting ? SECRET_CRYPT : SECRET_NT, .text = str_of(text) };

	if (hash_read(bench->vault, &secret, &bench->hash) != HASH_GOOD)
		exit(1);
}

/* What one would write without this program. */
static void
plain_loop(struct bench *bench)
{
	uint8_t digest[HASHER_BYTES];
	char wide[64] = "";

	for (size_t i = 0; i < bench->row->words; i++)
		if (bench->row->setting)
			crypt_r(bench->words[i].ptr, bench->row->setting, bench->crypt);
		else {
			for (size_t b = 0; b < bench->words[i].len; b++)
				wide[2 * b] = bench->words[i].ptr[b];
			hasher_digest(bench->attempt->hasher, HASHER_MD4, &(struct str){ wide, 2 * bench->words[i].len }, 1, digest);
		}
}

/* Batches as the search makes them; nothing is measured that does not find the last word. */
static void
ours(struct bench *bench, const struct lanes *lanes)
{
	bool is_found = false;

	bench->attempt->lanes = lanes;
	for (size_t i = 0; i < bench->row->words; i += BATCH) {
		size_t count = bench->row->words - i < BATCH ? bench->row->words - i : BATCH;
		attempt_compute_many(bench->attempt, &bench->hash, bench->words + i, count, bench->outputs, bench->lengths);
		is_found = bench->lengths[count - 1] == bench->hash.expected.len &&
		    memcmp(bench->outputs + (count - 1) * HASH_OUTPUT_BYTES, bench->hash.expected.ptr, bench->hash.expected.len) == 0;
	}
	if (!is_found)
		exit(1);
}

static int
compare_doubles(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static void
row_measure(struct bench *bench)
{
	double seconds[WAYS][TURNS];
	size_t sets = 0;

	while (bench->hash.scheme->compute_many && lanes_of_machine(sets))
		sets++;
	size_t ways = sets ? sets + 1 : 2;
	for (int turn = 0; turn < TURNS; turn++)
		for (size_t way = 0; way < ways; way++) {
			double start = now();
			for (size_t i = 0; i < bench->row->repeats; i++)
				if (way == 0)
					plain_loop(bench);
				else
					ours(bench, lanes_of_machine(way - 1));
			seconds[way][turn] = now() - start;
		}
	for (size_t way = 0; way < ways; way++) {
		qsort(seconds[way], TURNS, sizeof **seconds, compare_doubles);
		printf("%s\t%s\t%.0f\n", bench->row->name, way == 0 ? "loop" : sets ? lanes_of_machine(way - 1)->name : "tenken",
		    (double)(bench->row->words * bench->row->repeats) / seconds[way][TURNS / 2]);
	}
}

int
main(void)
{
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct arena *arena = arena_new();
		struct vault *vault = vault_new();
		struct bench *bench = arena_alloc(arena, sizeof *bench);
		*bench = (struct bench){ .row = &rows[i], .arena = arena, .vault = vault, .attempt = attempt_new(arena, vault) };
		bench->crypt = arena_alloc(arena, sizeof *bench->crypt);
		words_make(bench);
		hash_make(bench);
		row_measure(bench);
		fflush(stdout);
		vault_free(vault);
		arena_free(arena);
	}
	return 0;
}
