/* All rule files as one set: loading from a data folder, order, the same id twice, subjects one after the other. */
#include "fixture_check.h"
#include "fixture_list.h"

#include <unistd.h>

#include "tenken/base/file.h"
#include "tenken/base/limits.h"
#include "tenken/check/check.h"

#define HEAD "<schema xmlns='" NS_SCHEMATRON "'><ns prefix='e' uri='" NS_EVIDENCE "'/>"
#define RULE(assertions) "<rule context='e:log'>" assertions "</rule></pattern>"

/* A data folder of its own; everything put into it is removed at the end. */
struct folder {
	struct run *run;
	VEC(const char *) files;
};

static void
put(struct folder *folder, const char *name, const char *text)
{
	const char *path = file_join(folder->run->arena, folder->run->datadir, name);

	CU_ASSERT_EQUAL_FATAL(file_write(folder->run, path, str_of(text)), 0);
	vec_push(folder->run->arena, &folder->files, path);
}

static struct folder
begin(void)
{
	struct folder folder = { .run = unit_run() };
	const char *base = getenv("TMPDIR");
	char *path = arena_printf(folder.run->arena, "%s/tenken-check-XXXXXX", base ? base : "/tmp");

	CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(path));
	folder.run->datadir = path;
	CU_ASSERT_EQUAL_FATAL(file_make_folder(folder.run, file_join(folder.run->arena, path, "controls/checks")), 0);
	put(&folder, "controls/evidence.rng", "<grammar xmlns='http://relaxng.org/ns/structure/1.0'><define name='log'>"
	    "<element name='log'><attribute name='kind'/><optional><attribute name='days'/></optional></element></define></grammar>");
	return folder;
}

static void
end(struct folder *folder)
{
	struct run *run = folder->run;

	for (size_t i = 0; i < folder->files.len; i++)
		unlink(folder->files.items[i]);
	rmdir(file_join(run->arena, run->datadir, "controls/checks"));
	rmdir(file_join(run->arena, run->datadir, "controls"));
	CU_ASSERT_EQUAL(rmdir(run->datadir), 0);
	unit_run_free(run);
}

static void
test_load(void)
{
	static const struct parameter parameters[] = { { .name = "limit", .value = "2" } };
	struct folder folder = begin();
	struct run *run = folder.run;
	struct check_list list = { 0 };
	struct checks *checks = NULL;

	put(&folder, "controls/checks/b.sch", HEAD "<pattern id='m' see='x-1'><title>M</title>"
	    RULE("<assert id='kind' test=\"@kind='a'\">kind</assert>") "</schema>");
	put(&folder, "controls/checks/a.sch", HEAD "<let name='limit' value='1'/><pattern id='z'>"
	    RULE("<assert id='limit' test='$limit = 2'>limit</assert>") "<pattern id='a'>"
	    RULE("<report role='unknown' id='u' test='not(@days)'>days</report><assert id='days' test='@days &gt; 5'>days</assert>")
	    "</schema>");
	put(&folder, "controls/checks/notes.txt", "<schema");
	CU_ASSERT_EQUAL_FATAL(checks_load(run, parameters, 1, &checks), 0);
	CU_ASSERT_EQUAL(run->diags.list.len, 0);
	checks_list(checks, &list, run->arena);
	CU_ASSERT_EQUAL_FATAL(list.list.len, 3);
	UNIT_EQUAL(list.list.items[0].id, "a");
	UNIT_EQUAL(list.list.items[1].id, "m");
	UNIT_EQUAL(list.list.items[2].id, "z");
	UNIT_EQUAL(list.list.items[1].title[LANG_JA], "M");
	UNIT_EQUAL(list.list.items[1].see, "x-1");
	CU_ASSERT_TRUE(str_has_suffix(str_of(list.list.items[1].span.path), "controls/checks/b.sch"));

	struct verdicts verdicts = { .texts = MAP_INIT(run->arena) };
	for (int host = 0; host < 2; host++) {
		struct arena *arena = arena_new();
		struct subject subject = { .id = arena_printf(arena, "h%d", host), .kind = arena_strdup(arena, "host"),
		    .arena = arena };
		fixture_record(&subject, "log", "one", "kind", "a", NULL);
		fixture_record(&subject, "log", "two", "kind", "b", "days", host ? "9" : "3", NULL);
		CU_ASSERT_EQUAL(checks_evaluate(run, checks, &subject, &verdicts), 0);
		arena_free(arena);   /* the verdicts outlive the subject */
	}
	static const char expected[] = "h0:host:a:one:unknown:u h0:host:a:two:fail:days h0:host:m:one:pass: h0:host:m:two:fail:kind "
	    "h0:host:z:one:pass: h0:host:z:two:pass: h1:host:a:one:unknown:u h1:host:a:two:pass: h1:host:m:one:pass: "
	    "h1:host:m:two:fail:kind h1:host:z:one:pass: h1:host:z:two:pass:";
	const char *text = "";
	for (size_t i = 0; i < verdicts.list.len; i++) {
		const struct verdict *one = &verdicts.list.items[i];
		text = arena_printf(run->arena, "%s%s%s:%s:%s:%s:%s:%s", text, i ? " " : "", one->subject,
		    one->subject_kind, one->check,
		    one->record, result_name(one->result), one->reason);
	}
	UNIT_EQUAL(text, expected);
	end(&folder);
}

static void
test_duplicate(void)
{
	struct folder folder = begin();
	struct checks *checks = NULL;

	put(&folder, "controls/checks/a.sch", HEAD "<pattern id='p'>" RULE("") "</schema>");
	put(&folder, "controls/checks/b.sch", HEAD "\n<pattern id='p'>" RULE("") "</schema>");
	CU_ASSERT_EQUAL(checks_load(folder.run, NULL, 0, &checks), -1);
	CU_ASSERT_TRUE(unit_has_diag(folder.run, DIAG_CHECK_ELEMENT, 1));
	CU_ASSERT_PTR_NULL(checks);
	end(&folder);
}

static void
test_one_bad_file(void)
{
	struct folder folder = begin();
	struct checks *checks = NULL;

	/* Half the rules would pass what the others look at; and both faults are said. */
	put(&folder, "controls/checks/a.sch", HEAD "<pattern id='p'>" RULE("<assert test='not(@days &lt; 5)'>x</assert>") "</schema>");
	put(&folder, "controls/checks/b.sch", HEAD "<pattern id='q'>" RULE("") "</schema>");
	put(&folder, "controls/checks/c.sch", "<schema");
	CU_ASSERT_EQUAL(checks_load(folder.run, NULL, 0, &checks), -1);
	CU_ASSERT_TRUE(unit_has_diag(folder.run, DIAG_CHECK_UNGUARDED, 1));
	CU_ASSERT_TRUE(unit_has_diag(folder.run, DIAG_XML_SYNTAX, 1));
	CU_ASSERT_PTR_NULL(checks);
	/* One file by itself. */
	const char *good = file_join(folder.run->arena, folder.run->datadir, "controls/checks/b.sch");
	CU_ASSERT_EQUAL(checks_load_file(folder.run, good, &checks), 0);
	CU_ASSERT_PTR_NOT_NULL(checks);
	CU_ASSERT_EQUAL(checks_load_file(folder.run, file_join(folder.run->arena, folder.run->datadir, "none.sch"),
	    &checks), -1);
	CU_ASSERT_TRUE(unit_has_diag(folder.run, DIAG_FILE_MISSING, 1));
	end(&folder);
}

/* The rules that are shipped: they load, and every check says something of a subject of which nothing was seen. */
/* A subject in parts: each record is judged once, with what the subject holds beside it; of the whole it is said what every part
 * says, and what any part leaves open. */
static void
test_parts(void)
{
	struct folder folder = begin();
	struct run *run = folder.run;
	struct checks *checks = NULL;
	struct verdicts verdicts = { .texts = MAP_INIT(run->arena) };
	struct subject subject = { .id = "t", .kind = "tenant", .arena = run->arena };
	struct fixture_list list = { .kind = "log", .count = LIMIT_PART_RECORDS + 2 };
	size_t passes = 0, helds = 0, everywhere = 0, somewhere = 0, opens = 0;

	put(&folder, "controls/checks/a.sch", HEAD
	    "<pattern id='each'><rule context='e:log'><assert id='other' test=\"../e:log[1]/@name='held'\">x</assert></rule></pattern>"
	    "<pattern id='everywhere'><rule context=\"e:evidence[not(e:log[@name='nobody'])]\">"
	    "<report role='not-applicable' id='no' test='true()'>x</report></rule></pattern>"
	    "<pattern id='somewhere'><rule context=\"e:evidence[not(e:log[@name='3'])]\">"
	    "<report role='not-applicable' id='na' test='true()'>x</report></rule></pattern>"
	    "<pattern id='open'><rule context=\"e:evidence[e:log[@name='3']]\">"
	    "<report role='unknown' id='u' test='true()'>x</report></rule></pattern></schema>");
	put(&folder, "controls/evidence.rng", "<grammar xmlns='http://relaxng.org/ns/structure/1.0'><define name='log'>"
	    "<element name='log'><attribute name='name'/></element></define></grammar>");
	CU_ASSERT_EQUAL_FATAL(checks_load(run, NULL, 0, &checks), 0);
	fixture_record(&subject, "log", "held", NULL);
	fixture_list_add(&subject, &list);
	CU_ASSERT_EQUAL(checks_evaluate(run, checks, &subject, &verdicts), 0);
	for (size_t i = 0; i < verdicts.list.len; i++) {
		const struct verdict *verdict = &verdicts.list.items[i];
		bool is_each = strcmp(verdict->check, "each") == 0;
		passes += is_each && verdict->result == RESULT_PASS;
		helds += is_each && strcmp(verdict->record, "held") == 0;
		everywhere += strcmp(verdict->check, "everywhere") == 0;
		somewhere += strcmp(verdict->check, "somewhere") == 0;
		opens += strcmp(verdict->check, "open") == 0 && verdict->result == RESULT_UNKNOWN;
	}
	CU_ASSERT_EQUAL(passes, LIMIT_PART_RECORDS + 3);
	CU_ASSERT_EQUAL(helds, 1);
	CU_ASSERT_EQUAL(everywhere, 1);
	CU_ASSERT_EQUAL(somewhere, 0);   /* the first part has log 3 */
	CU_ASSERT_EQUAL(opens, 1);
	end(&folder);
}

static void
test_shipped(void)
{
	struct run *run = unit_run();
	struct checks *checks = NULL;
	struct check_list list = { 0 };
	struct verdicts verdicts = { .texts = MAP_INIT(run->arena) };
	struct subject host = { .id = "h", .kind = "host", .arena = run->arena };
	struct subject organisation = { .id = "o", .kind = "organisation", .arena = run->arena };

	if (checks_load(run, NULL, 0, &checks) < 0) {
		for (size_t i = 0; i < run->diags.list.len; i++)
			fprintf(stderr, "%s\n", diag_text(run->arena, &run->diags.list.items[i], LANG_EN));
		CU_FAIL_FATAL("shipped rules");
	}
	checks_list(checks, &list, run->arena);
	checks_evaluate(run, checks, &host, &verdicts);
	checks_evaluate(run, checks, &organisation, &verdicts);
	for (size_t i = 0; i < list.list.len; i++) {
		size_t found = 0;
		for (size_t k = 0; k < verdicts.list.len; k++)
			found += verdicts.list.items[k].check == list.list.items[i].id;
		if (found == 0)
			fprintf(stderr, "%s says nothing of what is not there\n", list.list.items[i].id);
		CU_ASSERT_TRUE(found > 0);
	}
	/* Unknown, or not applicable where the check is about another kind of subject. */
	for (size_t k = 0; k < verdicts.list.len; k++)
		CU_ASSERT_TRUE(verdicts.list.items[k].result == RESULT_UNKNOWN || verdicts.list.items[k].result == RESULT_NOT_APPLICABLE);
	unit_run_free(run);
}

const struct unit_suite suite_check_check = {
	"check_check", (const struct unit_test[]){
		{ "a data folder", test_load },
		{ "the same id in two files", test_duplicate },
		{ "one bad file", test_one_bad_file },
		{ "a subject in parts", test_parts },
		{ "the shipped rules", test_shipped },
		{ NULL, NULL },
	},
};
