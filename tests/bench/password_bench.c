/* How many passwords a second, for `make bench`: a plain loop over crypt_r (for NT over libcrypto's MD4), and ours with every instruction set
 * this machine has, on the same hashes and candidates, the right one last. password-bench FOLDER writes `<scheme>.hash` and `<scheme>.words`
 * there, for another program to be asked the same, and prints `scheme TAB way TAB passwords a second`: medians of turns, each way once a turn. */
#include <crypt.h>
#include <pthread.h>
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
	size_t words;
};

static const struct row rows[] = {
	{ "nt", NULL, 400000 }, { "md5crypt", "$1$saltsalt$", 8192 }, { "sha256crypt", "$5$saltsaltsaltsalt$", 1024 },
	{ "sha512crypt", "$6$saltsaltsaltsalt$", 1024 }, { "bcrypt", "$2b$05$abcdefghijklmnopqrstuu", 256 }, { "yescrypt", "$y$j9T$saltsaltsalt$", 32 },
};

struct bench {
	const struct row *row;
	struct arena *arena;
	struct vault *vault;
	struct str *words;
	struct hash hash;
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

/* The hash of the last word, as text. */
static const char *
hash_make(struct bench *bench)
{
	struct crypt_data *data = arena_alloc(bench->arena, sizeof *data);
	struct secret secret = { .subject = "s", .account = "a", .form = bench->row->setting ? SECRET_CRYPT : SECRET_NT };
	const char *text = bench->row->setting ? crypt_r("right-one", bench->row->setting, data) : "c7dc9e9a8a71d33e5ab2a7ff0cc4efbc";

	secret.text = str_of(text);
	if (hash_read(bench->vault, &secret, &bench->hash) != HASH_GOOD)
		exit(1);
	return text;
}

static void
files_write(const struct bench *bench, const char *folder, const char *text)
{
	FILE *hash = fopen(arena_printf(bench->arena, "%s/%s.hash", folder, bench->row->name), "w");
	FILE *words = fopen(arena_printf(bench->arena, "%s/%s.words", folder, bench->row->name), "w");

	if (!hash || !words)
		exit(1);
	fprintf(hash, "user:%s\n", text);
	for (size_t i = 0; i < bench->row->words; i++)
		fprintf(words, "%s\n", bench->words[i].ptr);
	if (fclose(hash) || fclose(words))
		exit(1);
}

/* What one would write without this program. */
static void
plain_loop(struct bench *bench)
{
	struct crypt_data *data = arena_alloc(bench->arena, sizeof *data);
	struct hasher *hasher = hasher_new(bench->arena);
	uint8_t digest[HASHER_BYTES];
	char wide[64] = "";

	for (size_t i = 0; i < bench->row->words; i++)
		if (bench->row->setting)
			crypt_r(bench->words[i].ptr, bench->row->setting, data);
		else {
			for (size_t b = 0; b < bench->words[i].len; b++)
				wide[2 * b] = bench->words[i].ptr[b];
			hasher_digest(hasher, HASHER_MD4, &(struct str){ wide, 2 * bench->words[i].len }, 1, digest);
		}
}

static void
ours(struct bench *bench, const struct lanes *lanes)
{
	struct attempt *attempt = attempt_new(bench->arena, bench->vault);
	char *outputs = arena_alloc(bench->arena, (size_t)BATCH * HASH_OUTPUT_BYTES);
	size_t lengths[BATCH];

	attempt->lanes = lanes;
	for (size_t i = 0; i < bench->row->words; i += BATCH) {
		size_t count = bench->row->words - i < BATCH ? bench->row->words - i : BATCH;
		attempt_compute_many(attempt, &bench->hash, bench->words + i, count, outputs, lengths);
	}
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
			if (way == 0)
				plain_loop(bench);
			else
				ours(bench, lanes_of_machine(way - 1));
			seconds[way][turn] = now() - start;
		}
	for (size_t way = 0; way < ways; way++) {
		qsort(seconds[way], TURNS, sizeof **seconds, compare_doubles);
		printf("%s\t%s\t%.0f\n", bench->row->name, way == 0 ? "loop" : sets ? lanes_of_machine(way - 1)->name : "tenken",
		    (double)bench->row->words / seconds[way][TURNS / 2]);
	}
}

int
main(int argc, char **argv)
{
	if (argc != 2)
		return 1;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct bench bench = { .row = &rows[i], .arena = arena_new(), .vault = vault_new() };
		words_make(&bench);
		files_write(&bench, argv[1], hash_make(&bench));
		row_measure(&bench);
		fflush(stdout);
		vault_free(bench.vault);
		arena_free(bench.arena);
	}
	return 0;
}
