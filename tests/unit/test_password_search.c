/* The search: what is weak is found, what is not stays, and who shares with whom. */
#include "unit.h"

#include <crypt.h>

#include "tenken/password/search.h"

struct bench {
	struct run *run;
	struct secrets secrets;
	struct candidate_words words[32];
	struct password_settings settings;
	struct password_results results;
};

static struct bench
bench_new(void)
{
	struct bench bench = { .run = unit_run() };

	bench.run->datadir = getenv("TENKEN_DATADIR");
	bench.secrets = (struct secrets){ .vault = vault_new(), .arena = bench.run->arena };
	bench.settings = (struct password_settings){ .year = 2026, .most_slow = 300, .most_fast = 5000, .threads = 2 };
	struct candidate_rules *rules;
	CU_ASSERT_EQUAL_FATAL(candidate_rules_load(bench.run, &rules), 0);
	bench.settings.rules = rules;
	return bench;
}

static void
bench_free(struct bench *bench)
{
	vault_free(bench->secrets.vault);
	unit_run_free(bench->run);
}

static void
put(struct bench *bench, const char *subject, const char *account, enum secret_form form, const char *text)
{
	candidate_user(bench->run->arena, str_of(account), &bench->words[bench->secrets.list.len]);
	secret_add(&bench->secrets, subject, account, (struct span){ .path = "f", .line = 1 }, form, str_of(text));
}

/* The hash of a password under a setting. */
static const char *
made(struct bench *bench, const char *password, const char *setting)
{
	struct crypt_data *data = arena_alloc(bench->run->arena, sizeof *data);

	return arena_strdup(bench->run->arena, crypt_r(password, setting, data));
}

/* `subject/account scheme weakness group`, one a line. */
static const char *
search(struct bench *bench)
{
	char *text = arena_strdup(bench->run->arena, "");

	passwords_search(bench->run, &bench->secrets, bench->words, &bench->settings, &bench->results);
	for (size_t i = 0; i < bench->results.list.len; i++) {
		const struct password_finding *finding = &bench->results.list.items[i];
		CU_ASSERT_EQUAL(finding->is_weak, *finding->weakness != '\0');
		text = arena_printf(bench->run->arena, "%s%s/%s %s %s %zu\n", text, finding->secret->subject, finding->secret->account,
		    *finding->scheme ? finding->scheme : hash_status_name(finding->status), *finding->weakness ? finding->weakness : "-", finding->group);
	}
	return text;
}

static void
weak_and_shared(void)
{
	static const char expected[] =
	    "ad/admin nt reused 1\n"             /* MD4, the cheapest; its password is nobody's candidate but the next one's */
	    "ad/empty empty empty 0\n"
	    "ad/other nt reused 1\n"
	    "db/copy sha512crypt - 2\n"          /* not found, but the same text as web/copy */
	    "db/locked none - 0\n"
	    "db/root md5crypt reused 1\n"
	    "web/copy sha512crypt - 2\n"
	    "web/none unsupported - 0\n"
	    "web/plain plain reversible 1\n"
	    "web/strong sha512crypt - 0\n"
	    "web/tanaka sha512crypt user-name 3\n"
	    "web/tanaka2 sha256crypt user-name 3\n";
	struct bench bench = bench_new();
	const char *copy = made(&bench, "Xq9#unlikely-3", "$6$saltsalt");

	put(&bench, "web", "tanaka", SECRET_CRYPT, made(&bench, "tanaka", "$6$abcdefgh"));
	put(&bench, "web", "tanaka2", SECRET_CRYPT, made(&bench, "tanaka", "$5$abcdefgh"));
	put(&bench, "web", "strong", SECRET_CRYPT, made(&bench, "vD3#kq9-Lm2xZ!w7", "$6$otherone"));
	put(&bench, "web", "copy", SECRET_CRYPT, copy);
	put(&bench, "db", "copy", SECRET_CRYPT, copy);
	put(&bench, "db", "root", SECRET_CRYPT, made(&bench, "Kx-Zebra-77", "$1$saltsalt"));
	put(&bench, "db", "locked", SECRET_CRYPT, "!");
	put(&bench, "web", "plain", SECRET_PLAIN, "Kx-Zebra-77");
	put(&bench, "web", "none", SECRET_CRYPT, "$whatever");
	put(&bench, "ad", "admin", SECRET_NT, "c51ca10a88cb733bb988bdb0bec2c52e");
	put(&bench, "ad", "other", SECRET_NT, "c51ca10a88cb733bb988bdb0bec2c52e");
	put(&bench, "ad", "empty", SECRET_NT, "31d6cfe0d16ae931b73c59d7e0c089c0");
	UNIT_EQUAL(search(&bench), expected);
	CU_ASSERT_EQUAL(bench.results.groups, 3);
	CU_ASSERT_TRUE(unit_has_diag(bench.run, DIAG_PASSWORD_HASH, 1));
	bench_free(&bench);
}

/* As many threads as you like, the same findings; a time budget that is over at once finds less and says so. */
static void
threads_and_time(void)
{
	const char *texts[3];

	for (unsigned threads = 1; threads <= 3; threads++) {
		struct bench bench = bench_new();
		bench.settings.threads = threads;
		for (int i = 0; i < 12; i++)
			put(&bench, "h", arena_printf(bench.run->arena, "user%02d", i), SECRET_CRYPT,
			    made(&bench, i % 3 ? arena_printf(bench.run->arena, "user%02d", i - i % 2) : "Zq#never-tried-1", "$5$rounds=1000$saltsalt"));
		texts[threads - 1] = strdup(search(&bench));
		for (size_t i = 0; i < bench.results.list.len; i++)
			CU_ASSERT_TRUE(bench.results.list.items[i].is_complete);
		bench_free(&bench);
	}
	UNIT_EQUAL(texts[0], texts[1]);
	UNIT_EQUAL(texts[0], texts[2]);
	for (int i = 0; i < 3; i++)
		free((char *)texts[i]);

	struct bench bench = bench_new();
	bench.settings.seconds = 1e-9;
	put(&bench, "h", "tanaka", SECRET_CRYPT, made(&bench, "tanaka", "$6$abcdefgh"));
	UNIT_EQUAL(search(&bench), "h/tanaka sha512crypt - 0\n");
	CU_ASSERT_FALSE(bench.results.list.items[0].is_complete);
	bench_free(&bench);
}

/* What looks like a scheme and libxcrypt will not compute is never strong; a hash of no password is empty. */
static void
what_cannot_be_computed(void)
{
	static const char expected[] =
	    "h/flavour yescrypt - 0\n"
	    "h/nothing sha512crypt empty 0\n";
	struct bench bench = bench_new();

	put(&bench, "h", "flavour", SECRET_CRYPT, "$y$D9T$salt$abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOP0");
	put(&bench, "h", "nothing", SECRET_CRYPT, made(&bench, "", "$6$abcdefgh"));
	UNIT_EQUAL(search(&bench), expected);
	CU_ASSERT_EQUAL(bench.results.list.items[0].status, HASH_UNSUPPORTED);
	CU_ASSERT_FALSE(bench.results.list.items[0].is_complete);
	CU_ASSERT_TRUE(unit_has_diag(bench.run, DIAG_PASSWORD_HASH, 1));
	bench_free(&bench);
}

static const struct unit_test tests[] = {
	{ "what cannot be computed", what_cannot_be_computed },
	{ "weak and shared", weak_and_shared },
	{ "threads and time", threads_and_time },
	{ NULL, NULL },
};

const struct unit_suite suite_password_search = { "password search", tests };
