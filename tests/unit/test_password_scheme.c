/* The schemes: what is read from a text, what is refused, and passwords that give their hashes. */
#include "unit.h"

#include <crypt.h>

#include "tenken/base/limits.h"
#include "tenken/password/hash.h"

struct bench {
	struct run *run;
	struct vault *vault;
	struct attempt *attempt;
};

static struct bench
bench_new(void)
{
	struct bench bench = { .run = unit_run(), .vault = vault_new() };

	bench.attempt = attempt_new(bench.run->arena, bench.vault);
	return bench;
}

static void
bench_free(struct bench *bench)
{
	vault_free(bench->vault);
	unit_run_free(bench->run);
}

static enum hash_status
read_as(struct bench *bench, enum secret_form form, const char *text, struct hash *ret)
{
	struct secret secret = { .subject = "s", .account = "a", .form = form, .text = str_of(text) };

	return hash_read(bench->vault, &secret, ret);
}

/* Every scheme of libxcrypt that makes new hashes: what it makes for a password is read, and found by that password only. */
static void
hashes_of_libxcrypt(void)
{
	static const struct {
		const char *prefix, *name;
		unsigned long count;
	} rows[] = {
		{ "$y$", "yescrypt", 1 }, { "$gy$", "gost-yescrypt", 1 }, { "$7$", "scrypt", 6 }, { "$2b$", "bcrypt", 4 }, { "$2a$", "bcrypt", 4 },
		{ "$2y$", "bcrypt", 4 }, { "$6$", "sha512crypt", 0 }, { "$6$", "sha512crypt", 1000 }, { "$5$", "sha256crypt", 0 },
		{ "$5$", "sha256crypt", 1234 }, { "$sha1", "sha1crypt", 100 }, { "$md5", "sunmd5", 0 }, { "$1$", "md5crypt", 0 },
		{ "_", "bsdicrypt", 99 }, { "", "descrypt", 0 },
	};
	static const char *const passwords[] = { "a", "Sakura2024!", "さくら" };
	static const char random[64] = "0123456789abcdef0123456789ABCDEF-._~0123456789abcdef0123456789AB";
	struct bench bench = bench_new();
	struct crypt_data *data = arena_alloc(bench.run->arena, sizeof *data);

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		for (size_t p = 0; p < sizeof passwords / sizeof *passwords; p++) {
			char setting[CRYPT_GENSALT_OUTPUT_SIZE];
			struct hash hash;
			CU_ASSERT_PTR_NOT_NULL_FATAL(crypt_gensalt_rn(rows[i].prefix, rows[i].count, random, sizeof random, setting, sizeof setting));
			const char *made = arena_strdup(bench.run->arena, crypt_r(passwords[p], setting, data));
			CU_ASSERT_EQUAL_FATAL(read_as(&bench, SECRET_CRYPT, made, &hash), HASH_GOOD);
			UNIT_EQUAL(hash_scheme_name(&hash), rows[i].name);
			CU_ASSERT_TRUE(attempt_matches(bench.attempt, &hash, str_of(passwords[p])));
			CU_ASSERT_FALSE(attempt_matches(bench.attempt, &hash, STR("b")));
			CU_ASSERT_FALSE(attempt_matches(bench.attempt, &hash, STR("")));
			/* An account that was locked keeps its password. */
			CU_ASSERT_EQUAL(read_as(&bench, SECRET_CRYPT, arena_printf(bench.run->arena, "!%s", made), &hash), HASH_GOOD);
			CU_ASSERT_TRUE(attempt_matches(bench.attempt, &hash, str_of(passwords[p])));
			/* One character less, or another in the digest that is none of the alphabet. */
			CU_ASSERT_NOT_EQUAL(read_as(&bench, SECRET_CRYPT, arena_strndup(bench.run->arena, made, strlen(made) - 1), &hash), HASH_GOOD);
			char *broken = arena_strdup(bench.run->arena, made);
			broken[strlen(broken) - 1] = '!';
			CU_ASSERT_NOT_EQUAL(read_as(&bench, SECRET_CRYPT, broken, &hash), HASH_GOOD);
		}
	bench_free(&bench);
}

static void
what_is_no_hash(void)
{
	static const struct {
		enum secret_form form;
		const char *text;
		enum hash_status status;
	} rows[] = {
		{ SECRET_CRYPT, "", HASH_EMPTY }, { SECRET_CRYPT, "!", HASH_NONE }, { SECRET_CRYPT, "!!", HASH_NONE }, { SECRET_CRYPT, "*", HASH_NONE },
		{ SECRET_CRYPT, "!*", HASH_NONE }, { SECRET_CRYPT, "x", HASH_NONE }, { SECRET_CRYPT, "*LK*", HASH_NONE },
		{ SECRET_CRYPT, "$9$whatever", HASH_UNSUPPORTED }, { SECRET_CRYPT, "$", HASH_UNSUPPORTED }, { SECRET_CRYPT, "NP", HASH_UNSUPPORTED },
		{ SECRET_CRYPT, "$6$", HASH_MALFORMED }, { SECRET_CRYPT, "$6$salt", HASH_MALFORMED }, { SECRET_CRYPT, "$6$rounds=0$salt$x", HASH_MALFORMED },
		{ SECRET_CRYPT, "$6$rounds=5000", HASH_MALFORMED }, { SECRET_CRYPT, "$y$", HASH_MALFORMED }, { SECRET_CRYPT, "$y$j9T$salt$", HASH_MALFORMED },
		{ SECRET_CRYPT, "$y$zzzzzz$salt$x", HASH_MALFORMED }, { SECRET_CRYPT, "$2b$", HASH_MALFORMED }, { SECRET_CRYPT, "$2$", HASH_UNSUPPORTED },
		{ SECRET_CRYPT, "$sha1$$", HASH_MALFORMED }, { SECRET_CRYPT, "$md5,rounds=$", HASH_MALFORMED }, { SECRET_CRYPT, "_", HASH_MALFORMED },
		{ SECRET_CRYPT, "$7$", HASH_MALFORMED },
		{ SECRET_NT, "31D6CFE0D16AE931B73C59D7E0C089C0", HASH_EMPTY }, { SECRET_NT, "", HASH_NONE },
		{ SECRET_NT, "NO PASSWORD*********************", HASH_NONE }, { SECRET_NT, "31d6cfe0d16ae931b73c59d7e0c089c", HASH_MALFORMED },
		{ SECRET_NT, "g1d6cfe0d16ae931b73c59d7e0c089c0", HASH_MALFORMED }, { SECRET_LM, "AAD3B435B51404EEAAD3B435B51404EE", HASH_NONE },
		{ SECRET_LM, "44efce164ab921caaad3b435b51404ee", HASH_GOOD }, { SECRET_PLAIN, "", HASH_EMPTY },
	};
	struct bench bench = bench_new();

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct hash hash;
		enum hash_status status = read_as(&bench, rows[i].form, rows[i].text, &hash);
		CU_ASSERT_EQUAL(status, rows[i].status);
		if (status != rows[i].status)
			fprintf(stderr, "row %zu: %s\n", i, hash_status_name(status));
	}
	bench_free(&bench);
}

#define DIGEST_43 "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOP0"
#define DIGEST_86 DIGEST_43 DIGEST_43

/* What a text asks for is refused before any of it is done. */
static void
costs_are_bounded(void)
{
	static const struct {
		const char *text;
		uint64_t least, most;   /* microseconds; 0: too costly */
	} rows[] = {
		{ "$6$salt$" DIGEST_86, 500, 2000 }, { "$6$rounds=1000000$salt$" DIGEST_86, 100000, 400000 },
		{ "$6$rounds=999999999$salt$" DIGEST_86, 0, 0 }, { "$5$rounds=999999999$salt$" DIGEST_43, 0, 0 },
		{ "$y$j9T$salt$" DIGEST_43, 10000, 40000 }, { "$y$jFT$salt$" DIGEST_43, 0, 0 }, { "$gy$jFT$salt$" DIGEST_43, 0, 0 },
		{ "$7$GU..../....salt$" DIGEST_43, 0, 0 }, { "$7$CU..../....salt$" DIGEST_43, 100000, 300000 },
		{ "$2b$05$abcdefghijklmnopqrstuvabcdefghijklmnopqrstuvwxyz01234", 1600, 1600 },
		{ "$2b$12$abcdefghijklmnopqrstuvabcdefghijklmnopqrstuvwxyz01234", 200000, 250000 },
		{ "$2b$31$abcdefghijklmnopqrstuvabcdefghijklmnopqrstuvwxyz01234", 0, 0 },
		{ "$sha1$4294967295$salt$abcdefghijklmnopqrstuvwxyz01", 0, 0 }, { "$md5,rounds=4294963199$saltsalt$$abcdefghijklmnopqrstuv", 0, 0 },
	};
	struct bench bench = bench_new();

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct hash hash;
		enum hash_status status = read_as(&bench, SECRET_CRYPT, rows[i].text, &hash);
		CU_ASSERT_EQUAL(status, rows[i].most ? HASH_GOOD : HASH_COSTLY);
		if (status != (rows[i].most ? HASH_GOOD : HASH_COSTLY))
			fprintf(stderr, "%s: %s\n", rows[i].text, hash_status_name(status));
		else if (status == HASH_GOOD)
			CU_ASSERT_TRUE(hash.microseconds >= rows[i].least && hash.microseconds <= rows[i].most);
	}
	bench_free(&bench);
}

/* MD4 of UTF-16LE, of characters and not of bytes. */
static void
hashes_of_windows(void)
{
	static const struct {
		const char *password, *hash;
	} rows[] = {
		{ "password", "8846f7eaee8fb117ad06bdd830b7586c" }, { "Password", "A4F49C406510BDCAB6824EE7C30FD852" },
		{ "さくら", "83cfb9286b6819e84b92a4adac002846" }, { "𠮷野家", "7f17ee291815922563a3589030c1c55d" },
	};
	struct bench bench = bench_new();
	struct hash hash;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		CU_ASSERT_EQUAL_FATAL(read_as(&bench, SECRET_NT, rows[i].hash, &hash), HASH_GOOD);
		CU_ASSERT_TRUE(attempt_matches(bench.attempt, &hash, str_of(rows[i].password)));
		CU_ASSERT_FALSE(attempt_matches(bench.attempt, &hash, STR("PASSWORD")));
	}
	CU_ASSERT_EQUAL(read_as(&bench, SECRET_CRYPT, "$3$$8846f7eaee8fb117ad06bdd830b7586c", &hash), HASH_GOOD);
	UNIT_EQUAL(hash_scheme_name(&hash), "nt");
	CU_ASSERT_TRUE(attempt_matches(bench.attempt, &hash, STR("password")));
	CU_ASSERT_FALSE(attempt_matches(bench.attempt, &hash, STR("\xff\xfe")));   /* no UTF-8 */
	bench_free(&bench);
}

static const struct unit_test tests[] = {
	{ "hashes of libxcrypt", hashes_of_libxcrypt },
	{ "what is no hash", what_is_no_hash },
	{ "costs are bounded", costs_are_bounded },
	{ "hashes of Windows", hashes_of_windows },
	{ NULL, NULL },
};

const struct unit_suite suite_password_scheme = { "password scheme", tests };
