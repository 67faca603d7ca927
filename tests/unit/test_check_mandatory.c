/* The attributes that the schema of the evidence does not let be absent. */
#include "fixture_check.h"

#define RNG "<grammar xmlns='http://relaxng.org/ns/structure/1.0'>"

static bool
has(const struct mandatory *mandatory, const char *element, const char *attribute)
{
	return mandatory_has(mandatory, element, str_of(attribute));
}

static void
test_read(void)
{
	static const char text[] = RNG
	    "<start><element name='top'><attribute name='t'/><zeroOrMore><ref name='log'/></zeroOrMore></element></start>"
	    "<define name='log'><element name='log'><ref name='base'/><attribute name='a'><choice><value>1</value></choice></attribute>"
	    "<optional><attribute name='b'/></optional><choice><attribute name='c'/><attribute name='d'/></choice>"
	    "<zeroOrMore><attribute name='e'/></zeroOrMore><group><interleave><attribute name='f'/></interleave></group>"
	    "<element name='inner'><attribute name='g'/></element></element></define>"
	    "<define name='base'><attribute name='at'/><optional><ref name='more'/></optional><ref name='base'/></define>"
	    "<define name='more'><attribute name='m'/></define></grammar>";
	struct run *run = unit_run();
	struct mandatory mandatory;

	CU_ASSERT_EQUAL_FATAL(mandatory_read(run, "e.rng", str_of(text), &mandatory), 0);
	CU_ASSERT_TRUE(has(&mandatory, "top", "t"));
	CU_ASSERT_TRUE(has(&mandatory, "log", "a") && has(&mandatory, "log", "f") && has(&mandatory, "log", "at"));
	CU_ASSERT_FALSE(has(&mandatory, "log", "b") || has(&mandatory, "log", "c") || has(&mandatory, "log", "d"));
	CU_ASSERT_FALSE(has(&mandatory, "log", "e") || has(&mandatory, "log", "g") || has(&mandatory, "log", "m"));
	CU_ASSERT_FALSE(has(&mandatory, "top", "at") || has(&mandatory, "nothing", "a") || has(&mandatory, NULL, "a"));
	CU_ASSERT_FALSE(has(NULL, "log", "a"));
	unit_run_free(run);
}

static void
test_refused(void)
{
	struct run *run = unit_run();
	struct mandatory mandatory;

	CU_ASSERT_EQUAL(mandatory_read(run, "e.rng", STR("<grammar>"), &mandatory), -1);
	CU_ASSERT_TRUE(unit_has_diag(run, DIAG_XML_SYNTAX, 1));
	unit_run_free(run);
}

const struct unit_suite suite_check_mandatory = {
	"check_mandatory", (const struct unit_test[]){
		{ "what is mandatory", test_read },
		{ "a schema that cannot be read", test_refused },
		{ NULL, NULL },
	},
};
