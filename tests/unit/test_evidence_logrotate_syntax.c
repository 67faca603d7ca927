/* What of a configuration counts, faults and includes too. The golden cases and the oracle test have more. */
#include "evidence/log/logrotate.h"

#include "tenken/base/limits.h"
#include "unit.h"

/* A bundle of at most a few files, in the order of their names. */
struct fixture {
	struct run *run;
	struct bundle bundle;
	struct parse parse;
	struct logrotate_config config;
};

static void
add(struct fixture *fixture, const char *name, const char *text)
{
	struct file file = { .name = name, .path = name, .bytes = str_of(text), .note = "" };

	vec_push(fixture->run->arena, &fixture->bundle.files, file);
}

static void
start(struct fixture *fixture)
{
	*fixture = (struct fixture){ .run = unit_run() };
	fixture->bundle.arena = fixture->run->arena;
}

/* The stanzas that stand, as `path path=rotate,period;`. */
static const char *
read_all(struct fixture *fixture)
{
	const char *text = "";

	fixture->bundle.by_name = MAP_INIT(fixture->run->arena);
	for (size_t i = 0; i < fixture->bundle.files.len; i++)
		map_add(&fixture->bundle.by_name, fixture->bundle.files.items[i].name, &fixture->bundle.files.items[i]);
	fixture->parse = (struct parse){ .run = fixture->run, .bundle = &fixture->bundle };
	logrotate_read(&fixture->parse, &fixture->config);
	for (size_t i = 0; i < fixture->config.stanzas.len; i++) {
		const struct logrotate_stanza *stanza = fixture->config.stanzas.items[i];
		for (size_t k = 0; k < stanza->paths.len && !stanza->is_dropped; k++)
			text = arena_printf(fixture->run->arena, "%s%s ", text, stanza->paths.items[k].name);
		if (!stanza->is_dropped)
			text = arena_printf(fixture->run->arena, "%s=%d,%d;", text, (int)stanza->rules.rotate.value,
			    (int)stanza->rules.period.value);
	}
	return text;
}

static void
check(const char *main, const char *expected)
{
	struct fixture fixture;

	start(&fixture);
	add(&fixture, "etc/logrotate.conf", main);
	UNIT_EQUAL(read_all(&fixture), expected);
	unit_run_free(fixture.run);
}

static void
test_stanzas(void)
{
	check("", "");
	check("/a {\n}\n", "/a =0,0;");
	check("/a {}", "/a =0,0;");
	check("/a{rotate 3\nweekly\n}", "/a =3,3;");
	check("rotate 4\ndaily\n/a /b\n/c\n{\n}\nrotate 5\n/d { monthly }\n", "/a /b /c =4,2;/d =5,4;");
	check("/a {\nsize 1M\nweekly\nrotate 0x10\n}\n/b {\nweekly\nsize=1k\nrotate=010\n}\n", "/a =16,3;/b =8,0;");
	check("/a {\nhourly\nrotate 99999999999999999999\n}", "/a =-1,1;");
	check("/a {\npostrotate\n}\nrotate 9\nendscript\nyearly\n}", "/a =0,5;");
}

static void
test_faults(void)
{
	check("/a {\nrotate 12 }\n/b {\n}\n/c {\n}\n", "/c =0,0;");
	check("/a {\nrotate x\n}\n/b {\n}\n", "/b =0,0;");
	check("/a {\nrotate\n}\n/b {\n}\n/c {\n}\n", "/c =0,0;");
	check("/a {\nrotate 7\nrotate 12 }", "/a =12,0;");
	check("/a {\n}\n/b {\nweekly # x\n}\n/c {\n}\n", "/a =0,0;");
	check("/a {\n}\n}\n/c {\n}\n", "/a =0,0;");
	check("/a {\nsize\nsize 5T\n}\n/b {\nsize\n}\n", "/b =0,0;");
	check("/a {\nfoo }\nrotate 3\n} # x\n/b {\n}\n", "/a =3,0;/b =0,0;");
	check("/a {\nrotate 3\n/b {\n}\n", "");
	check("/a /b", "");
	check("\xef\xbb\xbfweekly\n/a {\n}\n", "");
}

/* The first definition stands, also where its pattern covers the later path. */
static void
test_duplicates(void)
{
	check("/a {\nrotate 1\n}\n/a /b {\nrotate 2\n}\n", "/a =1,0;/b =2,0;");
	check("/l/* {\nrotate 1\n}\n/l/x /l/.x /m {\nrotate 2\n}\n", "/l/* =1,0;/l/.x /m =2,0;");
	check("/l/? {\nrotate 1\n}\n/l/* {\nrotate 2\n}\n", "/l/? =1,0;/l/* =2,0;");
	check("/a {\nrotate x\n}\n/a {\nrotate 2\n}\n", "/a =2,0;");
}

static void
test_include(void)
{
	struct fixture fixture;

	start(&fixture);
	add(&fixture, "etc/d/a", "rotate 3\n/a {\n}\n");
	add(&fixture, "etc/d/b", "rotate 5\n/b {\n}\n}\n");
	add(&fixture, "etc/d/c", "/c {\n}\n");
	add(&fixture, "etc/d/d.bak", "/d {\n}\n");
	add(&fixture, "etc/logrotate.conf", "daily\ninclude /etc/./d//\nweekly\n/e {\n}\n");
	UNIT_EQUAL(read_all(&fixture), "/a =3,2;/b =5,2;/c =3,2;/e =3,3;");
	CU_ASSERT_TRUE(fixture.bundle.files.items[0].is_used);
	CU_ASSERT_FALSE(fixture.bundle.files.items[3].is_used);
	unit_run_free(fixture.run);
}

static void
test_include_missing(void)
{
	struct fixture fixture;

	start(&fixture);
	add(&fixture, "etc/logrotate.conf", "rotate 60\nweekly\ninclude /etc/none\n/a {\n}\nrotate 61\n/b {\n}\n");
	read_all(&fixture);
	CU_ASSERT_TRUE(unit_has_diag(fixture.run, DIAG_INCLUDE_MISSING, 1));
	CU_ASSERT_TRUE(fixture.config.stanzas.items[0]->rules.rotate.is_unknown);
	CU_ASSERT_FALSE(fixture.config.stanzas.items[1]->rules.rotate.is_unknown);
	CU_ASSERT_TRUE(fixture.config.stanzas.items[1]->rules.period.is_unknown);
	unit_run_free(fixture.run);
}

/* Files that include each other twice each would be read two to the sixteenth times. */
static void
test_include_many(void)
{
	struct fixture fixture;
	static char names[40][16], texts[40][128];

	start(&fixture);
	for (int i = 0; i < 40; i++) {
		snprintf(names[i], sizeof names[i], "f%02u", (unsigned char)i);
		snprintf(texts[i], sizeof texts[i], "include /f%02d\ninclude /f%02d\ninclude /f%02d\ninclude /f%02d\n", i + 1, i + 1, i + 1, i + 1);
	}
	add(&fixture, "etc/logrotate.conf", "include /f00\n/a {\n}\n");
	for (int i = 0; i < 40; i++)
		add(&fixture, names[i], texts[i]);
	UNIT_EQUAL(read_all(&fixture), "");
	CU_ASSERT_TRUE(fixture.run->diags.worst == DIAG_ERROR);
	unit_run_free(fixture.run);
}

static void
test_cycle(void)
{
	struct fixture fixture;

	start(&fixture);
	add(&fixture, "etc/a", "rotate 9\ninclude /etc/a\n");
	add(&fixture, "etc/logrotate.conf", "rotate 2\ninclude /etc/a\n/x {\n}\n");
	UNIT_EQUAL(read_all(&fixture), "/x =2,0;");
	CU_ASSERT_TRUE(unit_has_diag(fixture.run, DIAG_CYCLE, 1));
	unit_run_free(fixture.run);
}

static const struct unit_test tests[] = {
	{ "stanzas", test_stanzas },
	{ "faults", test_faults },
	{ "duplicates", test_duplicates },
	{ "include", test_include },
	{ "include not collected", test_include_missing },
	{ "includes without end", test_include_many },
	{ "cycle", test_cycle },
	{ NULL, NULL }
};
const struct unit_suite suite_evidence_logrotate_syntax = { "evidence/logrotate_syntax", tests };
