/* Lanes of every instruction set that this machine has, against one password after the other by libxcrypt and libcrypto. */
#include "unit.h"

#include "password/lanes.h"

enum { BATCH = 96 };

struct bench {
	struct run *run;
	struct vault *vault;
	struct attempt *attempt;
	uint64_t random;
	struct str passwords[BATCH];
	char expected[BATCH][HASH_OUTPUT_BYTES], outputs[BATCH][HASH_OUTPUT_BYTES];
	size_t expected_lengths[BATCH], lengths[BATCH];
	size_t cases, wrong;
};

static struct bench *
bench_new(void)
{
	struct run *run = unit_run();
	struct bench *bench = arena_alloc(run->arena, sizeof *bench);

	*bench = (struct bench){ .run = run, .vault = vault_new(), .random = 1 };
	bench->attempt = attempt_new(run->arena, bench->vault);
	return bench;
}

static void
bench_free(struct bench *bench)
{
	vault_free(bench->vault);
	unit_run_free(bench->run);
}

/* Below `limit`; the same in each run (Knuth's MMIX generator). */
static unsigned
any(struct bench *bench, unsigned limit)
{
	bench->random = bench->random * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(bench->random >> 33) % limit;
}

/* A text of so many bytes: ASCII, all bytes but NUL, or whole characters of three bytes and what is left over of them. */
static struct str
text_of(struct bench *bench, size_t len)
{
	char *text = arena_alloc(bench->run->arena, len + 1);
	unsigned kind = any(bench, 4);

	for (size_t i = 0; i < len; i++)
		text[i] = (char)(kind == 0 ? 1 + any(bench, 255) : 33 + any(bench, 94));
	for (size_t i = 0; kind == 1 && i + 3 <= len; i += 3)
		memcpy(text + i, any(bench, 2) ? "桜" : "ｱ", 3);
	return (struct str){ text, len };
}

/* Holds all instruction sets against the scalar way. */
static void
compare(struct bench *bench, const struct hash *hash)
{
	for (size_t i = 0; i < BATCH; i++)
		bench->expected_lengths[i] = attempt_compute(bench->attempt, hash, bench->passwords[i], bench->expected[i]);
	for (size_t set = 0; lanes_of_machine(set); set++) {
		bench->attempt->lanes = lanes_of_machine(set);
		memset(bench->outputs, 0, sizeof bench->outputs);
		memset(bench->lengths, 0xff, sizeof bench->lengths);
		attempt_compute_many(bench->attempt, hash, bench->passwords, BATCH, bench->outputs[0], bench->lengths);
		for (size_t i = 0; i < BATCH; i++, bench->cases++) {
			size_t len = bench->expected_lengths[i];
			if (bench->lengths[i] == len && memcmp(bench->outputs[i], bench->expected[i], len) == 0)
				continue;
			if (bench->wrong++ == 0)
				fprintf(stderr, "%s: %s differs: setting \"%s\", password of %zu bytes\n", bench->attempt->lanes->name,
				    hash_scheme_name(hash), hash->setting.ptr, bench->passwords[i].len);
		}
	}
}

/* `few` lengths in a batch: full vectors; many: vectors half empty, and passwords alone. */
static void
fill(struct bench *bench, size_t most, unsigned few)
{
	size_t lengths[BATCH];

	for (unsigned i = 0; i < few; i++)
		lengths[i] = any(bench, (unsigned)most + 1);
	for (size_t i = 0; i < BATCH; i++)
		bench->passwords[i] = text_of(bench, lengths[any(bench, few)]);
}

/* Every length of salt, several rounds, every length of password up to `most` and some that no lane takes. */
static void
compare_crypt(const char *prefix, size_t salt_most, size_t digest, bool has_rounds)
{
	static const char alphabet[] = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
	static const unsigned few[] = { 1, 2, 5, BATCH };
	struct bench *bench = bench_new();
	struct secret secret = { .subject = "s", .account = "a", .form = SECRET_CRYPT };
	struct hash hash;

	for (size_t salt = has_rounds ? 1 : 0; salt <= salt_most; salt++) {
		char *text = arena_strdup(bench->run->arena, prefix), *tail = arena_alloc(bench->run->arena, salt + digest + 2);
		for (size_t i = 0; i < salt + digest + 1; i++)
			tail[i] = i == salt ? '$' : alphabet[any(bench, 64)];
		if (has_rounds)
			text = arena_printf(bench->run->arena, "%srounds=%u$", prefix, 1000 + any(bench, 99));
		secret.text = str_of(arena_printf(bench->run->arena, "%s%s", text, tail));
		CU_ASSERT_EQUAL_FATAL(hash_read(bench->vault, &secret, &hash), HASH_GOOD);
		for (size_t f = 0; f < sizeof few / sizeof *few; f++) {
			fill(bench, salt % 2 ? 100 : 24, few[f]);
			compare(bench, &hash);
		}
	}
	/* With rounds that are not said; a NUL, at which no password goes on; the longest that may be tried. */
	fill(bench, 12, 3);
	bench->passwords[3] = bench->passwords[4] = (struct str){ "pass\0word", 9 };
	bench->passwords[5] = text_of(bench, HASH_PASSWORD_BYTES);
	secret.text = str_of(arena_printf(bench->run->arena, "%ssaltsalt$%.*s", prefix, (int)digest,
	    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQabcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ"));
	CU_ASSERT_EQUAL_FATAL(hash_read(bench->vault, &secret, &hash), HASH_GOOD);
	compare(bench, &hash);
	CU_ASSERT_EQUAL(bench->expected_lengths[3], 0);
	CU_ASSERT_EQUAL(bench->wrong, 0);
	CU_ASSERT_TRUE(bench->cases >= 3500);
	bench_free(bench);
}

static void
md5crypt(void)
{
	compare_crypt("$1$", 8, 22, false);
}

static void
sha256crypt(void)
{
	compare_crypt("$5$", 16, 43, true);
}

static void
sha512crypt(void)
{
	compare_crypt("$6$", 16, 86, true);
}

static void
nt(void)
{
	struct bench *bench = bench_new();
	struct secret secret = { .subject = "s", .account = "a", .form = SECRET_NT, .text = STR("8846f7eaee8fb117ad06bdd830b7586c") };
	struct hash hash;

	CU_ASSERT_EQUAL_FATAL(hash_read(bench->vault, &secret, &hash), HASH_GOOD);
	for (unsigned i = 0; i < 100; i++) {
		fill(bench, i % 2 ? 72 : 30, BATCH);
		compare(bench, &hash);
	}
	CU_ASSERT_EQUAL(bench->wrong, 0);
	CU_ASSERT_TRUE(bench->cases >= 9600);
	bench_free(bench);
}

/* A setting that libxcrypt refuses is refused in lanes, too, and none of its kind is taken for another. */
static void
odd_settings(void)
{
	static const char *const settings[] = { "$6$rounds=01000$salt$", "$6$sa;lt$", "$6$sa lt$", "$5$rounds=5000$sal\xe9$", "$1$sa:t$", "$1$a*b$",
		"$5$rounds=1000$rounds=10$", "$6$sa!t$" };
	struct bench *bench = bench_new();

	for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) {
		static const struct scheme *const schemes[] = { &scheme_md5crypt, &scheme_sha256crypt, &scheme_sha512crypt };
		static const size_t sizes[] = { 22, 43, 86 };
		unsigned which = settings[i][1] == '1' ? 0 : settings[i][1] == '5' ? 1 : 2;
		struct hash hash = { .scheme = schemes[which], .setting = str_of(settings[i]), .expected = { settings[i], sizes[which] } };
		fill(bench, 9, 2);
		compare(bench, &hash);
	}
	CU_ASSERT_EQUAL(bench->wrong, 0);
	bench_free(bench);
}

static const struct unit_test tests[] = {
	{ "md5crypt", md5crypt },
	{ "sha256crypt", sha256crypt },
	{ "sha512crypt", sha512crypt },
	{ "nt", nt },
	{ "odd settings", odd_settings },
	{ NULL, NULL },
};

const struct unit_suite suite_password_lanes = { "password lanes", tests };
