/* candidates: the shipped rules, and what the house would try on an account. */
#include "unit.h"

#include "tenken/base/map.h"
#include "tenken/password/candidate.h"

struct bench {
	struct run *run;
	struct vault *vault;
	struct candidate_rules *rules;
	struct candidate_words words;
	struct candidate_list made;
};

static struct bench
bench_new(void)
{
	struct bench bench = { .run = unit_run(), .vault = vault_new() };

	bench.run->datadir = getenv("TENKEN_DATADIR");
	CU_ASSERT_EQUAL_FATAL(candidate_rules_load(bench.run, &bench.rules), 0);
	return bench;
}

static void
make(struct bench *bench, size_t most)
{
	bench->made.list.len = 0;
	candidates_make(bench->rules, &bench->words, 2026, most, bench->run->arena, bench->vault, &bench->made);
}

static void
bench_free(struct bench *bench)
{
	vault_free(bench->vault);
	unit_run_free(bench->run);
}

/* Its place, or -1. */
static int
place_of(const struct bench *bench, const char *text, const char *weakness)
{
	for (size_t i = 0; i < bench->made.list.len; i++)
		if (str_is(bench->made.list.items[i].text, text)) {
			UNIT_EQUAL(bench->made.list.items[i].weakness, weakness);
			return (int)i;
		}
	return -1;
}

static void
what_is_tried(void)
{
	static const struct {
		const char *text, *weakness;
	} rows[] = {
		{ "tanaka_adm", "user-name" }, { "tanaka", "user-name" }, { "akanat", "user-name" }, { "tanakatanaka", "user-name" }, { "TANAKA", "user-name" },
		{ "t@n@k@", "user-name" }, { "1qaz2wsx", "common" }, { "P@ssw0rd", "common" }, { "qwertyuiop@[", "common" }, { "K@nr1", "" },
		{ "tanaka1234", "user-name-and-more" }, { "Tanaka2024", "user-name-and-more" }, { "tanaka24", "user-name-and-more" },
		{ "Jirou", "person" }, { "jiro", "person" }, { "ziro", "" }, { "E1234", "person" }, { "web01", "place" }, { "Web", "place" },
		{ "Midorikawa", "context" }, { "MIDORIKAWA", "context" }, { "Sakura2024!", "season" }, { "Haru2026", "season" }, { "Midorikawa2025!", "context" },
		{ "tanakaR6", "user-name-and-more" }, { "tanakar08", "user-name-and-more" }, { "tanaka-2023", "user-name-and-more" },
	};
	struct bench bench = bench_new();

	candidate_user(bench.run->arena, STR("tanaka_adm"), &bench.words);
	candidate_person(bench.run->arena, STR("ﾀﾅｶ ジロウ 12345"), &bench.words);
	candidate_person(bench.run->arena, STR("E1234"), &bench.words);
	candidate_place(bench.run->arena, STR("web01.example.jp"), &bench.words);
	candidate_context(bench.run->arena, STR("みどりかわ"), &bench.words);
	make(&bench, 2000);
	CU_ASSERT_EQUAL(bench.made.list.len, 2000);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (*rows[i].weakness && place_of(&bench, rows[i].text, rows[i].weakness) < 0) {
			fprintf(stderr, "not tried: %s\n", rows[i].text);
			CU_FAIL("not tried");
		}
	bench_free(&bench);
}

/* The same list twice, no text in it twice, a shorter one is its beginning; all classes in their order. */
static void
order_and_bounds(void)
{
	struct bench bench = bench_new();
	struct map seen = MAP_INIT(bench.run->arena);

	candidate_user(bench.run->arena, STR("root"), &bench.words);
	make(&bench, 5000);
	size_t len = bench.made.list.len;
	CU_ASSERT_TRUE(len > 2000);
	UNIT_EQUAL(bench.made.list.items[0].text.ptr, "");
	UNIT_EQUAL(bench.made.list.items[0].weakness, "empty");
	UNIT_EQUAL(bench.made.list.items[1].text.ptr, "root");
	for (size_t i = 0; i < len; i++) {
		const char *text = bench.made.list.items[i].text.ptr;
		CU_ASSERT_PTR_NULL(map_get(&seen, text));
		map_set(&seen, text, &bench);
	}
	struct candidate_list whole = bench.made;
	bench.made = (struct candidate_list){ 0 };
	make(&bench, 100);
	CU_ASSERT_EQUAL_FATAL(bench.made.list.len, 100);
	for (size_t i = 0; i < 100; i++)
		UNIT_EQUAL(bench.made.list.items[i].text.ptr, whole.list.items[i].text.ptr);
	bench_free(&bench);
}

/* Words of nothing, of one letter, or longer than any password are none; and what is no kana and no ASCII is tried as it is. */
static void
odd_words(void)
{
	struct bench bench = bench_new();
	char *long_name = arena_alloc(bench.run->arena, 2000);

	memset(long_name, 'x', 1999);
	candidate_user(bench.run->arena, STR(""), &bench.words);
	candidate_user(bench.run->arena, STR("x"), &bench.words);
	candidate_user(bench.run->arena, str_of(long_name), &bench.words);
	CU_ASSERT_EQUAL(bench.words.user.list.len, 0);
	candidate_person(bench.run->arena, STR("田中"), &bench.words);
	CU_ASSERT_EQUAL(bench.words.person.list.len, 1);
	make(&bench, 100000);
	CU_ASSERT_TRUE(place_of(&bench, "田中", "person") >= 0);
	CU_ASSERT_TRUE(place_of(&bench, "田中2026", "person") >= 0);
	bench_free(&bench);
}

static const struct unit_test tests[] = {
	{ "what is tried", what_is_tried },
	{ "order and bounds", order_and_bounds },
	{ "odd words", odd_words },
	{ NULL, NULL },
};

const struct unit_suite suite_password_candidate = { "password candidate", tests };
