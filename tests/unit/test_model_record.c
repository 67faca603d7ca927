/* record: values are made fit for XML once, here. */
#include "unit.h"

#include "tenken/base/limits.h"
#include "tenken/model/record.h"

static void
values_are_fit_for_xml(void)
{
	struct run *run = unit_run();
	struct subject subject = { .id = "h", .kind = "host", .arena = run->arena };
	struct record *r = record_add(&subject, "log", "a\x01" "b", (struct span){ "f", 1, 0 });

	UNIT_EQUAL(r->name, "a\xef\xbf\xbd" "b");
	record_set(&subject, r, "bytes", "\xff\xc3\x28\xed\xa0\x80ok\xef\xbf\xbe");   /* bad byte, cut character, surrogate, U+FFFE */
	UNIT_EQUAL(record_get(r, "bytes"),
	    "\xef\xbf\xbd\xef\xbf\xbd(\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbdok\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
	record_set(&subject, r, "text", "<&\">\t日本𠮷");
	UNIT_EQUAL(record_get(r, "text"), "<&\">\t日本𠮷");
	record_set(&subject, r, "none", NULL);
	CU_ASSERT_PTR_NULL(record_get(r, "none"));
	unit_run_free(run);
}

static void
numbers_have_no_exponent(void)
{
	struct run *run = unit_run();
	struct subject subject = { .id = "h", .kind = "host", .arena = run->arena };
	struct record *r = record_add(&subject, "clock", NULL, (struct span){ 0 });

	UNIT_EQUAL(r->name, "clock");
	record_set_double(&subject, r, "a", 0.000001299);
	record_set_double(&subject, r, "b", 1e-12);
	record_set_double(&subject, r, "c", -1.5);
	record_set_double(&subject, r, "d", 1e300);
	record_set_int(&subject, r, "e", INT64_MIN);
	record_set_day(&subject, r, "f", DAY_UNKNOWN);
	UNIT_EQUAL(record_get(r, "a"), "0.000001299");
	UNIT_EQUAL(record_get(r, "b"), "0");
	UNIT_EQUAL(record_get(r, "c"), "-1.5");
	CU_ASSERT_PTR_NULL(record_get(r, "d"));
	UNIT_EQUAL(record_get(r, "e"), "-9223372036854775808");
	CU_ASSERT_PTR_NULL(record_get(r, "f"));
	unit_run_free(run);
}

static void
records_are_bounded(void)
{
	struct run *run = unit_run();
	struct subject subject = { .id = "h", .kind = "host", .arena = run->arena };

	for (int i = 0; i < LIMIT_RECORDS + 3; i++)
		record_set_bool(&subject, record_add(&subject, "account", "x", (struct span){ 0 }), "admin", true);
	CU_ASSERT_EQUAL(subject.records.len, LIMIT_RECORDS);
	CU_ASSERT_EQUAL(subject.dropped, 3);
	unit_run_free(run);
}

static const struct unit_test tests[] = {
	{ "values are fit for XML", values_are_fit_for_xml },
	{ "numbers have no exponent", numbers_have_no_exponent },
	{ "records are bounded", records_are_bounded },
	{ 0 },
};

const struct unit_suite suite_model_record = { "model/record", tests };
